//! What is known about the futures of a plan.

use onrush_diagnose::TargetId;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::stat::{self, Interval};
use crate::{Bands, Outcome};

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

    pub(super) fn all(plan: &Scenario) -> Vec<Self> {
        let budget = plan.targets.budget.map(|_| Self::Budget);
        [Self::Holds, Self::Served, Self::PageP95]
            .into_iter()
            .chain(budget)
            .collect()
    }

    /// Whether it came true; `None` where that is not known.
    pub(super) fn came_true(self, outcome: &Outcome) -> Option<bool> {
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

impl Futures {
    /// The bands of these outcomes; `None` where none has curves.
    pub(super) fn of(of: &[&Outcome]) -> Option<Self> {
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
}
