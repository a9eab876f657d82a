//! Keeps the address and the place in the app the same, so that links open and "back" goes back.

use gloo::events::EventListener;
use yew::prelude::*;

use crate::state::{Action, Route};

/// Shows `route` in the address; reports addresses that were opened or gone back to.
#[hook]
pub(crate) fn use_address(route: Route, dispatch: Callback<Action>) {
    // First, so that the address that the page was opened with is read before it is written.
    use_effect_with((), {
        move |()| {
            dispatch.emit(Action::Go(now()));
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    dispatch.emit(Action::Go(now()));
                })
            });
            move || drop(listener)
        }
    });
    let opened = use_mut_ref(|| false);
    use_effect_with(route, move |route| {
        // The first render shows the start, whatever the address says.
        if std::mem::replace(&mut *opened.borrow_mut(), true) && *route != now() {
            write(route);
        }
    });
}

/// Reports the address that the page was opened with, and those that are opened.
#[hook]
pub(crate) fn use_opened(opened: Callback<Route>) {
    use_effect_with((), move |()| {
        opened.emit(now());
        let listener = web_sys::window()
            .map(|window| EventListener::new(&window, "hashchange", move |_| opened.emit(now())));
        move || drop(listener)
    });
}

/// The place in the address.
fn now() -> Route {
    let fragment = web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    Route::parse(&fragment)
}

/// Failing to write (some frames forbid it) costs only the link.
fn write(route: &Route) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(&route.fragment());
    }
}
