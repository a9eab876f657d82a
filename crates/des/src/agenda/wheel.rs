//! What surely happens soon and what is mostly called off, in one hierarchical timing wheel (Varghese and Lauck, 1987).
//!
//! Wheels of slots, each slot of a wheel as wide as the whole wheel below it. An entry is filed unsorted; the entries of a slot
//! are sorted only when simulated time reaches it, and of those far ahead most have been called off by then. Exact times are
//! kept: the wheel groups, it does not round. Slots with something in them are marked by bits, so that empty ones cost nothing.

use onrush_network::{Clock, Ticks};

use super::When;
use super::blocks::Blocks;
use super::marks::Marks;
use super::near::{self, Near};

/// Wheels above the finest, and slots of each as a power of two.
const FAR: u32 = 3;
const SLOT_BITS: u32 = 10;
const SLOTS: usize = 1 << SLOT_BITS;
const WORDS: usize = SLOTS / 64;
// All wheels together reach as far as times do, however fine the slots.
const _: () = assert!((near::BITS + FAR * SLOT_BITS) as usize >= 44);

/// When something happens, and what it is about: a number that the event loop understands, and the owner's state when it was
/// set. An entry whose owner has moved on is void.
///
/// Two words, so that it travels in registers. (Three fields go through memory, where reading both words at once waits for the
/// two that were just written one by one.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) when: When,
    /// The owner below, its state above.
    about: u64,
}

impl Entry {
    #[inline(always)]
    pub(crate) fn new(when: When, owner: u32, state: u32) -> Self {
        Self {
            when,
            about: u64::from(owner) | u64::from(state) << 32,
        }
    }

    /// What it is about.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
    pub(crate) fn owner(self) -> u32 {
        self.about as u32
    }

    /// The owner's state when it was set.
    #[inline(always)]
    pub(crate) fn state(self) -> u32 {
        (self.about >> 32) as u32
    }
}

/// All entries of a run but the next arrivals.
#[derive(Debug)]
pub(crate) struct Wheel {
    /// The earliest entry; or, where its slot has not been opened, [`TO_OPEN`] at the beginning of the first slot that is not
    /// empty.
    top: Entry,
    /// The other entries of the slots that have been opened, latest first, so that the earliest is popped from the end.
    due: Vec<Entry>,
    /// Number of the last of the finest slots that have been opened; everything up to it is in `top` and `due`.
    reached: u64,
    /// Ticks of a finest slot, as a power of two.
    slot_shift: u32,
    near: Near,
    /// What is filed in the slots of the other wheels, one wheel after the other, and which of them have something in them.
    far: Blocks<15>,
    marks: [Marks<WORDS>; FAR as usize],
    /// The first slot of these, as the number of the finest slot with which it begins; [`NOT`] for none.
    far_top: u64,
    /// The last of them that was opened, likewise.
    far_reached: u64,
    /// Entries at or after this tick never come.
    end: Ticks,
}

/// What an entry is about that only says that a slot has to be opened.
const TO_OPEN: u64 = u64::MAX;
/// No slot.
const NOT: u64 = u64::MAX;

impl Wheel {
    /// For a run until `end` with about so many entries in a busy second.
    pub(crate) fn new(clock: Clock, end: Ticks, per_second: f64) -> Self {
        // A finest slot is a 16,000th of a second, or as much shorter as keeps few entries together.
        let slots = Clock::round(2.0 * per_second).max(1 << 14).ilog2();
        let per_slot = clock
            .ticks_per_second()
            .trailing_zeros()
            .saturating_sub(slots);
        Self {
            top: Entry {
                when: When::NEVER,
                about: TO_OPEN,
            },
            due: Vec::with_capacity(256),
            reached: 0,
            slot_shift: per_slot,
            near: Near::new(),
            far: Blocks::new(FAR as usize * SLOTS),
            marks: [const { Marks::NONE }; FAR as usize],
            far_top: NOT,
            far_reached: 0,
            end,
        }
    }

    /// Nothing comes before this; when [`Self::is_open`], the earliest entry comes then.
    #[inline(always)]
    pub(crate) fn earliest(&self) -> When {
        self.top.when
    }

    /// Whether the earliest entry is at hand. Otherwise its slot has to be opened.
    #[inline(always)]
    pub(crate) fn is_open(&self) -> bool {
        self.top.about != TO_OPEN
    }

    /// Adds an entry. One after the end of the run is not kept.
    #[inline]
    pub(crate) fn add(&mut self, entry: Entry) {
        let tick = entry.when.tick();
        if tick >= self.end {
            return;
        }
        let slot = tick >> self.slot_shift;
        // The slot that has been reached is before its successor by all slots there are.
        let ahead = slot.wrapping_sub(self.reached + 1);
        if ahead < near::SLOTS {
            self.near.put(slot, entry);
            // An entry that is at hand comes before all slots.
            self.top.when = self.top.when.min(self.begin_of(slot));
        } else if slot <= self.reached {
            self.add_due(entry);
        } else {
            self.file_far(slot, entry);
        }
    }

    /// Into a slot that has been opened.
    #[inline(never)]
    fn add_due(&mut self, entry: Entry) {
        let mut later = entry;
        if entry.when < self.top.when {
            later = std::mem::replace(&mut self.top, entry);
            if later.about == TO_OPEN {
                return;
            }
        }
        let at = self.due.partition_point(|e| e.when > later.when);
        self.due.insert(at, later);
    }

    /// Takes the earliest entry out, if [`Self::is_open`] said that it is at hand. If no other is, the next slot is opened at
    /// once where it is close: whatever may be added before it meanwhile will be put in order. `valid` says which entries still
    /// matter.
    #[inline(always)]
    pub(crate) fn take(&mut self, valid: impl Fn(&Entry) -> bool) -> Entry {
        let entry = self.top;
        match self.due.pop() {
            Some(next) => self.top = next,
            None => self.open_next(valid),
        }
        entry
    }

    /// Nothing is at hand: opens slots that are close until something is.
    #[inline(always)]
    fn open_next(&mut self, valid: impl Fn(&Entry) -> bool) {
        while let Some(slot) = self.near.next_after(self.reached)
            && slot < self.far_top
        {
            if self.open_near(slot, &valid) {
                return;
            }
        }
        self.find_top();
    }

    /// Opens the first of the finest slots; whether there was anything in it that still matters.
    #[inline(always)]
    fn open_near(&mut self, slot: u64, valid: impl Fn(&Entry) -> bool) -> bool {
        self.reached = slot;
        let mut list = self.near.detach(slot);
        let mut first = None;
        while let Some(entry) = self.near.next(&mut list) {
            if !valid(&entry) {
                continue;
            }
            match first {
                None => first = Some(entry),
                Some(_) => self.due.push(entry),
            }
        }
        let Some(first) = first else {
            return false;
        };
        self.top = first;
        if !self.due.is_empty() {
            self.put_in_order();
        }
        true
    }

    /// Several entries of a slot have just been opened.
    #[inline(never)]
    fn put_in_order(&mut self) {
        self.due.push(self.top);
        sort(&mut self.due);
        if let Some(top) = self.due.pop() {
            self.top = top;
        }
    }

    /// Nothing is at hand: when the first slot begins that is not empty.
    #[inline(never)]
    fn find_top(&mut self) {
        let near = self.near.first_after(self.reached).unwrap_or(NOT);
        let slot = near.min(self.far_top);
        self.top = Entry {
            when: if slot == NOT {
                When::NEVER
            } else {
                self.begin_of(slot)
            },
            about: TO_OPEN,
        };
    }

    #[inline(always)]
    fn begin_of(&self, slot: u64) -> When {
        When::first_at(slot << self.slot_shift)
    }

    /// Time reaches the first slot that is not empty: its entries are at hand, or come into finer wheels.
    #[inline(never)]
    pub(crate) fn open(&mut self, valid: impl Fn(&Entry) -> bool) {
        match self.near.first_after(self.reached) {
            Some(slot) if slot < self.far_top => {
                if !self.open_near(slot, &valid) {
                    self.find_top();
                }
            }
            _ => self.open_far(valid),
        }
    }

    /// Among the wheels above the finest, the first slot that is not empty: its wheel, its place there, and the number of the
    /// finest slot with which it begins.
    #[inline]
    fn first_far(&self) -> Option<(u32, usize, u64)> {
        let reached = self.reached.max(self.far_reached);
        (0..FAR).find_map(|wheel| {
            let shift = shift_of(wheel);
            let now = reached >> shift;
            let place = self.marks[wheel as usize].first_after(place(now))?;
            let slot = now >> SLOT_BITS << SLOT_BITS | place as u64;
            Some((wheel, place, slot << shift))
        })
    }

    fn open_far(&mut self, valid: impl Fn(&Entry) -> bool) {
        let Some((wheel, place, slot)) = self.first_far() else {
            self.far_top = NOT;
            self.find_top();
            return;
        };
        // Its own first slot is still to be opened, and may have something in it already.
        self.reached = slot - 1;
        self.far_reached = slot;
        self.marks[wheel as usize].clear(place);
        let mut chain = self.far.detach(wheel as usize * SLOTS + place);
        while let Some(entries) = self.far.next(&mut chain) {
            for entry in entries {
                if valid(&entry) {
                    self.add(entry);
                }
            }
        }
        self.find_far_top();
        self.find_top();
    }

    /// Puts an entry into the list of its slot, in the finest of the wheels above that reaches so far.
    #[inline(never)]
    fn file_far(&mut self, slot: u64, entry: Entry) {
        // A wheel reaches as far as its number of the slot above equals ours.
        let apart = slot ^ self.reached.max(self.far_reached);
        let wheel = ((apart.ilog2() - near::BITS) / SLOT_BITS).min(FAR - 1);
        let shift = shift_of(wheel);
        let at = place(slot >> shift);
        self.marks[wheel as usize].set(at);
        self.far.put(wheel as usize * SLOTS + at, entry);
        let begin = slot >> shift << shift;
        self.far_top = self.far_top.min(begin);
        self.top.when = self.top.when.min(self.begin_of(begin));
    }

    /// Drops void entries when they outnumber what is `alive`, so that memory follows what is in the system.
    pub(crate) fn sweep(&mut self, alive: usize, valid: impl Fn(&Entry) -> bool) {
        if self.far.filed() < 2 * alive + 65_536 {
            return;
        }
        for slot in 0..FAR as usize * SLOTS {
            let mut chain = self.far.detach(slot);
            while let Some(entries) = self.far.next(&mut chain) {
                for entry in entries {
                    if valid(&entry) {
                        self.far.put(slot, entry);
                    }
                }
            }
            if self.far.is_empty(slot) {
                self.marks[slot / SLOTS].clear(slot % SLOTS);
            }
        }
        self.find_far_top();
    }

    fn find_far_top(&mut self) {
        self.far_top = self.first_far().map_or(NOT, |(_, _, slot)| slot);
    }
}

/// By how much the numbers of a far wheel's slots are shorter than those of the finest.
#[inline(always)]
fn shift_of(wheel: u32) -> u32 {
    near::BITS + SLOT_BITS * wheel
}

/// Latest first.
#[inline(always)]
fn sort(due: &mut [Entry]) {
    if due.len() > 8 {
        due.sort_unstable_by_key(|e| std::cmp::Reverse(e.when));
        return;
    }
    for n in 1..due.len() {
        let entry = due[n];
        let mut at = n;
        while at > 0 && due[at - 1].when < entry.when {
            due[at] = due[at - 1];
            at -= 1;
        }
        due[at] = entry;
    }
}

/// The place of a slot in its wheel.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "ten bits")]
fn place(slot: u64) -> usize {
    (slot & (SLOTS as u64 - 1)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Order;
    use crate::random::{Key, unit};

    /// All entries that come before `limit`, in order.
    fn take_until(wheel: &mut Wheel, limit: When, valid: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let mut taken = Vec::new();
        while wheel.earliest() < limit {
            if wheel.is_open() {
                taken.push(wheel.take(&valid));
            } else {
                wheel.open(&valid);
            }
        }
        taken
    }

    #[test]
    fn entries_come_in_order_over_all_wheels_and_void_ones_are_dropped_on_the_way() {
        for (horizon, per_second) in [(100_u32, 1.0), (7200, 1e6), (28 * 86_400, 0.0)] {
            let clock = Clock::for_horizon(horizon);
            let end = clock.start_of(horizon);
            let mut wheel = Wheel::new(clock, end, per_second);
            let (mut order, mut source) = (Order::default(), Key::of_seed(9).sequence());
            let mut expected = Vec::new();
            for owner in 0..20_000_u32 {
                let shape = unit(&mut source);
                let when = order.at(clock.ticks(f64::from(horizon) * 1.1 * shape * shape * shape));
                let state = owner % 3;
                wheel.add(Entry::new(when, owner, state));
                if when.tick() < end && state != 0 {
                    expected.push(when);
                }
            }
            let valid = |e: &Entry| e.state() != 0;
            let mut came = Vec::new();
            for second in 1..=horizon.min(100_000) {
                let limit = When::first_at(clock.start_of(second));
                for entry in take_until(&mut wheel, limit, valid) {
                    // What was due at once was not asked whether it is valid.
                    if entry.state() != 0 {
                        came.push(entry.when);
                    }
                    // A new one in the slot that is just being served must still be found in order, and one far ahead too.
                    if entry.owner().is_multiple_of(100) && entry.state() == 1 {
                        for ahead in [1, 1 << 20, clock.ticks_per_second() * 77] {
                            let when = order.at(limit.tick() + ahead);
                            let (owner, state) = (1, 2);
                            wheel.add(Entry::new(when, owner, state));
                            expected.push(when);
                        }
                    }
                }
            }
            let limit = When::first_at(clock.start_of(horizon.min(100_000)));
            expected.retain(|w| *w < limit);
            expected.sort();
            assert_eq!(came, expected, "{horizon}");
            assert!(came.len() > 4_000);
        }
    }

    #[test]
    fn what_is_called_off_does_not_pile_up() {
        let clock = Clock::for_horizon(7200);
        let mut wheel = Wheel::new(clock, clock.start_of(7200), 1.0);
        let mut order = Order::default();
        for owner in 0..1_000_000_u32 {
            wheel.add(Entry::new(order.at(clock.ticks(7000.0)), owner, 0));
            if owner % 4096 == 0 {
                wheel.sweep(10, |e| e.owner() + 10 > owner);
            }
        }
        assert!(wheel.far.filed() < 100_000, "{}", wheel.far.filed());
    }

    #[test]
    fn many_at_once_come_in_the_order_in_which_they_were_set() {
        let clock = Clock::for_horizon(60);
        let mut wheel = Wheel::new(clock, clock.start_of(60), 1.0);
        let mut order = Order::default();
        for owner in 0..1000 {
            let when = order.at(clock.ticks(1.0));
            wheel.add(Entry::new(when, owner, 0));
        }
        let all = take_until(&mut wheel, When::NEVER, |_| true);
        assert!(all.iter().map(|e| e.owner()).eq(0..1000));
    }
}
