//! In its steady state the event loop allocates nothing.

use onrush_des::{Simulation, Status};
use onrush_network::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// A site at a steady load with visits and bare requests, holding, caches, a gate, several servers to choose from, timeouts,
/// patience and retries.
fn steady(seconds: u32) -> Network {
    let until = f64::from(seconds);
    let mut journey = Journey::single_request("visit", 0);
    journey.behaviour.patience = Some(Dist::lognormal(3.0, 0.5));
    journey.behaviour.when_slow = Reload {
        chance: 0.5,
        at_most: 3,
        pause: Dist::exponential(1.0),
    };
    journey.pages[0].think = Dist::exponential(2.0);
    Network {
        horizon_s: seconds,
        stations: vec![
            Station::new("edge", Dist::lognormal(0.02, 0.5)),
            Station {
                servers: Servers::Finite(8),
                instances: 4,
                line: Line::Places(20),
                balance: Balance::LeastBusy,
                contention: Some(Contention {
                    cores: Some(4),
                    alpha: 0.1,
                    beta: 0.0,
                    counts_held: false,
                }),
                ..Station::new("web", Dist::lognormal(0.03, 1.0))
            },
            Station {
                servers: Servers::Finite(10),
                patience: Some(Dist::exponential(1.0)),
                ..Station::new("database", Dist::exponential(0.008))
            },
            Station {
                servers: Servers::Finite(1),
                discipline: Discipline::Shared,
                ..Station::new("uplink", Dist::constant(0.001))
            },
            Station {
                servers: Servers::Finite(6),
                line: Line::Places(50),
                ..Station::new("store", Dist::exponential(0.005))
            },
        ],
        caches: vec![Cache {
            coalesce: true,
            ..Cache::new("pages", 500, 0.8, 5.0)
        }],
        gates: vec![Gate {
            id: "door".into(),
            rule: Rule::Limit(Bucket {
                per_s: 900.0,
                burst: 100.0,
            }),
            from_s: 0.0,
            until_s: f64::INFINITY,
        }],
        programs: vec![Program {
            gateway_timeout_s: Some(2.0),
            ..Program::new(
                "page",
                vec![
                    Step::at(0),
                    Step::new(Act::Pass { gate: 0 }),
                    Step::cached(
                        0,
                        vec![
                            Step::at(1).holding(vec![Step::at(2).times(3), Step::at(4)]),
                            Step::at(3),
                        ],
                    ),
                ],
            )
        }],
        journeys: vec![journey],
        clients: vec![Client {
            timeout_s: Some(1.0),
            retries: Retries {
                tries: 3,
                backoff: Some(Backoff {
                    first_s: 0.2,
                    factor: 2.0,
                    jitter: true,
                }),
                budget: None,
            },
            ..Client::new("app", 0)
        }],
        streams: vec![
            Stream::visits("people", Rate::constant(300.0, until), 0, 0),
            Stream::requests("app", Rate::constant(300.0, until), 0),
        ],
        ..Network::default()
    }
}

#[test]
fn the_steady_state_allocates_nothing() {
    let mut simulation = Simulation::new(&steady(1_200), 1).expect("a sound network");
    // Long enough for every table to have reached its peak size, within what chance does afterwards.
    while simulation.second() < 800 {
        assert_eq!(simulation.step(4096), Status::Running);
    }
    let region = Region::new(ALLOCATOR);
    let from = simulation.events();
    while simulation.second() < 1_100 {
        assert_eq!(simulation.step(4096), Status::Running);
    }
    let events = simulation.events() - from;
    let change = region.change();
    assert!(events > 500_000, "{events}");
    // A table that grows past its peak once more doubles: a handful of times in a long run, never per event.
    assert!(
        change.allocations + change.reallocations <= 4,
        "{change:?} in {events} events"
    );
}
