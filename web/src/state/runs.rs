//! The rehearsals that were asked for, and how far each has come.

use std::collections::BTreeMap;
use std::rc::Rc;

use onrush_network::Faults;
use onrush_runner::{Progress, Rehearsal};

use super::Shared;

/// What a result depends on: the plan, by its fingerprint, and the seed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RunKey {
    /// Fingerprint of the scenario's file.
    pub(crate) plan: Rc<str>,
    /// The seed.
    pub(crate) seed: u64,
}

/// What the worker is asked to do. Equal jobs are the same job: the number is never used twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Job {
    /// Its number, repeated in every answer, so that an answer to an older question is recognised.
    pub(crate) number: u32,
    /// The scenario's file.
    pub(crate) file: Rc<str>,
    /// Whose result it will be.
    pub(crate) key: RunKey,
}

/// How far one rehearsal has come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Run {
    /// Under way; `None` until the worker has said how far.
    Running(Option<Progress>),
    /// Stopped by the person.
    Cancelled,
    /// The worker stopped by itself, and what it said (for IT).
    Crashed(Rc<str>),
    /// The program that computes has not arrived, and why (for IT).
    Absent(Rc<str>),
    /// The scenario cannot be run.
    Refused(Shared<Faults>),
    /// Finished.
    Done(Shared<Rehearsal>),
}

/// All rehearsals of this visit to the page: at most one under way, and the latest few finished.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Runs {
    by_key: BTreeMap<RunKey, Run>,
    active: Option<Job>,
    jobs_so_far: u32,
    /// Finished ones, oldest first.
    finished: Vec<RunKey>,
}

/// Finished rehearsals that are kept; each is a few megabytes at most.
const KEPT: usize = 6;

impl Runs {
    /// The rehearsal of this plan and seed, if it was ever asked for.
    pub(crate) fn get(&self, key: &RunKey) -> Option<&Run> {
        self.by_key.get(key)
    }

    /// What the worker should be doing.
    pub(crate) fn active(&self) -> Option<&Job> {
        self.active.as_ref()
    }

    /// Asks for a rehearsal, unless it is there or under way. One under way for something else is given up.
    pub(crate) fn start(&mut self, key: RunKey, file: Rc<str>) {
        if matches!(self.get(&key), Some(Run::Running(_) | Run::Done(_))) {
            return;
        }
        if let Some(job) = self.active.take() {
            self.by_key.remove(&job.key);
        }
        self.jobs_so_far += 1;
        self.by_key.insert(key.clone(), Run::Running(None));
        self.active = Some(Job {
            number: self.jobs_so_far,
            file,
            key,
        });
    }

    /// The person stops what is under way.
    pub(crate) fn cancel(&mut self) {
        if let Some(job) = self.active.take() {
            self.by_key.insert(job.key, Run::Cancelled);
        }
    }

    /// What was under way has ended without a result, like this.
    pub(crate) fn stopped(&mut self, end: Run) {
        if let Some(job) = self.active.take() {
            self.by_key.insert(job.key, end);
        }
    }

    /// Job `number` has come this far.
    pub(crate) fn progress(&mut self, number: u32, progress: Progress) {
        if let Some(job) = self.active.as_ref().filter(|job| job.number == number) {
            self.by_key
                .insert(job.key.clone(), Run::Running(Some(progress)));
        }
    }

    /// Job `number` was refused.
    pub(crate) fn refused(&mut self, number: u32, faults: Faults) {
        if let Some(job) = self.active.take_if(|job| job.number == number) {
            self.by_key
                .insert(job.key, Run::Refused(Shared::new(faults)));
        }
    }

    /// Job `number` is done. Says whether anybody was waiting for it.
    pub(crate) fn done(&mut self, number: u32, rehearsal: Shared<Rehearsal>) -> bool {
        let Some(job) = self.active.take_if(|job| job.number == number) else {
            return false;
        };
        self.by_key.insert(job.key.clone(), Run::Done(rehearsal));
        self.finished.push(job.key);
        if self.finished.len() > KEPT {
            let oldest = self.finished.remove(0);
            self.by_key.remove(&oldest);
        }
        true
    }
}
