//! The same runs, as a native program and as a WebAssembly module, to be timed against each other.
//!
//! `cargo xtask bench` builds both. Whoever calls [`play`] holds the watch: WebAssembly has none of its own.

use onrush_network::{Dist, Journey, Network, Program, Rate, Servers, Station, Step, Stream};
use onrush_runner::Flow;
use onrush_scenario::Scenario;
use wasm_bindgen::prelude::wasm_bindgen;

/// Length of the web model, in seconds.
const SECONDS: u32 = 60;

/// Plays `what` once, a shipped story by its key or `web-model`, and returns the number of events; zero when there is no
/// such thing or it cannot be run.
#[must_use]
#[wasm_bindgen]
pub fn play(what: &str, seed: u32) -> f64 {
    let seed = u64::from(seed);
    let events = if what == "web-model" {
        onrush_des::simulate(&web_model(), seed)
            .ok()
            .map(|seen| seen.events)
    } else {
        rehearse(what, seed)
    };
    events.unwrap_or(0) as f64
}

fn rehearse(story: &str, seed: u64) -> Option<u64> {
    let scenario = Scenario::read(onrush_scenario::story(story)?.file).ok()?;
    let rehearsal = onrush_runner::rehearse(&scenario, seed, &mut |_| Flow::On).ok()?;
    Some(rehearsal.observations.events)
}

/// The network of `tests/bench/models/web.json`: 4,000 requests a second for the edge, 1,000 for the web servers and then
/// the database, which nobody holds for anybody else.
fn web_model() -> Network {
    let station = |id: &str, servers, mean_s| Station {
        servers,
        ..Station::new(id, Dist::exponential(mean_s))
    };
    let stream = |id: &str, per_s, journey| {
        Stream::visits(id, Rate::constant(per_s, f64::from(SECONDS)), journey, 0)
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
        journeys: vec![
            Journey::single_request("file", 0),
            Journey::single_request("page", 1),
        ],
        streams: vec![stream("files", 4000.0, 0), stream("pages", 1000.0, 1)],
        ..Network::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_timed_runs() {
        // At least an arrival and an answer for each of about 300,000 requests, whatever else counts as an event.
        assert!(play("web-model", 1) > 500_000.0);
        assert!(play("mole-app", 1) > 0.0);
    }

    #[test]
    fn what_does_not_exist_is_not_timed() {
        assert!(play("no-such-story", 1) < 1.0);
    }
}
