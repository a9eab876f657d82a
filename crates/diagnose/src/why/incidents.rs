//! Something that went wrong, and whether it explains the trouble.

use onrush_network::{Incident, Trouble};
use onrush_observe::{RequestOutcome, VisitOutcome};
use onrush_scenario::StationRole;

use super::caches::{by_misses, missing};
use super::site::Onset;
use super::{Case, count, figure, within};
use crate::cause::{Cause, CauseKind, Watched};
use crate::grid::{Stretch, share, sum_of};
use crate::thresholds::{HANDFUL, MINUTE_S};

/// An incident that is over by so long no longer explains new trouble, in seconds.
const FORGOTTEN_S: f64 = 120.0;
/// An incident so recent explains trouble without asking what would have been without it, in seconds.
const RECENT_S: f64 = 120.0;
/// A balancer that needs so long to notice that a machine is down notices too late, in seconds.
const LATE_NOTICE_S: f64 = 60.0;

/// The incident that began the trouble, if one did; of several the latest before it.
pub(super) fn cause(case: &Case<'_>, onset: &Onset) -> Option<Cause> {
    let mut best: Option<(f64, Cause)> = None;
    for (index, incident) in case.network.incidents.iter().enumerate() {
        let Some(&number) = case.labels.incidents.get(index) else {
            continue;
        };
        if !explains(case, onset, incident) {
            continue;
        }
        let cause = named(case, onset, incident, number);
        if best
            .as_ref()
            .is_none_or(|(from, _)| incident.from_s > *from)
        {
            best = Some((incident.from_s, cause));
        }
    }
    best.map(|(_, cause)| cause)
}

fn explains(case: &Case<'_>, onset: &Onset, incident: &Incident) -> bool {
    let began = f64::from(case.grid.second(onset.step));
    let step_s = f64::from(case.grid.step_s);
    if incident.from_s > began + 2.0 * step_s {
        return false;
    }
    let flushed = matches!(incident.trouble, Trouble::Flush { .. });
    let over = if flushed {
        incident.from_s + FORGOTTEN_S
    } else {
        incident.until_s
    };
    if over + FORGOTTEN_S < began {
        return false;
    }
    // What was full before is not explained by what went wrong later.
    let from = case.step(incident.from_s);
    let full_before = onset.root.is_some_and(|root| {
        case.full.get(root).is_some_and(|stretches| {
            stretches
                .iter()
                .any(|s| s.from + case.grid.within(2) < from && s.until > onset.step.min(from))
        })
    });
    !full_before
        && touches(case, onset, incident)
        && (incident.from_s + RECENT_S >= began || would_hold(case, onset, incident))
}

/// Whether what went wrong is what the trouble comes from.
fn touches(case: &Case<'_>, onset: &Onset, incident: &Incident) -> bool {
    let near = onset.near;
    let concerned = |station: usize| {
        onset.root == Some(station)
            || onset
                .root
                .is_some_and(|root| case.behind(root, near).contains(&station))
    };
    let failed = |station: usize| {
        let span = Stretch {
            from: case.step(incident.from_s).min(near.from),
            until: near.until,
        };
        case.seen
            .stations
            .get(station)
            .map_or(0, |s| within(case.grid, &s.failed, span))
    };
    let errors = || {
        let visits = &case.seen.ledger.visits;
        10 * visits.of(VisitOutcome::Error) >= 3 * onset.people
    };
    match incident.trouble {
        Trouble::Down { station, .. } => {
            concerned(station) || failed(station) >= HANDFUL && errors()
        }
        Trouble::Slow { station, factor } => {
            factor >= 1.1 && (concerned(station) || onset.root.is_none())
        }
        Trouble::Errors { station, .. } => {
            failed(station) >= HANDFUL && (errors() || concerned(station))
        }
        Trouble::Flush { cache } | Trouble::CacheOff { cache } => onset
            .root
            .is_none_or(|root| by_misses(case, cache, root, near) >= 0.3),
    }
}

/// Whether the part could have served those who came, had this not gone wrong: a rough count.
#[expect(clippy::cast_precision_loss, reason = "requests and instances are few")]
fn would_hold(case: &Case<'_>, onset: &Onset, incident: &Incident) -> bool {
    let began = f64::from(case.grid.second(onset.step));
    if incident.until_s <= began {
        return false;
    }
    let overload = |station: usize| {
        let series = case.seen.stations.get(station)?;
        let at = case.around(onset.step, 30, 15);
        let served = within(case.grid, &series.served, at);
        (served > 0).then(|| within(case.grid, &series.arrived, at) as f64 / served as f64)
    };
    match incident.trouble {
        Trouble::Slow { station, factor } => overload(station).is_none_or(|o| factor >= o),
        Trouble::Down {
            station,
            instances: Some(down),
        } => {
            let all = case
                .network
                .stations
                .get(station)
                .map_or(1, |s| s.instances);
            let gain = f64::from(all) / f64::from(all.saturating_sub(down).max(1));
            overload(station).is_none_or(|o| gain >= o)
        }
        _ => true,
    }
}

/// What it is called: a purge is a matter of the cache, and a balancer that does not notice is its own fault.
fn named(case: &Case<'_>, onset: &Onset, incident: &Incident, number: usize) -> Cause {
    let from = case.step(incident.from_s);
    let until = case.step(incident.until_s.min(f64::from(case.grid.horizon_s)));
    let at = Stretch {
        from: from.min(case.grid.steps.saturating_sub(1)),
        until: until.clamp((from + 1).min(case.grid.steps), case.grid.steps),
    };
    let lasted = if incident.until_s.is_finite() {
        incident.until_s - incident.from_s
    } else {
        0.0
    };
    let mut cause = Cause {
        incident: Some(number),
        station: onset.root,
        figures: vec![figure("lasted_s", lasted)],
        ..case.found(CauseKind::Incident, at)
    };
    match incident.trouble {
        Trouble::Flush { cache } => {
            let shows = Stretch {
                from: at.from,
                until: onset.stretch.until.max(at.from + 1),
            };
            cause = Cause {
                kind: CauseKind::CacheFlushed,
                place: Some(cache),
                figures: vec![figure("misses", missing(case, cache, shows))],
                evidence: vec![case.evidence(Watched::Misses(cache), shows)],
                ..cause
            };
        }
        Trouble::CacheOff { cache } => {
            cause.place = Some(cache);
            cause.evidence = vec![case.evidence(Watched::Misses(cache), at)];
        }
        Trouble::Down { station, .. } | Trouble::Errors { station, .. } => {
            cause.station = Some(station);
            cause.evidence = vec![case.evidence(Watched::FailedAt(station), at)];
        }
        Trouble::Slow { station, .. } => {
            cause.station = Some(station);
            cause.evidence = vec![case.evidence(Watched::Busy(station), at)];
        }
    }
    if let Some(root) = onset.root {
        cause.evidence.extend([
            case.evidence(Watched::Busy(root), onset.near),
            case.evidence(Watched::Line(root), onset.near),
        ]);
    }
    unnoticed(case, onset, incident, at).map_or(cause.clone(), |blind| Cause {
        incident: cause.incident,
        evidence: cause.evidence,
        ..blind
    })
}

/// Some machines were down, the others had room, and requests were sent to the dead ones all the same.
#[expect(clippy::cast_precision_loss, reason = "steps and machines are few")]
fn unnoticed(case: &Case<'_>, onset: &Onset, incident: &Incident, at: Stretch) -> Option<Cause> {
    let Trouble::Down {
        station,
        instances: Some(down),
    } = incident.trouble
    else {
        return None;
    };
    let model = case.network.stations.get(station)?;
    let slow = model
        .health
        .is_none_or(|h| h.every_s * f64::from(h.fails) >= LATE_NOTICE_S);
    let series = case.seen.stations.get(station)?;
    let first = Stretch {
        from: at.from,
        until: at.until.min(at.from + case.grid.within(5 * MINUTE_S)),
    };
    let each = series.servers as f64 / f64::from(model.instances.max(1));
    let left = f64::from(model.instances.saturating_sub(down)) * each * first.len() as f64;
    let room = left > 0.0 && sum_of(&series.busy, first) / left < 0.9;
    let failed = within(case.grid, &series.failed, at);
    let visits = &case.seen.ledger.visits;
    let mostly = 2 * visits.of(VisitOutcome::Error) >= onset.people
        && case.seen.ledger.requests.of(RequestOutcome::Failed) >= HANDFUL;
    let sent = failed >= HANDFUL && share(failed, within(case.grid, &series.arrived, at)) > 0.01;
    (case.role(station) == Some(StationRole::Web) && slow && room && mostly && sent).then(|| {
        Cause {
            station: Some(station),
            figures: vec![count("requests", failed), count("servers", u64::from(down))],
            ..case.found(CauseKind::HealthCheck, at)
        }
    })
}
