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
}

/// One visit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    /// Source of everything that this visitor decides.
    pub(crate) key: Key,
    /// When the current page was first asked for.
    pub(crate) asked: Ticks,
    /// Changes with everything that makes earlier timers and requests void. Goes on counting when the place is reused.
    pub(crate) state: u32,
    pub(crate) stream: u32,
    /// Place in the journey, from 0.
    pub(crate) page: u16,
    /// Reloads of the current page.
    pub(crate) reloads: u16,
    /// Requests of the current page that are under way.
    pub(crate) under_way: u32,
    pub(crate) doing: Doing,
    /// Requests are being sent at this very moment: more may follow even if all so far have been answered.
    pub(crate) sending: bool,
    /// A page was slow.
    pub(crate) slowed: bool,
    /// A goal was reached.
    pub(crate) converted: bool,
    next_free: u32,
}

/// A table of visits whose places are used again.
#[derive(Debug)]
pub(crate) struct Visits {
    all: Vec<Visit>,
    free: u32,
    here: u32,
}

impl Visits {
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            free: NIL,
            here: 0,
        }
    }

    /// How many are here.
    pub(crate) fn here(&self) -> u32 {
        self.here
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Visit> {
        self.all.iter().filter(|v| v.doing != Doing::Gone)
    }

    #[inline]
    pub(crate) fn enter(&mut self, key: Key, stream: u32, now: Ticks) -> u32 {
        self.here += 1;
        let visit = Visit {
            key,
            asked: now,
            state: 0,
            stream,
            page: 0,
            reloads: 0,
            under_way: 0,
            doing: Doing::Document,
            sending: false,
            slowed: false,
            converted: false,
            next_free: NIL,
        };
        if self.free == NIL {
            self.all.push(visit);
            return u32::try_from(self.all.len() - 1).unwrap_or(NIL);
        }
        let id = self.free;
        let place = &mut self.all[id as usize];
        self.free = place.next_free;
        *place = Visit {
            state: place.state.wrapping_add(1),
            ..visit
        };
        id
    }

    #[inline]
    pub(crate) fn leave(&mut self, id: u32) {
        self.here -= 1;
        let place = &mut self.all[id as usize];
        place.doing = Doing::Gone;
        place.state = place.state.wrapping_add(1);
        place.next_free = self.free;
        self.free = id;
    }

    #[inline]
    pub(crate) fn get(&self, id: u32) -> &Visit {
        &self.all[id as usize]
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, id: u32) -> &mut Visit {
        &mut self.all[id as usize]
    }

    /// Whether the visit is still in the state in which a timer was set or a request sent.
    #[inline]
    pub(crate) fn is_in(&self, id: u32, state: u32) -> bool {
        self.all
            .get(id as usize)
            .is_some_and(|v| v.state == state && v.doing != Doing::Gone)
    }
}
