//! When people were lost, when pages were slow, and what the crowd did to itself.

use onrush_observe::Observations;

use crate::grid::{Grid, Stretch, Sums, share};
use crate::thresholds::{
    BREAK_SHARE, BREAK_SHARE_IN_A_MINUTE, BREAK_VISITS_IN_A_MINUTE, ENOUGH_PAGES, GAP_S, HANDFUL,
    LOSS_SHARE, LOSS_WINDOW_S, MINUTE_S, ONSET_BAD, ONSET_S, SLOW_SHARE,
};

/// When visitors were lost.
#[derive(Debug)]
pub(crate) struct Losses {
    /// Stretches in which visitors were lost in numbers, in order of time.
    pub(crate) stretches: Vec<Stretch>,
    /// Whether that is so much that the site broke.
    pub(crate) broke: bool,
}

impl Losses {
    /// People are being lost where the visits lost in a sliding window of 10 s exceed both a handful and 1 % of the visits
    /// that ended in it. When the site broke by a slow drip that fills no such window, all lost visits make one stretch.
    ///
    /// Visitors who are stuck when the run ends were not served: they count as lost in its last step.
    pub(crate) fn of(grid: Grid, seen: &Observations) -> Self {
        Self::from_counts(
            grid,
            &lost(grid, seen),
            &Sums::of(grid, &seen.series.served),
            seen.ledger.lost() + seen.ledger.stuck,
            seen.ledger.served(),
        )
    }

    /// The same from the numbers lost and served in each step and in all.
    pub(crate) fn from_counts(
        grid: Grid,
        lost: &Sums,
        served: &Sums,
        not_served: u64,
        served_in_all: u64,
    ) -> Self {
        let losing = grid.covered(LOSS_WINDOW_S, |from, until| {
            let gone = lost.between(from, until);
            gone > HANDFUL && share(gone, gone + served.between(from, until)) > LOSS_SHARE
        });
        let mut stretches = grid.stretches(GAP_S, |s| losing[s] && lost.at(s) > 0);
        let whole = share(not_served, not_served + served_in_all);
        let bad_minute = grid.covered(MINUTE_S, |from, until| {
            let gone = lost.between(from, until);
            gone >= BREAK_VISITS_IN_A_MINUTE
                && share(gone, gone + served.between(from, until)) > BREAK_SHARE_IN_A_MINUTE
        });
        let broke = whole > BREAK_SHARE || bad_minute.contains(&true);
        let bad = |s: usize| share(lost.at(s), lost.at(s) + served.at(s)) > LOSS_SHARE;
        let known = |s: usize| lost.at(s) + served.at(s) > 0;
        for stretch in &mut stretches {
            stretch.from = onset(grid, *stretch, bad, known);
        }
        if broke && stretches.is_empty() {
            stretches = grid.stretches(grid.horizon_s, |s| lost.at(s) > 0);
        }
        // Where nobody was served before (or after), everybody was lost, however few they were.
        if let Some(first) = stretches.first_mut()
            && served.between(0, first.from) == 0
        {
            first.from = (0..first.from)
                .find(|s| lost.at(*s) > 0)
                .unwrap_or(first.from);
        }
        if let Some(last) = stretches.last_mut()
            && served.between(last.until, grid.steps) == 0
        {
            last.until = (last.until..grid.steps)
                .rfind(|s| lost.at(*s) > 0)
                .map_or(last.until, |s| s + 1);
        }
        Self { stretches, broke }
    }
}

/// Visits lost in each step, those that are stuck when the run ends in the last one.
pub(crate) fn lost(grid: Grid, seen: &Observations) -> Sums {
    Sums::of(grid, &seen.series.lost).and_at_the_end(seen.ledger.stuck)
}

/// Where trouble in `stretch` begins in earnest: the first bad step from which it persists: the next is bad too, and so
/// are three of the five seconds from it (of those about which anything is known). One noisy second does not begin it. Where it never persists, it is
/// the first.
fn onset(
    grid: Grid,
    stretch: Stretch,
    bad: impl Fn(usize) -> bool,
    known: impl Fn(usize) -> bool,
) -> usize {
    let few = grid.within(ONSET_S);
    let most = (ONSET_BAD * few).div_ceil(ONSET_S as usize);
    let steps: Vec<usize> = (stretch.from..stretch.until)
        .filter(|s| known(*s))
        .collect();
    steps
        .windows(few)
        .find(|w| {
            let goes_on = w.iter().take(2).all(|s| bad(*s));
            goes_on && w.iter().filter(|s| bad(**s)).count() >= most
        })
        .map_or(stretch.from, |w| w[0])
}

/// When pages took longer than the target.
#[derive(Debug)]
pub(crate) struct Slowness {
    /// Stretches in which the 95th percentile missed the target, in order of time.
    pub(crate) stretches: Vec<Stretch>,
}

impl Slowness {
    /// A minute is slow when more than 5 % of the pages that loaded in it (and more than a handful) took longer than the
    /// target: then its 95th percentile misses it. How many did is read from each step's three quantiles.
    ///
    /// While people are lost it may be that no page loads at all; slowness before and after such a time is one.
    pub(crate) fn of(grid: Grid, seen: &Observations, losses: &Losses, limit_s: f64) -> Self {
        let target_ms = limit_s * 1000.0;
        let column = |c: &[u32], s: usize| c.get(s).copied().unwrap_or(0);
        let series = &seen.series;
        let pages: Vec<f64> = (0..grid.steps)
            .map(|s| f64::from(column(&series.pages, s)))
            .collect();
        let slow: Vec<f64> = (0..grid.steps)
            .map(|s| {
                let quantiles = [
                    column(&series.page_p50_ms, s),
                    column(&series.page_p95_ms, s),
                    column(&series.page_p99_ms, s),
                ];
                pages[s] * share_above(quantiles.map(f64::from), target_ms)
            })
            .collect();
        let (pages_sum, slow_sum) = (running(&pages), running(&slow));
        let is_slow = grid.covered(MINUTE_S, |from, until| {
            let slow = slow_sum[until] - slow_sum[from];
            slow > 5.0 && slow > SLOW_SHARE * (pages_sum[until] - pages_sum[from])
        });
        let mut stretches: Vec<Stretch> = Vec::new();
        let bad = |s: usize| slow[s] > SLOW_SHARE * pages[s];
        for mut stretch in grid.stretches(GAP_S, |s| is_slow[s] && bad(s)) {
            stretch.from = onset(grid, stretch, bad, |s| pages[s] > 0.0);
            let losing = |from, until| {
                let inside = |l: &Stretch| l.from <= from && until <= l.until;
                losses.stretches.iter().any(inside)
            };
            match stretches.last_mut() {
                Some(last) if losing(last.until, stretch.from) => last.until = stretch.until,
                _ => stretches.push(stretch),
            }
        }
        Self { stretches }
    }
}

fn running(values: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    std::iter::once(0.0)
        .chain(values.iter().map(|v| {
            sum += v;
            sum
        }))
        .collect()
}

/// The share of times above `target`, when the median, the 95th and the 99th percentile are known: a straight line between
/// them, a straight line from zero to the median, and nothing above the 99th.
fn share_above([p50, p95, p99]: [f64; 3], target: f64) -> f64 {
    let line =
        |(t0, s0): (f64, f64), (t1, s1): (f64, f64)| s0 + (s1 - s0) * (target - t0) / (t1 - t0);
    if target >= p99 {
        0.0
    } else if target >= p95 {
        line((p95, 0.05), (p99, 0.01))
    } else if target >= p50 {
        line((p50, 0.5), (p95, 0.05))
    } else {
        line((0.0, 1.0), (p50, 0.5))
    }
}

/// The worst 95th percentile of page times in a stretch, in seconds: the highest of its steps in which enough pages loaded
/// for one to mean something, or of all its steps when none had so many.
pub(crate) fn worst_p95_s(grid: Grid, seen: &Observations, stretch: Stretch) -> f64 {
    let at = |c: &[u32], s: usize| c.get(s).copied().unwrap_or(0);
    let worst = |least: u32| {
        (stretch.from..stretch.until.min(grid.steps))
            .filter(|s| at(&seen.series.pages, *s) >= least)
            .map(|s| at(&seen.series.page_p95_ms, s))
            .max()
    };
    let ms = worst(ENOUGH_PAGES).or_else(|| worst(1)).unwrap_or(0);
    f64::from(ms) / 1000.0
}

/// The stretch of time in which `part` exceeds `limit` of `part + rest` in some minute and is at least `many` there, from
/// the first step of such minutes that exceeds it itself to the last; with it the sums of both.
pub(crate) fn wave(
    grid: Grid,
    part: &Sums,
    rest: &Sums,
    limit: f64,
    many: u64,
) -> Option<(Stretch, u64, u64)> {
    let covered = grid.covered(MINUTE_S, |from, until| {
        let n = part.between(from, until);
        n >= many && share(n, n + rest.between(from, until)) > limit
    });
    let exceeds = |s: usize| share(part.at(s), part.at(s) + rest.at(s)) > limit;
    let mut steps = (0..grid.steps).filter(|s| covered[*s] && exceeds(*s));
    let from = steps.next()?;
    let stretch = Stretch {
        from,
        until: steps.next_back().unwrap_or(from) + 1,
    };
    Some((stretch, part.within(stretch), rest.within(stretch)))
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use super::*;

    #[test]
    fn the_share_above_a_target_meets_the_known_quantiles() {
        let q = [1000.0, 2000.0, 4000.0];
        for (target, share) in [
            (0.0, 1.0),
            (500.0, 0.75),
            (1000.0, 0.5),
            (2000.0, 0.05),
            (3000.0, 0.03),
            (4000.0, 0.0),
            (9000.0, 0.0),
        ] {
            assert!((share_above(q, target) - share).abs() < 1e-12, "{target}");
        }
        assert_eq!(share_above([0.0; 3], 100.0), 0.0, "no page, nothing slow");
        assert_eq!(share_above([200.0; 3], 100.0), 0.75, "all alike");
    }
}
