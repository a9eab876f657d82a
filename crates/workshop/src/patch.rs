//! What a team has changed, in few letters: the difference between two files, and the file put together again.
//!
//! A difference of groups is a group of the keys that differ (`null`: gone); of lists a list with one entry for each of the new
//! list: a number (the old entry at that place), `[number, difference]`, or `[entry]` for a new one. An old entry is taken once at
//! most, so that a small code cannot become a large plan. Everything else stands as it is.

use onrush_json::{Limits, Tree, parse};
use onrush_scenario::Scenario;

/// How large a difference or file may be.
const LIMITS: Limits = Limits {
    of: "a plan",
    levels: 32,
    values: 100_000,
};

/// `plan` without what cannot change a result, called as `start` is: what a difference is made of.
pub(crate) fn bare(plan: &Scenario, start: &Scenario) -> Scenario {
    let mut bare = plan.clone();
    bare.name.clone_from(&start.name);
    bare.story.clone_from(&start.story);
    bare.lineage = None;
    bare.clock.date.clone_from(&start.clock.date);
    bare.clock.time_zone.clone_from(&start.clock.time_zone);
    bare.clock.utc_offset_minutes = start.clock.utc_offset_minutes;
    bare.notes.clear();
    bare.ranges.clear();
    bare.contacts.clear();
    for activity in &mut bare.activities {
        activity.owner = None;
    }
    bare
}

fn tree(plan: &Scenario) -> Option<Tree> {
    parse(&plan.write(), &LIMITS).ok()
}

/// What leads from `start` to `plan`, as text; `None` when it cannot be told. What cannot change a result is left out.
#[must_use]
pub fn between(start: &Scenario, plan: &Scenario) -> Option<String> {
    let (old, new) = (tree(&bare(start, start))?, tree(&bare(plan, start))?);
    let difference = difference(&old, &new).unwrap_or(Tree::Group(Vec::new()));
    let mut text = String::new();
    put(&difference, &mut text);
    // Whoever reads it gets the same plan, or it is not written.
    let again = apply(start, &text).ok()?;
    (again.fingerprint() == plan.fingerprint()).then_some(text)
}

/// The plan to which `difference` ([`crate::changes`]), which may come from anybody, leads from `start`.
///
/// # Errors
/// That it is none, or all that is wrong with the plan.
pub fn apply(start: &Scenario, difference: &str) -> Result<Scenario, onrush_network::Faults> {
    let one = |fault| onrush_network::Faults(vec![fault]);
    let wanted = parse(difference, &LIMITS).map_err(one)?;
    let none = || {
        one(onrush_network::Fault::new(
            "changes",
            "this",
            "a difference from the start",
        ))
    };
    let old = tree(&bare(start, start)).ok_or_else(none)?;
    let new = applied(&old, wanted).ok_or_else(none)?;
    let mut text = String::new();
    put(&new, &mut text);
    Scenario::read(&text)
}

fn difference(old: &Tree, new: &Tree) -> Option<Tree> {
    if old == new {
        return None;
    }
    Some(match (old, new) {
        (Tree::Group(a), Tree::Group(b)) => {
            let gone = a
                .iter()
                .filter(|(key, _)| new.get(key).is_none())
                .map(|(key, _)| (key.clone(), Tree::Null));
            let other = b.iter().filter_map(|(key, value)| {
                let value = match old.get(key) {
                    Some(was) => difference(was, value)?,
                    None => value.clone(),
                };
                Some((key.clone(), value))
            });
            Tree::Group(other.chain(gone).collect())
        }
        (Tree::List(a), Tree::List(b)) => {
            let mut used = vec![false; a.len()];
            let same = |x: &Tree, y: &Tree| match (x.get("id"), y.get("id")) {
                (Some(x), Some(y)) => x == y,
                _ => x == y,
            };
            let entry = |value: &Tree| {
                let free = |i: &usize| !used[*i] && same(&a[*i], value);
                let Some(at) = (0..a.len()).find(free) else {
                    return Tree::List(vec![value.clone()]);
                };
                used[at] = true;
                let place = Tree::Number(at.to_string());
                match difference(&a[at], value) {
                    None => place,
                    Some(change) => Tree::List(vec![place, change]),
                }
            };
            Tree::List(b.iter().map(entry).collect())
        }
        _ => new.clone(),
    })
}

fn applied(old: &Tree, change: Tree) -> Option<Tree> {
    Some(match (old, change) {
        (Tree::Group(was), Tree::Group(changes)) => {
            let mut now = was.clone();
            for (key, change) in changes {
                let at = now.iter().position(|(k, _)| *k == key);
                match (at, change) {
                    (Some(at), Tree::Null) => {
                        now.remove(at);
                    }
                    (Some(at), change) => now[at].1 = applied(&now[at].1, change)?,
                    (None, change) => now.push((key, change)),
                }
            }
            Tree::Group(now)
        }
        (Tree::List(was), Tree::List(entries)) => {
            let mut used = vec![false; was.len()];
            let mut take = |place: &Tree| -> Option<Tree> {
                let Tree::Number(place) = place else {
                    return None;
                };
                let place: usize = place.parse().ok()?;
                if std::mem::replace(used.get_mut(place)?, true) {
                    return None;
                }
                was.get(place).cloned()
            };
            let mut now = Vec::with_capacity(entries.len());
            for entry in entries {
                now.push(match entry {
                    Tree::List(mut parts) => match (parts.pop(), parts.pop(), parts.pop()) {
                        (Some(entry), None, _) => entry,
                        (Some(change), Some(place), None) => applied(&take(&place)?, change)?,
                        _ => return None,
                    },
                    place => take(&place)?,
                });
            }
            Tree::List(now)
        }
        (_, change) => change,
    })
}

/// As text without spaces.
fn put(tree: &Tree, text: &mut String) {
    fn string(value: &str, text: &mut String) {
        // A string can always be written.
        *text += &serde_json::to_string(value).unwrap_or_default();
    }
    match tree {
        Tree::Null => *text += "null",
        Tree::Flag(flag) => *text += if *flag { "true" } else { "false" },
        Tree::Number(number) => *text += number,
        Tree::Text(value) => string(value, text),
        Tree::List(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                put(item, text);
            }
            text.push(']');
        }
        Tree::Group(entries) => {
            text.push('{');
            for (i, (key, value)) in entries.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                string(key, text);
                text.push(':');
                put(value, text);
            }
            text.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Edit, stories, story};

    use super::*;

    fn plan(key: &str) -> Scenario {
        Scenario::read(story(key).unwrap().file).unwrap()
    }

    #[test]
    fn every_story_is_reached_from_every_other() {
        for a in stories() {
            let start = plan(a.key);
            assert_eq!(between(&start, &start).as_deref(), Some("{}"));
            for b in stories() {
                let other = plan(b.key);
                let text = between(&start, &other).unwrap_or_else(|| panic!("{} {}", a.key, b.key));
                let again = apply(&start, &text).unwrap();
                assert_eq!(again.fingerprint(), other.fingerprint());
            }
        }
    }

    #[test]
    fn a_few_changes_are_a_few_letters() {
        let start = plan("toy-shop");
        let edit = Edit::Many(vec![
            Edit::Set {
                path: "site.web.servers".into(),
                value: 12.into(),
            },
            Edit::Set {
                path: format!("activities.{}.lasts_minutes", start.activities[0].id),
                value: 90.into(),
            },
        ]);
        let other = start.edited(&edit).unwrap();
        let text = between(&start, &other).unwrap();
        assert!(text.len() < 120, "{text}");
        assert_eq!(
            apply(&start, &text).unwrap().fingerprint(),
            other.fingerprint()
        );
    }

    #[test]
    fn what_is_none_is_refused() {
        let start = plan("toy-shop");
        for text in [
            "",
            "[]",
            "7",
            "{\"activities\":[0,0]}",
            "{\"activities\":[99]}",
            "{\"activities\":[[0,1,2]]}",
            "{\"activities\":[[]]}",
            "{\"site\":7}",
            "{\"site\":null}",
            "{\"site\":{\"web\":{\"servers\":-3}}}",
        ] {
            assert!(apply(&start, text).is_err(), "{text}");
        }
        let deep = "[".repeat(10_000);
        assert!(apply(&start, &deep).is_err());
    }
}
