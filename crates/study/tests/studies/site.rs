//! Small sites of which one knows by arithmetic what they carry.

use onrush_runner::{Flow, study::finish};
use onrush_scenario::{Edit, Scenario, story};
use onrush_study::{Machine, Study};
use serde_json::Value;

/// A shipped story.
pub(crate) fn told(key: &str) -> Scenario {
    Scenario::read(story(key).expect("a shipped story").file).expect("sound")
}

pub(crate) fn set(path: &str, value: impl Into<Value>) -> Edit {
    Edit::Set {
        path: path.to_owned(),
        value: value.into(),
    }
}

pub(crate) fn with(plan: &Scenario, edits: &[Edit]) -> Scenario {
    plan.edited(&Edit::Many(edits.to_vec()))
        .expect("a sound plan")
}

/// The mole app with a hundredth of its people on one server and one database connection.
pub(crate) fn small_mole() -> Scenario {
    let mut plan = told("mole-app");
    plan.activities.iter_mut().for_each(|a| a.people /= 100.0);
    with(
        &plan,
        &[
            set("site.web.servers", 1),
            set("site.web.workers", 16),
            set("site.database.connections", 1),
        ],
    )
}

/// Ten minutes of visitors at a steady rate, each asking for one page, which takes `work_ms` of a web server with one core and one
/// query of `query_ms`. Nothing else costs time, and who is refused leaves.
pub(crate) fn steady(per_s: f64, work_ms: f64, query_ms: f64) -> Scenario {
    let file = serde_json::json!({
        "onrush": 2, "name": "Steady",
        "clock": { "date": "2026-01-01", "start": "12:00", "minutes": 20, "time_zone": "UTC", "utc_offset_minutes": 0 },
        "regions": [{ "id": "here", "name": "Here", "share_percent": 100, "round_trip_ms": 10 }],
        "activities": [{ "id": "ads", "name": "Ads", "kind": "ads", "at": "12:00", "lasts_minutes": 20, "people": per_s * 1200.0,
            "response_percent": 100 }],
        "journey": {
            "pages": [{ "id": "page", "name": "Page", "document": { "work_ms": work_ms, "queries": 1, "kb": 1 },
                "files": 0, "files_kb": 0, "think_s": 1, "go_on_percent": 0, "goal": true, "value": 10 }],
            "behaviour": { "patience_s": 5, "patience_varies_percent": 30, "reload_percent": 0,
                "reload_after_error_percent": 0, "reloads_at_most": 0, "reload_pause_s": 1 }
        },
        "site": {
            "balancer": { "policy": "least_busy", "timeout_s": 60 },
            "web": { "servers": 1, "workers": 50, "cores": 1, "line": 100, "file_ms": 0 },
            "database": { "connections": 1, "query_ms": query_ms, "query_varies_percent": 100 }
        },
        "money": { "currency": "EUR", "server_hour": 0.2, "database_hour": 1, "cdn_gb": 0.1 },
        "targets": { "page_p95_s": 3, "served_percent": 99 }
    });
    Scenario::read(&file.to_string()).unwrap_or_else(|f| panic!("{f}"))
}

/// Answers a study.
pub(crate) fn answered<S: Study>(study: S) -> S::Answer {
    let mut machine = Machine::new(study);
    finish(&mut machine, &mut |_| Flow::On).expect("nobody stops it");
    assert!(machine.done());
    let advance = machine.advance();
    assert_eq!(advance.done, advance.of);
    machine.answer()
}
