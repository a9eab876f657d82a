//! What requests do.

use onrush_network::{Balance, Clock, Ticks};
use onrush_observe::RequestOutcome;

use super::special::CUT;
use super::{REQUEST, Simulation};
use crate::compile::{Code, NOWHERE};
use crate::random::{Key, Purpose};
use crate::requests::{Held, NEVER, Phase, Request, Sender};

use crate::visits::NIL;

impl Simulation {
    /// A visit sends a request.
    pub(super) fn send(&mut self, visit: u32, key: Key, what: u32, now: Ticks) {
        self.books.ledger.requests.arrived += 1;
        self.books.now.requests += 1;
        let (region, journey, stream, who) = {
            let visit = self.visits.get(visit);
            (
                visit.region,
                visit.journey as usize,
                visit.stream,
                visit.key,
            )
        };
        self.retriers[self.tables.clients.len() + journey].first_attempt();
        let table = &self.tables.requests[what as usize];
        let start = self.tables.starts[(table.programs + region) as usize];
        let (op, then) = self.travel(key, start.op, now);
        let id = self.requests.enter(Request {
            key,
            sent: now,
            sender: visit,
            sender_state: self.visits.state(visit),
            what,
            op,
            from: Sender::Visit,
            ..Request::EMPTY
        });
        self.sent_by(id, who, stream);
        if start.deadline != NOWHERE {
            self.deadline(start.deadline, id, now);
        }
        // A way to the site comes first as a rule, so what follows at once need not be at hand.
        if then > now {
            self.schedule(then, id);
        } else {
            self.advance(id, now);
        }
    }

    /// A retry by the app: the delay before it is over.
    pub(super) fn send_once_more(&mut self, id: u32, now: Ticks) {
        let request = *self.requests.get(id);
        if !self.visits.is_in(request.sender, request.sender_state) {
            self.requests.leave(id);
            return;
        }
        let visit = self.visits.get(request.sender);
        let (region, stream, who) = (visit.region, visit.stream, visit.key);
        self.sent_by(id, who, stream);
        let table = &self.tables.requests[request.what as usize];
        let start = self.tables.starts[(table.programs + region) as usize];
        let (op, then) = self.travel(request.key, start.op, now);
        let again = self.requests.get_mut(id);
        again.op = op;
        again.phase = Phase::Travelling;
        again.sent = now;
        if start.deadline != NOWHERE {
            self.deadline(start.deadline, id, now);
        }
        self.go_on(id, then, now);
    }

    /// Somebody will give up on a request that is sent now.
    #[inline]
    pub(super) fn deadline(&mut self, which: u32, id: u32, now: Ticks) {
        let when = self.deadlines.set(which, &mut self.requests, id, now);
        self.quiet = self.quiet.min(when);
    }

    /// The event of a request in the list has come.
    #[inline(always)]
    pub(super) fn event_of(&mut self, id: u32, now: Ticks) {
        if self.requests.get(id).phase == Phase::Served {
            self.service_ended(id, now);
        } else {
            self.advance(id, now);
        }
    }

    /// A timer of a request rings.
    pub(super) fn request_timer(&mut self, id: u32, now: Ticks) {
        match self.requests.get(id).phase {
            Phase::InLine => self.gave_up_in_line(id, now),
            Phase::Resting => self.rested(id, now),
            _ => {}
        }
    }

    /// Does what comes next. The same as [`Self::advance`], with the commonest instructions at hand.
    #[inline(always)]
    pub(super) fn next_step(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        match self.tables.ops[request.op as usize].code {
            Code::Answer => self.answered(id, now),
            Code::Known => {
                if self.enter_known(id, now) {
                    self.advance(id, now);
                }
            }
            Code::Serve => {
                if self.enter_station(id, now) {
                    self.advance(id, now);
                }
            }
            _ => self.advance(id, now),
        }
    }

    /// Walks the request's program until it waits for something, or ends.
    pub(super) fn advance(&mut self, id: u32, now: Ticks) {
        loop {
            let request = self.requests.get(id);
            let op = &self.tables.ops[request.op as usize];
            let goes_on = match op.code {
                Code::Delay | Code::Chance { .. } | Code::Again { .. } | Code::Loop { .. } => {
                    self.travel_on(id, now)
                }
                Code::Known => self.enter_known(id, now),
                Code::Serve | Code::Hold => self.enter_station(id, now),
                Code::Resume => {
                    self.resume(id, now);
                    false
                }
                Code::Answer => {
                    self.answered(id, now);
                    false
                }
                Code::Share => self.enter_shared(id, now),
                Code::Ask { hit } => self.ask_cache(id, hit, now),
                Code::Fill => {
                    self.fill_cache(id, now);
                    true
                }
                Code::Pass => self.pass_gate(id, now),
                Code::Take => self.take_unit(id, now),
                Code::Start => {
                    self.start_job(id, now);
                    true
                }
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Back for another round at this level, or on.
    #[inline]
    pub(super) fn jump(&mut self, id: u32, level: u8, again: bool, back: u32) {
        let done = self.requests.rounds(id, level, again);
        let request = self.requests.get_mut(id);
        request.round = done;
        request.op = if again { back } else { request.op + 1 };
    }

    /// The request comes to a station: it is served, waits, or is refused; whether it goes on at once.
    #[inline(always)]
    fn enter_station(&mut self, id: u32, now: Ticks) -> bool {
        let request = self.requests.get_mut(id);
        request.since = now;
        let op = &self.tables.ops[request.op as usize];
        if !op.plain {
            return self.enter_special(id, now);
        }
        let (station, pair, instance) = (op.at, op.pair, op.instance);
        request.instance = instance;
        let instance = if instance == NOWHERE {
            self.choose_instance(id)
        } else {
            instance
        };
        let here = self.instances.get_mut(instance);
        if here.busy < here.servers {
            here.busy += 1;
            self.books.comes_and_begins(station, pair, now);
            self.serve(id, now);
            return false;
        }
        if here.waiting >= here.places {
            self.books.refused(station);
            return self.fail(id, RequestOutcome::Refused, now);
        }
        self.books.lines_up(station, pair, now);
        self.instances.line_up(&mut self.requests, instance, id);
        self.draw_ahead(id);
        if self.tables.stations[station as usize].patience.is_some() {
            self.be_patient(id, now);
        }
        false
    }

    /// Draws the service time of a request in line, so that nothing waits for it when the server is free.
    #[inline(always)]
    pub(super) fn draw_ahead(&mut self, id: u32) {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        *self.requests.drawn(id) = op.undisturbed(request);
    }

    /// The balancer sends the request to one of several instances.
    fn choose_instance(&mut self, id: u32) -> u32 {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let table = &self.tables.stations[op.at as usize];
        let key = request.here(op.salt).purpose(Purpose::Balance, 0);
        let holder = match table.balance {
            Balance::Local => self.tables.holder(self.requests.innermost(id)),
            _ => 0,
        };
        let instance = self.instances.choose(op.at as usize, table, holder, key);
        self.requests.get_mut(id).instance = instance;
        instance
    }

    /// A request in line will not wait for ever.
    pub(super) fn be_patient(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let Some(patience) = &self.tables.stations[op.at as usize].patience else {
            return;
        };
        let key = request.here(op.salt).purpose(Purpose::LinePatience, 0);
        let wait = patience.ticks(self.tables.clock, key);
        let state = request.state;
        self.timer(now + wait, id | REQUEST, state);
    }

    /// The server that has taken the request begins to work: the end of it (or, where it will be held, of its first half) is
    /// put into the list.
    #[inline(always)]
    fn serve(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        if !op.plain {
            self.serve_special(id, now);
            return;
        }
        let length = Clock::round(op.undisturbed(request));
        self.serve_for(id, length, now);
    }

    /// A plain server works on the request for so long.
    #[inline(always)]
    fn serve_for(&mut self, id: u32, mut length: Ticks, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        request.phase = Phase::Served;
        if matches!(op.code, Code::Hold) {
            let half = length / 2;
            length -= half;
            self.will_hold(id, half);
        }
        self.schedule(now + length, id);
    }

    /// Notes the second half of a service whose server will be held in between.
    fn will_hold(&mut self, id: u32, half: Ticks) {
        let request = self.requests.get(id);
        let held = Held {
            instance: request.instance,
            since: request.since,
            half,
            cut: false,
        };
        let level = request.holding;
        *self.requests.held(id, level) = held;
    }

    /// The second half of the service by the server that was held last.
    fn resume(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        request.holding -= 1;
        request.phase = Phase::Served;
        let level = request.holding;
        let held = *self.requests.held(id, level);
        let request = self.requests.get_mut(id);
        request.instance = held.instance;
        request.since = held.since;
        let op = &self.tables.ops[request.op as usize];
        let (station, plain) = (op.at, op.plain);
        self.instances.get_mut(held.instance).held -= 1;
        self.books.stations[station as usize].held.down(now);
        if plain {
            self.schedule(now + held.half, id);
        } else {
            self.resume_special(id, held.half, held.cut, now);
        }
    }

    /// The request will come to the second half of a service at `then`, which nothing can prevent: only the end of it needs an
    /// event. False where it has to wait for that moment.
    #[inline]
    pub(super) fn resume_ahead(&mut self, id: u32, then: Ticks) -> bool {
        let request = self.requests.get(id);
        let op = &self.tables.ops[request.op as usize];
        let station = op.at;
        if !self.tables.stations[station as usize].resumes_ahead {
            return false;
        }
        let level = request.holding - 1;
        let held = *self.requests.held(id, level);
        let request = self.requests.get_mut(id);
        request.holding = level;
        request.phase = Phase::Served;
        request.instance = held.instance;
        request.since = held.since;
        // Read only where the service is special.
        request.behind = if held.cut { CUT } else { NIL };
        let contention = &self.tables.stations[station as usize].contention;
        if contention.is_some_and(|c| !c.counts_held) {
            self.instances.held_until(held.instance, then);
        } else {
            self.instances.get_mut(held.instance).held -= 1;
        }
        self.books.held_until(station, then);
        self.schedule(then + held.half, id);
        true
    }

    /// A service has ended.
    #[inline(always)]
    fn service_ended(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        if !op.plain {
            self.special_ended(id, now);
            return;
        }
        request.op += 1;
        if matches!(op.code, Code::Hold) {
            request.holding += 1;
            self.instances.get_mut(request.instance).held += 1;
            self.books.stations[op.at as usize].held.up(now);
        } else {
            let (station, pair, instance) = (op.at, op.pair, request.instance);
            let since = request.since;
            self.free_server(station, pair, instance, now);
            self.books.served(station, now - since);
        }
        self.next_step(id, now);
    }

    /// A server is free again: the first in line takes it over.
    #[inline(always)]
    pub(super) fn free_server(&mut self, station: u32, pair: u32, instance: u32, now: Ticks) {
        let here = self.instances.get_mut(instance);
        // More may be busy than there are servers, where the number of servers has fallen.
        let first = if here.busy <= here.servers {
            here.first()
        } else {
            NIL
        };
        if first == NIL {
            here.busy -= 1;
            self.books.ended(station, pair, now);
            return;
        }
        self.instances.call_first(&mut self.requests, instance);
        let request = self.requests.get_mut(first);
        // Its waiting timer is void.
        request.state = request.state.wrapping_add(1);
        let waited = now - request.since;
        let op = &self.tables.ops[request.op as usize];
        let taker = op.pair;
        // What decides the next event first: the books can be kept while the processor waits for that.
        let plain = op.plain;
        let length = *self.requests.drawn(first);
        if plain {
            self.serve_for(first, Clock::round(length), now);
        } else {
            self.serve_special_for(first, length, now);
        }
        self.books.taken_over(station, pair, taker, waited, now);
    }

    /// A request stops waiting in line: its waiting timer is void, the levels go down.
    #[inline]
    pub(super) fn leave_line(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        request.state = request.state.wrapping_add(1);
        let op = &self.tables.ops[request.op as usize];
        self.books.left_line(op.at, op.pair, now);
    }

    /// A request has waited in line as long as the station lets it.
    fn gave_up_in_line(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        let (instance, since) = (request.instance, request.since);
        let op = &self.tables.ops[request.op as usize];
        let (station, plain) = (op.at, op.plain);
        self.instances.step_out(&mut self.requests, instance, id);
        self.leave_line(id, now);
        self.books.stations[station as usize].given_up += 1;
        if !plain {
            self.site.stations[station as usize].call_ended(since, now, false);
            self.departed(station, instance, now);
        }
        if self.fail(id, RequestOutcome::Failed, now) {
            self.advance(id, now);
        }
    }

    /// The program has run to its end.
    #[inline(always)]
    fn answered(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        if request.from == Sender::Client && !self.tables.takes {
            let (client, first) = (request.sender, request.sent);
            self.requests.leave(id);
            self.books.call_answered(client, first, now);
        } else {
            self.somebody_answered(id, now);
        }
    }

    fn somebody_answered(&mut self, id: u32, now: Ticks) {
        let request = *self.requests.get(id);
        let supplied = self.tables.takes && self.settle(id, false);
        self.requests.leave(id);
        match request.from {
            Sender::Visit if self.visits.is_in(request.sender, request.sender_state) => {
                self.visits.get_mut(request.sender).supplied |= supplied;
                self.visit_answered(&request, now);
            }
            Sender::Client | Sender::OfCustomer => self.call_completed(&request, now),
            Sender::Job => self.books.ledger.jobs.end(RequestOutcome::Answered),
            Sender::Visit | Sender::Nobody | Sender::Customer => {
                self.books.ledger.wasted += 1;
                self.books.now.wasted += 1;
            }
        }
    }

    fn visit_answered(&mut self, request: &Request, now: Ticks) {
        let table = &self.tables.requests[request.what as usize];
        let region = self.visits.get(request.sender).region as usize;
        let ledger = &mut self.books.ledger;
        ledger.requests.end(RequestOutcome::Answered);
        ledger.files += u64::from(table.files);
        ledger.bytes = ledger.bytes.saturating_add(table.bytes);
        if let Some(bytes) = ledger.bytes_by_region.get_mut(region) {
            *bytes = bytes.saturating_add(table.bytes);
        }
        self.books.answered(now - request.sent, table.bytes);
        let visitor = self.visits.get_mut(request.sender);
        visitor.under_way -= 1;
        if visitor.under_way == 0 && !visitor.sending {
            self.page_part_arrived(request.sender, now);
        }
    }

    /// The step cannot go on. Inside an optional one, the request goes on behind it (true); otherwise the whole request has
    /// failed: all servers held are free again, the sender sees an error.
    pub(super) fn fail(&mut self, id: u32, outcome: RequestOutcome, now: Ticks) -> bool {
        self.fail_outside(id, u8::MAX, outcome, now)
    }

    /// The same where no more than so many servers can still be held, because the next one is down.
    pub(super) fn fail_outside(
        &mut self,
        id: u32,
        still_held: u8,
        outcome: RequestOutcome,
        now: Ticks,
    ) -> bool {
        let op = self.requests.get(id).op as usize;
        let mut rescue = self.tables.rescues[op];
        let filling = rescue.filling_here;
        while rescue.op != NOWHERE && rescue.holding > still_held {
            rescue = self.tables.rescues[rescue.op as usize];
        }
        if filling > rescue.filling {
            self.fetches_failed(id, filling, rescue.filling, now);
        }
        self.release_held(id, rescue.holding, now);
        if rescue.op != NOWHERE {
            self.requests.forget_rounds(id, rescue.level);
            let request = self.requests.get_mut(id);
            request.op = rescue.op;
            return true;
        }
        if self.tables.takes {
            self.settle(id, true);
        }
        let request = *self.requests.get(id);
        self.requests.leave(id);
        match request.from {
            Sender::Visit if self.visits.is_in(request.sender, request.sender_state) => {
                self.visit_request_failed(&request, outcome, now);
            }
            Sender::Client | Sender::OfCustomer => self.attempt_failed(&request, outcome, now),
            Sender::Job => self.books.ledger.jobs.end(outcome),
            Sender::Visit | Sender::Nobody | Sender::Customer => {}
        }
        false
    }

    /// The sender's timeout has run out; the request goes on, for nobody.
    #[inline(never)]
    pub(super) fn timed_out(&mut self, id: u32, now: Ticks) {
        self.requests.gives_up(id, NEVER);
        let place = self.requests.get_mut(id);
        let request = *place;
        place.from = Sender::Nobody;
        match request.from {
            Sender::Visit => {
                if self.visits.is_in(request.sender, request.sender_state) {
                    self.visit_request_failed(&request, RequestOutcome::GatewayTimeout, now);
                }
            }
            Sender::Client | Sender::OfCustomer => {
                self.attempt_failed(&request, RequestOutcome::Abandoned, now);
            }
            Sender::Job | Sender::Nobody | Sender::Customer => {}
        }
    }

    /// A visit's request has failed: the app tries again, or the visitor sees it.
    fn visit_request_failed(&mut self, request: &Request, outcome: RequestOutcome, now: Ticks) {
        self.books.ledger.requests.end(outcome);
        match outcome {
            RequestOutcome::Refused => self.books.now.refused += 1,
            RequestOutcome::GatewayTimeout | RequestOutcome::Failed => self.books.now.errors += 1,
            _ => {}
        }
        let visit = request.sender;
        let journey = self.visits.get(visit).journey as usize;
        let number = u32::from(request.tried) + 1;
        let app = self.tables.clients.len() + journey;
        if let Some(delay) = self.again_after(app, number, outcome, request.key) {
            self.books.ledger.requests.arrived += 1;
            self.books.now.requests += 1;
            self.books.now.retried += 1;
            let id = self.requests.enter(Request {
                key: request.key.purpose(Purpose::Request, u64::from(number)),
                sent: now,
                sender: visit,
                sender_state: request.sender_state,
                what: request.what,
                from: Sender::Visit,
                phase: Phase::Resting,
                tried: request.tried + 1,
                ..Request::EMPTY
            });
            let state = self.requests.get(id).state;
            self.timer(now + delay, id | REQUEST, state);
            return;
        }
        self.visits.get_mut(visit).under_way -= 1;
        self.page_failed(visit, outcome, now);
    }

    /// Frees servers that the request holds, the innermost first, down to so many.
    fn release_held(&mut self, id: u32, down_to: u8, now: Ticks) {
        let holding = self.requests.get(id).holding;
        if holding <= down_to {
            return;
        }
        self.requests.get_mut(id).holding = down_to;
        for level in (down_to..holding).rev() {
            let Held {
                instance, since, ..
            } = *self.requests.held(id, level);
            let station = self.tables.station_of[instance as usize];
            self.instances.get_mut(instance).held -= 1;
            self.books.stations[station as usize].held.down(now);
            let pair = if level == 0 {
                NOWHERE
            } else {
                let holder = self.requests.held(id, level - 1).instance;
                let holder = self.tables.station_of[holder as usize];
                self.tables.pair(holder, station)
            };
            self.free_server(station, pair, instance, now);
            if !self.tables.stations[station as usize].plain {
                self.site.stations[station as usize].call_ended(since, now, false);
                self.departed(station, instance, now);
            }
        }
    }
}
