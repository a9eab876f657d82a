//! How sure one may be: intervals for means and shares, and the distributions behind them.
//!
//! Student's t and the beta distribution's share by the incomplete beta function, to ten digits, with `libm` so that every platform
//! computes the same.
//!
//! ```
//! // Half of the beta distribution with equal parameters lies below one half.
//! assert!((onrush_stat::beta_share(0.5, 3.0, 3.0) - 0.5).abs() < 1e-10);
//! ```
//!
//! # Does not know about
//!
//! Runs, networks, scenarios: it is given numbers.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of runs stay far below 2^53"
)]
#![cfg_attr(test, expect(clippy::float_cmp, reason = "exact by construction"))]

/// Natural logarithm of the beta function.
fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The regularised incomplete beta function Iₓ(a, b), by its continued fraction (Abramowitz
/// and Stegun 26.5.8), evaluated by Lentz's method. `a` and `b` are positive,
/// `x` is between 0 and 1.
#[must_use]
pub fn beta_share(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast on this side of the mean; the other side is its mirror.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_share(1.0 - x, b, a);
    }
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - ln_beta(a, b)) / a;
    let keep = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut under = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let (mut over, mut fraction) = (1.0, under);
    for round in 1..=500 {
        let m = f64::from(round);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        under = 1.0 / keep(1.0 + even * under);
        over = keep(1.0 + even / over);
        fraction *= over * under;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        under = 1.0 / keep(1.0 + odd * under);
        over = keep(1.0 + odd / over);
        let change = over * under;
        fraction *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

/// Where a function that rises between `low` and `high` reaches `level`, by bisection.
fn reaches(level: f64, low: f64, high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if rising(middle) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// An interval for a quantity that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// The best guess.
    pub best: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether zero lies outside: the sign is known.
    #[must_use]
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// The quantile of Student's t distribution: the value that a variable with `freedom` degrees of freedom (at least 1) stays
/// below with chance `p` (0.5 to 1, the end not included).
///
/// ```
/// // A 95 % interval with 19 degrees of freedom reaches 2.093 standard errors to each side.
/// assert!((onrush_stat::student_t(0.975, 19) - 2.093024).abs() < 1e-6);
/// ```
#[must_use]
pub fn student_t(p: f64, freedom: u32) -> f64 {
    t_beyond((1.0 - p).clamp(1e-15, 0.5), f64::from(freedom.max(1)))
}

/// The value that Student's t exceeds with chance `tail` (above 0, at most 0.5).
fn t_beyond(tail: f64, freedom: f64) -> f64 {
    let beyond = |t: f64| 0.5 * beta_share(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    let mut high = 1.0;
    while beyond(high) > tail && high < 1e15 {
        high *= 2.0;
    }
    reaches(-tail, 0.0, high, |t| -beyond(t))
}

/// How many standard errors lie on each side of a mean of `n` values, so that an interval of confidence `1 - alpha` results:
/// [`student_t`] with `n - 1` degrees of freedom. Infinite for fewer than two values.
#[must_use]
pub fn student(n: usize, alpha: f64) -> f64 {
    if n < 2 {
        return f64::INFINITY;
    }
    t_beyond(0.5 * alpha, (n - 1) as f64)
}

/// The mean of `values` with its interval of confidence `1 - alpha` (Student's t). Of one value nothing is known but itself: the ends
/// are infinite. `None` of none.
#[must_use]
pub fn mean(values: &[f64], alpha: f64) -> Option<Interval> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    let best = values.iter().sum::<f64>() / n as f64;
    let half = if n < 2 {
        f64::INFINITY
    } else {
        let squares: f64 = values.iter().map(|v| (v - best) * (v - best)).sum();
        student(n, alpha) * (squares / (n - 1) as f64 / n as f64).sqrt()
    };
    Some(Interval {
        best,
        low: best - half,
        high: best + half,
    })
}

/// The share of successes with its interval of confidence `1 - alpha` (Clopper and Pearson 1934): it contains the truth at least that
/// often, however rare success is.
#[must_use]
pub fn share(successes: usize, of: usize, alpha: f64) -> Interval {
    let (k, n) = (successes.min(of) as f64, of as f64);
    let low = if successes == 0 {
        0.0
    } else {
        reaches(alpha / 2.0, 0.0, 1.0, |p| beta_share(p, k, n - k + 1.0))
    };
    let high = if successes >= of {
        1.0
    } else {
        reaches(1.0 - alpha / 2.0, 0.0, 1.0, |p| {
            beta_share(p, k + 1.0, n - k)
        })
    };
    Interval {
        best: if of == 0 { 0.5 } else { k / n },
        low,
        high,
    }
}

/// The quantile of the standard normal distribution that leaves `alpha` outside on both sides together.
#[must_use]
pub fn normal(alpha: f64) -> f64 {
    reaches(1.0 - alpha, 0.0, 40.0, |z| {
        libm::erf(z / core::f64::consts::SQRT_2)
    })
}

/// The value below which `share` (0 to 1) of `sorted` lie, straight lines between; 0 of none.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let at = share.clamp(0.0, 1.0) * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the length"
    )]
    let below = at as usize;
    let above = (below + 1).min(last);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}

/// Ranks from 1 on; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let alike = |i: &&usize| values[**i] <= values[order[from]];
        let n = order[from..].iter().take_while(alike).count().max(1);
        let rank = from as f64 + f64::midpoint(n as f64, 1.0);
        for i in &order[from..from + n] {
            ranks[*i] = rank;
        }
        from += n;
    }
    ranks
}

/// Spearman's rank correlation: from -1 (one falls as the other rises) over 0 (nothing to see) to 1. 0 where either is constant.
#[must_use]
pub fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a, b) = (ranks(&a[..n]), ranks(&b[..n]));
    let middle = f64::midpoint(n as f64, 1.0);
    let sum = |of: &dyn Fn(usize) -> f64| (0..n).map(of).sum::<f64>();
    let ab = sum(&|i| (a[i] - middle) * (b[i] - middle));
    let aa = sum(&|i| (a[i] - middle) * (a[i] - middle));
    let bb = sum(&|i| (b[i] - middle) * (b[i] - middle));
    if aa * bb > 0.0 {
        ab / (aa * bb).sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Any textbook's table.
        for (p, freedom, expected) in [
            (0.975, 1, 12.7062),
            (0.975, 2, 4.30265),
            (0.975, 9, 2.26216),
            (0.975, 19, 2.09302),
            (0.975, 100, 1.98397),
            (0.975, 1_000_000, 1.95997),
            (0.95, 5, 2.01505),
            (0.995, 30, 2.75000),
            (0.9995, 10, 4.58689),
        ] {
            let t = student_t(p, freedom);
            assert!(
                (t - expected).abs() < 1e-4 * expected,
                "t({p}, {freedom}) = {t}"
            );
        }
        assert!(student_t(0.5, 7).abs() < 1e-9);
        assert!((student(4, 0.01) - 5.84091).abs() < 1e-4);
        assert!((normal(0.05) - 1.95996).abs() < 1e-4);
        assert!(student(1, 0.05).is_infinite());
    }

    #[test]
    fn a_share_has_the_published_interval() {
        // Clopper-Pearson for 0 of 10: 1 - 0.025^(1/10); for 81 of 263: 0.2527 to 0.3676 (Newcombe 1998).
        let none = share(0, 10, 0.05);
        assert_eq!(none.low, 0.0);
        assert!((none.high - 0.30850).abs() < 1e-4, "{none:?}");
        let some = share(81, 263, 0.05);
        assert!((some.low - 0.2527).abs() < 5e-4 && (some.high - 0.3676).abs() < 5e-4);
        assert_eq!(share(10, 10, 0.05).high, 1.0);
    }

    #[test]
    fn a_mean_of_one_is_not_known_to_differ_from_anything() {
        assert!(!mean(&[5.0], 0.05).unwrap().excludes_zero());
        assert_eq!(mean(&[], 0.05), None);
        let same = mean(&[5.0, 5.0], 0.05).unwrap();
        assert!(same.excludes_zero() && same.low == 5.0);
        assert!(!mean(&[-1.0, 5.0], 0.05).unwrap().excludes_zero());
    }

    #[test]
    fn ranks_of_equals_are_shared() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0]), [2.5, 1.0, 2.5]);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 9.0]), 1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[9.0, 4.0, 2.0]), -1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0], &[7.0, 7.0]), 0.0);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
    }
}
