//! `onrush run`.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use onrush_runner::{Budget, Flow, Progress, Rehearsal, budget, rehearse};
use onrush_scenario::Scenario;
use onrush_words::{Args, Words};

use crate::args::Run;
use crate::input::{self, BadInput};
use crate::screen::{Screen, plain};
use crate::{TARGETS_MISSED, json, out, print, summary};

/// How long a run may take before a bar shows how far it is.
const PATIENCE: Duration = Duration::from_millis(300);

/// A finished run with all that its reports need.
pub(crate) struct Played<'a> {
    pub(crate) words: Words,
    /// Key of the story, if it is one.
    pub(crate) story: Option<&'a str>,
    /// What was rehearsed: the plan, or the part of it that could be.
    pub(crate) scenario: &'a Scenario,
    /// The plan.
    pub(crate) whole: &'a Scenario,
    pub(crate) rehearsal: &'a Rehearsal,
    /// How large it was known to become before it started.
    pub(crate) expected: Budget,
    /// How long it took on this machine.
    pub(crate) wall: Duration,
}

/// Runs what was asked for and reports it.
///
/// # Errors
/// What is wrong with the scenario, or that something could not be written.
pub(crate) fn run(words: Words, asked: &Run) -> Result<u8, BadInput> {
    let scenario = input::scenario(words, &asked.what)?;
    let expected = budget(&scenario).map_err(|faults| input::bad(words, &asked.what, &faults))?;
    if let Some(folder) = &asked.out {
        out::prepare(words, folder)?;
    }
    let started = Instant::now();
    let mut bar = Bar::new(words, started);
    let result = rehearse(&scenario, asked.seed, &mut |progress| {
        bar.show(progress);
        Flow::On
    });
    bar.clear();
    let rehearsal = result.map_err(|stopped| input::stopped(words, &asked.what, &stopped))?;
    let rehearsed = rehearsal.rehearsed(&scenario);
    let played = Played {
        words,
        story: scenario.story.as_deref(),
        scenario: &rehearsed,
        whole: &scenario,
        rehearsal: &rehearsal,
        expected,
        wall: started.elapsed(),
    };
    let text = if asked.json {
        json::object(&played)
    } else {
        summary::summary(&played, Screen::of_stdout())
    };
    print(words, &text)?;
    if let Some(folder) = &asked.out {
        let files = out::write(&played, folder)?;
        if !asked.json {
            let args = Args::new().with("n", files).with("folder", plain(folder));
            print(words, &(words.text("cli.out.written", &args) + "\n"))?;
        }
    }
    let missed = rehearsal.diagnosis.targets.iter().any(|t| !t.met);
    Ok(if asked.check && missed {
        TARGETS_MISSED
    } else {
        0
    })
}

/// A bar on standard error that appears when a run takes long, and only on a terminal.
struct Bar {
    words: Words,
    started: Instant,
    shown: Option<ProgressBar>,
    wanted: bool,
}

impl Bar {
    fn new(words: Words, started: Instant) -> Self {
        Self {
            words,
            started,
            shown: None,
            wanted: std::io::stderr().is_terminal(),
        }
    }

    fn show(&mut self, progress: Progress) {
        if !self.wanted || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.shown.get_or_insert_with(|| {
            let bar = ProgressBar::new(progress.horizon_s.into());
            // The template is a constant; should it ever be wrong, the plain bar does.
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}") {
                bar.set_style(style.progress_chars("━╸─"));
            }
            bar
        });
        let args = Args::new()
            .with("events", progress.events)
            .with("expected", progress.expected_events);
        bar.set_position(progress.second.into());
        bar.set_message(self.words.text("cli.progress", &args));
    }

    fn clear(&mut self) {
        if let Some(bar) = self.shown.take() {
            bar.finish_and_clear();
        }
    }
}
