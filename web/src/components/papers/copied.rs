//! What came of a press on "Copy".

use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;

#[derive(Properties, PartialEq)]
pub(super) struct CopySaidProps {
    /// Whether it was copied, once that was tried.
    pub(super) copied: Option<bool>,
}

#[component]
pub(super) fn CopySaid(props: &CopySaidProps) -> Html {
    let words = use_words();
    html! {
        <Said tag="span" class="soft small">
            { match props.copied {
                Some(true) => words.t("paper.copied"),
                Some(false) => words.t("paper.not-copied"),
                None => String::new(),
            } }
        </Said>
    }
}
