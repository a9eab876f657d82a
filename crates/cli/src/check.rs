//! `check`: how far a plan has come with the eight steps.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use clap::{Arg, ArgAction, ArgMatches, Command};
use onrush_runner::{ENGINE, Flow, Stopped, prove};
use onrush_scenario::Scenario;
use onrush_steps::{Progress, Record, State, StepVerdict, Trial, Value, Wanted, check};
use onrush_words::{Args, Words};
use serde_json::json;

use crate::input::{self, BadInput};
use crate::screen::{Screen, Tone, plain};
use crate::{TARGETS_MISSED, print};

/// Rounds of runs at most: a ramp may have to be run again, higher or lower, before it shows the limit.
const ROUNDS: usize = 12;

/// What to check.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Check {
    what: String,
    record: Option<String>,
    run: bool,
    verify: bool,
    json: bool,
}

pub(crate) fn command(words: Words) -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new("check")
        .about(words.t("cli.check"))
        .after_help(words.t("cli.check.exits"))
        .arg(
            Arg::new("what")
                .value_name("STORY-OR-FILE")
                .help(words.t("cli.run.what"))
                .required(true),
        )
        .arg(
            Arg::new("record")
                .long("record")
                .value_name("FILE")
                .help(words.t("cli.check.record")),
        )
        .arg(flag("run").help(words.t("cli.check.run")))
        .arg(flag("verify").help(words.t("cli.check.verify")))
        .arg(flag("json").help(words.t("cli.check.json")))
}

pub(crate) fn asked(m: &ArgMatches) -> Check {
    Check {
        what: m.get_one::<String>("what").cloned().unwrap_or_default(),
        record: m.get_one::<String>("record").cloned(),
        run: m.get_flag("run"),
        verify: m.get_flag("verify"),
        json: m.get_flag("json"),
    }
}

/// # Errors
/// What is wrong with the plan or the progress, or why that cannot be written.
pub(crate) fn run(words: Words, asked: &Check) -> Result<u8, BadInput> {
    let plan = input::scenario(words, &asked.what)?;
    let mut progress = match &asked.record {
        // What is to be written need not be there yet.
        Some(file) if !asked.run || Path::new(file).exists() => read(words, file)?,
        _ => Progress::new(&plan, false),
    };
    let mut refused = Vec::new();
    if asked.run {
        (progress, refused) = perform(&plan, progress);
        progress = progress.noting(&plan, None);
        if let Some(file) = &asked.record {
            write(words, file, &progress)?;
        }
    }
    let verdicts = check(&plan, &progress);
    let (verified, sound) = if asked.verify {
        verify(words, &progress)
    } else {
        (Vec::new(), true)
    };
    let cannot = refused.iter().map(|(trial, why)| {
        let args = Args::new()
            .with("trial", words.trial(*trial))
            .with("why", plain(why));
        words.text("cli.check.cannot", &args)
    });
    let lines: Vec<String> = cannot.chain(verified).collect();
    let text = if asked.json {
        let object = object(&plan, &progress, &verdicts, &lines);
        serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
    } else {
        let mut text = sentences(words, &plan, &verdicts);
        for line in &lines {
            text += line;
            text.push('\n');
        }
        if let Some(file) = asked.record.as_ref().filter(|_| asked.run) {
            let args = Args::new().with("file", plain(file));
            text += &(words.text("cli.check.saved", &args) + "\n");
        }
        text
    };
    print(words, &text)?;
    Ok(if sound { 0 } else { TARGETS_MISSED })
}

fn read(words: Words, file: &str) -> Result<Progress, BadInput> {
    let text = input::any_text(words, file)?;
    Progress::read(&text).map_err(|faults| {
        let line = |line: String| format!("{}: {line}", plain(file));
        BadInput(input::lines(words, &faults).into_iter().map(line).collect())
    })
}

/// Writes it beside the old one first, so that a full disk loses nothing.
fn write(words: Words, file: &str, progress: &Progress) -> Result<(), BadInput> {
    let beside = format!("{file}.new");
    fs::write(&beside, progress.write())
        .and_then(|()| fs::rename(&beside, file))
        .map_err(|e| {
            let why = words.text(
                "cli.bad.unwritable",
                &Args::new().with("why", e.to_string()),
            );
            BadInput(vec![plain(&format!("{file}: {why}"))])
        })
}

/// Runs what is wanted until nothing is, or nothing more can be run.
fn perform(plan: &Scenario, mut progress: Progress) -> (Progress, Vec<(Trial, String)>) {
    let mut refused: Vec<(Trial, String)> = Vec::new();
    for _ in 0..ROUNDS {
        let mut wanted: Vec<Wanted> = Vec::new();
        for one in check(plan, &progress).iter().flat_map(StepVerdict::wanted) {
            let tried = refused.iter().any(|(trial, _)| *trial == one.trial);
            if !tried && !wanted.contains(&one) {
                wanted.push(one);
            }
        }
        // Somebody who asks the command line has seen the forecast, or will.
        if wanted.is_empty() {
            break;
        }
        for (wanted, came) in on_all_cores(plan, wanted) {
            match came {
                Ok(record) => progress = progress.recording(plan, record),
                Err(Stopped::Faults(faults)) => refused.push((wanted.trial, faults.to_string())),
                Err(Stopped::Cancelled) => {}
            }
        }
    }
    (progress, refused)
}

type Came = Result<Record, Stopped>;

fn on_all_cores(plan: &Scenario, wanted: Vec<Wanted>) -> Vec<(Wanted, Came)> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let order = wanted.clone();
    let (waiting, done) = (Mutex::new(VecDeque::from(wanted)), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().ok().and_then(|mut w| w.pop_front());
                    let Some(next) = next else { return };
                    let came = prove(plan, next, &mut |_| Flow::On);
                    if let Ok(mut done) = done.lock() {
                        done.push((next, came));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    // However fast each was: in the order in which they were wanted.
    done.sort_by_key(|(wanted, _)| order.iter().position(|w| w == wanted));
    done
}

/// Runs every record again on the plan that it names.
fn verify(words: Words, progress: &Progress) -> (Vec<String>, bool) {
    let (mut lines, mut same) = (Vec::new(), 0_usize);
    for (i, record) in progress.records.iter().enumerate() {
        let args = Args::new()
            .with("n", i + 1)
            .with("trial", words.trial(record.wanted.trial))
            .with("seed", record.wanted.seed.to_string())
            .with("engine", plain(&record.engine));
        if record.engine != ENGINE {
            lines.push(words.text("cli.check.engine", &args));
            continue;
        }
        let Some(plan) = progress.kept(&record.plan) else {
            lines.push(words.text("cli.check.lost", &args));
            continue;
        };
        match prove(&plan, record.wanted, &mut |_| Flow::On) {
            Ok(again) if record.is_same_run(&again) => same += 1,
            _ => lines.push(words.text("cli.check.other", &args)),
        }
    }
    let sound = lines.is_empty();
    lines.push(words.text("cli.check.same", &Args::new().with("n", same)));
    (lines, sound)
}

fn sentences(words: Words, plan: &Scenario, verdicts: &[StepVerdict]) -> String {
    let screen = Screen::of_stdout();
    let mut text = String::new();
    let mut push = |first: &str, said: &str| {
        for line in screen.wrap(first, &plain(said)) {
            text += &line;
            text.push('\n');
        }
    };
    let mut wanted = 0;
    for verdict in verdicts {
        let name = words.step(verdict.step, "name").unwrap_or_default();
        let args = Args::new()
            .with("n", verdict.step.number())
            .with("name", name)
            .with("state", words.step_state(verdict.state));
        let tone = match verdict.state {
            State::Proven => Tone::Good,
            _ => Tone::Strong,
        };
        push("", &screen.paint(tone, &words.text("steps.line", &args)));
        for task in &verdict.tasks {
            let mut said = words.task(verdict.step, task);
            if !task.needed {
                said = format!("{said} {}", words.t("steps.extra"));
            }
            push(if task.done { "  [x] " } else { "  [ ] " }, &said);
            if let Some(found) = words.task_found(verdict.step, task, plan) {
                push("      ", &found);
            }
        }
        if !verdict.changes.is_empty() {
            push("  ! ", &words.t("steps.stale"));
            let names = words.names_of(plan);
            for change in &verdict.changes {
                push("      ", &names.change(change));
            }
        } else if verdict.state == State::Stale {
            push("  ! ", &words.t("steps.stale.unknown"));
        }
        wanted += verdict.wanted().len();
    }
    if wanted > 0 {
        push(
            "",
            &words.text("cli.check.wanted", &Args::new().with("n", wanted)),
        );
    }
    text
}

fn object(
    plan: &Scenario,
    progress: &Progress,
    verdicts: &[StepVerdict],
    notices: &[String],
) -> serde_json::Value {
    let value = |value: &Value| match value {
        Value::Number(n) | Value::Money(n) => json!(n),
        Value::Count(n) => json!(n),
        Value::Second(s) => json!(s),
        Value::Time(time) => json!(time),
        Value::Part(text) | Value::Name(text) => json!(text),
        Value::Flag(flag) => json!(flag),
    };
    let steps: Vec<serde_json::Value> = verdicts
        .iter()
        .map(|v| {
            let tasks: Vec<serde_json::Value> = v
                .tasks
                .iter()
                .map(|t| {
                    let figures: serde_json::Map<String, serde_json::Value> = t
                        .figures
                        .iter()
                        .map(|f| (f.name.to_owned(), value(&f.value)))
                        .collect();
                    json!({
                        "id": t.id, "done": t.done, "needed": t.needed, "figures": figures, "wanted": t.wanted,
                    })
                })
                .collect();
            let evidence: Vec<serde_json::Value> = v
                .evidence
                .iter()
                .map(|e| {
                    let r = &e.record;
                    json!({
                        "trial": r.wanted.trial, "seed": r.wanted.seed, "plan": r.plan, "engine": r.engine,
                        "digest": r.digest, "on": r.on, "current": e.current, "figures": r.figures,
                    })
                })
                .collect();
            json!({
                "step": v.step.id(), "number": v.step.number(), "state": v.state.id(), "tasks": tasks,
                "changes": v.changes, "evidence": evidence,
            })
        })
        .collect();
    json!({
        "format": "onrush-check/1",
        "name": plan.name,
        "fingerprint": plan.fingerprint(),
        "engine": ENGINE,
        "thresholds": progress.thresholds,
        "steps": steps,
        "notices": notices,
    })
}
