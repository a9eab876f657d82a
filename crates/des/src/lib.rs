//! A network and a seed, simulated exactly: every visit, every request, one event after the other.
//!
//! The simulation is a discrete-event simulation in integer time. [`Simulation::new`] compiles a checked
//! [`Network`] to flat tables, [`Simulation::step`] processes a portion of events, and
//! [`Simulation::finish`] closes the books and returns [`Observations`].
//!
//! What makes it true:
//!
//! * Arrivals are non-homogeneous Poisson processes, drawn exactly by inverting the accumulated rate (module `arrivals`).
//! * A worker is **held** while its request waits for something inside; lines have ends; nobody tells a server that the
//!   visitor has left, so abandoned work goes on (module `engine`).
//! * Every visit and every request ends exactly once in the [ledger](onrush_observe::Ledger).
//!
//! What makes it reproducible:
//!
//! * Time is counted in ticks; events at the same tick happen in the order in which they were scheduled (for up to 2²⁰ of
//!   them; module `agenda`).
//! * Random numbers are drawn by *purpose*, not from one long sequence: a visitor's choices are keyed by the visitor, a
//!   service time by the request and the station (module `random`). So two plans meet the same crowd, and a change in one
//!   place does not reshuffle the rest.
//! * The mathematics is `libm`'s, the generators are named (`xoshiro256++` and `SplitMix64`), nothing iterates over a hash map.
//!
//! # Example
//!
//! ```
//! use onrush_network::*;
//!
//! let network = Network {
//!     horizon_s: 100,
//!     stations: vec![Station { servers: Servers::Finite(1), ..Station::new("till", Dist::exponential(0.5)) }],
//!     programs: vec![Program::new("pay", vec![Step::at(0)])],
//!     journeys: vec![Journey::single_request("customer", 0)],
//!     streams: vec![Stream::visits("door", Rate::constant(1.0, 100.0), 0, 0)],
//!     ..Network::default()
//! };
//! let seen = onrush_des::simulate(&network, 1)?;
//! assert_eq!(seen.ledger.visits.missing(), 0);
//! assert_eq!(seen.digest().finish(), onrush_des::simulate(&network, 1)?.digest().finish());
//! # Ok::<(), onrush_network::Faults>(())
//! ```
//!
//! # Does not know about
//!
//! Campaigns, pages' names, money, what a result means, threads, the clock on the wall.

#![expect(
    clippy::inline_always,
    reason = "measured: the common path of the event loop is one function (docs/decisions/0008-the-hot-path.md)"
)]

mod agenda;
mod arrivals;
mod books;
mod compile;
mod engine;
mod exponential;
mod gamma;
mod parts;
mod random;
mod requests;
mod stations;
mod visits;
mod ziggurat;

use onrush_network::{Faults, Network};
use onrush_observe::Observations;

pub use engine::Simulation;

/// Whether a simulation has more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// There are more events before the end of the run.
    Running,
    /// The end of the run is reached.
    Done,
}

/// Simulates `network` from beginning to end.
///
/// # Errors
/// The network's faults, if it is not whole.
pub fn simulate(network: &Network, seed: u64) -> Result<Observations, Faults> {
    let mut simulation = Simulation::new(network, seed)?;
    // In portions, because browsers compile a function well only after it was entered several times.
    while simulation.step(4096) == Status::Running {}
    Ok(simulation.finish())
}
