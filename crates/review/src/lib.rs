//! The review after the day: what really happened, laid over the forecast.
//!
//! [`Actual`] is what was counted: visits, page views or requests, bin by bin, from a table or a server's log
//! ([`onrush_scenario::import`]). [`by_clock`] and [`best_match`] place it on the plan's clock; [`compare()`] puts forecast and fact side
//! by side and scores the forecast ([`Score`]); [`fit()`] finds the sizes, moments and paces of the activities that explain the fact best,
//! with how sure each is and what could not be told apart; [`recalibrated`] makes a new plan of that. [`reported()`] has the few figures
//! that are known of the true stories.
//!
//! The forecast is that of the *crowd*: who comes, and what they ask for if everything works. What a site in trouble made of them (reloads,
//! pages that never came) is in the fact, and not in the forecast.
//!
//! # Example
//!
//! ```
//! use onrush_review::{Actual, Crowd, Unit, by_clock, compare, fit, recalibrated};
//! use onrush_scenario::{Scenario, import::Table, story};
//!
//! let plan = Scenario::read(story("mole-app").unwrap().file)?;
//! let crowd = Crowd::of(&plan, Unit::Visits)?;
//! // Twice the crowd came, minute by minute.
//! let lines: String = (0..plan.clock.minutes)
//!     .map(|minute| (f64::from(minute) * 60.0, minute))
//!     .map(|(s, m)| format!("2017-01-14 {:02}:{:02},{:.1}\n", 20 + (15 + m) / 60, (15 + m) % 60, 2.0 * crowd.between(s, s + 60.0)))
//!     .collect();
//! let table = Table::read(&format!("time,visits\n{lines}")).unwrap();
//! let series = table.series(&table.guess()).series.unwrap();
//! let actual = Actual::of("visits.csv", Unit::Visits, &series, false);
//!
//! let placed = by_clock(&actual, &plan.clock);
//! let score = compare(&crowd, &actual, placed.at_s).score.unwrap();
//! assert!((score.volume_ratio - 2.0).abs() < 0.01);
//!
//! let fitted = fit(&plan, &actual, placed.at_s).unwrap();
//! let new = recalibrated(&plan, &fitted, "Measured: visits.csv")?;
//! let after = compare(&Crowd::of(&new.plan, Unit::Visits)?, &actual, placed.at_s).score.unwrap();
//! assert!((after.volume_ratio - 1.0).abs() < 0.02);
//! # Ok::<(), onrush_network::Faults>(())
//! ```
//!
//! # Does not know about
//!
//! Files and their reading (`scenario::import`), sentences, charts, how a run is made, the browser.

mod actual;
mod align;
mod compare;
mod crowd;
mod fit;
mod plan;
mod reported;
mod solve;

pub use actual::{Actual, Begins, Unit};
pub use align::{Basis, Match, Placed, best_match, by_clock};
pub use compare::{Bin, Comparison, LEAST_BINS, NotComparable, Score, compare};
pub use crowd::Crowd;
pub use fit::{Estimate, Fit, Fitted, NoFit, SHIFT_BOUND_S, Seen, fit};
pub use plan::{Recalibrated, recalibrated};
pub use reported::{Reported, What, reported};

/// Improvements that the review asks for: the eighth step is proven with so many.
pub const IMPROVEMENTS_ASKED_FOR: usize = 3;
/// Most improvements that are kept.
pub const MOST_IMPROVEMENTS: usize = 12;
/// Longest improvement, in characters.
pub const LONGEST_IMPROVEMENT: usize = 500;
