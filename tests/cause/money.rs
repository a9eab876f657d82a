//! Money is conserved: the bill is units times prices, and what was missed is charged to causes without a rest.

use onrush_diagnose::{BillItem, Diagnosis, diagnose};
use onrush_observe::{Observations, VisitOutcome};
use onrush_scenario::Scenario;
use serde_json::{Value, json};

use crate::plan::{even, plan, wave};

fn run(scenario: &Scenario) -> (Diagnosis, Observations) {
    let network = scenario.network().unwrap_or_else(|f| panic!("{f}"));
    let seen = onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"));
    (diagnose(scenario, &network, &seen), seen)
}

fn near(found: f64, expected: f64) {
    let tolerance = 1e-9 * expected.abs().max(1.0);
    assert!(
        (found - expected).abs() <= tolerance,
        "{found}, not {expected}"
    );
}

fn patch() -> Value {
    json!({
        "regions": [
            { "id": "nl", "name": "Here", "share_percent": 60, "round_trip_ms": 20 },
            { "id": "asia", "name": "Asia", "share_percent": 40, "round_trip_ms": 200, "cdn_gb": 0.12 },
        ],
        "site": {
            "cdn": { "answer_ms": 5, "files_hit_percent": 95, "pages_hit_percent": 50 },
            "bot_filter": { "stops_bots_percent": 90, "stops_people_percent": 10 },
            "database": { "connections": 2, "query_ms": 12 },
            "desks": [{ "id": "sales", "name": "Sales", "people": 6, "minutes_per_case": 2, "varies_percent": 50,
                "share_percent": 5, "hours": [{ "from": "09:00", "until": "20:10" }] }],
        },
        "money": { "currency": "EUR", "server_hour": 0.25, "database_hour": 0.5, "cdn_gb": 0.085,
            "email_thousand": 0.4, "desk_hour": 30, "refund_each": 5, "prices_date": "2026-06-01" },
    })
}

#[test]
fn the_bill_is_units_times_prices() {
    let mut scenario = plan(&wave(30.0, 120.0), patch());
    scenario.activities[0].cost = 700.0;
    let (d, seen) = run(&scenario);
    let amount = |item: BillItem| -> f64 {
        d.bill
            .iter()
            .filter(|l| l.item == item)
            .map(|l| l.units * l.price)
            .sum()
    };
    near(amount(BillItem::Activity), 700.0);
    near(amount(BillItem::WebServers), 4.0 * 0.25 / 3.0);
    near(amount(BillItem::Database), 0.5 / 3.0);
    let bytes = &seen.ledger.bytes_by_region;
    near(
        amount(BillItem::Delivery),
        bytes[0] as f64 / 1e9 * 0.085 + bytes[1] as f64 / 1e9 * 0.12,
    );
    near(amount(BillItem::Desk), 6.0 * 30.0 / 6.0);
    let all: f64 = d.bill.iter().map(|l| l.units * l.price).sum();
    near(d.money.cost(), all);
    let people = seen.ledger.visits.arrived as f64;
    near(d.money.per_visitor.unwrap_or(0.0) * people, all);
    let goals = seen.ledger.visits.of(VisitOutcome::Converted) as f64;
    near(d.money.per_goal.unwrap_or(0.0) * goals, all);
}

#[test]
fn what_was_missed_is_charged_to_causes_without_a_rest() {
    let (d, _) = run(&plan(&wave(30.0, 160.0), patch()));
    assert!(d.why.causes.len() >= 2, "the database and the filter");
    assert!(d.missed.iter().all(|m| m.value > 0.0 && m.cause.is_some()));
    assert!(d.missed.len() >= 2, "{:?}", d.missed);
    near(d.missed.iter().map(|m| m.value).sum(), d.money.lost);
}

#[test]
fn the_same_holds_for_every_story() {
    for story in onrush_scenario::stories() {
        if story.key == "mole-app" {
            continue; // The longest; the others have all that it has.
        }
        let scenario = Scenario::read(story.file).unwrap_or_else(|f| panic!("{}: {f}", story.key));
        let (d, _) = run(&scenario);
        near(d.missed.iter().map(|m| m.value).sum(), d.money.lost);
        near(
            d.bill.iter().map(onrush_diagnose::BillLine::amount).sum(),
            d.money.cost(),
        );
    }
}

#[test]
fn orders_that_the_queue_lost_are_refunded() {
    let patch = json!({
        "journey": { "pages": [{
            "id": "buy", "name": "Bought", "document": { "work_ms": 20, "queries": 1, "writes": 1, "kb": 10 },
            "files": 0, "files_kb": 0, "think_s": 2, "go_on_percent": 0, "goal": true, "value": 20, "queues": true,
        }] },
        "site": { "queue": { "workers": 1, "job_ms": 100, "job_varies_percent": 50, "places": 50, "writes": 0 } },
        "money": { "refund_each": 5 },
    });
    let (d, seen) = run(&plan(&wave(20.0, 60.0), patch));
    let queue = seen.stations.iter().find(|s| s.id == "queue");
    let lost: u32 = queue.map_or(0, |q| q.refused.iter().sum());
    assert!(lost > 1000, "{lost}");
    near(d.money.refunds, f64::from(lost) * 25.0);
}

#[test]
fn what_the_success_in_asia_cost_is_the_bill_that_came_after() {
    let file = onrush_scenario::story("asia-email").map_or("", |s| s.file);
    let scenario = Scenario::read(file).unwrap_or_else(|f| panic!("{f}"));
    let (d, _) = run(&scenario);
    let delivery: Vec<_> = d
        .bill
        .iter()
        .filter(|l| l.item == BillItem::Delivery)
        .collect();
    assert_eq!(delivery.len(), 2, "each region at its own price");
    let asia = delivery.iter().find(|l| l.index == Some(1));
    assert!(
        asia.is_some_and(|l| (l.price - 0.12).abs() < 1e-12 && l.units > 100.0),
        "{delivery:?}"
    );
    // Attention is not revenue: a lead cost more than it was worth.
    assert!(
        d.money.per_goal.is_some_and(|cost| cost > 30.0),
        "{:?}",
        d.money
    );
    assert!(d.money.cost() > d.money.won);
}

#[test]
fn leads_and_sales_are_priced_apart() {
    let goals = |seen: &Observations| seen.ledger.visits.of(VisitOutcome::Converted) as f64;
    let with = |money: Value| run(&plan(&even(10.0), json!({ "money": money })));
    let neither = with(json!({})).0.money;
    assert_eq!((neither.per_lead, neither.per_sale), (None, None));
    let (lead, seen) = with(json!({ "goal_is": "lead", "leads_sold_percent": 4 }));
    let cost = lead.money.cost();
    assert!(cost > 0.0);
    near(lead.money.per_lead.unwrap_or(0.0), cost / goals(&seen));
    near(
        lead.money.per_sale.unwrap_or(0.0),
        cost / (0.04 * goals(&seen)),
    );
    let (unsold, _) = with(json!({ "goal_is": "lead" }));
    assert!(unsold.money.per_lead.is_some() && unsold.money.per_sale.is_none());
    let (sale, seen) = with(json!({ "goal_is": "sale" }));
    assert_eq!(sale.money.per_lead, None);
    near(sale.money.per_sale.unwrap_or(0.0), cost / goals(&seen));
}

#[test]
fn an_order_that_was_refunded_is_no_sale() {
    let patch = json!({
        "journey": { "pages": [{
            "id": "buy", "name": "Bought", "document": { "work_ms": 20, "queries": 1, "writes": 1, "kb": 10 },
            "files": 0, "files_kb": 0, "think_s": 2, "go_on_percent": 0, "goal": true, "value": 20, "queues": true,
        }] },
        "site": { "queue": { "workers": 1, "job_ms": 100, "job_varies_percent": 50, "places": 50, "writes": 0 } },
        "money": { "refund_each": 5, "goal_is": "sale" },
    });
    let (d, seen) = run(&plan(&wave(20.0, 60.0), patch));
    let refunds = d.bill.iter().find(|l| l.item == BillItem::Refunds);
    let kept = seen.ledger.visits.of(VisitOutcome::Converted) as f64
        - refunds.map_or(0.0, |line| line.units);
    assert!(kept > 0.0);
    near(d.money.per_sale.unwrap_or(0.0) * kept, d.money.cost());
    assert!(d.money.per_sale > d.money.per_goal);
}

#[test]
fn every_price_on_a_bill_can_be_changed_and_says_where_it_comes_from() {
    let words = onrush_words::Words::default();
    for story in onrush_scenario::stories() {
        if story.key == "mole-app" {
            continue; // The longest; the others have all that it has.
        }
        let scenario = Scenario::read(story.file).unwrap_or_else(|f| panic!("{}: {f}", story.key));
        assert!(scenario.money.prices_date.is_some(), "{}", story.key);
        let (d, _) = run(&scenario);
        for line in &d.bill {
            let path = line.price_field(&scenario);
            let price = scenario.value_at(&path).and_then(|v| v.as_f64());
            assert_eq!(price, Some(line.price), "{}: {path}", story.key);
            let sources = words.price_sources(&[*line], &scenario);
            assert_eq!(sources.len(), 1, "{}: {path}", story.key);
        }
    }
}
