//! `review`: what really happened, laid over the plan.

mod actual;
mod json;

use std::fs;

use clap::{Arg, ArgMatches, Command};
use onrush_review::{
    Actual, Comparison, Crowd, Fit, Match, NoFit, Placed, Recalibrated, Unit, best_match, by_clock,
    compare, fit, recalibrated, reported,
};
use onrush_runner::{Flow, rehearse};
use onrush_scenario::Scenario;
use onrush_words::{Args, Words};

use crate::args;
use crate::input::{self, BadInput};
use crate::print;
use crate::screen::{Screen, Tone, plain};
use crate::typed::Wanted;

/// What to review, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Review {
    what: String,
    actual: String,
    column: Option<String>,
    time: Option<String>,
    unit: Option<Unit>,
    shift: Shift,
    nobody: bool,
    leave_out: bool,
    goals: Option<f64>,
    write: Option<String>,
    json: bool,
}

/// Where the measurement is placed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shift {
    /// By its clock; where it has none, where it looks most like the forecast.
    Clock,
    /// Where it looks most like the forecast.
    Best,
    /// So many seconds later than its clock.
    By(i64),
}

pub(crate) fn command(words: Words) -> Command {
    let option = |name: &'static str, value: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(words.t(&format!("cli.review.{}", name.replace('-', "_"))))
    };
    let flag = |name: &'static str, id: &str| args::flag(name, words.t(id));
    Command::new("review")
        .about(words.t("cli.review"))
        .after_help(words.t("cli.review.exits"))
        .arg(args::what(words))
        .arg(option("actual", "FILE").required(true))
        .arg(option("column", "NAME-OR-NUMBER"))
        .arg(option("time-column", "NAME-OR-NUMBER"))
        .arg(option("unit", "UNIT").value_parser(Unit::ALL.map(Unit::id)))
        .arg(
            option("shift", "SECONDS")
                .value_parser(shift)
                .allow_hyphen_values(true),
        )
        .arg(flag("gaps-are-nobody", "cli.review.gaps_are_nobody"))
        .arg(flag("leave-out", "cli.review.leave_out"))
        .arg(option("goals", "N").value_parser(goals))
        .arg(option("write", "FILE"))
        .arg(flag("json", "cli.review.json"))
}

/// Most goals that can have been counted.
const MOST_GOALS: u32 = 1_000_000_000;

fn shift(text: &str) -> Result<Shift, Wanted> {
    if text == "best" {
        return Ok(Shift::Best);
    }
    let seconds = text.parse::<i64>().ok();
    seconds
        .filter(|s| s.abs() <= 400 * 86_400)
        .map(Shift::By)
        .ok_or(Wanted::Shift)
}

fn goals(text: &str) -> Result<f64, Wanted> {
    let n = text.parse::<f64>().ok();
    n.filter(|n| (1.0..=f64::from(MOST_GOALS)).contains(n))
        .ok_or(Wanted::Between(1, MOST_GOALS))
}

pub(crate) fn asked(m: &ArgMatches) -> Review {
    let text = |name: &str| m.get_one::<String>(name).cloned();
    let unit = text("unit");
    Review {
        what: text("what").unwrap_or_default(),
        actual: text("actual").unwrap_or_default(),
        column: text("column"),
        time: text("time-column"),
        unit: Unit::ALL
            .into_iter()
            .find(|known| Some(known.id()) == unit.as_deref()),
        shift: m.get_one::<Shift>("shift").copied().unwrap_or(Shift::Clock),
        nobody: m.get_flag("gaps-are-nobody"),
        leave_out: m.get_flag("leave-out"),
        goals: m.get_one::<f64>("goals").copied(),
        write: text("write"),
        json: m.get_flag("json"),
    }
}

/// All that was found.
struct Found {
    scenario: Scenario,
    actual: Actual,
    /// What the file's reading had to say.
    notices: Vec<String>,
    placed: Placed,
    best: Option<Match>,
    at_s: i64,
    comparison: Comparison,
    fit: Result<Fit, NoFit>,
    new: Option<Recalibrated>,
    after: Option<Comparison>,
    cost_per_goal: Option<f64>,
    reported: Vec<String>,
}

/// # Errors
/// What is wrong with the plan or the file, or why the new plan cannot be written.
pub(crate) fn run(words: Words, review: &Review) -> Result<u8, BadInput> {
    let scenario = input::scenario(words, &review.what)?;
    let found = find(words, review, scenario)?;
    if let Some(file) = &review.write {
        write(words, file, &found)?;
    }
    let text = if review.json {
        json::text(words, &found)
    } else {
        told(words, Screen::of_stdout(), &found)
    };
    print(words, &text)?;
    Ok(0)
}

fn find(words: Words, review: &Review, scenario: Scenario) -> Result<Found, BadInput> {
    let faults = |faults| BadInput(input::lines(words, &faults));
    let (actual, notices) = actual::read(words, review)?;
    let crowd = Crowd::of(&scenario, actual.unit).map_err(faults)?;
    let placed = by_clock(&actual, &scenario.clock);
    let best = best_match(&crowd, &actual, placed);
    let likely = best.map_or(placed.at_s, |best| best.at_s);
    let at_s = match review.shift {
        Shift::By(seconds) => placed.at_s.saturating_add(seconds),
        Shift::Best => likely,
        Shift::Clock => placed.likely(best),
    };
    let comparison = compare(&crowd, &actual, at_s);
    let fit = fit(&scenario, &actual, at_s);
    let note = words.review_note(&actual.name, &actual.digest());
    let new = match &fit {
        Ok(fit) => Some(recalibrated(&scenario, fit, &note).map_err(faults)?),
        Err(_) => None,
    };
    let after = match &new {
        Some(new) => {
            let crowd = Crowd::of(&new.plan, actual.unit).map_err(faults)?;
            Some(compare(&crowd, &actual, at_s))
        }
        None => None,
    };
    let cost_per_goal = match review.goals {
        Some(goals) => {
            let rehearsal = rehearse(&scenario, 1, &mut |_| Flow::On)
                .map_err(|stopped| input::stopped(words, &review.what, &stopped))?;
            Some(rehearsal.diagnosis.money.cost() / goals)
        }
        None => None,
    };
    let figures = scenario.story.as_deref().map_or(&[][..], reported);
    let requests = Crowd::of(&scenario, Unit::Requests).map_err(faults)?;
    let visits = Crowd::of(&scenario, Unit::Visits).map_err(faults)?;
    let said = figures
        .iter()
        .map(|figure| words.reported(figure, &visits, &requests));
    Ok(Found {
        reported: said.collect(),
        scenario,
        actual,
        notices,
        placed,
        best,
        at_s,
        comparison,
        fit,
        new,
        after,
        cost_per_goal,
    })
}

fn write(words: Words, file: &str, found: &Found) -> Result<(), BadInput> {
    let Some(new) = &found.new else {
        let why = found.fit.as_ref().err().map(|why| words.review_no_fit(why));
        return Err(BadInput(vec![why.unwrap_or_default()]));
    };
    let mut plan = new.plan.clone();
    let args = Args::new().with("name", &plan.name);
    plan.name = words
        .text("review.new_name", &args)
        .chars()
        .take(80)
        .collect();
    fs::write(file, plan.write()).map_err(|e| {
        let args = Args::new().with("why", e.to_string());
        let why = words.text("cli.bad.unwritable", &args);
        BadInput(vec![plain(&format!("{file}: {why}"))])
    })
}

fn told(words: Words, screen: Screen, found: &Found) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut say = |title: Option<String>, said: Vec<String>| {
        if said.is_empty() {
            return;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(title.map(|title| screen.paint(Tone::Strong, &title)));
        for sentence in said {
            lines.extend(screen.wrap("", &plain(&sentence)));
        }
    };
    let mut score = words.review_score(&found.comparison);
    score.extend(found.notices.iter().cloned());
    say(None, score);
    say(
        Some(words.t("cli.review.title.clock")),
        words.review_place(found.placed, found.best, found.at_s),
    );
    let learned = match &found.fit {
        Ok(fit) => words.review_fit(&found.scenario, fit),
        Err(why) => vec![words.review_no_fit(why)],
    };
    say(Some(words.t("cli.review.title.learned")), learned);
    let changes = found.new.as_ref().map_or_else(Vec::new, |new| {
        let names = words.names_of(&found.scenario);
        new.changes.iter().map(|c| names.change(c)).collect()
    });
    say(Some(words.t("cli.review.title.changes")), changes);
    let after = found.after.as_ref().filter(|after| after.score.is_ok());
    say(
        Some(words.t("cli.review.title.after")),
        after.map_or_else(Vec::new, |after| vec![words.review_finding(after)]),
    );
    let cost = found.cost_per_goal.map(|cost| {
        let currency = &found.scenario.money.currency;
        words.text(
            "cli.review.cost",
            &Args::new().with("cost", words.money_exact(cost, currency)),
        )
    });
    say(None, cost.into_iter().collect());
    let mut reported = found.reported.clone();
    if !reported.is_empty() {
        reported.push(words.t("review.reported.few"));
    }
    say(Some(words.t("cli.review.title.reported")), reported);
    lines.push(String::new());
    lines.join("\n")
}
