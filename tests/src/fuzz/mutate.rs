//! Changing bytes at random, the way fuzzers do.

use rand::{RngExt, SeedableRng};

use crate::random::Source;

/// What is put where a value stood.
const VALUES: [&str; 30] = [
    "0",
    "1",
    "-1",
    "0.1",
    "2",
    "5",
    "100",
    "1000",
    "100000",
    "1e9",
    "1e308",
    "1e309",
    "5e-324",
    "-0",
    "-0.0",
    "0.5",
    "1e-9",
    "true",
    "false",
    "null",
    "\"\"",
    "\"infinite\"",
    "\"exp\"",
    "\"20:15\"",
    "\"é\"",
    "[]",
    "{}",
    "[[0, 1]]",
    "NaN",
    "18446744073709551616",
];
/// Where it hurts.
const BYTES: &[u8] = b"0123456789.-+eE\"{}[],:tfn \\u\n\0\xff\x80";

/// Makes new inputs of old ones.
pub struct Mutator {
    source: Source,
}

impl Mutator {
    /// The same seed makes the same inputs.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            source: Source::seed_from_u64(seed),
        }
    }

    /// One of the corpus, changed in one to four places.
    ///
    /// # Panics
    /// When the corpus is empty.
    #[must_use]
    pub fn next(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.one(corpus).clone();
        for _ in 0..self.source.random_range(1..5_u32) {
            self.change(&mut bytes, corpus);
        }
        bytes
    }

    fn one<'a>(&mut self, corpus: &'a [Vec<u8>]) -> &'a Vec<u8> {
        &corpus[self.source.random_range(0..corpus.len())]
    }

    fn change(&mut self, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let at = self.source.random_range(0..=bytes.len());
        let kind = if bytes.is_empty() {
            1
        } else {
            self.source.random_range(0..10_u32)
        };
        let at = at.min(bytes.len().saturating_sub(1));
        match kind {
            0 => bytes[at] = BYTES[self.source.random_range(0..BYTES.len())],
            1 => bytes.insert(at, BYTES[self.source.random_range(0..BYTES.len())]),
            2 => drop(bytes.remove(at)),
            3 => {
                // A piece of another input.
                let other = self.one(corpus);
                if !other.is_empty() {
                    let from = self.source.random_range(0..other.len());
                    let to = (from + self.source.random_range(1..40_usize)).min(other.len());
                    bytes.splice(at..at, other[from..to].iter().copied());
                }
            }
            4 => {
                // A piece twice, or gone.
                let to = (at + self.source.random_range(1..40_usize)).min(bytes.len());
                let piece: Vec<u8> = bytes[at..to].to_vec();
                if self.source.random_bool(0.5) {
                    bytes.splice(at..at, piece);
                } else {
                    bytes.drain(at..to);
                }
            }
            _ => self.value(bytes),
        }
    }

    /// Another value after one of the colons.
    fn value(&mut self, bytes: &mut Vec<u8>) {
        let colons: Vec<usize> = (0..bytes.len()).filter(|i| bytes[*i] == b':').collect();
        if colons.is_empty() {
            return;
        }
        let from = colons[self.source.random_range(0..colons.len())] + 1;
        let length = bytes[from..]
            .iter()
            .position(|b| b",}]{[\n".contains(b))
            .unwrap_or(0);
        let value = VALUES[self.source.random_range(0..VALUES.len())];
        bytes.splice(from..from + length, value.bytes());
    }
}
