//! Student's t distribution.

/// The quantile of Student's t: the value that a t-distributed variable with `freedom` degrees of freedom stays below with
/// chance `p` (0.5 to 1, the end not included).
///
/// By bisection of the distribution function, which is the regularised incomplete beta function; to ten digits.
///
/// ```
/// // A 95 % interval with 19 degrees of freedom reaches 2.093 standard errors to each side.
/// assert!((onrush_lab::student_t(0.975, 19) - 2.093024).abs() < 1e-6);
/// ```
#[must_use]
pub fn student_t(p: f64, freedom: u32) -> f64 {
    let tail = |t: f64| {
        let n = f64::from(freedom.max(1));
        0.5 * incomplete_beta(n / 2.0, 0.5, n / (n + t * t))
    };
    let wanted = (1.0 - p).clamp(1e-15, 0.5);
    let (mut low, mut high) = (0.0, 1.0);
    while tail(high) > wanted && high < 1e15 {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if tail(middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The regularised incomplete beta function Iₓ(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8), evaluated
/// by Lentz's method.
#[expect(clippy::many_single_char_names, reason = "the handbook's letters")]
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    // The fraction converges fast on this side only.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
            + a * libm::log(x)
            + b * libm::log1p(-x),
    ) / a;
    let away = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut sum = d;
    for m in 1..=500 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        sum *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        sum *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * sum
}

#[cfg(test)]
mod tests {
    use super::student_t;

    #[test]
    fn the_printed_tables_are_met() {
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
    }
}
