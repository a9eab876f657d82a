//! What the site is drawn into, and how wide that is.

use yew::prelude::*;

use super::lit::use_lit_parts;
use crate::outside::use_size;

/// Where the drawing goes.
pub(super) struct Canvas {
    /// All of the machine room; its lit parts are marked.
    pub(super) root: NodeRef,
    /// The element that the drawing fills.
    pub(super) node: NodeRef,
    /// How much larger than usual the whole is drawn: lengths in it are those of usual type.
    pub(super) enlarged: f64,
    /// Its width in such lengths; zero until it is known.
    pub(super) width: f64,
}

#[hook]
pub(super) fn use_canvas() -> Canvas {
    let (root, node) = (use_node_ref(), use_node_ref());
    use_lit_parts(&root);
    let size = use_size(&node);
    let enlarged = size.type_scale.max(1.0);
    Canvas {
        root,
        node,
        enlarged,
        width: size.width / enlarged,
    }
}

/// The machine room's classes: while time goes on by itself, dots move along the pipes.
pub(super) fn class(playing: bool) -> Classes {
    classes!("machine-room", playing.then_some("machine-room--playing"))
}
