//! Work that nobody waits for and that was left undone, and what ran out: no visit is lost by it, and yet.

use onrush_observe::VisitOutcome;
use onrush_scenario::StationRole;

use super::{Case, count, figure, within};
use crate::cause::{Cause, CauseKind, Watched};
use crate::grid::{Stretch, share};
use crate::{Finding, FindingId};

/// Fewer cases than this are chance.
const FEW: u64 = 20;
/// Share of the cases that were lost, from which on that is worth a word; the same for visits that found nothing left.
const LOST: f64 = 0.01;
/// Share of the cases that still wait at the end, from which on it is.
const LEFT: f64 = 0.1;

pub(super) fn causes(case: &Case<'_>, findings: &[Finding]) -> Vec<Cause> {
    let mut found: Vec<Cause> = (0..case.seen.stations.len())
        .filter(|i| case.background.get(*i).is_some_and(|b| *b))
        .filter_map(|i| undone(case, i))
        .collect();
    found.extend(sold_out(case, findings));
    found
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "requests in line are a small number and not negative"
)]
fn undone(case: &Case<'_>, station: usize) -> Option<Cause> {
    let series = case.seen.stations.get(station)?;
    let whole = Stretch {
        from: 0,
        until: case.grid.steps,
    };
    let sum = |column: &[u32]| within(case.grid, column, whole);
    let came = sum(&series.arrived);
    let lost = sum(&series.refused) + sum(&series.given_up) + sum(&series.shed);
    let left = series.line.last().map_or(0.0, |l| f64::from(*l)).round() as u64;
    let much = lost >= FEW && share(lost, came) >= LOST || left >= FEW && share(left, came) >= LEFT;
    if !much {
        return None;
    }
    let waits = |s: usize| series.line.get(s).is_some_and(|l| *l >= 1.0);
    let at = case
        .grid
        .stretches(case.grid.horizon_s, waits)
        .first()
        .copied()
        .unwrap_or(whole);
    let mut cause = Cause {
        station: Some(station),
        people: lost + left,
        figures: vec![count("lost", lost), count("left", left)],
        evidence: vec![
            case.evidence(Watched::Line(station), at),
            case.evidence(Watched::Busy(station), at),
        ],
        ..case.found(CauseKind::QueueBehind, at)
    };
    match case.role(station) {
        Some(StationRole::Desk { desk }) => {
            cause.kind = CauseKind::DeskShort;
            cause.place = Some(desk);
            cause.figures.extend([
                count("people", series.servers),
                figure(
                    "closed",
                    if mostly_closed(case, station, at) {
                        1.0
                    } else {
                        0.0
                    },
                ),
            ]);
        }
        Some(StationRole::Queue) => cause.figures.push(count("workers", series.servers)),
        Some(StationRole::Party { .. }) => {
            cause.kind = CauseKind::PartyLimit;
            let per_s = case
                .network
                .stations
                .get(station)?
                .limit
                .map_or(0.0, |l| l.per_s);
            cause.figures = vec![figure("per_s", per_s), count("requests", lost)];
        }
        _ => return None,
    }
    Some(cause)
}

/// Whether nobody was there for most of the time in which cases waited.
fn mostly_closed(case: &Case<'_>, station: usize, at: Stretch) -> bool {
    let Some(model) = case.network.stations.get(station) else {
        return false;
    };
    let closed = |s: usize| {
        let second = f64::from(case.grid.second(s));
        let now = model.hours.iter().rev().find(|(from, _)| *from <= second);
        now.is_some_and(|(_, servers)| *servers == 0)
    };
    2 * (at.from..at.until).filter(|s| closed(*s)).count() >= at.len()
}

/// Many came too late: that is no failure, but it is why they bought nothing.
fn sold_out(case: &Case<'_>, findings: &[Finding]) -> Option<Cause> {
    let visits = &case.seen.ledger.visits;
    let late = visits.of(VisitOutcome::SoldOut);
    let finding = findings.iter().find(|f| f.id == FindingId::SoldOut)?;
    if late < FEW || share(late, visits.arrived) < LOST {
        return None;
    }
    let at = Stretch {
        from: case.step(f64::from(finding.from_s)),
        until: case.grid.steps,
    };
    let of = |name: &str| {
        finding
            .figures
            .iter()
            .find(|f| f.name == name)
            .map_or(0.0, |f| f.value)
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index"
    )]
    let stock = of("stock") as usize;
    Some(Cause {
        place: Some(stock),
        people: late,
        figures: vec![figure("units", of("units"))],
        evidence: vec![case.evidence(Watched::SoldOut, at)],
        ..case.found(CauseKind::SoldOut, at)
    })
}
