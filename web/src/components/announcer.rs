//! The one polite voice for screen readers: what the rehearsal is doing, and its answer.

use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Document, Run, Screen, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct AnnouncerProps {
    /// The plan that is open.
    pub(crate) document: Option<Shared<Document>>,
    /// The screen.
    pub(crate) screen: Screen,
    /// Its rehearsal.
    pub(crate) run: Option<Run>,
}

#[component]
pub(crate) fn Announcer(props: &AnnouncerProps) -> Html {
    let words = use_words();
    let said = match (&props.document, &props.run, props.screen) {
        (Some(document), Some(run), Screen::Rehearsal) => match run {
            // Without the progress: a voice that counts along hinders reading.
            Run::Running(_) => words.text(
                "say.running",
                &Args::new().with("name", &document.scenario.name),
            ),
            Run::Cancelled => words.t("say.cancelled"),
            Run::Crashed(_) => words.t("say.crashed"),
            Run::Refused(_) => words.t("say.refused"),
            Run::Done(rehearsal) => crate::sentences::headline(words, document, rehearsal),
        },
        _ => String::new(),
    };
    html! { <p class="visually-hidden" role="status" aria-live="polite">{ said }</p> }
}
