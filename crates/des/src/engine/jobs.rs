//! Work that requests start and nobody waits for.

use onrush_network::Ticks;

use super::Simulation;
use crate::random::Key;
use crate::requests::{Request, Sender};

impl Simulation {
    /// The request starts another program, and goes on.
    pub(super) fn start_job(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let key = request.here(op.salt);
        let first = self.tables.programs[op.at as usize];
        self.requests.get_mut(id).op += 1;
        self.books.ledger.jobs.arrived += 1;
        let who = if self.tables.gated {
            let nest = self.requests.nest(id);
            (nest.who, nest.bot)
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
        self.sent_by(job, who.0, who.1);
        // By an event of its own even if it begins at once: a chain of programs is not a chain of calls here.
        self.schedule(then, job);
    }

    /// Notes what gates decide by.
    #[inline]
    pub(super) fn sent_by(&mut self, id: u32, who: Key, bot: bool) {
        if self.tables.gated {
            let nest = self.requests.nest(id);
            nest.who = who;
            nest.bot = bot;
        }
    }
}
