//! What the observations mean: whether it held, what broke first and why, what it cost.
//!
//! # Does not know about
//!
//! How a run was made, sentences (a [`Finding`] has an id and figures; `words` makes the sentence), charts, the browser.

mod diagnosis;

pub use diagnosis::{
    Diagnosis, Figure, Finding, FindingId, Held, MoneyResult, Peak, TargetId, TargetResult,
    Verdict, Window,
};
