//! The shipped stories: what each must show, and exact results for one seed.
//!
//! The exact results are in `tests/stories/*.json`. When a change of the engine or of a story changes them on purpose, write
//! them anew with `ONRUSH_BLESS=1 cargo test -p onrush-tests --test stories`, review the difference, and list it in
//! CHANGELOG.md under "Changed numbers".

use std::path::Path;

use onrush_diagnose::{FindingId, Verdict};
use onrush_observe::Outcome;
use onrush_runner::{Flow, Rehearsal, rehearse};
use onrush_scenario::{Scenario, StationRole};
use onrush_words::{Language, Words};
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

/// When a story's break must come, as local time: from the first of the two to just before the second.
fn breaks_between(scenario: &Scenario, rehearsal: &Rehearsal, from: &str, until: &str) {
    let second = |clock: &str| {
        let mut parts = clock.split(':').map(|n| n.parse::<u32>().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        let of_day = next() * 3600 + next() * 60 + next();
        of_day - scenario.clock.start.second_of_day
    };
    assert_eq!(rehearsal.diagnosis.verdict, Verdict::Breaks);
    let broke = rehearsal.diagnosis.first_break_s.unwrap_or(0);
    assert!((second(from)..second(until)).contains(&broke), "{broke}");
}

fn headline(scenario: &Scenario, rehearsal: &Rehearsal) -> String {
    Words::new(Language::English).headline(scenario, &rehearsal.observations, &rehearsal.diagnosis)
}

#[test]
fn the_museums_buyers_want_the_same_row_and_it_is_still_down_an_hour_later() {
    for seed in [1, 2] {
        let (scenario, rehearsal) = run("museum-tickets", seed);
        breaks_between(&scenario, &rehearsal, "07:30", "07:35");
        assert_eq!(
            root(&scenario, &rehearsal),
            Some(StationRole::Row { stock: 0 })
        );
        let said = headline(&scenario, &rehearsal);
        assert!(said.contains("the same row of the database"), "{said}");
        let recovered = rehearsal.diagnosis.recovered_s.unwrap_or(u32::MAX);
        assert!(recovered > 100 * 60, "still down at 08:25: {recovered}");
        assert!(share_lost(&rehearsal) > 0.5);
    }
}

#[test]
fn the_email_breaks_the_servers_until_the_cdn_carries_it_and_the_block_loses_more() {
    let (scenario, open) = run("asia-email", 1);
    breaks_between(&scenario, &open, "08:00", "08:20");
    assert_eq!(root(&scenario, &open), Some(StationRole::Web));
    let recovered = open.diagnosis.recovered_s.unwrap_or(0);
    assert!(
        (3600..4200).contains(&recovered),
        "soon after 08:45: {recovered}"
    );
    // Attention is not revenue: what came in does not pay for the campaign.
    let money = &open.diagnosis.money;
    assert!(money.won > 0.0 && money.won < 2.0 * money.campaign);
    let (scenario, blocked) = run("asia-blocked", 1);
    assert!(share_lost(&blocked) > 1.3 * share_lost(&open));
    let said = headline(&scenario, &blocked);
    assert!(said.contains("real people out"), "{said}");
    // The block cost most, and came twenty minutes after the site broke.
    assert!(said.contains("began at 08:20:00"), "{said}");
    assert!(!headline(&scenario, &open).contains("began at"));
    let story = |key| onrush_scenario::story(key).and_then(|s| s.partner);
    assert_eq!(story("asia-email"), Some("asia-blocked"));
    assert_eq!(story("asia-blocked"), Some("asia-email"));
}

#[test]
fn the_influencers_crowd_is_there_before_the_machines() {
    let (scenario, rehearsal) = run("influencer-post", 1);
    breaks_between(&scenario, &rehearsal, "20:03", "20:06");
    assert_eq!(root(&scenario, &rehearsal), Some(StationRole::Web));
    let late = rehearsal
        .diagnosis
        .findings
        .iter()
        .find(|f| f.id == FindingId::MachinesLate);
    let wait_s = late
        .and_then(|f| f.figures.iter().find(|x| x.name == "wait_s"))
        .map_or(0.0, |x| x.value);
    assert!(wait_s >= 120.0, "{wait_s}");
    let said = headline(&scenario, &rehearsal);
    assert!(said.contains("first new machine came only"), "{said}");
}

#[test]
fn glastonbury_breaks_minutes_after_the_opening_and_the_crowd_comes_again() {
    let (scenario, rehearsal) = run("glastonbury", 1);
    breaks_between(&scenario, &rehearsal, "20:01", "20:04");
    let seen = &rehearsal.observations;
    assert!(
        seen.ledger.reloads > 2 * seen.ledger.visits.arrived,
        "more come again than come"
    );
}

#[test]
fn black_friday_breaks_at_the_payment_provider_alone() {
    let (scenario, rehearsal) = run("black-friday", 1);
    breaks_between(&scenario, &rehearsal, "08:00", "08:05");
    assert_eq!(
        root(&scenario, &rehearsal),
        Some(StationRole::Party { party: 0 })
    );
    let said = headline(&scenario, &rehearsal);
    assert!(said.contains("takes 25 requests a second"), "{said}");
    let full = |f: &onrush_diagnose::Finding| f.id == FindingId::Saturated;
    assert!(!rehearsal.diagnosis.findings.iter().any(full));
}

#[test]
fn the_census_takes_what_was_tested_and_breaks_when_the_evening_comes() {
    let (scenario, rehearsal) = run("ecensus", 1);
    breaks_between(&scenario, &rehearsal, "19:15", "20:15");
    // A fiftieth of a million forms an hour, which was tested, goes well.
    let mut tested = scenario;
    tested.activities[0].people *= 0.25;
    let network = tested.network().unwrap_or_else(|f| panic!("{f}"));
    let peak_hour = (0..network.horizon_s - 3600)
        .map(|s| {
            let rate = &network.streams[0].rate;
            rate.expected(f64::from(s), f64::from(s + 3600))
        })
        .fold(0.0, f64::max);
    assert!(peak_hour > 9_000.0, "{peak_hour}");
    let calm = rehearse(&tested, 1, &mut |_| Flow::On).unwrap_or_else(|s| panic!("{s:?}"));
    assert_eq!(calm.diagnosis.verdict, Verdict::Holds);
}

#[test]
fn every_story_plays_within_seconds() {
    for story in onrush_scenario::stories() {
        let (_, rehearsal) = run(story.key, 1);
        let most = if story.key == "mole-app" {
            40_000_000
        } else {
            5_000_000
        };
        assert!(
            rehearsal.observations.events < most,
            "{}: {}",
            story.key,
            rehearsal.observations.events
        );
    }
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
