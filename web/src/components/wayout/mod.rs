//! Questions that many runs answer: what would help, how far it goes, how likely it holds, which of two plans is better.

mod advice;
mod study;

pub(crate) use advice::AdvicePanel;
