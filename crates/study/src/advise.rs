//! What would have helped: levers tried on the same crowd.

use onrush_scenario::{Change, Edit, Scenario};
use serde::{Deserialize, Serialize};

use crate::levers::{Lever, Side, levers};
use crate::stat::{self, Interval};
use crate::{Done, Fidelity, Outcome, Study, Task, Variant};

/// What a day of somebody's work costs, in the plan's currency. Assumed: it only puts options in order.
pub const WORK_DAY: f64 = 600.0;

/// Options that are run exactly, levers alone.
const SINGLES: usize = 7;
/// The same, pairs.
const PAIRS: usize = 3;
/// Options that are run with more than one seed.
const FINALISTS: usize = 5;
/// Levers whose pairs are forecast.
const PAIRED: usize = 5;
/// A fix that saves a smaller share of those lost is not worth a line.
const WORTH_A_LINE: f64 = 0.01;
/// Fewer people are chance.
const HANDFUL: f64 = 5.0;
/// The gentlest pull that reaches this share of what the strongest saves is enough.
const ENOUGH: f64 = 0.95;

/// What an option brings, by exact runs of both plans with the same seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// Seeds that both ran with.
    pub runs: usize,
    /// Visitors more that got an answer (served, or sold out). The interval's confidence is so high that all options together are
    /// wrong in at most 5 of 100 studies.
    pub saved: Interval,
    /// Value of the goals reached in addition; mean.
    pub won: f64,
    /// What campaign and site cost in addition; mean.
    pub cost: f64,
    /// Whether nobody was lost in numbers in any of the runs.
    pub holds: bool,
    /// Visitors that are lost all the same; mean.
    pub still_lost: f64,
}

/// Something to do, and what it brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advised {
    /// Keys of the levers: one, or a pair.
    pub levers: Vec<String>,
    /// Who pulls them; both for a pair across the table.
    pub sides: Vec<Side>,
    /// What to apply.
    pub edit: Edit,
    /// The same, field by field.
    pub changes: Vec<Change>,
    /// Days from the decision until it is in force (the slower one of a pair).
    pub lead_days: f64,
    /// Days of work.
    pub work_days: f64,
    /// Whether a source is named for these; else they are assumed.
    pub sourced: bool,
    /// Visitors saved by the forecast.
    pub forecast: f64,
    /// What exact runs say; `None`: none yet.
    pub gain: Option<Gain>,
    /// Exact runs support it: the interval of what it saves leaves out zero, and that is worth a line. Only such an option is
    /// recommended.
    pub supported: bool,
}

impl Advised {
    /// What it costs in all: running cost of the rehearsal, and work at [`WORK_DAY`].
    #[must_use]
    pub fn spent(&self) -> f64 {
        self.gain.map_or(0.0, |g| g.cost) + self.work_days * WORK_DAY
    }

    /// People saved for one unit of money spent.
    #[must_use]
    pub fn saved_per_money(&self) -> f64 {
        self.gain.map_or(0.0, |g| g.saved.best) / self.spent().max(1.0)
    }
}

/// How far the advisor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Forecasts and runs go on; what there is may change.
    Searching,
    /// Some options are supported by exact runs.
    Options,
    /// Everything was tried and nothing helps.
    Nothing,
    /// Nobody is lost in numbers as it is.
    Holds,
    /// The plan is too large to be simulated whole: there are forecasts, which are not recommendations.
    TooLarge,
    /// The plan itself cannot be run.
    Faulty,
}

/// What the advisor says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// How far it is.
    pub found: Found,
    /// Visitors lost as it is: mean of exact runs, or the forecast until there are some.
    pub lost: f64,
    /// Visitors that come.
    pub arrived: f64,
    /// Whether these two are of exact runs.
    pub exact: bool,
    /// Options, best first: supported ones, then those not yet run or not supported.
    ///
    /// Supported ones stand in three classes: those that save at least nine in ten of the lost, at least half, less. Within a
    /// class single levers come before pairs, then the one that saves most for each unit of money spent, and of equals the one
    /// that is there soonest.
    pub options: Vec<Advised>,
    /// Levers that apply to the plan.
    pub tried: usize,
}

/// A lever or a pair, pulled in one size.
#[derive(Debug, Clone)]
struct Candidate {
    levers: Vec<&'static Lever>,
    edit: Edit,
    forecast: Option<Outcome>,
    runs: Vec<(u64, Outcome)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Sizes,
    Pairs,
    First,
    More,
    Again,
    Over,
}

/// Tries all levers on a plan.
///
/// *Sift.* Each lever is forecast in several sizes; the gentlest that does nearly as much as the strongest is kept, and the best levers
/// are paired. *Prove.* The plan and the best options run exactly with one seed; those that do not help there go. The rest run
/// with more seeds, and once more with further ones where the interval still holds zero.
#[derive(Debug)]
pub struct Advisor {
    plans: Vec<Scenario>,
    seeds: Vec<u64>,
    stage: Stage,
    base: Option<Outcome>,
    base_runs: Vec<(u64, Outcome)>,
    /// What the tasks of the stage under way belong to; `None`: the plan as it is.
    asked: Vec<Option<usize>>,
    candidates: Vec<Candidate>,
    tried: usize,
    looks: usize,
    finalists: usize,
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
            looks: 0,
            finalists: 1,
            found: Found::Searching,
        }
    }

    fn plan(&self) -> &Scenario {
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
                .extend(sound.into_iter().map(|edit| Candidate {
                    levers: vec![lever],
                    edit,
                    forecast: None,
                    runs: Vec::new(),
                }));
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
                (Some(i), Fidelity::Forecast) => self.candidates[*i].forecast = Some(outcome),
                (Some(i), Fidelity::Exact) => self.candidates[*i].runs.push((task.seed, outcome)),
            }
        }
    }

    /// Visitors saved by the forecast.
    fn forecast_of(&self, candidate: &Candidate) -> f64 {
        let answered = |o: &Option<Outcome>| o.as_ref().map_or(0.0, Outcome::answered);
        if candidate.forecast.is_none() {
            return 0.0;
        }
        answered(&candidate.forecast) - answered(&self.base)
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
            let chosen = if best > HANDFUL {
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
        let worth = self.worth_a_line();
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
            edit,
            forecast: None,
            runs: Vec::new(),
        })
    }

    fn lost(&self) -> f64 {
        if self.base_runs.is_empty() {
            return self.base.as_ref().map_or(0.0, |o| o.lost);
        }
        let sum: f64 = self.base_runs.iter().map(|(_, o)| o.lost).sum();
        sum / self.base_runs.len() as f64
    }

    fn worth_a_line(&self) -> f64 {
        (self.lost() * WORTH_A_LINE).max(HANDFUL)
    }

    /// One exact run of the plan and of each option that the forecast thinks much of.
    fn first(&mut self) -> Vec<Task> {
        let worth = self.worth_a_line();
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
    fn run(&mut self, which: &[usize], seeds: std::ops::Range<usize>) -> Vec<Task> {
        let mut tasks = Vec::new();
        self.asked.clear();
        for seed in self.seeds.get(seeds).unwrap_or_default() {
            tasks.push(Task::exact(0, Variant::default(), *seed));
            self.asked.push(None);
            for i in which {
                let variant = Variant::edited(self.candidates[*i].edit.clone());
                tasks.push(Task::exact(0, variant, *seed));
                self.asked.push(Some(*i));
            }
        }
        self.looks += 1;
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
        if base.holds && base.lost < HANDFUL.max(base.arrived * 0.001) {
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

    /// Visitors saved, seed by seed.
    fn saved(&self, candidate: &Candidate) -> Vec<f64> {
        self.pairs_of(candidate)
            .iter()
            .map(|(a, b)| b.answered() - a.answered())
            .collect()
    }

    /// The plan's and the option's outcomes with the same seeds.
    fn pairs_of<'a>(&'a self, candidate: &'a Candidate) -> Vec<(&'a Outcome, &'a Outcome)> {
        let runs = candidate.runs.iter();
        runs.filter_map(|(seed, this)| {
            let (_, base) = self.base_runs.iter().find(|(s, _)| s == seed)?;
            (base.part == this.part).then_some((base, this))
        })
        .collect()
    }

    fn gain(&self, candidate: &Candidate) -> Option<Gain> {
        let pairs = self.pairs_of(candidate);
        let n = pairs.len() as f64;
        // Two looks at several options: all together are to be wrong in at most 5 of 100 studies.
        let alpha = 0.05 / (2.0 * self.finalists as f64);
        let saved = stat::mean(&self.saved(candidate), alpha)?;
        let mean =
            |of: &dyn Fn(&(&Outcome, &Outcome)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
        Some(Gain {
            runs: pairs.len(),
            saved,
            won: mean(&|(a, b)| b.won - a.won),
            cost: mean(&|(a, b)| b.cost() - a.cost()),
            holds: pairs.iter().all(|(_, b)| b.holds),
            still_lost: mean(&|(_, b)| b.lost),
        })
    }

    fn advised(&self, candidate: &Candidate) -> Advised {
        let gain = self.gain(candidate);
        let levers = &candidate.levers;
        let whole = self.base_runs.iter().all(|(_, o)| o.part.is_none());
        let mut sides: Vec<Side> = levers.iter().map(|l| l.side).collect();
        sides.sort_unstable();
        sides.dedup();
        let plan = self.plan();
        let changed = plan
            .edited(&candidate.edit)
            .map(|p| plan.changes(&p))
            .unwrap_or_default();
        Advised {
            levers: levers.iter().map(|l| l.id.to_owned()).collect(),
            sides,
            edit: candidate.edit.clone(),
            changes: changed.into_iter().filter(|c| says(&c.path)).collect(),
            lead_days: levers.iter().map(|l| l.lead_days).fold(0.0, f64::max),
            work_days: levers.iter().map(|l| l.work_days).sum(),
            sourced: levers.iter().any(|l| l.source.is_some()),
            forecast: self.forecast_of(candidate),
            supported: whole
                && gain.is_some_and(|g| {
                    g.saved.low.is_finite()
                        && g.saved.low > 0.0
                        && g.saved.best > self.worth_a_line()
                }),
            gain,
        }
    }

    fn options(&self) -> Vec<Advised> {
        let lost = self.lost().max(1.0);
        let worth = self.worth_a_line();
        let mut options: Vec<Advised> = self
            .candidates
            .iter()
            .filter(|c| c.forecast.is_some() && (!c.runs.is_empty() || self.forecast_of(c) > worth))
            .map(|c| self.advised(c))
            .collect();
        let class = |o: &Advised| match o.gain.map_or(o.forecast, |g| g.saved.best) / lost {
            share if share >= 0.9 => 0,
            share if share >= 0.5 => 1,
            _ => 2,
        };
        options.sort_by(|a, b| {
            // What one lever does needs no second: a pair leads only where it is in a better class.
            let key = |o: &Advised| (!o.supported, o.gain.is_none(), class(o), o.levers.len());
            key(a)
                .cmp(&key(b))
                .then_with(|| match (a.gain, b.gain) {
                    (Some(_), Some(_)) => b.saved_per_money().total_cmp(&a.saved_per_money()),
                    _ => b.forecast.total_cmp(&a.forecast),
                })
                .then_with(|| a.lead_days.total_cmp(&b.lead_days))
        });
        options
    }
}

/// Whether a changed field is part of what is done, not of what is known about it.
pub(crate) fn says(path: &str) -> bool {
    !path.starts_with("notes") && !path.starts_with("ranges")
}

fn differs_not(a: &Scenario, b: &Scenario) -> bool {
    a.changes(b).iter().all(|c| !says(&c.path))
}

impl Study for Advisor {
    type Answer = Advice;

    fn plans(&self) -> &[Scenario] {
        &self.plans
    }

    fn stage(&mut self, done: &[Done]) -> Vec<Task> {
        self.hear(done);
        loop {
            let (tasks, next) = match self.stage {
                Stage::Sizes => (self.sizes(), Stage::Pairs),
                Stage::Pairs => (self.pairs(), Stage::First),
                Stage::First => (self.first(), Stage::More),
                Stage::More => (self.more(), Stage::Again),
                Stage::Again => (self.again(), Stage::Over),
                Stage::Over => {
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
        let runs = &self.base_runs;
        let arrived = if runs.is_empty() {
            self.base.as_ref().map_or(0.0, |o| o.arrived)
        } else {
            runs.iter().map(|(_, o)| o.arrived).sum::<f64>() / runs.len() as f64
        };
        Advice {
            found: self.found,
            lost: self.lost(),
            arrived,
            exact: !runs.is_empty(),
            options: self.options(),
            tried: self.tried,
        }
    }

    fn to_come(&self) -> usize {
        let more = FINALISTS * (self.seeds.len().clamp(1, 3) - 1);
        match self.stage {
            Stage::Sizes | Stage::Pairs => 10 + SINGLES + PAIRS + more,
            Stage::First => SINGLES + PAIRS + more,
            Stage::More => more,
            Stage::Again | Stage::Over => 0,
        }
    }
}
