//! The eight steps of preparing a site for a big day, as tasks that a run proves.
//!
//! A team works on a plan; its [`Progress`] keeps what it guessed and read off, and the [`Record`]s of runs. [`check()`] reads
//! both and says of each step how far it has come: a [`StepVerdict`] with its tasks, the figures that were looked at, and, where
//! the plan has changed since, which change made the evidence stale. Nobody ticks: a task is done by what a run showed, or by
//! what the plan says.
//!
//! # The tour
//!
//! * [`Trial`] is what is done to a plan before it is run (a ramp in the place of the crowd, twice the crowd, a database that
//!   dies), with a seed [`Wanted`]: each [`TaskVerdict`] lists the runs that it still wants.
//! * `onrush_runner::prove` runs one and makes its [`Record`]: [`Figures`] computed from what was observed, with the fingerprint
//!   of the plan, the seed, the engine's version, and the run's digest.
//! * [`Progress::recording`] takes it in, [`check()`] looks again.
//! * [`Progress::write`] and [`Progress::read`] keep it in a file.
//!
//! A record counts as long as nothing has changed that could alter its result: [`Trial::key`]. The crowd does not matter to a
//! ramp, nor the site to the forecast.
//!
//! ```
//! use onrush_scenario::{Scenario, story};
//! use onrush_steps::{Progress, State, StepId, check};
//!
//! let plan = Scenario::read(story("toy-shop").unwrap().file)?;
//! let mut progress = Progress::new(&plan, true).guessed(40.0, "18:00".parse().unwrap())?;
//! for wanted in check(&plan, &progress)[0].wanted() {
//!     let record = onrush_runner::prove(&plan, wanted, &mut |_| onrush_runner::Flow::On).unwrap();
//!     progress = progress.recording(&plan, record);
//! }
//! let numbers = &check(&plan, &progress)[0];
//! assert!(numbers.task("guess").unwrap().done, "a bad guess counts, too");
//! assert_ne!(numbers.state, State::Proven, "nothing is a range yet");
//! # Ok::<(), onrush_network::Faults>(())
//! ```
//!
//! # Does not know about
//!
//! Sentences (steps, tasks and figures have names), how a run is made, the browser.

mod assist;
mod check;
mod figures;
mod forecast;
mod outside;
mod progress;
mod ramp;
mod read;
mod record;
mod review;
mod step;
mod structure;
mod trial;

pub use assist::{assist, assist_backups};
pub use check::{Evidence, Shown, StepVerdict, TaskVerdict, Value, check, ramp_of};
pub use figures::{Admitted, Broke, Busiest, Figures, Limit, Load, Ready, Row};
pub use forecast::{Forecast, forecast};
pub use progress::{
    Backups, Bounds, Guess, Kept, MOST_PLANS, MOST_RECORDS, Progress, Proven, Stated, Thresholds,
};
pub use read::LARGEST_PROGRESS;
pub use record::{Ran, Record};
pub use review::{ForecastError, ReviewFacts};
pub use step::{State, StepId};
pub use structure::structural;
pub use trial::{EARLIER_MIN, LONGER, Part, Trial, Wanted};
