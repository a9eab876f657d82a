//! The crowd as it is planned: expected new visits a second, by activity and together.

use std::rc::Rc;

use onrush_network::Network;
use onrush_scenario::Scenario;

use crate::state::Span;

/// Points of each curve; more than a screen has places for.
const POINTS: u32 = 480;

/// The curve of one activity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Track {
    /// Index of the activity in the scenario.
    pub(crate) activity: usize,
    /// New visits a second, at equal distances over the stretch that is drawn.
    pub(crate) values: Rc<[f64]>,
    /// How many come within the time of the rehearsal.
    pub(crate) visits: f64,
    /// The highest rate, in visits a second.
    pub(crate) top: f64,
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CrowdCurves {
    /// One for each activity, in the scenario's order.
    pub(crate) tracks: Vec<Track>,
    /// Their sum.
    pub(crate) sum: Rc<[f64]>,
    /// All visits within the time of the rehearsal.
    pub(crate) visits: f64,
    /// The highest rate, in visits a second.
    pub(crate) peak_per_s: f64,
    /// The second in which it occurs.
    pub(crate) peak_at_s: u32,
}

impl CrowdCurves {
    /// The crowd of a scenario, with its curves drawn over `span`; `None` when it is not sound.
    pub(crate) fn of(scenario: &Scenario, span: Span) -> Option<Self> {
        let network = scenario.network().ok()?;
        let labels = scenario.labels();
        let tracks: Vec<Track> = (0..scenario.activities.len())
            .map(|activity| {
                let streams: Vec<usize> = (0..labels.streams.len())
                    .filter(|i| labels.streams[*i].activity == activity)
                    .collect();
                track(activity, &network, &streams, span)
            })
            .collect();
        let sum: Rc<[f64]> = (0..POINTS as usize)
            .map(|i| tracks.iter().map(|track| track.values[i]).sum())
            .collect();
        let (peak_at_s, peak_per_s) = peak(&network);
        Some(Self {
            visits: tracks.iter().map(|track| track.visits).sum(),
            tracks,
            sum,
            peak_per_s,
            peak_at_s,
        })
    }
}

fn track(activity: usize, network: &Network, streams: &[usize], span: Span) -> Track {
    let begin = f64::from(span.from);
    let width = (f64::from(span.to) - begin) / f64::from(POINTS);
    let expected = |from: f64, to: f64| -> f64 {
        streams
            .iter()
            .map(|i| network.streams[*i].rate.expected(from, to))
            .sum()
    };
    let values: Rc<[f64]> = (0..POINTS)
        .map(|i| {
            let from = begin + f64::from(i) * width;
            expected(from, from + width) / width
        })
        .collect();
    Track {
        activity,
        top: values.iter().copied().fold(0.0, f64::max),
        values,
        visits: expected(0.0, f64::from(network.horizon_s)),
    }
}

/// The second with the highest expected rate, and that rate. Rates are straight between their points, so the highest
/// value is at one of them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept within the horizon"
)]
fn peak(network: &Network) -> (u32, f64) {
    let last = network.horizon_s.saturating_sub(1);
    network
        .streams
        .iter()
        .flat_map(|stream| stream.rate.points())
        .map(|(second, _)| second.floor().clamp(0.0, f64::from(last)) as u32)
        .map(|second| {
            let from = f64::from(second);
            let rate = network
                .streams
                .iter()
                .map(|stream| stream.rate.expected(from, from + 1.0))
                .sum();
            (second, rate)
        })
        .fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_of_every_story_add_up() {
        for story in onrush_scenario::stories() {
            let scenario = Scenario::read(story.file).unwrap();
            let network = scenario.network().unwrap();
            let crowd = CrowdCurves::of(&scenario, Span::whole(network.horizon_s)).unwrap();
            assert_eq!(crowd.tracks.len(), scenario.activities.len());
            let expected = network.expected_visits();
            assert!((crowd.visits - expected).abs() < expected * 1e-6 + 1e-6);
            let area: f64 =
                crowd.sum.iter().sum::<f64>() * f64::from(network.horizon_s) / f64::from(POINTS);
            assert!((area - expected).abs() < expected * 1e-6 + 1e-6);
            assert!(crowd.peak_at_s < network.horizon_s);
            let drawn = crowd.sum.iter().copied().fold(0.0, f64::max);
            assert!(drawn <= crowd.peak_per_s * 1.001, "{}", story.key);
            assert!(drawn >= crowd.peak_per_s * 0.7, "{}", story.key);
        }
    }
}
