//! What a trainer sets.

use std::rc::Rc;

use onrush_network::Faults;
use onrush_scenario::{IncidentKind, stories};
use onrush_words::Args;
use onrush_workshop::{Free, Surprise, Workshop};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::earlier::Earlier;
use super::entry::Entry;
use super::not_ready::way;
use super::teams::Teams;
use super::{step, story_name, use_copied};
use crate::components::FaultList;
use crate::language::use_words;
use crate::outside::{link, use_copy, use_own_id};
use crate::state::{Action, Desk, KeptWorkshop, Lectern, Route, Shared, WorkshopStep};

#[derive(Properties, PartialEq)]
pub(crate) struct SetupProps {
    /// The workshop.
    pub(crate) lectern: Shared<Lectern>,
    /// Others that are kept here.
    pub(crate) earlier: Vec<KeptWorkshop>,
    /// Those that were thrown away, the last one behind.
    pub(crate) thrown: Vec<KeptWorkshop>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// Sets something of a workshop; says whether it could be read.
type Change = Rc<dyn Fn(&mut Workshop, &str) -> bool>;

/// Hears what was typed or chosen, and makes it a change of the workshop.
pub(super) fn changing(
    lectern: &Shared<Lectern>,
    dispatch: &Callback<Action>,
    change: impl Fn(&mut Workshop, &str) -> bool + 'static,
) -> Callback<String, bool> {
    let (lectern, dispatch) = (lectern.clone(), dispatch.clone());
    let change: Change = Rc::new(change);
    Callback::from(move |typed: String| {
        let mut workshop = lectern.workshop.clone();
        let taken = change(&mut workshop, typed.trim());
        if taken {
            dispatch.emit(step(WorkshopStep::Set(Box::new(workshop))));
        }
        taken
    })
}

fn number(typed: &str) -> Option<f64> {
    let typed = typed.replace(',', ".");
    onrush_json::decimal(&typed).filter(|n| n.is_finite())
}

#[component]
pub(crate) fn Setup(props: &SetupProps) -> Html {
    let words = use_words();
    let lectern = &props.lectern;
    let workshop = &lectern.workshop;
    let wrong = |path: &str| {
        let faults = lectern.faults.as_ref();
        faults.is_some_and(|faults| faults.0.iter().any(|fault| fault.path == path))
    };
    let entry =
        |label: String, path: &str, value: String, is_number: bool, on: Callback<String, bool>| {
            html! { <Entry {label} {value} number={is_number} wrong={wrong(path)} {on} /> }
        };
    let currency = lectern
        .board
        .as_ref()
        .map_or("EUR", |board| &board.start().money.currency);
    // That there is no team yet is said where they are added.
    let faults = lectern
        .faults
        .as_ref()
        .map_or_else(Faults::default, |faults| {
            let other = |path: &str| path != "teams" || !workshop.teams.is_empty();
            Faults(
                faults
                    .0
                    .iter()
                    .filter(|f| other(&f.path))
                    .cloned()
                    .collect(),
            )
        });
    html! {
        <div class="workshop__setup">
            <section class="panel workshop__form" aria-label={words.t("workshop.desk.setup")}>
                <Entry
                    label={words.t("workshop.setup.name")} help={words.t("workshop.setup.name.help")} wrong={wrong("name")}
                    value={workshop.game.name.clone()} on={changing(lectern, &props.dispatch, |w, typed| { typed.clone_into(&mut w.game.name); true })}
                />
                <Choice
                    label={words.t("workshop.setup.story")} chosen={workshop.game.story.clone()}
                    options={stories().iter().map(|s| (s.key.into(), story_name(words, s.key).into())).collect::<Vec<_>>()}
                    on={changing(lectern, &props.dispatch, |w, key| {
                        // What counts as held goes with the story.
                        let fresh = Workshop::new(w.key, key);
                        w.game.story = fresh.game.story;
                        w.game.targets = fresh.game.targets;
                        true
                    })}
                />
                <SurpriseFields ..props.clone() />
                { entry(words.t("workshop.setup.minutes"), "minutes", workshop.game.minutes.to_string(), true, changing(lectern, &props.dispatch, |w, typed| {
                    typed.parse().map(|minutes| w.game.minutes = minutes).is_ok()
                })) }
                <Choice
                    label={words.t("workshop.setup.free")} chosen={workshop.game.free.id()}
                    options={Free::ALL.map(|free| (free.id().into(), words.t(&format!("workshop.setup.free.{}", free.id())).into())).to_vec()}
                    on={changing(lectern, &props.dispatch, |w, id| Free::from_id(id).map(|free| w.game.free = free).is_some())}
                />
                <Entry
                    label={words.t("workshop.setup.seed")} help={words.t("seed.hint")} wrong={wrong("seed")} number={true}
                    value={workshop.game.seed.to_string()}
                    on={changing(lectern, &props.dispatch, |w, typed| typed.parse().map(|seed| w.game.seed = seed).is_ok())}
                />
            </section>
            <fieldset class="panel workshop__form">
                <legend>{ words.t("workshop.setup.held") }</legend>
                { entry(words.t("workshop.setup.p95"), "targets.page_p95_s", workshop.game.targets.page_p95_s.to_string(), true,
                    changing(lectern, &props.dispatch, |w, typed| number(typed).map(|n| w.game.targets.page_p95_s = n).is_some())) }
                { entry(words.t("workshop.setup.served"), "targets.served_percent", workshop.game.targets.served_percent.to_string(), true,
                    changing(lectern, &props.dispatch, |w, typed| number(typed).map(|n| w.game.targets.served_percent = n).is_some())) }
                { entry(words.text("workshop.setup.budget", &Args::new().with("currency", currency)), "targets.budget",
                    workshop.game.targets.budget.map_or_else(String::new, |n| n.to_string()), true,
                    changing(lectern, &props.dispatch, |w, typed| {
                        if typed.is_empty() {
                            w.game.targets.budget = None;
                            return true;
                        }
                        number(typed).map(|n| w.game.targets.budget = Some(n)).is_some()
                    })) }
            </fieldset>
            <Teams lectern={lectern.clone()} dispatch={props.dispatch.clone()} />
            if !faults.0.is_empty() {
                <section class="notice" aria-label={words.text("workshop.faults", &Args::new().with("n", faults.0.len()))}>
                    <p>{ words.text("workshop.faults", &Args::new().with("n", faults.0.len())) }</p>
                    <FaultList faults={Shared::new(faults)} />
                </section>
            } else if !workshop.teams.is_empty() {
                { way(Desk::Cards, words.t("workshop.go.cards")) }
                <TrainersCode code={workshop.code()} />
            }
            <Earlier
                begin={!workshop.teams.is_empty()} earlier={props.earlier.clone()} thrown={props.thrown.clone()}
                dispatch={props.dispatch.clone()}
            />
        </div>
    }
}

impl Clone for SetupProps {
    fn clone(&self) -> Self {
        Self {
            lectern: self.lectern.clone(),
            earlier: self.earlier.clone(),
            thrown: self.thrown.clone(),
            dispatch: self.dispatch.clone(),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ChoiceProps {
    pub(super) label: AttrValue,
    #[prop_or_default]
    pub(super) help: Option<AttrValue>,
    pub(super) chosen: AttrValue,
    /// Keys and what they are called.
    pub(super) options: Vec<(AttrValue, AttrValue)>,
    pub(super) on: Callback<String, bool>,
}

#[component]
pub(super) fn Choice(props: &ChoiceProps) -> Html {
    let (id, help) = (use_own_id(), use_own_id());
    let change = {
        let on = props.on.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            on.emit(select.value());
        })
    };
    html! {
        <div class="field">
            <label class="field__name" for={id.clone()}>{ &props.label }</label>
            <select {id} class="field__input" onchange={change} aria-describedby={props.help.is_some().then(|| help.clone())}>
                { for props.options.iter().map(|(key, name)| html! {
                    <option key={key.to_string()} value={key.clone()} selected={*key == props.chosen}>{ name }</option>
                }) }
            </select>
            if let Some(text) = &props.help {
                <p id={help} class="soft small">{ text }</p>
            }
        </div>
    }
}

/// What goes wrong, and for how long.
#[component]
fn SurpriseFields(props: &SetupProps) -> Html {
    let words = use_words();
    let lectern = &props.lectern;
    let workshop = &lectern.workshop;
    let start = workshop.game.start().ok();
    let mut options = vec![(
        AttrValue::default(),
        words.t("workshop.setup.surprise.none").into(),
    )];
    options.extend(IncidentKind::ALL.map(|kind| {
        let what = words.capitalised(&words.incident_kind(kind));
        let hits = start
            .as_ref()
            .is_some_and(|start| Surprise { kind, minutes: 0 }.hits(start));
        let what = if hits {
            what
        } else {
            words.text(
                "workshop.setup.surprise.passes",
                &Args::new().with("what", what),
            )
        };
        (kind.id().into(), what.into())
    }));
    let lasts = workshop
        .game
        .surprise
        .map_or(0, |surprise| surprise.minutes);
    html! {
        <>
            <Choice
                label={words.t("workshop.setup.surprise")} help={words.t("workshop.setup.surprise.help")}
                chosen={workshop.game.surprise.map_or("", |surprise| surprise.kind.id())} {options}
                on={changing(lectern, &props.dispatch, |w, id| {
                    let kind = IncidentKind::ALL.into_iter().find(|kind| kind.id() == id);
                    let minutes = w.game.surprise.map_or(0, |surprise| surprise.minutes);
                    w.game.surprise = kind.map(|kind| Surprise { kind, minutes });
                    true
                })}
            />
            if workshop.game.surprise.is_some() {
                <Entry
                    label={words.t("workshop.setup.lasts")} number={true} value={lasts.to_string()}
                    wrong={lectern.faults.as_ref().is_some_and(|f| f.0.iter().any(|f| f.path == "surprise.minutes"))}
                    on={changing(lectern, &props.dispatch, |w, typed| match (typed.parse(), &mut w.game.surprise) {
                        (Ok(minutes), Some(surprise)) => {
                            surprise.minutes = minutes;
                            true
                        }
                        _ => false,
                    })}
                />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TrainersCodeProps {
    code: AttrValue,
}

/// The whole workshop as a text.
#[component]
fn TrainersCode(props: &TrainersCodeProps) -> Html {
    let words = use_words();
    let id = use_own_id();
    let route = Route::Workshop {
        code: Some(props.code.to_string()),
        desk: Desk::Setup,
    };
    let (press, copied) = use_copy(move || Some(link(&route.fragment())));
    let copied = use_copied(words, copied);
    html! {
        <section class="panel" aria-labelledby={id.clone()}>
            <h2 {id}>{ words.t("workshop.setup.code") }</h2>
            <p class="soft small">{ words.t("workshop.setup.code.help") }</p>
            <textarea class="workshop__code" readonly={true} rows="3" aria-label={words.t("workshop.setup.code")} value={props.code.clone()} />
            <button type="button" class="button" onclick={press}>{ words.t("workshop.setup.copy") }</button>
            { copied }
        </section>
    }
}
