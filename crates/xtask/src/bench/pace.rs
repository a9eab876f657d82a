//! The same runs natively and in WebAssembly under Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::peers;
use super::stats::Summary;
use super::subject::{json, number};
use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::{Project, make_folder};
use crate::{node, wasm};

const PACKAGE: &str = "onrush-pace";

/// What is played, and what the report calls it.
const PLAYED: [(&str, &str); 2] = [
    ("mole-app", "the mole app"),
    ("web-model", "the web model, 60 s"),
];

/// Runs in one process: the first, and three more.
const RUNS: usize = 4;

/// WebAssembly against native code.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pace {
    pub(crate) what: &'static str,
    /// Seconds of a native run.
    pub(crate) native_s: Summary,
    /// Seconds of the first run in WebAssembly.
    pub(crate) first_s: Summary,
    /// The first run, divided by a native one of the same round.
    pub(crate) first: Summary,
    /// Later runs of the same process, divided likewise.
    pub(crate) warm: Summary,
}

/// The two programs.
pub(crate) struct Programs {
    native: PathBuf,
    module: PathBuf,
    script: PathBuf,
}

/// Times the exact engine in both programs in turns.
pub(crate) fn measure(programs: &Programs, rounds: usize) -> Outcome<Vec<Pace>> {
    PLAYED
        .iter()
        .map(|&(key, what)| {
            say(format!("Natively and in WebAssembly: {what}"));
            programs.compare(key, what, rounds)
        })
        .collect()
}

/// Builds both programs.
pub(crate) fn build(project: &Project) -> Outcome<Programs> {
    node::check_version()?;
    let folder = peers::workbench(project).join("pace");
    make_folder(&folder)?;
    let module = wasm::for_node(project, PACKAGE, &folder)?;
    wasm::optimise_in_place(project, &folder.join("onrush_pace_bg.wasm"), &folder)?;
    process::run(process::cargo(&project.root).args([
        "build",
        "--release",
        "--quiet",
        "--package",
        PACKAGE,
    ]))?;
    Ok(Programs {
        native: project
            .target
            .join("release")
            .join(PACKAGE)
            .with_extension(std::env::consts::EXE_EXTENSION),
        module,
        script: project.root.join("tests/pace/run.mjs"),
    })
}

impl Programs {
    /// Seconds of so many runs of one piece of work in a process of its own: natively, and in WebAssembly. Both must count the
    /// same.
    pub(crate) fn time(
        &self,
        key: &str,
        runs: usize,
        seed: usize,
    ) -> Outcome<(Vec<f64>, Vec<f64>)> {
        let words = [key.to_owned(), runs.to_string(), seed.to_string()];
        let native = read(&json(Command::new(&self.native).args(&words))?, runs)?;
        let wasm = json(
            Command::new("node")
                .args([&self.script, &self.module].map(Path::new))
                .args(&words),
        )?;
        let wasm = read(&wasm, runs)?;
        if native.0 < 1.0 || (native.0 - wasm.0).abs() > 0.5 {
            return Err(Fault::new(format!(
                "{key} counts {} natively, {} in WebAssembly",
                native.0, wasm.0
            )));
        }
        Ok((native.1, wasm.1))
    }

    fn compare(&self, key: &str, what: &'static str, rounds: usize) -> Outcome<Pace> {
        let mut native_s = Vec::new();
        let mut first_s = Vec::new();
        let mut first = Vec::new();
        let mut warm = Vec::new();
        for round in 1..=rounds {
            let (native, wasm) = self.time(key, RUNS, round)?;
            let one = summary(&native)?.median;
            native_s.push(one);
            first_s.push(wasm[0]);
            first.push(wasm[0] / one);
            warm.push(summary(&wasm[1..])?.median / one);
        }
        Ok(Pace {
            what,
            native_s: summary(&native_s)?,
            first_s: summary(&first_s)?,
            first: summary(&first)?,
            warm: summary(&warm)?,
        })
    }
}

pub(crate) fn summary(values: &[f64]) -> Outcome<Summary> {
    Summary::of(values).ok_or_else(|| Fault::new("no run was made"))
}

/// What was counted, and the seconds of each of so many runs.
fn read(printed: &Value, runs: usize) -> Outcome<(f64, Vec<f64>)> {
    let seconds: Vec<f64> = serde_json::from_value(printed["seconds"].clone())
        .explain(|| "the timed program printed no list of seconds".to_owned())?;
    if seconds.len() == runs {
        Ok((number(printed, "/count")?, seconds))
    } else {
        Err(Fault::new("the timed program printed too few times"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_read() {
        let whole = json!({"count": 7, "seconds": [0.4, 0.3, 0.2, 0.1]});
        let (count, seconds) = read(&whole, 4).expect("whole");
        assert!((count - 7.0).abs() < 1e-12 && seconds.len() == 4);
        assert!(read(&json!({"count": 7, "seconds": [0.4]}), 4).is_err());
        assert!(read(&json!({"count": 7}), 4).is_err());
    }
}
