//! An edit tried on the values of a plan gives what an edit of the plan gives: the same plan, or the same faults.

use serde_json::{Value, json};

use super::{FULL, full, set};
use crate::test_support::Random;
use crate::{Edit, Kind, Scenario, fields, stories};

/// A value for a field of this kind: mostly one that it may have.
fn value(kind: &Kind, random: &mut Random) -> Value {
    let share = random.below(1001) as f64 / 1000.0;
    match *kind {
        Kind::Number { low, high } => match random.below(8) {
            0 => json!(low - 1.0),
            1 => json!(high * 2.0 + 1.0),
            2 => json!(high),
            // Most of what people type is small.
            _ => json!(low + (high.min(low + 1000.0) - low) * share),
        },
        Kind::Whole { low, high } => match random.below(8) {
            0 => json!(low - 1),
            1 => json!(2.5),
            2 => json!(high),
            _ => json!(low + i64::try_from(random.below(60)).unwrap().min(high - low)),
        },
        Kind::ClockTime => {
            let (hour, minute, second) = (random.below(26), random.below(60), random.below(60));
            json!(format!("{hour:02}:{minute:02}:{second:02}"))
        }
        Kind::Flag => json!(random.below(2) == 0),
        Kind::Choice(words) => json!(words[random.below(words.len())]),
        Kind::Text { .. } | Kind::Id | Kind::Date | Kind::Currency => json!("a-name"),
        Kind::Group | Kind::List { .. } | Kind::Numbers { .. } => Value::Null,
    }
}

/// A field of the plan, entries at random where it is in a list.
fn path(pattern: &str, random: &mut Random) -> String {
    let mut path = String::new();
    let mut parts = pattern.split("[]").peekable();
    while let Some(part) = parts.next() {
        path.push_str(part);
        if parts.peek().is_some() {
            path.extend(["[", &random.below(4).to_string(), "]"]);
        }
    }
    path
}

/// Tries an edit both ways; whether it was a good one.
fn agrees(plan: &Scenario, edit: &Edit, on_values: &crate::Values) -> bool {
    let slow = plan.edited(edit);
    assert_eq!(on_values.edited(edit), slow, "{edit:?}");
    slow.is_ok()
}

#[test]
fn any_field_of_any_plan() {
    let mut random = Random(11);
    let (mut good, mut bad) = (0, 0);
    let files = stories().iter().map(|story| story.file).chain([FULL]);
    for (i, file) in files.enumerate() {
        let plan = Scenario::read(file).unwrap();
        // All of them start from the same plan, as while something is dragged.
        let values = plan.values();
        for field in fields().iter().skip(i % 4).step_by(4) {
            let path = path(field.path, &mut random);
            let one = set(&path, value(&field.kind, &mut random));
            let another = &fields()[random.below(fields().len())];
            let two = set(
                &self::path(another.path, &mut random),
                value(&another.kind, &mut random),
            );
            let edit = match random.below(4) {
                0 => Edit::Many(vec![one, two]),
                _ => one,
            };
            if agrees(&plan, &edit, &values) {
                good += 1;
            } else {
                bad += 1;
            }
        }
    }
    assert!(good > 80 && bad > 80, "{good} {bad}");
}

#[test]
fn what_is_dragged() {
    let mut random = Random(12);
    let mut good = 0;
    for story in stories() {
        let mut plan = Scenario::read(story.file).unwrap();
        for _ in 0..3 {
            let values = plan.values();
            let mut last = plan.clone();
            for _ in 0..12 {
                let activity = &plan.activities[random.below(plan.activities.len())];
                let numbers = [
                    "people",
                    "response_percent",
                    "lasts_minutes",
                    "half_after_minutes",
                    "early_minutes",
                    "days_later",
                ];
                let number = numbers[random.below(numbers.len())];
                let at = format!("{:02}:{:02}", random.below(24), random.below(60));
                let here = |field: &str| format!("activities.{}.{field}", activity.id);
                let edit = Edit::Many(vec![
                    set(&here("at"), at),
                    set(&here(number), random.below(3000)),
                ]);
                if agrees(&plan, &edit, &values) {
                    last = plan.edited(&edit).unwrap();
                    good += 1;
                }
            }
            plan = last;
        }
    }
    assert!(good > 50, "{good}");
}

#[test]
fn a_plan_with_faults_keeps_them() {
    let mut plan = full();
    plan.site.web.servers = 0;
    plan.activities[0].people = -1.0;
    let values = plan.values();
    for (path, value) in [
        ("clock.minutes", json!(90)),
        ("site.web.servers", json!(3)),
        ("activities[0].people", json!(70)),
    ] {
        assert!(!agrees(&plan, &set(path, value), &values), "{path}");
    }
    // Both at once: it is sound then.
    let both = Edit::Many(vec![
        set("site.web.servers", 3),
        set("activities[0].people", 70),
    ]);
    assert!(agrees(&plan, &both, &values));
}
