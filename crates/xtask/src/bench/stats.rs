//! The few statistics that are needed: medians with their range, and the test against theory.

use super::model::Model;
use super::subject::{Counts, Run};

/// Runs of the yardstick from which the spread of each figure is learnt.
pub(crate) const REFERENCE_RUNS: usize = 64;

/// Standard errors that a right figure may be off. The spread is that of [`REFERENCE_RUNS`] runs of the yardstick, so the
/// distance follows Student's t with 63 degrees of freedom, of which 1 in 100,000 lies beyond 4.8.
pub(crate) const LIMIT: f64 = 4.8;

/// Standard deviations that a count of random arrivals may be off; of the normal distribution 6 in 10 million lie beyond.
const COUNT_LIMIT: f64 = 5.0;

/// A median and the range around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    pub(crate) lowest: f64,
    pub(crate) highest: f64,
    pub(crate) count: usize,
}

impl Summary {
    /// Of some values; nothing of none.
    pub(crate) fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (&lowest, &highest) = (sorted.first()?, sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        Some(Self {
            median,
            lowest,
            highest,
            count: sorted.len(),
        })
    }
}

/// How far each figure of a model varies from run to run (standard deviations).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spread(Vec<f64>);

impl Spread {
    /// From at least two runs.
    pub(crate) fn of(runs: &[Run]) -> Self {
        let figures = runs.first().map_or(0, |run| run.figures.len());
        let deviations = (0..figures).map(|figure| {
            let mean = mean(runs, figure);
            let squares: f64 = runs
                .iter()
                .map(|run| (run.figures[figure] - mean) * (run.figures[figure] - mean))
                .sum();
            (squares / (runs.len() as f64 - 1.0)).sqrt()
        });
        Self(deviations.collect())
    }
}

fn mean(runs: &[Run], figure: usize) -> f64 {
    let sum: f64 = runs.iter().map(|run| run.figures[figure]).sum();
    sum / runs.len() as f64
}

/// The comparison of some runs with theory.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Check {
    /// Each figure, as the mean over the runs.
    pub(crate) found: Vec<f64>,
    /// How many standard errors each is off.
    pub(crate) off: Vec<f64>,
    /// What is wrong, if anything.
    pub(crate) fault: Option<String>,
}

/// Compares runs of one size with theory. The runs are taken to vary as the yardstick's do: a peer that varies more is as
/// wrong as one that is off.
pub(crate) fn check(
    model: Model,
    size: f64,
    counts: Counts,
    runs: &[Run],
    spread: &Spread,
) -> Check {
    let mut faults = Vec::new();
    let expected = model.customers(size);
    let allowed = match (counts, model) {
        (Counts::Exact, Model::OneServer | Model::EightServers) => 0.5,
        _ => COUNT_LIMIT * expected.sqrt(),
    };
    for run in runs {
        if (run.customers - expected).abs() > allowed {
            faults.push(format!("{} customers instead of {expected}", run.customers));
        }
    }
    let mut found = Vec::new();
    let mut off = Vec::new();
    for (index, (figure, deviation)) in model.figures().iter().zip(&spread.0).enumerate() {
        let mean = mean(runs, index);
        let errors = (mean - figure.exact) / (deviation / (runs.len() as f64).sqrt());
        if errors.is_nan() || errors.abs() > LIMIT {
            faults.push(format!(
                "{} {mean:.4} {} instead of {:.4}, {errors:.1} standard errors off",
                figure.name, figure.unit, figure.exact
            ));
        }
        found.push(mean);
        off.push(errors);
    }
    Check {
        found,
        off,
        fault: (!faults.is_empty()).then(|| faults.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(customers: f64, wait: f64) -> Run {
        Run {
            customers,
            seconds: 1.0,
            figures: vec![wait],
        }
    }

    #[test]
    fn a_median_lies_in_the_middle() {
        let odd = Summary::of(&[3.0, 1.0, 10.0]).expect("three values");
        assert!((odd.median - 3.0).abs() < 1e-12 && (odd.highest - 10.0).abs() < 1e-12);
        let even = Summary::of(&[4.0, 1.0, 2.0, 100.0]).expect("four values");
        assert!((even.median - 3.0).abs() < 1e-12 && (even.lowest - 1.0).abs() < 1e-12);
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn a_spread_is_the_sample_standard_deviation() {
        let spread = Spread::of(&[run(1.0, 2.0), run(1.0, 4.0), run(1.0, 6.0)]);
        assert!((spread.0[0] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_right_peer_passes_and_a_wrong_one_is_told_why() {
        let spread = Spread(vec![0.04]);
        let judge = |runs: &[Run]| check(Model::OneServer, 1e6, Counts::Exact, runs, &spread);
        let right = judge(&[run(1e6, 4.05), run(1e6, 3.97)]);
        assert_eq!(right.fault, None);
        assert!((right.found[0] - 4.01).abs() < 1e-9);
        // 0.01 off, with a standard error of 0.04 / √2.
        assert!((right.off[0] - 0.3535).abs() < 1e-3);

        let slow = judge(&[run(1e6, 4.2), run(1e6, 4.2)]);
        assert!(slow.fault.is_some_and(|fault| fault.contains("mean wait")));
        let few = judge(&[run(999_999.0, 4.0)]);
        assert!(few.fault.is_some_and(|fault| fault.contains("customers")));
        assert!(judge(&[run(1e6, f64::NAN)]).fault.is_some());
    }

    #[test]
    fn random_counts_may_vary_as_random_counts_do() {
        let spread = Spread(vec![0.04]);
        let judge = |customers| {
            check(
                Model::OneServer,
                1e6,
                Counts::Random,
                &[run(customers, 4.0)],
                &spread,
            )
        };
        assert_eq!(judge(1_004_000.0).fault, None);
        assert!(judge(1_006_000.0).fault.is_some());
    }
}
