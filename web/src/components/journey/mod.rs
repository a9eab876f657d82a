//! The journey: the pages in order, how many get to each, how patient visitors are, and where and on what they are.
//!
//! * `flow` says how many get how far; `edits` makes changes. Pure.
//! * `view` is the list with what stands below it; `page` is the sheet of one page.

mod edits;
mod flow;
mod page;
mod view;

pub(crate) use view::JourneyPanel;
