//! The whole time, or only the minutes that decide.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct SpanChoiceProps {
    /// Whether only the critical time is shown.
    pub(crate) close: bool,
    /// Hears of another choice.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn SpanChoice(props: &SpanChoiceProps) -> Html {
    let words = use_words();
    html! {
        <fieldset class="choice">
            <legend class="visually-hidden">{ words.t("span.legend") }</legend>
            { for [(false, "span.whole"), (true, "span.close")].map(|(close, id)| html! {
                <label class="choice__one">
                    <input type="radio" name="span" checked={props.close == close}
                        onchange={props.dispatch.reform(move |_| Action::Closer(close))} />
                    <span>{ words.t(id) }</span>
                </label>
            }) }
        </fieldset>
    }
}
