//! What it cost and earned, and what was hoped for.

use onrush_network::{Journey, Network, Sends};
use onrush_observe::{Observations, Outcome, VisitOutcome};
use onrush_scenario::{Region, Scenario, StationRole};

use crate::grid::share;
use crate::{MoneyResult, TargetId, TargetResult};

/// Bytes in the gigabyte by which delivery is priced.
const GIGABYTE: f64 = 1e9;

#[expect(
    clippy::cast_precision_loss,
    reason = "cents, bytes and visits are far below 2^53"
)]
pub(crate) fn money(scenario: &Scenario, network: &Network, seen: &Observations) -> MoneyResult {
    let ledger = &seen.ledger;
    let hours = f64::from(seen.horizon_s) / 3600.0;
    let prices = &scenario.money;
    let replicas = scenario.site.database.replicas.map_or(0.0, |r| {
        f64::from(r.servers) * prices.replica_hour.unwrap_or(prices.database_hour)
    });
    let servers = web_server_hours(scenario, seen, hours) * prices.server_hour
        + (prices.database_hour + replicas) * hours;
    let cdn = delivery(scenario, seen);
    let campaign = scenario.activities.iter().map(|a| a.cost).sum();
    let converted = ledger.visits.of(VisitOutcome::Converted);
    let cost: f64 = campaign + servers + cdn;
    MoneyResult {
        won: ledger.value_cents as f64 / 100.0,
        lost: lost_value(network, seen),
        campaign,
        servers,
        cdn,
        per_goal: (converted > 0).then(|| cost / converted as f64),
    }
}

/// Hours of web servers that are paid for, by the second; booting ones too.
fn web_server_hours(scenario: &Scenario, seen: &Observations, hours: f64) -> f64 {
    let web = &scenario.site.web;
    let scaled = web
        .autoscaler
        .as_ref()
        .and_then(|_| scenario.labels().station(StationRole::Web))
        .and_then(|station| seen.stations.get(station))
        .filter(|station| !station.paid.is_empty());
    match scaled {
        Some(station) => {
            let servers: f64 = station.paid.iter().map(|n| f64::from(*n)).sum();
            servers * f64::from(seen.step_s) / 3600.0
        }
        None => f64::from(web.servers) * hours,
    }
}

/// What the CDN costs: it delivers everything, its own copies and what it fetched, at each region's price.
#[expect(clippy::cast_precision_loss, reason = "bytes are far below 2^53")]
fn delivery(scenario: &Scenario, seen: &Observations) -> f64 {
    if scenario.site.cdn.is_none() {
        return 0.0;
    }
    let ledger = &seen.ledger;
    let cost = |bytes: u64, per_gb: f64| bytes as f64 / GIGABYTE * per_gb;
    let usual = scenario.money.cdn_gb;
    let alike = |r: &Region| r.cdn && r.cdn_gb.is_none();
    if scenario.regions.iter().all(alike) {
        return cost(ledger.bytes, usual);
    }
    let regions = scenario.regions.iter().zip(&ledger.bytes_by_region);
    regions
        .filter(|(region, _)| region.cdn)
        .map(|(region, &bytes)| cost(bytes, region.cdn_gb.unwrap_or(usual)))
        .sum()
}

/// Ends of a visit that cost what the visitor would have been worth.
const LOST: [VisitOutcome; 5] = [
    VisitOutcome::GaveUpWaiting,
    VisitOutcome::GaveUpSlow,
    VisitOutcome::Error,
    VisitOutcome::TurnedAway,
    VisitOutcome::Blocked,
];

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
            let lost = tally.of_any(&LOST);
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
    LOST.into_iter()
        .map(|outcome| (outcome, worth(outcome)))
        .filter(|(_, value)| *value > 0.0)
        .collect()
}

/// Mean value of a visit when every page loads, in the currency's unit.
#[expect(clippy::cast_precision_loss, reason = "values in cents are small")]
fn undisturbed_value(journey: &Journey) -> f64 {
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
        let cost = money.campaign + money.servers + money.cdn;
        targets.push(TargetResult {
            id: TargetId::Budget,
            wanted: budget,
            got: Some(cost),
            met: cost <= budget,
        });
    }
    targets
}
