//! Questions that many runs answer: what would help, how far it goes, how likely it holds, which of two plans is better.

mod advice;
mod chances;
mod comparison;
mod limits;
mod overlay;
mod study;

pub(crate) use advice::AdvicePanel;
pub(crate) use chances::ChancesPanel;
pub(crate) use comparison::ComparisonPanel;
pub(crate) use limits::LimitsPanel;
