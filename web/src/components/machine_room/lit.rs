//! Marks the parts that what is being read is about.

use web_sys::Element;
use yew::prelude::*;

use crate::state::Lit;

/// Puts `data-evidence` on the lit parts below `root`, and takes it off all others. After each render: parts come and go.
#[hook]
pub(super) fn use_lit_parts(root: &NodeRef) {
    let lit = use_context::<Lit>().unwrap_or_default();
    let root = root.clone();
    use_effect(move || {
        let parts = lit.0.map_or_else(Vec::new, |h| h.parts);
        let Some(room) = root.cast::<Element>() else {
            return;
        };
        let Ok(all) = room.query_selector_all("[data-part]") else {
            return;
        };
        for node in (0..all.length()).filter_map(|i| all.item(i)) {
            let Ok(part) = wasm_bindgen::JsCast::dyn_into::<Element>(node) else {
                continue;
            };
            let name = part.get_attribute("data-part").unwrap_or_default();
            // What cannot be marked is not marked: there is nothing better to do.
            let _ = part.toggle_attribute_with_force("data-evidence", parts.contains(&name));
        }
    });
}
