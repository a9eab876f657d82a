//! What requests do.

use onrush_network::Ticks;
use onrush_observe::RequestOutcome;

use super::{REQUEST, Simulation};
use crate::agenda::Timer;
use crate::compile::Code;
use crate::random::{Key, Purpose};
use crate::requests::{DEPTH, Request};
use crate::visits::NIL;

impl Simulation {
    /// A visit sends a request.
    pub(super) fn send(&mut self, visit: u32, key: Key, what: u32, now: Ticks) {
        self.recorder.ledger.requests.arrived += 1;
        self.recorder.now.requests += 1;
        let sender = self.visits.get(visit);
        let table = &self.tables.requests[what as usize];
        let region = self.streams[sender.stream as usize].region;
        let start = self.tables.starts[(table.programs + region) as usize];
        let id = self.requests.enter(Request {
            key,
            sent: now,
            visit,
            visit_state: self.visits.state(visit),
            what,
            op: start.op,
            instance: 0,
            repeated: [0; DEPTH],
            held: [0; DEPTH],
            halves: [0; DEPTH],
            holding: 0,
            present: true,
            ahead: NIL,
            behind: NIL,
            older: NIL,
            younger: NIL,
            deadline: start.deadline,
            state: 0,
        });
        if start.deadline != NIL {
            self.deadlines.add(&mut self.requests, &mut self.order, id);
        }
        self.advance(id, now);
    }

    /// Walks the request's program until it waits for something, or ends.
    fn advance(&mut self, id: u32, now: Ticks) {
        loop {
            let request = self.requests.get_mut(id);
            let op = self.tables.ops[request.op as usize];
            match op.code {
                Code::Chance {
                    probability,
                    otherwise,
                } => {
                    request.op = if request
                        .here(op.salt)
                        .purpose(Purpose::Chance, 0)
                        .happens(probability)
                    {
                        request.op + 1
                    } else {
                        otherwise
                    };
                }
                Code::Again { level, times, back } => {
                    let done = &mut request.repeated[usize::from(level).min(DEPTH - 1)];
                    *done += 1;
                    if u32::from(*done) < times {
                        request.op = back;
                    } else {
                        *done = 0;
                        request.op += 1;
                    }
                }
                Code::Serve | Code::Hold => {
                    self.enter_station(id, now);
                    return;
                }
                Code::Resume => {
                    request.holding -= 1;
                    let level = usize::from(request.holding);
                    request.instance = request.held[level];
                    self.instances.get_mut(request.instance).held -= 1;
                    let half = request.halves[level];
                    let when = self.order.at(now + half);
                    self.services.add(when, id);
                    return;
                }
                Code::Answer => {
                    self.answered(id, now);
                    return;
                }
            }
        }
    }

    /// The request comes to a station: it is served, waits, or is refused.
    fn enter_station(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        let station = op.station as usize;
        let table = &self.tables.stations[station];
        self.recorder.stations[station].arrived += 1;
        let instance = self.instances.choose(station, table, || {
            request.here(op.salt).purpose(Purpose::Balance, 0)
        });
        request.instance = instance;
        let here = self.instances.get_mut(instance);
        if here.busy < table.servers {
            self.begin_service(id, now);
        } else if here.waiting < table.places {
            self.recorder.stations[station].line.up(now);
            if let Some(pair) = self.recorder.pairs.get_mut(op.pair as usize) {
                pair.waiting.up(now);
            }
            request.state = request.state.wrapping_add(1);
            if let Some(patience) = &table.patience {
                let wait = patience.ticks(
                    self.tables.clock,
                    request.here(op.salt).purpose(Purpose::LinePatience, 0),
                );
                let when = self.order.at(now + wait);
                self.timers.set(Timer {
                    when,
                    owner: id | REQUEST,
                    state: request.state,
                });
            }
            self.instances.line_up(&mut self.requests, instance, id);
        } else {
            self.recorder.stations[station].refused += 1;
            self.fail(id, RequestOutcome::Refused, now);
        }
    }

    /// A server takes the request.
    #[inline]
    fn begin_service(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = &self.tables.ops[request.op as usize];
        let table = &self.tables.stations[op.station as usize];
        let instance = self.instances.get_mut(request.instance);
        instance.busy += 1;
        self.recorder.stations[op.station as usize].busy.up(now);
        if let Some(pair) = self.recorder.pairs.get_mut(op.pair as usize) {
            pair.in_service.up(now);
        }
        let key = request.here(op.salt).purpose(Purpose::Service, 0);
        let mut seconds = table.service.seconds(&mut key.draws()) * op.scale;
        if let Some(contention) = &table.contention {
            let held = if contention.counts_held {
                0
            } else {
                instance.held
            };
            seconds *= contention.factor(instance.busy - held);
        }
        let mut length = self.tables.clock.ticks(seconds);
        if matches!(op.code, Code::Hold) {
            let level = usize::from(request.holding).min(DEPTH - 1);
            request.halves[level] = length / 2;
            length -= length / 2;
        }
        let when = self.order.at(now + length);
        self.services.add(when, id);
    }

    /// The earliest service in the list has ended.
    pub(super) fn service_ended(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        let op = self.tables.ops[request.op as usize];
        request.op += 1;
        if matches!(op.code, Code::Hold) {
            let level = usize::from(request.holding).min(DEPTH - 1);
            request.held[level] = request.instance;
            request.holding += 1;
            self.instances.get_mut(request.instance).held += 1;
        } else {
            let instance = request.instance;
            self.recorder.stations[op.station as usize].served += 1;
            if let Some(pair) = self.recorder.pairs.get_mut(op.pair as usize) {
                pair.in_service.down(now);
            }
            self.free_server(op.station, instance, now);
        }
        self.advance(id, now);
    }

    /// A server is free again: the first in line takes it.
    fn free_server(&mut self, station: u32, instance: u32, now: Ticks) {
        self.instances.get_mut(instance).busy -= 1;
        self.recorder.stations[station as usize].busy.down(now);
        if let Some(first) = self.instances.call_first(&mut self.requests, instance) {
            self.leave_line_books(first, now);
            self.begin_service(first, now);
        }
    }

    /// A request stops waiting in line: its waiting timer is void, the levels go down.
    fn leave_line_books(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        request.state = request.state.wrapping_add(1);
        let op = &self.tables.ops[request.op as usize];
        self.recorder.stations[op.station as usize].line.down(now);
        if let Some(pair) = self.recorder.pairs.get_mut(op.pair as usize) {
            pair.waiting.down(now);
        }
    }

    /// A request has waited in line as long as the station lets it.
    pub(super) fn gave_up_in_line(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get(id);
        let (instance, op) = (request.instance, request.op);
        let station = self.tables.ops[op as usize].station as usize;
        self.instances.step_out(&mut self.requests, instance, id);
        self.leave_line_books(id, now);
        self.recorder.stations[station].given_up += 1;
        self.fail(id, RequestOutcome::Failed, now);
    }

    /// The program has run to its end.
    fn answered(&mut self, id: u32, now: Ticks) {
        let Some((visit, sent, what)) = self.leave_system(id) else {
            self.wasted();
            return;
        };
        let table = &self.tables.requests[what as usize];
        let ledger = &mut self.recorder.ledger;
        ledger.requests.end(RequestOutcome::Answered);
        ledger.files += u64::from(table.files);
        ledger.bytes = ledger.bytes.saturating_add(table.bytes);
        self.recorder.answered(now - sent);
        let visitor = self.visits.get_mut(visit);
        visitor.under_way -= 1;
        if visitor.under_way == 0 && !visitor.sending {
            self.page_part_arrived(visit, now);
        }
    }

    /// The program cannot go on: all servers held are free again, the sender sees an error.
    fn fail(&mut self, id: u32, outcome: RequestOutcome, now: Ticks) {
        self.release_held(id, now);
        if let Some((visit, ..)) = self.leave_system(id) {
            self.tell_failure(visit, outcome, now);
        }
    }

    /// The gateway answers "timed out"; the request goes on, for nobody.
    pub(super) fn gateway_gave_up(&mut self, id: u32, now: Ticks) {
        self.deadlines
            .remove(&mut self.requests, &mut self.order, id);
        let request = self.requests.get_mut(id);
        let (visit, state) = (
            std::mem::replace(&mut request.visit, NIL),
            request.visit_state,
        );
        if visit != NIL && self.visits.is_in(visit, state) {
            self.tell_failure(visit, RequestOutcome::GatewayTimeout, now);
        }
    }

    fn tell_failure(&mut self, visit: u32, outcome: RequestOutcome, now: Ticks) {
        self.recorder.ledger.requests.end(outcome);
        if outcome == RequestOutcome::Refused {
            self.recorder.now.refused += 1;
        } else {
            self.recorder.now.errors += 1;
        }
        self.visits.get_mut(visit).under_way -= 1;
        self.page_failed(visit, outcome, now);
    }

    /// Frees all servers that the request holds, the innermost first.
    fn release_held(&mut self, id: u32, now: Ticks) {
        let request = *self.requests.get(id);
        let held = &request.held[..usize::from(request.holding)];
        for (level, &instance) in held.iter().enumerate().rev() {
            let station = self.tables.station_of[instance as usize];
            self.instances.get_mut(instance).held -= 1;
            if level > 0 {
                let holder = self.tables.station_of[held[level - 1] as usize];
                let pair = self
                    .tables
                    .pair_names
                    .iter()
                    .position(|p| *p == (holder, station));
                if let Some(pair) = pair.and_then(|p| self.recorder.pairs.get_mut(p)) {
                    pair.in_service.down(now);
                }
            }
            self.free_server(station, instance, now);
        }
    }

    /// Removes the request; who sent it, when and what it was, if somebody still waits for it.
    fn leave_system(&mut self, id: u32) -> Option<(u32, Ticks, u32)> {
        self.deadlines
            .remove(&mut self.requests, &mut self.order, id);
        let request = *self.requests.get(id);
        self.requests.leave(id);
        (request.visit != NIL && self.visits.is_in(request.visit, request.visit_state)).then_some((
            request.visit,
            request.sent,
            request.what,
        ))
    }

    fn wasted(&mut self) {
        self.recorder.ledger.wasted += 1;
        self.recorder.now.wasted += 1;
    }
}
