//! What it did to people, and whether it passed.

use onrush_network::put_in_order;
use onrush_observe::{Observations, RequestOutcome, VisitOutcome};
use onrush_scenario::Scenario;

use crate::finding::{count, figure, finding};
use crate::grid::{Grid, Stretch, Sums, share};
use crate::people::{Losses, Slowness, lost, wave, worst_p95_s};
use crate::thresholds::{
    BREAK_SHARE, BREAK_SHARE_IN_A_MINUTE, CALM_S, DRAIN_S, GAP_S, HANDFUL, LOSS_WINDOW_S, MANY,
    MINUTE_S, RELOAD_SHARE, STRETCHES, WASTE_SHARE,
};
use crate::{Finding, FindingId};

/// Slow pages, timeouts, reloads, wasted work and lost people, in order of time.
pub(crate) fn all(
    grid: Grid,
    seen: &Observations,
    scenario: &Scenario,
    losses: &Losses,
    slowness: &Slowness,
    root: Option<usize>,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = slowness
        .stretches
        .iter()
        .take(STRETCHES)
        .map(|s| slow(grid, seen, scenario, *s))
        .collect();
    found.extend(gateway_timeouts(grid, seen));
    found.extend(reload_wave(grid, seen));
    found.extend(wasted_work(grid, seen));
    found.extend(people_lost(grid, seen, losses));
    for finding in &mut found {
        finding.because_of = root;
    }
    put_in_order(&mut found, |a, b| (a.from_s, a.id) < (b.from_s, b.id));
    found
}

fn slow(grid: Grid, seen: &Observations, scenario: &Scenario, stretch: Stretch) -> Finding {
    Finding {
        figures: vec![
            figure("p95_s", worst_p95_s(grid, seen, stretch)),
            figure("target_s", scenario.targets.page_p95_s),
        ],
        ..finding(grid, FindingId::Slow, stretch)
    }
}

fn gateway_timeouts(grid: Grid, seen: &Observations) -> Option<Finding> {
    let requests = seen.ledger.requests.of(RequestOutcome::GatewayTimeout);
    let errors = Sums::of(grid, &seen.series.errors);
    // One stretch over all of them: the gap is the whole run.
    let stretch = *grid
        .stretches(grid.horizon_s, |s| errors.at(s) > 0)
        .first()?;
    (requests >= HANDFUL).then(|| Finding {
        figures: vec![count("requests", requests)],
        ..finding(grid, FindingId::GatewayTimeouts, stretch)
    })
}

/// Reloads are compared with all attempts to load a page. An attempt ends with a page, with a reload or with a visitor lost.
fn reload_wave(grid: Grid, seen: &Observations) -> Option<Finding> {
    let reloads = Sums::of(grid, &seen.series.reloads);
    let others = Sums::of(grid, &seen.series.pages).and(&Sums::of(grid, &seen.series.lost));
    let (stretch, reloads, others) = wave(grid, &reloads, &others, RELOAD_SHARE, MANY)?;
    Some(Finding {
        figures: vec![
            count("reloads", reloads),
            figure("share", share(reloads, reloads + others)),
        ],
        ..finding(grid, FindingId::ReloadWave, stretch)
    })
}

/// When it mattered, with the figures of the whole run, which is what the books say too.
fn wasted_work(grid: Grid, seen: &Observations) -> Option<Finding> {
    let wasted = Sums::of(grid, &seen.series.wasted);
    let answered = Sums::of(grid, &seen.series.answered);
    let (stretch, _, _) = wave(grid, &wasted, &answered, WASTE_SHARE, MANY)?;
    let ledger = &seen.ledger;
    let (wasted, answered) = (ledger.wasted, ledger.requests.of(RequestOutcome::Answered));
    Some(Finding {
        figures: vec![
            count("requests", wasted),
            figure("share", share(wasted, wasted + answered)),
        ],
        ..finding(grid, FindingId::WastedWork, stretch)
    })
}

/// One finding from the first second in which people were lost in numbers to the last: how many in this time. The causes
/// are only known of the whole run, which has its own figure.
fn people_lost(grid: Grid, seen: &Observations, losses: &Losses) -> Option<Finding> {
    let stretch = Stretch {
        from: losses.stretches.first()?.from,
        until: losses.stretches.last()?.until,
    };
    let ledger = &seen.ledger;
    let visits = &ledger.visits;
    let gone = lost(grid, seen).within(stretch);
    let served = Sums::of(grid, &seen.series.served).within(stretch);
    Some(Finding {
        figures: vec![
            count("visits", gone),
            figure("share", share(gone, gone + served)),
            count("in_run", ledger.lost() + ledger.stuck),
            count("turned_away", visits.of(VisitOutcome::TurnedAway)),
            count("gave_up_slow", visits.of(VisitOutcome::GaveUpSlow)),
            count("gave_up_waiting", visits.of(VisitOutcome::GaveUpWaiting)),
            count("blocked", visits.of(VisitOutcome::Blocked)),
            count("error", visits.of(VisitOutcome::Error)),
            count("stuck", ledger.stuck),
        ],
        ..finding(grid, FindingId::PeopleLost, stretch)
    })
}

/// When people were being lost or pages were slow, taken together.
pub(crate) struct Trouble(Vec<Stretch>);

/// The moment from which everything is fine again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calm {
    pub(crate) second: u32,
}

impl Trouble {
    pub(crate) fn new(grid: Grid, losses: &Losses, slowness: &Slowness) -> Self {
        let mut troubled = vec![false; grid.steps];
        for s in losses.stretches.iter().chain(&slowness.stretches) {
            troubled[s.from..s.until].fill(true);
        }
        Self(grid.stretches(GAP_S, |s| troubled[s]))
    }

    /// When the last trouble is over and a minute of calm follows. Silence is no calm: visits must have been served, with
    /// hardly any lost among them, in the first seconds, in that minute and in all the time that is left.
    pub(crate) fn recovered(&self, grid: Grid, seen: &Observations) -> Option<Calm> {
        let last = self.0.last()?;
        let (lost, served) = (lost(grid, seen), Sums::of(grid, &seen.series.served));
        let fine = |from: usize, until: usize, limit: f64| {
            let (gone, well) = (lost.between(from, until), served.between(from, until));
            well > 0 && share(gone, gone + well) <= limit
        };
        let (window, minute) = (grid.within(LOSS_WINDOW_S), grid.within(CALM_S));
        (last.until..=grid.steps.checked_sub(minute)?)
            .find(|s| {
                (*s == last.until || served.at(*s) > 0)
                    && fine(*s, s + window, BREAK_SHARE_IN_A_MINUTE)
                    && fine(*s, s + minute, BREAK_SHARE_IN_A_MINUTE)
                    && fine(*s, grid.steps, BREAK_SHARE)
            })
            .map(|s| Calm {
                second: grid.second(s),
            })
    }

    /// Trouble that outlived the crowd: it went on for more than two minutes after the last minute in which more people
    /// came than in any minute before it began. (More by chance does not count: three times the square root on top.)
    #[expect(clippy::cast_precision_loss, reason = "visits of a minute")]
    pub(crate) fn not_recovered(
        &self,
        grid: Grid,
        seen: &Observations,
        root: Option<usize>,
    ) -> Option<Finding> {
        let first = self.0.first()?;
        let visits = Sums::of(grid, &seen.series.visits);
        let minute = grid.within(MINUTE_S);
        let in_minute = |from: usize| visits.between(from, from + minute) as f64;
        let fine = (0..=first.from.checked_sub(minute)?)
            .map(in_minute)
            .fold(0.0, f64::max);
        let limit = fine + 3.0 * fine.sqrt();
        let back = (first.from..=grid.steps.checked_sub(minute)?)
            .rfind(|from| in_minute(*from) > limit)?
            + minute;
        let outlasts = self
            .0
            .iter()
            .find(|s| s.from <= back && s.until > back && s.until - back > grid.within(DRAIN_S))?;
        let stretch = Stretch {
            from: back,
            until: outlasts.until,
        };
        Some(Finding {
            because_of: root,
            ..finding(grid, FindingId::NotRecovered, stretch)
        })
    }
}

pub(crate) fn recovered(calm: Calm) -> Finding {
    Finding {
        id: FindingId::Recovered,
        from_s: calm.second,
        until_s: Some(calm.second),
        station: None,
        because_of: None,
        figures: Vec::new(),
    }
}
