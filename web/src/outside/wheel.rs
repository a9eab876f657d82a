//! The wheel and the touch pad, where they mean more than scrolling.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, WheelEvent};
use yew::prelude::*;

/// A turn of the wheel over an element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Turn {
    /// Sideways and downwards, in CSS pixels.
    pub(crate) by: (f64, f64),
    /// Where on the screen, in CSS pixels from its left edge.
    pub(crate) client_x: f64,
    /// Control is held down: so touch pads report a pinch.
    pub(crate) ctrl: bool,
    /// Shift is held down.
    pub(crate) shift: bool,
}

/// Asks `turn` about every turn of the wheel over the element at `node`; where it says `true` the page does not scroll. (Yew's own
/// listeners cannot keep it from scrolling.)
#[hook]
pub(crate) fn use_wheel(node: &NodeRef, turn: Callback<Turn, bool>) {
    // The latest one is asked, without listening anew each time.
    let latest = use_mut_ref(|| turn.clone());
    *latest.borrow_mut() = turn;
    let node = node.clone();
    use_effect_with((), move |()| {
        let listener = node.cast::<Element>().map(|element| {
            let may_prevent = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&element, "wheel", may_prevent, move |event| {
                let Some(wheel) = event.dyn_ref::<WheelEvent>() else {
                    return;
                };
                // Lines and pages, in which some browsers count.
                let unit = match wheel.delta_mode() {
                    WheelEvent::DOM_DELTA_LINE => 16.0,
                    WheelEvent::DOM_DELTA_PAGE => 400.0,
                    _ => 1.0,
                };
                let turned = Turn {
                    by: (wheel.delta_x() * unit, wheel.delta_y() * unit),
                    client_x: f64::from(wheel.client_x()),
                    ctrl: wheel.ctrl_key() || wheel.meta_key(),
                    shift: wheel.shift_key(),
                };
                let turn = latest.borrow().clone();
                if turn.emit(turned) {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}
