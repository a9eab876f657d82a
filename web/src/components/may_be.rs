//! Says under the verdict between what and what it may lie: because figures of the plan are ranges, and because nobody has measured
//! the site.

use onrush_runner::{Between, Ends};
use onrush_scenario::calibrate;
use onrush_words::{Args, Words};
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
                    { ranges.map_or_else(|| words.t("range.soon"), |ends| said(words, "range", ends)) }
                </p>
            }
            if assumed {
                <div class="may-be" data-testid="assumed-site">
                    <p>
                        <strong>{ words.t("assumed.site") }</strong>{ " " }
                        { site.map_or_else(|| words.t("assumed.soon"), |ends| said(words, "assumed", ends)) }
                    </p>
                    <Calibrate document={props.document.clone()} dispatch={props.dispatch.clone()} />
                </div>
            }
        </>
    }
}

/// What lies between the ends, in a sentence.
fn said(words: Words, of: &str, ends: Ends) -> String {
    let (best, worst) = (ends.best.lost, ends.worst.lost);
    let args = Args::new().with("worse", worst).with("better", best);
    let id = if worst <= HARDLY {
        "none"
    } else if best <= HARDLY {
        "some"
    } else if (worst * 100.0).round() <= (best * 100.0).round() {
        "same"
    } else {
        "range"
    };
    words.text(&format!("{of}.{id}"), &args)
}
