//! Timeouts of requests.
//!
//! Nearly every request is answered long before its sender would give up on it, so that setting and calling off a timeout has
//! to cost nothing: it is one number in a table with a place for each request's. Now and then the table is looked through, and
//! whoever gives up before the next look is put into a list in the order of time. In the event list, timeouts cost a third of
//! all time; in a queue for each value, a quarter of the misses of the second cache (docs/decisions/0002-event-lists.md).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use onrush_network::{Clock, Ticks};

use crate::agenda::When;
use crate::requests::{NEVER, Requests};

#[derive(Debug)]
pub(crate) struct Deadlines {
    /// The different timeouts.
    after: Vec<Ticks>,
    /// Requests that give up before the next look, soonest first. Void where the table says otherwise.
    soon: BinaryHeap<Reverse<(Ticks, u32)>>,
    /// When the table is looked through next; [`NEVER`] while nobody waits.
    next_look: Ticks,
    /// Ticks from one look to the next, and the fewest that make sense.
    step: Ticks,
    shortest_step: Ticks,
    /// Timeouts set since the last look.
    set: usize,
}

impl Deadlines {
    pub(crate) fn new(values: &[Ticks]) -> Self {
        // A quarter of the shortest: few of those who are still there then will give up before the look after that.
        let shortest_step = values.iter().min().map_or(1, |after| (after / 4).max(1));
        Self {
            after: values.to_vec(),
            soon: BinaryHeap::new(),
            next_look: NEVER,
            step: shortest_step,
            shortest_step,
            set: 0,
        }
    }

    /// Sets the timeout of a request that is sent now; nothing has to be looked at before the time that is returned.
    #[inline]
    pub(crate) fn set(&mut self, which: u32, requests: &mut Requests, id: u32, now: Ticks) -> When {
        let tick = (now + self.after[which as usize]).min(Clock::MAX);
        requests.gives_up(id, tick);
        self.set += 1;
        if self.next_look == NEVER {
            self.next_look = now.saturating_add(self.step).min(Clock::MAX);
        }
        if tick < self.next_look {
            self.soon.push(Reverse((tick, id)));
        }
        When::first_at(tick.min(self.next_look))
    }

    /// The first who gives up before the next look. Void entries in front are dropped.
    pub(crate) fn earliest(&mut self, requests: &Requests) -> Option<(Ticks, u32)> {
        while let Some(&Reverse((tick, id))) = self.soon.peek() {
            if requests.gives_up_at(id) == tick {
                return Some((tick, id));
            }
            self.soon.pop();
        }
        None
    }

    /// When the table has to be looked through.
    pub(crate) fn next_look(&self) -> When {
        if self.next_look == NEVER {
            When::NEVER
        } else {
            When::first_at(self.next_look)
        }
    }

    /// Looks through the table, at the time of [`Self::next_look`].
    #[inline(never)]
    pub(crate) fn look(&mut self, requests: &Requests) {
        // Not much more often than the whole table is set anew, so that a large one that few use costs little.
        let places = requests.places() as usize;
        if self.set < places / 4 {
            self.step = self.step.saturating_mul(2).min(Clock::MAX);
        } else if self.set > places {
            self.step = (self.step / 2).max(self.shortest_step);
        }
        self.set = 0;
        let next = (self.next_look + self.step).min(Clock::MAX);
        let mut anybody = false;
        for (id, tick) in requests.all_give_up_at() {
            anybody |= tick != NEVER;
            if tick < next {
                self.soon.push(Reverse((tick, id)));
            }
        }
        self.next_look = if anybody { next } else { NEVER };
    }
}
