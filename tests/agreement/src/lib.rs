//! The same runs and forecasts, as a native program and as a WebAssembly module, so that their digests can be compared.
//!
//! `cargo xtask test --only agreement` builds both, runs the module in Node and compares line by line.

use onrush_network::{Faults, Network};
use onrush_observe::Digester;
use onrush_runner::Flow;
use onrush_scenario::Scenario;
use onrush_tests::random::random_network;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use wasm_bindgen::prelude::wasm_bindgen;

/// Random networks that are run besides the stories.
const NETWORKS: u64 = 100;
/// How many of them are forecast as well.
const FORECASTS: u64 = 40;

/// One line for each run and each forecast: its name and its digest.
#[must_use]
#[wasm_bindgen]
pub fn digests() -> String {
    let mut lines = Vec::new();
    for story in onrush_scenario::stories() {
        for seed in [1, u64::MAX] {
            lines.push(format!(
                "{} {seed}: {}",
                story.key,
                rehearse(story.file, seed)
            ));
        }
        let network = Scenario::read(story.file).and_then(|scenario| scenario.network());
        let digest = network.and_then(|network| forecast(&network));
        lines.push(line(&format!("forecast {}", story.key), digest));
    }
    let mut source = Xoshiro256PlusPlus::seed_from_u64(77);
    for seed in 0..NETWORKS {
        let network = random_network(&mut source);
        let digest = onrush_des::simulate(&network, seed).map(|seen| seen.digest().finish());
        lines.push(line(&format!("network {seed}"), digest));
        if seed < FORECASTS {
            lines.push(line(&format!("forecast {seed}"), forecast(&network)));
        }
    }
    lines.join("\n")
}

fn line(name: &str, digest: Result<String, Faults>) -> String {
    let digest = digest.unwrap_or_else(|faults| faults.to_string());
    format!("{name}: {digest}")
}

/// A forecast's digest: that of everything in it as Rust prints it for developers. So no field is forgotten, and the digits
/// printed of a number are those that tell it from every other, down to the last bit and the sign of a zero.
fn forecast(network: &Network) -> Result<String, Faults> {
    let forecast = onrush_fluid::forecast(network)?;
    let mut digest = Digester::new();
    digest.text(&format!("{forecast:?}"));
    Ok(digest.finish())
}

fn rehearse(file: &str, seed: u64) -> String {
    match Scenario::read(file) {
        Err(faults) => faults.to_string(),
        Ok(scenario) => match onrush_runner::rehearse(&scenario, seed, &mut |_| Flow::On) {
            Ok(rehearsal) => rehearsal.digest,
            Err(stopped) => format!("{stopped:?}"),
        },
    }
}
