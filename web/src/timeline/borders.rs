//! The beginning and the end of the rehearsal, with everything in it staying where it is.

use onrush_scenario::{ClockTime, Edit, Scenario};
use serde_json::json;

use super::{DAY_S, set};

/// Lets the rehearsal begin so many minutes earlier (or later, where negative) on the same day; its end stays, and so do the moments
/// of all activities. `None` where that cannot be.
pub(crate) fn begin_earlier(scenario: &Scenario, minutes: i32) -> Option<Edit> {
    let clock = &scenario.clock;
    let start = i64::from(clock.start.second_of_day) - i64::from(minutes) * 60;
    let start = u32::try_from(start).ok().filter(|start| *start < DAY_S)?;
    let length = clock
        .minutes
        .checked_add_signed(minutes)
        .filter(|length| *length > 0)?;
    let mut edits = vec![
        Edit::Set {
            path: "clock.start".into(),
            value: ClockTime {
                second_of_day: start,
            }
            .to_string()
            .into(),
        },
        Edit::Set {
            path: "clock.minutes".into(),
            value: json!(length),
        },
    ];
    for activity in &scenario.activities {
        if super::Block::of(activity, clock).fixed {
            continue;
        }
        let moment = i64::from(activity.moment_s(clock)) + i64::from(minutes) * 60;
        let days = u32::try_from(moment).ok()? / DAY_S;
        if days != activity.days_later {
            edits.push(set(activity, "days_later", json!(days)));
        }
    }
    let edit = Edit::Many(edits);
    scenario.edited(&edit).is_ok().then_some(edit)
}

/// Lets it end so many minutes later (or earlier). `None` where that cannot be.
pub(crate) fn end_later(scenario: &Scenario, minutes: i32) -> Option<Edit> {
    let length = scenario.clock.minutes.checked_add_signed(minutes)?;
    let edit = Edit::Set {
        path: "clock.minutes".into(),
        value: json!(length),
    };
    scenario.edited(&edit).is_ok().then_some(edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_move_and_moments_stay() {
        let plan = Scenario::read(onrush_scenario::story("mole-app").unwrap().file).unwrap();
        let earlier = plan.edited(&begin_earlier(&plan, 30).unwrap()).unwrap();
        assert_eq!(
            (
                earlier.clock.start.to_string().as_str(),
                earlier.clock.minutes
            ),
            ("19:45", 120)
        );
        assert_eq!(earlier.activities[2].at, plan.activities[2].at);
        assert_eq!(
            begin_earlier(&plan, -30),
            None,
            "an activity at 20:20 would be before"
        );
        assert_eq!(begin_earlier(&plan, 24 * 60), None, "the day before");
        let later = plan.edited(&end_later(&plan, 45).unwrap()).unwrap();
        assert_eq!(later.clock.minutes, 135);
        assert_eq!(
            end_later(&plan, -30),
            None,
            "an activity at 21:25 would be after"
        );
        assert_eq!(end_later(&plan, -90), None);
        // An activity that would come around to the next day's first such time is kept by its day.
        let mut long = plan.clone();
        long.clock.minutes = 3 * 1440;
        long.activities[2].at = "20:10".parse().unwrap();
        let moment = long.activities[2].moment_s(&long.clock);
        let earlier = long.edited(&begin_earlier(&long, 15).unwrap()).unwrap();
        assert_eq!(earlier.activities[2].moment_s(&earlier.clock), moment + 900);
        assert_eq!(earlier.activities[2].days_later, 1);
    }
}
