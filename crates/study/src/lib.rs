//! Questions that one run does not answer: which of two plans is better, how far a site carries, what would help, how likely it
//! holds.
//!
//! Every study is a [`Machine`] of jobs. It computes nothing itself: it hands out [`Job`]s, plain values that can be sent to a
//! thread, a worker or another computer, takes their [`Outcome`]s in any order, and has at every moment the best answer so far.
//!
//! | study       | question                                             | answer         |
//! |-------------|------------------------------------------------------|----------------|
//! | [`Compare`] | two or more plans on the same crowd                  | [`Comparison`] |
//! | [`Ladder`]  | how large a crowd each part carries, in order        | [`Limits`]     |
//! | [`Advisor`] | what marketing or IT can do, best first              | [`Advice`]     |
//! | [`Luck`]    | how likely the targets are met, what it depends on   | [`Chances`]    |
//! | [`Sweep`]   | outcomes for many seeds, to be merged with others    | [`Results`]    |
//!
//! # The tour
//!
//! A study asks in stages ([`Study::stage`]): forecasts first, for a useful line within a moment, then few exact runs, chosen by
//! what the forecasts say. What a job does to a plan is its [`Variant`]: an edit, a crowd factor, a draw of what is uncertain. Chance is
//! fixed by the seed, so variants meet the same crowd, and differences are formed seed by seed ([`differences`]); how sure one
//! may be is worked out in [`stat`].
//!
//! ```
//! use onrush_scenario::{Edit, Scenario, story};
//! use onrush_study::{Compare, Machine, Outcome};
//!
//! let plan = Scenario::read(story("toy-shop").unwrap().file)?;
//! let better = plan.edited(&Edit::Set { path: "site.web.servers".into(), value: 8.into() })?;
//! let mut machine = Machine::new(Compare::new(vec![plan, better], vec![1, 2], false));
//! while !machine.done() {
//!     for job in machine.next_jobs(8) {
//!         // Computed by `onrush_runner::study::work`; here by magic, which serves 100 visitors more in the second plan.
//!         let outcome = Outcome { served: 1000.0 + 100.0 * f64::from(job.task.plan), ..Outcome::default() };
//!         machine.take(job.number, Ok(outcome));
//!     }
//! }
//! let served = machine.answer().plans[0].differences[0];
//! assert_eq!((served.difference.unwrap().best, served.clear), (100.0, true));
//! # Ok::<(), onrush_network::Faults>(())
//! ```
//!
//! # In a page
//!
//! Keep one [`Machine`] for a study. Whenever a worker is idle, take one job with [`Machine::next_jobs`], send it as
//! `onrush_runner::Command::Study` with the file of [`Machine::plans`]`[task.plan]`, and hand what comes back to [`Machine::take`]:
//! `Reply::Study` as an outcome, `Reply::Refused` as its faults. Then show [`Machine::answer`] and [`Machine::advance`]. Where
//! `next_jobs` gives none and [`Machine::done`] is false, others are still at work on the stage. To stop, end the workers and
//! drop the machine. What an answer says in words is in `onrush_words` (`limits`, `advice`, `advised`, `comparison`, `chances`).
//!
//! # Does not know about
//!
//! How a job is computed (`runner` does it), threads, workers, sentences, the scenario's file format.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of visits and runs stay far below 2^53"
)]
#![cfg_attr(test, expect(clippy::float_cmp, reason = "exact by construction"))]

mod advise;
mod as_text;
mod chances;
mod compare;
mod job;
mod ladder;
pub mod levers;
mod machine;
mod outcome;
mod results;
mod stronger;

pub use onrush_stat as stat;

pub use advise::{Advice, Advised, Advisor, Aim, Found, Gain, WORK_DAY};
pub use chances::{Band, Chance, Chances, Futures, Hope, Influence, Luck};
pub use compare::{Beside, Compare, Comparison, Difference, Metric, differences};
pub use job::{Fidelity, Job, Task, Variant, share_of};
pub use ladder::{End, Ladder, Limits, Rung};
pub use machine::{Advance, Done, Machine, Result, Study};
pub use outcome::{Bands, Outcome};
pub use results::{FORMAT, Header, Mismatch, Of, Results, Row, Sweep};
