//! The few strokes that charts are made of, on any backend.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use crate::draw::DrawError;
use crate::theme::Rgb;
use crate::{Stroke, View};

/// Which end of a text stands at its place.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    pub(crate) colour: Rgb,
    pub(crate) bold: bool,
    /// Size in CSS pixels.
    pub(crate) size: f64,
}

pub(crate) struct Pen<'a, DB: DrawingBackend> {
    pub(crate) area: &'a DrawingArea<DB, Shift>,
    pub(crate) view: &'a View,
}

type Done<DB> = Result<(), DrawError<DB>>;

impl<DB: DrawingBackend> Pen<'_, DB> {
    /// Whole backend pixels for `css` pixels, at least one.
    #[expect(clippy::cast_possible_truncation, reason = "saturates by intent")]
    pub(crate) fn px(&self, css: f64) -> i32 {
        ((css * self.view.scale).round() as i32).max(1)
    }

    /// Backend pixels for `n` times the size of the small print.
    pub(crate) fn em(&self, n: f64) -> i32 {
        self.px(n * self.view.font_px)
    }

    /// Height of a line of the small print.
    pub(crate) fn row(&self) -> i32 {
        self.em(self.view.leading)
    }

    fn style(&self, ink: Ink, anchor: Anchor) -> TextStyle<'static> {
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let weight = if ink.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let font = FontDesc::new(
            FontFamily::Name(self.view.family),
            ink.size * self.view.scale,
            weight,
        );
        let color = opaque(ink.colour).to_backend_color();
        TextStyle {
            font,
            color,
            pos: Pos::new(h_pos, VPos::Center),
        }
    }

    /// Writes `text` with its middle at height `y`.
    pub(crate) fn text(&self, text: &str, x: i32, y: i32, ink: Ink, anchor: Anchor) -> Done<DB> {
        if text.is_empty() {
            return Ok(());
        }
        self.area
            .draw(&Text::new(text.to_owned(), (x, y), self.style(ink, anchor)))
    }

    /// Width of `text` on this backend.
    pub(crate) fn width(&self, text: &str, ink: Ink) -> Result<i32, DrawError<DB>> {
        let (width, _) = self
            .area
            .estimate_text_size(text, &self.style(ink, Anchor::Start))?;
        Ok(i32::try_from(width).unwrap_or(0))
    }

    /// Fills the box from one corner to the other.
    pub(crate) fn rect(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        colour: Rgb,
        alpha: f64,
    ) -> Done<DB> {
        self.area.draw(&Rectangle::new(
            [from, to],
            opaque(colour).mix(alpha).filled(),
        ))
    }

    /// A level hairline.
    pub(crate) fn level(&self, x0: i32, x1: i32, y: i32, colour: Rgb) -> Done<DB> {
        self.rect((x0, y), (x1, y + self.px(1.0)), colour, 1.0)
    }

    /// Fills the surface within `points`.
    pub(crate) fn fill(&self, points: Vec<(i32, i32)>, colour: Rgb, alpha: f64) -> Done<DB> {
        if points.len() < 3 {
            return Ok(());
        }
        self.area
            .draw(&Polygon::new(points, opaque(colour).mix(alpha)))
    }

    /// A filled dot.
    pub(crate) fn dot(&self, at: (i32, i32), radius: f64, colour: Rgb) -> Done<DB> {
        self.area
            .draw(&Circle::new(at, self.px(radius), opaque(colour).filled()))
    }

    /// A line through `points`.
    pub(crate) fn line(
        &self,
        points: Vec<(i32, i32)>,
        colour: Rgb,
        css_width: f64,
        stroke: Stroke,
    ) -> Done<DB> {
        let style = ShapeStyle {
            color: opaque(colour).to_rgba(),
            filled: false,
            stroke_width: self.px(css_width).unsigned_abs(),
        };
        let em = self.view.font_px * self.view.scale;
        let (on, off) = match stroke {
            Stroke::Solid | Stroke::Area => {
                return self.area.draw(&PathElement::new(points, style));
            }
            Stroke::Dashed => (0.6 * em, 0.35 * em),
            Stroke::Dotted => (0.16 * em, 0.26 * em),
        };
        for dash in dashes(&points, on.max(1.0), off.max(1.0)) {
            self.area.draw(&PathElement::new(dash, style))?;
        }
        Ok(())
    }
}

fn opaque(colour: Rgb) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// Cuts a path into pieces of length `on` with gaps of length `off`.
fn dashes(points: &[(i32, i32)], on: f64, off: f64) -> Vec<Vec<(i32, i32)>> {
    let mut pieces = Vec::new();
    let Some(first) = points.first() else {
        return pieces;
    };
    let (mut drawing, mut left) = (true, on);
    let mut piece = vec![*first];
    for pair in points.windows(2) {
        let (from, to) = (
            (f64::from(pair[0].0), f64::from(pair[0].1)),
            (f64::from(pair[1].0), f64::from(pair[1].1)),
        );
        let length = libm::hypot(to.0 - from.0, to.1 - from.1);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let share = done / length;
            let point = (
                rounded(from.0 + (to.0 - from.0) * share),
                rounded(from.1 + (to.1 - from.1) * share),
            );
            if drawing {
                piece.push(point);
                pieces.push(std::mem::take(&mut piece));
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
            if drawing {
                piece.push(point);
            }
        }
        left -= length - done;
        if drawing {
            piece.push(pair[1]);
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[expect(clippy::cast_possible_truncation, reason = "between two pixels")]
fn rounded(value: f64) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_gaps_share_the_whole_length_of_a_path() {
        let pieces = dashes(&[(0, 0), (35, 0), (100, 0)], 10.0, 10.0);
        assert_eq!(pieces.len(), 5);
        assert_eq!(pieces[0], [(0, 0), (10, 0)]);
        assert_eq!(pieces[1], [(20, 0), (30, 0)]);
        assert_eq!(pieces[2], [(40, 0), (50, 0)]);
        assert!(dashes(&[], 1.0, 1.0).is_empty());
        assert!(
            dashes(&[(3, 3), (3, 3)], 1.0, 1.0).len() <= 1,
            "a path without length ends"
        );
    }
}
