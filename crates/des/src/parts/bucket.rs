//! A token bucket without a timer.

use onrush_network::{Clock, Ticks};

/// Binary places after the point of a tick.
const FRACTION: u32 = 40;
const TICK: u128 = 1 << FRACTION;

/// A token bucket, kept as the moment at which it will be full again (the "virtual scheduling" form of the generic cell rate
/// algorithm, ITU-T I.371).
///
/// All arithmetic is in whole numbers of 2⁻⁴⁰ ticks; the time between two tokens is rounded to one of them, so the rate is
/// right to better than a part in 10⁹ for every rate and clock that a network may have, and nothing adds up. A token is there
/// from the beginning of the tick in which it arrives, so that a bucket that is emptied at whole ticks loses nothing.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    /// Time between two tokens.
    interval: u128,
    /// How far ahead of now, rounded up to a tick's end, `full_at` may lie when one more is taken: (burst − 1) intervals.
    slack: u128,
    full_at: u128,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(bucket: onrush_network::Bucket, clock: Clock) -> Self {
        let interval = fixed(clock.ticks_per_second() as f64 / bucket.per_s).max(1);
        let more = (bucket.burst - 1.0).max(0.0);
        let whole = more.floor();
        // Whole tokens by whole numbers, so that a burst of n lets exactly n through at one tick.
        let slack = interval * floor(whole) + floor(interval as f64 * (more - whole));
        Self {
            interval,
            slack,
            full_at: 0,
        }
    }

    /// Takes a token, if there is one. Time must not run backwards from call to call.
    #[inline]
    pub(crate) fn take(&mut self, now: Ticks) -> bool {
        let here = u128::from(now) << FRACTION;
        if self.full_at > here + self.slack + TICK - 1 {
            return false;
        }
        self.full_at = self.full_at.max(here) + self.interval;
        true
    }

    /// The first tick from `now` on at which a token will be there.
    #[inline]
    pub(crate) fn next_at(&self, now: Ticks) -> Ticks {
        let at = self.full_at.saturating_sub(self.slack);
        Ticks::try_from(at >> FRACTION)
            .unwrap_or(Clock::MAX)
            .max(now)
    }
}

fn fixed(ticks: f64) -> u128 {
    // A power of two: exact.
    floor(ticks * (1_u64 << FRACTION) as f64 + 0.5)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent; below 2^104 for all that a network may say"
)]
fn floor(x: f64) -> u128 {
    x as u128
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(per_s: f64, burst: f64, clock: Clock) -> Bucket {
        Bucket::new(onrush_network::Bucket { per_s, burst }, clock)
    }

    #[test]
    fn a_burst_passes_at_once_and_then_one_every_interval() {
        let clock = Clock::for_horizon(3600);
        for burst in [1.0, 2.0, 7.0, 1000.0] {
            for per_s in [0.001, 0.3, 3.0, 1e7] {
                let mut b = bucket(per_s, burst, clock);
                let at_once = (0..2000).filter(|_| b.take(0)).count();
                assert!(
                    (at_once as f64 - burst).abs() < 0.5,
                    "{per_s}/s, burst {burst}"
                );
                let next = b.next_at(0);
                let exact = clock.ticks_per_second() as f64 / per_s;
                assert!((next as f64 - exact).abs() <= 1.0, "{next} not {exact}");
                assert!(!b.take(next - 1));
                assert!(b.take(next), "a token is there when it was promised");
            }
        }
    }

    #[test]
    fn the_rate_is_right_over_a_long_time() {
        // Coarse ticks: several tokens within one.
        for (horizon, per_s) in [(3600, 7.0), (100_000_000, 1e7), (86_400, 1.0 / 3.0)] {
            let clock = Clock::for_horizon(horizon);
            let mut b = bucket(per_s, 1.0, clock);
            let mut now = 0;
            let n = 1_000_000_u32;
            for _ in 0..n {
                now = b.next_at(now);
                assert!(b.take(now));
            }
            let exact = f64::from(n - 1) * clock.ticks_per_second() as f64 / per_s;
            assert!(
                (now as f64 - exact).abs() < 1.0 + exact * 1e-9,
                "{now} not {exact}"
            );
        }
    }

    #[test]
    fn it_fills_up_to_the_burst_and_no_further() {
        let clock = Clock::for_horizon(3600);
        let mut b = bucket(10.0, 2.5, clock);
        let hour = clock.start_of(3600);
        assert_eq!((0..10).filter(|_| b.take(hour)).count(), 2);
        // Half a token is left: the next is whole after half an interval.
        assert!(b.next_at(hour).abs_diff(hour + clock.ticks(0.05)) <= 1);
        assert_eq!((0..10).filter(|_| b.take(hour * 2)).count(), 2);
    }

    #[test]
    fn extremes_do_not_overflow() {
        for horizon in [1, 100_000_000, u32::MAX] {
            let clock = Clock::for_horizon(horizon);
            for per_s in [0.001, 1e7] {
                let mut b = bucket(per_s, 1e7, clock);
                assert!(b.take(0) && b.take(Clock::MAX));
                assert!(b.next_at(Clock::MAX) >= Clock::MAX);
            }
        }
    }
}
