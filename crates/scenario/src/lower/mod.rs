//! From a scenario in people's units to the plain numbers of a [`Network`].

mod crowd;
mod curve;
mod journey;
mod site;

use onrush_network::{Dist, Fault, Faults, LIMITS, Network};

use crate::{Activity, Scenario, Span};

/// Most steps (arrivals, visits to stations, departures) that a run may be expected to take.
const MOST_STEPS: f64 = 1e9;

/// What a station of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StationRole {
    /// The way through the internet from one region to the site's edge and back: a delay.
    Network {
        /// Index in [`Scenario::regions`].
        region: usize,
    },
    /// The content delivery network: a delay.
    Cdn,
    /// The web servers.
    Web,
    /// The database.
    Database,
}

/// What a stream of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamRole {
    /// Index in [`Scenario::activities`].
    pub activity: usize,
    /// Index in [`Scenario::regions`].
    pub region: usize,
}

/// What the parts of a lowered network are, by their index in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// For each of [`Network::stations`].
    pub stations: Vec<StationRole>,
    /// For each of [`Network::streams`].
    pub streams: Vec<StreamRole>,
}

impl Labels {
    /// Index of the first station with this role.
    #[must_use]
    pub fn station(&self, role: StationRole) -> Option<usize> {
        self.stations.iter().position(|&r| r == role)
    }
}

impl Scenario {
    /// What the stations and streams of [`Scenario::network`] are.
    #[must_use]
    pub fn labels(&self) -> Labels {
        Labels {
            stations: site::roles(self),
            streams: crowd::roles(self),
        }
    }

    /// The network that this scenario describes.
    ///
    /// # Errors
    /// All faults of [`Scenario::check`].
    pub fn network(&self) -> Result<Network, Faults> {
        self.check()?;
        self.lower()
    }

    /// Lowers a scenario whose every field is in its range.
    ///
    /// # Errors
    /// What only shows in the whole: too many parts, too large a crowd.
    pub(crate) fn lower(&self) -> Result<Network, Faults> {
        self.check_number_of_parts()?;
        let (stations, site) = site::stations(self);
        let (programs, journey) = journey::programs(self, &site);
        let network = Network {
            horizon_s: self.clock.horizon_s(),
            stations,
            programs,
            journeys: vec![journey],
            streams: crowd::streams(self),
            ..Network::default()
        };
        self.check_size(&network)?;
        // Cannot fail when the fields' ranges fit the network's; should they ever not, this says where.
        network.check()?;
        Ok(network)
    }

    fn check_number_of_parts(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        let streams = self.activities.len() * self.regions.len();
        faults.require(streams <= LIMITS.streams, || {
            Fault::new(
                "activities",
                format!(
                    "{} activities in {} regions",
                    self.activities.len(),
                    self.regions.len()
                ),
                format!("at most {} when multiplied", LIMITS.streams),
            )
        });
        let requests: usize = self.journey.pages.iter().map(journey::requests_of).sum();
        faults.require(requests * self.regions.len() <= LIMITS.programs, || {
            Fault::new(
                "journey.pages",
                format!(
                    "{requests} kinds of requests from {} regions",
                    self.regions.len()
                ),
                format!("at most {} when multiplied", LIMITS.programs),
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
        let requests = network.expected_requests();
        faults.require(requests <= LIMITS.expected_requests, || {
            Fault::new(
                "activities",
                format!("a crowd that makes {requests:.0} requests"),
                format!(
                    "at most {} requests in all, so that each can be simulated: fewer people, fewer pages or a shorter \
                     rehearsal",
                    LIMITS.expected_requests
                ),
            )
        });
        let steps = network.expected_events();
        faults.require(steps <= MOST_STEPS, || {
            Fault::new(
                "activities",
                format!("a crowd whose requests take {steps:.0} steps, queries included"),
                format!("at most {MOST_STEPS} steps in all, so that a run ends within minutes"),
            )
        });
        faults.or(())
    }
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
    /// How many come in all, within the rehearsal or not. For `everyday`: in a day.
    #[must_use]
    pub fn visitors(&self) -> f64 {
        self.people * self.response_percent / 100.0
    }
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
