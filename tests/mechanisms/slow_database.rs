//! A slow database fills the web servers: they hold a worker while they wait for a connection, until none is left, even for pages
//! that need no database at all.

use onrush_network::{Client, Dist, Incident, Network, Program, Rate, Step, Stream, Trouble};
use onrush_observe::Observations;
use onrush_tests::watch::{room, servers};

use crate::{between, mean_between};

/// The database is ten times as slow in these seconds.
const SLOW: (usize, usize) = (60, 120);

/// 50 workers, 10 connections of 10 ms. 300 pages a second ask the database in the middle of their 20 ms; 100 files a second do not.
fn site(workers: u32) -> Observations {
    let until_s = 240.0;
    let network = Network {
        horizon_s: 240,
        stations: vec![
            room("web", workers, 100, Dist::exponential(0.020)),
            servers("database", 10, Dist::exponential(0.010)),
        ],
        programs: vec![
            Program::new("page", vec![Step::at(0).holding(vec![Step::at(1)])]),
            Program::new("file", vec![Step::at(0)]),
        ],
        clients: vec![Client::new("pages", 0), Client::new("files", 1)],
        streams: vec![
            Stream::requests("pages", Rate::constant(300.0, until_s), 0),
            Stream::requests("files", Rate::constant(100.0, until_s), 1),
        ],
        incidents: vec![Incident {
            id: "slow".into(),
            from_s: SLOW.0 as f64,
            until_s: SLOW.1 as f64,
            trouble: Trouble::Slow {
                station: 1,
                factor: 10.0,
            },
        }],
        ..Network::default()
    };
    onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"))
}

#[test]
fn workers_stand_waiting_for_the_database_until_none_is_left() {
    let seen = site(50);
    let (web, database) = (&seen.stations[0], &seen.stations[1]);
    let (from, until) = (SLOW.0 + 10, SLOW.1);
    assert!(
        between(&web.refused, 0, SLOW.0) < 1.0,
        "nobody is refused before"
    );
    assert!(
        mean_between(&web.busy, 10, SLOW.0) < 15.0,
        "and most workers are free"
    );
    // In the incident all workers are taken, hardly any works, and 100 of the 400 a second come through.
    assert!(mean_between(&web.busy, from, until) > 49.0);
    assert!(mean_between(&web.working, from, until) < 12.0);
    assert!(mean_between(&database.busy, from, until) > 9.9);
    let held = seen
        .held
        .iter()
        .find(|h| h.holder == 0 && h.inner == 1)
        .expect("the pair is watched");
    assert!(
        mean_between(&held.waiting, from, until) > 30.0,
        "most stand in the database's line"
    );
    // Ten connections of 0.1 s: 100 a second.
    let served = between(&database.served, from, until) / (until - from) as f64;
    assert!((95.0..105.0).contains(&served), "{served}");
    // The web servers are not at fault, and refuse; also those who want no database.
    assert!(between(&web.refused, from, until) > 200.0 * (until - from) as f64);
    let files = &seen.clients[1];
    assert!(between(&files.failed, from, until) > 0.5 * between(&files.started, from, until));
    // It passes when the database recovers.
    assert!(between(&web.refused, SLOW.1 + 10, 240) < 1.0);
}

#[test]
fn more_workers_only_make_a_longer_line_at_the_database() {
    let (few, many) = (site(50), site(200));
    let (from, until) = (SLOW.0 + 10, SLOW.1);
    let served = |seen: &Observations| between(&seen.stations[1].served, from, until);
    assert!(
        (served(&many) / served(&few) - 1.0).abs() < 0.05,
        "no more pages come through"
    );
    assert!(mean_between(&many.stations[1].line, from, until) > 150.0);
}
