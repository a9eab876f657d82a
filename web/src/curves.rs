//! The crowd as it is planned: expected new visits a second, by activity and together.
//!
//! It is drawn anew with every move of a hand, so what an activity brings is computed when the activity changes, and not when
//! another one does ([`Kept`]).

mod ranges;
mod sweep;

use std::rc::Rc;

use onrush_network::Rate;
use onrush_scenario::{Activity, Arrivals, Scenario, Span as Clock};

use crate::state::Span;

/// Points of each curve; more than a screen has places for.
const POINTS: usize = 480;

/// The curve of one activity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Track {
    /// New visits a second, at equal distances over the stretch that is drawn.
    pub(crate) values: Rc<[f64]>,
    /// How many come within the time of the rehearsal.
    pub(crate) visits: f64,
    /// The highest rate that is drawn, in visits a second.
    pub(crate) top: f64,
}

/// The crowd between its least and its most, where figures are ranges.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Band {
    /// The lowest value, at each of the points drawn.
    pub(crate) low: Rc<[f64]>,
    /// The highest.
    pub(crate) high: Rc<[f64]>,
    /// All visits, at the least and at the most.
    pub(crate) visits: (f64, f64),
    /// The highest rate, in visits a second, at the least and at the most.
    pub(crate) peak_per_s: (f64, f64),
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CrowdCurves {
    /// One for each activity, in the scenario's order.
    pub(crate) tracks: Vec<Track>,
    /// Their sum.
    pub(crate) sum: Rc<[f64]>,
    /// The sum at other values of what is a range.
    pub(crate) band: Option<Band>,
    /// All visits within the time of the rehearsal.
    pub(crate) visits: f64,
    /// The highest value over the stretch that is drawn, of the band as well.
    pub(crate) top: f64,
    /// The highest rate, in visits a second, as the mean of its second.
    pub(crate) peak_per_s: f64,
    /// The second in which it occurs.
    pub(crate) peak_at_s: u32,
}

/// What has been computed and may be needed again.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    middle: Curves,
    low: Curves,
    high: Curves,
}

/// Activities with what they bring.
#[derive(Debug, Default)]
struct Curves {
    clock: Option<Clock>,
    activities: Vec<One>,
}

#[derive(Debug)]
struct One {
    activity: Activity,
    arrivals: Arrivals,
    visits: f64,
    drawn: Option<(Span, Track)>,
}

/// A sum of activities.
struct Sum {
    values: Vec<f64>,
    visits: f64,
    peak: (u32, f64),
}

impl CrowdCurves {
    /// The crowd of a scenario, with its curves drawn over `span`.
    pub(crate) fn of(scenario: &Scenario, span: Span) -> Self {
        Kept::default().curves(scenario, span)
    }
}

impl Kept {
    /// The crowd of a scenario, with its curves drawn over `span`.
    pub(crate) fn curves(&mut self, scenario: &Scenario, span: Span) -> CrowdCurves {
        let clock = &scenario.clock;
        self.middle.follow(&scenario.activities, clock);
        let middle = self.middle.sum(clock, span);
        let mut ends = None;
        if let (Some(low), Some(high)) = (
            ranges::activities_at(scenario, 0.0),
            ranges::activities_at(scenario, 1.0),
        ) {
            self.low.follow(&low, clock);
            self.high.follow(&high, clock);
            ends = Some((self.low.sum(clock, span), self.high.sum(clock, span)));
        }
        let band = ends.map(|(a, b)| band(&middle, &a, &b));
        let highest = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
        CrowdCurves {
            tracks: self.middle.tracks(span),
            top: highest(&middle.values).max(band.as_ref().map_or(0.0, |band| highest(&band.high))),
            sum: middle.values.into(),
            band,
            visits: middle.visits,
            peak_per_s: middle.peak.1,
            peak_at_s: middle.peak.0,
        }
    }
}

/// What lies between the ends of the ranges. (A figure's middle may bring more than both of its ends: half-times, say.)
fn band(middle: &Sum, a: &Sum, b: &Sum) -> Band {
    let each = |pick: fn(f64, f64) -> f64| -> Rc<[f64]> {
        let values = middle.values.iter().zip(&a.values).zip(&b.values);
        values.map(|((m, a), b)| pick(pick(*m, *a), *b)).collect()
    };
    let ends = |m: f64, a: f64, b: f64| (m.min(a).min(b), m.max(a).max(b));
    Band {
        low: each(f64::min),
        high: each(f64::max),
        visits: ends(middle.visits, a.visits, b.visits),
        peak_per_s: ends(middle.peak.1, a.peak.1, b.peak.1),
    }
}

impl Curves {
    /// Computes what has changed.
    fn follow(&mut self, activities: &[Activity], clock: &Clock) {
        if self.clock.as_ref() != Some(clock) {
            self.activities.clear();
            self.clock = Some(clock.clone());
        }
        let mut before = std::mem::take(&mut self.activities);
        self.activities = activities
            .iter()
            .map(|activity| {
                let same = before.iter().position(|one| one.activity == *activity);
                same.map_or_else(|| One::new(activity, clock), |i| before.swap_remove(i))
            })
            .collect();
    }

    fn sum(&self, clock: &Clock, span: Span) -> Sum {
        let rates: Vec<&Rate> = self.activities.iter().flat_map(One::rates).collect();
        Sum {
            values: highest(&rates, span),
            visits: self.activities.iter().map(|one| one.visits).sum(),
            peak: sweep::peak(&rates, clock.horizon_s()),
        }
    }

    fn tracks(&mut self, span: Span) -> Vec<Track> {
        self.activities
            .iter_mut()
            .map(|one| one.track(span))
            .collect()
    }
}

impl One {
    fn new(activity: &Activity, clock: &Clock) -> Self {
        let arrivals = activity.arrivals(clock);
        let horizon = f64::from(clock.horizon_s());
        let visits =
            arrivals.people.expected(0.0, horizon) + arrivals.machines.expected(0.0, horizon);
        Self {
            activity: activity.clone(),
            arrivals,
            visits,
            drawn: None,
        }
    }

    fn rates(&self) -> impl Iterator<Item = &Rate> {
        [&self.arrivals.people, &self.arrivals.machines]
            .into_iter()
            .filter(|rate| !rate.points().is_empty())
    }

    fn track(&mut self, span: Span) -> Track {
        if let Some((drawn, track)) = &self.drawn
            && *drawn == span
        {
            return track.clone();
        }
        let rates: Vec<&Rate> = self.rates().collect();
        let values = highest(&rates, span);
        let track = Track {
            top: values.iter().copied().fold(0.0, f64::max),
            values: values.into(),
            visits: self.visits,
        };
        self.drawn = Some((span, track.clone()));
        track
    }
}

fn highest(rates: &[&Rate], span: Span) -> Vec<f64> {
    sweep::highest(rates, f64::from(span.from), f64::from(span.to), POINTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_of_every_story_add_up() {
        for story in onrush_scenario::stories() {
            let scenario = Scenario::read(story.file).unwrap();
            let network = scenario.network().unwrap();
            let crowd = CrowdCurves::of(&scenario, Span::whole(network.horizon_s));
            assert_eq!(crowd.tracks.len(), scenario.activities.len());
            let expected = network.expected_visits();
            assert!((crowd.visits - expected).abs() < expected * 1e-6 + 1e-6);
            assert!(crowd.peak_at_s < network.horizon_s);
            let drawn = crowd.sum.iter().copied().fold(0.0, f64::max);
            // The peak is told as the mean of its second, the curve touches the moment.
            assert!(drawn >= crowd.peak_per_s * (1.0 - 1e-9), "{}", story.key);
            assert!(drawn <= crowd.peak_per_s * 1.5, "{}", story.key);
            for track in &crowd.tracks {
                assert!(track.top <= drawn + 1e-9);
                assert!(track.visits > 0.0);
            }
            let at_peak: f64 = network
                .streams
                .iter()
                .map(|stream| {
                    let from = f64::from(crowd.peak_at_s);
                    stream.rate.expected(from, from + 1.0)
                })
                .sum();
            assert!(
                (at_peak - crowd.peak_per_s).abs() < at_peak * 1e-6,
                "{}",
                story.key
            );
        }
    }

    #[test]
    fn what_is_kept_is_what_would_be_computed_anew() {
        let mut kept = Kept::default();
        for story in onrush_scenario::stories() {
            let mut scenario = Scenario::read(story.file).unwrap();
            let span = Span::whole(scenario.clock.horizon_s());
            for round in 0..6_u32 {
                let i = round as usize % scenario.activities.len().max(1);
                match round {
                    _ if scenario.activities.is_empty() => {}
                    1 => scenario.activities[i].people *= 1.5,
                    2 => scenario.activities.rotate_left(1),
                    3 => scenario.clock.minutes += 30,
                    4 if scenario.activities.len() > 1 => drop(scenario.activities.pop()),
                    _ => {}
                }
                let near = Span {
                    from: 60 * round,
                    to: span.to / 2 + 60,
                };
                for span in [span, near] {
                    assert_eq!(
                        kept.curves(&scenario, span),
                        CrowdCurves::of(&scenario, span),
                        "{} {round}",
                        story.key
                    );
                }
            }
        }
    }

    #[test]
    fn a_range_makes_a_band_around_the_sum() {
        let story = onrush_scenario::story("mole-app").unwrap();
        let mut scenario = Scenario::read(story.file).unwrap();
        let span = Span::whole(scenario.clock.horizon_s());
        assert_eq!(CrowdCurves::of(&scenario, span).band, None);
        let between = |field: &str, low, high| onrush_scenario::Uncertain {
            field: field.into(),
            low,
            high,
        };
        scenario.ranges = vec![between("site.web.servers", 1.0, 30.0)];
        assert_eq!(
            CrowdCurves::of(&scenario, span).band,
            None,
            "not of the crowd"
        );
        scenario.ranges = vec![between("activities.after.response_percent", 10.0, 50.0)];
        let crowd = CrowdCurves::of(&scenario, span);
        let band = crowd.band.unwrap();
        for ((low, value), high) in band.low.iter().zip(&*crowd.sum).zip(&*band.high) {
            assert!(low <= value && value <= high);
        }
        assert!(
            band.peak_per_s.0 < crowd.peak_per_s * 0.6
                && band.peak_per_s.1 > crowd.peak_per_s * 1.3
        );
        assert!(band.visits.0 < crowd.visits && band.visits.1 > crowd.visits);
        assert!(crowd.top >= band.peak_per_s.1);
    }
}
