//! The checker: a plan and its progress in, a verdict for each step out. Plain code; nothing is asked of anybody.

mod look;
mod tasks;
#[cfg(test)]
mod tests;

use onrush_scenario::{Change, ClockTime, Scenario};

use crate::{Progress, Record, State, StepId, Wanted};
use look::{Look, Mode};

/// What the checker says of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepVerdict {
    /// Which.
    pub step: StepId,
    /// How far it has come.
    pub state: State,
    /// Its tasks, in order.
    pub tasks: Vec<TaskVerdict>,
    /// Where the plan has changed since the step was proven, or since its runs were recorded: the changes that could alter the
    /// result. Empty in every other case, and where that plan was not kept.
    pub changes: Vec<Change>,
    /// The runs that speak of it, oldest first.
    pub evidence: Vec<Evidence>,
}

impl StepVerdict {
    /// The runs that are still wanted, for all tasks together.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted> {
        let mut all: Vec<Wanted> = Vec::new();
        for wanted in self.tasks.iter().flat_map(|t| &t.wanted) {
            if !all.contains(wanted) {
                all.push(*wanted);
            }
        }
        all
    }

    /// The task with this id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<&TaskVerdict> {
        self.tasks.iter().find(|t| t.id == id)
    }
}

/// What the checker says of one task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskVerdict {
    /// A stable name within its step: `ramp`, `limit`.
    pub id: &'static str,
    /// Whether it is done.
    pub done: bool,
    /// Whether the step is proven only with it. The others are worth doing, too.
    pub needed: bool,
    /// What was looked at, and the line it is held against, by name.
    pub figures: Vec<Shown>,
    /// Runs that it still wants.
    pub wanted: Vec<Wanted>,
}

/// A figure by name, as a sentence needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its name in the sentence: `peak`, `limit`.
    pub name: &'static str,
    /// What it is.
    pub value: Value,
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number in the unit that its name tells.
    Number(f64),
    /// How many.
    Count(u64),
    /// A second of the rehearsal.
    Second(u32),
    /// A time of day.
    Time(ClockTime),
    /// An amount in the plan's currency.
    Money(f64),
    /// A part of the site, by station id.
    Part(String),
    /// Whether something is so.
    Flag(bool),
    /// A name that somebody gave.
    Name(String),
}

/// A record that speaks of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The record.
    pub record: Record,
    /// Whether it is of the plan as it is, as far as that could change its result.
    pub current: bool,
}

/// Says of each step how far `progress` has come with `plan`. Total and pure: the same for the page and the command line.
///
/// ```
/// use onrush_scenario::{Scenario, story};
/// use onrush_steps::{Progress, State, check};
///
/// let plan = Scenario::read(story("toy-shop").unwrap().file)?;
/// let verdicts = check(&plan, &Progress::new(&plan, true));
/// assert_eq!(verdicts.len(), 8);
/// assert!(verdicts.iter().all(|v| v.state != State::Proven), "nothing was run");
/// # Ok::<(), onrush_network::Faults>(())
/// ```
#[must_use]
pub fn check(plan: &Scenario, progress: &Progress) -> Vec<StepVerdict> {
    let now = Look::new(plan, progress, Mode::Now);
    let once = Look::new(plan, progress, Mode::Once);
    StepId::ALL
        .into_iter()
        .map(|step| verdict(step, plan, progress, &now, &once))
        .collect()
}

/// The newest ramp of this site that shows its limit, if there is one.
#[must_use]
pub fn ramp_of<'a>(plan: &'a Scenario, progress: &'a Progress) -> Option<&'a Record> {
    Look::new(plan, progress, Mode::Now).ramp()
}

fn verdict(
    step: StepId,
    plan: &Scenario,
    progress: &Progress,
    now: &Look,
    once: &Look,
) -> StepVerdict {
    let tasks = tasks::of(step, now);
    let proven = |tasks: &[TaskVerdict]| tasks.iter().all(|t| t.done || !t.needed);
    let evidence = now.evidence(step);
    let noted = progress.proven.iter().find(|p| p.step == step);
    if proven(&tasks) {
        return StepVerdict {
            step,
            state: State::Proven,
            tasks,
            changes: Vec::new(),
            evidence,
        };
    }
    // What was true of the plan when the runs were recorded, or when the step was proven.
    let was = noted.is_some() || proven(&tasks::of(step, once));
    let newest = evidence.iter().rev().find(|e| !e.current);
    let then = noted
        .map(|p| p.plan.as_str())
        .filter(|p| *p != plan.fingerprint())
        .or(newest.map(|e| e.record.plan.as_str()));
    let changes = then
        .and_then(|fingerprint| progress.kept(fingerprint))
        .map(|older| look::changes(step, &older, plan))
        .unwrap_or_default();
    let review_left = step == StepId::Review && was && noted.is_some();
    let outdated = newest.is_some() || review_left;
    let state = if was && (outdated || !changes.is_empty()) {
        State::Stale
    } else if !evidence.is_empty() || tasks.iter().any(|t| t.done) {
        State::InProgress
    } else {
        State::Open
    };
    let changes = if state == State::Stale || newest.is_some() {
        changes
    } else {
        Vec::new()
    };
    StepVerdict {
        step,
        state,
        tasks,
        changes,
        evidence,
    }
}
