//! Work that requests start and nobody waits for.

use onrush_network::Ticks;

use super::Simulation;
use crate::random::Key;
use crate::requests::{Request, Sender};

impl Simulation {
    /// The request starts another program, and goes on.
    #[inline(never)]
    pub(super) fn start_job(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let key = request.here(op.salt);
        let first = self.tables.programs[op.at as usize];
        self.requests.get_mut(id).op += 1;
        self.books.ledger.jobs.arrived += 1;
        let who = if self.tables.gated {
            let aside = self.asides.of(id);
            (aside.who, aside.bot)
        } else {
            (Key::NONE, false)
        };
        let (op, then) = self.travel(key, first, now);
        let job = self.requests.enter(Request {
            key,
            sent: now,
            op,
            from: Sender::Job,
            ..Request::EMPTY
        });
        if self.tables.gated {
            let aside = self.asides.of(job);
            (aside.who, aside.bot) = who;
        }
        // By an event of its own even if it begins at once: a chain of programs is not a chain of calls here.
        self.schedule(then, job);
    }

    /// Notes what gates decide by: for a visit's request its visit's key and stream, for others their own key.
    #[inline]
    pub(super) fn sent_by(&mut self, id: u32, who: Key, stream: u32) {
        if self.tables.gated {
            let stream = self.tables.streams.get(stream as usize);
            let aside = self.asides.of(id);
            aside.who = who;
            aside.bot = stream.is_some_and(|s| s.bots());
        }
    }
}
