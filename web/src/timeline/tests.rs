//! What hands and keys do to the activities of a story.

use onrush_scenario::{ActivityKind, Scenario};

use super::keys::{Key, Means, means};
use super::newcomer::place;
use super::*;
use crate::state::Span;

fn mole() -> Scenario {
    Scenario::read(onrush_scenario::story("mole-app").unwrap().file).unwrap()
}

/// 90 minutes on 900 pixels: six seconds each.
fn lane(scenario: &Scenario) -> Lane {
    Lane::new(Span::whole(scenario.clock.horizon_s()), 900.0)
}

fn after(scenario: &Scenario) -> &Activity {
    scenario
        .activities
        .iter()
        .find(|a| a.id == "after")
        .unwrap()
}

/// The story after `grip` of "after" was dragged by so many pixels.
fn dragged(scenario: &Scenario, grip: Grip, by_x: f64, free: bool) -> Scenario {
    let drag = Drag::new(after(scenario), grip, lane(scenario), 700.0);
    let dropped = drag.to(&scenario.clock, 700.0 + by_x, free).unwrap();
    scenario.edited(&dropped.edit).unwrap()
}

/// The same plan over so many minutes.
fn over(scenario: &Scenario, minutes: u32) -> Scenario {
    let mut longer = scenario.clone();
    longer.clock.minutes = minutes;
    longer
}

#[test]
fn pixels_and_seconds() {
    let lane = lane(&mole());
    for x in [-50.0, 0.0, 450.0, 900.0, 1200.0] {
        assert!((lane.x_of(lane.second_at(x)) - x).abs() < 1e-9);
    }
    let step = |seconds, width| {
        Lane::new(
            Span {
                from: 0,
                to: seconds,
            },
            width,
        )
        .step_s()
    };
    assert_eq!(step(5400, 900.0), 60, "90 minutes on a desk");
    assert_eq!(step(5400, 300.0), 60, "on a phone");
    assert_eq!(step(60, 900.0), 1, "a minute");
    assert_eq!(step(600, 900.0), 15);
    assert_eq!(step(28 * 86_400, 900.0), 3600, "four weeks");
    // Steps are those of the clock, not of the rehearsal's beginning: 20:15:20 + 100 s is nearest to 20:17.
    let start = 20 * 3600 + 15 * 60 + 20;
    assert!((lane.snapped(113.0, start) - 100.0).abs() < 1e-9);
}

#[test]
fn moving_snaps_to_minutes_of_the_clock_or_is_free() {
    let plan = mole();
    let at = |plan: &Scenario| after(plan).at.to_string();
    assert_eq!(at(&plan), "21:25");
    assert_eq!(at(&dragged(&plan, Grip::Body, -52.0, false)), "21:20");
    assert_eq!(at(&dragged(&plan, Grip::Body, -52.0, true)), "21:19:48");
    assert_eq!(
        at(&dragged(&plan, Grip::Body, -9000.0, false)),
        "20:15",
        "not before the beginning"
    );
    assert_eq!(
        at(&dragged(&plan, Grip::Body, 9000.0, false)),
        "21:44:59",
        "not after the end"
    );
}

#[test]
fn the_end_stretches_what_lasts() {
    let plan = mole();
    let lasts = |by| after(&dragged(&plan, Grip::End, by, false)).lasts_minutes;
    assert!(
        (lasts(25.0) - 6.0).abs() < 1e-9,
        "3.5 min and 150 s, on a minute"
    );
    assert!(lasts(-9000.0).abs() < 1e-9, "never less than nothing");
}

#[test]
fn handles_suit_the_kind() {
    let mut plan = mole();
    let grips = |plan: &Scenario| Block::of(after(plan), &plan.clock).handles();
    assert_eq!(grips(&plan), [Grip::Half, Grip::End]);
    let half = dragged(&plan, Grip::Half, 40.0, true);
    assert_eq!(after(&half).half_after_minutes, Some(4.8));

    let kind = |plan: &mut Scenario, kind| {
        plan.activities
            .iter_mut()
            .find(|a| a.id == "after")
            .unwrap()
            .kind = kind;
    };
    kind(&mut plan, ActivityKind::OnSale);
    assert_eq!(grips(&plan), [Grip::Early, Grip::End]);
    let early = dragged(&plan, Grip::Early, -10.0, true);
    assert_eq!(after(&early).early_minutes, Some(61.0));
    let rush = dragged(&plan, Grip::End, 20.0, true);
    assert_eq!(after(&rush).half_after_minutes, Some(5.0));

    kind(&mut plan, ActivityKind::Everyday);
    assert_eq!(grips(&plan), []);
    let drag = Drag::new(after(&plan), Grip::Body, lane(&plan), 0.0);
    assert_eq!(drag.to(&plan.clock, 10.0, false), None);
}

#[test]
fn curves_stretch_as_a_whole() {
    let plan = mole();
    let entry = newcomer(ActivityKind::Freehand, "Drawn", &plan, Span::whole(5400));
    let plan = plan
        .edited(&Edit::Insert {
            list: "activities".into(),
            at: None,
            entry,
        })
        .unwrap();
    let drawn = plan.activities.last().unwrap();
    let block = Block::of(drawn, &plan.clock);
    let drag = Drag::new(drawn, Grip::End, lane(&plan), 0.0);
    let longer = drag.to(&plan.clock, 300.0, false).unwrap();
    let longer = plan.edited(&longer.edit).unwrap();
    let drawn = longer.activities.last().unwrap();
    assert!((Block::of(drawn, &plan.clock).to - block.to - 1800.0).abs() < 1.0);
    assert!(
        (drawn.curve[3].after_minutes - 30.0).abs() < 0.01,
        "the top stays in the middle"
    );
    assert!((drawn.curve[3].level - 100.0).abs() < 1e-9);
}

#[test]
fn a_finger_finds_handles_and_still_the_body() {
    let plan = mole();
    let lane = lane(&plan);
    let block = Block::of(after(&plan), &plan.clock);
    let left = lane.x_of(block.from);
    assert_eq!(
        block.hit(lane, left, false),
        Some(Grip::Body),
        "3.5 min are 35 pixels"
    );
    assert_eq!(block.hit(lane, left - 15.0, false), Some(Grip::Body));
    assert_eq!(block.hit(lane, left + 50.0, false), Some(Grip::End));
    assert_eq!(block.hit(lane, left - 100.0, false), None);
    assert_eq!(block.hit(lane, left + 8.0, true), Some(Grip::Half));
    let everyday = &plan.activities[0];
    assert_eq!(
        Block::of(everyday, &plan.clock).hit(lane, 100.0, true),
        None
    );
}

#[test]
fn keys_do_what_hands_do() {
    let plan = mole();
    let press = |key: Key<'_>| means(key, after(&plan), (2, 3), &plan.clock, lane(&plan));
    let edited = |key: Key<'_>| match press(key) {
        Some(Means::Edit(edit)) => plan.edited(&edit).unwrap(),
        other => panic!("{other:?}"),
    };
    let key = |name| Key {
        name,
        ..Key::default()
    };
    let at = |plan: Scenario| after(&plan).at.to_string();
    assert_eq!(at(edited(key("ArrowLeft"))), "21:24");
    assert_eq!(at(edited(key("ArrowRight"))), "21:26");
    assert_eq!(
        at(edited(Key {
            alt: true,
            ..key("ArrowRight")
        })),
        "21:25:01"
    );
    let longer = edited(Key {
        shift: true,
        ..key("ArrowRight")
    });
    assert!((after(&longer).lasts_minutes - 4.5).abs() < 1e-9);
    let finer = edited(Key {
        shift: true,
        alt: true,
        ..key("ArrowLeft")
    });
    assert!((after(&finer).lasts_minutes - 3.4833).abs() < 1e-9);
    assert_eq!(edited(key("Delete")).activities.len(), 2);
    let doubled = edited(Key {
        ctrl: true,
        ..key("d")
    });
    assert_eq!(doubled.activities.len(), 4);
    let up = edited(Key {
        alt: true,
        ..key("ArrowUp")
    });
    assert_eq!(up.activities[1].id, "after");
    assert_eq!(
        press(Key {
            alt: true,
            ..key("ArrowDown")
        }),
        None,
        "it is the last"
    );
    assert_eq!(press(key("ArrowUp")), Some(Means::Focus(-1)));
    assert_eq!(press(key("Enter")), Some(Means::Open));
    assert_eq!(press(key("q")), None);
    assert_eq!(
        press(Key {
            ctrl: true,
            ..key("ArrowLeft")
        }),
        None
    );
}

#[test]
fn whatever_is_dragged_anywhere_stays_a_plan() {
    let mut plan = mole();
    for kind in ActivityKind::ALL {
        if kind == ActivityKind::Measured {
            continue;
        }
        let entry = newcomer(kind, "New", &plan, Span::whole(5400));
        plan = plan
            .edited(&Edit::Insert {
                list: "activities".into(),
                at: None,
                entry,
            })
            .unwrap();
    }
    for plan in [plan.clone(), over(&plan, 1), over(&plan, 5 * 1440)] {
        let lane = Lane::new(Span::whole(plan.clock.horizon_s()), 390.0);
        // Only the clock was changed by hand: what lies beyond a minute is no plan to begin with.
        if plan.check().is_err() {
            continue;
        }
        for activity in &plan.activities {
            for grip in [Grip::Body, Grip::End, Grip::Early, Grip::Half] {
                for x in [
                    -1e7,
                    -300.0,
                    -1.0,
                    0.0,
                    0.3,
                    200.0,
                    390.0,
                    5000.0,
                    1e9,
                    f64::NAN,
                ] {
                    let Some(dropped) =
                        Drag::new(activity, grip, lane, 0.0).to(&plan.clock, x, x > 100.0)
                    else {
                        continue;
                    };
                    if let Err(faults) = plan.edited(&dropped.edit) {
                        panic!("{:?} {grip:?} {x}: {faults}", activity.kind);
                    }
                }
            }
        }
    }
}

#[test]
fn new_activities_fit_wherever_they_are_put() {
    for minutes in [90, 720, 3 * 1440, 80_640] {
        let mut plan = over(&mole(), minutes);
        plan.activities[0].people = 100.0; // a day, for eight weeks
        let horizon = plan.clock.horizon_s();
        for span in [
            Span::whole(horizon),
            Span::between(horizon - 90, horizon, horizon),
        ] {
            for kind in ActivityKind::ALL {
                let mut entry = newcomer(kind, "New", &plan, span);
                if kind == ActivityKind::Measured {
                    entry["measured"] = json!({ "every_s": 60, "visits": [1, 2] });
                }
                plan = plan
                    .edited(&Edit::Insert {
                        list: "activities".into(),
                        at: None,
                        entry,
                    })
                    .unwrap();
                let new = plan.activities.last().unwrap();
                assert_eq!(new.kind, kind);
                if kind != ActivityKind::Everyday {
                    assert!(span.holds(new.moment_s(&plan.clock)), "{kind:?} {minutes}");
                }
                // All of them together would be too large a crowd to play.
                plan.activities.truncate(3);
            }
        }
    }
    let plan = mole();
    let first = place(ActivityKind::Email, &plan, Span::whole(5400));
    assert_eq!(
        (first + plan.clock.start.second_of_day) % 900,
        0,
        "a round time"
    );
}

#[test]
fn what_is_pulled_beyond_the_end_asks_for_a_longer_rehearsal() {
    let plan = mole();
    let drag = Drag::new(after(&plan), Grip::Body, lane(&plan), 700.0);
    assert_eq!(drag.to(&plan.clock, 690.0, false).unwrap().longer, None);
    let longer = drag
        .to(&plan.clock, 700.0 + 300.0, false)
        .unwrap()
        .longer
        .unwrap();
    // 21:55, 3.5 min, and twice 0.8 min until most have come: 22:00.
    assert_eq!(longer.minutes, 105 + 15);
    let longer = plan.edited(&longer.edit).unwrap();
    assert_eq!(after(&longer).at.to_string(), "21:55");
    assert_eq!(longer.clock.minutes, 120);
    // So far that it is another day.
    let days = drag
        .to(&plan.clock, 700.0 + 30_000.0, false)
        .unwrap()
        .longer
        .unwrap();
    let days = plan.edited(&days.edit).unwrap();
    assert_eq!(
        (
            after(&days).days_later,
            after(&days).at.to_string().as_str()
        ),
        (2, "23:25")
    );
    assert_eq!(
        drag.to(&plan.clock, 1e7, false).unwrap().longer,
        None,
        "not for ever"
    );
}
