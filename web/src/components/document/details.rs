//! What the plan is called, when it is, what is hoped for.

use yew::prelude::*;

use crate::components::Field;
use crate::language::use_words;
use crate::state::{Action, Form};

#[derive(Properties, PartialEq)]
pub(crate) struct PlanDetailsProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// Fields of the whole plan.
const FIELDS: [&str; 9] = [
    "name",
    "clock.date",
    "clock.start",
    "clock.minutes",
    "clock.time_zone",
    "clock.utc_offset_minutes",
    "targets.page_p95_s",
    "targets.served_percent",
    "targets.budget",
];

#[component]
pub(crate) fn PlanDetails(props: &PlanDetailsProps) -> Html {
    let words = use_words();
    let field = |path: &&'static str| {
        html! { <Field key={*path} form={props.form.clone()} path={*path} dispatch={props.dispatch.clone()} /> }
    };
    html! {
        <details class="details">
            <summary>{ words.t("document.details") }</summary>
            <div class="details__fields">
                { for FIELDS.iter().map(field) }
            </div>
        </details>
    }
}
