//! The exact simulation as a rehearsal needs it. It is built twice from one source: to be fast, and, with the feature `small`, to be small,
//! for the one program that is fetched for a single story. Results are the same to the last bit.

use onrush_network::{Faults, Network};
use onrush_observe::Observations;

/// A simulation, however it was built.
pub(crate) trait Engine: Sized {
    /// Before its first event.
    fn begin(network: &Network, seed: u64) -> Result<Self, Faults>;
    /// Up to `events` events more; whether there is more to do.
    fn goes_on(&mut self, events: u64) -> bool;
    /// The simulated second that has been reached.
    fn reached(&self) -> u32;
    /// Events so far.
    fn so_far(&self) -> u64;
    /// Visits and requests that are in the system now.
    fn inside(&self) -> u64;
    /// What was observed.
    fn seen(self) -> Observations;
}

macro_rules! engine {
    ($built:ident) => {
        impl Engine for $built::Simulation {
            fn begin(network: &Network, seed: u64) -> Result<Self, Faults> {
                Self::new(network, seed)
            }

            fn goes_on(&mut self, events: u64) -> bool {
                self.step(events) == $built::Status::Running
            }

            fn reached(&self) -> u32 {
                self.second()
            }

            fn so_far(&self) -> u64 {
                self.events()
            }

            fn inside(&self) -> u64 {
                self.present()
            }

            fn seen(self) -> Observations {
                self.finish()
            }
        }
    };
}

engine!(onrush_des);
pub(crate) use onrush_des::Simulation as Fast;

#[cfg(feature = "small")]
engine!(onrush_des_small);
#[cfg(not(feature = "small"))]
pub(crate) use onrush_des::Simulation as Light;
#[cfg(feature = "small")]
pub(crate) use onrush_des_small::Simulation as Light;
