//! Servers and lines.

use std::collections::VecDeque;

use onrush_network::{Balance, Ticks};

use crate::compile::{NOWHERE, StationTable, Tables};
use crate::random::{Key, Purpose};
use crate::requests::{Phase, Requests};
use crate::visits::NIL;

/// One instance of a station: its busy servers and its line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instance {
    /// How many it can serve at once, now.
    pub(crate) servers: u32,
    /// Places in its line.
    pub(crate) places: u32,
    pub(crate) busy: u32,
    /// Of the busy servers: those that are held and wait for what was called.
    pub(crate) held: u32,
    pub(crate) waiting: u32,
    first: u32,
    last: u32,
}

impl Instance {
    /// The first in line, or [`NIL`].
    #[inline(always)]
    pub(crate) fn first(&self) -> u32 {
        self.first
    }
}

/// All instances of all stations, and whose turn it is at each station.
#[derive(Debug)]
pub(crate) struct Instances {
    all: Vec<Instance>,
    /// For each, when servers that count as held will no longer be: the soonest first.
    until: Vec<VecDeque<Ticks>>,
    turns: Vec<u32>,
}

impl Instance {
    /// Whether whoever comes is refused, so that a health check would time out too.
    pub(crate) fn is_full(&self, table: &StationTable) -> bool {
        if table.shared == NOWHERE {
            self.busy >= self.servers && self.waiting >= table.places
        } else {
            self.busy >= table.servers.saturating_add(table.places)
        }
    }
}

impl Instances {
    pub(crate) fn new(tables: &Tables) -> Self {
        let of = |station: &u32| Instance {
            servers: tables.stations[*station as usize].servers,
            places: tables.stations[*station as usize].places,
            busy: 0,
            held: 0,
            waiting: 0,
            first: NIL,
            last: NIL,
        };
        Self {
            all: tables.station_of.iter().map(of).collect(),
            until: vec![VecDeque::new(); tables.station_of.len()],
            turns: vec![0; tables.stations.len()],
        }
    }

    /// One of the servers that are held will be until then, and not any more.
    #[inline]
    pub(crate) fn held_until(&mut self, instance: u32, then: Ticks) {
        let until = &mut self.until[instance as usize];
        // Nearly the last: those told of before end before it, but for a few, which change places with it one by one. (To insert
        // it among them calls for a move of memory each time.)
        let mut at = until.len();
        until.push_back(then);
        while let Some(before) = at.checked_sub(1)
            && until[before] > then
        {
            until.swap(before, at);
            at = before;
        }
    }

    /// How many servers are busy now and not held.
    #[inline]
    pub(crate) fn working(&mut self, instance: u32, now: Ticks) -> u32 {
        let until = &mut self.until[instance as usize];
        let here = &mut self.all[instance as usize];
        while until.front().is_some_and(|then| *then <= now) {
            until.pop_front();
            here.held -= 1;
        }
        here.busy.saturating_sub(here.held)
    }

    #[inline(always)]
    pub(crate) fn get_mut(&mut self, instance: u32) -> &mut Instance {
        &mut self.all[instance as usize]
    }

    /// The instance that the balancer sends a request to; `holder` is the number of the instance that the request holds,
    /// within its own station.
    #[inline(always)]
    pub(crate) fn choose(
        &mut self,
        station: usize,
        table: &StationTable,
        holder: u32,
        key: Key,
    ) -> u32 {
        let n = table.instances;
        if n == 1 {
            return table.first_instance;
        }
        let chosen = match table.balance {
            // Whoever has to know the least busy of several has a pool that keeps it at hand (`StationTable::pooled`).
            Balance::RoundRobin | Balance::LeastBusy => {
                let turn = self.turns[station];
                self.turns[station] = if turn + 1 == n { 0 } else { turn + 1 };
                turn
            }
            Balance::Random => key.one_of(n),
            Balance::TwoChoices => self.better_of_two(table, key),
            Balance::Local => holder % n,
        };
        table.first_instance + chosen
    }

    #[inline]
    pub(crate) fn get(&self, instance: u32) -> &Instance {
        &self.all[instance as usize]
    }

    /// How many are at an instance, in service and in line.
    #[inline]
    pub(crate) fn load(&self, instance: u32) -> u32 {
        let instance = &self.all[instance as usize];
        instance.busy + instance.waiting
    }

    fn present(&self, table: &StationTable, i: u32) -> u32 {
        self.load(table.first_instance + i)
    }

    fn better_of_two(&self, table: &StationTable, key: Key) -> u32 {
        let n = table.instances;
        let a = key.purpose(Purpose::Balance, 0).one_of(n);
        // The second is drawn from the others.
        let b = (a + 1 + key.purpose(Purpose::Balance, 1).one_of(n - 1)) % n;
        // Both orders of a pair are equally likely, so at a tie the first is a fair choice.
        if self.present(table, b) < self.present(table, a) {
            b
        } else {
            a
        }
    }

    /// Puts a request at the end of the line.
    #[inline(always)]
    pub(crate) fn line_up(&mut self, requests: &mut Requests, instance: u32, id: u32) {
        let line = &mut self.all[instance as usize];
        line.waiting += 1;
        let last = std::mem::replace(&mut line.last, id);
        if last == NIL {
            line.first = id;
        } else {
            requests.get_mut(last).behind = id;
        }
        *requests.ahead(id) = last;
        let r = requests.get_mut(id);
        r.behind = NIL;
        r.phase = Phase::InLine;
    }

    /// Takes the first of the line out.
    #[inline(always)]
    pub(crate) fn call_first(&mut self, requests: &mut Requests, instance: u32) -> Option<u32> {
        let line = &mut self.all[instance as usize];
        let first = line.first;
        if first == NIL {
            return None;
        }
        line.waiting -= 1;
        let behind = requests.get(first).behind;
        line.first = behind;
        if behind == NIL {
            line.last = NIL;
        }
        // Of a short line everybody is at hand anyway.
        if line.waiting > 256 {
            requests.fetch(behind);
        }
        Some(first)
    }

    /// Takes anyone in the line out.
    #[inline(always)]
    pub(crate) fn step_out(&mut self, requests: &mut Requests, instance: u32, id: u32) {
        let (ahead, behind) = (*requests.ahead(id), requests.get(id).behind);
        let line = &mut self.all[instance as usize];
        line.waiting -= 1;
        // Nobody tells a request that it has become the first: `ahead` is out of date then.
        if line.first == id {
            line.first = behind;
        } else {
            requests.get_mut(ahead).behind = behind;
        }
        let ahead = if self.all[instance as usize].first == behind {
            NIL
        } else {
            ahead
        };
        if behind == NIL {
            self.all[instance as usize].last = ahead;
        } else {
            *requests.ahead(behind) = ahead;
        }
    }
}
