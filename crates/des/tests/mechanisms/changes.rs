use onrush_network::{
    Balance, Dist, HealthCheck, Incident, Metric, Network, Rate, Scaler, Station, Step, Trouble,
    WarmUp,
};
use onrush_observe::Observations;

use crate::{calls, customers, run, station, sum, visits};

fn incident(from_s: f64, until_s: f64, trouble: Trouble) -> Vec<Incident> {
    vec![Incident {
        id: "incident".into(),
        from_s,
        until_s,
        trouble,
    }]
}

fn down(from_s: f64, until_s: f64, instances: Option<u32>) -> Vec<Incident> {
    let station = 0;
    incident(from_s, until_s, Trouble::Down { station, instances })
}

#[test]
fn who_is_at_an_instance_that_goes_down_fails_at_once() {
    let seen = run(&Network {
        incidents: down(10.0, 20.0, None),
        ..calls(
            vec![station("web", 5, 1_000.0)],
            vec![Step::at(0)],
            3.0,
            40.0,
            40,
        )
    });
    let s = &seen.stations[0];
    let before: u64 = sum(&s.arrived[..10]);
    assert!(before > 10, "some are served and some in line");
    // All who were there, and whoever came in that second.
    assert_eq!(u64::from(s.failed[10]), before + u64::from(s.arrived[10]));
    assert_eq!(s.failed[11..20], s.arrived[11..20]);
    assert_eq!(sum(&s.failed[20..]), 0);
    assert_eq!(sum(&seen.clients[0].failed), sum(&s.arrived[..20]));
    assert!(
        s.busy[10..20]
            .iter()
            .chain(&s.line[10..20])
            .all(|n| *n == 0.0)
    );
    assert!((s.busy[39] - 5.0).abs() < 1e-6, "it serves again");
    for (second, up) in s.up.iter().enumerate() {
        let expected = if (10..20).contains(&second) { 0.0 } else { 1.0 };
        assert!((f64::from(*up) - expected).abs() < 1e-6, "{second}");
        assert!((s.paid[second] - 1.0).abs() < 1e-6);
    }
}

#[test]
fn who_holds_a_server_that_goes_down_fails_wherever_it_is() {
    let held = |inner: Station, optional: bool| {
        let mut step = Step::at(0).holding(vec![Step::at(1)]);
        step.optional = optional;
        run(&Network {
            incidents: down(10.0, 12.0, None),
            ..calls(
                vec![station("web", 50, 0.0), inner],
                vec![step],
                3.0,
                10.0,
                40,
            )
        })
    };
    // Served by the inner station, in its line, and in a delay that nothing else could change.
    for inner in [
        station("database", 100, 1_000.0),
        station("database", 2, 1_000.0),
        Station::new("delay", Dist::constant(1_000.0)),
    ] {
        let seen = held(inner.clone(), false);
        let arrived = seen.ledger.calls.arrived;
        assert_eq!(sum(&seen.clients[0].failed), arrived);
        assert_eq!(u64::from(seen.stations[0].failed[10]), arrived);
        for s in &seen.stations {
            assert!(s.busy[10..].iter().chain(&s.line[10..]).all(|n| *n == 0.0));
        }
        for h in &seen.held {
            assert!(h.waiting[10..].iter().all(|n| *n == 0.0));
            assert!(h.in_service[10..].iter().all(|n| *n == 0.0));
        }
        // Where they could do without, they go on.
        let goes_on = held(inner, true);
        assert_eq!(sum(&goes_on.clients[0].completed), arrived);
        assert_eq!(u64::from(goes_on.clients[0].completed[10]), arrived);
    }
}

#[test]
fn a_balancer_leaves_out_what_is_down_only_when_it_asks() {
    let two = |health| {
        let web = Station {
            instances: 2,
            balance: Balance::RoundRobin,
            health,
            ..station("web", 100, 0.0)
        };
        run(&Network {
            incidents: down(10.0, 30.0, Some(1)),
            ..calls(vec![web], vec![Step::at(0)], 100.0, 60.0, 60)
        })
    };
    let blind = two(None);
    let s = &blind.stations[0];
    for second in 10..30 {
        assert!(s.failed[second].abs_diff(s.served[second]) <= 1, "{second}");
    }
    assert_eq!(sum(&s.failed[30..]), 0);
    let sees = two(Some(HealthCheck {
        every_s: 1.0,
        fails: 3,
        passes: 5,
    }));
    let s = &sees.stations[0];
    // Asked at 10, 11 and 12.
    assert!(s.failed[10] > 20 && s.failed[11] > 20);
    assert_eq!(sum(&s.failed[12..]), 0);
    assert!((s.up[20] - 1.0).abs() < 1e-6);
}

#[test]
fn slow_services_and_errors_last_as_long_as_the_incident() {
    let with = |trouble| {
        run(&Network {
            incidents: incident(10.0, 20.0, trouble),
            ..customers(vec![station("web", 1, 0.1)], vec![Step::at(0)], 1, 0.15, 30)
        })
    };
    // 0.25 s a round, or 0.15 + 0.35.
    let slow = with(Trouble::Slow {
        station: 0,
        factor: 3.5,
    });
    assert_eq!(slow.stations[0].served[5], 4);
    assert_eq!(slow.stations[0].served[15], 2);
    assert_eq!(slow.stations[0].served[25], 4);
    let errors = with(Trouble::Errors {
        station: 0,
        share: 1.0,
    });
    let s = &errors.stations[0];
    assert_eq!(sum(&s.served[10..20]), 0);
    assert_eq!(sum(&s.failed[10..20]), sum(&s.failed));
    assert_eq!(sum(&s.failed), 40);
}

#[test]
fn an_instance_that_comes_back_is_cold() {
    let web = Station {
        warm_up: Some(WarmUp {
            seconds: 10.0,
            factor: 3.0,
        }),
        ..station("web", 1, 0.1)
    };
    let seen = run(&Network {
        incidents: down(10.0, 11.0, None),
        ..calls(vec![web], vec![Step::at(0)], 100.0, 60.0, 60)
    });
    let s = &seen.stations[0];
    // Always busy: ten a second at full speed.
    assert!(s.served[5].abs_diff(10) <= 1);
    assert!(s.served[11] <= 4, "{}", s.served[11]);
    // Half-way, it takes twice as long.
    assert!(s.served[16].abs_diff(5) <= 1);
    assert!(s.served[30].abs_diff(10) <= 1);
}

#[test]
fn office_hours_close_and_open() {
    let desk = Station {
        hours: vec![(10.0, 0), (20.0, 4)],
        ..station("desk", 2, 0.5)
    };
    let seen = run(&calls(vec![desk], vec![Step::at(0)], 20.0, 40.0, 40));
    let s = &seen.stations[0];
    assert_eq!(s.served[5], 4);
    // Who was being served at ten is served to the end.
    assert_eq!(s.served[10], 2);
    assert_eq!(sum(&s.served[11..20]), 0);
    assert_eq!(s.served[21..30], [8; 9]);
    assert!((s.busy[25] - 4.0).abs() < 1e-6);
    assert_eq!(seen.ledger.calls.missing(), 0);
}

fn scaler() -> Scaler {
    Scaler {
        id: "scaler".into(),
        station: 0,
        metric: Metric::Busy,
        target: 0.5,
        tolerance: 0.1,
        every_s: 5.0,
        boot: Dist::constant(7.0),
        at_least: 1,
        at_most: 20,
        step: 20,
        cooldown_s: 0.0,
        calm_s: 30.0,
        schedule: Vec::new(),
    }
}

fn scaled(scaler: Scaler, per_s: f64) -> Observations {
    let mut network = Network {
        scalers: vec![scaler],
        ..calls(
            vec![station("web", 10, 0.1)],
            vec![Step::at(0)],
            per_s,
            300.0,
            500,
        )
    };
    network.streams[0].rate = Rate::constant(per_s, 300.0);
    run(&network)
}

#[test]
fn a_scaler_follows_the_load_up_and_down() {
    // 30 servers' work at a target of half: 6 instances of 10.
    let seen = scaled(scaler(), 300.0);
    let s = &seen.stations[0];
    let at = |level: &[f32], second: usize| level[second];
    for second in 150..300 {
        let up = at(&s.up, second);
        assert!((5.0..=7.0).contains(&up), "{second}: {up}");
    }
    // The first decision, at 5 s: all ten servers are busy, so two are wanted; they serve at 12.
    assert!((at(&s.paid, 5) - 2.0).abs() < 1e-6);
    assert!((at(&s.up, 11) - 1.0).abs() < 1e-6);
    assert!(at(&s.up, 12) > 1.9);
    // Nobody comes: after half a minute of calm, and the last decision's five seconds, one is left.
    assert!(at(&s.up, 325) > 4.0);
    assert!((at(&s.up, 345) - 1.0).abs() < 1e-6);
    assert!((at(&s.paid, 345) - 1.0).abs() < 1e-6);
    assert_eq!(sum(&s.served), sum(&s.arrived), "nobody is thrown out");
}

#[test]
fn a_schedule_orders_instances_before_they_are_needed() {
    let seen = scaled(
        Scaler {
            schedule: vec![(20.0, 8), (200.0, 2)],
            ..scaler()
        },
        1.0,
    );
    let s = &seen.stations[0];
    assert!((s.up[19] - 1.0).abs() < 1e-6 && (s.paid[19] - 1.0).abs() < 1e-6);
    assert!((s.paid[20] - 8.0).abs() < 1e-6 && (s.up[26] - 1.0).abs() < 1e-6);
    assert!(s.up[27..200].iter().all(|n| (*n - 8.0).abs() < 1e-6));
    assert!((s.up[240] - 2.0).abs() < 1e-6);
}

#[test]
fn visits_that_meet_an_instance_that_is_down_see_an_error() {
    let seen = run(&Network {
        incidents: down(5.0, 10.0, None),
        ..visits(
            vec![station("web", 9, 0.1)],
            vec![Step::at(0)],
            20.0,
            20.0,
            30,
        )
    });
    let l = &seen.ledger;
    let errors = l.visits.of(onrush_observe::VisitOutcome::Error);
    assert_eq!(errors, sum(&seen.stations[0].failed));
    assert_eq!(errors + l.served(), l.visits.arrived);
    assert!(errors >= sum(&seen.series.visits[5..10]));
}
