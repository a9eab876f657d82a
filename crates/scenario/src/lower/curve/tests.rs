use super::*;
use crate::ClockTime;

fn clock(start: &str, minutes: u32) -> Span {
    Span {
        date: "2017-01-14".into(),
        start: start.parse().unwrap(),
        minutes,
        time_zone: "Europe/Amsterdam".into(),
        utc_offset_minutes: 60,
    }
}

fn activity(kind: ActivityKind, at: &str, lasts_minutes: f64) -> Activity {
    Activity {
        id: "a".into(),
        name: "A".into(),
        kind,
        at: at.parse::<ClockTime>().unwrap(),
        days_later: 0,
        lasts_minutes,
        people: 200_000.0,
        response_percent: Some(5.0),
        half_after_minutes: None,
        early_percent: None,
        early_minutes: None,
        scanners_percent: 0.0,
        phone_percent: None,
        regions: Vec::new(),
        sharing: None,
        curve: Vec::new(),
        measured: None,
        cost: 0.0,
        owner: None,
    }
}

/// Share of all who come, between two clock times given in minutes after the start.
fn share(a: &Activity, clock: &Span, from_min: f64, to_min: f64) -> f64 {
    arrivals(a, clock).expected(from_min * 60.0, to_min * 60.0) / a.visitors()
}

#[test]
fn the_area_is_the_number_of_people_less_what_falls_outside() {
    for kind in ActivityKind::ALL {
        for lasts in [0.0, 0.013, 1.0, 7.7, 120.0] {
            for minutes in [60, 600, 80_640] {
                let clock = clock("20:00", minutes);
                let a = activity(kind, "20:13:07", lasts);
                let rate = arrivals(&a, &clock);
                let inside = match Arrivals::of(&a) {
                    Arrivals::Given => continue, // has tests of its own
                    Arrivals::Daily => f64::from(minutes) / 1440.0,
                    Arrivals::Respond(r) => {
                        // The share that has come by the end, spread over the activity: by a fine midpoint sum.
                        let end = f64::from(minutes) * 60.0 - 787.0;
                        let n = 20_000;
                        let come_by = |end: f64| {
                            (0..n)
                                .map(|i| {
                                    let back = r.spread_s * (f64::from(i) + 0.5) / f64::from(n);
                                    r.shape.come_by(end - back)
                                })
                                .sum::<f64>()
                                / f64::from(n)
                        };
                        // Less those who came before the rehearsal began: the first of a ticket sale.
                        come_by(end) - come_by(-787.0)
                    }
                };
                let got = rate.expected(0.0, 1e9) / a.visitors();
                // Everyday visitors of less than a day depend on the hour.
                let close = if kind == ActivityKind::Everyday && minutes < 80_640 {
                    inside * 0.5
                } else {
                    inside * 0.001
                };
                assert!(
                    (got - inside).abs() <= close,
                    "{kind:?} lasting {lasts} in {minutes} min: {got} of {inside}"
                );
                assert!(
                    rate.points().len() < 5_000,
                    "{kind:?}: {} points",
                    rate.points().len()
                );
                assert!(rate.points().windows(2).all(|w| w[0].0 <= w[1].0));
                assert!(rate.points().iter().all(|p| p.1 >= 0.0 && p.1.is_finite()));
            }
        }
    }
}

#[test]
fn half_have_come_at_the_half_time() {
    let clock = clock("20:00", 10_080);
    for kind in [
        ActivityKind::Email,
        ActivityKind::Push,
        ActivityKind::Tv,
        ActivityKind::Post,
    ] {
        for half in [1.0, 12.0, 90.0] {
            let a = Activity {
                half_after_minutes: Some(half),
                ..activity(kind, "20:00", 0.0)
            };
            let got = share(&a, &clock, 0.0, half + 0.5 / 60.0);
            assert!((got - 0.5).abs() < 0.002, "{kind:?} {half}: {got}");
        }
    }
}

#[test]
fn published_shares_are_met() {
    let clock = clock("10:00", 10_080);
    // Du, Xu and Wilbur: 75 % in the minute of the spot or the next, for a spot at any second of its minute.
    let tv = activity(ActivityKind::Tv, "10:00", 0.0);
    let in_two_minutes = (0..60)
        .map(|s| share(&tv, &clock, 0.0, (120.0 - f64::from(s)) / 60.0))
        .sum::<f64>()
        / 60.0;
    assert!((in_two_minutes - 0.75).abs() < 0.01, "{in_two_minutes}");
    // SEISMIC, from the kernel's own parameters.
    let post = activity(ActivityKind::Post, "10:00", 0.0);
    for (minutes, wanted) in [
        (1.0, 0.038),
        (5.0, 0.188),
        (30.0, 0.464),
        (60.0, 0.543),
        (1440.0, 0.781),
    ] {
        let got = share(&post, &clock, 0.0, minutes);
        assert!(
            (got - wanted).abs() < 0.002,
            "{minutes} min: {got}, not {wanted}"
        );
    }
    // Leanplum's two medians lie in the body of the one curve.
    let push = activity(ActivityKind::Push, "10:00", 0.0);
    assert!((0.2..0.4).contains(&share(&push, &clock, 0.0, 7.0)));
    assert!((0.6..0.8).contains(&share(&push, &clock, 0.0, 48.0)));
    // Clicks on a mailing are faster than its opens were (61 % after six hours).
    let email = activity(ActivityKind::Email, "10:00", 0.0);
    assert!(share(&email, &clock, 0.0, 360.0) > 0.61);
}

#[test]
fn a_window_fills_before_it_opens_and_ends_when_it_closes() {
    let clock = clock("19:00", 240);
    let a = activity(ActivityKind::Window, "20:00", 120.0);
    assert!(share(&a, &clock, 0.0, 49.9) < 1e-12);
    assert!((share(&a, &clock, 0.0, 60.0) - 0.05).abs() < 0.001);
    assert!((share(&a, &clock, 0.0, 180.1) - 1.0).abs() < 0.001);
    assert!(share(&a, &clock, 181.0, 240.0) < 1e-12);
    let rush = share(&a, &clock, 60.0, 63.0) - 0.45 * 3.0 / 120.0;
    assert!(
        (rush - 0.25).abs() < 0.003,
        "half of the rush in three minutes: {rush}"
    );
}

#[test]
fn a_longer_activity_is_flatter() {
    let clock = clock("10:00", 600);
    let peak = |lasts| arrivals(&activity(ActivityKind::Email, "10:00", lasts), &clock).peak();
    assert!(peak(240.0) < peak(60.0) && peak(60.0) < peak(1.0));
}

#[test]
fn the_rise_and_tail_has_its_median_at_the_half_time() {
    let half = Shape::RiseAndTail { half_s: 48.0 }.come_by(48.0);
    assert!((half - 0.5).abs() < 1e-6, "{half}");
}

#[test]
fn everyday_follows_the_hour() {
    let a = activity(ActivityKind::Everyday, "10:00", 0.0);
    let rate = arrivals(&a, &clock("00:00", 2880));
    assert!((rate.expected(0.0, 86_400.0) / a.visitors() - 1.0).abs() < 1e-9);
    assert!((rate.expected(86_400.0, 172_800.0) / a.visitors() - 1.0).abs() < 1e-9);
    assert!(rate.at(16.0 * 3600.0) > 2.0 * rate.at(4.0 * 3600.0));
    // The same hour of the clock, whenever the rehearsal starts.
    let later = arrivals(&a, &clock("15:00", 120));
    assert!((later.at(3600.0) - rate.at(16.0 * 3600.0)).abs() < 1e-12);
}

#[test]
fn days_later_is_the_same_curve_so_many_days_later() {
    let clock = clock("20:00", 5 * 1440);
    let first = activity(ActivityKind::Email, "07:30", 30.0);
    let later = Activity {
        days_later: 2,
        ..first.clone()
    };
    assert_eq!(later.moment_s(&clock), first.moment_s(&clock) + 2 * 86_400);
    let (first, later) = (arrivals(&first, &clock), arrivals(&later, &clock));
    let day = 86_400.0;
    for from in [0.0, 41_400.0, 45_000.0, 60_000.0] {
        let (a, b) = (
            first.expected(from, from + 600.0),
            later.expected(from + 2.0 * day, from + 2.0 * day + 600.0),
        );
        assert!((a - b).abs() <= a * 0.002 + 1e-6, "{from}: {a} and {b}");
    }
    assert!(later.expected(0.0, 2.0 * day) < 1e-9);
}
