//! One station over one step.

use super::{Place, Site};
use crate::queue::stretch;

/// What a station's balance is made of: requests that hold nothing else, which come and stay as in any line, and visits from
/// inside others, of which there are as many as those who hold servers for them let come.
#[derive(Debug)]
struct Balance {
    /// Requests of groups at the beginning, and how many more would come in the step; mean time that one holds a server.
    before: f64,
    comes: f64,
    hold: f64,
    /// Inner visits a second when they reckon with a wait of `reckoned`, by how much fewer come for each second more, and
    /// mean time of one at its server.
    rate: f64,
    yields: f64,
    reckoned: f64,
    inner_hold: f64,
    /// Most of them at once: all servers that can be held for them.
    most_inner: f64,
    /// Mean time at its server of any visit.
    visit: f64,
    /// Rate of giving up in line.
    leaving: f64,
    dt: f64,
}

impl Balance {
    /// Requests of groups at the step's end if then `served` of those there are served: Q = Q₀ + dt (comes - served - given
    /// up), all at the step's end (implicit Euler). Stable for any step, exact for a line that grows evenly, right in
    /// equilibrium.
    fn groups(&self, served: f64) -> f64 {
        (self.before + self.comes)
            / (1.0 + self.dt * (served / self.hold + (1.0 - served) * self.leaving))
    }

    /// Inner visits a second when each has to wait for `wait` seconds. Who holds a server for m such visits and is full sends
    /// them at servers / (hold + m · wait): a hyperbola.
    fn inner_rate(&self, wait: f64) -> f64 {
        if self.rate <= 0.0 {
            return 0.0;
        }
        let steep = self.yields / self.rate;
        self.rate / (1.0 + steep * (wait - self.reckoned)).max(0.05)
    }

    /// Inner visits there when each waits for `wait` seconds (Little's law).
    fn inner(&self, wait: f64) -> f64 {
        (self.inner_rate(wait) * (wait + self.inner_hold)).min(self.most_inner)
    }

    /// Everything there when `present` are thought to be there, and how fast it grows with them: the balance is where the two
    /// are equal. The same as [`Self::groups`] and [`Self::inner`] of the share served and the wait, written with one division
    /// each: this is evaluated more often than anything else, and divisions that wait for each other are what it would take
    /// its time for.
    fn there(&self, p: &Place, present: f64, near: &mut usize) -> (f64, f64) {
        let present = present.max(1e-12);
        let (utilisation, more_busy) = p.curve.utilisation(present / p.servers, near);
        let busy = (p.servers * utilisation).clamp(1e-9 * present, present);
        let line = present - busy;
        let more_line = 1.0 - more_busy;
        let serves = self.dt / self.hold;
        let leaves = self.dt * self.leaving;
        let whole = present + serves * busy + leaves * line;
        let more_whole = 1.0 + serves * more_busy + leaves * more_line;
        let groups = (self.before + self.comes) / whole;
        let mut sum = groups * present;
        let mut slope = groups * (1.0 - present * more_whole / whole);
        if self.rate > 0.0 {
            let steep = self.yields / self.rate;
            let still = 1.0 - steep * self.reckoned;
            let top = line * self.visit + busy * self.inner_hold;
            let more_top = more_line * self.visit + more_busy * self.inner_hold;
            let mut below = busy * still + steep * self.visit * line;
            let mut more_below = more_busy * still + steep * self.visit * more_line;
            if below < 0.05 * busy {
                (below, more_below) = (0.05 * busy, 0.05 * more_busy);
            }
            let each = self.rate / below;
            if top * each < self.most_inner {
                sum += top * each;
                slope += each * (more_top - top * more_below / below);
            } else {
                sum += self.most_inner;
            }
        }
        (sum, slope)
    }

    /// How many are there at the step's end, by Newton's method in a bracket. What is there by [`Self::there`] bends downwards, so
    /// from above it comes closer with every step; the bracket is for the curve's corners.
    fn solve(&self, p: &Place, near: &mut usize) -> f64 {
        if p.servers.is_infinite() {
            return self.groups(1.0) + self.rate * self.inner_hold;
        }
        if p.servers <= 0.0 {
            return self.groups(0.0);
        }
        let mut present = p.present.max(1e-9);
        let tolerance = 1e-5 * (1.0 + present);
        let (mut low, mut high) = (0.0, f64::INFINITY);
        for _ in 0..60 {
            let (there, slope) = self.there(p, present, near);
            let over = present - there;
            if over.abs() <= tolerance {
                break;
            }
            if over < 0.0 {
                low = present;
            } else {
                high = present;
            }
            if high - low <= tolerance {
                break;
            }
            let next = present - over / (1.0 - slope);
            present = if next > low && next < high {
                next
            } else if high.is_finite() {
                f64::midpoint(low, high)
            } else {
                (present - 1.5 * over).max(present * 1.2 + 0.1)
            };
        }
        present
    }
}

impl Place {
    /// By how much those at work slow each other down now.
    fn slow_down(&mut self, contention: &onrush_network::Contention) {
        let busy_each = self.busy / self.up;
        // Work without contention, relative to what is held; more contention is more of the time at work.
        let (work, held) = (self.work / self.stretch, self.held);
        let together = self.together();
        for _ in 0..4 {
            let working = if contention.counts_held {
                busy_each
            } else {
                let slowed = work * self.stretch;
                busy_each * slowed / (slowed + held)
            };
            let before = self.stretch;
            self.stretch = stretch(contention, working, self.each, together);
            if before.total_cmp(&self.stretch).is_eq() {
                break;
            }
        }
    }
}

impl Site {
    /// Balances station `s` over `dt` seconds.
    pub(super) fn settle(&mut self, s: usize, dt: f64) {
        let groups = std::mem::take(&mut self.by_station[s]);
        let p = &self.places[s];
        let thinned = (1.0 - p.shed) * (1.0 - p.astray) * (1.0 - p.by_chance);
        let (mut before, mut comes, mut weight, mut sum) = (0.0, 0.0, 0.0, 0.0);
        let mut came = p.inner_rate;
        for &g in &groups {
            let c = &self.crowds[g];
            before += c.present;
            comes += c.comes * thinned * dt;
            let w = c.present + c.comes * thinned * dt;
            weight += w;
            sum += w * c.hold_s;
            came += c.comes * c.visits.max(1.0);
        }
        // In line one waits for visits, of which a request may make several.
        let visit = if p.through > 1e-12 {
            (p.work + p.held) / p.through
        } else {
            p.visit_s
        };
        let balance = Balance {
            before,
            comes,
            hold: (if weight > 0.0 { sum / weight } else { 0.0 }).max(1e-9),
            rate: p.inner_rate * thinned,
            yields: p.yields * thinned,
            reckoned: p.wait_s,
            inner_hold: if p.inner_rate > 0.0 {
                p.inner_hold / p.inner_rate
            } else {
                0.0
            },
            most_inner: self.holders[s]
                .iter()
                .map(|h| self.places[*h].servers)
                .sum::<f64>()
                + self.customers,
            visit: visit.max(1e-9),
            leaving: p
                .patience
                .as_ref()
                .map_or(0.0, |t| t.leaving_rate(p.wait_s)),
            dt,
        };
        let mut near = p.near;
        let wanted = balance.solve(p, &mut near);
        let present = wanted.min(p.room.max(before));
        let busy = if p.servers.is_infinite() {
            present
        } else {
            p.servers
                * p.curve
                    .utilisation(present / p.servers.max(1e-9), &mut near)
                    .0
        }
        .min(present);
        let wait_s = if p.servers.is_infinite() || present <= busy {
            0.0
        } else {
            let wait = (present - busy) / busy.max(1e-9) * balance.visit;
            // Some of those ahead give up: C ∫ exp(θu) du from 0 to the wait is the line.
            let through = balance.leaving * wait;
            if through > 1e-6 {
                libm::log1p(through) / balance.leaving
            } else {
                wait.min(1e9)
            }
        };
        // What does not fit is refused: of those who come to wait by themselves, and of those from inside others.
        let inner = balance.inner_rate(wait_s) * dt;
        let over = if comes + inner > 0.0 {
            ((wanted - present) / (comes + inner)).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.split(&groups, &balance, present, busy, thinned * (1.0 - over));
        let contention = self.contention[s];
        let p = &mut self.places[s];
        p.near = near;
        p.present = present;
        p.busy = busy;
        p.came = came;
        p.refused = 1.0 - (1.0 - p.by_chance) * (1.0 - over);
        p.visit_s = visit;
        p.wait_s = wait_s;
        p.given_up = p.patience.as_ref().map_or(0.0, |t| t.gone(p.wait_s));
        let all = p.work + p.held;
        p.at_work = if all > 0.0 { p.work / all } else { 1.0 };
        if let Some(contention) = &contention
            && p.up > 0.0
            && all > 0.0
        {
            p.slow_down(contention);
        }
        self.by_station[s] = groups;
    }

    /// Shares the station's requests out among its groups.
    fn split(
        &mut self,
        groups: &[usize],
        balance: &Balance,
        present: f64,
        busy: f64,
        admitted: f64,
    ) {
        let dt = balance.dt;
        let served = if present > 0.0 { busy / present } else { 1.0 };
        let leaving = (1.0 - served) * balance.leaving;
        let stays = |there: f64, hold: f64| {
            let hold = hold.max(1e-9);
            there * hold / (hold + dt * (served + hold * leaving))
        };
        let per_second = 1.0 / dt;
        let mut sum = 0.0;
        for &g in groups {
            let c = &mut self.crowds[g];
            c.present_new = stays(c.present + c.comes * admitted * dt, c.hold_s);
            sum += c.present_new;
        }
        // The parts add up to the whole that was solved for.
        let wait = (1.0 / served.max(1e-9) - 1.0) * balance.visit;
        let inner = balance.inner(wait);
        let whole = (present - inner).max(0.0).min(balance.groups(served));
        let scale = if sum > 0.0 { whole / sum } else { 0.0 };
        for &g in groups {
            let c = &mut self.crowds[g];
            let there = c.present + c.comes * admitted * dt;
            c.present_new = (c.present_new * scale).min(there);
            c.leaves = ((there - c.present_new) * per_second - leaving * c.present_new).max(0.0);
        }
    }
}
