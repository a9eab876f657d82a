//! People kept out, or kept waiting, before the site.

use onrush_network::{Rule, Sends};
use onrush_observe::VisitOutcome;
use onrush_scenario::GateRole;

use super::{Case, count, figure, within};
use crate::cause::{Cause, CauseKind, Watched};
use crate::grid::{Stretch, Sums, share, sum_of};
use crate::thresholds::{GAP_S, HANDFUL, ROOM};

/// What was at fault at the doors, by how many it cost.
pub(super) fn causes(case: &Case<'_>) -> Vec<Cause> {
    let mut found = gates(case);
    found.extend(rooms(case));
    found
}

/// Of the people kept out, each gate's share.
fn gates(case: &Case<'_>) -> Vec<Cause> {
    let blocked = case.lost_to(&[VisitOutcome::Blocked]);
    let grid = case.grid;
    let stopped: Vec<Sums> = case
        .seen
        .gates
        .iter()
        .map(|g| Sums::of(grid, &g.people_stopped))
        .collect();
    let all: u64 = stopped.iter().map(|s| s.between(0, grid.steps)).sum();
    if blocked < HANDFUL || all == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (gate, (series, stopped)) in case.seen.gates.iter().zip(&stopped).enumerate() {
        let n = stopped.between(0, grid.steps);
        let Some(at) = grid
            .stretches(grid.horizon_s.max(GAP_S), |s| stopped.at(s) > 0)
            .first()
            .copied()
        else {
            continue;
        };
        let Some(role) = case.labels.gates.get(gate) else {
            continue;
        };
        let sum = |column: &[u32]| within(grid, column, at);
        let people = sum(&series.people_passed) + n;
        let machines = sum(&series.bots_passed) + sum(&series.bots_stopped);
        let mut cause = case.found(CauseKind::BotFilter, at);
        match *role {
            GateRole::BotFilter => cause.figures.push(figure("share", share(n, people))),
            GateRole::Block { incident } => {
                cause.kind = CauseKind::Block;
                cause.figures.push(figure("share", share(n, people)));
                cause.incident = Some(incident);
            }
            GateRole::RateLimit if machines > people => {
                cause.kind = CauseKind::Machines;
                cause
                    .figures
                    .push(figure("share", share(machines, machines + people)));
            }
            GateRole::RateLimit => {
                cause.kind = CauseKind::RateLimit;
                let per_s = match case.network.gates.get(gate).map(|g| g.rule) {
                    Some(Rule::Limit(bucket)) => bucket.per_s,
                    _ => 0.0,
                };
                cause
                    .figures
                    .extend([figure("per_s", per_s), count("requests", n)]);
            }
        }
        cause.place = Some(gate);
        // Rounded half up, so that the gates' people add up to nearly all.
        cause.people = (blocked * n + all / 2) / all;
        cause.evidence = vec![
            case.evidence(Watched::Stopped(gate), at),
            case.evidence(Watched::Blocked, at),
        ];
        found.push(cause);
    }
    found
}

/// The waiting room: too narrow for what the site could take, or opened too late. Where the site was full meanwhile, its
/// fault is looked for there.
fn rooms(case: &Case<'_>) -> Vec<Cause> {
    let people = case.lost_to(&[VisitOutcome::GaveUpWaiting]);
    let grid = case.grid;
    if people < HANDFUL {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (room, series) in case.seen.rooms.iter().enumerate() {
        let Some(at) = grid
            .stretches(grid.horizon_s, |s| {
                series.waiting.get(s).is_some_and(|w| *w >= 1.0)
            })
            .first()
            .copied()
        else {
            continue;
        };
        let Some(network) = case.network.rooms.get(room) else {
            continue;
        };
        let opens = case.step(network.opens_s);
        let given_up = Sums::of(grid, &series.given_up);
        let all = given_up.between(0, grid.steps);
        let mut cause = case.found(CauseKind::RoomNarrow, at);
        if 2 * given_up.between(0, (opens + 1).min(grid.steps)) > all {
            cause.kind = CauseKind::RoomLate;
            cause.figures.push(figure(
                "waited_s",
                f64::from(grid.second(opens).saturating_sub(grid.second(at.from))),
            ));
        } else {
            let busiest = busiest_in(case, at);
            if busiest >= FULL_BEHIND {
                continue;
            }
            cause.figures.push(figure("utilisation", busiest));
        }
        cause.place = Some(room);
        cause.people = people;
        cause.evidence = vec![
            case.evidence(Watched::Waiting(room), at),
            case.evidence(Watched::Lost, at),
        ];
        found.push(cause);
    }
    found
}

/// From here on the site behind a waiting room had no room to spare: between [`ROOM`] and full.
const FULL_BEHIND: f64 = 0.5 * (ROOM + 1.0);

/// Mean utilisation of the busiest part that somebody waits for in a stretch.
fn busiest_in(case: &Case<'_>, at: Stretch) -> f64 {
    let cores = |station: usize| {
        let cores = case.network.stations.get(station)?.contention?.cores?;
        let series = case.seen.stations.get(station)?;
        let there = sum_of(&series.up, at) * f64::from(cores);
        (there > 0.0).then(|| sum_of(&series.working, at) / there)
    };
    (0..case.seen.stations.len())
        .filter(|s| !case.background.get(*s).is_some_and(|b| *b))
        .filter_map(|s| Some(case.utilisation(s, at)?.max(cores(s).unwrap_or(0.0))))
        .fold(0.0, f64::max)
}

/// The activity whose machines are expected to be the most in a stretch.
pub(super) fn machines_of(case: &Case<'_>, at: Stretch) -> Option<usize> {
    let (from, until) = (case.grid.second(at.from), case.grid.second(at.until));
    let expected = |i: usize| {
        let stream = case.network.streams.get(i)?;
        matches!(stream.sends, Sends::Visits { bots: true, .. })
            .then(|| stream.rate.expected(f64::from(from), f64::from(until)))
    };
    (0..case.network.streams.len())
        .filter_map(|i| Some((i, expected(i)?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .and_then(|(i, _)| case.labels.streams.get(i))
        .map(|role| role.activity)
}
