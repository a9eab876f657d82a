//! The screens.

mod blank;
mod model;
mod paper;
mod rehearsal;
mod start;
mod workshop;

pub(crate) use blank::BlankPage;
pub(crate) use model::ModelPage;
pub(crate) use paper::PaperPage;
pub(crate) use rehearsal::RehearsalPage;
pub(crate) use start::StartPage;
pub(crate) use workshop::WorkshopPage;
