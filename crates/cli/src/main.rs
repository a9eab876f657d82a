//! `onrush`: rehearsals from a terminal.
//!
//! `stories` lists the built-in stories, `run` plays one (or a scenario file) and prints what came out, for people or as
//! one JSON object, `validate` checks files, `export` writes load tests and calendars, `check` says how far a plan has come with
//! the eight steps, `review` lays what happened over a plan, `explain` says why a plan breaks, `schema`
//! prints the scenario file's JSON Schema, `lab` runs a bare queueing network; `compare`, `limits`, `advise` and `chances` are
//! studies of many runs, `merge` puts their results together; `brief` and `readiness` write what a team takes away on paper, and
//! `verify` checks it; `workshop verify` makes a workshop's scoreboard.
//! The exit code is 0 when everything ran, 1 when `--check` was given and a target was missed, 2 when the input was bad or a
//! file could not be read or written, 3 when too many were present at once in the laboratory, 130 when a study was stopped
//! before its end.

mod args;
mod bill;
mod check;
mod explain;
mod export;
mod input;
mod json;
mod lab;
mod out;
mod papers;
mod play;
mod review;
mod screen;
mod stop;
mod study;
mod summary;
mod typed;
mod workshop;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use onrush_scenario::stories;
use onrush_words::{Args, Language, Words};

use args::Asked;
use input::BadInput;
use screen::{Screen, Tone};

const TARGETS_MISSED: u8 = 1;
const BAD_INPUT: u8 = 2;
const TOO_MANY: u8 = 3;

fn main() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let words = Words::new(language(&typed));
    let asked = match args::read(words, typed.into_iter()) {
        Ok(asked) => asked,
        Err(error) => {
            // Help and version go to standard output, mistakes to standard error; a closed pipe is nobody's mistake.
            let _ = match typed::wrong(words, &error) {
                Some(said) => io::stderr().lock().write_all(said.as_bytes()),
                None => error.print(),
            };
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(BAD_INPUT));
        }
    };
    let done = match asked {
        Asked::Stories => list_stories(words),
        Asked::Validate(files) => validate(words, &files),
        Asked::Schema => print(words, &onrush_scenario::schema()).map(|()| 0),
        Asked::Check(asked) => check::run(words, &asked),
        Asked::Export(asked) => export::run(words, &asked),
        Asked::Papers(asked) => papers::run(words, &asked),
        Asked::Review(asked) => review::run(words, &asked),
        Asked::Workshop(asked) => workshop::run(words, &asked),
        Asked::Run(run) => play::run(words, &run),
        Asked::Explain(what) => explain::run(words, &what),
        Asked::Lab(lab) => lab::run(words, &lab),
        Asked::Study(study) => study::run(words, &study),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(BadInput(lines)) => {
            let mut err = io::stderr().lock();
            for line in lines {
                // There is nowhere left to complain.
                let _ = writeln!(err, "{line}");
            }
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// The language that was asked for, else that of the environment, if we speak it. It is needed before the rest can be read: help and
/// mistakes are told in it. (What is no language of ours is refused with the rest.)
fn language(typed: &[OsString]) -> Language {
    let texts: Vec<&str> = typed.iter().filter_map(|word| word.to_str()).collect();
    let asked = texts.iter().enumerate().find_map(|(at, word)| {
        let rest = word.strip_prefix("--language")?;
        match rest.strip_prefix('=') {
            Some(tag) => Language::from_tag(tag),
            None if rest.is_empty() => Language::from_tag(texts.get(at + 1)?),
            None => None,
        }
    });
    asked.unwrap_or_else(environment)
}

/// The language of the environment, if we speak it.
fn environment() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
        .and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_default()
}

/// Prints to standard output. A reader that has seen enough (`| head`) is fine.
fn print(words: Words, text: &str) -> Result<(), BadInput> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            let args = Args::new().with("why", e.to_string());
            Err(BadInput(vec![words.text("cli.bad.stdout", &args)]))
        }
        _ => Ok(()),
    }
}

fn list_stories(words: Words) -> Result<u8, BadInput> {
    let screen = Screen::of_stdout();
    let mut text = String::new();
    for story in stories() {
        let told = words.story(story.key);
        let (title, teaser) = told.map_or_else(Default::default, |t| (t.title, t.teaser));
        let key = screen.paint(Tone::Strong, story.key);
        text.extend([&key, "  ", &title, "\n"]);
        for line in screen.wrap("    ", &teaser) {
            text += &line;
            text.push('\n');
        }
    }
    text.push('\n');
    text += &words.t("cli.stories.hint");
    text.push('\n');
    print(words, &text)?;
    Ok(0)
}

/// Says of each file whether it is good; the faults of all of them at once.
fn validate(words: Words, files: &[String]) -> Result<u8, BadInput> {
    let mut faults = Vec::new();
    let mut bad = 0_usize;
    for name in files {
        match input::file(words, name) {
            Ok(scenario) => {
                // A file that is good can be lowered, so its size is known.
                let size = onrush_runner::budget(&scenario).ok();
                let args = Args::new()
                    .with("file", screen::plain(name))
                    .with("name", screen::plain(&scenario.name))
                    .with("requests", size.map_or(0, |s| s.requests))
                    .with("events", size.map_or(0, |s| s.events));
                print(words, &(words.text("cli.validate.good", &args) + "\n"))?;
            }
            Err(BadInput(lines)) => {
                bad += 1;
                faults.extend(lines);
            }
        }
    }
    if bad == 0 {
        return Ok(0);
    }
    let args = Args::new().with("n", faults.len()).with("files", bad);
    faults.push(words.text("cli.validate.bad", &args));
    Err(BadInput(faults))
}
