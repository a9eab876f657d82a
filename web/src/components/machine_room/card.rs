//! The card of a part: plain words first, then its size, what goes wrong with it, and all of it for IT.

use onrush_scenario::Edit;
use onrush_words::{Args, Words};
use yew::prelude::*;

use super::build;
use super::measured::measured;
use super::model::Look;
use super::part::Part;
use super::says::{Note, Tone, incident_name};
use crate::components::fields::{Fields, Stepper, whole};
use crate::components::form::Switch;
use crate::language::use_words;
use crate::state::{Action, Form};

#[derive(Properties, PartialEq)]
pub(crate) struct CardProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// What there is to see of the part.
    pub(crate) look: Look,
    /// What it is and how it is doing.
    pub(crate) plain: Vec<Note>,
    /// Whether there is a rehearsal.
    pub(crate) rehearsed: bool,
    /// Told that the part shall be taken out.
    pub(crate) on_remove: Callback<Edit>,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// What is on the card of a part, below its name.
#[component]
pub(crate) fn Card(props: &CardProps) -> Html {
    let words = use_words();
    let part = props.look.part;
    let scenario = &props.form.document.scenario;
    let Some(path) = part.path(scenario) else {
        return Html::default();
    };
    html! {
        <>
            { for props.plain.iter().map(plain) }
            { size(props, &path, words) }
            { troubles(props, words) }
            <details class="card__it">
                <summary>{ words.t("room.for-it") }</summary>
                if props.rehearsed {
                    <h4>{ words.t("room.measured") }</h4>
                    <dl class="card__measured">
                        { for measured(&props.look, words).into_iter().map(|(label, value)| html! {
                            <div><dt>{ label }</dt><dd>{ value }</dd></div>
                        }) }
                    </dl>
                }
                if part != Part::Visitors {
                    <Fields
                        form={props.form.clone()} path={path.clone()} pattern={pattern(part, &path)}
                        skip={if part == Part::Database { vec!["replicas"] } else { Vec::new() }}
                        dispatch={props.dispatch.clone()}
                    />
                }
            </details>
            if let Some(edit) = build::remove(part, scenario) {
                <p>
                    <button
                        type="button" class="button"
                        onclick={props.on_remove.reform(move |_: MouseEvent| edit.clone())}
                    >
                        { words.t("room.remove") }
                    </button>
                </p>
            }
        </>
    }
}

/// The path with `[]` for an entry's key.
fn pattern(part: Part, path: &str) -> String {
    match part {
        Part::Stock(_) | Part::Party(_) | Part::Desk(_) => path
            .rsplit_once('.')
            .map_or_else(String::new, |(list, _)| format!("{list}[]")),
        _ => path.to_owned(),
    }
}

pub(super) fn plain(note: &Note) -> Html {
    let class = match note.tone {
        Tone::Strong | Tone::Trouble => Some("card__now"),
        Tone::Lost => Some("card__lost"),
        Tone::Soft => Some("soft"),
        Tone::Plain | Tone::Stuck => None,
    };
    html! { <p {class}>{ &note.text }</p> }
}

/// What can be made larger, smaller, or switched on.
fn size(props: &CardProps, path: &str, words: Words) -> Html {
    let part = props.look.part;
    let scenario = &props.form.document.scenario;
    let size = build::size_field(part, scenario);
    let switch = match part {
        Part::Web => Some("autoscaler"),
        Part::Door => Some("health"),
        Part::Party(_) => Some("breaker"),
        _ => None,
    };
    if size.is_none() && switch.is_none() {
        return Html::default();
    }
    let cost = build::hourly(Some(part), scenario).map(|cost| {
        let money = words.money_exact(cost, &scenario.money.currency);
        words.text("room.cost.part", &Args::new().with("money", money))
    });
    html! {
        <section class="card__part" aria-label={words.t("room.size")}>
            <h4>{ words.t("room.size") }</h4>
            if let Some(size) = size {
                <Stepper form={props.form.clone()} path={size} dispatch={props.dispatch.clone()} />
            }
            if let Some(cost) = cost {
                <p>{ cost }</p>
            }
            if let Some(switch) = switch {
                <Switch form={props.form.clone()} path={format!("{path}.{switch}")} dispatch={props.dispatch.clone()} />
            }
        </section>
    }
}

/// What goes wrong here in the plan, and what could.
fn troubles(props: &CardProps, words: Words) -> Html {
    let part = props.look.part;
    let scenario = &props.form.document.scenario;
    let possible = part.can_suffer(&scenario.site);
    if possible.is_empty() {
        return Html::default();
    }
    let here: Vec<usize> = (0..scenario.incidents.len())
        .filter(|&i| Part::hit_by(scenario, i) == Some(part))
        .collect();
    html! {
        <section class="card__part" aria-label={words.t("room.troubles")}>
            <h4>{ words.t("room.troubles") }</h4>
            if here.is_empty() {
                <p class="soft">{ words.t("room.troubles.none") }</p>
            }
            { for here.into_iter().map(|i| {
                let path = format!("incidents.{}", scenario.incidents[i].id);
                let name = incident_name(scenario, i, words);
                let remove = props.dispatch.reform({
                    let path = path.clone();
                    move |_: MouseEvent| whole(Edit::Remove { path: path.clone() })
                });
                let label = words.text("room.troubles.remove-it", &Args::new().with("name", name.as_str()));
                html! {
                    <div key={path.clone()} class="card__trouble">
                        <details>
                            <summary>{ name }</summary>
                            <Fields
                                form={props.form.clone()} {path} pattern="incidents[]" skip={vec!["kind", "party"]}
                                dispatch={props.dispatch.clone()}
                            />
                        </details>
                        <button type="button" class="button" aria-label={label} onclick={remove}>
                            { words.t("room.troubles.remove") }
                        </button>
                    </div>
                }
            }) }
            <details>
                <summary>{ words.t("room.troubles.add") }</summary>
                <div class="card__choices">
                    { for possible.into_iter().map(|kind| {
                        let edit = build::add_incident(kind, part, scenario, words);
                        let onclick = props.dispatch.reform(move |_: MouseEvent| whole(edit.clone()));
                        html! {
                            <button key={kind.id()} type="button" class="button" {onclick}>
                                { words.choice("incidents[].kind", kind.id()) }
                            </button>
                        }
                    }) }
                </div>
            </details>
        </section>
    }
}
