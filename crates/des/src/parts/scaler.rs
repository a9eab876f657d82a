//! An autoscaler's decisions.

use std::collections::VecDeque;

use onrush_network::{Clock, Ticks};

/// What a scaler decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing.
    Keep,
    /// Start so many instances.
    Add(u32),
    /// Stop so many.
    Remove(u32),
}

/// A scaler's state.
#[derive(Debug)]
pub(crate) struct Scaler {
    target: f64,
    tolerance: f64,
    every: Ticks,
    at_least: u32,
    at_most: u32,
    step: u32,
    cooldown: Ticks,
    calm: Ticks,
    schedule: Vec<(Ticks, u32)>,
    next_entry: usize,
    next_decision: Ticks,
    add_from: Ticks,
    /// What was wanted last, and earlier: until when, and how many. Only those are kept that are larger than all later ones, so the
    /// first is the largest of the period.
    wanted: u32,
    earlier: VecDeque<(Ticks, u32)>,
}

impl Scaler {
    /// A scaler whose station starts with so many `instances`.
    pub(crate) fn new(scaler: &onrush_network::Scaler, instances: u32, clock: Clock) -> Self {
        let every = clock.ticks(scaler.every_s).max(1);
        Self {
            target: scaler.target,
            tolerance: scaler.tolerance,
            every,
            at_least: scaler.at_least,
            at_most: scaler.at_most,
            step: scaler.step,
            cooldown: clock.ticks(scaler.cooldown_s),
            calm: clock.ticks(scaler.calm_s),
            schedule: scaler
                .schedule
                .iter()
                .map(|&(s, n)| (clock.ticks(s), n))
                .collect(),
            next_entry: 0,
            next_decision: every,
            add_from: 0,
            wanted: instances,
            earlier: VecDeque::new(),
        }
    }

    /// When it decides next.
    #[inline]
    pub(crate) fn next_decision(&self) -> Ticks {
        self.next_decision
    }

    /// When its schedule says something next.
    #[inline]
    pub(crate) fn next_entry(&self) -> Option<Ticks> {
        self.schedule.get(self.next_entry).map(|e| e.0)
    }

    /// Makes the entries of the schedule due up to `now` the least number; how many instances have to be started for it
    /// at once, whatever the step and the cooldown. `present` are those in service and those starting.
    pub(crate) fn scheduled(&mut self, now: Ticks, present: u32) -> u32 {
        while let Some(&(at, least)) = self.schedule.get(self.next_entry)
            && at <= now
        {
            self.at_least = least;
            self.next_entry += 1;
        }
        self.lacking(present)
    }

    /// Decides: `metric` is the mean of the period just ended over the instances in service.
    pub(crate) fn decide(
        &mut self,
        now: Ticks,
        metric: f64,
        in_service: u32,
        starting: u32,
    ) -> Change {
        self.next_decision = now.saturating_add(self.every);
        let present = in_service.saturating_add(starting);
        // The lower limit last: a schedule may not ask for more than `at_most`, and nothing may ask for less than it.
        let wanted = self
            .wish(metric, in_service, present)
            .min(self.at_most)
            .max(self.at_least);
        let most = self.most_wanted(now, wanted);
        if wanted > present {
            let by_step = if now >= self.add_from {
                (wanted - present).min(self.step)
            } else {
                0
            };
            let add = by_step.max(self.lacking(present));
            if add == 0 {
                return Change::Keep;
            }
            self.add_from = now.saturating_add(self.cooldown);
            Change::Add(add)
        } else if most < present {
            Change::Remove(present - most)
        } else {
            Change::Keep
        }
    }

    fn lacking(&self, present: u32) -> u32 {
        self.at_least.saturating_sub(present)
    }

    /// ⌈n · m / target⌉, or what there is when the metric is close to the target.
    fn wish(&self, metric: f64, in_service: u32, present: u32) -> u32 {
        // What is equal but for rounding is equal: a hundred-millionth of an instance is not another instance.
        const EQUAL: f64 = 1e-8;
        if in_service == 0 {
            return 0;
        }
        let ratio = if metric > 0.0 {
            metric / self.target
        } else {
            0.0
        };
        if (ratio - 1.0).abs() <= self.tolerance + EQUAL {
            return present;
        }
        whole((f64::from(in_service) * ratio - EQUAL).ceil())
    }

    /// The largest number wanted at any time of the calm period that ends now; `wanted` is the newest.
    fn most_wanted(&mut self, now: Ticks, wanted: u32) -> u32 {
        let before = std::mem::replace(&mut self.wanted, wanted);
        while self.earlier.back().is_some_and(|e| e.1 <= before) {
            self.earlier.pop_back();
        }
        self.earlier.push_back((now, before));
        while self.earlier.front().is_some_and(|e| now - e.0 >= self.calm) {
            self.earlier.pop_front();
        }
        self.earlier.front().map_or(0, |e| e.1).max(wanted)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn whole(x: f64) -> u32 {
    x as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_network::{Dist, Metric};

    fn clock() -> Clock {
        Clock::for_horizon(3600)
    }

    fn scaler(instances: u32, change: impl FnOnce(&mut onrush_network::Scaler)) -> Scaler {
        let mut scaler = onrush_network::Scaler {
            id: "scaler".into(),
            station: 0,
            metric: Metric::Working,
            target: 0.5,
            tolerance: 0.1,
            every_s: 15.0,
            boot: Dist::constant(60.0),
            at_least: 2,
            at_most: 20,
            step: 100,
            cooldown_s: 0.0,
            calm_s: 0.0,
            schedule: Vec::new(),
        };
        change(&mut scaler);
        Scaler::new(&scaler, instances, clock())
    }

    fn s(second: u32) -> Ticks {
        clock().start_of(second)
    }

    #[test]
    fn it_wants_what_brings_the_metric_to_the_target() {
        let mut x = scaler(4, |_| {});
        assert_eq!(x.next_decision(), s(15));
        assert_eq!(x.decide(s(15), 1.0, 4, 0), Change::Add(4));
        assert_eq!(x.next_decision(), s(30));
        assert_eq!(x.decide(s(30), 1.0, 4, 4), Change::Keep, "they are coming");
        assert_eq!(x.decide(s(45), 0.8, 4, 0), Change::Add(3), "6.4 is 7");
        assert_eq!(x.decide(s(60), 0.25, 8, 0), Change::Remove(4));
        assert_eq!(x.decide(s(75), 0.75, 4, 0), Change::Add(2), "exactly 6");
    }

    #[test]
    fn close_to_the_target_it_does_nothing() {
        for (metric, change) in [
            (0.45, Change::Keep),
            (0.55, Change::Keep),
            (0.44, Change::Remove(1)),
            (0.56, Change::Add(2)),
        ] {
            assert_eq!(
                scaler(10, |_| {}).decide(s(15), metric, 10, 0),
                change,
                "{metric}"
            );
        }
        let mut exact = scaler(3, |x| {
            x.target = 0.7;
            x.tolerance = 0.0;
        });
        assert_eq!(exact.decide(s(15), 0.7, 3, 0), Change::Keep);
        assert_eq!(exact.decide(s(30), 0.1 + 0.6, 3, 0), Change::Keep);
    }

    #[test]
    fn limits_and_step_hold() {
        let mut x = scaler(4, |x| x.step = 3);
        assert_eq!(x.decide(s(15), 1.0, 18, 0), Change::Add(2), "at most 20");
        assert_eq!(x.decide(s(30), 1.0, 8, 0), Change::Add(3), "a step");
        assert_eq!(x.decide(s(45), 0.0, 8, 0), Change::Remove(6), "at least 2");
        // All are down: the least number is started at once, whatever step and cooldown.
        let mut x = scaler(9, |x| {
            x.step = 1;
            x.at_least = 9;
            x.cooldown_s = 1000.0;
        });
        assert_eq!(x.decide(s(15), 0.0, 0, 0), Change::Add(9));
        assert_eq!(x.decide(s(30), f64::NAN, 0, 8), Change::Add(1));
        assert_eq!(
            x.decide(s(45), f64::INFINITY, 9, 0),
            Change::Keep,
            "cooling down"
        );
    }

    #[test]
    fn after_adding_it_cools_down() {
        let mut x = scaler(2, |x| {
            x.step = 1;
            x.cooldown_s = 40.0;
        });
        assert_eq!(x.decide(s(15), 1.0, 2, 0), Change::Add(1));
        assert_eq!(x.decide(s(30), 1.0, 2, 1), Change::Keep);
        assert_eq!(x.decide(s(45), 1.0, 2, 1), Change::Keep);
        assert_eq!(x.decide(s(55), 1.0, 2, 1), Change::Add(1));
        assert_eq!(
            x.decide(s(60), 0.1, 4, 0),
            Change::Remove(2),
            "removing may go on"
        );
    }

    #[test]
    fn it_removes_only_what_was_not_wanted_for_the_calm_period() {
        let mut x = scaler(10, |x| x.calm_s = 60.0);
        assert_eq!(x.decide(s(15), 0.2, 10, 0), Change::Keep);
        assert_eq!(x.decide(s(30), 0.3, 10, 0), Change::Keep, "6");
        assert_eq!(x.decide(s(45), 0.2, 10, 0), Change::Keep);
        assert_eq!(x.decide(s(60), 0.2, 10, 0), Change::Keep);
        // Since 15 s fewer than ten were wanted; the most of them were the six at 30 s, until 45 s.
        assert_eq!(x.decide(s(75), 0.2, 10, 0), Change::Remove(4));
        assert_eq!(
            x.decide(s(90), 0.3, 6, 0),
            Change::Keep,
            "4 are wanted, 6 were at 45"
        );
        assert_eq!(x.decide(s(105), 0.3, 6, 0), Change::Remove(2));
        // A moment above starts it anew.
        assert_eq!(x.decide(s(120), 0.5, 4, 0), Change::Keep);
        assert_eq!(x.decide(s(135), 0.1, 4, 0), Change::Keep);
        assert_eq!(x.decide(s(180), 0.1, 4, 0), Change::Keep);
        assert_eq!(x.decide(s(195), 0.1, 4, 0), Change::Remove(2));
    }

    #[test]
    fn the_schedule_orders_at_its_second() {
        let mut x = scaler(2, |x| {
            x.schedule = vec![(100.0, 12), (100.0, 10), (200.0, 3)];
            x.step = 1;
        });
        assert_eq!(x.next_entry(), Some(s(100)));
        assert_eq!(x.scheduled(s(50), 2), 0);
        assert_eq!(x.scheduled(s(100), 2), 8, "the last at one second, at once");
        assert_eq!(x.decide(s(105), 0.0, 2, 8), Change::Keep, "not below it");
        assert_eq!(x.scheduled(s(200), 10), 0);
        assert_eq!(x.next_entry(), None);
        assert_eq!(x.decide(s(210), 0.0, 10, 0), Change::Remove(7));
    }

    #[test]
    fn a_long_calm_period_keeps_few_numbers() {
        let mut x = scaler(10, |x| {
            x.calm_s = 86_400.0;
            x.every_s = 1.0;
        });
        for i in 1..3000 {
            let metric = f64::from(i % 97) / 97.0;
            x.decide(s(i), metric, 10, 0);
            assert!(x.earlier.len() <= 20);
        }
    }
}
