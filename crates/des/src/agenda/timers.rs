//! Timers far ahead, in a hierarchical timing wheel (Varghese and Lauck, 1987).
//!
//! Three wheels of 1,024 slots, each slot of a wheel as wide as the whole wheel below it. A timer is filed unsorted; the
//! entries of a slot are sorted only when simulated time reaches it, and by then most patience has been called off. Exact
//! times are kept: the wheel groups, it does not round.

use onrush_network::{Clock, Ticks};

use super::When;

const LEVELS: u32 = 3;
const SLOT_BITS: u32 = 10;
const SLOTS: usize = 1 << SLOT_BITS;

/// What a timer wakes: the owner and the owner's state when it was set. A timer whose owner has moved on is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timer {
    pub(crate) when: When,
    pub(crate) owner: u32,
    pub(crate) state: u32,
}

/// Timers in one block of memory.
const BLOCK: usize = 15;

/// Timers of a slot, side by side so that reading them waits for memory once and not for each, and the block filled before.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Block {
    timers: [Timer; BLOCK],
    used: u32,
    before: u32,
}

impl Block {
    fn with(timer: Timer, before: u32) -> Self {
        Self {
            timers: [timer; BLOCK],
            used: 1,
            before,
        }
    }
}

const NIL: u32 = u32::MAX;

/// All timers of a run.
#[derive(Debug)]
pub(crate) struct Timers {
    /// Timers of the slot that time has reached, latest first, so that the earliest is popped from the end.
    due: Vec<Timer>,
    /// The block filled last in each slot, wheel after wheel.
    slots: Vec<u32>,
    /// All blocks, free ones included, so that memory follows the number of timers, however they lie.
    blocks: Vec<Block>,
    free: u32,
    /// Timers in the slots, void ones included.
    filed: usize,
    /// Number of the finest slot that time has reached; everything before it, and itself, is in `due`.
    reached: u64,
    /// Ticks of a finest slot, as a power of two: a sixteenth of a second.
    slot_shift: u32,
    /// Timers at or after this tick never ring.
    end: Ticks,
}

impl Timers {
    pub(crate) fn new(clock: Clock, end: Ticks) -> Self {
        Self {
            due: Vec::with_capacity(256),
            slots: vec![NIL; LEVELS as usize * SLOTS],
            blocks: Vec::new(),
            free: NIL,
            filed: 0,
            reached: 0,
            slot_shift: clock.ticks_per_second().trailing_zeros().saturating_sub(4),
            end,
        }
    }

    /// Sets a timer. One after the end of the run is not kept.
    #[inline]
    pub(crate) fn set(&mut self, timer: Timer) {
        if timer.when.tick() >= self.end {
            return;
        }
        if timer.when.tick() >> self.slot_shift <= self.reached {
            let at = self.due.partition_point(|t| t.when > timer.when);
            self.due.insert(at, timer);
        } else {
            self.file(timer);
        }
    }

    /// The earliest timer, if it rings before `limit`; `valid` says which timers still matter.
    #[inline]
    pub(crate) fn earliest_before(
        &mut self,
        limit: When,
        valid: impl Fn(&Timer) -> bool,
    ) -> Option<Timer> {
        loop {
            while let Some(timer) = self.due.last() {
                if timer.when >= limit {
                    return None;
                }
                if valid(timer) {
                    return Some(*timer);
                }
                self.due.pop();
            }
            let next = self.reached + 1;
            if self.filed == 0 {
                // Nothing to find on the way: jump.
                self.reached = self
                    .reached
                    .max(limit.tick().min(self.end) >> self.slot_shift);
                return None;
            }
            if (next << self.slot_shift) > limit.tick() {
                return None;
            }
            self.open(next, &valid);
        }
    }

    /// No timer rings before this.
    pub(crate) fn quiet_until(&self) -> When {
        if let Some(first) = self.due.last() {
            first.when
        } else if self.filed == 0 {
            When::NEVER
        } else {
            When::first_at((self.reached + 1) << self.slot_shift)
        }
    }

    /// Takes the earliest timer out, after [`Self::earliest_before`] has returned it.
    #[inline]
    pub(crate) fn take(&mut self) {
        self.due.pop();
    }

    /// Drops void timers when they outnumber what is `alive`, so that memory follows what is in the system.
    pub(crate) fn sweep(&mut self, alive: usize, valid: impl Fn(&Timer) -> bool) {
        if self.filed < 2 * alive + 65_536 {
            return;
        }
        for slot in 0..self.slots.len() {
            self.empty(slot, |timers, timer| {
                if valid(&timer) {
                    timers.put(slot, timer);
                }
            });
        }
    }

    /// Puts a timer into the list of its slot, in the finest wheel that reaches so far.
    #[inline]
    fn file(&mut self, timer: Timer) {
        let slot = timer.when.tick() >> self.slot_shift;
        let mut level = 0;
        // A wheel reaches as far as its number of the slot above equals ours.
        while level + 1 < LEVELS
            && slot >> (SLOT_BITS * (level + 1)) != self.reached >> (SLOT_BITS * (level + 1))
        {
            level += 1;
        }
        let at = level as usize * SLOTS + place(slot >> (SLOT_BITS * level));
        self.put(at, timer);
    }

    #[inline]
    fn put(&mut self, slot: usize, timer: Timer) {
        self.filed += 1;
        let last = self.slots[slot];
        if let Some(block) = self.blocks.get_mut(last as usize)
            && let Some(place) = block.timers.get_mut(block.used as usize)
        {
            *place = timer;
            block.used += 1;
            return;
        }
        let block = Block::with(timer, last);
        if let Some(place) = self.blocks.get_mut(self.free as usize) {
            self.slots[slot] = self.free;
            self.free = place.before;
            *place = block;
        } else {
            self.slots[slot] = u32::try_from(self.blocks.len()).unwrap_or(NIL);
            self.blocks.push(block);
        }
    }

    /// Time reaches slot `next`: its timers become due; at the edge of a wheel, the coarser slot is spread out first.
    fn open(&mut self, next: u64, valid: &impl Fn(&Timer) -> bool) {
        self.reached = next;
        for level in (1..LEVELS).rev() {
            if next & ((1 << (SLOT_BITS * level)) - 1) == 0 {
                let at = level as usize * SLOTS + place(next >> (SLOT_BITS * level));
                self.empty(at, |timers, timer| {
                    if valid(&timer) {
                        timers.file(timer);
                    }
                });
            }
        }
        self.empty(place(next), |timers, timer| {
            if valid(&timer) {
                timers.due.push(timer);
            }
        });
        self.due.sort_unstable_by_key(|t| std::cmp::Reverse(t.when));
    }

    /// Takes all timers out of a slot.
    #[inline]
    fn empty(&mut self, slot: usize, mut to: impl FnMut(&mut Self, Timer)) {
        let mut number = std::mem::replace(&mut self.slots[slot], NIL);
        while let Some(place) = self.blocks.get_mut(number as usize) {
            let block = *place;
            place.before = self.free;
            self.free = number;
            self.filed -= block.used as usize;
            for timer in block.timers.iter().take(block.used as usize) {
                to(self, *timer);
            }
            number = block.before;
        }
    }
}

/// The place of a slot in its wheel.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "ten bits")]
fn place(slot: u64) -> usize {
    (slot & (SLOTS as u64 - 1)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Order;
    use crate::random::{Key, unit};

    #[test]
    fn timers_ring_in_order_over_all_wheels_and_void_ones_never() {
        for horizon in [100_u32, 7200, 28 * 86_400] {
            let clock = Clock::for_horizon(horizon);
            let end = clock.start_of(horizon);
            let (mut timers, mut order, mut source) = (
                Timers::new(clock, end),
                Order::default(),
                Key::of_seed(9).sequence(),
            );
            let mut expected = Vec::new();
            for owner in 0..20_000_u32 {
                let shape = unit(&mut source);
                let when = order.at(clock.ticks(f64::from(horizon) * 1.1 * shape * shape * shape));
                timers.set(Timer {
                    when,
                    owner,
                    state: owner % 3,
                });
                if when.tick() < end && owner % 3 != 0 {
                    expected.push(when);
                }
            }
            expected.sort();
            let valid = |t: &Timer| t.state != 0;
            let mut rung = Vec::new();
            for second in 1..=horizon {
                let limit = When::first_at(clock.start_of(second));
                while let Some(timer) = timers.earliest_before(limit, valid) {
                    timers.take();
                    rung.push(timer.when);
                    // A new one in the slot that is just being served must still be found in order.
                    if timer.owner.is_multiple_of(100) && timer.state == 1 {
                        let soon = order.at(timer.when.tick() + 1);
                        timers.set(Timer {
                            when: soon,
                            owner: 1,
                            state: 2,
                        });
                        expected.push(soon);
                    }
                }
            }
            let last = rung.last().copied().unwrap_or(When(0));
            expected.retain(|w| *w <= last);
            expected.sort();
            assert_eq!(rung, expected, "{horizon}");
            assert!(rung.len() > 10_000);
        }
    }

    #[test]
    fn called_off_timers_do_not_pile_up() {
        let clock = Clock::for_horizon(7200);
        let mut timers = Timers::new(clock, clock.start_of(7200));
        let mut order = Order::default();
        for owner in 0..1_000_000_u32 {
            timers.set(Timer {
                when: order.at(clock.ticks(7000.0)),
                owner,
                state: 0,
            });
            if owner % 4096 == 0 {
                timers.sweep(10, |t| t.owner + 10 > owner);
            }
        }
        assert!(timers.filed < 100_000, "{}", timers.filed);
    }
}
