//! The crowd that the answers so far make: a curve and a sentence, before anything is rehearsed.

use onrush_scenario::Scenario;
use onrush_words::Args;
use yew::prelude::*;

use crate::components::Curve;
use crate::curves::CrowdCurves;
use crate::language::use_words;
use crate::state::{Shared, Span};

#[derive(Properties, PartialEq)]
pub(super) struct SoFarProps {
    /// The plan; `None` while an answer cannot be right.
    pub(super) plan: Option<Shared<Scenario>>,
}

#[component]
pub(super) fn SoFar(props: &SoFarProps) -> Html {
    let words = use_words();
    let crowd = use_memo(props.plan.clone(), |plan| {
        plan.as_ref()
            .map(|plan| CrowdCurves::of(plan, Span::whole(plan.clock.horizon_s())))
    });
    html! {
        <aside class="so-far" aria-labelledby="so-far">
            <h2 id="so-far" class="so-far__title">{ words.t("blank.so_far") }</h2>
            if let (Some(plan), Some(crowd)) = (&props.plan, &*crowd) {
                <svg class="so-far__curve" aria-hidden="true">
                    <svg y="12%" width="100%" height="88%">
                        <Curve values={crowd.sum.clone()} top={crowd.top} class="story__area" />
                    </svg>
                </svg>
                <p>
                    { words.text("crowd.says", &Args::new()
                        .with("clock", words.clock_minute(&plan.clock, crowd.peak_at_s))
                        .with("rate", crowd.peak_per_s)
                        .with("visits", crowd.visits)) }
                </p>
                <p class="soft small">{ words.text("blank.site_says", &Args::new().with("n", plan.site.web.servers)) }</p>
            } else {
                <p class="soft">{ words.t("blank.so_far.none") }</p>
            }
        </aside>
    }
}
