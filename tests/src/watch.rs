//! Networks of bare requests, watched from the end of their warm-up to the end of the run.

use onrush_des::{Simulation, Status};
use onrush_network::{
    Client, Dist, Line, Network, Population, Program, Rate, Servers, Station, Step, Stream,
};
use onrush_observe::{ClientSums, Detail, Histogram, Observations, StationSums};

use crate::stat::{Estimate, REPLICATIONS};

/// A station with so many servers, an unlimited line and one instance.
#[must_use]
pub fn servers(id: &str, servers: u32, service: Dist) -> Station {
    Station {
        servers: Servers::Finite(servers),
        ..Station::new(id, service)
    }
}

/// The same with so many places to wait.
#[must_use]
pub fn room(id: &str, n: u32, places: u32, service: Dist) -> Station {
    Station {
        line: Line::Places(places),
        ..servers(id, n, service)
    }
}

/// Requests that come from outside at a constant rate and make these steps.
#[must_use]
pub fn open(stations: Vec<Station>, steps: Vec<Step>, per_s: f64, horizon_s: u32) -> Network {
    let rate = Rate::constant(per_s, f64::from(horizon_s));
    open_with(stations, steps, rate, horizon_s)
}

/// The same with a rate that changes.
#[must_use]
pub fn open_with(stations: Vec<Station>, steps: Vec<Step>, rate: Rate, horizon_s: u32) -> Network {
    Network {
        horizon_s,
        stations,
        programs: vec![Program::new("work", steps)],
        clients: vec![Client::new("customers", 0)],
        streams: vec![Stream::requests("all", rate, 0)],
        ..Network::default()
    }
}

/// A fixed number of customers who think and make these steps in turn.
#[must_use]
pub fn closed(
    stations: Vec<Station>,
    steps: Vec<Step>,
    customers: u32,
    think: Dist,
    horizon_s: u32,
) -> Network {
    Network {
        streams: Vec::new(),
        populations: vec![Population {
            id: "all".into(),
            client: 0,
            customers,
            think,
        }],
        ..open(stations, steps, 0.0, horizon_s)
    }
}

/// One run, after the warm-up.
pub struct Watched {
    /// All observations, from the beginning.
    pub seen: Observations,
    /// Seconds that count.
    pub span_s: f64,
}

/// Runs once, counting from `from_s` to the end.
///
/// # Panics
/// When the network has faults.
#[must_use]
pub fn watched(network: &Network, seed: u64, from_s: f64) -> Watched {
    let until_s = f64::from(network.horizon_s);
    Watched {
        seen: simulated(network, seed, &[from_s, until_s]),
        span_s: until_s - from_s,
    }
}

/// Runs once, with sums at each of the marks.
///
/// # Panics
/// When the network has faults.
#[must_use]
pub fn marked(network: &Network, seed: u64, marks_s: &[f64]) -> Detail {
    let Some(detail) = simulated(network, seed, marks_s).detail else {
        panic!("a watched run has detail");
    };
    detail
}

fn simulated(network: &Network, seed: u64, marks_s: &[f64]) -> Observations {
    let mut simulation =
        Simulation::watched(network, seed, marks_s).unwrap_or_else(|f| panic!("{f}"));
    while simulation.step(4096) == Status::Running {}
    simulation.finish()
}

/// Runs with [`REPLICATIONS`] seeds, forgets the first fifth of each run, and estimates each of the measures.
///
/// # Panics
/// When the network has faults.
pub fn estimate<const N: usize>(
    network: &Network,
    measure: impl Fn(&Watched) -> [f64; N],
) -> [Estimate; N] {
    let runs: Vec<[f64; N]> = (0..REPLICATIONS as u64)
        .map(|seed| measure(&watched(network, seed, f64::from(network.horizon_s) / 5.0)))
        .collect();
    std::array::from_fn(|i| Estimate::of(&runs.iter().map(|r| r[i]).collect::<Vec<_>>()))
}

impl Watched {
    fn detail(&self) -> &Detail {
        let Some(detail) = &self.seen.detail else {
            panic!("a watched run has detail");
        };
        detail
    }

    /// What a station did in the span.
    #[must_use]
    pub fn station(&self, i: usize) -> StationSums {
        let at = &self.detail().stations[i].at;
        at[at.len() - 1].since(&at[0])
    }

    /// What a client saw in the span.
    #[must_use]
    pub fn client(&self, i: usize) -> ClientSums {
        let at = &self.detail().clients[i].at;
        at[at.len() - 1].since(&at[0])
    }

    /// Mean time in line of those who began service.
    #[must_use]
    pub fn wait_s(&self, i: usize) -> f64 {
        let s = self.station(i);
        s.wait_s / s.begun as f64
    }

    /// Mean time here of those who finished.
    #[must_use]
    pub fn response_s(&self, i: usize) -> f64 {
        let s = self.station(i);
        s.response_s / s.served as f64
    }

    /// Mean number in line.
    #[must_use]
    pub fn line(&self, i: usize) -> f64 {
        self.station(i).line_s / self.span_s
    }

    /// Mean number of busy servers.
    #[must_use]
    pub fn busy(&self, i: usize) -> f64 {
        self.station(i).busy_s / self.span_s
    }

    /// Mean number in line and in service.
    #[must_use]
    pub fn present(&self, i: usize) -> f64 {
        self.line(i) + self.busy(i)
    }

    /// Who finished, per second.
    #[must_use]
    pub fn throughput(&self, i: usize) -> f64 {
        self.station(i).served as f64 / self.span_s
    }

    /// Share of those who came that was refused.
    #[must_use]
    pub fn refused(&self, i: usize) -> f64 {
        let s = self.station(i);
        s.refused as f64 / s.arrived as f64
    }

    /// Times in line.
    #[must_use]
    pub fn waits(&self, i: usize) -> &Histogram {
        &self.detail().stations[i].wait
    }

    /// Times at a station.
    #[must_use]
    pub fn responses(&self, i: usize) -> &Histogram {
        &self.detail().stations[i].response
    }
}

/// The share of times in a histogram that are at most `seconds`.
#[must_use]
pub fn share_within(h: &Histogram, seconds: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        match h.quantile_s(middle) {
            Some(t) if t <= seconds => low = middle,
            _ => high = middle,
        }
    }
    low
}
