//! Counts by time that grow coarser before they grow large.

use std::collections::BTreeMap;

use crate::import::MOST_BINS;

/// Lengths of a bin, in seconds, finest first.
const LENGTHS: [i64; 6] = [1, 5, 30, 300, 1800, 3600];

/// Three counts for each bin.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Bins {
    counts: BTreeMap<i64, [u32; 3]>,
    /// Which of [`LENGTHS`].
    length: usize,
}

impl Bins {
    /// Adds to the bin of a second.
    pub(super) fn add(&mut self, second: i64, more: [u32; 3]) {
        let bin = self
            .counts
            .entry(second.div_euclid(self.every()))
            .or_default();
        for (sum, n) in bin.iter_mut().zip(more) {
            *sum = sum.saturating_add(n);
        }
        while self.is_too_large() && self.length + 1 < LENGTHS.len() {
            self.coarsen();
        }
    }

    /// The first second, the length of a bin, and one of the counts from the first bin to the last.
    pub(super) fn dense(&self, which: usize) -> (i64, u32, Vec<f64>) {
        let every = self.every();
        let first = self.counts.keys().next().copied().unwrap_or(0);
        let last = self.counts.keys().next_back().copied().unwrap_or(first - 1);
        let bins = usize::try_from(last - first + 1)
            .unwrap_or(0)
            .min(MOST_BINS);
        let mut dense = vec![0.0; bins];
        for (bin, counts) in &self.counts {
            let place = usize::try_from(bin - first).unwrap_or(usize::MAX);
            if let (Some(sum), Some(n)) = (dense.get_mut(place), counts.get(which)) {
                *sum = f64::from(*n);
            }
        }
        (first * every, u32::try_from(every).unwrap_or(3600), dense)
    }

    fn every(&self) -> i64 {
        LENGTHS[self.length]
    }

    /// More than [`MOST_BINS`] from the first to the last.
    fn is_too_large(&self) -> bool {
        let ends = self
            .counts
            .keys()
            .next()
            .zip(self.counts.keys().next_back());
        let most = i64::try_from(MOST_BINS).unwrap_or(i64::MAX);
        ends.is_some_and(|(first, last)| last - first + 1 > most)
    }

    fn coarsen(&mut self) {
        let before = self.every();
        self.length += 1;
        let every = self.every();
        for (bin, counts) in std::mem::take(&mut self.counts) {
            let sums = self
                .counts
                .entry((bin * before).div_euclid(every))
                .or_default();
            for (sum, n) in sums.iter_mut().zip(counts) {
                *sum = sum.saturating_add(n);
            }
        }
    }
}
