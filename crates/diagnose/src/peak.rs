//! The busiest moments.

use onrush_observe::Observations;

use crate::grid::{Grid, Stretch, Sums, sum_of};
use crate::thresholds::MINUTE_S;
use crate::{Held, Peak, Window};

const FIVE_MINUTES_S: u32 = 300;

pub(crate) fn peak(grid: Grid, seen: &Observations) -> Peak {
    let requests = Sums::of(grid, &seen.series.requests);
    let (at, most_requests) = busiest(grid, &requests, 1);
    let (visits_at, most_visits) = busiest(grid, &Sums::of(grid, &seen.series.visits), 1);
    let window = grid.within(FIVE_MINUTES_S).min(grid.steps.max(1));
    let (from, sum) = busiest(grid, &requests, window);
    Peak {
        at_s: grid.second(at),
        requests_per_s: per_second(grid, most_requests),
        visits_at_s: grid.second(visits_at),
        visits_per_s: per_second(grid, most_visits),
        busiest_5_min: Window {
            from_s: grid.second(from),
            length_s: grid.second(from + window) - grid.second(from),
            requests: sum,
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of one step")]
fn per_second(grid: Grid, n: u64) -> f64 {
    n as f64 / f64::from(grid.step_s)
}

/// First step and sum of the window with the largest sum; the earliest of equals.
fn busiest(grid: Grid, sums: &Sums, window: usize) -> (usize, u64) {
    let mut best = (0, 0);
    for from in 0..(grid.steps + 1).saturating_sub(window) {
        let sum = sums.between(from, from + window);
        if sum > best.1 {
            best = (from, sum);
        }
    }
    best
}

/// The finite station with the highest mean utilisation over any minute, of those where somebody waits for what they do; of
/// equals the first.
#[expect(clippy::cast_precision_loss, reason = "steps and servers are few")]
pub(crate) fn busiest_station(
    grid: Grid,
    seen: &Observations,
    background: &[bool],
) -> Option<Held> {
    let window = grid.within(MINUTE_S).min(grid.steps);
    if window == 0 {
        return None;
    }
    let mut best: Option<Held> = None;
    for (index, station) in seen
        .stations
        .iter()
        .enumerate()
        .filter(|(i, s)| s.servers > 0 && !background.get(*i).is_some_and(|b| *b))
    {
        let mut busy = sum_of(
            &station.busy,
            Stretch {
                from: 0,
                until: window,
            },
        );
        let at = |s: usize| station.busy.get(s).map_or(0.0, |v| f64::from(*v));
        let (mut fullest, mut from) = (busy, 0);
        for step in window..grid.steps {
            busy += at(step) - at(step - window);
            if busy > fullest {
                (fullest, from) = (busy, step + 1 - window);
            }
        }
        let utilisation = (fullest / window as f64 / station.servers as f64).clamp(0.0, 1.0);
        if best.is_none_or(|b| utilisation > b.utilisation) {
            best = Some(Held {
                station: index,
                from_s: grid.second(from),
                utilisation,
            });
        }
    }
    best
}
