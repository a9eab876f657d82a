//! Runs browser tests, and gives those that failed beside others a second attempt of their own.
//!
//! A test that waits for what people wait for can still fail on a machine with too much to do. One that passes when it has the machine for
//! itself counts as passed, and is named at the end of all as unsteady: it wants mending, but says nothing against the page.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::browsers::{self, Browser};
use crate::fault::{Explain, Fault, Outcome};
use crate::node;
use crate::process::{self, say};
use crate::project::{Project, make_folder};

/// With more failures than this something is broken: no second attempt.
const FEW: usize = 4;

/// Runs of tests, and what they found to be unsteady.
#[derive(Default)]
pub(crate) struct BrowserTests {
    unsteady: RefCell<Vec<String>>,
}

/// Which tests, in what.
pub(crate) struct Selection<'a> {
    pub(crate) browser: Browser,
    /// Names of files in the folder of browser tests.
    pub(crate) files: &'a [PathBuf],
    /// The page to be tested.
    pub(crate) dist: &'a Path,
    /// Options of `node --test`.
    pub(crate) options: &'a [String],
    /// Variables of the environment.
    pub(crate) settings: &'a [(&'a str, String)],
}

/// How a test ended: a line of tests/browser/helpers/outcomes.mjs.
struct Ended {
    file: PathBuf,
    name: String,
    passed: bool,
}

impl Ended {
    fn read(line: &str) -> Outcome<Self> {
        let read = || -> Option<Self> {
            let value: Value = serde_json::from_str(line).ok()?;
            Some(Self {
                file: value["file"].as_str()?.into(),
                name: value["name"].as_str()?.to_owned(),
                passed: value["passed"].as_bool()?,
            })
        };
        read().ok_or_else(|| Fault::new(format!("{line} is not how a test ends")))
    }
}

impl BrowserTests {
    /// Runs them; the few that fail are run once more.
    pub(crate) fn run(&self, project: &Project, wanted: &Selection<'_>) -> Outcome<()> {
        let (first, ended) = run(project, wanted)?;
        let Err(fault) = first else {
            return Ok(());
        };
        let failed: Vec<_> = ended.into_iter().filter(|test| !test.passed).collect();
        if failed.is_empty() || failed.len() > FEW {
            return Err(fault);
        }
        let mut again_failed = Vec::new();
        for (files, names) in by_file(failed, wanted.files) {
            say(format!("Once more, alone: {}", listed(&names)));
            let options = [
                "--test-concurrency=1".to_owned(),
                "--test-name-pattern".to_owned(),
                these(&names),
            ];
            let again = Selection {
                files: &files,
                options: &options,
                ..*wanted
            };
            // Of what else failed one wants to know, too, whether it fails by itself.
            let (second, ended) = run(project, &again)?;
            let (passed, failed) = divided(names, &ended, second.is_ok());
            self.unsteady.borrow_mut().extend(passed);
            again_failed.extend(failed);
        }
        if again_failed.is_empty() {
            Ok(())
        } else {
            let all = listed(&again_failed.into_iter().collect());
            Err(Fault::new(format!("Failed a second time, alone: {all}")))
        }
    }

    /// Names of tests that passed at the second attempt only.
    pub(crate) fn unsteady(&self) -> Vec<String> {
        self.unsteady.borrow().clone()
    }
}

/// One run: how it went, and how each test ended.
fn run(project: &Project, wanted: &Selection<'_>) -> Outcome<(Outcome<()>, Vec<Ended>)> {
    node::require(project)?;
    let program = browsers::require(wanted.browser)?;
    make_folder(&project.workbench())?;
    let lines = project.workbench().join("browser-tests.jsonl");
    let went = process::run(
        Command::new("node")
            .current_dir(project.browser_tests())
            .args(["--test", "--test-reporter=spec"])
            .args(["--test-reporter-destination=stdout"])
            .args(["--test-reporter=./helpers/outcomes.mjs"])
            .arg(format!("--test-reporter-destination={}", lines.display()))
            .args(wanted.options)
            .args(wanted.files)
            .env(wanted.browser.variable(), program)
            .env("ONRUSH_DIST", wanted.dist)
            .envs(wanted.settings.iter().map(|(name, value)| (name, value))),
    );
    let unreadable = || format!("{} could not be read", lines.display());
    let text = fs::read_to_string(&lines).explain(unreadable)?;
    let ended = text
        .lines()
        .map(|line| Ended::read(line).explain(unreadable))
        .collect::<Outcome<_>>()?;
    Ok((went, ended))
}

/// The names of tests in each file. One that a helper makes for several files could be in any of those that were run.
fn by_file(tests: Vec<Ended>, run: &[PathBuf]) -> BTreeMap<Vec<PathBuf>, BTreeSet<String>> {
    let mut files: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for test in tests {
        let in_one = run.iter().any(|file| test.file.ends_with(file));
        let from = if in_one {
            vec![test.file]
        } else {
            run.to_vec()
        };
        files.entry(from).or_default().insert(test.name);
    }
    files
}

/// Those that passed at the second attempt, and those that did not. Where all of them passed and still something failed, as when a file
/// leaves something open, none counts as passed.
fn divided(
    names: BTreeSet<String>,
    ended: &[Ended],
    went_well: bool,
) -> (Vec<String>, Vec<String>) {
    let passed = |name: &String| ended.iter().any(|test| test.passed && test.name == *name);
    let (passed, failed): (Vec<_>, Vec<_>) = names.into_iter().partition(passed);
    if failed.is_empty() && !went_well {
        return (failed, passed);
    }
    (passed, failed)
}

/// A pattern for `node --test` that these names match, whatever stands above them.
fn these(names: &BTreeSet<String>) -> String {
    let names: Vec<_> = names.iter().map(|name| escaped(name)).collect();
    format!("(?:{})$", names.join("|"))
}

/// A name as a pattern that means itself.
pub(crate) fn escaped(name: &str) -> String {
    let mut pattern = String::new();
    for letter in name.chars() {
        if !letter.is_alphanumeric() && letter != ' ' {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

fn listed(names: &BTreeSet<String>) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("“{name}”")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_themselves() {
        let names = BTreeSet::from(["a (b)".to_owned(), "what's it?".to_owned()]);
        assert_eq!(these(&names), "(?:a \\(b\\)|what\\'s it\\?)$");
    }

    #[test]
    fn a_second_attempt_tells_what_passed_and_what_did_not() {
        let names = || BTreeSet::from(["one".to_owned(), "other".to_owned(), "third".to_owned()]);
        let ended = |name: &str, passed| Ended {
            file: "a".into(),
            name: name.to_owned(),
            passed,
        };
        // What did not run at all has not passed.
        let (passed, failed) =
            divided(names(), &[ended("one", true), ended("other", false)], false);
        assert_eq!(passed, ["one"]);
        assert_eq!(failed, ["other", "third"]);
        let all = ["one", "other", "third"].map(|name| ended(name, true));
        let (passed, failed) = divided(names(), &all, true);
        assert_eq!((passed.len(), failed.len()), (3, 0));
        let (passed, failed) = divided(names(), &all, false);
        assert_eq!((passed.len(), failed.len()), (0, 3));
    }

    #[test]
    fn tests_are_gathered_by_file() {
        let ended = |file: &str, name: &str| Ended {
            file: file.into(),
            name: name.to_owned(),
            passed: false,
        };
        let run = ["a.mjs", "b.mjs"].map(PathBuf::from);
        let failed = [("/t/a.mjs", "1"), ("/t/b.mjs", "2"), ("/t/a.mjs", "3")];
        let failed = failed.map(|(file, name)| ended(file, name));
        let files = by_file(failed.into_iter().collect(), &run);
        let names = |file: &str| {
            files[&vec![file.into()]]
                .iter()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(names("/t/a.mjs"), ["1", "3"]);
        assert_eq!(names("/t/b.mjs"), ["2"]);
        // The helper that made it has no tests of its own to be run.
        let made = by_file(vec![ended("/t/helpers/many.mjs", "4")], &run);
        assert_eq!(made.into_keys().collect::<Vec<_>>(), [run.to_vec()]);
    }
}
