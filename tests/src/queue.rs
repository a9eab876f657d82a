//! Small networks, run often enough to compare them with a formula.

use onrush_network::{Dist, Journey, Line, Network, Program, Rate, Servers, Station, Step, Stream};
use onrush_observe::Observations;

use crate::stat::{Estimate, REPLICATIONS};

/// A network with one stream at `rate` over all its programs' first, for `horizon_s` seconds.
#[must_use]
pub fn network(stations: Vec<Station>, steps: Vec<Step>, rate: Rate, horizon_s: u32) -> Network {
    Network {
        horizon_s,
        stations,
        programs: vec![Program::new("work", steps)],
        journeys: vec![Journey::single_request("visit", 0)],
        streams: vec![Stream::visits("all", rate, 0, 0)],
        ..Network::default()
    }
}

/// One station with `servers` servers, `places` in line (`None`: unlimited) and arrivals at a constant rate.
#[must_use]
pub fn single(
    servers: u32,
    places: Option<u32>,
    service: Dist,
    rate: f64,
    horizon_s: u32,
) -> Network {
    let station = Station {
        servers: Servers::Finite(servers),
        line: places.map_or(Line::Unlimited, Line::Places),
        ..Station::new("station", service)
    };
    network(
        vec![station],
        vec![Step::at(0)],
        Rate::constant(rate, f64::from(horizon_s)),
        horizon_s,
    )
}

/// Runs the network with [`REPLICATIONS`] seeds and estimates each of the measures.
///
/// # Panics
/// When the network has faults.
pub fn estimate<const N: usize>(
    network: &Network,
    measure: impl Fn(&After) -> [f64; N],
) -> [Estimate; N] {
    let runs: Vec<[f64; N]> = (0..REPLICATIONS as u64)
        .map(|seed| {
            let seen =
                onrush_des::simulate(network, seed).unwrap_or_else(|faults| panic!("{faults}"));
            measure(&After {
                from: seen.steps() / 5,
                seen,
            })
        })
        .collect();
    std::array::from_fn(|i| Estimate::of(&runs.iter().map(|r| r[i]).collect::<Vec<_>>()))
}

/// What was observed after a fifth of the run, when the empty start is forgotten.
pub struct After {
    /// All observations.
    pub seen: Observations,
    /// First step that counts.
    pub from: usize,
}

impl After {
    /// Seconds that count.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        (self.seen.steps() - self.from) as f64 * f64::from(self.seen.step_s)
    }

    /// Time average of a mean column.
    #[must_use]
    pub fn mean(&self, column: &[f32]) -> f64 {
        let rest = &column[self.from..];
        rest.iter().map(|v| f64::from(*v)).sum::<f64>() / rest.len() as f64
    }

    /// Sum of a counting column.
    #[must_use]
    pub fn count(&self, column: &[u32]) -> f64 {
        column[self.from..].iter().map(|v| f64::from(*v)).sum()
    }

    /// Mean time in line at a station for those who came, by Little's law on the line itself.
    #[must_use]
    pub fn wait_s(&self, station: usize) -> f64 {
        let s = &self.seen.stations[station];
        self.mean(&s.line) * self.seconds() / (self.count(&s.arrived) - self.count(&s.refused))
    }

    /// Mean number at a station, in line and in service.
    #[must_use]
    pub fn present(&self, station: usize) -> f64 {
        let s = &self.seen.stations[station];
        self.mean(&s.line) + self.mean(&s.busy)
    }
}
