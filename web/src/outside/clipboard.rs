//! Copies text, where the browser lets us.

use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Copies `text`; tells whether that worked. In frames and on plain http it often does not.
fn copy(text: &str, told: Callback<bool>) {
    let clipboard = web_sys::window()
        .map(|window| window.navigator())
        .and_then(|navigator| js_sys::Reflect::get(&navigator, &"clipboard".into()).ok())
        .and_then(|clipboard| clipboard.dyn_into::<web_sys::Clipboard>().ok());
    let Some(clipboard) = clipboard else {
        told.emit(false);
        return;
    };
    let refused = told.clone();
    let done = Closure::once_into_js(move |_: JsValue| told.emit(true));
    let failed = Closure::once_into_js(move |_: JsValue| refused.emit(false));
    let promise: JsValue = clipboard.write_text(text).into();
    // `then` with two functions; their outcome is of no interest.
    if let Ok(then) = js_sys::Reflect::get(&promise, &"then".into())
        && let Some(then) = then.dyn_ref::<js_sys::Function>()
    {
        let _ = then.call2(&promise, &done, &failed);
    }
}

/// A press that copies what `text` gives, and tells whether that worked.
fn press(
    text: impl Fn() -> Option<String> + 'static,
    told: Callback<bool>,
) -> Callback<MouseEvent> {
    Callback::from(move |_: MouseEvent| match text() {
        Some(text) => copy(&text, told.clone()),
        None => told.emit(false),
    })
}

/// A press that copies what `text` gives; and whether that worked, once it was tried.
#[hook]
pub(crate) fn use_copy(
    text: impl Fn() -> Option<String> + 'static,
) -> (Callback<MouseEvent>, Option<bool>) {
    let copied = use_state_eq(|| None::<bool>);
    let told = copied.setter();
    let press = press(text, Callback::from(move |done| told.set(Some(done))));
    (press, *copied)
}

/// The same for the text of a field. Where copying fails the next best thing is done: all of it is marked, so that one key copies
/// it. With another text nothing was tried yet.
#[hook]
pub(crate) fn use_copy_of_field(
    field: &NodeRef,
    text: Option<AttrValue>,
) -> (Callback<MouseEvent>, Option<bool>) {
    let copied = use_state_eq(|| None::<bool>);
    use_effect_with(text.clone(), {
        let copied = copied.setter();
        move |_| copied.set(None)
    });
    let told = {
        let (copied, field) = (copied.setter(), field.clone());
        Callback::from(move |done| {
            copied.set(Some(done));
            if !done {
                mark(&field);
            }
        })
    };
    let text = move || text.as_ref().map(ToString::to_string);
    (press(text, told), *copied)
}

/// Marks all that a field shows.
fn mark(field: &NodeRef) {
    if let Some(element) = field.cast::<HtmlElement>() {
        let _ = element.focus();
    }
    if let Some(input) = field.cast::<HtmlInputElement>() {
        input.select();
    } else if let Some(area) = field.cast::<HtmlTextAreaElement>() {
        area.select();
    }
}

/// The address of this page with another fragment.
pub(crate) fn link(fragment: &str) -> String {
    let here = here();
    let page = here.split('#').next().unwrap_or_default();
    format!("{page}#{fragment}")
}

/// The address of this page, with nothing behind it.
pub(crate) fn own_page() -> String {
    let here = here();
    here.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn here() -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}
