//! What the plan takes for granted, and who says so.

use onrush_scenario::{Edit, Note};
use onrush_words::Args;
use serde_json::Value;
use yew::prelude::*;

use crate::components::fields::whole;
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

/// Changes these fields of the note at `index`, and nothing else: the other notes stand on the screen in its language, and the plan
/// keeps its own.
fn change(index: usize, fields: &[(&str, Value)]) -> Action {
    let set = |(field, value): &(&str, Value)| Edit::Set {
        path: format!("notes[{index}].{field}"),
        value: value.clone(),
    };
    whole(Edit::Many(fields.iter().map(set).collect()))
}

#[component]
pub(crate) fn Assumptions(props: &AssumptionsProps) -> Html {
    let words = use_words();
    let scenario = &props.document.scenario;
    let names = words.names_of(scenario);
    let story = scenario.story.as_deref().and_then(|key| words.story(key));
    let assumed = scenario.notes.iter().filter(|note| note.assumed).count();
    let said = |index: usize| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: Event| {
            let said = value_of(&event);
            let said = said.trim();
            if !said.is_empty() {
                let fields = [("source", said.into()), ("changed", false.into())];
                dispatch.emit(change(index, &fields));
            }
        })
    };
    let sure = |index: usize, note: &Note| {
        let assumed = !note.assumed;
        let change = move |_: Event| change(index, &[("assumed", assumed.into())]);
        props.dispatch.reform(change)
    };
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
                                { " " }{ names.field(&note.field) }
                                <details class="notes__source">
                                    <summary>
                                        <span class="visually-hidden">{ words.t("notes.change") }{ " " }</span>
                                        { &note.source }
                                    </summary>
                                    <div class="notes__fields">
                                        <input
                                            class="field__input" type="text" maxlength={LONGEST.to_string()} value={note.source.clone()}
                                            aria-label={words.text("notes.source.of", &Args::new().with("field", names.field(&note.field)))}
                                            onchange={said(i)}
                                        />
                                        <label class="notes__sure">
                                            <input type="checkbox" checked={!note.assumed} onchange={sure(i, note)} />
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

#[cfg(test)]
mod tests {
    use onrush_scenario::{Scenario, story};

    use super::*;

    #[test]
    fn a_change_of_one_note_leaves_the_others_as_they_are_in_the_plan() {
        let plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
        let fields = [("source", "Asked".into()), ("assumed", false.into())];
        let Action::Edit { edit, .. } = change(2, &fields) else {
            panic!("an edit");
        };
        let after = plan.edited(&edit).unwrap();
        let mut wanted = plan.notes.clone();
        "Asked".clone_into(&mut wanted[2].source);
        wanted[2].assumed = false;
        assert_eq!(after.notes, wanted);
        // The edit itself has nothing of another note in it, in whatever language that is shown.
        let Edit::Many(edits) = edit else {
            panic!("several")
        };
        assert!(
            edits.iter().all(
                |edit| matches!(edit, Edit::Set { path, .. } if path.starts_with("notes[2]."))
            )
        );
    }
}
