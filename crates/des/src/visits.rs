//! Visits that are on the site now.

use onrush_network::Ticks;

use crate::random::Key;

pub(crate) const NIL: u32 = u32::MAX;

/// What a visit is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Not here (a free place in the table).
    Gone,
    /// Waiting for the page itself.
    Document,
    /// Waiting for the rest of the page.
    Rest,
    /// Looking at a page that has loaded.
    Thinking,
    /// About to reload.
    Pausing,
    /// In a waiting room.
    InRoom,
    /// On a page that has loaded and waits for its moment.
    Awaiting,
    /// Not yet on the site: told of it by another visit.
    Coming,
}

/// One visit, in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Visit {
    /// Source of everything that this visitor decides.
    pub(crate) key: Key,
    /// When the current page was first asked for.
    pub(crate) asked: Ticks,
    pub(crate) stream: u32,
    pub(crate) journey: u32,
    pub(crate) region: u32,
    /// Place in the journey, from 0.
    pub(crate) page: u16,
    /// Reloads of the current page.
    pub(crate) reloads: u16,
    /// Times that the current page was asked for while waiting for its moment.
    pub(crate) refreshes: u16,
    /// Requests of the current page that are under way.
    pub(crate) under_way: u32,
    pub(crate) doing: Doing,
    /// Requests are being sent at this very moment: more may follow even if all so far have been answered.
    pub(crate) sending: bool,
    /// A page was slow.
    pub(crate) slowed: bool,
    /// A goal was reached.
    pub(crate) converted: bool,
    /// Will go on to the next page.
    pub(crate) goes_on: bool,
    /// Has something of a stock.
    pub(crate) supplied: bool,
    next_free: u32,
}

/// A table of visits whose places are used again.
#[derive(Debug)]
pub(crate) struct Visits {
    all: Vec<Visit>,
    /// Of each place: changes with everything that makes earlier timers and requests void, and goes on counting when the
    /// place is used again. Apart from the visits, because most look-ups want nothing else and this fits into a cache.
    states: Vec<u32>,
    free: u32,
    here: u32,
    coming: u32,
}

impl Visits {
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            states: Vec::new(),
            free: NIL,
            here: 0,
            coming: 0,
        }
    }

    /// How many are here, or coming.
    pub(crate) fn here(&self) -> u32 {
        self.here
    }

    /// How many are on the site or in its waiting rooms.
    pub(crate) fn inside(&self) -> u32 {
        self.here - self.coming
    }

    /// A visit that has entered the table comes later.
    pub(crate) fn comes_later(&mut self, id: u32) {
        self.all[id as usize].doing = Doing::Coming;
        self.coming += 1;
    }

    /// Such a visit comes now.
    pub(crate) fn comes(&mut self, id: u32, now: Ticks) {
        let visit = &mut self.all[id as usize];
        visit.doing = Doing::Document;
        visit.asked = now;
        self.coming -= 1;
    }

    /// All that are on the site or in its waiting rooms.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Visit> {
        self.all
            .iter()
            .filter(|v| !matches!(v.doing, Doing::Gone | Doing::Coming))
    }

    #[inline]
    pub(crate) fn enter(
        &mut self,
        key: Key,
        stream: u32,
        journey: u32,
        region: u32,
        now: Ticks,
    ) -> u32 {
        self.here += 1;
        let visit = Visit {
            key,
            asked: now,
            stream,
            journey,
            region,
            page: 0,
            reloads: 0,
            refreshes: 0,
            under_way: 0,
            doing: Doing::Document,
            sending: false,
            slowed: false,
            converted: false,
            goes_on: false,
            supplied: false,
            next_free: NIL,
        };
        if self.free == NIL {
            self.all.push(visit);
            self.states.push(0);
            return u32::try_from(self.all.len() - 1).unwrap_or(NIL);
        }
        let id = self.free;
        self.free = self.all[id as usize].next_free;
        self.all[id as usize] = visit;
        self.move_on(id);
        id
    }

    #[inline]
    pub(crate) fn leave(&mut self, id: u32) {
        self.here -= 1;
        let place = &mut self.all[id as usize];
        place.doing = Doing::Gone;
        place.next_free = self.free;
        self.free = id;
        self.move_on(id);
    }

    #[inline]
    pub(crate) fn get(&self, id: u32) -> &Visit {
        &self.all[id as usize]
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, id: u32) -> &mut Visit {
        &mut self.all[id as usize]
    }

    /// The state that the visit is in.
    #[inline]
    pub(crate) fn state(&self, id: u32) -> u32 {
        self.states[id as usize]
    }

    /// Makes all timers and requests of the visit void.
    #[inline]
    pub(crate) fn move_on(&mut self, id: u32) {
        let state = &mut self.states[id as usize];
        *state = state.wrapping_add(1);
    }

    /// Whether the visit is still in the state in which a timer was set or a request sent.
    #[inline]
    pub(crate) fn is_in(&self, id: u32, state: u32) -> bool {
        self.states.get(id as usize) == Some(&state)
    }

    /// The same for a timer that rings soon. Looks at the visit itself as well, so that it has come from memory when the timer
    /// rings: many are looked at one after the other, and their ways from memory overlap.
    #[inline]
    pub(crate) fn will_ring(&self, id: u32, state: u32) -> bool {
        self.is_in(id, state)
            && self
                .all
                .get(id as usize)
                .is_some_and(|visit| visit.doing != Doing::Gone)
    }
}
