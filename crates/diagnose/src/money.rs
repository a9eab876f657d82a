//! What it cost and earned, and what was hoped for.

use onrush_network::{Journey, Network, Sends, put_in_order};
use onrush_observe::{Observations, Outcome, VisitOutcome};
use onrush_scenario::{GoalIs, Money, Scenario};

use crate::cause::{Cause, CauseKind, Watched};
use crate::grid::share;
use crate::{BillItem, BillLine, Missed, MoneyResult, TargetId, TargetResult};

#[expect(
    clippy::cast_precision_loss,
    reason = "cents and visits are far below 2^53"
)]
pub(crate) fn money(
    prices: &Money,
    bill: &[BillLine],
    network: &Network,
    seen: &Observations,
) -> MoneyResult {
    let ledger = &seen.ledger;
    let sum = |items: &[BillItem]| -> f64 {
        let lines = bill.iter().filter(|line| items.contains(&line.item));
        lines.map(BillLine::amount).sum()
    };
    let converted = ledger.visits.of(VisitOutcome::Converted) as f64;
    let money = MoneyResult {
        won: ledger.value_cents as f64 / 100.0,
        lost: lost_value(network, seen),
        campaign: sum(&[BillItem::Activity]),
        servers: sum(&[BillItem::WebServers, BillItem::Database, BillItem::Replicas]),
        cdn: sum(&[BillItem::Delivery]),
        messages: sum(&[BillItem::Emails, BillItem::Texts]),
        desks: sum(&[BillItem::Desk]),
        refunds: sum(&[BillItem::Refunds]),
        per_visitor: None,
        per_goal: None,
        per_lead: None,
        per_sale: None,
    };
    let each = |n: f64| (n > 0.0).then(|| money.cost() / n);
    let refunded: f64 = bill
        .iter()
        .filter(|line| line.item == BillItem::Refunds)
        .map(|line| line.units)
        .sum();
    let (lead, sale) = match prices.goal_is {
        Some(GoalIs::Sale) => (None, each(converted - refunded)),
        Some(GoalIs::Lead) => {
            let sold = prices.leads_sold_percent;
            let sale = sold.and_then(|percent| each(converted * percent / 100.0));
            (each(converted), sale)
        }
        None => (None, None),
    };
    MoneyResult {
        per_visitor: each(ledger.visits.arrived as f64),
        per_goal: each(converted),
        per_lead: lead,
        per_sale: sale,
        ..money
    }
}

/// What was not earned, by cause: what each end of a visit would have been worth, charged to the cause that leads to such ends. Doors
/// share what was missed at doors by their people. What no cause explains stands alone; together it is all that was lost.
#[expect(clippy::cast_precision_loss, reason = "people are far below 2^53")]
pub(crate) fn missed_by_cause(
    causes: &[Cause],
    network: &Network,
    seen: &Observations,
) -> Vec<Missed> {
    let worth = missed(network, seen);
    let of = |outcomes: &[VisitOutcome]| -> f64 {
        let all = worth
            .iter()
            .filter(|(outcome, _)| outcomes.contains(outcome));
        all.map(|(_, value)| value).sum()
    };
    let door = |c: &Cause| {
        c.evidence
            .iter()
            .any(|e| matches!(e.series, Watched::Stopped(_)))
    };
    let room = |c: &Cause| matches!(c.kind, CauseKind::RoomNarrow | CauseKind::RoomLate);
    let behind = |c: &Cause| {
        matches!(
            c.kind,
            CauseKind::SoldOut | CauseKind::QueueBehind | CauseKind::DeskShort
        )
    };
    let stopped: u64 = causes.iter().filter(|c| door(c)).map(|c| c.people).sum();
    let site = causes
        .iter()
        .position(|c| !door(c) && !room(c) && !behind(c));
    let waiting = causes.iter().position(room).or(site);
    let mut found: Vec<Missed> = Vec::new();
    let mut charge = |cause: Option<usize>, value: f64| {
        if value <= 0.0 {
            return;
        }
        match found.iter_mut().find(|m| m.cause == cause) {
            Some(m) => m.value += value,
            None => found.push(Missed { cause, value }),
        }
    };
    let blocked = of(&[VisitOutcome::Blocked]);
    for (index, cause) in causes.iter().enumerate().filter(|(_, c)| door(c)) {
        charge(
            Some(index),
            blocked * cause.people as f64 / stopped.max(1) as f64,
        );
    }
    charge(None, if stopped == 0 { blocked } else { 0.0 });
    charge(waiting, of(&[VisitOutcome::GaveUpWaiting]));
    charge(
        site,
        of(&[
            VisitOutcome::GaveUpSlow,
            VisitOutcome::Error,
            VisitOutcome::TurnedAway,
        ]),
    );
    put_in_order(&mut found, |a, b| a.value > b.value);
    found
}

/// What the lost visitors would have been worth: each as much as a visit of its stream that nothing disturbs. Those who were
/// lost half-way were nearer to the goal than that, so this is a careful estimate.
#[expect(clippy::cast_precision_loss, reason = "visits are far below 2^53")]
fn lost_value(network: &Network, seen: &Observations) -> f64 {
    network
        .streams
        .iter()
        .zip(&seen.ledger.by_stream)
        .filter_map(|(stream, tally)| {
            // That machines are stopped is no loss.
            if matches!(stream.sends, Sends::Visits { bots: true, .. }) {
                return None;
            }
            let lost = tally.of_any(&VisitOutcome::LOST);
            let journey = network.journeys.get(stream.visit()?.0)?;
            Some(lost as f64 * undisturbed_value(journey))
        })
        .sum()
}

/// What the lost visitors would have been worth, by what they were lost to; only causes that cost something. Together it is
/// [`MoneyResult::lost`].
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "visits are far below 2^53")]
pub fn missed(network: &Network, seen: &Observations) -> Vec<(VisitOutcome, f64)> {
    let worth = |outcome: VisitOutcome| -> f64 {
        let streams = network.streams.iter().zip(&seen.ledger.by_stream);
        let people = streams.filter(|(s, _)| !matches!(s.sends, Sends::Visits { bots: true, .. }));
        people
            .filter_map(|(stream, tally)| {
                let journey = network.journeys.get(stream.visit()?.0)?;
                Some(tally.of(outcome) as f64 * undisturbed_value(journey))
            })
            .sum()
    };
    VisitOutcome::LOST
        .into_iter()
        .map(|outcome| (outcome, worth(outcome)))
        .filter(|(_, value)| *value > 0.0)
        .collect()
}

/// Mean value of a visit when every page loads, in the currency's unit.
#[expect(clippy::cast_precision_loss, reason = "values in cents are small")]
pub(crate) fn undisturbed_value(journey: &Journey) -> f64 {
    let (mut reach, mut cents) = (1.0, 0.0);
    for page in &journey.pages {
        cents += reach * page.goal_cents.unwrap_or(0) as f64;
        reach *= page.go_on;
    }
    cents / 100.0
}

/// Each target of the scenario with what came. Where nothing can be said (nobody came), none is met.
pub(crate) fn targets(
    scenario: &Scenario,
    seen: &Observations,
    money: &MoneyResult,
) -> Vec<TargetResult> {
    let wanted = &scenario.targets;
    let ledger = &seen.ledger;
    let ended: u64 = VisitOutcome::ALL
        .iter()
        .filter(|o| **o != VisitOutcome::Unfinished)
        .map(|o| ledger.visits.of(*o))
        .sum::<u64>()
        + ledger.stuck;
    let p95 = seen.page_times.quantile_s(0.95);
    let served = (ended > 0).then(|| share(ledger.served(), ended) * 100.0);
    let mut targets = vec![
        TargetResult {
            id: TargetId::PageP95,
            wanted: wanted.page_p95_s,
            got: p95,
            met: p95.is_some_and(|p95| p95 <= wanted.page_p95_s),
        },
        TargetResult {
            id: TargetId::Served,
            wanted: wanted.served_percent,
            got: served,
            met: served.is_some_and(|served| served >= wanted.served_percent),
        },
    ];
    if let Some(budget) = wanted.budget {
        let cost = money.cost();
        targets.push(TargetResult {
            id: TargetId::Budget,
            wanted: budget,
            got: Some(cost),
            met: cost <= budget,
        });
    }
    targets
}
