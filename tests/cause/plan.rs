//! A plan to plant a fault in: twenty minutes from 20:00, two pages, four web servers that could serve 200 visitors a second.

use onrush_diagnose::{Cause, Diagnosis, diagnose};
use onrush_scenario::Scenario;
use serde_json::{Value, json};

/// The plan with what `patch` changes (RFC 7386), read as a file is.
pub(crate) fn plan(crowd: &[(f64, f64)], patch: Value) -> Scenario {
    let mut file = json!({
        "onrush": Scenario::VERSION,
        "name": "Planted",
        "clock": {
            "date": "2026-03-02", "start": "20:00", "minutes": 20,
            "time_zone": "Europe/Amsterdam", "utc_offset_minutes": 60,
        },
        "regions": [{ "id": "nl", "name": "Here", "share_percent": 100, "round_trip_ms": 20 }],
        "activities": [visitors(crowd)],
        "journey": {
            "pages": [
                {
                    "id": "home", "name": "Home",
                    "document": { "work_ms": 50, "queries": 2, "kb": 10, "cacheable": true },
                    "files": 0, "files_kb": 0, "think_s": 5, "go_on_percent": 50,
                },
                {
                    "id": "buy", "name": "Bought",
                    "document": { "work_ms": 50, "queries": 2, "writes": 1, "kb": 10 },
                    "files": 0, "files_kb": 0, "think_s": 2, "go_on_percent": 0, "goal": true, "value": 20,
                },
            ],
            "behaviour": {
                "patience_s": 8, "patience_varies_percent": 50, "reload_percent": 30,
                "reload_after_error_percent": 30, "reloads_at_most": 2, "reload_pause_s": 3,
            },
        },
        "site": {
            "balancer": { "policy": "least_busy", "timeout_s": 30 },
            "web": { "servers": 4, "workers": 64, "cores": 4, "line": 200, "file_ms": 0.2 },
            "database": { "connections": 100, "query_ms": 2, "query_varies_percent": 100 },
        },
        "money": { "currency": "EUR", "server_hour": 0.2, "database_hour": 0.4, "cdn_gb": 0.08 },
        "targets": { "page_p95_s": 2, "served_percent": 98 },
    });
    merge(&mut file, patch);
    Scenario::read(&file.to_string()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// People whose number a second runs straight between points of (minute, visitors a second).
pub(crate) fn visitors(points: &[(f64, f64)]) -> Value {
    let curve: Vec<Value> = points
        .iter()
        .map(|(minute, per_s)| json!({ "after_minutes": minute, "level": per_s }))
        .collect();
    json!({
        "id": "crowd", "name": "The crowd", "kind": "freehand", "at": "20:00", "lasts_minutes": 0,
        "people": people(points), "response_percent": 100, "curve": curve,
    })
}

fn people(points: &[(f64, f64)]) -> f64 {
    points
        .windows(2)
        .map(|w| (w[1].0 - w[0].0) * 60.0 * (w[0].1 + w[1].1) / 2.0)
        .sum()
}

/// As many all the time.
pub(crate) fn even(per_s: f64) -> Vec<(f64, f64)> {
    vec![(0.0, per_s), (20.0, per_s)]
}

/// So many, and more from minute 6 to minute 12.
pub(crate) fn wave(per_s: f64, peak: f64) -> Vec<(f64, f64)> {
    vec![
        (0.0, per_s),
        (6.0, per_s),
        (6.1, peak),
        (12.0, peak),
        (12.1, per_s),
        (20.0, per_s),
    ]
}

fn merge(into: &mut Value, patch: Value) {
    match (into, patch) {
        (Value::Object(into), Value::Object(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    into.remove(&key);
                } else {
                    merge(into.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (into, patch) => *into = patch,
    }
}

/// What a rehearsal of it means.
pub(crate) fn rehearse(scenario: &Scenario, seed: u64) -> Diagnosis {
    let network = scenario.network().unwrap_or_else(|f| panic!("{f}"));
    let seen = onrush_des::simulate(&network, seed).unwrap_or_else(|f| panic!("{f}"));
    diagnose(scenario, &network, &seen)
}

/// In a few words, for a failing test: kind, part, people.
pub(crate) fn brief(scenario: &Scenario, causes: &[Cause]) -> String {
    let labels = scenario.labels();
    let said = causes.iter().map(|c| {
        let role = c.station.and_then(|s| labels.stations.get(s));
        format!(
            "{:?} at {role:?} of {:?}, {} people from {}",
            c.kind, c.holder, c.people, c.from_s
        )
    });
    said.collect::<Vec<_>>().join("; ")
}
