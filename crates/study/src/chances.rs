//! How likely it holds, when numbers are not known exactly and chance does what it wants.

use std::collections::BTreeMap;

use onrush_diagnose::TargetId;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::job::value_of;
use crate::stat::{self, Interval};
use crate::{Bands, Done, Fidelity, Outcome, Study, Task, Variant};

/// Confidence of all intervals: they are wrong in at most so many of 100 studies, however often one has looked.
const WRONG: f64 = 0.05;
/// Exact runs of the first look; each further one comes when these have doubled.
const LOOK: usize = 20;
/// Share of studies in which a single look may be wrong, so that so many looks (1, 2 …) together are wrong in 5 of 100: Pocock's
/// group sequential levels (Biometrika 1977). More looks share the 5 evenly, which is stricter.
const LEVELS: [f64; 8] = [0.05, 0.0294, 0.0221, 0.0182, 0.0158, 0.0142, 0.0130, 0.0120];

/// What may come true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hope {
    /// Nobody is lost in numbers.
    Holds,
    /// 95 of 100 pages load in time.
    PageP95,
    /// So many visitors are served.
    Served,
    /// It costs no more than planned.
    Budget,
}

impl Hope {
    /// The word in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::PageP95 => "page_p95",
            Self::Served => "served",
            Self::Budget => "budget",
        }
    }

    fn all(plan: &Scenario) -> Vec<Self> {
        let budget = plan.targets.budget.map(|_| Self::Budget);
        [Self::Holds, Self::Served, Self::PageP95]
            .into_iter()
            .chain(budget)
            .collect()
    }

    /// Whether it came true; `None` where that is not known.
    fn came_true(self, outcome: &Outcome) -> Option<bool> {
        match self {
            Self::Holds => Some(outcome.holds),
            Self::PageP95 => outcome.met(TargetId::PageP95),
            Self::Served => outcome.met(TargetId::Served),
            Self::Budget => outcome.met(TargetId::Budget),
        }
    }
}

/// How likely a hope comes true.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Which.
    pub hope: Hope,
    /// The probability, 0 to 1, with its interval. Of forecasts alone the ends are 0 and 1: how far these are right is not known yet.
    pub probability: Interval,
}

/// An input that is not known exactly, and what depends on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Path of the field.
    pub field: String,
    /// Its range.
    pub low: f64,
    /// Its range.
    pub high: f64,
    /// Rank correlation of the input with the share of visitors lost: -1 to 1.
    pub correlation: f64,
    /// Mean share of visitors lost (0 to 1) in the futures with the input in the lowest third of those drawn.
    pub lost_when_low: f64,
    /// The same in the highest third.
    pub lost_when_high: f64,
}

/// Quantiles of a curve over all futures, on [`Bands::POINTS`] stretches.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Band {
    /// One future in ten lies below.
    pub low: Vec<f32>,
    /// Half of them do.
    pub middle: Vec<f32>,
    /// Nine in ten do.
    pub high: Vec<f32>,
}

/// The curves of all futures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Futures {
    /// New visits a second.
    pub visits: Band,
    /// Requests a second.
    pub requests: Band,
    /// Visits on the site.
    pub inside: Band,
    /// Visits lost a second.
    pub lost: Band,
}

/// What is known about the futures of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chances {
    /// Each hope.
    pub chances: Vec<Chance>,
    /// Futures forecast.
    pub forecast: usize,
    /// Futures run exactly.
    pub exact: usize,
    /// Futures that could not be computed.
    pub failed: usize,
    /// Whether the answer is certain enough, or all runs that were allowed are done.
    pub settled: bool,
    /// Curves: of exact runs as soon as there are twenty of them, before that of forecasts.
    pub futures: Option<Futures>,
    /// Whether they are of exact runs.
    pub futures_exact: bool,
    /// What matters most, first. Empty where no number has a range: then there is only chance.
    pub inputs: Vec<Influence>,
    /// Visitors lost, as a share of those who came: a tenth, a half, nine tenths of the futures lie below.
    pub lost: [f64; 3],
}

/// Many futures of a plan: every number that has a range is drawn anew, and so is chance.
///
/// *Futures.* Future number `n` has the seed `n` and the draws of number `n`, in every plan; each input is drawn evenly from its range,
/// with a stream of its own. *Forecast as control variate.* All futures are forecast, some of them run exactly. The
/// forecast's verdict divides the futures into two strata of known size; in each the exact runs tell how often the hope comes true.
/// *Interval.* The posterior of such a stratified share with uniform priors, widened for repeated looks (after 20, 40, 80 …
/// runs, so their number is known beforehand), so that a study is wrong in at most 5 of 100, whenever it stops. *Stop* when every
/// hope's interval is narrow enough.
///
/// *What matters.* Inputs are drawn independently, so the effect of each can be read off the same futures (rank correlation with
/// the share lost, and that share where the input is low or high), with all others at work and without further runs. Changing one at a
/// time would need runs of its own and see nothing of how inputs work together.
#[derive(Debug)]
pub struct Luck {
    plans: Vec<Scenario>,
    seeds: Vec<u64>,
    exact_at_most: usize,
    half_width: f64,
    forecasts: BTreeMap<u64, Outcome>,
    exact: Vec<(u64, Outcome)>,
    failed: usize,
    asked: usize,
    begun: bool,
    settled: bool,
}

impl Luck {
    /// Futures with these seeds, all forecast, the first `exact_at_most` of them run exactly unless the answer is certain before: when
    /// each probability is known to plus or minus `half_width` (0 to 1; 0 never stops early).
    #[must_use]
    pub fn new(plan: Scenario, seeds: Vec<u64>, exact_at_most: usize, half_width: f64) -> Self {
        Self {
            plans: vec![plan],
            exact_at_most: exact_at_most.min(seeds.len()),
            seeds,
            half_width: half_width.max(0.0),
            forecasts: BTreeMap::new(),
            exact: Vec::new(),
            failed: 0,
            asked: 0,
            begun: false,
            settled: false,
        }
    }

    /// What exact outcomes that were computed elsewhere say, by seed: one look.
    #[must_use]
    pub fn of(plan: Scenario, outcomes: Vec<(u64, Outcome)>) -> Chances {
        let mut luck = Self::new(plan, Vec::new(), 0, 0.0);
        luck.exact = outcomes;
        luck.settled = true;
        luck.answer()
    }

    /// The task of one future.
    #[must_use]
    pub fn future(seed: u64, fidelity: Fidelity, bands: bool) -> Task {
        Task {
            plan: 0,
            variant: Variant {
                draw: Some(seed),
                ..Variant::default()
            },
            seed,
            fidelity,
            bands,
        }
    }

    /// Exact runs so far, by seed.
    pub fn runs(&self) -> impl Iterator<Item = (u64, &Outcome)> {
        self.exact.iter().map(|(seed, outcome)| (*seed, outcome))
    }

    fn chance(&self, hope: Hope) -> Chance {
        // The forecast says nothing of slow pages, so these are divided by whether it holds.
        let foreseen = |o: &Outcome| hope.came_true(o).unwrap_or(o.holds);
        let share = |wanted: bool| {
            let those = self.forecasts.values().filter(|o| foreseen(o) == wanted);
            those.count()
        };
        let (good, bad) = (share(true), share(false));
        let mut strata = [Stratum::default(); 2];
        for (seed, outcome) in &self.exact {
            let forecast = self.forecasts.get(seed);
            let stratum = &mut strata[usize::from(forecast.is_some_and(foreseen))];
            stratum.runs += 1;
            stratum.came_true += usize::from(hope.came_true(outcome).unwrap_or(false));
        }
        let alpha = self.level();
        let probability = if self.exact.is_empty() {
            Interval {
                best: if good + bad == 0 {
                    0.5
                } else {
                    good as f64 / (good + bad) as f64
                },
                low: 0.0,
                high: 1.0,
            }
        } else if self.forecasts.len() <= self.exact.len() {
            let came_true = strata[0].came_true + strata[1].came_true;
            stat::share(came_true, self.exact.len(), alpha)
        } else {
            stratified([bad, good], strata, alpha)
        };
        Chance { hope, probability }
    }

    /// How many looks there will be at most, known beforehand.
    fn looks(&self) -> usize {
        let (mut looks, mut until) = (1, LOOK);
        while until < self.exact_at_most {
            looks += 1;
            until *= 2;
        }
        // Without a width to stop at nobody looks before the end.
        if self.half_width > 0.0 { looks } else { 1 }
    }

    /// Share of studies in which one look may be wrong.
    fn level(&self) -> f64 {
        let looks = self.looks();
        LEVELS
            .get(looks - 1)
            .copied()
            .unwrap_or(WRONG / looks as f64)
    }

    fn influences(&self) -> Vec<Influence> {
        // Exact runs alone where there are no forecasts: merged results.
        let of: Vec<(u64, &Outcome)> = if self.forecasts.len() > self.exact.len() {
            self.forecasts.iter().map(|(seed, o)| (*seed, o)).collect()
        } else {
            self.runs().collect()
        };
        let lost: Vec<f64> = of.iter().map(|(_, o)| share_lost(o)).collect();
        let mut found: Vec<Influence> = self.plans[0]
            .ranges
            .iter()
            .map(|range| {
                let drawn: Vec<f64> = of.iter().map(|(seed, _)| value_of(*seed, range)).collect();
                let mut order: Vec<usize> = (0..drawn.len()).collect();
                order.sort_by(|a, b| drawn[*a].total_cmp(&drawn[*b]));
                let third = (order.len() / 3).max(1).min(order.len());
                let mean = |which: &[usize]| {
                    let sum: f64 = which.iter().map(|i| lost[*i]).sum();
                    sum / which.len().max(1) as f64
                };
                Influence {
                    field: range.field.clone(),
                    low: range.low,
                    high: range.high,
                    correlation: stat::rank_correlation(&drawn, &lost),
                    lost_when_low: mean(&order[..third]),
                    lost_when_high: mean(&order[order.len() - third..]),
                }
            })
            .collect();
        let swing = |i: &Influence| (i.lost_when_high - i.lost_when_low).abs();
        found.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
        found
    }

    fn certain(&self) -> bool {
        let narrow = |hope| {
            let p = self.chance(hope).probability;
            p.high - p.low <= 2.0 * self.half_width
        };
        Hope::all(&self.plans[0]).into_iter().all(narrow)
    }
}

fn share_lost(outcome: &Outcome) -> f64 {
    if outcome.arrived > 0.0 {
        outcome.lost / outcome.arrived
    } else {
        0.0
    }
}

/// Exact runs among futures of which the forecast says the same.
#[derive(Debug, Clone, Copy, Default)]
struct Stratum {
    runs: usize,
    came_true: usize,
}

/// The share of futures in which a hope comes true, from strata of `futures` each and the exact runs in them.
///
/// Uniform priors: Beta(1 + successes, 1 + failures) within each stratum and for the size of one among both, whose means and
/// variances are added; then the normal quantile, within 0 and 1.
fn stratified(futures: [usize; 2], strata: [Stratum; 2], alpha: f64) -> Interval {
    let posterior = |k: usize, n: usize| {
        let (a, b) = (k as f64 + 1.0, (n - k.min(n)) as f64 + 1.0);
        let mean = a / (a + b);
        (mean, mean * (1.0 - mean) / (a + b + 1.0))
    };
    let (weight, weight_var) = posterior(futures[1], futures[0] + futures[1]);
    let [bad, good] = strata.map(|s| posterior(s.came_true, s.runs));
    let mean = weight * good.0 + (1.0 - weight) * bad.0;
    let apart = good.0 - bad.0;
    let variance = (weight * weight + weight_var) * good.1
        + ((1.0 - weight) * (1.0 - weight) + weight_var) * bad.1
        + weight_var * apart * apart;
    let half = stat::normal(alpha) * variance.sqrt();
    // The plain estimate is what people expect to read; it lies within.
    let share = |s: Stratum, w: f64| {
        if s.runs == 0 {
            None
        } else {
            Some(w * s.came_true as f64 / s.runs as f64)
        }
    };
    let all = (futures[0] + futures[1]) as f64;
    let plain = share(strata[0], futures[0] as f64 / all)
        .or((futures[0] == 0).then_some(0.0))
        .zip(share(strata[1], futures[1] as f64 / all).or((futures[1] == 0).then_some(0.0)))
        .map_or(mean, |(a, b)| a + b);
    let (low, high) = ((mean - half).max(0.0), (mean + half).min(1.0));
    // At the very ends the normal curve ends too early: what was never seen may still happen.
    let (low, high) = (
        if plain <= 0.0 { 0.0 } else { low },
        if plain >= 1.0 { 1.0 } else { high },
    );
    Interval {
        best: plain.clamp(low, high),
        low,
        high,
    }
}

fn futures(of: &[&Outcome]) -> Option<Futures> {
    let curves: Vec<&Bands> = of.iter().filter_map(|o| o.bands.as_ref()).collect();
    if curves.is_empty() {
        return None;
    }
    let band = |column: &dyn Fn(&Bands) -> &Vec<f32>| {
        let mut band = Band::default();
        for i in 0..Bands::POINTS {
            let values = curves
                .iter()
                .map(|c| f64::from(column(c).get(i).copied().unwrap_or(0.0)));
            let mut sorted: Vec<f64> = values.collect();
            sorted.sort_by(f64::total_cmp);
            #[expect(clippy::cast_possible_truncation, reason = "for drawing")]
            let at = |share: f64| stat::quantile(&sorted, share) as f32;
            band.low.push(at(0.1));
            band.middle.push(at(0.5));
            band.high.push(at(0.9));
        }
        band
    };
    Some(Futures {
        visits: band(&|c| &c.visits),
        requests: band(&|c| &c.requests),
        inside: band(&|c| &c.inside),
        lost: band(&|c| &c.lost),
    })
}

impl Study for Luck {
    type Answer = Chances;

    fn plans(&self) -> &[Scenario] {
        &self.plans
    }

    fn stage(&mut self, done: &[Done]) -> Vec<Task> {
        for Done { task, result } in done {
            match (result, task.fidelity) {
                (Ok(outcome), Fidelity::Forecast) => {
                    self.forecasts.insert(task.seed, outcome.clone());
                }
                (Ok(outcome), Fidelity::Exact) => self.exact.push((task.seed, outcome.clone())),
                (Err(_), _) => self.failed += 1,
            }
        }
        if !self.begun {
            self.begun = true;
            let seeds = self.seeds.iter();
            return seeds
                .map(|s| Self::future(*s, Fidelity::Forecast, true))
                .collect();
        }
        let certain = self.half_width > 0.0 && self.asked > 0 && self.certain();
        if self.asked >= self.exact_at_most || certain {
            self.settled = true;
            return Vec::new();
        }
        // Looks become rarer, so that looking costs little: after 20, 40, 80, 160 … runs.
        let until = self
            .asked
            .max(LOOK / 2)
            .saturating_mul(2)
            .min(self.exact_at_most);
        let seeds = &self.seeds[self.asked..until];
        self.asked = until;
        seeds
            .iter()
            .map(|s| Self::future(*s, Fidelity::Exact, true))
            .collect()
    }

    fn answer(&self) -> Chances {
        let enough = self.exact.len() >= LOOK || self.forecasts.is_empty();
        let shown: Vec<&Outcome> = if enough {
            self.exact.iter().map(|(_, o)| o).collect()
        } else {
            self.forecasts.values().collect()
        };
        let mut lost: Vec<f64> = shown.iter().map(|o| share_lost(o)).collect();
        lost.sort_by(f64::total_cmp);
        Chances {
            chances: Hope::all(&self.plans[0])
                .into_iter()
                .map(|h| self.chance(h))
                .collect(),
            forecast: self.forecasts.len(),
            exact: self.exact.len(),
            failed: self.failed,
            settled: self.settled,
            futures: futures(&shown),
            futures_exact: enough && !self.exact.is_empty(),
            inputs: self.influences(),
            lost: [0.1, 0.5, 0.9].map(|share| stat::quantile(&lost, share)),
        }
    }

    fn to_come(&self) -> usize {
        if self.settled {
            0
        } else {
            self.exact_at_most - self.asked
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Scenario {
        Scenario::read(onrush_scenario::story("toy-shop").unwrap().file).unwrap()
    }

    /// A study of made-up futures: the plan holds with probability `p`, and the forecast is right with probability `right`.
    fn made_up(p: f64, right: f64, study: u64) -> Chances {
        let seeds: Vec<u64> = (1..=240).map(|n| study * 1000 + n).collect();
        let mut machine = crate::Machine::new(Luck::new(plan(), seeds, 120, 0.08));
        while !machine.done() {
            for job in machine.next_jobs(1000) {
                let draw = |what: &str| crate::share_of(job.task.seed, what);
                let truth = draw("truth") < p;
                let said = if draw("right") < right { truth } else { !truth };
                let holds = if job.task.fidelity == Fidelity::Exact {
                    truth
                } else {
                    said
                };
                let targets = vec![(TargetId::Served, holds), (TargetId::PageP95, holds)];
                let outcome = Outcome {
                    holds,
                    targets,
                    ..Outcome::default()
                };
                machine.take(job.number, Ok(outcome));
            }
        }
        machine.answer()
    }

    #[test]
    fn intervals_contain_the_truth_as_often_as_they_promise() {
        // Stated: wrong in at most 5 of 100 studies, looks included. 400 studies have a standard error of 1.1 %, so a share
        // above 8.3 % (three of these above) would break the promise.
        const STUDIES: u64 = 400;
        for (p, right) in [
            (0.5, 0.9),
            (0.8, 0.95),
            (0.95, 0.9),
            (0.97, 1.0),
            (0.3, 0.5),
            (0.99, 0.97),
        ] {
            let (mut wrong, mut runs, mut width) = (0, 0, 0.0);
            for study in 0..STUDIES {
                let answer = made_up(p, right, study);
                let i = answer.chances[0].probability;
                wrong += usize::from(p < i.low || p > i.high);
                runs += answer.exact;
                width += i.high - i.low;
            }
            let share = wrong as f64 / STUDIES as f64;
            println!(
                "p {p}, forecast right {right}: wrong in {share:.3}, {} runs, half width {:.3}",
                runs as u64 / STUDIES,
                width / STUDIES as f64 / 2.0
            );
            assert!(share <= 0.083, "p {p}, right {right}: wrong in {share}");
        }
    }

    #[test]
    fn a_good_forecast_saves_runs() {
        let runs = |right: f64| (0..40).map(|s| made_up(0.8, right, s).exact).sum::<usize>();
        let (good, useless) = (runs(0.98), runs(0.5));
        assert!(
            good * 4 < useless * 3,
            "{good} runs with a good forecast, {useless} with a useless one"
        );
    }

    #[test]
    fn of_forecasts_alone_nothing_is_certain() {
        let mut luck = Luck::new(plan(), vec![1, 2], 0, 0.1);
        let tasks = luck.stage(&[]);
        let done: Vec<Done> = tasks
            .into_iter()
            .map(|task| Done {
                task,
                result: Ok(Outcome {
                    holds: true,
                    ..Outcome::default()
                }),
            })
            .collect();
        assert!(luck.stage(&done).is_empty());
        let chance = luck.answer().chances[0].probability;
        assert_eq!((chance.best, chance.low, chance.high), (1.0, 0.0, 1.0));
    }
}
