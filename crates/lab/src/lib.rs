//! The laboratory: a bare queueing network in a file, without the marketing.
//!
//! Whoever wants to hold the engine against a formula, or against another simulator, writes stations, classes of customers
//! and arrivals into a [`LabFile`] and gets counts, times with confidence intervals and series back. The format is described
//! in `docs/lab.md`.
//!
//! In the order in which it happens:
//!
//! * [`LabFile::read`] reports all faults of a file at once, each with the field's path.
//! * [`run()`] makes a network of it, simulates it as often as asked, on all cores, and estimates (module `estimate`): batch means for one
//!   replication, intervals between replications for several, Student's t in both.
//! * [`Results::json`] prints the result as one JSON object.
//!
//! # Example
//!
//! ```
//! use onrush_lab::{LabFile, Plan, run};
//!
//! let file = LabFile::read(r#"{
//!     "duration_s": 2000, "warm_up_s": 200,
//!     "stations": {"till": {"servers": 1, "service": {"dist": "exp", "mean_s": 0.5}}},
//!     "classes": {"customer": {"script": [{"at": "till"}]}},
//!     "arrivals": [{"class": "customer", "rate_per_s": 1}]
//! }"#)?;
//! let results = run(&file, &Plan::default())?;
//! let till = &results.stations[0].1;
//! assert!((till.utilisation.unwrap() - 0.5).abs() < 0.1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Does not know about
//!
//! Scenarios, campaigns, sentences for the user, the screen.

mod estimate;
mod lower;
mod model;
mod read;
mod results;
mod run;
mod series;

pub use model::{Arrivals, Class, Client, Closed, LabFile, RateOver, Station, Step};
pub use onrush_stat::student_t;
pub use read::{LARGEST_FILE, LONGEST_S};
pub use results::{
    ClassResult, ClassSeries, Results, SeriesResult, StationResult, StationSeries, Time,
};
pub use run::{MOST_PRESENT, Plan, Stopped, run};
