//! The crowd as it is planned: expected new visits a second, by activity and together.

use std::rc::Rc;

use onrush_network::{Network, Rate};
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
    /// The highest value of the sum over the stretch that is drawn.
    pub(crate) top: f64,
    /// The highest rate, in visits a second, as the mean of its second.
    pub(crate) peak_per_s: f64,
    /// The second in which it occurs.
    pub(crate) peak_at_s: u32,
}

impl CrowdCurves {
    /// The crowd of a scenario, with its curves drawn over `span`; `None` when it is not sound.
    pub(crate) fn of(scenario: &Scenario, span: Span) -> Option<Self> {
        Some(Self::in_network(scenario, &scenario.network().ok()?, span))
    }

    /// The same where the scenario's network is at hand.
    pub(crate) fn in_network(scenario: &Scenario, network: &Network, span: Span) -> Self {
        let labels = scenario.labels();
        let tracks: Vec<Track> = (0..scenario.activities.len())
            .map(|activity| {
                let streams: Vec<usize> = (0..labels.streams.len())
                    .filter(|i| labels.streams[*i].activity == activity)
                    .collect();
                track(activity, network, &streams, span)
            })
            .collect();
        let all: Vec<&Rate> = network.streams.iter().map(|stream| &stream.rate).collect();
        let sum = highest(&all, span);
        let (peak_at_s, peak_per_s) = peak(network);
        Self {
            visits: tracks.iter().map(|track| track.visits).sum(),
            tracks,
            top: sum.iter().copied().fold(0.0, f64::max),
            sum,
            peak_per_s,
            peak_at_s,
        }
    }
}

fn track(activity: usize, network: &Network, streams: &[usize], span: Span) -> Track {
    let rates: Vec<&Rate> = streams.iter().map(|i| &network.streams[*i].rate).collect();
    let values = highest(&rates, span);
    let horizon = f64::from(network.horizon_s);
    Track {
        activity,
        top: values.iter().copied().fold(0.0, f64::max),
        values,
        visits: rates.iter().map(|rate| rate.expected(0.0, horizon)).sum(),
    }
}

/// The highest value of the sum of `rates` around each of the points drawn: a crowd that comes at once shall be seen at
/// its full height, however wide the picture. Rates are straight between their points, so looking there is enough.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept within the points drawn"
)]
fn highest(rates: &[&Rate], span: Span) -> Rc<[f64]> {
    let (from, to) = (f64::from(span.from), f64::from(span.to));
    let width = (to - from) / f64::from(POINTS - 1);
    let mut values = vec![0.0_f64; POINTS as usize];
    let mut look = |second: f64| {
        let nearest = ((second - from) / width).round() as usize;
        // Just before a jump counts as well as just after it.
        for second in [second, second - 1e-6] {
            let value = rates.iter().map(|rate| rate.at(second)).sum();
            values[nearest] = values[nearest].max(value);
        }
    };
    (0..POINTS).for_each(|i| look(from + f64::from(i) * width));
    rates
        .iter()
        .flat_map(|rate| rate.points())
        .filter(|(second, _)| (from..=to).contains(second))
        .for_each(|(second, _)| look(*second));
    values.into()
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
        .fold(
            (0, 0.0),
            |best, next| if next.1 > best.1 { next } else { best },
        )
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
            assert!(crowd.peak_at_s < network.horizon_s);
            let drawn = crowd.sum.iter().copied().fold(0.0, f64::max);
            // The peak is told as the mean of its second, the curve touches the moment.
            assert!(drawn >= crowd.peak_per_s, "{}", story.key);
            assert!(drawn <= crowd.peak_per_s * 1.5, "{}", story.key);
            for track in &crowd.tracks {
                assert!(track.top <= drawn + 1e-9);
                assert!(track.visits > 0.0);
            }
        }
    }

    #[test]
    fn a_wall_is_drawn_at_its_full_height_however_narrow() {
        let wall = Rate::new(vec![
            (5000.2, 0.0),
            (5000.2, 80.0),
            (5000.9, 80.0),
            (5000.9, 0.0),
        ]);
        let values = highest(&[&wall, &wall], Span::whole(90_000));
        let top = values.iter().copied().fold(0.0, f64::max);
        assert!((top - 160.0).abs() < 1e-9, "{top}");
        assert_eq!(values.iter().filter(|v| **v > 0.0).count(), 1);
    }
}
