//! What the records say of the plan: as it is now, or as it was when they were made.

use std::cell::RefCell;

use onrush_scenario::{Change, Scenario};

use super::Evidence;
use crate::{Part, Progress, Record, StepId, Trial, Wanted, ramp};

/// Which records count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Those of the plan as it is.
    Now,
    /// The newest of each kind, whatever has changed since.
    Once,
}

/// A plan, its progress, and which records count.
pub(super) struct Look<'a> {
    pub(super) plan: &'a Scenario,
    pub(super) progress: &'a Progress,
    mode: Mode,
    /// Keys of trials that were asked for: each is a plan written and hashed.
    keys: RefCell<Vec<(Trial, String)>>,
}

impl<'a> Look<'a> {
    pub(super) fn new(plan: &'a Scenario, progress: &'a Progress, mode: Mode) -> Self {
        Self {
            plan,
            progress,
            mode,
            keys: RefCell::default(),
        }
    }

    /// Whether a record is of the plan as it is.
    pub(super) fn is_current(&self, record: &Record) -> bool {
        let trial = record.wanted.trial;
        let whole = !matches!(trial, Trial::Forecast | Trial::Ramp { .. });
        // All trials on the whole plan share its fingerprint.
        let asked = if whole { Trial::Expected } else { trial };
        let mut keys = self.keys.borrow_mut();
        if let Some((_, key)) = keys.iter().find(|(t, _)| *t == asked) {
            return *key == record.key;
        }
        let key = asked.key(self.plan);
        let same = key == record.key;
        keys.push((asked, key));
        same
    }

    /// Whether what was true once counts, too.
    pub(super) fn is_once(&self) -> bool {
        self.mode == Mode::Once
    }

    fn counts(&self, record: &Record) -> bool {
        self.mode == Mode::Once || self.is_current(record)
    }

    /// The newest record that counts of this trial and seed.
    pub(super) fn run(&self, wanted: Wanted) -> Option<&'a Record> {
        let mut newest = self.progress.records.iter().rev();
        newest.find(|r| r.wanted == wanted && self.counts(r))
    }

    /// All that count of a trial, one for each seed.
    pub(super) fn runs(&self, trial: Trial) -> Vec<&'a Record> {
        let all = self.progress.records.iter();
        all.filter(|r| r.wanted.trial == trial && self.counts(r))
            .collect()
    }

    /// The newest ramp that counts and shows the limit.
    pub(super) fn ramp(&self) -> Option<&'a Record> {
        let mut newest = self.progress.records.iter().rev();
        newest.find(|r| ramp::shows_limit(r) && self.counts(r))
    }

    /// The ramp to be run next.
    pub(super) fn next_ramp(&self) -> Option<Wanted> {
        let ramps = || {
            let newest = self.progress.records.iter().rev();
            newest.filter(|r| matches!(r.wanted.trial, Trial::Ramp { .. }))
        };
        let before = ramps()
            .find(|r| self.is_current(r))
            .or_else(|| ramps().next());
        ramp::next(self.plan, before).ok().map(Wanted::first)
    }

    /// The records that speak of a step.
    pub(super) fn evidence(&self, step: StepId) -> Vec<Evidence> {
        let lines = self.progress.thresholds;
        let speaks = |r: &Record| match (step, r.wanted.trial) {
            (StepId::Numbers, Trial::Forecast)
            | (StepId::Now, Trial::Ramp { .. })
            | (StepId::Rigour, Trial::Expected | Trial::Earlier { .. } | Trial::Longer)
            | (StepId::Contingency, Trial::Fault { .. } | Trial::Double(_)) => true,
            (StepId::Architecture | StepId::Infrastructure, Trial::Expected) => r.wanted.seed == 1,
            (StepId::Rigour, trial) => trial == Trial::Crowd(lines.larger_crowd),
            (StepId::Controls, trial) => trial == Trial::Crowd(lines.largest_crowd),
            _ => false,
        };
        self.progress
            .records
            .iter()
            .filter(|r| speaks(r))
            .map(|r| Evidence {
                record: r.clone(),
                current: self.is_current(r),
            })
            .collect()
    }

    /// The parts of the plan that can break.
    pub(super) fn breakable(&self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(|part| part.is_in(self.plan))
    }
}

/// What differs between two plans and could change what a step's runs show.
pub(super) fn changes(step: StepId, older: &Scenario, newer: &Scenario) -> Vec<Change> {
    let trial = match step {
        StepId::Numbers => Trial::Forecast,
        StepId::Now => Trial::Ramp {
            to_per_s: 1.0,
            minutes: 1,
        },
        _ => Trial::Expected,
    };
    let matter = |plan: &Scenario| trial.matter(plan).what_counts();
    matter(older).changes(&matter(newer))
}
