use onrush_network::{
    Act, Breaker, Bucket, Discipline, Dist, Line, Network, Servers, Station, Step,
};
use onrush_observe::RequestOutcome;

use crate::{assert_near, calls, customers, mean, run, station, sum};

#[test]
fn a_share_of_services_ends_in_failure_and_an_optional_step_survives_it() {
    let faulty = |optional: bool| {
        let mut step = Step::at(0);
        step.optional = optional;
        let station = Station {
            errors: 0.3,
            ..station("faulty", 100, 0.01)
        };
        run(&calls(vec![station], vec![step], 50.0, 200.0, 210))
    };
    let seen = faulty(false);
    let (s, c) = (&seen.stations[0], &seen.clients[0]);
    assert_eq!(sum(&s.served) + sum(&s.failed), sum(&s.arrived));
    assert_eq!(sum(&c.failed), sum(&s.failed));
    assert_eq!(seen.ledger.calls.of(RequestOutcome::Failed), sum(&s.failed));
    let n = sum(&s.arrived) as f64;
    assert_near(sum(&s.failed) as f64 / n, 0.3, (0.3 * 0.7 / n).sqrt());
    let survives = faulty(true);
    assert_eq!(sum(&survives.stations[0].failed), sum(&s.failed));
    assert_eq!(sum(&survives.clients[0].failed), 0);
}

#[test]
fn a_service_that_takes_too_long_is_cut_off() {
    let slow = Station {
        cut_off_s: Some(0.5),
        ..station("slow", 1, 2.0)
    };
    // One second of thinking, half a second until the cut: 66 rounds and the beginning of another.
    let seen = run(&customers(
        vec![slow.clone()],
        vec![Step::at(0)],
        1,
        1.0,
        100,
    ));
    assert_eq!(sum(&seen.stations[0].failed), 66);
    assert!((mean(&seen.stations[0].busy) * 100.0 - 33.0).abs() < 1e-3);
    // Held in the middle: its first second, three elsewhere, and half a second more.
    let holding = Station {
        cut_off_s: Some(1.5),
        ..slow
    };
    let inner = Station::new("inner", Dist::constant(3.0));
    let steps = vec![Step::at(0).holding(vec![Step::at(1)])];
    let seen = run(&customers(vec![holding, inner], steps, 1, 1.0, 100));
    // A round takes 1 + 4.5 seconds.
    assert_eq!(sum(&seen.stations[0].failed), 18);
    assert_eq!(seen.stations[0].failed[5], 1);
    assert_eq!(sum(&seen.stations[1].served), 18);
}

#[test]
fn what_is_over_a_stations_limit_is_refused_at_once() {
    let limited = Station {
        limit: Some(Bucket {
            per_s: 4.0,
            burst: 1.0,
        }),
        ..station("provider", 100, 0.0)
    };
    let seen = run(&calls(vec![limited], vec![Step::at(0)], 40.0, 100.0, 100));
    let s = &seen.stations[0];
    // Renewals: a quarter of a second until the next token, and an exponential time until somebody takes it.
    let cycle = 0.25_f64 + 1.0 / 40.0;
    let served = sum(&s.served);
    let error = 10.0 * (1.0 / 40.0) / (cycle * cycle.sqrt());
    assert_near(served as f64, 100.0 / cycle, error);
    assert_eq!(served + sum(&s.shed), sum(&s.arrived));
    assert_eq!(seen.ledger.calls.of(RequestOutcome::Refused), sum(&s.shed));
}

#[test]
fn a_breaker_opens_after_its_window_and_again_after_its_trial() {
    let broken = Station {
        errors: 1.0,
        breaker: Some(Breaker {
            window: 10,
            failures: 0.5,
            slow_s: f64::INFINITY,
            open_s: 4.95,
            trial: 2,
        }),
        ..station("broken", 1, 0.1)
    };
    // A tenth of a second of thinking, a tenth of service. Ten calls fail until 2.0. Then all are refused, each after a tenth,
    // until 6.95; at 7.0 and 7.2 two are tried and fail until 7.3; then all are refused.
    let seen = run(&customers(vec![broken], vec![Step::at(0)], 1, 0.1, 12));
    let s = &seen.stations[0];
    assert_eq!(sum(&s.failed), 12);
    assert_eq!(s.failed[7], 2);
    assert_eq!(sum(&s.shed[..7]), 49);
    assert_eq!(s.served.iter().sum::<u32>(), 0);
    assert_eq!(seen.ledger.calls.of(RequestOutcome::Refused), sum(&s.shed));
}

#[test]
fn two_who_share_a_server_take_twice_as_long_and_no_more_than_fit_are_let_in() {
    let link = Station {
        discipline: Discipline::Shared,
        ..station("link", 1, 1.0)
    };
    let network = |n, line| {
        let link = Station {
            line,
            ..link.clone()
        };
        run(&customers(vec![link], vec![Step::at(0)], n, 1.0, 90))
    };
    // Both think for a second, then are served for two: 3 s a round. The 30th ends with the run.
    let seen = network(2, Line::Unlimited);
    assert_eq!(sum(&seen.stations[0].served), 2 * 29);
    assert!((mean(&seen.stations[0].busy) - 2.0 / 3.0).abs() < 1e-6);
    assert!((mean(&seen.stations[0].line) - 2.0 / 3.0).abs() < 1e-6);
    let refused = network(5, Line::Places(2));
    assert_eq!(refused.stations[0].refused[1], 2);
    assert_eq!(refused.stations[0].served[..4], [0, 0, 0, 0]);
}

#[test]
fn work_that_nobody_waits_for_is_done_by_itself() {
    let stations = vec![
        Station::new("shop", Dist::constant(0.0)),
        station("worker", 1, 0.05),
    ];
    let mut network: Network = calls(
        stations,
        vec![Step::at(0), Step::new(Act::Start { program: 1 }).times(3)],
        4.0,
        100.0,
        200,
    );
    network
        .programs
        .push(onrush_network::Program::new("job", vec![Step::at(1)]));
    let seen = run(&network);
    let l = &seen.ledger;
    assert_eq!(l.jobs.arrived, 3 * l.calls.arrived);
    assert_eq!(l.jobs.of(RequestOutcome::Answered), l.jobs.arrived);
    assert_eq!(sum(&seen.stations[1].served), l.jobs.arrived);
    assert_eq!(l.calls.of(RequestOutcome::Answered), l.calls.arrived);
    assert!(seen.response_times.mean_s() < 1e-9, "nobody waits for it");
    assert_eq!(seen.stations[1].servers, 1);
    assert!(matches!(network.stations[1].servers, Servers::Finite(1)));
}
