//! Seats in a tank and places in a line, as few paths however many there are.

use std::fmt::Write as _;

use super::geometry::{Rect, short};
use super::level::{Tank, count};

/// Smallest distance between seats at which they can be told apart, in pixels.
const CLOSEST: f64 = 11.0;

/// Seats in rows that fill a tank evenly, from the lowest row up. A dot is one server, or a round number of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seats {
    area: Rect,
    columns: u32,
    rows: u32,
    /// How many are drawn.
    pub(crate) number: u32,
    /// How many servers one seat stands for.
    pub(crate) unit: u64,
}

impl Seats {
    /// Seats for `servers` in `area`.
    pub(crate) fn new(area: Rect, servers: u64) -> Self {
        let most = (area.w / CLOSEST).floor() * (area.h / CLOSEST).floor();
        let unit = round_units()
            .find(|u| count(servers.div_ceil(*u)) <= most.max(1.0))
            .unwrap_or(u64::MAX);
        let number = u32::try_from(servers.div_ceil(unit)).unwrap_or(u32::MAX);
        let cell = (area.w * area.h / f64::from(number.max(1))).sqrt();
        let columns = whole((area.w / cell).ceil()).clamp(1, number.max(1));
        Self {
            area,
            columns,
            rows: number.div_ceil(columns).max(1),
            number,
            unit,
        }
    }

    /// Diameter of a dot.
    pub(crate) fn dot(&self) -> f64 {
        let (w, h) = self.cell();
        (w.min(h) * 0.62).clamp(3.0, 15.0)
    }

    /// How many seats stand for `servers`: none only for (almost) none.
    pub(crate) fn of(&self, servers: f64) -> u32 {
        if servers < 0.05 {
            return 0;
        }
        whole((servers / count(self.unit)).round())
            .max(1)
            .min(self.number)
    }

    /// Dots on the seats from number `from` to before number `to`, as a path for a round pen.
    pub(crate) fn dots(&self, from: u32, to: u32) -> String {
        let mut d = String::new();
        for i in from..to.min(self.number) {
            let (x, y) = self.seat(i);
            let _ = write!(d, "M{} {}h0", short(x), short(y));
        }
        d
    }

    /// Pause signs on those seats.
    pub(crate) fn pauses(&self, from: u32, to: u32) -> String {
        let (half, gap) = (self.dot() * 0.5, self.dot() * 0.26);
        let mut d = String::new();
        for i in from..to.min(self.number) {
            let (x, y) = self.seat(i);
            let (top, height) = (short(y - half), short(2.0 * half));
            let _ = write!(d, "M{} {top}v{height}", short(x - gap));
            let _ = write!(d, "M{} {top}v{height}", short(x + gap));
        }
        d
    }

    /// Upper edge of the highest row that the first `n` seats reach.
    pub(crate) fn surface(&self, n: u32) -> f64 {
        let rows = f64::from(n.div_ceil(self.columns).min(self.rows));
        self.area.bottom() - rows * self.cell().1
    }

    fn cell(&self) -> (f64, f64) {
        (
            self.area.w / f64::from(self.columns),
            self.area.h / f64::from(self.rows),
        )
    }

    fn seat(&self, i: u32) -> (f64, f64) {
        let (w, h) = self.cell();
        (
            self.area.x + (f64::from(i % self.columns) + 0.5) * w,
            self.area.bottom() - (f64::from(i / self.columns) + 0.5) * h,
        )
    }
}

/// Working seats first, then those that stand and wait for another part, then the free ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Seats before this number work.
    pub(crate) working: u32,
    /// Seats from there to before this number stand and wait.
    pub(crate) taken: u32,
}

impl Taken {
    /// How a tank's seats are taken.
    pub(crate) fn new(seats: &Seats, tank: &Tank) -> Self {
        let taken = seats.of(tank.busy);
        let stuck = seats.of(tank.stuck).min(taken);
        Self {
            working: taken - stuck,
            taken,
        }
    }
}

/// Places to stand in line: three rows, filled from the end where the line is served.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Places {
    area: Rect,
    columns: u32,
    from_right: bool,
}

impl Places {
    const ROWS: u32 = 3;

    /// Places in `area`; the head of the line is at its right end or at its left.
    pub(crate) fn new(area: Rect, from_right: bool) -> Self {
        Self {
            area,
            columns: whole((area.w / (area.h / f64::from(Self::ROWS))).floor()).max(1),
            from_right,
        }
    }

    /// How many places stand for this share of the line.
    pub(crate) fn of(&self, share: f64) -> u32 {
        let all = self.columns * Self::ROWS;
        if share <= 0.0 {
            return 0;
        }
        whole((share * f64::from(all)).round()).clamp(1, all)
    }

    /// How many places are drawn.
    pub(crate) fn all(&self) -> u32 {
        self.columns * Self::ROWS
    }

    /// Dots on the places from number `from` to before number `to`.
    pub(crate) fn dots(&self, from: u32, to: u32) -> String {
        let along = self.area.w / f64::from(self.columns);
        let down = self.area.h / f64::from(Self::ROWS);
        let mut d = String::new();
        for i in from..to.min(self.all()) {
            let way = (f64::from(i / Self::ROWS) + 0.5) * along;
            let x = if self.from_right {
                self.area.right() - way
            } else {
                self.area.x + way
            };
            let y = self.area.y + (f64::from(i % Self::ROWS) + 0.5) * down;
            let _ = write!(d, "M{} {}h0", short(x), short(y));
        }
        d
    }

    /// The part of `outer`, which surrounds the places, that is taken by the first `n`.
    pub(crate) fn covered(&self, outer: &Rect, n: u32) -> Rect {
        let share = f64::from(n.div_ceil(Self::ROWS)) / f64::from(self.columns);
        let w = if n == 0 { 0.0 } else { share * outer.w };
        let x = if self.from_right {
            outer.right() - w
        } else {
            outer.x
        };
        Rect::new(x, outer.y, w, outer.h)
    }
}

/// 1, 2, 5, 10, 20, 50 …
fn round_units() -> impl Iterator<Item = u64> {
    (0..18).flat_map(|power| [1, 2, 5].map(|n| n * 10_u64.pow(power)))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a saturating cast of a small count is what is meant"
)]
fn whole(n: f64) -> u32 {
    n as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect::new(10.0, 20.0, 200.0, 140.0);

    #[test]
    fn few_servers_have_a_seat_each_and_many_share_by_round_numbers() {
        for servers in [1, 7, 20, 100, 200] {
            let seats = Seats::new(AREA, servers);
            assert_eq!((seats.unit, u64::from(seats.number)), (1, servers));
        }
        let seats = Seats::new(AREA, 5_000);
        assert_eq!((seats.unit, seats.number), (50, 100));
        assert!(Seats::new(AREA, u64::MAX).number > 0);
        assert_eq!(Seats::new(AREA, 0).number, 0);
    }

    #[test]
    fn all_dots_lie_inside_the_tank() {
        for servers in [1, 3, 99, 200, 12_345] {
            let seats = Seats::new(AREA, servers);
            for i in 0..seats.number {
                let (x, y) = seats.seat(i);
                let r = seats.dot() / 2.0;
                let dot = Rect::new(x - r, y - r, 2.0 * r, 2.0 * r);
                assert!(AREA.holds(&dot), "{servers}: {dot:?}");
            }
        }
    }

    #[test]
    fn nobody_is_rounded_away() {
        let seats = Seats::new(AREA, 5_000);
        assert_eq!(seats.of(0.0), 0);
        assert_eq!(seats.of(1.0), 1);
        assert_eq!(seats.of(4_999.9), 100);
        let places = Places::new(Rect::new(0.0, 0.0, 120.0, 30.0), true);
        assert_eq!(places.all(), 36);
        assert_eq!(
            (places.of(0.0), places.of(0.001), places.of(1.0)),
            (0, 1, 36)
        );
    }

    #[test]
    fn a_line_grows_from_its_head() {
        let area = Rect::new(0.0, 0.0, 120.0, 30.0);
        assert_eq!(Places::new(area, true).dots(0, 1), "M115 5h0");
        assert_eq!(Places::new(area, false).dots(0, 1), "M5 5h0");
        let covered = Places::new(area, true).covered(&area, 18);
        assert_eq!(covered, Rect::new(60.0, 0.0, 60.0, 30.0));
    }
}
