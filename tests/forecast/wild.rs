//! Random networks with every mechanism of the contract, at ordinary and at extreme values.

use onrush_network::*;
use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

type Source = Xoshiro256PlusPlus;

fn pick<T: Copy>(source: &mut Source, from: &[T]) -> T {
    from[source.random_range(0..from.len())]
}

fn dist(source: &mut Source, means: &[f64]) -> Dist {
    let mean_s = pick(source, means);
    match source.random_range(0..6) {
        0 => Dist::constant(mean_s),
        1 => Dist::lognormal(mean_s, pick(source, &[0.0001, 0.5, 100.0])),
        2 => Dist::Gamma {
            mean_s,
            cv2: pick(source, &[0.0001, 0.3, 100.0]),
        },
        3 => Dist::Uniform {
            mean_s,
            cv2: pick(source, &[0.0, 0.2, 1.0 / 3.0]),
        },
        4 => Dist::Hyperexponential {
            mean_s,
            cv2: pick(source, &[1.0001, 4.0, 100.0]),
        },
        _ => Dist::exponential(mean_s),
    }
}

const SHORT: [f64; 6] = [0.0, 0.001, 0.02, 0.3, 5.0, 86_400.0];
const HUMAN: [f64; 6] = [0.0, 0.5, 4.0, 30.0, 3_600.0, 604_800.0];

/// A network in which everything may happen.
pub(crate) fn wild_network(source: &mut Source) -> Network {
    let horizon_s = pick(source, &[1, 7, 60, 400, 3_600, 100_000, 100_000_000]);
    let stations: Vec<Station> = (0..source.random_range(1..6))
        .map(|i| station(source, i))
        .collect();
    let parts = Parts {
        stations: stations.len(),
        shared: stations
            .iter()
            .map(|s| s.discipline == Discipline::Shared)
            .collect(),
        programs: 4,
    };
    let programs = (0..parts.programs)
        .map(|i| Program {
            gateway_timeout_s: source
                .random_bool(0.4)
                .then(|| pick(source, &[0.001, 0.5, 30.0])),
            ..Program::new(format!("p{i}"), steps(source, &parts, i, 1))
        })
        .collect();
    Network {
        horizon_s,
        programs,
        journeys: (0..2).map(|i| journey(source, i)).collect(),
        streams: streams(source, f64::from(horizon_s)),
        clients: (0..2)
            .map(|i| Client {
                id: format!("client{i}"),
                program: source.random_range(0..4),
                timeout_s: source
                    .random_bool(0.5)
                    .then(|| pick(source, &[0.01, 1.0, 100.0])),
                retries: retries(source),
            })
            .collect(),
        populations: (0..source.random_range(0..2))
            .map(|i| Population {
                id: format!("population{i}"),
                client: source.random_range(0..2),
                customers: pick(source, &[1, 50, 1_000_000]),
                think: dist(source, &SHORT),
            })
            .collect(),
        scalers: (0..source.random_range(0..2))
            .map(|i| scaler(source, i, stations.len()))
            .collect(),
        incidents: (0..source.random_range(0..4))
            .map(|i| incident(source, i, stations.len(), f64::from(horizon_s)))
            .collect(),
        stations,
        caches: vec![
            Cache::new(
                "c0",
                pick(source, &[1, 100, 1_000_000]),
                pick(source, &[0.0, 0.8, 1.0, 3.0]),
                60.0,
            ),
            Cache {
                warm: true,
                coalesce: source.random_bool(0.5),
                ..Cache::new("c1", 1_000, 1.0, pick(source, &[0.0, 5.0, f64::INFINITY]))
            },
        ],
        gates: vec![
            Gate {
                id: "filter".into(),
                rule: Rule::Filter {
                    bots: 0.9,
                    people: pick(source, &[0.0, 0.05, 1.0]),
                },
                from_s: pick(source, &[0.0, 20.0]),
                until_s: f64::INFINITY,
            },
            Gate {
                id: "limit".into(),
                rule: Rule::Limit(bucket(source)),
                from_s: 0.0,
                until_s: pick(source, &[0.0, 30.0, f64::INFINITY]),
            },
        ],
        stocks: vec![Stock {
            id: "stock".into(),
            units: pick(source, &[0, 10, 1_000_000]),
        }],
        rooms: vec![Room {
            id: "room".into(),
            active: source.random_bool(0.5).then(|| pick(source, &[1, 100])),
            per_minute: source
                .random_bool(0.5)
                .then(|| pick(source, &[0.001, 60.0, 10_000_000.0])),
            opens_s: pick(source, &[0.0, 30.0, 1e8]),
            shuffled: true,
            session_s: pick(source, &[0.0, 60.0, 86_400.0]),
            patience: source.random_bool(0.5).then(|| dist(source, &HUMAN)),
        }],
    }
}

fn bucket(source: &mut Source) -> Bucket {
    Bucket {
        per_s: pick(source, &[0.001, 20.0, 10_000_000.0]),
        burst: pick(source, &[1.0, 100.0, 10_000_000.0]),
    }
}

fn station(source: &mut Source, i: usize) -> Station {
    let discipline = if source.random_bool(0.2) {
        Discipline::Shared
    } else {
        Discipline::FirstCome
    };
    let servers = if source.random_bool(0.2) && discipline == Discipline::FirstCome {
        Servers::Infinite
    } else {
        Servers::Finite(pick(source, &[1, 4, 64, 100_000]))
    };
    let first_come = discipline == Discipline::FirstCome;
    let finite = servers != Servers::Infinite;
    Station {
        servers,
        line: if source.random_bool(0.3) {
            Line::Unlimited
        } else {
            Line::Places(pick(source, &[0, 3, 500, 10_000_000]))
        },
        instances: pick(source, &[1, 2, 30]),
        balance: pick(
            source,
            &[
                Balance::RoundRobin,
                Balance::Random,
                Balance::LeastBusy,
                Balance::TwoChoices,
                Balance::Local,
            ],
        ),
        discipline,
        contention: (first_come && finite && source.random_bool(0.3)).then(|| Contention {
            cores: source.random_bool(0.7).then_some(2),
            alpha: pick(source, &[0.0, 0.25, 10.0]),
            beta: pick(source, &[0.0, 0.001, 1.0]),
            counts_held: source.random_bool(0.5),
        }),
        patience: (first_come && finite && source.random_bool(0.3)).then(|| dist(source, &HUMAN)),
        hours: if finite && source.random_bool(0.2) {
            vec![(5.0, 0), (40.0, 3), (200.0, 100_000)]
        } else {
            Vec::new()
        },
        errors: pick(source, &[0.0, 0.0, 0.1, 1.0]),
        cut_off_s: source
            .random_bool(0.2)
            .then(|| pick(source, &[0.01, 1.0, 60.0])),
        limit: source.random_bool(0.2).then(|| bucket(source)),
        breaker: source.random_bool(0.2).then(|| Breaker {
            window: pick(source, &[1, 100]),
            failures: pick(source, &[0.01, 0.5, 1.0]),
            slow_s: pick(source, &[0.1, f64::INFINITY]),
            open_s: pick(source, &[0.5, 60.0]),
            trial: 10,
        }),
        warm_up: source.random_bool(0.2).then(|| WarmUp {
            seconds: pick(source, &[0.0, 60.0]),
            factor: pick(source, &[1.0, 100.0]),
        }),
        health: source.random_bool(0.3).then_some(HealthCheck {
            every_s: 5.0,
            fails: 2,
            passes: 2,
        }),
        ..Station::new(format!("s{i}"), dist(source, &SHORT))
    }
}

struct Parts {
    stations: usize,
    shared: Vec<bool>,
    programs: usize,
}

fn steps(source: &mut Source, parts: &Parts, program: usize, depth: usize) -> Vec<Step> {
    (0..source.random_range(0..4))
        .map(|_| {
            let inner = |source: &mut Source| {
                if depth < 4 {
                    steps(source, parts, program, depth + 1)
                } else {
                    Vec::new()
                }
            };
            let step = match source.random_range(0..10) {
                0 => {
                    let inner = inner(source);
                    Step::cached(source.random_range(0..2), inner)
                }
                1 => Step::new(Act::Pass {
                    gate: source.random_range(0..2),
                }),
                2 => Step::new(Act::Take { stock: 0 }),
                3 if program + 1 < parts.programs => Step::new(Act::Start {
                    program: source.random_range(program + 1..parts.programs),
                }),
                4 => Step::group(inner(source)),
                _ => {
                    let at = source.random_range(0..parts.stations);
                    let step = Step::at(at).scale(pick(source, &[0.0, 1.0, 2.0, 1_000.0]));
                    if parts.shared[at] {
                        step
                    } else {
                        let inner = inner(source);
                        step.holding(inner)
                    }
                }
            };
            let step = step
                .times(pick(source, &[1, 1, 3, 50]))
                .probability(pick(source, &[0.0, 0.3, 1.0]))
                .again(pick(source, &[0.0, 0.0, 0.5, 0.99]));
            if source.random_bool(0.2) {
                step.optional()
            } else {
                step
            }
        })
        .collect()
}

fn retries(source: &mut Source) -> Retries {
    Retries {
        tries: pick(source, &[1, 1, 3, 100]),
        backoff: source.random_bool(0.5).then(|| Backoff {
            first_s: pick(source, &[0.0, 1.0, 3_600.0]),
            factor: pick(source, &[1.0, 2.0, 10.0]),
            jitter: source.random_bool(0.5),
        }),
        budget: source
            .random_bool(0.3)
            .then(|| pick(source, &[0.0, 0.1, 1.0])),
    }
}

fn journey(source: &mut Source, i: usize) -> Journey {
    let reload = |source: &mut Source| Reload {
        chance: pick(source, &[0.0, 0.7, 1.0]),
        at_most: pick(source, &[0, 3, 100]),
        pause: dist(source, &HUMAN),
    };
    let behaviour = Behaviour {
        patience: source.random_bool(0.8).then(|| dist(source, &HUMAN)),
        when_slow: reload(source),
        when_failed: reload(source),
        discouraged_per_s: pick(source, &[0.0, 0.1, 10.0]),
        retries: retries(source),
        slow_s: 1.0,
        ..Behaviour::endless()
    };
    Journey {
        id: format!("j{i}"),
        pages: (0..source.random_range(1..4))
            .map(|p| Page {
                id: format!("page{p}"),
                requests: (0..source.random_range(1..4))
                    .map(|r| Request {
                        id: format!("r{r}"),
                        kind: if r == 0 {
                            RequestKind::Document
                        } else {
                            RequestKind::Call
                        },
                        programs: vec![source.random_range(0..4), source.random_range(0..4)],
                        count: if r == 0 {
                            1
                        } else {
                            pick(source, &[1, 3, 100])
                        },
                        files: 5,
                        bytes: 1_000,
                    })
                    .collect(),
                think: dist(source, &HUMAN),
                go_on: pick(source, &[0.0, 0.5, 1.0]),
                goal_cents: source.random_bool(0.3).then_some(150),
                stock: source.random_bool(0.2).then_some(0),
                opens: source.random_bool(0.3).then(|| Opening {
                    at_s: pick(source, &[0.0, 20.0, 1e6]),
                    refresh: source.random_bool(0.5).then(|| dist(source, &HUMAN)),
                    reaction: dist(source, &HUMAN),
                }),
            })
            .collect(),
        behaviour,
        sharing: source.random_bool(0.3).then(|| Sharing {
            mean: pick(source, &[0.0, 0.5, 20.0]),
            when_lost: pick(source, &[0.0, 2.0]),
            delay: dist(source, &HUMAN),
            reach: pick(source, &[0, 1_000, 100_000_000]),
        }),
    }
}

fn streams(source: &mut Source, horizon: f64) -> Vec<Stream> {
    (0..4_usize)
        .map(|i| {
            let high = pick(source, &[0.0, 0.01, 50.0, 20_000.0]);
            let rate = Rate::new(vec![
                (0.0, 0.0),
                (horizon * 0.2, high),
                (horizon * 0.5, high / 7.0),
                (horizon * 0.5, high),
                (horizon * 1.2, 0.0),
            ]);
            let mut stream = Stream::visits(format!("stream{i}"), rate, i % 2, i % 2);
            stream.sends = match stream.sends {
                _ if i == 3 => Sends::Requests {
                    client: source.random_range(0..2),
                },
                Sends::Visits {
                    journey, region, ..
                } => Sends::Visits {
                    journey,
                    region,
                    bots: source.random_bool(0.3),
                    room: source.random_bool(0.3).then_some(0),
                },
                other @ Sends::Requests { .. } => other,
            };
            stream
        })
        .collect()
}

fn scaler(source: &mut Source, i: usize, stations: usize) -> Scaler {
    Scaler {
        id: format!("scaler{i}"),
        station: source.random_range(0..stations),
        metric: pick(source, &[Metric::Busy, Metric::Working]),
        target: pick(source, &[0.05, 0.6, 1.0]),
        tolerance: pick(source, &[0.0, 0.1]),
        every_s: pick(source, &[1.0, 15.0, 3_600.0]),
        boot: dist(source, &HUMAN),
        at_least: 1,
        at_most: pick(source, &[1, 40, 10_000]),
        step: pick(source, &[1, 10_000]),
        cooldown_s: pick(source, &[0.0, 60.0]),
        calm_s: pick(source, &[0.0, 300.0]),
        schedule: vec![(10.0, 2), (50.0, 1)],
    }
}

fn incident(source: &mut Source, i: usize, stations: usize, horizon: f64) -> Incident {
    let station = source.random_range(0..stations);
    let from_s = horizon * source.random_range(0.0..1.0);
    Incident {
        id: format!("incident{i}"),
        from_s,
        until_s: pick(source, &[from_s, from_s + 20.0, f64::INFINITY]),
        trouble: match source.random_range(0..5) {
            0 => Trouble::Down {
                station,
                instances: source.random_bool(0.5).then_some(1),
            },
            1 => Trouble::Slow {
                station,
                factor: pick(source, &[0.01, 3.0, 1_000.0]),
            },
            2 => Trouble::Errors {
                station,
                share: pick(source, &[0.0, 0.4, 1.0]),
            },
            3 => Trouble::Flush { cache: 1 },
            _ => Trouble::CacheOff { cache: 0 },
        },
    }
}
