//! The mechanisms that stand beside plain stations, each a small state machine.
//!
//! They know time as [`Ticks`] and people and requests as numbers; they draw from keys that are handed to them, keep no clock and
//! schedule nothing: the event loop asks when something will happen next and tells them that it has. So each can be tested
//! alone, and the same calls give the same answers on every platform.
//!
//! [`Ticks`]: onrush_network::Ticks

pub(crate) mod breaker;
pub(crate) mod bucket;
pub(crate) mod cache;
pub(crate) mod fifo;
pub(crate) mod gate;
pub(crate) mod hours;
pub(crate) mod incidents;
pub(crate) mod least;
pub(crate) mod links;
pub(crate) mod pool;
pub(crate) mod retries;
pub(crate) mod room;
pub(crate) mod scaler;
pub(crate) mod shared;
pub(crate) mod sharing;
pub(crate) mod stock;
pub(crate) mod zipf;

/// Nobody.
pub(crate) const NIL: u32 = u32::MAX;

/// A number that decides for whatever has this name, to be mixed into the keys of others.
pub(crate) fn salt(name: &str) -> u64 {
    crate::random::Key::of_seed(0).name(name).bits()
}

#[cfg(test)]
mod testing {
    use crate::random::Key;

    /// An exponential number with mean one, for tests that make their own arrivals.
    pub(crate) fn exponential(key: Key) -> f64 {
        -libm::log(1.0 - key.unit())
    }

    /// Mean and standard error of independent samples.
    pub(crate) fn mean_and_error(samples: &[f64]) -> (f64, f64) {
        let n = samples.len() as f64;
        let mean = samples.iter().sum::<f64>() / n;
        let squares: f64 = samples.iter().map(|x| (x - mean) * (x - mean)).sum();
        (mean, (squares / (n - 1.0) / n).sqrt())
    }
}
