//! A page of the trainer's that has nothing to show yet: what will be there, and the way to it.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Desk, Route};

#[derive(Properties, PartialEq)]
pub(crate) struct NotReadyProps {
    /// The page.
    pub(crate) desk: Desk,
}

#[component]
pub(crate) fn NotReady(props: &NotReadyProps) -> Html {
    let words = use_words();
    html! {
        <section class="panel workshop__empty" aria-label={words.t(&format!("workshop.desk.{}", props.desk.id()))}>
            <p>{ words.t(&format!("workshop.empty.{}", props.desk.id())) }</p>
            <p>{ words.t("workshop.empty.first") }</p>
            { way(Desk::Setup, words.t("workshop.empty.go")) }
        </section>
    }
}

/// A link to another of the trainer's pages, as the next thing to do.
pub(super) fn way(desk: Desk, said: String) -> Html {
    let route = Route::Workshop { code: None, desk };
    html! { <p><a class="button button--main" href={format!("#{}", route.fragment())}>{ said }</a></p> }
}
