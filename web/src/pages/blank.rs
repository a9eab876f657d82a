//! A blank page: three questions, and a first result.

use yew::prelude::*;

use crate::components::BlankForm;
use crate::language::use_words;
use crate::state::{Action, Draft, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct BlankPageProps {
    /// What has been answered.
    pub(crate) draft: Shared<Draft>,
    /// Hears of answers, and of the plan.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn BlankPage(props: &BlankPageProps) -> Html {
    let words = use_words();
    html! {
        <main id="main" class="page" tabindex="-1">
            <h1>{ words.t("blank.heading") }</h1>
            <p class="start__lead">{ words.t("blank.lead") }</p>
            <BlankForm draft={props.draft.clone()} dispatch={props.dispatch.clone()} />
        </main>
    }
}
