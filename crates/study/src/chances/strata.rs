//! A share, known from forecasts of all futures and exact runs of some.

use crate::stat::{self, Interval};

/// Exact runs among futures of which the forecast says the same.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stratum {
    pub(super) runs: usize,
    pub(super) came_true: usize,
}

/// The share of futures in which a hope comes true, from strata of `futures` each and the exact runs in them.
///
/// Uniform priors: Beta(1 + successes, 1 + failures) within each stratum and for the size of one among both, whose means and
/// variances are added; then the normal quantile, within 0 and 1.
pub(super) fn stratified(futures: [usize; 2], strata: [Stratum; 2], alpha: f64) -> Interval {
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
