//! What a plan that holds could do without.
//!
//! Each saver is forecast in several sizes with a crowd a quarter larger; the one that saves most of those that hold there runs
//! exactly, with the planned crowd and with the larger one. Where it does not hold, the next gentler one has its turn.

use super::advisor::{Advisor, Candidate, HANDFUL};
use super::{Advised, Aim};
use crate::levers::savers;
use crate::{Outcome, Task, Variant};

/// The crowd for which room is left, as a factor of the planned one.
const ROOMY: f64 = 1.25;
/// Sizes of a saver that run exactly before it is left alone.
const TRIES: usize = 3;

impl Advisor {
    /// Forecasts of all savers, with the larger crowd and, for their price, with the planned one.
    pub(super) fn spare(&mut self) -> Vec<Task> {
        self.aim = Aim::Thrift;
        self.candidates.clear();
        self.asked.clear();
        self.tried = 0;
        let mut tasks = Vec::new();
        for saver in savers() {
            let before = self.candidates.len();
            for edit in (saver.sizes)(self.plan()) {
                let plan = self.plan().edited(&edit);
                let new = plan.is_ok_and(|p| !self.is_this(&p))
                    && self.candidates.iter().all(|c| c.edit != edit);
                if new {
                    self.candidates.push(Candidate::new(saver, edit));
                }
            }
            self.tried += usize::from(self.candidates.len() > before);
        }
        for (i, candidate) in self.candidates.iter().enumerate() {
            for crowd in [ROOMY, 1.0] {
                tasks.push(Task::forecast(0, with_crowd(candidate, crowd)));
                self.asked.push(Some(i));
            }
        }
        tasks
    }

    /// The next size of each saver that has none yet; exact runs with the first seed.
    pub(super) fn spare_first(&mut self) -> Vec<Task> {
        let mut chosen = Vec::new();
        for saver in savers() {
            let of = |c: &&Candidate| c.levers[0].id == saver.id;
            let ran = |c: &&Candidate| of(c) && !c.runs.is_empty();
            let own = || self.candidates.iter();
            let found = own().filter(ran).any(|c| self.is_spare(c));
            if found || own().filter(ran).count() >= TRIES {
                continue;
            }
            let next = self.candidates.iter().position(|c| {
                let holds = |o: &Outcome| o.holds && o.lost < HANDFUL.max(o.arrived * 0.001);
                of(&c)
                    && c.runs.is_empty()
                    && c.roomy_forecast.as_ref().is_some_and(holds)
                    && self.forecast_of(c) > 0.0
            });
            chosen.extend(next);
        }
        self.run_roomy(&chosen, 0..1)
    }

    /// Those that held, with further seeds.
    pub(super) fn spare_more(&mut self) -> Vec<Task> {
        let held: Vec<usize> = (0..self.candidates.len())
            .filter(|i| self.is_spare(&self.candidates[*i]))
            .collect();
        self.finalists = held.len().max(1);
        if held.is_empty() {
            return Vec::new();
        }
        self.run_roomy(&held, 1..self.seeds.len().min(3))
    }

    fn run_roomy(&mut self, which: &[usize], seeds: std::ops::Range<usize>) -> Vec<Task> {
        if which.is_empty() {
            return Vec::new();
        }
        let mut tasks = self.run(which, seeds.clone());
        for seed in self.seeds.get(seeds).unwrap_or_default() {
            for i in which {
                let variant = with_crowd(&self.candidates[*i], ROOMY);
                tasks.push(Task::exact(0, variant, *seed));
                self.asked.push(Some(*i));
            }
        }
        tasks
    }

    /// Whether all runs say that it holds as well, costs less, and holds with a larger crowd.
    pub(super) fn is_spare(&self, candidate: &Candidate) -> bool {
        let cheaper = self.gain(candidate).is_some_and(|g| g.cost < -0.005);
        let as_well = candidate.runs.iter().all(|(seed, this)| {
            let base = self.base_runs.iter().find(|(s, _)| s == seed);
            base.is_some_and(|(_, base)| {
                let met = |(target, met): &(_, bool)| !met || this.met(*target) == Some(true);
                self.good_enough(this)
                    && this.lost <= base.lost + HANDFUL
                    && base.targets.iter().all(met)
            })
        });
        let room = candidate.roomy_runs.iter().all(|o| o.holds);
        cheaper && as_well && room && candidate.roomy_runs.len() == candidate.runs.len()
    }

    /// What could be saved, the most money first; then what was tried and did not hold.
    pub(super) fn savings(&self) -> Vec<Advised> {
        let ran = self.candidates.iter().filter(|c| !c.runs.is_empty());
        let mut options: Vec<Advised> = ran.map(|c| self.advised(c)).collect();
        let cost = |o: &Advised| o.gain.map_or(0.0, |g| g.cost);
        options.sort_by(|a, b| {
            let unsupported = |o: &Advised| !o.supported;
            (unsupported(a).cmp(&unsupported(b))).then_with(|| cost(a).total_cmp(&cost(b)))
        });
        options
    }
}

fn with_crowd(candidate: &Candidate, crowd: f64) -> Variant {
    Variant {
        crowd,
        ..Variant::edited(candidate.edit.clone())
    }
}

/// Whether a task asks for the larger crowd.
pub(super) fn is_roomy(variant: &Variant) -> bool {
    variant.crowd > 1.0
}
