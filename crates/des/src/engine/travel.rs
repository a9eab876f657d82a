//! What needs no event: what is known as soon as a request comes.
//!
//! A delay that nothing can change, a choice, and a station where whoever comes first is served first and nobody leaves: when
//! the request comes to the next instruction is known at once. Stations have to be entered in the order of time, so the way
//! ends before a station that is reached later than now.

use onrush_network::{Clock, Ticks};
use onrush_observe::RequestOutcome;

use super::Simulation;
use crate::books::Visit;
use crate::compile::Code;
use crate::random::Key;
use crate::requests::{Phase, Sender, spread};

impl Simulation {
    /// Follows a request from instruction `op` at `now` to the first instruction that needs an event, or comes later than now
    /// and must be waited for; that instruction, and when the request comes to it.
    #[inline(always)]
    pub(super) fn travel(&mut self, key: Key, op: u32, now: Ticks) -> (u32, Ticks) {
        match self.tables.ops[op as usize].code {
            Code::Delay => {
                let then = self.delay(key, 0, op, now);
                self.go_on_from(key, op + 1, then, now)
            }
            Code::Known => match self.serve_known(key, 0, op, now) {
                Some(end) => self.go_on_from(key, op + 1, end, now),
                None => (op, now),
            },
            Code::Chance { .. } => self.travel_in_round(key, 0, op, now, now),
            _ => (op, now),
        }
    }

    /// The same from a later instruction, by which many requests are answered.
    #[inline(always)]
    fn go_on_from(&mut self, key: Key, op: u32, then: Ticks, now: Ticks) -> (u32, Ticks) {
        if self.answers(op) {
            (op, then)
        } else {
            self.travel_in_round(key, 0, op, then, now)
        }
    }

    /// The end of a delay that begins at `from`.
    #[inline(always)]
    fn delay(&mut self, key: Key, round: u32, op: u32, from: Ticks) -> Ticks {
        let op = &self.tables.ops[op as usize];
        let bits = key.salted(op.salt ^ spread(round)).bits();
        let to = from + Clock::round(op.service.seconds(bits) * op.ticks);
        self.books.delay(op.at, op.pair, from, to);
        to
    }

    /// From instruction `number`, where the request is at `then`, which may be later than now.
    #[inline(never)]
    fn travel_in_round(
        &mut self,
        key: Key,
        round: u32,
        mut number: u32,
        mut then: Ticks,
        now: Ticks,
    ) -> (u32, Ticks) {
        loop {
            let op = &self.tables.ops[number as usize];
            match op.code {
                Code::Delay => {
                    then = self.delay(key, round, number, then);
                    number += 1;
                }
                Code::Chance {
                    probability,
                    otherwise,
                } => {
                    number = if key.salted(op.salt ^ spread(round)).happens(probability) {
                        number + 1
                    } else {
                        otherwise
                    };
                }
                Code::Known if then == now => match self.serve_known(key, round, number, now) {
                    Some(end) => {
                        then = end;
                        number += 1;
                    }
                    None => return (number, then),
                },
                _ => return (number, then),
            }
        }
    }

    /// A request comes now to a station where all is known: the end of its service; `None` if there is no place for it.
    #[inline(always)]
    fn serve_known(&mut self, key: Key, round: u32, op: u32, now: Ticks) -> Option<Ticks> {
        let op = &self.tables.ops[op as usize];
        let fifo = &mut self.fifos[op.instance as usize];
        if fifo.is_full(now) {
            return None;
        }
        let bits = key.salted(op.salt ^ spread(round)).bits();
        let length = Clock::round(op.service.seconds(bits) * op.ticks);
        let (begin, end) = fifo.enter(now, length);
        let visit = Visit {
            station: op.at,
            pair: op.pair,
            came: now,
            begin,
            end,
        };
        self.books.known(op.instance, &visit);
        Some(end)
    }

    /// Whether a request that has come to this instruction is answered.
    #[inline]
    pub(super) fn answers(&self, op: u32) -> bool {
        matches!(self.tables.ops[op as usize].code, Code::Answer)
    }

    /// Whether a client's answer at `at` can be booked now: its sender gives up later, at `gives_up`, and it lies in the
    /// current interval, so that nothing has to be remembered.
    #[inline(always)]
    pub(super) fn surely_answered(&self, gives_up: Ticks, op: u32, at: Ticks) -> bool {
        self.answers(op) && at < gives_up && at < self.books.interval_end()
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

    /// Like [`Self::travel`] for a request in the table, through repetitions as well; whether it is still now.
    #[inline]
    pub(super) fn travel_on(&mut self, id: u32, now: Ticks) -> bool {
        let mut then = now;
        let op = loop {
            let request = self.requests.get(id);
            let (key, round, op) = (request.key, request.round, request.op);
            let (op, at) = self.travel_in_round(key, round, op, then, now);
            self.requests.get_mut(id).op = op;
            then = at;
            match self.repeats(id, op) {
                None => break op,
                // Each round has an event, so that not everything that comes has to be remembered at once.
                Some(true) if then > now => break self.requests.get(id).op,
                Some(_) => {}
            }
        };
        if then <= now {
            return true;
        }
        let from = self.requests.get(id).from;
        if matches!(self.tables.ops[op as usize].code, Code::Resume) && self.resume_ahead(id, then)
        {
            return false;
        }
        if from == Sender::Client && self.answered_ahead(id, op, then) {
            return false;
        }
        self.requests.get_mut(id).phase = Phase::Travelling;
        self.schedule(then, id);
        false
    }

    /// Follows the instruction if it is about repetitions; whether there is another one.
    #[inline]
    fn repeats(&mut self, id: u32, op: u32) -> Option<bool> {
        let op = &self.tables.ops[op as usize];
        let (level, again, back) = match op.code {
            Code::Again { level, times, back } => {
                (level, self.requests.done(id, level) + 1 < times, back)
            }
            Code::Loop {
                level,
                probability,
                back,
            } => {
                let again = self.requests.get(id).here(op.salt).happens(probability);
                (level, again, back)
            }
            _ => return None,
        };
        self.jump(id, level, again, back);
        Some(again)
    }

    /// Books a client's answer that is sure to come at `then`, if it is.
    #[inline]
    fn answered_ahead(&mut self, id: u32, op: u32, then: Ticks) -> bool {
        let gives_up = self.requests.gives_up_at(id);
        if self.tables.takes || !self.surely_answered(gives_up, op, then) {
            return false;
        }
        let request = self.requests.get(id);
        let (client, sent) = (request.sender, request.sent);
        self.requests.leave(id);
        self.books.call_answered(client, sent, then);
        true
    }

    /// The request comes to a station where all is known; whether it goes on at once.
    #[inline]
    pub(super) fn enter_known(&mut self, id: u32, now: Ticks) -> bool {
        let op = &self.tables.ops[self.requests.get(id).op as usize];
        if self.fifos[op.instance as usize].is_full(now) {
            self.books.refused(op.at);
            return self.fail(id, RequestOutcome::Refused, now);
        }
        self.travel_on(id, now)
    }
}
