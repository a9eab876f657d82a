//! Trying again: how often, how soon, and with what budget.

use onrush_network::{Clock, Ticks};

use crate::random::Key;

/// What somebody does when an attempt fails.
#[derive(Debug, Clone)]
pub(crate) struct Retrier {
    tries: u32,
    /// Seconds before each retry.
    delays: Vec<f64>,
    jitter: bool,
    budget: Option<Budget>,
}

/// Retries earned by first attempts, in 2⁻³² of a retry.
#[derive(Debug, Clone)]
struct Budget {
    part: u64,
    saved: u64,
}

const WHOLE: u64 = 1 << 32;
const MOST_SAVED: u64 = 10 * WHOLE;

impl Retrier {
    pub(crate) fn new(retries: &onrush_network::Retries) -> Self {
        let delays = (1..retries.tries).map(|k| {
            retries
                .backoff
                .map_or(0.0, |b| b.first_s * libm::pow(b.factor, f64::from(k - 1)))
        });
        Self {
            tries: retries.tries,
            delays: delays.collect(),
            jitter: retries.backoff.is_some_and(|b| b.jitter),
            budget: retries.budget.map(|part| Budget {
                part: part_of(part),
                saved: 0,
            }),
        }
    }

    /// Whether anything is ever tried again.
    #[cfg(test)]
    #[inline]
    pub(crate) fn tries_again(&self) -> bool {
        self.tries > 1
    }

    /// A first attempt is made: it earns its part of a retry.
    #[inline]
    pub(crate) fn first_attempt(&mut self) {
        if let Some(b) = &mut self.budget {
            b.saved = (b.saved + b.part).min(MOST_SAVED);
        }
    }

    /// An attempt has failed, the `made`-th in all: the delay before the next; `None` when this failure is final. A budget is
    /// spent by asking. `key` is for this retry alone.
    #[inline]
    pub(crate) fn after_failure(
        &mut self,
        made: u32,
        clock: Clock,
        key: impl FnOnce() -> Key,
    ) -> Option<Ticks> {
        if made >= self.tries {
            return None;
        }
        if let Some(b) = &mut self.budget {
            b.saved = b.saved.checked_sub(WHOLE)?;
        }
        Some(self.delay(made, clock, key))
    }

    /// The delay before retry `k`, from 1 on.
    #[inline]
    pub(crate) fn delay(&self, k: u32, clock: Clock, key: impl FnOnce() -> Key) -> Ticks {
        let longest = (k as usize)
            .checked_sub(1)
            .and_then(|k| self.delays.get(k))
            .copied()
            .unwrap_or(0.0);
        if longest <= 0.0 {
            0
        } else if self.jitter {
            clock.ticks(longest * key().unit())
        } else {
            clock.ticks(longest)
        }
    }
}

/// Rounded up, so that ten tenths are a whole.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn part_of(part: f64) -> u64 {
    (part * WHOLE as f64).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_network::{Backoff, Retries};

    fn retrier(tries: u32, backoff: Option<Backoff>, budget: Option<f64>) -> Retrier {
        Retrier::new(&Retries {
            tries,
            backoff,
            budget,
        })
    }

    fn no_key() -> Key {
        panic!("nothing is drawn")
    }

    #[test]
    fn the_delay_grows_by_its_factor() {
        let clock = Clock::for_horizon(3600);
        let backoff = Backoff {
            first_s: 0.5,
            factor: 3.0,
            jitter: false,
        };
        let mut r = retrier(4, Some(backoff), None);
        for (made, seconds) in [(1, 0.5), (2, 1.5), (3, 4.5)] {
            assert_eq!(
                r.after_failure(made, clock, no_key),
                Some(clock.ticks(seconds))
            );
        }
        assert_eq!(r.after_failure(4, clock, no_key), None, "four in all");
        assert_eq!(r.after_failure(100, clock, no_key), None);
        // 10 to the 98th hours.
        let wild = Backoff {
            first_s: 3600.0,
            factor: 10.0,
            jitter: false,
        };
        let r = retrier(100, Some(wild), None);
        assert_eq!(r.delay(99, clock, no_key), Clock::MAX);
        assert_eq!(r.delay(0, clock, no_key), 0);
        assert_eq!(r.delay(1000, clock, no_key), 0);
    }

    #[test]
    fn without_backoff_at_once_and_one_try_is_final() {
        let clock = Clock::for_horizon(3600);
        let mut r = retrier(2, None, None);
        assert!(r.tries_again());
        assert_eq!(r.after_failure(1, clock, no_key), Some(0));
        let mut r = Retrier::new(&Retries::NONE);
        r.first_attempt();
        assert!(!r.tries_again());
        assert_eq!(r.after_failure(1, clock, no_key), None);
    }

    /// Full jitter: even between 0 and the whole. Mean and variance within five standard errors.
    #[test]
    fn jitter_is_even() {
        let clock = Clock::for_horizon(3600);
        let backoff = Backoff {
            first_s: 2.0,
            factor: 2.0,
            jitter: true,
        };
        let r = retrier(5, Some(backoff), None);
        let n = 100_000_u64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for i in 0..n {
            let delay = clock.seconds(r.delay(2, clock, || Key::of_seed(4).number(i)));
            assert!((0.0..=4.0).contains(&delay));
            sum += delay;
            squares += (delay - 2.0) * (delay - 2.0);
        }
        let n = n as f64;
        let variance = 16.0 / 12.0_f64;
        assert!((sum / n - 2.0).abs() < 5.0 * (variance / n).sqrt());
        // The fourth moment of an even number of width w is w⁴/80.
        let spread = (256.0 / 80.0 - variance * variance) / n;
        assert!((squares / n - variance).abs() < 5.0 * spread.sqrt());
    }

    #[test]
    fn a_budget_is_earned_saved_up_to_ten_and_spent() {
        let clock = Clock::for_horizon(3600);
        for (part, each) in [(0.1, 10), (1.0 / 3.0, 3), (0.5, 2), (1.0, 1), (0.3, 4)] {
            let mut r = retrier(3, None, Some(part));
            assert_eq!(r.after_failure(1, clock, no_key), None, "nothing in hand");
            for _ in 0..each {
                r.first_attempt();
            }
            assert_eq!(r.after_failure(1, clock, no_key), Some(0), "{part}");
            assert_eq!(r.after_failure(1, clock, no_key), None, "{part}");
            (0..10_000).for_each(|_| r.first_attempt());
            let retried = (0..100)
                .filter(|_| r.after_failure(1, clock, no_key).is_some())
                .count();
            assert_eq!(retried, 10);
        }
        let mut never = retrier(3, None, Some(0.0));
        (0..10_000).for_each(|_| never.first_attempt());
        assert_eq!(never.after_failure(1, clock, no_key), None);
    }

    #[test]
    fn the_last_try_spends_nothing() {
        let clock = Clock::for_horizon(3600);
        let mut r = retrier(2, None, Some(1.0));
        r.first_attempt();
        assert_eq!(r.after_failure(2, clock, no_key), None);
        assert_eq!(r.after_failure(1, clock, no_key), Some(0));
    }
}
