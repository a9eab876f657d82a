//! The finest wheel: slots in which few entries come together, and soon.

use super::marks::Marks;
use super::wheel::Entry;

/// Slots, as a power of two.
pub(super) const BITS: u32 = 12;
const SLOTS: usize = 1 << BITS;
const WORDS: usize = SLOTS / 64;

/// No node.
const NIL: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Node {
    entry: Entry,
    /// The one filed before in the same slot, or the next free one.
    next: u32,
}

/// Entries by slot, in linked lists: what is filed here is looked at again before long, so it is still at hand.
#[derive(Debug)]
pub(super) struct Near {
    heads: Box<[u32; SLOTS]>,
    /// Which slots have something in them.
    marks: Marks<WORDS>,
    nodes: Vec<Node>,
    free: u32,
}

impl Near {
    pub(super) fn new() -> Self {
        Self {
            heads: Box::new([NIL; SLOTS]),
            marks: Marks::NONE,
            nodes: Vec::new(),
            free: NIL,
        }
    }

    /// Files an entry in this slot (modulo the number of slots).
    #[inline(always)]
    pub(super) fn put(&mut self, slot: u64, entry: Entry) {
        let at = place(slot);
        self.marks.set(at);
        let head = &mut self.heads[at];
        let node = Node { entry, next: *head };
        if let Some(place) = self.nodes.get_mut(self.free as usize) {
            *head = self.free;
            self.free = place.next;
            *place = node;
        } else {
            *head = u32::try_from(self.nodes.len()).unwrap_or(NIL);
            self.nodes.push(node);
        }
    }

    /// Takes everything out of a slot.
    #[inline(always)]
    pub(super) fn drain(&mut self, slot: u64, mut to: impl FnMut(Entry)) {
        let at = place(slot);
        self.marks.clear(at);
        let mut number = std::mem::replace(&mut self.heads[at], NIL);
        while let Some(node) = self.nodes.get_mut(number as usize) {
            to(node.entry);
            let next = std::mem::replace(&mut node.next, self.free);
            self.free = std::mem::replace(&mut number, next);
        }
    }

    /// The first slot after this one that has something in it, before the wheel begins anew.
    #[inline(always)]
    pub(super) fn first_after(&self, slot: u64) -> Option<u64> {
        let found = self.marks.first_after(place(slot))?;
        Some(slot >> BITS << BITS | found as u64)
    }
}

/// The place of a slot in the wheel.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "twelve bits")]
fn place(slot: u64) -> usize {
    slot as usize & (SLOTS - 1)
}
