//! What was hoped for, and what came.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct TargetsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
}

#[component]
pub(crate) fn Targets(props: &TargetsProps) -> Html {
    let words = use_words();
    html! {
        <ul class="targets">
            { for props.rehearsal.diagnosis.targets.iter().map(|target| {
                let word = match target.got {
                    None => "targets.unknown",
                    Some(_) if target.met => "targets.met",
                    Some(_) => "targets.missed",
                };
                html! {
                    <li>
                        <span class={classes!("targets__word", target.met.then_some("targets__word--met"))}>
                            { words.t(word) }
                        </span>
                        <span>{ words.target(target, &props.document.scenario) }</span>
                    </li>
                }
            }) }
        </ul>
    }
}
