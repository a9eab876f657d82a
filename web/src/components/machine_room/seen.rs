//! Observations, looked at in one step.

use onrush_observe::{CacheSeries, GateSeries, Observations, StationSeries};
use onrush_scenario::{CacheRole, GateRole, Labels, StationRole};

use super::level::{Level, Limit, Tank, count};

/// Observations in one step; without one, the most that there ever was.
pub(super) struct Seen<'a> {
    pub(super) all: &'a Observations,
    pub(super) labels: &'a Labels,
    pub(super) step: Option<usize>,
}

impl<'a> Seen<'a> {
    /// Events per second in the step.
    pub(super) fn rate(&self, counts: &[u32]) -> f64 {
        self.level(counts) / f64::from(self.all.step_s.max(1))
    }

    /// A count in the step.
    pub(super) fn level(&self, counts: &[u32]) -> f64 {
        let count = match self.step {
            Some(step) => counts.get(step),
            None => counts.iter().max(),
        };
        count.copied().map_or(0.0, f64::from)
    }

    /// Everything up to the step and in it.
    pub(super) fn so_far(&self, counts: &[u32]) -> f64 {
        let until = self.step.map_or(counts.len(), |step| step + 1);
        counts.iter().take(until).copied().map(f64::from).sum()
    }

    /// A mean over the step.
    pub(super) fn mean(&self, means: &[f32]) -> f64 {
        let mean = match self.step {
            Some(step) => means.get(step).copied().unwrap_or(0.0),
            None => most(means),
        };
        f64::from(mean)
    }

    /// The station with this role.
    pub(super) fn station(&self, role: StationRole) -> Option<&'a StationSeries> {
        self.all.stations.get(self.labels.station(role)?)
    }

    /// The gate with this role.
    pub(super) fn gate(&self, role: GateRole) -> Option<&'a GateSeries> {
        self.all.gates.get(self.labels.gate(role)?)
    }

    /// The caches that `of` chooses.
    pub(super) fn caches(
        &self,
        of: impl Fn(CacheRole) -> bool,
    ) -> impl Iterator<Item = &'a CacheSeries> {
        let (all, roles) = (self.all, &self.labels.caches);
        all.caches
            .iter()
            .zip(roles)
            .filter(move |(_, role)| of(**role))
            .map(|(cache, _)| cache)
    }

    /// Servers of `holder` that wait in `inner`'s line, and those that `inner` serves.
    pub(super) fn held(&self, holder: StationRole, inner: StationRole) -> Option<(f64, f64)> {
        let (holder, inner) = (self.labels.station(holder)?, self.labels.station(inner)?);
        self.all
            .held
            .iter()
            .find(|h| h.holder == holder && h.inner == inner)
            .map(|h| (self.mean(&h.waiting), self.mean(&h.in_service)))
    }

    /// The strongest flow of the whole run, per second.
    pub(super) fn strongest(&self) -> f64 {
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

    /// Fills what was seen of a station into a tank at rest.
    pub(super) fn fill(&self, role: StationRole, tank: &mut Tank) {
        let Some(station) = self.station(role) else {
            return;
        };
        // What was rehearsed counts, should the scenario have been changed since.
        if station.servers > 0 {
            tank.servers = station.servers;
        }
        if let Limit::Places(places) = &mut tank.limit
            && station.places != u64::MAX
        {
            *places = station.places;
        }
        tank.busy = self.mean(&station.busy);
        tank.line = self.mean(&station.line);
        tank.longest = f64::from(most(&station.line));
        tank.arrived = self.rate(&station.arrived);
        tank.refused = self.rate(&station.refused);
        tank.given_up = self.rate(&station.given_up);
        tank.failed = self.rate(&station.failed);
        tank.shed = self.rate(&station.shed);
        tank.up = self.mean(&station.up);
        tank.changing = (self.mean(&station.paid) - tank.up).max(0.0);
        tank.level = Level::of(tank);
    }

    /// With machines that come and go, only the servers of those that are there.
    pub(super) fn only_up(tank: &mut Tank, servers_each: u64, places_each: u64) {
        if tank.up > 0.0 {
            tank.servers = whole(tank.up * count(servers_each)).max(1);
            tank.limit = Limit::Places(whole(tank.up * count(places_each)));
            tank.level = Level::of(tank);
        }
    }
}

fn most(means: &[f32]) -> f32 {
    means.iter().copied().fold(0.0, f32::max)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a saturating cast of a small count is what is meant"
)]
fn whole(n: f64) -> u64 {
    n.round() as u64
}
