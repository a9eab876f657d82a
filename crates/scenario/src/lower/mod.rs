//! From a scenario in people's units to the plain numbers of a [`Network`].

mod crowd;
mod curve;
mod doors;
mod hours;
mod incidents;
mod labels;
mod programs;
mod site;
mod visit;

use onrush_network::{Dist, Fault, Faults, LIMITS, Network, Rate};

pub use labels::{CacheRole, GateRole, Labels, RoomRole, StationRole, StreamRole, Who};

use crate::{Activity, ActivityKind, Scenario, Span, defaults};

/// Most requests that a scenario may make: what is larger is no crowd that could exist. (Up to where each of them is simulated:
/// [`LIMITS`] and the runner.)
const MOST_REQUESTS: f64 = 2e9;

/// Most steps (arrivals, visits to stations, departures) that it may be expected to take.
const MOST_STEPS: f64 = 1e11;

/// Most objects in all caches together: a run's memory grows with them.
const MOST_OBJECTS: u64 = 4_000_000;

impl Scenario {
    /// The network that this scenario describes.
    ///
    /// # Errors
    /// All faults of [`Scenario::check`].
    pub fn network(&self) -> Result<Network, Faults> {
        // As a file, so that it has the same faults as one.
        crate::read::whole(&self.write()).map(|(_, network)| network)
    }

    /// Lowers a scenario whose every field is in its range.
    ///
    /// # Errors
    /// What only shows in the whole: too many parts, too large a crowd.
    pub(crate) fn lower(&self) -> Result<Network, Faults> {
        self.check_number_of_parts()?;
        let site = site::SiteAt::of(self);
        let labels = self.labels();
        let (programs, requests) = programs::programs(self, &site, &labels);
        let streams = crowd::streams(self);
        let horizon_s = self.clock.horizon_s();
        // Only incidents without a time of their own ask for it.
        let peak_s = if self.incidents.iter().any(|i| i.at.is_none()) {
            crowd::peak_s(&streams, horizon_s)
        } else {
            0.0
        };
        let network = Network {
            horizon_s,
            stations: site::stations(self),
            caches: doors::caches(self),
            gates: doors::gates(self, |incident| incidents::span(self, incident, peak_s)),
            stocks: doors::stocks(self),
            rooms: doors::rooms(self),
            programs,
            journeys: visit::journeys(self, &requests),
            streams,
            scalers: doors::scalers(self, &site),
            incidents: incidents::incidents(self, &labels, peak_s),
            ..Network::default()
        };
        self.check_size(&network)?;
        // Cannot fail when the fields' ranges fit the network's; should they ever not, this says where.
        network.check()?;
        Ok(network)
    }

    fn check_number_of_parts(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let streams = crowd::roles(self).len();
        faults.require(streams <= LIMITS.streams, || {
            Fault::new(
                "activities",
                format!(
                    "{} activities in {} regions",
                    self.activities.len(),
                    self.regions.len()
                ),
                format!(
                    "at most {} when multiplied, and by the devices",
                    LIMITS.streams
                ),
            )
        });
        let journeys = visit::kinds(self).len();
        faults.require(journeys <= LIMITS.journeys, || {
            Fault::new(
                "activities",
                format!("visitors of {journeys} kinds"),
                format!(
                    "at most {}: each activity that is shared, on each device, is one",
                    LIMITS.journeys
                ),
            )
        });
        let programs = programs::number(self);
        // What is left for those that nobody waits for.
        let most = LIMITS.programs - 100;
        faults.require(programs <= most, || {
            Fault::new(
                "journey.pages",
                format!(
                    "{} kinds of requests from {} regions",
                    programs / self.regions.len().max(1),
                    self.regions.len()
                ),
                format!("at most {most} when multiplied"),
            )
        });
        let objects: u64 = doors::caches(self)
            .iter()
            .map(|c| u64::from(c.objects))
            .sum();
        faults.require(objects <= MOST_OBJECTS, || {
            Fault::new(
                "site",
                format!("{objects} objects in the caches, those of each region counted"),
                format!("at most {MOST_OBJECTS}"),
            )
        });
        faults.or(())
    }

    fn check_size(&self, network: &Network) -> Result<(), Faults> {
        let mut faults = Faults::default();
        for (stream, role) in network.streams.iter().zip(crowd::roles(self)) {
            let activity = &self.activities[role.activity];
            faults.require(stream.rate.peak() <= crowd::MOST_VISITS_PER_S, || {
                Fault::new(
                    format!("activities.{}.people", activity.id),
                    format!("{:.0} new visits a second at the peak", stream.rate.peak()),
                    format!("at most {}", crowd::MOST_VISITS_PER_S),
                )
            });
        }
        faults.clone().or(())?;
        let requests = expected_requests(network);
        faults.require(requests <= MOST_REQUESTS, || {
            Fault::new(
                "activities",
                format!("a crowd that makes {requests:.0} requests"),
                format!(
                    "at most {MOST_REQUESTS} requests in all: fewer people, fewer pages or a shorter rehearsal"
                ),
            )
        });
        let steps = network.expected_events();
        faults.require(steps <= MOST_STEPS, || {
            Fault::new(
                "activities",
                format!("a crowd whose requests take {steps:.0} steps, queries included"),
                format!("at most {MOST_STEPS} steps in all"),
            )
        });
        faults.or(())
    }
}

/// Requests that are to be expected of a scenario's network if nothing goes wrong, those included that people make by refreshing a
/// page that has not opened yet.
#[must_use]
pub fn expected_requests(network: &Network) -> f64 {
    network.expected_requests() + visit::refreshes(network)
}

impl Span {
    /// Length, in whole seconds.
    #[must_use]
    pub fn horizon_s(&self) -> u32 {
        self.minutes.saturating_mul(60)
    }

    /// Seconds from the rehearsal's start to the next `at` on the clock (0 to 86 399).
    #[must_use]
    pub fn seconds_until(&self, at: crate::ClockTime) -> u32 {
        (86_400 + at.second_of_day % 86_400 - self.start.second_of_day % 86_400) % 86_400
    }
}

impl Activity {
    /// The second of the rehearsal of its moment: of its `at`, [`Activity::days_later`] counted in.
    #[must_use]
    pub fn moment_s(&self, clock: &Span) -> u32 {
        clock
            .seconds_until(self.at)
            .saturating_add(self.days_later.saturating_mul(86_400))
    }

    /// When those come whom it brings, all regions together: new visits a second over the rehearsal. What
    /// [`Scenario::network`] divides among its streams, for whoever draws one activity without the rest.
    #[must_use]
    pub fn arrivals(&self, clock: &Span) -> Arrivals {
        Arrivals {
            people: curve::arrivals(self, clock),
            machines: if self.kind == ActivityKind::Email {
                curve::scanners(self, clock)
            } else {
                Rate::default()
            },
        }
    }

    /// How many come in all, within the rehearsal or not. For `everyday`: in a day.
    #[must_use]
    pub fn visitors(&self) -> f64 {
        self.people * self.response() / 100.0
    }

    /// How many of those whom it reaches come, in percent: what the file says, or what is usual for its kind.
    #[must_use]
    pub fn response(&self) -> f64 {
        self.response_percent
            .unwrap_or(defaults::response(self.kind).value)
    }
}

/// Who comes because of one activity, and when.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrivals {
    /// Its visitors (machines, where the activity is machines).
    pub people: Rate,
    /// Mail systems that open the links of a mailing.
    pub machines: Rate,
}

/// A percentage as a chance.
fn chance(percent: f64) -> f64 {
    (percent / 100.0).clamp(0.0, 1.0)
}

/// A log-normal time, or a constant one where nothing varies.
fn varying(mean_s: f64, cv2: f64) -> Dist {
    if mean_s <= 0.0 || cv2 < 0.0001 {
        Dist::constant(mean_s)
    } else {
        Dist::lognormal(mean_s, cv2)
    }
}

/// Squared coefficient of variation from a standard deviation in percent of the mean.
fn cv2(percent: f64) -> f64 {
    (percent / 100.0) * (percent / 100.0)
}

#[cfg(test)]
mod tests;
