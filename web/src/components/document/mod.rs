//! The plan as a document: steps back and forth, what it is called, when it is.

mod details;
mod steps;

pub(crate) use details::PlanDetails;
pub(crate) use steps::Steps;
