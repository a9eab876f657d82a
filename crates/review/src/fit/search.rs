//! Moments and paces: what is not linear is tried.

use onrush_scenario::ActivityKind;

use super::SHIFT_BOUND_S;
use super::columns::{Gram, Piece, Problem, half_after};
use crate::crowd::Curve;

/// Half-times that are tried, as multiples of the planned one.
const PACES: [f64; 11] = [1.0, 0.25, 0.35, 0.5, 0.63, 0.79, 1.26, 1.6, 2.0, 2.8, 4.0];

/// Another moment or pace has to lower the weighted sum of squares by so many times its mean: what chance does once in a thousand trials.
const CLEARLY: f64 = 11.0;

/// Rounds over all activities: a second one settles what the first has moved.
const ROUNDS: usize = 2;

/// Most moments that are tried in one go, to each side.
const MOST_STEPS: i32 = 30;

/// Finds for each activity by itself when it came and how fast, where another than planned explains clearly more.
pub(super) fn moments_and_paces(problem: &mut Problem) {
    for _ in 0..ROUNDS {
        let mut moved = false;
        for place in 0..problem.pieces.len() {
            let [activity] = problem.pieces[place].activities[..] else {
                continue;
            };
            moved |= one(problem, place, activity);
        }
        if !moved {
            break;
        }
    }
}

/// Whether there is a better moment or pace for this one.
fn one(problem: &mut Problem, place: usize, activity: usize) -> bool {
    let plan = &problem.scenario().activities[activity];
    if plan.kind == ActivityKind::Everyday {
        return false;
    }
    let paces: &[f64] = if half_after(plan).is_some() {
        &PACES
    } else {
        &PACES[..1]
    };
    let bound = i32::try_from(SHIFT_BOUND_S).unwrap_or(i32::MAX);
    let bin = i32::try_from(problem.grid().every_s)
        .unwrap_or(bound)
        .max(1);
    // Whole bins, or several where there are many within the bound.
    let step = bin * (bound / bin / MOST_STEPS).max(1);
    let before = problem.pieces[place].clone();
    let now = problem.solve();
    let gram = problem.gram();
    let mut best = Trial {
        left: now.left,
        shift_s: before.shift_s,
        half: before.half,
        column: before.column.clone(),
    };
    for pace in paces {
        let curve = problem.curve(activity, *pace);
        let steps = bound / step;
        for shift in -steps..=steps {
            best.better(problem, &gram, &now.x, place, &curve, (shift * step, *pace));
        }
    }
    // Between the steps.
    if step > bin {
        let (near, pace) = (best.shift_s, best.half);
        let curve = problem.curve(activity, pace);
        for shift in -(step / bin)..=(step / bin) {
            let shift_s = (near + shift * bin).clamp(-bound, bound);
            best.better(problem, &gram, &now.x, place, &curve, (shift_s, pace));
        }
    }
    let more = usize::from(best.shift_s != before.shift_s)
        + usize::from((best.half - before.half).abs() > 1e-9);
    if more == 0 {
        return false;
    }
    let found = Piece {
        activities: before.activities.clone(),
        shift_s: best.shift_s,
        half: best.half,
        column: best.column,
    };
    problem.pieces[place] = found;
    let each = problem.solve().each;
    if now.left - best.left > CLEARLY * more as f64 * each {
        return true;
    }
    problem.pieces[place] = before;
    false
}

/// The best that was tried.
struct Trial {
    left: f64,
    shift_s: i32,
    half: f64,
    column: Vec<f64>,
}

impl Trial {
    fn better(
        &mut self,
        problem: &Problem,
        gram: &Gram,
        near: &[f64],
        place: usize,
        curve: &Curve,
        (shift_s, half): (i32, f64),
    ) {
        let column = problem.moved(curve, shift_s);
        let left = problem.left_with(gram, near, place, &column);
        if left < self.left {
            *self = Self {
                left,
                shift_s,
                half,
                column,
            };
        }
    }
}
