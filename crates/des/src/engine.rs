//! The event loop.
//!
//! Visits, bare calls and requests are three layers. A *visit* asks for a page, loses patience, reloads, thinks, goes on
//! (module [`people`]). A *client* sends bare requests, waits, tries again (module [`calls`]). A *request* runs its program
//! over the stations (module [`work`]). They touch in three places: somebody sends a request, a request answers or fails, and
//! whoever stops waiting changes state, by which the request becomes nobody's and goes on.

mod aside;
mod caches;
mod calls;
mod deadlines;
mod door;
mod falls;
mod jobs;
mod people;
mod selling;
mod shared;
mod sharing;
mod site;
mod slips;
mod special;
mod travel;
mod work;

use onrush_network::{Faults, Network, Ticks};
use onrush_observe::{Observations, RequestOutcome, VisitOutcome};

use crate::Status;
use crate::agenda::{Entry, Order, Wheel, When, WinnerTree};
use crate::arrivals::Arrivals;
use crate::books::Books;
use crate::compile::{NOWHERE, StreamTable, Tables};
use crate::parts::fifo::Fifo;
use crate::parts::retries::Retrier;
use crate::random::Key;
use crate::requests::{Requests, Sender};
use crate::stations::Instances;
use crate::visits::{Doing, Visits};

use aside::Asides;
use caches::Caches;
use calls::Populations;
use deadlines::Deadlines;
use door::Doors;
use selling::Stocks;
use shared::SharedServers;
use sharing::Bringing;
use site::Site;

/// Set on the owner of an entry that belongs to a request, not to a visit.
const REQUEST: u32 = 1 << 31;
/// Set on the owner of an entry that is never called off: an event of a request or, without [`REQUEST`], of a slip.
const SURE: u32 = 1 << 30;

/// A run in progress.
#[derive(Debug)]
pub struct Simulation {
    tables: Tables,
    streams: Vec<StreamState>,
    /// Next arrival of each stream.
    arrivals: WinnerTree,
    /// Ends of services, and timers of visits and requests.
    agenda: Wheel,
    deadlines: Deadlines,
    /// Nothing but arrivals and what is on the agenda happens before this.
    quiet: When,
    order: Order,
    visits: Visits,
    requests: Requests,
    instances: Instances,
    populations: Populations,
    asides: Asides,
    site: Site,
    shared: SharedServers,
    fifos: Vec<Fifo>,
    caches: Caches,
    doors: Doors,
    stocks: Stocks,
    bringing: Bringing,
    /// What each client does when an attempt fails, and then each journey's app.
    retriers: Vec<Retrier>,
    books: Books,
    events: u64,
    end: Ticks,
    done: bool,
}

#[derive(Debug)]
struct StreamState {
    arrivals: Arrivals,
    key: Key,
    come: u64,
    /// When the one after the next comes, and the source of the next one's randomness: known in advance, so that nothing
    /// waits for them when the next one comes.
    following: Option<Ticks>,
    next_key: Key,
    brings: StreamTable,
}

impl Simulation {
    /// Prepares a run of `network`.
    ///
    /// # Errors
    /// The network's faults, if it is not whole.
    pub fn new(network: &Network, seed: u64) -> Result<Self, Faults> {
        Self::with(network, seed, None, true)
    }

    /// Prepares a run that is observed in [detail](Observations::detail): sums are noted at each of `marks_s` (seconds,
    /// ascending), and histograms kept between the first and the last.
    ///
    /// # Errors
    /// The network's faults, if it is not whole.
    pub fn watched(network: &Network, seed: u64, marks_s: &[f64]) -> Result<Self, Faults> {
        Self::with(network, seed, Some(marks_s), true)
    }

    /// Like [`Simulation::watched`], with an event for every delay, even where nothing can change it: for measuring what
    /// leaving them out saves. The result is the same but for the number of events (and the order of simultaneous ones).
    ///
    /// # Errors
    /// The network's faults, if it is not whole.
    pub fn watched_with_all_events(
        network: &Network,
        seed: u64,
        marks_s: &[f64],
    ) -> Result<Self, Faults> {
        Self::with(network, seed, Some(marks_s), false)
    }

    fn with(
        network: &Network,
        seed: u64,
        marks_s: Option<&[f64]>,
        merge: bool,
    ) -> Result<Self, Faults> {
        network.check()?;
        let tables = Tables::new(network, merge);
        let seed = Key::of_seed(seed);
        let end = tables.clock.start_of(network.horizon_s);
        let streams: Vec<StreamState> = network
            .streams
            .iter()
            .zip(&tables.streams)
            .map(|(s, table)| {
                let key = seed.name(&s.id);
                StreamState {
                    arrivals: Arrivals::new(&s.rate, key),
                    key,
                    come: 0,
                    following: None,
                    next_key: key.number(0),
                    brings: *table,
                }
            })
            .collect();
        let mut simulation = Self {
            arrivals: WinnerTree::with_room(streams.len()),
            streams,
            agenda: { Wheel::new(tables.clock, end, busiest(network)) },
            deadlines: Deadlines::new(&tables.deadlines),
            quiet: When::first_at(0),
            order: Order::default(),
            visits: Visits::new(),
            requests: Requests::new(tables.nesting),
            instances: Instances::new(&tables),
            populations: Populations::new(network, seed),
            asides: Asides::default(),
            site: Site::new(network, &tables, seed),
            shared: SharedServers::new(&tables),
            fifos: {
                let all = tables.stations.iter();
                let known = all.filter(|s| s.fifo != NOWHERE);
                known.map(|s| Fifo::new(s.servers, s.places)).collect()
            },
            caches: Caches::new(network, tables.clock, seed),
            doors: Doors::new(network, tables.clock),
            stocks: Stocks::new(network),
            bringing: Bringing::new(network),
            retriers: {
                let clients = network.clients.iter().map(|c| &c.retries);
                let apps = network.journeys.iter().map(|j| &j.behaviour.retries);
                clients.chain(apps).map(Retrier::new).collect()
            },
            books: Books::new(network, &tables, marks_s),
            events: 0,
            end,
            done: false,
            tables,
        };
        for stream in 0..simulation.streams.len() {
            let state = &mut simulation.streams[stream];
            let first = state.arrivals.next(simulation.tables.clock);
            state.following = state.arrivals.next(simulation.tables.clock);
            if let Some(tick) = first {
                let when = simulation.order.at(tick);
                simulation
                    .arrivals
                    .add(when, u32::try_from(stream).unwrap_or(u32::MAX));
            }
        }
        simulation.site_begins();
        simulation.rooms_begin();
        simulation.customers_begin();
        Ok(simulation)
    }

    /// Processes up to `events` events.
    pub fn step(&mut self, events: u64) -> Status {
        let until = self.events + events;
        while !self.done && self.events < until {
            self.next_event();
        }
        // Void timers may pile up behind patience that never runs out.
        let (visits, requests) = (&self.visits, &self.requests);
        self.agenda
            .sweep(visits.here() as usize + requests.here() as usize, |t| {
                valid(visits, requests, t)
            });
        if self.done {
            Status::Done
        } else {
            Status::Running
        }
    }

    /// The simulated second that has been reached.
    #[must_use]
    pub fn second(&self) -> u32 {
        self.tables.clock.whole_second(if self.done {
            self.end
        } else {
            self.books.interval_end()
        })
    }

    /// Events processed so far.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Visits and requests that are in the system now: what memory grows with.
    #[must_use]
    pub fn present(&self) -> u64 {
        u64::from(self.visits.here())
            + u64::from(self.requests.here())
            + self.books.under_way() as u64
    }

    /// Closes the books: whoever is still there is counted as unfinished.
    ///
    /// Called before [`Status::Done`], the series end where the simulation has come to.
    #[must_use]
    pub fn finish(mut self) -> Observations {
        let now = self.end;
        let ledger = &mut self.books.ledger;
        for visit in self.visits.iter() {
            let waits = matches!(visit.doing, Doing::Document | Doing::Rest | Doing::Pausing);
            let slow = self.tables.journeys[visit.journey as usize].slow;
            let machine = self.tables.streams[visit.stream as usize].bots();
            ledger.stuck += u64::from(!machine && waits && now - visit.asked > slow);
            ledger.visits_of(machine).end(VisitOutcome::Unfinished);
            ledger.by_stream[visit.stream as usize].end(VisitOutcome::Unfinished);
            (0..visit.under_way).for_each(|_| ledger.requests.end(RequestOutcome::Unfinished));
        }
        for request in self.requests.iter() {
            if request.from == Sender::Job {
                ledger.jobs.end(RequestOutcome::Unfinished);
            }
        }
        // Whatever attempts have not ended otherwise, those without a record of their own included.
        while ledger.calls.missing() > 0 {
            ledger.calls.end(RequestOutcome::Unfinished);
        }
        self.books.finish(self.events)
    }

    #[inline(always)]
    fn next_event(&mut self) {
        let next = self.agenda.earliest();
        let arrival = self.arrivals.earliest();
        if next.min(arrival) >= self.quiet {
            self.other_event(next.min(arrival));
        } else if arrival <= next {
            self.events += 1;
            self.arrival(arrival.tick());
            self.arrivals.settle();
        } else if self.agenda.is_open() {
            self.next_on_agenda();
        } else {
            let (visits, requests) = (&self.visits, &self.requests);
            self.agenda.open(|e| comes_true(visits, requests, e));
        }
    }

    #[inline(always)]
    fn next_on_agenda(&mut self) {
        let (visits, requests) = (&self.visits, &self.requests);
        let entry = self.agenda.take(|e| comes_true(visits, requests, e));
        let (number, now) = (entry.owner() & !(REQUEST | SURE), entry.when.tick());
        if entry.owner() & (REQUEST | SURE) == REQUEST | SURE {
            self.events += 1;
            self.event_of(number, now);
        } else if valid(&self.visits, &self.requests, &entry) {
            self.events += 1;
            match entry.owner() & (REQUEST | SURE) {
                0 => self.visit_timer(number, now),
                REQUEST => self.request_timer(number, now),
                _ => self.event_on_slip(number, now),
            }
        }
    }

    /// Something else may happen before `limit`: a timeout, the end of an interval. Finds out until when it is quiet.
    #[inline(never)]
    fn other_event(&mut self, limit: When) {
        let interval = When::first_at(self.books.interval_end());
        let control = self.site.earliest();
        let look = self.deadlines.next_look();
        let deadline = self.deadlines.earliest(&self.requests);
        let gives_up = deadline.map_or(When::NEVER, |(tick, _)| When::first_at(tick));
        let quiet = interval.min(control).min(look).min(gives_up);
        let bound = quiet.min(limit);
        if interval <= bound {
            self.done = self.books.close_interval(self.visits.inside());
        } else if control <= bound && control != When::NEVER {
            self.events += 1;
            self.next_control();
        } else if look <= bound && look != When::NEVER {
            self.deadlines.look(&self.requests);
        } else if let Some((tick, id)) = deadline
            && gives_up <= bound
        {
            self.events += 1;
            self.timed_out(id, tick);
        } else {
            // Nothing before `limit`: look again when one of these comes.
            self.quiet = quiet;
        }
    }

    /// Sets a timer.
    #[inline]
    fn timer(&mut self, tick: Ticks, owner: u32, state: u32) {
        let when = self.order.at(tick);
        self.agenda.add(Entry::new(when, owner, state));
    }

    /// An event of request `id`, or of a slip.
    #[inline]
    fn schedule(&mut self, tick: Ticks, id: u32) {
        self.timer(tick, id | REQUEST | SURE, 0);
    }

    /// Somebody arrives; the next one of the stream is drawn.
    #[inline(always)]
    fn arrival(&mut self, now: Ticks) {
        let number = self.arrivals.take();
        let stream = &mut self.streams[number as usize];
        let key = stream.next_key;
        let brings = stream.brings;
        if let Some(tick) = stream.following {
            self.arrivals.add(self.order.at(tick), number);
        }
        match brings {
            StreamTable::Requests { client } => self.first_attempt(client, key, now),
            StreamTable::Visits {
                journey, region, ..
            } => {
                self.visit_arrives(key, number, journey, region, now);
            }
        }
        let stream = &mut self.streams[number as usize];
        stream.come += 1;
        stream.next_key = stream.key.number(stream.come);
        stream.following = stream.arrivals.next(self.tables.clock);
    }
}

/// About how many events a second there are when most people come.
fn busiest(network: &Network) -> f64 {
    let horizon_s = f64::from(network.horizon_s);
    let rates = || network.streams.iter().map(|s| &s.rate);
    let mean: f64 = rates().map(|r| r.expected(0.0, horizon_s)).sum::<f64>() / horizon_s;
    let peak: f64 = rates().map(onrush_network::Rate::peak).sum();
    let crowding = if mean > 0.0 { peak / mean } else { 1.0 };
    network.expected_events() / horizon_s * crowding.max(1.0)
}

/// Whether an entry's owner is still in the state in which it was made.
#[inline]
fn valid(visits: &Visits, requests: &Requests, entry: &Entry) -> bool {
    match entry.owner() & (REQUEST | SURE) {
        0 => visits.is_in(entry.owner(), entry.state()),
        REQUEST => requests.is_in(entry.owner() & !REQUEST, entry.state()),
        _ => true,
    }
}

/// The same for an entry that comes soon. Looks at its owner as well, so that it has come from memory when it is needed: several
/// are looked at one after the other, and their ways from memory overlap.
#[inline]
fn comes_true(visits: &Visits, requests: &Requests, entry: &Entry) -> bool {
    if entry.owner() & (REQUEST | SURE) == REQUEST | SURE {
        requests.fetch(entry.owner() & !(REQUEST | SURE));
    } else if entry.owner() & (REQUEST | SURE) == 0 {
        return visits.will_ring(entry.owner(), entry.state());
    }
    valid(visits, requests, entry)
}
