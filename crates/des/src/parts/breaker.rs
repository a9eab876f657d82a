//! A caller's circuit breaker.

use onrush_network::{Clock, Ticks};

/// A circuit breaker's state.
///
/// Only calls that began in the present state count in it: what was under way when the breaker opened says nothing about
/// whether it works again.
#[derive(Debug, Clone)]
pub(crate) struct Breaker {
    slow: Ticks,
    open: Ticks,
    window: u32,
    /// Failures in the window that open it.
    too_many: u32,
    trial: u32,
    /// Failures among the trial that open it again.
    too_many_in_trial: u32,
    state: State,
    /// When the state began.
    since: Ticks,
    /// The last outcomes while closed, a bit for each, 1 for a failure.
    ring: Vec<u64>,
    /// Where the next outcome goes.
    at: u32,
    seen: u32,
    failed: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Open,
    HalfOpen { admitted: u32 },
}

impl Breaker {
    /// A closed breaker.
    pub(crate) fn new(breaker: &onrush_network::Breaker, clock: Clock) -> Self {
        Self {
            slow: clock.ticks(breaker.slow_s),
            open: clock.ticks(breaker.open_s),
            window: breaker.window.max(1),
            too_many: least(breaker.failures, breaker.window.max(1)),
            trial: breaker.trial.max(1),
            too_many_in_trial: least(breaker.failures, breaker.trial.max(1)),
            state: State::Closed,
            since: 0,
            ring: vec![0; breaker.window.max(1).div_ceil(64) as usize],
            at: 0,
            seen: 0,
            failed: 0,
        }
    }

    /// Whether a call may be made now. Each that is let through must be reported to [`Breaker::ended`].
    #[inline]
    pub(crate) fn admits(&mut self, now: Ticks) -> bool {
        if self.state == State::Closed {
            return true;
        }
        if self.state == State::Open {
            if now - self.since < self.open {
                return false;
            }
            self.become_state(State::HalfOpen { admitted: 0 }, now);
        }
        let State::HalfOpen { admitted } = &mut self.state else {
            return true;
        };
        let free = *admitted < self.trial;
        *admitted += u32::from(free);
        free
    }

    /// A call that began at `began` has ended, well or not.
    #[inline]
    pub(crate) fn ended(&mut self, began: Ticks, now: Ticks, ok: bool) {
        if began < self.since || self.state == State::Open {
            return;
        }
        let failed = !ok || now - began > self.slow;
        if self.state == State::Closed {
            self.note(failed);
            if self.seen == self.window && self.failed >= self.too_many {
                self.become_state(State::Open, now);
            }
        } else {
            self.seen += 1;
            self.failed += u32::from(failed);
            if self.seen == self.trial {
                let bad = self.failed >= self.too_many_in_trial;
                self.become_state(if bad { State::Open } else { State::Closed }, now);
            }
        }
    }

    /// Whether it refuses every call at the moment.
    #[cfg(test)]
    pub(crate) fn is_open(&self, now: Ticks) -> bool {
        self.state == State::Open && now - self.since < self.open
    }

    fn note(&mut self, failed: bool) {
        let (word, bit) = ((self.at / 64) as usize, self.at % 64);
        if self.seen == self.window {
            self.failed -= u32::from(self.ring[word] >> bit & 1 == 1);
        } else {
            self.seen += 1;
        }
        self.ring[word] = self.ring[word] & !(1 << bit) | u64::from(failed) << bit;
        self.failed += u32::from(failed);
        self.at = if self.at + 1 == self.window {
            0
        } else {
            self.at + 1
        };
    }

    fn become_state(&mut self, state: State, now: Ticks) {
        self.state = state;
        self.since = now;
        (self.at, self.seen, self.failed) = (0, 0, 0);
    }
}

/// The least k with k / n ≥ share. (Not the ceiling of share · n, which is 4 for a tenth of 30 in floating point.)
fn least(share: f64, n: u32) -> u32 {
    (1..n)
        .find(|k| f64::from(*k) / f64::from(n) >= share)
        .unwrap_or(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Ticks = 1 << 30;

    fn breaker(window: u32, failures: f64, trial: u32) -> Breaker {
        Breaker::new(
            &onrush_network::Breaker {
                window,
                failures,
                slow_s: 2.0,
                open_s: 10.0,
                trial,
            },
            Clock::for_horizon(60),
        )
    }

    fn calls(b: &mut Breaker, now: Ticks, outcomes: &[bool]) {
        for ok in outcomes {
            assert!(b.admits(now));
            b.ended(now, now, *ok);
        }
    }

    #[test]
    fn it_opens_at_its_share_of_a_full_window_and_not_before() {
        let mut b = breaker(4, 0.5, 1);
        calls(&mut b, 0, &[false, false, false]);
        assert!(b.admits(0) && !b.is_open(0), "three are not a window");
        b.ended(0, 1, true);
        assert!(b.is_open(1) && !b.admits(1));
        // The window slides: only the last four are looked at.
        let mut b = breaker(4, 0.5, 1);
        calls(
            &mut b,
            0,
            &[false, true, true, true, false, true, true, true],
        );
        assert!(!b.is_open(0), "one in four");
        calls(&mut b, 0, &[false, false]);
        assert!(b.is_open(0));
    }

    #[test]
    fn slow_calls_count_as_failed() {
        let mut b = breaker(2, 1.0, 1);
        b.ended(0, 2 * SECOND, true);
        b.ended(0, 2 * SECOND + 1, true);
        assert!(!b.is_open(3 * SECOND), "just in time is in time");
        b.ended(0, 2 * SECOND + 1, true);
        assert!(b.is_open(3 * SECOND));
    }

    #[test]
    fn after_its_time_it_lets_a_trial_through_and_decides_by_it() {
        for (outcomes, closes) in [
            ([true, true, true], true),
            ([true, false, true], true),
            ([false, true, false], false),
        ] {
            let mut b = breaker(1, 0.5, 3);
            calls(&mut b, 5, &[false]);
            assert!(!b.admits(5 + 10 * SECOND - 1));
            let now = 5 + 10 * SECOND;
            assert_eq!((0..10).filter(|_| b.admits(now)).count(), 3);
            for (i, ok) in outcomes.iter().enumerate() {
                assert!(!b.is_open(now) && !b.admits(now), "undecided after {i}");
                b.ended(now, now, *ok);
            }
            assert_eq!(b.is_open(now), !closes);
            assert_eq!(b.admits(now), closes);
            assert!(!b.is_open(now + 10 * SECOND));
            assert!(b.admits(now + 10 * SECOND));
        }
    }

    #[test]
    fn calls_from_before_it_opened_do_not_count_in_the_trial() {
        let mut b = breaker(2, 0.5, 2);
        calls(&mut b, 5, &[false, false]);
        let now = 5 + 10 * SECOND;
        assert!(b.admits(now) && b.admits(now));
        for _ in 0..20 {
            b.ended(4, now, false);
            b.ended(5, now, true);
        }
        assert!(!b.is_open(now) && !b.admits(now), "still undecided");
        b.ended(now, now + 1, true);
        b.ended(now, now + 1, true);
        assert!(b.admits(now + 1));
        b.ended(5, now + 2, false);
        b.ended(5, now + 2, false);
        assert!(!b.is_open(now + 2), "nor in the new window");
    }

    #[test]
    fn shares_are_not_lost_to_rounding() {
        assert_eq!(least(0.1, 30), 3);
        assert_eq!(least(0.1, 10_000), 1000);
        assert_eq!(least(0.01, 1), 1);
        assert_eq!(least(1.0, 7), 7);
        assert_eq!(least(1.0 / 3.0, 3), 1);
        assert_eq!(least(0.34, 3), 2);
    }

    #[test]
    fn a_long_window_counts_right() {
        // Every third fails; the count over the ring stays that of the last 1000.
        let mut b = breaker(1000, 0.4, 1);
        for i in 0..50_000_u32 {
            b.ended(0, 0, i % 3 != 0);
            assert!(!b.is_open(0));
        }
        assert!((333..=334).contains(&b.failed));
    }
}
