//! `cargo xtask bench`: how fast the engine plays the shipped story, natively.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::Project;

const STORY: &str = "mole-app";
const ROUNDS: usize = 5;

/// One timed run.
struct Round {
    /// From the start of the process to its end.
    whole: Duration,
    /// What the engine itself reports, in seconds.
    engine: f64,
    events: f64,
}

/// Builds the command line tool in release mode and times it.
pub(crate) fn command(project: &Project) -> Outcome<()> {
    say("Building `onrush` (release)");
    process::run(process::cargo(&project.root).args([
        "build",
        "--release",
        "--package",
        "onrush-cli",
    ]))?;
    let program = project
        .target
        .join("release/onrush")
        .with_extension(std::env::consts::EXE_EXTENSION);
    say(format!("Running the story {STORY} {ROUNDS} times"));
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(time(Command::new(&program).args(["run", STORY, "--json"]))?);
    }
    // The fastest round is the one least disturbed by the rest of the machine.
    let best = rounds
        .iter()
        .min_by(|a, b| a.engine.total_cmp(&b.engine))
        .ok_or_else(|| Fault::new("no round was run"))?;
    for (number, round) in rounds.iter().enumerate() {
        println!(
            "round {}: engine {:.3} s, whole process {:.3} s",
            number + 1,
            round.engine,
            round.whole.as_secs_f64()
        );
    }
    println!(
        "best: {:.3} s for {} events, {:.1} million events a second",
        best.engine,
        best.events,
        best.events / best.engine / 1e6
    );
    Ok(())
}

fn time(command: &mut Command) -> Outcome<Round> {
    let started = Instant::now();
    let printed = process::output(command)?;
    let whole = started.elapsed();
    let result: serde_json::Value = serde_json::from_str(&printed)
        .explain(|| "`onrush run --json` printed something that is not JSON".to_owned())?;
    let number = |field: &str| {
        result[field]
            .as_f64()
            .ok_or_else(|| Fault::new(format!("`onrush run --json` printed no number `{field}`")))
    };
    Ok(Round {
        whole,
        engine: number("wall_s")?,
        events: number("events")?,
    })
}
