//! What needs no event: delays that nothing can change, and choices.

use onrush_network::{Clock, Ticks};

use super::Simulation;
use crate::compile::Code;
use crate::random::Key;
use crate::requests::{Phase, Sender, spread};

impl Simulation {
    /// Follows a request from instruction `op` at `now` through delays and choices, to the first instruction that needs more;
    /// that instruction, and when the request comes to it.
    #[inline(always)]
    pub(super) fn travel(&mut self, key: Key, op: u32, now: Ticks) -> (u32, Ticks) {
        match self.tables.ops[op as usize].code {
            Code::Delay | Code::Chance { .. } => self.travel_in_round(key, 0, op, now),
            _ => (op, now),
        }
    }

    fn travel_in_round(&mut self, key: Key, round: u32, op: u32, now: Ticks) -> (u32, Ticks) {
        let round = spread(round);
        let (mut number, mut then) = (op, now);
        loop {
            let op = &self.tables.ops[number as usize];
            match op.code {
                Code::Delay => {
                    let bits = key.salted(op.salt ^ round).bits();
                    let to = then + Clock::round(op.service.seconds(bits) * op.ticks);
                    self.books.delay(op.at, op.pair, then, to);
                    then = to;
                    number += 1;
                }
                Code::Chance {
                    probability,
                    otherwise,
                } => {
                    number = if key.salted(op.salt ^ round).happens(probability) {
                        number + 1
                    } else {
                        otherwise
                    };
                }
                _ => return (number, then),
            }
        }
    }

    /// Whether a request that has come to this instruction is answered.
    #[inline]
    pub(super) fn answers(&self, op: u32) -> bool {
        matches!(self.tables.ops[op as usize].code, Code::Answer)
    }

    /// The request, which has just come into the table, is at its instruction at `then`.
    #[inline(always)]
    pub(super) fn go_on(&mut self, id: u32, then: Ticks, now: Ticks) {
        if then > now {
            self.schedule(then, id);
        } else {
            self.next_step(id, now);
        }
    }

    /// Like [`Self::travel`] for a request in the table; whether it is still now.
    #[inline]
    pub(super) fn travel_on(&mut self, id: u32, now: Ticks) -> bool {
        let request = self.requests.get(id);
        let (key, round, op) = (request.key, request.round, request.op);
        let (op, then) = self.travel_in_round(key, round, op, now);
        let request = self.requests.get_mut(id);
        request.op = op;
        if then > now {
            request.phase = Phase::Travelling;
            if request.from == Sender::Visit {
                self.visits.fetch(request.sender);
            }
            self.schedule(then, id);
        }
        then <= now
    }
}
