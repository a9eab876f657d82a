//! Gates: who is let through.

use onrush_network::{Clock, Rule, Ticks};

use super::bucket::Bucket;
use super::salt;
use crate::random::Key;

/// A gate's state.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    from: Ticks,
    until: Ticks,
    salt: u64,
    rule: State,
}

#[derive(Debug, Clone)]
enum State {
    Filter { bots: f64, people: f64 },
    Limit(Bucket),
}

impl Gate {
    pub(crate) fn new(gate: &onrush_network::Gate, clock: Clock) -> Self {
        Self {
            from: clock.ticks(gate.from_s),
            until: clock.ticks(gate.until_s),
            salt: salt(&gate.id),
            rule: match gate.rule {
                Rule::Filter { bots, people } => State::Filter { bots, people },
                Rule::Limit(bucket) => State::Limit(Bucket::new(bucket, clock)),
            },
        }
    }

    /// Whether somebody is let through. A filter decides by `key`, which must be that of the visit (of the request, where
    /// there is no visit), so that it decides about each visit once.
    #[inline]
    pub(crate) fn passes(&mut self, now: Ticks, bot: bool, key: Key) -> bool {
        if now < self.from || now >= self.until {
            return true;
        }
        match &mut self.rule {
            State::Filter { bots, people } => {
                !key.salted(self.salt)
                    .happens(if bot { *bots } else { *people })
            }
            State::Limit(bucket) => bucket.take(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(id: &str, rule: Rule, from_s: f64, until_s: f64) -> Gate {
        let clock = Clock::for_horizon(100);
        Gate::new(
            &onrush_network::Gate {
                id: id.into(),
                rule,
                from_s,
                until_s,
            },
            clock,
        )
    }

    #[test]
    fn a_filter_stops_its_share_once_and_for_all() {
        let rule = Rule::Filter {
            bots: 0.9,
            people: 0.02,
        };
        let mut a = gate("a", rule, 0.0, f64::INFINITY);
        let mut b = gate("b", rule, 0.0, f64::INFINITY);
        let n = 100_000_u32;
        let (mut bots, mut people, mut both) = (0, 0, 0);
        for i in 0..n {
            let key = Key::of_seed(3).number(u64::from(i));
            let first = a.passes(0, true, key);
            assert_eq!(first, a.passes(77, true, key), "sticky");
            bots += u32::from(!first);
            people += u32::from(!a.passes(0, false, key));
            both += u32::from(first && b.passes(0, true, key));
        }
        // Five standard errors: a chance of one in a million for each.
        let near = |count: u32, share: f64| {
            let n = f64::from(n);
            (f64::from(count) - n * share).abs() < 5.0 * (n * share * (1.0 - share)).sqrt()
        };
        assert!(
            near(bots, 0.9) && near(people, 0.02),
            "{bots} bots, {people} people"
        );
        assert!(near(both, 0.01), "two gates decide independently: {both}");
    }

    #[test]
    fn outside_its_time_everybody_passes() {
        let clock = Clock::for_horizon(100);
        let all = Rule::Filter {
            bots: 1.0,
            people: 1.0,
        };
        let mut g = gate("g", all, 10.0, 20.0);
        let key = Key::of_seed(1);
        let mut at = |tick| g.passes(tick, false, key);
        assert!(at(0) && at(clock.start_of(10) - 1));
        assert!(!at(clock.start_of(10)) && !at(clock.start_of(20) - 1));
        assert!(at(clock.start_of(20)) && at(Clock::MAX));
        // No length: never.
        assert!(gate("g", all, 10.0, 10.0).passes(clock.start_of(10), true, key));
    }

    #[test]
    fn a_limit_stops_whoever_is_over_it_people_and_bots_alike() {
        let clock = Clock::for_horizon(100);
        let limit = Rule::Limit(onrush_network::Bucket {
            per_s: 2.0,
            burst: 3.0,
        });
        let mut g = gate("g", limit, 10.0, f64::INFINITY);
        let key = Key::of_seed(1);
        // Who passes before its time takes no token.
        assert!((0..100).all(|_| g.passes(0, false, key)));
        let now = clock.start_of(10);
        assert_eq!(
            (0..10).filter(|i| g.passes(now, i % 2 == 0, key)).count(),
            3
        );
        assert!(!g.passes(now + clock.ticks(0.5) - 1, false, key));
        assert!(g.passes(now + clock.ticks(0.5), false, key));
    }
}
