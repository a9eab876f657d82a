//! One step back, one step forth.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Document, Shared, Travel};

#[derive(Properties, PartialEq)]
pub(crate) struct StepsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Hears of steps.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Steps(props: &StepsProps) -> Html {
    let words = use_words();
    let step = |travel: Travel, id: &str, keys: &str, path: &'static str| {
        let can = props.document.history.can(travel);
        let go = props.dispatch.reform(move |_: MouseEvent| match travel {
            Travel::Back => Action::Undo,
            Travel::Forth => Action::Redo,
        });
        // Not `disabled`: a button that loses the focus on its last press would throw a keyboard back to the top.
        html! {
            <button
                type="button" class="steps__one" onclick={go} aria-disabled={(!can).then_some("true")}
                title={words.t(keys)}
            >
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg>
                <span class="visually-hidden">{ words.t(id) }</span>
            </button>
        }
    };
    html! {
        <div class="steps">
            { step(Travel::Back, "document.undo", "document.undo.keys", "M9 5 L4 10 L9 15 M4 10 H14 A5 5 0 0 1 14 20 H11") }
            { step(Travel::Forth, "document.redo", "document.redo.keys", "M15 5 L20 10 L15 15 M20 10 H10 A5 5 0 0 0 10 20 H13") }
        </div>
    }
}
