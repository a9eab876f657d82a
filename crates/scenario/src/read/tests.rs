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

/// What is replaced in the story, by what, and the fault that follows.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "\"onrush\": 1",
        "\"onrush\": 2",
        "onrush: 2 is not a version that this program knows (1 at most): the file was made by a newer Onrush",
    ),
    ("\"onrush\": 1", "\"onrush\": 0", "onrush: 0 is not 1"),
    (
        "\"onrush\": 1,",
        "",
        "onrush: missing, must be 1, the version of the file format; without it this is no scenario",
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
        "activities.everyday.kind: null is not one of: email, push, tv, window, post, everyday",
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
    let got = faults(&mole().replace("\"people\": 680000", "\"people\": 9e6"));
    assert_eq!(got.len(), 1);
    assert!(
        got[0].starts_with("activities: a crowd that makes ")
            && got[0].contains("at most 20000000 requests"),
        "{got:?}"
    );
}

#[test]
fn a_run_without_end_is_refused() {
    let text = mole()
        .replace("\"queries\": 4", "\"queries\": 1000")
        .replace("\"queries\": 3", "\"queries\": 1000");
    let got = faults(&text);
    assert_eq!(got.len(), 1);
    assert!(
        got[0].starts_with("activities: a crowd whose requests take ")
            && got[0].ends_with(
                "is not at most 1000000000 steps in all, so that a run ends within minutes"
            ),
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
        "activities: 41 activities in 50 regions is not at most 2000 when multiplied"
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

#[test]
fn hostile_texts_are_answered() {
    let long = "x".repeat(4_000_000);
    let keys = (0..90_000)
        .map(|i| format!("\"k{i}\":0,"))
        .collect::<Vec<_>>()
        .concat();
    for text in [
        String::new(),
        "null".into(),
        "[]".into(),
        "\"\"".into(),
        "{}".into(),
        "{\"onrush\": NaN}".into(),
        "{\"onrush\": 1e400}".into(),
        "{\"onrush\": -0}".into(),
        "{\"onrush\": 1.0}".into(),
        "{\"onrush\": []}".into(),
        "{\"onrush\": \"1\"}".into(),
        "{\"onrush\": 99999999999999999999999}".into(),
        "{\"onrush\": 1, \"\": {}, \"a.b\": 1, \"notes[]\": 2, \"\\u202e\": 3, \"ключ\": 4, \"clock.date\": 1}".into(),
        "{\"onrush\": 1, \"regions\": [[]], \"activities\": [null], \"journey\": [{}], \"notes\": [{\"field\": \"[\"}]}".into(),
        format!("{{\"onrush\": 1, \"{long}\": 1}}"),
        format!("{{\"onrush\": 1, \"name\": \"{long}\"}}"),
        format!("{{\"onrush\": 1, {keys} \"z\": 1}}"),
        format!("{{\"onrush\": 1, \"regions\": [{}{{}}]}}", "{},".repeat(60_000)),
        "{\"a\":".repeat(1_000_000),
        "[".repeat(LARGEST_FILE),
        " ".repeat(LARGEST_FILE + 1),
        "\u{0}\u{1}".into(),
    ] {
        let faults = Scenario::read(&text).unwrap_err();
        assert!((1..=MOST_FAULTS + 1).contains(&faults.0.len()));
        for fault in &faults.0 {
            assert!(fault.path.chars().count() < 200, "{}", fault.path.len());
            assert!(!fault.path.is_empty() && !fault.allowed.is_empty());
        }
    }
    assert_eq!(
        faults(&" ".repeat(LARGEST_FILE + 1)),
        ["file: 5000001 bytes is not a scenario: it has at most 5000000 bytes"]
    );
    assert_eq!(
        faults("[1]"),
        ["file: a list is not a scenario: a group of fields in { }"]
    );
    assert!(faults("{\"onrush\": 1,}")[0].starts_with("line 1, column 14: `}` is not JSON here"));
}

#[test]
fn a_wrong_type_in_any_field_is_reported_at_that_field() {
    let scenario = minimal();
    for field in fields() {
        for wrong in [
            "null",
            "{}",
            "[]",
            "\"\\n\"",
            "-1e300",
            "{\"onrush\":{\"a\":[]}}",
        ] {
            let wrong: serde_json::Value = serde_json::from_str(wrong).unwrap();
            let mut file = scenario.clone();
            if !put(&mut file, field.path, &wrong) {
                continue; // a field that the story does not have
            }
            let fits = match field.kind {
                Kind::Group => wrong == serde_json::json!({}) && field.path != "site.cdn",
                Kind::List { least, .. } => wrong == serde_json::json!([]) && least == 0,
                _ => false,
            };
            let got = Scenario::read(&file.to_string());
            if fits {
                continue;
            }
            let faults = got.unwrap_err();
            let about = |f: &Fault| {
                crate::field(&f.path).is_some_and(|found| found.path.starts_with(field.path))
            };
            assert!(
                faults.0.iter().any(about),
                "{} = {wrong}: {faults}",
                field.path
            );
        }
    }
}

/// Puts `value` at the first place that matches the pattern.
fn put(file: &mut serde_json::Value, pattern: &str, value: &serde_json::Value) -> bool {
    let mut here = file;
    for part in pattern.split('.') {
        let (name, entry) = match part.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (part, false),
        };
        let Some(next) = here.get_mut(name) else {
            return false;
        };
        here = next;
        if entry {
            let Some(first) = here.get_mut(0) else {
                return false;
            };
            here = first;
        }
    }
    *here = value.clone();
    true
}

#[test]
fn what_may_be_left_out_takes_the_default_of_the_table() {
    let whole = Scenario::read(mole()).unwrap();
    for field in fields() {
        let WhenAbsent::Default(default) = field.when_absent else {
            continue;
        };
        let default: serde_json::Value = serde_json::from_str(default).unwrap();
        // The default written out and left out are the same scenario.
        let without = remove_all(&serde_json::from_str(&whole.write()).unwrap(), field);
        let mut written = without.clone();
        add_all(&mut written, field, &default);
        let (without, written) = (without.to_string(), written.to_string());
        assert_ne!(without, written, "{}", field.path);
        let read = |text: &str| serde_json::from_str::<Scenario>(text).unwrap();
        assert_eq!(read(&without), read(&written), "{}", field.path);
    }
}

fn parents<'a>(file: &'a mut serde_json::Value, pattern: &str) -> Vec<&'a mut serde_json::Value> {
    let mut here = vec![file];
    for part in pattern
        .rsplit_once('.')
        .map_or("", |(parent, _)| parent)
        .split('.')
        .filter(|p| !p.is_empty())
    {
        let (name, entries) = part
            .strip_suffix("[]")
            .map_or((part, false), |name| (name, true));
        here = here
            .into_iter()
            .filter_map(|v| v.get_mut(name))
            .flat_map(|v| {
                if entries {
                    v.as_array_mut().unwrap().iter_mut().collect()
                } else {
                    vec![v]
                }
            })
            .collect();
    }
    here
}

fn remove_all(file: &serde_json::Value, field: &Field) -> serde_json::Value {
    let mut file = file.clone();
    let name = field.path.rsplit('.').next().unwrap();
    for parent in parents(&mut file, field.path) {
        parent.as_object_mut().unwrap().remove(name);
    }
    file
}

fn add_all(file: &mut serde_json::Value, field: &Field, value: &serde_json::Value) {
    let name = field.path.rsplit('.').next().unwrap();
    for parent in parents(file, field.path) {
        parent
            .as_object_mut()
            .unwrap()
            .insert(name.into(), value.clone());
    }
}

#[test]
fn what_is_written_is_read_back() {
    let mut random = Random(1);
    let mut awkward = |most: f64| {
        // Every bit of the mantissa matters.
        let part = f64::from_bits(0x3FF0_0000_0000_0000 | (random.next() >> 12)) - 1.0;
        part * most
    };
    for story in stories() {
        let original = Scenario::read(story.file).unwrap();
        assert_eq!(Scenario::read(&original.write()).unwrap(), original);
        assert_eq!(
            Scenario::read(&original.write()).unwrap().write(),
            original.write()
        );
        for _ in 0..300 {
            let mut s = original.clone();
            s.name = "Ünïcode \"quoted\" \\ 🐹 \u{7f}".replace('\u{7f}', "");
            s.money.server_hour = awkward(1e6);
            s.targets.budget = Some(awkward(1e12));
            s.journey.behaviour.patience_s = 0.1 + awkward(100.0);
            for page in &mut s.journey.pages {
                page.think_s = awkward(3600.0);
                page.value = awkward(1e-6);
            }
            for activity in &mut s.activities {
                activity.people = awkward(1e5);
                activity.half_after_minutes = Some(0.1 + awkward(100.0));
            }
            assert_eq!(Scenario::read(&s.write()).unwrap(), s);
        }
    }
}

/// Whatever is read can be run.
fn read_and_lower(text: &str) -> bool {
    match Scenario::read(text) {
        Ok(scenario) => {
            let network = scenario.network().unwrap();
            assert_eq!(network.check(), Ok(()));
            assert_eq!(Scenario::read(&scenario.write()).as_ref(), Ok(&scenario));
            true
        }
        Err(faults) => {
            assert!(!faults.0.is_empty());
            false
        }
    }
}

#[test]
fn bytes_changed_at_random_never_do_harm() {
    let mut random = Random(2);
    let (mut good, mut bad) = (0, 0);
    for story in stories() {
        // Digits, quotes and brackets are where it hurts.
        let alphabet = b"0123456789.-+eE\"{}[],:tfn \\u\n\xff\x80";
        for _ in 0..1_500 {
            let mut bytes = story.file.as_bytes().to_vec();
            for _ in 0..=random.below(2) {
                let at = random.below(bytes.len());
                match random.below(3) {
                    0 => bytes[at] = alphabet[random.below(alphabet.len())],
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, alphabet[random.below(alphabet.len())]),
                }
            }
            if read_and_lower(&String::from_utf8_lossy(&bytes)) {
                good += 1;
            } else {
                bad += 1;
            }
        }
    }
    assert!(good > 300 && bad > 300, "{good} read, {bad} refused");
}

#[test]
fn fields_removed_and_replaced_at_random_never_do_harm() {
    let mut random = Random(3);
    let values = [
        "0",
        "1",
        "-1",
        "0.1",
        "5",
        "100",
        "1000",
        "1e5",
        "80640",
        "1e9",
        "1e308",
        "5e-324",
        "-0",
        "-0.0",
        "true",
        "false",
        "null",
        "\"\"",
        "\"nl\"",
        "\"20:15\"",
        "\"window\"",
        "\"everyday\"",
        "\"email\"",
        "\"post\"",
        "\"push\"",
        "[]",
        "{}",
    ];
    let (mut good, mut bad) = (0, 0);
    for story in stories() {
        let original: serde_json::Value = serde_json::from_str(story.file).unwrap();
        for _ in 0..1_500 {
            let mut file = original.clone();
            for _ in 0..=random.below(2) {
                mutate(&mut file, &mut random, &values);
            }
            if read_and_lower(&file.to_string()) {
                good += 1;
            } else {
                bad += 1;
            }
        }
    }
    assert!(good > 200 && bad > 500, "{good} read, {bad} refused");
}

fn mutate(value: &mut serde_json::Value, random: &mut Random, values: &[&str]) {
    let inner = match value {
        serde_json::Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(random.below(map.len())).unwrap().clone();
            if random.below(25) == 0 {
                map.remove(&key);
                return;
            }
            map.get_mut(&key)
        }
        serde_json::Value::Array(items) if !items.is_empty() => {
            let i = random.below(items.len());
            if random.below(10) == 0 {
                items.remove(i);
                return;
            }
            items.get_mut(i)
        }
        _ => None,
    };
    match inner {
        Some(inner) if random.below(30) > 0 => mutate(inner, random, values),
        _ => *value = serde_json::from_str(values[random.below(values.len())]).unwrap(),
    }
}

#[test]
fn extremes_of_every_range_can_be_run() {
    // Each number at its lowest and highest, one at a time: refused only as too large, never broken.
    for field in fields() {
        let (low, high) = match field.kind {
            Kind::Whole { low, high } => (low.to_string(), high.to_string()),
            Kind::Number { low, high } => (low.to_string(), high.to_string()),
            _ => continue,
        };
        for value in [low, high] {
            let mut file = minimal();
            if put(
                &mut file,
                field.path,
                &serde_json::from_str(&value).unwrap(),
            ) {
                read_and_lower(&file.to_string());
            }
        }
    }
}
