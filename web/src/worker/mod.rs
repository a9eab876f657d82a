//! The line between the page and its workers, which are another program (`programs/engine.rs`): [`host`] is the page's end of it,
//! [`serve`] the worker's. `web/boot.js` makes the worker and documents the protocol that both ends keep.

pub(crate) mod answer;
pub(crate) mod host;
pub(crate) mod serve;

/// `{ ready: true }`: the worker listens.
const READY: &str = "ready";
/// `{ crashed: text }`: the worker is about to stop for good, and why.
const CRASHED: &str = "crashed";
