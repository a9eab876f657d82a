//! Says under the verdict between what and what it may lie: because figures of the plan are ranges, and because nobody has measured
//! the site.

use onrush_runner::{Between, Ends};
use onrush_scenario::calibrate;
use onrush_words::Args;
use yew::prelude::*;

use super::Calibrate;
use crate::language::use_words;
use crate::state::{Action, Document, Shared};

/// Share of visitors lost up to which one says that hardly anybody is.
const HARDLY: f64 = 0.005;

#[derive(Properties, PartialEq)]
pub(crate) struct MayBeProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// What may come out; `None` until it is known, and where there is nothing to know.
    pub(crate) between: Option<Between>,
    /// Hears of a calibration.
    pub(crate) dispatch: Callback<Action>,
}

/// Nothing about the site of a calibrated plan, nor of a story: its notes say what is assumed.
#[component]
pub(crate) fn MayBe(props: &MayBeProps) -> Html {
    let words = use_words();
    let scenario = &props.document.scenario;
    let assumed = scenario.story.is_none() && !calibrate::is_calibrated(scenario);
    let ranges = props.between.and_then(|between| between.ranges);
    let site = props.between.and_then(|between| between.site);
    html! {
        <>
            if !scenario.ranges.is_empty() {
                <p class="may-be" data-testid="ranges">
                    <strong>{ words.text("range.mark", &Args::new().with("n", scenario.ranges.len())) }</strong>{ " " }
                    { ranges.map_or_else(|| words.t("range.soon"), |ends| words.text(&format!("range.{}", how(ends)), &lost(ends))) }
                </p>
            }
            if assumed {
                <div class="may-be" data-testid="assumed-site">
                    <p>
                        <strong>{ words.t("assumed.site") }</strong>{ " " }
                        { site.map_or_else(|| words.t("assumed.soon"), |ends| words.text(&format!("assumed.{}", how(ends)), &lost(ends))) }
                    </p>
                    <Calibrate document={props.document.clone()} dispatch={props.dispatch.clone()} />
                </div>
            }
        </>
    }
}

/// What is lost at both ends.
fn lost(ends: Ends) -> Args {
    Args::new()
        .with("worse", ends.worst.lost)
        .with("better", ends.best.lost)
}

/// How the ends differ: a name for the sentence that says so.
fn how(ends: Ends) -> &'static str {
    let (best, worst) = (ends.best.lost, ends.worst.lost);
    if worst <= HARDLY {
        "none"
    } else if best <= HARDLY {
        "some"
    } else if (worst * 100.0).round() <= (best * 100.0).round() {
        "same"
    } else {
        "range"
    }
}

#[cfg(test)]
mod tests {
    use onrush_runner::End;

    use super::*;

    #[test]
    fn ends_are_told_apart_only_where_they_differ_in_what_is_said() {
        let ends = |best: f64, worst: f64| {
            let end = |lost| End {
                lost,
                ..End::default()
            };
            how(Ends {
                best: end(best),
                worst: end(worst),
            })
        };
        assert_eq!(ends(0.0, 0.0), "none");
        assert_eq!(ends(0.001, 0.3), "some");
        assert_eq!(ends(0.302, 0.298 + 0.004), "same");
        assert_eq!(ends(0.02, 0.31), "range");
    }
}
