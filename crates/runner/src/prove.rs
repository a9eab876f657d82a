//! Runs what a task of the eight steps wants.

use onrush_scenario::Scenario;
use onrush_steps::{Ran, Record, Wanted};

use crate::{ENGINE, Flow, Progress, Stopped, rehearse};

/// Runs `wanted` of the plan `base` and records what it showed.
///
/// # Errors
/// [`Stopped::Faults`] where the plan cannot be run so, [`Stopped::Cancelled`] when `watch` said [`Flow::Stop`].
pub fn prove(
    base: &Scenario,
    wanted: Wanted,
    watch: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Record, Stopped> {
    if !wanted.trial.is_run() {
        return Ok(Record::of_forecast(base, wanted, ENGINE));
    }
    let plan = wanted.trial.plan(base).map_err(Stopped::Faults)?;
    let done = rehearse(&plan, wanted.seed, watch)?;
    let part = done.rehearsed(&plan);
    let network = part.network().map_err(Stopped::Faults)?;
    Ok(Record::of_run(
        base,
        wanted,
        Ran {
            plan: &part,
            network: &network,
            seen: &done.observations,
            diagnosis: &done.diagnosis,
            excerpt: done.excerpt.as_ref().map(|e| (e.from_s, e.until_s)),
            engine: &done.engine,
            digest: &done.digest,
        },
    ))
}
