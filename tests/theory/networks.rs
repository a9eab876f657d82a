//! Several stations: Jackson's networks, closed networks, held servers.

use onrush_network::{Contention, Dist, Station, Step};
use onrush_tests::formula::{Node, mva};
use onrush_tests::watch::{closed, estimate, open, room, servers};

fn one(id: &str, mean_s: f64) -> Station {
    servers(id, 1, Dist::exponential(mean_s))
}

#[test]
fn an_open_network_with_loops_is_jacksons() {
    // Bolch et al. 2006, example 7.4: enter at node 4, go to 1; from 1 half the time to 2 and back, else to 3; from 3 back to 1
    // with chance .6, else leave.
    let stations = vec![
        one("1", 0.04),
        one("2", 0.03),
        one("3", 0.06),
        one("4", 0.05),
    ];
    let to_2_and_back = Step::group(vec![Step::at(1), Step::at(0)])
        .probability(0.5)
        .again(0.5);
    let round = Step::group(vec![Step::at(0), to_2_and_back, Step::at(2)]).again(0.6);
    let model = open(stations, vec![Step::at(3), round], 4.0, 10_000);
    let published = [
        (0, 20.0, 0.8, 0.2, 4.0),
        (1, 10.0, 0.3, 0.043, 0.429),
        (2, 10.0, 0.6, 0.15, 1.5),
        (3, 4.0, 0.2, 0.0625, 0.25),
    ];
    let all = estimate(&model, |r| {
        let mut measured = [0.0; 16];
        for i in 0..4 {
            let values = [r.throughput(i), r.busy(i), r.response_s(i), r.present(i)];
            measured[4 * i..4 * i + 4].copy_from_slice(&values);
        }
        measured
    });
    for (i, x, u, r, l) in published {
        all[4 * i].assert_is(&format!("X of node {}", i + 1), x, 0.03);
        all[4 * i + 1].assert_is(&format!("U of node {}", i + 1), u, 0.03);
        // Printed to three digits.
        all[4 * i + 2].assert_near(&format!("R of node {}", i + 1), r, 4e-3, 0.15);
        all[4 * i + 3].assert_near(&format!("L of node {}", i + 1), l, 2e-3, 0.15);
    }
}

#[test]
fn an_open_network_by_its_visits_is_lazowskas() {
    // Lazowska et al. 1984, p. 113: λ .3; visits 121, 70, 50; S .005, .03, .027.
    let nodes = [(121, 0.005), (70, 0.030), (50, 0.027)];
    let stations = nodes
        .iter()
        .enumerate()
        .map(|(i, (_, s))| one(&format!("s{i}"), *s));
    let steps = nodes
        .iter()
        .enumerate()
        .map(|(i, (visits, _))| Step::at(i).times(*visits));
    let model = open(stations.collect(), steps.collect(), 0.3, 4_000);
    let [x, u, q, q2, q3] = estimate(&model, |r| {
        [
            r.throughput(0),
            r.busy(0),
            r.present(0),
            r.present(1),
            r.present(2),
        ]
    });
    x.assert_is("X of the first", 36.3, 0.1);
    u.assert_near("U of the first", 0.182, 3e-3, 0.1);
    q.assert_near("Q of the first", 0.222, 2e-3, 0.15);
    q2.assert_is("Q of the second", 0.63 / 0.37, 0.3);
    q3.assert_is("Q of the third", 0.405 / 0.595, 0.2);
}

#[test]
fn a_closed_network_is_that_of_mean_value_analysis() {
    // Jain 1991, example 34.2: 20 customers, think 4 s.
    let nodes = [(16, 0.125), (10, 0.3), (5, 0.2)];
    let stations = nodes
        .iter()
        .enumerate()
        .map(|(i, (_, s))| one(&format!("s{i}"), *s));
    let steps = nodes
        .iter()
        .enumerate()
        .map(|(i, (visits, _))| Step::at(i).times(*visits));
    let model = closed(
        stations.collect(),
        steps.collect(),
        20,
        Dist::exponential(4.0),
        20_000,
    );
    let all = estimate(&model, |r| {
        [
            r.response_s(0),
            r.response_s(1),
            r.response_s(2),
            r.present(0),
            r.present(1),
            r.present(2),
        ]
    });
    for (i, published, printed) in [
        (0, 0.373, 2e-3),
        (1, 4.854, 1e-3),
        (2, 0.300, 2e-3),
        (3, 1.991, 1e-3),
        (4, 16.177, 1e-4),
        (5, 0.5, 1e-3),
    ] {
        all[i].assert_near(&format!("Jain's figure {i}"), published, printed, 0.08);
    }
}

#[test]
fn a_closed_network_with_a_delay_and_two_servers_is_that_of_mean_value_analysis() {
    // Bolch et al. 2006, example 8.4: two servers at the first, the last is a delay, three customers who do not think.
    let node = |service_s, visits, servers| Node {
        service_s,
        visits,
        servers,
    };
    let nodes = [
        node(0.5, 1.0, Some(2)),
        node(0.6, 0.5, Some(1)),
        node(0.8, 0.5, Some(1)),
        node(1.0, 1.0, None),
    ];
    let stations = vec![
        servers("1", 2, Dist::exponential(0.5)),
        one("2", 0.6),
        one("3", 0.8),
        Station::new("4", Dist::exponential(1.0)),
    ];
    let steps = vec![
        Step::at(0),
        Step::at(1).probability(0.5),
        Step::at(2).probability(0.5),
        Step::at(3),
    ];
    let model = closed(stations, steps, 3, Dist::constant(0.0), 10_000);
    let all = estimate(&model, |r| [0, 1, 2, 3].map(|i| r.present(i)));
    let published = [0.624, 0.473, 0.686, 1.217];
    for (i, (_, exact)) in mva(&nodes, 0.0, 3).into_iter().enumerate() {
        all[i].assert_is(&format!("Q of node {}", i + 1), exact, 0.05);
        all[i].assert_near(
            &format!("Q of node {} as published", i + 1),
            published[i],
            1e-3,
            0.05,
        );
    }
}

/// Workers who each hold a connection in the middle of their work.
fn held(
    workers: u32,
    connections: u32,
    own_s: f64,
    inner_s: f64,
    per_s: f64,
    horizon_s: u32,
) -> onrush_network::Network {
    let web = room("web", workers, 100, Dist::exponential(own_s));
    let db = servers("database", connections, Dist::exponential(inner_s));
    open(
        vec![web, db],
        vec![Step::at(0).holding(vec![Step::at(1)])],
        per_s,
        horizon_s,
    )
}

#[test]
fn few_connections_set_the_limit_and_the_workers_stand_waiting() {
    // 40 workers share 5 connections of 50 ms; their own work is negligible: 5 / 0.05 = 100/s get through, and 35 stand waiting.
    let [served, in_line, working, busy] = estimate(&held(40, 5, 1e-6, 0.050, 300.0, 500), |r| {
        [r.throughput(0), r.line(1), r.busy(1), r.busy(0)]
    });
    served.assert_is("throughput k/S", 100.0, 0.02);
    in_line.assert_near("standing in the database's line", 35.0, 1e-3, 0.01);
    working.assert_near("at the database", 5.0, 1e-3, 0.01);
    busy.assert_near("workers taken", 40.0, 1e-3, 0.01);
}

#[test]
fn a_held_worker_is_taken_for_its_own_time_and_all_that_it_waits_for() {
    // Nobody waits: the worker is taken for both halves of its own time and for three visits inside.
    let web = Station::new("web", Dist::exponential(0.040));
    let db = Station::new("database", Dist::exponential(0.010));
    let steps = vec![Step::at(0).holding(vec![Step::at(1).times(3)])];
    let [busy, time, inner] = estimate(&open(vec![web, db], steps, 50.0, 500), |r| {
        [r.busy(0), r.response_s(0), r.response_s(1)]
    });
    busy.assert_is("workers taken", 50.0 * 0.070, 0.02);
    time.assert_is("time with inner steps", 0.070, 0.02);
    inner.assert_is("time inside", 0.010, 0.02);
}

#[test]
fn when_the_workers_limit_the_connections_are_what_they_need() {
    // Workers always taken, connections enough: c / (own + inner) get through. Then the connections in use are X · inner.
    let [served, inside] = estimate(&held(8, 8, 0.030, 0.010, 400.0, 500), |r| {
        [r.throughput(0), r.busy(1)]
    });
    served.assert_is("throughput c/(own + inner)", 200.0, 0.02);
    inside.assert_is("connections in use", 2.0, 0.02);
}

#[test]
fn workers_and_connections_together_are_a_closed_network() {
    // Always full: c workers circle between their own work (a delay) and k connections: exact MVA for any k.
    let (c, k, own_s, inner_s) = (12, 4, 0.040, 0.020);
    let nodes = [
        Node {
            service_s: own_s,
            visits: 1.0,
            servers: None,
        },
        Node {
            service_s: inner_s,
            visits: 1.0,
            servers: Some(k),
        },
    ];
    let q = mva(&nodes, 0.0, c);
    let expected = q[0].1 / own_s;
    let [served, inside] = estimate(&held(c, k, own_s, inner_s, 600.0, 500), |r| {
        [r.throughput(0), r.present(1)]
    });
    served.assert_is("throughput", expected, 0.02);
    inside.assert_is("at the database", q[1].1, 0.03);
}

#[test]
fn a_worker_that_only_waits_needs_no_processor() {
    // One core, 20 workers that wait 100 ms for an endless database and work 1 ms themselves, 5 at a time on average: with held
    // workers counted the core looks crowded, without them the work takes its own time but for a rare meeting.
    let response = |counts_held| {
        let mut model = held(20, 1000, 0.001, 0.100, 50.0, 500);
        model.stations[0].service = Dist::constant(0.001);
        model.stations[1].service = Dist::constant(0.100);
        model.stations[0].contention = Some(Contention {
            cores: Some(1),
            alpha: 1.0,
            beta: 0.0,
            counts_held,
        });
        let [mean] = estimate(&model, |r| [r.response_s(0) - 0.100]);
        mean
    };
    // As the N-th of 1 + Poisson(5) busy ones: six times as long on average. (Its own slowness makes it a little more than 5.)
    response(true).assert_near("with held ones counted", 0.006, 0.08, 0.02);
    response(false).assert_near("without", 0.00105, 0.05, 0.02);
}
