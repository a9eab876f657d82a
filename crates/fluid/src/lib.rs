//! What a network expects on average, without chance and without running it event by event.

mod caches;
mod clients;
mod control;
mod doors;
mod fate;
mod forecast;
mod later;
mod offered;
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
pub use offered::{OfferedLoad, offered_load};

/// The forecast of a network.
///
/// # Errors
/// The network's faults, if it is not whole.
pub fn forecast(network: &Network) -> Result<Forecast, Faults> {
    network.check()?;
    Ok(solve::run(network))
}
