//! Response times, kept as counts.

use crate::Digester;

/// Sub-buckets per octave: a value is known to within 1/64 of itself (1.6 %).
const SUB_BITS: u32 = 6;
/// The unit is 2⁻³⁰ s, just under a nanosecond: as fine as any clock of a simulation.
const UNIT_BITS: u32 = 30;
/// The largest value kept apart: 2⁵⁷ units are four years. Longer ones are counted there.
const TOP_BITS: u32 = 57;
/// Buckets of one octave.
const OCTAVE: usize = 1 << SUB_BITS;
const BUCKETS: usize = ((TOP_BITS - SUB_BITS + 1) << SUB_BITS) as usize;

/// A histogram of times with logarithmic octaves cut into 64 equal parts, so that any quantile is known to 1.6 % of
/// itself (half a part: ±0.8 %), whatever its size. Two histograms can be added.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Histogram {
    /// Counts by bucket; shorter than [`BUCKETS`] when the rest is zero.
    counts: Vec<u32>,
    total: u64,
    /// Sum of all values, in units.
    sum: u128,
}

#[inline(always)]
fn bucket_of(units: u64) -> usize {
    let units = units.min((1 << TOP_BITS) - 1);
    // The top SUB_BITS + 1 bits, the first of which is set from the second octave on.
    let octave = (units | (1 << SUB_BITS)).ilog2() - SUB_BITS;
    let index = (u64::from(octave) << SUB_BITS) + (units >> octave);
    usize::try_from(index).unwrap_or(BUCKETS - 1)
}

/// The middle of a bucket, in units.
fn middle(bucket: usize) -> f64 {
    if bucket < 1 << SUB_BITS {
        return bucket as f64;
    }
    let octave = (bucket >> SUB_BITS) - 1;
    let low = (((bucket & ((1 << SUB_BITS) - 1)) | (1 << SUB_BITS)) as u64) << octave;
    low as f64 + ((1_u64 << octave) - 1) as f64 / 2.0
}

impl Histogram {
    /// One second in the histogram's unit.
    pub const SECOND: u64 = 1 << UNIT_BITS;

    /// An empty histogram with room for every value, so that adding allocates nothing.
    #[must_use]
    pub fn with_room() -> Self {
        Self {
            counts: vec![0; BUCKETS],
            ..Self::default()
        }
    }

    /// Adds one time, in units of 2⁻³⁰ s.
    #[inline(always)]
    pub fn add(&mut self, units: u64) {
        let bucket = bucket_of(units);
        self.total += 1;
        self.sum += u128::from(units);
        if let Some(count) = self.counts.get_mut(bucket) {
            *count = count.saturating_add(1);
        } else {
            self.make_room(bucket);
        }
    }

    /// The first value in a bucket that there was no room for.
    #[cold]
    fn make_room(&mut self, bucket: usize) {
        self.counts.resize(bucket + 1, 0);
        self.counts[bucket] = 1;
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
        self.sum = self.sum.saturating_add(other.sum);
    }

    /// What was added since this histogram was `before`.
    pub(crate) fn since(&self, before: &Self) -> Self {
        let mut since = self.clone();
        let counts = since.counts.iter_mut().zip(&before.counts);
        counts.for_each(|(now, then)| *now = now.saturating_sub(*then));
        since.total = self.total.saturating_sub(before.total);
        since.sum = self.sum.saturating_sub(before.sum);
        since
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
            self.sum as f64 / self.total as f64 / Self::SECOND as f64
        }
    }

    /// The time that a share `q` (0 to 1) of all stay at or below, in seconds; `None` when empty.
    #[must_use]
    pub fn quantile_s(&self, q: f64) -> Option<f64> {
        self.quantiles_s([q]).map(|[q]| q)
    }

    /// Several such times at once, for ascending shares; `None` when empty.
    #[must_use]
    pub fn quantiles_s<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        if self.total == 0 {
            return None;
        }
        Some(self.quantiles_in(u64::MAX, shares))
    }

    /// The same where nothing is in any octaves but these.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are far below 2^53"
    )]
    fn quantiles_in<const N: usize>(&self, mut octaves: u64, shares: [f64; N]) -> [f64; N] {
        // In all octaves before the first of `octaves`.
        let mut before = 0;
        shares.map(|share| {
            let rank = ((share.clamp(0.0, 1.0) * self.total as f64).ceil() as u64).max(1);
            // Counts that were cut at 2³² - 1 may add up to less than the total: the last bucket then.
            let mut bucket = self.counts.len().saturating_sub(1);
            // Whole octaves first, as long as they do not reach the rank.
            while let Some(counts) = self.octave(octaves.trailing_zeros()) {
                let sum: u64 = counts.iter().map(|count| u64::from(*count)).sum();
                if before + sum >= rank {
                    let mut seen = before;
                    let reaches = |count: &u32| {
                        seen += u64::from(*count);
                        seen >= rank
                    };
                    let first = octaves.trailing_zeros() as usize * OCTAVE;
                    bucket = first + counts.iter().position(reaches).unwrap_or(0);
                    break;
                }
                before += sum;
                octaves &= octaves - 1;
            }
            middle(bucket) / Self::SECOND as f64
        })
    }

    /// The counts of an octave, if there is any room for them.
    fn octave(&self, number: u32) -> Option<&[u32]> {
        let first = number as usize * OCTAVE;
        let end = self.counts.len().min(first + OCTAVE);
        self.counts
            .get(first..end)
            .filter(|counts| !counts.is_empty())
    }

    /// Drops the empty buckets at the end: the form in which a histogram is stored, sent and compared.
    pub fn trim(&mut self) {
        let used = self.used();
        self.counts.truncate(used);
        self.counts.shrink_to_fit();
    }

    /// Number of buckets up to the last one that is not empty.
    fn used(&self) -> usize {
        self.counts
            .iter()
            .rposition(|c| *c > 0)
            .map_or(0, |i| i + 1)
    }

    pub(crate) fn digest(&self, d: &mut Digester) {
        d.numbers(&self.counts[..self.used()]);
        let bytes = self.sum.to_le_bytes();
        for half in bytes.chunks_exact(8) {
            d.number(half.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b)));
        }
    }
}

/// The times of one short step, to be added to those of the whole run at its end. Most octaves have nothing in them, and are not
/// even looked at.
#[derive(Debug)]
pub struct StepHistogram {
    times: Histogram,
    /// A bit for each octave that has something in it.
    octaves: u64,
}

const _: () = assert!(BUCKETS.div_ceil(OCTAVE) <= u64::BITS as usize);

impl StepHistogram {
    /// An empty one with room for every value.
    #[must_use]
    pub fn with_room() -> Self {
        Self {
            times: Histogram::with_room(),
            octaves: 0,
        }
    }

    /// Adds one time, in units of 2⁻³⁰ s.
    #[inline(always)]
    pub fn add(&mut self, units: u64) {
        self.octaves |= 1 << (bucket_of(units) / OCTAVE);
        self.times.add(units);
    }

    /// The same as [`Histogram::quantiles_s`].
    #[must_use]
    pub fn quantiles_s<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        (self.times.total > 0).then(|| self.times.quantiles_in(self.octaves, shares))
    }

    /// Moves everything into a histogram; this one is empty afterwards and keeps its room.
    pub fn pour_into(&mut self, all: &mut Histogram) {
        let from = &mut self.times;
        if all.counts.len() < from.counts.len() {
            all.counts.resize(from.counts.len(), 0);
        }
        while self.octaves != 0 {
            let first = self.octaves.trailing_zeros() as usize * OCTAVE;
            let counts = from.counts[first..].iter_mut().take(OCTAVE);
            for (a, b) in all.counts[first..].iter_mut().zip(counts) {
                *a = a.saturating_add(std::mem::take(b));
            }
            self.octaves &= self.octaves - 1;
        }
        all.total += std::mem::take(&mut from.total);
        all.sum = all.sum.saturating_add(std::mem::take(&mut from.sum));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Step by step, with times of all sizes in some steps and none in others.
    #[test]
    fn steps_add_up_to_the_whole() {
        let (mut step, mut poured) = (StepHistogram::with_room(), Histogram::default());
        let mut both = Histogram::default();
        let mut x = 9_u64;
        for n in 0..40_u32 {
            let mut alone = Histogram::default();
            for _ in 0..n % 7 * 10 {
                x = x
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let units = x >> (n % 60 + 4);
                alone.add(units);
                both.add(units);
                step.add(units);
            }
            let shares = [0.0, 0.5, 0.95, 1.0];
            assert_eq!(step.quantiles_s(shares), alone.quantiles_s(shares));
            step.pour_into(&mut poured);
            assert_eq!(step.quantiles_s(shares), None);
        }
        poured.trim();
        both.trim();
        assert_eq!(poured, both);
        assert!(poured.count() > 500);
    }

    #[test]
    fn every_value_lies_within_its_stated_error() {
        let mut t = 0_u64;
        while t < 1 << TOP_BITS {
            let error = (middle(bucket_of(t)) - t as f64).abs();
            assert!(error <= t as f64 / 128.0 + 0.5, "{t}: {error}");
            t += t / 50 + 1;
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
            ours.add(us * Histogram::SECOND / 1_000_000);
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
        for t in [5, 70, 900, 12_000] {
            a.add(t);
            both.add(t);
        }
        for t in [1, 1_000_000_000_000] {
            b.add(t);
            both.add(t);
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
