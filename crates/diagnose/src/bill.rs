//! The bill: units and list prices, line by line.

use onrush_network::Network;
use onrush_observe::Observations;
use onrush_scenario::{ActivityKind, Region, Scenario, StationRole};

use crate::{BillItem, BillLine};

/// Bytes in the gigabyte by which delivery is priced.
const GIGABYTE: f64 = 1e9;

/// All lines that come to something.
#[expect(
    clippy::cast_precision_loss,
    reason = "bytes and cents are far below 2^53"
)]
pub(crate) fn bill(scenario: &Scenario, network: &Network, seen: &Observations) -> Vec<BillLine> {
    let hours = f64::from(seen.horizon_s) / 3600.0;
    let prices = &scenario.money;
    let line = |item, index, units, price| BillLine {
        item,
        index,
        units,
        price,
    };
    let mut lines = Vec::new();
    for (index, activity) in scenario.activities.iter().enumerate() {
        lines.push(line(BillItem::Activity, Some(index), 1.0, activity.cost));
        let message = match activity.kind {
            ActivityKind::Email => prices
                .email_thousand
                .map(|price| (BillItem::Emails, activity.people / 1000.0, price)),
            ActivityKind::Sms => prices
                .sms_each
                .map(|price| (BillItem::Texts, activity.people, price)),
            _ => None,
        };
        lines.extend(message.map(|(item, units, price)| line(item, Some(index), units, price)));
    }
    let machines = web_server_hours(scenario, seen, hours);
    lines.push(line(
        BillItem::WebServers,
        None,
        machines,
        prices.server_hour,
    ));
    lines.push(line(BillItem::Database, None, hours, prices.database_hour));
    if let Some(replicas) = scenario.site.database.replicas {
        let price = prices.replica_hour.unwrap_or(prices.database_hour);
        lines.push(line(
            BillItem::Replicas,
            None,
            f64::from(replicas.servers) * hours,
            price,
        ));
    }
    if scenario.site.cdn.is_some() {
        // It delivers everything, its own copies and what it fetched, at each region's price.
        let gigabytes = |bytes: u64| bytes as f64 / GIGABYTE;
        let alike = |r: &Region| r.cdn && r.cdn_gb.is_none();
        if scenario.regions.iter().all(alike) {
            let all = gigabytes(seen.ledger.bytes);
            lines.push(line(BillItem::Delivery, None, all, prices.cdn_gb));
        } else {
            let regions = scenario.regions.iter().zip(&seen.ledger.bytes_by_region);
            for (index, (region, &bytes)) in regions.enumerate().filter(|(_, (r, _))| r.cdn) {
                let price = region.cdn_gb.unwrap_or(prices.cdn_gb);
                lines.push(line(
                    BillItem::Delivery,
                    Some(index),
                    gigabytes(bytes),
                    price,
                ));
            }
        }
    }
    if let Some(price) = prices.desk_hour {
        let desks = (0..scenario.site.desks.len()).map(|desk| {
            line(
                BillItem::Desk,
                Some(desk),
                desk_hours(scenario, network, seen, desk),
                price,
            )
        });
        lines.extend(desks);
    }
    lines.extend(refunds(scenario, seen));
    lines.retain(|line| line.amount() != 0.0);
    lines
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

/// Hours of people at a desk while it is open.
fn desk_hours(scenario: &Scenario, network: &Network, seen: &Observations, desk: usize) -> f64 {
    let people = scenario.site.desks.get(desk).map_or(0, |d| d.people);
    let station = scenario.labels().station(StationRole::Desk { desk });
    let opening = station
        .and_then(|s| network.stations.get(s))
        .map_or(&[][..], |s| &s.hours);
    let horizon = f64::from(seen.horizon_s);
    // From each change to the next; before the first all are there.
    let (mut at, mut there, mut sum) = (0.0, people, 0.0);
    for &(from, servers) in opening {
        let from = from.clamp(at, horizon);
        sum += f64::from(there) * (from - at);
        (at, there) = (from, servers);
    }
    (sum + f64::from(there) * (horizon - at)) / 3600.0
}

/// Orders that were paid and then lost before they were confirmed, because the queue took no more: each costs what it was worth,
/// and the handling. Only where the page of the goal hands its orders to the queue.
#[expect(clippy::cast_precision_loss, reason = "orders are far below 2^53")]
fn refunds(scenario: &Scenario, seen: &Observations) -> Option<BillLine> {
    let handling = scenario.money.refund_each?;
    let mut pages = scenario.journey.pages.iter();
    let worth = pages.find(|p| p.goal && p.queues)?.value;
    let station = scenario.labels().station(StationRole::Queue)?;
    let series = seen.stations.get(station)?;
    let sum = |column: &[u32]| column.iter().map(|n| u64::from(*n)).sum::<u64>();
    Some(BillLine {
        item: BillItem::Refunds,
        index: None,
        units: (sum(&series.refused) + sum(&series.given_up)) as f64,
        price: worth + handling,
    })
}
