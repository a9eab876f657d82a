//! Too large to play: the whole is forecast, and its worst minutes are simulated exactly.
//!
//! *Which minutes.* The ten in which the forecast loses most visits, or else those with the most requests; fewer where even these
//! make more requests than the exact simulation takes.
//!
//! *What they start from.* A run-in before them is simulated exactly, too, as long a one as the budget allows (half an hour at most), and then
//! left out of the books. It begins with an empty site: with as many machines as the forecast has by then, with warm caches, and with what the
//! forecast has left of a stock. Who was there before the run-in is not. Where it reaches back to the beginning of the plan nothing
//! is missing; where the forecast sees something full already when it begins, the lines are shorter than they would be, and
//! [`Excerpt::begins_in_trouble`] says so.
//!
//! *How it is cut.* The simulation runs twice with the same seed, once to the beginning of the minutes and once to their end. The same
//! seed makes the first the exact beginning of the second, so their difference is what happened between.

use onrush_fluid::Forecast;
use onrush_network::{Fault, Faults, LIMITS, Network, Servers};
use onrush_observe::VisitOutcome;
use onrush_scenario::{ClockTime, Scenario, Span};
use serde::{Deserialize, Serialize};

use crate::{Outlook, Progress};

/// Where the minutes begin on the excerpt's clock. Both runs end between 2¹² and 2¹³ seconds, so that both count in the same
/// ticks; and there is room for the run-in before.
const BEGIN_S: u32 = 4200;
/// Lengths to try, in seconds.
const LENGTHS_S: [u32; 4] = [600, 300, 120, 60];
/// Lengths of the run-in to try, in seconds.
const RUN_INS_S: [u32; 6] = [1800, 900, 600, 300, 120, 60];

/// The part of a plan that was simulated exactly, and what is expected of the whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Second of the plan at which the part begins.
    pub from_s: u32,
    /// Second of the plan at which it ends.
    pub until_s: u32,
    /// Seconds before it that were simulated to have the site in the state that it is in then.
    pub run_in_s: u32,
    /// The run-in begins while something is full already, by the forecast: what follows is better than it would be.
    pub begins_in_trouble: bool,
    /// Requests that the whole plan makes on average if nothing goes wrong.
    pub expected_requests: f64,
    /// The clock of the part: when it begins and how long it lasts. Seconds of the observations are counted from there.
    pub clock: Span,
    /// The forecast of the whole.
    pub outlook: Outlook,
}

impl Excerpt {
    /// The plan as if it were only this part, for whoever explains the result: the part's clock, and no cost of the campaign, which
    /// belongs to the whole.
    #[must_use]
    pub fn scenario(&self, whole: &Scenario) -> Scenario {
        let mut part = whole.clone();
        part.clock = self.clock.clone();
        part.activities.iter_mut().for_each(|a| a.cost = 0.0);
        (part.money.email_thousand, part.money.sms_each) = (None, None);
        part
    }
}

/// An excerpt that has been chosen, and the two networks whose difference it is.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) excerpt: Excerpt,
    /// Up to the beginning of the minutes.
    pub(crate) before: Network,
    /// Up to their end.
    pub(crate) whole: Network,
}

impl Cut {
    /// How far the excerpt is when one of its two runs is at `run`, and `done_s` seconds were simulated before that run. Both runs
    /// simulate the run-in; the empty time before it takes none.
    pub(crate) fn progress(&self, run: Progress, done_s: u32) -> Progress {
        let excerpt = &self.excerpt;
        let second = run.second.saturating_sub(BEGIN_S - excerpt.run_in_s);
        Progress {
            second: done_s + second,
            horizon_s: 2 * excerpt.run_in_s + (excerpt.until_s - excerpt.from_s),
            at_s: excerpt.from_s - excerpt.run_in_s + second,
            ..run
        }
    }
}

/// Whether a network makes more requests than are simulated one by one.
pub(crate) fn too_large(network: &Network) -> bool {
    onrush_scenario::expected_requests(network) > LIMITS.expected_requests
        || network.expected_events() > 50.0 * LIMITS.expected_requests
}

/// Chooses the worst minutes of `network`.
///
/// # Errors
/// When even one minute is too much.
pub(crate) fn cut(scenario: &Scenario, network: &Network) -> Result<Cut, Faults> {
    let forecast = onrush_fluid::forecast(network)?;
    let outlook = Outlook::of(&forecast);
    let chosen = LENGTHS_S.into_iter().find_map(|length_s| {
        let length_s = length_s.min(network.horizon_s);
        let from_s = worst(&forecast, length_s);
        let minutes = requests(&forecast, from_s, from_s + length_s);
        RUN_INS_S
            .into_iter()
            .map(|run_in_s| run_in_s.min(from_s))
            // The run-in is simulated in both runs.
            .find(|run_in_s| {
                minutes + 2.0 * requests(&forecast, from_s - run_in_s, from_s)
                    <= LIMITS.expected_requests
            })
            .map(|run_in_s| (from_s, length_s, run_in_s))
    });
    let (from_s, length_s, run_in_s) = chosen.ok_or_else(|| {
        Faults(vec![Fault::new(
            "activities",
            "a crowd that makes too many requests in a single minute",
            format!(
                "at most {} in the worst minute and the one before, so that these can be simulated",
                LIMITS.expected_requests
            ),
        )])
    })?;
    let by_s = f64::from(from_s) - f64::from(BEGIN_S);
    let begins_s = f64::from(BEGIN_S - run_in_s);
    let at = forecast.step_of(f64::from(from_s - run_in_s));
    let mut whole = network.excerpt(by_s, begins_s, BEGIN_S + length_s);
    leave_behind(&mut whole, network, &forecast, from_s - run_in_s)?;
    let mut before = whole.clone();
    before.horizon_s = BEGIN_S;
    let full = |s: &onrush_fluid::StationForecast| {
        let (busy, servers) = (s.busy.get(at), s.servers.get(at));
        busy.zip(servers)
            .is_some_and(|(b, n)| n.is_finite() && *b >= 0.95 * n)
    };
    let clock = Span {
        start: ClockTime {
            second_of_day: (scenario.clock.start.second_of_day + from_s) % 86_400,
        },
        minutes: length_s.div_ceil(60),
        ..scenario.clock.clone()
    };
    Ok(Cut {
        excerpt: Excerpt {
            from_s,
            until_s: from_s + length_s,
            run_in_s,
            begins_in_trouble: run_in_s < from_s && forecast.stations.iter().any(full),
            expected_requests: onrush_scenario::expected_requests(network),
            clock,
            outlook,
        },
        before,
        whole,
    })
}

/// What the time before the run-in leaves behind, as the forecast has it: machines that were ordered, units that were sold.
fn leave_behind(
    cut: &mut Network,
    whole: &Network,
    forecast: &Forecast,
    begins_s: u32,
) -> Result<(), Faults> {
    if begins_s == 0 {
        return Ok(());
    }
    let step = forecast.step_of(f64::from(begins_s));
    for scaler in &cut.scalers {
        let station = &mut cut.stations[scaler.station];
        let up = forecast.stations[scaler.station].up.get(step);
        if let (Some(up), Servers::Finite(_)) = (up, station.servers) {
            station.instances = rounded(*up).clamp(1, scaler.at_most);
        }
    }
    if !cut.stocks.is_empty() {
        // Goals reached until then: what was sold, shared out where there are several stocks.
        let mut until_then = whole.clone();
        until_then.horizon_s = begins_s;
        let sold = onrush_fluid::forecast(&until_then)?
            .totals
            .of(VisitOutcome::Converted);
        let units: u64 = cut.stocks.iter().map(|s| s.units).sum();
        let left = 1.0 - (sold / (units.max(1) as f64)).min(1.0);
        for stock in &mut cut.stocks {
            stock.units = u64::from(rounded(stock.units as f64 * left));
        }
    }
    Ok(())
}

/// The second at which the `length_s` seconds begin in which most visits are lost, or else most requests sent.
fn worst(forecast: &Forecast, length_s: u32) -> u32 {
    let last = forecast.horizon_s.saturating_sub(length_s);
    let by = |column: &[f64]| {
        let sum = |from: u32| between(forecast, column, from, from + length_s);
        let starts = forecast.steps.iter().map(|s| rounded(s.from_s).min(last));
        starts
            .map(|from| (from, sum(from)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, n)| *n >= 1.0)
    };
    by(&forecast.people.lost)
        .or_else(|| by(&forecast.people.requests))
        .map_or(0, |(from, _)| from)
}

fn requests(forecast: &Forecast, from_s: u32, until_s: u32) -> f64 {
    between(forecast, &forecast.people.requests, from_s, until_s)
}

/// Sum of a column between two seconds; steps that lie across a border count in proportion.
fn between(forecast: &Forecast, column: &[f64], from_s: u32, until_s: u32) -> f64 {
    let (from, until) = (f64::from(from_s), f64::from(until_s));
    let steps = forecast.steps.iter().zip(column);
    steps
        .map(|(step, n)| {
            let inside = step.until_s.min(until) - step.from_s.max(from);
            n * inside.max(0.0) / step.length_s().max(1e-9)
        })
        .sum()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; nothing here is negative"
)]
fn rounded(n: f64) -> u32 {
    n.round() as u32
}

#[cfg(test)]
mod tests {
    use onrush_observe::Outcome;

    use super::*;
    use crate::{Flow, rehearse};

    fn large(times: f64) -> Scenario {
        let story = onrush_scenario::story("mole-app").expect("a shipped story");
        let mut scenario = Scenario::read(story.file).expect("sound");
        for activity in &mut scenario.activities {
            activity.people *= times;
        }
        // As strong as the crowd is large, so that it breaks at the same place.
        scenario.site.web.servers = rounded(f64::from(scenario.site.web.servers) * times);
        scenario.site.database.connections =
            rounded(f64::from(scenario.site.database.connections) * times);
        scenario
    }

    #[test]
    fn the_worst_minutes_are_simulated_and_their_books_balance() {
        let scenario = large(12.0);
        let mut told = Vec::new();
        let done = rehearse(&scenario, 1, &mut |progress| {
            told.push(progress);
            Flow::On
        });
        let done = done.expect("it is cut");
        let excerpt = done.excerpt.expect("too large as a whole");
        // How far it is grows from beginning to end, over both runs, and tells times of the plan.
        let (begins, ends) = (excerpt.from_s - excerpt.run_in_s, excerpt.until_s);
        assert!(told.is_sorted_by_key(|p| p.second) && told.is_sorted_by_key(|p| p.events));
        assert!(told.iter().all(|p| p.second <= p.horizon_s));
        assert!(told.iter().all(|p| (begins..=ends).contains(&p.at_s)));
        let seen = &done.observations;
        assert_eq!(seen.horizon_s, excerpt.until_s - excerpt.from_s);
        assert!(excerpt.expected_requests > LIMITS.expected_requests);
        // The last episode is what overwhelms it.
        let break_s = excerpt.outlook.first_break_s.expect("it breaks");
        assert!(excerpt.from_s.abs_diff(break_s) < 900, "{excerpt:?}");
        // Everybody ends once, and the series tell of the same people as the ledger.
        assert_eq!(seen.ledger.visits.missing(), 0);
        assert_eq!(seen.ledger.requests.missing(), 0);
        let sum = |column: &[u32]| column.iter().map(|n| u64::from(*n)).sum::<u64>();
        assert_eq!(seen.series.visits.len(), seen.steps());
        assert_eq!(sum(&seen.series.served), seen.ledger.served());
        assert_eq!(sum(&seen.series.lost), seen.ledger.lost());
        let answered = onrush_observe::RequestOutcome::ALL[0];
        assert_eq!(
            sum(&seen.series.answered),
            seen.ledger.requests.of(answered)
        );
        assert_eq!(sum(&seen.series.pages), seen.ledger.pages_loaded);
        assert_eq!(seen.page_times.count(), seen.ledger.pages_loaded);
        // The forecast of these minutes agrees with what came.
        let share = seen.ledger.lost() as f64 / seen.ledger.visits.arrived as f64;
        assert!(share > 0.1, "{share}");
    }

    #[test]
    fn a_crowd_too_large_for_a_minute_is_refused() {
        let network = large(12.0).network().expect("sound");
        let mut flood = network.clone();
        for stream in &mut flood.streams {
            let points = stream.rate.points().iter();
            let more = points.map(|(t, r)| (*t, r * 20.0)).collect();
            stream.rate = onrush_network::Rate::new(more);
        }
        let faults = cut(&large(12.0), &flood).expect_err("too much");
        assert_eq!(faults.0[0].path, "activities");
    }
}
