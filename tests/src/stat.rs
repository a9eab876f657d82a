//! Means with their confidence.

/// The mean of independent replications and its standard error.
#[derive(Debug, Clone, Copy)]
pub struct Estimate {
    /// Mean over the replications.
    pub mean: f64,
    /// Standard error of that mean.
    pub error: f64,
    replications: usize,
}

impl Estimate {
    /// From one value per replication.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
        Self {
            mean,
            error: (variance / n).sqrt(),
            replications: values.len(),
        }
    }

    /// Asserts that `expected` lies in the interval in which the truth is missed once in 10,000 tests (Student's t with 19
    /// degrees of freedom: 4.90 standard errors), and that the interval is narrow enough to mean something: at most
    /// `precision` of the expected value wide to each side.
    ///
    /// # Panics
    /// When one of the two does not hold; that is the test.
    pub fn assert_is(&self, what: &str, expected: f64, precision: f64) {
        assert_eq!(
            self.replications, REPLICATIONS,
            "the quantile below is for this many"
        );
        let half = 4.90 * self.error;
        assert!(
            (self.mean - expected).abs() <= half,
            "{what}: {} ± {half} does not hold {expected}",
            self.mean
        );
        assert!(
            half <= precision * expected.abs(),
            "{what}: ± {half} is too wide to tell anything about {expected}"
        );
    }
}

/// Replications of each experiment.
pub const REPLICATIONS: usize = 20;
