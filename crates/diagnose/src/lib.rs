//! What the observations mean: whether it held, what broke first and why, what it cost.
//!
//! [`diagnose()`] reads a run's [`Observations`](onrush_observe::Observations) and answers the questions of somebody who
//! stands before a broken site: *when* did it begin (the first second in which visitors were lost in numbers), *what* was
//! full, and, because a full part is often only waiting for another, *who is to blame*. It follows the split of each
//! station's busy servers into working and waiting-for-whom until it comes to the part that was busy with its own work.
//! Then come the consequences: slow pages, reloads, work done for nobody, people lost by cause, and whether it recovered.
//!
//! # Example
//!
//! The web servers are all busy, but nine in ten of them stand in the line of the database: the database is the root.
//!
//! ```
//! # use onrush_diagnose::example::{scenario, Run};
//! use onrush_diagnose::{diagnose, FindingId, Verdict};
//!
//! // Two minutes; the web servers (100 workers) and the database (10 connections) are full in the second one.
//! let run = Run::web_and_database().full(60..120).lost(70..120, 20);
//! let diagnosis = diagnose(&scenario(), &run.network(), &run.seen);
//!
//! assert_eq!(diagnosis.verdict, Verdict::Breaks);
//! assert_eq!(diagnosis.first_break_s, Some(70));
//! assert_eq!(diagnosis.root, Some(1), "the database, not the web servers");
//! let waiting = diagnosis.findings.iter().find(|f| f.id == FindingId::HeldWaiting).unwrap();
//! assert_eq!((waiting.station, waiting.because_of), (Some(0), Some(1)));
//! ```
//!
//! # Does not know about
//!
//! How a run was made, sentences (a [`Finding`] has an id and figures; `words` makes the sentence), charts, the browser.

mod background;
mod beside;
mod bill;
mod blame;
mod cause;
mod consequences;
mod diagnose;
mod diagnosis;
mod digest;
pub mod example;
mod expected;
mod finding;
mod grid;
mod money;
mod peak;
mod people;
mod thresholds;
mod why;

pub use cause::{Cause, CauseKind, Evidence, Hurt, HurtBy, Loop, Relief, Watched, Why};
pub use diagnose::diagnose;
pub use diagnosis::{
    BillItem, BillLine, Diagnosis, Figure, Finding, FindingId, Held, Missed, MoneyResult, Peak,
    TargetId, TargetResult, Verdict, Window,
};
pub use expected::{Means, first_break_of_means};
pub use money::missed;
