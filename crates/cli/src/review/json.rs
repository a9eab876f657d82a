//! The review as one JSON object; described in `docs/review.md`.

use onrush_review::{Basis, Comparison};
use onrush_words::Words;
use serde_json::{Value, json};

use super::Found;

/// Name and version of the format. Fields may be added without a new version; none is renamed, removed or redefined.
const FORMAT: &str = "onrush-review/1";

pub(super) fn text(words: Words, found: &Found) -> String {
    let actual = &found.actual;
    let (basis, days) = match found.placed.basis {
        Basis::SameDay => ("same-day", 0),
        Basis::OtherDay { days } => ("other-day", days),
        Basis::TimeOfDay => ("time-of-day", 0),
        Basis::Nothing => ("nothing", 0),
    };
    let names = |activities: &[usize]| -> Vec<&str> {
        let all = &found.scenario.activities;
        activities
            .iter()
            .filter_map(|i| Some(all.get(*i)?.id.as_str()))
            .collect()
    };
    let fit = match &found.fit {
        Err(why) => json!({ "none": why.id() }),
        Ok(fit) => json!({
            "explained": fit.explained,
            "every_s": fit.every_s,
            "bins": fit.bins,
            "background_per_s": fit.background_per_s,
            "activities": fit.pieces.iter().map(|piece| json!({
                "ids": names(&piece.activities),
                "seen": match piece.seen {
                    onrush_review::Seen::Well => "well",
                    onrush_review::Seen::Hardly => "hardly",
                    onrush_review::Seen::Not => "not",
                },
                "factor": piece.factor.value,
                "low": piece.factor.low,
                "high": if piece.factor.high < 1e12 { json!(piece.factor.high) } else { Value::Null },
                "shift_s": piece.shift_s,
                "half_time_factor": piece.half,
            })).collect::<Vec<_>>(),
        }),
    };
    let changes = found.new.as_ref().map_or_else(Vec::new, |new| {
        let of = |change: &onrush_scenario::Change| json!({ "path": change.path, "from": change.from, "to": change.to });
        new.changes.iter().map(of).collect()
    });
    let object = json!({
        "format": FORMAT,
        "plan": { "name": found.scenario.name, "fingerprint": found.scenario.fingerprint() },
        "actual": {
            "name": actual.name, "digest": actual.digest(), "unit": actual.unit.id(), "every_s": actual.every_s,
            "bins": actual.counts.len(), "not_measured": actual.gaps(), "total": actual.total(),
        },
        "notices": found.notices,
        "placed": {
            "basis": basis, "days_later": days, "clock_s": found.placed.at_s, "at_s": found.at_s,
            "shift_s": found.at_s - found.placed.at_s,
            "best_s": found.best.map(|best| best.at_s), "likeness": found.best.map(|best| best.likeness),
        },
        "comparison": comparison(&found.comparison),
        "said": words.review_score(&found.comparison),
        "fit": fit,
        "changes": changes,
        "new_fingerprint": found.new.as_ref().map(|new| new.plan.fingerprint()),
        "after": found.after.as_ref().map(score),
        "cost_per_goal": found.cost_per_goal,
        "reported": found.reported,
    });
    // Plain values can be written.
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

fn score(comparison: &Comparison) -> Value {
    match &comparison.score {
        Ok(score) => json!(score),
        Err(why) => json!({ "none": why.id() }),
    }
}

fn comparison(comparison: &Comparison) -> Value {
    json!({
        "every_s": comparison.every_s,
        "from_s": comparison.from_s,
        "forecast": comparison.bins.iter().map(|bin| bin.forecast).collect::<Vec<_>>(),
        "actual": comparison.bins.iter().map(|bin| bin.actual).collect::<Vec<_>>(),
        "score": score(comparison),
    })
}
