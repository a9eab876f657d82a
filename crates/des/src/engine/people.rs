//! What visitors do.

use std::ops::Range;

use onrush_network::Ticks;
use onrush_observe::{RequestOutcome, VisitOutcome};

use super::Simulation;
use crate::compile::{NOWHERE, StreamTable};
use crate::random::{Key, Purpose};
use crate::visits::{Doing, Visit};

impl Simulation {
    pub(super) fn visit_arrives(
        &mut self,
        key: Key,
        stream: u32,
        journey: u32,
        region: u32,
        now: Ticks,
    ) {
        let id = self.visits.enter(key, stream, journey, region, now);
        self.visit_comes(id, now);
    }

    /// A visit, by itself or brought by another, comes to the site or to its waiting room.
    pub(super) fn visit_comes(&mut self, id: u32, now: Ticks) {
        let stream = self.visits.get(id).stream as usize;
        let machine = self.tables.streams[stream].bots();
        let ledger = &mut self.books.ledger;
        ledger.visits_of(machine).arrived += 1;
        ledger.by_stream[stream].arrived += 1;
        let counts = &mut self.books.now;
        counts.visits += u32::from(!machine);
        counts.machines += u32::from(machine);
        if let StreamTable::Visits { room, .. } = self.tables.streams[stream]
            && room != NOWHERE
            && !self.come_to_room(id, room, now)
        {
            return;
        }
        self.ask(id, now);
    }

    /// Asks for the current page, for the first time or again.
    pub(super) fn ask(&mut self, id: u32, now: Ticks) {
        self.visits.move_on(id);
        let visit = self.visits.get_mut(id);
        visit.doing = Doing::Document;
        let (key, occasion) = (visit.key, occasion(visit));
        let journey = &self.tables.journeys[visit.journey as usize];
        if let Some(patience) = &journey.patience {
            let wait = patience.ticks(self.tables.clock, key.purpose(Purpose::Patience, occasion));
            self.set_timer(id, now + wait);
        }
        let first = self.tables.pages[self.page_of(id)].requests.0;
        self.send_all(id, first..first + 1, now);
    }

    /// Sends requests of the current page at once, unless one of them fails on the spot.
    fn send_all(&mut self, id: u32, numbers: Range<u32>, now: Ticks) {
        let state = self.visits.state(id);
        let visit = self.visits.get_mut(id);
        visit.sending = true;
        let source = visit.key.purpose(Purpose::Request, occasion(visit));
        for number in numbers {
            for copy in 0..self.tables.requests[number as usize].count {
                if !self.visits.is_in(id, state) {
                    return;
                }
                self.visits.get_mut(id).under_way += 1;
                self.send(
                    id,
                    source.number(u64::from(number) << 8 | u64::from(copy)),
                    number,
                    now,
                );
            }
        }
        if self.visits.is_in(id, state) {
            let visit = self.visits.get_mut(id);
            visit.sending = false;
            if visit.under_way == 0 {
                self.page_part_arrived(id, now);
            }
        }
    }

    /// All that was under way has been answered.
    pub(super) fn page_part_arrived(&mut self, id: u32, now: Ticks) {
        let (first, end) = self.tables.pages[self.page_of(id)].requests;
        let visit = self.visits.get_mut(id);
        // `first` is the document itself.
        if visit.doing == Doing::Document && end > first + 1 {
            visit.doing = Doing::Rest;
            self.send_all(id, first + 1..end, now);
            return;
        }
        self.page_loaded(id, now);
    }

    fn page_loaded(&mut self, id: u32, now: Ticks) {
        let page = &self.tables.pages[self.page_of(id)];
        let visit = self.visits.get_mut(id);
        let took = now - visit.asked;
        self.books.page_loaded(took);
        let journey = &self.tables.journeys[visit.journey as usize];
        visit.slowed |= took > journey.slow;
        let mut chance = page.go_on;
        if journey.discouraged_per_s > 0.0 && took > journey.brisk {
            let seconds = self.tables.clock.seconds(took - journey.brisk);
            chance *= libm::exp(-journey.discouraged_per_s * seconds);
        }
        visit.goes_on = !page.last
            && visit
                .key
                .purpose(Purpose::GoOn, u64::from(visit.page))
                .happens(chance);
        if self.comes_too_late(id) {
            self.visits.move_on(id);
            self.end_visit(id, VisitOutcome::SoldOut, now);
            return;
        }
        if self.waits_for_opening(id, now) {
            return;
        }
        let page = &self.tables.pages[self.page_of(id)];
        let visit = self.visits.get_mut(id);
        if let Some(cents) = page.goal_cents {
            visit.converted = true;
            // Machines buy nothing.
            if !self.tables.streams[visit.stream as usize].bots() {
                self.books.ledger.value_cents = self.books.ledger.value_cents.saturating_add(cents);
            }
        }
        visit.doing = Doing::Thinking;
        let key = visit.key.purpose(Purpose::Think, u64::from(visit.page));
        let think = page.think.ticks(self.tables.clock, key);
        self.visits.move_on(id);
        self.set_timer(id, now + think);
    }

    /// The visit's one timer rings: what it means depends on what the visit is doing.
    pub(super) fn visit_timer(&mut self, id: u32, now: Ticks) {
        match self.visits.get(id).doing {
            Doing::Document | Doing::Rest => self.patience_ran_out(id, now),
            Doing::Thinking => self.thought(id, now),
            Doing::Pausing => self.ask(id, now),
            Doing::InRoom => self.end_visit(id, VisitOutcome::GaveUpWaiting, now),
            Doing::Awaiting => self.asks_again(id, now),
            Doing::Coming => self.brought_visit_comes(id, now),
            Doing::Gone => {}
        }
    }

    fn thought(&mut self, id: u32, now: Ticks) {
        let visit = self.visits.get_mut(id);
        if visit.goes_on {
            visit.page += 1;
            visit.reloads = 0;
            visit.refreshes = 0;
            visit.asked = now;
            self.ask(id, now);
        } else {
            let outcome = if visit.converted {
                VisitOutcome::Converted
            } else {
                VisitOutcome::Finished
            };
            self.end_visit(id, outcome, now);
        }
    }

    fn patience_ran_out(&mut self, id: u32, now: Ticks) {
        self.abandon_requests(id);
        self.try_again_or(id, VisitOutcome::GaveUpSlow, now);
    }

    /// One of the page's requests has failed; the visitor sees an error page.
    pub(super) fn page_failed(&mut self, id: u32, outcome: RequestOutcome, now: Ticks) {
        self.abandon_requests(id);
        let end = match outcome {
            RequestOutcome::Refused => VisitOutcome::TurnedAway,
            RequestOutcome::Blocked => VisitOutcome::Blocked,
            RequestOutcome::SoldOut => {
                self.end_visit(id, VisitOutcome::SoldOut, now);
                return;
            }
            _ => VisitOutcome::Error,
        };
        self.try_again_or(id, end, now);
    }

    /// Whatever is under way for this visit goes on without anybody waiting for it.
    fn abandon_requests(&mut self, id: u32) {
        let visit = self.visits.get_mut(id);
        let under_way = std::mem::take(&mut visit.under_way);
        visit.sending = false;
        self.visits.move_on(id);
        (0..under_way).for_each(|_| self.books.ledger.requests.end(RequestOutcome::Abandoned));
        self.books.now.abandoned += under_way;
    }

    fn try_again_or(&mut self, id: u32, outcome: VisitOutcome, now: Ticks) {
        let visit = self.visits.get_mut(id);
        let journey = &self.tables.journeys[visit.journey as usize];
        let reload = if outcome == VisitOutcome::GaveUpSlow {
            &journey.when_slow
        } else {
            &journey.when_failed
        };
        let occasion = occasion(visit);
        let again = u32::from(visit.reloads) < reload.at_most
            && visit
                .key
                .purpose(Purpose::Reload, occasion)
                .happens(reload.chance);
        if !again {
            self.end_visit(id, outcome, now);
            return;
        }
        visit.reloads += 1;
        visit.doing = Doing::Pausing;
        self.books.now.reloads += 1;
        self.books.ledger.reloads += 1;
        let pause = reload.pause.ticks(
            self.tables.clock,
            visit.key.purpose(Purpose::Pause, occasion),
        );
        self.set_timer(id, now + pause);
    }

    fn end_visit(&mut self, id: u32, outcome: VisitOutcome, now: Ticks) {
        let visit = self.visits.get(id);
        let machine = self.tables.streams[visit.stream as usize].bots();
        let ledger = &mut self.books.ledger;
        ledger.visits_of(machine).end(outcome);
        ledger.by_stream[visit.stream as usize].end(outcome);
        let counts = &mut self.books.now;
        match outcome {
            // What becomes of machines is in the ledger only.
            _ if machine => {}
            VisitOutcome::Converted | VisitOutcome::Finished => {
                counts.served += 1;
                ledger.served_slowly += u64::from(visit.slowed);
            }
            VisitOutcome::SoldOut => counts.sold_out += 1,
            VisitOutcome::Blocked => {
                counts.blocked += 1;
                counts.lost += 1;
            }
            _ => counts.lost += 1,
        }
        if !machine && visit.doing != Doing::InRoom && outcome.is_lost() {
            let page = usize::from(visit.page);
            if ledger.lost_at.len() <= page {
                ledger.lost_at.resize(page + 1, 0);
            }
            ledger.lost_at[page] += 1;
        }
        self.brings_others(id, outcome, now);
        self.leave_room(id, now);
        self.visits.leave(id);
    }

    pub(super) fn set_timer(&mut self, id: u32, tick: Ticks) {
        let state = self.visits.state(id);
        self.timer(tick, id, state);
    }

    pub(super) fn page_of(&self, id: u32) -> usize {
        let visit = self.visits.get(id);
        let journey = &self.tables.journeys[visit.journey as usize];
        journey.first_page as usize + usize::from(visit.page)
    }
}

/// Numbers the attempts at a visit's pages, so that each has random numbers of its own.
fn occasion(visit: &Visit) -> u64 {
    u64::from(visit.refreshes) << 32 | u64::from(visit.page) << 16 | u64::from(visit.reloads)
}
