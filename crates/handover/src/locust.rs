//! A file for Locust: as many users at once as the plan expects.

use onrush_words::Words;

use crate::script::{calls, fill, head, literal, number, opens, path};
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
        "ramp" => {
            let stages = plan.present.stages.iter();
            let line = |seconds, users| format!("    ({seconds}, {}),\n", number(users));
            stages
                .map(|s| line(s.seconds, s.to))
                .collect::<Vec<_>>()
                .concat()
        }
        "pages" => plan.steps.iter().map(page).collect::<Vec<_>>().concat(),
        "patience" => number(plan.patience_s),
        other => other.to_owned(),
    })
}

fn page(step: &Step) -> String {
    let opens = opens(step, |name| format!("\"{name}\""), "None");
    format!(
        "    {{\"name\": {}, \"path\": {}, \"calls\": [{}], \"think\": {}, \"go_on\": {}, \"opens\": {}}},\n",
        literal(&step.name),
        literal(&path(&step.id)),
        calls(step).join(", "),
        number(step.think_s),
        number(step.go_on),
        opens.as_deref().unwrap_or("None"),
    )
}
