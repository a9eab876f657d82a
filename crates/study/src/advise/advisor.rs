//! Which levers are tried, and in which order.

use onrush_scenario::{Edit, Scenario};

use super::thrift::is_roomy;
use super::{Advice, Aim, Found};
use crate::levers::{Lever, Side, levers};
use crate::{Done, Fidelity, Outcome, Study, Task, Variant};

/// Options that are run exactly, levers alone.
const SINGLES: usize = 7;
/// The same, pairs.
const PAIRS: usize = 3;
/// Options that are run with more than one seed.
const FINALISTS: usize = 5;
/// Levers whose pairs are forecast.
const PAIRED: usize = 5;
/// Fewer people are chance.
pub(super) const HANDFUL: f64 = 5.0;
/// The gentlest pull that reaches this share of what the strongest saves is enough.
const ENOUGH: f64 = 0.95;

/// A lever or a pair, pulled in one size.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) levers: Vec<&'static Lever>,
    pub(super) edit: Edit,
    pub(super) forecast: Option<Outcome>,
    pub(super) runs: Vec<(u64, Outcome)>,
    /// With a larger crowd: what saves must leave room.
    pub(super) roomy_forecast: Option<Outcome>,
    pub(super) roomy_runs: Vec<Outcome>,
}

impl Candidate {
    pub(super) fn new(lever: &'static Lever, edit: Edit) -> Self {
        Self {
            levers: vec![lever],
            edit,
            forecast: None,
            runs: Vec::new(),
            roomy_forecast: None,
            roomy_runs: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Sizes,
    Base,
    Pairs,
    First,
    More,
    Again,
    SpareFirst,
    SpareMore,
    Over,
}

/// Tries all levers on a plan.
///
/// *Sift.* Each lever is forecast in several sizes; the gentlest that does nearly as much as the strongest is kept, and the best levers
/// are paired. *Prove.* The plan and the best options run exactly with one seed; those that do not help there go. The rest run
/// with more seeds, and once more with further ones where the interval still holds zero.
///
/// Where the forecast sees nobody lost, the plan itself runs exactly first: if it is slow, options are measured by the visitors without a
/// slow page, and sifted by the forecast's mean page time; if it is fast, the advisor looks for what it could do without.
#[derive(Debug)]
pub struct Advisor {
    pub(super) plans: Vec<Scenario>,
    pub(super) seeds: Vec<u64>,
    stage: Stage,
    pub(super) base: Option<Outcome>,
    pub(super) base_runs: Vec<(u64, Outcome)>,
    /// What the tasks of the stage under way belong to; `None`: the plan as it is.
    pub(super) asked: Vec<Option<usize>>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) tried: usize,
    pub(super) aim: Aim,
    pub(super) finalists: usize,
    found: Found,
}

impl Advisor {
    /// An advisor that proves with these seeds; at least two are needed, or nothing can be supported.
    #[must_use]
    pub fn new(plan: Scenario, seeds: Vec<u64>) -> Self {
        Self {
            plans: vec![plan],
            seeds,
            stage: Stage::Sizes,
            base: None,
            base_runs: Vec::new(),
            asked: Vec::new(),
            candidates: Vec::new(),
            tried: 0,
            aim: Aim::Answers,
            finalists: 1,
            found: Found::Searching,
        }
    }

    pub(super) fn plan(&self) -> &Scenario {
        &self.plans[0]
    }

    /// Every lever in every size that leaves a sound plan.
    fn sizes(&mut self) -> Vec<Task> {
        for lever in levers() {
            let sound: Vec<Edit> = (lever.sizes)(self.plan())
                .into_iter()
                .filter(|edit| {
                    self.plan()
                        .edited(edit)
                        .is_ok_and(|p| !differs_not(self.plan(), &p))
                })
                .collect();
            self.tried += usize::from(!sound.is_empty());
            self.candidates
                .extend(sound.into_iter().map(|edit| Candidate::new(lever, edit)));
        }
        let mut tasks = vec![Task::forecast(0, Variant::default())];
        self.asked = vec![None];
        for (i, candidate) in self.candidates.iter().enumerate() {
            tasks.push(Task::forecast(0, Variant::edited(candidate.edit.clone())));
            self.asked.push(Some(i));
        }
        tasks
    }

    /// Files the outcomes of a stage.
    fn hear(&mut self, done: &[Done]) {
        for (whose, Done { task, result }) in self.asked.iter().zip(done) {
            let Ok(outcome) = result else {
                continue;
            };
            let outcome = outcome.clone();
            match (whose, task.fidelity) {
                (None, Fidelity::Forecast) => self.base = Some(outcome),
                (None, Fidelity::Exact) => self.base_runs.push((task.seed, outcome)),
                (Some(i), Fidelity::Forecast) if is_roomy(&task.variant) => {
                    self.candidates[*i].roomy_forecast = Some(outcome);
                }
                (Some(i), Fidelity::Exact) if is_roomy(&task.variant) => {
                    self.candidates[*i].roomy_runs.push(outcome);
                }
                (Some(i), Fidelity::Forecast) => self.candidates[*i].forecast = Some(outcome),
                (Some(i), Fidelity::Exact) => self.candidates[*i].runs.push((task.seed, outcome)),
            }
        }
    }

    /// Where the forecast sees nobody lost: the plan itself, exactly, before anything else is looked into.
    fn base_first(&mut self) -> Vec<Task> {
        let foreseen = self.base.as_ref();
        if foreseen.is_some_and(|o| o.holds && o.lost < nobody(o)) {
            self.run(&[], 0..1)
        } else {
            Vec::new()
        }
    }

    /// What options are to be measured by, once the plan has run.
    fn choose_aim(&mut self) {
        let Some((_, base)) = self.base_runs.first() else {
            return;
        };
        let slow = !base.fast || base.met(onrush_diagnose::TargetId::PageP95) == Some(false);
        if base.part.is_none() && base.holds && slow && base.served_slowly >= nobody(base) {
            self.aim = Aim::Speed;
        }
    }

    /// Whether the plan ran and there is nothing to mend.
    fn is_well(&self) -> bool {
        let well = |o: &Outcome| o.part.is_none() && o.holds && o.lost < nobody(o);
        self.aim == Aim::Answers && self.base_runs.first().is_some_and(|(_, o)| well(o))
    }

    /// Keeps of each lever the gentlest size that does nearly as much as its best one.
    fn keep_best_sizes(&mut self) {
        let saved: Vec<f64> = self
            .candidates
            .iter()
            .map(|c| self.forecast_of(c))
            .collect();
        let mut keep = vec![false; saved.len()];
        for lever in levers() {
            let own = || {
                let all = self.candidates.iter().enumerate();
                all.filter(|(_, c)| c.levers[0].id == lever.id && c.forecast.is_some())
                    .map(|(i, _)| i)
            };
            let best = own().map(|i| saved[i]).fold(f64::NEG_INFINITY, f64::max);
            // Where the forecast sees nothing to save, the strongest pull shows most.
            let chosen = if best > self.worth_a_run() {
                own().find(|i| saved[*i] >= ENOUGH * best)
            } else {
                own().next_back()
            };
            if let Some(i) = chosen {
                keep[i] = true;
            }
        }
        let mut keep = keep.into_iter();
        self.candidates.retain(|_| keep.next().unwrap_or(false));
    }

    /// Positions of candidates by what the forecast says they save, the most first.
    fn by_forecast(&self, wanted: impl Fn(&Candidate) -> bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.candidates.len())
            .filter(|i| wanted(&self.candidates[*i]))
            .collect();
        let saved = |i: &usize| self.forecast_of(&self.candidates[*i]);
        order.sort_by(|a, b| saved(b).total_cmp(&saved(a)));
        order
    }

    fn pairs(&mut self) -> Vec<Task> {
        self.keep_best_sizes();
        let worth = self.worth_a_run();
        let mut best = self.by_forecast(|c| self.forecast_of(c) > worth);
        best.truncate(PAIRED);
        let mut pairs = Vec::new();
        for (n, first) in best.iter().enumerate() {
            for second in &best[n + 1..] {
                pairs.extend(self.pair(*first, *second));
            }
        }
        let from = self.candidates.len();
        self.asked = (from..from + pairs.len()).map(Some).collect();
        let tasks = pairs
            .iter()
            .map(|p: &Candidate| Task::forecast(0, Variant::edited(p.edit.clone())))
            .collect();
        self.candidates.extend(pairs);
        tasks
    }

    /// Both levers pulled: the second in the gentlest size that leaves nobody out of what both can do, which is not known yet, so in the
    /// size that it has alone.
    fn pair(&self, first: usize, second: usize) -> Option<Candidate> {
        let (a, b) = (&self.candidates[first], &self.candidates[second]);
        let edit = Edit::Many(vec![a.edit.clone(), b.edit.clone()]);
        let both = self.plan().edited(&edit).ok()?;
        let alone = [&a.edit, &b.edit].map(|e| self.plan().edited(e).ok());
        // Two levers that set the same fields are no pair.
        let as_one = alone.iter().flatten().any(|p| differs_not(p, &both));
        (!as_one).then(|| Candidate {
            levers: vec![a.levers[0], b.levers[0]],
            ..Candidate::new(a.levers[0], edit)
        })
    }

    /// One exact run of the plan and of each option that the forecast thinks much of.
    fn first(&mut self) -> Vec<Task> {
        let worth = self.worth_a_run();
        let single = |c: &Candidate| c.levers.len() == 1;
        let mut chosen = self.by_forecast(|c| single(c) && self.forecast_of(c) > worth);
        // Marketing is heard, too, where it has something to say.
        let marketing = self.by_forecast(|c| {
            single(c) && c.levers[0].side == Side::Marketing && self.forecast_of(c) > worth
        });
        chosen.truncate(SINGLES);
        let missing = marketing
            .into_iter()
            .take(2)
            .filter(|i| !chosen.contains(i))
            .collect::<Vec<_>>();
        chosen.extend(missing);
        if chosen.is_empty() {
            // The forecast sees nobody to save, or nothing that would: exact runs have the last word.
            chosen = self.by_forecast(single);
        }
        let best = |levers: &[&Lever]| {
            let of = |c: &&Candidate| single(c) && levers.iter().any(|l| l.id == c.levers[0].id);
            let all = self.candidates.iter().filter(of);
            all.map(|c| self.forecast_of(c)).fold(0.0, f64::max)
        };
        let pairs = self.by_forecast(|c| {
            !single(c)
                && self.forecast_of(c) > (1.02 * best(&c.levers)).max(best(&c.levers) + worth)
        });
        chosen.extend(pairs.into_iter().take(PAIRS));
        self.run(&chosen, 0..1)
    }

    /// Exact runs of the plan and of these, with these of the seeds.
    pub(super) fn run(&mut self, which: &[usize], seeds: std::ops::Range<usize>) -> Vec<Task> {
        let mut tasks = Vec::new();
        self.asked.clear();
        for seed in self.seeds.get(seeds).unwrap_or_default() {
            if self.base_runs.iter().all(|(known, _)| known != seed) {
                tasks.push(Task::exact(0, Variant::default(), *seed));
                self.asked.push(None);
            }
            for i in which {
                let variant = Variant::edited(self.candidates[*i].edit.clone());
                tasks.push(Task::exact(0, variant, *seed));
                self.asked.push(Some(*i));
            }
        }
        tasks
    }

    /// After the first runs: those that helped go on.
    fn more(&mut self) -> Vec<Task> {
        let Some((_, base)) = self.base_runs.first() else {
            self.found = Found::Faulty;
            return Vec::new();
        };
        if base.part.is_some() {
            self.found = Found::TooLarge;
            return Vec::new();
        }
        if self.is_well() {
            self.found = Found::Holds;
            return Vec::new();
        }
        let worth = self.worth_a_line();
        let mut left: Vec<usize> = (0..self.candidates.len())
            .filter(|i| self.saved(&self.candidates[*i]).iter().sum::<f64>() > worth)
            .collect();
        // The best of each class stay, not only those that do most: the cheap ones are wanted, too.
        let ranked = self.options();
        let rank = |i: &usize| {
            let edit = &self.candidates[*i].edit;
            ranked
                .iter()
                .position(|o| o.edit == *edit)
                .unwrap_or(usize::MAX)
        };
        left.sort_by_key(rank);
        left.truncate(FINALISTS);
        self.finalists = left.len().max(1);
        if left.is_empty() {
            return Vec::new();
        }
        let until = self.seeds.len().min(3);
        self.run(&left, 1..until)
    }

    /// Once more, with the seeds that are left, where it is not clear yet.
    fn again(&mut self) -> Vec<Task> {
        let unclear: Vec<usize> = (0..self.candidates.len())
            .filter(|i| {
                let candidate = &self.candidates[*i];
                candidate.runs.len() > 1
                    && self
                        .gain(candidate)
                        .is_some_and(|g| g.saved.best > 0.0 && !g.saved.excludes_zero())
            })
            .collect();
        if unclear.is_empty() || self.seeds.len() <= 3 {
            return Vec::new();
        }
        self.run(&unclear, 3..self.seeds.len())
    }
}

/// Whether a changed field is part of what is done, not of what is known about it.
pub(super) fn says(path: &str) -> bool {
    !path.starts_with("notes") && !path.starts_with("ranges")
}

pub(super) fn differs_not(a: &Scenario, b: &Scenario) -> bool {
    a.changes(b).iter().all(|c| !says(&c.path))
}

impl Study for Advisor {
    type Answer = Advice;

    fn plans(&self) -> &[Scenario] {
        &self.plans
    }

    fn stage(&mut self, done: &[Done]) -> Vec<Task> {
        self.hear(done);
        if self.stage == Stage::Pairs {
            self.choose_aim();
        }
        loop {
            let (tasks, next) = match self.stage {
                Stage::Sizes => (self.sizes(), Stage::Base),
                Stage::Base => (self.base_first(), Stage::Pairs),
                Stage::Pairs if self.is_well() => (self.spare(), Stage::SpareFirst),
                Stage::Pairs => (self.pairs(), Stage::First),
                Stage::First => (self.first(), Stage::More),
                Stage::More => (self.more(), Stage::Again),
                Stage::SpareFirst => {
                    let tasks = self.spare_first();
                    let next = if tasks.is_empty() {
                        Stage::SpareMore
                    } else {
                        Stage::SpareFirst
                    };
                    (tasks, next)
                }
                Stage::SpareMore => (self.spare_more(), Stage::Over),
                Stage::Again => (self.again(), Stage::Over),
                Stage::Over => {
                    if self.found == Found::Searching && self.aim == Aim::Thrift {
                        self.found = Found::Holds;
                    }
                    if self.found == Found::Searching {
                        let any = self.options().iter().any(|o| o.supported);
                        self.found = if any { Found::Options } else { Found::Nothing };
                    }
                    return Vec::new();
                }
            };
            self.stage = if self.found == Found::Searching {
                next
            } else {
                Stage::Over
            };
            if !tasks.is_empty() {
                return tasks;
            }
        }
    }

    fn answer(&self) -> Advice {
        Advice {
            found: self.found,
            aim: self.aim,
            lost: self.lost(),
            slow: self.slow(),
            arrived: self.arrived(),
            exact: !self.base_runs.is_empty(),
            options: self.options(),
            tried: self.tried,
        }
    }

    fn to_come(&self) -> usize {
        let more = FINALISTS * (self.seeds.len().clamp(1, 3) - 1);
        match self.stage {
            Stage::SpareFirst | Stage::SpareMore => 6,
            Stage::Sizes | Stage::Base | Stage::Pairs => 10 + SINGLES + PAIRS + more,
            Stage::First => SINGLES + PAIRS + more,
            Stage::More => more,
            Stage::Again | Stage::Over => 0,
        }
    }
}

/// Fewer lost than this are nobody to speak of.
fn nobody(outcome: &Outcome) -> f64 {
    HANDFUL.max(outcome.arrived * 0.001)
}
