//! Where a finger or mouse is pressed.

use web_sys::{Element, PointerEvent};

/// Place of the pointer within the element that listens, and the element's width, in CSS pixels; `None` while nothing is
/// pressed.
pub(crate) fn place_of(event: &PointerEvent) -> Option<(f64, f64)> {
    use wasm_bindgen::JsCast;

    if event.buttons() & 1 == 0 {
        return None;
    }
    let element: Element = event.current_target()?.dyn_into().ok()?;
    let bounds = element.get_bounding_client_rect();
    Some((f64::from(event.client_x()) - bounds.left(), bounds.width()))
}
