//! Points, rectangles, curves, and how wide a text is.

use std::fmt::Write as _;

/// A place in the diagram, in CSS pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    /// To the right.
    pub(crate) x: f64,
    /// Down.
    pub(crate) y: f64,
}

impl Point {
    /// How far it is to `other`.
    pub(crate) fn distance(self, other: Self) -> f64 {
        let (x, y) = (other.x - self.x, other.y - self.y);
        (x * x + y * y).sqrt()
    }

    /// So far from here in the direction of `other`.
    fn towards(self, other: Self, length: f64) -> Self {
        let all = self.distance(other);
        let k = if all > 0.0 { length / all } else { 0.0 };
        at(
            self.x + k * (other.x - self.x),
            self.y + k * (other.y - self.y),
        )
    }
}

/// A place.
pub(crate) const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rect {
    /// Left edge.
    pub(crate) x: f64,
    /// Upper edge.
    pub(crate) y: f64,
    /// Width.
    pub(crate) w: f64,
    /// Height.
    pub(crate) h: f64,
}

impl Rect {
    /// A rectangle.
    pub(crate) const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// Its right edge.
    pub(crate) fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its lower edge.
    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Its middle.
    pub(crate) fn centre(&self) -> Point {
        at(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The same, smaller by `by` on each side.
    pub(crate) fn inset(&self, by: f64) -> Self {
        Self::new(
            self.x + by,
            self.y + by,
            (self.w - 2.0 * by).max(0.0),
            (self.h - 2.0 * by).max(0.0),
        )
    }

    /// Whether the two share any area.
    #[cfg(test)]
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether `other` lies inside.
    #[cfg(test)]
    pub(crate) fn holds(&self, other: &Self) -> bool {
        other.x >= self.x - 0.01
            && other.y >= self.y - 0.01
            && other.right() <= self.right() + 0.01
            && other.bottom() <= self.bottom() + 0.01
    }
}

/// A chain of cubic curves: where a pipe runs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    from: Point,
    /// Two handles and an end each.
    parts: Vec<[Point; 3]>,
}

impl Curve {
    /// From `a` to `b`, leaving and arriving level.
    pub(crate) fn level(a: Point, b: Point) -> Self {
        let bend = (b.x - a.x) / 2.0;
        Self {
            from: a,
            parts: vec![[at(a.x + bend, a.y), at(b.x - bend, b.y), b]],
        }
    }

    /// Where it ends.
    #[cfg(test)]
    pub(crate) fn end(&self) -> Point {
        self.parts.last().map_or(self.from, |part| part[2])
    }

    /// From `a` to `b`, leaving and arriving upright.
    pub(crate) fn upright(a: Point, b: Point) -> Self {
        let bend = (b.y - a.y) / 2.0;
        Self {
            from: a,
            parts: vec![[at(a.x, a.y + bend), at(b.x, b.y - bend), b]],
        }
    }

    /// Straight from point to point, with round corners of at most this radius.
    pub(crate) fn route(points: &[Point], radius: f64) -> Self {
        // 0.45 of the way to the corner makes a cubic curve follow a quarter of a circle closely.
        let rest = 0.45;
        let from = points.first().copied().unwrap_or(at(0.0, 0.0));
        let mut curve = Self {
            from,
            parts: Vec::new(),
        };
        let mut here = from;
        for three in points.windows(3) {
            let [before, corner, after] = [three[0], three[1], three[2]];
            let r = radius
                .min(before.distance(corner) / 2.0)
                .min(corner.distance(after) / 2.0);
            let (start, end) = (corner.towards(before, r), corner.towards(after, r));
            curve.parts.push(straight(here, start));
            curve.parts.push([
                corner.towards(before, rest * r),
                corner.towards(after, rest * r),
                end,
            ]);
            here = end;
        }
        if let Some(last) = points.last() {
            curve.parts.push(straight(here, *last));
        }
        curve
    }

    /// The same, going on straight to `to`.
    pub(crate) fn then(mut self, to: Point) -> Self {
        let end = self.parts.last().map_or(self.from, |part| part[2]);
        self.parts.push(straight(end, to));
        self
    }

    /// Points along the curve.
    #[cfg(test)]
    pub(crate) fn points(&self) -> Vec<Point> {
        let mut points = Vec::new();
        let mut from = self.from;
        for part in &self.parts {
            points.extend((0..=40).map(|i| along(from, part, f64::from(i) / 40.0).0));
            from = part[2];
        }
        points
    }

    /// The curve as a path.
    pub(crate) fn path(&self) -> String {
        let mut d = format!("M{} {}", short(self.from.x), short(self.from.y));
        for part in &self.parts {
            d.push('C');
            for (i, p) in part.iter().enumerate() {
                let gap = if i == 0 { "" } else { " " };
                // Writing to a string cannot fail.
                let _ = write!(d, "{gap}{} {}", short(p.x), short(p.y));
            }
        }
        d
    }

    /// A path that keeps a distance of `aside` to the right of the curve, in short straight lines.
    pub(crate) fn beside(&self, aside: f64) -> String {
        const PIECES: u32 = 14;
        let mut d = String::new();
        let mut from = self.from;
        for part in &self.parts {
            for i in 0..=PIECES {
                let (p, (tx, ty)) = along(from, part, f64::from(i) / f64::from(PIECES));
                let pen = if d.is_empty() { 'M' } else { 'L' };
                let _ = write!(
                    d,
                    "{pen}{} {}",
                    short(p.x - ty * aside),
                    short(p.y + tx * aside)
                );
            }
            from = part[2];
        }
        d
    }
}

/// A straight line as a cubic curve, with handles at its thirds.
fn straight(from: Point, to: Point) -> [Point; 3] {
    let third = |k: f64| at(from.x + k * (to.x - from.x), from.y + k * (to.y - from.y));
    [third(1.0 / 3.0), third(2.0 / 3.0), to]
}

/// The place at `t` (0 to 1) along a cubic curve, and its direction with length 1.
fn along(from: Point, [a, b, to]: &[Point; 3], t: f64) -> (Point, (f64, f64)) {
    let u = 1.0 - t;
    let mix = |p0: f64, p1: f64, p2: f64, p3: f64| {
        u * u * u * p0 + 3.0 * u * u * t * p1 + 3.0 * u * t * t * p2 + t * t * t * p3
    };
    let slope = |p0: f64, p1: f64, p2: f64, p3: f64| {
        u * u * (p1 - p0) + 2.0 * u * t * (p2 - p1) + t * t * (p3 - p2)
    };
    let place = at(mix(from.x, a.x, b.x, to.x), mix(from.y, a.y, b.y, to.y));
    let (dx, dy) = (slope(from.x, a.x, b.x, to.x), slope(from.y, a.y, b.y, to.y));
    let length = (dx * dx + dy * dy).sqrt();
    let direction = if length > 1e-9 {
        (dx / length, dy / length)
    } else {
        (1.0, 0.0)
    };
    (place, direction)
}

/// A coordinate as text: a tenth of a pixel is enough.
pub(crate) fn short(v: f64) -> String {
    let text = format!("{v:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Sizes of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Names of parts.
    Title,
    /// Everything else.
    Text,
    /// The same, in heavier letters.
    Strong,
}

impl Size {
    /// Height of the letters in pixels; `machine-room.css` says the same.
    pub(crate) fn px(self) -> f64 {
        match self {
            Self::Title => 16.0,
            Self::Text | Self::Strong => 14.0,
        }
    }

    /// Distance between lines.
    pub(crate) fn leading(self) -> f64 {
        match self {
            Self::Title => 22.0,
            Self::Text | Self::Strong => 19.0,
        }
    }
}

/// How wide `text` gets at most, in pixels: widths of a wide system font, so that narrower ones fit too.
pub(crate) fn width_of(text: &str, size: Size) -> f64 {
    let em: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.34,
            ' ' | '\u{a0}' | '\u{202f}' | 'f' | 't' | 'r' | '(' | ')' | '-' => 0.41,
            'm' | 'w' | 'M' | 'W' | '%' | '—' | '…' => 0.97,
            'A'..='Z' => 0.74,
            c if c as u32 >= 0x2e80 => 1.02,
            _ => 0.635,
        })
        .sum();
    let bold = match size {
        Size::Title | Size::Strong => 1.1,
        Size::Text => 1.0,
    };
    em * size.px() * bold
}

/// `text` in lines of at most `width` pixels, at most `lines` of them; what does not fit is cut with "…".
pub(crate) fn wrap(text: &str, size: Size, width: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let longer = match out.last() {
            Some(line) => format!("{line} {word}"),
            None => word.to_owned(),
        };
        let room = out.len() < lines;
        match out.last_mut() {
            Some(line) if width_of(&longer, size) <= width => *line = longer,
            _ if room => out.push(word.to_owned()),
            Some(line) => {
                *line = longer;
                break;
            }
            None => break,
        }
    }
    for line in &mut out {
        if width_of(line, size) > width {
            let mut short = line.clone();
            while width_of(&short, size) + width_of("…", size) > width && short.pop().is_some() {}
            *line = format!("{}…", short.trim_end());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_words_and_is_cut_only_at_the_end() {
        assert_eq!(
            wrap("requests a second", Size::Text, 90.0, 3),
            ["requests a", "second"]
        );
        let lines = wrap("Llanfairpwllgwyngyll and around", Size::Text, 90.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].ends_with('…'), "{lines:?}");
        for line in wrap("a bc def ghij klmno pqrstu vwxyz", Size::Title, 60.0, 3) {
            assert!(width_of(&line, Size::Title) <= 60.0, "{line}");
        }
        assert_eq!(wrap("one two three", Size::Text, 45.0, 1), ["one…"]);
    }

    #[test]
    fn a_route_passes_its_ends_and_cuts_its_corners() {
        let corner = at(100.0, 0.0);
        let route = Curve::route(&[at(0.0, 0.0), corner, at(100.0, 80.0)], 12.0);
        let points = route.points();
        assert_eq!((points[0], route.end()), (at(0.0, 0.0), at(100.0, 80.0)));
        let nearest = points
            .iter()
            .map(|p| p.distance(corner))
            .fold(f64::INFINITY, f64::min);
        assert!((2.0..8.0).contains(&nearest), "{nearest}");
    }

    #[test]
    fn a_path_is_short_text() {
        let curve = Curve::level(at(0.0, 10.0), at(100.0, 30.5));
        assert_eq!(curve.path(), "M0 10C50 10 50 30.5 100 30.5");
        let beside = Curve::level(at(0.0, 10.0), at(100.0, 10.0)).beside(2.0);
        assert!(
            beside.starts_with("M0 12L") && beside.ends_with("L100 12"),
            "{beside}"
        );
    }
}
