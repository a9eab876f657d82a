//! The problem as numbers: one column for each piece, one row for each measured bin.

use onrush_scenario::{ActivityKind, Scenario};

use super::{Estimate, SHIFT_BOUND_S};
use crate::compare::Grid;
use crate::crowd::Curve;
use crate::solve::{inverse, non_negative};
use crate::{Actual, Unit};

/// Error of the model beside chance, as a share of what is expected in a bin. Assumed.
const MODEL_ERROR: f64 = 0.05;

/// Error of the curves' shapes, as a share of the peak: what is off beside a rush must not outweigh the rush. Assumed.
const SHAPE_ERROR: f64 = 0.03;

/// Bins do not err by less than this share of the variance that is assumed for them, however well the curves fit.
const LEAST_SPREAD: f64 = 0.05;

/// An activity is looked for where at least so many people and this share of all are planned in the measured time.
const LEAST_SEEN: (f64, f64) = (5.0, 0.002);

/// One activity, or several that cannot be told apart.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) activities: Vec<usize>,
    pub(super) shift_s: i32,
    pub(super) half: f64,
    pub(super) column: Vec<f64>,
}

pub(super) struct Problem<'a> {
    scenario: &'a Scenario,
    unit: Unit,
    grid: Grid,
    /// Which bins were measured.
    bins: Vec<i64>,
    pub(super) measured: Vec<f64>,
    weights: Vec<f64>,
    pub(super) pieces: Vec<Piece>,
    pub(super) unseen: Vec<usize>,
    pub(super) has_background: bool,
}

/// The normal equations.
pub(super) struct Gram {
    a: Vec<Vec<f64>>,
    b: Vec<f64>,
    /// The weighted sum of squares of what was measured.
    all: f64,
    columns: Vec<Vec<f64>>,
}

/// What came out of it.
pub(super) struct Solved {
    pub(super) x: Vec<f64>,
    /// Covariance of the factors; `None` where it cannot be computed.
    covariance: Option<Vec<Vec<f64>>>,
    /// The weighted sum of squares that is left.
    pub(super) left: f64,
    /// What that is for each degree of freedom, neighbours that err together taken into account.
    pub(super) spread: f64,
    /// The same without the neighbours.
    pub(super) each: f64,
    pub(super) explained: f64,
}

impl<'a> Problem<'a> {
    pub(super) fn of(scenario: &'a Scenario, actual: &Actual, at_s: i64, grid: Grid) -> Self {
        let (bins, measured): (Vec<i64>, Vec<f64>) = (0..grid.bins)
            .filter_map(|bin| Some((bin, grid.counted(actual, at_s, bin)?)))
            .unzip();
        let everyday = |kind| kind == ActivityKind::Everyday;
        let mut problem = Self {
            has_background: !scenario.activities.iter().any(|a| everyday(a.kind)),
            scenario,
            unit: actual.unit,
            grid,
            weights: weights(&measured),
            bins,
            measured,
            pieces: Vec::new(),
            unseen: Vec::new(),
        };
        problem.pieces = (0..scenario.activities.len())
            .map(|activity| Piece {
                activities: vec![activity],
                shift_s: 0,
                half: 1.0,
                column: problem.column(activity, 0, 1.0),
            })
            .collect();
        problem
    }

    pub(super) fn total(&self) -> f64 {
        self.measured.iter().sum()
    }

    pub(super) const fn grid(&self) -> Grid {
        self.grid
    }

    pub(super) const fn scenario(&self) -> &Scenario {
        self.scenario
    }

    /// The curve of an activity whose half-time is `half` times as long.
    pub(super) fn curve(&self, activity: usize, half: f64) -> Curve {
        let mut changed = self.scenario.activities[activity].clone();
        if (half - 1.0).abs() > 1e-9 {
            changed.half_after_minutes = half_after(&changed).map(|minutes| minutes * half);
        }
        Curve::of(self.scenario, &changed, self.unit, SHIFT_BOUND_S)
    }

    pub(super) fn column(&self, activity: usize, shift_s: i32, half: f64) -> Vec<f64> {
        self.moved(&self.curve(activity, half), shift_s)
    }

    /// A curve that comes so much later, in the measured bins.
    pub(super) fn moved(&self, curve: &Curve, shift_s: i32) -> Vec<f64> {
        let later = f64::from(shift_s);
        self.bins
            .iter()
            .map(|bin| {
                let (from, to) = self.grid.ends(*bin);
                curve.between(from - later, to - later)
            })
            .collect()
    }

    /// Leaves out activities of which hardly anybody is expected in the measured time.
    pub(super) fn drop_unseen(&mut self) {
        let sum = |piece: &Piece| piece.column.iter().sum::<f64>();
        let all: f64 = self.pieces.iter().map(sum).sum();
        let least = LEAST_SEEN.0.max(LEAST_SEEN.1 * all);
        let (seen, unseen): (Vec<Piece>, Vec<Piece>) =
            self.pieces.drain(..).partition(|piece| sum(piece) >= least);
        self.pieces = seen;
        self.unseen = unseen.into_iter().flat_map(|p| p.activities).collect();
    }

    /// Puts pieces together whose curves are the same but for their size.
    pub(super) fn join_same_curves(&mut self, same: f64) {
        let mut a = 0;
        while a < self.pieces.len() {
            let other = (a + 1..self.pieces.len()).find(|b| {
                let (p, q) = (&self.pieces[a].column, &self.pieces[*b].column);
                let size = (self.product(p, p) * self.product(q, q)).sqrt();
                self.product(p, q) > same * size
            });
            match other {
                Some(b) => self.join(a, b),
                None => a += 1,
            }
        }
    }

    /// From now on both have one factor, at their planned moments.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (a.min(b), a.max(b));
        let other = self.pieces.remove(b);
        let mut activities = std::mem::take(&mut self.pieces[a].activities);
        activities.extend(other.activities);
        activities.sort_unstable();
        let mut column = vec![0.0; self.measured.len()];
        for activity in &activities {
            for (sum, n) in column.iter_mut().zip(self.column(*activity, 0, 1.0)) {
                *sum += n;
            }
        }
        self.pieces[a] = Piece {
            activities,
            shift_s: 0,
            half: 1.0,
            column,
        };
    }

    fn product(&self, a: &[f64], b: &[f64]) -> f64 {
        let pairs = a.iter().zip(b).zip(&self.weights);
        pairs.map(|((a, b), w)| a * b * w).sum()
    }

    /// The columns, the constant one included where there is one.
    fn columns(&self) -> Vec<Vec<f64>> {
        let constant = self.has_background.then(|| vec![1.0; self.measured.len()]);
        let pieces = self.pieces.iter().map(|p| p.column.clone());
        pieces.chain(constant).collect()
    }

    /// The normal equations of the columns as they are.
    pub(super) fn gram(&self) -> Gram {
        let columns = self.columns();
        Gram {
            a: columns
                .iter()
                .map(|p| columns.iter().map(|q| self.product(p, q)).collect())
                .collect(),
            b: columns
                .iter()
                .map(|p| self.product(p, &self.measured))
                .collect(),
            all: self.product(&self.measured, &self.measured),
            columns,
        }
    }

    /// The weighted sum of squares that is left with another column at `place`, from the factors `near` on.
    pub(super) fn left_with(&self, gram: &Gram, near: &[f64], place: usize, column: &[f64]) -> f64 {
        let (mut a, mut b) = (gram.a.clone(), gram.b.clone());
        for (other, old) in gram.columns.iter().enumerate() {
            let product = self.product(column, if other == place { column } else { old });
            a[place][other] = product;
            a[other][place] = product;
        }
        b[place] = self.product(column, &self.measured);
        let x = non_negative(&a, &b, near, 1e-7);
        let by_b: f64 = x.iter().zip(&b).map(|(x, b)| x * b).sum();
        let by_a: f64 = a
            .iter()
            .zip(&x)
            .map(|(row, xi)| xi * row.iter().zip(&x).map(|(a, xj)| a * xj).sum::<f64>())
            .sum();
        gram.all - 2.0 * by_b + by_a
    }

    /// The best factors for the columns as they are.
    pub(super) fn solve(&self) -> Solved {
        let Gram { a, b, columns, .. } = self.gram();
        let ones = vec![1.0; self.measured.len()];
        let x = non_negative(&a, &b, &[], 1e-10);
        let errors: Vec<f64> = self
            .measured
            .iter()
            .enumerate()
            .map(|(bin, n)| n - columns.iter().zip(&x).map(|(c, x)| c[bin] * x).sum::<f64>())
            .collect();
        let left = self.product(&errors, &errors);
        let weight: f64 = self.weights.iter().sum();
        let mean = self.product(&self.measured, &ones) / weight.max(1e-300);
        let around: Vec<f64> = self.measured.iter().map(|n| n - mean).collect();
        let all = self.product(&around, &around);
        let free = self.measured.len().saturating_sub(columns.len()).max(1);
        Solved {
            each: (left / free as f64).max(LEAST_SPREAD),
            covariance: inverse(&a),
            x,
            left,
            spread: (left / free as f64).max(LEAST_SPREAD) * together(&errors, &self.weights),
            explained: if all > 0.0 {
                (1.0 - left / all).clamp(0.0, 1.0)
            } else {
                0.0
            },
        }
    }
}

impl Solved {
    pub(super) fn estimate(&self, i: usize) -> Estimate {
        // The normal distribution's 97.5 % quantile.
        const WIDTH: f64 = 1.96;
        let value = self.x.get(i).copied().unwrap_or(0.0);
        let half = self.covariance.as_ref().map_or(f64::MAX, |c| {
            WIDTH * (c[i][i] * self.spread).max(0.0).sqrt()
        });
        Estimate {
            value,
            low: (value - half).max(0.0),
            high: value + half,
        }
    }

    /// The two of the first `pieces` whose factors depend on each other most: one can be larger if the other is smaller.
    pub(super) fn least_apart(&self, pieces: usize) -> Option<(usize, usize, f64)> {
        let Some(c) = &self.covariance else {
            // Nothing can be told apart: the first two go together, and so on.
            return (pieces > 1).then_some((0, 1, 1.0));
        };
        let pairs = (0..pieces).flat_map(|a| (a + 1..pieces).map(move |b| (a, b)));
        pairs
            .map(|(a, b)| (a, b, -c[a][b] / (c[a][a] * c[b][b]).sqrt()))
            .max_by(|p, q| p.2.total_cmp(&q.2))
    }
}

/// What the half-time of an activity is, in minutes, where its kind has one.
pub(crate) fn half_after(activity: &onrush_scenario::Activity) -> Option<f64> {
    let usual = onrush_scenario::defaults::half_after(activity.kind)?;
    Some(activity.half_after_minutes.unwrap_or(usual.value))
}

/// One over the variance of each bin: chance and the model's errors around the mean of its neighbours.
fn weights(measured: &[f64]) -> Vec<f64> {
    let means: Vec<f64> = (0..measured.len())
        .map(|i| {
            let near = &measured[i.saturating_sub(2)..(i + 3).min(measured.len())];
            near.iter().sum::<f64>() / near.len() as f64
        })
        .collect();
    let shape = SHAPE_ERROR * means.iter().copied().fold(0.0, f64::max);
    means
        .iter()
        .map(|mean| {
            let model = MODEL_ERROR * mean;
            1.0 / (mean + 1.0 + model * model + shape * shape)
        })
        .collect()
}

/// How much wider intervals are because neighbouring bins err together: (1 + r) / (1 - r) for errors with correlation r from each to the
/// next, between 1 and 20.
fn together(errors: &[f64], weights: &[f64]) -> f64 {
    let scaled: Vec<f64> = errors
        .iter()
        .zip(weights)
        .map(|(e, w)| e * w.sqrt())
        .collect();
    let square: f64 = scaled.iter().map(|e| e * e).sum();
    let next: f64 = scaled.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let r = if square > 0.0 { next / square } else { 0.0 };
    ((1.0 + r) / (1.0 - r).max(0.05)).clamp(1.0, 20.0)
}
