//! The one door to a rehearsal, for the command line and for the page's worker alike.
//!
//! [`rehearse`] takes a checked [`Scenario`](onrush_scenario::Scenario) and a seed, runs it to the end in small portions,
//! reports [`Progress`] after each and can be stopped there, and returns a [`Rehearsal`]: what was observed, what it means,
//! and the digest that names it. [`outlook()`] forecasts it
//! within milliseconds, on average, in the few numbers that a page draws. [`budget`] tells beforehand how large that will be. [`Command`] and [`Reply`] are the messages in which a page asks its worker for the same.
//!
//! Questions that one run does not answer are studies: [`study::work`] does one of their jobs, [`study::finish`] all of them in turn,
//! and natively `study::spread` on all cores. A [`Desk`] keeps whichever study is asked for and hands out its jobs, for whoever
//! computes them elsewhere.
//!
//! A [`Reviewer`] reads a log piece by piece and lays what was counted over a plan.
//!
//! What a task of the eight steps wants is run and recorded by [`prove()`].
//!
//! # Does not know about
//!
//! Workers and the browser (it is called by them), sentences, charts, files.

mod between;
mod desk;
mod engines;
mod excerpt;
mod messages;
mod outlook;
mod prove;
mod rehearsal;
mod review;
pub mod study;

pub use between::{Between, End, Ends, between, between_of_file};
pub use desk::{Desk, Findings, Inquiry, Next, Query};
pub use excerpt::Excerpt;
pub use messages::{Answer, Command, Named, Order, Reply};
pub use outlook::{Outlook, StationOutlook, outlook, outlook_of_file};
pub use prove::prove;
pub use rehearsal::{
    Budget, Flow, Progress, Rehearsal, Stopped, Whole, budget, rehearse, rehearse_whole,
};
pub use review::{LogEnd, LogNews, Measured, Piece, Reviewed, Reviewer};

/// Version of the engine that goes into every result: two results can be compared when it is the same.
pub const ENGINE: &str = concat!("onrush ", env!("CARGO_PKG_VERSION"));
