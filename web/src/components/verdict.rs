//! The answer: one sentence first.

use yew::prelude::*;

use crate::components::Glossed;
use crate::language::use_words;
use crate::sentences::{first_sentence, headline};
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
}

#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let words = use_words();
    let said = headline(words, &props.document, &props.rehearsal);
    let (first, rest) = first_sentence(&said);
    html! {
        <h1 class="verdict" tabindex="-1" data-testid="verdict">
            <span class="verdict__first">{ first.to_owned() }</span>
            { " " }
            <span class="verdict__rest"><Glossed text={rest.to_owned()} /></span>
        </h1>
    }
}
