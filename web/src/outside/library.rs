//! The plans that the browser keeps, as the first screen lists them.

use gloo::events::EventListener;
use yew::prelude::*;

use super::kept;
use crate::state::Library;

/// Lists what is kept, at the beginning and whenever another tab has written something.
#[hook]
pub(crate) fn use_library(list: Callback<Library>) {
    use_effect_with((), move |()| {
        kept::empty_bin();
        list.emit(kept::library());
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "storage", move |_| list.emit(kept::library()))
        });
        move || drop(listener)
    });
}
