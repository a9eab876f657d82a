//! Means with confidence intervals.
//!
//! A mean time is a ratio: the sum of times over the number of customers. A run is cut into parts (batches of one replication, or
//! whole replications); the spread of what each part adds beyond "its number times the overall mean" tells how far the
//! overall mean may be off.
//!
//! Parts of one run that follow each other are not quite independent. Where neighbours are alike (positive correlation φ of first
//! order between the batches' residuals) the variance is multiplied by (1 + φ) / (1 - φ), the factor of a first-order autoregressive process;
//! Tafazzoli et al. (2008, Skart) use the same one. It makes intervals of short runs near saturation honestly wide.

use onrush_stat::student_t;

/// Chance that the truth lies in an interval.
const CONFIDENCE: f64 = 0.95;
/// The correlation is taken for no more than this.
const MOST_ALIKE: f64 = 0.8;

/// How the parts of a mean hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Batches of one run, one after the other.
    Batches,
    /// Replications, which know nothing of each other.
    Replications,
}

/// The mean of all and its interval, from (sum, number) of each part; `None` where nobody was.
pub(crate) fn ratio(parts: &[(f64, f64)], kind: Parts) -> Option<(f64, Option<[f64; 2]>)> {
    let sum: f64 = parts.iter().map(|p| p.0).sum();
    let count: f64 = parts.iter().map(|p| p.1).sum();
    if count <= 0.0 {
        return None;
    }
    let mean = sum / count;
    let n = parts.len() as f64;
    if parts.len() < 2 {
        return Some((mean, None));
    }
    let off: Vec<f64> = parts.iter().map(|(s, c)| s - mean * c).collect();
    let squares: f64 = off.iter().map(|d| d * d).sum();
    let alike = if kind == Parts::Batches && squares > 0.0 {
        let neighbours: f64 = off.windows(2).map(|w| w[0] * w[1]).sum();
        (neighbours / squares).clamp(0.0, MOST_ALIKE)
    } else {
        0.0
    };
    let inflation = (1.0 + alike) / (1.0 - alike);
    // The standard error of the sum of the residuals, over the number of customers.
    let error = (squares / (n - 1.0) * n * inflation).sqrt() / count;
    let freedom = u32::try_from(parts.len() - 1).unwrap_or(u32::MAX);
    let half = student_t(0.5 + CONFIDENCE / 2.0, freedom) * error;
    Some((mean, Some([mean - half, mean + half])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `SplitMix64`, so that the tests are repeatable.
    struct Random(u64);

    impl Random {
        fn unit(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
        }
    }

    fn share_that_holds(
        kind: Parts,
        mut parts: impl FnMut(&mut Random) -> Vec<(f64, f64)>,
        truth: f64,
    ) -> f64 {
        let mut random = Random(1);
        let held = (0..4_000)
            .filter(|_| {
                let (_, interval) = ratio(&parts(&mut random), kind).unwrap();
                let [low, high] = interval.unwrap();
                low <= truth && truth <= high
            })
            .count();
        held as f64 / 4_000.0
    }

    #[test]
    fn nineteen_of_twenty_intervals_hold_the_truth() {
        // The number in each part varies, and the sum with it.
        let parts = |r: &mut Random| -> Vec<(f64, f64)> {
            (0..20)
                .map(|_| {
                    let count = 50.0 + (50.0 * r.unit()).floor();
                    (3.0 * count + 8.0 * r.normal(), count)
                })
                .collect()
        };
        let held = share_that_holds(Parts::Replications, parts, 3.0);
        assert!((held - 0.95).abs() < 0.015, "{held}");
        let held = share_that_holds(Parts::Batches, parts, 3.0);
        assert!((0.935..0.99).contains(&held), "{held}");
    }

    #[test]
    fn neighbours_that_are_alike_widen_the_interval() {
        let alike = |r: &mut Random| -> Vec<(f64, f64)> {
            let mut before = r.normal() / 0.8;
            (0..20)
                .map(|_| {
                    before = 0.6 * before + r.normal();
                    (100.0 + before, 10.0)
                })
                .collect()
        };
        let honest = share_that_holds(Parts::Batches, alike, 10.0);
        let naive = share_that_holds(Parts::Replications, alike, 10.0);
        assert!(naive < 0.75 && honest > naive + 0.1, "{naive} {honest}");
    }

    #[test]
    fn nobody_has_no_mean_and_one_part_no_interval() {
        assert_eq!(ratio(&[(0.0, 0.0), (0.0, 0.0)], Parts::Batches), None);
        assert_eq!(ratio(&[(6.0, 3.0)], Parts::Replications), Some((2.0, None)));
    }
}
