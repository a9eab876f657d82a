//! `brief` and `readiness`: what a team takes away on paper; `verify`: whether a paper tells what the rehearsal gives.

use std::path::Path;

use clap::{Arg, ArgMatches, Command};
use onrush_brief::{
    Brief, Checked, Code, Extent, Known, NoCode, Played, Step, no_code, verification,
};
use onrush_runner::study::spread;
use onrush_runner::{Flow, Rehearsal, rehearse};
use onrush_scenario::{Scenario, stories, story};
use onrush_steps::Progress;
use onrush_study::{Ladder, Luck, Machine, Study};
use onrush_words::{Args, Words};
use serde::Serialize;

use crate::args;
use crate::input::{self, BadInput};
use crate::print;
use crate::screen::plain;

/// Names and versions of the formats. Fields may be added without a new version; none is renamed, removed or redefined.
const BRIEF: &str = "onrush-brief/1";
const READINESS: &str = "onrush-readiness/1";
const VERIFIED: &str = "onrush-verified/1";
/// The exit code of what is not the same.
const DIFFERS: u8 = 1;
/// Seeds of the chances and of the ladder on a sheet: those that the page asks for.
const FUTURES: u64 = 200;
const LADDER: u64 = 3;
const MOST_CROWD: f64 = 10.0;
const RUNGS: usize = 3;
/// How well chances are to be known: to plus or minus so much.
const WITHIN: f64 = 0.07;

/// What to write, or to check.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Papers {
    Brief(Ask),
    Readiness(Ask),
    Verify {
        /// A code, a link, or a file with one of these in it.
        what: String,
        plan: Option<String>,
        json: bool,
    },
}

/// Of which plan, and how.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    what: String,
    seed: u64,
    json: bool,
    /// Only what one rehearsal tells.
    quick: bool,
    /// File with the record of the eight steps.
    record: Option<String>,
}

pub(crate) fn commands(words: Words) -> [Command; 3] {
    let paper = |name: &'static str| {
        Command::new(name)
            .arg(args::what(words))
            .arg(args::seed(words, "cli.run.seed"))
            .arg(args::flag("json", words.t("cli.papers.json")))
            .arg(args::flag("markdown", words.t("cli.papers.markdown")).conflicts_with("json"))
            .after_help(words.t("cli.papers.exits"))
    };
    [
        paper("brief").about(words.t("cli.brief")),
        paper("readiness")
            .about(words.t("cli.readiness"))
            .arg(args::flag("quick", words.t("cli.readiness.quick")))
            .arg(
                Arg::new("record")
                    .long("record")
                    .value_name("FILE")
                    .help(words.t("cli.readiness.record")),
            ),
        Command::new("verify")
            .about(words.t("cli.verify"))
            .arg(
                Arg::new("what")
                    .value_name("CODE-LINK-OR-FILE")
                    .help(words.t("cli.verify.what"))
                    .required(true),
            )
            .arg(
                Arg::new("plan")
                    .long("plan")
                    .value_name("STORY-OR-FILE")
                    .help(words.t("cli.verify.plan")),
            )
            .arg(args::flag("json", words.t("cli.papers.json")))
            .after_help(words.t("cli.verify.exits")),
    ]
}

/// What was asked for; `None` where it is none of these.
pub(crate) fn asked(name: &str, m: &ArgMatches) -> Option<Papers> {
    let text = |name: &str| m.get_one::<String>(name).cloned();
    let ask = |quick, record| Ask {
        record,
        what: text("what").unwrap_or_default(),
        seed: m.get_one::<u64>("seed").copied().unwrap_or(1),
        json: m.get_flag("json"),
        quick,
    };
    Some(match name {
        "brief" => Papers::Brief(ask(true, None)),
        "readiness" => Papers::Readiness(ask(m.get_flag("quick"), text("record"))),
        "verify" => Papers::Verify {
            what: text("what").unwrap_or_default(),
            plan: text("plan"),
            json: m.get_flag("json"),
        },
        _ => return None,
    })
}

/// # Errors
/// What is wrong with the plan or the code, or that it could not be written.
pub(crate) fn run(words: Words, papers: &Papers) -> Result<u8, BadInput> {
    match papers {
        Papers::Brief(ask) => paper(words, ask, BRIEF, |brief, _| {
            brief.paper(words, Extent::Full).markdown()
        }),
        Papers::Readiness(ask) => paper(words, ask, READINESS, |brief, steps| {
            brief.sheet(steps, words, Extent::Full).markdown()
        }),
        Papers::Verify { what, plan, json } => verify(words, what, plan.as_deref(), *json),
    }
}

#[derive(Serialize)]
struct Out<'a> {
    format: &'static str,
    /// The plan itself, as in a link: what is needed to check the rest.
    plan: Option<String>,
    /// What proves each of the eight steps; empty where no record was given.
    #[serde(skip_serializing_if = "<[Step]>::is_empty")]
    steps: &'a [Step],
    #[serde(flatten)]
    brief: &'a Brief,
}

fn paper(
    words: Words,
    ask: &Ask,
    format: &'static str,
    markdown: impl Fn(&Brief, &[Step]) -> String,
) -> Result<u8, BadInput> {
    let plan = input::scenario(words, &ask.what)?;
    let done = rehearsed(words, &ask.what, &plan, ask.seed)?;
    let (chances, limits) = if ask.quick {
        (None, None)
    } else {
        let seeds = (1..=FUTURES).collect::<Vec<_>>();
        let most = seeds.len();
        let ladder = Ladder::new(plan.clone(), (1..=LADDER).collect(), MOST_CROWD, RUNGS);
        (
            Some(study(words, Luck::new(plan.clone(), seeds, most, WITHIN))?),
            Some(study(words, ladder)?),
        )
    };
    let part = done.rehearsed(&plan);
    let known = Known {
        played: Some(Played::of(&part, &done)),
        chances: chances.as_ref(),
        limits: limits.as_ref(),
    };
    let brief = Brief::of(&plan, &known, words);
    let steps = match &ask.record {
        None => Vec::new(),
        Some(file) => {
            let text = input::any_text(words, file)?;
            let progress =
                Progress::read(&text).map_err(|faults| BadInput(input::lines(words, &faults)))?;
            Step::all(&plan, &progress, words)
        }
    };
    let text = if ask.json {
        let out = Out {
            format,
            plan: plan.code(),
            steps: &steps,
            brief: &brief,
        };
        // Plain values with text keys can always be written.
        serde_json::to_string(&out).unwrap_or_default() + "\n"
    } else {
        markdown(&brief, &steps)
    };
    print(words, &text).map(|()| 0)
}

fn study<S: Study>(words: Words, study: S) -> Result<S::Answer, BadInput> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut machine = Machine::new(study);
    spread(&mut machine, threads, &mut |_| Flow::On)
        .map_err(|_| BadInput(vec![words.t("cli.cancelled")]))?;
    Ok(machine.answer())
}

fn rehearsed(words: Words, name: &str, plan: &Scenario, seed: u64) -> Result<Rehearsal, BadInput> {
    rehearse(plan, seed, &mut |_| Flow::On).map_err(|stopped| input::stopped(words, name, &stopped))
}

fn verify(words: Words, what: &str, plan: Option<&str>, json: bool) -> Result<u8, BadInput> {
    let bad = |id: &str| BadInput(vec![words.text(id, &Args::new().with("what", plain(what)))]);
    // A code or a link is no file; a file has one of them in it.
    let text = if Path::new(what).is_file() {
        input::any_text(words, what)?
    } else {
        what.to_owned()
    };
    let then = match code_in(&text) {
        Some(Ok(code)) => code,
        Some(Err(why)) => return Err(BadInput(vec![no_code(why, words)])),
        None => return Err(BadInput(vec![no_code(NoCode::Other, words)])),
    };
    let plan = match plan {
        Some(plan) => input::scenario(words, plan)?,
        None => plan_in(&text)
            .or_else(|| story_of(&then.fingerprint))
            .ok_or_else(|| bad("cli.verify.no-plan"))?,
    };
    let done = rehearsed(words, what, &plan, then.seed)?;
    let part = done.rehearsed(&plan);
    let now = Code {
        fingerprint: plan.fingerprint(),
        digest: done.digest.chars().take(then.digest.len()).collect(),
        ..Played::of(&part, &done).code()
    };
    let found = then.check(&now);
    let said = verification(&then, &now, words);
    let text = if json {
        let out = Verified {
            format: VERIFIED,
            found: &found,
            then: &then,
            now: &now,
            said: &said,
        };
        serde_json::to_string(&out).unwrap_or_default()
    } else {
        said.join("\n")
    };
    print(words, &(text + "\n"))?;
    Ok(if found == Checked::Verified {
        0
    } else {
        DIFFERS
    })
}

#[derive(Serialize)]
struct Verified<'a> {
    format: &'static str,
    #[serde(flatten)]
    found: &'a Checked,
    then: &'a Code,
    now: &'a Code,
    said: &'a [String],
}

/// The first code in a text; `None` where nothing looks like one.
fn code_in(text: &str) -> Option<Result<Code, NoCode>> {
    let whole = Code::read(text);
    if whole != Err(NoCode::Other) && !text.contains(['&', '"']) && text.len() < 300 {
        return Some(whole);
    }
    let at = text.find("or1-").or_else(|| text.find("OR1-"))?;
    // Markdown puts a backslash before letters that could mean something.
    let code: String = text[at..]
        .chars()
        .filter(|c| *c != '\\')
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect();
    // A full stop behind it ends the sentence, not the code.
    Some(Code::read(code.trim_end_matches('.')))
}

/// The plan in a link, or in the file of a sheet.
fn plan_in(text: &str) -> Option<Scenario> {
    let letters = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect()
    };
    for mark in ["p=1.", "\"plan\":\"1."] {
        if let Some(at) = text.find(mark) {
            let code = letters(&text[at + mark.len() - 2..]);
            return Scenario::from_code(&code).ok();
        }
    }
    let at = text.find("story=")?;
    let key = letters(&text[at + "story=".len()..]);
    Scenario::read(story(&key)?.file).ok()
}

/// The built-in story with this fingerprint.
fn story_of(fingerprint: &str) -> Option<Scenario> {
    stories()
        .iter()
        .filter_map(|story| Scenario::read(story.file).ok())
        .find(|plan| plan.fingerprint() == fingerprint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> String {
        let code = Code {
            fingerprint: "0123456789abcdef".to_owned(),
            seed: 7,
            engine: "0.1.0".to_owned(),
            digest: "fedcba9876543210".to_owned(),
            verdict: onrush_diagnose::Verdict::Holds,
            break_s: None,
            arrived: 5,
            lost: 0,
        };
        code.to_string()
    }

    #[test]
    fn a_code_is_found_by_itself_in_links_and_in_texts() {
        let code = code();
        for text in [
            code.clone(),
            format!("  {code} "),
            format!("https://example.com/#readiness&story=mole-app&seed=7&verify={code}"),
            format!("- **Code:** {code}\n\nOpen the link."),
            format!("The code is {code}. Check it."),
            format!("{{\"result\":{{\"code\":\"{code}\"}}}}"),
        ] {
            let found = code_in(&text).unwrap().unwrap();
            assert_eq!(found.seed, 7, "{text}");
        }
        assert_eq!(code_in("nothing at all"), None);
        assert_eq!(code_in(&format!("see {}x", &code)), Some(Err(NoCode::Slip)));
    }

    #[test]
    fn a_plan_is_found_in_links_and_in_files() {
        let plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
        let in_link = plan.code().unwrap();
        for text in [
            format!("https://example.com/#readiness&p={in_link}&seed=1&verify=x"),
            format!("[Open](<https://example.com/#p={in_link}&seed=1>)"),
            format!("{{\"format\":\"x\",\"plan\":\"{in_link}\",\"name\":\"y\"}}"),
            "https://example.com/#story=toy-shop&verify=x".to_owned(),
        ] {
            assert_eq!(plan_in(&text).as_ref(), Some(&plan), "{text}");
        }
        assert_eq!(plan_in("p=1.broken"), None);
        assert_eq!(plan_in("story=no-such"), None);
        assert_eq!(story_of(&plan.fingerprint()), Some(plan));
    }
}
