//! A worker is held while it waits.

use onrush_network::{Contention, Dist, Line, Rate, Servers, Station, Step};
use onrush_tests::queue::{estimate, network};

fn held(
    workers: u32,
    connections: u32,
    own: f64,
    inner: f64,
    rate: f64,
    horizon_s: u32,
) -> onrush_network::Network {
    let web = Station {
        servers: Servers::Finite(workers),
        line: Line::Places(100),
        ..Station::new("web", Dist::exponential(own))
    };
    let db = Station {
        servers: Servers::Finite(connections),
        ..Station::new("database", Dist::exponential(inner))
    };
    let steps = vec![Step::at(0).holding(vec![Step::at(1)])];
    network(
        vec![web, db],
        steps,
        Rate::constant(rate, f64::from(horizon_s)),
        horizon_s,
    )
}

#[test]
fn few_connections_set_the_limit_and_the_workers_stand_waiting() {
    // 40 workers share 5 connections of 50 ms; their own work is negligible: 5 / 0.05 = 100/s get through, 35 stand waiting.
    let [served, waiting, in_service, busy] =
        estimate(&held(40, 5, 1e-6, 0.050, 300.0, 1_000), |r| {
            let h = &r.seen.held[0];
            [
                r.count(&r.seen.stations[0].served) / r.seconds(),
                r.mean(&h.waiting),
                r.mean(&h.in_service),
                r.mean(&r.seen.stations[0].busy),
            ]
        });
    served.assert_is("throughput", 100.0, 0.02);
    assert!(
        (waiting.mean - 35.0).abs() < 0.01 && (in_service.mean - 5.0).abs() < 0.01,
        "{waiting:?} {in_service:?}"
    );
    assert!((busy.mean - 40.0).abs() < 0.01);
}

#[test]
fn a_held_worker_is_busy_for_its_own_work_and_for_all_that_it_waits_for() {
    // Far from any limit: utilisation is λ (own + inner), and the database sees λ · inner.
    let [web, db] = estimate(&held(1000, 1000, 0.040, 0.060, 500.0, 2_000), |r| {
        [
            r.mean(&r.seen.stations[0].busy),
            r.mean(&r.seen.stations[1].busy),
        ]
    });
    web.assert_is("busy workers", 50.0, 0.01);
    db.assert_is("busy connections", 30.0, 0.01);
}

#[test]
fn enough_connections_make_the_workers_own_limit_the_one() {
    // 10 workers, own work 90 ms and 10 ms inside: 10 / 0.1 = 100/s.
    let [served] = estimate(&held(10, 10, 0.090, 0.010, 300.0, 1_000), |r| {
        [r.count(&r.seen.stations[0].served) / r.seconds()]
    });
    served.assert_is("throughput", 100.0, 0.02);
}

#[test]
fn a_worker_that_only_waits_needs_no_processor() {
    // One core, 20 workers that wait 100 ms for an endless database and work 1 ms themselves, 5 at a time on average: with
    // held workers counted the core looks crowded, without them the work takes its own time but for a rare meeting.
    let response = |counts_held| {
        let mut model = held(20, 1000, 0.001, 0.100, 50.0, 2_000);
        model.stations[0].service = Dist::constant(0.001);
        model.stations[1].service = Dist::constant(0.100);
        model.stations[0].contention = Some(Contention {
            cores: Some(1),
            alpha: 1.0,
            beta: 0.0,
            counts_held,
        });
        let [mean] = estimate(&model, |r| [r.seen.response_times.mean_s() - 0.100]);
        mean.mean
    };
    let (counted, not) = (response(true), response(false));
    assert!((0.0010..0.0012).contains(&not), "{not}");
    // As the N-th of 1 + Poisson(5) busy ones: six times as long on average.
    assert!((0.0055..0.0065).contains(&counted), "{counted}");
}
