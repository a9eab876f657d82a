//! Which sizes, moments and paces of the activities explain what was counted.
//!
//! The fact is taken as a sum of the activities' curves, each times a factor that is not negative (least squares, weighted by what chance
//! and the model's own errors would make of each bin). An activity with a moment may have come earlier or later, and one with a half-time
//! faster or slower, where that explains clearly more. Curves that cannot be told apart get one factor together.

pub(crate) mod columns;
mod search;

use onrush_network::Faults;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::{Actual, Crowd};
use columns::Problem;

/// An activity's moment is looked for within so many seconds of the planned one.
pub const SHIFT_BOUND_S: u32 = 1800;

/// About so many bins are fitted.
const BINS: f64 = 480.0;

/// Fewest measured bins for a fit.
const LEAST_BINS: usize = 8;

/// Columns whose cosine is above this are the same curve for our purposes.
const SAME_CURVE: f64 = 0.985;

/// Factors whose estimates are correlated by more than this (one up, the other down) cannot be told apart.
const SAME_FACTOR: f64 = 0.95;

/// A factor whose interval is wider than this part of it to either side is not sure enough to put it into a plan.
const HARDLY: f64 = 0.5;

/// A number with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The best value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How well an activity can be seen in the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seen {
    /// Its factor is known well enough to use it.
    Well,
    /// Its factor may be half as large again, or half: it is not used.
    Hardly,
    /// By the plan hardly anybody comes because of it in the time that was measured.
    Not,
}

/// What was found for an activity, or for several that cannot be told apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Which of the plan's activities.
    pub activities: Vec<usize>,
    /// How well it is seen.
    pub seen: Seen,
    /// So many times as many came as planned.
    pub factor: Estimate,
    /// So many seconds later than planned; negative: earlier. 0 for several.
    pub shift_s: i32,
    /// Its half-time is so many times as long. 1 for several.
    pub half: f64,
}

/// The activities that explain the fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Each activity is in exactly one of these.
    pub pieces: Vec<Fitted>,
    /// What came all the time and belongs to no activity, per second; `None` where everyday visitors are planned.
    pub background_per_s: Option<Estimate>,
    /// Share of the ups and downs that the fit explains (0 to 1).
    pub explained: f64,
    /// Length of a fitted bin, in seconds: moments are known to about this.
    pub every_s: u32,
    /// Bins that were fitted.
    pub bins: usize,
    /// The second of the plan at which the measurement was placed.
    pub at_s: i64,
}

/// Why nothing can be fitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoFit {
    /// The plan has faults.
    Faults(Faults),
    /// Fewer than 8 bins were measured within the plan.
    TooFew,
    /// Nobody came, or by the plan nobody comes.
    Nothing,
}

impl NoFit {
    /// A stable name.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Faults(_) => "faults",
            Self::TooFew => "too-few",
            Self::Nothing => "nothing",
        }
    }
}

/// Fits the activities of a plan to a measurement whose first bin is at second `at_s` of the plan.
///
/// # Errors
/// Why there is nothing to fit.
pub fn fit(scenario: &Scenario, actual: &Actual, at_s: i64) -> Result<Fit, NoFit> {
    let crowd = Crowd::of(scenario, actual.unit).map_err(NoFit::Faults)?;
    let grid = crate::compare::Grid::of(&crowd, actual, at_s, BINS);
    let mut problem = Problem::of(scenario, actual, at_s, grid);
    if problem.measured.len() < LEAST_BINS {
        return Err(NoFit::TooFew);
    }
    problem.drop_unseen();
    if problem.pieces.is_empty() || problem.total() <= 0.0 {
        return Err(NoFit::Nothing);
    }
    problem.join_same_curves(SAME_CURVE);
    search::moments_and_paces(&mut problem);
    let solved = loop {
        let solved = problem.solve();
        match solved.least_apart(problem.pieces.len()) {
            Some((a, b, correlation)) if correlation > SAME_FACTOR => problem.join(a, b),
            _ => break solved,
        }
    };
    let mut pieces: Vec<Fitted> = problem
        .pieces
        .iter()
        .enumerate()
        .map(|(i, piece)| {
            let factor = solved.estimate(i);
            let half_width = (factor.high - factor.low) / 2.0;
            let sure = half_width <= HARDLY * factor.value.max(0.1);
            Fitted {
                activities: piece.activities.clone(),
                seen: if sure { Seen::Well } else { Seen::Hardly },
                factor,
                shift_s: piece.shift_s,
                half: piece.half,
            }
        })
        .collect();
    pieces.extend(problem.unseen.iter().map(|activity| Fitted {
        activities: vec![*activity],
        seen: Seen::Not,
        factor: Estimate {
            value: 1.0,
            low: 0.0,
            high: f64::MAX,
        },
        shift_s: 0,
        half: 1.0,
    }));
    pieces.sort_by(|a, b| a.activities.cmp(&b.activities));
    Ok(Fit {
        background_per_s: problem.has_background.then(|| {
            let estimate = solved.estimate(problem.pieces.len());
            let per_s = 1.0 / grid.every_s as f64;
            Estimate {
                value: estimate.value * per_s,
                low: estimate.low * per_s,
                high: estimate.high * per_s,
            }
        }),
        pieces,
        explained: solved.explained,
        every_s: u32::try_from(grid.every_s).unwrap_or(u32::MAX),
        bins: problem.measured.len(),
        at_s,
    })
}

#[cfg(test)]
mod tests;
