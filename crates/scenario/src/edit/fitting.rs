//! What a person means by typing into one field: other fields go along where only that makes sense.

use serde_json::{Value, json};

use super::{Edit, Values, follow};
use crate::field::{Kind, at_pattern};
use crate::json::Tree;
use crate::place::{self, Place, Step};
use crate::{Scenario, Uncertain};

/// Longest name, in characters.
pub(super) const LONGEST_NAME: usize = match super::super::field::NAME {
    Kind::Text { most, .. } => most,
    _ => 0,
};

impl Edit {
    /// Puts `value` into a field of `scenario`, and does what a person who does that expects:
    ///
    /// * a region's share: the others' shares shrink or grow, so that all add up to 100 %;
    /// * another page becomes the goal: the old one is it no more;
    /// * the CDN's cache comes in place of the fixed share, or goes and leaves a fixed share of 90 %;
    /// * a single number in place of a range: the range goes.
    ///
    /// Everything else is [`Edit::Set`].
    #[must_use]
    pub fn typed(scenario: &Scenario, path: &str, value: Value) -> Self {
        let values = scenario.values();
        let set = |path: &str, value: Value| Self::Set {
            path: path.to_owned(),
            value,
        };
        let Some(place) = place::find(&values.tree, path) else {
            return set(path, value);
        };
        let mut edits = Vec::new();
        match place::pattern(&place).as_str() {
            "regions[].share_percent" | "activities[].regions[].share_percent" => {
                edits.extend(other_shares(&values, &place, &value));
            }
            "journey.pages[].goal" if value == Value::Bool(true) => {
                let others = scenario.journey.pages.iter().filter(|page| page.goal);
                edits.extend(
                    others
                        .map(|page| set(&format!("journey.pages.{}.goal", page.id), false.into())),
                );
            }
            pattern @ ("site.cdn.files" | "site.cdn.pages") => {
                let share = format!("{pattern}_hit_percent");
                let fixed = if value.is_null() {
                    json!(90)
                } else {
                    Value::Null
                };
                edits.push(set(&share, fixed));
            }
            _ => {}
        }
        if let Some(at) = position(scenario, path) {
            edits.push(Self::Remove {
                path: format!("ranges[{at}]"),
            });
        }
        if edits.is_empty() {
            return set(path, value);
        }
        edits.push(set(path, value));
        Self::Many(edits)
    }

    /// Says that a number lies between `low` and `high`. What is computed with stays where it is, if it lies there, else it
    /// becomes the middle.
    #[must_use]
    pub fn between(scenario: &Scenario, path: &str, low: f64, high: f64) -> Self {
        let now = scenario.value_at(path).and_then(|v| v.as_f64());
        let mut edits = Vec::new();
        if let Some(at) = position(scenario, path) {
            edits.push(Self::Remove {
                path: format!("ranges[{at}]"),
            });
        }
        if !now.is_some_and(|now| (low..=high).contains(&now)) {
            let whole = matches!(crate::field(path).map(|f| f.kind), Some(Kind::Whole { .. }));
            let middle = f64::midpoint(low, high);
            edits.push(Self::Set {
                path: path.to_owned(),
                value: json!(if whole { middle.round() } else { middle }),
            });
        }
        edits.push(Self::Insert {
            list: "ranges".into(),
            at: None,
            entry: json!({ "field": path, "low": low, "high": high }),
        });
        Self::Many(edits)
    }
}

impl Scenario {
    /// The range of the number at `path`, if it has one.
    #[must_use]
    pub fn range_of(&self, path: &str) -> Option<&Uncertain> {
        position(self, path).and_then(|at| self.ranges.get(at))
    }

    /// The note that speaks of the field at `path`: its own, else that of the nearest group or entry around it.
    #[must_use]
    pub fn note_of(&self, path: &str) -> Option<&crate::Note> {
        self.values().note_of(&self.notes, path)
    }
}

impl super::Values {
    /// The note of `notes` that speaks of the field at `path`, for whoever asks for many: [`Scenario::note_of`] makes these values
    /// anew each time.
    #[must_use]
    pub fn note_of<'a>(&self, notes: &'a [crate::Note], path: &str) -> Option<&'a crate::Note> {
        let place = place::find(&self.tree, path)?;
        let noted = self.noted();
        notes
            .iter()
            .enumerate()
            .filter_map(|(i, note)| {
                let depth = |at: &Place| place.starts_with(at).then_some(at.len());
                let depth = match noted.get(i) {
                    Some((path, at)) if *path == note.field => depth(at.as_ref()?),
                    // A note from elsewhere.
                    _ => depth(&place::find(&self.tree, &note.field)?),
                };
                Some((depth?, note))
            })
            .max_by_key(|(depth, _)| *depth)
            .map(|(_, note)| note)
    }

    /// What the notes speak of, in their order.
    fn noted(&self) -> &[(String, Option<Place>)] {
        self.noted.get_or_init(|| {
            let notes = self.tree.get("notes").map_or(&[][..], Tree::list);
            let path = |note: &Tree| note.get("field").and_then(Tree::text).map(str::to_owned);
            notes
                .iter()
                .map(|note| path(note).unwrap_or_default())
                .map(|path| (place::find(&self.tree, &path), path))
                .map(|(at, path)| (path, at))
                .collect()
        })
    }
}

/// Where in the list of ranges that of `path` is.
fn position(scenario: &Scenario, path: &str) -> Option<usize> {
    if scenario.ranges.is_empty() {
        return None;
    }
    let values = scenario.values();
    let place = place::find(&values.tree, path)?;
    let is = |range: &Uncertain| place::find(&values.tree, &range.field).as_ref() == Some(&place);
    scenario.ranges.iter().position(is)
}

/// The other entries' shares when one becomes `value`; nothing where that is no share, or there is no other.
fn other_shares(values: &Values, place: &Place, value: &Value) -> Vec<Edit> {
    let [list @ .., Step::Entry(own), Step::Field(_)] = place.as_slice() else {
        return Vec::new();
    };
    let Some(share) = value.as_f64().filter(|s| (0.0..=100.0).contains(s)) else {
        return Vec::new();
    };
    let mut tree = values.tree.clone();
    follow::scale(&mut tree, list, Some(*own), 100.0 - share);
    let items = place::get(&tree, list).map_or(&[][..], Tree::list);
    let mut at = list.to_vec();
    (0..items.len())
        .filter(|i| i != own)
        .filter_map(|i| {
            at.truncate(list.len());
            at.extend([Step::Entry(i), Step::Field("share_percent".into())]);
            let value = place::get(&tree, &at)?.clone();
            at_pattern(&place::pattern(&at))?;
            Some(Edit::Set {
                path: place::path(&tree, &at),
                value: value.into(),
            })
        })
        .collect()
}
