//! Known answers: what the forecast must say of one mechanism alone.

use onrush_fluid::Forecast;
use onrush_network::*;
use onrush_observe::VisitOutcome;

fn till(servers: u32, line: Line) -> Station {
    Station {
        servers: Servers::Finite(servers),
        line,
        ..Station::new("till", Dist::exponential(0.1))
    }
}

/// Visits of one request that goes by `steps`, at a constant rate.
fn visits(per_s: f64, horizon_s: u32, stations: Vec<Station>, steps: Vec<Step>) -> Network {
    Network {
        horizon_s,
        stations,
        programs: vec![Program::new("p", steps)],
        journeys: vec![Journey::single_request("j", 0)],
        streams: vec![Stream::visits(
            "s",
            Rate::constant(per_s, f64::from(horizon_s)),
            0,
            0,
        )],
        ..Network::default()
    }
}

fn forecast(network: &Network) -> Forecast {
    onrush_fluid::forecast(network).unwrap_or_else(|faults| panic!("{faults}"))
}

fn last(column: &[f64]) -> f64 {
    column.last().copied().unwrap_or(f64::NAN)
}

fn near(what: &str, found: f64, expected: f64, relative: f64) {
    assert!(
        (found - expected).abs() <= relative * expected.abs() + 1e-9,
        "{what}: {found} is not {expected}"
    );
}

/// Events per second in the step in which `second` lies.
fn rate(f: &Forecast, column: &[f64], second: f64) -> f64 {
    let i = f.step_of(second);
    column[i] / f.steps[i].length_s()
}

#[test]
fn below_saturation_the_line_is_erlangs() {
    // M/M/8 at utilisation 0.9: 5.97 in line on average (Erlang C 0.664 · ρ/(1-ρ)).
    let f = forecast(&visits(
        72.0,
        600,
        vec![till(8, Line::Unlimited)],
        vec![Step::at(0)],
    ));
    near("busy", last(&f.stations[0].busy), 7.2, 0.01);
    near("line", last(&f.stations[0].line), 5.97, 0.1);
    // M/M/1 at 0.8: L = 4, of which 3.2 wait; the same with shared servers.
    for discipline in [Discipline::FirstCome, Discipline::Shared] {
        let station = Station {
            discipline,
            ..till(1, Line::Unlimited)
        };
        let f = forecast(&visits(8.0, 600, vec![station], vec![Step::at(0)]));
        let there = last(&f.stations[0].busy) + last(&f.stations[0].line);
        near("there", there, 4.0, 0.05);
    }
}

#[test]
fn a_loss_system_refuses_by_erlang_b_and_an_overload_what_is_over() {
    let f = forecast(&visits(
        50.0,
        600,
        vec![till(10, Line::Places(0))],
        vec![Step::at(0)],
    ));
    near(
        "Erlang B(10, 5)",
        f.totals.of(VisitOutcome::TurnedAway) / f.totals.arrived,
        0.018_385,
        0.05,
    );
    let f = forecast(&visits(
        200.0,
        600,
        vec![till(10, Line::Places(50))],
        vec![Step::at(0)],
    ));
    near("over", rate(&f, &f.people.refused, 500.0), 100.0, 0.02);
    near("line", last(&f.stations[0].line), 50.0, 0.01);
}

#[test]
fn an_endless_line_grows_by_what_is_over() {
    let f = forecast(&visits(
        120.0,
        300,
        vec![till(10, Line::Unlimited)],
        vec![Step::at(0)],
    ));
    let there = last(&f.stations[0].busy) + last(&f.stations[0].line);
    near("there", there, 20.0 * 300.0, 0.02);
    assert_eq!(f.stations[0].saturated_s.map(|s| s < 5.0), Some(true));
}

#[test]
fn impatience_in_line_takes_what_is_over() {
    let station = Station {
        patience: Some(Dist::exponential(2.0)),
        ..till(10, Line::Unlimited)
    };
    let f = forecast(&visits(150.0, 600, vec![station], vec![Step::at(0)]));
    // The fluid limit of Erlang-A: λ - cμ leave, (λ - cμ) / θ are in line.
    near("line", last(&f.stations[0].line), 50.0 * 2.0, 0.03);
    near("leave", rate(&f, &f.people.errors, 500.0), 50.0, 0.05);
}

#[test]
fn a_slow_inner_station_fills_the_outer_one() {
    let stations = vec![
        Station {
            servers: Servers::Finite(40),
            line: Line::Places(100),
            ..Station::new("web", Dist::exponential(0.02))
        },
        Station {
            servers: Servers::Finite(5),
            ..Station::new("database", Dist::exponential(0.05))
        },
    ];
    // Two queries each: the database serves 50 requests a second, 35 of 40 workers wait for it.
    let steps = vec![Step::at(0).holding(vec![Step::at(1).times(2)])];
    let f = forecast(&visits(80.0, 300, stations, steps));
    near("answered", rate(&f, &f.people.answered, 250.0), 50.0, 0.05);
    near("held", last(&f.stations[0].busy), 40.0, 0.01);
    near("web at work", last(&f.stations[0].working), 1.0, 0.1);
    near("database line", last(&f.stations[1].line), 34.0, 0.1);
}

#[test]
fn a_closed_network_circulates() {
    let network = |customers| Network {
        horizon_s: 300,
        stations: vec![till(1, Line::Unlimited)],
        programs: vec![Program::new("p", vec![Step::at(0)])],
        clients: vec![Client::new("c", 0)],
        populations: vec![Population {
            id: "p".into(),
            client: 0,
            customers,
            think: Dist::exponential(1.0),
        }],
        ..Network::default()
    };
    // One server of 10 a second: 40 customers keep it busy, 40 - 10 are there; 5 mostly think (exact: 4.33 a second).
    let f = forecast(&network(40));
    near("busy", last(&f.stations[0].busy), 1.0, 0.06);
    let there = last(&f.stations[0].busy) + last(&f.stations[0].line);
    near("there", there, 30.0, 0.06);
    let f = forecast(&network(5));
    near("busy", last(&f.stations[0].busy), 0.433, 0.08);
}

#[test]
fn gunthers_law_has_its_peak() {
    // Throughput N / (S (1 + α(N-1) + βN(N-1))) with all servers busy.
    for (servers, expected) in [(8, 28.51), (40, 14.33)] {
        let station = Station {
            contention: Some(Contention {
                cores: None,
                alpha: 0.15,
                beta: 0.0135,
                counts_held: true,
            }),
            ..till(servers, Line::Places(10_000))
        };
        let f = forecast(&visits(200.0, 100, vec![station], vec![Step::at(0)]));
        let n = f64::from(servers);
        let law = n / (0.1 * (1.0 + 0.15 * (n - 1.0) + 0.0135 * n * (n - 1.0)));
        near("the law in figures", law, expected, 0.02);
        let (answered, seconds) = f
            .steps
            .iter()
            .zip(&f.people.answered)
            .filter(|(s, _)| (20.0..80.0).contains(&s.from_s))
            .fold((0.0, 0.0), |sum, (s, n)| (sum.0 + n, sum.1 + s.length_s()));
        near("throughput", answered / seconds, law, 0.05);
    }
}

#[test]
fn an_autoscaler_comes_after_its_boot_and_stops_at_its_target() {
    let mut network = visits(
        300.0,
        2_400,
        vec![till(10, Line::Places(10_000))],
        vec![Step::at(0)],
    );
    network.scalers = vec![Scaler {
        id: "a".into(),
        station: 0,
        metric: Metric::Busy,
        target: 0.6,
        tolerance: 0.1,
        every_s: 15.0,
        boot: Dist::constant(60.0),
        at_least: 1,
        at_most: 20,
        step: 20,
        cooldown_s: 0.0,
        calm_s: 120.0,
        schedule: Vec::new(),
    }];
    let f = forecast(&network);
    let up = &f.stations[0].up;
    near("before the boot", up[f.step_of(70.0)], 1.0, 0.0);
    near("after it: ⌈1 / 0.6⌉", up[f.step_of(80.0)], 2.0, 0.0);
    // Thirty busy servers of ten an instance at 60 %: five; a tolerance of a tenth allows one more.
    let end = last(up);
    assert!((5.0..=6.0).contains(&end), "{end}");
}

#[test]
fn a_waiting_room_lets_in_so_many_a_minute() {
    let mut network = visits(
        10.0,
        600,
        vec![Station::new("s", Dist::exponential(0.1))],
        vec![Step::at(0)],
    );
    network.rooms = vec![Room {
        id: "r".into(),
        active: None,
        per_minute: Some(300.0),
        opens_s: 100.0,
        shuffled: false,
        session_s: 0.0,
        patience: None,
    }];
    network.streams[0].sends = Sends::Visits {
        journey: 0,
        region: 0,
        bots: false,
        room: Some(0),
    };
    let f = forecast(&network);
    near(
        "before it opens",
        f.people.waiting[f.step_of(99.5)],
        1000.0,
        0.01,
    );
    near("served", f.people.served.iter().sum(), 2500.0, 0.01);
    near(
        "still there",
        f.totals.of(VisitOutcome::Unfinished),
        3500.0,
        0.01,
    );
    // With impatience of 200 s on average most leave.
    network.rooms[0].patience = Some(Dist::exponential(200.0));
    let f = forecast(&network);
    assert!(f.totals.of(VisitOutcome::GaveUpWaiting) > 1000.0);
    // By places: each is taken for 10 s.
    network.journeys[0].pages[0].think = Dist::constant(10.0);
    network.rooms[0].per_minute = None;
    network.rooms[0].active = Some(30);
    let f = forecast(&network);
    near("by places", f.people.served.iter().sum(), 500.0 * 3.0, 0.04);
}

#[test]
fn a_cold_cache_sends_all_behind_it_and_a_warm_one_few() {
    let mut network = visits(
        100.0,
        900,
        vec![Station::new("origin", Dist::exponential(0.05))],
        vec![Step::cached(0, vec![Step::at(0)])],
    );
    network.caches = vec![Cache::new("c", 100, 0.9, 60.0)];
    let f = forecast(&network);
    let miss = |second| rate(&f, &f.caches[0].misses, second) / 100.0;
    assert!(miss(0.5) > 0.6, "{}", miss(0.5));
    let whole: f64 = (1..=100).map(|i| libm::pow(f64::from(i), -0.9)).sum();
    let expected: f64 = (1..=100)
        .map(|i| {
            let p = libm::pow(f64::from(i), -0.9) / whole;
            p / (1.0 + 100.0 * p * 60.0)
        })
        .sum();
    near("in equilibrium", miss(850.0), expected, 0.1);
    network.incidents = vec![Incident {
        id: "flush".into(),
        from_s: 500.0,
        until_s: 500.0,
        trouble: Trouble::Flush { cache: 0 },
    }];
    let f = forecast(&network);
    assert!(rate(&f, &f.caches[0].misses, 500.5) > 60.0);
}

#[test]
fn a_stock_sells_out() {
    let mut network = visits(
        10.0,
        300,
        vec![Station::new("s", Dist::exponential(0.1))],
        vec![Step::at(0), Step::new(Act::Take { stock: 0 })],
    );
    network.stocks = vec![Stock {
        id: "seats".into(),
        units: 1_000,
    }];
    let f = forecast(&network);
    near("bought", f.totals.of(VisitOutcome::Finished), 1_000.0, 0.03);
    near(
        "too late",
        f.totals.of(VisitOutcome::SoldOut),
        2_000.0,
        0.03,
    );
}

#[test]
fn sharing_multiplies_and_ends_at_its_reach() {
    let mut network = visits(
        5.0,
        2_000,
        vec![Station::new("s", Dist::exponential(0.1))],
        vec![Step::at(0)],
    );
    network.streams[0].rate = Rate::constant(5.0, 100.0);
    let share = |mean, reach| {
        Some(Sharing {
            mean,
            when_lost: 0.0,
            delay: Dist::exponential(20.0),
            reach,
        })
    };
    network.journeys[0].sharing = share(0.5, 1_000_000);
    near(
        "1 / (1 - n)",
        forecast(&network).totals.arrived,
        1_000.0,
        0.01,
    );
    network.journeys[0].sharing = share(2.0, 3_000);
    near("reach", forecast(&network).totals.arrived, 3_500.0, 0.01);
}

#[test]
fn people_wait_for_the_opening_and_come_as_a_wall() {
    let mut network = visits(
        5.0,
        400,
        vec![Station::new("s", Dist::exponential(0.1))],
        vec![Step::at(0)],
    );
    network.journeys[0].pages[0].opens = Some(Opening {
        at_s: 200.0,
        refresh: None,
        reaction: Dist::exponential(2.0),
    });
    let f = forecast(&network);
    near("before", rate(&f, &f.people.requests, 150.0), 5.0, 0.02);
    let wall: f64 = f
        .steps
        .iter()
        .zip(&f.people.requests)
        .filter(|(s, _)| (200.0..210.0).contains(&s.from_s))
        .map(|(_, n)| n)
        .sum();
    assert!(wall > 950.0, "{wall} of 1000 who waited");
    near(
        "all get in",
        f.totals.of(VisitOutcome::Finished),
        2_000.0,
        0.01,
    );
}

#[test]
fn gates_stop_what_they_say() {
    let mut network = visits(
        50.0,
        300,
        vec![Station::new("s", Dist::exponential(0.1))],
        vec![Step::new(Act::Pass { gate: 0 }), Step::at(0)],
    );
    let gate = |rule| {
        vec![Gate {
            id: "g".into(),
            rule,
            from_s: 0.0,
            until_s: f64::INFINITY,
        }]
    };
    network.gates = gate(Rule::Filter {
        bots: 0.9,
        people: 0.1,
    });
    near(
        "people",
        forecast(&network).totals.of(VisitOutcome::Blocked),
        1_500.0,
        0.01,
    );
    network.streams[0].sends = Sends::Visits {
        journey: 0,
        region: 0,
        bots: true,
        room: None,
    };
    near(
        "bots",
        forecast(&network).machines.of(VisitOutcome::Blocked),
        13_500.0,
        0.01,
    );
    network.gates = gate(Rule::Limit(Bucket {
        per_s: 20.0,
        burst: 100.0,
    }));
    near(
        "limit",
        forecast(&network).machines.of(VisitOutcome::Finished),
        6_100.0,
        0.03,
    );
}

#[test]
fn clients_retry_and_a_budget_holds_them_back() {
    let mut network = visits(0.0, 600, vec![till(10, Line::Unlimited)], vec![Step::at(0)]);
    network.stations[0].errors = 0.5;
    network.clients = vec![Client {
        id: "c".into(),
        program: 0,
        timeout_s: None,
        retries: Retries {
            tries: 3,
            backoff: Some(Backoff {
                first_s: 1.0,
                factor: 2.0,
                jitter: true,
            }),
            budget: None,
        },
    }];
    network.streams = vec![Stream::requests("s", Rate::constant(10.0, 600.0), 0)];
    let sum = |v: &[f64]| v.iter().sum::<f64>();
    let c = &forecast(&network).clients[0];
    near("1/2 + 1/4", sum(&c.retried), 6_000.0 * 0.75, 0.02);
    near("1/8 fail", sum(&c.failed), 6_000.0 / 8.0, 0.02);
    network.clients[0].retries.budget = Some(0.1);
    let c = &forecast(&network).clients[0];
    near("a tenth", sum(&c.retried), 600.0, 0.05);
}

#[test]
fn incidents_begin_and_end() {
    let mut network = visits(
        50.0,
        300,
        vec![till(10, Line::Unlimited)],
        vec![Step::at(0)],
    );
    network.stations[0].instances = 2;
    let incident = |trouble| {
        vec![Incident {
            id: "i".into(),
            from_s: 100.0,
            until_s: 200.0,
            trouble,
        }]
    };
    network.incidents = incident(Trouble::Down {
        station: 0,
        instances: Some(1),
    });
    let f = forecast(&network);
    near("half fail", f.totals.of(VisitOutcome::Error), 2_500.0, 0.03);
    network.stations[0].health = Some(HealthCheck {
        every_s: 5.0,
        fails: 2,
        passes: 2,
    });
    let f = forecast(&network);
    near(
        "for ten seconds",
        f.totals.of(VisitOutcome::Error),
        250.0,
        0.2,
    );
    network.incidents = incident(Trouble::Slow {
        station: 0,
        factor: 8.0,
    });
    let f = forecast(&network);
    near(
        "a line of 50 - 25 a second",
        f.stations[0].line[f.step_of(199.5)],
        2_480.0,
        0.03,
    );
    assert!(last(&f.stations[0].line) < 1.0, "it drains");
    network.incidents = incident(Trouble::Errors {
        station: 0,
        share: 0.2,
    });
    near(
        "errors",
        forecast(&network).totals.of(VisitOutcome::Error),
        1_000.0,
        0.02,
    );
}

#[test]
fn closed_doors_at_night_and_a_breaker_that_spares_the_rest() {
    let mut network = visits(20.0, 400, vec![till(4, Line::Unlimited)], vec![Step::at(0)]);
    network.stations[0].hours = vec![(100.0, 0), (200.0, 4)];
    let f = forecast(&network);
    near(
        "a night's line",
        f.stations[0].line[f.step_of(199.5)],
        2_000.0,
        0.03,
    );
    // A provider that fails: the breaker refuses at once nearly all the time.
    let mut network = visits(
        20.0,
        400,
        vec![Station::new("pay", Dist::exponential(0.1))],
        vec![Step::at(0)],
    );
    network.stations[0].breaker = Some(Breaker {
        window: 20,
        failures: 0.5,
        slow_s: f64::INFINITY,
        open_s: 10.0,
        trial: 5,
    });
    network.incidents = vec![Incident {
        id: "i".into(),
        from_s: 100.0,
        until_s: 200.0,
        trouble: Trouble::Errors {
            station: 0,
            share: 1.0,
        },
    }];
    let f = forecast(&network);
    let (refused, errors) = (
        f.totals.of(VisitOutcome::TurnedAway),
        f.totals.of(VisitOutcome::Error),
    );
    near(
        "all fail for 100 s, or a little longer",
        refused + errors,
        2_000.0,
        0.12,
    );
    assert!(
        errors < 500.0 && errors > 0.0,
        "{errors} reached the provider"
    );
}
