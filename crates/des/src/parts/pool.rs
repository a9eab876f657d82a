//! The instances of a station: which there are, which work, and which the balancer sends to.

use onrush_network::{Balance, Clock, Station, Ticks};

use super::least::Least;
use crate::random::Key;

/// What an instance is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not there.
    Off,
    /// Started, serves from then on.
    Starting { until: Ticks },
    /// In service.
    Up,
    /// Finishing what it has; gets nothing new.
    Draining,
    /// Broken, but there: the balancer sends to it until a health check tells.
    Down,
}

#[derive(Debug, Clone, Copy)]
struct Instance {
    state: State,
    /// At full speed from here on.
    warm_from: Ticks,
    left_out: bool,
    /// Answers in a row that speak against how it is treated.
    streak: u32,
}

/// What an incident's beginning or end did to one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing.
    None,
    /// It went down: all that it served or had in line fails.
    WentDown,
    /// It came back, empty and cold.
    CameBack,
}

/// An instance that a scaler no longer wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// It was still starting and is off.
    AtOnce,
    /// It gets nothing new; tell [`Pool::emptied`] when it has nothing left.
    Draining(u32),
}

/// All instances of one station.
///
/// Instances are numbered from zero; a new one takes the lowest number that is free. Changes take a time proportional to the
/// number of instances and are rare; choosing one does not.
#[derive(Debug)]
pub(crate) struct Pool {
    instances: Vec<Instance>,
    /// In service or down, by number: those that a balancer knows.
    known: Vec<u32>,
    /// Of these, the ones not left out.
    used: Vec<u32>,
    balance: Balance,
    turn: u32,
    least: Option<Least>,
    warm_up: Ticks,
    slowness: f64,
    fails: u32,
    passes: u32,
    /// How many of the first instances each incident under way takes down.
    down: Vec<u32>,
}

impl Pool {
    /// The station's own instances in service and at full speed, with numbers for `most` in all (those that finish what they
    /// have need one too).
    pub(crate) fn new(station: &Station, most: u32, clock: Clock) -> Self {
        let most = most.max(station.instances);
        let state = |i| {
            if i < station.instances {
                State::Up
            } else {
                State::Off
            }
        };
        let instances = (0..most).map(|i| Instance {
            state: state(i),
            warm_from: 0,
            left_out: false,
            streak: 0,
        });
        let warm_up = station.warm_up.map_or(0, |w| clock.ticks(w.seconds));
        let balanced = station.balance == Balance::LeastBusy && most > 1;
        let mut pool = Self {
            instances: instances.collect(),
            known: Vec::with_capacity(most as usize),
            used: Vec::with_capacity(most as usize),
            balance: station.balance,
            turn: 0,
            least: balanced.then(|| Least::new(most)),
            warm_up,
            slowness: station.warm_up.map_or(1.0, |w| w.factor),
            fails: station.health.map_or(u32::MAX, |h| h.fails),
            passes: station.health.map_or(u32::MAX, |h| h.passes),
            down: Vec::new(),
        };
        pool.list();
        pool
    }

    /// Numbers that instances may have.
    pub(crate) fn size(&self) -> u32 {
        u32::try_from(self.instances.len()).unwrap_or(u32::MAX)
    }

    /// Instances in service.
    pub(crate) fn up(&self) -> u32 {
        self.count(|s| s == State::Up)
    }

    /// Instances that are starting.
    pub(crate) fn starting(&self) -> u32 {
        self.count(|s| matches!(s, State::Starting { .. }))
    }

    /// Instances that cost money: all that are there, working or not.
    pub(crate) fn paid(&self) -> u32 {
        self.count(|s| s != State::Off)
    }

    /// Whether an instance can serve: requests that are sent to one that is down fail.
    #[inline]
    pub(crate) fn works(&self, instance: u32) -> bool {
        let state = self.instances[instance as usize].state;
        state == State::Up || state == State::Draining
    }

    /// The instance that the balancer sends a request to; `None` when there is none. `holds` is the number of the instance
    /// whose server the request holds, `present` tells how many are at an instance.
    #[inline]
    pub(crate) fn choose(
        &mut self,
        key: impl FnOnce() -> Key,
        holds: Option<u32>,
        present: impl Fn(u32) -> u32,
    ) -> Option<u32> {
        // Who has left out all sends to all.
        let list = if self.used.is_empty() {
            &self.known
        } else {
            &self.used
        };
        let n = u32::try_from(list.len()).unwrap_or(u32::MAX);
        if n <= 1 {
            return list.first().copied();
        }
        let at = match self.balance {
            Balance::RoundRobin => {
                let turn = if self.turn < n { self.turn } else { 0 };
                self.turn = turn + 1;
                turn
            }
            Balance::Local => holds.unwrap_or(0) % n,
            Balance::Random => key().one_of(n),
            Balance::TwoChoices => {
                let key = key();
                let a = key.number(0).one_of(n);
                // The second is drawn from the others. Both orders of a pair are equally likely, so at a tie the first is a
                // fair choice.
                let b = (a + 1 + key.number(1).one_of(n - 1)) % n;
                if present(list[b as usize]) < present(list[a as usize]) {
                    b
                } else {
                    a
                }
            }
            Balance::LeastBusy => return self.least.as_ref()?.choose(key),
        };
        Some(list[at as usize])
    }

    /// A request has come to an instance, to be served or to wait.
    #[inline]
    pub(crate) fn came(&mut self, instance: u32) {
        if let Some(least) = &mut self.least {
            least.more(instance);
        }
    }

    /// A request has left an instance; whether that only finishes what it has.
    #[inline]
    pub(crate) fn left(&mut self, instance: u32) -> bool {
        if let Some(least) = &mut self.least {
            least.fewer(instance);
        }
        self.is_draining(instance)
    }

    /// By how much a service that begins now takes longer because the instance has just started.
    #[inline]
    pub(crate) fn slowness(&self, instance: u32, now: Ticks) -> f64 {
        let warm_from = self.instances[instance as usize].warm_from;
        if now >= warm_from {
            return 1.0;
        }
        let left = (warm_from - now) as f64 / self.warm_up as f64;
        1.0 + (self.slowness - 1.0) * left.min(1.0)
    }

    /// Starts an instance that serves from `until` on; its number, unless all are taken.
    pub(crate) fn start(&mut self, until: Ticks) -> Option<u32> {
        let free = self.instances.iter().position(|i| i.state == State::Off)?;
        self.instances[free].state = State::Starting { until };
        u32::try_from(free).ok()
    }

    /// An instance has started, if it was to be ready now; whether it serves.
    pub(crate) fn ready(&mut self, instance: u32, now: Ticks) -> bool {
        let taken_down = self.is_taken_down(instance);
        let here = &mut self.instances[instance as usize];
        if here.state != (State::Starting { until: now }) {
            return false;
        }
        *here = Instance {
            state: if taken_down { State::Down } else { State::Up },
            warm_from: now.saturating_add(self.warm_up),
            left_out: false,
            streak: 0,
        };
        self.list();
        !taken_down
    }

    /// Stops one instance: the last of those still starting, or else the last of those in service.
    pub(crate) fn stop(&mut self) -> Option<Stopped> {
        let last = |found: fn(State) -> bool| self.instances.iter().rposition(|i| found(i.state));
        if let Some(starting) = last(|s| matches!(s, State::Starting { .. })) {
            self.instances[starting].state = State::Off;
            return Some(Stopped::AtOnce);
        }
        let up = last(|s| s == State::Up)?;
        self.instances[up].state = State::Draining;
        self.list();
        u32::try_from(up).ok().map(Stopped::Draining)
    }

    /// Whether an instance only finishes what it has.
    #[inline]
    pub(crate) fn is_draining(&self, instance: u32) -> bool {
        self.instances[instance as usize].state == State::Draining
    }

    /// A draining instance has nothing left, and is off.
    pub(crate) fn emptied(&mut self, instance: u32) {
        if self.is_draining(instance) {
            self.instances[instance as usize].state = State::Off;
        }
    }

    /// An incident begins that takes down the first so many instances, or all. Then [`Pool::effect`] has to be asked for each.
    pub(crate) fn incident_begins(&mut self, instances: Option<u32>) {
        self.down.push(instances.unwrap_or(u32::MAX));
    }

    /// Such an incident is over. Then [`Pool::effect`] has to be asked for each instance.
    pub(crate) fn incident_ends(&mut self, instances: Option<u32>) {
        let ended = instances.unwrap_or(u32::MAX);
        if let Some(at) = self.down.iter().position(|n| *n == ended) {
            self.down.swap_remove(at);
        }
    }

    /// What the incidents now under way change for an instance.
    pub(crate) fn effect(&mut self, instance: u32, now: Ticks) -> Effect {
        let taken_down = self.is_taken_down(instance);
        let here = &mut self.instances[instance as usize];
        match (here.state, taken_down) {
            (State::Up, true) => {
                here.state = State::Down;
                Effect::WentDown
            }
            (State::Draining, true) => {
                // Nothing is left to finish.
                here.state = State::Off;
                Effect::WentDown
            }
            (State::Down, false) => {
                here.state = State::Up;
                here.warm_from = now.saturating_add(self.warm_up);
                Effect::CameBack
            }
            _ => Effect::None,
        }
    }

    /// The balancer asks every instance whether it is there; `full` tells whether one's line is full. Every health check's
    /// `every_s`.
    pub(crate) fn probe(&mut self, full: impl Fn(u32) -> bool) {
        let mut changed = false;
        for &number in &self.known {
            let here = &mut self.instances[number as usize];
            let answers = here.state == State::Up && !full(number);
            if answers != here.left_out {
                here.streak = 0;
                continue;
            }
            here.streak += 1;
            let enough = if here.left_out {
                self.passes
            } else {
                self.fails
            };
            if here.streak >= enough {
                here.left_out = !here.left_out;
                here.streak = 0;
                changed = true;
            }
        }
        if changed {
            self.list();
        }
    }

    /// Instances that the balancer leaves out.
    #[cfg(test)]
    pub(crate) fn left_out(&self) -> u32 {
        u32::try_from(self.known.len() - self.used.len()).unwrap_or(u32::MAX)
    }

    fn is_taken_down(&self, instance: u32) -> bool {
        self.down.iter().any(|n| instance < *n)
    }

    fn count(&self, which: impl Fn(State) -> bool) -> u32 {
        let found = self.instances.iter().filter(|i| which(i.state)).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    }

    fn list(&mut self) {
        self.known.clear();
        self.used.clear();
        for (number, i) in (0..).zip(&self.instances) {
            if matches!(i.state, State::Up | State::Down) {
                self.known.push(number);
                if !i.left_out {
                    self.used.push(number);
                }
            }
        }
        if let Some(least) = &mut self.least {
            least.choose_from(if self.used.is_empty() {
                &self.known
            } else {
                &self.used
            });
        }
    }
}

#[cfg(test)]
mod tests;
