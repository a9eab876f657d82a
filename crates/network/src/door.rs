//! What lets people and requests in: gates for requests, waiting rooms for visits.

use crate::Dist;

/// A gate that requests pass by [`crate::Act::Pass`].
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// A stable name, unique among the gates; random numbers are keyed by it.
    pub id: String,
    /// What it does.
    pub rule: Rule,
    /// It does so from this second on (0 or more) …
    pub from_s: f64,
    /// … until this one; infinite for the whole run. Outside everybody passes.
    pub until_s: f64,
}

/// What a gate does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Stops a share of the bots and, by mistake, of the people (each 0 to 1). Decided once for each visit.
    Filter {
        /// Share of the bots that are stopped; the rest are missed.
        bots: f64,
        /// Share of the people that are stopped by mistake.
        people: f64,
    },
    /// Lets so many through and stops the rest, whoever they are.
    Limit(Bucket),
}

/// A token bucket: `burst` tokens at first, `per_s` new ones every second up to `burst`, one for each that passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Tokens per second (0.001 to 10 000 000).
    pub per_s: f64,
    /// Most tokens at once (1 to 10 000 000).
    pub burst: f64,
}

/// A waiting room: visits wait here until they may enter the site.
///
/// Whoever comes while there is room and nobody waits goes straight in. Before `opens_s` nobody is admitted; those who wait
/// then are let in in random order if `shuffled`, and everybody later in order of arrival behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// A stable name, unique among the rooms; random numbers are keyed by it.
    pub id: String,
    /// Most visits on the site at once (1 or more); `None` does not look at it.
    pub active: Option<u32>,
    /// Most admissions per minute (more than 0, at most 10 000 000); `None` does not look at it.
    pub per_minute: Option<f64>,
    /// Admits from this second on (0 or more); before, everybody waits.
    pub opens_s: f64,
    /// Whether those who wait at `opens_s` are drawn in random order.
    pub shuffled: bool,
    /// A place on the site stays taken for this long after the visit has left it, because the room only notices a session's
    /// inactivity (0 to 86 400 s).
    pub session_s: f64,
    /// How long a visitor waits here before giving up; `None` for ever. Usually longer than for a page, most of all when the
    /// room shows the place in line.
    pub patience: Option<Dist>,
}
