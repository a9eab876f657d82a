//! What it cost and earned, and what was hoped for.

use onrush_network::{Act, Journey, Network, Page, Request, Sends, Step, put_in_order};
use onrush_observe::{Observations, Outcome, StockSeries, Tally, VisitOutcome};
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
        // What is empty adds up to less than nothing (−0), which nobody wants to read.
        lines.map(BillLine::amount).sum::<f64>() + 0.0
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
/// lost half-way were nearer to the goal than that, so this is a careful estimate. What was not there any more to sell is no loss.
#[expect(clippy::cast_precision_loss, reason = "visits are far below 2^53")]
fn lost_value(network: &Network, seen: &Observations) -> f64 {
    let lost = lost_people(network, seen);
    let sum: f64 = lost
        .iter()
        .map(|(journey, tally)| {
            tally.of_any(&VisitOutcome::LOST) as f64 * undisturbed_value(journey)
        })
        .sum();
    // An empty sum is written as less than nothing.
    (sum * left_to_sell(network, seen, &lost)).max(0.0)
}

/// What the lost visitors would have been worth, by what they were lost to; only causes that cost something. Together it is
/// [`MoneyResult::lost`].
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "visits are far below 2^53")]
pub fn missed(network: &Network, seen: &Observations) -> Vec<(VisitOutcome, f64)> {
    let lost = lost_people(network, seen);
    let left = left_to_sell(network, seen, &lost);
    let worth = |outcome: VisitOutcome| -> f64 {
        let of = |(journey, tally): &(&Journey, &Tally<VisitOutcome>)| {
            tally.of(outcome) as f64 * undisturbed_value(journey)
        };
        lost.iter().map(of).sum::<f64>() * left
    };
    VisitOutcome::LOST
        .into_iter()
        .map(|outcome| (outcome, worth(outcome)))
        .filter(|(_, value)| *value > 0.0)
        .collect()
}

/// The streams of people, each with its journey and with what became of its visits. That machines are stopped is no loss.
fn lost_people<'a>(
    network: &'a Network,
    seen: &'a Observations,
) -> Vec<(&'a Journey, &'a Tally<VisitOutcome>)> {
    let streams = network.streams.iter().zip(&seen.ledger.by_stream);
    let people = streams.filter(|(s, _)| !matches!(s.sends, Sends::Visits { bots: true, .. }));
    people
        .filter_map(|(stream, tally)| Some((network.journeys.get(stream.visit()?.0)?, tally)))
        .collect()
}

/// Which share of those who were lost on the way to the goal could have had what they came for: of a stock no more can be missed than
/// was left of it in the end. 1 where nothing is taken on the way.
#[expect(clippy::cast_precision_loss, reason = "visits are far below 2^53")]
fn left_to_sell(
    network: &Network,
    seen: &Observations,
    lost: &[(&Journey, &Tally<VisitOutcome>)],
) -> f64 {
    let share = |(index, stock): (usize, &StockSeries)| {
        let wanted: f64 = lost
            .iter()
            .map(|(journey, tally)| {
                tally.of_any(&VisitOutcome::LOST) as f64 * units_of(index, journey, network)
            })
            .sum();
        let sum = |counts: &[u32]| counts.iter().map(|n| u64::from(*n)).sum::<u64>();
        let kept = sum(&stock.taken).saturating_sub(sum(&stock.returned));
        let left = stock.units.saturating_sub(kept) as f64;
        if wanted > left { left / wanted } else { 1.0 }
    };
    seen.stocks
        .iter()
        .enumerate()
        .map(share)
        .fold(1.0, f64::min)
}

/// Units of a stock that an undisturbed visit takes on its way to the goal, in the mean.
fn units_of(stock: usize, journey: &Journey, network: &Network) -> f64 {
    let takes = |page: &Page| -> f64 {
        let of = |request: &Request| -> f64 {
            let program = request
                .programs
                .first()
                .and_then(|p| network.programs.get(*p));
            program.map_or(0.0, |p| taken_by(&p.steps, stock)) * f64::from(request.count)
        };
        page.requests.iter().map(of).sum()
    };
    let (mut units, mut on_the_way) = (0.0, 0.0);
    for (reach, page) in undisturbed(journey) {
        on_the_way += reach * takes(page);
        if page.goal_cents.is_some() {
            units += on_the_way;
            on_the_way = 0.0;
        }
    }
    units
}

/// How often these steps take from a stock.
fn taken_by(steps: &[Step], stock: usize) -> f64 {
    steps
        .iter()
        .map(|step| match step.act {
            Act::Take { stock: of } if of == stock => 1.0,
            _ => taken_by(step.inner(), stock),
        })
        .sum()
}

/// Mean value of a visit when every page loads, in the currency's unit.
#[expect(clippy::cast_precision_loss, reason = "values in cents are small")]
pub(crate) fn undisturbed_value(journey: &Journey) -> f64 {
    let mut cents = 0.0;
    for (reach, page) in undisturbed(journey) {
        cents += reach * page.goal_cents.unwrap_or(0) as f64;
    }
    cents / 100.0
}

/// The pages of a journey, each with the share of visits that come to it when every page loads.
fn undisturbed(journey: &Journey) -> impl Iterator<Item = (f64, &Page)> {
    journey.pages.iter().scan(1.0, |reach, page| {
        let here = *reach;
        *reach *= page.go_on;
        Some((here, page))
    })
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
