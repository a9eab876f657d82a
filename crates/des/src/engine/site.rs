//! What changes the site while it runs: incidents, autoscalers, office hours, health checks, waiting rooms that open.
//!
//! All of it is rare and known a while ahead, so it has a list of its own beside the event lists.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use onrush_network::{Metric, Network, Ticks, Trouble};

use super::Simulation;
use super::slips::Slips;
use crate::agenda::When;
use crate::books::Areas;
use crate::compile::{StationTable, Tables};
use crate::parts::breaker::Breaker;
use crate::parts::bucket::Bucket;
use crate::parts::hours::Hours;
use crate::parts::incidents::Incidents;
use crate::parts::pool::{Effect, Pool, Stopped};
use crate::parts::scaler::{Change, Scaler};
use crate::random::{Key, Sampler};
use crate::visits::NIL;

/// What happens at a known time. At the same time it happens in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Control {
    /// Incidents begin or are over.
    Incident,
    /// The number of servers of a station changes.
    Hours(u32),
    /// An instance of a station has started.
    Ready { station: u32, instance: u32 },
    /// The schedule of a scaler says something.
    Schedule(u32),
    /// A scaler decides.
    Decide(u32),
    /// A balancer asks the instances of a station whether they are there.
    Probe(u32),
    /// A waiting room opens or lets somebody in, or a place becomes free.
    Room(u32),
}

/// What a station has beside servers and a line. Nothing, for most.
#[derive(Debug)]
pub(super) struct Special {
    pub(super) first_instance: u32,
    pub(super) limit: Option<Bucket>,
    pub(super) breaker: Option<Breaker>,
    pub(super) pool: Option<Pool>,
    hours: Option<Hours>,
    probe_every: Ticks,
    /// Makes services that begin now take longer.
    slow: f64,
    own_errors: f64,
    /// Share of the services ending now that fail.
    pub(super) errors: f64,
}

impl Special {
    fn new(station: &onrush_network::Station, table: &StationTable, tables: &Tables) -> Self {
        let clock = tables.clock;
        let hours = || Hours::new(table.servers, &station.hours, clock);
        Self {
            first_instance: table.first_instance,
            limit: station.limit.map(|b| Bucket::new(b, clock)),
            breaker: station.breaker.as_ref().map(|b| Breaker::new(b, clock)),
            pool: table
                .pooled
                .then(|| Pool::new(station, table.instances_at_most, clock)),
            hours: (!station.hours.is_empty()).then(hours),
            probe_every: station.health.map_or(0, |h| clock.ticks(h.every_s).max(1)),
            slow: 1.0,
            own_errors: station.errors,
            errors: station.errors,
        }
    }

    /// Somebody has come to an instance.
    #[inline]
    pub(super) fn came(&mut self, instance: u32) {
        if let Some(pool) = &mut self.pool {
            pool.came(instance - self.first_instance);
        }
    }

    /// A call by way of the breaker has ended, well or not.
    #[inline]
    pub(super) fn call_ended(&mut self, began: Ticks, now: Ticks, well: bool) {
        if let Some(breaker) = &mut self.breaker {
            breaker.ended(began, now, well);
        }
    }

    /// By how much a service that begins now takes longer.
    #[inline]
    pub(super) fn slowness(&self, instance: u32, now: Ticks) -> f64 {
        let cold = self
            .pool
            .as_ref()
            .map_or(1.0, |p| p.slowness(instance - self.first_instance, now));
        self.slow * cold
    }
}

#[derive(Debug)]
struct ScalerState {
    scaler: Scaler,
    station: u32,
    metric: Metric,
    /// What is there to be busy in each instance: servers, or cores.
    capacity: f64,
    boot: Sampler,
    key: Key,
    boots: u64,
    before: Areas,
}

/// Everything that changes.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) stations: Vec<Special>,
    pub(super) slips: Slips,
    scalers: Vec<ScalerState>,
    pub(super) incidents: Incidents,
    controls: BinaryHeap<Reverse<(Ticks, Control)>>,
}

impl Site {
    pub(super) fn new(network: &Network, tables: &Tables, seed: Key) -> Self {
        let stations = network.stations.iter().zip(&tables.stations);
        let scalers = network.scalers.iter().map(|s| {
            let station = &network.stations[s.station];
            let cores = station.contention.and_then(|c| c.cores);
            let capacity = match (s.metric, cores) {
                (Metric::Working, Some(cores)) => f64::from(cores),
                _ => f64::from(tables.stations[s.station].servers),
            };
            ScalerState {
                scaler: Scaler::new(s, station.instances, tables.clock),
                station: u32::try_from(s.station).unwrap_or(u32::MAX),
                metric: s.metric,
                capacity,
                boot: Sampler::new(&s.boot),
                key: seed.name(&s.id),
                boots: 0,
                before: Areas::default(),
            }
        });
        let mut site = Self {
            stations: stations
                .map(|(s, table)| Special::new(s, table, tables))
                .collect(),
            slips: Slips::new(),
            scalers: scalers.collect(),
            incidents: Incidents::new(&network.incidents, tables.clock),
            controls: BinaryHeap::new(),
        };
        if let Some(at) = site.incidents.next_at() {
            site.add(at, Control::Incident);
        }
        for number in 0..site.stations.len() {
            let (special, n) = (&site.stations[number], index(number));
            let (hours, probe) = (
                special.hours.as_ref().and_then(Hours::next_at),
                special.probe_every,
            );
            if let Some(at) = hours {
                site.add(at, Control::Hours(n));
            }
            if probe > 0 {
                site.add(probe, Control::Probe(n));
            }
        }
        for number in 0..site.scalers.len() {
            let (scaler, n) = (&site.scalers[number].scaler, index(number));
            let (decision, entry) = (scaler.next_decision(), scaler.next_entry());
            site.add(decision, Control::Decide(n));
            if let Some(at) = entry {
                site.add(at, Control::Schedule(n));
            }
        }
        site
    }

    pub(super) fn add(&mut self, at: Ticks, control: Control) {
        self.controls.push(Reverse((at, control)));
    }

    /// When something changes next.
    pub(super) fn earliest(&self) -> When {
        self.controls
            .peek()
            .map_or(When::NEVER, |Reverse((at, _))| When::first_at(*at))
    }

    fn take(&mut self) -> Option<(Ticks, Control)> {
        self.controls.pop().map(|Reverse(next)| next)
    }
}

impl Simulation {
    /// Something changes at a known time.
    pub(super) fn control_at(&mut self, at: Ticks, control: Control) {
        self.site.add(at, control);
        self.quiet = self.quiet.min(When::first_at(at));
    }

    /// Servers from the first second on, where office hours begin with one.
    pub(super) fn site_begins(&mut self) {
        for station in 0..self.site.stations.len() {
            if self.site.stations[station].hours.is_some() {
                self.servers_changed(station, 0);
            }
        }
    }

    /// The next change comes.
    #[cold]
    pub(super) fn next_control(&mut self) {
        let Some((now, control)) = self.site.take() else {
            return;
        };
        match control {
            Control::Incident => self.incidents_change(now),
            Control::Hours(station) => self.hours_change(station, now),
            Control::Ready { station, instance } => self.ready(station, instance, now),
            Control::Schedule(scaler) => self.schedule_says(scaler as usize, now),
            Control::Decide(scaler) => self.scaler_decides(scaler as usize, now),
            Control::Probe(station) => self.probe(station, now),
            Control::Room(room) => self.room_moves(room, now),
        }
    }

    fn hours_change(&mut self, station: u32, now: Ticks) {
        let Some(hours) = &mut self.site.stations[station as usize].hours else {
            return;
        };
        hours.advance(now);
        if let Some(at) = hours.next_at() {
            self.control_at(at, Control::Hours(station));
        }
        self.servers_changed(station as usize, now);
    }

    /// Gives each instance the servers that it has now: none when it is down.
    fn servers_changed(&mut self, station: usize, now: Ticks) {
        let table = &self.tables.stations[station];
        let (first, n) = (table.first_instance, table.instances_at_most);
        let special = &self.site.stations[station];
        let servers = special.hours.as_ref().map_or(table.servers, Hours::servers);
        for instance in 0..n {
            let pool = self.site.stations[station].pool.as_ref();
            let works = pool.is_none_or(|p| p.works(instance));
            let id = first + instance;
            let here = self.instances.get_mut(id);
            here.servers = if works { servers } else { 0 };
            // More servers call more of those in line.
            while let here = self.instances.get(id)
                && here.busy < here.servers
                && here.first() != NIL
            {
                self.call_in(id, now);
            }
        }
    }

    /// Instances have come or gone: the books know.
    pub(super) fn instances_changed(&mut self, station: usize, now: Ticks) {
        if let Some(pool) = &self.site.stations[station].pool {
            self.books.stations[station].up.set(pool.up(), now);
            self.books.stations[station].paid.set(pool.paid(), now);
        }
    }

    fn probe(&mut self, station: u32, now: Ticks) {
        let table = &self.tables.stations[station as usize];
        let special = &mut self.site.stations[station as usize];
        let instances = &self.instances;
        if let Some(pool) = &mut special.pool {
            pool.probe(|i| instances.get(table.first_instance + i).is_full(table));
        }
        let next = now.saturating_add(special.probe_every);
        self.control_at(next, Control::Probe(station));
    }

    fn ready(&mut self, station: u32, instance: u32, now: Ticks) {
        let at = station as usize;
        let Some(pool) = &mut self.site.stations[at].pool else {
            return;
        };
        pool.ready(instance, now);
        self.servers_changed(at, now);
        self.instances_changed(at, now);
    }

    fn schedule_says(&mut self, number: usize, now: Ticks) {
        let state = &mut self.site.scalers[number];
        let station = state.station as usize;
        let present = match &self.site.stations[station].pool {
            Some(pool) => pool.up() + pool.starting(),
            None => return,
        };
        let add = state.scaler.scheduled(now, present);
        if let Some(at) = state.scaler.next_entry() {
            self.control_at(at, Control::Schedule(index(number)));
        }
        self.start_instances(number, add, now);
    }

    fn scaler_decides(&mut self, number: usize, now: Ticks) {
        let state = &mut self.site.scalers[number];
        let at = state.station as usize;
        let Some(pool) = &self.site.stations[at].pool else {
            return;
        };
        let areas = self.books.areas(at, now);
        let before = std::mem::replace(&mut state.before, areas);
        let mut busy = areas.busy.wrapping_sub(before.busy) as f64;
        if state.metric == Metric::Working {
            busy -= areas.held.wrapping_sub(before.held) as f64;
        }
        let up = areas.up.wrapping_sub(before.up) as f64;
        let metric = if up > 0.0 {
            busy / (up * state.capacity)
        } else {
            0.0
        };
        let change = state.scaler.decide(now, metric, pool.up(), pool.starting());
        let next = state.scaler.next_decision();
        self.control_at(next, Control::Decide(index(number)));
        match change {
            Change::Keep => {}
            Change::Add(n) => self.start_instances(number, n, now),
            Change::Remove(n) => self.stop_instances(at, n, now),
        }
    }

    fn start_instances(&mut self, number: usize, n: u32, now: Ticks) {
        let clock = self.tables.clock;
        for _ in 0..n {
            let state = &mut self.site.scalers[number];
            let station = state.station;
            let until = now + state.boot.ticks(clock, state.key.number(state.boots));
            state.boots += 1;
            let pool = self.site.stations[station as usize].pool.as_mut();
            let Some(instance) = pool.and_then(|p| p.start(until)) else {
                break;
            };
            self.control_at(until, Control::Ready { station, instance });
        }
        let station = self.site.scalers[number].station as usize;
        self.instances_changed(station, now);
    }

    fn stop_instances(&mut self, station: usize, n: u32, now: Ticks) {
        let first = self.tables.stations[station].first_instance;
        for _ in 0..n {
            let pool = self.site.stations[station].pool.as_mut();
            match pool.and_then(Pool::stop) {
                Some(Stopped::AtOnce) => {}
                Some(Stopped::Draining(instance)) => {
                    if self.instances.load(first + instance) == 0
                        && let Some(pool) = &mut self.site.stations[station].pool
                    {
                        pool.emptied(instance);
                    }
                }
                None => break,
            }
        }
        self.instances_changed(station, now);
    }

    /// Incidents begin or are over.
    fn incidents_change(&mut self, now: Ticks) {
        // Everything that changes now has changed before anybody who fails of it tries again.
        let mut fallen = Vec::new();
        while let Some(change) = self.site.incidents.take(now) {
            match self.site.incidents.trouble(change.incident) {
                Trouble::Down { station, instances } => {
                    if let Some(pool) = &mut self.site.stations[station].pool {
                        if change.begins {
                            pool.incident_begins(instances);
                        } else {
                            pool.incident_ends(instances);
                        }
                        let first = self.tables.stations[station].first_instance;
                        let went_down = (0..pool.size())
                            .filter(|i| pool.effect(*i, now) == Effect::WentDown)
                            .map(|i| first + i);
                        fallen.extend(went_down);
                    }
                    self.servers_changed(station, now);
                    self.instances_changed(station, now);
                }
                Trouble::Slow { station, .. } | Trouble::Errors { station, .. } => {
                    let special = &mut self.site.stations[station];
                    special.slow = self.site.incidents.slow_factor(station);
                    special.errors = self.site.incidents.error_share(station, special.own_errors);
                }
                Trouble::Flush { cache } => self.caches.flush(cache),
                Trouble::CacheOff { cache } => self.caches.turn(cache, !change.begins),
            }
        }
        if let Some(at) = self.site.incidents.next_at() {
            self.control_at(at, Control::Incident);
        }
        self.instances_fell(&fallen, now);
    }
}

/// `Network::check` keeps all counts far below 2³².
fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
