//! The streams: who comes because of what, from where, with what.

use onrush_network::{Rate, Sends, Stream};

use super::labels::{StreamRole, Who};
use super::{Arrivals, visit};
use crate::{Activity, ActivityKind, Scenario};

/// Most new visits a second that one stream may bring; the network allows no more.
pub(super) const MOST_VISITS_PER_S: f64 = 1e7;

/// What the streams are, in order: there are none for what has no visitors.
pub(super) fn roles(scenario: &Scenario) -> Vec<StreamRole> {
    let mut roles = Vec::new();
    for (activity, a) in scenario.activities.iter().enumerate() {
        for region in 0..scenario.regions.len() {
            let anybody = share_of_region(scenario, a, region) > 0.0;
            if !anybody {
                continue;
            }
            let mut add = |who| {
                roles.push(StreamRole {
                    activity,
                    region,
                    who,
                });
            };
            if a.kind == ActivityKind::Bots {
                add(Who::Bots);
                continue;
            }
            match phones(scenario, a, region) {
                None => add(Who::Anybody),
                Some(phones) => {
                    if phones < 1.0 {
                        add(Who::Computers);
                    }
                    if phones > 0.0 {
                        add(Who::Phones);
                    }
                }
            }
            if a.kind == ActivityKind::Email && a.scanners_percent > 0.0 {
                add(Who::Scanners);
            }
        }
    }
    roles
}

/// The streams themselves.
pub(super) fn streams(scenario: &Scenario) -> Vec<Stream> {
    let curves: Vec<Arrivals> = scenario
        .activities
        .iter()
        .map(|activity| activity.arrivals(&scenario.clock))
        .collect();
    let journeys = visit::kinds(scenario);
    roles(scenario)
        .into_iter()
        .map(|role| {
            let activity = &scenario.activities[role.activity];
            let region = &scenario.regions[role.region];
            let Arrivals { people, machines } = &curves[role.activity];
            let share = share_of_region(scenario, activity, role.region);
            let phones = phones(scenario, activity, role.region).unwrap_or(0.0);
            let place = format!("{}/{}", activity.id, region.id);
            let (id, rate, share) = match role.who {
                Who::Anybody | Who::Bots => (place, people, share),
                Who::Computers => (format!("{place}/computers"), people, share * (1.0 - phones)),
                Who::Phones => (format!("{place}/phones"), people, share * phones),
                Who::Scanners => (format!("{place}/scanners"), machines, share),
            };
            let points = rate.points().iter();
            Stream {
                id,
                rate: Rate::new(points.map(|&(t, r)| (t, r * share)).collect()),
                sends: Sends::Visits {
                    journey: visit::kind_of(scenario, &journeys, role),
                    region: role.region,
                    bots: matches!(role.who, Who::Bots | Who::Scanners),
                    room: scenario.site.waiting_room.as_ref().map(|_| 0),
                },
            }
        })
        .collect()
}

/// The share (0 to 1) of a region in the visitors of an activity.
fn share_of_region(scenario: &Scenario, activity: &Activity, region: usize) -> f64 {
    if activity.regions.is_empty() {
        let whole: f64 = scenario.regions.iter().map(|r| r.share_percent).sum();
        return scenario.regions[region].share_percent / whole;
    }
    let whole: f64 = activity.regions.iter().map(|r| r.share_percent).sum();
    let of_region = |r: &&crate::RegionShare| r.id == scenario.regions[region].id;
    activity
        .regions
        .iter()
        .find(of_region)
        .map_or(0.0, |r| r.share_percent / whole)
}

/// The share (0 to 1) of those on a phone; `None` where devices are not told apart.
fn phones(scenario: &Scenario, activity: &Activity, region: usize) -> Option<f64> {
    let devices = scenario.devices.as_ref()?;
    let percent = activity
        .phone_percent
        .or(scenario.regions[region].phone_percent)
        .unwrap_or(devices.phone_percent);
    Some(super::chance(percent))
}

/// The second at which most visits come, of all streams together; of several the first.
///
/// Looked for on a grid of at most 40,000 equal steps: single seconds up to eleven hours.
pub(super) fn peak_s(streams: &[Stream], horizon_s: u32) -> f64 {
    let step = horizon_s.div_ceil(40_000).max(1);
    let steps = usize::try_from(horizon_s / step).unwrap_or(usize::MAX);
    let mut sum = vec![0.0; steps + 1];
    for stream in streams {
        let points = stream.rate.points();
        let mut after = 0;
        for (value, second) in sum.iter_mut().zip((0..).step_by(step as usize)) {
            let second = f64::from(second);
            while points.get(after).is_some_and(|p| p.0 <= second) {
                after += 1;
            }
            if after == 0 {
                continue;
            }
            let (t0, r0) = points[after - 1];
            *value += match points.get(after) {
                Some(&(t1, r1)) => r0 + (r1 - r0) * (second - t0) / (t1 - t0),
                None if second > t0 => 0.0,
                None => r0,
            };
        }
    }
    let mut best = (0, 0.0);
    for (index, &value) in (0_u32..).zip(&sum) {
        if value > best.1 {
            best = (index, value);
        }
    }
    f64::from(best.0 * step)
}
