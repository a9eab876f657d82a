//! A chart while it is being drawn, and how the room is shared out: title, legend, labels of marks, axis texts, plot.

use plotters::prelude::DrawingBackend;

use crate::axis::{Scale, Tick, round_down};
use crate::draw::DrawError;
use crate::flags::{self, Flag};
use crate::pen::{Anchor, Ink, Pen};
use crate::sample::extent;
use crate::{Chart, Frame, Line, Place, Stroke, Theme, Unit};

/// The upright marks and the height where the rows of their labels begin.
pub(crate) struct Flags {
    pub(crate) list: Vec<Flag>,
    pub(crate) top: i32,
}

/// A chart while it is being drawn.
pub(crate) struct Sheet<'a, DB: DrawingBackend> {
    pub(crate) pen: Pen<'a, DB>,
    pub(crate) chart: &'a Chart,
    pub(crate) theme: &'a Theme,
    pub(crate) lines: Vec<&'a Line>,
}

impl<DB: DrawingBackend> Sheet<'_, DB> {
    pub(crate) fn quiet(&self) -> Ink {
        Ink {
            colour: self.theme.quiet,
            bold: false,
            size: self.pen.view.font_px,
        }
    }

    pub(crate) fn strong(&self) -> Ink {
        Ink {
            colour: self.theme.ink,
            bold: true,
            size: self.pen.view.font_px,
        }
    }

    /// The visible seconds: within the run, and never empty.
    pub(crate) fn window(&self) -> (f64, f64) {
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
    pub(crate) fn scale(&self) -> Scale {
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

    pub(crate) fn ticks(&self, scale: &Scale, height: i32) -> Vec<Tick> {
        let rows = f64::from(height) / f64::from(self.pen.row()) / 1.6;
        scale.ticks(
            count(rows).clamp(2, 7),
            self.chart.unit,
            self.chart.numerals,
        )
    }

    /// Writes title, legend and the labels of marks, and finds out what is left for the plot.
    pub(crate) fn layout(&self) -> Result<(Frame, Flags), DrawError<DB>> {
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
    pub(crate) fn heading(&self, w: i32) -> Result<i32, DrawError<DB>> {
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
    pub(crate) fn legend(&self, y: i32, w: i32) -> Result<i32, DrawError<DB>> {
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
    pub(crate) fn flags(&self, frame: &Frame, w: i32) -> Result<(Vec<Flag>, i32), DrawError<DB>> {
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
}

/// How much of a surface's colour is seen.
pub(crate) const SURFACE: f64 = 0.16;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
pub(crate) fn count(value: f64) -> usize {
    value.max(0.0) as usize
}
