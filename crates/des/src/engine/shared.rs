//! Servers that all present share.
//!
//! In the books as many servers are busy as can be, and who is present beyond that number counts as the line, so that both
//! together are those present.

use onrush_network::{Clock, Ticks};
use onrush_observe::RequestOutcome;

use super::slips::Slip;
use super::{SURE, Simulation};
use crate::compile::Tables;
use crate::parts::shared::Shared;
use crate::requests::Phase;

/// All instances whose servers are shared.
#[derive(Debug)]
pub(super) struct SharedServers {
    all: Vec<Sharing>,
}

#[derive(Debug)]
struct Sharing {
    servers: Shared,
    /// Instance among those of all stations, and its station.
    instance: u32,
    station: u32,
    /// When the earliest event that is under way for it comes. Later ones find nobody done, and are harmless.
    event: Ticks,
}

impl SharedServers {
    pub(super) fn new(tables: &Tables) -> Self {
        let mut all = Vec::with_capacity(tables.shared as usize);
        for (station, table) in (0..).zip(&tables.stations) {
            if table.shared != crate::compile::NOWHERE {
                all.extend((0..table.instances_at_most).map(|i| Sharing {
                    servers: Shared::new(table.servers),
                    instance: table.first_instance + i,
                    station,
                    event: Ticks::MAX,
                }));
            }
        }
        Self { all }
    }
}

impl Simulation {
    /// The request comes to a station whose servers are shared; whether it goes on at once.
    #[inline(never)]
    pub(super) fn enter_shared(&mut self, id: u32, now: Ticks) -> bool {
        let request = self.requests.get_mut(id);
        request.since = now;
        let op = self.tables.ops[request.op as usize];
        let at = op.at as usize;
        let instance = match self.approach(id, now) {
            Ok(instance) => instance,
            Err(outcome) => return self.fail(id, outcome, now),
        };
        let table = &self.tables.stations[at];
        let here = self.instances.get_mut(instance);
        if here.busy >= table.servers.saturating_add(table.places) {
            self.books.stations[at].arrived += 1;
            self.books.stations[at].refused += 1;
            self.site.stations[at].call_ended(now, now, false);
            return self.fail(id, RequestOutcome::Refused, now);
        }
        here.busy += 1;
        let crowded = here.busy > table.servers;
        self.books.comes_and_begins(op.at, op.pair, now);
        if crowded {
            // Beyond the servers: in the books as in line.
            self.books.stations[at].busy.down(now);
            self.books.stations[at].line.up(now);
        }
        let special = &mut self.site.stations[at];
        special.came(instance);
        let request = self.requests.get_mut(id);
        request.instance = instance;
        request.phase = Phase::Sharing;
        let length = op.undisturbed(request);
        let work = Clock::round(length * special.slowness(instance, now));
        let number = table.shared + (instance - table.first_instance);
        self.shared.all[number as usize]
            .servers
            .enter(now, work, id);
        self.await_shared(number, now);
        false
    }

    /// Sees to it that an event comes when the next one is done.
    fn await_shared(&mut self, number: u32, now: Ticks) {
        let sharing = &mut self.shared.all[number as usize];
        if let Some((end, _)) = sharing.servers.next_end()
            && end < sharing.event
        {
            let end = end.max(now);
            sharing.event = end;
            let slip = self.site.slips.write(Slip::Shared(number));
            self.timer(end, slip | SURE, 0);
        }
    }

    /// Somebody who shares servers may be done.
    pub(super) fn shared_ended(&mut self, number: u32, now: Ticks) {
        let sharing = &mut self.shared.all[number as usize];
        if sharing.event <= now {
            sharing.event = Ticks::MAX;
        }
        // One at a time: whoever is done may send others here at once.
        let due = |s: &Sharing| s.servers.next_end().is_some_and(|(end, _)| end <= now);
        let done = if due(sharing) {
            sharing.servers.leave(now)
        } else {
            None
        };
        self.await_shared(number, now);
        let Some(id) = done else {
            return;
        };
        let failed = self.fails(id);
        let request = self.requests.get(id);
        let (at, since) = (self.tables.ops[request.op as usize].at, request.since);
        if failed {
            self.books.stations[at as usize].failed += 1;
        } else {
            self.books.served(at, now - since);
        }
        self.site.stations[at as usize].call_ended(since, now, !failed);
        self.gone_from_shared(id, number, now);
        self.after_service(id, failed, now);
    }

    /// A request leaves before it is done.
    pub(super) fn leave_shared(&mut self, id: u32, now: Ticks) {
        let instance = self.requests.get(id).instance;
        let station = self.tables.station_of[instance as usize] as usize;
        let table = &self.tables.stations[station];
        let number = table.shared + (instance - table.first_instance);
        self.shared.all[number as usize].servers.remove(now, id);
        self.gone_from_shared(id, number, now);
        self.await_shared(number, now);
    }

    fn gone_from_shared(&mut self, id: u32, number: u32, now: Ticks) {
        let sharing = &self.shared.all[number as usize];
        let (instance, station) = (sharing.instance, sharing.station);
        let servers = self.tables.stations[station as usize].servers;
        let here = self.instances.get_mut(instance);
        here.busy -= 1;
        let crowded = here.busy >= servers;
        let pair = self.tables.ops[self.requests.get(id).op as usize].pair;
        self.books.ended(station, pair, now);
        if crowded {
            self.books.stations[station as usize].busy.up(now);
            self.books.stations[station as usize].line.down(now);
        }
        self.departed(station, instance, now);
    }
}
