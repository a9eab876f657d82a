//! How many come, and when: the crowd's peak, as the timeline draws it.

use onrush_network::Rate;
use onrush_scenario::Scenario;

/// The highest point of a planned crowd.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// New visits a second, as the mean of the busiest second.
    pub peak_per_s: f64,
    /// That second of the rehearsal.
    pub peak_at_s: u32,
    /// All visits within the rehearsal.
    pub visits: f64,
}

/// The crowd of all activities together, machines included. Who is brought by other visitors depends on how these fare, and is
/// not in it.
///
/// ```
/// use onrush_scenario::{Scenario, story};
/// let plan = Scenario::read(story("mole-app").unwrap().file)?;
/// assert!(onrush_steps::forecast(&plan).peak_per_s > 100.0);
/// # Ok::<(), onrush_network::Faults>(())
/// ```
#[must_use]
pub fn forecast(plan: &Scenario) -> Forecast {
    let horizon = plan.clock.horizon_s();
    let rates: Vec<Rate> = plan
        .activities
        .iter()
        .flat_map(|activity| {
            let arrivals = activity.arrivals(&plan.clock);
            [arrivals.people, arrivals.machines]
        })
        .filter(|rate| !rate.points().is_empty())
        .collect();
    // Rates are straight between their points, so the busiest second is next to one of them.
    let mut seconds: Vec<u32> = rates
        .iter()
        .flat_map(Rate::points)
        .flat_map(|(second, _)| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "`as` saturates; kept within the horizon below"
            )]
            let at = second.max(0.0) as u32;
            [at.saturating_sub(1), at]
        })
        .filter(|second| *second < horizon)
        .collect();
    seconds.sort_unstable();
    seconds.dedup();
    let expected =
        |from: f64, until: f64| -> f64 { rates.iter().map(|rate| within(rate, from, until)).sum() };
    let mut best = (0, 0.0);
    for second in seconds {
        let from = f64::from(second);
        let come = expected(from, from + 1.0);
        // A hair more is rounding, not a peak.
        if come > best.1 * (1.0 + 1e-9) {
            best = (second, come);
        }
    }
    Forecast {
        peak_per_s: best.1,
        peak_at_s: best.0,
        visits: rates
            .iter()
            .map(|r| r.expected(0.0, f64::from(horizon)))
            .sum(),
    }
}

/// Visits of one rate within a second or so, without going through all its points.
fn within(rate: &Rate, from: f64, until: f64) -> f64 {
    let points = rate.points();
    let first = points.partition_point(|p| p.0 <= from).saturating_sub(1);
    let last = points
        .partition_point(|p| p.0 < until)
        .min(points.len().saturating_sub(1));
    points[first..=last]
        .windows(2)
        .map(|w| {
            let ((t0, r0), (t1, r1)) = (w[0], w[1]);
            let (a, b) = (t0.max(from), t1.min(until));
            if b <= a {
                return 0.0;
            }
            let slope = (r1 - r0) / (t1 - t0);
            (b - a) * ((r0 + slope * (a - t0)) + (r0 + slope * (b - t0))) / 2.0
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_the_busiest_second_of_all() {
        for story in onrush_scenario::stories() {
            let plan = Scenario::read(story.file).unwrap();
            let found = forecast(&plan);
            let arrivals: Vec<_> = plan
                .activities
                .iter()
                .map(|a| a.arrivals(&plan.clock))
                .collect();
            let in_second = |s: u32| -> f64 {
                let (from, until) = (f64::from(s), f64::from(s + 1));
                arrivals
                    .iter()
                    .map(|a| a.people.expected(from, until) + a.machines.expected(from, until))
                    .sum()
            };
            let at = in_second(found.peak_at_s);
            assert!((at - found.peak_per_s).abs() < 1e-6 * at, "{}", story.key);
            let step = (plan.clock.horizon_s() / 500).max(1) as usize;
            for second in (0..plan.clock.horizon_s()).step_by(step) {
                assert!(
                    in_second(second) <= at * (1.0 + 1e-6),
                    "{} {second}",
                    story.key
                );
            }
        }
    }
}
