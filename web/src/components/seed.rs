//! The seed: shown, typed, or drawn anew.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct SeedFieldProps {
    /// The seed.
    pub(crate) seed: u64,
    /// Hears of another one.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn SeedField(props: &SeedFieldProps) -> Html {
    let words = use_words();
    let seed = props.seed;
    let typed = props.dispatch.reform(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let wanted = input.value().trim().parse();
        if wanted.is_err() {
            // What is no seed gives way to the one that counts.
            input.set_value(&seed.to_string());
        }
        Action::Seed(wanted.unwrap_or(seed))
    });
    let another = props
        .dispatch
        .reform(move |_: MouseEvent| Action::Seed(seed.wrapping_add(1)));
    html! {
        <div class="seed">
            <label for="seed">{ words.t("seed.label") }</label>
            <input
                id="seed" class="seed__input" type="number" min="0" max={u64::MAX.to_string()} step="1" inputmode="numeric"
                value={seed.to_string()} onchange={typed} aria-describedby="seed-hint"
            />
            <span id="seed-hint" class="visually-hidden">{ words.t("seed.hint") }</span>
            <button type="button" class="button" onclick={another}>{ words.t("seed.another") }</button>
        </div>
    }
}
