//! Stations that are more than servers and a line: contention, errors, limits, breakers, pools of instances that come and go.

use onrush_network::{Clock, Ticks};
use onrush_observe::RequestOutcome;

use super::slips::Slip;
use super::{SURE, Simulation};
use crate::compile::{Code, NOWHERE};
use crate::random::Purpose;
use crate::requests::{Held, Phase};
use crate::visits::NIL;

/// Stands where a request has neighbours in line, while it is served: whether the service is cut off.
pub(super) const CUT: u32 = 1;

impl Simulation {
    /// The request comes to a special station; whether it goes on at once (behind an optional step that failed).
    pub(super) fn enter_special(&mut self, id: u32, now: Ticks) -> bool {
        let instance = match self.approach(id, now) {
            Ok(instance) => instance,
            Err(outcome) => return self.fail(id, outcome, now),
        };
        let request = self.requests.get_mut(id);
        request.instance = instance;
        let op = &self.tables.ops[request.op as usize];
        let (station, pair) = (op.at, op.pair);
        let here = self.instances.get_mut(instance);
        if here.busy < here.servers {
            here.busy += 1;
            self.books.comes_and_begins(station, pair, now);
            self.site.stations[station as usize].came(instance);
            self.serve_special(id, now);
            return false;
        }
        if here.waiting >= here.places {
            self.books.refused(station);
            self.site.stations[station as usize].call_ended(now, now, false);
            return self.fail(id, RequestOutcome::Refused, now);
        }
        self.books.lines_up(station, pair, now);
        self.site.stations[station as usize].came(instance);
        self.instances.line_up(&mut self.requests, instance, id);
        self.draw_ahead(id);
        if self.tables.stations[station as usize].patience.is_some() {
            self.be_patient(id, now);
        }
        false
    }

    /// More servers are there: the first in line begins.
    pub(super) fn call_in(&mut self, instance: u32, now: Ticks) {
        let here = self.instances.get_mut(instance);
        let first = here.first();
        here.busy += 1;
        self.instances.call_first(&mut self.requests, instance);
        let request = self.requests.get_mut(first);
        request.state = request.state.wrapping_add(1);
        let op = &self.tables.ops[request.op as usize];
        let (station, pair) = (op.at, op.pair);
        // As if it took over from itself.
        self.books.stations[station as usize].busy.up(now);
        if pair != NOWHERE {
            self.books.pairs[pair as usize].in_service.up(now);
        }
        self.books
            .taken_over(station, pair, pair, now - request.since, now);
        let length = *self.requests.drawn(first);
        self.serve_special_for(first, length, now);
    }

    /// Past the callers' breaker and the station's limit, to the instance that the balancer chooses; or why not.
    pub(super) fn approach(&mut self, id: u32, now: Ticks) -> Result<u32, RequestOutcome> {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let here = request.here(op.salt);
        let at = op.at as usize;
        let special = &mut self.site.stations[at];
        let book = &mut self.books.stations[at];
        if let Some(breaker) = &mut special.breaker
            && !breaker.admits(now)
        {
            book.arrived += 1;
            book.shed += 1;
            return Err(RequestOutcome::Refused);
        }
        if let Some(limit) = &mut special.limit
            && !limit.take(now)
        {
            special.call_ended(now, now, false);
            book.arrived += 1;
            book.shed += 1;
            return Err(RequestOutcome::Refused);
        }
        let table = &self.tables.stations[at];
        if special.pool.is_none() && table.instances == 1 {
            return Ok(table.first_instance);
        }
        let holds = self.requests.innermost(id);
        let holder = self.tables.holder(holds);
        let key = || here.purpose(Purpose::Balance, 0);
        let Some(pool) = &mut special.pool else {
            return Ok(self.instances.choose(at, table, holder, key()));
        };
        let (instances, first) = (&self.instances, table.first_instance);
        let chosen = pool.choose(key, holds.map(|_| holder), |i| instances.load(first + i));
        if let Some(chosen) = chosen
            && pool.works(chosen)
        {
            return Ok(first + chosen);
        }
        // Nobody is there who could serve it.
        special.call_ended(now, now, false);
        let book = &mut self.books.stations[at];
        book.arrived += 1;
        book.failed += 1;
        Err(RequestOutcome::Failed)
    }

    /// The server that has taken the request begins to work.
    pub(super) fn serve_special(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let length = op.undisturbed(request);
        self.serve_special_for(id, length, now);
    }

    /// The server works on the request, for so many ticks if nothing disturbs it.
    pub(super) fn serve_special_for(&mut self, id: u32, mut length: f64, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        let table = &self.tables.stations[op.at as usize];
        let (instance, since, level) = (request.instance, request.since, request.holding);
        if let Some(contention) = &table.contention {
            let busy = if contention.counts_held {
                self.instances.get(instance).busy
            } else {
                self.instances.working(instance, now)
            };
            length *= contention.factor(busy);
        }
        length *= self.site.stations[op.at as usize].slowness(instance, now);
        let length = Clock::round(length);
        let cut = length > table.cut_off;
        let (mut first, mut cut_now) = (length.min(table.cut_off), cut);
        let mut held = None;
        if matches!(op.code, Code::Hold) {
            let half = length / 2;
            first = (length - half).min(table.cut_off);
            let second = half.min(table.cut_off - first);
            cut_now = cut && second == 0;
            held = Some(Held {
                instance,
                since,
                half: second,
                cut,
            });
        }
        request.phase = Phase::Served;
        request.behind = if cut_now { CUT } else { 0 };
        let falls = table.falls;
        if let Some(held) = held {
            *self.requests.held(id, level) = held;
        }
        self.schedule_service(now + first, id, falls);
    }

    /// The second half of the service by a special server that was held.
    pub(super) fn resume_special(&mut self, id: u32, half: Ticks, cut: bool, now: Ticks) {
        let request = self.requests.get_mut(id);
        request.behind = if cut { CUT } else { 0 };
        let at = self.tables.ops[request.op as usize].at as usize;
        let falls = self.tables.stations[at].falls;
        self.schedule_service(now + half, id, falls);
    }

    /// An event that can be called off, where that may be necessary.
    pub(super) fn schedule_service(&mut self, tick: Ticks, id: u32, falls: bool) {
        if !falls {
            self.schedule(tick, id);
            return;
        }
        let slip = self.site.slips.write(Slip::Request(id));
        *self.requests.ahead(id) = slip;
        self.timer(tick, slip | SURE, 0);
    }

    /// The event that is under way for a request will find nothing to do.
    pub(super) fn called_off(&mut self, id: u32) {
        let slip = *self.requests.ahead(id);
        self.site.slips.strike_out(slip, id);
    }

    /// A request that waited for others goes on at once, but after what is just happening.
    pub(super) fn wake(&mut self, id: u32, now: Ticks) {
        self.requests.get_mut(id).phase = Phase::Travelling;
        self.schedule_service(now, id, self.tables.fragile);
    }

    /// The event on a slip has come.
    #[cold]
    pub(super) fn event_on_slip(&mut self, number: u32, now: Ticks) {
        match self.site.slips.take(number) {
            Slip::Request(id) => {
                *self.requests.ahead(id) = NIL;
                self.event_of(id, now);
            }
            Slip::Shared(instance) => self.shared_ended(instance, now),
            Slip::Void | Slip::Free(_) => {}
        }
    }

    /// A service at a special station has ended.
    pub(super) fn special_ended(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        let (station, pair) = (op.at, op.pair);
        let (instance, since) = (request.instance, request.since);
        let cut = request.behind == CUT;
        if matches!(op.code, Code::Hold) && !cut {
            request.op += 1;
            request.holding += 1;
            self.instances.get_mut(instance).held += 1;
            self.books.stations[station as usize].held.up(now);
            self.advance(id, now);
            return;
        }
        let failed = cut || self.fails(id);
        if failed {
            self.books.stations[station as usize].failed += 1;
        } else {
            self.books.served(station, now - since);
        }
        self.site.stations[station as usize].call_ended(since, now, !failed);
        self.free_server(station, pair, instance, now);
        self.departed(station, instance, now);
        self.after_service(id, failed, now);
    }

    /// Whether the service that has just ended is a failure.
    #[inline]
    pub(super) fn fails(&self, id: u32) -> bool {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let share = self.site.stations[op.at as usize].errors;
        share > 0.0
            && request
                .here(op.salt)
                .purpose(Purpose::Error, 0)
                .happens(share)
    }

    /// The request goes on after a service, or fails.
    pub(super) fn after_service(&mut self, id: u32, failed: bool, now: Ticks) {
        let goes_on = if failed {
            self.fail(id, RequestOutcome::Failed, now)
        } else {
            self.requests.get_mut(id).op += 1;
            true
        };
        if goes_on {
            self.advance(id, now);
        }
    }

    /// A request has left an instance of a special station.
    #[inline]
    pub(super) fn departed(&mut self, station: u32, instance: u32, now: Ticks) {
        let special = &mut self.site.stations[station as usize];
        let number = instance - special.first_instance;
        let Some(pool) = &mut special.pool else {
            return;
        };
        if pool.left(number) && self.instances.load(instance) == 0 {
            pool.emptied(number);
            self.instances_changed(station as usize, now);
        }
    }
}
