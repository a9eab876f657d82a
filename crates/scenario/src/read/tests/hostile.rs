//! Texts and values that nobody would write in earnest, and fields left out.

use super::*;

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
            let mut file = samples()
                .into_iter()
                .find(|file| put(&mut file.clone(), field.path, &wrong))
                .unwrap_or_else(|| panic!("no sample has {}", field.path));
            put(&mut file, field.path, &wrong);
            let fits = match field.kind {
                Kind::Group => {
                    wrong == serde_json::json!({}) && is_whole_without_fields(field.path)
                }
                Kind::List { least, .. } => wrong == serde_json::json!([]) && least == 0,
                _ => false,
            };
            let got = Scenario::read(&file.to_string());
            if fits {
                continue;
            }
            let faults = got.unwrap_err();
            let about = |f: &Fault| {
                // The field itself, one inside it, or one that it does not have.
                let parent = f.path.rsplit_once('.').map_or("", |(parent, _)| parent);
                [f.path.as_str(), parent]
                    .iter()
                    .filter_map(|path| crate::field(path))
                    .any(|found| found.path.starts_with(field.path))
            };
            assert!(
                faults.0.iter().any(about),
                "{} = {wrong}: {faults}",
                field.path
            );
        }
    }
}

fn is_whole_without_fields(group: &str) -> bool {
    let inside = format!("{group}.");
    fields()
        .iter()
        .filter(|f| {
            f.path
                .strip_prefix(&inside)
                .is_some_and(|rest| !rest.contains('.'))
        })
        .all(|f| f.when_absent != WhenAbsent::Fault)
}

/// Puts `value` at the first place that matches the pattern.
pub(super) fn put(file: &mut serde_json::Value, pattern: &str, value: &serde_json::Value) -> bool {
    let (first, rest) = pattern
        .split_once('.')
        .map_or((pattern, None), |(first, rest)| (first, Some(rest)));
    let (name, entries) = match first.strip_suffix("[]") {
        Some(name) => (name, true),
        None => (first, false),
    };
    let Some(next) = file.get_mut(name) else {
        return false;
    };
    let Some(rest) = rest else {
        *next = value.clone();
        return true;
    };
    if !entries {
        return put(next, rest, value);
    }
    let items = next.as_array_mut().into_iter().flatten();
    items.into_iter().any(|item| put(item, rest, value))
}

#[test]
fn what_may_be_left_out_takes_the_default_of_the_table() {
    for field in fields() {
        let WhenAbsent::Default(default) = field.when_absent else {
            continue;
        };
        let default: serde_json::Value = serde_json::from_str(default).unwrap();
        // The default written out and left out are the same scenario (or have the same faults).
        let whole = &samples()[0];
        let without = remove_all(whole, field);
        let mut written = without.clone();
        add_all(&mut written, field, &default);
        let (without, written) = (without.to_string(), written.to_string());
        assert_ne!(without, written, "{}", field.path);
        assert_eq!(
            Scenario::read(&without),
            Scenario::read(&written),
            "{}",
            field.path
        );
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
