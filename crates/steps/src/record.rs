//! A run that was recorded, and what keeps it honest.

use onrush_diagnose::Diagnosis;
use onrush_network::Network;
use onrush_observe::Observations;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Figures, Wanted, forecast};

/// A recorded run: what was tried, on which plan, and what it showed.
///
/// Records are made by [`Record::of_run`] from what was observed, and by [`Record::of_forecast`] from the plan; nothing else makes
/// one. A record that was changed afterwards, in a file say, no longer matches its [`Record::seal`] and is not read. Who forges the
/// seal as well is found out by running it again: the same plan, seed and engine give the same digest and the same figures
/// (`onrush check --verify`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What was tried, and with which seed.
    pub wanted: Wanted,
    /// [`Scenario::fingerprint`] of the plan that it was tried on.
    pub plan: String,
    /// [`crate::Trial::key`]: what of that plan could change the result.
    pub key: String,
    /// Version of the engine.
    pub engine: String,
    /// The run's digest: names everything that was observed. Of a forecast, its key.
    pub digest: String,
    /// The day on which it was recorded, as `2026-11-23`, where somebody knew.
    pub on: Option<String>,
    /// What it showed.
    pub figures: Figures,
    /// A check sum over all of the above.
    pub seal: String,
}

/// A run, with all that is needed to read it.
#[derive(Debug, Clone, Copy)]
pub struct Ran<'a> {
    /// The plan as it was run ([`crate::Trial::plan`]); of one too large, the part that was simulated.
    pub plan: &'a Scenario,
    /// What that was lowered to.
    pub network: &'a Network,
    /// What was observed.
    pub seen: &'a Observations,
    /// What it means.
    pub diagnosis: &'a Diagnosis,
    /// Seconds of the plan that were simulated, where it was too large for all of it.
    pub excerpt: Option<(u32, u32)>,
    /// Version of the engine.
    pub engine: &'a str,
    /// The run's digest.
    pub digest: &'a str,
}

impl Record {
    /// The record of a run that was `wanted` of `base`.
    #[must_use]
    pub fn of_run(base: &Scenario, wanted: Wanted, ran: Ran<'_>) -> Self {
        let figures = Figures::of_run(
            wanted.trial,
            ran.plan,
            ran.network,
            ran.seen,
            ran.diagnosis,
            ran.excerpt,
        );
        Self::sealed(base, wanted, ran.engine, ran.digest.to_owned(), figures)
    }

    /// The record of a look at the forecast.
    #[must_use]
    pub fn of_forecast(base: &Scenario, wanted: Wanted, engine: &str) -> Self {
        let seen = forecast(base);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates; visits are not negative"
        )]
        let figures = Figures {
            arrived: seen.visits.round() as u64,
            peak_per_s: seen.peak_per_s,
            peak_at_s: seen.peak_at_s,
            ..Figures::default()
        };
        let key = wanted.trial.key(base);
        Self::sealed(base, wanted, engine, key, figures)
    }

    pub(crate) fn sealed(
        base: &Scenario,
        wanted: Wanted,
        engine: &str,
        digest: String,
        figures: Figures,
    ) -> Self {
        let mut record = Self {
            wanted,
            plan: base.fingerprint(),
            key: wanted.trial.key(base),
            engine: engine.to_owned(),
            digest,
            on: None,
            figures,
            seal: String::new(),
        };
        record.seal = record.sum();
        record
    }

    /// The same, with the day on which it was recorded.
    #[must_use]
    pub fn dated(mut self, on: Option<String>) -> Self {
        self.on = on;
        self.seal = self.sum();
        self
    }

    /// Whether nothing was changed since it was recorded.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.seal == self.sum()
    }

    /// Whether running it again gave the same.
    #[must_use]
    pub fn is_same_run(&self, again: &Self) -> bool {
        let same = |a: &Self, b: &Self| {
            a.wanted == b.wanted && a.key == b.key && a.digest == b.digest && a.figures == b.figures
        };
        same(self, again)
    }

    fn sum(&self) -> String {
        let bare = Self {
            seal: String::new(),
            ..self.clone()
        };
        let hash = Sha256::digest(onrush_json::write(&bare));
        let first = hash
            .iter()
            .take(8)
            .fold(0_u64, |number, &byte| (number << 8) | u64::from(byte));
        format!("{first:016x}")
    }
}
