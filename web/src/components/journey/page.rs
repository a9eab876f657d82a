//! The sheet of one page.

use onrush_scenario::{Edit, Page};
use yew::prelude::*;

use super::edits;
use crate::components::fields::{Fields, whole};
use crate::components::form::Field;
use crate::language::use_words;
use crate::state::{Action, Form};

#[derive(Properties, PartialEq)]
pub(super) struct PageSheetProps {
    /// The plan, and what was not taken of it.
    pub(super) form: Form,
    /// Which page, by its place.
    pub(super) at: usize,
    /// Hears of edits.
    pub(super) dispatch: Callback<Action>,
}

/// What people know of a page.
const PLAIN: [&str; 3] = ["name", "think_s", "go_on_percent"];
/// What not every page has.
const SPECIAL: [&str; 5] = ["opens", "shows_stock", "takes", "asks", "queues"];

/// The fields of a page, from what everybody knows to what IT knows.
#[component]
pub(super) fn PageSheet(props: &PageSheetProps) -> Html {
    let words = use_words();
    let scenario = &props.form.document.scenario;
    let pages = &scenario.journey.pages;
    let Some(page) = pages.get(props.at) else {
        return Html::default();
    };
    let path = format!("journey.pages.{}", page.id);
    let button = |id: &str, edit: Edit| {
        let onclick = props
            .dispatch
            .reform(move |_: MouseEvent| whole(edit.clone()));
        html! { <button type="button" class="button" {onclick}>{ words.t(id) }</button> }
    };
    let to = |to: usize| Edit::Move {
        path: path.clone(),
        to,
    };
    let plain: Vec<&'static str> = PLAIN
        .into_iter()
        .filter(|field| *field != "go_on_percent" || props.at + 1 < pages.len())
        .collect();
    html! {
        <>
            { for plain.iter().map(|field| html! {
                <Field key={*field} form={props.form.clone()} path={format!("{path}.{field}")} dispatch={props.dispatch.clone()} />
            }) }
            if page.goal {
                <p>{ words.t("journey.is-goal") }</p>
                <Field form={props.form.clone()} path={format!("{path}.value")} dispatch={props.dispatch.clone()} />
            } else {
                <p>{ button("journey.make-goal", edits::make_goal(scenario, &page.id)) }</p>
            }
            <div class="card__choices">
                if props.at > 0 {
                    { button("journey.earlier", to(props.at - 1)) }
                }
                if props.at + 1 < pages.len() {
                    { button("journey.later", to(props.at + 1)) }
                }
                { button("journey.duplicate", Edit::Duplicate { path: path.clone() }) }
                if pages.len() > 1 && !page.goal {
                    { button("journey.remove", Edit::Remove { path: path.clone() }) }
                }
            </div>
            <details class="card__it" open={is_special(page)}>
                <summary>{ words.t("journey.special") }</summary>
                <Fields
                    form={props.form.clone()} path={path.clone()} pattern="journey.pages[]" skip={all_but(&SPECIAL)}
                    dispatch={props.dispatch.clone()}
                />
            </details>
            <details class="card__it">
                <summary>{ words.t("journey.for-it") }</summary>
                <Fields
                    form={props.form.clone()} path={path.clone()} pattern="journey.pages[]"
                    skip={[&PLAIN[..], &SPECIAL, &["goal", "value"]].concat()} dispatch={props.dispatch.clone()}
                />
            </details>
        </>
    }
}

/// Whether a page does something that not every page does.
fn is_special(page: &Page) -> bool {
    page.opens.is_some()
        || page.shows_stock.is_some()
        || page.takes.is_some()
        || !page.asks.is_empty()
        || page.queues
}

/// The fields of a page besides these.
fn all_but(these: &[&str]) -> Vec<&'static str> {
    onrush_scenario::fields()
        .iter()
        .filter_map(|field| field.path.strip_prefix("journey.pages[]."))
        .filter(|name| !name.contains(['.', '[']) && !these.contains(name))
        .collect()
}
