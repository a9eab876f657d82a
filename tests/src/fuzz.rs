//! Targets for fuzzing: each takes any bytes and panics when something is wrong.
//!
//! They are called by the seeded runs on stable Rust (`tests/fuzzing.rs`, `cargo xtask fuzz`) and by cargo-fuzz
//! (`tests/fuzz/fuzz_targets/`).

mod mutate;
mod reading;

use onrush_des::{Simulation, Status};
use onrush_lab::{Closed, LabFile, Plan, RateOver, Results, Step, Stopped, Time};
use onrush_network::{Faults, Network};
use onrush_observe::Observations;
use onrush_scenario::{CodeFault, Scenario};
use onrush_workshop::{Board, HandIn, Invitation, Workshop};
use rand::SeedableRng;

use crate::random::{Source, random_network};

pub use mutate::Mutator;
pub use reading::{code, log, message, migration, progress, table};

/// A target: any bytes; says whether they were input that could be run.
pub type Target = fn(&[u8]) -> bool;

/// All targets by name, as in `tests/fuzz/fuzz_targets/`.
pub const TARGETS: [(&str, Target); 11] = [
    ("code", code),
    ("lab", lab),
    ("link", link),
    ("log", log),
    ("message", message),
    ("migration", migration),
    ("network", network),
    ("progress", progress),
    ("scenario", scenario),
    ("table", table),
    ("workshop", workshop),
];

/// Most events that a run may take here.
const MOST_EVENTS: u64 = 300_000;

/// Lab files: whatever is read can be run, and its figures make sense.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn lab(bytes: &[u8]) -> bool {
    match LabFile::read_bytes(bytes) {
        Ok(file) => {
            if let Some(file) = small(file) {
                run_lab(&file);
            }
            true
        }
        Err(faults) => {
            lines(&faults);
            false
        }
    }
}

/// The file made so small that it takes no time, or none where that cannot be.
fn small(mut file: LabFile) -> Option<LabFile> {
    file.warm_up_s = file.warm_up_s.min(2.0);
    file.duration_s = file.duration_s.clamp(2.5, 10.0);
    let sources = file.arrivals.len().max(1) as f64;
    let most = 200.0 / sources;
    for arrivals in &mut file.arrivals {
        match &mut arrivals.rate {
            RateOver::Constant(per_s) => *per_s = per_s.min(most),
            RateOver::Points(points) => points.iter_mut().for_each(|p| p.1 = p.1.min(most)),
            RateOver::Sine {
                mean_per_s,
                amplitude_per_s,
                period_s,
            } => {
                *mean_per_s = mean_per_s.min(most);
                *amplitude_per_s = amplitude_per_s.min(*mean_per_s);
                *period_s = period_s.max(0.5);
            }
        }
    }
    if let Some(Closed {
        customers, think, ..
    }) = &mut file.closed
    {
        *customers = (*customers).min(20);
        if think.mean_s() < 0.05 {
            return None;
        }
    }
    for (_, class) in &mut file.classes {
        class.client.tries = class.client.tries.min(4);
        let mut steps = 0;
        shorten(&mut class.script, &mut steps);
    }
    Some(file)
}

fn shorten(script: &mut Vec<Step>, steps: &mut usize) {
    script.truncate(10_usize.saturating_sub(*steps));
    *steps += script.len();
    for step in script {
        step.times = step.times.min(2);
        shorten(&mut step.while_holding, steps);
    }
}

fn run_lab(file: &LabFile) {
    let plan = Plan {
        series_s: Some(5.0),
        threads: std::num::NonZeroUsize::new(1),
        ..Plan::default()
    };
    match onrush_lab::run(file, &plan) {
        Ok(results) => sensible(&results),
        Err(Stopped::Faults(faults)) => lines(&faults),
        Err(Stopped::TooMany { .. }) => panic!("so few cannot be too many"),
    }
}

fn sensible(results: &Results) {
    for (name, s) in &results.stations {
        let all = [
            s.arrived,
            s.served,
            s.refused,
            s.abandoned,
            s.mean_in_line,
            s.mean_in_station,
        ];
        assert!(
            all.iter().all(|x| x.is_finite() && *x >= 0.0),
            "{name}: {all:?}"
        );
        assert!(
            s.utilisation.is_none_or(|u| (0.0..=1.000_001).contains(&u)),
            "{name}: {:?}",
            s.utilisation
        );
        assert!(s.mean_in_station >= s.mean_in_line - 1e-9, "{name}");
        time(&s.wait_s);
        time(&s.response_s);
    }
    for (_, c) in &results.classes {
        time(&c.response_s);
    }
    let json: serde_json::Value =
        serde_json::from_str(&results.json()).unwrap_or_else(|e| panic!("{e}"));
    assert!(json.is_object());
}

fn time(t: &Time) {
    let quantiles = [t.p50, t.p90, t.p95, t.p99];
    assert!(
        quantiles.iter().all(|q| q.is_some() == t.mean.is_some()),
        "{t:?}"
    );
    assert!(quantiles.windows(2).all(|q| q[0] <= q[1]), "{t:?}");
    assert!(t.mean.is_none_or(|m| m.is_finite() && m >= 0.0), "{t:?}");
}

/// Scenario files: whatever is read is written and read again as the same, and its first seconds run with exact sums.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn scenario(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match Scenario::read(&text) {
        Ok(scenario) => {
            assert_eq!(Scenario::read(&scenario.write()).as_ref(), Ok(&scenario));
            let mut network = scenario.network().unwrap_or_else(|f| panic!("{f}"));
            // What comes after is the same work once more.
            network.horizon_s = network.horizon_s.min(600);
            sums(&run(&network, 1));
            true
        }
        Err(faults) => {
            lines(&faults);
            false
        }
    }
}

/// Codes of links: whatever is read is sound, and is written and read again as the same.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn link(bytes: &[u8]) -> bool {
    let code = String::from_utf8_lossy(bytes);
    match Scenario::from_code(code.trim_end()) {
        Ok(scenario) => {
            assert_eq!(scenario.check(), Ok(()));
            let again = scenario.code().map(|code| Scenario::from_code(&code));
            assert_eq!(again, Some(Ok(scenario)));
            true
        }
        Err(CodeFault::Faults(faults)) => {
            lines(&faults);
            false
        }
        Err(_) => false,
    }
}

/// Codes of workshops and what was changed in a plan: whatever is read is written and read again as the same, and every plan is sound.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn workshop(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    if text.starts_with('{') {
        let story = onrush_scenario::story("toy-shop").map(|story| Scenario::read(story.file));
        let Some(Ok(start)) = story else {
            panic!("a shipped story is sound")
        };
        return match onrush_workshop::rebuilt(&start, &text) {
            Ok(plan) => {
                assert_eq!(plan.check(), Ok(()));
                let changes = onrush_workshop::changes(&start, &plan);
                assert!(changes.is_some(), "what was read can be told again");
                true
            }
            Err(faults) => {
                lines(&faults);
                false
            }
        };
    }
    let mut read = 0;
    if let Ok(team) = Invitation::read(&text) {
        assert_eq!(Invitation::read(&team.code()), Ok(team));
        read += 1;
    }
    let codes = onrush_workshop::find(&text);
    assert!(codes.len() <= onrush_workshop::MOST_CODES);
    for code in codes.into_iter().filter_map(|(_, read)| read.ok()) {
        assert_eq!(HandIn::read(&code.code()), Ok(code));
        read += 1;
    }
    if let Some(Ok(workshop)) = Workshop::find(&text) {
        assert_eq!(workshop.check(), Ok(()));
        assert!(Board::new(&workshop, &text, "", "surprise").is_ok());
        read += 1;
    }
    read > 0
}

/// Networks: the bytes are the chance by which a network is drawn; it runs to its end with exact sums.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn network(bytes: &[u8]) -> bool {
    let mut seed = [0; 32];
    for (i, byte) in bytes.iter().enumerate() {
        seed[i % 32] ^= byte.rotate_left(u32::try_from(i / 32 % 8).unwrap_or(0));
    }
    let network = random_network(&mut Source::from_seed(seed));
    assert_eq!(network.check(), Ok(()));
    sums(&run(&network, u64::from(seed[0])));
    true
}

/// Runs to the end, or until it has taken enough.
fn run(network: &Network, seed: u64) -> Observations {
    let mut simulation = Simulation::new(network, seed).unwrap_or_else(|f| panic!("{f}"));
    while simulation.step(4096) == Status::Running && simulation.events() < MOST_EVENTS {}
    simulation.finish()
}

/// Everything that came has ended in exactly one way.
fn sums(seen: &Observations) {
    let l = &seen.ledger;
    assert_eq!(l.visits.missing(), 0, "visits");
    assert_eq!(l.machines.missing(), 0, "machines");
    assert_eq!(l.requests.missing(), 0, "requests");
    assert_eq!(l.calls.missing(), 0, "calls");
    assert_eq!(l.jobs.missing(), 0, "jobs");
    let by_stream: u64 = l.by_stream.iter().map(|t| t.arrived).sum();
    assert_eq!(
        by_stream,
        l.visits.arrived + l.machines.arrived,
        "streams add up"
    );
}

/// Faults are there, and each is one line.
fn lines(faults: &Faults) {
    assert!(!faults.0.is_empty());
    for fault in &faults.0 {
        assert!(
            !fault.path.is_empty() && !fault.allowed.is_empty(),
            "{fault:?}"
        );
    }
}
