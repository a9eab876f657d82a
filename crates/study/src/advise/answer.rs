//! What the advisor says.

use onrush_scenario::{Change, Edit};
use serde::{Deserialize, Serialize};

use crate::levers::Side;
use crate::stat::Interval;

/// What a day of somebody's work costs, in the plan's currency. Assumed: it only puts options in order.
pub const WORK_DAY: f64 = 600.0;

/// What options are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// People are lost: visitors more that get an answer (served, or sold out).
    #[default]
    Answers,
    /// It holds, but slowly: visitors more that are served without a slow page.
    Speed,
    /// It holds, and pages are fast: money that could be saved, with room left for a crowd a quarter larger.
    Thrift,
}

/// What an option brings, by exact runs of both plans with the same seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// Seeds that both ran with.
    pub runs: usize,
    /// Visitors more that got what [`Aim`] asks for. The interval's confidence is so high that all options together are wrong in at
    /// most 5 of 100 studies.
    pub saved: Interval,
    /// Value of the goals reached in addition; mean.
    pub won: f64,
    /// What campaign and site cost in addition; mean.
    pub cost: f64,
    /// Whether nobody was lost in numbers in any of the runs; of [`Aim::Speed`] and [`Aim::Thrift`] also that pages were fast.
    pub holds: bool,
    /// Visitors that are lost all the same; mean.
    pub still_lost: f64,
    /// Visitors that were served with a slow page all the same; mean.
    pub still_slow: f64,
}

/// Something to do, and what it brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advised {
    /// What it is measured by.
    pub aim: Aim,
    /// Keys of the levers: one, or a pair.
    pub levers: Vec<String>,
    /// Who pulls them; both for a pair across the table.
    pub sides: Vec<Side>,
    /// What to apply.
    #[serde(with = "crate::as_text")]
    pub edit: Edit,
    /// The same, field by field.
    #[serde(with = "crate::as_text")]
    pub changes: Vec<Change>,
    /// Days from the decision until it is in force (the slower one of a pair).
    pub lead_days: f64,
    /// Days of work.
    pub work_days: f64,
    /// Whether a source is named for these; else they are assumed.
    pub sourced: bool,
    /// By the forecast: visitors saved; of [`Aim::Speed`] seconds that a page loads faster, in the mean; of [`Aim::Thrift`] money.
    pub forecast: f64,
    /// What exact runs say; `None`: none yet.
    pub gain: Option<Gain>,
    /// Exact runs support it: the interval of what it saves leaves out zero, and that is worth a line. Of [`Aim::Thrift`]: it holds as
    /// well in all of them, also with a crowd a quarter larger. Only such an option is recommended.
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
    /// Nobody is lost in numbers as it is, and pages are fast. Options say what could be saved.
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
    /// What options are measured by.
    pub aim: Aim,
    /// Visitors lost as it is: mean of exact runs, or the forecast until there are some.
    pub lost: f64,
    /// Visitors served with a slow page as it is: mean of exact runs; forecasts do not tell.
    pub slow: f64,
    /// Visitors that come.
    pub arrived: f64,
    /// Whether these two are of exact runs.
    pub exact: bool,
    /// Options, best first: supported ones, then those not yet run or not supported.
    ///
    /// Supported ones stand in three classes: those that save at least nine in ten of the lost, at least half, less. Within a
    /// class single levers come before pairs, then the one that saves most for each unit of money spent, and of equals the one
    /// that is there soonest. Of [`Aim::Thrift`] what saves the most money comes first.
    pub options: Vec<Advised>,
    /// Levers that apply to the plan.
    pub tried: usize,
}
