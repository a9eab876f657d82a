//! The event loop.
//!
//! Visits and requests are two layers. A *visit* asks for a page, loses patience, reloads, thinks, goes on (module
//! [`people`]). A *request* runs its program over the stations (module [`work`]). They touch in three places: a visit sends
//! a request, a request answers or fails, and a visit that stops waiting simply changes its state, by which its requests
//! become nobody's and go on.

mod deadlines;
mod people;
mod work;

use onrush_network::{Faults, Network, Ticks};
use onrush_observe::{Observations, RequestOutcome, VisitOutcome};

use crate::Status;
use crate::agenda::{Order, Timer, Timers, When, WinnerTree};
use crate::arrivals::Arrivals;
use crate::compile::Tables;
use crate::random::Key;
use crate::record::Recorder;
use crate::requests::Requests;
use crate::stations::Instances;
use crate::visits::{Doing, Visits};

use deadlines::Deadlines;

/// Set on the owner of a timer that belongs to a request in line, not to a visit.
const REQUEST: u32 = 1 << 31;

/// A run in progress.
#[derive(Debug)]
pub struct Simulation {
    tables: Tables,
    streams: Vec<StreamState>,
    /// Next arrival of each stream.
    arrivals: WinnerTree,
    /// Ends of services.
    services: WinnerTree,
    timers: Timers,
    deadlines: Deadlines,
    order: Order,
    visits: Visits,
    requests: Requests,
    instances: Instances,
    recorder: Recorder,
    events: u64,
    end: Ticks,
    /// End of the current step of the series.
    step_end: When,
    done: bool,
}

#[derive(Debug)]
struct StreamState {
    arrivals: Arrivals,
    key: Key,
    come: u64,
    journey: u32,
    region: u32,
}

impl Simulation {
    /// Prepares a run of `network`.
    ///
    /// # Errors
    /// The network's faults, if it is not whole.
    pub fn new(network: &Network, seed: u64) -> Result<Self, Faults> {
        network.check()?;
        let tables = Tables::new(network);
        let seed = Key::of_seed(seed);
        let end = tables.clock.start_of(network.horizon_s);
        let recorder = Recorder::new(network, &tables);
        let mut simulation = Self {
            streams: network
                .streams
                .iter()
                .map(|s| {
                    let key = seed.name(&s.id);
                    let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                    let (journey, region) = s.visit().unwrap_or_default();
                    StreamState {
                        arrivals: Arrivals::new(&s.rate, key),
                        key,
                        come: 0,
                        journey: index(journey),
                        region: index(region),
                    }
                })
                .collect(),
            arrivals: WinnerTree::new(),
            services: WinnerTree::new(),
            timers: Timers::new(tables.clock, end),
            deadlines: Deadlines::new(&tables.deadlines),
            order: Order::default(),
            visits: Visits::new(),
            requests: Requests::new(),
            instances: Instances::new(tables.instances, tables.stations.len()),
            step_end: When::first_at(tables.clock.start_of(recorder.step_end_s())),
            recorder,
            events: 0,
            end,
            done: false,
            tables,
        };
        for stream in 0..simulation.streams.len() {
            if let Some(tick) = simulation.streams[stream]
                .arrivals
                .next(simulation.tables.clock)
            {
                let when = simulation.order.at(tick);
                simulation
                    .arrivals
                    .add(when, u32::try_from(stream).unwrap_or(u32::MAX));
            }
        }
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
        self.timers
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
            self.step_end.tick()
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
        u64::from(self.visits.here()) + u64::from(self.requests.here())
    }

    /// Closes the books: whoever is still there is counted as unfinished.
    ///
    /// Called before [`Status::Done`], the series end where the simulation has come to.
    #[must_use]
    pub fn finish(mut self) -> Observations {
        let now = self.end;
        let ledger = &mut self.recorder.ledger;
        for visit in self.visits.iter() {
            let journey = self.streams[visit.stream as usize].journey as usize;
            let waits = visit.doing != Doing::Thinking;
            ledger.stuck +=
                u64::from(waits && now - visit.asked > self.tables.journeys[journey].slow);
            ledger.visits.end(VisitOutcome::Unfinished);
            ledger.by_stream[visit.stream as usize].end(VisitOutcome::Unfinished);
            (0..visit.under_way).for_each(|_| ledger.requests.end(RequestOutcome::Unfinished));
        }
        self.recorder.finish(self.events)
    }

    #[inline]
    fn next_event(&mut self) {
        let (service, arrival, deadline) = (
            self.services.earliest(),
            self.arrivals.earliest(),
            self.deadlines.earliest(),
        );
        let mut next = service.min(arrival).min(deadline);
        let (visits, requests) = (&self.visits, &self.requests);
        let timer = self
            .timers
            .earliest_before(next.min(self.step_end), |t| valid(visits, requests, t));
        if let Some(timer) = timer {
            next = timer.when;
        }
        if next >= self.step_end {
            self.done = self.recorder.close_step(self.visits.here());
            self.step_end = When::first_at(self.tables.clock.start_of(self.recorder.step_end_s()));
            return;
        }
        self.events += 1;
        let now = next.tick();
        if let Some(timer) = timer {
            self.timers.take();
            if timer.owner & REQUEST == 0 {
                self.visit_timer(timer.owner, now);
            } else {
                self.gave_up_in_line(timer.owner & !REQUEST, now);
            }
        } else if next == service {
            let id = self.services.take();
            self.service_ended(id, now);
        } else if next == arrival {
            self.arrival(now);
        } else {
            let id = self.deadlines.oldest();
            self.gateway_gave_up(id, now);
        }
    }

    /// A visit arrives; the next one of its stream is drawn.
    #[inline]
    fn arrival(&mut self, now: Ticks) {
        let number = self.arrivals.take();
        let stream = &mut self.streams[number as usize];
        let key = stream.key.number(stream.come);
        stream.come += 1;
        if let Some(tick) = stream.arrivals.next(self.tables.clock) {
            self.arrivals.add(self.order.at(tick), number);
        }
        self.visit_arrives(key, number, now);
    }
}

/// Whether a timer's owner is still in the state in which it was set.
#[inline]
fn valid(visits: &Visits, requests: &Requests, timer: &Timer) -> bool {
    if timer.owner & REQUEST == 0 {
        visits.is_in(timer.owner, timer.state)
    } else {
        requests.is_in(timer.owner & !REQUEST, timer.state)
    }
}
