//! Means with their confidence.
//!
//! A test of chance fails by chance. Here the rate is fixed for the suite as a whole and shared out evenly: with
//! [`COMPARISONS`] comparisons at most (counted as they are made), each may fail once in `COMPARISONS / CHANCE` runs. (Seeds are
//! 0, 1, 2 …, so that a pass stays a pass; the rate says how likely another engine, equally right, would fail.)

use std::sync::atomic::{AtomicUsize, Ordering};

/// Chance that a sound engine fails the whole suite.
pub const CHANCE: f64 = 1e-4;
/// Most comparisons in one test binary.
pub const COMPARISONS: usize = 400;
/// Replications of each experiment.
pub const REPLICATIONS: usize = 30;

static MADE: AtomicUsize = AtomicUsize::new(0);

/// The chance that one comparison fails though all is well. Counts the comparison.
///
/// # Panics
/// When more comparisons are made than the rate of failure is shared out to.
#[must_use]
pub fn level() -> f64 {
    assert!(
        MADE.fetch_add(1, Ordering::Relaxed) < COMPARISONS,
        "more comparisons than the stated failure rate covers"
    );
    CHANCE / COMPARISONS as f64
}

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

    /// Half the width of the interval that misses the truth with the chance of one comparison (Student's t). Counts as one.
    ///
    /// # Panics
    /// With fewer than two replications.
    #[must_use]
    pub fn half(&self) -> f64 {
        let freedom = u32::try_from(self.replications - 1).unwrap_or(u32::MAX);
        onrush_lab::student_t(1.0 - level() / 2.0, freedom) * self.error
    }

    /// Asserts that `expected` lies in the interval, and that this is narrow enough to mean something: at most `precision` of the
    /// expected value wide to each side.
    ///
    /// # Panics
    /// When one of the two does not hold; that is the test.
    pub fn assert_is(&self, what: &str, expected: f64, precision: f64) {
        self.assert_near(what, expected, 0.0, precision);
    }

    /// The same where the value itself is known only up to `slack` of it: a limit for infinitely many servers, a bucket of a
    /// histogram.
    ///
    /// # Panics
    /// As [`Estimate::assert_is`].
    pub fn assert_near(&self, what: &str, expected: f64, slack: f64, precision: f64) {
        let half = self.half();
        let off = (self.mean - expected).abs();
        assert!(
            off <= half + slack * expected.abs(),
            "{what}: {} ± {half} does not hold {expected} (within {slack} of itself)",
            self.mean
        );
        assert!(
            half <= precision * expected.abs(),
            "{what}: {} ± {half} is too wide to tell anything about {expected}",
            self.mean
        );
    }

    /// Asserts that zero lies in the interval, and that this is at most `narrow` wide to each side.
    ///
    /// # Panics
    /// When one of the two does not hold; that is the test.
    pub fn assert_zero(&self, what: &str, narrow: f64) {
        let half = self.half();
        assert!(
            self.mean.abs() <= half,
            "{what}: {} ± {half} does not hold 0",
            self.mean
        );
        assert!(half <= narrow, "{what}: {} ± {half} is too wide", self.mean);
    }
}
