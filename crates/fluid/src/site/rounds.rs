//! Times from the inside out, flows from the outside in.

use super::Site;
use crate::fate::{BLOCKED, Chain, ERROR, Fails, Fate, REFUSED, SOLD_OUT, all, repeated};
use crate::plan::{Kind, NONE};
use crate::times::share_until;

/// A time longer than any run.
pub(super) const FOR_EVER_S: f64 = 1e9;

impl Site {
    /// How long each step takes, and how it fails, at the lines of now; the innermost steps first.
    pub(super) fn answers(&mut self) {
        for n in (0..self.plan.nodes.len()).rev() {
            let inner = self.plan.nodes[n].inner.clone();
            let (mut time, mut wait, mut inside) = (0.0, 0.0, Chain::new());
            // Who fails at one of the steps does not come to the next.
            let (mut come, mut held) = (1.0, 0.0);
            for i in inner {
                self.comes[i] = come;
                time += self.time[i];
                held += come * self.time[i] * self.plan.nodes[i].once * self.tries[i];
                wait += self.wait[i];
                inside.then(&self.fails[i], self.failed[i]);
                come *= 1.0 - self.failed[i];
            }
            let mut fails = inside.fails;
            match self.plan.nodes[n].kind {
                Kind::Visit {
                    station,
                    work_s,
                    scale,
                } => {
                    let p = &self.places[station];
                    let factor = p.slow * p.stretch;
                    let mut work = work_s * factor;
                    let mut errors = p.errors;
                    if let Some((after, service)) = &self.cut_off[station] {
                        (work, errors) = cut(work, scale * factor, *after, service, errors);
                    }
                    self.hold[n] = (work + held).min(FOR_EVER_S);
                    let mut own = Chain::new();
                    own.then_one(REFUSED, p.shed);
                    own.then_one(ERROR, p.astray);
                    own.then_one(REFUSED, p.refused);
                    own.then_one(ERROR, p.given_up);
                    own.then(&fails, all(&fails));
                    own.then_one(ERROR, errors);
                    time += work + p.wait_s;
                    wait += p.wait_s;
                    fails = own.fails;
                }
                Kind::Cached(cache) => {
                    let c = &mut self.caches[cache];
                    c.fetch_s = time;
                    // Who waits for somebody else's fetch waits for half of it on average.
                    time *= c.miss + 0.5 * c.joined;
                    wait *= c.miss + 0.5 * c.joined;
                    fails = fails.map(|f| f * (c.miss + c.joined));
                }
                Kind::Pass(gate) => fails[BLOCKED] = self.stopped[gate],
                Kind::Take(stock) => fails[SOLD_OUT] = self.sold_out[stock],
                Kind::Start(_) | Kind::Group => {}
            }
            let node = &self.plan.nodes[n];
            let failed = all(&fails);
            self.tries[n] = tries(failed, node.times);
            self.time[n] = (time * node.times).min(FOR_EVER_S);
            self.wait[n] = (wait * node.times).min(FOR_EVER_S);
            self.fails[n] = if node.optional || failed <= 0.0 {
                Fails::default()
            } else {
                repeated(&fails, node.times)
            };
            self.failed[n] = all(&self.fails[n]);
        }
        for (p, program) in self.plan.programs.iter().enumerate() {
            let (mut fate, mut chain) = (Fate::default(), Chain::new());
            for n in program.roots.clone() {
                fate.time_s += self.time[n];
                fate.wait_s += self.wait[n];
                chain.then(&self.fails[n], self.failed[n]);
            }
            fate.fails = chain.fails;
            if let Some(after) = program.gateway_s {
                fate.gateway_s = after;
                fate.late = fate.longer_than(after);
            }
            self.fates[p] = fate;
        }
    }

    /// Requests go from group to group of their program.
    pub(super) fn chains(&mut self) {
        for (number, program) in self.plan.programs.iter().enumerate() {
            for n in program.nodes.clone() {
                let node = &self.plan.nodes[n];
                if node.holder == NONE {
                    let around = match node.parent {
                        NONE => 1.0,
                        parent => match self.plan.nodes[parent].kind {
                            Kind::Cached(cache) => self.reach[parent] * self.caches[cache].miss,
                            _ => self.reach[parent],
                        },
                    };
                    self.reach[n] = around * node.times;
                }
            }
            let mut passing = self.sent[number] + self.jobs[number];
            for g in program.groups.clone() {
                let (mut visits, mut hold, mut fails) = (0.0, 0.0, 0.0);
                for &n in &self.plan.groups[g].nodes {
                    visits += self.reach[n];
                    hold += self.reach[n] * self.hold[n];
                    fails += self.reach[n] * self.failed[n] * self.plan.nodes[n].once;
                }
                let crowd = &mut self.crowds[g];
                let come = f64::min(visits, 1.0);
                crowd.visits = visits;
                // One request that comes at all holds servers for so long, all its visits together.
                crowd.hold_s = hold / come.max(1e-12);
                crowd.before = passing;
                crowd.comes = passing * come;
                let refused = self.places[self.plan.groups[g].station].refused;
                let fails_later = ((fails - visits * refused) / come.max(1e-12)).clamp(0.0, 1.0);
                passing = passing * (1.0 - come) + crowd.leaves * (1.0 - fails_later);
            }
            self.ends[number] = passing;
        }
    }

    /// What comes to each station from inside others, to caches, gates and stocks, and the jobs that are started.
    pub(super) fn flows(&mut self, dt: f64) {
        for p in &mut self.places {
            (p.inner_rate, p.inner_hold, p.yields) = (0.0, 0.0, 0.0);
            (p.work, p.held, p.through) = (0.0, 0.0, 0.0);
        }
        self.jobs.fill(0.0);
        self.at_gates.fill(0.0);
        self.at_stocks.fill(0.0);
        for c in &mut self.caches {
            c.asked = 0.0;
        }
        self.customers_ask();
        for number in 0..self.plan.programs.len() {
            let program = &self.plan.programs[number];
            let closed: (f64, f64) = self
                .closed
                .iter()
                .filter(|c| c.program == number)
                .map(|c| (c.rate, c.rate / c.cycle_s.max(1e-9)))
                .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            for n in program.nodes.clone() {
                self.flow_of(n, number, closed, dt);
            }
        }
    }

    fn customers_ask(&mut self) {
        for c in &mut self.closed {
            let fate = &self.fates[c.program];
            c.cycle_s = c.think_s + c.attempts * fate.time_s;
            c.rate = c.attempts * c.customers / c.cycle_s.max(1e-3);
        }
    }

    fn flow_of(&mut self, n: usize, program: usize, closed: (f64, f64), dt: f64) {
        let node = &self.plan.nodes[n];
        let mut from_closed = 0.0;
        if node.holder == NONE {
            from_closed = closed.0 * self.reach[n];
            self.flow[n] = from_closed + self.open_flow(n, program);
        } else {
            let around = match self.plan.nodes[node.parent].kind {
                Kind::Cached(cache) => self.flow[node.parent] * self.caches[cache].miss,
                _ => self.flow[node.parent],
            };
            self.flow[n] = around * self.comes[n] * self.tries[n];
        }
        let flow = self.flow[n];
        match node.kind {
            Kind::Visit { station, .. } => {
                let hold = self.hold[n];
                let inner = node
                    .inner
                    .clone()
                    .map(|i| {
                        let once = self.time[i] * self.plan.nodes[i].once;
                        self.comes[i] * self.tries[i] * once
                    })
                    .sum::<f64>()
                    .min(hold);
                let (rate, yields) = if node.holder == NONE {
                    (from_closed, closed.1 * self.reach[n] * self.reach[n])
                } else {
                    // If the wait here grows by a second, a full holder begins flow / hold fewer of its services.
                    let Kind::Visit {
                        station: holder, ..
                    } = self.plan.nodes[node.holder].kind
                    else {
                        return;
                    };
                    let h = &self.places[holder];
                    let full = ((h.busy / h.servers.max(1e-9) - 0.9) * 10.0).clamp(0.0, 1.0);
                    let per_holder = flow / self.flow[node.holder].max(1e-12);
                    let slack = self.hold[node.holder] + (1.0 - full) * dt;
                    (flow, flow * per_holder / slack.max(1e-9))
                };
                let p = &mut self.places[station];
                p.inner_rate += rate;
                p.inner_hold += rate * hold;
                p.yields += yields;
                p.work += flow * (hold - inner);
                p.held += flow * inner;
                p.through += flow;
            }
            Kind::Cached(cache) => self.caches[cache].asked += flow,
            Kind::Pass(gate) => self.at_gates[gate] += flow,
            Kind::Take(stock) => self.at_stocks[stock] += flow,
            Kind::Start(other) => self.jobs[other] += flow,
            Kind::Group => {}
        }
    }

    /// How often per second open requests of the program do an outer step.
    fn open_flow(&self, n: usize, program: usize) -> f64 {
        let node = &self.plan.nodes[n];
        let crowd = self.crowds.get(node.group);
        if matches!(node.kind, Kind::Visit { .. }) {
            // Its group begins as many services as it can.
            return crowd.map_or(0.0, |c| {
                c.leaves * self.reach[n] / c.visits.clamp(1e-12, 1.0)
            });
        }
        // Something between two groups: what has left those before it.
        crowd.map_or(self.ends[program], |c| c.before) * self.reach[n]
    }
}

/// How often a step is done that is wanted so many times and not done again after a failure.
fn tries(fails: f64, times: f64) -> f64 {
    if times <= 1.0 || fails <= 1e-9 {
        times
    } else {
        (1.0 - libm::pow(1.0 - fails.min(1.0), times)) / fails
    }
}

/// Mean and failures of services that are cut off after `after` seconds.
fn cut(
    work: f64,
    scale: f64,
    after: f64,
    service: &onrush_network::Dist,
    errors: f64,
) -> (f64, f64) {
    if scale <= 0.0 {
        return (work, errors);
    }
    let longer = 1.0 - share_until(service, after / scale);
    // Exact for exponential services; for others between the two bounds.
    let mean = if work > 0.0 {
        work * (1.0 - libm::exp(-after / work))
    } else {
        0.0
    };
    (mean.min(after), errors + (1.0 - errors) * longer)
}
