//! What is known ahead and needs no event (docs/decisions/0007) is seen exactly as if it had one.

use onrush_des::{Simulation, Status};
use onrush_network::*;
use onrush_observe::Observations;

fn seen(network: &Network, all_events: bool) -> Observations {
    let marks = [0.0, 7.3, 19.75, 40.0];
    let simulation = if all_events {
        Simulation::watched_with_all_events(network, 5, &marks)
    } else {
        Simulation::watched(network, 5, &marks)
    };
    let mut simulation = simulation.unwrap_or_else(|faults| panic!("{faults}"));
    while simulation.step(4096) == Status::Running {}
    simulation.finish()
}

/// Times are drawn to a billionth of a second, so in runs as short as these nothing happens at the same moment, and no tie
/// is broken differently.
fn the_same_without_events(network: &Network) -> Observations {
    let (mut all, mut few) = (seen(network, true), seen(network, false));
    assert!(few.events < all.events, "{} {}", few.events, all.events);
    assert_eq!(few.ledger, all.ledger);
    assert_eq!(few.series, all.series);
    for (f, a) in few.stations.iter().zip(&all.stations) {
        assert_eq!(f, a);
    }
    for (f, a) in few.held.iter().zip(&all.held) {
        assert_eq!(f, a);
    }
    (all.events, few.events) = (0, 0);
    assert_eq!(few.digest().finish(), all.digest().finish());
    few
}

fn finite(id: &str, servers: u32, line: Line, service: Dist) -> Station {
    Station {
        servers: Servers::Finite(servers),
        line,
        ..Station::new(id, service)
    }
}

fn calls(stations: Vec<Station>, steps: Vec<Step>, per_s: f64, client: Client) -> Network {
    Network {
        horizon_s: 60,
        stations,
        programs: vec![Program::new("work", steps)],
        clients: vec![client],
        streams: vec![Stream::requests("all", Rate::constant(per_s, 50.0), 0)],
        ..Network::default()
    }
}

#[test]
fn one_server_and_several_with_waits_of_many_seconds() {
    for (servers, service_s) in [(1, 0.009), (8, 0.09), (3, 0.04)] {
        // The last is overloaded: most of those who wait begin in a later second, or never.
        let station = finite(
            "queue",
            servers,
            Line::Unlimited,
            Dist::exponential(service_s),
        );
        let network = calls(vec![station], vec![Step::at(0)], 100.0, Client::new("c", 0));
        let seen = the_same_without_events(&network);
        assert!(seen.clients[0].completed.iter().sum::<u32>() > 2_000);
    }
}

#[test]
fn a_line_with_an_end_timeouts_and_retries() {
    let client = Client {
        timeout_s: Some(0.2),
        retries: Retries {
            tries: 3,
            backoff: Some(Backoff {
                first_s: 0.1,
                factor: 2.0,
                jitter: true,
            }),
            budget: None,
        },
        ..Client::new("c", 0)
    };
    let stations = vec![
        Station::new("way", Dist::lognormal(0.02, 0.5)),
        finite("front", 4, Line::Places(40), Dist::exponential(0.04)),
        finite("back", 2, Line::Places(3), Dist::lognormal(0.015, 1.0)),
    ];
    let steps = vec![Step::at(0), Step::at(1), Step::at(2), Step::at(0)];
    let seen = the_same_without_events(&calls(stations, steps, 150.0, client));
    assert!(seen.stations[1].refused.iter().sum::<u32>() > 100);
    assert!(seen.stations[2].refused.iter().sum::<u32>() > 100);
    assert!(
        seen.ledger
            .calls
            .of(onrush_observe::RequestOutcome::Abandoned)
            > 100
    );
}

#[test]
fn workers_that_slow_each_other_down_and_hold_on_while_a_database_answers() {
    for counts_held in [false, true] {
        let mut journey = Journey::single_request("visit", 0);
        journey.behaviour.patience = Some(Dist::lognormal(0.8, 0.5));
        journey.behaviour.when_slow = Reload {
            chance: 0.5,
            at_most: 3,
            pause: Dist::exponential(0.5),
        };
        let web = Station {
            instances: 3,
            balance: Balance::LeastBusy,
            contention: Some(Contention {
                cores: Some(2),
                alpha: 0.1,
                beta: 0.01,
                counts_held,
            }),
            ..finite("web", 12, Line::Places(30), Dist::lognormal(0.02, 0.5))
        };
        let stations = vec![
            Station::new("way", Dist::lognormal(0.02, 0.5)),
            web,
            finite("database", 9, Line::Unlimited, Dist::exponential(0.03)),
        ];
        let queries = Step::at(2).times(3);
        let steps = vec![Step::at(0), Step::at(1).holding(vec![queries, Step::at(0)])];
        let network = Network {
            horizon_s: 60,
            stations,
            programs: vec![Program::new("page", steps)],
            journeys: vec![journey],
            streams: vec![Stream::visits("people", Rate::constant(120.0, 50.0), 0, 0)],
            ..Network::default()
        };
        let seen = the_same_without_events(&network);
        assert!(seen.ledger.wasted > 100, "{:?}", seen.ledger);
    }
}
