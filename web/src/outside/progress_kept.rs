//! Keeps the progress through the eight steps beside the plan that it belongs to: `onrush.steps.KEY`.

use onrush_steps::Progress;
use yew::prelude::*;

use super::storage::storage;
use crate::state::{Action, Shared, StepsAction};

const STEPS: &str = "onrush.steps.";

/// Hands out what is kept for `slot`, and keeps `progress` there as it changes.
#[hook]
pub(crate) fn use_kept_progress(
    slot: Option<String>,
    progress: Option<Shared<Progress>>,
    dispatch: Callback<Action>,
) {
    let missing = progress.is_none();
    use_effect_with((slot.clone(), missing), {
        let dispatch = dispatch.clone();
        move |(slot, missing)| {
            if let (Some(slot), true) = (slot.clone(), *missing) {
                let place = format!("{STEPS}{slot}");
                let text = storage().and_then(|s| s.get_item(&place).ok().flatten());
                // What this program cannot read is put aside before anything takes its place.
                if let (Some(text), Some(storage)) = (&text, storage())
                    && Progress::read(text).is_err()
                {
                    let _ = storage.set_item(&format!("{place}.damaged"), text);
                }
                dispatch.emit(Action::Steps(StepsAction::Loaded { slot, text }));
            }
        }
    });
    use_effect_with((slot, progress), move |(slot, progress)| {
        let (Some(slot), Some(progress)) = (slot, progress) else {
            return;
        };
        let place = format!("{STEPS}{slot}");
        // Nothing was done: nothing is written, and nothing written over.
        let there = || storage().and_then(|s| s.get_item(&place).ok().flatten());
        if progress.is_new() && !progress.guided && there().is_none() {
            return;
        }
        let text = progress.write();
        if there().as_deref() == Some(&text) {
            return;
        }
        let kept = storage().is_some_and(|s| s.set_item(&place, &text).is_ok());
        if !kept {
            dispatch.emit(Action::Steps(StepsAction::NotKept));
        }
    });
}
