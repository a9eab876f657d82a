//! What there is to see at one second: parts, flows and how full everything is. No geometry, no words.

use onrush_observe::Observations;
use onrush_scenario::{IncidentKind, Scenario};

use super::eye::Eye;
use super::level::{Level, Tank, share};
use super::part::Part;
use super::seen::Seen;
use super::troubles::Trouble;

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
    /// What keeps its visitors out now.
    pub(crate) shut: Option<IncidentKind>,
}

/// The people.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Visitors {
    /// Requests per second, all regions.
    pub(crate) requests: f64,
    /// Visits on the site.
    pub(crate) inside: f64,
    /// Pages asked for again, per second.
    pub(crate) reloads: f64,
    /// Requests sent once more by the app itself, per second.
    pub(crate) retried: f64,
    /// Requests whose sender left before the answer, per second.
    pub(crate) abandoned: f64,
    /// Requests of people who are kept out with their region, per second.
    pub(crate) blocked: f64,
    /// By region, in the scenario's order; at most [`SOURCES`].
    pub(crate) sources: Vec<Source>,
}

/// Most regions that are shown singly.
pub(crate) const SOURCES: usize = 4;

/// The waiting room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Waiting {
    /// People who wait.
    pub(crate) people: f64,
    /// The most who ever waited in the run.
    pub(crate) longest: f64,
    /// Places on the site that are taken.
    pub(crate) active: f64,
    /// Places on the site; `None`: any number.
    pub(crate) places: Option<u32>,
    /// People let in, per minute.
    pub(crate) admitted: f64,
    /// People who give up, per minute.
    pub(crate) given_up: f64,
    /// Seconds after the start at which it opens.
    pub(crate) opens_s: u32,
    /// Whether it is open.
    pub(crate) open: bool,
}

/// A gate: what passes and what is stopped, requests per second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Gate {
    /// Passed.
    pub(crate) passed: f64,
    /// Stopped, sent by people.
    pub(crate) people: f64,
    /// Stopped, sent by machines.
    pub(crate) bots: f64,
}

/// A cache: what it answers and what it passes on, per second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Copies {
    /// Answered from its copies.
    pub(crate) answered: f64,
    /// Passed on.
    pub(crate) passed: f64,
}

/// What happens at the door, requests per second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Door {
    /// Come to it.
    pub(crate) arrived: f64,
    /// Let in.
    pub(crate) admitted: f64,
    /// Turned away because every place in line is taken (503).
    pub(crate) refused: f64,
    /// Given up on, or failed inside (504).
    pub(crate) timed_out: f64,
}

/// The line to the internet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Uplink {
    /// Share of the time in which it sends, 0 to 1.
    pub(crate) share: f64,
    /// Its bandwidth, in megabits per second.
    pub(crate) megabits: f64,
    /// Answers per second.
    pub(crate) answers: f64,
}

/// What is left of a stock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stock {
    /// Units at the beginning.
    pub(crate) units: u64,
    /// Units left.
    pub(crate) left: f64,
    /// Units sold, per second.
    pub(crate) sold: f64,
    /// Requests that found nothing left, per second.
    pub(crate) in_vain: f64,
    /// Buyers in line before its row of the database.
    pub(crate) line: f64,
}

/// What a part does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Doing {
    /// Visitors.
    Visitors(Visitors),
    /// Lets people wait.
    Waiting(Waiting),
    /// Stops some.
    Gate(Gate),
    /// Answers from copies.
    Copies(Copies),
    /// Lets in.
    Door(Door),
    /// Works.
    Tank(Tank),
    /// Sends answers.
    Uplink(Uplink),
    /// Runs out.
    Stock(Stock),
}

/// One part at one second.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Look {
    /// Which.
    pub(crate) part: Part,
    /// What it does.
    pub(crate) doing: Doing,
    /// A condition that has a word of its own.
    pub(crate) state: Option<State>,
    /// What goes wrong with it now: places in the plan's list of incidents.
    pub(crate) troubles: Vec<usize>,
}

/// A condition of a part that is not on the scale from fine to overflowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody is let in yet, or nobody works now.
    Closed,
    /// Our circuit breaker is open: it is not asked.
    NotAsked,
    /// It fails.
    Failing,
    /// Nothing is left.
    SoldOut,
}

impl State {
    /// A stable name for message ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::NotAsked => "not-asked",
            Self::Failing => "failing",
            Self::SoldOut => "sold-out",
        }
    }
}

impl Look {
    /// How full it is; `None` for the parts that cannot fill up.
    pub(crate) fn level(&self) -> Option<Level> {
        match &self.doing {
            Doing::Tank(tank) => (tank.servers > 0).then_some(tank.level),
            Doing::Uplink(uplink) => Some(Level::of_share(uplink.share)),
            _ => None,
        }
    }

    /// Requests (or questions, jobs, answers) per second that come to it.
    pub(crate) fn comes(&self) -> f64 {
        match &self.doing {
            Doing::Visitors(v) => v.requests,
            Doing::Waiting(_) => 0.0,
            Doing::Gate(g) => g.passed + g.people + g.bots,
            Doing::Copies(c) => c.answered + c.passed,
            Doing::Door(d) => d.arrived,
            Doing::Tank(t) => t.arrived,
            Doing::Uplink(u) => u.answers,
            Doing::Stock(s) => s.sold + s.in_vain,
        }
    }

    /// What it sends back or turns away, per second; `None` for parts that do not.
    pub(crate) fn aside(&self) -> Option<Aside> {
        match &self.doing {
            Doing::Waiting(w) => Some(Aside::Lost(w.given_up / 60.0)),
            Doing::Gate(g) => Some(Aside::Lost(g.people + g.bots)),
            Doing::Copies(c) => Some(Aside::Answered(c.answered)),
            Doing::Door(d) => Some(Aside::Lost(d.refused + d.timed_out)),
            _ => None,
        }
    }
}

/// What leaves the main way at a part, per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Aside {
    /// Answers.
    Answered(f64),
    /// Requests stopped or turned away.
    Lost(f64),
}

/// The machine room at one second.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Room {
    /// Whether there is a rehearsal to show; without one all flows are zero.
    pub(crate) rehearsed: bool,
    /// The parts, in the order in which a request meets them; then those beside.
    pub(crate) parts: Vec<Look>,
    /// The strongest flow of the whole run, per second: the widest pipe, so that pipes can be compared over time.
    pub(crate) strongest: f64,
}

impl Room {
    /// The room at `second` of a rehearsal, or empty and at rest without one.
    pub(crate) fn at(
        scenario: &Scenario,
        observations: Option<&Observations>,
        troubles: &[Trouble],
        second: u32,
    ) -> Self {
        let labels = scenario.labels();
        let seen = observations.map(|all| Seen {
            all,
            labels: &labels,
            step: Some(all.step_of(second)),
        });
        let held: Vec<Trouble> = troubles
            .iter()
            .copied()
            .filter(|t| seen.is_some() && t.holds(second))
            .collect();
        Self::seen(scenario, seen.as_ref(), &held, Some(second))
    }

    /// A room that never was: each figure as large as it ever gets in the run, and everything wrong at once. What fits it
    /// fits every second, so that nothing moves aside while time goes on.
    pub(crate) fn largest(
        scenario: &Scenario,
        observations: &Observations,
        troubles: &[Trouble],
    ) -> Self {
        let labels = scenario.labels();
        let seen = Seen {
            all: observations,
            labels: &labels,
            step: None,
        };
        Self::seen(scenario, Some(&seen), troubles, None)
    }

    fn seen(
        scenario: &Scenario,
        seen: Option<&Seen<'_>>,
        troubles: &[Trouble],
        second: Option<u32>,
    ) -> Self {
        let eye = Eye {
            scenario,
            site: &scenario.site,
            seen,
            troubles,
            second,
        };
        Self {
            rehearsed: seen.is_some(),
            parts: Part::all(&scenario.site)
                .into_iter()
                .map(|part| eye.look(part))
                .collect(),
            strongest: seen.map_or(0.0, Seen::strongest),
        }
    }

    /// What there is to see of `part`.
    pub(crate) fn of(&self, part: Part) -> Option<&Look> {
        self.parts.iter().find(|look| look.part == part)
    }

    /// The tank of a part that has one.
    pub(crate) fn tank(&self, part: Part) -> Option<&Tank> {
        match self.of(part).map(|look| &look.doing) {
            Some(Doing::Tank(tank)) => Some(tank),
            _ => None,
        }
    }

    /// How wide a flow of `per_s` is drawn, as a share of the widest pipe. By the square root, because the eye compares
    /// widths and the crowd grows a hundredfold.
    pub(crate) fn width(&self, per_s: f64) -> f64 {
        share(per_s, self.strongest).sqrt()
    }
}
