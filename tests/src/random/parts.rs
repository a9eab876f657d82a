//! What a site is made of.

use onrush_network::{
    Act, Balance, Breaker, Bucket, Cache, Contention, Discipline, Dist, Gate, HealthCheck,
    Incident, Line, Metric, Room, Rule, Scaler, Servers, Station, Step, Stock, Trouble, WarmUp,
};
use rand::RngExt;

use super::{PROGRAMS, Sizes, Source, one_of};

pub(super) fn station(source: &mut Source, sizes: Sizes, i: usize) -> Station {
    let mean_s = one_of(source, &[0.0, 0.001, 0.02, 0.3]);
    let service = one_of(
        source,
        &[
            Dist::constant(mean_s),
            Dist::lognormal(mean_s, 2.0),
            Dist::Gamma { mean_s, cv2: 0.3 },
            Dist::Uniform { mean_s, cv2: 0.2 },
            Dist::Hyperexponential { mean_s, cv2: 3.0 },
            Dist::exponential(mean_s),
        ],
    );
    let infinite = source.random_bool(0.2);
    let mut s = Station {
        servers: if infinite {
            Servers::Infinite
        } else {
            Servers::Finite(source.random_range(1..20))
        },
        line: if source.random_bool(0.2) {
            Line::Unlimited
        } else {
            Line::Places(source.random_range(0..30))
        },
        instances: source.random_range(1..4),
        balance: one_of(
            source,
            &[
                Balance::RoundRobin,
                Balance::Random,
                Balance::LeastBusy,
                Balance::TwoChoices,
                Balance::Local,
            ],
        ),
        ..Station::new(format!("s{i}"), service)
    };
    if sizes.everything {
        trouble(source, &mut s);
    }
    if sizes.everything && !infinite && source.random_bool(0.2) {
        s.discipline = Discipline::Shared;
        return s;
    }
    s.contention = source.random_bool(0.3).then_some(Contention {
        cores: Some(2),
        alpha: 0.2,
        beta: 0.01,
        counts_held: source.random_bool(0.5),
    });
    s.patience = source.random_bool(0.2).then_some(Dist::exponential(0.5));
    if sizes.everything {
        s.cut_off_s = source.random_bool(0.15).then_some(0.2);
        if !infinite && source.random_bool(0.15) {
            s.hours = vec![(3.0, 0), (8.0, 5), (30.0, 2)];
        }
    }
    s
}

/// What else can be wrong with a station.
fn trouble(source: &mut Source, s: &mut Station) {
    if source.random_bool(0.2) {
        s.errors = 0.1;
    }
    if source.random_bool(0.1) {
        let per_s = source.random_range(5.0..200.0);
        s.limit = Some(Bucket { per_s, burst: 10.0 });
    }
    if source.random_bool(0.15) {
        s.breaker = Some(Breaker {
            window: 20,
            failures: 0.5,
            slow_s: 0.5,
            open_s: 2.0,
            trial: 5,
        });
    }
    if source.random_bool(0.15) {
        s.warm_up = Some(WarmUp {
            seconds: 10.0,
            factor: 3.0,
        });
    }
    if source.random_bool(0.15) {
        s.health = Some(HealthCheck {
            every_s: 1.0,
            fails: 2,
            passes: 2,
        });
    }
}

pub(super) fn cache(source: &mut Source, i: usize) -> Cache {
    Cache {
        warm: source.random_bool(0.5),
        coalesce: source.random_bool(0.5),
        ..Cache::new(
            format!("k{i}"),
            one_of(source, &[1, 10, 1_000]),
            one_of(source, &[0.0, 0.8, 1.3]),
            one_of(source, &[0.0, 1.0, 20.0, f64::INFINITY]),
        )
    }
}

pub(super) fn gate(source: &mut Source, i: usize) -> Gate {
    Gate {
        id: format!("g{i}"),
        rule: if source.random_bool(0.5) {
            Rule::Filter {
                bots: 0.8,
                people: 0.05,
            }
        } else {
            Rule::Limit(Bucket {
                per_s: source.random_range(10.0..300.0),
                burst: 20.0,
            })
        },
        from_s: source.random_range(0.0..10.0),
        until_s: one_of(source, &[20.0, f64::INFINITY]),
    }
}

pub(super) fn stock(source: &mut Source, i: usize) -> Stock {
    Stock {
        id: format!("t{i}"),
        units: one_of(source, &[0, 50, 1_000_000]),
    }
}

pub(super) fn room(source: &mut Source, i: usize) -> Room {
    Room {
        id: format!("r{i}"),
        active: source.random_bool(0.6).then(|| source.random_range(1..300)),
        per_minute: source
            .random_bool(0.6)
            .then(|| source.random_range(60.0..6_000.0)),
        opens_s: one_of(source, &[0.0, 10.0]),
        shuffled: source.random_bool(0.5),
        session_s: one_of(source, &[0.0, 3.0]),
        patience: source.random_bool(0.6).then_some(Dist::exponential(10.0)),
    }
}

pub(super) fn scalers(source: &mut Source, stations: &[Station]) -> Vec<Scaler> {
    let limited = |s: &Station| matches!(s.servers, Servers::Finite(_));
    let Some(station) = stations
        .iter()
        .position(limited)
        .filter(|_| source.random_bool(0.3))
    else {
        return Vec::new();
    };
    vec![Scaler {
        id: "a".into(),
        station,
        metric: one_of(source, &[Metric::Busy, Metric::Working]),
        target: 0.6,
        tolerance: 0.1,
        every_s: one_of(source, &[1.0, 5.0]),
        boot: Dist::constant(one_of(source, &[0.0, 4.0])),
        at_least: 1,
        at_most: 12,
        step: 3,
        cooldown_s: 2.0,
        calm_s: 6.0,
        schedule: if source.random_bool(0.5) {
            vec![(4.0, 5), (30.0, 2)]
        } else {
            Vec::new()
        },
    }]
}

pub(super) fn incidents(source: &mut Source, sizes: Sizes) -> Vec<Incident> {
    (0..source.random_range(0..4_u32))
        .map(|i| {
            let station = source.random_range(0..sizes.stations);
            let cache = source.random_range(0..sizes.caches.max(1));
            let kinds = if sizes.caches > 0 { 5 } else { 3 };
            let from_s = source.random_range(0.0..30.0);
            Incident {
                id: format!("i{i}"),
                from_s,
                until_s: one_of(source, &[from_s, from_s + 5.0, f64::INFINITY]),
                trouble: match source.random_range(0..kinds) {
                    0 => Trouble::Down {
                        station,
                        instances: one_of(source, &[None, Some(1)]),
                    },
                    1 => Trouble::Slow {
                        station,
                        factor: one_of(source, &[0.5, 5.0]),
                    },
                    2 => Trouble::Errors {
                        station,
                        share: 0.3,
                    },
                    3 => Trouble::Flush { cache },
                    _ => Trouble::CacheOff { cache },
                },
            }
        })
        .collect()
}

/// Steps of program `program`, which may start later ones.
pub(super) fn steps(
    source: &mut Source,
    sizes: Sizes,
    stations: &[Station],
    program: usize,
    depth: usize,
) -> Vec<Step> {
    (0..source.random_range(0..3_u32))
        .map(|_| {
            let step = step(source, sizes, stations, program, depth);
            let step = if source.random_bool(0.3) {
                step.optional()
            } else {
                step
            };
            let step = if source.random_bool(0.15) {
                step.again(0.4)
            } else {
                step
            };
            if source.random_bool(0.5) {
                step
            } else {
                step.probability(source.random_range(0.0..1.0))
            }
        })
        .collect()
}

fn step(
    source: &mut Source,
    sizes: Sizes,
    stations: &[Station],
    program: usize,
    depth: usize,
) -> Step {
    match source.random_range(0..20) {
        0 | 1 if depth > 0 => Step::group(steps(source, sizes, stations, program, depth - 1))
            .times(source.random_range(1..3)),
        2..=4 if depth > 0 && sizes.caches > 0 => {
            let cache = source.random_range(0..sizes.caches);
            // Only earlier caches inside, so that none is asked inside itself.
            let inside = Sizes {
                caches: cache,
                ..sizes
            };
            Step::cached(cache, steps(source, inside, stations, program, depth - 1))
        }
        5 if sizes.gates > 0 => Step::new(Act::Pass {
            gate: source.random_range(0..sizes.gates),
        }),
        6 if sizes.stocks > 0 => Step::new(Act::Take {
            stock: source.random_range(0..sizes.stocks),
        }),
        7 if sizes.everything && program + 1 < PROGRAMS => Step::new(Act::Start {
            program: source.random_range(program + 1..PROGRAMS),
        }),
        _ => {
            let at = source.random_range(0..sizes.stations);
            let visit = Step::at(at)
                .times(source.random_range(1..4))
                .scale(source.random_range(0.0..2.0));
            if depth > 0
                && stations[at].discipline == Discipline::FirstCome
                && source.random_bool(0.4)
            {
                visit.holding(steps(source, sizes, stations, program, depth - 1))
            } else {
                visit
            }
        }
    }
}
