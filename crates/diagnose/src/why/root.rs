//! Why the root itself was full, or, where nothing was, what else lost people.

use onrush_network::{Balance, Line};
use onrush_observe::{Observations, RequestOutcome, VisitOutcome};
use onrush_scenario::StationRole;

use super::site::{Onset, present};
use super::{Case, caches, count, doors, figure, within};
use crate::beside;
use crate::cause::{Cause, CauseKind, Watched};
use crate::finding::short_cores;
use crate::grid::{Stretch, share, sum_of};
use crate::thresholds::{FULL, HANDFUL};

/// What was at fault, when nothing went wrong by itself.
pub(super) fn cause(case: &Case<'_>, onset: &Onset) -> Option<Cause> {
    let shows = |station: usize| {
        let near = |s: &&Stretch| s.overlap(onset.near).is_some();
        let full = case.full.get(station).and_then(|f| f.iter().find(near));
        full.copied().unwrap_or(onset.stretch)
    };
    if let Some(root) = onset.root {
        return Some(full(case, onset, root, shows(root)));
    }
    unfull(case, onset)
}

/// The root was full, or refused what came.
fn full(case: &Case<'_>, onset: &Onset, root: usize, shows: Stretch) -> Cause {
    refused(case, onset, root)
        .or_else(|| caches::cause(case, root, onset.step, shows))
        .or_else(|| machines(case, onset, root))
        .or_else(|| scaler(case, onset, root, shows))
        .or_else(|| uneven(case, onset.stretch).filter(|c| c.station == Some(root)))
        .unwrap_or_else(|| by_size(case, root, shows))
}

/// Its limit, or its breaker, refused; or it failed until a breaker had enough.
fn refused(case: &Case<'_>, onset: &Onset, root: usize) -> Option<Cause> {
    let series = case.seen.stations.get(root)?;
    let at = onset.stretch;
    let shed = within(case.grid, &series.shed, at);
    if shed < HANDFUL
        || case
            .full
            .get(root)
            .is_some_and(|f| f.iter().any(|s| s.overlap(onset.near).is_some()))
    {
        return None;
    }
    let model = case.network.stations.get(root)?;
    let cause = Cause {
        station: Some(root),
        evidence: vec![
            case.evidence(Watched::ShedAt(root), at),
            case.evidence(Watched::FailedAt(root), at),
        ],
        ..case.found(CauseKind::PartyLimit, at)
    };
    if let Some(limit) = &model.limit {
        return Some(Cause {
            figures: vec![figure("per_s", limit.per_s), count("requests", shed)],
            ..cause
        });
    }
    let (failed, served) = (
        within(case.grid, &series.failed, at),
        within(case.grid, &series.served, at),
    );
    let failures = share(failed, failed + served);
    Some(if failures < ORDINARY {
        Cause {
            kind: CauseKind::Breaker,
            figures: vec![count("requests", shed), figure("failures", failures)],
            ..cause
        }
    } else {
        Cause {
            kind: CauseKind::Failing,
            figures: vec![figure("share", failures)],
            ..cause
        }
    })
}

/// Failures that a caller has to live with: below, it is the breaker that is too anxious.
const ORDINARY: f64 = 0.25;
/// So many of those who come are machines: it is they who fill the site.
const MOSTLY_MACHINES: f64 = 0.5;

fn machines(case: &Case<'_>, onset: &Onset, root: usize) -> Option<Cause> {
    let at = case.around(onset.step, 120, 30);
    let series = &case.seen.series;
    let (people, machines) = (
        within(case.grid, &series.visits, at),
        within(case.grid, &series.machines, at),
    );
    let machine_share = share(machines, people + machines);
    (machines >= HANDFUL && machine_share >= MOSTLY_MACHINES).then(|| Cause {
        station: Some(root),
        place: doors::machines_of(case, at),
        figures: vec![figure("share", machine_share)],
        evidence: vec![
            case.evidence(Watched::Machines, at),
            case.evidence(Watched::Busy(root), onset.near),
        ],
        ..case.found(
            CauseKind::Machines,
            Stretch {
                from: at.from,
                until: onset.stretch.until.max(at.until),
            },
        )
    })
}

/// The root has an autoscaler: its machines were cold, came late, or there were no more.
fn scaler(case: &Case<'_>, onset: &Onset, root: usize, shows: Stretch) -> Option<Cause> {
    let scaler = case.network.scalers.iter().find(|s| s.station == root);
    let series = case.seen.stations.get(root)?;
    let at = |column: &[f32], s: usize| column.get(s).map_or(0.0, |n| f64::from(*n));
    let cause = Cause {
        station: Some(root),
        evidence: vec![
            case.evidence(Watched::Up(root), shows),
            case.evidence(Watched::Busy(root), shows),
        ],
        ..case.found(CauseKind::ScalerLate, shows)
    };
    if let Some(warm) = case.network.stations.get(root).and_then(|s| s.warm_up) {
        let now = at(&series.up, shows.from);
        let before = case.step(f64::from(case.grid.second(shows.from)) - warm.seconds);
        if now > 0.0 && at(&series.up, before) <= 0.5 * now {
            return Some(Cause {
                kind: CauseKind::WarmUp,
                figures: vec![
                    figure("seconds", warm.seconds),
                    figure("factor", warm.factor),
                ],
                ..cause
            });
        }
    }
    let scaler = scaler?;
    let most = f64::from(scaler.at_most);
    if at(&series.paid, shows.from) >= most - 0.5 {
        return Some(Cause {
            kind: CauseKind::ScalerAtLimit,
            figures: vec![figure("at_most", most)],
            ..cause
        });
    }
    // All that there may be came within two minutes, and it was not enough.
    let soon = (shows.from + case.grid.within(120)).min(shows.until);
    let all_there = (shows.from..soon).any(|s| at(&series.up, s) >= most - 0.5);
    if all_there {
        return Some(Cause {
            kind: CauseKind::ScalerAtLimit,
            figures: vec![figure("at_most", most)],
            ..cause
        });
    }
    let late = beside::machines_late(
        case.grid,
        case.network,
        case.seen,
        case.full,
        Some(root),
        onset.step,
    )?;
    Some(Cause {
        figures: late.figures,
        ..cause
    })
}

/// It was too small.
fn by_size(case: &Case<'_>, root: usize, shows: Stretch) -> Cause {
    let servers = case.seen.stations.get(root).map_or(0, |s| s.servers);
    let cause = Cause {
        station: Some(root),
        evidence: vec![
            case.evidence(Watched::Busy(root), shows),
            case.evidence(Watched::Line(root), shows),
        ],
        ..case.found(CauseKind::Servers, shows)
    };
    let with = |kind, figures| Cause {
        kind,
        figures,
        ..cause.clone()
    };
    match case.role(root) {
        Some(StationRole::Row { .. }) => {
            let seconds = seconds_there(case, root, shows);
            with(CauseKind::Row, vec![figure("seconds", seconds)])
        }
        Some(StationRole::Uplink) => {
            let used = case.utilisation(root, shows).unwrap_or(1.0);
            with(CauseKind::Uplink, vec![figure("utilisation", used)])
        }
        Some(StationRole::Pool) => with(CauseKind::Pool, vec![count("servers", each(case, root))]),
        Some(StationRole::Party { .. }) if servers > 0 => {
            with(CauseKind::PartyFull, vec![count("servers", servers)])
        }
        _ if servers == 0 => slow(case, root, shows),
        _ => match short_cores(case.network, case.seen, root, shows) {
            Some(cores) => with(CauseKind::Cores, vec![figure("cores", cores)]),
            None => with(CauseKind::Servers, vec![count("servers", servers)]),
        },
    }
}

/// Servers of one instance.
fn each(case: &Case<'_>, station: usize) -> u64 {
    let instances = case
        .network
        .stations
        .get(station)
        .map_or(1, |s| s.instances);
    let servers = case.seen.stations.get(station).map_or(0, |s| s.servers);
    servers / u64::from(instances.max(1))
}

/// Mean time that a request was there, waiting or worked on, by Little's law.
#[expect(clippy::cast_precision_loss, reason = "requests are few")]
fn seconds_there(case: &Case<'_>, station: usize, at: Stretch) -> f64 {
    let series = case.seen.stations.get(station);
    let ended = series.map_or(0, |s| {
        within(case.grid, &s.served, at) + within(case.grid, &s.failed, at)
    });
    let there = series.map_or(0.0, |s| sum_of(&s.busy, at) + sum_of(&s.line, at));
    there * f64::from(case.grid.step_s) / ended.max(1) as f64
}

/// It took its time.
fn slow(case: &Case<'_>, station: usize, shows: Stretch) -> Cause {
    let seconds = seconds_there(case, station, shows);
    Cause {
        station: Some(station),
        figures: vec![figure("seconds", seconds)],
        evidence: vec![
            case.evidence(Watched::Busy(station), shows),
            case.evidence(Watched::PageP95, shows),
        ],
        ..case.found(CauseKind::Slow, shows)
    }
}

/// Nothing was full, and yet. `None` where what was seen explains nothing: better no cause than a guess.
fn unfull(case: &Case<'_>, onset: &Onset) -> Option<Cause> {
    let visits = &case.seen.ledger.visits;
    let of = |outcome| visits.of(outcome);
    let late = of(VisitOutcome::GaveUpSlow) + case.seen.ledger.stuck;
    let (error, turned) = (of(VisitOutcome::Error), of(VisitOutcome::TurnedAway));
    if onset.lost
        && turned >= error
        && turned >= late
        && let Some(found) = short_line(case, onset)
    {
        return Some(found);
    }
    if onset.lost
        && error >= late
        && let Some(found) = failing(case, onset)
    {
        return Some(found);
    }
    let slow = !onset.lost || late > 0 && late >= turned.max(error);
    uneven(case, onset.stretch).or_else(|| slow.then(|| where_time_goes(case, onset)))
}

/// The line before a part was full though its servers were not all busy.
fn short_line(case: &Case<'_>, onset: &Onset) -> Option<Cause> {
    let at = onset.stretch;
    let refused = |seen: &Observations, i: usize| within(case.grid, &seen.stations[i].refused, at);
    let station =
        (0..case.seen.stations.len()).max_by_key(|i| (refused(case.seen, *i), usize::MAX - i))?;
    let requests = refused(case.seen, station);
    if requests < HANDFUL {
        return None;
    }
    let model = case.network.stations.get(station)?;
    let places = match model.line {
        Line::Places(n) => n,
        Line::Unlimited => 0,
    };
    // A long line at one machine fills only while others have room when nobody looks where there is room.
    let blind = matches!(model.balance, Balance::RoundRobin | Balance::Random);
    if blind
        && model.instances > 1
        && places >= 10
        && let Some(found) = uneven(case, at)
    {
        return Some(found);
    }
    Some(Cause {
        station: Some(station),
        figures: vec![
            count("places", u64::from(places)),
            count("requests", requests),
        ],
        evidence: vec![
            case.evidence(Watched::RefusedAt(station), at),
            case.evidence(Watched::Busy(station), at),
        ],
        ..case.found(CauseKind::Backlog, at)
    })
}

/// Requests stood in line at some machines while others had servers free.
#[expect(clippy::cast_precision_loss, reason = "servers are few")]
fn uneven(case: &Case<'_>, at: Stretch) -> Option<Cause> {
    (0..case.seen.stations.len()).find_map(|station| {
        let model = case.network.stations.get(station)?;
        let series = case.seen.stations.get(station)?;
        let blind = matches!(model.balance, Balance::RoundRobin | Balance::Random);
        if !blind || model.instances < 2 || series.servers == 0 {
            return None;
        }
        // Step by step: a mean over all would take the draining of an honest line for this.
        let uneven = |s: &usize| {
            let line = series.line.get(*s).map_or(0.0, |l| f64::from(*l));
            let busy = series.utilisation(*s).unwrap_or(1.0);
            line >= 0.1 * series.servers as f64 && busy < FULL
        };
        let free = 1.0 - case.utilisation(station, at)?;
        (2 * (at.from..at.until).filter(uneven).count() >= at.len()).then(|| Cause {
            station: Some(station),
            figures: vec![figure("free", free)],
            evidence: vec![
                case.evidence(Watched::Line(station), at),
                case.evidence(Watched::Busy(station), at),
            ],
            ..case.found(CauseKind::Balancer, at)
        })
    })
}

/// Requests failed: by the gateway's patience, or at the part where most did.
fn failing(case: &Case<'_>, onset: &Onset) -> Option<Cause> {
    let requests = &case.seen.ledger.requests;
    let at = onset.stretch;
    let given_up = requests.of(RequestOutcome::GatewayTimeout);
    if given_up >= HANDFUL && given_up > requests.of(RequestOutcome::Failed) {
        return Some(Cause {
            station: None,
            figures: vec![
                count("requests", given_up),
                figure("timeout_s", case.scenario.site.balancer.timeout_s),
            ],
            evidence: vec![
                case.evidence(Watched::Errors, at),
                case.evidence(Watched::Wasted, at),
            ],
            ..case.found(CauseKind::GatewayTimeout, at)
        });
    }
    let failed = |i: usize| {
        let series = &case.seen.stations[i];
        within(case.grid, &series.failed, at) + within(case.grid, &series.shed, at)
    };
    // Behind the part that fails others fail with it: of equals the innermost is the last.
    let station = (0..case.seen.stations.len())
        .filter(|i| case.required.get(*i).is_some_and(|r| *r))
        .max_by_key(|i| failed(*i))?;
    if failed(station) < HANDFUL {
        return None;
    }
    let served = within(case.grid, &case.seen.stations[station].served, at);
    Some(Cause {
        station: Some(station),
        figures: vec![figure(
            "share",
            share(failed(station), failed(station) + served),
        )],
        evidence: vec![
            case.evidence(Watched::FailedAt(station), at),
            case.evidence(Watched::Errors, at),
        ],
        ..case.found(CauseKind::Failing, at)
    })
}

/// The part where requests spend most of their time: nearly full, or simply slow.
fn where_time_goes(case: &Case<'_>, onset: &Onset) -> Cause {
    let at = onset.near;
    let station = (0..case.seen.stations.len())
        .filter(|i| !case.background.get(*i).is_some_and(|b| *b))
        .max_by(|a, b| present(case, *a, at).total_cmp(&present(case, *b, at)));
    // A site has stations: this is for whoever made up a network without.
    let station = station.unwrap_or_default();
    if case
        .utilisation(station, at)
        .is_some_and(|u| u >= NEARLY_FULL)
    {
        return full(case, onset, station, onset.stretch);
    }
    slow(case, station, onset.stretch)
}

/// Mean utilisation from which on lines grow by chance alone.
const NEARLY_FULL: f64 = 0.8;
