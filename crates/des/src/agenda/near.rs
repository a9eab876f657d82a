//! The finest wheel: slots in which few entries come together, and soon.

use super::wheel::Entry;

/// Slots, as a power of two.
pub(super) const BITS: u32 = 14;
/// Slots: an entry may be so many ahead of the one that time has reached.
pub(super) const SLOTS: u64 = 1 << BITS;
const PLACES: usize = 1 << BITS;
const WORDS: usize = PLACES / 64;
const GROUPS: usize = WORDS / 64;

/// No node.
const NIL: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Node {
    entry: Entry,
    /// The one filed before in the same slot, or the next free one.
    next: u32,
}

/// Entries by slot, in linked lists: what is filed here is looked at again before long, so it is still at hand.
///
/// A ring: slots are numbered without end, and those after the one that time has reached have the places up to its own.
#[derive(Debug)]
pub(super) struct Near {
    heads: Box<[u32; PLACES]>,
    /// A bit for each slot that has something in it, and one for each word of such bits that is not zero.
    marks: Box<[u64; WORDS]>,
    any: [u64; GROUPS],
    nodes: Vec<Node>,
    free: u32,
}

impl Near {
    #[expect(
        clippy::large_stack_arrays,
        reason = "64 kB for a moment, once a run; of a known length, so that no access has to be checked"
    )]
    pub(super) fn new() -> Self {
        Self {
            heads: Box::new([NIL; PLACES]),
            marks: Box::new([0; WORDS]),
            any: [0; GROUPS],
            nodes: Vec::new(),
            free: NIL,
        }
    }

    /// Files an entry in this slot.
    #[inline(always)]
    pub(super) fn put(&mut self, slot: u64, entry: Entry) {
        let at = place(slot);
        self.marks[at / 64] |= 1 << (at % 64);
        self.any[at / 64 / 64] |= 1 << (at / 64 % 64);
        let head = &mut self.heads[at];
        let node = Node { entry, next: *head };
        if let Some(place) = self.nodes.get_mut(self.free as usize) {
            *head = self.free;
            self.free = place.next;
            *place = node;
        } else {
            *head = u32::try_from(self.nodes.len()).unwrap_or(NIL);
            self.one_more(node);
        }
    }

    #[cold]
    #[inline(never)]
    fn one_more(&mut self, node: Node) {
        self.nodes.push(node);
    }

    /// Takes everything out of a slot: a list for [`Self::next`].
    #[inline(always)]
    pub(super) fn detach(&mut self, slot: u64) -> u32 {
        let at = place(slot);
        let word = &mut self.marks[at / 64];
        *word &= !(1 << (at % 64));
        self.any[at / 64 / 64] &= !(u64::from(*word == 0) << (at / 64 % 64));
        std::mem::replace(&mut self.heads[at], NIL)
    }

    /// The first entry of a list that was taken out.
    #[inline(always)]
    pub(super) fn next(&mut self, list: &mut u32) -> Option<Entry> {
        let node = self.nodes.get_mut(*list as usize)?;
        let next = std::mem::replace(&mut node.next, self.free);
        self.free = std::mem::replace(list, next);
        Some(node.entry)
    }

    /// The first slot after this one that has something in it, if it is among the next 64.
    #[inline(always)]
    pub(super) fn next_after(&self, slot: u64) -> Option<u64> {
        let from = place(slot + 1);
        let (word, bit) = (from / 64, from % 64);
        // Shifted twice, because a shift by 64 is none.
        let close = self.marks[word] >> bit | self.marks[(word + 1) % WORDS] << 1 << (63 - bit);
        (close != 0).then(|| slot + 1 + u64::from(close.trailing_zeros()))
    }

    /// The first slot after this one, of all there are, that has something in it.
    pub(super) fn first_after(&self, slot: u64) -> Option<u64> {
        self.next_after(slot).or_else(|| {
            let word = place(slot) / 64;
            let later = u64::MAX << (word % 64) << 1;
            // The words of its group behind its own, those of the other groups, and those of its group up to its own, in which
            // nothing is left but what comes at the end of the ring.
            let (found, bits) = (0..=GROUPS).find_map(|n| {
                let group = (word / 64 + n) % GROUPS;
                let which = match n {
                    0 => later,
                    GROUPS => !later,
                    _ => u64::MAX,
                };
                let any = self.any[group] & which;
                let found = group * 64 + any.trailing_zeros() as usize;
                (any != 0).then(|| (found, self.marks[found % WORDS]))
            })?;
            let at = found * 64 + bits.trailing_zeros() as usize;
            // The slot's own place is that of the last slot there is.
            Some(slot + 1 + ((at as u64).wrapping_sub(slot + 1) & (SLOTS - 1)))
        })
    }
}

/// The place of a slot in the wheel.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "fourteen bits")]
fn place(slot: u64) -> usize {
    slot as usize & (PLACES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::When;
    use crate::random::{Key, one_of};

    /// Against a list of slots that is looked through.
    #[test]
    fn the_next_slot_with_something_in_it_is_found_wherever_it_is() {
        let mut source = Key::of_seed(4).sequence();
        let (mut near, mut slots, mut reached) = (Near::new(), Vec::new(), 77_777_u64);
        for round in 0..30_000_u32 {
            // Crowded, and then with very few far apart.
            let few = round / 1000 % 2 == 0;
            if !few || round % 3 == 0 {
                let slot = reached + 1 + u64::from(one_of(&mut source, 1 << BITS));
                near.put(slot, Entry::new(When(slot), round, 0));
                slots.push(slot);
            }
            let next = slots.iter().min().copied();
            assert_eq!(near.first_after(reached), next);
            let close = next.filter(|slot| *slot <= reached + 64);
            assert_eq!(near.next_after(reached), close);
            let Some(slot) = next.filter(|_| few || round % 2 == 0) else {
                continue;
            };
            let mut list = near.detach(slot);
            let mut came = 0;
            while let Some(entry) = near.next(&mut list) {
                assert_eq!(entry.when, When(slot));
                came += 1;
            }
            assert_eq!(came, slots.iter().filter(|s| **s == slot).count());
            slots.retain(|s| *s != slot);
            reached = slot;
        }
    }
}
