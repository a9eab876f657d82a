//! What goes from the program of the first screen to the page's: `onrushBoot.handOver` and `.handed` of `web/boot.js`.
//!
//! | `kind`       | means                                | with           |
//! |--------------|--------------------------------------|----------------|
//! | `address`    | an address was opened                |                |
//! | `file`       | a file was chosen                    | `name`, `text` |
//! | `large`      | a file is too large                  | `name`         |
//! | `unreadable` | a file cannot be read                | `name`         |
//!
//! Beside these there may be `thrown`, the key of the plan that was thrown away last.

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::kept;
use crate::state::{Action, Trouble};

/// What somebody wants who leaves the first screen.
pub(crate) enum Handed {
    /// To go where the address says.
    Address,
    /// To open this file.
    File {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
    },
    /// To know why a file could not be opened.
    Trouble {
        /// What the matter is: `large` or `unreadable`.
        kind: &'static str,
        /// The file's name.
        name: String,
    },
}

thread_local! {
    /// Ends the program of the first screen.
    static LEAVE: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// What is to be done when the page's program takes over.
pub(crate) fn on_leaving(leave: impl FnOnce() + 'static) {
    LEAVE.set(Some(Box::new(leave)));
}

fn boot() -> Option<JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"onrushBoot".into()).ok()?;
    boot.is_object().then_some(boot)
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

/// Has the page's program take over. `failed` hears when that has not arrived; then everything is as before.
pub(crate) fn hand_over(what: &Handed, failed: impl FnOnce(String) + 'static) {
    let object = Object::new();
    let put = |name: &str, value: &str| {
        let _ = Reflect::set(&object, &name.into(), &value.into());
    };
    match what {
        Handed::Address => put("kind", "address"),
        Handed::File { name, text } => {
            put("kind", "file");
            put("name", name);
            put("text", text);
        }
        Handed::Trouble { kind, name } => {
            put("kind", kind);
            put("name", name);
        }
    }
    if let Some(key) = kept::last_thrown() {
        put("thrown", &key);
    }
    let leave = Closure::once_into_js(|| {
        if let Some(leave) = LEAVE.take() {
            leave();
        }
    });
    let failed = Closure::once_into_js(failed);
    let called = boot().and_then(|boot| {
        let function = Reflect::get(&boot, &"handOver".into()).ok()?;
        function
            .dyn_into::<Function>()
            .ok()?
            .call3(&boot, &object, &leave, &failed)
            .ok()
    });
    if called.is_none() {
        web_sys::console::error_1(&"boot.js has no handOver".into());
    }
}

/// What was handed over; it is taken only once.
fn take() -> Option<JsValue> {
    let boot = boot()?;
    let handed = Reflect::get(&boot, &"handed".into()).ok()?;
    let _ = Reflect::set(&boot, &"handed".into(), &JsValue::UNDEFINED);
    handed.is_object().then_some(handed)
}

/// Goes on with what the first screen has handed over.
#[hook]
pub(crate) fn use_handed(dispatch: Callback<Action>) {
    use_effect_with((), move |()| {
        let Some(handed) = take() else { return };
        if let Some(key) = text_of(&handed, "thrown") {
            kept::remember_thrown(key);
            dispatch.emit(Action::Library(kept::library()));
        }
        let name = text_of(&handed, "name").unwrap_or_default();
        match text_of(&handed, "kind").as_deref() {
            Some("file") => {
                let text = text_of(&handed, "text").unwrap_or_default();
                dispatch.emit(Action::OpenFile { name, text });
            }
            Some("large") => dispatch.emit(Action::Fail(Trouble::TooLarge { name })),
            Some("unreadable") => dispatch.emit(Action::Fail(Trouble::Unreadable { name })),
            _ => {}
        }
    });
}
