//! Tests that span crates, and what they share.
//!
//! Three kinds of numeric tests, never mixed:
//!
//! * `theory/`: a simulated mean against a formula, inside the run's own confidence interval; and laws that hold in any network.
//! * `stories/`: exact results of the shipped stories for one seed; a change is reviewed and listed in the changelog.
//! * `forecast/`: the fluid against the mean of exact runs, within stated bounds.
//! * `agreement/`: the same bytes natively and in WebAssembly.
//!
//! And `mechanisms/`: small sites in trouble, in which one mechanism is visible in the figures, and its cure.

pub mod formula;
pub mod fuzz;
pub mod random;
pub mod stat;
pub mod watch;

/// The first second from which at least 95 % of a station's servers are busy for three seconds, as
/// `onrush_fluid::StationForecast::saturated_s` is defined; `None` when that never happens or it has endless servers.
#[must_use]
pub fn saturated(seen: &onrush_observe::Observations, station: usize) -> Option<u32> {
    let steps = (3_u32.div_ceil(seen.step_s) as usize).max(1);
    let full = |step: usize| {
        seen.stations[station]
            .utilisation(step)
            .is_some_and(|u| u >= 0.95)
    };
    let first = (0..(seen.steps() + 1).saturating_sub(steps))
        .find(|from| (*from..from + steps).all(full))?;
    u32::try_from(first).ok().map(|step| step * seen.step_s)
}
