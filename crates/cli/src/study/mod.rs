//! `onrush compare`, `limits`, `advise`, `chances` and `merge`.

pub(crate) mod args;

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use onrush_runner::study::spread;
use onrush_runner::{ENGINE, Flow};
use onrush_scenario::{Change, Scenario};
use onrush_study::{
    Advice, Advisor, Aim, Compare, Found, Ladder, Limits, Luck, Machine, Outcome, Results, Sweep,
};
use onrush_words::{Args, Words};
use serde::Serialize;

use crate::input::{self, BadInput};
use crate::print;
use crate::screen::{Screen, Tone, plain};
use crate::stop::{self, STOPPED};
use args::{Kind, Study};

/// Most seeds of one study.
const MOST_SEEDS: u64 = 1_000_000;
/// Options of the advisor that are shown in full.
const SHOWN: usize = 6;

/// Changes of an option that are shown.
const CHANGES: usize = 5;

/// Studies what was asked for and reports it.
///
/// # Errors
/// What is wrong with the plans, the seeds or the files.
pub(crate) fn run(words: Words, asked: &Study) -> Result<u8, BadInput> {
    if asked.kind == Kind::Merge {
        return merge(words, asked);
    }
    let plans: Vec<Scenario> = asked
        .what
        .iter()
        .map(|what| input::scenario(words, what))
        .collect::<Result<_, _>>()?;
    let draws = matches!(
        asked.kind,
        Kind::Chances { .. } | Kind::Compare { draw: true }
    );
    if let Some(file) = &asked.out {
        let seeds = seeds(words, asked, 1..=200)?;
        let sweep = Sweep::new(plans, seeds, draws, ENGINE);
        let found = study(words, asked, sweep);
        if !found.complete {
            // There is nowhere left to complain.
            let _ = writeln!(
                std::io::stderr(),
                "{}",
                words.t("cli.study.stopped_results")
            );
        }
        return save(words, &found.answer, file).map(|()| found.code());
    }
    let Some(first) = plans.first().cloned() else {
        return Ok(0);
    };
    let report = Report {
        words,
        asked,
        plans,
    };
    let (text, code) = match &asked.kind {
        Kind::Merge => (String::new(), 0),
        Kind::Compare { draw } => {
            let plans = report.plans.clone();
            let found = if let Some(file) = &asked.from {
                whole(Compare::of(plans.clone(), rows(words, file, &plans)?))
            } else {
                let seeds = seeds(words, asked, 1..=10)?;
                study(words, asked, Compare::new(plans, seeds, *draw))
            };
            report.text("compare", &found, |answer| {
                words.comparison(answer, &report.plans)
            })
        }
        Kind::Limits { most, rungs } => {
            let seeds = seeds(words, asked, 1..=2)?;
            let found = study(words, asked, Ladder::new(first, seeds, *most, *rungs));
            report.text("limits", &found, |limits| {
                ladder(words, &report.plans, limits)
            })
        }
        Kind::Advise => {
            let seeds = seeds(words, asked, 1..=6)?;
            let found = study(words, asked, Advisor::new(first, seeds));
            report.text("advise", &found, |advice| {
                advice_lines(words, advice, &report.plans)
            })
        }
        Kind::Chances { within } => {
            let found = if let Some(file) = &asked.from {
                let rows = rows(words, file, &report.plans)?;
                let known = rows.into_iter().map(|(_, seed, o)| (seed, o));
                whole(Luck::of(first, known.collect()))
            } else {
                let seeds = seeds(words, asked, 1..=200)?;
                let n = seeds.len();
                study(words, asked, Luck::new(first, seeds, n, *within))
            };
            report.text("chances", &found, |chances| words.chances(chances))
        }
    };
    print(words, &text)?;
    Ok(code)
}

/// What a study found, and whether it came to its end.
struct Finding<T> {
    answer: T,
    complete: bool,
}

impl<T> Finding<T> {
    const fn code(&self) -> u8 {
        if self.complete { 0 } else { STOPPED }
    }
}

const fn whole<T>(answer: T) -> Finding<T> {
    Finding {
        answer,
        complete: true,
    }
}

/// The seeds that were typed, or these.
fn seeds(
    words: Words,
    asked: &Study,
    else_: std::ops::RangeInclusive<u64>,
) -> Result<Vec<u64>, BadInput> {
    let Some(text) = &asked.seeds else {
        return Ok(else_.collect());
    };
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let range = first
        .trim()
        .parse::<u64>()
        .ok()
        .zip(last.trim().parse::<u64>().ok());
    range
        .filter(|(first, last)| first <= last && last - first < MOST_SEEDS)
        .map(|(first, last)| (first..=last).collect())
        .ok_or_else(|| {
            let args = Args::new()
                .with("text", plain(text))
                .with("most", MOST_SEEDS);
            BadInput(vec![words.text("cli.study.bad_seeds", &args)])
        })
}

/// Computes a study on all cores, with a bar where somebody watches, to its end or until somebody stops it.
fn study<S: onrush_study::Study>(words: Words, asked: &Study, study: S) -> Finding<S::Answer> {
    stop::listen();
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = asked.jobs.unwrap_or_else(cores);
    let mut machine = Machine::new(study);
    let bar = std::io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::new(0);
        // The template is a constant; should it ever be wrong, the plain bar does.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg}") {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar
    });
    let done = spread(&mut machine, threads, &mut |machine| {
        if let Some(bar) = &bar {
            let advance = machine.advance();
            let args = Args::new()
                .with("done", advance.done)
                .with("of", advance.of);
            bar.set_length(advance.of as u64);
            bar.set_position(advance.done as u64);
            bar.set_message(words.text("cli.study.progress", &args));
        }
        if stop::wanted() { Flow::Stop } else { Flow::On }
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Finding {
        answer: machine.stopped(),
        complete: done.is_ok(),
    }
}

/// What a study's answer is put into.
struct Report<'a> {
    words: Words,
    asked: &'a Study,
    plans: Vec<Scenario>,
}

/// A plan in the JSON of an answer.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    fingerprint: String,
}

/// The JSON of an answer.
#[derive(Serialize)]
struct Told<'a, T> {
    format: String,
    engine: &'static str,
    plans: Vec<Named<'a>>,
    /// Whether the study came to its end.
    complete: bool,
    said: Vec<String>,
    answer: &'a T,
}

impl Report<'_> {
    /// The answer as one JSON object, or as lines; and the exit code.
    fn text<T: Serialize>(
        &self,
        kind: &str,
        found: &Finding<T>,
        lines: impl FnOnce(&T) -> Vec<String>,
    ) -> (String, u8) {
        let mut lines = lines(&found.answer);
        if !found.complete {
            // Nobody is looking any more.
            let searching = self.words.t("advise.searching");
            for line in &mut lines {
                *line = line.replace(&searching, "");
            }
            lines.retain(|l| !l.trim().is_empty());
            lines.insert(0, self.words.t("cli.study.stopped"));
        }
        if self.asked.json {
            let named = self.plans.iter().map(|plan| Named {
                name: &plan.name,
                fingerprint: plan.fingerprint(),
            });
            let whole = Told {
                format: format!("onrush-{kind}/1"),
                engine: ENGINE,
                plans: named.collect(),
                complete: found.complete,
                said: lines,
                answer: &found.answer,
            };
            // Plain values always can be written; what is not finite becomes null.
            let text = serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n";
            return (text, found.code());
        }
        let screen = Screen::of_stdout();
        let mut text = String::new();
        for (i, line) in lines.iter().enumerate() {
            let indent = &line[..line.len() - line.trim_start().len()];
            // What goes on on another line hangs a little further in.
            let hang = if indent.is_empty() { "" } else { "  " };
            let wrapped = screen.wrap(&format!("{indent}{hang}"), &plain(line.trim_start()));
            for (n, line) in wrapped.into_iter().enumerate() {
                let line = match line.strip_prefix(hang) {
                    Some(first) if n == 0 => first.to_owned(),
                    _ => line,
                };
                let line = if i == 0 {
                    screen.paint(Tone::Strong, &line)
                } else {
                    line
                };
                text += &line;
                text.push('\n');
            }
        }
        (text, found.code())
    }
}

/// The ladder, line by line.
fn ladder(words: Words, plans: &[Scenario], limits: &Limits) -> Vec<String> {
    let mut lines = vec![words.limits(limits)];
    for rung in &limits.rungs {
        let part = rung.part.as_deref().map(|id| words.station_for_it(id));
        lines.push(format!(
            "  {}",
            part.unwrap_or_else(|| words.t("limits.unknown_part"))
        ));
        lines.push(format!("    {}", words.limit_evidence(rung)));
        if !rung.changes.is_empty() {
            lines.push(format!("    {}", words.t("limits.fix")));
            let said = plans.first().map(|plan| told(words, plan, &rung.changes));
            lines.extend(said.into_iter().flatten());
        }
    }
    lines
}

/// Changes of a plan, each in a line.
fn told(words: Words, plan: &Scenario, changes: &[Change]) -> Vec<String> {
    let names = words.names_of(plan);
    let line = |change| format!("      {}", names.change(change));
    changes.iter().map(line).collect()
}

/// The advice, line by line.
fn advice_lines(words: Words, advice: &Advice, plans: &[Scenario]) -> Vec<String> {
    let Some(plan) = plans.first() else {
        return Vec::new();
    };
    let currency = &plan.money.currency;
    let mut lines = vec![words.advice(advice)];
    // Of a search that was stopped, what is not known yet is worth a look, too.
    let searching = advice.found == Found::Searching;
    let mut others_begun = false;
    let supported = advice.options.iter().filter(|o| o.supported).take(SHOWN);
    let others = advice
        .options
        .iter()
        .filter(|o| !o.supported && (o.gain.is_some() || searching))
        .take(SHOWN);
    for option in supported.chain(others) {
        if !option.supported && !others_begun {
            others_begun = true;
            lines.push(words.t(match (searching, option.aim) {
                (true, _) => "advise.undecided",
                (false, Aim::Thrift) => "advise.too_small",
                (false, _) => "advise.unsupported",
            }));
        }
        let side = words.sides(&option.sides);
        lines.push(format!("  {} ({side})", words.levers(&option.levers)));
        lines.push(format!("    {}", words.advised(option, currency)));
        if option.supported {
            let shown = option.changes.len().min(CHANGES);
            lines.extend(told(words, plan, &option.changes[..shown]));
            let more = option.changes.len() - shown;
            if more > 0 {
                let args = Args::new().with("n", more);
                lines.push(format!("      {}", words.text("study.change.more", &args)));
            }
        }
    }
    if advice.options.iter().any(|o| o.supported) {
        lines.push(words.advice_assumed(advice, currency));
    }
    lines
}

fn unreadable(words: Words, name: &str, why: &std::io::Error) -> BadInput {
    let args = Args::new().with("why", why.to_string());
    let sentence = words.text("cli.bad.unreadable", &args);
    BadInput(vec![plain(&format!("{name}: {sentence}"))])
}

fn read(words: Words, name: &str) -> Result<Results, BadInput> {
    let text = fs::read_to_string(Path::new(name)).map_err(|e| unreadable(words, name, &e))?;
    Results::read(&text).map_err(|m| BadInput(vec![words.mismatch(&m, &plain(name))]))
}

/// Plan, seed and outcome of each run in a file, if it is of these plans.
fn rows(
    words: Words,
    name: &str,
    plans: &[Scenario],
) -> Result<Vec<(u32, u64, Outcome)>, BadInput> {
    let results = read(words, name)?;
    if !results.are_of(plans) {
        return Err(BadInput(vec![words.t("results.not_of")]));
    }
    let known = results
        .rows()
        .filter_map(|r| Some((r.plan, r.seed, r.outcome.clone()?)));
    Ok(known.collect())
}

fn save(words: Words, results: &Results, name: &str) -> Result<(), BadInput> {
    if name == "-" {
        return print(words, &results.write());
    }
    fs::write(Path::new(name), results.write()).map_err(|e| {
        let args = Args::new().with("why", e.to_string());
        let sentence = words.text("cli.bad.unwritable", &args);
        BadInput(vec![plain(&format!("{name}: {sentence}"))])
    })?;
    let args = Args::new()
        .with("n", results.rows().count())
        .with("name", plain(name));
    // Where results go to a file, the standard output is free for people.
    print(words, &(words.text("cli.study.written", &args) + "\n"))
}

/// Puts files of results together.
fn merge(words: Words, asked: &Study) -> Result<u8, BadInput> {
    let all = asked
        .what
        .iter()
        .map(|name| read(words, name))
        .collect::<Result<Vec<_>, _>>()?;
    let whole = Results::merge(all).map_err(|m| BadInput(vec![words.mismatch(&m, "")]))?;
    save(words, &whole, asked.out.as_deref().unwrap_or("-")).map(|()| 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(seeds_: Option<&str>) -> Study {
        Study {
            kind: Kind::Advise,
            what: vec!["mole-app".to_owned()],
            seeds: seeds_.map(str::to_owned),
            jobs: None,
            json: false,
            out: None,
            from: None,
        }
    }

    #[test]
    fn seeds_are_one_number_or_first_and_last() {
        let read = |text| seeds(Words::default(), &asked(text), 1..=3).ok();
        assert_eq!(read(None), Some(vec![1, 2, 3]));
        assert_eq!(read(Some("7")), Some(vec![7]));
        assert_eq!(read(Some("4..6")), Some(vec![4, 5, 6]));
        for bad in ["", "..", "6..4", "-1..3", "1..9999999999", "a"] {
            assert_eq!(read(Some(bad)), None, "{bad}");
        }
    }
}
