//! The bar at the top of every screen: the way home, steps back and forth, the theme.

use yew::prelude::*;

use crate::components::{Steps, ThemeMenu};
use crate::language::use_words;
use crate::state::{Action, Document, Shared, Theme};

#[derive(Properties, PartialEq)]
pub(crate) struct BarProps {
    /// The plan, where one is on the screen.
    pub(crate) document: Option<Shared<Document>>,
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
                    if let Some(document) = props.document.clone() {
                        <Steps {document} dispatch={props.dispatch.clone()} />
                    }
                    <ThemeMenu theme={props.theme} dispatch={props.dispatch.clone()} />
                </div>
            </header>
        </>
    }
}
