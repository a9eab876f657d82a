//! The three models for desim: a process (a coroutine) for each customer, a resource for each place.
//!
//! A process cannot create another one, so the loop in `main` steps the simulation itself and creates each customer when
//! the one before has come. Creating all of them beforehand would fill the event list with a million entries.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]

#[path = "../../common/tally.rs"]
mod tally;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use desim::prelude::*;
use desim::resources::SimpleResource;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::Exp1;
use tally::{Asked, Model, Place, Tally};

/// What a process yields: an effect that is not logged, since the log would keep every event of the run.
#[derive(Clone)]
struct Quiet(Effect);

impl SimState for Quiet {
    fn get_effect(&self) -> Effect {
        self.0
    }
    fn set_effect(&mut self, effect: Effect) {
        self.0 = effect;
    }
    fn should_log(&self) -> bool {
        false
    }
}

/// A resource and the mean service time, in seconds.
type Served = (ResourceId, f64);

struct World {
    random: RefCell<SmallRng>,
    tally: RefCell<Tally>,
    /// Set by a customer who has just come.
    came: Cell<bool>,
}

impl World {
    fn exponential(&self, mean_s: f64) -> f64 {
        mean_s * self.random.borrow_mut().sample::<f64, _>(Exp1)
    }
}

fn main() {
    let asked = Asked::read();
    let started = Instant::now();
    let world = Rc::new(World {
        random: RefCell::new(SmallRng::seed_from_u64(asked.seed)),
        tally: RefCell::default(),
        came: Cell::new(false),
    });
    let mut sim = Simulation::new();
    let open = |sim: &mut Simulation<Quiet>, place: Place| -> Served {
        (
            sim.create_resource(Box::new(SimpleResource::new(place.servers))),
            place.mean_s,
        )
    };
    let (rate, customer): (f64, Box<dyn Fn() -> Box<Process<Quiet>>>) = match asked.model {
        Model::Queue { rate, place } => {
            let place = open(&mut sim, place);
            let world = Rc::clone(&world);
            (
                rate,
                Box::new(move || through_one(Rc::clone(&world), place)),
            )
        }
        Model::Web {
            rate,
            edge_share,
            edge_mean_s,
            web,
            database,
        } => {
            let (web, database) = (open(&mut sim, web), open(&mut sim, database));
            let world = Rc::clone(&world);
            let customer = move || {
                if world.random.borrow_mut().random::<f64>() < edge_share {
                    through_edge(Rc::clone(&world), edge_mean_s)
                } else {
                    through_two(Rc::clone(&world), web, database)
                }
            };
            (rate, Box::new(customer))
        }
    };

    let mut coming = 0;
    let mut next_s = 0.0;
    let mut closed = false;
    let mut invite = |sim: &mut Simulation<Quiet>| {
        next_s += world.exponential(1.0 / rate);
        closed |= coming >= asked.most || next_s > asked.until_s;
        if !closed {
            coming += 1;
            let process = sim.create_process(customer());
            sim.schedule_event(next_s, process, Quiet(Effect::Wait));
        }
        (coming, closed)
    };
    let mut door = invite(&mut sim);
    while !door.1 || world.tally.borrow().count() < door.0 {
        sim.step();
        if world.came.replace(false) {
            door = invite(&mut sim);
        }
    }
    drop(sim);
    let tally = world.tally.take();
    tally.print(started);
}

fn through_one(world: Rc<World>, (place, mean_s): Served) -> Box<Process<Quiet>> {
    Box::new(
        #[coroutine]
        move |here: SimContext<Quiet>| {
            world.came.set(true);
            let born = here.time();
            let here: SimContext<Quiet> = yield Quiet(Effect::Request(place));
            let waited = here.time() - born;
            let service = world.exponential(mean_s);
            let here: SimContext<Quiet> = yield Quiet(Effect::TimeOut(service));
            world.tally.borrow_mut().left(waited, here.time() - born);
            yield Quiet(Effect::Release(place));
        },
    )
}

fn through_two(world: Rc<World>, web: Served, database: Served) -> Box<Process<Quiet>> {
    Box::new(
        #[coroutine]
        move |here: SimContext<Quiet>| {
            world.came.set(true);
            let born = here.time();
            let here: SimContext<Quiet> = yield Quiet(Effect::Request(web.0));
            let mut waited = here.time() - born;
            let service = world.exponential(web.1);
            yield Quiet(Effect::TimeOut(service));
            let here: SimContext<Quiet> = yield Quiet(Effect::Release(web.0));
            let came = here.time();
            let here: SimContext<Quiet> = yield Quiet(Effect::Request(database.0));
            waited += here.time() - came;
            let service = world.exponential(database.1);
            let here: SimContext<Quiet> = yield Quiet(Effect::TimeOut(service));
            world.tally.borrow_mut().left(waited, here.time() - born);
            yield Quiet(Effect::Release(database.0));
        },
    )
}

fn through_edge(world: Rc<World>, mean_s: f64) -> Box<Process<Quiet>> {
    Box::new(
        #[coroutine]
        move |here: SimContext<Quiet>| {
            world.came.set(true);
            let born = here.time();
            let delay = world.exponential(mean_s);
            let here: SimContext<Quiet> = yield Quiet(Effect::TimeOut(delay));
            world.tally.borrow_mut().left(0.0, here.time() - born);
        },
    )
}
