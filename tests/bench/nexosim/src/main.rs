//! The three models for nexosim: a component for the arrivals, one for each place, one for the exit, joined by ports.
//! One thread, since everything here runs on one core.

#[path = "../../common/tally.rs"]
mod tally;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use nexosim::Message;
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::Exp1;
use serde::{Deserialize, Serialize};
use tally::{Asked, Place, Tally};

/// A component's own random numbers. Left out when a simulation is saved, which none is here.
#[derive(Serialize, Deserialize)]
struct Random {
    #[serde(skip, default = "unseeded")]
    source: SmallRng,
}

fn unseeded() -> SmallRng {
    SmallRng::seed_from_u64(0)
}

impl Random {
    fn new(seed: u64, component: u64) -> Self {
        Self {
            source: SmallRng::seed_from_u64(seed.wrapping_mul(1000) + component),
        }
    }
    /// At least one nanosecond, the resolution of the clock: an event cannot be scheduled for now.
    fn exponential(&mut self, mean_s: f64) -> Duration {
        Duration::from_secs_f64(mean_s * self.source.sample::<f64, _>(Exp1))
            .max(Duration::from_nanos(1))
    }
}

/// Nanoseconds since the start.
fn now<M: Model>(cx: &Context<M>) -> u64 {
    cx.time().duration_since(MonotonicTime::EPOCH).as_nanos() as u64
}

#[derive(Clone, Copy, Message, Serialize, Deserialize)]
struct Customer {
    born: u64,
    waited: u64,
    /// When the present place was entered.
    entered: u64,
}

/// Arrivals, of which a share goes one way and the rest the other.
#[derive(Serialize, Deserialize)]
struct Arrivals {
    first: Output<Customer>,
    second: Output<Customer>,
    first_share: f64,
    gap_s: f64,
    left: u64,
    until: u64,
    random: Random,
}

#[Model]
impl Arrivals {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.plan(cx);
    }

    fn plan(&mut self, cx: &Context<Self>) {
        let gap = self.random.exponential(self.gap_s);
        if self.left > 0 && now(cx) + gap.as_nanos() as u64 <= self.until {
            self.left -= 1;
            cx.schedule_event(gap, schedulable!(Self::arrive), ())
                .unwrap();
        }
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), cx: &Context<Self>) {
        let born = now(cx);
        let customer = Customer {
            born,
            waited: 0,
            entered: born,
        };
        if self.first_share >= 1.0 || self.random.source.random::<f64>() < self.first_share {
            self.first.send(customer).await;
        } else {
            self.second.send(customer).await;
        }
        self.plan(cx);
    }
}

/// Servers with a line before them.
#[derive(Serialize, Deserialize)]
struct Station {
    out: Output<Customer>,
    free: usize,
    mean_s: f64,
    line: VecDeque<Customer>,
    random: Random,
}

#[Model]
impl Station {
    fn enter(&mut self, mut customer: Customer, cx: &Context<Self>) {
        customer.entered = now(cx);
        if self.free > 0 {
            self.free -= 1;
            self.serve(customer, cx);
        } else {
            self.line.push_back(customer);
        }
    }

    fn serve(&mut self, mut customer: Customer, cx: &Context<Self>) {
        customer.waited += now(cx) - customer.entered;
        let service = self.random.exponential(self.mean_s);
        cx.schedule_event(service, schedulable!(Self::finish), customer)
            .unwrap();
    }

    #[nexosim(schedulable)]
    async fn finish(&mut self, customer: Customer, cx: &Context<Self>) {
        match self.line.pop_front() {
            Some(next) => self.serve(next, cx),
            None => self.free += 1,
        }
        self.out.send(customer).await;
    }
}

#[derive(Serialize, Deserialize)]
struct Exit {
    #[serde(skip)]
    tally: Vec<(u64, u64)>,
}

#[Model]
impl Exit {
    fn leave(&mut self, customer: Customer, cx: &Context<Self>) {
        self.tally.push((customer.waited, now(cx) - customer.born));
    }

    async fn report(&mut self) -> Vec<(u64, u64)> {
        std::mem::take(&mut self.tally)
    }
}

fn main() {
    let asked = Asked::read();
    let started = Instant::now();
    let exit_box = Mailbox::new();
    let station = |place: Place, number| Station {
        out: Output::default(),
        free: place.servers,
        mean_s: place.mean_s,
        line: VecDeque::new(),
        random: Random::new(asked.seed, number),
    };
    let mut arrivals = Arrivals {
        first: Output::default(),
        second: Output::default(),
        first_share: 1.0,
        gap_s: 0.0,
        left: asked.most,
        until: Duration::try_from_secs_f64(asked.until_s)
            .map_or(u64::MAX, |until| until.as_nanos() as u64),
        random: Random::new(asked.seed, 0),
    };
    let mut bench = SimInit::with_num_threads(1);
    match asked.model {
        tally::Model::Queue { rate, place } => {
            arrivals.gap_s = 1.0 / rate;
            let mut queue = station(place, 1);
            let queue_box = Mailbox::new();
            arrivals.first.connect(Station::enter, &queue_box);
            queue.out.connect(Exit::leave, &exit_box);
            bench = bench.add_model(queue, queue_box, "queue");
        }
        tally::Model::Web {
            rate,
            edge_share,
            edge_mean_s,
            web,
            database,
        } => {
            arrivals.gap_s = 1.0 / rate;
            arrivals.first_share = edge_share;
            let edge = Place {
                servers: usize::MAX,
                mean_s: edge_mean_s,
            };
            let (mut edge, mut web, mut database) =
                (station(edge, 1), station(web, 2), station(database, 3));
            let (edge_box, web_box, database_box) =
                (Mailbox::new(), Mailbox::new(), Mailbox::new());
            arrivals.first.connect(Station::enter, &edge_box);
            arrivals.second.connect(Station::enter, &web_box);
            edge.out.connect(Exit::leave, &exit_box);
            web.out.connect(Station::enter, &database_box);
            database.out.connect(Exit::leave, &exit_box);
            bench = bench
                .add_model(edge, edge_box, "edge")
                .add_model(web, web_box, "web")
                .add_model(database, database_box, "database");
        }
    }
    let report = QuerySource::new()
        .connect(Exit::report, &exit_box)
        .register(&mut bench);
    let mut simulation = bench
        .add_model(arrivals, Mailbox::new(), "arrivals")
        .add_model(Exit { tally: Vec::new() }, exit_box, "exit")
        .init(MonotonicTime::EPOCH)
        .unwrap();
    simulation.run().unwrap();
    let mut tally = Tally::default();
    for (waited, response) in simulation.process_query(&report, ()).unwrap() {
        tally.left(waited as f64 * 1e-9, response as f64 * 1e-9);
    }
    tally.print(started);
}
