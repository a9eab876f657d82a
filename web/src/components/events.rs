//! What happened, in order: each event takes the cursor to its second.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct EventsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// The cursor, where something happens just there.
    pub(crate) now: Option<u32>,
    /// Hears where to move it.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Events(props: &EventsProps) -> Html {
    let words = use_words();
    let scenario = &props.document.scenario;
    let observations = &props.rehearsal.observations;
    let mut findings: Vec<_> = props.rehearsal.diagnosis.findings.iter().collect();
    // The diagnosis puts causes before consequences; people expect the order of the clock.
    onrush_network::put_in_order(&mut findings, |a, b| a.from_s < b.from_s);
    if findings.is_empty() {
        return html! { <p class="soft">{ words.t("events.none") }</p> };
    }
    html! {
        <ol class="events">
            { for findings.into_iter().enumerate().map(|(i, finding)| {
                let second = finding.from_s;
                let go = props.dispatch.reform(move |()| Action::Jump(second));
                let now = (props.now == Some(second)).then_some("true");
                html! {
                    <li key={i}>
                        <button
                            type="button" class="event" aria-current={now}
                            onclick={go.reform(|_: MouseEvent| ())} onfocus={go.reform(|_: FocusEvent| ())}
                        >
                            // The figures are those of the whole stretch, so its end belongs here too.
                            <span class="event__time">{ words.finding_when(finding, scenario) }</span>
                            <span>{ words.finding(finding, scenario, observations) }</span>
                        </button>
                    </li>
                }
            }) }
        </ol>
    }
}
