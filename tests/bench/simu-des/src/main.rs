//! The three models for simu-des: a process for each customer, a resource for each place.

#[path = "../../common/tally.rs"]
mod tally;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::Exp1;
use simu::{EnvHandle, Resource, SimEnv};
use tally::{Asked, Model, Place, Tally};

/// The places, each with its mean service time in seconds.
enum Site {
    Queue(Resource, f64),
    Web {
        edge_share: f64,
        edge_mean_s: f64,
        web: (Resource, f64),
        database: (Resource, f64),
    },
}

struct World {
    site: Site,
    /// A fast generator instead of the environment's own, which is a cryptographic one.
    random: RefCell<SmallRng>,
    tally: RefCell<Tally>,
}

impl World {
    fn exponential(&self, mean_s: f64) -> f64 {
        mean_s * self.random.borrow_mut().sample::<f64, _>(Exp1)
    }
}

fn main() {
    let asked = Asked::read();
    let started = Instant::now();
    let open = |place: Place| (Resource::new(place.servers), place.mean_s);
    let (rate, site) = match asked.model {
        Model::Queue { rate, place } => (
            rate,
            Site::Queue(Resource::new(place.servers), place.mean_s),
        ),
        Model::Web {
            rate,
            edge_share,
            edge_mean_s,
            web,
            database,
        } => (
            rate,
            Site::Web {
                edge_share,
                edge_mean_s,
                web: open(web),
                database: open(database),
            },
        ),
    };
    let world = Rc::new(World {
        site,
        random: RefCell::new(SmallRng::seed_from_u64(asked.seed)),
        tally: RefCell::default(),
    });
    let mut env = SimEnv::with_seed(asked.seed);
    drop(env.spawn(arrivals(env.handle(), Rc::clone(&world), asked, rate)));
    env.run();
    drop(env);
    let tally = world.tally.take();
    tally.print(started);
}

async fn arrivals(env: EnvHandle, world: Rc<World>, asked: Asked, rate: f64) {
    for _ in 0..asked.most {
        env.timeout(world.exponential(1.0 / rate)).await;
        if env.now() > asked.until_s {
            break;
        }
        drop(env.spawn(customer(env.clone(), Rc::clone(&world))));
    }
}

async fn customer(env: EnvHandle, world: Rc<World>) {
    let born = env.now();
    let mut waited = 0.0;
    match &world.site {
        Site::Queue(resource, mean_s) => serve(&env, &world, resource, *mean_s, &mut waited).await,
        Site::Web {
            edge_share,
            edge_mean_s,
            web,
            database,
        } => {
            let at_edge = world.random.borrow_mut().random::<f64>() < *edge_share;
            if at_edge {
                env.timeout(world.exponential(*edge_mean_s)).await;
            } else {
                serve(&env, &world, &web.0, web.1, &mut waited).await;
                serve(&env, &world, &database.0, database.1, &mut waited).await;
            }
        }
    }
    world.tally.borrow_mut().left(waited, env.now() - born);
}

async fn serve(env: &EnvHandle, world: &World, place: &Resource, mean_s: f64, waited: &mut f64) {
    let came = env.now();
    let server = place.request().await;
    *waited += env.now() - came;
    env.timeout(world.exponential(mean_s)).await;
    drop(server);
}
