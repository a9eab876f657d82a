//! Levels that change now and then, and the area under them.

use onrush_network::Ticks;

/// A level, and the area under it within the current interval.
///
/// The area is the sum of the times at which the level went down, less those at which it went up, completed at the
/// interval's ends: one addition for each change. Sums may wrap; the area, which fits, comes out right all the same.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Level {
    level: u32,
    sum: u64,
}

impl Level {
    /// The level now.
    #[cfg(test)]
    #[inline(always)]
    pub(crate) fn now(self) -> u32 {
        self.level
    }

    #[inline(always)]
    pub(crate) fn up(&mut self, now: Ticks) {
        self.level += 1;
        self.sum = self.sum.wrapping_sub(now);
    }

    #[inline(always)]
    pub(crate) fn down(&mut self, now: Ticks) {
        // A level that would fall below zero is a mistake in the books; the property tests would see the sums.
        self.level = self.level.saturating_sub(1);
        self.sum = self.sum.wrapping_add(now);
    }

    /// So much at once.
    pub(crate) fn set(&mut self, level: u32, now: Ticks) {
        let change = u64::from(level).wrapping_sub(u64::from(self.level));
        self.sum = self.sum.wrapping_sub(change.wrapping_mul(now));
        self.level = level;
    }

    /// An area that belongs to the current interval although the level never showed it.
    #[inline(always)]
    pub(super) fn add_area(&mut self, area: u64) {
        self.sum = self.sum.wrapping_add(area);
    }

    /// The area under the level within the current interval up to now.
    pub(super) fn so_far(self, now: Ticks) -> u64 {
        self.sum
            .wrapping_add(u64::from(self.level).wrapping_mul(now))
    }

    /// The area under the level within the interval that ends now; begins the next one.
    pub(super) fn close(&mut self, now: Ticks) -> u64 {
        let rest = u64::from(self.level).wrapping_mul(now);
        let area = self.sum.wrapping_add(rest);
        self.sum = 0_u64.wrapping_sub(rest);
        area
    }
}

/// The area of the current step of a series.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StepArea(u64);

impl StepArea {
    pub(super) fn add(&mut self, area: u64) {
        self.0 += area;
    }

    /// The mean over the step, which was so long; begins the next one.
    #[expect(clippy::cast_possible_truncation, reason = "a mean to seven digits")]
    pub(super) fn mean(&mut self, length: Ticks) -> f32 {
        (std::mem::take(&mut self.0) as f64 / length.max(1) as f64) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_add_up_over_intervals() {
        let mut level = Level::default();
        level.up(3);
        level.up(5);
        assert_eq!(level.close(10), 7 + 5);
        level.down(14);
        level.set(4, 16);
        assert_eq!(level.close(20), 20 - 10 + 4 + 3 * 4);
        level.set(0, 25);
        level.add_area(2);
        assert_eq!(level.close(1 << 44), 20 + 2);
        assert_eq!(level.now(), 0);
    }
}
