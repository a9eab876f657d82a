//! A new plan from what was found.

use onrush_network::Faults;
use onrush_scenario::{
    Activity, ActivityKind, Change, ClockTime, Edit, Kind, Note, Scenario, Uncertain, field,
};
use serde_json::{Value, json};

use crate::{Fit, Seen};

/// Most notes and ranges of a plan, as the field table has it.
const MOST_NOTES: usize = 500;
const MOST_RANGES: usize = 200;

/// The plan as the fact has shown it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalibrated {
    /// What makes it of the old one.
    pub edit: Edit,
    /// It.
    pub plan: Scenario,
    /// What differs, without the notes and ranges.
    pub changes: Vec<Change>,
}

/// Changes a plan as the fit says: sizes, moments and half-times of what was seen well. Each such number gets a note that it was
/// measured (`said`: by what), and the interval of its factor as its range. What was hardly seen stays as it is.
///
/// # Errors
/// The faults of the new plan, should it not be sound.
pub fn recalibrated(scenario: &Scenario, fit: &Fit, said: &str) -> Result<Recalibrated, Faults> {
    let mut edits = Vec::new();
    let mut measured = Vec::new();
    let mut ranges = Vec::new();
    for piece in fit.pieces.iter().filter(|piece| piece.seen == Seen::Well) {
        for activity in piece
            .activities
            .iter()
            .filter_map(|i| scenario.activities.get(*i))
        {
            let path = |name: &str| format!("activities.{}.{name}", activity.id);
            let mut set = |name: &str, value: Value| {
                edits.push(Edit::Set {
                    path: path(name),
                    value,
                });
                measured.push(path(name));
            };
            let factor = piece.factor;
            let (name, planned) = size(activity, factor.value);
            let value = in_range(&path(name), planned * factor.value);
            set(name, json!(value));
            if piece.shift_s != 0 {
                let (at, days) = moment(scenario, activity, piece.shift_s);
                set("at", json!(at.to_string()));
                if days != activity.days_later {
                    set("days_later", json!(days));
                }
            }
            if (piece.half - 1.0).abs() > 1e-9
                && let Some(minutes) = crate::fit::columns::half_after(activity)
            {
                let value = in_range(&path("half_after_minutes"), minutes * piece.half);
                set("half_after_minutes", json!(value));
            }
            let end = |factor: f64| in_range(&path(name), planned * factor);
            let (low, high) = (end(factor.low).min(value), end(factor.high).max(value));
            if low < high {
                ranges.push(Uncertain {
                    field: path(name),
                    low,
                    high,
                });
            }
        }
    }
    edits.push(notes(scenario, &measured, said));
    edits.push(ranges_edit(scenario, ranges));
    let edit = Edit::Many(edits);
    let plan = scenario.edited(&edit)?;
    let about_numbers = |change: &Change| {
        let list = change.path.split(['.', '[']).next().unwrap_or("");
        !matches!(list, "notes" | "ranges")
    };
    let changes = scenario
        .changes(&plan)
        .into_iter()
        .filter(about_numbers)
        .collect();
    Ok(Recalibrated {
        edit,
        plan,
        changes,
    })
}

/// The field that says how many come, and what is planned there: the response where somebody is reached first, since whom a mailing
/// reaches is known; the people where the response is all of them, or would be more than all.
fn size(activity: &Activity, factor: f64) -> (&'static str, f64) {
    let all_come = matches!(
        activity.kind,
        ActivityKind::Everyday
            | ActivityKind::Bots
            | ActivityKind::Freehand
            | ActivityKind::Measured
    );
    let response = activity.response();
    if all_come || response * factor > 100.0 || response <= 0.0 {
        ("people", activity.people)
    } else {
        ("response_percent", response)
    }
}

/// A moment so much later, within the plan.
fn moment(scenario: &Scenario, activity: &Activity, shift_s: i32) -> (ClockTime, u32) {
    let last = i64::from(scenario.clock.horizon_s()) - 1;
    let moment = i64::from(activity.moment_s(&scenario.clock)) + i64::from(shift_s);
    let moment = u32::try_from(moment.clamp(0, last.max(0))).unwrap_or(0);
    let at = ClockTime {
        second_of_day: (scenario.clock.start.second_of_day + moment) % 86_400,
    };
    (at, moment / 86_400)
}

/// To four digits, as people would write it, within what the field allows.
fn in_range(path: &str, value: f64) -> f64 {
    let rounded = if value > 0.0 && value < 1e300 {
        let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 3.0);
        let rounded = (value / unit).round() * unit;
        // What 10 to a negative power cannot say exactly.
        (rounded * 1e6).round() / 1e6
    } else {
        value
    };
    match field(path).map(|f| f.kind) {
        Some(Kind::Number { low, high }) => rounded.clamp(low, high),
        Some(Kind::Whole { low, high }) => rounded.round().clamp(low as f64, high as f64),
        _ => rounded.clamp(0.0, 1e9),
    }
}

fn notes(scenario: &Scenario, measured: &[String], said: &str) -> Edit {
    const LONGEST: usize = 1000;
    let said: String = said.chars().take(LONGEST).collect();
    let others = scenario
        .notes
        .iter()
        .filter(|note| !measured.contains(&note.field));
    let new = measured.iter().map(|path| Note {
        field: path.clone(),
        assumed: false,
        source: said.clone(),
        changed: false,
    });
    let notes: Vec<Note> = others.cloned().chain(new).take(MOST_NOTES).collect();
    Edit::Set {
        path: "notes".to_owned(),
        value: json!(notes),
    }
}

fn ranges_edit(scenario: &Scenario, new: Vec<Uncertain>) -> Edit {
    let replaced = |old: &&Uncertain| !new.iter().any(|range| range.field == old.field);
    let kept: Vec<Uncertain> = scenario.ranges.iter().filter(replaced).cloned().collect();
    let all: Vec<Uncertain> = kept.into_iter().chain(new).take(MOST_RANGES).collect();
    Edit::Set {
        path: "ranges".to_owned(),
        value: json!(all),
    }
}
