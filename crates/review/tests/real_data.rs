//! Real traffic, whole and damaged, and where it stands on a plan's clock. The data's source and licence: `data/README.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use onrush_review::{
    Actual, Basis, Crowd, Seen, Unit, best_match, by_clock, compare, fit, recalibrated,
};
use onrush_scenario::import::{Choice, Table, decode};
use onrush_scenario::{Activity, ActivityKind, Scenario, story};

const MENTIONS: &str = include_str!("data/nab_twitter_mentions_amzn_2015-03-11_5min.csv");
const REQUESTS: &str = include_str!("data/nab_elb_request_count_5min_excerpt.csv");

fn actual(text: &str, unit: Unit) -> Actual {
    let table = Table::read(text).unwrap();
    let choice = Choice {
        leave_out: true,
        ..table.guess()
    };
    Actual::of(
        "nab.csv",
        unit,
        &table.series(&choice).series.unwrap(),
        false,
    )
}

/// A day with everyday visitors and a topic that rises at `at`.
fn day(at: &str) -> Scenario {
    let mut plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
    let model = plan.activities[0].clone();
    plan.clock.date = "2015-03-11".into();
    plan.clock.start = "00:00".parse().unwrap();
    plan.clock.minutes = 24 * 60;
    plan.incidents.clear();
    plan.notes.clear();
    plan.ranges.clear();
    let make = |id: &str, kind, people| Activity {
        id: id.into(),
        kind,
        at: at.parse().unwrap(),
        people,
        response_percent: None,
        half_after_minutes: None,
        early_percent: None,
        early_minutes: None,
        lasts_minutes: 1.0,
        scanners_percent: 0.0,
        sharing: None,
        measured: None,
        curve: Vec::new(),
        days_later: 0,
        ..model.clone()
    };
    let topic = Activity {
        response_percent: Some(100.0),
        half_after_minutes: Some(8.0),
        ..make("topic", ActivityKind::Post, 1500.0)
    };
    plan.activities = vec![make("day", ActivityKind::Everyday, 15_000.0), topic];
    for page in &mut plan.journey.pages {
        page.opens = None;
    }
    plan.check().unwrap();
    plan
}

#[test]
fn a_day_of_real_mentions_is_laid_over_a_plan_and_teaches_it() {
    let actual = actual(MENTIONS, Unit::Visits);
    assert_eq!(
        (actual.every_s, actual.counts.len(), actual.gaps()),
        (300, 576, 0)
    );
    // The evening around the event, which came at 20:57.
    let mut plan = day("20:57");
    plan.clock.start = "19:30".parse().unwrap();
    plan.clock.minutes = 180;
    plan.check().unwrap();
    let placed = by_clock(&actual, &plan.clock);
    assert_eq!(placed.basis, Basis::SameDay);
    let crowd = Crowd::of(&plan, Unit::Visits).unwrap();
    let before = compare(&crowd, &actual, placed.at_s).score.unwrap();
    let fitted = fit(&plan, &actual, placed.at_s).unwrap();
    let new = recalibrated(&plan, &fitted, "Measured: nab.csv").unwrap();
    let crowd = Crowd::of(&new.plan, Unit::Visits).unwrap();
    let after = compare(&crowd, &actual, placed.at_s).score.unwrap();
    assert!(
        (after.volume_ratio - 1.0).abs() < 0.15,
        "{before:?}\n{after:?}"
    );
    assert!(
        after.shape_error <= before.shape_error + 1e-9,
        "{before:?}\n{after:?}"
    );
    assert!((after.actual_total - before.actual_total).abs() < 1e-6);
    assert!(
        fitted.pieces.iter().any(|p| p.seen == Seen::Well),
        "{fitted:#?} {before:?}"
    );
}

#[test]
fn requests_at_a_real_load_balancer_on_another_days_plan() {
    let actual = actual(REQUESTS, Unit::Requests);
    assert_eq!(actual.every_s, 300);
    let mut plan = day("12:00");
    plan.clock.date = "2024-06-03".into();
    let placed = by_clock(&actual, &plan.clock);
    let Basis::OtherDay { days } = placed.basis else {
        panic!("{placed:?}");
    };
    assert!(days < -3000);
    let crowd = Crowd::of(&plan, Unit::Requests).unwrap();
    let comparison = compare(&crowd, &actual, placed.at_s);
    let score = comparison.score.unwrap();
    assert!(
        score.measured > 0.9 && score.actual_total > 0.0,
        "{score:?}"
    );
    assert!(comparison.bins.len() >= 140);
}

#[test]
fn damage_is_told_or_left_out_and_never_invents_anything() {
    let whole = actual(MENTIONS, Unit::Visits);
    // Every seventh line cut in the middle, a page of binary, and the rest twice.
    let damaged: String = MENTIONS
        .lines()
        .enumerate()
        .map(|(i, line)| match i {
            i if i % 7 == 3 => format!("{}\n", &line[..line.len() / 2]),
            200 => format!("\u{0}\u{1}\u{fffd}{line}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let table = Table::read(&decode(damaged.as_bytes())).unwrap();
    let guess = table.guess();
    let refused = table.series(&guess);
    assert!(refused.series.is_err() && !refused.faults.is_empty() && refused.more_faults > 0);
    let left = table.series(&Choice {
        leave_out: true,
        ..guess
    });
    let left = Actual::of("damaged", Unit::Visits, &left.series.unwrap(), false);
    assert!(left.gaps() > 50);
    for (whole, left) in whole.counts.iter().zip(&left.counts) {
        assert!(left.is_none() || left == whole);
    }
    assert_ne!(whole.digest(), left.digest());
}

#[test]
fn a_clock_in_another_zone_is_found_by_its_likeness() {
    let plan = day("12:00");
    let crowd = Crowd::of(&plan, Unit::Visits).unwrap();
    let line = |minute: u32| {
        let from = f64::from(minute) * 60.0;
        // The server's clock is five hours behind, and does not say so.
        let behind = i64::from(minute) - 300;
        let (day, clock) = (10 + i64::from(behind >= 0), behind.rem_euclid(1440));
        format!(
            "2015-03-{day} {:02}:{:02},{}\n",
            clock / 60,
            clock % 60,
            crowd.between(from, from + 60.0)
        )
    };
    let text: String = std::iter::once("time,visits\n".to_owned())
        .chain((0..1440).map(line))
        .collect();
    let actual = actual(&text, Unit::Visits);
    let placed = by_clock(&actual, &plan.clock);
    assert_eq!(placed.at_s, -5 * 3600);
    let best = best_match(&crowd, &actual, placed).unwrap();
    assert!(best.at_s.abs() <= 120 && best.likeness > 0.99, "{best:?}");
    let score = compare(&crowd, &actual, best.at_s).score.unwrap();
    assert!(
        (score.volume_ratio - 1.0).abs() < 0.01 && score.shape_error < 0.05,
        "{score:?}"
    );
    assert!(score.peak_later_s.abs() < 700.0);
    // By its own clock the peak came hours early.
    let wrong = compare(&crowd, &actual, placed.at_s).score.unwrap();
    assert!(wrong.peak_later_s < -4.0 * 3600.0, "{wrong:?}");
    // The same with the zone said.
    let zoned = Actual {
        begins: actual.begins.map(|b| onrush_review::Begins {
            ahead_s: Some(i64::from(plan.clock.utc_offset_minutes) * 60 - 18_000),
            ..b
        }),
        ..actual
    };
    assert_eq!(by_clock(&zoned, &plan.clock).at_s, 0);
}

#[test]
fn page_views_and_requests_follow_the_visits() {
    let plan = day("12:00");
    let total = |unit| Crowd::of(&plan, unit).unwrap().between(0.0, 1e9);
    let (visits, views, requests) = (
        total(Unit::Visits),
        total(Unit::PageViews),
        total(Unit::Requests),
    );
    let mut reach = 1.0;
    let mut pages = 0.0;
    for page in &plan.journey.pages {
        pages += reach;
        reach *= page.go_on_percent / 100.0;
    }
    // A few are still on their way when the day ends.
    assert!(
        views < visits * pages && views > visits * pages * 0.97,
        "{views} {visits} {pages}"
    );
    assert!(requests > views);
    let network = plan.network().unwrap();
    assert!((visits - network.expected_visits()).abs() < visits * 0.001);
}
