//! The language of a frame: the one that its address names, else the one that `boot.js` has chosen for this browser.
//!
//! Sentences that are not in the program come by `onrushBoot.speak` of `web/boot.js`; until they are there, or where they do not come,
//! everything is said in English.

use js_sys::{Function, Reflect};
use onrush_words::{Language, Words};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

fn boot(name: &str) -> Option<JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"onrushBoot".into()).ok()?;
    Reflect::get(&boot, &name.into()).ok()
}

/// What `boot.js` has chosen.
fn chosen() -> Language {
    let tag =
        boot("language").and_then(|chosen| Reflect::get(&chosen, &"tag".into()).ok()?.as_string());
    tag.and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_default()
}

/// The sentences of `asked`, or of what this browser prefers.
#[hook]
pub(super) fn use_language(asked: Option<Language>) -> Words {
    let spoken = use_state_eq(Language::default);
    use_effect_with(asked, {
        let spoken = spoken.setter();
        move |asked| {
            let wanted = asked.unwrap_or_else(chosen);
            if !wanted.is_loaded() || Words::new(wanted).is_there() {
                spoken.set(wanted);
            } else if let Some(speak) = boot("speak").and_then(|f| f.dyn_into::<Function>().ok()) {
                let ready = Closure::once_into_js(move |text: String| {
                    Words::provide(wanted, text);
                    spoken.set(wanted);
                });
                let failed = Closure::once_into_js(|_: JsValue| ());
                // Where even the call fails, English goes on.
                let _ = speak.call3(&JsValue::NULL, &wanted.tag().into(), &ready, &failed);
            }
        }
    });
    use_effect_with(*spoken, |spoken| {
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            let _ = root.set_attribute("lang", spoken.tag());
            let _ = root.set_attribute("dir", spoken.direction());
        }
    });
    Words::new(*spoken)
}
