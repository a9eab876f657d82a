//! Hands out the jobs of a study and takes their results, in any order.

use std::collections::BTreeMap;

use onrush_network::Faults;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::{Job, Outcome, Task};

/// What became of a task: an outcome, or why the plan cannot be computed.
pub type Result = core::result::Result<Outcome, Faults>;

/// A task that has been computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// What was computed.
    pub task: Task,
    /// What came out.
    pub result: Result,
}

/// A question that jobs answer, stage by stage: what a stage finds decides what the next one asks.
pub trait Study {
    /// What is known so far.
    type Answer;

    /// The plans that tasks speak of.
    fn plans(&self) -> &[Scenario];

    /// The tasks after the stage that is `done` (empty at the very beginning); none when nothing is left to be asked.
    fn stage(&mut self, done: &[Done]) -> Vec<Task>;

    /// Takes what is there of a stage that will not be completed, for the answer of a study that is stopped. Where a stage says
    /// nothing by half, it is left aside.
    fn hear(&mut self, done: &[Done]) {
        let _ = done;
    }

    /// What is known now.
    fn answer(&self) -> Self::Answer;

    /// How many tasks are expected after those handed out so far, as far as one can tell.
    fn to_come(&self) -> usize;
}

/// How far a study is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advance {
    /// Jobs done.
    pub done: usize,
    /// Jobs in all, as far as one can tell now.
    pub of: usize,
    /// Of those done, exact runs.
    pub exact: usize,
}

/// A study at work.
///
/// Ask for jobs with [`Machine::next_jobs`], compute them anywhere and in any order, hand the results to [`Machine::take`], and
/// read [`Machine::answer`] whenever you like. A stage begins when the one before is complete, so the answer does not depend on
/// how many computed or who was faster. To stop, drop it.
#[derive(Debug)]
pub struct Machine<S> {
    study: S,
    waiting: Vec<Job>,
    open: BTreeMap<u32, Task>,
    done: BTreeMap<u32, Done>,
    numbered: u32,
    finished: usize,
    exact: usize,
}

impl<S: Study> Machine<S> {
    /// A study about to begin.
    #[must_use]
    pub fn new(mut study: S) -> Self {
        let tasks = study.stage(&[]);
        let mut machine = Self {
            study,
            waiting: Vec::new(),
            open: BTreeMap::new(),
            done: BTreeMap::new(),
            numbered: 0,
            finished: 0,
            exact: 0,
        };
        machine.queue(tasks);
        machine
    }

    fn queue(&mut self, tasks: Vec<Task>) {
        for task in tasks {
            self.waiting.push(Job {
                number: self.numbered,
                task,
            });
            self.numbered += 1;
        }
        // Handed out from the end.
        self.waiting.reverse();
    }

    /// Up to `at_most` jobs that nobody has yet. None while others must be finished first, and when all is [`Machine::done`].
    pub fn next_jobs(&mut self, at_most: usize) -> Vec<Job> {
        let from = self.waiting.len().saturating_sub(at_most);
        let mut jobs = self.waiting.split_off(from);
        jobs.reverse();
        for job in &jobs {
            self.open.insert(job.number, job.task.clone());
        }
        jobs
    }

    /// Takes the result of a job. Results of jobs that were not handed out, or that came already, are left aside.
    pub fn take(&mut self, number: u32, result: Result) {
        let Some(task) = self.open.remove(&number) else {
            return;
        };
        self.finished += 1;
        self.exact += usize::from(task.fidelity == crate::Fidelity::Exact);
        self.done.insert(number, Done { task, result });
        if self.open.is_empty() && self.waiting.is_empty() {
            let stage: Vec<Done> = core::mem::take(&mut self.done).into_values().collect();
            let tasks = self.study.stage(&stage);
            self.queue(tasks);
        }
    }

    /// Whether nothing is left to be computed.
    #[must_use]
    pub fn done(&self) -> bool {
        self.open.is_empty() && self.waiting.is_empty()
    }

    /// What is known now.
    #[must_use]
    pub fn answer(&self) -> S::Answer {
        self.study.answer()
    }

    /// Ends it: what is known, with what has come of the stage under way.
    #[must_use]
    pub fn stopped(mut self) -> S::Answer {
        let stage: Vec<Done> = core::mem::take(&mut self.done).into_values().collect();
        self.study.hear(&stage);
        self.study.answer()
    }

    /// How far it is.
    #[must_use]
    pub fn advance(&self) -> Advance {
        let handed = self.waiting.len() + self.open.len();
        let to_come = if self.done() { 0 } else { self.study.to_come() };
        Advance {
            done: self.finished,
            of: self.finished + handed + to_come,
            exact: self.exact,
        }
    }

    /// The plans that jobs speak of, by [`Task::plan`].
    #[must_use]
    pub fn plans(&self) -> &[Scenario] {
        self.study.plans()
    }

    /// The study itself.
    #[must_use]
    pub fn study(&self) -> &S {
        &self.study
    }
}
