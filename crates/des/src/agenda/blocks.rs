//! Lists of entries in blocks of memory: entries side by side, so that reading them waits for memory once and not for each.

use super::wheel::Entry;

/// No block.
pub(super) const NIL: u32 = u32::MAX;

/// Some entries of a list, and the block filled before.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Block<const N: usize> {
    entries: [Entry; N],
    used: u32,
    before: u32,
}

/// Lists whose blocks are used again, so that memory follows the number of entries, however they lie.
#[derive(Debug)]
pub(super) struct Blocks<const N: usize> {
    /// The block filled last of each list.
    last: Vec<u32>,
    /// All blocks, free ones included.
    all: Vec<Block<N>>,
    free: u32,
    filed: usize,
}

impl<const N: usize> Blocks<N> {
    pub(super) fn new(lists: usize) -> Self {
        Self {
            last: vec![NIL; lists],
            all: Vec::new(),
            free: NIL,
            filed: 0,
        }
    }

    /// Entries in all lists.
    pub(super) fn filed(&self) -> usize {
        self.filed
    }

    pub(super) fn is_empty(&self, list: usize) -> bool {
        self.last[list] == NIL
    }

    /// Adds an entry to a list.
    #[inline]
    pub(super) fn put(&mut self, list: usize, entry: Entry) {
        self.filed += 1;
        let last = self.last[list];
        if let Some(block) = self.all.get_mut(last as usize)
            && let Some(place) = block.entries.get_mut(block.used as usize)
        {
            *place = entry;
            block.used += 1;
            return;
        }
        self.put_into_a_new_block(list, entry);
    }

    #[inline]
    fn put_into_a_new_block(&mut self, list: usize, entry: Entry) {
        let before = self.last[list];
        if let Some(place) = self.all.get_mut(self.free as usize) {
            self.last[list] = self.free;
            self.free = place.before;
            place.entries[0] = entry;
            place.used = 1;
            place.before = before;
            return;
        }
        self.last[list] = u32::try_from(self.all.len()).unwrap_or(NIL);
        self.all.push(Block {
            entries: [entry; N],
            used: 1,
            before,
        });
    }

    /// Takes all blocks out of a list.
    #[inline]
    pub(super) fn detach(&mut self, list: usize) -> u32 {
        std::mem::replace(&mut self.last[list], NIL)
    }

    /// The entries of the first of the blocks that were taken out, which is free from now on; the others stay.
    #[inline]
    pub(super) fn next(&mut self, chain: &mut u32) -> Option<impl Iterator<Item = Entry> + use<N>> {
        let block = self.all.get_mut(*chain as usize)?;
        let (entries, used) = (block.entries, block.used as usize);
        let before = std::mem::replace(&mut block.before, self.free);
        self.free = std::mem::replace(chain, before);
        self.filed -= used;
        Some(entries.into_iter().take(used))
    }
}
