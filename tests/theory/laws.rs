//! Laws that hold in every run, whatever the network: books balance, Little's law, nothing is lost.

use onrush_network::{
    Behaviour, Discipline, Dist, Network, Rate, Sends, Servers, Station, Step, Stream,
};
use onrush_observe::{Observations, RequestOutcome as R, VisitOutcome as V};
use onrush_tests::random::{Source, random_network};
use onrush_tests::watch::{open, watched};
use rand::SeedableRng;

fn sum(column: &[u32]) -> u64 {
    column.iter().map(|v| u64::from(*v)).sum()
}

fn books_balance(seen: &Observations) {
    let l = &seen.ledger;
    assert_eq!(l.visits.missing(), 0, "every visit ends exactly once");
    assert_eq!(l.requests.missing(), 0, "every request ends exactly once");
    assert_eq!(l.calls.missing(), 0, "every bare attempt ends exactly once");
    assert_eq!(l.jobs.missing(), 0, "every job ends exactly once");
    assert_eq!(
        l.machines.missing(),
        0,
        "every machine's visit ends exactly once"
    );
    for (outcome, n) in l.visits.iter() {
        assert_eq!(
            l.by_stream.iter().map(|t| t.of(outcome)).sum::<u64>(),
            n + l.machines.of(outcome),
            "streams add up to the whole"
        );
    }
    let s = &seen.series;
    assert_eq!(sum(&s.visits), l.visits.arrived);
    assert_eq!(sum(&s.machines), l.machines.arrived);
    assert_eq!(sum(&s.shared), l.shared);
    assert_eq!(sum(&s.requests), l.requests.arrived);
    assert_eq!(sum(&s.served), l.served());
    assert_eq!(sum(&s.lost), l.lost());
    assert_eq!(sum(&s.pages), l.pages_loaded);
    assert_eq!(sum(&s.reloads), l.reloads);
    assert_eq!(sum(&s.wasted), l.wasted);
    assert_eq!(sum(&s.blocked), l.visits.of(V::Blocked));
    assert_eq!(sum(&s.sold_out), l.visits.of(V::SoldOut));
    assert_eq!(seen.page_times.count(), l.pages_loaded);
    assert_eq!(sum(&s.answered), l.requests.of(R::Answered));
    assert_eq!(sum(&s.refused), l.requests.of(R::Refused));
    assert_eq!(
        sum(&s.errors),
        l.requests.of_any(&[R::GatewayTimeout, R::Failed])
    );
    assert_eq!(sum(&s.abandoned), l.requests.of(R::Abandoned));
    let still_there = l.visits.of(V::Unfinished) + l.machines.of(V::Unfinished);
    assert_eq!(s.inside.last().map(|n| u64::from(*n)), Some(still_there));
    assert!(l.served_slowly <= l.served());
    for station in &seen.stations {
        let gone = sum(&station.served)
            + sum(&station.refused)
            + sum(&station.given_up)
            + sum(&station.shed);
        assert!(gone <= sum(&station.arrived), "{}", station.id);
    }
    for client in &seen.clients {
        assert!(
            sum(&client.completed) + sum(&client.failed) <= sum(&client.started),
            "{}",
            client.id
        );
    }
    let sent = seen
        .clients
        .iter()
        .map(|c| sum(&c.started) + sum(&c.retried))
        .sum::<u64>();
    assert_eq!(sent, l.calls.arrived, "attempts of all clients");
    for stock in &seen.stocks {
        let left = stock.units + sum(&stock.returned);
        assert!(sum(&stock.taken) <= left, "{} was sold twice", stock.id);
    }
    for room in &seen.rooms {
        assert!(
            sum(&room.admitted) + sum(&room.given_up) <= sum(&room.came),
            "{}",
            room.id
        );
    }
}

#[test]
fn in_any_network_the_books_balance_to_the_last_visit() {
    let mut source = Source::seed_from_u64(2024);
    let (mut requests, mut visits) = ([0_u64; 8], [0_u64; 9]);
    let (mut calls, mut jobs) = (0, 0);
    for seed in 0..400 {
        let network = random_network(&mut source);
        let seen = onrush_des::simulate(&network, seed).unwrap_or_else(|f| panic!("{f}"));
        books_balance(&seen);
        for (i, (_, n)) in seen.ledger.requests.iter().enumerate() {
            requests[i] += n;
        }
        for (i, (_, n)) in seen.ledger.visits.iter().enumerate() {
            visits[i] += n;
        }
        calls += seen.ledger.calls.arrived;
        jobs += seen.ledger.jobs.arrived;
    }
    assert!(
        requests.iter().chain(&visits).all(|n| *n > 50) && calls > 1_000 && jobs > 1_000,
        "every way to end was seen: {requests:?} {visits:?} {calls} {jobs}"
    );
}

#[test]
fn in_any_network_littles_law_holds_to_the_tick_where_everybody_was_served() {
    // Where nobody gave up, failed or stayed, the area under the number in line is the sum of the times in line, and the area under
    // the number present that of the times there: not on average, but exactly.
    let mut source = Source::seed_from_u64(77);
    let mut compared = 0;
    for seed in 0..300 {
        let mut network = random_network(&mut source);
        network.horizon_s += 60;
        network.populations.clear();
        let run = watched(&network, seed, 0.0);
        for (i, station) in network.stations.iter().enumerate() {
            let s = run.station(i);
            if s.given_up + s.failed > 0 || s.arrived != s.served + s.refused || s.served == 0 {
                continue;
            }
            compared += 1;
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
            let present = s.line_s + s.busy_s;
            assert!(
                near(present, s.response_s),
                "{}: {present} against {}",
                station.id,
                s.response_s
            );
            if station.discipline == Discipline::FirstCome {
                assert!(
                    near(s.line_s, s.wait_s),
                    "{}: {} against {}",
                    station.id,
                    s.line_s,
                    s.wait_s
                );
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let mut source = Source::seed_from_u64(5);
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
    let mut source = Source::seed_from_u64(6);
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
    let mut source = Source::seed_from_u64(7);
    for _ in 0..30 {
        let mut network = random_network(&mut source);
        // Nobody waits, and nothing is shared, so that stations cannot influence each other.
        network.rooms.clear();
        network.scalers.clear();
        network.incidents.clear();
        network.streams.iter_mut().for_each(|s| {
            if let Sends::Visits { room, .. } = &mut s.sends {
                *room = None;
            }
        });
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
    let mut source = Source::seed_from_u64(8);
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
    let run = watched(&open(stations, program, 120.0, 5_000), 1, 0.0);
    // A request at the database is also in service at the web server that it holds.
    let present = run.present(0) + run.present(1);
    let expected = run.client(0).response_s / run.span_s;
    assert!(
        (present / expected - 1.0).abs() < 0.001,
        "{present} against {expected}"
    );
}
