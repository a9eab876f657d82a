//! The bar at the top of every screen: the way home, what belongs to the screen, the language, the theme.

use yew::prelude::*;

use crate::components::{LanguageMenu, ThemeMenu};
use crate::language::use_words;
use crate::outside::Speaking;
use crate::state::{Action, Theme};

#[derive(Properties, PartialEq)]
pub(crate) struct BarProps {
    /// What belongs to the screen.
    #[prop_or_default]
    pub(crate) children: Html,
    /// The language.
    pub(crate) speaking: Speaking,
    /// The theme chosen.
    pub(crate) theme: Theme,
    /// Hears of another choice.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Bar(props: &BarProps) -> Html {
    let words = use_words();
    let skip = Callback::from(|event: MouseEvent| {
        // The address belongs to the app, so the focus is moved by hand.
        event.prevent_default();
        crate::outside::focus_main();
    });
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ words.t("page.skip") }</a>
            <header class="bar">
                <a class="bar__brand" href="#">
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path class="bar__mark" d="M2 20 C8 20 8 4 12 4 S15 20 22 20 Z" />
                    </svg>
                    { words.t("page.name") }
                </a>
                <div class="bar__rest">
                    { props.children.clone() }
                    <LanguageMenu speaking={props.speaking.clone()} />
                    <ThemeMenu theme={props.theme} dispatch={props.dispatch.clone()} />
                </div>
            </header>
        </>
    }
}
