//! Requests that a page makes at once, as one.

use onrush_network::{Request, Retries};

use crate::fate::{BLOCKED, ERROR, Fate, REFUSED, SOLD_OUT, all, repeated, then};

/// The prospects of a set of requests sent together: all must be answered. The shares add up to one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    /// How many requests.
    pub(super) requests: f64,
    /// Of these: mean number not yet answered at an even moment before all are.
    pub(super) under_way: f64,
    /// Mean time until all are answered, in seconds.
    pub(super) time_s: f64,
    /// The same one step earlier: who asked at the beginning of the step waits for so long.
    pub(super) time_before_s: f64,
    /// Share of which all are answered.
    pub(super) answered: f64,
    /// Shares of which the first failure is of this kind.
    pub(super) refused: f64,
    pub(super) errors: f64,
    pub(super) late: f64,
    pub(super) blocked: f64,
    pub(super) sold_out: f64,
    /// How long the gateway waits.
    pub(super) gateway_s: f64,
}

/// What the app's own retries change: mean further attempts of one request, and what remains of each kind of failure.
pub(super) fn retried(fate: &Fate, retries: &Retries, backoff_s: f64) -> (Fate, f64) {
    let mut better = *fate;
    let broken = fate.fails[REFUSED] + fate.fails[ERROR];
    let failed = broken + (1.0 - all(&fate.fails)) * fate.late;
    if retries.tries <= 1 || failed <= 0.0 {
        return (better, 0.0);
    }
    let left = (1.0 - failed).max(1e-9);
    let mut more = 0.0;
    let mut power = failed;
    for _ in 1..retries.tries {
        more += power;
        power *= failed;
    }
    if let Some(budget) = retries.budget {
        more = f64::min(more, budget);
    }
    // Each further attempt succeeds with the chance of the first.
    let remains = ((failed - more * left) / failed).clamp(0.0, 1.0);
    better.fails[REFUSED] *= remains;
    better.fails[ERROR] *= remains;
    let late = (1.0 - all(&fate.fails)) * fate.late * remains;
    better.late = late / (1.0 - all(&better.fails)).max(1e-9);
    let late_share = (1.0 - all(&fate.fails)) * fate.late / failed;
    better.time_s += more * (backoff_s + late_share * fate.gateway_s);
    (better, more)
}

impl Part {
    /// Requests of a page by their programs' prospects, the app's own retries included.
    pub(super) fn of(
        requests: &[Request],
        region: usize,
        fates: &[Fate],
        retries: &Retries,
        backoff_s: f64,
    ) -> Self {
        let mut part = Self::default();
        let (mut fails, mut in_time) = ([0.0; 4], 1.0);
        for r in requests {
            let program = r.programs[region];
            let count = f64::from(r.count);
            let (fate, _) = retried(&fates[program], retries, backoff_s);
            part.requests += count;
            part.time_s = part.time_s.max(fate.time_s);
            let longer = fate.time_s - fates[program].time_s;
            part.time_before_s = part.time_before_s.max(fate.time_before_s + longer);
            part.gateway_s = part.gateway_s.max(fate.gateway_s);
            then(&mut fails, &repeated(&fate.fails, count));
            in_time *= libm::pow(1.0 - fate.late.clamp(0.0, 1.0), count);
        }
        for r in requests {
            let time = fates[r.programs[region]].time_s;
            part.under_way += f64::from(r.count) * (time / part.time_s.max(1e-9)).min(1.0);
        }
        let passed = 1.0 - all(&fails);
        part.answered = passed * in_time;
        part.late = passed - part.answered;
        part.refused = fails[REFUSED];
        part.errors = fails[ERROR];
        part.blocked = fails[BLOCKED];
        part.sold_out = fails[SOLD_OUT];
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_leave_the_power_of_the_risk() {
        let fate = Fate {
            fails: [0.2, 0.1, 0.0, 0.0],
            ..Fate::default()
        };
        let retries = Retries {
            tries: 3,
            ..Retries::NONE
        };
        let (better, more) = retried(&fate, &retries, 0.0);
        assert!((all(&better.fails) - 0.027).abs() < 1e-12);
        assert!((more - 0.39).abs() < 1e-12);
        let (budgeted, more) = retried(
            &fate,
            &Retries {
                budget: Some(0.1),
                ..retries
            },
            0.0,
        );
        assert!((more - 0.1).abs() < 1e-12);
        assert!((all(&budgeted.fails) - 0.23).abs() < 1e-12);
    }
}
