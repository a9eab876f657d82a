//! A script for k6: an open crowd, as the simulated one is.

use onrush_words::Words;

use crate::script::{Written, fill, head, number, opens, ramp, whole};
use crate::{LoadPlan, Step};

/// Units of time in which k6 counts iterations, with their seconds; the first in which the peak is a large enough number.
const UNITS: [(&str, f64); 3] = [("1s", 1.0), ("1m", 60.0), ("1h", 3600.0)];

/// Targets are whole numbers; from here on rounding is less than a thousandth of the peak.
const FINE_ENOUGH: f64 = 500.0;

/// Those who wait for pages stay longer: k6 may use so many times the visitors that a site that is well has at once.
const CROWDED: f64 = 5.0;

/// A script for k6 (<https://grafana.com/docs/k6/>): visits begin at the planned rate whatever the site does
/// (`ramping-arrival-rate`), walk through the pages, and the targets are its thresholds.
///
/// `SCALE` in its environment makes the crowd smaller or larger, `BASE_URL` says which site to test.
#[must_use]
pub fn k6(plan: &LoadPlan, words: Words) -> String {
    let peak = plan.visits.peak();
    let (unit, per) = UNITS
        .into_iter()
        .find(|unit| peak * unit.1 >= FINE_ENOUGH)
        .unwrap_or(UNITS[2]);
    let present = plan.present.peak().max(1.0);
    fill(
        include_str!("templates/k6.js"),
        words,
        |place| match place {
            "head" => head(plan, words, "//", &["handover.k6.how"]),
            "start" => number(plan.visits.from * per),
            "ramp" => ramp(&plan.visits, per, |s, rate| format!("  [{s}, {rate}],\n")),
            "pages" => plan.steps.iter().map(page).collect(),
            "patience" => number(plan.patience_s),
            "unit" => unit.to_owned(),
            "present" => whole(present).to_string(),
            "most" => whole(present * CROWDED).to_string(),
            "p95" => number(plan.page_p95_s * 1000.0),
            "served" => number(plan.served_percent / 100.0),
            other => other.to_owned(),
        },
    )
}

fn page(step: &Step) -> String {
    let opens =
        opens(step, str::to_owned, "null").map_or_else(String::new, |o| format!(", opens: {o}"));
    let Written {
        name,
        path,
        calls,
        think,
        go_on,
    } = Written::of(step);
    format!(
        "  {{ name: {name}, path: {path}, calls: [{calls}], think: {think}, goOn: {go_on}{opens} }},\n"
    )
}
