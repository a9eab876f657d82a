//! Small runs made by hand, for examples and tests: one knows what they mean before anybody diagnoses them.

use std::ops::Range;

use onrush_network::{Journey, Network, Program, Rate, Servers, Station, Step, Stream};
use onrush_observe::{
    HeldSeries, Histogram, Ledger, Observations, Outcome, RequestOutcome, Series, StationSeries,
    VisitOutcome,
};
use onrush_scenario::{
    Behaviour, ClockTime, Database, Journey as Walk, Money, Scenario, Site, Span, Targets,
    WebServers,
};

/// New visits in each second of a quiet run; all of them are served.
pub const VISITS_PER_S: u32 = 50;
/// What reaching the goal is worth, in cents.
pub const GOAL_CENTS: u64 = 200;

/// Observations that tell a story, in steps of one second: `web` with 100 workers and 200 places, of whom each holds one of
/// the 10 connections of `database` for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What was observed.
    pub seen: Observations,
}

impl Run {
    /// Two quiet minutes.
    #[must_use]
    pub fn web_and_database() -> Self {
        Self::quiet(120)
    }

    /// A quiet run of that many seconds: 50 visits a second, both stations at 40 %, 95 of 100 pages within 0.8 s.
    #[must_use]
    pub fn quiet(seconds: u32) -> Self {
        let n = seconds as usize;
        let all = |v: u32| vec![v; n];
        let station = |id: &str, servers: u64, places: u64, busy: f32| StationSeries {
            id: id.to_owned(),
            servers,
            places,
            arrived: all(VISITS_PER_S),
            served: all(VISITS_PER_S),
            refused: all(0),
            given_up: all(0),
            busy: vec![busy; n],
            line: vec![0.0; n],
            ..StationSeries::default()
        };
        let mut run = Self {
            seen: Observations {
                horizon_s: seconds,
                step_s: 1,
                ledger: Ledger::for_streams(1),
                series: Series {
                    visits: all(VISITS_PER_S),
                    inside: all(VISITS_PER_S * 3),
                    served: all(VISITS_PER_S),
                    lost: all(0),
                    requests: all(VISITS_PER_S * 2),
                    answered: all(VISITS_PER_S * 2),
                    refused: all(0),
                    errors: all(0),
                    abandoned: all(0),
                    wasted: all(0),
                    reloads: all(0),
                    pages: all(VISITS_PER_S),
                    page_p50_ms: all(300),
                    page_p95_ms: all(800),
                    page_p99_ms: all(1200),
                    ..Series::default()
                },
                stations: vec![
                    station("web", 100, 200, 40.0),
                    station("database", 10, u64::MAX, 4.0),
                ],
                held: vec![HeldSeries {
                    holder: 0,
                    inner: 1,
                    waiting: vec![0.0; n],
                    in_service: vec![4.0; n],
                }],
                page_times: Histogram::default(),
                response_times: Histogram::default(),
                events: 0,
                ..Observations::default()
            },
        };
        for _ in 0..seconds * VISITS_PER_S {
            run.end(VisitOutcome::Converted);
            run.seen.page_times.add(Histogram::SECOND * 2 / 5);
            for _ in 0..2 {
                run.seen.ledger.requests.arrived += 1;
                run.seen.ledger.requests.end(RequestOutcome::Answered);
            }
        }
        run
    }

    fn end(&mut self, outcome: VisitOutcome) {
        let ledger = &mut self.seen.ledger;
        for tally in [&mut ledger.visits, &mut ledger.by_stream[0]] {
            tally.arrived += 1;
            tally.end(outcome);
        }
        if outcome == VisitOutcome::Converted {
            ledger.value_cents += GOAL_CENTS;
            ledger.pages_loaded += 1;
        }
    }

    /// Both stations full in these seconds, 85 of the 100 web workers standing in line for a connection, 10 having one.
    #[must_use]
    pub fn full(mut self, seconds: Range<u32>) -> Self {
        for s in seconds.map(|s| s as usize) {
            let [web, database] = &mut self.seen.stations[..] else {
                return self;
            };
            (web.busy[s], web.line[s], web.refused[s]) = (100.0, 200.0, 20);
            (database.busy[s], database.line[s]) = (10.0, 85.0);
            let held = &mut self.seen.held[0];
            (held.waiting[s], held.in_service[s]) = (85.0, 10.0);
            self.seen.series.refused[s] = 20;
        }
        self
    }

    /// The web servers full in these seconds with their own work, the database idle.
    #[must_use]
    pub fn web_full(mut self, seconds: Range<u32>) -> Self {
        for s in seconds.map(|s| s as usize) {
            let web = &mut self.seen.stations[0];
            (web.busy[s], web.line[s]) = (100.0, 30.0);
        }
        self
    }

    /// So many more visitors turned away in each of these seconds.
    #[must_use]
    pub fn lost(mut self, seconds: Range<u32>, per_s: u32) -> Self {
        for s in seconds {
            self.seen.series.lost[s as usize] += per_s;
            self.seen.series.visits[s as usize] += per_s;
            (0..per_s).for_each(|_| self.end(VisitOutcome::TurnedAway));
        }
        self
    }

    /// So many visitors who are still waiting for a page when the run ends, and have been for too long.
    #[must_use]
    pub fn stuck(mut self, visitors: u32) -> Self {
        (0..visitors).for_each(|_| self.end(VisitOutcome::Unfinished));
        self.seen.ledger.stuck += u64::from(visitors);
        self
    }

    /// Page times of these seconds: median, 95th and 99th percentile in milliseconds.
    #[must_use]
    pub fn pages(mut self, seconds: Range<u32>, quantiles_ms: [u32; 3]) -> Self {
        for s in seconds.map(|s| s as usize) {
            let series = &mut self.seen.series;
            [
                series.page_p50_ms[s],
                series.page_p95_ms[s],
                series.page_p99_ms[s],
            ] = quantiles_ms;
        }
        self
    }

    /// So many new visits in each of these seconds, whatever becomes of them.
    #[must_use]
    pub fn crowd(mut self, seconds: Range<u32>, per_s: u32) -> Self {
        for s in seconds.map(|s| s as usize) {
            self.seen.series.visits[s] = per_s;
        }
        self
    }

    /// So many reloads in each of these seconds.
    #[must_use]
    pub fn reloads(mut self, seconds: Range<u32>, per_s: u32) -> Self {
        for s in seconds {
            self.seen.series.reloads[s as usize] = per_s;
            self.seen.ledger.reloads += u64::from(per_s);
        }
        self
    }

    /// So many requests finished for nobody in each of these seconds.
    #[must_use]
    pub fn wasted(mut self, seconds: Range<u32>, per_s: u32) -> Self {
        for s in seconds {
            self.seen.series.wasted[s as usize] = per_s;
            self.seen.ledger.wasted += u64::from(per_s);
        }
        self
    }

    /// The network that these observations could come from.
    #[must_use]
    pub fn network(&self) -> Network {
        let mut journey = Journey::single_request("visit", 0);
        journey.pages[0].goal_cents = Some(GOAL_CENTS);
        let finite = |id: &str, servers: u32| Station {
            servers: Servers::Finite(servers),
            ..Station::new(id, onrush_network::Dist::exponential(0.1))
        };
        Network {
            horizon_s: self.seen.horizon_s,
            stations: vec![finite("web", 100), finite("database", 10)],
            programs: vec![Program::new(
                "page",
                vec![Step::at(0).holding(vec![Step::at(1)])],
            )],
            journeys: vec![journey],
            streams: vec![Stream::visits(
                "all",
                Rate::constant(f64::from(VISITS_PER_S), f64::from(self.seen.horizon_s)),
                0,
                0,
            )],
            ..Network::default()
        }
    }

    /// How many of the visits ended in each way, by the stable name of the outcome.
    #[must_use]
    pub fn fates(&self) -> Vec<(&'static str, u64)> {
        let visits = &self.seen.ledger.visits;
        visits.iter().map(|(o, n)| (o.id(), n)).collect()
    }
}

/// A scenario for such runs: two web servers at 3 an hour, a database at 6 an hour; pages within 2 s and 99 of 100 served
/// are hoped for. It begins at 20:00.
#[must_use]
pub fn scenario() -> Scenario {
    let plain = Site::plain();
    Scenario {
        onrush: Scenario::VERSION,
        name: "By hand".to_owned(),
        story: None,
        lineage: None,
        clock: Span {
            date: "2017-01-14".to_owned(),
            start: ClockTime {
                second_of_day: 20 * 3600,
            },
            minutes: 2,
            time_zone: "Europe/Amsterdam".to_owned(),
            utc_offset_minutes: 60,
        },
        regions: Vec::new(),
        devices: None,
        activities: Vec::new(),
        journey: Walk {
            pages: Vec::new(),
            behaviour: Behaviour {
                patience_varies_percent: 50.0,
                reload_percent: 50.0,
                reload_after_error_percent: 50.0,
                reloads_at_most: 3,
                reload_pause_s: 2.0,
                ..Behaviour::plain()
            },
        },
        site: Site {
            web: WebServers {
                servers: 2,
                workers: 50,
                cores: 50,
                line: 100,
                ..plain.web
            },
            database: Database {
                connections: 10,
                query_ms: 5.0,
                query_varies_percent: 100.0,
                ..plain.database
            },
            ..plain
        },
        incidents: Vec::new(),
        money: Money {
            server_hour: 3.0,
            database_hour: 6.0,
            cdn_gb: 0.08,
            ..Money::plain()
        },
        targets: Targets {
            page_p95_s: 2.0,
            served_percent: 99.0,
            budget: None,
        },
        notes: Vec::new(),
        ranges: Vec::new(),
        contacts: Vec::new(),
    }
}
