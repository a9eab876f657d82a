//! Expected arrivals and offered load.

use onrush_network::{Network, Step, Stream};

/// What is expected on average, per step of time.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedLoad {
    /// Length of a step, in seconds.
    pub step_s: u32,
    /// New visits per second, by stream and step.
    pub visits: Vec<Vec<f64>>,
    /// Busy servers that the visits ask for if nobody waits, by station and step. Later pages follow after the mean think
    /// times of the pages before them; time spent waiting or loading is left out.
    pub offered: Vec<Vec<f64>>,
}

/// The offered load of a checked network, in steps of `step_s` seconds (at least 1).
#[must_use]
pub fn offered_load(network: &Network, step_s: u32) -> OfferedLoad {
    let step_s = step_s.max(1);
    let steps = network.horizon_s.div_ceil(step_s);
    let per_step = |stream: &Stream, later_s: f64| -> Vec<f64> {
        (0..steps)
            .map(|i| {
                let from = f64::from(i * step_s) - later_s;
                stream.rate.expected(from, from + f64::from(step_s)) / f64::from(step_s)
            })
            .collect()
    };
    let visits = network.streams.iter().map(|s| per_step(s, 0.0)).collect();
    let mut offered = vec![vec![0.0; steps as usize]; network.stations.len()];
    for stream in &network.streams {
        let Some((journey, region)) = stream.visit() else {
            continue;
        };
        let (mut reach, mut later_s) = (1.0, 0.0);
        for page in &network.journeys[journey].pages {
            let mut demand = vec![0.0; network.stations.len()];
            for request in &page.requests {
                let program = &network.programs[request.programs[region]];
                for step in &program.steps {
                    add_demand(network, step, f64::from(request.count), &mut demand);
                }
            }
            let rate = per_step(stream, later_s);
            for (column, seconds) in offered.iter_mut().zip(&demand).filter(|(_, d)| **d > 0.0) {
                for (cell, per_s) in column.iter_mut().zip(&rate) {
                    *cell += reach * per_s * seconds;
                }
            }
            reach *= page.go_on;
            later_s += page.think.mean_s();
        }
    }
    OfferedLoad {
        step_s,
        visits,
        offered,
    }
}

/// Adds the server time that a step takes, at each station; a holder is busy for all that happens inside.
fn add_demand(network: &Network, step: &Step, times: f64, demand: &mut [f64]) -> f64 {
    let times = times * step.expected_times();
    let own = match (step.station(), step.factor()) {
        (Some(at), Some(factor)) => network.stations[at].service.mean_s() * factor,
        _ => 0.0,
    };
    let inner: f64 = step
        .inner()
        .iter()
        .map(|inner| add_demand(network, inner, times, demand) * inner.expected_times())
        .sum();
    if let Some(at) = step.station() {
        demand[at] += times * (own + inner);
    }
    own + inner
}

#[cfg(test)]
mod tests {
    use onrush_network::{Dist, Journey, Page, Program, Rate, Request, RequestKind, Station};

    use super::*;

    #[test]
    fn a_holder_is_busy_for_what_it_waits_for_and_pages_follow_after_thinking() {
        let held = Step::at(0).holding(vec![Step::at(1).times(2).probability(0.5)]);
        let page = |go_on| Page {
            id: "p".into(),
            requests: vec![Request {
                id: "d".into(),
                kind: RequestKind::Document,
                programs: vec![0],
                count: 1,
                files: 1,
                bytes: 0,
            }],
            think: Dist::constant(10.0),
            go_on,
            goal_cents: None,
            stock: None,
            opens: None,
        };
        let network = Network {
            horizon_s: 40,
            stations: vec![
                Station::new("web", Dist::constant(0.1)),
                Station::new("db", Dist::constant(0.02)),
            ],
            programs: vec![Program::new("p", vec![held])],
            journeys: vec![Journey {
                pages: vec![page(0.25), page(0.0)],
                ..Journey::single_request("j", 0)
            }],
            streams: vec![Stream::visits("s", Rate::constant(100.0, 20.0), 0, 0)],
            ..Network::default()
        };
        assert_eq!(network.check(), Ok(()));
        let f = offered_load(&network, 1);
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
        near(f.offered[1][5], 100.0 * 0.02);
        near(f.offered[0][5], 100.0 * (0.1 + 0.02));
        near(f.offered[0][15], 125.0 * (0.1 + 0.02));
        near(f.offered[0][25], 25.0 * (0.1 + 0.02));
        near(f.offered[0][35], 0.0);
    }
}
