//! The frame around an embedded rehearsal: its height is told to the page outside, its address is watched, and whether it is in sight.
//!
//! The messages are version 1 of a protocol of our own, documented in `docs/embedding.md`:
//!
//! * out, to the page that holds the frame: `{ onrush: 1, event: "height", height: 640 }`, in CSS pixels, whenever it changes;
//! * in, from that page only: `{ onrush: 1, ask: "height" }`, answered by the same.
//!
//! Nothing else is listened to. What goes out holds nothing that would have to be kept from anybody, so it goes to any origin.

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, MessageEvent, ResizeObserver, Window,
};
use yew::prelude::*;

/// The version of the messages.
const VERSION: f64 = 1.0;

/// What stands behind `?` and behind `#`, kept up to date.
#[hook]
pub(super) fn use_asked() -> (String, String) {
    let address = use_state_eq(address);
    use_effect_with((), {
        let setter = address.setter();
        move |()| {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| setter.set(self::address()))
            });
            move || drop(listener)
        }
    });
    (*address).clone()
}

fn address() -> (String, String) {
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return (String::new(), String::new());
    };
    (
        location.search().unwrap_or_default(),
        location.hash().unwrap_or_default(),
    )
}

/// The address of the whole page with this behind its `#`.
pub(super) fn whole_page(fragment: &str) -> String {
    let here = web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    let page = here.split(['#', '?']).next().unwrap_or_default();
    format!("{page}#{fragment}")
}

/// Opens `address` in a tab of its own. `false` where the frame may not do that.
pub(super) fn open(address: &str) -> bool {
    let opened = web_sys::window()
        .and_then(|window| window.open_with_url_and_target(address, "_blank").ok()?);
    match opened {
        Some(tab) => {
            let _ = tab.set_opener(&JsValue::NULL);
            true
        }
        None => false,
    }
}

/// Puts `fragment` behind the `#`.
pub(super) fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(fragment);
    }
}

/// The window that holds our frame, if any does.
fn outside() -> Option<Window> {
    let own = web_sys::window()?;
    let parent = own.parent().ok()??;
    (!Object::is(&own, &parent)).then_some(parent)
}

/// Tells the page outside how high the element at `node` is, whenever that changes or is asked. Where it ends does not depend on the
/// height of the frame, so nothing grows without end.
#[hook]
pub(super) fn use_height(node: &NodeRef) {
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            let watch = node.cast::<Element>().zip(outside());
            let watch = watch.and_then(|(element, parent)| {
                let tell = {
                    let (element, parent) = (element.clone(), parent.clone());
                    move || tell(&parent, &element)
                };
                let asked = tell.clone();
                let listener =
                    EventListener::new(&web_sys::window()?.into(), "message", move |event| {
                        if event
                            .dyn_ref::<MessageEvent>()
                            .is_some_and(|event| asks_for_height(event, &parent))
                        {
                            asked();
                        }
                    });
                let changed = Closure::<dyn Fn()>::new(tell);
                let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, changed, listener))
            });
            move || {
                if let Some((observer, ..)) = watch {
                    observer.disconnect();
                }
            }
        }
    });
}

fn asks_for_height(event: &MessageEvent, parent: &Window) -> bool {
    // A frame in a sandbox has no origin to go by, and others may hold us too: only who holds us is answered.
    let from_parent = event
        .source()
        .is_some_and(|source| Object::is(&source, parent));
    let data = event.data();
    let note = |key: &str| Reflect::get(&data, &JsValue::from_str(key)).ok();
    from_parent
        && data.is_object()
        && note("onrush").and_then(|v| v.as_f64()) == Some(VERSION)
        && note("ask").and_then(|v| v.as_string()).as_deref() == Some("height")
}

fn tell(parent: &Window, element: &Element) {
    let scrolled = web_sys::window()
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or(0.0);
    let height = (element.get_bounding_client_rect().bottom() + scrolled).ceil();
    if height < 1.0 {
        // In a closed part of the page outside, say.
        return;
    }
    post(parent, height);
}

/// Height in CSS pixels that the whole page gets where it takes our place: it scrolls inside.
const WHOLE_PAGE_PX: f64 = 900.0;

/// Asks the page outside for the height that the whole page needs. Once nothing of ours is left, so that nothing tells another.
pub(crate) fn make_room() {
    if let Some(parent) = outside() {
        post(&parent, WHOLE_PAGE_PX);
    }
}

fn post(parent: &Window, height: f64) {
    let note = Object::new();
    let values = [
        ("onrush", JsValue::from_f64(VERSION)),
        ("event", "height".into()),
        ("height", JsValue::from_f64(height)),
    ];
    for (key, value) in values {
        // A fresh object takes every value.
        let _ = Reflect::set(&note, &key.into(), &value);
    }
    let _ = parent.post_message(&note, "*");
}

/// Whether the element at `node` has been in sight: a page with many frames computes those that somebody looks at.
#[hook]
pub(super) fn use_seen(node: &NodeRef) -> bool {
    let seen = use_state_eq(|| false);
    use_effect_with((), {
        let (node, seen) = (node.clone(), seen.setter());
        move |()| {
            let watch = node.cast::<Element>().and_then(|element| {
                let setter = seen.clone();
                let changed = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
                    let is_in_sight = |entry: JsValue| {
                        entry
                            .dyn_ref::<IntersectionObserverEntry>()
                            .is_some_and(IntersectionObserverEntry::is_intersecting)
                    };
                    if entries.iter().any(is_in_sight) {
                        setter.set(true);
                    }
                });
                let observer = IntersectionObserver::new(changed.as_ref().unchecked_ref()).ok()?;
                observer.observe(&element);
                Some((observer, changed))
            });
            if watch.is_none() {
                // Nobody can tell: better too early than never.
                seen.set(true);
            }
            move || {
                if let Some((observer, _changed)) = watch {
                    observer.disconnect();
                }
            }
        }
    });
    *seen
}
