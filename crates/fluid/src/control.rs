//! What changes the site while it runs: hours, incidents, autoscalers, rate limits, breakers, warming up.

use onrush_network::{Breaker, Metric, Network, Scaler, Servers, Trouble};

use crate::doors::Tokens;
use crate::later::Step;
use crate::site::{Place, Site};

/// One station's affairs.
#[derive(Debug, Clone, Default)]
struct Affairs {
    /// Instances that exist and serve, apart from incidents.
    up: f64,
    /// Instances ordered: when they serve, how many.
    booting: Vec<(f64, f64)>,
    /// Instances just started: when, how many.
    fresh: Vec<(f64, f64)>,
    /// Instances down in the last step.
    down: f64,
    tokens: Option<Tokens>,
    breaker: Fuse,
}

/// A circuit breaker's state.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Fuse {
    /// Closed, having seen so many calls.
    #[default]
    Closed,
    Counting(f64),
    Open {
        until_s: f64,
    },
    Trial,
}

/// One autoscaler's memory.
#[derive(Debug, Clone, Default)]
struct Watch {
    next_s: f64,
    /// Metric times seconds, and seconds, since the last decision.
    area: f64,
    seconds: f64,
    added_s: f64,
    /// Since when fewer are wanted, and the most that was wanted since.
    calm: Option<(f64, f64)>,
}

/// Everything that changes.
#[derive(Debug, Clone)]
pub(crate) struct Control<'a> {
    network: &'a Network,
    affairs: Vec<Affairs>,
    watches: Vec<Watch>,
    /// Moments known beforehand, in order.
    moments: Vec<f64>,
}

impl<'a> Control<'a> {
    pub(crate) fn new(network: &'a Network) -> Self {
        let mut moments: Vec<f64> = network
            .stations
            .iter()
            .flat_map(|s| s.hours.iter().map(|h| h.0))
            .chain(network.incidents.iter().flat_map(|i| [i.from_s, i.until_s]))
            .chain(network.gates.iter().flat_map(|g| [g.from_s, g.until_s]))
            .chain(network.rooms.iter().map(|r| r.opens_s))
            .chain(
                network
                    .journeys
                    .iter()
                    .flat_map(|j| j.pages.iter().filter_map(|p| p.opens.map(|o| o.at_s))),
            )
            .chain(
                network
                    .scalers
                    .iter()
                    .flat_map(|s| s.schedule.iter().map(|e| e.0)),
            )
            .chain(network.incidents.iter().filter_map(|i| {
                match i.trouble {
                    Trouble::Down { station, .. } => network.stations[station]
                        .health
                        .map(|h| i.from_s + h.every_s * f64::from(h.fails)),
                    _ => None,
                }
            }))
            .filter(|t| t.is_finite())
            .collect();
        onrush_network::sort_few(&mut moments);
        Self {
            network,
            affairs: network
                .stations
                .iter()
                .map(|s| Affairs {
                    up: f64::from(s.instances),
                    tokens: s.limit.map(Tokens::new),
                    ..Affairs::default()
                })
                .collect(),
            watches: network
                .scalers
                .iter()
                .map(|s| Watch {
                    next_s: s.every_s,
                    added_s: f64::NEG_INFINITY,
                    ..Watch::default()
                })
                .collect(),
            moments,
        }
    }

    /// The next moment after `now_s` at which something changes at once; infinite when nothing does.
    pub(crate) fn next_moment(&self, now_s: f64) -> f64 {
        let known = self.moments.partition_point(|m| *m <= now_s + 1e-9);
        let boots = self
            .affairs
            .iter()
            .flat_map(|a| a.booting.iter().map(|b| b.0))
            .filter(|t| *t > now_s)
            .fold(f64::INFINITY, f64::min);
        let breakers = self
            .affairs
            .iter()
            .filter_map(|a| match a.breaker {
                Fuse::Open { until_s } if until_s > now_s => Some(until_s),
                _ => None,
            })
            .fold(f64::INFINITY, f64::min);
        let known = self.moments.get(known).copied().unwrap_or(f64::INFINITY);
        known.min(boots).min(breakers)
    }

    /// The longest step that the autoscalers' periods allow.
    pub(crate) fn longest_step(&self) -> f64 {
        self.network
            .scalers
            .iter()
            .map(|s| s.every_s)
            .fold(f64::INFINITY, f64::min)
    }

    /// Instances of a station that exist.
    pub(crate) fn paid(&self, station: usize) -> f64 {
        let a = &self.affairs[station];
        a.up + a.booting.iter().map(|b| b.1).sum::<f64>()
    }

    /// Sets the site to the state that it has in the step.
    pub(crate) fn prepare(&mut self, step: &Step, site: &mut Site) {
        let now = step.begin_s() + 0.5 * step.bin_s;
        for s in 0..self.affairs.len() {
            self.affairs[s].boot(now);
            let station = &self.network.stations[s];
            let mut each = match station.servers {
                Servers::Infinite => f64::INFINITY,
                Servers::Finite(n) => f64::from(n),
            };
            let at = station.hours.partition_point(|h| h.0 <= now);
            if at > 0 {
                each = f64::from(station.hours[at - 1].1);
            }
            let (down, since) = self.down(s, now);
            let known = station.health.is_some_and(|h| {
                now - since >= h.every_s * f64::from(h.fails) && down < self.affairs[s].up
            });
            let a = &mut self.affairs[s];
            if down > a.down && a.up > a.down {
                site.lose(s, ((down - a.down) / (a.up - a.down)).min(1.0));
            }
            if down < a.down {
                a.fresh.push((now, a.down - down));
            }
            a.down = down;
            let slow = warm(station.warm_up, &mut a.fresh, a.up - down, now);
            let place = &mut site.places[s];
            place.astray = if known || a.up <= 0.0 {
                0.0
            } else {
                (down / a.up).min(1.0)
            };
            place.resize((a.up - down).max(0.0), each);
            place.slow = slow;
            place.errors = station.errors;
            place.shed = a.shed(place, step);
        }
        for incident in &self.network.incidents {
            let in_force = incident.from_s <= now && now < incident.until_s;
            let begins = incident.from_s >= step.begin_s() - 0.5 * step.bin_s
                && incident.from_s < step.begin_s() + 0.5 * step.bin_s;
            match incident.trouble {
                Trouble::Slow { station, factor } if in_force => {
                    site.places[station].slow *= factor;
                }
                Trouble::Errors { station, share } if in_force => {
                    let p = &mut site.places[station];
                    p.errors = 1.0 - (1.0 - p.errors) * (1.0 - share);
                }
                Trouble::Flush { cache } if begins => site.caches[cache].flush(),
                _ => {}
            }
        }
    }

    /// Whether a cache keeps anything now.
    pub(crate) fn cache_works(&self, cache: usize, now: f64) -> bool {
        !self.network.incidents.iter().any(|i| {
            matches!(i.trouble, Trouble::CacheOff { cache: c } if c == cache)
                && i.from_s <= now
                && now < i.until_s
        })
    }

    /// Instances down, and since when.
    fn down(&self, station: usize, now: f64) -> (f64, f64) {
        let up = self.affairs[station].up;
        let (mut down, mut since) = (0.0_f64, now);
        for i in &self.network.incidents {
            if let Trouble::Down {
                station: s,
                instances,
            } = i.trouble
                && s == station
                && i.from_s <= now
                && now < i.until_s
            {
                down = down.max(instances.map_or(up, |n| f64::from(n).min(up)));
                since = since.min(i.from_s);
            }
        }
        (down, since)
    }

    /// After the step: breakers and autoscalers look at it.
    pub(crate) fn look(&mut self, step: &Step, site: &Site) {
        let now = step.end_s();
        for ((a, station), place) in self
            .affairs
            .iter_mut()
            .zip(&self.network.stations)
            .zip(&site.places)
        {
            if let Some(breaker) = &station.breaker {
                a.watch_calls(breaker, place, step);
            }
        }
        for (watch, scaler) in self.watches.iter_mut().zip(&self.network.scalers) {
            let station = &self.network.stations[scaler.station];
            let place = &site.places[scaler.station];
            let metric = match scaler.metric {
                Metric::Busy => place.busy / place.servers.max(1e-9),
                Metric::Working => {
                    let cores = station
                        .contention
                        .and_then(|c| c.cores)
                        .map_or(place.each, |cores| f64::from(cores).min(place.each));
                    (place.working() / (place.up * cores).max(1e-9)).min(1.0)
                }
            };
            watch.area += metric * step.dt();
            watch.seconds += step.dt();
            if now + 1e-9 >= watch.next_s {
                // Who begins to serve at this very moment counts already.
                self.affairs[scaler.station].boot(now + 1e-9);
                watch.decide(scaler, &mut self.affairs[scaler.station], now);
            }
        }
    }
}

/// Mean slowness of the instances, of which some are fresh.
fn warm(
    warm_up: Option<onrush_network::WarmUp>,
    fresh: &mut Vec<(f64, f64)>,
    up: f64,
    now: f64,
) -> f64 {
    let Some(w) = warm_up else {
        fresh.clear();
        return 1.0;
    };
    fresh.retain(|f| now - f.0 < w.seconds);
    let slow: f64 = fresh
        .iter()
        .map(|(since, n)| n * (w.factor - 1.0) * (1.0 - (now - since) / w.seconds))
        .sum();
    1.0 + slow / up.max(1.0)
}

impl Affairs {
    /// Those whose start is over serve.
    fn boot(&mut self, now: f64) {
        let (ready, booting) = self.booting.iter().partition::<Vec<_>, _>(|b| b.0 <= now);
        self.booting = booting;
        for (at, n) in ready {
            self.up += n;
            self.fresh.push((at, n));
        }
    }

    /// Share of those who come that is refused before they get into line.
    fn shed(&mut self, place: &Place, step: &Step) -> f64 {
        let came = place.came * step.dt();
        let open = match self.breaker {
            Fuse::Open { until_s } if step.begin_s() + 0.5 * step.bin_s < until_s => 1.0,
            Fuse::Open { .. } => {
                self.breaker = Fuse::Trial;
                0.0
            }
            _ => 0.0,
        };
        let limited = self
            .tokens
            .as_mut()
            .map_or(0.0, |t| t.refused(came * (1.0 - open), step.dt()));
        1.0 - (1.0 - open) * (1.0 - limited)
    }

    fn watch_calls(&mut self, breaker: &Breaker, place: &Place, step: &Step) {
        let time = place.wait_s + place.visit();
        let slow = if breaker.slow_s.is_finite() {
            let over = breaker.slow_s - place.wait_s;
            libm::exp(-(over / place.visit().max(1e-9)).max(0.0))
        } else {
            0.0
        };
        let passes = (1.0 - place.astray)
            * (1.0 - place.refused)
            * (1.0 - place.given_up)
            * (1.0 - place.errors)
            * (1.0 - slow);
        let bad = time.is_finite() && 1.0 - passes >= breaker.failures;
        let calls = place.came * step.dt();
        let opens = Fuse::Open {
            until_s: step.end_s() + breaker.open_s,
        };
        self.breaker = match self.breaker {
            Fuse::Closed => Fuse::Counting(calls),
            Fuse::Counting(seen) if bad && seen + calls >= f64::from(breaker.window) => opens,
            Fuse::Counting(seen) => Fuse::Counting((seen + calls).min(1e9)),
            Fuse::Trial if bad && calls > 0.0 => opens,
            Fuse::Trial if calls > 0.0 => Fuse::Closed,
            other => other,
        };
    }
}

impl Watch {
    fn decide(&mut self, s: &Scaler, a: &mut Affairs, now: f64) {
        let metric = self.area / self.seconds.max(1e-9);
        (self.area, self.seconds) = (0.0, 0.0);
        while self.next_s <= now + 1e-9 {
            self.next_s += s.every_s.max(now - self.next_s);
        }
        let at = s.schedule.partition_point(|e| e.0 <= now);
        let least = f64::from(if at > 0 {
            s.schedule[at - 1].1
        } else {
            s.at_least
        });
        let exist = a.up + a.booting.iter().map(|b| b.1).sum::<f64>();
        let ratio = metric / s.target;
        let wanted = if (ratio - 1.0).abs() <= s.tolerance {
            exist
        } else {
            (a.up * ratio - 1e-9).ceil()
        };
        let most = f64::from(s.at_most);
        let wanted = wanted.clamp(least.min(most), most);
        if wanted > exist {
            self.calm = None;
            let forced = least.min(most) > exist;
            if forced || now - self.added_s >= s.cooldown_s {
                let adds = (wanted - exist).min(f64::from(s.step));
                let adds = if forced {
                    adds.max(least.min(most) - exist)
                } else {
                    adds
                };
                a.booting.push((now + s.boot.mean_s(), adds));
                self.added_s = now;
            }
        } else if wanted < exist {
            let (since, highest) = self.calm.unwrap_or((now, wanted));
            let highest = highest.max(wanted);
            self.calm = Some((since, highest));
            if now - since >= s.calm_s {
                a.up = (a.up - (exist - highest)).max(1.0);
                self.calm = None;
            }
        } else {
            self.calm = None;
        }
    }
}
