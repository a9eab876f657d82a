//! Draws a chart on any backend: the page's canvas, an SVG, a terminal.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;

use crate::axis::Scale;
use crate::pen::Pen;
use crate::sheet::Sheet;
use crate::{Chart, Line, Theme};

/// What went wrong while drawing on a backend `DB`.
pub type DrawError<DB> = DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>;

/// How a chart is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// First visible second of the run.
    pub from_s: f64,
    /// End of the visible part, in seconds; past the run's end means its end.
    pub to_s: f64,
    /// The second that is read: an upright line, a dot on each line, and the values in the legend.
    pub cursor_s: Option<f64>,
    /// Keys of lines that are not drawn.
    pub hidden: Vec<String>,
    /// Backend pixels for one CSS pixel. Coordinates are whole backend pixels, so 2 or more makes smoother lines.
    pub scale: f64,
    /// Size of axis texts and legend, in CSS pixels.
    pub font_px: f64,
    /// Size of the title, in CSS pixels.
    pub title_px: f64,
    /// Height of a line of text, as a multiple of its size.
    pub leading: f64,
    /// Thickness of a line, in CSS pixels.
    pub stroke_px: f64,
    /// Empty edge around everything, in CSS pixels.
    pub edge_px: f64,
    /// CSS list of font families.
    pub family: &'static str,
    /// Whether the title is drawn.
    pub title: bool,
    /// Whether the legend is drawn (a single line has none without a cursor).
    pub legend: bool,
    /// Where several steps share a pixel: draw their mean as a line in a veil from smallest to largest. Otherwise a
    /// line that touches both, and surfaces without a line (for terminals).
    pub veils: bool,
}

impl Default for View {
    /// The whole run with title and legend, at the size of a page's small print.
    fn default() -> Self {
        Self {
            from_s: 0.0,
            to_s: f64::INFINITY,
            cursor_s: None,
            hidden: Vec::new(),
            scale: 1.0,
            font_px: 12.0,
            title_px: 15.0,
            leading: 1.5,
            stroke_px: 1.75,
            edge_px: 0.0,
            family: "system-ui, sans-serif",
            title: true,
            legend: true,
            veils: true,
        }
    }
}

/// Where the plot landed: turns pixels into seconds and values, and back. In backend pixels, relative to the area that
/// was drawn on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Left edge of the plot.
    pub x0: i32,
    /// Top edge.
    pub y0: i32,
    /// Right edge.
    pub x1: i32,
    /// Bottom edge: the axis.
    pub y1: i32,
    /// Second at the left edge.
    pub from_s: f64,
    /// Second at the right edge.
    pub to_s: f64,
    /// The vertical axis.
    pub scale: Scale,
}

impl Frame {
    /// The pixel of `second`; seconds outside lie on the edge.
    #[must_use]
    pub fn x_of(&self, second: f64) -> i32 {
        let share = ((second - self.from_s) / (self.to_s - self.from_s)).clamp(0.0, 1.0);
        self.x0 + pixel(share * f64::from(self.x1 - self.x0))
    }

    /// The second at pixel `x`, kept within the plot.
    #[must_use]
    pub fn second_at(&self, x: f64) -> f64 {
        let share = (x - f64::from(self.x0)) / f64::from((self.x1 - self.x0).max(1));
        self.from_s + share.clamp(0.0, 1.0) * (self.to_s - self.from_s)
    }

    /// The pixel of `value`; values outside lie on the edge.
    #[must_use]
    pub fn y_of(&self, value: f64) -> i32 {
        self.y1 - pixel(self.scale.height(value) * f64::from(self.y1 - self.y0))
    }

    /// The value at pixel `y`, kept within the plot.
    #[must_use]
    pub fn value_at(&self, y: f64) -> f64 {
        let height = (f64::from(self.y1) - y) / f64::from((self.y1 - self.y0).max(1));
        self.scale.value(height.clamp(0.0, 1.0))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates by intent")]
pub(crate) fn pixel(value: f64) -> i32 {
    value.round() as i32
}

/// Draws `chart` on all of `area` and tells where the plot landed. Does not call the backend's `present`.
///
/// # Errors
/// What the backend reports; a chart without lines or values is drawn as empty axes.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    chart: &Chart,
    theme: &Theme,
    view: &View,
) -> Result<Frame, DrawError<DB>> {
    area.fill(&plotters::style::RGBColor(
        theme.ground.0,
        theme.ground.1,
        theme.ground.2,
    ))?;
    let edge = pixel(view.edge_px.max(0.0) * view.scale);
    let inner = area.margin(edge, edge, edge, edge);
    let sheet = Sheet {
        pen: Pen { area: &inner, view },
        chart,
        theme,
        lines: shown(chart, view),
    };
    let (frame, flags) = sheet.layout()?;
    sheet.grid(&frame)?;
    sheet.surfaces(&frame)?;
    sheet.level_marks(&frame)?;
    sheet.upright_marks(&frame, &flags)?;
    for line in sheet.lines.iter().rev() {
        sheet.line(line, &frame)?;
    }
    let frame = Frame {
        x0: frame.x0 + edge,
        y0: frame.y0 + edge,
        x1: frame.x1 + edge,
        y1: frame.y1 + edge,
        ..frame
    };
    draw_cursor(area, chart, theme, view, &frame)?;
    Ok(frame)
}

/// The lines that are drawn.
fn shown<'a>(chart: &'a Chart, view: &View) -> Vec<&'a Line> {
    let wanted = |line: &&Line| !view.hidden.contains(&line.key);
    chart.lines.iter().filter(wanted).collect()
}

/// Draws only the cursor of `view` onto `frame`: for a second, transparent layer above a chart that stays.
///
/// # Errors
/// What the backend reports.
pub fn draw_cursor<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    chart: &Chart,
    theme: &Theme,
    view: &View,
    frame: &Frame,
) -> Result<(), DrawError<DB>> {
    let sheet = Sheet {
        pen: Pen { area, view },
        chart,
        theme,
        lines: shown(chart, view),
    };
    sheet.cursor(frame)
}
