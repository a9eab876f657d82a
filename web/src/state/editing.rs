//! Changing the plan: edits, undo and redo, what is selected, and the run that follows.

use onrush_network::{Fault, Faults};
use onrush_scenario::Edit;

use super::{Document, Gesture, Origin, Shared, State, history::Travel};

/// Expected events up to which a rehearsal starts by itself after a change: one or two seconds on a small computer. Larger ones
/// are asked for.
const BY_ITSELF: u64 = 30_000_000;

/// What the person has picked, to see and change it in detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selection {
    /// An activity, by id.
    Activity(String),
    /// A part of the machine room, by its key there.
    Part(String),
    /// A page of the journey, by id.
    Page(String),
}

/// An edit that was not made, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused {
    /// The field or entry that it was about.
    path: String,
    faults: Shared<Faults>,
}

impl Refused {
    /// What is wrong with the field at `path`: its own faults, and where it is the one that was changed, those that this would
    /// cause elsewhere.
    pub(crate) fn at(&self, path: &str) -> Vec<&Fault> {
        let faults = &self.faults.0;
        let own: Vec<&Fault> = faults.iter().filter(|fault| fault.path == path).collect();
        if own.is_empty() && self.path == path {
            faults.iter().collect()
        } else {
            own
        }
    }
}

/// What a form field needs of the state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The edit that was not made.
    pub(crate) refused: Option<Refused>,
}

/// The field that an edit is about: of several that of the last, which the others make room for.
fn subject(edit: &Edit) -> String {
    match edit {
        Edit::Set { path, .. }
        | Edit::Remove { path }
        | Edit::Duplicate { path }
        | Edit::Move { path, .. } => path.clone(),
        Edit::Insert { list, entry, .. } => {
            let of_range = entry.get("field").and_then(serde_json::Value::as_str);
            match of_range.filter(|_| list == "ranges") {
                Some(field) => field.to_owned(),
                None => list.clone(),
            }
        }
        Edit::Many(edits) => edits.last().map(subject).unwrap_or_default(),
    }
}

impl State {
    /// What is wrong with what was last typed into the field at `path`.
    #[cfg(test)]
    pub(crate) fn fault_at(&self, path: &str) -> Vec<&Fault> {
        self.refused.as_ref().map_or(Vec::new(), |r| r.at(path))
    }

    pub(super) fn edit(&mut self, edit: &Edit, gesture: Gesture) {
        let Some(open) = &self.document else { return };
        match open.edited(edit, gesture) {
            Ok(changed) => {
                self.refused = None;
                if let Some(document) = changed {
                    self.take(document, gesture != Gesture::Preview);
                }
            }
            Err(faults) => {
                let settled = (gesture == Gesture::Commit)
                    .then(|| open.settled())
                    .flatten();
                if let Some(document) = settled {
                    self.take(document, true);
                }
                self.refused = Some(Refused {
                    path: subject(edit),
                    faults: Shared::new(faults),
                });
            }
        }
    }

    pub(super) fn abandon(&mut self) {
        self.refused = None;
        if let Some(document) = self.document.as_ref().and_then(|open| open.abandoned()) {
            self.take(document, false);
        }
    }

    pub(super) fn travel(&mut self, travel: Travel) {
        let next = self
            .document
            .as_ref()
            .and_then(|open| open.travelled(travel));
        if let Some(document) = next {
            self.refused = None;
            self.take(document, true);
        }
    }

    /// Another state of the document that is open; `settled` where no gesture is under way any more.
    pub(super) fn take(&mut self, document: Document, settled: bool) {
        let untouched = settled && !matches!(document.origin, Origin::Own(_));
        let document = if untouched {
            let key = self.new_key();
            self.team_owns(&document.origin, &key);
            document.owned(key)
        } else {
            document
        };
        self.document = Some(Shared::new(document));
        self.view.second = self.stage().clamp(self.view.second);
        self.forget_what_is_gone();
        if settled {
            self.edits_so_far += 1;
            self.due = self.run().is_none().then_some(self.edits_so_far);
            self.keep_latest();
            self.follow();
        }
    }

    /// The pause after change number `number` is over: the plan runs, unless that takes long or there was another change.
    pub(super) fn come_due(&mut self, number: u32) {
        let Some(document) = self.document.as_ref().filter(|_| self.due == Some(number)) else {
            return;
        };
        let small = onrush_runner::budget(&document.scenario)
            .is_ok_and(|budget| budget.events <= BY_ITSELF);
        self.due = None;
        if small {
            self.rehearse();
        }
    }

    /// A selection of what is no longer there is none.
    fn forget_what_is_gone(&mut self) {
        let (Some(selection), Some(document)) = (&self.view.selection, &self.document) else {
            return;
        };
        let there = match selection {
            Selection::Activity(id) => format!("activities.{id}"),
            Selection::Page(id) => format!("journey.pages.{id}"),
            Selection::Part(_) => return,
        };
        if document.values.at(&there).is_none() {
            self.view.selection = None;
        }
    }
}
