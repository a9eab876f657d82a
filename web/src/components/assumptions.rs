//! What the plan takes for granted, and who says so.

use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct AssumptionsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
}

#[component]
pub(crate) fn Assumptions(props: &AssumptionsProps) -> Html {
    let words = use_words();
    let scenario = &props.document.scenario;
    let story = scenario.story.as_deref().and_then(|key| words.story(key));
    let assumed = scenario.notes.iter().filter(|note| note.assumed).count();
    html! {
        <>
            if let Some(story) = story {
                <p class="lesson"><strong>{ words.t("notes.lesson") }</strong>{ " " }{ story.lesson }</p>
                <p><strong>{ words.t("notes.known") }</strong>{ " " }{ story.known }</p>
                <p><strong>{ words.t("notes.assumed") }</strong>{ " " }{ story.assumed }</p>
            }
            if scenario.notes.is_empty() {
                <p class="soft">{ words.t("notes.none") }</p>
            } else {
                <details>
                    <summary>
                        { words.text("notes.list", &Args::new().with("n", scenario.notes.len()).with("assumed", assumed)) }
                    </summary>
                    <ul class="notes">
                        { for scenario.notes.iter().map(|note| html! {
                            <li>
                                <span class="notes__kind">
                                    { words.t(if note.assumed { "notes.kind_assumed" } else { "notes.kind_known" }) }
                                </span>
                                { " " }{ words.field(&note.field) }
                                <br />
                                <span class="soft">{ &note.source }</span>
                            </li>
                        }) }
                    </ul>
                </details>
            }
        </>
    }
}
