//! What a plan becomes outside Onrush: scripts for real load tests, dates for a calendar, first values for a waiting room.
//!
//! A rehearsal does not replace a test of the real site; it hands over to one. [`LoadPlan::of`] takes from a scenario what any
//! load generator needs: how many visits begin when, what a visit asks for, when the test has failed. [`k6()`], [`locust()`] and
//! [`artillery()`] write it down for three of them, [`calendar()`] tells everybody's calendar when the crowd comes, and
//! [`admission()`] works out how many visitors a waiting room may let in. [`Embedded`] writes the lines by which a rehearsal is shown in somebody
//! else's page.
//!
//! The scripts follow the planned curve and the journey; they know nothing of the real site's addresses, so paths are
//! placeholders that stand together at the top. What a script cannot do as the simulation does is said in its first lines.
//!
//! # Example
//!
//! ```
//! use onrush_handover::{LoadPlan, Stretch, k6};
//! use onrush_scenario::{Scenario, story};
//! use onrush_words::{Language, Words};
//!
//! let scenario = Scenario::read(story("mole-app").unwrap().file)?;
//! let plan = LoadPlan::of(&scenario, Stretch::Busiest { minutes: 10 })?;
//! assert!(plan.visits.peak() > 100.0);
//! assert_eq!(plan.visits.seconds(), 600);
//!
//! let script = k6(&plan, Words::new(Language::English));
//! assert!(script.contains("executor: 'ramping-arrival-rate'"));
//! # Ok::<(), onrush_network::Faults>(())
//! ```
//!
//! # Does not know about
//!
//! How a run is made or what came out of one, files, the browser. Its sentences come from `words`.

mod admission;
mod artillery;
mod calendar;
mod embed;
mod k6;
mod load;
mod locust;
mod ramp;
mod script;

pub use admission::{Admission, ROOM_TO_BREATHE, Tightest, admission};
pub use artillery::artillery;
pub use calendar::{Stamp, calendar};
pub use embed::{Embedded, Lock, picture};
pub use k6::k6;
pub use load::{LoadPlan, Opens, Step, Stretch};
pub use locust::locust;
pub use ramp::{Ramp, Stage};
