//! What a network expects on average, without chance and without running it event by event: the forecast.
//!
//! Everything is a count with fractions: so many visitors wait for this page, so many requests of this program are at that
//! station. A few hundred steps, short where much changes, take a few milliseconds whatever the size of the crowd; the exact
//! simulation takes time for each visitor. How well the two agree, and where they cannot, is measured in `docs/forecast.md`.
//!
//! ```
//! use onrush_network::*;
//!
//! let network = Network {
//!     horizon_s: 600,
//!     stations: vec![Station { servers: Servers::Finite(4), line: Line::Places(50), ..Station::new("web", Dist::exponential(0.100)) }],
//!     programs: vec![Program::new("page", vec![Step::at(0)])],
//!     journeys: vec![Journey::single_request("visit", 0)],
//!     streams: vec![Stream::visits("all", Rate::constant(50.0, 600.0), 0, 0)],
//!     ..Network::default()
//! };
//! let forecast = onrush_fluid::forecast(&network)?;
//! // Four servers of 0.1 s serve 40 of the 50 visits a second; a fifth is turned away once the line is full.
//! assert!((forecast.totals.share_lost() - 0.2).abs() < 0.02);
//! assert!(forecast.stations[0].saturated_s.is_some_and(|second| second < 5.0));
//! assert!((forecast.totals.arrived - forecast.totals.ended()).abs() < 1e-6);
//! # Ok::<(), Faults>(())
//! ```
//!
//! # The equations
//!
//! **Stations** (module `site`). The requests of one program at one station that hold nothing else are a *group*. Its number
//! obeys dQ/dt = inflow - served - given up, solved backwards in time (implicit Euler) so that any step is stable. A station
//! with n servers serves at n·ρ(Q/n) / (mean hold); ρ is the fluid's min(1, Q/n), corrected for random waiting below
//! saturation: Sakasegawa's formula for M/G/c read backwards, which is the pointwise stationary fluid flow approximation
//! (Rider 1976; Wang, Tipper, Banerjee 1996; module `queue`). Short lines refuse by Erlang's loss formula and what is over; in long ones what does
//! not fit.
//!
//! **Holding.** A server's hold is its own work plus the time of what it waits for. Lines inside are short-lived, so they are
//! in balance at every moment with those who hold servers for them: a station inside receives B m / (hold + m W) visits a
//! second from B held servers that each make m visits of wait W, and W is what makes that its capacity. A holder with its inside
//! thus acts as a flow-equivalent server (Chandy, Herzog and Woo 1975), found by a few rounds of iteration in each step.
//! Populations of fixed size hold themselves in the same way.
//!
//! **People** (module `people`). Somebody who asks now meets the lines of now: the time R to the answer is known, and so is the share
//! of them whose patience ends before, G(R), each at its own moment. They are put into bins of future time, from R of the
//! last step to R of this one, so that nobody overtakes. Thinking and pauses are one to four exponential stages, whose solution
//! over a step is exact. Reloads are counted attempt by attempt, the first eight apart.
//!
//! **Lines with impatience** lose θ per second and person in line, θ = G(W) / ∫(1-G), the fluid limit of Whitt (2006).
//!
//! **Caches** fill class by class of about equal popularity: absent → being fetched at λp, there after the fetch, lost at
//! 1/T; in equilibrium the hit ratio is λpT / (1 + λp(T + fetch)).
//!
//! **Autoscalers, incidents, hours, gates, rooms, stocks, breakers** follow the contract's rules on the means. Boot times are their
//! means. A breaker opens when the mean share of failures says so.
//!
//! # Steps
//!
//! Time is a grid of bins: one second up to three hours, coarser beyond, finer below five minutes. A step takes 1 to 64 of them;
//! it is short after a jump, where arrivals or lines change by more than about a tenth, and before stations fill. At most
//! about 600 steps; fewer for networks so large that these would take long.
//!
//! # Does not know about
//!
//! `des`, random numbers, campaigns, pages' names, money.

mod caches;
mod clients;
mod control;
mod doors;
mod fate;
mod forecast;
mod later;
mod pace;
mod people;
mod plan;
mod queue;
mod record;
mod site;
mod solve;
mod times;

use onrush_network::{Faults, Network};

pub use forecast::{
    CacheForecast, ClientForecast, Forecast, People, Span, StationForecast, Totals,
};

/// The forecast of a network.
///
/// # Errors
/// The network's faults, if it is not whole.
pub fn forecast(network: &Network) -> Result<Forecast, Faults> {
    network.check()?;
    Ok(solve::run(network))
}
