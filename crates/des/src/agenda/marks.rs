//! Which slots of a wheel have something in them.

/// A bit for each of 64 × `WORDS` slots, and one for each word that is not zero, so that the next marked slot is found at once
/// however far away it is.
#[derive(Debug, Clone)]
pub(super) struct Marks<const WORDS: usize> {
    words: [u64; WORDS],
    /// At most 64 words.
    any: u64,
}

impl<const WORDS: usize> Marks<WORDS> {
    pub(super) const NONE: Self = Self {
        words: [0; WORDS],
        any: 0,
    };

    #[inline(always)]
    pub(super) fn set(&mut self, slot: usize) {
        self.words[slot / 64] |= 1 << (slot % 64);
        self.any |= 1 << (slot / 64);
    }

    #[inline(always)]
    pub(super) fn clear(&mut self, slot: usize) {
        let word = &mut self.words[slot / 64];
        *word &= !(1 << (slot % 64));
        self.any &= !(u64::from(*word == 0) << (slot / 64));
    }

    /// The first marked slot after this one.
    #[inline(always)]
    pub(super) fn first_after(&self, slot: usize) -> Option<usize> {
        let word = slot / 64;
        // Shifted twice, because a shift by 64 is none.
        let here = self.words[word] & (u64::MAX << (slot % 64) << 1);
        if here != 0 {
            return Some(word * 64 + here.trailing_zeros() as usize);
        }
        let later = self.any & (u64::MAX << word << 1);
        if later == 0 {
            return None;
        }
        let word = later.trailing_zeros() as usize;
        Some(word * 64 + self.words[word].trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, one_of};

    #[test]
    fn the_next_marked_slot_is_found_wherever_it_is() {
        let mut source = Key::of_seed(4).sequence();
        let (mut marks, mut plain) = (Marks::<64>::NONE, [false; 4096]);
        for round in 0..20_000 {
            let slot = one_of(&mut source, 4096) as usize;
            if round % 3 == 0 {
                marks.set(slot);
            } else {
                marks.clear(slot);
            }
            plain[slot] = round % 3 == 0;
            let from = one_of(&mut source, 4096) as usize;
            let expected = (from + 1..4096).find(|s| plain[*s]);
            assert_eq!(marks.first_after(from), expected);
            // Few are left now and then.
            if round % 1000 == 999 {
                (0..4096).for_each(|s| marks.clear(s));
                plain = [false; 4096];
            }
        }
    }
}
