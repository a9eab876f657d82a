//! Is a network whole, and small enough to run?

use crate::{Dist, Fault, Faults, Journey, Line, Network, Program, Servers, Station, Step, Stream};

/// Upper limits of a network. A run's memory grows with these, never with its length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Longest run, in seconds: eight weeks.
    pub horizon_s: u32,
    /// Most stations.
    pub stations: usize,
    /// Most programs.
    pub programs: usize,
    /// Most journeys.
    pub journeys: usize,
    /// Most streams.
    pub streams: usize,
    /// Most points in one rate.
    pub rate_points: usize,
    /// Most steps of one program, inner ones included.
    pub steps: usize,
    /// Deepest holding.
    pub depth: usize,
    /// Most pages of a journey.
    pub pages: usize,
    /// Longest time of any distribution's mean, in seconds: one week.
    pub longest_s: f64,
    /// Most requests that a run may be expected to make before it is refused as too large to simulate exactly.
    pub expected_requests: f64,
}

/// The limits in force.
pub const LIMITS: Limits = Limits {
    horizon_s: 56 * 86_400,
    stations: 1_000,
    programs: 10_000,
    journeys: 100,
    streams: 2_000,
    rate_points: 100_000,
    steps: 1_000,
    depth: 4,
    pages: 100,
    longest_s: 7.0 * 86_400.0,
    expected_requests: 20e6,
};

impl Network {
    /// Whether the network is whole: every index points somewhere, every number lies in its range.
    ///
    /// # Errors
    /// All faults, each with the path of the field.
    pub fn check(&self) -> Result<(), Faults> {
        let mut f = Faults::default();
        f.require((1..=LIMITS.horizon_s).contains(&self.horizon_s), || {
            Fault::new(
                "horizon_s",
                self.horizon_s,
                format!("between 1 and {}", LIMITS.horizon_s),
            )
        });
        count(&mut f, "stations", self.stations.len(), 1, LIMITS.stations);
        count(&mut f, "programs", self.programs.len(), 1, LIMITS.programs);
        count(&mut f, "journeys", self.journeys.len(), 1, LIMITS.journeys);
        count(&mut f, "streams", self.streams.len(), 0, LIMITS.streams);
        self.stations.iter().for_each(|s| station(&mut f, s));
        self.programs
            .iter()
            .for_each(|p| program(&mut f, p, self.stations.len()));
        self.journeys
            .iter()
            .for_each(|j| journey(&mut f, j, self.programs.len()));
        self.streams
            .iter()
            .for_each(|s| stream(&mut f, s, &self.journeys));
        f.or(())
    }

    /// Visits that will come on average.
    #[must_use]
    pub fn expected_visits(&self) -> f64 {
        self.streams
            .iter()
            .map(|s| s.rate.expected(0.0, f64::from(self.horizon_s)))
            .sum()
    }

    /// Requests that they make on average if nothing goes wrong; reloads come on top.
    ///
    /// Call it on a checked network.
    #[must_use]
    pub fn expected_requests(&self) -> f64 {
        self.streams
            .iter()
            .map(|s| {
                s.rate.expected(0.0, f64::from(self.horizon_s))
                    * self.journeys[s.journey].expected(|r| f64::from(r.count))
            })
            .sum()
    }

    /// Steps that a simulation of it takes on average if nothing goes wrong: the size to compare with a budget.
    ///
    /// Call it on a checked network.
    #[must_use]
    pub fn expected_events(&self) -> f64 {
        let visits_of = |program: usize| {
            self.programs[program]
                .steps
                .iter()
                .map(Step::expected_visits)
                .sum::<f64>()
        };
        self.streams
            .iter()
            .map(|s| {
                let per_visit = self.journeys[s.journey]
                    .expected(|r| f64::from(r.count) * (1.0 + visits_of(r.programs[s.region])));
                s.rate.expected(0.0, f64::from(self.horizon_s)) * (2.0 + per_visit)
            })
            .sum()
    }
}

impl Journey {
    /// Mean over visits of the sum of `of` over all requests that the visit makes when every page loads.
    fn expected(&self, of: impl Fn(&crate::Request) -> f64) -> f64 {
        let mut reach = 1.0;
        let mut sum = 0.0;
        for page in &self.pages {
            sum += reach * page.requests.iter().map(&of).sum::<f64>();
            reach *= page.go_on;
        }
        sum
    }
}

fn count(f: &mut Faults, path: &str, n: usize, low: usize, high: usize) {
    f.require((low..=high).contains(&n), || {
        Fault::new(
            path,
            format!("{n} entries"),
            format!("between {low} and {high} entries"),
        )
    });
}

fn dist(f: &mut Faults, path: &str, d: &Dist) {
    f.require_between(&format!("{path}.mean_s"), d.mean_s(), 0.0, LIMITS.longest_s);
    if let Some((low, high)) = d.cv2_range() {
        f.require_between(&format!("{path}.cv2"), d.cv2(), low, high);
    }
}

fn station(f: &mut Faults, s: &Station) {
    let path = format!("stations.{}", s.id);
    if let Servers::Finite(n) = s.servers {
        f.require((1..=100_000).contains(&n), || {
            Fault::new(format!("{path}.servers"), n, "between 1 and 100000")
        });
    }
    if let Line::Places(n) = s.line {
        f.require(n <= 10_000_000, || {
            Fault::new(format!("{path}.line"), n, "between 0 and 10000000")
        });
    }
    f.require((1..=10_000).contains(&s.instances), || {
        Fault::new(
            format!("{path}.instances"),
            s.instances,
            "between 1 and 10000",
        )
    });
    dist(f, &format!("{path}.service"), &s.service);
    if let Some(p) = &s.patience {
        dist(f, &format!("{path}.patience"), p);
    }
    if let Some(c) = &s.contention {
        f.require_between(&format!("{path}.alpha"), c.alpha, 0.0, 10.0);
        f.require_between(&format!("{path}.beta"), c.beta, 0.0, 1.0);
        f.require(c.cores.is_none_or(|n| (1..=100_000).contains(&n)), || {
            Fault::new(
                format!("{path}.cores"),
                c.cores.unwrap_or(0),
                "between 1 and 100000",
            )
        });
    }
}

fn program(f: &mut Faults, p: &Program, stations: usize) {
    let path = format!("programs.{}", p.id);
    let mut steps = 0;
    p.steps
        .iter()
        .enumerate()
        .for_each(|(i, s)| step(f, &format!("{path}[{i}]"), s, stations, &mut steps));
    count(f, &path, steps, 0, LIMITS.steps);
    let depth = p.steps.iter().map(Step::depth).max().unwrap_or(0);
    f.require(depth <= LIMITS.depth, || {
        Fault::new(
            &path,
            format!("{depth} levels"),
            format!("at most {} levels of holding", LIMITS.depth),
        )
    });
    if let Some(t) = p.gateway_timeout_s {
        f.require_between(
            &format!("{path}.gateway_timeout_s"),
            t,
            0.001,
            LIMITS.longest_s,
        );
    }
}

fn step(f: &mut Faults, path: &str, s: &Step, stations: usize, steps: &mut usize) {
    *steps += 1;
    f.require(s.at < stations, || {
        Fault::new(format!("{path}.at"), s.at, "a station of the network")
    });
    f.require_between(&format!("{path}.probability"), s.probability, 0.0, 1.0);
    f.require((1..=1_000).contains(&s.times), || {
        Fault::new(format!("{path}.times"), s.times, "between 1 and 1000")
    });
    f.require_between(&format!("{path}.scale"), s.scale, 0.0, 1_000.0);
    for (i, inner) in s.while_holding.iter().enumerate() {
        step(
            f,
            &format!("{path}.while_holding[{i}]"),
            inner,
            stations,
            steps,
        );
    }
}

fn journey(f: &mut Faults, j: &Journey, programs: usize) {
    let path = format!("journeys.{}", j.id);
    count(f, &format!("{path}.pages"), j.pages.len(), 1, LIMITS.pages);
    for page in &j.pages {
        let path = format!("{path}.{}", page.id);
        count(f, &format!("{path}.requests"), page.requests.len(), 1, 100);
        f.require_between(&format!("{path}.go_on"), page.go_on, 0.0, 1.0);
        dist(f, &format!("{path}.think"), &page.think);
        for r in &page.requests {
            f.require((1..=100).contains(&r.count), || {
                Fault::new(
                    format!("{path}.{}.count", r.id),
                    r.count,
                    "between 1 and 100",
                )
            });
            f.require(
                !r.programs.is_empty() && r.programs.iter().all(|&p| p < programs),
                || {
                    Fault::new(
                        format!("{path}.{}.programs", r.id),
                        format!("{:?}", r.programs),
                        "programs of the network, one per region",
                    )
                },
            );
        }
    }
    let b = &j.behaviour;
    if let Some(p) = &b.patience {
        dist(f, &format!("{path}.patience"), p);
    }
    for (name, r) in [("when_slow", &b.when_slow), ("when_failed", &b.when_failed)] {
        let path = format!("{path}.{name}");
        f.require_between(&format!("{path}.chance"), r.chance, 0.0, 1.0);
        f.require(r.at_most <= 100, || {
            Fault::new(format!("{path}.at_most"), r.at_most, "between 0 and 100")
        });
        dist(f, &format!("{path}.pause"), &r.pause);
    }
}

fn stream(f: &mut Faults, s: &Stream, journeys: &[Journey]) {
    let path = format!("streams.{}", s.id);
    let points = s.rate.points();
    count(
        f,
        &format!("{path}.rate"),
        points.len(),
        0,
        LIMITS.rate_points,
    );
    for (i, &(t, r)) in points.iter().enumerate() {
        f.require_between(
            &format!("{path}.rate[{i}][0]"),
            t,
            0.0,
            f64::from(LIMITS.horizon_s),
        );
        f.require_between(&format!("{path}.rate[{i}][1]"), r, 0.0, 1e7);
    }
    if let Some(i) = points.windows(2).position(|w| w[1].0 < w[0].0) {
        f.0.push(Fault::new(
            format!("{path}.rate[{}][0]", i + 1),
            points[i + 1].0,
            "at or after the point before it",
        ));
    }
    match journeys.get(s.journey) {
        None => f.0.push(Fault::new(
            format!("{path}.journey"),
            s.journey,
            "a journey of the network",
        )),
        Some(j) => f.require(
            j.pages
                .iter()
                .flat_map(|p| &p.requests)
                .all(|r| s.region < r.programs.len()),
            || {
                Fault::new(
                    format!("{path}.region"),
                    s.region,
                    "a region for which every request has a program",
                )
            },
        ),
    }
}
