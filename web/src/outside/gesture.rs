//! What a mouse, pen or finger does on a chart: points out a moment, or marks a stretch to look at more closely.
//!
//! A mouse points wherever it hovers, and marks a stretch while its button is held. A finger points when it taps or goes
//! sideways, and scrolls when it goes up or down: [`use_pointing`] tells the two apart.

use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::pointer::{Pointing, place_in, use_pointing};

/// CSS pixels that a mouse has to go with its button held before that is more than a press.
const DRAG: f64 = 6.0;

/// What was done, in CSS pixels from the left edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Gesture {
    /// This place was pointed out.
    Point(f64),
    /// The mouse is over this place.
    Hover(f64),
    /// The stretch between these places is being marked.
    Marking(f64, f64),
    /// It is marked.
    Marked(f64, f64),
    /// It is not, after all.
    Dropped,
}

/// What is listened to, for `onpointer…`.
pub(crate) use super::pointer::Pointing as Listening;

/// Tells `heard` what is done on the element at `node`.
#[hook]
pub(crate) fn use_gesture(node: &NodeRef, heard: Callback<Gesture>) -> Listening {
    let touch = use_pointing(node, heard.reform(|(x, _): (f64, f64)| Gesture::Point(x)));
    // Where the button was pressed.
    let from = use_mut_ref(|| None::<f64>);
    let listen = |other: &Callback<PointerEvent>,
                  what: fn(Option<f64>, f64) -> (Option<f64>, Gesture)| {
        let (node, from, heard, other) = (node.clone(), from.clone(), heard.clone(), other.clone());
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() == "touch" {
                other.emit(event);
                return;
            }
            let Some((x, _)) = place_in(&node, &event) else {
                return;
            };
            if event.type_() == "pointerdown" {
                if event.button() != 0 {
                    return;
                }
                // The stretch may end outside of the chart.
                if let Some(element) = node.cast::<Element>() {
                    let _ = element.set_pointer_capture(event.pointer_id());
                }
            }
            let before = *from.borrow();
            let (after, gesture) = what(before, x);
            *from.borrow_mut() = after;
            heard.emit(gesture);
        })
    };
    Pointing {
        down: listen(&touch.down, |_, x| (Some(x), Gesture::Point(x))),
        moved: listen(&touch.moved, moved),
        up: listen(&touch.up, lifted),
        cancel: listen(&touch.cancel, |_, _| (None, Gesture::Dropped)),
    }
}

fn moved(from: Option<f64>, x: f64) -> (Option<f64>, Gesture) {
    match from {
        Some(start) if (x - start).abs() > DRAG => (from, Gesture::Marking(start, x)),
        Some(start) => (from, Gesture::Point(start)),
        None => (None, Gesture::Hover(x)),
    }
}

fn lifted(from: Option<f64>, x: f64) -> (Option<f64>, Gesture) {
    match from {
        Some(start) if (x - start).abs() > DRAG => (None, Gesture::Marked(start, x)),
        _ => (None, Gesture::Dropped),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_points_and_a_drag_marks() {
        assert_eq!(moved(None, 7.0), (None, Gesture::Hover(7.0)));
        assert_eq!(moved(Some(10.0), 14.0), (Some(10.0), Gesture::Point(10.0)));
        assert_eq!(
            moved(Some(10.0), 30.0),
            (Some(10.0), Gesture::Marking(10.0, 30.0))
        );
        assert_eq!(
            lifted(Some(30.0), 10.0),
            (None, Gesture::Marked(30.0, 10.0))
        );
        assert_eq!(lifted(Some(10.0), 12.0), (None, Gesture::Dropped));
        assert_eq!(lifted(None, 12.0), (None, Gesture::Dropped));
    }
}
