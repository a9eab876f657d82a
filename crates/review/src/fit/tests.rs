//! Planted crowds with noise: the factors come back.

use onrush_scenario::{ActivityKind, Scenario, story};

use super::*;
use crate::{Begins, Unit, by_clock, compare, recalibrated};

/// A small random generator (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (self.next().max(1e-300), self.next());
        (-2.0 * libm::log(u)).sqrt() * libm::cos(2.0 * core::f64::consts::PI * v)
    }

    /// About Poisson: exact for few, normal for many.
    fn count(&mut self, mean: f64) -> f64 {
        if mean > 50.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0);
        }
        let (limit, mut product, mut n) = (libm::exp(-mean), self.next(), 0.0);
        while product > limit {
            product *= self.next();
            n += 1.0;
        }
        n
    }
}

/// Three activities at different times of an evening of three hours.
fn evening() -> Scenario {
    let mut plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
    let model = plan.activities[0].clone();
    plan.clock.minutes = 180;
    plan.clock.start = "19:00".parse().unwrap();
    plan.incidents.clear();
    plan.notes.clear();
    plan.ranges.clear();
    plan.story = None;
    let make = |id: &str, kind, at: &str, people| onrush_scenario::Activity {
        id: id.to_owned(),
        name: id.to_owned(),
        kind,
        at: at.parse().unwrap(),
        people,
        response_percent: Some(5.0),
        half_after_minutes: None,
        early_percent: None,
        early_minutes: None,
        lasts_minutes: 5.0,
        scanners_percent: 0.0,
        sharing: None,
        measured: None,
        curve: Vec::new(),
        ..model.clone()
    };
    plan.activities = vec![
        onrush_scenario::Activity {
            response_percent: None,
            ..make("day", ActivityKind::Everyday, "19:00", 200_000.0)
        },
        make("push", ActivityKind::Push, "19:30", 200_000.0),
        make("spot", ActivityKind::Tv, "21:00", 400_000.0),
    ];
    for page in &mut plan.journey.pages {
        page.opens = None;
    }
    plan.check().unwrap();
    plan
}

/// What the plan's own crowd, changed by `change`, would have been counted as.
fn counted(plan: &Scenario, every_s: u32, seed: u64, change: impl Fn(&mut Scenario)) -> Actual {
    let mut real = plan.clone();
    change(&mut real);
    let crowd = Crowd::of(&real, Unit::Visits).unwrap();
    let mut random = Random(seed);
    let bins = plan.clock.horizon_s() / every_s;
    Actual {
        name: "planted".into(),
        unit: Unit::Visits,
        begins: Some(Begins {
            wall_s: i64::from(plan.clock.start.second_of_day),
            dated: false,
            ahead_s: None,
        }),
        every_s,
        counts: (0..bins)
            .map(|bin| {
                let from = f64::from(bin * every_s);
                Some(random.count(crowd.between(from, from + f64::from(every_s))))
            })
            .collect(),
    }
}

fn found(plan: &Scenario, actual: &Actual) -> Fit {
    fit(plan, actual, by_clock(actual, &plan.clock).at_s).unwrap()
}

#[test]
fn planted_factors_come_back_within_their_intervals() {
    let plan = evening();
    let truth = [1.2, 0.6, 1.7];
    let (mut inside, mut all) = (0, 0);
    for seed in 0..40 {
        let actual = counted(&plan, 60, seed, |real| {
            for (activity, factor) in real.activities.iter_mut().zip(truth) {
                activity.people *= factor;
            }
        });
        let fit = found(&plan, &actual);
        assert_eq!(fit.pieces.len(), 3);
        assert_eq!(fit.background_per_s, None, "everyday visitors are planned");
        for (piece, truth) in fit.pieces.iter().zip(truth) {
            assert_eq!(
                (piece.seen, piece.shift_s),
                (Seen::Well, 0),
                "{seed}: {piece:?}"
            );
            assert!(
                (piece.factor.value / truth - 1.0).abs() < 0.1,
                "{seed}: {piece:?}"
            );
            inside += i32::from((piece.factor.low..=piece.factor.high).contains(&truth));
            all += 1;
        }
        assert!(fit.explained > 0.95, "{}", fit.explained);
    }
    // Of intervals at 95 % at least nine in ten hold: fewer would be chance once in a thousand.
    assert!(inside * 10 >= all * 9, "{inside} of {all}");
}

#[test]
fn a_later_moment_and_another_pace_are_found_and_stay_when_nothing_moved() {
    let plan = evening();
    let actual = counted(&plan, 60, 5, |real| {
        real.activities[1].people *= 1.4;
        real.activities[1].at = "19:42".parse().unwrap();
        real.activities[2].half_after_minutes = Some(1.6);
    });
    let fit = found(&plan, &actual);
    let push = &fit.pieces[1];
    assert!((push.shift_s - 720).abs() <= 60, "{push:?}");
    assert!(
        (push.factor.value - 1.4).abs() < 0.1 && (push.half - 1.0).abs() < 0.01,
        "{push:?}"
    );
    let spot = &fit.pieces[2];
    assert!(spot.half > 1.2 && spot.shift_s.abs() <= 60, "{spot:?}");

    let new = recalibrated(&plan, &fit, "Measured: planted").unwrap();
    assert_eq!(new.plan.activities[1].at.to_string().get(..4), Some("19:4"));
    let before = compare(&Crowd::of(&plan, Unit::Visits).unwrap(), &actual, fit.at_s);
    let after = compare(
        &Crowd::of(&new.plan, Unit::Visits).unwrap(),
        &actual,
        fit.at_s,
    );
    let (before, after) = (before.score.unwrap(), after.score.unwrap());
    assert!(
        after.shape_error < before.shape_error / 2.0,
        "{before:?} {after:?}"
    );
    assert!((after.volume_ratio - 1.0).abs() < 0.05);
    // What came from the measurement says so, with its range.
    let note = new
        .plan
        .notes
        .iter()
        .find(|n| n.field == "activities.push.response_percent")
        .unwrap();
    assert_eq!(
        (note.assumed, note.changed, note.source.as_str()),
        (false, false, "Measured: planted")
    );
    let range = new
        .plan
        .ranges
        .iter()
        .find(|r| r.field == "activities.push.response_percent")
        .unwrap();
    assert!(range.low < range.high && range.low > 5.0);
    assert!(
        new.changes
            .iter()
            .all(|c| c.path.starts_with("activities.")),
        "{:?}",
        new.changes
    );
    assert!(new.changes.iter().any(|c| c.path == "activities.push.at"));
    assert_eq!(plan.edited(&new.edit).unwrap(), new.plan);
}

#[test]
fn what_cannot_be_told_apart_gets_one_factor_and_says_so() {
    let mut plan = evening();
    let mut twin = plan.activities[1].clone();
    twin.id = "twin".into();
    plan.activities.push(twin);
    let actual = counted(&plan, 60, 9, |real| {
        real.activities[1].people *= 2.0;
        real.activities[3].people *= 1.0;
    });
    let fit = found(&plan, &actual);
    let joined: Vec<_> = fit
        .pieces
        .iter()
        .filter(|p| p.activities.len() > 1)
        .collect();
    assert_eq!(joined.len(), 1);
    assert_eq!(joined[0].activities, [1, 3]);
    assert!((joined[0].factor.value - 1.5).abs() < 0.1, "{joined:?}");
}

#[test]
fn who_is_not_in_the_measured_time_is_left_as_planned() {
    let plan = evening();
    let mut actual = counted(&plan, 60, 3, |_| {});
    // The measurement ends before the spot.
    actual.counts.truncate(110);
    let fit = found(&plan, &actual);
    assert_eq!(fit.pieces[2].seen, Seen::Not);
    let new = recalibrated(&plan, &fit, "m").unwrap();
    assert_eq!(new.plan.activities[2], plan.activities[2]);
    let actual = Actual {
        counts: vec![Some(5.0); 3],
        every_s: 60,
        ..actual
    };
    assert_eq!(fit_error(&plan, &actual), "too-few");
    let nobody = Actual {
        counts: vec![Some(0.0); 180],
        ..actual
    };
    assert_eq!(fit_error(&plan, &nobody), "nothing");
}

fn fit_error(plan: &Scenario, actual: &Actual) -> &'static str {
    fit(plan, actual, 0).unwrap_err().id()
}

#[test]
fn damaged_series_with_gaps_and_a_stranger_still_give_honest_answers() {
    let plan = evening();
    let mut actual = counted(&plan, 60, 11, |real| real.activities[1].people *= 1.5);
    for (i, count) in actual.counts.iter_mut().enumerate() {
        if i % 13 == 0 {
            *count = None;
        }
        // Somebody else's campaign from the middle on, which the plan knows nothing of.
        if let Some(n) = count
            && (70..90).contains(&i)
        {
            *n += 400.0;
        }
    }
    let fit = found(&plan, &actual);
    let push = &fit.pieces[1];
    let interval = push.factor.high - push.factor.low;
    let clean = found(
        &plan,
        &counted(&plan, 60, 11, |real| real.activities[1].people *= 1.5),
    );
    let sharp = &clean.pieces[1].factor;
    assert!(
        interval > sharp.high - sharp.low,
        "a stranger makes everything less sure"
    );
    assert!(fit.explained < clean.explained);
}

#[test]
fn the_fit_takes_any_numbers() {
    let plan = evening();
    let mut random = Random(77);
    for round in 0..60 {
        let every_s = [1, 7, 60, 300, 3600][round % 5];
        let bins = [9, 200, 2000][round % 3];
        let counts = (0..bins)
            .map(|_| match random.next() {
                n if n < 0.25 => None,
                n if n < 0.5 => Some(0.0),
                n if n < 0.75 => Some(random.next() * 1e9),
                _ => Some(random.next() * 10.0),
            })
            .collect();
        let actual = Actual {
            name: String::new(),
            unit: Unit::ALL[round % 3],
            begins: None,
            every_s,
            counts,
        };
        let at = i64::try_from(round).unwrap() * 347 - 10_000;
        if let Ok(fit) = fit(&plan, &actual, at) {
            for piece in &fit.pieces {
                let f = piece.factor;
                assert!(
                    f.value.is_finite() && f.low <= f.value && f.value <= f.high,
                    "{f:?}"
                );
            }
            // A plan within the file format, or faults that say why not.
            let _ = recalibrated(&plan, &fit, "m");
        }
        let crowd = Crowd::of(&plan, actual.unit).unwrap();
        let _ = compare(&crowd, &actual, at);
        let placed = by_clock(&actual, &plan.clock);
        let _ = crate::best_match(&crowd, &actual, placed);
    }
}
