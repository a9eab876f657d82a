//! Activities that are added: the palette, and sensible figures to begin with.

use onrush_scenario::{Activity, ActivityKind, Scenario};
use serde_json::{Value, json};

use super::{DAY_S, lane::snapped};
use crate::state::Span;

/// The palette, by what one has in hand.
pub(crate) const GROUPS: [(&str, &[ActivityKind]); 4] = [
    (
        "own",
        &[
            ActivityKind::Email,
            ActivityKind::Push,
            ActivityKind::Sms,
            ActivityKind::Window,
            ActivityKind::OnSale,
        ],
    ),
    (
        "media",
        &[
            ActivityKind::Tv,
            ActivityKind::Post,
            ActivityKind::Influencer,
            ActivityKind::Press,
            ActivityKind::Ads,
        ],
    ),
    ("always", &[ActivityKind::Everyday, ActivityKind::Bots]),
    ("curve", &[ActivityKind::Freehand, ActivityKind::Measured]),
];

/// Whom it reaches and how long it lasts (minutes), to begin with: a middling campaign of its kind, to be changed.
const fn begin_with(kind: ActivityKind) -> (u32, f64) {
    match kind {
        ActivityKind::Email => (50_000, 30.0),
        ActivityKind::Push => (50_000, 5.0),
        ActivityKind::Sms => (10_000, 10.0),
        ActivityKind::Tv => (500_000, 1.0),
        ActivityKind::Window => (10_000, 60.0),
        ActivityKind::OnSale | ActivityKind::Press | ActivityKind::Everyday => (20_000, 0.0),
        ActivityKind::Post => (50_000, 0.0),
        ActivityKind::Influencer => (300_000, 0.0),
        ActivityKind::Ads => (500_000, 120.0),
        ActivityKind::Bots => (5_000, 60.0),
        ActivityKind::Freehand | ActivityKind::Measured => (5_000, 0.0),
    }
}

/// A new activity of this kind, where it fits into what is shown.
pub(crate) fn newcomer(kind: ActivityKind, name: &str, scenario: &Scenario, span: Span) -> Value {
    let (people, lasts) = begin_with(kind);
    let second = place(kind, scenario, span);
    let room = f64::from(scenario.clock.horizon_s().saturating_sub(second)) / 60.0;
    let of_day = (scenario.clock.start.second_of_day + second % DAY_S) % DAY_S;
    let at = onrush_scenario::ClockTime {
        second_of_day: of_day,
    };
    let mut entry = json!({
        "id": onrush_scenario::unused_id(
            scenario.activities.iter().map(|a| a.id.as_str()),
            &kind.id().replace('_', "-"),
        ),
        "name": unused_name(name, &scenario.activities),
        "kind": kind.id(),
        "at": at.to_string(),
        "days_later": second / DAY_S,
        "lasts_minutes": lasts.min((room * 10.0).floor() / 10.0),
        "people": people,
    });
    if kind == ActivityKind::Freehand {
        // A gentle hill over half an hour, or over what is left.
        let whole = room.clamp(1.0, 30.0);
        let levels = [0.0, 25.0, 75.0, 100.0, 75.0, 25.0, 0.0];
        let points = levels.iter().zip(0_u32..).map(|(level, i)| {
            let after = (whole * f64::from(i) / 6.0 * 100.0).round() / 100.0;
            json!({ "after_minutes": after, "level": level })
        });
        entry["curve"] = points.collect();
    }
    entry
}

/// The second of its moment: a round time in what is shown, away from other moments.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the stretch"
)]
pub(super) fn place(kind: ActivityKind, scenario: &Scenario, span: Span) -> u32 {
    if kind == ActivityKind::Everyday {
        return 0;
    }
    let length = f64::from(span.to - span.from);
    let start = scenario.clock.start.second_of_day;
    // Round for the length that is shown, whole hours for what opens.
    let fits = |step: &u32| f64::from(*step) <= length / 6.0;
    let step = [3600, 1800, 900, 300, 60, 15, 5]
        .into_iter()
        .find(fits)
        .unwrap_or(1);
    let taken: Vec<f64> = scenario
        .activities
        .iter()
        .filter(|a| a.kind != ActivityKind::Everyday)
        .map(|a| f64::from(a.moment_s(&scenario.clock)))
        .collect();
    let candidates = [0.3, 0.5, 0.2, 0.4, 0.6, 0.7, 0.1, 0.8].map(|share| {
        let second = f64::from(span.from) + share * length;
        snapped(second, start, step).clamp(f64::from(span.from), f64::from(span.last()))
    });
    let free = candidates
        .into_iter()
        .find(|at| taken.iter().all(|other| (at - other).abs() > length * 0.04));
    free.unwrap_or(candidates[0]) as u32
}

/// The name, with a number where it is taken.
fn unused_name(name: &str, activities: &[Activity]) -> String {
    let is_taken = |name: &str| activities.iter().any(|a| a.name == name);
    if !is_taken(name) {
        return name.to_owned();
    }
    (2..=activities.len() + 2)
        .map(|n| format!("{name} {n}"))
        .find(|name| !is_taken(name))
        .unwrap_or_else(|| name.to_owned())
}
