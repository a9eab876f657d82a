//! A file for Artillery: an open crowd in phases.

use onrush_words::Words;

use crate::LoadPlan;
use crate::script::{calls, fill, head, literal, number, path};

/// Weights of scenarios are whole numbers; they add up to about this.
const WEIGHTS: f64 = 1000.0;

/// A file for Artillery (<https://www.artillery.io/docs>): phases follow the planned rate of visits, one scenario for each page
/// on which a visit can end, weighted by how many end there.
#[must_use]
pub fn artillery(plan: &LoadPlan, words: Words) -> String {
    let waits = |step: &crate::Step| step.opens.is_some_and(|opens| opens.after_s > 0.0);
    let how: &[&str] = if plan.steps.iter().any(waits) {
        &["handover.artillery.how", "handover.artillery.opens"]
    } else {
        &["handover.artillery.how"]
    };
    let template = include_str!("templates/artillery.yml");
    fill(template, words, |place| match place {
        "head" => head(plan, words, "#", how),
        "patience" => number(plan.patience_s.ceil()),
        "phases" => phases(plan),
        "p95" => number((plan.page_p95_s * 1000.0).round()),
        "scenarios" => scenarios(plan),
        other => other.to_owned(),
    })
}

fn phases(plan: &LoadPlan) -> String {
    let mut from = plan.visits.from;
    let stages = plan.visits.stages.iter().map(|stage| {
        let begins = std::mem::replace(&mut from, stage.to);
        phase(stage.seconds, begins, stage.to)
    });
    stages.collect::<Vec<_>>().concat()
}

/// Artillery takes whole visits a second, and for less than one the number of a phase.
fn phase(seconds: u32, from: f64, to: f64) -> String {
    let (first, last) = (from.round(), to.round());
    if first < 1.0 || last < 1.0 {
        let visits = (f64::midpoint(from, to) * f64::from(seconds)).round();
        return if visits < 1.0 {
            format!("    - pause: {seconds}\n")
        } else {
            format!(
                "    - duration: {seconds}\n      arrivalCount: {}\n",
                number(visits)
            )
        };
    }
    format!(
        "    - duration: {seconds}\n      arrivalRate: {}\n      rampTo: {}\n",
        number(first),
        number(last)
    )
}

/// One for each page on which a visit ends; those on which hardly anybody does are left out.
fn scenarios(plan: &LoadPlan) -> String {
    let mut out = String::new();
    let mut reach = 1.0;
    for (last, step) in plan.steps.iter().enumerate() {
        let weight = (reach * (1.0 - step.go_on) * WEIGHTS).round();
        reach *= step.go_on;
        if weight < 1.0 {
            continue;
        }
        out.extend(["  - name: ", &literal(&step.name), "\n"]);
        out.extend(["    weight: ", &number(weight), "\n    flow:\n"]);
        for step in &plan.steps[..=last] {
            for url in std::iter::once(literal(&path(&step.id))).chain(calls(step)) {
                out.extend(["      - get:\n          url: ", &url, "\n"]);
            }
            out.extend(["      - think: ", &number(step.think_s), "\n"]);
        }
    }
    out
}
