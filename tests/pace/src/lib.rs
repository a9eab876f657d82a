//! The same work, as a native program and as a WebAssembly module, to be timed against each other.
//!
//! `cargo xtask bench` builds both. Whoever calls [`Piece::play`] holds the watch: WebAssembly has none of its own.

use onrush_network::{Client, Dist, Network, Program, Rate, Servers, Station, Step, Stream};
use onrush_runner::Flow;
use onrush_scenario::Scenario;
use wasm_bindgen::prelude::wasm_bindgen;

/// Length of the web model, in seconds.
const SECONDS: u32 = 60;

/// Something to be timed, with everything done that is not part of it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Piece(Option<Work>);

/// What a piece does, and what it counts.
#[derive(Debug)]
enum Work {
    /// The exact simulation of a story's file, from its text on: events.
    Story(&'static str),
    /// The exact simulation of a network: events.
    Exact(Network),
    /// From a scenario to the checked network: stations.
    Lowering(Box<Scenario>),
    /// The forecast of a network: steps.
    Forecast(Network),
}

#[wasm_bindgen]
impl Piece {
    /// What is called `name`: `web-model`, a shipped story by its key, its `KEY/lowering` or its `KEY/forecast`. A name of
    /// nothing makes a piece that does nothing.
    #[must_use]
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Self {
        Self(Work::new(name))
    }

    /// Does it once and returns what it counts; zero when there is no such thing or it cannot be done.
    #[must_use]
    pub fn play(&self, seed: u32) -> f64 {
        let count = self.0.as_ref().and_then(|work| work.play(u64::from(seed)));
        count.unwrap_or(0) as f64
    }
}

impl Work {
    fn new(name: &str) -> Option<Self> {
        if name == "web-model" {
            return Some(Self::Exact(web_model()));
        }
        let (key, part) = name.split_once('/').unwrap_or((name, ""));
        let file = onrush_scenario::story(key)?.file;
        let scenario = || Scenario::read(file).ok();
        match part {
            "" => Some(Self::Story(file)),
            "lowering" => Some(Self::Lowering(Box::new(scenario()?))),
            "forecast" => Some(Self::Forecast(scenario()?.network().ok()?)),
            _ => None,
        }
    }

    fn play(&self, seed: u64) -> Option<u64> {
        match self {
            Self::Story(file) => {
                let scenario = Scenario::read(file).ok()?;
                let rehearsal = onrush_runner::rehearse(&scenario, seed, &mut |_| Flow::On).ok()?;
                Some(rehearsal.observations.events)
            }
            Self::Exact(network) => Some(onrush_des::simulate(network, seed).ok()?.events),
            Self::Lowering(scenario) => Some(scenario.network().ok()?.stations.len() as u64),
            Self::Forecast(network) => {
                Some(onrush_fluid::forecast(network).ok()?.steps.len() as u64)
            }
        }
    }
}

/// The network of `tests/bench/models/web.json`: 4,000 requests a second for the edge, 1,000 for the web servers and then
/// the database, which nobody holds for anybody else. The requests come by themselves, as in the file: nobody visits.
fn web_model() -> Network {
    let station = |id: &str, servers, mean_s| Station {
        servers,
        ..Station::new(id, Dist::exponential(mean_s))
    };
    let stream = |id: &str, per_s, client| {
        Stream::requests(id, Rate::constant(per_s, f64::from(SECONDS)), client)
    };
    Network {
        horizon_s: SECONDS,
        stations: vec![
            station("edge", Servers::Infinite, 0.005),
            station("web", Servers::Finite(64), 0.040),
            station("database", Servers::Finite(32), 0.008),
        ],
        programs: vec![
            Program::new("file", vec![Step::at(0)]),
            Program::new("page", vec![Step::at(1), Step::at(2)]),
        ],
        clients: vec![Client::new("file", 0), Client::new("page", 1)],
        streams: vec![stream("files", 4000.0, 0), stream("pages", 1000.0, 1)],
        ..Network::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn play(name: &str) -> f64 {
        Piece::new(name).play(1)
    }

    #[test]
    fn what_is_timed_runs() {
        // Arrivals and services of about 300,000 requests, whatever else counts as an event or is left out as one.
        assert!(play("web-model") > 300_000.0);
        assert!(play("mole-app") > 0.0);
        for story in onrush_scenario::stories() {
            assert!(play(&format!("{}/lowering", story.key)) >= 2.0);
            assert!(play(&format!("{}/forecast", story.key)) > 50.0);
        }
    }

    #[test]
    fn the_web_model_sends_bare_requests() {
        let ours = onrush_des::simulate(&web_model(), 1).expect("a good network");
        let l = &ours.ledger;
        assert_eq!(l.visits.arrived, 0);
        // 300,000 are expected; six standard deviations are exceeded twice in a thousand million runs.
        let six = 6.0 * 300_000_f64.sqrt();
        assert!((l.calls.arrived as f64 - 300_000.0).abs() < six);
    }

    #[test]
    fn what_does_not_exist_is_not_timed() {
        assert!(play("no-such-story") < 1.0);
        assert!(play("mole-app/no-such-part") < 1.0);
    }
}
