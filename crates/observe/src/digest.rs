//! One short name for a whole run.

use sha2::{Digest, Sha256};

/// Bytes that are collected before they are hashed together.
const TOGETHER: usize = 4096;

/// Collects values in a fixed order and ends in a short hexadecimal name.
///
/// Before they are hashed, values are written short: a whole number in sevens of bits (LEB128), a list with how many there are
/// and each value once for all that stand in a row. Nothing is lost by it, so different values are still different bytes. Seconds of a run are
/// mostly small numbers and repeat each other, and a browser hashes slowly until it has compiled that well.
#[derive(Debug, Clone, Default)]
pub struct Digester {
    hash: Sha256,
    collected: Vec<u8>,
}

impl Digester {
    /// Nothing collected yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a number.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seven bits at a time, and the last seven"
    )]
    pub fn number(&mut self, n: u64) {
        let mut rest = n;
        while rest > 127 {
            self.collected.push((rest & 127) as u8 | 128);
            rest >>= 7;
        }
        self.collected.push(rest as u8);
        if self.collected.len() >= TOGETHER {
            self.hash_collected();
        }
    }

    /// Adds a text, with its length so that two texts in a row cannot be read as two others.
    pub fn text(&mut self, s: &str) {
        self.bytes(s.as_bytes());
    }

    /// Adds bytes, with how many there are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.hash_collected();
        self.hash.update(bytes);
    }

    /// Adds whole numbers, with how many there are.
    pub fn numbers(&mut self, values: &[u32]) {
        self.number(values.len() as u64);
        for alike in values.chunk_by(|a, b| a == b) {
            self.number(u64::from(alike[0]));
            self.number(alike.len() as u64);
        }
    }

    /// Adds means, bit by bit, with how many there are.
    pub fn means(&mut self, values: &[f32]) {
        self.number(values.len() as u64);
        for alike in values.chunk_by(|a, b| a.to_bits() == b.to_bits()) {
            self.collected.extend(alike[0].to_bits().to_le_bytes());
            self.number(alike.len() as u64);
        }
    }

    fn hash_collected(&mut self) {
        self.hash.update(&self.collected);
        self.collected.clear();
    }

    /// The first 128 bits, as 32 hexadecimal digits.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.hash_collected();
        let bytes = self.hash.finalize();
        let (head, _) = bytes.as_slice().split_at(16);
        let high = head
            .iter()
            .fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        format!("{high:032x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(of: impl FnOnce(&mut Digester)) -> String {
        let mut d = Digester::new();
        of(&mut d);
        d.finish()
    }

    #[test]
    fn different_values_have_different_names() {
        let names = [
            name(|_| ()),
            name(|d| d.number(0)),
            name(|d| d.number(1)),
            name(|d| d.number(128)),
            name(|d| d.number(u64::MAX)),
            name(|d| {
                d.number(1);
                d.number(0);
            }),
            name(|d| d.numbers(&[0])),
            name(|d| d.numbers(&[0, 0])),
            name(|d| d.numbers(&[0, 0, 1])),
            name(|d| d.numbers(&[0, 1, 0])),
            name(|d| d.numbers(&[0, 1, 1])),
            name(|d| d.means(&[0.0])),
            name(|d| d.means(&[-0.0])),
            name(|d| d.means(&[0.0, 0.0])),
            name(|d| d.means(&[0.0, 0.1])),
            name(|d| d.means(&[0.1, 0.0])),
            name(|d| d.text("ab")),
            name(|d| {
                d.text("a");
                d.text("b");
            }),
        ];
        let apart: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(apart.len(), names.len());
    }

    #[test]
    fn many_values_are_hashed_as_if_at_once() {
        // More than are collected at a time: changed at any place, the name changes.
        let values: Vec<u32> = (0..5000).map(|i| i * 7919 % 1000).collect();
        let whole = name(|d| d.numbers(&values));
        assert_eq!(whole, name(|d| d.numbers(&values)));
        for at in [0, 1, 2047, 2048, 4999] {
            let mut other = values.clone();
            other[at] += 1;
            assert_ne!(whole, name(|d| d.numbers(&other)), "{at}");
        }
    }
}
