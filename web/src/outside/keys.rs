//! Keys that mean the same wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::state::Action;

/// Undo and redo by Ctrl or Cmd with Z, Shift and Z, or Y.
#[hook]
pub(crate) fn use_undo_keys(dispatch: Callback<Action>) {
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let pressed = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
                let meant = meaning(&event.key(), event.shift_key());
                if let Some(action) = meant.filter(|_| pressed && !undoes_itself(event)) {
                    event.prevent_default();
                    dispatch.emit(action);
                }
            })
        });
        move || drop(listener)
    });
}

fn meaning(key: &str, shift: bool) -> Option<Action> {
    match (key.to_ascii_lowercase().as_str(), shift) {
        ("z", false) => Some(Action::Undo),
        ("z", true) | ("y", false) => Some(Action::Redo),
        _ => None,
    }
}

/// Whether the key belongs to a field in which something is being typed: that has steps of its own.
fn undoes_itself(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        let typed_into = element.matches(
            "textarea, [contenteditable], input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=button])",
        );
        // A field of the plan that shows what holds has nothing of its own to take back.
        let at_rest = element.matches(".field__input:not([data-draft])");
        typed_into.unwrap_or(false) && !at_rest.unwrap_or(false)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_keys_undo_and_redo() {
        assert!(matches!(meaning("z", false), Some(Action::Undo)));
        assert!(matches!(meaning("Z", true), Some(Action::Redo)));
        assert!(matches!(meaning("y", false), Some(Action::Redo)));
        assert!(meaning("y", true).is_none() && meaning("x", false).is_none());
    }
}
