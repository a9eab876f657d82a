//! A rehearsal in a frame of another page, as a program of its own: small, to look at, and used by the page's thread and its worker
//! alike, so that nothing comes twice.
//!
//! * `asked` reads what the address asks for. Pure.
//! * `state` is what it knows, and the one place where that changes. Pure.
//! * `view` shows it, mostly with the components of the whole page; `charts` with lighter ones than those.
//! * `frame` connects it with the page outside, `simulator` with its worker, `language` with the sentences.
//!
//! # Does not know about
//!
//! Changing a plan (the whole page does that, in its own tab or in the place of this program), what is kept in the browser, forecasts,
//! studies, steps.

mod asked;
mod charts;
mod frame;
mod language;
mod simulator;
mod state;
mod view;

pub(crate) use asked::{Asked, At, Piece, Plan, STEPS};
pub(crate) use frame::make_room;
pub(crate) use simulator::answer;
pub(crate) use view::Embed;
