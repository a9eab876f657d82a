//! One short name for a whole run.

use sha2::{Digest, Sha256};

/// Collects values in a fixed order and ends in a short hexadecimal name.
#[derive(Debug, Clone, Default)]
pub struct Digester(Sha256);

impl Digester {
    /// Nothing collected yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a number.
    pub fn number(&mut self, n: u64) {
        self.0.update(n.to_le_bytes());
    }

    /// Adds a text, with its length so that two texts in a row cannot be read as two others.
    pub fn text(&mut self, s: &str) {
        self.bytes(s.as_bytes());
    }

    /// Adds bytes, with how many there are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.update(bytes);
    }

    /// Adds whole numbers, with how many there are.
    pub fn numbers(&mut self, values: &[u32]) {
        self.number(values.len() as u64);
        for v in values {
            self.0.update(v.to_le_bytes());
        }
    }

    /// Adds means, bit by bit, with how many there are.
    pub fn means(&mut self, values: &[f32]) {
        self.number(values.len() as u64);
        for v in values {
            self.0.update(v.to_bits().to_le_bytes());
        }
    }

    /// The first 128 bits, as 32 hexadecimal digits.
    #[must_use]
    pub fn finish(self) -> String {
        let bytes = self.0.finalize();
        let (head, _) = bytes.as_slice().split_at(16);
        let high = head
            .iter()
            .fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        format!("{high:032x}")
    }
}
