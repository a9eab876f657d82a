//! Two or more plans on the same crowd.

use onrush_scenario::{Change, Scenario};
use serde::{Deserialize, Serialize};

use crate::stat::{self, Interval};
use crate::{Bands, Done, Fidelity, Outcome, Study, Task, Variant};

/// What plans are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Visits served.
    Served,
    /// Visits lost to the site's condition.
    Lost,
    /// Goals reached.
    Goals,
    /// Visits served slowly.
    Slow,
    /// 95th percentile of page times, in seconds.
    PageP95,
    /// Value of the goals reached.
    Won,
    /// What campaign and site cost.
    Cost,
    /// The one less the other.
    Left,
}

impl Metric {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Served,
        Self::Lost,
        Self::Goals,
        Self::Slow,
        Self::PageP95,
        Self::Won,
        Self::Cost,
        Self::Left,
    ];

    /// The word in files: `page_p95`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Lost => "lost",
            Self::Goals => "goals",
            Self::Slow => "slow",
            Self::PageP95 => "page_p95",
            Self::Won => "won",
            Self::Cost => "cost",
            Self::Left => "left",
        }
    }

    /// Whether it is an amount of money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Won | Self::Cost | Self::Left)
    }

    /// Whether more of it is better.
    #[must_use]
    pub const fn more_is_better(self) -> bool {
        matches!(self, Self::Served | Self::Goals | Self::Won | Self::Left)
    }

    /// Its value in an outcome; `None` where it has none.
    #[must_use]
    pub fn of(self, outcome: &Outcome) -> Option<f64> {
        Some(match self {
            Self::Served => outcome.served,
            Self::Lost => outcome.lost,
            Self::Goals => outcome.goals,
            Self::Slow => outcome.served_slowly,
            Self::PageP95 => return outcome.page_p95_s,
            Self::Won => outcome.won,
            Self::Cost => outcome.cost(),
            Self::Left => outcome.won - outcome.cost(),
        })
    }
}

/// How a plan differs from the first one in one respect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// In what.
    pub metric: Metric,
    /// Mean of the first plan.
    pub first: f64,
    /// Mean of this one.
    pub this: f64,
    /// This less the first, seed by seed, with its interval of 95 %; `None` where it cannot be formed.
    pub difference: Option<Interval>,
    /// Whether the interval leaves out zero. Else: no clear difference.
    pub clear: bool,
}

/// A plan beside the first one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// Which plan.
    pub plan: u32,
    /// Seeds for which both ran.
    pub runs: usize,
    /// In each respect that both have.
    pub differences: Vec<Difference>,
    /// What is different in the plan itself.
    #[serde(with = "crate::as_text")]
    pub changes: Vec<Change>,
}

/// What a comparison says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Whether these are exact runs. Else they are forecasts, which know no chance, and nothing is clear yet.
    pub exact: bool,
    /// Each plan after the first.
    pub plans: Vec<Beside>,
    /// Curves of every plan, the first one's first: of the first seed, or of the forecast until that has run. Empty before there is anything.
    pub curves: Vec<Bands>,
    /// Runs that could not be made or compared, with the reason of the first: plan, seed, fault.
    pub failed: Option<(u32, u64, String)>,
    /// The plans are too large to be simulated whole, and not the same part of each was: no comparison.
    pub parts_differ: bool,
}

/// Differences between outcomes of plans on the same seeds.
///
/// For each seed the difference is formed first and its mean then, with Student's interval: what chance does to both plans alike
/// falls out.
#[must_use]
pub fn differences(
    first: &[(u64, &Outcome)],
    this: &[(u64, &Outcome)],
    alpha: f64,
) -> Vec<Difference> {
    let pairs: Vec<(&Outcome, &Outcome)> = first
        .iter()
        .filter_map(|(seed, a)| {
            let (_, b) = this.iter().find(|(other, _)| other == seed)?;
            (a.part == b.part).then_some((*a, *b))
        })
        .collect();
    let of = |metric: Metric| {
        let values: Vec<(f64, f64)> = pairs
            .iter()
            .filter_map(|(a, b)| Some((metric.of(a)?, metric.of(b)?)))
            .collect();
        let n = values.len() as f64;
        if values.is_empty() {
            return None;
        }
        let apart: Vec<f64> = values.iter().map(|(a, b)| b - a).collect();
        let difference = stat::mean(&apart, alpha).filter(|i| i.low.is_finite());
        Some(Difference {
            metric,
            first: values.iter().map(|v| v.0).sum::<f64>() / n,
            this: values.iter().map(|v| v.1).sum::<f64>() / n,
            difference,
            clear: difference.is_some_and(|i| i.excludes_zero()),
        })
    };
    Metric::ALL.into_iter().filter_map(of).collect()
}

/// Compares plans: first by forecast, then by exact runs with the same seeds.
#[derive(Debug)]
pub struct Compare {
    plans: Vec<Scenario>,
    seeds: Vec<u64>,
    draws: bool,
    outcomes: Vec<(u32, u64, Fidelity, Outcome)>,
    failed: Option<(u32, u64, String)>,
    begun: bool,
    /// Seeds that were asked for.
    asked: usize,
}

impl Compare {
    /// A comparison of `plans` with the first of them. With `draws`, numbers that have a range are drawn anew for each seed, alike in
    /// all plans.
    #[must_use]
    pub fn new(plans: Vec<Scenario>, seeds: Vec<u64>, draws: bool) -> Self {
        Self {
            plans,
            seeds,
            draws,
            outcomes: Vec::new(),
            failed: None,
            begun: false,
            asked: 0,
        }
    }

    /// What outcomes that were computed elsewhere say: plan, seed, outcome.
    #[must_use]
    pub fn of(plans: Vec<Scenario>, outcomes: Vec<(u32, u64, Outcome)>) -> Comparison {
        let mut compare = Self::new(plans, Vec::new(), false);
        let exact = outcomes.into_iter();
        compare.outcomes = exact.map(|(p, s, o)| (p, s, Fidelity::Exact, o)).collect();
        compare.answer()
    }

    fn variant(&self, seed: u64) -> Variant {
        Variant {
            draw: self.draws.then_some(seed),
            ..Variant::default()
        }
    }

    /// Outcomes so far: plan, seed, outcome of the exact runs.
    pub fn runs(&self) -> impl Iterator<Item = (u32, u64, &Outcome)> {
        let exact = self.outcomes.iter().filter(|o| o.2 == Fidelity::Exact);
        exact.map(|(plan, seed, _, outcome)| (*plan, *seed, outcome))
    }

    fn all(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.plans.len()).unwrap_or(u32::MAX)
    }
}

impl Study for Compare {
    type Answer = Comparison;

    fn plans(&self) -> &[Scenario] {
        &self.plans
    }

    fn hear(&mut self, done: &[Done]) {
        for Done { task, result } in done {
            match result {
                Ok(outcome) => {
                    let outcome = outcome.clone();
                    self.outcomes
                        .push((task.plan, task.seed, task.fidelity, outcome));
                }
                Err(faults) if self.failed.is_none() => {
                    self.failed = Some((task.plan, task.seed, faults.to_string()));
                }
                Err(_) => {}
            }
        }
    }

    fn stage(&mut self, done: &[Done]) -> Vec<Task> {
        self.hear(done);
        if !core::mem::replace(&mut self.begun, true) {
            return self
                .all()
                .map(|plan| Task {
                    bands: true,
                    ..Task::forecast(plan, Variant::default())
                })
                .collect();
        }
        // A few first, so that there is an answer soon, then more and more at once.
        let until = (2 * self.asked).max(3).min(self.seeds.len());
        let seeds = &self.seeds[self.asked..until];
        self.asked = until;
        let tasks = seeds.iter().flat_map(|seed| {
            let (seed, variant) = (*seed, self.variant(*seed));
            let bands = Some(&seed) == self.seeds.first();
            self.all().map(move |plan| Task {
                bands,
                ..Task::exact(plan, variant.clone(), seed)
            })
        });
        tasks.collect()
    }

    fn answer(&self) -> Comparison {
        let exact = self.runs().next().is_some();
        let of = |wanted: u32| -> Vec<(u64, &Outcome)> {
            let kind = if exact {
                Fidelity::Exact
            } else {
                Fidelity::Forecast
            };
            let rows = self.outcomes.iter();
            rows.filter(|(plan, _, fidelity, _)| *plan == wanted && *fidelity == kind)
                .map(|(_, seed, _, outcome)| (*seed, outcome))
                .collect()
        };
        let first = of(0);
        let beside = |plan: u32| {
            let this = of(plan);
            let comparable = |(seed, a): &&(u64, &Outcome)| {
                this.iter().any(|(s, b)| s == seed && a.part == b.part)
            };
            Beside {
                plan,
                runs: first.iter().filter(comparable).count(),
                differences: differences(&first, &this, 0.05),
                changes: self.plans[0].changes(&self.plans[plan as usize]),
            }
        };
        // Of one fidelity, so that what differs is the plans.
        let drawn = |kind: Fidelity| -> Option<Vec<Bands>> {
            let of_plan = |plan: u32| {
                let mut rows = self.outcomes.iter().filter(|o| o.0 == plan && o.2 == kind);
                rows.find_map(|(.., outcome)| outcome.bands.clone())
            };
            self.all().map(of_plan).collect()
        };
        let curves = drawn(Fidelity::Exact).or_else(|| drawn(Fidelity::Forecast));
        let plans: Vec<Beside> = self.all().skip(1).map(beside).collect();
        Comparison {
            exact,
            parts_differ: exact
                && !first.is_empty()
                && plans.iter().any(|p| p.runs == 0 && !of(p.plan).is_empty()),
            plans,
            curves: curves.unwrap_or_default(),
            failed: self.failed.clone(),
        }
    }

    fn to_come(&self) -> usize {
        (self.seeds.len() - self.asked) * self.plans.len()
    }
}
