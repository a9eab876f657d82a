//! The rule for when a site breaks, read off a forecast's means instead of a run.

use onrush_observe::Observations;

use crate::grid::{Grid, Sums};
use crate::people::Losses;

/// How many visits end in one step of a forecast, on average.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Means {
    /// End of the step, in seconds; it begins where the one before ends.
    pub until_s: f64,
    /// Visits that end with what they came for.
    pub served: f64,
    /// Visits lost to the site's condition.
    pub lost: f64,
}

/// The second at which the first visitors are lost in numbers, by the same rule as in [`crate::diagnose()`], when so many are
/// that the site breaks. `None` when it holds.
///
/// Means have fractions and steps of different lengths: each step is spread evenly over its seconds, and the sums are rounded
/// to whole visits. Whoever is stuck at the end of a run is not in the means, so a site that only then is too slow holds here.
///
/// ```
/// use onrush_diagnose::{Means, first_break_of_means};
/// let calm = Means { until_s: 60.0, served: 600.0, lost: 0.0 };
/// let bad = Means { until_s: 120.0, served: 300.0, lost: 300.0 };
/// assert_eq!(first_break_of_means(120, &[calm, bad]), Some(60));
/// assert_eq!(first_break_of_means(60, &[calm]), None);
/// ```
#[must_use]
pub fn first_break_of_means(horizon_s: u32, steps: &[Means]) -> Option<u32> {
    let step_s = Observations::step_for(horizon_s);
    let grid = Grid {
        step_s,
        steps: horizon_s.div_ceil(step_s) as usize,
        horizon_s,
    };
    let (served, lost) = (
        column(grid, steps, |s| s.served),
        column(grid, steps, |s| s.lost),
    );
    let sum = |column: &[u32]| column.iter().map(|n| u64::from(*n)).sum();
    let losses = Losses::from_counts(
        grid,
        &Sums::of(grid, &lost),
        &Sums::of(grid, &served),
        sum(&lost),
        sum(&served),
    );
    losses
        .stretches
        .first()
        .filter(|_| losses.broke)
        .map(|stretch| grid.second(stretch.from))
}

/// Whole numbers for each step of `grid`, whose sums are those of the means, rounded.
fn column(grid: Grid, steps: &[Means], of: impl Fn(&Means) -> f64) -> Vec<u32> {
    let mut column = vec![0; grid.steps];
    let (mut from_s, mut sum, mut counted) = (0.0, 0.0, 0.0_f64);
    for step in steps {
        let per_s = of(step) / (step.until_s - from_s).max(1e-9);
        while from_s < step.until_s {
            let place = whole(from_s / f64::from(grid.step_s) + 1e-9);
            let border = f64::from(grid.step_s) * (f64::from(place) + 1.0);
            let until_s = border.min(step.until_s);
            sum += per_s * (until_s - from_s);
            if let Some(cell) = column.get_mut(place as usize) {
                let more = sum.round() - counted;
                *cell += whole(more);
                counted += more;
            }
            from_s = until_s.max(from_s + 1e-6);
        }
    }
    column
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; nothing here is negative"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_kept_over_the_steps() {
        let grid = Grid {
            step_s: 1,
            steps: 10,
            horizon_s: 10,
        };
        // A quarter of a visit each second, in steps that do not fit the seconds.
        let steps: Vec<Means> = [2.5, 5.0, 10.0]
            .iter()
            .scan(0.0, |from, until_s| {
                let served = (until_s - *from) / 4.0;
                *from = *until_s;
                Some(Means {
                    until_s: *until_s,
                    served,
                    lost: 0.0,
                })
            })
            .collect();
        let column = column(grid, &steps, |s| s.served);
        assert_eq!(column.iter().sum::<u32>(), 3, "2.5 rounded: {column:?}");
        assert!(column.iter().all(|n| *n <= 1));
    }

    #[test]
    fn what_is_no_time_and_no_number_is_nothing() {
        let odd = Means {
            until_s: f64::NAN,
            served: f64::NAN,
            lost: f64::NAN,
        };
        assert_eq!(first_break_of_means(60, &[odd]), None);
        assert_eq!(first_break_of_means(0, &[]), None);
    }
}
