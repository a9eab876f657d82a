//! Previews have a way of their own, which is quick. They lead to what the plain way leads to.

use std::rc::Rc;

use onrush_scenario::{Edit, Scenario};
use serde_json::json;

use super::super::{Document, Gesture, Origin, Travel};

/// Numbers from a seed (Marsaglia's xorshift).
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// What a hand, or a form, might do with one of the activities, sound or not.
fn edit(plan: &Scenario, seed: &mut u64) -> Edit {
    let mut below = |n: u64| next(seed) % n;
    let which = usize::try_from(below(plan.activities.len() as u64)).expect("few");
    let activity = &plan.activities[which];
    let set = |field: &str, value| Edit::Set {
        path: format!("activities.{}.{field}", activity.id),
        value,
    };
    match below(6) {
        0 => set("people", json!(below(3_000_000))),
        1 => set("lasts_minutes", json!(below(50_000))),
        2 => set("early_minutes", json!(below(2_000))),
        3 => Edit::Set {
            path: "site.web.servers".to_owned(),
            value: json!(below(6_000)),
        },
        _ => Edit::Many(vec![
            set("at", json!(format!("{:02}:{:02}", below(25), below(60)))),
            set("days_later", json!(below(3))),
        ]),
    }
}

#[test]
fn many_moves_of_a_hand_are_the_plain_edits() {
    let mut seed = 2026;
    let (mut good, mut bad) = (0, 0);
    for story in onrush_scenario::stories() {
        let first = Document::read(Origin::Own("plan".to_owned()), story.file).expect("sound");
        let base = Rc::clone(&first.scenario);
        let mut document = first.clone();
        let mut last = None;
        for _ in 0..20 {
            let edit = edit(&base, &mut seed);
            // Each starts from the plan as it was when the gesture began.
            let plain = base.edited(&edit);
            match (document.edited(&edit, Gesture::Preview), plain) {
                (Ok(Some(shown)), Ok(plain)) => {
                    assert_eq!(*shown.scenario, plain, "{edit:?}");
                    document = shown;
                    last = Some(edit);
                    good += 1;
                }
                (Ok(None), Ok(plain)) => assert_eq!(*document.scenario, plain),
                (Err(faults), Err(plain)) => {
                    assert_eq!(faults, plain, "{edit:?}");
                    bad += 1;
                }
                (shown, plain) => panic!("{}: {edit:?}: {shown:?}, {plain:?}", story.key),
            }
        }
        let edit = last.expect("one of them was sound");
        let kept = document.edited(&edit, Gesture::Commit);
        let kept = kept.expect("sound").expect("the gesture is over");
        let plain = Document::of(
            first.origin.clone(),
            Rc::new(base.edited(&edit).expect("sound")),
        );
        assert_eq!(kept.file(), plain.file());
        assert_eq!(kept.fingerprint(), plain.fingerprint());
        assert_eq!(**kept.values, **plain.values);
        if kept.scenario != base {
            let back = kept.travelled(Travel::Back).expect("one step");
            assert_eq!(back.scenario, base);
            assert!(!back.history.can(Travel::Back));
        }
    }
    assert!(good > 40 && bad > 40, "{good} {bad}");
}
