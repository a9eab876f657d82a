//! Fields that must fit each other.

use onrush_network::{Fault, Faults};

use super::walk::{allowed, entry_paths};
use crate::ClockTime;
use crate::field::{Kind, Segment, at_pattern, children, segments};
use crate::json::Tree;

/// How far the regions' shares may miss 100 %, for rounded figures.
const SHARES_MISS: f64 = 0.1;

/// All checks that need more than one field. Each is left out where a field that it needs has a fault of its own.
pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    shares(tree, faults);
    times(tree, faults);
    goals(tree, faults);
    notes(tree, faults);
}

fn shares(tree: &Tree, faults: &mut Faults) {
    let regions = entries(tree, &["regions"]);
    let shares: Option<Vec<f64>> = regions
        .iter()
        .map(|r| good(r.get("share_percent")?, "regions[].share_percent")?.number())
        .collect();
    if let Some(shares) = shares.filter(|s| !s.is_empty()) {
        let sum: f64 = shares.iter().sum();
        // A hair more than the tolerance, so that 99.9 passes whatever the rounding of the sum.
        faults.require((sum - 100.0).abs() <= SHARES_MISS + 1e-9, || {
            Fault::new(
                "regions",
                format!("{} % in all", (sum * 1000.0).round() / 1000.0),
                "100 %: the regions' share_percent must add up to it",
            )
        });
    }
}

fn times(tree: &Tree, faults: &mut Faults) {
    let clock = |name: &str| good(tree.get("clock")?.get(name)?, &format!("clock.{name}"));
    let Some(start) = clock("start").and_then(time) else {
        return;
    };
    let Some(minutes) = clock("minutes").and_then(Tree::number) else {
        return;
    };
    let activities = entries(tree, &["activities"]);
    for (activity, path) in activities.iter().zip(entry_paths(activities, "activities")) {
        let Some(at) = activity.get("at").and_then(time) else {
            continue;
        };
        let is_everyday = activity.get("kind").and_then(Tree::text) == Some("everyday");
        let after = (86_400 + at.second_of_day - start.second_of_day) % 86_400;
        faults.require(is_everyday || f64::from(after) < minutes * 60.0, || {
            let end = (f64::from(start.second_of_day) + minutes * 60.0) % 86_400.0;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "below 86 400"
            )]
            let end = ClockTime {
                second_of_day: end as u32,
            };
            Fault::new(
                format!("{path}.at"),
                format!("\"{at}\""),
                format!("a time within the rehearsal, which runs from {start} to {end}"),
            )
        });
    }
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
        faults.require(exists(tree, path), || {
            Fault::new(
                format!("notes[{i}].field"),
                format!("\"{path}\""),
                "the path of a field of this file, as site.web.servers or activities.the-id.people",
            )
        });
    }
}

/// Whether `path` leads to a field, group or entry of this file; fields that may be left out count even where they are.
fn exists(tree: &Tree, path: &str) -> bool {
    let Some(segments) = segments(path) else {
        return false;
    };
    let mut here = Some(tree);
    let mut pattern = String::new();
    for segment in segments {
        let is_list =
            matches!(at_pattern(&pattern), Some(f) if matches!(f.kind, Kind::List { .. }));
        if is_list {
            let items = here.map_or(&[][..], Tree::list);
            here = match segment {
                Segment::Entry(position) => position.and_then(|p| items.get(p)),
                Segment::Name(id) => items
                    .iter()
                    .find(|e| e.get("id").and_then(Tree::text) == Some(id)),
            };
            if here.is_none() {
                return false;
            }
            pattern.push_str("[]");
        } else {
            let Segment::Name(name) = segment else {
                return false;
            };
            if !children(&pattern).any(|(child, _)| child == name) {
                return false;
            }
            here = here.and_then(|t| t.get(name));
            if !pattern.is_empty() {
                pattern.push('.');
            }
            pattern.push_str(name);
        }
    }
    true
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

/// The value, if it is one that the field may have.
fn good<'a>(value: &'a Tree, pattern: &str) -> Option<&'a Tree> {
    at_pattern(pattern)
        .filter(|f| allowed(value, &f.kind))
        .map(|_| value)
}

fn time(value: &Tree) -> Option<ClockTime> {
    value.text()?.parse().ok()
}
