//! Requests that are in the system now, whether or not anybody still waits for them.

use onrush_network::{LIMITS, Ticks};

use crate::random::Key;
use crate::visits::NIL;

/// Levels of holding that a program may have.
pub(crate) const DEPTH: usize = LIMITS.depth;

/// One request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    /// Source of everything that is random about this request.
    pub(crate) key: Key,
    /// When it was sent.
    pub(crate) sent: Ticks,
    /// Who sent it, and the sender's state then; [`NIL`] when the gateway has answered for it.
    pub(crate) visit: u32,
    pub(crate) visit_state: u32,
    /// Which request of the network it is.
    pub(crate) what: u32,
    /// The instruction that it is at.
    pub(crate) op: u32,
    /// Instance that it waits at or is served by.
    pub(crate) instance: u32,
    /// Repetitions done, by level.
    pub(crate) repeated: [u16; DEPTH],
    /// Servers held, outermost first, and the second half of their service times.
    pub(crate) held: [u32; DEPTH],
    pub(crate) halves: [Ticks; DEPTH],
    pub(crate) holding: u8,
    /// In the system (not a free place in the table).
    pub(crate) present: bool,
    /// Neighbours in a station's line.
    pub(crate) ahead: u32,
    pub(crate) behind: u32,
    /// Neighbours in the list of requests with the same gateway timeout.
    pub(crate) older: u32,
    pub(crate) younger: u32,
    /// Which such list; [`NIL`] for none.
    pub(crate) deadline: u32,
    /// Waits in line so far, so that timers of earlier waits are void. Goes on counting when the place is used again.
    pub(crate) state: u32,
}

impl Request {
    /// The source for what is random about its present visit to a station; `salt` is the instruction's.
    #[inline]
    pub(crate) fn here(&self, salt: u64) -> Key {
        // Fewer than 2^10 repetitions at each level: `Network::check`.
        let round = self
            .repeated
            .iter()
            .fold(0, |sum, n| sum << 10 | u64::from(*n));
        self.key
            .salted(salt ^ round.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

/// A table of requests whose places are used again.
#[derive(Debug)]
pub(crate) struct Requests {
    all: Vec<Request>,
    free: u32,
    here: u32,
}

impl Requests {
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

    #[inline]
    pub(crate) fn enter(&mut self, request: Request) -> u32 {
        self.here += 1;
        if self.free == NIL {
            self.all.push(request);
            return u32::try_from(self.all.len() - 1).unwrap_or(NIL);
        }
        let id = self.free;
        let place = &mut self.all[id as usize];
        self.free = place.behind;
        *place = Request {
            state: place.state.wrapping_add(1),
            ..request
        };
        id
    }

    #[inline]
    pub(crate) fn leave(&mut self, id: u32) {
        self.here -= 1;
        let place = &mut self.all[id as usize];
        place.present = false;
        place.state = place.state.wrapping_add(1);
        place.behind = self.free;
        self.free = id;
    }

    #[inline]
    pub(crate) fn get(&self, id: u32) -> &Request {
        &self.all[id as usize]
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, id: u32) -> &mut Request {
        &mut self.all[id as usize]
    }

    /// Whether the request is still in the wait for which a timer was set.
    #[inline]
    pub(crate) fn is_in(&self, id: u32, state: u32) -> bool {
        self.all
            .get(id as usize)
            .is_some_and(|r| r.state == state && r.present)
    }
}
