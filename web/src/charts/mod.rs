//! Charts of `onrush_report` on a canvas: the backend, the colours, the drawing.

mod backend;
mod colours;
mod picture;

pub(crate) use colours::tone_class;
pub(crate) use picture::{png_canvas, svg_text};

use onrush_report::{Chart, Frame, View, draw};
use plotters::prelude::IntoDrawingArea;
use web_sys::HtmlCanvasElement;

use crate::outside::{Palette, Size};
use crate::state::Span;
use backend::MeasuredCanvas;

/// Canvas pixels for one CSS pixel: at least two, since the backend knows only whole pixels and lines would be stairs.
const FINEST: f64 = 2.0;

/// Where a chart landed on its canvas, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plot {
    /// Left edge of the plot.
    pub(crate) left: f64,
    /// Top edge.
    pub(crate) top: f64,
    /// Right edge.
    pub(crate) right: f64,
    /// Bottom edge.
    pub(crate) bottom: f64,
    /// Where seconds are.
    frame: Frame,
    /// Canvas pixels for one CSS pixel.
    scale: f64,
}

impl Plot {
    /// The place of a second, in CSS pixels.
    pub(crate) fn x_of(&self, second: u32) -> f64 {
        f64::from(self.frame.x_of(f64::from(second))) / self.scale
    }

    /// The height of a value, in CSS pixels from the top.
    pub(crate) fn y_of(&self, value: f32) -> f64 {
        f64::from(self.frame.y_of(f64::from(value))) / self.scale
    }

    /// The nearest place within the plot.
    pub(crate) fn within(&self, x: f64) -> f64 {
        x.clamp(self.left, self.right)
    }

    /// The second at a place.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the run"
    )]
    pub(crate) fn second_at(&self, x: f64) -> u32 {
        self.frame.second_at(x * self.scale).max(0.0) as u32
    }
}

/// Draws a chart on all of `canvas`. `None` when the canvas has no size yet or cannot be drawn on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes of elements"
)]
pub(crate) fn paint(
    canvas: &HtmlCanvasElement,
    chart: &Chart,
    size: Size,
    palette: &Palette,
    span: Span,
    hidden: &[String],
) -> Option<Plot> {
    if size.width < 40.0 || size.height < 40.0 {
        return None;
    }
    let scale = size.density.max(FINEST);
    canvas.set_width((size.width * scale) as u32);
    canvas.set_height((size.height * scale) as u32);
    let view = View {
        scale,
        from_s: f64::from(span.from),
        to_s: f64::from(span.to),
        hidden: hidden.to_vec(),
        font_px: palette.font_px,
        stroke_px: palette.stroke_px,
        title: false,
        legend: false,
        ..View::default()
    };
    let area = MeasuredCanvas::on(canvas.clone())?.into_drawing_area();
    let frame = draw(&area, chart, &palette.colours, &view).ok()?;
    Some(Plot {
        left: f64::from(frame.x0) / scale,
        top: f64::from(frame.y0) / scale,
        right: f64::from(frame.x1) / scale,
        bottom: f64::from(frame.y1) / scale,
        frame,
        scale,
    })
}
