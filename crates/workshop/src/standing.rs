//! One rehearsal in the figures by which teams are compared.

use onrush_diagnose::{Diagnosis, Verdict};
use onrush_observe::Observations;
use serde::Serialize;

/// What one rehearsal gave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Name and version of the engine.
    pub engine: String,
    /// What names the result.
    pub digest: String,
    /// The answer in one word.
    pub verdict: Verdict,
    /// The second in which it broke.
    pub break_s: Option<u32>,
    /// Visits of people that came.
    pub arrived: u64,
    /// Visits that got what they came for, and no page was slow.
    pub served_well: u64,
    /// Visits that got what they came for, but waited for it.
    pub served_slowly: u64,
    /// Visits that were lost, or stuck at the end.
    pub lost: u64,
    /// 95th percentile of page times, in seconds; `None` when no page loaded.
    pub page_p95_s: Option<f64>,
    /// Value of the goals reached, in the plan's currency.
    pub won: f64,
    /// What campaign and site cost, in the plan's currency.
    pub cost: f64,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            engine: String::new(),
            digest: String::new(),
            verdict: Verdict::Holds,
            break_s: None,
            arrived: 0,
            served_well: 0,
            served_slowly: 0,
            lost: 0,
            page_p95_s: None,
            won: 0.0,
            cost: 0.0,
        }
    }
}

impl Standing {
    /// That of a rehearsal.
    #[must_use]
    pub fn of(engine: &str, digest: &str, seen: &Observations, diagnosis: &Diagnosis) -> Self {
        let ledger = &seen.ledger;
        let slowly = ledger.served_slowly.min(ledger.served());
        Self {
            engine: engine.to_owned(),
            digest: digest.to_owned(),
            verdict: diagnosis.verdict,
            break_s: diagnosis.first_break_s,
            arrived: ledger.visits.arrived,
            served_well: ledger.served() - slowly,
            served_slowly: slowly,
            lost: ledger.lost() + ledger.stuck,
            page_p95_s: seen.page_times.quantile_s(0.95),
            won: diagnosis.money.won,
            cost: diagnosis.money.cost(),
        }
    }

    /// Won, less what it cost.
    #[must_use]
    pub fn left_over(&self) -> f64 {
        self.won - self.cost
    }

    /// The first 64 bits of the digest.
    pub(crate) fn mark(&self) -> u64 {
        let digits = self.digest.get(..16).unwrap_or_default();
        u64::from_str_radix(digits, 16).unwrap_or(0)
    }

    /// The verdict as a number.
    pub(crate) const fn verdict_number(&self) -> u8 {
        match self.verdict {
            Verdict::Holds => 0,
            Verdict::HoldsSlowly => 1,
            Verdict::Breaks => 2,
        }
    }
}
