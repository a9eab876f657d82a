//! Plain numbers that a solver reads.
//!
//! A [`Network`] says everything a simulation needs and nothing about campaigns, shops or people's units: [`Stream`]s of
//! arriving visits with a rate over time, [`Journey`]s that those visits walk, [`Program`]s that each of their requests
//! runs over [`Station`]s, and the [`Station`]s with their servers, lines and service times. It is the contract between
//! whoever describes a site (the `scenario` crate, the lab) and whoever solves it (`des` exactly, `fluid` on average).
//!
//! Three ideas explain most of it:
//!
//! * **A server is held while it waits.** A [`Step`] may make further steps `while_holding` its server; the server counts
//!   as busy the whole time. This is how a slow database fills the web servers in front of it.
//! * **Every line has an end.** [`Station::line`] is the number of places to wait; who finds it full is refused.
//! * **Time is an integer.** A [`Clock`] turns seconds into ticks of 2⁻ᵏ s, so that whole seconds are exact and a run is
//!   the same on every platform.
//!
//! # Example
//!
//! One web server with four workers, each holding a database connection in the middle of its work:
//!
//! ```
//! use onrush_network::*;
//!
//! let network = Network {
//!     horizon_s: 60,
//!     stations: vec![
//!         Station { servers: Servers::Finite(4), line: Line::Places(10), ..Station::new("web", Dist::exponential(0.040)) },
//!         Station { servers: Servers::Finite(2), ..Station::new("database", Dist::exponential(0.008)) },
//!     ],
//!     programs: vec![Program::new("page", vec![Step {
//!         while_holding: vec![Step { times: 3, ..Step::at(1) }],
//!         ..Step::at(0)
//!     }])],
//!     journeys: vec![Journey::single_request("visit", 0)],
//!     streams: vec![Stream { id: "all".into(), rate: Rate::constant(50.0, 60.0), journey: 0, region: 0 }],
//! };
//! assert!(network.check().is_ok());
//! assert_eq!(network.expected_visits(), 3000.0);
//! ```
//!
//! # Does not know about
//!
//! Campaigns, activities, money, file formats, languages, random numbers, or how it is solved.

mod check;
mod crowd;
mod dist;
mod fault;
mod journey;
mod program;
mod station;
mod time;

pub use check::{LIMITS, Limits};
pub use crowd::{Rate, Stream};
pub use dist::Dist;
pub use fault::{Fault, Faults};
pub use journey::{Behaviour, Journey, Page, Reload, Request, RequestKind};
pub use program::{Program, Step};
pub use station::{Balance, Contention, Line, Servers, Station};
pub use time::{Clock, Ticks};

/// Everything a solver needs to know, in seconds, rates per second and plain counts.
///
/// Indices (`journey`, `program`, `at`, `region`) point into the vectors of this struct and are verified by
/// [`Network::check`].
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Length of the run, in whole seconds (1 to [`Limits::horizon_s`]).
    pub horizon_s: u32,
    /// Where requests wait and are served.
    pub stations: Vec<Station>,
    /// What requests do, station by station.
    pub programs: Vec<Program>,
    /// What visits do, page by page.
    pub journeys: Vec<Journey>,
    /// Where visits come from. Each is an independent Poisson process.
    pub streams: Vec<Stream>,
}
