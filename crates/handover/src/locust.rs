//! A file for Locust: as many users at once as the plan expects.

use onrush_words::Words;

use crate::script::{Written, fill, head, number, opens, ramp};
use crate::{LoadPlan, Step};

/// A file for Locust (<https://docs.locust.io/>): a load shape with as many users at once as the plan expects on a site that is
/// well, each making one visit after the other.
///
/// Locust's users wait for the site, so an overloaded site makes them fewer visits; the file says so. `ONRUSH_SCALE` in its
/// environment makes the crowd smaller or larger, `ONRUSH_SPEED` the test shorter.
#[must_use]
pub fn locust(plan: &LoadPlan, words: Words) -> String {
    let template = include_str!("templates/locust.py");
    fill(template, words, |place| match place {
        "head" => head(plan, words, "#", &["handover.locust.how"]),
        "start" => number(plan.present.from),
        "ramp" => ramp(&plan.present, 1.0, |s, users| {
            format!("    ({s}, {users}),\n")
        }),
        "pages" => plan.steps.iter().map(page).collect(),
        "patience" => number(plan.patience_s),
        other => other.to_owned(),
    })
}

fn page(step: &Step) -> String {
    let opens = opens(step, |name| format!("\"{name}\""), "None");
    let opens = opens.as_deref().unwrap_or("None");
    let Written {
        name,
        path,
        calls,
        think,
        go_on,
    } = Written::of(step);
    format!(
        "    {{\"name\": {name}, \"path\": {path}, \"calls\": [{calls}], \"think\": {think}, \"go_on\": {go_on}, \"opens\": {opens}}},\n"
    )
}
