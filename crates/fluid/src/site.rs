//! The stations: what is there, how fast it goes on, and what somebody who comes now has to expect.

mod rounds;
mod settle;

use onrush_network::{Balance, Discipline, Line, Network, Servers};

use crate::caches::Filling;
use crate::fate::{Fails, Fate};
use crate::plan::{Kind, Plan};
use crate::queue::Curve;
use crate::times::Patience;

/// A station as it is in the step under way.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Servers, of each instance and of all in service; infinite for a delay.
    pub(crate) each: f64,
    pub(crate) servers: f64,
    /// Instances in service.
    pub(crate) up: f64,
    /// Most requests in line or served.
    pub(crate) room: f64,
    /// What multiplies services: incidents and warming up.
    pub(crate) slow: f64,
    /// Share of the services that fail at their end.
    pub(crate) errors: f64,
    /// Share of those who come that is sent to instances that are down.
    pub(crate) astray: f64,
    /// Share of those who come that a rate limit or a circuit breaker refuses.
    pub(crate) shed: f64,
    pub(crate) patience: Option<Patience>,
    curve: Curve,
    /// The piece of the curve that was looked at last.
    near: usize,
    curve_for: f64,
    variability: f64,
    pooled: f64,
    places_each: f64,
    /// Requests there: of all groups, and from inside what others hold.
    pub(crate) present: f64,
    /// Servers busy.
    pub(crate) busy: f64,
    /// Wait in line of one visit that begins now.
    pub(crate) wait_s: f64,
    /// Share of those who come that finds the line full.
    pub(crate) refused: f64,
    /// By how much busy servers slow each other down.
    pub(crate) stretch: f64,
    /// Share that gives up in line.
    pub(crate) given_up: f64,
    /// Mean visits per second that came in the step.
    pub(crate) came: f64,
    /// Share of a visit's time at its server that the server works for it.
    pub(crate) at_work: f64,
    by_chance: f64,
    // Sums of a round.
    inner_rate: f64,
    inner_hold: f64,
    yields: f64,
    work: f64,
    held: f64,
    through: f64,
    /// Mean time that a visit holds its server.
    visit_s: f64,
}

/// The requests of a group.
#[derive(Debug, Clone, Copy, Default)]
struct Crowd {
    present: f64,
    present_new: f64,
    /// Requests a second: that would come, that come in, that leave.
    before: f64,
    comes: f64,
    leaves: f64,
    /// Mean visits of a request of the program; mean time that one request holds servers here, all its visits together.
    visits: f64,
    hold_s: f64,
}

/// Customers who come again and again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closed {
    pub(crate) program: usize,
    pub(crate) customers: f64,
    pub(crate) think_s: f64,
    /// Requests a second.
    pub(crate) rate: f64,
    /// Attempts for one round of thinking and asking.
    pub(crate) attempts: f64,
    /// Seconds of one such round.
    pub(crate) cycle_s: f64,
}

/// The whole site.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) plan: Plan,
    pub(crate) places: Vec<Place>,
    pub(crate) caches: Vec<Filling>,
    pub(crate) closed: Vec<Closed>,
    /// Shares that gates stop and that find a stock sold out.
    pub(crate) stopped: Vec<f64>,
    pub(crate) sold_out: Vec<f64>,
    /// Mean requests a second that come to gates and stocks.
    pub(crate) at_gates: Vec<f64>,
    pub(crate) at_stocks: Vec<f64>,
    /// Prospects of each program.
    pub(crate) fates: Vec<Fate>,
    /// Requests a second that visitors and clients send, by program, and that other programs start.
    pub(crate) sent: Vec<f64>,
    pub(crate) jobs: Vec<f64>,
    hold: Vec<f64>,
    time: Vec<f64>,
    wait: Vec<f64>,
    fails: Vec<Fails>,
    /// All of its failures together.
    failed: Vec<f64>,
    /// How often it is done by who comes to it, and which share of those who are done with the step around it comes.
    tries: Vec<f64>,
    comes: Vec<f64>,
    flow: Vec<f64>,
    reach: Vec<f64>,
    crowds: Vec<Crowd>,
    ends: Vec<f64>,
    looped: bool,
    /// Whether there was a step before.
    begun: bool,
    by_station: Vec<Vec<usize>>,
    /// Stations whose servers are held during visits to each station; customers of all populations.
    holders: Vec<Vec<usize>>,
    customers: f64,
    cut_off: Vec<Option<(f64, onrush_network::Dist)>>,
    contention: Vec<Option<onrush_network::Contention>>,
}

/// Most rounds of a step, and the relative change below which no further one is needed.
const ROUNDS: u32 = 5;
const SETTLED: f64 = 0.005;

impl Site {
    /// An empty site.
    pub(crate) fn new(network: &Network) -> Self {
        let plan = Plan::new(network);
        let (nodes, programs) = (plan.nodes.len(), plan.programs.len());
        let places: Vec<Place> = network.stations.iter().map(Place::new).collect();
        let closed: Vec<Closed> = network
            .populations
            .iter()
            .map(|p| Closed {
                program: network.clients[p.client].program,
                customers: f64::from(p.customers),
                think_s: p.think.mean_s(),
                rate: 0.0,
                attempts: 1.0,
                cycle_s: p.think.mean_s(),
            })
            .collect();
        let looped = !closed.is_empty() || plan.nodes.iter().any(|n| n.holder != crate::plan::NONE);
        let mut by_station = vec![Vec::new(); places.len()];
        for (g, group) in plan.groups.iter().enumerate() {
            by_station[group.station].push(g);
        }
        let holders = holders(&plan, places.len());
        Self {
            holders,
            customers: closed.iter().map(|c| c.customers).sum(),
            crowds: vec![Crowd::default(); plan.groups.len()],
            by_station,
            plan,
            places,
            caches: network.caches.iter().map(Filling::new).collect(),
            closed,
            stopped: vec![0.0; network.gates.len()],
            sold_out: vec![0.0; network.stocks.len()],
            at_gates: vec![0.0; network.gates.len()],
            at_stocks: vec![0.0; network.stocks.len()],
            fates: vec![Fate::default(); programs],
            sent: vec![0.0; programs],
            jobs: vec![0.0; programs],
            hold: vec![0.0; nodes],
            time: vec![0.0; nodes],
            wait: vec![0.0; nodes],
            fails: vec![Fails::default(); nodes],
            failed: vec![0.0; nodes],
            tries: vec![1.0; nodes],
            comes: vec![1.0; nodes],
            flow: vec![0.0; nodes],
            reach: vec![0.0; nodes],
            ends: vec![0.0; programs],
            looped,
            begun: false,
            cut_off: network
                .stations
                .iter()
                .map(|s| s.cut_off_s.map(|after| (after, s.service)))
                .collect(),
            contention: network.stations.iter().map(|s| s.contention).collect(),
        }
    }

    /// Processor cores that the servers of station `s` share, on all instances together; infinite where they share none.
    pub(crate) fn cores(&self, s: usize) -> f64 {
        let each = self.contention[s].and_then(|c| c.cores);
        each.map_or(f64::INFINITY, |each| f64::from(each) * self.places[s].up)
    }

    /// One step of `dt` seconds with the rates in [`Self::sent`].
    ///
    /// Everything depends on everything: how long a server is held on the lines inside, these on how many are held. A few
    /// rounds from the last step's values find the balance; what is not yet balanced then is so in the next step.
    pub(crate) fn step(&mut self, dt: f64) {
        let before = self.fates.clone();
        for p in &mut self.places {
            p.prepare(dt);
        }
        for round in 1..=if self.looped { ROUNDS } else { 2 } {
            // The first round begins with what the last step ended with.
            if round > 1 || !self.begun {
                self.answers();
                self.begun = true;
            }
            self.chains();
            // Holders first: what they now send inside is what those inside have to reckon with.
            let mut moved = self.settle_all(dt, true);
            self.flows(dt);
            moved = self.settle_all(dt, false).max(moved);
            if round >= 2 && moved < SETTLED {
                break;
            }
        }
        for c in &mut self.crowds {
            c.present = c.present_new;
        }
        self.answers();
        // Visitors act on this in the next step, which changes it again. Times shorter than a few steps only go part of the way,
        // or the two would swing.
        for (fate, before) in self.fates.iter_mut().zip(before) {
            fate.time_before_s = before.time_s;
            let part = 0.5 + 0.5 * (fate.time_s.min(before.time_s) / (4.0 * dt)).min(1.0);
            fate.time_s = before.time_s + part * (fate.time_s - before.time_s);
            fate.wait_s = before.wait_s + part * (fate.wait_s - before.wait_s);
        }
    }

    /// Balances the stations that nothing is held around, or the others; the largest relative change of what is there.
    fn settle_all(&mut self, dt: f64, outer: bool) -> f64 {
        let mut moved = 0.0_f64;
        for s in 0..self.places.len() {
            if (self.holders[s].is_empty() && self.customers <= 0.0) != outer {
                continue;
            }
            let before = self.places[s].present;
            self.settle(s, dt);
            let now = self.places[s].present;
            moved = moved.max((now - before).abs() / (1.0 + now));
        }
        moved
    }

    /// Those on instances that go down are gone.
    pub(crate) fn lose(&mut self, station: usize, share: f64) {
        for (crowd, group) in self.crowds.iter_mut().zip(&self.plan.groups) {
            if group.station == station {
                crowd.present *= 1.0 - share;
            }
        }
    }
}

/// The stations held around visits to each station.
fn holders(plan: &Plan, stations: usize) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); stations];
    for node in &plan.nodes {
        if let Kind::Visit { station, .. } = node.kind
            && let Some(Kind::Visit {
                station: holder, ..
            }) = plan.nodes.get(node.holder).map(|h| h.kind)
            && !found[station].contains(&holder)
        {
            found[station].push(holder);
        }
    }
    found
}

impl Place {
    fn new(s: &onrush_network::Station) -> Self {
        let each = match s.servers {
            Servers::Infinite => f64::INFINITY,
            Servers::Finite(n) => f64::from(n),
        };
        let up = f64::from(s.instances);
        // Turns bring every instance every n-th arrival: Erlang's gaps, with a variance of one in n.
        let arrivals = match s.balance {
            Balance::RoundRobin | Balance::Local => 1.0 / up,
            _ => 1.0,
        };
        let service = match s.discipline {
            // Sharing does not care about the distribution of services.
            Discipline::Shared => 1.0,
            Discipline::FirstCome => s.service.cv2(),
        };
        let mut place = Self {
            each,
            servers: each * up,
            up,
            room: f64::INFINITY,
            slow: 1.0,
            errors: s.errors,
            astray: 0.0,
            shed: 0.0,
            patience: s.patience.as_ref().map(Patience::new),
            curve: Curve::default(),
            near: 0,
            curve_for: -1.0,
            variability: f64::midpoint(arrivals, service),
            // How many instances' servers act as one behind the balancer: all when it knows who is free, about the root of
            // them when it compares two.
            pooled: match s.balance {
                Balance::LeastBusy => 1.0,
                Balance::TwoChoices => 0.5,
                _ => 0.0,
            },
            places_each: match s.line {
                Line::Unlimited => f64::INFINITY,
                Line::Places(n) => f64::from(n),
            },
            present: 0.0,
            busy: 0.0,
            wait_s: 0.0,
            refused: 0.0,
            stretch: 1.0,
            given_up: 0.0,
            came: 0.0,
            at_work: 1.0,
            by_chance: 0.0,
            inner_rate: 0.0,
            inner_hold: 0.0,
            yields: 0.0,
            work: 0.0,
            held: 0.0,
            through: 0.0,
            visit_s: 0.0,
        };
        place.resize(up, each);
        place
    }

    /// So many instances in service with so many servers each.
    pub(crate) fn resize(&mut self, up: f64, each: f64) {
        self.up = up;
        self.each = each;
        if each.is_infinite() {
            return;
        }
        self.servers = up * each;
        self.room = up * (each + self.places_each);
        let acts_as = each * self.together();
        if (acts_as - self.curve_for).abs() > 0.05 * self.curve_for {
            self.curve = Curve::new(acts_as, self.variability);
            self.curve_for = acts_as;
        }
    }

    /// How many instances act as one.
    pub(crate) fn together(&self) -> f64 {
        libm::pow(self.up.max(1.0), self.pooled)
    }

    /// Share refused by chance in lines so short that they are in balance within a step.
    fn prepare(&mut self, dt: f64) {
        self.by_chance = 0.0;
        if self.room.is_finite() && self.servers > 0.0 && self.came > 0.0 {
            let load = self.came * self.visit_s;
            let pool = if self.pooled > 0.9 { self.up } else { 1.0 };
            let share = crate::queue::share_refused(
                (self.each * pool).round(),
                self.places_each * pool,
                load * pool / self.up.max(1.0),
            );
            // Of that, what is over comes out of the balance itself.
            let over = (1.0 - self.servers / load.max(1e-9)).max(0.0);
            // A long line takes its time to come into balance.
            let quick = dt * self.servers / (dt * self.servers + self.room * self.visit_s);
            self.by_chance = (share - over).max(0.0) * quick;
        }
    }

    /// Servers that work, which is busy and not merely held.
    pub(crate) fn working(&self) -> f64 {
        self.busy * self.at_work
    }

    /// Mean time that a visit holds its server.
    pub(crate) fn visit(&self) -> f64 {
        self.visit_s
    }

    /// Requests in line.
    pub(crate) fn line(&self) -> f64 {
        (self.present - self.busy).max(0.0)
    }
}
