//! Is a network whole, and small enough to run?

mod crowd;
mod parts;
mod program;
mod station;

use crate::{Dist, Fault, Faults, Network};

/// Upper limits of a network. A run's memory grows with these, never with its length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Longest run, in seconds: three years. (A scenario allows less: eight weeks.)
    pub horizon_s: u32,
    /// Most stations.
    pub stations: usize,
    /// Most programs.
    pub programs: usize,
    /// Most journeys.
    pub journeys: usize,
    /// Most streams.
    pub streams: usize,
    /// Most clients, and most populations.
    pub clients: usize,
    /// Most caches, gates, stocks, rooms, scalers and incidents, each.
    pub parts: usize,
    /// Most entries of a schedule.
    pub schedule: usize,
    /// Most points in one rate.
    pub rate_points: usize,
    /// Most steps of one program, inner ones included.
    pub steps: usize,
    /// Most steps that one request may be expected to take, repeated ones and those of what it starts included.
    pub steps_taken: f64,
    /// Deepest nesting of steps.
    pub depth: usize,
    /// Most servers held at once by one request.
    pub held: usize,
    /// Most pages of a journey.
    pub pages: usize,
    /// Longest time of any distribution's mean, in seconds: one week.
    pub longest_s: f64,
    /// Most requests that a run may be expected to make before it is refused as too large to simulate exactly.
    pub expected_requests: f64,
}

/// The limits in force.
pub const LIMITS: Limits = Limits {
    horizon_s: 100_000_000,
    stations: 1_000,
    programs: 10_000,
    journeys: 100,
    streams: 2_000,
    clients: 1_000,
    parts: 1_000,
    schedule: 1_000,
    rate_points: 1_000_000,
    steps: 1_000,
    steps_taken: 1e6,
    depth: 6,
    held: 4,
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
        whole(&mut f, "horizon_s", self.horizon_s, 1, LIMITS.horizon_s);
        for (path, n, low, high) in [
            ("stations", self.stations.len(), 1, LIMITS.stations),
            ("caches", self.caches.len(), 0, LIMITS.parts),
            ("gates", self.gates.len(), 0, LIMITS.parts),
            ("stocks", self.stocks.len(), 0, LIMITS.parts),
            ("rooms", self.rooms.len(), 0, LIMITS.parts),
            ("programs", self.programs.len(), 1, LIMITS.programs),
            ("journeys", self.journeys.len(), 0, LIMITS.journeys),
            ("clients", self.clients.len(), 0, LIMITS.clients),
            ("streams", self.streams.len(), 0, LIMITS.streams),
            ("populations", self.populations.len(), 0, LIMITS.clients),
            ("scalers", self.scalers.len(), 0, LIMITS.parts),
            ("incidents", self.incidents.len(), 0, LIMITS.parts),
        ] {
            count(&mut f, path, n, low, high);
        }
        self.stations.iter().for_each(|s| station::check(&mut f, s));
        parts::check(&mut f, self);
        self.programs
            .iter()
            .for_each(|p| program::check(&mut f, p, self));
        program::check_starts(&mut f, self);
        program::check_caches(&mut f, self);
        crowd::check(&mut f, self);
        f.or(())
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

fn whole(f: &mut Faults, path: &str, n: u32, low: u32, high: u32) {
    f.require((low..=high).contains(&n), || {
        Fault::new(path, n, format!("between {low} and {high}"))
    });
}

/// An index that must point into a list of `n`.
fn points_to(f: &mut Faults, path: &str, index: usize, n: usize, what: &str) {
    f.require(index < n, || {
        Fault::new(path, index, format!("{what} of the network"))
    });
}

fn dist(f: &mut Faults, path: &str, d: &Dist) {
    f.require_between(&format!("{path}.mean_s"), d.mean_s(), 0.0, LIMITS.longest_s);
    if let Some((low, high)) = d.cv2_range() {
        f.require_between(&format!("{path}.cv2"), d.cv2(), low, high);
    }
}

/// A span of time in which something holds: `from_s` up to `until_s`, which may be infinite.
fn span(f: &mut Faults, path: &str, from_s: f64, until_s: f64) {
    let longest = f64::from(LIMITS.horizon_s);
    f.require_between(&format!("{path}.from_s"), from_s, 0.0, longest);
    f.require(until_s >= from_s, || {
        Fault::new(format!("{path}.until_s"), until_s, "at or after from_s")
    });
}

/// A list of (second, number) in order of time.
fn schedule(f: &mut Faults, path: &str, entries: &[(f64, u32)], low: u32, high: u32) {
    count(f, path, entries.len(), 0, LIMITS.schedule);
    for (i, &(second, n)) in entries.iter().enumerate() {
        let longest = f64::from(LIMITS.horizon_s);
        f.require_between(&format!("{path}[{i}][0]"), second, 0.0, longest);
        whole(f, &format!("{path}[{i}][1]"), n, low, high);
    }
    if let Some(i) = entries.windows(2).position(|w| w[1].0 < w[0].0) {
        f.0.push(Fault::new(
            format!("{path}[{}][0]", i + 1),
            entries[i + 1].0,
            "at or after the entry before it",
        ));
    }
}

/// Names must be unique, because random numbers are keyed by them.
fn unique<'a>(f: &mut Faults, path: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        f.require(seen.insert(name), || {
            Fault::new(format!("{path}.{name}"), name, "a name used only once")
        });
    }
}
