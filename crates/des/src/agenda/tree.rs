//! A winner tree: a knockout among slots, in which the earliest wins.

use std::hint::select_unpredictable;

use super::When;

/// Slots with a time and a payload each; the earliest is always at hand.
///
/// Changing one slot replays its matches up to the root, without a branch that the processor would have to guess.
#[derive(Debug)]
pub(crate) struct WinnerTree {
    /// Node `i` has the children `2i` and `2i + 1`; the leaves begin at `leaves`.
    nodes: Vec<Node>,
    payload: Vec<u32>,
    free: Vec<u32>,
    leaves: usize,
    /// The earliest has been taken and nothing has come in its place yet.
    hole: bool,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    when: u64,
    slot: u32,
}

const EMPTY: Node = Node {
    when: u64::MAX,
    slot: 0,
};

impl WinnerTree {
    /// A tree with room for so many entries; it grows when more come.
    pub(crate) fn with_room(entries: usize) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            payload: Vec::new(),
            free: Vec::new(),
            leaves: 0,
            hole: false,
        };
        tree.grow(entries.max(1).next_power_of_two());
        tree
    }

    /// The time of the earliest.
    #[inline]
    pub(crate) fn earliest(&mut self) -> When {
        if self.hole {
            self.close();
        }
        When(self.nodes[1].when)
    }

    /// Takes the earliest out and returns its payload. Only meaningful when [`Self::earliest`] is not [`When::NEVER`].
    ///
    /// The next entry that is added takes its place, which costs half of removing one and adding the other.
    #[inline]
    pub(crate) fn take(&mut self) -> u32 {
        self.hole = true;
        self.payload[self.nodes[1].slot as usize]
    }

    /// Adds an entry.
    #[inline]
    pub(crate) fn add(&mut self, when: When, payload: u32) {
        let slot = if self.hole {
            self.hole = false;
            self.nodes[1].slot
        } else {
            if self.free.is_empty() {
                self.grow(self.leaves * 2);
            }
            // `grow` has just made room, so there is always a free slot here.
            self.free.pop().unwrap_or(0)
        };
        self.payload[slot as usize] = payload;
        self.play(slot, when);
    }

    /// Nothing came in the place of the entry that was taken.
    #[inline]
    fn close(&mut self) {
        self.hole = false;
        let slot = self.nodes[1].slot;
        self.free.push(slot);
        self.play(slot, When::NEVER);
    }

    #[inline]
    fn play(&mut self, slot: u32, when: When) {
        let mut i = slot as usize + self.leaves;
        let mut winner = Node { when: when.0, slot };
        let nodes = &mut self.nodes[..];
        nodes[i] = winner;
        while i > 1 {
            let other = nodes[i ^ 1];
            let lost = other.when < winner.when;
            winner = Node {
                when: select_unpredictable(lost, other.when, winner.when),
                slot: select_unpredictable(lost, other.slot, winner.slot),
            };
            i >>= 1;
            nodes[i] = winner;
        }
    }

    #[cold]
    fn grow(&mut self, leaves: usize) {
        let old = self.leaves;
        let mut nodes = vec![EMPTY; 2 * leaves];
        for slot in 0..leaves {
            let when = if slot < old {
                self.nodes[old + slot].when
            } else {
                u64::MAX
            };
            // A tree has fewer than 2^32 slots: each belongs to a request in memory.
            nodes[leaves + slot] = Node {
                when,
                slot: u32::try_from(slot).unwrap_or(u32::MAX),
            };
        }
        for i in (1..leaves).rev() {
            let (a, b) = (nodes[2 * i], nodes[2 * i + 1]);
            nodes[i] = if b.when < a.when { b } else { a };
        }
        self.nodes = nodes;
        self.leaves = leaves;
        self.payload.resize(leaves, 0);
        self.free.reserve(leaves);
        self.free.extend(
            (old..leaves)
                .rev()
                .map(|slot| u32::try_from(slot).unwrap_or(u32::MAX)),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BinaryHeap;

    use super::*;
    use crate::random::{Key, one_of};

    #[test]
    fn behaves_like_the_standard_heap_under_any_mix_of_operations() {
        let mut source = Key::of_seed(3).sequence();
        let (mut tree, mut heap) = (WinnerTree::with_room(1), BinaryHeap::new());
        for n in 0..200_000_u32 {
            let when = u64::from(one_of(&mut source, 1_000_000)) << 20 | u64::from(n);
            match one_of(&mut source, 5) {
                0 | 1 => {
                    tree.add(When(when), n);
                    heap.push(std::cmp::Reverse((when, n)));
                }
                2 | 3 if !heap.is_empty() => {
                    let std::cmp::Reverse((expected, payload)) = heap.pop().unwrap();
                    assert_eq!(tree.earliest().0, expected);
                    assert_eq!(tree.take(), payload);
                }
                _ => assert_eq!(tree.earliest().0, heap.peek().map_or(u64::MAX, |e| e.0.0)),
            }
        }
    }
}
