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
    /// Told when somebody asks what would help; `None` where nobody could say.
    #[prop_or_default]
    pub(crate) help: Option<Callback<()>>,
}

#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let words = use_words();
    let said = headline(words, &props.document, &props.rehearsal);
    let (first, rest) = first_sentence(&said);
    let why = props.why.clone();
    let why = why.filter(|_| {
        let d = &props.rehearsal.diagnosis;
        !d.why.causes.is_empty() || events::cause(d).is_some()
    });
    let help = props.help.clone();
    let help =
        help.filter(|_| props.rehearsal.diagnosis.verdict != onrush_diagnose::Verdict::Holds);
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
        if let Some(help) = help {
            { " " }
            <button type="button" class="button verdict__why" onclick={help.reform(|_: MouseEvent| ())}>{ words.t("verdict.help") }</button>
        }
        </>
    }
}
