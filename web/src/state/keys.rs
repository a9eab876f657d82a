//! Keys of new plans.

/// A sequence of keys that no other sequence has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keys(u64);

/// Letters and digits that are not mistaken for each other.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

impl Keys {
    /// The sequence that begins with `luck`.
    pub(super) fn new(luck: u64) -> Self {
        Self(luck)
    }

    /// The next number (of `SplitMix64`).
    pub(super) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    #[expect(clippy::cast_possible_truncation, reason = "five bits are wanted")]
    /// The next key: ten letters, fifty bits.
    pub(super) fn next(&mut self) -> String {
        let z = self.number();
        (0..10)
            .map(|i| char::from(LETTERS[usize::from((z >> (5 * i)) as u8 & 31)]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ() {
        let (mut a, mut b) = (Keys::new(1), Keys::new(2));
        let keys = [a.next(), a.next(), b.next(), b.next()];
        for (i, key) in keys.iter().enumerate() {
            assert_eq!(key.len(), 10);
            assert!(!keys[..i].contains(key));
        }
        assert_eq!(Keys::new(1).next(), keys[0]);
    }
}
