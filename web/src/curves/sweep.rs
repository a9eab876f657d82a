//! Several rates together: their sum wherever one of them bends, and the second in which it is highest.

use onrush_network::Rate;

/// A rate that is asked for rising seconds.
struct Cursor<'a> {
    points: &'a [(f64, f64)],
    /// Points at or before the second.
    after: usize,
    /// Area up to the last of them.
    area: f64,
}

impl<'a> Cursor<'a> {
    fn new(rate: &'a Rate) -> Self {
        Self {
            points: rate.points(),
            after: 0,
            area: 0.0,
        }
    }

    /// The values just before `second` and from it on; no earlier second may be asked for afterwards.
    fn around(&mut self, second: f64) -> (f64, f64) {
        let before = self.before(second);
        while self.points.get(self.after).is_some_and(|p| p.0 <= second) {
            self.step();
        }
        (before, self.value(second))
    }

    /// The value as the second is approached.
    fn before(&mut self, second: f64) -> f64 {
        while self.points.get(self.after).is_some_and(|p| p.0 < second) {
            self.step();
        }
        self.value(second)
    }

    /// Area from the beginning to `second`.
    fn area(&mut self, second: f64) -> f64 {
        let end = self.before(second);
        match self.after.checked_sub(1).map(|i| self.points[i]) {
            Some((t0, r0)) if self.after < self.points.len() => {
                self.area + (second - t0) * (r0 + end) / 2.0
            }
            _ => self.area,
        }
    }

    fn step(&mut self) {
        if self.after > 0 {
            let ((t0, r0), (t1, r1)) = (self.points[self.after - 1], self.points[self.after]);
            self.area += (t1 - t0) * (r0 + r1) / 2.0;
        }
        self.after += 1;
    }

    fn value(&self, second: f64) -> f64 {
        let Some((t0, r0)) = self.after.checked_sub(1).map(|i| self.points[i]) else {
            return 0.0;
        };
        match self.points.get(self.after) {
            Some(&(t1, r1)) if t1 > t0 => r0 + (r1 - r0) * (second - t0) / (t1 - t0),
            None if second > t0 => 0.0,
            _ => r0,
        }
    }
}

/// The seconds between `from` and `to` at which one of the rates bends, rising.
fn bends(rates: &[&Rate], from: f64, to: f64) -> Vec<f64> {
    let mut bends: Vec<f64> = rates
        .iter()
        .flat_map(|rate| rate.points())
        .map(|point| point.0)
        .filter(|second| (from..=to).contains(second))
        .collect();
    bends.sort_unstable_by(f64::total_cmp);
    bends.dedup();
    bends
}

/// The highest value of the sum of `rates` around each of `count` places at equal distances from `from` to `to`: a crowd that
/// comes at once is seen at its full height, however wide the picture. Rates are straight between their points, so looking there
/// and at the places themselves is enough.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept within the places"
)]
pub(super) fn highest(rates: &[&Rate], from: f64, to: f64, count: usize) -> Vec<f64> {
    let mut values = vec![0.0_f64; count.max(2)];
    let width = (to - from) / (values.len() - 1) as f64;
    if width.is_nan() || width <= 0.0 {
        return values;
    }
    let mut seconds = bends(rates, from, to);
    seconds.extend((0..values.len()).map(|i| from + i as f64 * width));
    seconds.sort_unstable_by(f64::total_cmp);
    let mut cursors: Vec<Cursor> = rates.iter().map(|rate| Cursor::new(rate)).collect();
    let last = values.len() - 1;
    for second in seconds {
        let (mut before, mut after) = (0.0, 0.0);
        for cursor in &mut cursors {
            let around = cursor.around(second);
            before += around.0;
            after += around.1;
        }
        let nearest = (((second - from) / width).round() as usize).min(last);
        values[nearest] = values[nearest].max(before).max(after);
    }
    values
}

/// The second below `horizon_s` in which most come, and how many.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept within the horizon"
)]
pub(super) fn peak(rates: &[&Rate], horizon_s: u32) -> (u32, f64) {
    let mut begins: Vec<Cursor> = rates.iter().map(|rate| Cursor::new(rate)).collect();
    let mut ends: Vec<Cursor> = rates.iter().map(|rate| Cursor::new(rate)).collect();
    let area = |cursors: &mut [Cursor], second: f64| -> f64 {
        cursors.iter_mut().map(|cursor| cursor.area(second)).sum()
    };
    let last = f64::from(horizon_s.saturating_sub(1));
    let mut seconds: Vec<f64> = bends(rates, 0.0, f64::from(horizon_s))
        .into_iter()
        .flat_map(|second| [second.floor() - 1.0, second.floor()])
        .map(|second| second.clamp(0.0, last))
        .collect();
    seconds.sort_unstable_by(f64::total_cmp);
    seconds.dedup();
    let mut best = (0.0, 0.0);
    for second in seconds {
        let visits = area(&mut ends, second + 1.0) - area(&mut begins, second);
        // Sums of areas differ by what rounding leaves.
        if visits > best.1 * (1.0 + 1e-9) {
            best = (second, visits);
        }
    }
    (best.0 as u32, best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hill() -> Rate {
        Rate::new(vec![
            (10.0, 0.0),
            (20.0, 8.0),
            (20.0, 2.0),
            (30.0, 2.0),
            (30.0, 0.0),
        ])
    }

    #[test]
    fn cursors_agree_with_the_rate_itself() {
        let rate = hill();
        let mut cursor = Cursor::new(&rate);
        let mut area = Cursor::new(&rate);
        for tenth in 0..400 {
            let second = f64::from(tenth) / 10.0;
            assert!(
                (cursor.around(second).1 - rate.at(second)).abs() < 1e-12,
                "{second}"
            );
            let wanted = rate.expected(0.0, second);
            assert!((area.area(second) - wanted).abs() < 1e-9, "{second}");
        }
        assert_eq!(Cursor::new(&rate).around(20.0), (8.0, 2.0));
    }

    #[test]
    fn a_wall_is_drawn_at_its_full_height_however_narrow() {
        let wall = Rate::new(vec![
            (5000.2, 0.0),
            (5000.2, 80.0),
            (5000.9, 80.0),
            (5000.9, 0.0),
        ]);
        let values = highest(&[&wall, &wall], 0.0, 90_000.0, 480);
        let top = values.iter().copied().fold(0.0, f64::max);
        assert!((top - 160.0).abs() < 1e-9, "{top}");
        assert_eq!(values.iter().filter(|v| **v > 0.0).count(), 1);
        assert_eq!(highest(&[], 0.0, 10.0, 4), [0.0; 4]);
        assert_eq!(highest(&[&wall], 5.0, 5.0, 4), [0.0; 4]);
    }

    #[test]
    fn the_peak_is_the_fullest_second() {
        assert_eq!(peak(&[&hill()], 60).0, 19);
        assert!((peak(&[&hill()], 60).1 - 7.6).abs() < 1e-9);
        // Straddling two seconds, the earlier one has more.
        let wall = Rate::new(vec![(50.1, 0.0), (50.1, 80.0), (51.4, 80.0), (51.4, 0.0)]);
        assert_eq!(peak(&[&wall], 60).0, 50);
        let level = Rate::constant(3.0, 100.0);
        let (second, visits) = peak(&[&level], 100);
        assert_eq!(second, 0);
        assert!((visits - 3.0).abs() < 1e-9);
        assert_eq!(peak(&[], 100), (0, 0.0));
    }
}
