//! Every number at one end of its range: nothing panics, nothing hangs, and the books balance wherever the run is cut off.

use onrush_des::Simulation;
use onrush_network::*;

/// Which end of each range, by the bits of a number that is mixed for each question.
struct Ends(u64);

impl Ends {
    fn one<T: Copy>(&mut self, ends: &[T]) -> T {
        // Steele and Vigna's linear congruential multiplier, upper bits.
        self.0 = self.0.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
        ends[usize::try_from(self.0 >> 40).unwrap_or(0) % ends.len()]
    }
    fn dist(&mut self) -> Dist {
        let mean_s = self.one(&[0.0, 0.0, 1e-9, 1.0, 604_800.0]);
        let long = Dist::Hyperexponential { mean_s, cv2: 100.0 };
        let gamma = Dist::Gamma {
            mean_s,
            cv2: 0.0001,
        };
        let wide = Dist::lognormal(mean_s, 100.0);
        self.one(&[Dist::constant(mean_s), long, gamma, wide])
    }
    fn bucket(&mut self) -> Bucket {
        Bucket {
            per_s: self.one(&[0.001, 1e7]),
            burst: self.one(&[1.0, 1e7]),
        }
    }
    fn span(&mut self) -> (f64, f64) {
        let from = self.one(&[0.0, 1.0, 1e8]);
        (from, self.one(&[from, f64::INFINITY, from + 0.5]))
    }
    fn station(&mut self, i: usize) -> Station {
        let shared = self.one(&[false, false, true]);
        let mut s = Station {
            servers: Servers::Finite(self.one(&[1, 100_000])),
            line: self.one(&[Line::Unlimited, Line::Places(0), Line::Places(10_000_000)]),
            instances: self.one(&[1, 2, 300]),
            balance: self.one(&[Balance::LeastBusy, Balance::Local, Balance::TwoChoices]),
            errors: self.one(&[0.0, 0.0, 1.0]),
            limit: self.one(&[true, false]).then(|| self.bucket()),
            breaker: self.one(&[true, false]).then(|| Breaker {
                window: self.one(&[1, 10_000]),
                failures: self.one(&[0.01, 1.0]),
                slow_s: self.one(&[1e-9, f64::INFINITY]),
                open_s: self.one(&[0.1, 604_800.0]),
                trial: self.one(&[1, 1_000]),
            }),
            warm_up: self.one(&[true, false]).then(|| WarmUp {
                seconds: self.one(&[0.0, 86_400.0]),
                factor: self.one(&[1.0, 100.0]),
            }),
            health: self.one(&[true, false]).then(|| HealthCheck {
                every_s: self.one(&[0.1, 3_600.0]),
                fails: self.one(&[1, 100]),
                passes: self.one(&[1, 100]),
            }),
            ..Station::new(format!("s{i}"), self.dist())
        };
        if shared {
            s.discipline = Discipline::Shared;
            return s;
        }
        s.contention = self.one(&[true, false]).then(|| Contention {
            cores: self.one(&[None, Some(1), Some(100_000)]),
            alpha: self.one(&[0.0, 10.0]),
            beta: self.one(&[0.0, 1.0]),
            counts_held: self.one(&[true, false]),
        });
        s.patience = self.one(&[true, false]).then(|| self.dist());
        s.cut_off_s = self.one(&[None, Some(0.001), Some(604_800.0)]);
        if self.one(&[true, false]) {
            s.hours = vec![(0.0, self.one(&[0, 1])), (0.0, 100_000), (2.0, 0), (1e8, 1)];
        }
        s
    }
    fn retries(&mut self) -> Retries {
        Retries {
            tries: self.one(&[1, 100]),
            backoff: self.one(&[true, false]).then(|| Backoff {
                first_s: self.one(&[0.0, 3_600.0]),
                factor: self.one(&[1.0, 10.0]),
                jitter: self.one(&[true, false]),
            }),
            budget: self.one(&[None, Some(0.0), Some(1.0)]),
        }
    }
    fn reload(&mut self) -> Reload {
        Reload {
            chance: self.one(&[0.0, 1.0]),
            at_most: self.one(&[0, 100]),
            pause: self.dist(),
        }
    }
    fn trouble(&mut self) -> Trouble {
        let station = self.one(&[0, 1, 2]);
        let (down, all) = (
            Trouble::Down {
                station,
                instances: Some(10_000),
            },
            Trouble::Down {
                station,
                instances: None,
            },
        );
        let factor = self.one(&[0.01, 1_000.0]);
        let slow = Trouble::Slow { station, factor };
        let errors = Trouble::Errors {
            station,
            share: 1.0,
        };
        let (flush, off) = (Trouble::Flush { cache: 0 }, Trouble::CacheOff { cache: 0 });
        self.one(&[down, all, slow, errors, flush, off])
    }
    #[expect(clippy::too_many_lines, reason = "a list of every field there is")]
    fn network(&mut self) -> Network {
        let stations: Vec<Station> = (0..3).map(|i| self.station(i)).collect();
        let mut inner = Step::at(2).scale(self.one(&[0.0, 1_000.0]));
        inner.optional = self.one(&[true, false]);
        let fetch = vec![Step::at(1).again(self.one(&[0.0, 0.99])), inner];
        let hold = Step::cached(0, fetch).times(self.one(&[1, 100]));
        let first = if stations[0].discipline == Discipline::Shared {
            Step::group(vec![Step::at(0), hold])
        } else {
            Step::at(0).holding(vec![hold])
        };
        let steps = vec![
            Step::new(Act::Pass { gate: 0 }),
            Step::new(Act::Take { stock: 0 }),
            first,
            Step::new(Act::Start { program: 1 }).times(10),
        ];
        let program = Program {
            gateway_timeout_s: self.one(&[None, Some(0.001), Some(604_800.0)]),
            ..Program::new("work", steps)
        };
        let mut journey = Journey::single_request("journey", 0);
        let page = &mut journey.pages[0];
        page.think = self.dist();
        page.go_on = 1.0;
        page.stock = self.one(&[None, Some(0)]);
        page.requests[0].count = 100;
        page.opens = self.one(&[true, false]).then(|| Opening {
            at_s: self.one(&[0.0, 2.0, 1e8]),
            refresh: self.one(&[None, Some(Dist::constant(0.1))]),
            reaction: self.dist(),
        });
        let second = page.clone();
        journey.pages.push(second);
        journey.behaviour = Behaviour {
            patience: self.one(&[true, false]).then(|| self.dist()),
            when_slow: self.reload(),
            when_failed: self.reload(),
            slow_s: self.one(&[1e-9, f64::INFINITY]),
            discouraged_per_s: self.one(&[0.0, 10.0]),
            brisk_s: 0.0,
            retries: self.retries(),
        };
        journey.sharing = self.one(&[true, false]).then(|| Sharing {
            mean: 20.0,
            when_lost: 20.0,
            delay: self.dist(),
            reach: self.one(&[0, 100_000_000]),
        });
        let mut visits = Stream::visits("v", Rate::constant(self.one(&[5.0, 1e4]), 9.0), 0, 0);
        if let Sends::Visits { room, bots, .. } = &mut visits.sends {
            *room = self.one(&[None, Some(0)]);
            *bots = self.one(&[true, false]);
        }
        let rules = [
            Rule::Limit(self.bucket()),
            Rule::Filter {
                bots: 1.0,
                people: 0.0,
            },
        ];
        let (from_s, until_s) = self.span();
        Network {
            horizon_s: self.one(&[1, 10, 100_000_000]),
            caches: vec![Cache {
                warm: self.one(&[true, false]),
                coalesce: self.one(&[true, false]),
                ..Cache::new(
                    "k",
                    self.one(&[1, 1_000]),
                    self.one(&[0.0, 3.0]),
                    self.one(&[0.0, f64::INFINITY, 1e-9]),
                )
            }],
            gates: vec![Gate {
                id: "g".into(),
                rule: self.one(&rules),
                from_s,
                until_s,
            }],
            stocks: vec![Stock {
                id: "t".into(),
                units: self.one(&[0, 1, u64::MAX]),
            }],
            rooms: vec![Room {
                id: "r".into(),
                active: self.one(&[None, Some(1), Some(100_000_000)]),
                per_minute: self.one(&[None, Some(0.1), Some(1e7)]),
                opens_s: self.one(&[0.0, 1.0, 1e8]),
                shuffled: self.one(&[true, false]),
                session_s: self.one(&[0.0, 86_400.0]),
                patience: self.one(&[true, false]).then(|| self.dist()),
            }],
            scalers: vec![Scaler {
                id: "a".into(),
                station: 0,
                metric: self.one(&[Metric::Busy, Metric::Working]),
                target: self.one(&[0.05, 1.0]),
                tolerance: self.one(&[0.0, 0.5]),
                every_s: self.one(&[1.0, 3_600.0]),
                boot: self.dist(),
                at_least: 1,
                at_most: self.one(&[300, 2_000]),
                step: self.one(&[1, 10_000]),
                cooldown_s: self.one(&[0.0, 86_400.0]),
                calm_s: self.one(&[0.0, 86_400.0]),
                schedule: vec![(0.0, 300), (1.0, 1)],
            }],
            incidents: (0..6)
                .map(|i| {
                    let (from_s, until_s) = self.span();
                    Incident {
                        id: format!("i{i}"),
                        from_s,
                        until_s,
                        trouble: self.trouble(),
                    }
                })
                .collect(),
            clients: vec![Client {
                timeout_s: self.one(&[None, Some(0.000_001), Some(604_800.0)]),
                retries: self.retries(),
                ..Client::new("c", 0)
            }],
            populations: vec![Population {
                id: "p".into(),
                client: 0,
                customers: self.one(&[1, 1_000]),
                think: self.dist(),
            }],
            streams: vec![
                visits,
                Stream::requests("b", Rate::constant(self.one(&[1.0, 1e4]), 9.0), 0),
            ],
            programs: vec![program, Program::new("job", vec![Step::at(2)])],
            journeys: vec![journey],
            stations,
        }
    }
}

#[test]
fn at_the_ends_of_all_ranges_nothing_panics_or_hangs_and_the_books_balance() {
    let (mut refused, mut events) = (0, 0);
    for seed in 0..60 {
        let network = Ends(seed).network();
        let mut simulation = match Simulation::new(&network, seed) {
            Ok(simulation) => simulation,
            Err(faults) => {
                assert!(
                    faults.0.iter().all(|f| f.path.starts_with("programs")),
                    "{faults}"
                );
                refused += 1;
                continue;
            }
        };
        for _ in 0..20 {
            simulation.step(500);
        }
        events += simulation.events();
        let l = simulation.finish().ledger;
        assert_eq!(l.visits.missing(), 0, "{seed}");
        for tally in [&l.requests, &l.calls, &l.jobs] {
            assert_eq!(tally.missing(), 0, "{seed}");
        }
    }
    assert!(refused < 12 && events > 200_000, "{refused} {events}");
}
