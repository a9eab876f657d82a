//! What the plan takes for granted, and who says so.

use onrush_scenario::Note;
use onrush_words::Args;
use yew::prelude::*;

use crate::components::fields::set;
use crate::components::form::value_of;
use crate::language::use_words;
use crate::state::{Action, Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct AssumptionsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Hears of a note that was changed.
    pub(crate) dispatch: Callback<Action>,
}

/// Most letters of a source.
const LONGEST: u32 = 1000;

/// Changes the note at `index`.
fn changed(
    index: usize,
    props: &AssumptionsProps,
    change: fn(&mut Note, Event),
) -> Callback<Event> {
    let scenario = props.document.scenario.clone();
    let dispatch = props.dispatch.clone();
    Callback::from(move |event: Event| {
        let mut notes = scenario.notes.clone();
        let Some(note) = notes.get_mut(index) else {
            return;
        };
        change(note, event);
        if let Ok(value) = serde_json::to_value(&notes) {
            dispatch.emit(set("notes", value));
        }
    })
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
                        { for scenario.notes.iter().enumerate().map(|(i, note)| html! {
                            <li key={i}>
                                <span class="notes__kind">
                                    { words.t(if note.assumed { "notes.kind_assumed" } else { "notes.kind_known" }) }
                                </span>
                                { " " }{ words.field(&note.field) }
                                <details class="notes__source">
                                    <summary>
                                        <span class="visually-hidden">{ words.t("notes.change") }{ " " }</span>
                                        { &note.source }
                                    </summary>
                                    <div class="notes__fields">
                                        <input
                                            class="field__input" type="text" maxlength={LONGEST.to_string()} value={note.source.clone()}
                                            aria-label={words.text("notes.source.of", &Args::new().with("field", words.field(&note.field)))}
                                            onchange={changed(i, props, |note, event| {
                                                let said = value_of(&event);
                                                if !said.trim().is_empty() {
                                                    said.trim().clone_into(&mut note.source);
                                                    note.changed = false;
                                                }
                                            })}
                                        />
                                        <label class="notes__sure">
                                            <input type="checkbox" checked={!note.assumed} onchange={changed(i, props, |note, _| note.assumed = !note.assumed)} />
                                            { words.t("notes.sure") }
                                        </label>
                                    </div>
                                </details>
                            </li>
                        }) }
                    </ul>
                </details>
            }
        </>
    }
}
