//! Writing the forecast down.

use onrush_network::Network;

use crate::control::Control;
use crate::doors::Doors;
use crate::forecast::{CacheForecast, ClientForecast, Forecast, Span, StationForecast, Totals};
use crate::later::Step;
use crate::people::Crowd;
use crate::site::{Place, Site};

/// Share of the servers that must be busy for a station to be called saturated, and for how many seconds.
const SATURATED: f64 = 0.95;
const FOR_S: f64 = 3.0;

/// Whether a run that is one standard deviation busier than the mean has nearly all servers busy for some seconds.
///
/// The number busy varies about as a Poisson number does, and forgets itself in the time that a request stays, T: its mean over
/// t seconds varies by √(2T / t) of that (for T much shorter than t). In large or quick systems this is nothing; where a dozen
/// servers work for seconds, chance fills them well before the mean does. Where they share `cores` the number varies more: what is
/// present beyond the cores is like a line, whose length varies as much as it is long.
fn is_full(place: &Place, cores: f64) -> bool {
    let stay = place.wait_s + place.visit();
    let beyond = (place.working() - cores).max(0.0);
    let variance = place.busy + beyond * beyond * place.together() / place.up.max(1.0);
    let spread = (variance * (2.0 * stay / FOR_S).min(1.0)).sqrt();
    place.servers.is_finite()
        && place.busy > 0.0
        && place.busy + spread >= SATURATED * place.servers
}

/// A forecast being written.
#[derive(Debug)]
pub(crate) struct Recorder {
    forecast: Forecast,
    /// Since when each station has been full.
    full_since: Vec<Option<f64>>,
}

impl Recorder {
    pub(crate) fn new(network: &Network) -> Self {
        Self {
            forecast: Forecast {
                horizon_s: network.horizon_s,
                stations: network
                    .stations
                    .iter()
                    .map(|s| StationForecast {
                        id: s.id.clone(),
                        ..StationForecast::default()
                    })
                    .collect(),
                caches: network
                    .caches
                    .iter()
                    .map(|c| CacheForecast {
                        id: c.id.clone(),
                        ..CacheForecast::default()
                    })
                    .collect(),
                ..Forecast::default()
            },
            full_since: vec![None; network.stations.len()],
        }
    }

    pub(crate) fn record(
        &mut self,
        step: &Step,
        network: &Network,
        site: &Site,
        crowd: &Crowd,
        doors: &Doors,
        control: &Control,
    ) {
        let f = &mut self.forecast;
        let end = step.end_s().min(f64::from(network.horizon_s));
        f.steps.push(Span {
            from_s: step.begin_s(),
            until_s: end,
        });
        let c = &crowd.counts;
        f.pages += c.pages;
        f.page_seconds += c.page_seconds;
        let inside: f64 = crowd.classes.iter().map(|c| c.inside).sum();
        let p = &mut f.people;
        for (column, value) in [
            (&mut p.visits, c.visits),
            (&mut p.inside, inside + doors.waiting),
            (&mut p.waiting, doors.waiting),
            (&mut p.served, c.served),
            (&mut p.lost, c.lost),
            (&mut p.requests, c.requests),
            (&mut p.answered, c.answered),
            (&mut p.refused, c.refused),
            (&mut p.errors, c.errors),
            (&mut p.abandoned, c.abandoned),
            (&mut p.stopped, c.stopped),
            (&mut p.reloads, c.reloads),
            (&mut p.page_s, c.page_seconds / c.pages.max(1e-9)),
        ] {
            column.push(value);
        }
        for (s, (series, place)) in f.stations.iter_mut().zip(&site.places).enumerate() {
            series.busy.push(place.busy);
            series.working.push(place.working());
            series.line.push(place.line());
            series.refused.push(place.came * place.refused * step.dt());
            series.servers.push(place.servers);
            series.up.push(place.up);
            series.paid.push(control.paid(s));
            if is_full(place, site.cores(s)) {
                let since = *self.full_since[s].get_or_insert(step.begin_s());
                if end - since >= FOR_S.min(f64::from(network.horizon_s) / 10.0) {
                    series.saturated_s.get_or_insert(since);
                }
            } else {
                self.full_since[s] = None;
            }
        }
        for (series, cache) in f.caches.iter_mut().zip(&site.caches) {
            let asked = cache.asked * step.dt();
            series.misses.push(asked * cache.missed);
            series.coalesced.push(asked * cache.joined);
            series
                .hits
                .push(asked * (1.0 - cache.missed - cache.joined).max(0.0));
        }
    }

    pub(crate) fn finish(
        mut self,
        totals: Totals,
        machines: Totals,
        clients: Vec<ClientForecast>,
    ) -> Forecast {
        self.forecast.totals = totals;
        self.forecast.machines = machines;
        self.forecast.clients = clients;
        self.forecast
    }
}
