//! Each field by itself, against the field table.

use std::collections::BTreeMap;

use onrush_json::{LONGEST_KEY, below};
use onrush_network::{Fault, Faults};

use crate::field::{Kind, WhenAbsent, at_pattern, children};
use crate::json::Tree;
use crate::{ClockTime, Date};

/// Checks every field of a file.
pub(super) fn fields(tree: &Tree, faults: &mut Faults) {
    group(tree, "", "", faults);
}

/// Checks the fields of `tree` that differ from those of `before`, a file without faults: the others have none.
pub(super) fn changed(before: &Tree, tree: &Tree, faults: &mut Faults) {
    let (Tree::Group(was), Tree::Group(now)) = (before, tree) else {
        return fields(tree, faults);
    };
    let same_names = was.len() == now.len() && was.iter().zip(now).all(|(a, b)| a.0 == b.0);
    if !same_names {
        return fields(tree, faults);
    }
    for ((name, value), (_, old)) in now.iter().zip(was) {
        if value == old {
            continue;
        }
        match at_pattern(name) {
            Some(field) if !entries_changed(old, value, name, faults) => {
                one(value, name, name, &field.kind, faults);
            }
            _ => {}
        }
    }
}

/// Checks the entries of a list that have changed; false where it has others than before, or is none.
fn entries_changed(before: &Tree, list: &Tree, path: &str, faults: &mut Faults) -> bool {
    let (Tree::List(was), Tree::List(now)) = (before, list) else {
        return false;
    };
    let same =
        was.len() == now.len() && was.iter().zip(now).all(|(a, b)| a.get("id") == b.get("id"));
    if same {
        let pattern = format!("{path}[]");
        for ((item, path), old) in now.iter().zip(entry_paths(now, path)).zip(was) {
            if item != old {
                group(item, &path, &pattern, faults);
            }
        }
    }
    same
}

fn group(tree: &Tree, path: &str, pattern: &str, faults: &mut Faults) {
    let Tree::Group(entries) = tree else {
        return faults
            .0
            .push(Fault::new(path, tree.shown(), Kind::Group.allowed()));
    };
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for (key, value) in entries {
        let times = seen.entry(key).or_default();
        *times += 1;
        let child = below(path, key);
        if *times > 1 {
            faults.0.push(Fault::new(
                child,
                value.shown(),
                "allowed: the field stands here a second time",
            ));
            continue;
        }
        let child_pattern = below(pattern, key);
        // A key with a dot or bracket must not pass for a path.
        let known = (!key.contains(['.', '[']))
            .then(|| at_pattern(&child_pattern))
            .flatten();
        match known {
            Some(field) => one(value, &child, &child_pattern, &field.kind, faults),
            None => faults.0.push(Fault::new(
                child,
                format!("\"{key}\""),
                known_names(key, pattern, faults.0.len()),
            )),
        }
    }
    for (name, field) in children(pattern) {
        if field.when_absent == WhenAbsent::Fault && !seen.contains_key(name) {
            faults
                .0
                .push(Fault::new(below(path, name), "", field.kind.allowed()));
        }
    }
}

fn one(value: &Tree, path: &str, pattern: &str, kind: &Kind, faults: &mut Faults) {
    match kind {
        Kind::Group => group(value, path, pattern, faults),
        Kind::List { least, most } => list(value, path, pattern, (*least, *most), faults),
        Kind::Numbers { most, low, high } => numbers(value, path, (*most, *low, *high), faults),
        _ => faults.require(allowed(value, kind), || {
            Fault::new(path, value.shown(), kind.allowed())
        }),
    }
}

fn list(
    value: &Tree,
    path: &str,
    pattern: &str,
    (least, most): (usize, usize),
    faults: &mut Faults,
) {
    let allowed = || Kind::List { least, most }.allowed();
    let Tree::List(items) = value else {
        return faults.0.push(Fault::new(path, value.shown(), allowed()));
    };
    if !(least..=most).contains(&items.len()) {
        return faults.0.push(Fault::new(
            path,
            format!("a list of {} entries", items.len()),
            allowed(),
        ));
    }
    let entry_pattern = format!("{pattern}[]");
    for (item, path) in items.iter().zip(entry_paths(items, path)) {
        group(item, &path, &entry_pattern, faults);
    }
    for (i, item) in items.iter().enumerate() {
        let id = item.get("id").and_then(Tree::text);
        if let Some(id) = id
            && items[..i]
                .iter()
                .any(|other| other.get("id").and_then(Tree::text) == Some(id))
        {
            faults.0.push(Fault::new(
                format!("{path}[{i}].id"),
                format!("\"{id}\""),
                "allowed: another entry of the list has this id",
            ));
        }
    }
}

fn numbers(value: &Tree, path: &str, (most, low, high): (usize, f64, f64), faults: &mut Faults) {
    let items = value.list();
    if !matches!(value, Tree::List(_)) || !(1..=most).contains(&items.len()) {
        let found = match value {
            Tree::List(items) => format!("a list of {} entries", items.len()),
            _ => value.shown(),
        };
        let allowed = Kind::Numbers { most, low, high }.allowed();
        return faults.0.push(Fault::new(path, found, allowed));
    }
    let kind = Kind::Number { low, high };
    for (i, item) in items.iter().enumerate() {
        faults.require(allowed(item, &kind), || {
            Fault::new(format!("{path}[{i}]"), item.shown(), kind.allowed())
        });
    }
}

/// Paths of a list's entries: by id where it has a good one of its own, else by position.
pub(crate) fn entry_paths(items: &[Tree], path: &str) -> Vec<String> {
    let ids: Vec<Option<&str>> = items
        .iter()
        .map(|item| item.get("id").and_then(Tree::text).filter(|id| is_id(id)))
        .collect();
    ids.iter()
        .enumerate()
        .map(|(i, id)| match id {
            Some(id) if ids.iter().filter(|other| *other == &Some(*id)).count() == 1 => {
                below(path, id)
            }
            _ => format!("{path}[{i}]"),
        })
        .collect()
}

/// Whether `value` may stand in a field of this kind (not for groups and lists).
pub(super) fn allowed(value: &Tree, kind: &Kind) -> bool {
    match (kind, value) {
        // Whole numbers are written as such: 5, not 5.0 or 5e0; a minus sign only where negative numbers are allowed.
        (Kind::Whole { low, high }, Tree::Number(text)) => {
            text != "-0" && text.parse().is_ok_and(|n: i64| (*low..=*high).contains(&n))
        }
        (Kind::Number { low, high }, Tree::Number(text)) => {
            !(text.starts_with('-') && *low >= 0.0)
                && value.number().is_some_and(|n| (*low..=*high).contains(&n))
        }
        (Kind::Text { least, most }, Tree::Text(text)) => {
            (*least..=*most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
        }
        (Kind::Id, Tree::Text(text)) => is_id(text),
        (Kind::Choice(words), Tree::Text(text)) => words.contains(&text.as_str()),
        (Kind::ClockTime, Tree::Text(text)) => text.parse::<ClockTime>().is_ok(),
        (Kind::Date, Tree::Text(text)) => is_date(text),
        (Kind::Currency, Tree::Text(text)) => {
            text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
        }
        (Kind::Flag, Tree::Flag(_)) => true,
        _ => false,
    }
}

fn is_id(text: &str) -> bool {
    (1..=Kind::LONGEST_ID).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A day of the Gregorian calendar from 1970 to 2100, written `2017-01-14`.
fn is_date(text: &str) -> bool {
    Date::read(text).is_some_and(|date| (1970..=2100).contains(&date.year()))
}

/// What an unknown name should have been.
fn known_names(key: &str, pattern: &str, faults_so_far: usize) -> String {
    if faults_so_far > super::MOST_FAULTS {
        return String::new(); // will not be shown, and comparing takes time
    }
    let names: Vec<&str> = children(pattern).map(|(name, _)| name).collect();
    let nearest = names
        .iter()
        .map(|name| (distance(key, name), *name))
        .min()
        .filter(|(d, name)| *d <= name.len().max(3) / 3 + 1);
    match nearest {
        Some((_, name)) => format!("a field here; did you mean \"{name}\"?"),
        None => format!("a field here; there are: {}", names.join(", ")),
    }
}

/// Letters to insert, delete or replace to turn one name into the other (Levenshtein); long keys are far from everything.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (
        a.chars().take(LONGEST_KEY + 1).collect(),
        b.chars().collect(),
    );
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for good in [
            "2017-01-14",
            "2016-02-29",
            "2000-02-29",
            "2100-12-31",
            "1970-01-01",
        ] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2017-02-29",
            "1900-02-29",
            "2100-02-29",
            "2017-13-01",
            "2017-00-10",
            "2017-04-31",
            "2017-1-14",
            "17-01-14",
            "2017-01-14 ",
            "2017/01/14",
            "",
            "-",
            "--",
            "+017-01-14",
            "1969-12-31",
            "2017-01-1٤",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn distance_counts_letters() {
        for (a, b, d) in [
            ("", "abc", 3),
            ("sevrers", "servers", 2),
            ("workers", "workers", 0),
            ("work", "workers", 3),
        ] {
            assert_eq!(distance(a, b), d, "{a} {b}");
        }
    }
}
