//! Changes that a person makes to a plan, as values: they can be undone, sent, compared.
//!
//! [`Scenario::edited`] applies an [`Edit`] and checks the outcome exactly as a file is checked: either the plan is sound
//! afterwards, or there are the same faults with the same paths, and nothing has changed. [`Scenario::changes`] tells what
//! differs between two plans. Both see the plan as its file has it, so a field that the table gains can be edited at once.
//!
//! # What goes along
//!
//! | edit                                     | what else happens                                                              |
//! |------------------------------------------|--------------------------------------------------------------------------------|
//! | a field, group or entry goes             | its notes and ranges go                                                        |
//! | entries move, an id changes              | notes, ranges and references lead to the same entry as before                   |
//! | a value with a note changes              | the note stays, marked `changed` and `assumed`: its source speaks of another value. Where only a note on the group covers the field, the field gets such a note of its own |
//! | a value leaves its range                 | the range is stretched in proportion, within what the field allows             |
//! | a region comes, goes, or is doubled      | the other shares shrink or grow in proportion, to 100 %; doubled, it is halved |
//! | a region goes                            | activities' own shares of it go; the last one of an activity keeps it          |
//! | a third party or stock goes              | pages no longer ask it, show it or take from it                                |
//! | the queue goes                           | pages no longer put anything into it                                           |
//! | the goal is doubled                      | the copy is no goal: there is only one                                         |
//!
//! What would mean something else without the thing that goes keeps it there, by a fault that names it: an incident that hits
//! it, a desk for the visitors of a page, an activity in that region only.

mod apply;
mod difference;
mod fitting;
mod follow;
mod ids;
mod notes;
mod usual;

use std::cell::OnceCell;

use onrush_network::Faults;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Scenario;
use crate::json::{self, Tree};
use crate::place;
use crate::read;

pub use difference::Change;
pub use ids::unused_id;

#[cfg(test)]
mod tests;

/// A change to a scenario. Paths are those of faults and notes: `activities.mail.people`, `journey.pages.landing.calls[0].kb`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Puts a value into a field, a whole group, or an entry of a list; `null` leaves out what may be left out, and so switches
    /// a part off. Groups on the way that are not there yet come into being.
    Set {
        /// Where.
        path: String,
        /// What. A whole number may be given as `5.0`.
        value: Value,
    },
    /// Puts an entry into a list.
    Insert {
        /// The list: `activities`.
        list: String,
        /// Its position there; `None`, or one behind the end: at the end.
        at: Option<usize>,
        /// The entry.
        entry: Value,
    },
    /// Takes an entry out of its list.
    Remove {
        /// The entry.
        path: String,
    },
    /// Puts a copy right behind an entry, with an id and a name of its own and copies of its notes.
    Duplicate {
        /// The entry.
        path: String,
    },
    /// Moves an entry within its list.
    Move {
        /// The entry.
        path: String,
        /// Its position afterwards; beyond the end: the last.
        to: usize,
    },
    /// All of these, one after the other, or none; only the outcome is checked.
    Many(Vec<Edit>),
}

impl Scenario {
    /// The plan after `edit`, checked exactly as a file is.
    ///
    /// # Errors
    /// All faults that the plan would have, and paths of the edit that lead nowhere.
    ///
    /// ```
    /// use onrush_scenario::{Edit, Scenario, story};
    /// let plan = Scenario::read(story("mole-app").unwrap().file)?;
    /// let set = |servers: u32| Edit::Set { path: "site.web.servers".into(), value: servers.into() };
    /// assert_eq!(plan.edited(&set(30))?.site.web.servers, 30);
    /// let faults = plan.edited(&set(0)).unwrap_err();
    /// assert_eq!(faults.to_string(), "site.web.servers: 0 is not a whole number between 1 and 5000");
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    pub fn edited(&self, edit: &Edit) -> Result<Self, Faults> {
        let mut tree = tree_of(self);
        let mut faults = Faults::default();
        apply::apply(&mut tree, edit, &mut faults);
        faults.or(())?;
        read::sound(tree).map(|(scenario, _)| scenario)
    }

    /// What differs in `newer`, field by field; entries of lists are matched by their ids.
    ///
    /// ```
    /// use onrush_scenario::{Scenario, story};
    /// let plan = Scenario::read(story("mole-app").unwrap().file)?;
    /// let mut newer = plan.clone();
    /// newer.site.web.servers = 30;
    /// let changes = plan.changes(&newer);
    /// assert_eq!((changes.len(), changes[0].path.as_str()), (1, "site.web.servers"));
    /// assert_eq!(changes[0].to, Some(30.into()));
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    #[must_use]
    pub fn changes(&self, newer: &Self) -> Vec<Change> {
        difference::between(&tree_of(self), &tree_of(newer))
    }

    /// What stands at `path`; `None` where nothing does. Whoever asks often asks [`Scenario::values`] once.
    #[must_use]
    pub fn value_at(&self, path: &str) -> Option<Value> {
        self.values().at(path)
    }

    /// The plan as the values of its file, for looking up many.
    #[must_use]
    pub fn values(&self) -> Values {
        Values {
            tree: tree_of(self),
            noted: OnceCell::new(),
            sound: OnceCell::new(),
        }
    }
}

/// The values of a plan's file, by path.
#[derive(Debug, Clone)]
pub struct Values {
    tree: Tree,
    /// What the notes speak of: their paths, and where these lead. Found when first asked for, since a page asks for each field.
    noted: OnceCell<Vec<(String, Option<place::Place>)>>,
    /// Whether the plan is sound. Found out before the first edit.
    sound: OnceCell<bool>,
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.tree == other.tree
    }
}

impl Values {
    /// Those of no plan, for whoever has one that nobody is going to change.
    #[must_use]
    pub fn none() -> Self {
        Self {
            tree: Tree::Group(Vec::new()),
            noted: OnceCell::new(),
            sound: OnceCell::from(false),
        }
    }

    /// [`Scenario::edited`] of the plan that these are the values of, for whoever tries one edit after the other on the same plan,
    /// as while something is dragged: neither written nor read again, and each field is looked at only where something is new. What
    /// comes out is the same in every case.
    ///
    /// # Errors
    /// Those of [`Scenario::edited`].
    ///
    /// ```
    /// use onrush_scenario::{Edit, Scenario, story};
    /// let plan = Scenario::read(story("mole-app").unwrap().file)?;
    /// let values = plan.values();
    /// for servers in 0..30 {
    ///     let set = Edit::Set { path: "site.web.servers".into(), value: servers.into() };
    ///     assert_eq!(values.edited(&set), plan.edited(&set));
    /// }
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    pub fn edited(&self, edit: &Edit) -> Result<Scenario, Faults> {
        let mut tree = self.tree.clone();
        let mut faults = Faults::default();
        apply::apply(&mut tree, edit, &mut faults);
        faults.or(())?;
        let is_sound = || read::sound(self.tree.clone()).is_ok();
        let sound = if *self.sound.get_or_init(is_sound) {
            read::sound_after(&self.tree, tree)
        } else {
            read::sound(tree)
        };
        sound.map(|(scenario, _)| scenario)
    }

    /// What stands at `path`; `None` where nothing does.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<Value> {
        let place = place::find(&self.tree, path)?;
        place::get(&self.tree, &place).cloned().map(Value::from)
    }

    /// Ids of a list's entries, in order; for an entry without one its position: `[2]`.
    #[must_use]
    pub fn entries(&self, list: &str) -> Vec<String> {
        let Some(items) = place::find(&self.tree, list).and_then(|p| place::get(&self.tree, &p))
        else {
            return Vec::new();
        };
        let paths = read::entry_paths(items.list(), list);
        paths
            .into_iter()
            .map(|path| path[list.len()..].trim_start_matches('.').to_owned())
            .collect()
    }
}

/// The scenario as its file has it.
fn tree_of(scenario: &Scenario) -> Tree {
    // What has just been written is JSON; a plan beyond the limits of a file has no values to edit, and says so when it is read.
    let mut tree = json::parse(&scenario.write()).unwrap_or(Tree::Null);
    plain(&mut tree);
    tree
}

/// Writes whole numbers without a decimal point, so that equal numbers have equal texts.
fn plain(tree: &mut Tree) {
    match tree {
        Tree::Number(text) => {
            if let Some(whole) = text.strip_suffix(".0") {
                *text = whole.to_owned();
            }
        }
        Tree::List(items) => items.iter_mut().for_each(plain),
        Tree::Group(fields) => fields.iter_mut().for_each(|(_, value)| plain(value)),
        Tree::Null | Tree::Flag(_) | Tree::Text(_) => {}
    }
}

/// A value as a file has it: a whole number without a decimal point.
fn tree_from(value: &Value) -> Tree {
    match value {
        Value::Null => Tree::Null,
        Value::Bool(flag) => Tree::Flag(*flag),
        Value::Number(number) => {
            let text = number.to_string();
            Tree::Number(text.strip_suffix(".0").map_or(text.clone(), str::to_owned))
        }
        Value::String(text) => Tree::Text(text.clone()),
        Value::Array(items) => Tree::List(items.iter().map(tree_from).collect()),
        Value::Object(entries) => Tree::Group(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), tree_from(value)))
                .collect(),
        ),
    }
}
