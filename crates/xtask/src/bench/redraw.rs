//! How long somebody who drags a slider waits for the forecast.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::pace::{Programs, summary};
use super::stats::Summary;
use crate::fault::{Explain, Fault, Outcome};
use crate::process::say;

/// Where the shipped stories are, and what follows their keys in the names of their files.
const STORIES: (&str, &str) = ("crates/scenario/stories", ".onrush.json");

/// Runs in one process, and how many of the last ones count as warm: by then the code is compiled as well as it will be.
const RUNS: usize = 201;
const WARM: usize = 101;

/// Milliseconds that a forecast may take in WebAssembly when warm.
const GOAL_MS: f64 = 8.0;

/// One story's times, in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Redraw {
    pub(crate) story: String,
    /// Warm, natively.
    pub(crate) native: Summary,
    /// In WebAssembly: the first run of a process, and warm ones.
    pub(crate) first: Summary,
    pub(crate) warm: Summary,
    /// From the scenario to the network, warm in WebAssembly.
    pub(crate) lowering: Summary,
}

/// Times the forecast of each story.
pub(crate) fn measure(root: &Path, programs: &Programs, rounds: usize) -> Outcome<Vec<Redraw>> {
    stories(root)?
        .into_iter()
        .map(|story| {
            say(format!("The forecast natively and in WebAssembly: {story}"));
            one(programs, story, rounds)
        })
        .collect()
}

/// The keys of all shipped stories.
fn stories(root: &Path) -> Outcome<Vec<String>> {
    let (folder, ending) = STORIES;
    let unreadable = || format!("{folder} could not be read");
    let mut keys = Vec::new();
    for entry in fs::read_dir(root.join(folder)).explain(unreadable)? {
        let name = entry.explain(unreadable)?.file_name();
        keys.extend(
            name.to_str()
                .and_then(|n| n.strip_suffix(ending))
                .map(str::to_owned),
        );
    }
    keys.sort();
    Ok(keys)
}

fn one(programs: &Programs, story: String, rounds: usize) -> Outcome<Redraw> {
    let mut natives = Vec::new();
    let mut firsts = Vec::new();
    let mut warms = Vec::new();
    let mut lowerings = Vec::new();
    for round in 1..=rounds {
        let (native, wasm) = programs.time(&format!("{story}/forecast"), RUNS, round)?;
        let (_, lowering) = programs.time(&format!("{story}/lowering"), RUNS, round)?;
        let first = wasm.first().ok_or_else(|| Fault::new("no run was made"))?;
        natives.push(warm_ms(&native)?);
        firsts.push(first * 1e3);
        warms.push(warm_ms(&wasm)?);
        lowerings.push(warm_ms(&lowering)?);
    }
    Ok(Redraw {
        story,
        native: summary(&natives)?,
        first: summary(&firsts)?,
        warm: summary(&warms)?,
        lowering: summary(&lowerings)?,
    })
}

/// The median of the last runs.
fn warm_ms(seconds: &[f64]) -> Outcome<f64> {
    let last = &seconds[seconds.len().saturating_sub(WARM)..];
    Ok(summary(last)?.median * 1e3)
}

/// The section of the report; nothing when nothing was measured.
pub(crate) fn section(redraws: &[Redraw]) -> String {
    if redraws.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "## The forecast\n\n\
         What a moved slider costs, in milliseconds: the forecast of each shipped story from its checked network on, and in the\n\
         last column what comes before it, from the scenario to that network. The first run is that of a fresh process under Node,\n\
         in which WebAssembly is still being compiled; warm is the median of the last {WARM} of {RUNS} runs of one process. Goal: less\n\
         than {GOAL_MS} ms when warm in WebAssembly.\n\n\
         | story | native | WebAssembly, first run | WebAssembly, warm | goal | lowering, WebAssembly, warm |\n\
         |---|---|---|---|---|---|\n"
    );
    for r in redraws {
        let _ = writeln!(
            text,
            "| `{}` | {} | {:.0} | {} | {} | {} |",
            r.story,
            range(&r.native),
            r.first.median,
            range(&r.warm),
            verdict(&r.warm),
            range(&r.lowering)
        );
    }
    text
}

/// For the terminal.
pub(crate) fn lines(redraws: &[Redraw]) -> impl Iterator<Item = String> {
    redraws.iter().map(|r| {
        format!(
            "forecast of {}: {} ms natively, {:.0} ms first and {} ms warm in WebAssembly (goal {GOAL_MS} ms: {}), lowering {} ms",
            r.story,
            range(&r.native),
            r.first.median,
            range(&r.warm),
            verdict(&r.warm),
            range(&r.lowering)
        )
    })
}

fn verdict(warm: &Summary) -> &'static str {
    if warm.median < GOAL_MS {
        "met"
    } else {
        "missed"
    }
}

fn range(s: &Summary) -> String {
    format!("{:.2} ({:.2} to {:.2})", s.median, s.lowest, s.highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redraw(warm: f64) -> Redraw {
        let of = |x: f64| Summary::of(&[x, x * 1.25]).expect("two values");
        Redraw {
            story: "mole-app".to_owned(),
            native: of(4.0),
            first: of(100.0),
            warm: of(warm),
            lowering: of(1.0),
        }
    }

    #[test]
    fn the_goal_is_judged() {
        assert!(section(&[redraw(5.0)]).contains("(5.00 to 6.25) | met |"));
        assert!(section(&[redraw(8.0)]).contains("(8.00 to 10.00) | missed |"));
        assert!(lines(&[redraw(9.0)]).all(|line| line.contains("missed")));
        assert!(section(&[]).is_empty());
    }

    #[test]
    fn every_story_is_timed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let keys = stories(&root).expect("the folder is there");
        assert!(keys.len() >= 10, "{keys:?}");
        assert!(keys.iter().any(|key| key == "mole-app"), "{keys:?}");
    }

    #[test]
    fn only_the_last_runs_are_warm() {
        let mut seconds = vec![1.0; RUNS - WARM];
        seconds.extend([0.002; WARM]);
        assert!((warm_ms(&seconds).expect("runs") - 2.0).abs() < 1e-9);
        assert!(warm_ms(&[]).is_err());
    }
}
