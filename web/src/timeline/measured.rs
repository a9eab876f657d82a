//! A measured curve that comes into the plan.

use onrush_scenario::import::Curve;
use onrush_scenario::{ActivityKind, Edit, Scenario};
use serde_json::{Value, json};

use super::{DAY_S, newcomer, set};
use crate::state::Span;

/// The curve as the file has it: counts to a hundredth.
fn value(curve: &Curve) -> Value {
    let visits: Vec<f64> = curve
        .visits
        .iter()
        .map(|n| (n * 100.0).round() / 100.0)
        .collect();
    json!({ "every_s": curve.every_s, "visits": visits })
}

/// As many people as were counted, within what the file format has.
fn people(curve: &Curve) -> f64 {
    curve.total.round().clamp(1.0, 1e9)
}

/// Adds an activity with this curve: at the time of day at which it was counted, where the rehearsal has that.
pub(crate) fn added(curve: &Curve, name: &str, scenario: &Scenario, span: Span) -> Value {
    let mut entry = newcomer(ActivityKind::Measured, name, scenario, span);
    entry["measured"] = value(curve);
    entry["people"] = json!(people(curve));
    if let Some(from) = curve.from {
        let at = onrush_scenario::ClockTime {
            second_of_day: from.second_of_day % DAY_S,
        };
        if scenario.clock.seconds_until(at) < scenario.clock.horizon_s() {
            entry["at"] = at.to_string().into();
            entry["days_later"] = 0.into();
        }
    }
    entry
}

/// Gives the activity at `index` this curve instead of its own.
pub(crate) fn replaced(curve: &Curve, scenario: &Scenario, index: usize) -> Option<Edit> {
    let activity = scenario.activities.get(index)?;
    Some(Edit::Many(vec![
        set(activity, "kind", ActivityKind::Measured.id()),
        set(activity, "measured", value(curve)),
        set(activity, "people", json!(people(curve))),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_scenario::import::Table;

    fn curve(text: &str) -> Curve {
        let table = Table::read(text).unwrap();
        table.reading(&table.guess()).curve.unwrap()
    }

    #[test]
    fn a_table_becomes_an_activity_at_its_time_of_day() {
        let plan = Scenario::read(onrush_scenario::story("mole-app").unwrap().file).unwrap();
        let span = Span::whole(plan.clock.horizon_s());
        let curve =
            curve("t,n\n2024-03-01 20:30,10\n2024-03-01 20:35,30.456\n2024-03-01 20:40,20\n");
        let insert = |entry| {
            plan.edited(&Edit::Insert {
                list: "activities".into(),
                at: None,
                entry,
            })
        };
        let new = insert(added(&curve, "Measured", &plan, span)).unwrap();
        let activity = new.activities.last().unwrap();
        assert_eq!(activity.at.to_string(), "20:30");
        assert!((activity.people - 60.0).abs() < 1e-9);
        assert_eq!(
            activity.measured.as_ref().unwrap().visits,
            [10.0, 30.46, 20.0]
        );
        // Counted at another time of day, it comes where there is room.
        let night = self::curve("t,n\n03:00,1\n03:05,2\n");
        let elsewhere = insert(added(&night, "Night", &plan, span)).unwrap();
        assert!(elsewhere.activities.last().unwrap().moment_s(&plan.clock) < 5400);
        let other = plan.edited(&replaced(&curve, &plan, 1).unwrap()).unwrap();
        assert_eq!(other.activities[1].kind, ActivityKind::Measured);
        assert_eq!(
            other.activities[1].at, plan.activities[1].at,
            "its moment stays"
        );
        assert_eq!(replaced(&curve, &plan, 9), None);
    }
}
