//! What is drawn within the plot: grid, surfaces, lines, marks, cursor.

use plotters::prelude::DrawingBackend;

use crate::axis::{Scale, clock_ticks};
use crate::draw::{DrawError, pixel};
use crate::flags;
use crate::pen::{Anchor, Ink};
use crate::sample::{Column, sample};
use crate::sheet::{Flags, SURFACE, Sheet, count};
use crate::{Frame, Line, MarkKind, Place, Stroke};

impl<DB: DrawingBackend> Sheet<'_, DB> {
    pub(crate) fn grid(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
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
    pub(crate) fn surfaces(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
        for line in self.lines.iter().filter(|l| l.stroke == Stroke::Area) {
            for run in self.pixels(line, frame) {
                // Letters are coarse: there a column is a bar, lest a lone spike end in a point too fine to see.
                let half = if self.pen.view.veils {
                    0
                } else {
                    self.pen.px(0.5)
                };
                let mut outline: Vec<_> = run
                    .iter()
                    .flat_map(|d| match half {
                        0 => [(d.x, d.mean), (d.x, d.mean)],
                        _ => [(d.x - half, d.top), (d.x + half, d.top)],
                    })
                    .collect();
                outline.dedup();
                if let (Some(first), Some(last)) = (run.first(), run.last()) {
                    outline.extend([(last.x, frame.y1), (first.x, frame.y1)]);
                }
                self.pen
                    .fill(outline, self.theme.colour(line.tone), SURFACE)?;
            }
        }
        Ok(())
    }

    pub(crate) fn line(&self, line: &Line, frame: &Frame) -> Result<(), DrawError<DB>> {
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

    pub(crate) fn level_marks(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
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

    pub(crate) fn upright_marks(&self, frame: &Frame, flags: &Flags) -> Result<(), DrawError<DB>> {
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

    pub(crate) fn cursor(&self, frame: &Frame) -> Result<(), DrawError<DB>> {
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

/// How much of the colour of a veil between smallest and largest value is seen.
const VEIL: f64 = 0.35;

/// A column in pixels.
#[derive(Clone, Copy)]
struct Dot {
    x: i32,
    top: i32,
    mean: i32,
    bottom: i32,
}
