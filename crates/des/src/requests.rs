//! Requests that are in the system now, whether or not anybody still waits for them.

use onrush_network::{LIMITS, Ticks};

use crate::random::Key;
use crate::visits::NIL;

/// Counters of repetitions: two for each level of steps inside steps that a program may have.
pub(crate) const DEPTH: usize = 2 * LIMITS.depth;
/// Servers that a request may hold at once.
pub(crate) const HELD: usize = LIMITS.held;

/// Who waits for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A visit: `sender` is its number, `sender_state` its state when it sent.
    Visit,
    /// A client: `sender` is its number, `sender_state` the number of the attempt.
    Client,
    /// Nobody; this *is* one of a population's customers, between requests: `sender` is the population's number,
    /// `sender_state` the number of attempts made.
    Customer,
    /// A customer: `sender` is the customer's number among the requests.
    OfCustomer,
    /// Nobody: started by another request.
    Job,
    /// Nobody any more.
    Nobody,
}

/// What a request is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Not here: a free place in the table.
    Gone,
    /// On its way to its next instruction, which an event in the list will bring.
    Travelling,
    /// Being served; an event in the list ends it.
    Served,
    /// In a station's line.
    InLine,
    /// Being served together with others.
    Sharing,
    /// Waiting for an object that somebody else fetches.
    AtCache,
    /// Waiting to be sent: a delay before a retry, or a customer who thinks.
    Resting,
}

/// One request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    /// Source of everything that is random about this request.
    pub(crate) key: Key,
    /// When it was sent; for a retry, when the first attempt was.
    pub(crate) sent: Ticks,
    /// When it came to the station where it is.
    pub(crate) since: Ticks,
    /// Mixed from the repetitions done, so that each has random numbers of its own; 0 outside of repetitions.
    pub(crate) round: u64,
    pub(crate) sender: u32,
    pub(crate) sender_state: u32,
    /// Which request of the network it is (for visits); how many the customer has sent (for customers).
    pub(crate) what: u32,
    /// The instruction that it is at.
    pub(crate) op: u32,
    /// Instance that it waits at or is served by.
    pub(crate) instance: u32,
    /// Neighbours in a station's line; `behind` also links the free places.
    pub(crate) ahead: u32,
    pub(crate) behind: u32,
    /// Changes whenever timers of earlier waits become void. Goes on counting when the place is used again.
    pub(crate) state: u32,
    /// Changes whenever the timeout becomes void. Goes on counting likewise.
    pub(crate) life: u32,
    pub(crate) from: Sender,
    pub(crate) phase: Phase,
    /// Servers held.
    pub(crate) holding: u8,
    /// Attempts of this request that the app has made for a visit.
    pub(crate) tried: u8,
}

impl Request {
    /// Nothing in particular.
    pub(crate) const EMPTY: Self = Self {
        key: Key::NONE,
        sent: 0,
        since: 0,
        round: 0,
        sender: NIL,
        sender_state: 0,
        what: 0,
        op: 0,
        instance: 0,
        ahead: NIL,
        behind: NIL,
        state: 0,
        life: 0,
        from: Sender::Nobody,
        phase: Phase::Travelling,
        holding: 0,
        tried: 0,
    };

    /// The source for what is random about the instruction with this salt.
    #[inline]
    pub(crate) fn here(&self, salt: u64) -> Key {
        self.key.salted(salt ^ self.round)
    }
}

/// A server that a request holds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub(crate) instance: u32,
    /// When the request came to the station.
    pub(crate) since: Ticks,
    /// The second half of the service time.
    pub(crate) half: Ticks,
    /// The service is cut off at the end of the second half.
    pub(crate) cut: bool,
}

/// An object that a request asked a cache for and fetches, or waits for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    pub(crate) cache: u32,
    pub(crate) object: u32,
}

/// What only requests with steps inside steps need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nest {
    /// Repetitions done, by level.
    pub(crate) repeated: [u16; DEPTH],
    /// Servers held, outermost first.
    pub(crate) held: [Held; HELD],
    /// Objects fetched or waited for, outermost first.
    pub(crate) wanted: [Wanted; LIMITS.depth],
    /// What gates decide by: the visit, or the request where there is none.
    pub(crate) who: Key,
    /// Whether a machine sent it.
    pub(crate) bot: bool,
    /// The units taken: the last of a list, [`NIL`] for none.
    pub(crate) taken: u32,
}

impl Nest {
    const EMPTY: Self = Self {
        repeated: [0; DEPTH],
        held: [Held {
            instance: 0,
            since: 0,
            half: 0,
            cut: false,
        }; HELD],
        wanted: [Wanted {
            cache: 0,
            object: 0,
        }; LIMITS.depth],
        who: Key::NONE,
        bot: false,
        taken: NIL,
    };
}

/// What one repetition at a level adds to [`Request::round`]: odd numbers without a pattern, so that sums do not meet.
#[inline]
fn weight(level: u8) -> u64 {
    0x9e37_79b9_7f4a_7c15_u64.rotate_left(5 * u32::from(level)) | 1
}

/// A table of requests whose places are used again.
#[derive(Debug)]
pub(crate) struct Requests {
    all: Vec<Request>,
    /// For each place, if any program needs it.
    nests: Vec<Nest>,
    nested: bool,
    free: u32,
    here: u32,
}

impl Requests {
    pub(crate) fn new(nested: bool) -> Self {
        Self {
            all: Vec::new(),
            nests: Vec::new(),
            nested,
            free: NIL,
            here: 0,
        }
    }

    /// Places, free ones included: all numbers are below it.
    pub(crate) fn places(&self) -> u32 {
        u32::try_from(self.all.len()).unwrap_or(NIL)
    }

    /// How many are here.
    pub(crate) fn here(&self) -> u32 {
        self.here
    }

    /// All that are here.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Request> {
        self.all.iter().filter(|r| r.phase != Phase::Gone)
    }

    #[inline]
    pub(crate) fn enter(&mut self, request: Request) -> u32 {
        self.here += 1;
        if self.free == NIL {
            self.all.push(request);
            if self.nested {
                self.nests.push(Nest::EMPTY);
            }
            return u32::try_from(self.all.len() - 1).unwrap_or(NIL);
        }
        let id = self.free;
        let place = &mut self.all[id as usize];
        self.free = place.behind;
        let (state, life) = (place.state, place.life);
        *place = request;
        place.state = state;
        place.life = life;
        id
    }

    #[inline]
    pub(crate) fn leave(&mut self, id: u32) {
        self.here -= 1;
        let place = &mut self.all[id as usize];
        if place.round != 0 {
            self.nests[id as usize].repeated = [0; DEPTH];
        }
        place.phase = Phase::Gone;
        place.state = place.state.wrapping_add(1);
        place.life = place.life.wrapping_add(1);
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

    #[inline]
    pub(crate) fn nest(&mut self, id: u32) -> &mut Nest {
        &mut self.nests[id as usize]
    }

    /// Repetitions done at a level.
    #[inline]
    pub(crate) fn done(&self, id: u32, level: u8) -> u16 {
        let nest = &self.nests[id as usize];
        // `Network::check` limits the levels.
        nest.repeated
            .get(usize::from(level))
            .copied()
            .unwrap_or(u16::MAX - 1)
    }

    /// One repetition more at this level, or the end of them; the new [`Request::round`].
    #[inline]
    pub(crate) fn rounds(&mut self, id: u32, level: u8, again: bool) -> u64 {
        let round = self.all[id as usize].round;
        let nest = &mut self.nests[id as usize];
        let Some(done) = nest.repeated.get_mut(usize::from(level)) else {
            return round;
        };
        let weight = weight(level);
        if again {
            *done = done.wrapping_add(1);
            if *done == 0 {
                // After 65 536 rounds the numbers begin anew.
                return round.wrapping_sub(weight.wrapping_mul(0xffff));
            }
            round.wrapping_add(weight)
        } else {
            round.wrapping_sub(weight.wrapping_mul(u64::from(std::mem::take(done))))
        }
    }

    /// The end of all repetitions from this level on.
    pub(crate) fn forget_rounds(&mut self, id: u32, from: u8) {
        for level in from..u8::try_from(DEPTH).unwrap_or(u8::MAX) {
            self.all[id as usize].round = self.rounds(id, level, false);
        }
    }

    /// The instance whose server the request holds last.
    pub(crate) fn innermost(&self, id: u32) -> Option<u32> {
        let level = usize::from(self.all[id as usize].holding).checked_sub(1)?;
        self.nests[id as usize].held.get(level).map(|h| h.instance)
    }

    /// Which life a place is in.
    #[inline]
    pub(crate) fn life(&self, id: u32) -> u32 {
        self.all[id as usize].life
    }

    /// Makes the request's timeout void.
    #[inline]
    pub(crate) fn renew(&mut self, id: u32) {
        let life = &mut self.all[id as usize].life;
        *life = life.wrapping_add(1);
    }

    /// Whether the request that had this life still has it.
    #[inline]
    pub(crate) fn lives(&self, id: u32, life: u32) -> bool {
        self.all
            .get(id as usize)
            .is_some_and(|r| r.life == life && r.phase != Phase::Gone)
    }

    /// Whether the request is still in the state for which a timer was set.
    #[inline]
    pub(crate) fn is_in(&self, id: u32, state: u32) -> bool {
        self.all
            .get(id as usize)
            .is_some_and(|r| r.state == state && r.phase != Phase::Gone)
    }
}
