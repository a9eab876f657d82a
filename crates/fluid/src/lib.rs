//! What a network expects on average, without chance and without running it.
//!
//! So far the crate answers the two questions that need no queueing: how many visits come in each step of time, and how much
//! work they offer to each station if nothing makes them wait (the *offered load*, in busy servers). A station whose offered
//! load exceeds its servers cannot keep up; by how much people then wait is for `des` to say, and for a full fluid solution
//! later.
//!
//! ```
//! use onrush_network::*;
//!
//! let network = Network {
//!     horizon_s: 60,
//!     stations: vec![Station { servers: Servers::Finite(4), ..Station::new("web", Dist::exponential(0.100)) }],
//!     programs: vec![Program::new("page", vec![Step::at(0)])],
//!     journeys: vec![Journey::single_request("visit", 0)],
//!     streams: vec![Stream::visits("all", Rate::constant(50.0, 60.0), 0, 0)],
//!     ..Network::default()
//! };
//! let forecast = onrush_fluid::forecast(&network, 1);
//! assert_eq!(forecast.visits[0][30], 50.0);
//! assert!((forecast.offered[0][30] - 5.0).abs() < 1e-6, "five busy servers are wanted, four are there");
//! ```
//!
//! # Does not know about
//!
//! `des`, random numbers, campaigns, pages' names, money.

mod offered;

pub use offered::{Forecast, forecast};
