//! The screens.

mod rehearsal;
mod start;

pub(crate) use rehearsal::RehearsalPage;
pub(crate) use start::StartPage;
