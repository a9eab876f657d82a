//! Gates, waiting rooms, stocks.

use onrush_network::{Bucket, Network, Room, Rule};
use onrush_observe::VisitOutcome;

use crate::later::Step;
use crate::people::Crowd;
use crate::site::Site;
use crate::times::{Delay, Patience, STAGES};

/// A token bucket.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    bucket: Bucket,
    there: f64,
}

impl Tokens {
    pub(crate) fn new(bucket: Bucket) -> Self {
        Self {
            bucket,
            there: bucket.burst,
        }
    }

    /// The share of `wanted` that is refused in a step of `dt` seconds, in which those let through use tokens up.
    pub(crate) fn refused(&mut self, wanted: f64, dt: f64) -> f64 {
        let allowed = self.there + self.bucket.per_s * dt;
        let passed = wanted.min(allowed);
        self.there = (allowed - passed).min(self.bucket.burst);
        if wanted > 0.0 {
            1.0 - passed / wanted
        } else {
            0.0
        }
    }
}

/// A waiting room.
#[derive(Debug, Clone)]
struct RoomState {
    waiting: Vec<f64>,
    /// Places kept for visits that have left.
    kept: [f64; STAGES],
    session: Delay,
    patience: Option<Patience>,
    /// Admitted per second.
    pace: f64,
    /// Whether all places are taken, and how long one is taken on average.
    full: bool,
    stay_s: f64,
    /// Visits that leave the site per second, and the length of the last step.
    leaves: f64,
    last_s: f64,
}

/// All doors.
#[derive(Debug, Clone)]
pub(crate) struct Doors<'a> {
    network: &'a Network,
    tokens: Vec<Option<Tokens>>,
    rooms: Vec<RoomState>,
    units: Vec<f64>,
    /// Visits in waiting rooms.
    pub(crate) waiting: f64,
}

impl<'a> Doors<'a> {
    pub(crate) fn new(network: &'a Network, classes: usize) -> Self {
        Self {
            network,
            tokens: network
                .gates
                .iter()
                .map(|g| match g.rule {
                    Rule::Limit(bucket) => Some(Tokens::new(bucket)),
                    Rule::Filter { .. } => None,
                })
                .collect(),
            rooms: network
                .rooms
                .iter()
                .map(|r| RoomState {
                    waiting: vec![0.0; classes],
                    kept: [0.0; STAGES],
                    session: Delay::new(&onrush_network::Dist::constant(r.session_s)),
                    patience: r.patience.as_ref().map(Patience::new),
                    pace: 0.0,
                    full: false,
                    stay_s: f64::INFINITY,
                    leaves: 0.0,
                    last_s: 0.0,
                })
                .collect(),
            units: network.stocks.iter().map(|s| s.units as f64).collect(),
            waiting: 0.0,
        }
    }

    /// What gates and stocks let through in the coming step, judged by what came in the last.
    pub(crate) fn prepare(&mut self, step: &Step, site: &mut Site, crowd: &mut Crowd) {
        let middle = f64::midpoint(step.begin_s(), step.end_s());
        for (g, gate) in self.network.gates.iter().enumerate() {
            let in_force = gate.from_s <= middle && middle < gate.until_s;
            match (&mut self.tokens[g], gate.rule) {
                (Some(tokens), _) => {
                    let refused = tokens.refused(site.at_gates[g] * step.dt(), step.dt());
                    site.stopped[g] = if in_force { refused } else { 0.0 };
                }
                (None, Rule::Filter { bots, people }) => {
                    crowd.filters[g] = in_force.then_some((bots, people));
                }
                (None, Rule::Limit(_)) => {}
            }
        }
        for (s, units) in self.units.iter_mut().enumerate() {
            let wanted = site.at_stocks[s] * step.dt();
            let takes = wanted.min(*units);
            site.sold_out[s] = if wanted > 0.0 {
                1.0 - takes / wanted
            } else if *units <= 0.0 {
                1.0
            } else {
                0.0
            };
            crowd.empty[s] = if *units > 0.0 { 0.0 } else { 1.0 };
        }
    }

    /// Seconds that the next step may last so that no stock runs out in its middle and no full room waits for it.
    pub(crate) fn longest_step(&self, site: &Site) -> f64 {
        let stocks = self
            .units
            .iter()
            .zip(&site.at_stocks)
            .filter(|(units, _)| **units > 0.0)
            .map(|(units, rate)| units / rate.max(1e-9));
        let rooms = self.rooms.iter().filter(|r| r.full).map(|r| r.stay_s / 4.0);
        stocks.chain(rooms).fold(f64::INFINITY, f64::min)
    }

    /// Units that were taken in the step just done.
    pub(crate) fn take(&mut self, step: &Step, site: &Site) {
        for (s, units) in self.units.iter_mut().enumerate() {
            let taken = site.at_stocks[s] * step.dt() * (1.0 - site.sold_out[s]);
            *units = (*units - taken).max(0.0);
            if *units < 0.5 {
                *units = 0.0;
            }
        }
    }

    /// Visits that come (`coming`, by class) and those that enter the site in the step.
    pub(crate) fn admit(&mut self, step: &Step, crowd: &mut Crowd, coming: &[f64]) -> Vec<f64> {
        let mut entering = coming.to_vec();
        for (r, room) in self.network.rooms.iter().enumerate() {
            let state = &mut self.rooms[r];
            let (mut active, mut left) = (0.0, 0.0);
            for (c, class) in crowd.classes.iter().enumerate() {
                if class.room == Some(r) {
                    state.waiting[c] += std::mem::take(&mut entering[c]);
                    active += class.inside;
                    left += class.left;
                }
            }
            let waiting: f64 = state.waiting.iter().sum();
            let admitted = state.admitted(room, step, waiting, active, left);
            state.last_s = step.dt();
            let share = if waiting > 0.0 {
                admitted / waiting
            } else {
                0.0
            };
            let mut gave_up = Vec::new();
            let leaving = state.leaving(room, step, waiting - admitted);
            for (c, there) in state.waiting.iter_mut().enumerate() {
                let goes_in = *there * share;
                entering[c] += goes_in;
                let gives_up = (*there - goes_in) * leaving;
                *there -= goes_in + gives_up;
                if gives_up > 0.0 {
                    gave_up.push((c, gives_up));
                }
            }
            for (c, visits) in gave_up {
                crowd.end(c, VisitOutcome::GaveUpWaiting, visits, false);
            }
        }
        self.waiting = self
            .rooms
            .iter()
            .map(|r| r.waiting.iter().sum::<f64>())
            .sum();
        entering
    }

    /// Visits of people, or of machines, in waiting rooms.
    pub(crate) fn waiting_of(&self, crowd: &Crowd, bots: bool) -> f64 {
        self.rooms
            .iter()
            .flat_map(|r| r.waiting.iter().zip(&crowd.classes))
            .filter(|(_, class)| class.bots == bots)
            .map(|(waiting, _)| waiting)
            .sum()
    }
}

impl RoomState {
    /// How many of `waiting` go in, with `active` visits on the site of which `left` have just gone.
    fn admitted(&mut self, room: &Room, step: &Step, waiting: f64, active: f64, left: f64) -> f64 {
        let dt = step.dt();
        // Of the last step, in which they left.
        self.session.set_step(self.last_s.max(1e-9));
        let given_back = self.session.pass(&mut self.kept, left);
        self.leaves = given_back / self.last_s.max(1e-9);
        if step.begin_s() + 0.5 * step.bin_s < room.opens_s {
            self.pace = 0.0;
            return 0.0;
        }
        let mut admitted = waiting;
        if let Some(most) = room.active {
            let taken = active + self.kept.iter().sum::<f64>();
            // Who leaves within the step makes room in it: as many as lately.
            let free = (f64::from(most) - taken + self.leaves * dt).max(0.0);
            self.full = admitted > free;
            self.stay_s = taken / self.leaves.max(1e-9);
            admitted = admitted.min(free);
        }
        if let Some(per_minute) = room.per_minute {
            admitted = admitted.min(per_minute / 60.0 * dt);
        }
        self.pace = admitted / dt;
        admitted
    }

    /// Share of those who go on waiting that gives up in the step.
    fn leaving(&self, room: &Room, step: &Step, waiting: f64) -> f64 {
        let Some(patience) = &self.patience else {
            return 0.0;
        };
        if waiting <= 0.0 {
            return 0.0;
        }
        // How long the last one has to wait.
        let until_open = (room.opens_s - step.begin_s()).max(0.0);
        let line = if until_open > 0.0 {
            until_open
        } else {
            waiting / self.pace.max(1e-9)
        };
        let rate = patience.leaving_rate(line);
        1.0 - libm::exp(-rate * step.dt())
    }
}
