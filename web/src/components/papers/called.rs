//! Who is called, and who tells IT: the fields of the plan that only papers show.

use onrush_scenario::{ActivityKind, Edit, unused_id};
use serde_json::json;
use yew::prelude::*;

use crate::components::Field;
use crate::components::fields::whole;
use crate::language::use_words;
use crate::state::{Action, Form};

#[derive(Properties, PartialEq)]
pub(crate) struct CalledFormProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// Most people in the list, as the field table says.
fn room() -> usize {
    match onrush_scenario::field("contacts").map(|field| field.kind) {
        Some(onrush_scenario::Kind::List { most, .. }) => most,
        _ => 0,
    }
}

#[component]
pub(crate) fn CalledForm(props: &CalledFormProps) -> Html {
    let words = use_words();
    let scenario = &props.form.document.scenario;
    let field = |path: String, label: Option<AttrValue>| {
        html! { <Field key={path.clone()} form={props.form.clone()} path={path.clone()} {label} dispatch={props.dispatch.clone()} /> }
    };
    let add = {
        let taken: Vec<String> = scenario.contacts.iter().map(|c| c.id.clone()).collect();
        let name = words.t("paper.called.new");
        props.dispatch.reform(move |_: MouseEvent| {
            let id = unused_id(taken.iter().map(String::as_str), "contact");
            whole(Edit::Insert {
                list: "contacts".to_owned(),
                at: None,
                entry: json!({ "id": id, "name": name }),
            })
        })
    };
    let told = scenario
        .activities
        .iter()
        .filter(|a| !matches!(a.kind, ActivityKind::Everyday | ActivityKind::Bots));
    let owners: Vec<Html> = told
        .map(|activity| {
            let label = AttrValue::from(activity.name.clone());
            field(format!("activities.{}.owner", activity.id), Some(label))
        })
        .collect();
    html! {
        <section class="paper-form panel" aria-labelledby="called">
            <h2 id="called">{ words.t("paper.called") }</h2>
            <p class="soft small">{ words.t("paper.called.help") }</p>
            { for scenario.contacts.iter().map(|contact| {
                let path = format!("contacts.{}", contact.id);
                let remove = {
                    let path = path.clone();
                    props.dispatch.reform(move |_: MouseEvent| whole(Edit::Remove { path: path.clone() }))
                };
                html! {
                    <fieldset key={contact.id.clone()} class="paper-form__one">
                        <legend>{ &contact.name }</legend>
                        { for ["name", "role", "reach"].map(|name| field(format!("{path}.{name}"), None)) }
                        <button type="button" class="button" onclick={remove}>
                            { words.t("paper.called.remove") }
                            <span class="visually-hidden">{ ": " }{ &contact.name }</span>
                        </button>
                    </fieldset>
                }
            }) }
            if scenario.contacts.len() < room() {
                <button type="button" class="button" onclick={add}>{ words.t("paper.called.add") }</button>
            }
            if !owners.is_empty() {
                <h3>{ words.t("brief.planned.owner") }</h3>
                <div class="paper-form__one">{ owners }</div>
            }
        </section>
    }
}
