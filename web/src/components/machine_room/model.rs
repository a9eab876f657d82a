//! What there is to see at one second: parts, flows and how full everything is. No geometry, no words.

use onrush_observe::{Observations, StationSeries};
use onrush_scenario::{Labels, Scenario, StationRole};

/// A part of the machine room that can be looked at closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Where requests come from.
    Visitors,
    /// The content delivery network.
    Cdn,
    /// The load balancer: here requests are let in or turned away.
    Door,
    /// The web servers.
    Web,
    /// The database.
    Database,
}

impl Part {
    /// A stable name for message ids, classes and tests.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Visitors => "visitors",
            Self::Cdn => "cdn",
            Self::Door => "door",
            Self::Web => "web",
            Self::Database => "database",
        }
    }
}

/// How full a part is: one scale, shown by colour, pattern and word together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Room to spare.
    Fine,
    /// At least [`BUSY`] of the servers are taken: from here on random waiting grows quickly. (Before a single server the
    /// line is on average 1.6 long at 70 % and 8.1 at 90 %: ρ²/(1−ρ) of the M/M/1 queue.)
    Busy,
    /// At least [`FULL`] of the servers are taken.
    Full,
    /// More come than fit: requests are refused, or more of them wait than are being served.
    Overflowing,
}

/// Share of servers from which a part counts as busy.
pub(crate) const BUSY: f64 = 0.70;
/// Share of servers from which a part counts as full.
pub(crate) const FULL: f64 = 0.95;
/// Share of a limited line from which it counts as full.
pub(crate) const LINE_FULL: f64 = 0.95;

impl Level {
    /// All levels, the calmest first.
    pub(crate) const ALL: [Self; 4] = [Self::Fine, Self::Busy, Self::Full, Self::Overflowing];

    /// A stable name for message ids, classes and patterns.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::Overflowing => "overflowing",
        }
    }

    fn of(tank: &Tank, refused: f64) -> Self {
        let share = tank.share();
        let line_full = match tank.limit {
            Limit::Places(places) => tank.line >= LINE_FULL * count(places) && places > 0,
            Limit::Holders(_) => tank.line > count(tank.servers),
        };
        if refused > 0.0 || (line_full && share >= FULL) {
            Self::Overflowing
        } else if share >= FULL {
            Self::Full
        } else if share >= BUSY {
            Self::Busy
        } else {
            Self::Fine
        }
    }
}

/// Where a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// So many places; who finds them taken is refused.
    Places(u64),
    /// No limit of its own, but only so many can come: the workers of the part before it, who stand still meanwhile.
    Holders(u64),
}

impl Limit {
    /// Longest possible line.
    pub(crate) fn places(self) -> u64 {
        match self {
            Self::Places(n) | Self::Holders(n) => n,
        }
    }
}

/// A part with servers and a line in front. Means over the step in which the second lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tank {
    /// Workers or connections.
    pub(crate) servers: u64,
    /// Of these, taken.
    pub(crate) busy: f64,
    /// Of the taken ones, those that stand in line at another part.
    pub(crate) stuck: f64,
    /// Of the taken ones, those for which another part is at work.
    pub(crate) elsewhere: f64,
    /// Requests waiting in front.
    pub(crate) line: f64,
    /// How many can wait.
    pub(crate) limit: Limit,
    /// Requests that came, per second.
    pub(crate) arrived: f64,
    /// Requests that found the line full, per second.
    pub(crate) refused: f64,
    /// How full it is.
    pub(crate) level: Level,
}

impl Tank {
    /// Share of the servers that is taken, 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        share(self.busy, count(self.servers))
    }

    /// Share of the line that is taken, 0 to 1.
    pub(crate) fn line_share(&self) -> f64 {
        share(self.line, count(self.limit.places()))
    }
}

/// Requests from one region.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Source {
    /// The region's name; `None` for all further regions together.
    pub(crate) name: Option<String>,
    /// How many regions this stands for.
    pub(crate) regions: usize,
    /// Share of all visitors in the plan, 0 to 1.
    pub(crate) share: f64,
    /// Requests per second.
    pub(crate) requests: f64,
}

/// The people.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Visitors {
    /// Requests per second, all regions.
    pub(crate) requests: f64,
    /// People on the site.
    pub(crate) inside: f64,
    /// Pages asked for again, per second.
    pub(crate) reloads: f64,
    /// Requests whose sender left before the answer, per second.
    pub(crate) abandoned: f64,
    /// By region, in the scenario's order; at most [`SOURCES`].
    pub(crate) sources: Vec<Source>,
}

/// Most regions that are shown singly.
pub(crate) const SOURCES: usize = 4;

/// What the content delivery network does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CdnFlow {
    /// Requests per second that it answers from its copies.
    pub(crate) answered: f64,
    /// Requests per second that it passes on.
    pub(crate) passed: f64,
}

/// What happens at the door.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Door {
    /// Requests per second that come to it.
    pub(crate) arrived: f64,
    /// Requests per second that are let in.
    pub(crate) admitted: f64,
    /// Requests per second that are turned away because every place in line is taken (503).
    pub(crate) refused: f64,
    /// Requests per second that it gave up on, or that failed inside (504).
    pub(crate) timed_out: f64,
    /// The worst of what it does.
    pub(crate) state: DoorState,
}

/// What the door does. It cannot fill up itself: the lines behind it do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DoorState {
    /// Everybody is let in.
    Open,
    /// Some were let in and got no answer in time.
    GivingUp,
    /// Some find no place in line.
    TurningAway,
}

impl DoorState {
    /// A stable name for message ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::GivingUp => "giving-up",
            Self::TurningAway => "turning-away",
        }
    }
}

/// The machine room at one second.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Room {
    /// Whether there is a rehearsal to show; without one all flows are zero.
    pub(crate) rehearsed: bool,
    /// The people.
    pub(crate) visitors: Visitors,
    /// The content delivery network, where there is one.
    pub(crate) cdn: Option<CdnFlow>,
    /// The door.
    pub(crate) door: Door,
    /// The web servers.
    pub(crate) web: Tank,
    /// The database.
    pub(crate) database: Tank,
    /// The strongest flow of the whole run, per second: the widest pipe, so that pipes can be compared over time.
    pub(crate) strongest: f64,
}

impl Room {
    /// The room at `second` of a rehearsal, or empty and at rest without one.
    pub(crate) fn at(
        scenario: &Scenario,
        observations: Option<&Observations>,
        second: u32,
    ) -> Self {
        let labels = scenario.labels();
        let seen = observations.map(|all| Seen {
            all,
            labels: &labels,
            step: Some(all.step_of(second)),
        });
        Self::seen(scenario, seen.as_ref())
    }

    /// A room that never was: each figure as large as it ever gets in the run. What fits it fits every second, so that
    /// nothing moves aside while time goes on.
    pub(crate) fn largest(scenario: &Scenario, observations: &Observations) -> Self {
        let labels = scenario.labels();
        let seen = Seen {
            all: observations,
            labels: &labels,
            step: None,
        };
        Self::seen(scenario, Some(&seen))
    }

    fn seen(scenario: &Scenario, seen: Option<&Seen<'_>>) -> Self {
        let site = &scenario.site;

        let requests = seen.map_or(0.0, |s| s.rate(&s.all.series.requests));
        let workers = u64::from(site.web.servers) * u64::from(site.web.workers);
        let mut web = tank(
            seen,
            StationRole::Web,
            workers,
            Limit::Places(u64::from(site.web.servers) * u64::from(site.web.line)),
        );
        let database = tank(
            seen,
            StationRole::Database,
            u64::from(site.database.connections),
            Limit::Holders(web.servers),
        );
        if let Some((stuck, elsewhere)) =
            seen.and_then(|s| s.held(StationRole::Web, StationRole::Database))
        {
            web.stuck = stuck.min(web.busy);
            web.elsewhere = elsewhere.min(web.busy - web.stuck);
        }

        let timed_out = seen.map_or(0.0, |s| s.rate(&s.all.series.errors));
        Self {
            rehearsed: seen.is_some(),
            visitors: Visitors {
                requests,
                inside: seen.map_or(0.0, |s| s.level(&s.all.series.inside)),
                reloads: seen.map_or(0.0, |s| s.rate(&s.all.series.reloads)),
                abandoned: seen.map_or(0.0, |s| s.rate(&s.all.series.abandoned)),
                sources: sources(scenario, seen),
            },
            cdn: site.cdn.as_ref().map(|_| CdnFlow {
                answered: (requests - web.arrived).max(0.0),
                passed: web.arrived,
            }),
            door: Door {
                arrived: web.arrived,
                admitted: (web.arrived - web.refused).max(0.0),
                refused: web.refused,
                timed_out,
                state: if web.refused > 0.0 {
                    DoorState::TurningAway
                } else if timed_out > 0.0 {
                    DoorState::GivingUp
                } else {
                    DoorState::Open
                },
            },
            web,
            database,
            strongest: seen.map_or(0.0, Seen::strongest),
        }
    }

    /// The parts, in the order in which a request meets them.
    pub(crate) fn parts(&self) -> Vec<Part> {
        [
            Some(Part::Visitors),
            self.cdn.map(|_| Part::Cdn),
            Some(Part::Door),
            Some(Part::Web),
            Some(Part::Database),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// How full a part is; `None` for the parts that cannot fill up.
    pub(crate) fn level(&self, part: Part) -> Option<Level> {
        match part {
            Part::Visitors | Part::Cdn | Part::Door => None,
            Part::Web => Some(self.web.level),
            Part::Database => Some(self.database.level),
        }
    }

    /// The tank of a part that has one.
    pub(crate) fn tank(&self, part: Part) -> Option<&Tank> {
        match part {
            Part::Web => Some(&self.web),
            Part::Database => Some(&self.database),
            Part::Visitors | Part::Cdn | Part::Door => None,
        }
    }

    /// How wide a flow of `per_s` is drawn, as a share of the widest pipe. By the square root, because the eye compares
    /// widths and the crowd grows a hundredfold.
    pub(crate) fn width(&self, per_s: f64) -> f64 {
        share(per_s, self.strongest).sqrt()
    }
}

/// Observations, looked at in one step; without one, the most that there ever was.
struct Seen<'a> {
    all: &'a Observations,
    labels: &'a Labels,
    step: Option<usize>,
}

impl<'a> Seen<'a> {
    /// Events per second in the step.
    fn rate(&self, counts: &[u32]) -> f64 {
        self.level(counts) / f64::from(self.all.step_s.max(1))
    }

    fn level(&self, counts: &[u32]) -> f64 {
        let count = match self.step {
            Some(step) => counts.get(step),
            None => counts.iter().max(),
        };
        count.copied().map_or(0.0, f64::from)
    }

    fn mean(&self, means: &[f32]) -> f64 {
        let mean = match self.step {
            Some(step) => means.get(step).copied().unwrap_or(0.0),
            None => means.iter().copied().fold(0.0, f32::max),
        };
        f64::from(mean)
    }

    fn station(&self, role: StationRole) -> Option<&'a StationSeries> {
        self.all.stations.get(self.labels.station(role)?)
    }

    /// Servers of `holder` that wait in `inner`'s line, and those that `inner` serves.
    fn held(&self, holder: StationRole, inner: StationRole) -> Option<(f64, f64)> {
        let (holder, inner) = (self.labels.station(holder)?, self.labels.station(inner)?);
        self.all
            .held
            .iter()
            .find(|h| h.holder == holder && h.inner == inner)
            .map(|h| (self.mean(&h.waiting), self.mean(&h.in_service)))
    }

    fn strongest(&self) -> f64 {
        let peak = |counts: &[u32]| counts.iter().copied().max().unwrap_or(0);
        let stations = [StationRole::Web, StationRole::Database]
            .into_iter()
            .filter_map(|role| self.station(role))
            .map(|s| peak(&s.arrived));
        let most = stations
            .chain([peak(&self.all.series.requests)])
            .max()
            .unwrap_or(0);
        f64::from(most) / f64::from(self.all.step_s.max(1))
    }
}

fn tank(seen: Option<&Seen<'_>>, role: StationRole, servers: u64, limit: Limit) -> Tank {
    let mut tank = Tank {
        servers,
        busy: 0.0,
        stuck: 0.0,
        elsewhere: 0.0,
        line: 0.0,
        limit,
        arrived: 0.0,
        refused: 0.0,
        level: Level::Fine,
    };
    if let Some((seen, station)) = seen.and_then(|s| Some((s, s.station(role)?))) {
        // What was rehearsed counts, should the scenario have been changed since.
        if station.servers > 0 {
            tank.servers = station.servers;
        }
        if let Limit::Places(places) = &mut tank.limit
            && station.places != u64::MAX
        {
            *places = station.places;
        }
        tank.busy = seen.mean(&station.busy);
        tank.line = seen.mean(&station.line);
        tank.arrived = seen.rate(&station.arrived);
        tank.refused = seen.rate(&station.refused);
        tank.level = Level::of(&tank, tank.refused);
    }
    tank
}

/// Requests by region: each passes its region's stretch of the internet once.
fn sources(scenario: &Scenario, seen: Option<&Seen<'_>>) -> Vec<Source> {
    let all: Vec<Source> = scenario
        .regions
        .iter()
        .enumerate()
        .map(|(region, r)| Source {
            name: Some(r.name.clone()),
            regions: 1,
            share: r.share_percent / 100.0,
            requests: seen
                .and_then(|s| Some(s.rate(&s.station(StationRole::Network { region })?.arrived)))
                .unwrap_or(0.0),
        })
        .collect();
    if all.len() <= SOURCES {
        return all;
    }
    let (shown, rest) = all.split_at(SOURCES - 1);
    let mut sources = shown.to_vec();
    sources.push(Source {
        name: None,
        regions: rest.len(),
        share: rest.iter().map(|s| s.share).sum(),
        requests: rest.iter().map(|s| s.requests).sum(),
    });
    sources
}

/// `part` of `whole`, held between 0 and 1; nothing of nothing is 0.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// A count as a number to reckon with.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of servers and places are far below 2^52"
)]
pub(crate) fn count(n: u64) -> f64 {
    n as f64
}
