//! The answer: one sentence first.

use yew::prelude::*;

use crate::components::{Glossed, events};
use crate::language::use_words;
use crate::sentences::{first_sentence, headline};
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// Told when somebody asks why; `None` where that cannot be answered.
    #[prop_or_default]
    pub(crate) why: Option<Callback<()>>,
}

#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let words = use_words();
    let said = headline(words, &props.document, &props.rehearsal);
    let (first, rest) = first_sentence(&said);
    let why = props.why.clone();
    let why = why.filter(|_| events::cause(&props.rehearsal.diagnosis).is_some());
    html! {
        <>
        <h1 class="verdict" tabindex="-1" data-testid="verdict">
            <span class="verdict__first">{ first.to_owned() }</span>
            { " " }
            <span class="verdict__rest"><Glossed text={rest.to_owned()} /></span>
        </h1>
        if let Some(why) = why {
            <button type="button" class="button verdict__why" onclick={why.reform(|_: MouseEvent| ())}>{ words.t("verdict.why") }</button>
        }
        </>
    }
}
