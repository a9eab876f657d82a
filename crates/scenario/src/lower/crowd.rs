//! The streams: one per activity and region.

use onrush_network::{Rate, Stream};

use super::{StreamRole, curve};
use crate::Scenario;

/// Most new visits a second that one stream may bring; the network allows no more.
pub(super) const MOST_VISITS_PER_S: f64 = 1e7;

/// What the streams are, in order: regions without visitors have none.
pub(super) fn roles(scenario: &Scenario) -> Vec<StreamRole> {
    (0..scenario.activities.len())
        .flat_map(|activity| {
            (0..scenario.regions.len()).map(move |region| StreamRole { activity, region })
        })
        .filter(|role| scenario.regions[role.region].share_percent > 0.0)
        .collect()
}

/// The streams themselves.
pub(super) fn streams(scenario: &Scenario) -> Vec<Stream> {
    let whole: f64 = scenario.regions.iter().map(|r| r.share_percent).sum();
    let curves: Vec<Rate> = scenario
        .activities
        .iter()
        .map(|activity| curve::arrivals(activity, &scenario.clock))
        .collect();
    roles(scenario)
        .into_iter()
        .map(|role| {
            let region = &scenario.regions[role.region];
            let share = region.share_percent / whole;
            let points = curves[role.activity].points();
            Stream::visits(
                format!("{}/{}", scenario.activities[role.activity].id, region.id),
                Rate::new(points.iter().map(|&(t, r)| (t, r * share)).collect()),
                0,
                role.region,
            )
        })
        .collect()
}
