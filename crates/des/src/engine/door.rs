//! What lets in: gates for requests, waiting rooms for visits.

use onrush_network::{Clock, Network, Ticks};
use onrush_observe::RequestOutcome;

use super::Simulation;
use super::site::Control;
use crate::compile::{NOWHERE, StreamTable};
use crate::parts::gate::Gate;
use crate::parts::links::Links;
use crate::parts::room::{Come, Room};
use crate::random::{Purpose, Sampler};
use crate::visits::Doing;

/// All gates and waiting rooms.
#[derive(Debug)]
pub(super) struct Doors {
    gates: Vec<Gate>,
    rooms: Vec<RoomState>,
    /// Visits that wait.
    links: Links,
}

#[derive(Debug)]
struct RoomState {
    room: Room,
    patience: Option<Sampler>,
    /// The earliest time for which the room stands in the list of changes.
    due: Ticks,
}

impl Doors {
    pub(super) fn new(network: &Network, clock: Clock) -> Self {
        let room = |r: &onrush_network::Room| RoomState {
            room: Room::new(r, clock),
            patience: r.patience.as_ref().map(Sampler::new),
            due: Ticks::MAX,
        };
        Self {
            gates: network.gates.iter().map(|g| Gate::new(g, clock)).collect(),
            rooms: network.rooms.iter().map(room).collect(),
            links: Links::default(),
        }
    }
}

impl Simulation {
    /// The request comes to a gate; whether it goes on at once.
    #[inline(never)]
    pub(super) fn pass_gate(&mut self, id: u32, now: Ticks) -> bool {
        let op = self.tables.ops[self.requests.get(id).op as usize];
        let aside = self.asides.of(id);
        let (bot, who) = (aside.bot, aside.who);
        let passes = self.doors.gates[op.at as usize].passes(now, bot, who);
        let book = &mut self.books.gates[op.at as usize];
        let count = match (bot, passes) {
            (false, true) => &mut book.people_passed,
            (false, false) => &mut book.people_stopped,
            (true, true) => &mut book.bots_passed,
            (true, false) => &mut book.bots_stopped,
        };
        *count += 1;
        if passes {
            self.requests.get_mut(id).op += 1;
            true
        } else {
            self.fail(id, RequestOutcome::Blocked, now)
        }
    }

    /// Rooms that open later stand in the list of changes from the beginning.
    pub(super) fn rooms_begin(&mut self) {
        for number in 0..self.doors.rooms.len() {
            if let Some(at) = self.doors.rooms[number].room.opens_at() {
                self.room_due(number, at);
            }
        }
    }

    /// A visit comes to a room; whether it goes straight in.
    pub(super) fn come_to_room(&mut self, id: u32, room: u32, now: Ticks) -> bool {
        let number = room as usize;
        self.books.rooms[number].came += 1;
        let state = &mut self.doors.rooms[number];
        if state.room.come(id, now, &mut self.doors.links) == Come::Admitted {
            self.admitted(number, now);
            return true;
        }
        self.books.rooms[number].waiting.up(now);
        let visit = self.visits.get_mut(id);
        visit.doing = Doing::InRoom;
        let key = visit.key.purpose(Purpose::RoomPatience, 0);
        let patience = self.doors.rooms[number].patience.as_ref();
        if let Some(wait) = patience.map(|p| p.ticks(self.tables.clock, key)) {
            self.set_timer(id, now + wait);
        }
        self.room_moves_on(number, now);
        false
    }

    /// A visit ends: it leaves the room's line, or its place on the site.
    pub(super) fn leave_room(&mut self, id: u32, now: Ticks) {
        let Some(number) = self.room_of(id) else {
            return;
        };
        let state = &mut self.doors.rooms[number];
        if self.visits.get(id).doing == Doing::InRoom {
            state.room.give_up(id, &mut self.doors.links);
            self.books.rooms[number].waiting.down(now);
            self.books.rooms[number].given_up += 1;
        } else {
            state.room.leave_site(now);
            match state.room.taken(now) {
                Some(taken) => self.books.rooms[number].active.set(taken, now),
                None => self.books.rooms[number].active.down(now),
            }
        }
        self.room_moves_on(number, now);
    }

    /// The time for which a room stands in the list of changes has come.
    pub(super) fn room_moves(&mut self, room: u32, now: Ticks) {
        let number = room as usize;
        let state = &mut self.doors.rooms[number];
        if state.due <= now {
            state.due = Ticks::MAX;
        }
        if state.room.opens_at().is_some_and(|at| at <= now) {
            let visits = &self.visits;
            state
                .room
                .open(&mut self.doors.links, |id| visits.get(id).key);
        }
        if let Some(taken) = state.room.taken(now) {
            self.books.rooms[number].active.set(taken, now);
        }
        while let Some(id) = self.doors.rooms[number]
            .room
            .admit(now, &mut self.doors.links)
        {
            self.books.rooms[number].waiting.down(now);
            self.admitted(number, now);
            self.visits.get_mut(id).asked = now;
            self.ask(id, now);
        }
        self.room_moves_on(number, now);
    }

    fn admitted(&mut self, number: usize, now: Ticks) {
        let book = &mut self.books.rooms[number];
        book.admitted += 1;
        match self.doors.rooms[number].room.taken(now) {
            Some(taken) => book.active.set(taken, now),
            None => book.active.up(now),
        }
    }

    /// Finds out when the room moves next.
    fn room_moves_on(&mut self, number: usize, now: Ticks) {
        let room = &self.doors.rooms[number].room;
        let next = [room.next_at(now), room.session_ends(), room.opens_at()];
        if let Some(at) = next.into_iter().flatten().min() {
            self.room_due(number, at.max(now));
        }
    }

    fn room_due(&mut self, number: usize, at: Ticks) {
        let state = &mut self.doors.rooms[number];
        if at < state.due {
            state.due = at;
            self.control_at(at, Control::Room(u32::try_from(number).unwrap_or(u32::MAX)));
        }
    }

    /// The room that a visit came through.
    fn room_of(&self, id: u32) -> Option<usize> {
        match self.tables.streams[self.visits.get(id).stream as usize] {
            StreamTable::Visits { room, .. } if room != NOWHERE => Some(room as usize),
            _ => None,
        }
    }
}
