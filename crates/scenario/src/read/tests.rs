//! Each fault with its path, and all at once.

mod hostile;
mod mutation;
mod parts;

use super::*;
use crate::test_support::Random;
use crate::{Field, Kind, WhenAbsent, fields, stories, story};

fn mole() -> &'static str {
    story("mole-app").unwrap().file
}

/// The story with the first `from` replaced.
fn with(from: &str, to: &str) -> String {
    assert!(mole().contains(from), "{from}");
    mole().replacen(from, to, 1)
}

fn faults(text: &str) -> Vec<String> {
    match Scenario::read(text) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.iter().map(ToString::to_string).collect(),
    }
}

fn minimal() -> serde_json::Value {
    serde_json::from_str(mole()).unwrap()
}

/// A file in which every field of the format stands, but for those that exclude each other; the mole app has these.
const FULL: &str = include_str!("../../tests/full.onrush.json");

/// Both files: every field stands in one of them.
fn samples() -> [serde_json::Value; 2] {
    [serde_json::from_str(FULL).unwrap(), minimal()]
}

/// What is replaced in the story, by what, and the fault that follows.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "\"onrush\": 2",
        "\"onrush\": 3",
        "onrush: 3 is not a version that this program knows (2 at most): the file was made by a newer Onrush",
    ),
    ("\"onrush\": 2", "\"onrush\": 0", "onrush: 0 is not 2"),
    (
        "\"onrush\": 2,",
        "",
        "onrush: missing, must be 2, the version of the file format; without it this is no scenario",
    ),
    (
        "\"servers\": 24",
        "\"servers\": 5001",
        "site.web.servers: 5001 is not a whole number between 1 and 5000",
    ),
    (
        "\"servers\": 24",
        "\"servers\": 24.5",
        "site.web.servers: 24.5 is not a whole number between 1 and 5000",
    ),
    (
        "\"servers\": 24",
        "\"servers\": \"24\"",
        "site.web.servers: \"24\" is not a whole number between 1 and 5000",
    ),
    (
        "\"servers\": 24",
        "\"sevrers\": 24",
        "site.web.sevrers: \"sevrers\" is not a field here; did you mean \"servers\"?",
    ),
    (
        "\"servers\": 24, ",
        "",
        "site.web.servers: missing, must be a whole number between 1 and 5000",
    ),
    (
        "\"servers\": 24",
        "\"servers\": 24, \"servers\": 25",
        "site.web.servers: 25 is not allowed: the field stands here a second time",
    ),
    (
        "\"work_ms\": 6",
        "\"work_ms\": -6",
        "journey.pages.open.document.work_ms: -6 is not a number between 0 and 60000",
    ),
    (
        "\"work_ms\": 4",
        "\"work_ms\": 1e308",
        "journey.pages.open.calls[0].work_ms: 1e308 is not a number between 0 and 60000",
    ),
    (
        "\"share_percent\": 96",
        "\"share_percent\": 90",
        "regions: 94 % in all is not 100 %: the regions' share_percent must add up to it",
    ),
    (
        "\"at\": \"21:25\"",
        "\"at\": \"22:25\"",
        "activities.after.at: \"22:25\" is not a time within the rehearsal, which runs from 20:15 to 21:45",
    ),
    (
        "\"at\": \"21:25\"",
        "\"at\": \"21:25\", \"days_later\": 1",
        "activities.after.days_later: 1 is not a day of the rehearsal: between 0 and 0",
    ),
    (
        "\"at\": \"21:25\"",
        "\"at\": \"9:25\"",
        "activities.after.at: \"9:25\" is not a time of day as 20:31 or 20:31:12",
    ),
    (
        "\"date\": \"2017-01-14\"",
        "\"date\": \"2017-02-29\"",
        "clock.date: \"2017-02-29\" is not a date as 2017-01-14, between 1970 and 2100",
    ),
    (
        "\"goal\": true",
        "\"goal\": false",
        "journey.pages: 0 goals is not one goal: exactly one page must have \"goal\": true",
    ),
    (
        "\"think_s\": 15",
        "\"goal\": true, \"think_s\": 15",
        "journey.pages: 2 goals is not one goal: exactly one page must have \"goal\": true",
    ),
    (
        "\"currency\": \"EUR\"",
        "\"currency\": \"euros\"",
        "money.currency: \"euros\" is not a currency as EUR or USD: three capital letters",
    ),
    (
        "\"policy\": \"least_busy\"",
        "\"policy\": \"best\"",
        "site.balancer.policy: \"best\" is not one of: round_robin, random, least_busy, two_choices",
    ),
    (
        "\"field\": \"site.web\"",
        "\"field\": \"site.wep\"",
        "notes[11].field: \"site.wep\" is not the path of a field of this file, as site.web.servers or activities.the-id.people",
    ),
    (
        "\"field\": \"clock\"",
        "\"field\": \"activities.nobody.people\"",
        "notes[5].field: \"activities.nobody.people\" is not the path of a field of this file, as site.web.servers or activities.the-id.people",
    ),
    (
        "\"kind\": \"everyday\"",
        "\"kind\": null",
        "activities.everyday.kind: null is not one of: email, push, sms, tv, window, on_sale, post, influencer, press, ads, everyday, bots, freehand, measured",
    ),
    (
        "\"name\": \"The mole app\"",
        "\"name\": \"\"",
        "name: \"\" is not a text of 1 to 200 characters on one line",
    ),
    (
        "\"assumed\": false",
        "\"assumed\": 0",
        "notes[0].assumed: 0 is not true or false",
    ),
    (
        "\"money\": {",
        "\"money\": 3, \"x\": {",
        "money: 3 is not a group of fields in { }",
    ),
];

#[test]
fn every_kind_of_fault_names_its_path() {
    for (from, to, wanted) in FAULTS {
        let got = faults(&with(from, to));
        assert!(
            got.iter().any(|f| f == wanted),
            "wanted {wanted}\ngot    {got:?}"
        );
    }
}

#[test]
fn ids_are_good_and_unique_and_entries_without_one_are_counted() {
    let got = faults(&with("\"id\": \"after\"", "\"id\": \"before\""));
    assert_eq!(
        got[0],
        "activities[2].id: \"before\" is not allowed: another entry of the list has this id"
    );
    let got = faults(&with("\"id\": \"nl\"", "\"id\": \"N L\""));
    assert!(
        got[0].starts_with("regions[0].id: \"N L\" is not a short name of small letters"),
        "{got:?}"
    );
    let got = faults(&with("\"id\": \"nl\"", "\"id\": \"\""));
    assert!(
        got[0].starts_with("regions[0].id: \"\" is not a short name"),
        "{got:?}"
    );
}

#[test]
fn all_faults_are_reported_at_once_in_the_order_of_the_file() {
    let mut text = mole().to_owned();
    for (from, to) in [
        ("\"date\": \"2017-01-14\"", "\"date\": \"14.1.2017\""),
        ("\"share_percent\": 4", "\"share_percent\": 5"),
        ("\"work_ms\": 5", "\"work_ms\": \"five\""),
        ("\"patience_s\": 10", "\"patience_s\": 0"),
        ("\"cores\": 4", "\"coers\": 4"),
        ("\"goal\": true", "\"goal\": false"),
    ] {
        assert!(text.contains(from));
        text = text.replacen(from, to, 1);
    }
    let paths: Vec<String> = Scenario::read(&text)
        .unwrap_err()
        .0
        .into_iter()
        .map(|f| f.path)
        .collect();
    assert_eq!(
        paths,
        [
            "clock.date",
            "journey.pages.suspect.document.work_ms",
            "journey.behaviour.patience_s",
            "site.web.coers",
            "site.web.cores",
            "regions",
            "journey.pages",
        ]
    );
}

#[test]
fn a_crowd_too_large_to_simulate_is_refused_in_words() {
    let text = mole().replace("\"people\": 680000", "\"people\": 1e9");
    let got = faults(&text);
    assert!(
        got[0].starts_with("activities.after.people: ")
            || got[0].starts_with("activities: a crowd that makes "),
        "{got:?}"
    );
    // Too large to simulate each of its requests is not too large for a scenario.
    let large = mole().replace("\"people\": 680000", "\"people\": 9e6");
    let (_, network) = Scenario::read_with_network(&large).unwrap();
    assert!(crate::expected_requests(&network) > onrush_network::LIMITS.expected_requests);
}

#[test]
fn a_run_without_end_is_refused() {
    let mut scenario = Scenario::read(mole()).unwrap();
    scenario
        .activities
        .iter_mut()
        .for_each(|a| a.people *= 400.0);
    for page in &mut scenario.journey.pages {
        page.document.queries = 1000;
        page.calls.iter_mut().for_each(|call| call.queries = 1000);
    }
    let got = faults(&scenario.write());
    assert_eq!(got.len(), 1);
    assert!(
        got[0].starts_with("activities: a crowd whose requests take ")
            && got[0].ends_with("is not at most 100000000000 steps in all"),
        "{got:?}"
    );
}

#[test]
fn too_many_parts_are_refused() {
    let mut scenario = Scenario::read(mole()).unwrap();
    let region = scenario.regions[0].clone();
    scenario.regions = (0..50)
        .map(|i| crate::Region {
            id: format!("r{i}"),
            share_percent: 2.0,
            ..region.clone()
        })
        .collect();
    let activity = scenario.activities[0].clone();
    scenario.activities = (0..41)
        .map(|i| crate::Activity {
            id: format!("a{i}"),
            people: 10.0,
            ..activity.clone()
        })
        .collect();
    scenario.notes.clear();
    let faults = scenario.check().unwrap_err();
    assert_eq!(
        faults.to_string(),
        "activities: 41 activities in 50 regions is not at most 2000 when multiplied, and by the devices"
    );
}

#[test]
fn numbers_that_no_file_can_hold_are_faults_of_a_value_too() {
    let mut scenario = Scenario::read(mole()).unwrap();
    scenario.site.web.servers = 0;
    scenario.journey.pages[0].think_s = f64::NAN;
    scenario.activities[1].people = f64::INFINITY;
    let paths: Vec<String> = scenario
        .check()
        .unwrap_err()
        .0
        .into_iter()
        .map(|f| f.path)
        .collect();
    assert_eq!(
        paths,
        [
            "activities.before.people",
            "journey.pages.open.think_s",
            "site.web.servers"
        ]
    );
    assert_eq!(
        scenario.network().unwrap_err(),
        scenario.check().unwrap_err()
    );
}
