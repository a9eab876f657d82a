//! Requests that are in the system now, whether or not anybody still waits for them.

use onrush_network::{LIMITS, Ticks};

use crate::random::Key;
use crate::visits::NIL;

/// Counters of repetitions: two for each level of steps inside steps that a program may have.
pub(crate) const DEPTH: usize = 2 * LIMITS.depth;
/// Servers that a request may hold at once.
pub(crate) const HELD: usize = LIMITS.held;

/// A time that does not come.
pub(crate) const NEVER: Ticks = Ticks::MAX;

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

/// One request: what every event needs, in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Request {
    /// Source of everything that is random about this request.
    pub(crate) key: Key,
    /// When it was sent; for a retry, when the first attempt was.
    pub(crate) sent: Ticks,
    /// When it came to the station where it is.
    pub(crate) since: Ticks,
    /// Mixed from the repetitions done, so that each has random numbers of its own; 0 outside of repetitions.
    pub(crate) round: u32,
    pub(crate) sender: u32,
    pub(crate) sender_state: u32,
    /// Which request of the network it is (for visits); how many the customer has sent (for customers).
    pub(crate) what: u32,
    /// The instruction that it is at.
    pub(crate) op: u32,
    /// Instance that it waits at or is served by.
    pub(crate) instance: u32,
    /// The next in a station's line; also links the free places.
    pub(crate) behind: u32,
    /// Changes whenever timers of earlier waits become void. Goes on counting when the place is used again.
    pub(crate) state: u32,
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
        behind: NIL,
        state: 0,
        from: Sender::Nobody,
        phase: Phase::Travelling,
        holding: 0,
        tried: 0,
    };

    /// The source for what is random about the instruction with this salt.
    #[inline(always)]
    pub(crate) fn here(&self, salt: u64) -> Key {
        self.key.salted(salt ^ spread(self.round))
    }
}

/// How much room requests need for steps inside steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Nesting {
    /// None.
    #[default]
    None,
    /// One server held, a few levels of repetitions.
    Near,
    /// As much as a network may have.
    Deep,
}

impl Nesting {
    /// Enough for so many servers held, and so many levels of repetitions.
    pub(crate) fn for_levels(held: usize, repeated: usize) -> Self {
        match (held, repeated) {
            (0, 0) => Self::None,
            (0 | 1, 0..=NEAR) => Self::Near,
            _ => Self::Deep,
        }
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

/// What only requests with steps inside steps need.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Nest {
    /// The outermost server held.
    held: Held,
    /// Repetitions done at the outermost levels.
    repeated: [u16; NEAR],
}

/// Levels of repetitions that most programs do with.
const NEAR: usize = 4;

/// What only requests with steps deep inside steps need.
#[derive(Debug, Clone, Copy, Default)]
struct DeepNest {
    held: [Held; HELD - 1],
    repeated: [u16; DEPTH - NEAR],
}

/// What one repetition at a level adds to [`Request::round`]: odd numbers without a pattern, so that sums do not meet.
#[inline(always)]
fn weight(level: u8) -> u32 {
    0x9e37_79b9_u32.rotate_left(5 * u32::from(level)) | 1
}

/// A round's number over all bits of a salt.
#[inline(always)]
pub(crate) fn spread(round: u32) -> u64 {
    u64::from(round).wrapping_mul(0xd1b5_4a32_d192_ed03)
}

/// A table of requests whose places are used again.
#[derive(Debug)]
pub(crate) struct Requests {
    all: Vec<Request>,
    /// When somebody gives up on the request at each place; [`NEVER`] for none. Apart from the requests, because whoever looks
    /// through the timeouts wants nothing else.
    give_up: Vec<Ticks>,
    /// The one ahead in a station's line, for each place.
    ahead: Vec<u32>,
    /// The service time that waits for it at the end of a line, for each place.
    drawn: Vec<f64>,
    /// For each place, if any program needs it.
    nests: Vec<Nest>,
    deep_nests: Vec<DeepNest>,
    nesting: Nesting,
    free: u32,
    here: u32,
}

impl Requests {
    pub(crate) fn new(nesting: Nesting) -> Self {
        Self {
            all: Vec::new(),
            give_up: Vec::new(),
            ahead: Vec::new(),
            drawn: Vec::new(),
            nests: Vec::new(),
            deep_nests: Vec::new(),
            nesting,
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

    #[inline(always)]
    /// Only what a request has when it is sent is taken over: key, time, sender, instruction, phase.
    pub(crate) fn enter(&mut self, request: Request) -> u32 {
        self.here += 1;
        if self.free == NIL {
            return self.enter_a_new_place(request);
        }
        let id = self.free;
        let place = &mut self.all[id as usize];
        self.free = place.behind;
        // `leave` has put back the rest.
        place.key = request.key;
        place.sent = request.sent;
        place.sender = request.sender;
        place.sender_state = request.sender_state;
        place.what = request.what;
        place.op = request.op;
        place.from = request.from;
        place.phase = request.phase;
        place.tried = request.tried;
        id
    }

    #[cold]
    #[inline(never)]
    fn enter_a_new_place(&mut self, request: Request) -> u32 {
        self.all.push(request);
        self.give_up.push(NEVER);
        self.ahead.push(NIL);
        self.drawn.push(0.0);
        if self.nesting != Nesting::None {
            self.nests.push(Nest::default());
        }
        if self.nesting == Nesting::Deep {
            self.deep_nests.push(DeepNest::default());
        }
        u32::try_from(self.all.len() - 1).unwrap_or(NIL)
    }

    #[inline(always)]
    pub(crate) fn leave(&mut self, id: u32) {
        self.here -= 1;
        let place = &mut self.all[id as usize];
        if place.round != 0 {
            place.round = 0;
            self.nests[id as usize].repeated = [0; NEAR];
            if let Some(deep) = self.deep_nests.get_mut(id as usize) {
                deep.repeated = [0; DEPTH - NEAR];
            }
        }
        place.holding = 0;
        place.phase = Phase::Gone;
        place.state = place.state.wrapping_add(1);
        place.behind = self.free;
        self.free = id;
        self.give_up[id as usize] = NEVER;
    }

    #[inline(always)]
    pub(crate) fn get(&self, id: u32) -> &Request {
        &self.all[id as usize]
    }

    #[inline(always)]
    pub(crate) fn get_mut(&mut self, id: u32) -> &mut Request {
        &mut self.all[id as usize]
    }

    /// Looks at a request that will soon be needed, so that it has come from memory by then.
    #[inline(always)]
    pub(crate) fn fetch(&self, id: u32) {
        std::hint::black_box(self.all.get(id as usize).map(|r| r.phase));
    }

    /// The one ahead in a station's line.
    #[inline(always)]
    pub(crate) fn ahead(&mut self, id: u32) -> &mut u32 {
        &mut self.ahead[id as usize]
    }

    /// The service time that a request in line will have if nothing disturbs it, in ticks.
    #[inline(always)]
    pub(crate) fn drawn(&mut self, id: u32) -> &mut f64 {
        &mut self.drawn[id as usize]
    }

    /// A server that the request holds, by level, outermost first. (`Network::check` limits the levels.)
    #[inline(always)]
    pub(crate) fn held(&mut self, id: u32, level: u8) -> &mut Held {
        match level.checked_sub(1) {
            None => &mut self.nests[id as usize].held,
            Some(inner) => {
                let deep = &mut self.deep_nests[id as usize].held;
                &mut deep[usize::from(inner).min(HELD - 2)]
            }
        }
    }

    #[inline(always)]
    fn repeated(&mut self, id: u32, level: u8) -> &mut u16 {
        let level = usize::from(level);
        if level < NEAR {
            &mut self.nests[id as usize].repeated[level]
        } else {
            let deep = &mut self.deep_nests[id as usize].repeated;
            &mut deep[(level - NEAR).min(DEPTH - NEAR - 1)]
        }
    }

    /// Repetitions done at a level.
    #[inline(always)]
    pub(crate) fn done(&mut self, id: u32, level: u8) -> u16 {
        *self.repeated(id, level)
    }

    /// One repetition more at this level, or the end of them; the new [`Request::round`].
    #[inline(always)]
    pub(crate) fn rounds(&mut self, id: u32, level: u8, again: bool) -> u32 {
        let round = self.all[id as usize].round;
        let done = self.repeated(id, level);
        let weight = weight(level);
        if again {
            *done = done.wrapping_add(1);
            if *done == 0 {
                // After 65 536 rounds the numbers begin anew.
                return round.wrapping_sub(weight.wrapping_mul(0xffff));
            }
            round.wrapping_add(weight)
        } else {
            round.wrapping_sub(weight.wrapping_mul(u32::from(std::mem::take(done))))
        }
    }

    /// The end of all repetitions from this level on.
    pub(crate) fn forget_rounds(&mut self, id: u32, from: u8) {
        let levels = match self.nesting {
            Nesting::None => 0,
            Nesting::Near => NEAR,
            Nesting::Deep => DEPTH,
        };
        for level in from..u8::try_from(levels).unwrap_or(u8::MAX) {
            self.all[id as usize].round = self.rounds(id, level, false);
        }
    }

    /// The instance whose server the request holds last.
    pub(crate) fn innermost(&mut self, id: u32) -> Option<u32> {
        let level = self.all[id as usize].holding.checked_sub(1)?;
        Some(self.held(id, level).instance)
    }

    /// Somebody will give up on the request then, or [`NEVER`].
    #[inline(always)]
    pub(crate) fn gives_up(&mut self, id: u32, tick: Ticks) {
        self.give_up[id as usize] = tick;
    }

    /// When somebody gives up on the request.
    #[inline(always)]
    pub(crate) fn gives_up_at(&self, id: u32) -> Ticks {
        self.give_up[id as usize]
    }

    /// The same for all places, by number.
    pub(crate) fn all_give_up_at(&self) -> impl Iterator<Item = (u32, Ticks)> {
        (0..).zip(self.give_up.iter().copied())
    }

    /// Whether the request is still in the state for which a timer was set.
    #[inline(always)]
    pub(crate) fn is_in(&self, id: u32, state: u32) -> bool {
        self.all
            .get(id as usize)
            .is_some_and(|r| r.state == state && r.phase != Phase::Gone)
    }
}
