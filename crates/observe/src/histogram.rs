//! Response times, kept as counts.

use crate::Digester;

/// Sub-buckets per octave: a value is known to within 1/64 of itself (1.6 %).
const SUB_BITS: u32 = 6;
/// The largest value kept apart, in microseconds: 2³⁶ µs is 19 hours. Longer ones are counted there.
const TOP_BITS: u32 = 36;
const BUCKETS: usize = ((TOP_BITS - SUB_BITS + 1) << SUB_BITS) as usize;

/// A histogram of times with logarithmic octaves cut into 64 equal parts, so that any quantile is known to 1.6 % of
/// itself (half a part: ±0.8 %), whatever its size. Two histograms can be added.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Histogram {
    /// Counts by bucket; shorter than [`BUCKETS`] when the rest is zero.
    counts: Vec<u32>,
    total: u64,
    sum_us: u64,
}

fn bucket_of(us: u64) -> usize {
    let us = us.min((1 << TOP_BITS) - 1);
    if us < 1 << SUB_BITS {
        return usize::try_from(us).unwrap_or(0);
    }
    let octave = us.ilog2() - SUB_BITS;
    // The top SUB_BITS + 1 bits, the first of which is always set.
    let index = (u64::from(octave) << SUB_BITS) + (us >> octave);
    usize::try_from(index).unwrap_or(BUCKETS - 1)
}

/// The middle of a bucket, in microseconds.
fn middle_us(bucket: usize) -> f64 {
    if bucket < 1 << SUB_BITS {
        return bucket as f64;
    }
    let octave = (bucket >> SUB_BITS) - 1;
    let low = (((bucket & ((1 << SUB_BITS) - 1)) | (1 << SUB_BITS)) as u64) << octave;
    low as f64 + ((1_u64 << octave) - 1) as f64 / 2.0
}

impl Histogram {
    /// An empty histogram with room for every value, so that adding allocates nothing.
    #[must_use]
    pub fn with_room() -> Self {
        Self {
            counts: vec![0; BUCKETS],
            ..Self::default()
        }
    }

    /// Adds one time, in microseconds.
    #[inline]
    pub fn add_us(&mut self, us: u64) {
        let b = bucket_of(us);
        if b >= self.counts.len() {
            self.counts.resize(b + 1, 0);
        }
        self.counts[b] = self.counts[b].saturating_add(1);
        self.total += 1;
        self.sum_us = self.sum_us.saturating_add(us);
    }

    /// Adds all of another histogram.
    pub fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        self.counts
            .iter_mut()
            .zip(&other.counts)
            .for_each(|(a, b)| *a = a.saturating_add(*b));
        self.total += other.total;
        self.sum_us = self.sum_us.saturating_add(other.sum_us);
    }

    /// Forgets everything, keeping the room.
    pub fn clear(&mut self) {
        self.counts.fill(0);
        self.total = 0;
        self.sum_us = 0;
    }

    /// How many times were added.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.total
    }

    /// The mean, in seconds; zero when empty. Exact, not read from the buckets.
    #[must_use]
    pub fn mean_s(&self) -> f64 {
        if self.total == 0 {
            0.0
        } else {
            self.sum_us as f64 / self.total as f64 / 1e6
        }
    }

    /// The time that a share `q` (0 to 1) of all stay at or below, in seconds; `None` when empty.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are far below 2^53"
    )]
    pub fn quantile_s(&self, q: f64) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let rank = ((q.clamp(0.0, 1.0) * self.total as f64).ceil() as u64).max(1);
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= rank {
                return Some(middle_us(bucket) / 1e6);
            }
        }
        None
    }

    /// Drops the empty buckets at the end: the form in which a histogram is stored, sent and compared.
    pub fn trim(&mut self) {
        let used = self
            .counts
            .iter()
            .rposition(|c| *c > 0)
            .map_or(0, |i| i + 1);
        self.counts.truncate(used);
        self.counts.shrink_to_fit();
    }

    pub(crate) fn digest(&self, d: &mut Digester) {
        let used = self
            .counts
            .iter()
            .rposition(|c| *c > 0)
            .map_or(0, |i| i + 1);
        d.numbers(&self.counts[..used]);
        d.number(self.sum_us);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_within_its_stated_error() {
        let mut us = 0_u64;
        while us < 1 << TOP_BITS {
            let error = (middle_us(bucket_of(us)) - us as f64).abs();
            assert!(error <= us as f64 / 128.0 + 0.5, "{us}: {error}");
            us += us / 50 + 1;
        }
        assert_eq!(
            bucket_of(u64::MAX),
            BUCKETS - 1,
            "what is longer is counted in the last bucket"
        );
    }

    #[test]
    fn quantiles_agree_with_an_independent_histogram() {
        let mut ours = Histogram::with_room();
        let mut theirs = hdrhistogram::Histogram::<u64>::new(3).unwrap();
        let mut x = 12345_u64;
        for _ in 0..100_000 {
            x = x
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let us = (x >> 33) % 3_000_000 + 1;
            ours.add_us(us);
            theirs.record(us).unwrap();
        }
        for q in [0.01, 0.5, 0.9, 0.95, 0.99, 0.999] {
            let (a, b) = (
                ours.quantile_s(q).unwrap(),
                theirs.value_at_quantile(q) as f64 / 1e6,
            );
            assert!((a - b).abs() <= b * 0.012, "p{q}: {a} against {b}");
        }
        assert!((ours.mean_s() - 1.5).abs() < 0.01);
    }

    #[test]
    fn adding_two_histograms_is_adding_all_their_values() {
        let (mut a, mut b, mut both) = (
            Histogram::default(),
            Histogram::with_room(),
            Histogram::default(),
        );
        for us in [5, 70, 900, 12_000] {
            a.add_us(us);
            both.add_us(us);
        }
        for us in [1, 1_000_000_000] {
            b.add_us(us);
            both.add_us(us);
        }
        a.merge(&b);
        a.trim();
        both.trim();
        assert_eq!(a, both);
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Histogram::default().quantile_s(0.5), None);
        assert!(Histogram::default().mean_s().abs() < f64::EPSILON);
    }
}
