//! `cargo xtask fuzz`: seeded changes of the corpus on any compiler; guided by coverage where cargo-fuzz can run.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::fault::Outcome;
use crate::process::{self, say};
use crate::project::{Project, make_folder};

/// The targets, as in `tests/fuzz/fuzz_targets/`.
const TARGETS: [&str; 11] = [
    "code",
    "lab",
    "link",
    "log",
    "message",
    "migration",
    "network",
    "progress",
    "scenario",
    "table",
    "workshop",
];

/// Runs all targets for about `seconds` in all.
pub(crate) fn command(project: &Project, seconds: u32, seed: Option<u64>) -> Outcome<()> {
    let guided = missing();
    let seeded_s = if guided.is_none() {
        seconds / 2
    } else {
        seconds
    };
    let clock = || {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(1, |t| t.as_secs())
    };
    let seed = seed.unwrap_or_else(clock);
    say(format!("Seeded changes for {seeded_s} s, seed {seed}"));
    process::run(
        process::cargo(&project.root)
            .args(["test", "--package", "onrush-tests", "--test", "fuzzing"])
            .args(["--", "--ignored", "--exact", "for_a_while", "--nocapture"])
            .env("ONRUSH_FUZZ_SECONDS", seeded_s.to_string())
            .env("ONRUSH_FUZZ_SEED", seed.to_string()),
    )?;
    match guided {
        Some(missing) => {
            say(format!("Not guided by coverage: {missing}"));
            Ok(())
        }
        None => guided_by_coverage(project, seconds - seeded_s),
    }
}

/// What cargo-fuzz lacks on this machine, if anything.
fn missing() -> Option<&'static str> {
    let answers = |arguments: &[&str]| {
        process::find_program(&[arguments[0]]).is_some()
            && Command::new(arguments[0])
                .args(&arguments[1..])
                .output()
                .is_ok_and(|o| o.status.success())
    };
    if !answers(&["rustup", "run", "nightly", "rustc", "--version"]) {
        Some("there is no nightly compiler (rustup toolchain install nightly)")
    } else if !answers(&["cargo", "fuzz", "--version"]) {
        Some("there is no cargo-fuzz (cargo install cargo-fuzz)")
    } else {
        None
    }
}

fn guided_by_coverage(project: &Project, seconds: u32) -> Outcome<()> {
    let folder = project.root.join("tests/fuzz");
    let seeds = folder.join("target/seeds");
    process::run(
        process::cargo(&project.root)
            .args(["test", "--package", "onrush-tests", "--test", "fuzzing"])
            .args(["--", "--ignored", "--exact", "seeds_for_cargo_fuzz"])
            .env("ONRUSH_FUZZ_SEEDS", &seeds),
    )?;
    let targets = u32::try_from(TARGETS.len()).unwrap_or(u32::MAX);
    let each_s = (seconds / targets).max(1);
    for target in TARGETS {
        // What is found goes into the first folder; the others are only read.
        let corpus = folder.join("corpus").join(target);
        make_folder(&corpus)?;
        say(format!("cargo-fuzz: {target} for {each_s} s"));
        process::run(
            Command::new("cargo")
                .current_dir(&project.root)
                .args(["+nightly", "fuzz", "run", "--fuzz-dir", "tests/fuzz"])
                .arg(target)
                .args([corpus, seeds.join(target)])
                .args([
                    "--",
                    &format!("-max_total_time={each_s}"),
                    "-max_len=65536",
                    "-timeout=30",
                    "-print_final_stats=1",
                ]),
        )?;
    }
    Ok(())
}
