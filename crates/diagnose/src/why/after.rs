//! What kept the trouble going, and what ended it.

use onrush_network::Trouble;

use super::site::again_share;
use super::{Case, within};
use crate::cause::{Cause, CauseKind, Loop, Relief};
use crate::grid::{Stretch, Sums, share};
use crate::thresholds::{CALM_S, HANDFUL, MINUTE_S};
use crate::{Finding, FindingId};

/// Share of the attempts, or of the work, from which on it keeps the trouble going.
const KEEPS: f64 = 0.3;
/// A breaker that opened so often flaps.
const FLAPS: usize = 3;

/// The loop that kept people being lost after the cause was over, or after the crowd was back at a level that was fine.
pub(super) fn kept_by(case: &Case<'_>, findings: &[Finding], cause: &Cause) -> Option<Loop> {
    if cause.kind == CauseKind::RetryStorm {
        return Some(Loop::RetryStorm);
    }
    let lost = findings.iter().find(|f| f.id == FindingId::PeopleLost)?;
    let end_s = lost.until_s.unwrap_or(case.grid.horizon_s);
    if flaps(case) {
        return Some(Loop::BreakerFlapping);
    }
    let incident = cause.incident.and_then(|number| {
        let index = case.labels.incidents.iter().position(|i| *i == number)?;
        let incident = case.network.incidents.get(index)?;
        let at_once = matches!(incident.trouble, Trouble::Flush { .. });
        Some(if at_once {
            incident.from_s
        } else {
            incident.until_s
        })
    });
    let went_on = findings
        .iter()
        .find(|f| f.id == FindingId::NotRecovered)
        .map(|f| f64::from(f.from_s));
    let over_s = match (incident.filter(|s| s.is_finite()), went_on) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    if over_s + f64::from(MINUTE_S) > f64::from(end_s) {
        return None;
    }
    let at = Stretch {
        from: case.step(over_s),
        until: case
            .step(f64::from(end_s))
            .max(case.step(over_s) + 1)
            .min(case.grid.steps),
    };
    if at.from >= at.until {
        return None;
    }
    if matches!(cause.kind, CauseKind::CacheFlushed | CauseKind::CacheCold) {
        return Some(Loop::Stampede);
    }
    let series = &case.seen.series;
    let sum = |column: &[u32]| within(case.grid, column, at);
    Some(if again_share(case, at) >= KEEPS {
        Loop::RetryStorm
    } else if share(
        sum(&series.wasted),
        sum(&series.wasted) + sum(&series.answered),
    ) >= KEEPS
    {
        Loop::WastedWork
    } else {
        Loop::Backlog
    })
}

/// Whether a breaker opened and closed again and again.
fn flaps(case: &Case<'_>) -> bool {
    case.seen.stations.iter().enumerate().any(|(i, series)| {
        let breaker = case.network.stations.get(i).and_then(|s| s.breaker);
        let Some(breaker) = breaker else {
            return false;
        };
        let shed = Sums::of(case.grid, &series.shed);
        let gap = (breaker.open_s.clamp(1.0, 10.0)) / 2.0;
        let gap = u32::try_from(case.step(gap) as u64).unwrap_or(1).max(1) * case.grid.step_s;
        shed.between(0, case.grid.steps) >= HANDFUL
            && case.grid.stretches(gap, |s| shed.at(s) > 0).len() >= FLAPS
    })
}

/// What ended it, from what changed at the moment of recovery.
#[expect(clippy::cast_precision_loss, reason = "visits of a minute")]
pub(super) fn ended_by(case: &Case<'_>, findings: &[Finding], cause: &Cause) -> Option<Relief> {
    let recovered = case.recovered_s?;
    let end = case.step(f64::from(recovered));
    let repaired = cause.incident.is_some_and(|number| {
        let troubles = case.network.incidents.iter().zip(&case.labels.incidents);
        troubles
            .filter(|(_, n)| **n == number)
            .any(|(incident, _)| {
                !matches!(incident.trouble, Trouble::Flush { .. })
                    && incident.until_s <= f64::from(recovered) + 5.0
                    && incident.until_s + 300.0 >= f64::from(recovered)
            })
    });
    if repaired {
        return Some(Relief::Repaired);
    }
    if matches!(cause.kind, CauseKind::CacheFlushed | CauseKind::CacheCold) {
        return Some(Relief::CacheFilled);
    }
    let from = case.step(f64::from(cause.from_s));
    let more = case.network.scalers.iter().any(|scaler| {
        let up = |s: usize| {
            case.seen
                .stations
                .get(scaler.station)
                .and_then(|series| series.up.get(s))
                .map_or(0.0, |n| f64::from(*n))
        };
        up(end.min(case.grid.steps.saturating_sub(1))) >= 1.3 * up(from).max(1.0)
    });
    if more {
        return Some(Relief::MachinesCame);
    }
    let sold_out = findings.iter().find(|f| f.id == FindingId::SoldOut);
    if sold_out.is_some_and(|f| f.from_s <= recovered) {
        return Some(Relief::SoldOut);
    }
    let rate = |step: usize| {
        let at = case.around(step, CALM_S, CALM_S);
        within(case.grid, &case.seen.series.visits, at) as f64 / at.len().max(1) as f64
    };
    (rate(end) <= 0.7 * rate(from)).then_some(Relief::CrowdWent)
}
