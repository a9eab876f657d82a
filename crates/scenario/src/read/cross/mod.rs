//! Fields that must fit each other.

mod crowd;
mod incidents;
mod ranges;
mod site;
mod times;

use onrush_network::{Fault, Faults};

use super::walk::allowed;
use crate::field::{Kind, at_pattern};
use crate::json::Tree;
use crate::place;

/// How far the regions' shares may miss 100 %, for rounded figures.
const SHARES_MISS: f64 = 0.1;

/// All checks that need more than one field. Each is left out where a field that it needs has a fault of its own.
pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    times::checks(tree, faults);
    crowd::checks(tree, faults);
    site::checks(tree, faults);
    incidents::checks(tree, faults);
    goals(tree, faults);
    notes(tree, faults);
    ranges::checks(tree, faults);
}

/// That shares add up to 100 %, where all of them are good.
fn add_up(items: &[Tree], pattern: &str, path: &str, faults: &mut Faults) {
    let pattern = format!("{pattern}.share_percent");
    let shares: Option<Vec<f64>> = items
        .iter()
        .map(|r| good(r.get("share_percent")?, &pattern)?.number())
        .collect();
    if let Some(shares) = shares.filter(|s| !s.is_empty()) {
        let sum: f64 = shares.iter().sum();
        // A hair more than the tolerance, so that 99.9 passes whatever the rounding of the sum.
        faults.require((sum - 100.0).abs() <= SHARES_MISS + 1e-9, || {
            Fault::new(
                path,
                format!("{} % in all", (sum * 1000.0).round() / 1000.0),
                "100 %: the regions' share_percent must add up to it",
            )
        });
    }
}

/// That `value`, where it is an id, is one of a list's.
fn one_of(
    tree: &Tree,
    list: &[&str],
    value: Option<&Tree>,
    path: impl FnOnce() -> String,
    faults: &mut Faults,
) {
    let Some(id) = value.and_then(Tree::text) else {
        return;
    };
    let known: Vec<&str> = entries(tree, list).iter().filter_map(id_of).collect();
    faults.require(known.contains(&id), || {
        let allowed = if known.is_empty() {
            format!("the id of an entry of {}, which is empty", list.join("."))
        } else {
            format!("one of {}: {}", list.join("."), known.join(", "))
        };
        Fault::new(path(), format!("\"{id}\""), allowed)
    });
}

fn id_of(entry: &Tree) -> Option<&str> {
    entry.get("id").and_then(Tree::text)
}

/// The whole number in a field, where it is a good one.
fn whole(group: Option<&Tree>, name: &str, pattern: &str) -> Option<i64> {
    let Tree::Number(text) = good(group?.get(name)?, &format!("{pattern}.{name}"))? else {
        return None;
    };
    text.parse().ok()
}

fn goals(tree: &Tree, faults: &mut Faults) {
    let pages = entries(tree, &["journey", "pages"]);
    let goals = pages
        .iter()
        .filter(|p| p.get("goal") == Some(&Tree::Flag(true)))
        .count();
    faults.require(pages.is_empty() || goals == 1, || {
        Fault::new(
            "journey.pages",
            format!("{goals} goals"),
            "one goal: exactly one page must have \"goal\": true",
        )
    });
}

fn notes(tree: &Tree, faults: &mut Faults) {
    for (i, note) in entries(tree, &["notes"]).iter().enumerate() {
        let Some(path) = note
            .get("field")
            .and_then(Tree::text)
            .filter(|t| !t.is_empty())
        else {
            continue;
        };
        faults.require(place::find(tree, path).is_some(), || {
            Fault::new(
                format!("notes[{i}].field"),
                format!("\"{path}\""),
                "the path of a field of this file, as site.web.servers or activities.the-id.people",
            )
        });
    }
}

/// The entries of a list, none where it is missing, no list, or too long (a fault of its own).
fn entries<'a>(tree: &'a Tree, path: &[&str]) -> &'a [Tree] {
    let items = path
        .iter()
        .try_fold(tree, |t, name| t.get(name))
        .map_or(&[][..], Tree::list);
    match at_pattern(&path.join(".")).map(|f| f.kind) {
        Some(Kind::List { most, .. }) if items.len() <= most => items,
        _ => &[],
    }
}

/// The entries of a list in a group, none where it is missing, no list, or too long (a fault of its own).
fn inside<'a>(group: &'a Tree, name: &str, pattern: &str) -> &'a [Tree] {
    let items = group.get(name).map_or(&[][..], Tree::list);
    match at_pattern(&format!("{pattern}.{name}")).map(|f| f.kind) {
        Some(Kind::List { most, .. } | Kind::Numbers { most, .. }) if items.len() <= most => items,
        _ => &[],
    }
}

/// The group at this path.
fn at<'a>(tree: &'a Tree, path: &[&str]) -> Option<&'a Tree> {
    path.iter().try_fold(tree, |t, name| t.get(name))
}

/// The value, if it is one that the field may have.
fn good<'a>(value: &'a Tree, pattern: &str) -> Option<&'a Tree> {
    at_pattern(pattern)
        .filter(|f| allowed(value, &f.kind))
        .map(|_| value)
}
