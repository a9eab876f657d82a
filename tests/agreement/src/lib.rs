//! The same runs, as a native program and as a WebAssembly module, so that their digests can be compared.
//!
//! `cargo xtask test --only agreement` builds both, runs the module in Node and compares line by line.

use onrush_runner::Flow;
use onrush_scenario::Scenario;
use onrush_tests::random::random_network;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use wasm_bindgen::prelude::wasm_bindgen;

/// Random networks that are run besides the stories.
const NETWORKS: u64 = 100;

/// One line for each run: its name and its digest.
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
    }
    let mut source = Xoshiro256PlusPlus::seed_from_u64(77);
    for seed in 0..NETWORKS {
        let digest = match onrush_des::simulate(&random_network(&mut source), seed) {
            Ok(seen) => seen.digest().finish(),
            Err(faults) => faults.to_string(),
        };
        lines.push(format!("network {seed}: {digest}"));
    }
    lines.join("\n")
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
