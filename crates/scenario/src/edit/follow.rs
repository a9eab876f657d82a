//! What goes along when an entry comes, goes, or gets another id.

use serde_json::Value;

use super::Edit;
use crate::json::Tree;
use crate::place::{self, Step};

/// Fields that name an entry: the list of what is named, the pattern of the field, and whether that only says that the named
/// thing is used, so that it goes along when that goes.
const REFERENCES: [(&str, &str, bool); 8] = [
    ("regions", "activities[].regions[].id", true),
    ("regions", "incidents[].region", false),
    ("site.stocks", "journey.pages[].shows_stock", true),
    ("site.stocks", "journey.pages[].takes", true),
    ("site.third_parties", "journey.pages[].asks[].id", true),
    ("site.third_parties", "incidents[].party", false),
    ("journey.pages", "site.desks[].page", false),
    ("site.queue", "journey.pages[].queues", true),
];

/// Shares are given with two decimals.
const SMALLEST_SHARE: f64 = 0.01;

/// What has to be done, too, when the id at `at` becomes `value`.
pub(super) fn renamed(tree: &Tree, at: &[Step], value: &Value) -> Vec<Edit> {
    let [list @ .., Step::Entry(_), Step::Field(name)] = at else {
        return Vec::new();
    };
    let old = place::get(tree, at).and_then(Tree::text);
    let (Some(old), Some(new), "id") = (old, value.as_str(), name.as_str()) else {
        return Vec::new();
    };
    references(tree, &place::pattern(list), Some(old))
        .into_iter()
        .map(|(path, _)| Edit::Set {
            path,
            value: new.into(),
        })
        .collect()
}

/// What has to be done, too, when the entry at `position` of `list` goes.
pub(super) fn removed(tree: &Tree, list: &[Step], position: usize) -> Vec<Edit> {
    let id = place::get(tree, list)
        .and_then(|l| l.list().get(position))
        .and_then(|entry| entry.get("id"))
        .and_then(Tree::text);
    match id {
        Some(id) => without(references(tree, &place::pattern(list), Some(id)), tree),
        None => Vec::new(),
    }
}

/// What has to be done, too, when the part at `at` goes.
pub(super) fn left_out(tree: &Tree, at: &[Step]) -> Vec<Edit> {
    without(references(tree, &place::pattern(at), None), tree)
}

fn without(references: Vec<(String, bool)>, tree: &Tree) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (path, _) in references.into_iter().filter(|(_, goes)| *goes) {
        match path.strip_suffix(".id") {
            Some(entry) if is_alone(tree, entry) => {}
            Some(entry) => edits.push(Edit::Remove { path: entry.into() }),
            None => edits.push(Edit::Set {
                path,
                value: Value::Null,
            }),
        }
    }
    edits
}

/// Whether an activity's share of a region is its only one: without it the activity would be everywhere.
fn is_alone(tree: &Tree, entry: &str) -> bool {
    let Some(place) = place::find(tree, entry) else {
        return false;
    };
    let list = &place[..place.len() - 1];
    let few = place::get(tree, list).is_some_and(|l| l.list().len() < 2);
    few && place::pattern(list) == "activities[].regions"
}

/// Paths of the fields that name `id` of a list (or use a part), and whether they go along with it.
fn references(tree: &Tree, named: &str, id: Option<&str>) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (_, pattern, goes) in REFERENCES.iter().filter(|(list, ..)| *list == named) {
        let steps: Vec<&str> = pattern.split('.').collect();
        walk(tree, &steps, &mut Vec::new(), &mut |value, at| {
            let is = match id {
                Some(id) => value.text() == Some(id),
                None => *value == Tree::Flag(true),
            };
            if is {
                found.push((place::path(tree, at), *goes));
            }
        });
    }
    found
}

/// Visits all fields of a pattern.
fn walk(here: &Tree, steps: &[&str], at: &mut Vec<Step>, visit: &mut impl FnMut(&Tree, &[Step])) {
    let Some((step, rest)) = steps.split_first() else {
        return visit(here, at);
    };
    let name = step.trim_end_matches("[]");
    let Some(below) = here.get(name) else {
        return;
    };
    at.push(Step::Field(name.to_owned()));
    if name == *step {
        walk(below, rest, at, visit);
    } else {
        for (i, item) in below.list().iter().enumerate() {
            at.push(Step::Entry(i));
            walk(item, rest, at, visit);
            at.pop();
        }
    }
    at.pop();
}

/// Whether the shares of a list's entries add up to 100 %.
fn has_shares(list: &[Step]) -> bool {
    matches!(
        place::pattern(list).as_str(),
        "regions" | "activities[].regions"
    )
}

/// Before an entry with a share comes, the others make room for it.
pub(super) fn make_room(tree: &mut Tree, list: &[Step], entry: &Value) {
    let share = entry.get("share_percent").and_then(Value::as_f64);
    if let Some(share) = share.filter(|s| has_shares(list) && (0.0..=100.0).contains(s)) {
        scale(tree, list, None, 100.0 - share);
    }
}

/// After an entry has gone, the others take its share.
pub(super) fn fill_up(tree: &mut Tree, list: &[Step]) {
    if has_shares(list) {
        scale(tree, list, None, 100.0);
    }
}

/// Of a doubled entry with a share both have half. Two decimals each; what is left over stays with the first.
pub(super) fn halve(entry: &mut Tree, copy: &mut Tree) {
    let Some(share) = entry.get("share_percent").and_then(Tree::number) else {
        return;
    };
    let half = rounded(share / 2.0);
    let at = [Step::Field("share_percent".into())];
    place::put(entry, &at, number(share - half));
    place::put(copy, &at, number(half));
}

/// Makes the shares of a list's entries (but for the one at `but`) add up to `sum`, in proportion. Lists without entries, and
/// sums that no share could have, stay as they are.
pub(super) fn scale(tree: &mut Tree, list: &[Step], but: Option<usize>, sum: f64) {
    let Some(Tree::List(items)) = place::get_mut(tree, list) else {
        return;
    };
    let mut shares: Vec<(usize, f64)> = items
        .iter()
        .enumerate()
        .filter(|(i, _)| Some(*i) != but)
        .filter_map(|(i, item)| Some((i, item.get("share_percent")?.number()?)))
        .collect();
    let others = items.len() - usize::from(but.is_some());
    if shares.is_empty() || shares.len() != others {
        return;
    }
    let before: f64 = shares.iter().map(|(_, s)| s).sum();
    let even = sum / shares.len() as f64;
    for (_, share) in &mut shares {
        *share = rounded(if before > 0.0 {
            *share / before * sum
        } else {
            even
        });
    }
    // The largest takes what rounding has left.
    let after: f64 = shares.iter().map(|(_, s)| s).sum();
    if let Some((_, largest)) = shares.iter_mut().max_by(|a, b| a.1.total_cmp(&b.1)) {
        *largest = rounded(*largest + sum - after).max(0.0);
    }
    for (i, share) in shares {
        place::put(
            &mut items[i],
            &[Step::Field("share_percent".into())],
            number(share),
        );
    }
}

fn rounded(share: f64) -> f64 {
    (share / SMALLEST_SHARE).round() * SMALLEST_SHARE
}

fn number(share: f64) -> Tree {
    // Two decimals, without the dust of binary fractions.
    let text = format!("{share:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Tree::Number(text.to_owned())
}
