//! Sites that hold: nothing is at fault, however busy a part is.

use onrush_diagnose::Verdict;
use onrush_scenario::Scenario;
use serde_json::{Value, json};

use crate::plan::{brief, even, plan, rehearse, wave};

fn is_calm(scenario: &Scenario) {
    for seed in [1, 2, 3] {
        let found = rehearse(scenario, seed);
        let said = brief(scenario, &found.why.causes);
        assert_eq!(found.verdict, Verdict::Holds, "seed {seed}: {said}");
        assert!(found.why.causes.is_empty(), "seed {seed}: {said}");
        assert_eq!((found.why.kept_by, found.why.ended_by), (None, None));
    }
}

fn busiest(scenario: &Scenario) -> f64 {
    rehearse(scenario, 1).busiest.map_or(0.0, |b| b.utilisation)
}

fn page(patch: Value) -> Value {
    let mut page = json!({
        "id": "buy", "name": "Bought", "document": { "work_ms": 50, "queries": 2, "writes": 1, "kb": 10 },
        "files": 0, "files_kb": 0, "think_s": 2, "go_on_percent": 0, "goal": true, "value": 20,
    });
    if let (Some(page), Value::Object(patch)) = (page.as_object_mut(), patch) {
        page.extend(patch);
    }
    let home = json!({
        "id": "home", "name": "Home", "document": { "work_ms": 50, "queries": 2, "kb": 10, "cacheable": true },
        "files": 0, "files_kb": 0, "think_s": 5, "go_on_percent": 50,
    });
    json!({ "pages": [home, page] })
}

#[test]
fn a_quiet_evening() {
    is_calm(&plan(&even(40.0), json!({})));
}

#[test]
fn a_wave_that_it_can_take() {
    is_calm(&plan(&wave(40.0, 150.0), json!({})));
}

#[test]
fn workers_that_are_almost_all_busy() {
    // 100 workers, one core each: a visit takes 81 ms of one, half of the time waiting for a query.
    let site =
        json!({ "site": { "web": { "servers": 1, "workers": 120, "cores": 120, "line": 500 } } });
    let busy = plan(
        &even(1_360.0),
        json!({ "clock": { "minutes": 5 }, "site": site["site"].clone() }),
    );
    assert!(busiest(&busy) > 0.9, "{}", busiest(&busy));
    is_calm(&busy);
}

#[test]
fn a_database_at_nine_tenths() {
    let site = json!({ "site": { "database": { "connections": 40, "query_ms": 200, "query_varies_percent": 50 } } });
    let busy = plan(&even(61.0), site);
    assert!(busiest(&busy) > 0.9, "{}", busiest(&busy));
    is_calm(&busy);
}

#[test]
fn a_queue_that_is_behind_for_a_while_and_catches_up() {
    let site = json!({
        "journey": page(json!({ "queues": true })),
        "site": { "queue": { "workers": 4, "job_ms": 100, "job_varies_percent": 50, "writes": 1 } },
    });
    is_calm(&plan(&wave(20.0, 140.0), site));
}

#[test]
fn a_cache_that_begins_empty_before_few_people() {
    let site = json!({ "site": { "cdn": { "answer_ms": 5, "files_hit_percent": 95, "pages":
        { "objects": 5000, "zipf": 0.6, "keep_minutes": 60, "warm": false, "coalesce": false } } } });
    is_calm(&plan(&even(60.0), site));
}

#[test]
fn a_machine_lost_among_many_and_noticed() {
    let site = json!({
        "site": {
            "balancer": { "policy": "least_busy", "health": { "every_s": 1, "fails": 1, "passes": 1 } },
            "web": { "servers": 12 },
        },
        "incidents": [{ "id": "one", "name": "One machine dies", "kind": "servers_lost", "at": "20:05", "servers": 1 }],
    });
    is_calm(&plan(&even(60.0), site));
}

#[test]
fn machines_ordered_before_the_crowd() {
    let site = json!({ "site": { "web": { "servers": 2, "autoscaler": {
        "looks_at": "processor", "target_percent": 50, "tolerance_percent": 10, "every_s": 15, "boot_s": 120,
        "at_least": 2, "at_most": 12, "step": 4, "cooldown_s": 15, "calm_s": 600,
        "schedule": [{ "at": "20:01", "servers": 12 }],
    } } } });
    is_calm(&plan(&wave(30.0, 300.0), site));
}

#[test]
fn a_filter_that_stops_machines_only() {
    let bots = json!({
        "id": "bots", "name": "Crawlers", "kind": "bots", "at": "20:05", "lasts_minutes": 12,
        "people": 200_000, "response_percent": 100,
    });
    let site = json!({
        "activities": [crate::plan::visitors(&even(60.0)), bots],
        "site": { "bot_filter": { "stops_bots_percent": 98, "stops_people_percent": 0.2 } },
    });
    is_calm(&plan(&even(60.0), site));
}

#[test]
fn a_waiting_room_with_a_short_wait() {
    let site = json!({ "site": { "waiting_room": {
        "per_minute": 6000, "session_minutes": 0.5, "patience_minutes": 20, "place_shown": true, "shuffled": false,
    } } });
    is_calm(&plan(&wave(40.0, 110.0), site));
}

#[test]
fn an_optional_service_that_refuses_nearly_everything() {
    let site = json!({
        "journey": page(json!({ "asks": [{ "id": "tips", "times": 1 }] })),
        "site": { "third_parties": [{ "id": "tips", "name": "Recommendations", "kind": "other", "answer_ms": 100,
            "varies_percent": 30, "per_s": 2, "optional": true }] },
    });
    is_calm(&plan(&even(80.0), site));
}

#[test]
fn a_stock_that_lasts() {
    let site = json!({
        "journey": page(json!({ "takes": "seats" })),
        "site": { "stocks": [{ "id": "seats", "name": "Seats", "units": 100_000, "lock_ms": 3 }] },
    });
    is_calm(&plan(&even(100.0), site));
}

#[test]
fn visitors_from_far_away() {
    let site = json!({ "regions": [
        { "id": "nl", "name": "Here", "share_percent": 20, "round_trip_ms": 20 },
        { "id": "far", "name": "Far", "share_percent": 80, "round_trip_ms": 400 },
    ] });
    is_calm(&plan(&even(60.0), site));
}

#[test]
fn a_desk_that_is_busy_all_evening() {
    let site = json!({ "site": { "desks": [{
        "id": "sales", "name": "Sales", "people": 40, "minutes_per_case": 2, "varies_percent": 50, "share_percent": 1.5,
    }] } });
    is_calm(&plan(&even(40.0), site));
}
