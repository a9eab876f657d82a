//! A finger that goes from side to side where nothing else listens to it.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

/// CSS pixels that a finger has to go.
const FAR: f64 = 56.0;
/// How many times farther sideways than up or down.
const LEVEL: f64 = 2.0;
/// What has sideways movements of its own: drawings of time, fields, what can be scrolled.
const OTHERS: &str = "svg, canvas, input, select, textarea, [role=slider], [data-drag], table";

/// For `onpointerdown` and `onpointerup` of an element: tells `swiped` whether a finger went on (to the left) or back.
#[hook]
pub(crate) fn use_swipe(
    swiped: Callback<bool>,
) -> (Callback<PointerEvent>, Callback<PointerEvent>) {
    let from = use_mut_ref(|| None::<(i32, f64, f64)>);
    let place = |event: &PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let down = {
        let from = from.clone();
        Callback::from(move |event: PointerEvent| {
            let free = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .is_some_and(|element| matches!(element.closest(OTHERS), Ok(None)));
            let (x, y) = place(&event);
            *from.borrow_mut() =
                (free && event.pointer_type() == "touch").then_some((event.pointer_id(), x, y));
        })
    };
    let up = Callback::from(move |event: PointerEvent| {
        let Some((id, x, y)) = from.borrow_mut().take() else {
            return;
        };
        let (to_x, to_y) = place(&event);
        if id == event.pointer_id()
            && let Some(later) = direction(to_x - x, to_y - y)
        {
            swiped.emit(later);
        }
    });
    (down, up)
}

/// Whether that was a swipe, and on or back.
fn direction(x: f64, y: f64) -> Option<bool> {
    (x.abs() >= FAR && x.abs() >= LEVEL * y.abs()).then_some(x < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_far_and_level_is_a_swipe() {
        assert_eq!(direction(-80.0, 10.0), Some(true));
        assert_eq!(direction(80.0, -10.0), Some(false));
        assert_eq!(direction(-80.0, 60.0), None);
        assert_eq!(direction(-20.0, 0.0), None);
    }
}
