//! Each mechanism of a network does what its description says, end to end.
//!
//! Most of it is exact. Where chance has a part, a mean is asked to lie within five standard errors, which fails by chance less
//! than once in a million comparisons.

mod caches;
mod changes;
mod doors;
mod edges;
mod failures;
mod known;
mod people;
mod selling;

use onrush_network::{
    Client, Dist, Journey, Network, Population, Program, Rate, Servers, Station, Step, Stream,
};
use onrush_observe::{Observations, RequestOutcome};

/// A station with so many servers and an endless line.
fn station(id: &str, servers: u32, service_s: f64) -> Station {
    Station {
        servers: Servers::Finite(servers),
        ..Station::new(id, Dist::constant(service_s))
    }
}

/// Bare requests at a constant rate from zero to `until_s`.
fn calls(
    stations: Vec<Station>,
    steps: Vec<Step>,
    per_s: f64,
    until_s: f64,
    horizon_s: u32,
) -> Network {
    Network {
        horizon_s,
        stations,
        programs: vec![Program::new("work", steps)],
        clients: vec![Client::new("caller", 0)],
        streams: vec![Stream::requests("all", Rate::constant(per_s, until_s), 0)],
        ..Network::default()
    }
}

/// Customers who think for so long between requests.
fn customers(
    stations: Vec<Station>,
    steps: Vec<Step>,
    customers: u32,
    think_s: f64,
    horizon_s: u32,
) -> Network {
    Network {
        streams: Vec::new(),
        populations: vec![Population {
            id: "people".into(),
            client: 0,
            customers,
            think: Dist::constant(think_s),
        }],
        ..calls(stations, steps, 0.0, 1.0, horizon_s)
    }
}

/// Visits of one page at a constant rate from zero to `until_s`.
fn visits(
    stations: Vec<Station>,
    steps: Vec<Step>,
    per_s: f64,
    until_s: f64,
    horizon_s: u32,
) -> Network {
    Network {
        horizon_s,
        stations,
        programs: vec![Program::new("work", steps)],
        journeys: vec![Journey::single_request("journey", 0)],
        streams: vec![Stream::visits("all", Rate::constant(per_s, until_s), 0, 0)],
        ..Network::default()
    }
}

/// Runs it, and sees that the books balance.
fn run(network: &Network) -> Observations {
    let seen = onrush_des::simulate(network, 1).unwrap_or_else(|faults| panic!("{faults}"));
    let l = &seen.ledger;
    assert_eq!(l.visits.missing(), 0);
    for tally in [&l.requests, &l.calls, &l.jobs] {
        assert_eq!(tally.missing(), 0);
        assert!(tally.ended() >= tally.of(RequestOutcome::Answered));
    }
    for s in &seen.stations {
        let gone = sum(&s.served) + sum(&s.refused) + sum(&s.given_up) + sum(&s.failed);
        assert!(gone + sum(&s.shed) <= sum(&s.arrived), "{}", s.id);
    }
    seen
}

fn sum(column: &[u32]) -> u64 {
    column.iter().map(|n| u64::from(*n)).sum()
}

fn mean(column: &[f32]) -> f64 {
    column.iter().map(|x| f64::from(*x)).sum::<f64>() / column.len() as f64
}

/// Within five standard errors.
fn assert_near(found: f64, expected: f64, error: f64) {
    assert!(
        (found - expected).abs() <= 5.0 * error,
        "{found} is not {expected} ± {error}"
    );
}

/// A count of rare independent events: its variance is about its mean.
fn assert_count(found: u64, expected: f64) {
    assert_near(found as f64, expected, expected.sqrt());
}
