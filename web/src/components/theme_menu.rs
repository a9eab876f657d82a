//! How the page looks: one of a few themes.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Theme};

#[derive(Properties, PartialEq)]
pub(crate) struct ThemeMenuProps {
    /// The theme chosen.
    pub(crate) theme: Theme,
    /// Hears of another choice.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn ThemeMenu(props: &ThemeMenuProps) -> Html {
    let words = use_words();
    let chosen = props.dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::Theme(Theme::from_key(&select.value()))
    });
    html! {
        <label class="theme">
            <svg class="theme__sign" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6.5" />
                <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" />
            </svg>
            <span class="visually-hidden">{ words.t("theme.legend") }</span>
            <select class="theme__choice" onchange={chosen}>
                { for Theme::ALL.map(|theme| html! {
                    <option value={theme.key()} selected={theme == props.theme}>
                        { words.t(&format!("theme.{}", theme.key())) }
                    </option>
                }) }
            </select>
        </label>
    }
}
