//! The shipped stories: what each must show, and exact results for one seed.
//!
//! The exact results are in `tests/stories/*.json`. When a change of the engine or of a story changes them on purpose, write
//! them anew with `ONRUSH_BLESS=1 cargo test -p onrush-tests --test stories`, review the difference, and list it in
//! CHANGELOG.md under "Changed numbers".

use std::path::Path;

use onrush_diagnose::Verdict;
use onrush_observe::Outcome;
use onrush_runner::{Flow, Rehearsal, rehearse};
use onrush_scenario::{Scenario, StationRole};
use serde_json::{Value, json};

fn run(key: &str, seed: u64) -> (Scenario, Rehearsal) {
    let story = onrush_scenario::story(key).unwrap_or_else(|| panic!("no story {key}"));
    let scenario = Scenario::read(story.file).unwrap_or_else(|faults| panic!("{key}: {faults}"));
    let rehearsal = rehearse(&scenario, seed, &mut |_| Flow::On)
        .unwrap_or_else(|stopped| panic!("{key}: {stopped:?}"));
    (scenario, rehearsal)
}

/// The part that is the root of the trouble.
fn root(scenario: &Scenario, rehearsal: &Rehearsal) -> Option<StationRole> {
    rehearsal
        .diagnosis
        .root
        .map(|station| scenario.labels().stations[station])
}

fn share_lost(rehearsal: &Rehearsal) -> f64 {
    let ledger = &rehearsal.observations.ledger;
    ledger.lost() as f64 / ledger.visits.ended() as f64
}

#[test]
fn the_mole_app_meets_its_known_figures_and_breaks_at_the_database() {
    for seed in [1, 2, 3] {
        let (scenario, rehearsal) = run("mole-app", seed);
        let seen = &rehearsal.observations;
        let Some(after) = scenario.activities.iter().find(|a| a.id == "after") else {
            panic!("the wave after the broadcast is gone");
        };
        let broadcast = (after.at.second_of_day - scenario.clock.start.second_of_day) as usize;
        let in_five_minutes: u64 = seen.series.requests[broadcast..broadcast + 300]
            .iter()
            .map(|n| u64::from(*n))
            .sum();
        assert!(in_five_minutes >= 1_500_000, "{in_five_minutes} requests");
        assert!(rehearsal.diagnosis.peak.requests_per_s >= 5_000.0);
        assert!(seen.ledger.visits.arrived < 680_000, "it has no more users");
        assert_eq!(rehearsal.diagnosis.verdict, Verdict::Breaks);
        assert_eq!(root(&scenario, &rehearsal), Some(StationRole::Database));
        let first = rehearsal.diagnosis.first_break_s.unwrap_or(0) as usize;
        assert!(
            (broadcast..broadcast + 300).contains(&first),
            "the wave before the episode holds, the one after it does not: {first}"
        );
    }
}

#[test]
fn the_toy_shop_breaks_and_the_staffing_firm_holds_under_a_like_crowd() {
    let (toys, shop) = run("toy-shop", 1);
    let (_, firm) = run("staffing-firm", 1);
    assert_eq!(shop.diagnosis.verdict, Verdict::Breaks);
    assert_eq!(root(&toys, &shop), Some(StationRole::Web));
    assert!(share_lost(&shop) > 0.2, "{}", share_lost(&shop));
    assert_eq!(firm.diagnosis.verdict, Verdict::Holds);
    assert_eq!(firm.observations.ledger.lost(), 0);
    let crowd = |r: &Rehearsal| r.observations.ledger.visits.arrived as f64;
    let ratio = crowd(&shop) / crowd(&firm);
    assert!((0.7..1.4).contains(&ratio), "{ratio}");
}

#[test]
fn results_are_what_they_were() {
    let bless = std::env::var_os("ONRUSH_BLESS").is_some();
    for story in onrush_scenario::stories() {
        let (_, rehearsal) = run(story.key, 1);
        let found = figures(&rehearsal);
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("stories/{}.json", story.key));
        if bless {
            let text = serde_json::to_string_pretty(&found).unwrap_or_default() + "\n";
            std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            continue;
        }
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let expected: Value =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(found, expected, "{}", story.key);
    }
}

fn figures(rehearsal: &Rehearsal) -> Value {
    let (seen, diagnosis) = (&rehearsal.observations, &rehearsal.diagnosis);
    let outcomes = |tally: Vec<(&'static str, u64)>| {
        tally
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    json!({
        "digest": rehearsal.digest,
        "events": seen.events,
        "visits": outcomes(seen.ledger.visits.iter().map(|(o, n)| (o.id(), n)).collect()),
        "requests": outcomes(seen.ledger.requests.iter().map(|(o, n)| (o.id(), n)).collect()),
        "reloads": seen.ledger.reloads,
        "wasted": seen.ledger.wasted,
        "served_slowly": seen.ledger.served_slowly,
        "verdict": diagnosis.verdict,
        "first_break_s": diagnosis.first_break_s,
        "recovered_s": diagnosis.recovered_s,
        "root": diagnosis.root,
        "peak_at_s": diagnosis.peak.at_s,
    })
}
