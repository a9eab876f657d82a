//! Laws that hold in every run, whatever the network: books balance, Little's law, nothing is lost.

use onrush_network::{Behaviour, Dist, Network, Rate, Servers, Station, Step, Stream};
use onrush_observe::{Observations, RequestOutcome as R, VisitOutcome};
use onrush_tests::random::random_network;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

fn sum(column: &[u32]) -> u64 {
    column.iter().map(|v| u64::from(*v)).sum()
}

fn books_balance(seen: &Observations) {
    let l = &seen.ledger;
    assert_eq!(l.visits.missing(), 0, "every visit ends exactly once");
    assert_eq!(l.requests.missing(), 0, "every request ends exactly once");
    for (outcome, n) in l.visits.iter() {
        assert_eq!(
            l.by_stream.iter().map(|t| t.of(outcome)).sum::<u64>(),
            n,
            "streams add up to the whole"
        );
    }
    let s = &seen.series;
    assert_eq!(sum(&s.visits), l.visits.arrived);
    assert_eq!(sum(&s.requests), l.requests.arrived);
    assert_eq!(sum(&s.served), l.served());
    assert_eq!(sum(&s.lost), l.lost());
    assert_eq!(sum(&s.pages), l.pages_loaded);
    assert_eq!(sum(&s.reloads), l.reloads);
    assert_eq!(sum(&s.wasted), l.wasted);
    assert_eq!(seen.page_times.count(), l.pages_loaded);
    assert_eq!(sum(&s.answered), l.requests.of(R::Answered));
    assert_eq!(sum(&s.refused), l.requests.of(R::Refused));
    assert_eq!(
        sum(&s.errors),
        l.requests.of_any(&[R::GatewayTimeout, R::Failed])
    );
    assert_eq!(sum(&s.abandoned), l.requests.of(R::Abandoned));
    let still_there: u64 = l.visits.of(VisitOutcome::Unfinished);
    assert_eq!(s.inside.last().map(|n| u64::from(*n)), Some(still_there));
    assert!(l.served_slowly <= l.served());
    for station in &seen.stations {
        assert!(
            sum(&station.served) + sum(&station.refused) + sum(&station.given_up)
                <= sum(&station.arrived),
            "{}",
            station.id
        );
        if station.servers > 0 {
            assert!(
                station
                    .busy
                    .iter()
                    .all(|b| f64::from(*b) <= station.servers as f64 * 1.000001),
                "{}",
                station.id
            );
        }
    }
}

#[test]
fn in_any_network_the_books_balance_to_the_last_visit() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(2024);
    let mut kinds = std::collections::BTreeMap::new();
    for seed in 0..400 {
        let network = random_network(&mut source);
        let seen = onrush_des::simulate(&network, seed).unwrap_or_else(|f| panic!("{f}"));
        books_balance(&seen);
        for (outcome, n) in seen.ledger.requests.iter() {
            *kinds.entry(outcome).or_insert(0) += n;
        }
    }
    // These networks have neither gates nor stocks.
    kinds.retain(|outcome, _| !matches!(outcome, R::Blocked | R::SoldOut));
    assert!(
        kinds.values().all(|n| *n > 100),
        "every way to end was seen: {kinds:?}"
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(5);
    let mut different = 0;
    for _ in 0..40 {
        let network = random_network(&mut source);
        let digest = |seed| {
            onrush_des::simulate(&network, seed)
                .unwrap()
                .digest()
                .finish()
        };
        assert_eq!(digest(1), digest(1));
        different += u32::from(digest(1) != digest(2));
    }
    assert!(different > 30, "{different}");
}

#[test]
fn stepping_in_other_portions_changes_nothing() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(6);
    for _ in 0..20 {
        let network = random_network(&mut source);
        let mut simulation = onrush_des::Simulation::new(&network, 3).unwrap();
        while simulation.step(7) == onrush_des::Status::Running {}
        assert_eq!(
            simulation.finish().digest().finish(),
            onrush_des::simulate(&network, 3).unwrap().digest().finish()
        );
    }
}

#[test]
fn a_change_in_one_place_leaves_the_crowd_and_the_other_stations_as_they_were() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(7);
    for _ in 0..30 {
        let mut network = random_network(&mut source);
        // Nobody waits, so that stations cannot influence each other.
        for station in &mut network.stations {
            *station = Station {
                service: station.service,
                ..Station::new(station.id.clone(), station.service)
            };
        }
        network.journeys[0].behaviour = Behaviour::endless();
        network
            .programs
            .iter_mut()
            .for_each(|p| p.gateway_timeout_s = None);
        let before = onrush_des::simulate(&network, 1).unwrap();
        // A station more, visited first by everybody without taking time.
        network
            .stations
            .push(Station::new("new", Dist::constant(0.0)));
        let new = network.stations.len() - 1;
        network
            .programs
            .iter_mut()
            .for_each(|p| p.steps.insert(0, Step::at(new)));
        let after = onrush_des::simulate(&network, 1).unwrap();
        assert_eq!(before.series, after.series);
        assert_eq!(before.stations[..], after.stations[..new]);
    }
}

#[test]
fn a_further_stream_leaves_the_others_visits_as_they_were() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(8);
    let mut network = random_network(&mut source);
    let arrived = |n: &Network| {
        onrush_des::simulate(n, 1)
            .unwrap()
            .ledger
            .by_stream
            .iter()
            .map(|t| t.arrived)
            .collect::<Vec<_>>()
    };
    let before = arrived(&network);
    network
        .streams
        .insert(0, Stream::visits("new", Rate::constant(20.0, 10.0), 0, 0));
    assert_eq!(before[..], arrived(&network)[1..]);
}

#[test]
fn littles_law_holds_for_the_whole() {
    // Mean number of requests present = rate of answers × mean time, in a run long enough for the edges not to matter.
    let stations = vec![
        Station::new("edge", Dist::lognormal(0.020, 1.0)),
        Station {
            servers: Servers::Finite(8),
            ..Station::new("web", Dist::exponential(0.050))
        },
        Station {
            servers: Servers::Finite(3),
            ..Station::new("db", Dist::lognormal(0.010, 2.0))
        },
    ];
    let program = vec![
        Step::at(0),
        Step::at(1)
            .probability(0.7)
            .holding(vec![Step::at(2).times(2)]),
    ];
    let network =
        onrush_tests::queue::network(stations, program, Rate::constant(120.0, 5_000.0), 5_000);
    let seen = onrush_des::simulate(&network, 1).unwrap();
    let mean = |c: &[f32]| c.iter().map(|v| f64::from(*v)).sum::<f64>() / c.len() as f64;
    // A request at the database is also in service at the web server that it holds.
    let present: f64 = seen.stations[..2]
        .iter()
        .map(|s| mean(&s.busy) + mean(&s.line))
        .sum();
    let answered = seen.response_times.count() as f64 / 5_000.0;
    let expected = answered * seen.response_times.mean_s();
    assert!(
        (present / expected - 1.0).abs() < 0.001,
        "{present} against {expected}"
    );
}
