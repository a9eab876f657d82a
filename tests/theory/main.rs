//! The simulation agrees with queueing theory.
//!
//! Each comparison asks that the formula's value lies within the run's own interval (20 replications, 4.90 standard errors:
//! about one wrong alarm in 10,000 comparisons, so about one in 200 for this whole file if seeds were drawn anew; they are
//! fixed, so a pass stays a pass).

mod crowd;
mod held;
mod laws;
mod one_station;
