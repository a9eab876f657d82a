//! One rehearsal, from scenario to diagnosis.

use std::borrow::Cow;

use onrush_diagnose::{Diagnosis, diagnose};
use onrush_network::{Fault, Faults, Network};
use onrush_observe::Observations;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::Excerpt;
use crate::engines::{Engine, Fast, Light};
use crate::excerpt;

/// Events in one portion: browsers compile a function well only after it was entered several times, and a portion of this
/// size takes well under a millisecond.
const PORTION: u64 = 4096;
/// Portions between two reports of progress.
const PORTIONS_A_REPORT: u32 = 16;
/// Most events of one rehearsal. Reloads can multiply what a plan expects beforehand, so the simulation itself is watched too;
/// this many take one to two minutes.
const MOST_EVENTS: u64 = 600_000_000;
/// Most visits and requests in the system at once; this many take about half a gigabyte.
const MOST_PRESENT: u64 = 4_000_000;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Seconds simulated so far.
    pub second: u32,
    /// Seconds to simulate: the length of the plan, or what an excerpt takes with its run-in.
    pub horizon_s: u32,
    /// The second of the plan that is being simulated.
    pub at_s: u32,
    /// Events so far.
    pub events: u64,
    /// Events that the whole run takes on average if nothing goes wrong ([`Budget::events`]).
    pub expected_events: u64,
}

/// How large a run will be, known before it starts: averages if nothing goes wrong. Reloads and retries come on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Visits.
    pub visits: u64,
    /// Requests.
    pub requests: u64,
    /// Events to be simulated, at most: every cache missed, every delay an event.
    pub events: u64,
    /// Events at which a run is ended, should trouble multiply them.
    pub most_events: u64,
}

impl Budget {
    /// That of a checked network.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates; averages are not negative"
    )]
    fn of(network: &Network) -> Self {
        Self {
            visits: network.expected_visits() as u64,
            requests: network.expected_requests() as u64,
            events: network.expected_events() as u64,
            most_events: MOST_EVENTS,
        }
    }
}

/// How large the rehearsal of `scenario` will be.
///
/// # Errors
/// The scenario's faults, its being too large among them.
pub fn budget(scenario: &Scenario) -> Result<Budget, Faults> {
    scenario.network().map(|network| Budget::of(&network))
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
    /// Set where the plan was too large to be simulated as a whole: observations and diagnosis are then of this part of it.
    pub excerpt: Option<Box<Excerpt>>,
}

impl Rehearsal {
    /// The plan as far as it was rehearsed: the whole, or the part on its own clock.
    #[must_use]
    pub fn rehearsed<'a>(&self, scenario: &'a Scenario) -> Cow<'a, Scenario> {
        match &self.excerpt {
            None => Cow::Borrowed(scenario),
            Some(excerpt) => Cow::Owned(excerpt.scenario(scenario)),
        }
    }
}

/// Runs `scenario` with `seed`, calling `watch` every few milliseconds. Of a plan that is too large for that, the worst minutes:
/// [`Excerpt`].
///
/// # Errors
/// [`Stopped::Faults`] when the scenario is not sound or too large, [`Stopped::Cancelled`] when `watch` said
/// [`Flow::Stop`].
pub fn rehearse(
    scenario: &Scenario,
    seed: u64,
    watch: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Rehearsal, Stopped> {
    let network = scenario.network().map_err(Stopped::Faults)?;
    if !excerpt::too_large(&network) {
        let observations = observe::<Fast>(&network, seed, watch)?;
        return Ok(Rehearsal::new(scenario, &network, seed, observations));
    }
    let cut = excerpt::cut(scenario, &network).map_err(Stopped::Faults)?;
    let expected_events = Budget::of(&cut.before).events + Budget::of(&cut.whole).events;
    let mut events = 0;
    let before = observe::<Fast>(&cut.before, seed, &mut |progress| {
        events = progress.events;
        watch(Progress {
            expected_events,
            ..cut.progress(progress, 0)
        })
    })?;
    let observations = observe::<Fast>(&cut.whole, seed, &mut |progress| {
        watch(Progress {
            events: events + progress.events,
            expected_events,
            ..cut.progress(progress, cut.excerpt.run_in_s)
        })
    })?;
    let observations = observations.since(&before);
    let part = cut.excerpt.scenario(scenario);
    Ok(Rehearsal {
        excerpt: Some(Box::new(cut.excerpt)),
        ..Rehearsal::new(&part, &cut.whole, seed, observations)
    })
}

/// What came out of a plan that was played as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// What was observed.
    pub observations: Observations,
    /// What it means.
    pub diagnosis: Diagnosis,
}

/// [`rehearse`] for whoever has no room for more: without excerpts of what is too large, and so without a forecast. Of a plan that has just
/// been read, with its network ([`Scenario::read_to_play`]).
///
/// # Errors
/// Those of [`rehearse`]; a plan too large to be played as a whole is one of them.
pub fn rehearse_whole(
    scenario: &Scenario,
    network: &Network,
    seed: u64,
    watch: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Whole, Stopped> {
    if excerpt::too_large(network) {
        let fault = Fault::new(
            "activities",
            format!("{} requests expected", Budget::of(network).requests),
            format!(
                "a crowd of at most {} requests, to be played here",
                onrush_network::LIMITS.expected_requests
            ),
        );
        return Err(Stopped::Faults(Faults(vec![fault])));
    }
    let observations = observe::<Light>(network, seed, watch)?;
    let diagnosis = diagnose(scenario, network, &observations);
    Ok(Whole {
        observations,
        diagnosis,
    })
}

impl Rehearsal {
    /// The same as a rehearsal. Its digest is left empty: nobody has computed one.
    #[must_use]
    pub fn of_whole(seed: u64, whole: Whole) -> Self {
        Self {
            seed,
            engine: crate::ENGINE.to_owned(),
            digest: String::new(),
            observations: whole.observations,
            diagnosis: whole.diagnosis,
            excerpt: None,
        }
    }

    fn new(scenario: &Scenario, network: &Network, seed: u64, observations: Observations) -> Self {
        // Before the diagnosis, whose code a browser would be busy compiling meanwhile.
        let mut digest = observations.digest();
        let diagnosis = diagnose(scenario, network, &observations);
        diagnosis.digest(&mut digest);
        Self {
            seed,
            engine: crate::ENGINE.to_owned(),
            digest: digest.finish(),
            observations,
            diagnosis,
            excerpt: None,
        }
    }
}

/// Simulates a network in portions.
fn observe<E: Engine>(
    network: &Network,
    seed: u64,
    watch: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Observations, Stopped> {
    let mut simulation = E::begin(network, seed).map_err(Stopped::Faults)?;
    let expected_events = Budget::of(network).events;
    let mut portions = 0;
    while simulation.goes_on(PORTION) {
        portions += 1;
        if portions % PORTIONS_A_REPORT != 0 {
            continue;
        }
        let progress = Progress {
            second: simulation.reached(),
            at_s: simulation.reached(),
            horizon_s: network.horizon_s,
            events: simulation.so_far(),
            expected_events,
        };
        if watch(progress) == Flow::Stop {
            return Err(Stopped::Cancelled);
        }
        within_reach(simulation.so_far(), simulation.inside()).map_err(Stopped::Faults)?;
    }
    Ok(simulation.seen())
}

/// Ends a run that has grown past what can be simulated exactly.
fn within_reach(events: u64, present: u64) -> Result<(), Faults> {
    let mut faults = Faults::default();
    faults.require(events <= MOST_EVENTS, || {
        Fault::new(
            "journey.behaviour",
            format!("a crowd that reloads so often that it takes more than {MOST_EVENTS} steps"),
            format!("one that takes at most {MOST_EVENTS} steps to simulate exactly"),
        )
    });
    faults.require(present <= MOST_PRESENT, || {
        Fault::new(
            "activities",
            format!("a crowd of which more than {MOST_PRESENT} visits and requests wait at once"),
            format!("one of which at most {MOST_PRESENT} wait at once"),
        )
    });
    faults.or(())
}

#[cfg(test)]
mod tests {
    use onrush_network::{Dist, Journey, Program, Rate, Servers, Station, Step, Stream};

    use super::*;

    #[test]
    fn the_light_way_comes_to_the_same() {
        let story = onrush_scenario::story("museum-tickets").expect("a shipped story");
        let scenario = Scenario::read(story.file).expect("sound");
        let network = scenario.network().expect("sound");
        let whole = rehearse_whole(&scenario, &network, 3, &mut |_| Flow::On).expect("it runs");
        let full = rehearse(&scenario, 3, &mut |_| Flow::On).expect("it runs");
        let light = Rehearsal::of_whole(3, whole);
        assert_eq!(light.observations, full.observations);
        assert_eq!(light.diagnosis, full.diagnosis);
        assert_eq!((light.seed, light.engine), (full.seed, full.engine));
    }

    #[test]
    fn what_is_too_large_is_refused_on_the_light_way() {
        let mut scenario = story();
        for activity in &mut scenario.activities {
            activity.people *= 100.0;
        }
        let network = scenario.network().expect("sound");
        let refused = rehearse_whole(&scenario, &network, 1, &mut |_| Flow::On);
        let Err(Stopped::Faults(faults)) = refused else {
            panic!("it was played")
        };
        assert_eq!(faults.0[0].path, "activities");
    }

    fn story() -> Scenario {
        let story = onrush_scenario::story("mole-app").expect("a shipped story");
        Scenario::read(story.file).expect("shipped stories are sound")
    }

    #[test]
    fn a_run_can_be_stopped_at_any_report() {
        let mut reports = 0;
        let result = rehearse(&story(), 1, &mut |_| {
            reports += 1;
            if reports == 3 { Flow::Stop } else { Flow::On }
        });
        assert_eq!(result, Err(Stopped::Cancelled));
        assert_eq!(reports, 3);
    }

    #[test]
    fn progress_goes_forward_and_never_past_the_end() {
        let mut last = 0;
        let done = rehearse(&story(), 1, &mut |p| {
            assert!(p.second >= last && p.second <= p.horizon_s);
            last = p.second;
            Flow::On
        });
        assert!(done.is_ok() && last > 0);
    }

    #[test]
    fn a_crowd_that_would_fill_the_memory_is_stopped_on_the_way() {
        let network = Network {
            horizon_s: 10,
            stations: vec![Station {
                servers: Servers::Finite(1),
                ..Station::new("web", Dist::constant(1.0))
            }],
            programs: vec![Program::new("page", vec![Step::at(0)])],
            journeys: vec![Journey::single_request("visit", 0)],
            streams: vec![Stream::visits("all", Rate::constant(1e6, 10.0), 0, 0)],
            ..Network::default()
        };
        let Err(Stopped::Faults(faults)) = observe::<Fast>(&network, 1, &mut |_| Flow::On) else {
            panic!("it ran")
        };
        assert!(faults.to_string().contains("wait at once"), "{faults}");
    }

    #[test]
    fn a_crowd_that_reloads_without_end_is_stopped_on_the_way() {
        assert_eq!(within_reach(MOST_EVENTS, MOST_PRESENT), Ok(()));
        assert!(within_reach(MOST_EVENTS + 1, 0).is_err());
        assert!(within_reach(0, MOST_PRESENT + 1).is_err());
    }
}
