//! The language of the page: which one `boot.js` has chosen, another one on demand, and where it is kept.
//!
//! `onrushBoot.language` is `{ tag, text }`, with the sentences as text where they are not in the program;
//! `onrushBoot.speak(tag, ready, failed)` fetches those of another one, and `onrushBoot.keepLanguage(tag)` keeps the choice.

use js_sys::{Function, Reflect};
use onrush_words::{Language, Words};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::prelude::*;

/// The page's language, and how to choose another one.
#[derive(Clone, PartialEq)]
pub(crate) struct Speaking {
    /// The sentences.
    pub(crate) words: Words,
    /// The language whose sentences have not arrived when they were asked for.
    pub(crate) missing: Option<Language>,
    /// Chooses another one.
    pub(crate) choose: Callback<Language>,
}

fn boot() -> Option<JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"onrushBoot".into()).ok()?;
    boot.is_object().then_some(boot)
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

fn function(boot: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(boot, &name.into()).ok()?.dyn_into().ok()
}

fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

/// The language that is wanted, as far as its sentences are there. Another program before this one may have changed it.
fn first_language() -> Language {
    let Some(boot) = boot() else {
        return Language::English;
    };
    let chosen = Reflect::get(&boot, &"language".into()).unwrap_or_default();
    let tag = text_of(&chosen, "tag").unwrap_or_default();
    let language = Language::from_tag(&tag).unwrap_or_default();
    if language.is_loaded() {
        match text_of(&chosen, "text").filter(|text| !text.is_empty()) {
            Some(text) => Words::provide(language, text),
            None => return Language::English,
        }
    }
    language
}

/// Fetches the sentences of a language. `done` hears whether they are there.
fn fetch(language: Language, done: impl Fn(bool) + Clone + 'static) {
    if !language.is_loaded() || Words::new(language).is_there() {
        done(true);
        return;
    }
    let heard = done.clone();
    let ready = Closure::once_into_js(move |text: String| {
        Words::provide(language, text);
        heard(true);
    });
    let heard = done.clone();
    let failed = Closure::once_into_js(move |_: String| heard(false));
    let called = boot().and_then(|boot| {
        function(&boot, "speak")?
            .call3(&boot, &language.tag().into(), &ready, &failed)
            .ok()
    });
    if called.is_none() {
        done(false);
    }
}

/// Tells the browser which language the page is in.
fn show(language: Language) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", language.tag());
        let _ = root.set_attribute("dir", language.direction());
    }
}

fn keep(language: Language) {
    let _ = boot().and_then(|boot| {
        function(&boot, "keepLanguage")?
            .call1(&boot, &language.tag().into())
            .ok()
    });
}

/// The language of the page, from the beginning on.
#[hook]
pub(crate) fn use_language() -> Speaking {
    let language = use_state_eq(first_language);
    let missing = use_state_eq(|| None::<Language>);
    use_effect_with(*language, |language| show(*language));
    let choose = use_callback((), {
        let (language, missing) = (language.setter(), missing.setter());
        move |wanted: Language, ()| {
            let (language, missing) = (language.clone(), missing.clone());
            fetch(wanted, move |there| {
                missing.set((!there).then_some(wanted));
                if there {
                    keep(wanted);
                    language.set(wanted);
                }
            });
        }
    });
    Speaking {
        words: Words::new(*language),
        missing: *missing,
        choose,
    }
}
