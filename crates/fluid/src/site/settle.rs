//! One station over one step.

use super::{Place, Site};
use crate::queue::stretch;

/// What a station's balance is made of.
struct Balance {
    /// There at the beginning, and what would come in the step.
    before: f64,
    comes: f64,
    /// Mean time that one of them holds a server.
    hold: f64,
    /// Mean time of one inner visit, by how much fewer come for each second of waiting, and the wait they reckon with.
    inner_hold: f64,
    yields: f64,
    reckoned: f64,
    /// Rate of giving up in line.
    leaving: f64,
    dt: f64,
}

impl Balance {
    /// Solves Q = Q₀ + dt · (comes - served - given up), all at the step's end (implicit Euler): stable for any step, exact
    /// for a line that grows evenly, and in equilibrium whatever the step. Newton's method inside a bracket.
    fn solve(&self, p: &Place) -> f64 {
        let most = self.before + self.comes + self.yields * self.dt * self.reckoned + 1e-12;
        if p.servers.is_infinite() {
            return (self.before + self.comes) / (1.0 + self.dt / self.hold);
        }
        if p.servers <= 0.0 {
            return (self.before + self.comes) / (1.0 + self.dt * self.leaving);
        }
        let (mut low, mut high) = (0.0, most);
        let mut q = p.present.clamp(0.0, most);
        for _ in 0..30 {
            let (share, slope) = p.curve.utilisation(q / p.servers);
            let busy = (share * p.servers).max(1e-12);
            let wait = (q / busy - 1.0).max(0.0) * self.inner_hold;
            let wait_slope = (1.0 / busy - q * slope / (busy * busy)).max(0.0) * self.inner_hold;
            let f = q - self.before - self.comes
                + self.dt
                    * (self.yields * (wait - self.reckoned)
                        + busy / self.hold
                        + self.leaving * (q - busy).max(0.0));
            if f > 0.0 {
                high = q;
            } else {
                low = q;
            }
            let steep = 1.0
                + self.dt
                    * (self.yields * wait_slope
                        + slope / self.hold
                        + self.leaving * (1.0 - slope).max(0.0));
            let newton = q - f / steep;
            let next = if newton > low && newton < high {
                newton
            } else {
                f64::midpoint(low, high)
            };
            if (next - q).abs() <= 1e-7 * (1.0 + q) {
                return next;
            }
            q = next;
        }
        q
    }
}

impl Site {
    /// Balances station `s` over `dt` seconds.
    pub(super) fn settle(&mut self, s: usize, dt: f64) {
        let groups = std::mem::take(&mut self.by_station[s]);
        let p = &self.places[s];
        let thinned = (1.0 - p.shed) * (1.0 - p.astray) * (1.0 - p.by_chance);
        let mut before = p.inside;
        let inner = p.inner_rate * thinned * dt;
        let inner_hold = if p.inner_rate > 0.0 {
            p.inner_hold / p.inner_rate
        } else {
            p.visit_s
        }
        .max(1e-9);
        let mut comes = inner;
        let mut weight = p.inside + inner;
        let mut sum = weight * inner_hold;
        let mut came = p.inner_rate;
        for &g in &groups {
            let c = &self.crowds[g];
            before += c.present;
            comes += c.comes * thinned * dt;
            let w = c.present + c.comes * thinned * dt;
            weight += w;
            sum += w * c.hold_s.max(1e-9);
            came += c.comes * c.visits.max(1.0);
        }
        let hold = if weight > 0.0 { sum / weight } else { 1e-9 };
        let balance = Balance {
            before,
            comes,
            hold: hold.max(1e-9),
            inner_hold,
            yields: p.yields * thinned,
            reckoned: p.wait_s,
            leaving: p
                .patience
                .as_ref()
                .map_or(0.0, |t| t.leaving_rate(p.wait_s)),
            dt,
        };
        let wanted = balance.solve(p);
        let over = if comes > 0.0 {
            ((wanted - p.room) / comes).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let present = wanted.min(p.room.max(before));
        let busy = if p.servers.is_infinite() {
            present
        } else {
            p.servers * p.curve.utilisation(present / p.servers.max(1e-9)).0
        }
        .min(present);
        self.split(s, &groups, &balance, present, busy, thinned * (1.0 - over));
        let contention = self.contention[s];
        let p = &mut self.places[s];
        p.present = present;
        p.busy = busy;
        p.came = came;
        p.refused = 1.0 - (1.0 - p.by_chance) * (1.0 - over);
        // In line one waits for visits, of which a request may make several.
        let visit_hold = if p.through > 1e-12 {
            (p.work + p.held) / p.through
        } else {
            hold
        };
        p.visit_s = visit_hold;
        p.wait_s = if p.servers.is_infinite() || present <= busy {
            0.0
        } else {
            ((present - busy) / busy.max(1e-9) * visit_hold).min(1e9)
        };
        p.given_up = p.patience.as_ref().map_or(0.0, |t| t.gone(p.wait_s));
        let all = p.work + p.held;
        p.at_work = if all > 0.0 { p.work / all } else { 1.0 };
        if let Some(contention) = &contention
            && p.up > 0.0
            && all > 0.0
        {
            let busy_each = busy / p.up;
            // Work without contention, relative to what is held; more contention is more of the time at work.
            let (work, held) = (p.work / p.stretch, p.held);
            for _ in 0..4 {
                let working = if contention.counts_held {
                    busy_each
                } else {
                    let slowed = work * p.stretch;
                    busy_each * slowed / (slowed + held)
                };
                p.stretch = stretch(contention, working, p.each);
            }
        }
        self.by_station[s] = groups;
    }

    /// Shares the station's requests out among groups and inner visits.
    fn split(
        &mut self,
        s: usize,
        groups: &[usize],
        balance: &Balance,
        present: f64,
        busy: f64,
        admitted: f64,
    ) {
        let dt = balance.dt;
        let served = if present > 0.0 { busy / present } else { 1.0 };
        let stays = |there: f64, hold: f64| {
            there / (1.0 + dt * (served / hold.max(1e-9) + (1.0 - served) * balance.leaving))
        };
        let p = &mut self.places[s];
        let inside = p.inside + p.inner_rate * admitted * dt;
        let mut sum = stays(inside, balance.inner_hold);
        p.inside_new = sum;
        for &g in groups {
            let c = &mut self.crowds[g];
            c.present_new = stays(c.present + c.comes * admitted * dt, c.hold_s);
            sum += c.present_new;
        }
        // The parts add up to the whole that was solved for.
        let scale = if sum > 0.0 { present / sum } else { 0.0 };
        p.inside_new = (p.inside_new * scale).min(inside);
        for &g in groups {
            let c = &mut self.crowds[g];
            let there = c.present + c.comes * admitted * dt;
            c.present_new = (c.present_new * scale).min(there);
            let gave_up = dt * (1.0 - served) * balance.leaving * c.present_new;
            c.leaves = ((there - c.present_new - gave_up) / dt).max(0.0);
        }
    }
}
