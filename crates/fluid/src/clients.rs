//! Senders of bare requests: they wait, time out, try again.

use onrush_network::{Client, Network, Retries};

use crate::fate::Fate;
use crate::forecast::ClientForecast;
use crate::later::{CHANNELS, Later, Step};
use crate::plan::Plan;
use crate::site::Site;

/// Most attempts that are told apart.
const LEVELS: usize = 8;

/// All clients.
#[derive(Debug, Clone)]
pub(crate) struct Senders<'a> {
    network: &'a Network,
    /// Attempts that are due later, by client and number.
    later: Vec<Vec<Later>>,
    /// Retries saved up, by client.
    saved: Vec<f64>,
    /// Share that filters stop now, by client.
    stopped: Vec<f64>,
    pub(crate) seen: Vec<ClientForecast>,
}

/// What one attempt comes to.
struct Attempt {
    completes: f64,
    times_out: f64,
    fails: f64,
    time_s: f64,
    timeout_s: f64,
}

impl Attempt {
    fn of(client: &Client, fate: &Fate, stopped: f64) -> Self {
        let answered = (1.0 - stopped) * fate.answered();
        let timeout_s = client.timeout_s.unwrap_or(f64::INFINITY);
        let late = if timeout_s.is_finite() {
            fate.longer_than(timeout_s)
        } else {
            0.0
        };
        Self {
            completes: answered * (1.0 - late),
            times_out: answered * late,
            fails: 1.0 - answered,
            time_s: fate.time_s,
            timeout_s,
        }
    }
}

/// The mean delay before further attempt `k` (from 1).
fn delay(retries: &Retries, k: usize) -> (f64, f64) {
    retries.backoff.map_or((0.0, 0.0), |b| {
        let whole = b.first_s * libm::pow(b.factor, (k as f64 - 1.0).min(60.0));
        if b.jitter {
            (0.0, whole)
        } else {
            (whole, whole)
        }
    })
}

impl<'a> Senders<'a> {
    pub(crate) fn new(network: &'a Network) -> Self {
        Self {
            network,
            later: network
                .clients
                .iter()
                .map(|c| vec![Later::default(); (c.retries.tries as usize).clamp(1, LEVELS)])
                .collect(),
            saved: vec![0.0; network.clients.len()],
            stopped: vec![0.0; network.clients.len()],
            seen: network
                .clients
                .iter()
                .map(|c| ClientForecast {
                    id: c.id.clone(),
                    ..ClientForecast::default()
                })
                .collect(),
        }
    }

    /// Filters treat the senders of bare requests as people; `force` has the shares of bots and people that each stops now.
    pub(crate) fn filter(&mut self, plan: &Plan, force: &[Option<(f64, f64)>]) {
        for (stopped, client) in self.stopped.iter_mut().zip(&self.network.clients) {
            let passes: f64 = plan.programs[client.program]
                .filters
                .iter()
                .map(|(gate, chance)| 1.0 - chance * force[*gate].map_or(0.0, |f| f.1))
                .product();
            *stopped = 1.0 - passes;
        }
    }

    /// Whether any attempt is due after the step.
    pub(crate) fn waits(&self, step: &Step) -> bool {
        self.later.iter().flatten().any(|l| l.waits(step))
    }

    /// One step: `started[c]` first attempts of each client; adds what is sent to `sends` by program.
    pub(crate) fn step(&mut self, step: &Step, started: &[f64], fates: &[Fate], sends: &mut [f64]) {
        for (c, client) in self.network.clients.iter().enumerate() {
            let attempt = Attempt::of(client, &fates[client.program], self.stopped[c]);
            let budget = &mut self.saved[c];
            if let Some(share) = client.retries.budget {
                *budget = (*budget + share * started[c]).min(10.0_f64.max(share * started[c]));
            }
            let (mut completed, mut failed, mut retried) = (0.0, 0.0, 0.0);
            let levels = self.later[c].len();
            // In the step itself a quick failure may lead to the next attempt at once.
            let mut soon = 0.0;
            for k in 0..levels {
                let due = self.later[c][k].due(step);
                let tries = if k == 0 { started[c] } else { due[0] + soon };
                if k > 0 {
                    retried += tries;
                }
                soon = 0.0;
                if tries <= 0.0 {
                    continue;
                }
                sends[client.program] += tries * (1.0 - self.stopped[c]);
                completed += tries * attempt.completes;
                let misses = tries * (attempt.times_out + attempt.fails);
                let mut again = misses * goes_on(&client.retries, k, levels, misses / tries);
                if client.retries.budget.is_some() {
                    again = again.min(*budget);
                    *budget -= again;
                }
                failed += misses - again;
                if misses <= 0.0 {
                    continue;
                }
                let to = (k + 1).min(levels - 1);
                let (from, until) = delay(&client.retries, k + 1);
                let mut now = [0.0; CHANNELS];
                for (after, share) in [
                    (attempt.timeout_s, attempt.times_out),
                    (attempt.time_s, attempt.fails),
                ] {
                    let part = again * share / (attempt.times_out + attempt.fails);
                    if part > 0.0 {
                        self.later[c][to].add(
                            &mut now,
                            step,
                            &step.spread((after + from, after + until)),
                            (0, [part, 0.0]),
                        );
                    }
                }
                soon = now[0];
                if to == k && soon > 0.0 {
                    // The last level loops: the rest of its attempts come in the next step.
                    let next = step.spread((step.dt(), step.dt() + step.bin_s));
                    self.later[c][to].add(&mut now, step, &next, (0, [soon, 0.0]));
                    soon = 0.0;
                }
            }
            let s = &mut self.seen[c];
            s.started.push(started[c]);
            s.completed.push(completed);
            s.failed.push(failed);
            s.retried.push(retried);
        }
    }

    /// How many attempts a population's customer makes before each time of thinking.
    pub(crate) fn set_attempts(&self, site: &mut Site) {
        for (closed, population) in site.closed.iter_mut().zip(&self.network.populations) {
            let client = &self.network.clients[population.client];
            let attempt = Attempt::of(
                client,
                &site.fates[client.program],
                self.stopped[population.client],
            );
            let miss = (attempt.times_out + attempt.fails).min(1.0);
            let (mut attempts, mut power, mut wait) = (1.0, 1.0, 0.0);
            for k in 1..client.retries.tries {
                power *= miss;
                attempts += power;
                let (from, until) = delay(&client.retries, k as usize);
                wait += power * f64::midpoint(from, until);
            }
            closed.attempts = attempts;
            closed.think_s = population.think.mean_s() + wait;
        }
    }
}

/// Chance that a missed attempt at level `k` is followed by another; the last of many levels loops.
fn goes_on(retries: &Retries, k: usize, levels: usize, miss: f64) -> f64 {
    let tries = retries.tries as usize;
    if k + 1 < levels {
        return 1.0;
    }
    if k + 1 >= tries {
        return 0.0;
    }
    // `left` more attempts at most, each reached by a miss: the mean number of them, as that of a loop.
    let (mut mean, mut power) = (0.0, 1.0);
    for _ in k + 1..tries {
        mean += power;
        power *= miss;
    }
    (mean / (1.0 + miss * mean)).min(1.0)
}
