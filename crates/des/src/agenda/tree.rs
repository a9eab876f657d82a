//! A winner tree: a knockout among slots, in which the earliest wins.

use std::hint::select_unpredictable;

use super::When;

/// Slots with a time and a payload each; the earliest is always at hand.
///
/// Changing one slot replays its matches up to the root, without a branch that the processor would have to guess.
#[derive(Debug)]
pub(crate) struct WinnerTree {
    /// Node `i` plays against node `i ^ 1`, and the winner goes to node `i / 2`; node 1 is the root. Both players of a match
    /// stand together: node `i` is `matches[i / 2][i % 2]`. The leaves begin at `leaves`.
    matches: Vec<[Node; 2]>,
    payload: Vec<u32>,
    free: Vec<u32>,
    leaves: usize,
    top: Node,
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
            matches: Vec::new(),
            payload: Vec::new(),
            free: Vec::new(),
            leaves: 0,
            top: EMPTY,
            hole: false,
        };
        tree.grow(entries.max(1).next_power_of_two());
        tree
    }

    /// The time of the earliest. Only true when [`Self::settle`] has been called after [`Self::take`].
    #[inline(always)]
    pub(crate) fn earliest(&self) -> When {
        When(self.top.when)
    }

    /// Takes the earliest out and returns its payload. Only meaningful when [`Self::earliest`] is not [`When::NEVER`].
    ///
    /// The next entry that is added takes its place, which costs half of removing one and adding the other.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> u32 {
        self.hole = true;
        self.payload[self.top.slot as usize]
    }

    /// Whatever came in the place of the entry that was taken has come.
    #[inline(always)]
    pub(crate) fn settle(&mut self) {
        if self.hole {
            self.close();
        }
    }

    /// Adds an entry.
    #[inline(always)]
    pub(crate) fn add(&mut self, when: When, payload: u32) {
        let slot = if self.hole {
            self.hole = false;
            self.top.slot
        } else {
            self.free_slot()
        };
        self.payload[slot as usize] = payload;
        self.play(slot, when);
    }

    #[inline]
    fn free_slot(&mut self) -> u32 {
        if let Some(slot) = self.free.pop() {
            return slot;
        }
        self.grow(self.leaves * 2);
        // `grow` has just made room, so there is always a free slot here.
        self.free.pop().unwrap_or(0)
    }

    /// Nothing came in the place of the entry that was taken.
    #[inline]
    fn close(&mut self) {
        self.hole = false;
        let slot = self.top.slot;
        self.free.push(slot);
        self.play(slot, When::NEVER);
    }

    #[inline(always)]
    fn play(&mut self, slot: u32, when: When) {
        let mut i = slot as usize + self.leaves;
        let mut winner = Node { when: when.0, slot };
        let matches = &mut self.matches[..];
        while i > 1 {
            let players = &mut matches[i >> 1];
            players[i & 1] = winner;
            let other = players[(i & 1) ^ 1];
            let lost = other.when < winner.when;
            winner = Node {
                when: select_unpredictable(lost, other.when, winner.when),
                slot: select_unpredictable(lost, other.slot, winner.slot),
            };
            i >>= 1;
        }
        self.top = winner;
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, leaves: usize) {
        let old: Vec<Node> = (0..self.leaves)
            .map(|slot| match self.leaves {
                1 => self.top,
                n => self.matches[(n + slot) >> 1][(n + slot) & 1],
            })
            .collect();
        self.matches = vec![[EMPTY; 2]; leaves.max(1)];
        self.leaves = leaves;
        self.top = EMPTY;
        for slot in 0..leaves {
            // A tree has fewer than 2^32 slots: each belongs to a request in memory.
            let number = u32::try_from(slot).unwrap_or(u32::MAX);
            let when = old.get(slot).map_or(u64::MAX, |node| node.when);
            self.play(number, When(when));
        }
        self.payload.resize(leaves, 0);
        self.free.reserve(leaves);
        self.free.extend(
            (old.len()..leaves)
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
                    if n % 2 == 0 {
                        tree.settle();
                    } else {
                        // Something comes in its place.
                        tree.add(When(when), n);
                        heap.push(std::cmp::Reverse((when, n)));
                    }
                }
                _ => assert_eq!(tree.earliest().0, heap.peek().map_or(u64::MAX, |e| e.0.0)),
            }
        }
    }
}
