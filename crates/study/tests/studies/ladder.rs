//! Limits that are known by arithmetic.

use onrush_scenario::Scenario;
use onrush_study::{End, Ladder, Limits};

use super::site::{answered, set, steady, told, with};

fn ladder(plan: Scenario, most: f64, rungs: usize) -> Limits {
    answered(Ladder::new(plan, vec![1, 2], most, rungs))
}

/// (part, factor) of the rungs, which must all be confirmed and lie in their intervals.
fn rungs(limits: &Limits) -> Vec<(&str, f64)> {
    let rung = |r: &'_ onrush_study::Rung| {
        assert!(
            r.confirmed && r.factor.low <= r.factor.best && r.factor.best <= r.factor.high,
            "{limits:?}"
        );
        assert!(r.factor.high / r.factor.low < 1.3, "{limits:?}");
        r.factor.best
    };
    let named = limits.rungs.iter();
    named
        .map(|r| (r.part.as_deref().unwrap_or("nothing"), rung(r)))
        .collect()
}

fn near(factor: f64, expected: f64) -> bool {
    (factor / expected - 1.0).abs() < 0.08
}

#[test]
fn the_database_goes_first_and_the_web_servers_behind_it() {
    // 50 visits a second; the database carries 1/10 ms = 100 of them, the web server's core 1/4 ms = 250.
    let limits = ladder(steady(50.0, 4.0, 10.0), 7.0, 2);
    let rungs = rungs(&limits);
    assert!(
        rungs[0].0 == "database" && near(rungs[0].1, 2.0),
        "{rungs:?}"
    );
    assert!(rungs[1].0 == "web" && near(rungs[1].1, 5.0), "{rungs:?}");
    // What was done is told: four times the connections, at four times the price.
    let fix = &limits.rungs[0].changes;
    let connections = fix.iter().find(|c| c.path == "site.database.connections");
    assert_eq!(
        connections.and_then(|c| c.to.clone()),
        Some(4.into()),
        "{fix:?}"
    );
}

#[test]
fn the_order_turns_when_the_parts_do() {
    // The core carries 1/12.5 ms = 80 of 50 visits a second, the database 1/5 ms = 200.
    let limits = ladder(steady(50.0, 12.5, 5.0), 6.0, 2);
    let rungs = rungs(&limits);
    assert!(rungs[0].0 == "web" && near(rungs[0].1, 1.6), "{rungs:?}");
    assert!(
        rungs[1].0 == "database" && near(rungs[1].1, 4.0),
        "{rungs:?}"
    );
}

#[test]
fn a_site_that_breaks_already_has_a_limit_below_one() {
    let limits = ladder(steady(200.0, 2.0, 10.0), 2.0, 1);
    let rungs = rungs(&limits);
    assert!(
        rungs[0].0 == "database" && near(rungs[0].1, 0.5),
        "{rungs:?}"
    );
}

#[test]
fn a_site_that_holds_says_how_far_that_was_tested() {
    let limits = ladder(steady(2.0, 2.0, 2.0), 10.0, 3);
    assert_eq!(
        (limits.rungs.len(), limits.end),
        (0, End::Holds),
        "{limits:?}"
    );
    assert!(limits.confirmed && (limits.tested_to - 10.0).abs() < 1e-9);
}

#[test]
fn what_the_crowd_does_not_break_is_not_blamed_on_it() {
    let mut plan = steady(20.0, 2.0, 2.0);
    let down = serde_json::json!({ "id": "down", "name": "Down", "kind": "database_down", "at": "12:02", "minutes": 15,
        "times_slower": 1, "errors_percent": 0 });
    plan = plan
        .edited(&onrush_scenario::Edit::Insert {
            list: "incidents".into(),
            at: None,
            entry: down,
        })
        .expect("sound");
    let limits = ladder(plan, 4.0, 3);
    assert_eq!(
        (limits.rungs.len(), limits.end),
        (0, End::AnyCrowd),
        "{limits:?}"
    );
}

#[test]
fn forecasts_alone_are_not_called_confirmed() {
    let plan = with(&told("mole-app"), &[set("targets.served_percent", 99)]);
    let limits = answered(Ladder::new(plan, Vec::new(), 4.0, 2));
    let first = &limits.rungs[0];
    assert!(
        !first.confirmed && first.part.as_deref() == Some("database"),
        "{limits:?}"
    );
    assert!((0.4..0.9).contains(&first.factor.best), "{limits:?}");
}
