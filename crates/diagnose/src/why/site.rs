//! People lost in the site, or kept waiting by it: when that began, and what was at fault.

use onrush_observe::VisitOutcome;

use super::{Case, incidents, root, within};
use crate::blame;
use crate::cause::{Cause, CauseKind, Watched};
use crate::grid::{Stretch, Sums, share, sum_of};
use crate::people::Losses;
use crate::thresholds::{CALM_S, DRAIN_S, FULL_FOR_S, HANDFUL};

/// When trouble in the site began.
pub(super) struct Onset {
    /// Its first step.
    pub(super) step: usize,
    /// All of its first stretch.
    pub(super) stretch: Stretch,
    /// From half a minute before it to a minute after it, and at least while it grows.
    pub(super) near: Stretch,
    /// The station that others waited for; `None` where none was full.
    pub(super) root: Option<usize>,
    /// People lost in the site in the whole run.
    pub(super) people: u64,
    /// Whether they were lost, or only kept waiting.
    pub(super) lost: bool,
}

/// Ends of a visit that are the site's fault, and not a door's.
const IN_THE_SITE: [VisitOutcome; 3] = [
    VisitOutcome::GaveUpSlow,
    VisitOutcome::Error,
    VisitOutcome::TurnedAway,
];

/// What was at fault in the site; `None` where hardly anybody was lost there and pages were fast.
pub(super) fn cause(case: &Case<'_>) -> Option<Cause> {
    let onset = onset(case)?;
    let found = retry_storm(case, &onset)
        .or_else(|| incidents::cause(case, &onset))
        .or_else(|| root::cause(case, &onset))?;
    Some(Cause {
        people: onset.people,
        holder: found
            .station
            .and_then(|station| holder(case, station, onset.near)),
        ..found
    })
}

fn onset(case: &Case<'_>) -> Option<Onset> {
    let (grid, seen) = (case.grid, case.seen);
    let at = |column: &[u32], s: usize| column.get(s).copied().unwrap_or(0);
    let lost: Vec<u32> = (0..grid.steps)
        .map(|s| {
            let doors = at(&seen.series.blocked, s)
                + seen.rooms.iter().map(|r| at(&r.given_up, s)).sum::<u32>();
            at(&seen.series.lost, s).saturating_sub(doors)
        })
        .collect();
    let ledger = &seen.ledger;
    let people = ledger.visits.of_any(&IN_THE_SITE) + ledger.stuck;
    let losses = Losses::from_counts(
        grid,
        &Sums::of(grid, &lost).and_at_the_end(ledger.stuck),
        &Sums::of(grid, &seen.series.served),
        people,
        ledger.served(),
    );
    let first = losses.stretches.first().filter(|_| losses.broke);
    let stretch = *first.or_else(|| case.slowness.stretches.first())?;
    let step = stretch.from;
    Some(Onset {
        step,
        stretch,
        near: case.around(step, 30, 60),
        root: blame::root(grid, seen, case.to_blame, case.required, step),
        people,
        lost: first.is_some(),
    })
}

/// The station most of whose busy servers waited for `station`.
fn holder(case: &Case<'_>, station: usize, at: Stretch) -> Option<usize> {
    case.seen
        .held
        .iter()
        .filter(|h| h.inner == station && h.holder != station)
        .map(|h| (h.holder, case.held_share(h.holder, station, at)))
        .filter(|(_, share)| *share >= 0.5)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(holder, _)| holder)
}

/// Attempts among all from which on it is they that keep a site down.
const STORM: f64 = 0.3;

/// A short incident that is long over, with a crowd no larger than the one that was fine before it, and yet people are lost
/// while a good part of what is asked is asked again.
#[expect(clippy::cast_precision_loss, reason = "visits of a minute")]
fn retry_storm(case: &Case<'_>, onset: &Onset) -> Option<Cause> {
    let incident = case.network.incidents.iter().enumerate().find(|(_, i)| {
        i.until_s > i.from_s
            && i.until_s.is_finite()
            && i.from_s <= f64::from(case.grid.second(onset.step)) + 2.0
    });
    let (index, incident) = incident?;
    let over = case.step(incident.until_s);
    let lasted = case
        .grid
        .second(onset.stretch.until)
        .saturating_sub(case.grid.second(over));
    let long = f64::from(DRAIN_S).max(2.0 * (incident.until_s - incident.from_s));
    if onset.stretch.from > over + case.grid.within(DRAIN_S) || f64::from(lasted) < long {
        return None;
    }
    let at = Stretch {
        from: (over + case.grid.within(CALM_S)).min(onset.stretch.until),
        ..onset.stretch
    };
    let series = &case.seen.series;
    let sum = |column: &[u32]| within(case.grid, column, at);
    let again = again_share(case, at);
    let before = case.around(case.step(incident.from_s), CALM_S, 0);
    let rate = |stretch: Stretch| {
        within(case.grid, &series.visits, stretch) as f64 / stretch.len().max(1) as f64
    };
    let enough = sum(&series.reloads) + sum(&series.retried) >= HANDFUL;
    (at.len() > case.grid.within(FULL_FOR_S)
        && enough
        && again >= STORM
        && before.len() > 1
        && rate(at) <= 1.25 * rate(before))
    .then(|| Cause {
        station: onset.root,
        incident: case.labels.incidents.get(index).copied(),
        figures: vec![
            super::figure("share", again),
            super::figure("lasted_s", f64::from(lasted)),
        ],
        evidence: vec![
            case.evidence(Watched::Reloads, at),
            case.evidence(Watched::Retried, at),
            case.evidence(Watched::Requests, at),
        ],
        ..case.found(CauseKind::RetryStorm, at)
    })
}

/// Share of attempts that were made before: pages asked for again by people, or requests sent again by their apps, whichever
/// is more.
pub(super) fn again_share(case: &Case<'_>, at: Stretch) -> f64 {
    let series = &case.seen.series;
    let sum = |column: &[u32]| within(case.grid, column, at);
    let people = share(
        sum(&series.reloads),
        sum(&series.reloads) + sum(&series.pages) + sum(&series.lost),
    );
    people.max(share(sum(&series.retried), sum(&series.requests)))
}

/// Requests that spend their time at a station itself, waiting or being worked on, not held by it: mean over a stretch.
#[expect(clippy::cast_precision_loss, reason = "steps are few")]
pub(super) fn present(case: &Case<'_>, station: usize, at: Stretch) -> f64 {
    let held: f64 = case
        .seen
        .held
        .iter()
        .filter(|h| h.holder == station)
        .map(|h| sum_of(&h.waiting, at) + sum_of(&h.in_service, at))
        .sum();
    let there = case
        .seen
        .stations
        .get(station)
        .map_or(0.0, |s| sum_of(&s.busy, at) + sum_of(&s.line, at));
    (there - held).max(0.0) / at.len().max(1) as f64
}
