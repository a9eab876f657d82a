//! Time steps, windows and stretches.

use onrush_observe::Observations;

/// The steps of a run's series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    /// Length of a step, in seconds; at least 1.
    pub(crate) step_s: u32,
    /// Number of steps.
    pub(crate) steps: usize,
    /// Length of the run, in seconds.
    pub(crate) horizon_s: u32,
}

/// A stretch of steps, from the first to just after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: usize,
    pub(crate) until: usize,
}

impl Stretch {
    pub(crate) fn len(self) -> usize {
        self.until - self.from
    }

    pub(crate) fn overlap(self, other: Self) -> Option<Self> {
        let both = Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        };
        (both.from < both.until).then_some(both)
    }
}

impl Grid {
    pub(crate) fn of(seen: &Observations) -> Self {
        let step_s = seen.step_s.max(1);
        Self {
            step_s,
            steps: seen.horizon_s.div_ceil(step_s) as usize,
            horizon_s: seen.horizon_s,
        }
    }

    /// How many steps `seconds` need, at least one.
    pub(crate) fn within(self, seconds: u32) -> usize {
        seconds.div_ceil(self.step_s).max(1) as usize
    }

    /// The second in which `step` begins.
    pub(crate) fn second(self, step: usize) -> u32 {
        u32::try_from(step)
            .unwrap_or(u32::MAX)
            .saturating_mul(self.step_s)
            .min(self.horizon_s)
    }

    /// The second at which a stretch is over; `None` when it lasts to the end of the run.
    pub(crate) fn over(self, stretch: Stretch) -> Option<u32> {
        (stretch.until < self.steps).then(|| self.second(stretch.until))
    }

    /// Stretches of steps for which `is` holds; those with a gap of at most `gap_s` between them are one.
    pub(crate) fn stretches(self, gap_s: u32, is: impl Fn(usize) -> bool) -> Vec<Stretch> {
        let gap = (gap_s / self.step_s) as usize;
        let mut found: Vec<Stretch> = Vec::new();
        for step in (0..self.steps).filter(|s| is(*s)) {
            match found.last_mut() {
                Some(last) if step - last.until <= gap => last.until = step + 1,
                _ => found.push(Stretch {
                    from: step,
                    until: step + 1,
                }),
            }
        }
        found
    }

    /// For each step whether it lies in some window of `window_s` for which `is(from, until)` holds. At the ends of a run
    /// shorter than the window, the window is the whole run.
    pub(crate) fn covered(self, window_s: u32, is: impl Fn(usize, usize) -> bool) -> Vec<bool> {
        let window = self.within(window_s).min(self.steps);
        let mut covered = vec![false; self.steps];
        let mut done = 0;
        for from in 0..=self.steps - window {
            if window > 0 && is(from, from + window) {
                covered[from.max(done)..from + window].fill(true);
                done = from + window;
            }
        }
        covered
    }
}

/// Sums of a column from its beginning, for the sum of any window in one subtraction. Missing values are zero.
#[derive(Debug)]
pub(crate) struct Sums(Vec<u64>);

impl Sums {
    pub(crate) fn of(grid: Grid, column: &[u32]) -> Self {
        let mut sums = Vec::with_capacity(grid.steps + 1);
        let mut sum = 0;
        sums.push(0);
        for step in 0..grid.steps {
            sum += u64::from(column.get(step).copied().unwrap_or(0));
            sums.push(sum);
        }
        Self(sums)
    }

    /// The same with `n` more in the last step.
    pub(crate) fn and_at_the_end(mut self, n: u64) -> Self {
        if let Some(sum) = self.0.last_mut() {
            *sum += n;
        }
        self
    }

    /// The sums of two columns taken together.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a + b).collect())
    }

    pub(crate) fn between(&self, from: usize, until: usize) -> u64 {
        self.0[until] - self.0[from]
    }

    pub(crate) fn within(&self, stretch: Stretch) -> u64 {
        self.between(stretch.from, stretch.until)
    }

    pub(crate) fn at(&self, step: usize) -> u64 {
        self.between(step, step + 1)
    }
}

/// Sum of a column of means over a stretch. Missing values are zero.
pub(crate) fn sum_of(column: &[f32], stretch: Stretch) -> f64 {
    let until = stretch.until.min(column.len());
    column
        .get(stretch.from..until)
        .unwrap_or_default()
        .iter()
        .map(|v| f64::from(*v))
        .sum()
}

/// A share of two counts; zero of nothing is zero.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        step_s: 1,
        steps: 20,
        horizon_s: 20,
    };

    #[test]
    fn stretches_close_small_gaps_only() {
        let at = [3, 4, 7, 15];
        let found = GRID.stretches(2, |s| at.contains(&s));
        assert_eq!(
            found,
            [
                Stretch { from: 3, until: 8 },
                Stretch {
                    from: 15,
                    until: 16
                }
            ]
        );
        assert_eq!(GRID.over(found[0]), Some(8));
        assert_eq!(
            GRID.over(Stretch {
                from: 15,
                until: 20
            }),
            None
        );
    }

    #[test]
    fn windows_cover_all_their_steps() {
        let covered = GRID.covered(5, |from, _| from == 2 || from == 4);
        let covered: Vec<usize> = (0..20).filter(|s| covered[*s]).collect();
        assert_eq!(covered, [2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_run_shorter_than_the_window_is_one_window() {
        let covered = GRID.covered(300, |from, until| (from, until) == (0, 20));
        assert!(covered.iter().all(|c| *c));
    }
}
