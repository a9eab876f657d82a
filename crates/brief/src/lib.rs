//! What a team takes away on paper: the brief for IT, and the readiness sheet with a code by which anybody can check it.
//!
//! A [`Brief`] is taken from a plan and what is known about it ([`Known`]): its rehearsal, its chances, its ladder of limits. It is a
//! plain value; [`Brief::paper`] and [`Brief::sheet`] put it into words as a [`Paper`], which can be shown, printed, or
//! written as Markdown ([`Paper::markdown`]). What was not tested says so. [`Code`] names a rehearsal in one short line, and says
//! of another one whether it is the same.
//!
//! # Example
//!
//! ```
//! use onrush_brief::{Brief, Extent, Known};
//! use onrush_scenario::{Scenario, story};
//! use onrush_words::{Language, Words};
//!
//! let plan = Scenario::read(story("mole-app").unwrap().file).unwrap();
//! let words = Words::new(Language::English);
//! let brief = Brief::of(&plan, &Known::default(), words);
//! assert_eq!(brief.activities.len(), plan.activities.len());
//! let markdown = brief.paper(words, Extent::Full).markdown();
//! assert!(markdown.contains("not tested yet"), "nobody has rehearsed it");
//! ```
//!
//! # Does not know about
//!
//! How a run is made, only what comes out of one; files, links, the browser. Its sentences come from `words`.

mod code;
mod known;
mod markdown;
mod paper;
mod plan;
mod say;
mod sheet;
mod when;

#[cfg(test)]
mod tests;

pub use code::{Checked, Code, NoCode};
pub use known::{Known, Played, Result, Risk, Target};
pub use paper::{Block, Extent, Link, Paper, Section};
pub use plan::{Assumption, Brief, Origin, Planned};
pub use sheet::{Step, no_code, verification};
pub use when::When;
