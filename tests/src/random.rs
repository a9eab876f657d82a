//! Random networks, for what must hold in any.

use onrush_network::{
    Balance, Behaviour, Contention, Dist, Journey, Line, Network, Page, Program, Rate, Reload,
    Request, RequestKind, Servers, Station, Step, Stream,
};
use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

/// A random network with everything in it: small lines, holding, gateway timeouts, impatient visitors, reloads.
#[must_use]
pub fn random_network(source: &mut Xoshiro256PlusPlus) -> Network {
    let stations: Vec<Station> = (0..source.random_range(1..6_u32))
        .map(|i| {
            let mean_s = [0.0, 0.001, 0.02, 0.3][source.random_range(0..4)];
            let service = match source.random_range(0..4) {
                0 => Dist::constant(mean_s),
                1 => Dist::lognormal(mean_s, 2.0),
                2 => Dist::Gamma { mean_s, cv2: 0.3 },
                _ => Dist::exponential(mean_s),
            };
            Station {
                servers: if source.random_bool(0.2) {
                    Servers::Infinite
                } else {
                    Servers::Finite(source.random_range(1..20))
                },
                line: if source.random_bool(0.2) {
                    Line::Unlimited
                } else {
                    Line::Places(source.random_range(0..30))
                },
                instances: source.random_range(1..4),
                balance: [
                    Balance::RoundRobin,
                    Balance::Random,
                    Balance::LeastBusy,
                    Balance::TwoChoices,
                ][source.random_range(0..4)],
                contention: source.random_bool(0.3).then_some(Contention {
                    cores: Some(2),
                    alpha: 0.2,
                    beta: 0.01,
                    counts_held: source.random_bool(0.5),
                }),
                patience: source.random_bool(0.2).then_some(Dist::exponential(0.5)),
                ..Station::new(format!("s{i}"), service)
            }
        })
        .collect();
    let programs: Vec<Program> = (0..3)
        .map(|i| Program {
            gateway_timeout_s: source
                .random_bool(0.5)
                .then(|| source.random_range(0.05..2.0)),
            ..Program::new(format!("p{i}"), steps(source, stations.len(), 3))
        })
        .collect();
    let reload = |source: &mut Xoshiro256PlusPlus| Reload {
        chance: source.random_range(0.0..1.0),
        at_most: source.random_range(0..5),
        pause: Dist::exponential(source.random_range(0.0..2.0)),
    };
    let behaviour = Behaviour {
        patience: source
            .random_bool(0.8)
            .then(|| Dist::lognormal(source.random_range(0.01..3.0), 0.5)),
        when_slow: reload(source),
        when_failed: reload(source),
        slow_s: 0.2,
        ..Behaviour::endless()
    };
    let pages = (0..source.random_range(1..4))
        .map(|i| random_page(source, i))
        .collect();
    Network {
        horizon_s: source.random_range(1..60),
        stations,
        programs,
        journeys: vec![Journey {
            id: "j".into(),
            pages,
            behaviour,
            sharing: None,
        }],
        streams: (0..2)
            .map(|i| {
                let rate = Rate::new(vec![
                    (0.0, 0.0),
                    (5.0, source.random_range(0.0..200.0)),
                    (20.0, 10.0),
                    (20.0, 100.0),
                    (50.0, 0.0),
                ]);
                Stream::visits(format!("c{i}"), rate, 0, i)
            })
            .collect(),
        ..Network::default()
    }
}

fn random_page(source: &mut Xoshiro256PlusPlus, i: u32) -> Page {
    Page {
        id: format!("page{i}"),
        requests: (0..source.random_range(1..4_u32))
            .map(|r| Request {
                id: format!("r{r}"),
                kind: if r == 0 {
                    RequestKind::Document
                } else {
                    RequestKind::Call
                },
                programs: vec![source.random_range(0..3), source.random_range(0..3)],
                count: if r == 0 { 1 } else { source.random_range(1..3) },
                files: 5,
                bytes: 1000,
            })
            .collect(),
        think: Dist::exponential(source.random_range(0.0..3.0)),
        go_on: source.random_range(0.0..1.0),
        goal_cents: source.random_bool(0.3).then_some(150),
        stock: None,
        opens: None,
    }
}

fn steps(source: &mut Xoshiro256PlusPlus, stations: usize, depth: usize) -> Vec<Step> {
    (0..source.random_range(0..3_u32))
        .map(|_| {
            let step = Step::at(source.random_range(0..stations))
                .times(source.random_range(1..4))
                .scale(source.random_range(0.0..2.0));
            let step = if source.random_bool(0.5) {
                step
            } else {
                step.probability(source.random_range(0.0..1.0))
            };
            if depth > 0 && source.random_bool(0.4) {
                step.holding(steps(source, stations, depth - 1))
            } else {
                step
            }
        })
        .collect()
}
