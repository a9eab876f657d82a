//! Plain numbers that a solver reads.
//!
//! A [`Network`] says everything a simulation needs and nothing about campaigns, shops or people's units: [`Stream`]s of
//! arriving visits or requests with a rate over time, [`Journey`]s that visits walk, [`Program`]s that each request runs over
//! [`Station`]s, and what stands in the way: [`Cache`]s, [`Gate`]s, [`Room`]s, [`Stock`]s, [`Scaler`]s and [`Incident`]s. It is
//! the contract between whoever describes a site (the `scenario` crate, the lab) and whoever solves it (`des` exactly,
//! `fluid` on average).
//!
//! Four ideas explain most of it:
//!
//! * **A server is held while it waits.** A [`Step`] may make further steps while holding its server; the server counts
//!   as busy the whole time. This is how a slow database fills the web servers in front of it.
//! * **Every line has an end.** [`Station::line`] is the number of places to wait; who finds it full is refused.
//! * **Whoever sends decides what failure means.** A program only fails or answers; [`Client`]s retry, visitors lose
//!   [patience](Behaviour) and reload, and work that nobody waits for any more goes on.
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
//!     programs: vec![Program::new("page", vec![Step::at(0).holding(vec![Step::at(1).times(3)])])],
//!     journeys: vec![Journey::single_request("visit", 0)],
//!     streams: vec![Stream::visits("all", Rate::constant(50.0, 60.0), 0, 0)],
//!     ..Network::default()
//! };
//! assert!(network.check().is_ok());
//! assert_eq!(network.expected_visits(), 3000.0);
//! ```
//!
//! # Does not know about
//!
//! Campaigns, activities, money, file formats, languages, random numbers, or how it is solved.

#![expect(
    clippy::inline_always,
    reason = "measured: the common path of the event loop is one function (docs/decisions/0008-the-hot-path.md)"
)]

mod cache;
mod check;
mod client;
mod control;
mod crowd;
mod dist;
mod door;
mod excerpt;
mod expect;
mod fault;
mod journey;
mod order;
mod program;
mod station;
mod time;

pub use cache::{Cache, Stock};
pub use check::{LIMITS, Limits};
pub use client::{Backoff, Client, Population, Retries};
pub use control::{Incident, Metric, Scaler, Trouble};
pub use crowd::{Rate, Sends, Stream};
pub use dist::Dist;
pub use door::{Bucket, Gate, Room, Rule};
pub use fault::{Fault, Faults};
pub use journey::{Behaviour, Journey, Opening, Page, Reload, Request, RequestKind, Sharing};
pub use order::{put_in_order, sort_few};
pub use program::{Act, Program, Step};
pub use station::{
    Balance, Breaker, Contention, Discipline, HealthCheck, Line, Servers, Station, WarmUp,
};
pub use time::{Clock, Ticks};

/// Everything a solver needs to know, in seconds, rates per second and plain counts.
///
/// Indices (`journey`, `program`, `at`, `region`, `cache` …) point into the vectors of this struct and are verified by
/// [`Network::check`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// Length of the run, in whole seconds (1 to [`Limits::horizon_s`]).
    pub horizon_s: u32,
    /// Where requests wait and are served.
    pub stations: Vec<Station>,
    /// What answers without asking further, when it has the object.
    pub caches: Vec<Cache>,
    /// What lets requests in, or not.
    pub gates: Vec<Gate>,
    /// What can run out.
    pub stocks: Vec<Stock>,
    /// Waiting rooms in front of the site.
    pub rooms: Vec<Room>,
    /// What requests do, station by station.
    pub programs: Vec<Program>,
    /// What visits do, page by page.
    pub journeys: Vec<Journey>,
    /// Who sends bare requests, and what they do when one fails.
    pub clients: Vec<Client>,
    /// Where visits and bare requests come from. Each is an independent Poisson process.
    pub streams: Vec<Stream>,
    /// Fixed numbers of customers that come again and again: closed networks.
    pub populations: Vec<Population>,
    /// What adds and removes instances.
    pub scalers: Vec<Scaler>,
    /// What goes wrong, and when.
    pub incidents: Vec<Incident>,
}
