//! The simulation agrees with queueing theory.
//!
//! Each comparison asks that the formula's value lies within the run's own interval: 30 replications and Student's t, at a level
//! that makes the whole suite fail by chance less than once in 10,000 runs (see `onrush_tests::stat`).

mod clients;
mod crowd;
mod drains;
mod laws;
mod metamorphic;
mod networks;
mod one_station;
mod servers;
