//! Activities whose figures are not known exactly.

use onrush_scenario::{Activity, Scenario};

/// The activities with every figure that has a range at the same share (0 to 1) of it; `None` where none of the crowd's figures
/// has one.
pub(super) fn activities_at(scenario: &Scenario, share: f64) -> Option<Vec<Activity>> {
    let mut activities = scenario.activities.clone();
    let mut any = false;
    for range in &scenario.ranges {
        let value = range.low + share * (range.high - range.low);
        let mut parts = range.field.splitn(3, '.');
        let (Some("activities"), Some(id), Some(field)) =
            (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let Some(activity) = activities.iter_mut().find(|a| a.id == id) else {
            continue;
        };
        any |= put(activity, field, value);
    }
    any.then_some(activities)
}

/// Puts a value into a field that the curve depends on; whether it is one.
fn put(activity: &mut Activity, field: &str, value: f64) -> bool {
    match field {
        "people" => activity.people = value,
        "lasts_minutes" => activity.lasts_minutes = value,
        "response_percent" => activity.response_percent = Some(value),
        "half_after_minutes" => activity.half_after_minutes = Some(value),
        "early_percent" => activity.early_percent = Some(value),
        "early_minutes" => activity.early_minutes = Some(value),
        "scanners_percent" => activity.scanners_percent = value,
        _ => return false,
    }
    true
}
