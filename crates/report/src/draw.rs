//! Draws a chart on any backend: the page's canvas, an SVG, a terminal.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;

use crate::axis::{Scale, Tick, clock_ticks, round_down};
use crate::flags::{self, Flag};
use crate::pen::{Anchor, Ink, Pen};
use crate::sample::{Column, extent, sample};
use crate::{Chart, Line, MarkKind, Place, Stroke, Theme, Unit};

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
fn pixel(value: f64) -> i32 {
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

/// The upright marks and the height where the rows of their labels begin.
struct Flags {
    list: Vec<Flag>,
    top: i32,
}

/// A chart while it is being drawn.
struct Sheet<'a, DB: DrawingBackend> {
    pen: Pen<'a, DB>,
    chart: &'a Chart,
    theme: &'a Theme,
    lines: Vec<&'a Line>,
}

impl<DB: DrawingBackend> Sheet<'_, DB> {
    fn quiet(&self) -> Ink {
        Ink {
            colour: self.theme.quiet,
            bold: false,
            size: self.pen.view.font_px,
        }
    }

    fn strong(&self) -> Ink {
        Ink {
            colour: self.theme.ink,
            bold: true,
            size: self.pen.view.font_px,
        }
    }

    /// The visible seconds: within the run, and never empty.
    fn window(&self) -> (f64, f64) {
        let end = if self.chart.horizon_s > 0.0 {
            self.chart.horizon_s
        } else {
            1.0
        };
        let from = self.pen.view.from_s.max(0.0);
        let to = self.pen.view.to_s.min(end);
        if to > from { (from, to) } else { (0.0, end) }
    }

    /// The vertical axis: from zero, or logarithmic for times that span more than two decades over the whole run.
    fn scale(&self) -> Scale {
        if self.chart.unit == Unit::Percent {
            return Scale::Linear { max: 106.0 };
        }
        let (from, to) = self.window();
        let targets = self.chart.marks.iter().filter_map(|m| match m.at {
            Place::Value(v) => Some((v, v)),
            Place::Second(_) => None,
        });
        let range = |from, to| {
            let of_line = move |l: &&Line| extent(l, self.chart.step_s, from, to);
            self.lines
                .iter()
                .filter_map(of_line)
                .map(|(a, b)| (f64::from(a), f64::from(b)))
        };
        let join = |(a, b): (f64, f64), (c, d): (f64, f64)| (a.min(c), b.max(d));
        if self.chart.unit == Unit::Seconds
            && let Some((low, high)) = range(0.0, self.chart.horizon_s)
                .chain(targets.clone())
                .reduce(join)
            && low > 0.0
            && high / low > 100.0
        {
            return Scale::Log {
                min: round_down(low),
                max: high * 1.25,
            };
        }
        let high = range(from, to)
            .chain(targets)
            .map(|r| r.1)
            .fold(0.0, f64::max);
        Scale::Linear {
            max: if high > 0.0 { high * 1.08 } else { 1.0 },
        }
    }

    fn ticks(&self, scale: &Scale, height: i32) -> Vec<Tick> {
        let rows = f64::from(height) / f64::from(self.pen.row()) / 1.6;
        scale.ticks(
            count(rows).clamp(2, 7),
            self.chart.unit,
            self.chart.numerals,
        )
    }

    /// Writes title, legend and the labels of marks, and finds out what is left for the plot.
    fn layout(&self) -> Result<(Frame, Flags), DrawError<DB>> {
        let (pen, view) = (&self.pen, self.pen.view);
        let (w, h) = pen.area.dim_in_pixel();
        let (w, h) = (
            i32::try_from(w).unwrap_or(i32::MAX),
            i32::try_from(h).unwrap_or(i32::MAX),
        );
        let scale = self.scale();
        let (from_s, to_s) = self.window();

        let mut y = self.heading(w)?;
        if view.legend && (self.lines.len() > 1 || view.cursor_s.is_some()) {
            y = self.legend(y, w)?;
        }
        let bottom = (h - pen.row() - pen.em(0.15)).max(y + 1);

        let mut gutter = 0;
        for tick in self.ticks(&scale, bottom - y) {
            gutter = gutter.max(pen.width(&tick.label, self.quiet())?);
        }
        let x0 = (gutter + pen.em(0.6)).min(w / 2);
        let x1 = (w - pen.em(0.5)).max(x0 + 1);
        let mut frame = Frame {
            x0,
            y0: y,
            x1,
            y1: bottom,
            from_s,
            to_s,
            scale,
        };
        let (flags, rows) = self.flags(&frame, w)?;
        frame.y0 = (y + rows * pen.row() + pen.em(0.3)).min(bottom - 1);
        Ok((
            frame,
            Flags {
                list: flags,
                top: y,
            },
        ))
    }

    /// Writes the title and what the axis counts; returns the height below them.
    fn heading(&self, w: i32) -> Result<i32, DrawError<DB>> {
        let (pen, view) = (&self.pen, self.pen.view);
        if !view.title {
            pen.text(
                &self.chart.axis,
                0,
                pen.row() / 2,
                self.quiet(),
                Anchor::Start,
            )?;
            return Ok(pen.row());
        }
        let ink = Ink {
            colour: self.theme.ink,
            bold: true,
            size: view.title_px,
        };
        let row = pen.px(view.title_px * view.leading);
        pen.text(&self.chart.title, 0, row / 2, ink, Anchor::Start)?;
        let beside = pen.width(&self.chart.title, ink)? + pen.em(0.8);
        if beside + pen.width(&self.chart.axis, self.quiet())? <= w {
            pen.text(
                &self.chart.axis,
                beside,
                row / 2 + pen.em(0.08),
                self.quiet(),
                Anchor::Start,
            )?;
            return Ok(row);
        }
        pen.text(
            &self.chart.axis,
            0,
            row + pen.row() / 2,
            self.quiet(),
            Anchor::Start,
        )?;
        Ok(row + pen.row())
    }

    /// Writes the legend from height `y` on, in as many rows as it takes; returns the height below it.
    fn legend(&self, y: i32, w: i32) -> Result<i32, DrawError<DB>> {
        let pen = &self.pen;
        let (swatch, space, between) = (pen.em(1.5), pen.em(0.5), pen.em(1.5));
        let values = pen.view.cursor_s.map(|s| self.chart.step_of(s));
        let (mut x, mut middle) = (0, y + pen.row() / 2);
        for line in &self.lines {
            let name = pen.width(&line.name, self.quiet())?;
            // Room for the largest value, so that nothing moves while the cursor does.
            let widest = line
                .values
                .iter()
                .copied()
                .filter(|v| v.is_finite())
                .fold(0.0, f32::max);
            let room = match values {
                Some(_) => space + pen.width(&self.chart.say(widest), self.strong())?,
                None => 0,
            };
            let width = swatch + space + name + room;
            if x > 0 && x + width > w {
                x = 0;
                middle += pen.row();
            }
            let colour = self.theme.colour(line.tone);
            if line.stroke == Stroke::Area {
                pen.rect(
                    (x, middle),
                    (x + swatch, middle + pen.em(0.3)),
                    colour,
                    SURFACE,
                )?;
            }
            if pen.view.veils || line.stroke != Stroke::Area {
                pen.line(
                    vec![(x, middle), (x + swatch, middle)],
                    colour,
                    pen.view.stroke_px,
                    line.stroke,
                )?;
            }
            pen.text(
                &line.name,
                x + swatch + space,
                middle,
                self.quiet(),
                Anchor::Start,
            )?;
            if let Some(step) = values {
                let value = step
                    .and_then(|s| line.at(s))
                    .map_or_else(|| "–".to_owned(), |v| self.chart.say(v));
                pen.text(
                    &value,
                    x + swatch + space + name + space,
                    middle,
                    self.strong(),
                    Anchor::Start,
                )?;
            }
            x += width + between;
        }
        Ok(middle + pen.row() - pen.row() / 2)
    }

    /// The upright marks in sight with their labels, and the number of rows that these take.
    fn flags(&self, frame: &Frame, w: i32) -> Result<(Vec<Flag>, i32), DrawError<DB>> {
        let mut flags = Vec::new();
        for mark in &self.chart.marks {
            let Place::Second(second) = mark.at else {
                continue;
            };
            if second < frame.from_s || second > frame.to_s {
                continue;
            }
            let time = self.chart.clock(second);
            let text = format!("{} {}", mark.label, time.get(..5).unwrap_or(&time));
            flags.push(Flag {
                x: frame.x_of(second),
                // Measured in bold, the wider of the two, and with its distance from the line.
                width: self.pen.width(&text, self.strong())? + self.pen.em(0.35),
                text,
                kind: mark.kind,
                spot: None,
            });
        }
        let rows = flags::place(&mut flags, w, self.pen.em(0.8));
        Ok((flags, rows))
    }

    fn grid(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
        let pen = &self.pen;
        for tick in self.ticks(&frame.scale, frame.y1 - frame.y0) {
            let y = frame.y_of(tick.at);
            pen.level(
                frame.x0,
                frame.x1,
                y,
                if y == frame.y1 {
                    self.theme.axis
                } else {
                    self.theme.hair
                },
            )?;
            pen.text(
                &tick.label,
                frame.x0 - pen.em(0.5),
                y,
                self.quiet(),
                Anchor::End,
            )?;
        }
        pen.level(frame.x0, frame.x1, frame.y1, self.theme.axis)?;

        let sample = pen.width("00:00", self.quiet())? + pen.em(1.4);
        let most = usize::try_from((frame.x1 - frame.x0) / sample.max(1))
            .unwrap_or(1)
            .clamp(1, 14);
        let width = i32::try_from(pen.area.dim_in_pixel().0).unwrap_or(i32::MAX);
        let middle = frame.y1 + pen.em(0.15) + pen.row() / 2;
        let mut edge = 0;
        for tick in clock_ticks(
            self.chart.clock_start_s,
            frame.from_s,
            frame.to_s,
            most,
            &self.chart.day,
        ) {
            let x = frame.x_of(tick.at);
            let text = pen.width(&tick.label, self.quiet())?;
            let left = (x - text / 2).min(width - text).max(0);
            // Labels with seconds are wider than foreseen: leave out what would touch.
            if left < edge {
                continue;
            }
            edge = left + text + pen.em(0.6);
            pen.rect(
                (x, frame.y1),
                (x + pen.px(1.0), frame.y1 + pen.em(0.25)),
                self.theme.axis,
                1.0,
            )?;
            pen.text(&tick.label, left, middle, self.quiet(), Anchor::Start)?;
        }
        Ok(())
    }

    /// The columns of a line as pixels, in one run for each piece without a gap. Where a line lies at zero the axis is
    /// there already, and is not painted over.
    fn pixels(&self, line: &Line, frame: &Frame) -> Vec<Vec<Dot>> {
        let width = f64::from(frame.x1 - frame.x0);
        let columns = count(width / self.pen.view.scale.max(0.01)).max(1);
        let at_zero = |c: &Column| c.max <= 0.0 && matches!(frame.scale, Scale::Linear { .. });
        let dots = |run: &[Column]| {
            let dot = |c: &Column| Dot {
                x: frame.x0 + pixel(c.at.clamp(0.0, 1.0) * width),
                top: frame.y_of(f64::from(c.max)),
                mean: frame.y_of(f64::from(c.mean)),
                bottom: frame.y_of(f64::from(c.min)),
            };
            let mut dots: Vec<Dot> = run.iter().map(dot).collect();
            // A step on its own is as wide as the time it stands for.
            if let [only] = dots[..] {
                let half =
                    pixel((self.chart.step_s / (frame.to_s - frame.from_s) * width / 2.0).max(1.0));
                dots = vec![
                    Dot {
                        x: (only.x - half).max(frame.x0),
                        ..only
                    },
                    Dot {
                        x: (only.x + half).min(frame.x1),
                        ..only
                    },
                ];
            }
            dots
        };
        let (from, to) = (frame.from_s, frame.to_s);
        sample(line, self.chart.step_s, from, to, columns)
            .iter()
            .flat_map(|run| off_zero(run, at_zero))
            .map(dots)
            .collect()
    }

    /// Fills the surfaces below the lines that have one.
    fn surfaces(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
        for line in self.lines.iter().filter(|l| l.stroke == Stroke::Area) {
            for run in self.pixels(line, frame) {
                let edge = |d: &Dot| (d.x, if self.pen.view.veils { d.mean } else { d.top });
                let mut outline: Vec<_> = run.iter().map(edge).collect();
                if let (Some(first), Some(last)) = (run.first(), run.last()) {
                    outline.extend([(last.x, frame.y1), (first.x, frame.y1)]);
                }
                self.pen
                    .fill(outline, self.theme.colour(line.tone), SURFACE)?;
            }
        }
        Ok(())
    }

    fn line(&self, line: &Line, frame: &Frame) -> Result<(), DrawError<DB>> {
        let colour = self.theme.colour(line.tone);
        let width = self.pen.view.stroke_px;
        for run in self.pixels(line, frame) {
            if !self.pen.view.veils {
                // There the edge of a surface is its line, and noise would be a mess: only what stands out is drawn.
                if line.stroke == Stroke::Area {
                    continue;
                }
                let stands_out = (frame.y1 - frame.y0) / 8;
                let points = run.iter().flat_map(|d| {
                    let high = d.mean - d.top > stands_out;
                    let low = d.bottom - d.mean > stands_out;
                    [
                        (d.mean, true),
                        (d.top, high),
                        (d.bottom, low),
                        (d.mean, high || low),
                    ]
                    .into_iter()
                    .filter_map(|(y, drawn)| drawn.then_some((d.x, y)))
                });
                self.pen
                    .line(points.collect(), colour, width, line.stroke)?;
                continue;
            }
            if run.iter().any(|d| d.bottom - d.top > self.pen.px(1.0)) {
                let upper = run.iter().map(|d| (d.x, d.top));
                let lower = run.iter().rev().map(|d| (d.x, d.bottom));
                self.pen.fill(upper.chain(lower).collect(), colour, VEIL)?;
            }
            self.pen.line(
                run.iter().map(|d| (d.x, d.mean)).collect(),
                colour,
                width,
                line.stroke,
            )?;
        }
        Ok(())
    }

    fn level_marks(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
        let pen = &self.pen;
        for mark in &self.chart.marks {
            let Place::Value(value) = mark.at else {
                continue;
            };
            let y = frame.y_of(value);
            #[expect(clippy::cast_possible_truncation, reason = "shown to two digits")]
            let text = format!("{} {}", mark.label, self.chart.say(value as f32));
            let left = frame.x1 - pen.width(&text, self.quiet())?;
            pen.line(
                vec![(frame.x0, y), (frame.x1, y)],
                self.theme.quiet,
                1.0,
                Stroke::Dashed,
            )?;
            let above = y - pen.row() / 2 - pen.em(0.05);
            pen.text(&text, left, above, self.quiet(), Anchor::Start)?;
        }
        Ok(())
    }

    fn upright_marks(&self, frame: &Frame, flags: &Flags) -> Result<(), DrawError<DB>> {
        let pen = &self.pen;
        for flag in &flags.list {
            let (colour, stroke, ink) = match flag.kind {
                MarkKind::Break => (self.theme.ink, Stroke::Solid, self.strong()),
                _ => (self.theme.quiet, Stroke::Dashed, self.quiet()),
            };
            let middle = |row: i32| flags.top + row * pen.row() + pen.row() / 2;
            // A line begins below its label where that stands above it, and beside it otherwise.
            let top = flag.spot.map_or(frame.y0, |spot| {
                let beside = flag.x <= spot.left || flag.x >= spot.left + flag.width;
                let half = pen.row() / 2;
                middle(spot.row) + if beside { -half } else { half }
            });
            let nudge = |spot: flags::Spot| match flag.x {
                x if x <= spot.left => pen.em(0.35),
                x if x >= spot.left + flag.width => 0,
                _ => pen.em(0.17),
            };
            if stroke == Stroke::Solid {
                pen.rect((flag.x, top), (flag.x + pen.px(1.0), frame.y1), colour, 1.0)?;
            } else {
                pen.line(vec![(flag.x, top), (flag.x, frame.y1)], colour, 1.0, stroke)?;
            }
            if let Some(spot) = flag.spot {
                pen.text(
                    &flag.text,
                    spot.left + nudge(spot),
                    middle(spot.row),
                    ink,
                    Anchor::Start,
                )?;
            }
        }
        Ok(())
    }

    fn cursor(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
        let pen = &self.pen;
        let Some(second) = pen
            .view
            .cursor_s
            .filter(|s| *s >= frame.from_s && *s <= frame.to_s)
        else {
            return Ok(());
        };
        let x = frame.x_of(second);
        pen.rect(
            (x, frame.y0),
            (x + pen.px(1.0), frame.y1),
            self.theme.ink,
            1.0,
        )?;
        if let Some(step) = self.chart.step_of(second) {
            for line in self.lines.iter().rev() {
                if let Some(value) = line.at(step) {
                    let at = (x, frame.y_of(f64::from(value)));
                    pen.dot(at, 4.5, self.theme.ground)?;
                    pen.dot(at, 3.25, self.theme.colour(line.tone))?;
                }
            }
        }
        let clock = self.chart.clock(second);
        let ink = Ink {
            colour: self.theme.ground,
            ..self.strong()
        };
        let width = pen.width(&clock, ink)? + pen.em(0.7);
        let total = i32::try_from(pen.area.dim_in_pixel().0).unwrap_or(i32::MAX);
        let left = (x - width / 2).min(total - width).max(0);
        let top = frame.y1 + pen.em(0.15);
        pen.rect(
            (left, top),
            (left + width, top + pen.row()),
            self.theme.ink,
            1.0,
        )?;
        pen.text(
            &clock,
            left + width / 2,
            top + pen.row() / 2,
            ink,
            Anchor::Middle,
        )
    }
}

/// The parts of a run that are not at zero, each with the zero before and after it.
fn off_zero(run: &[Column], at_zero: impl Fn(&Column) -> bool) -> Vec<&[Column]> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < run.len() {
        let zeros = run[start..].iter().take_while(|c| at_zero(c)).count();
        let first = start + zeros;
        let end = first + run[first..].iter().take_while(|c| !at_zero(c)).count();
        if end > first {
            parts.push(&run[first.saturating_sub(1).max(start)..(end + 1).min(run.len())]);
        }
        start = end.max(start + 1);
    }
    parts
}

/// How much of a surface's ground shows through.
const SURFACE: f64 = 0.16;
/// Likewise of the veil between smallest and largest value.
const VEIL: f64 = 0.35;

/// A column in pixels.
#[derive(Clone, Copy)]
struct Dot {
    x: i32,
    top: i32,
    mean: i32,
    bottom: i32,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn count(value: f64) -> usize {
    value.max(0.0) as usize
}
