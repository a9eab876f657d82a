//! What `web/offline.js` tells: whether the page opens without a network too, and whether a newer version is there.

use gloo::events::EventListener;
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// How it is with times without a network. Where browsers keep nothing, neither is ever so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Offline {
    /// What is open will open without a network too.
    pub(crate) ready: bool,
    /// A newer version is there.
    pub(crate) newer: bool,
}

/// `globalThis.onrushOffline`; the single file has none.
fn keeper() -> Option<JsValue> {
    let keeper = Reflect::get(&js_sys::global(), &"onrushOffline".into()).ok()?;
    keeper.is_object().then_some(keeper)
}

fn read() -> Offline {
    let keeper = keeper();
    let is = |name: &str| {
        let value = keeper
            .as_ref()
            .and_then(|keeper| Reflect::get(keeper, &name.into()).ok());
        value.is_some_and(|value| value.is_truthy())
    };
    Offline {
        ready: is("ready"),
        newer: is("newer"),
    }
}

/// How it is now, kept up to date.
#[hook]
pub(crate) fn use_offline() -> Offline {
    let offline = use_state_eq(read);
    use_effect_with((), {
        let offline = offline.setter();
        move |()| {
            // Something may have changed between the first look and now.
            offline.set(read());
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "onrush-offline", move |_| offline.set(read()))
            });
            move || drop(listener)
        }
    });
    *offline
}

/// Lets the newer version take over and loads the page anew. What is open is kept when the page goes (`use_autosave`).
pub(crate) fn take_newer() {
    let Some(keeper) = keeper() else { return };
    let reload = Reflect::get(&keeper, &"reload".into())
        .ok()
        .and_then(|reload| reload.dyn_into::<Function>().ok());
    if let Some(reload) = reload {
        // It answers later, by loading the page anew.
        let _ = reload.call0(&keeper);
    }
}
