//! A part of the plan as a form: every field of a group in the order of the field table, its switchable parts and its lists.
//!
//! Knows the field table and nothing of what the fields mean: a field that the table gains appears by itself.

mod starter;
mod stepper;
mod walk;

pub(crate) use stepper::{Stepper, stepped};
pub(crate) use walk::Fields;

use onrush_scenario::Edit;
use serde_json::Value;

use crate::state::{Action, Gesture};

/// An edit that is all of a change.
pub(crate) fn whole(edit: Edit) -> Action {
    Action::Edit {
        edit,
        gesture: Gesture::Whole,
    }
}

/// Puts a value at `path`.
pub(crate) fn set(path: &str, value: Value) -> Action {
    whole(Edit::Set {
        path: path.to_owned(),
        value,
    })
}
