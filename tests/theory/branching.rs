//! Visitors who bring others.

use onrush_network::{Dist, Journey, Network, Program, Rate, Sharing, Station, Step, Stream};
use onrush_tests::stat::{Estimate, REPLICATIONS};

#[test]
fn sharing_is_a_branching_process() {
    // Everybody brings n others on average: 1/(1−n) visits for each one that came by itself.
    for (mean, expected) in [(0.3, 1.0 / 0.7), (0.5, 2.0), (0.8, 5.0)] {
        let horizon_s = 1_500;
        let network = Network {
            horizon_s,
            stations: vec![Station::new("site", Dist::constant(0.1))],
            programs: vec![Program::new("page", vec![Step::at(0)])],
            journeys: vec![Journey {
                sharing: Some(Sharing {
                    mean,
                    when_lost: 0.0,
                    delay: Dist::exponential(3.0),
                    reach: 100_000_000,
                }),
                ..Journey::single_request("visit", 0)
            }],
            // The last come long before the end, so that all their descendants do.
            streams: vec![Stream::visits("own", Rate::constant(5.0, 1_000.0), 0, 0)],
            ..Network::default()
        };
        let ratios: Vec<f64> = (0..REPLICATIONS as u64)
            .map(|seed| {
                let ledger = onrush_des::simulate(&network, seed)
                    .unwrap_or_else(|f| panic!("{f}"))
                    .ledger;
                let all = ledger.visits.arrived as f64;
                all / (all - ledger.shared as f64)
            })
            .collect();
        Estimate::of(&ratios).assert_is(
            &format!("visits for each that came by itself, n = {mean}"),
            expected,
            0.08,
        );
    }
}
