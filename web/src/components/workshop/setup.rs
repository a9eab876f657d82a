//! What a trainer sets.

use std::rc::Rc;

use onrush_scenario::{IncidentKind, stories};
use onrush_words::{Args, Language, Words};
use onrush_workshop::{Free, Surprise, Team, Workshop};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::entry::Entry;
use super::{name, step, story_name, use_copied};
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
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// Sets something of a workshop; says whether it could be read.
type Change = Rc<dyn Fn(&mut Workshop, &str) -> bool>;

/// Hears what was typed or chosen, and makes it a change of the workshop.
fn changing(
    props: &SetupProps,
    change: impl Fn(&mut Workshop, &str) -> bool + 'static,
) -> Callback<String, bool> {
    let (lectern, dispatch) = (props.lectern.clone(), props.dispatch.clone());
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
    let again = props
        .dispatch
        .reform(|_: MouseEvent| step(WorkshopStep::New));
    let currency = lectern
        .board
        .as_ref()
        .map_or("EUR", |board| &board.start().money.currency);
    let earlier = |kept: &KeptWorkshop| {
        let id = kept.id;
        let open = props
            .dispatch
            .reform(move |_: MouseEvent| step(WorkshopStep::Open(id)));
        let args = Args::new().with("name", name(words, &kept.name));
        html! {
            <li key={id.to_string()}><button type="button" class="button" onclick={open}>{ words.text("workshop.setup.open", &args) }</button></li>
        }
    };
    let cards = Route::Workshop {
        code: None,
        desk: Desk::Cards,
    };
    html! {
        <div class="workshop__setup">
            <section class="panel workshop__form" aria-label={words.t("workshop.desk.setup")}>
                <Entry
                    label={words.t("workshop.setup.name")} help={words.t("workshop.setup.name.help")} wrong={wrong("name")}
                    value={workshop.game.name.clone()} on={changing(props, |w, typed| { typed.clone_into(&mut w.game.name); true })}
                />
                <Choice
                    label={words.t("workshop.setup.story")} chosen={workshop.game.story.clone()}
                    options={stories().iter().map(|s| (s.key.into(), story_name(words, s.key).into())).collect::<Vec<_>>()}
                    on={changing(props, |w, key| {
                        // What counts as held goes with the story.
                        let fresh = Workshop::new(w.key, key);
                        w.game.story = fresh.game.story;
                        w.game.targets = fresh.game.targets;
                        true
                    })}
                />
                <SurpriseFields ..props.clone() />
                { entry(words.t("workshop.setup.minutes"), "minutes", workshop.game.minutes.to_string(), true, changing(props, |w, typed| {
                    typed.parse().map(|minutes| w.game.minutes = minutes).is_ok()
                })) }
                <Choice
                    label={words.t("workshop.setup.free")} chosen={workshop.game.free.id()}
                    options={Free::ALL.map(|free| (free.id().into(), words.t(&format!("workshop.setup.free.{}", free.id())).into())).to_vec()}
                    on={changing(props, |w, id| Free::from_id(id).map(|free| w.game.free = free).is_some())}
                />
                { entry(words.t("workshop.setup.seed"), "seed", workshop.game.seed.to_string(), true, changing(props, |w, typed| {
                    typed.parse().map(|seed| w.game.seed = seed).is_ok()
                })) }
            </section>
            <fieldset class="panel workshop__form">
                <legend>{ words.t("workshop.setup.held") }</legend>
                { entry(words.t("workshop.setup.p95"), "targets.page_p95_s", workshop.game.targets.page_p95_s.to_string(), true,
                    changing(props, |w, typed| number(typed).map(|n| w.game.targets.page_p95_s = n).is_some())) }
                { entry(words.t("workshop.setup.served"), "targets.served_percent", workshop.game.targets.served_percent.to_string(), true,
                    changing(props, |w, typed| number(typed).map(|n| w.game.targets.served_percent = n).is_some())) }
                { entry(words.text("workshop.setup.budget", &Args::new().with("currency", currency)), "targets.budget",
                    workshop.game.targets.budget.map_or_else(String::new, |n| n.to_string()), true,
                    changing(props, |w, typed| {
                        if typed.is_empty() {
                            w.game.targets.budget = None;
                            return true;
                        }
                        number(typed).map(|n| w.game.targets.budget = Some(n)).is_some()
                    })) }
            </fieldset>
            <Teams ..props.clone() />
            if workshop.teams.is_empty() {
                <p class="soft">{ words.t("workshop.setup.none") }</p>
            } else if let Some(faults) = &lectern.faults {
                <section class="notice" aria-label={words.text("workshop.faults", &Args::new().with("n", faults.0.len()))}>
                    <p>{ words.text("workshop.faults", &Args::new().with("n", faults.0.len())) }</p>
                    <FaultList faults={Shared::new(faults.clone())} />
                </section>
            } else {
                <p><a class="button button--main" href={format!("#{}", cards.fragment())}>{ words.t("workshop.go.cards") }</a></p>
                <TrainersCode code={workshop.code()} />
            }
            <section class="panel" aria-label={words.t("workshop.setup.earlier")}>
                <button type="button" class="button" onclick={again}>{ words.t("workshop.setup.new") }</button>
                if !props.earlier.is_empty() {
                    <h2>{ words.t("workshop.setup.earlier") }</h2>
                    <ul class="workshop__list">{ for props.earlier.iter().map(earlier) }</ul>
                }
            </section>
        </div>
    }
}

impl Clone for SetupProps {
    fn clone(&self) -> Self {
        Self {
            lectern: self.lectern.clone(),
            earlier: self.earlier.clone(),
            dispatch: self.dispatch.clone(),
        }
    }
}

#[derive(Properties, PartialEq)]
struct ChoiceProps {
    label: AttrValue,
    #[prop_or_default]
    help: Option<AttrValue>,
    chosen: AttrValue,
    /// Keys and what they are called.
    options: Vec<(AttrValue, AttrValue)>,
    on: Callback<String, bool>,
}

#[component]
fn Choice(props: &ChoiceProps) -> Html {
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
    let workshop = &props.lectern.workshop;
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
                on={changing(props, |w, id| {
                    let kind = IncidentKind::ALL.into_iter().find(|kind| kind.id() == id);
                    let minutes = w.game.surprise.map_or(0, |surprise| surprise.minutes);
                    w.game.surprise = kind.map(|kind| Surprise { kind, minutes });
                    true
                })}
            />
            if workshop.game.surprise.is_some() {
                <Entry
                    label={words.t("workshop.setup.lasts")} number={true} value={lasts.to_string()}
                    wrong={props.lectern.faults.as_ref().is_some_and(|f| f.0.iter().any(|f| f.path == "surprise.minutes"))}
                    on={changing(props, |w, typed| match (typed.parse(), &mut w.game.surprise) {
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

/// Who takes part.
#[component]
fn Teams(props: &SetupProps) -> Html {
    let words = use_words();
    let workshop = &props.lectern.workshop;
    let wrong = |path: String| {
        let faults = props.lectern.faults.as_ref();
        faults.is_some_and(|faults| faults.0.iter().any(|fault| fault.path == path))
    };
    let press = |change: Callback<String, bool>| {
        Callback::from(move |_: MouseEvent| {
            change.emit(String::new());
        })
    };
    let add = press(changing(props, |w, _| {
        // The first letter that no team has yet.
        let free = ('A'..='Z')
            .map(String::from)
            .find(|name| w.teams.iter().all(|team| team.name != *name));
        w.add_team(&free.unwrap_or_default());
        true
    }));
    let team = |(place, team): (usize, &Team)| {
        let n = || Args::new().with("n", place + 1);
        let remove = press(changing(props, move |w, _| {
            if place < w.teams.len() {
                w.teams.remove(place);
            }
            true
        }));
        html! {
            <li key={place} class="workshop__team">
                <Entry
                    label={words.text("workshop.setup.team", &n())} value={team.name.clone()} wrong={wrong(format!("teams[{place}].name"))}
                    on={changing(props, move |w, typed| w.teams.get_mut(place).map(|t| typed.clone_into(&mut t.name)).is_some())}
                />
                <Choice
                    label={words.text("workshop.setup.language", &n())} chosen={team.language.clone()} options={languages(words)}
                    on={changing(props, move |w, tag| w.teams.get_mut(place).map(|t| tag.clone_into(&mut t.language)).is_some())}
                />
                <button type="button" class="button" onclick={remove}>
                    { words.text("workshop.setup.remove", &Args::new().with("team", &team.name)) }
                </button>
            </li>
        }
    };
    html! {
        <fieldset class="panel">
            <legend>{ words.t("workshop.setup.teams") }</legend>
            <ol class="workshop__teams">{ for workshop.teams.iter().enumerate().map(team) }</ol>
            <button type="button" class="button" onclick={add} disabled={workshop.teams.len() >= onrush_workshop::MOST_TEAMS}>
                { words.t("workshop.setup.add") }
            </button>
            <p class="soft small">{ words.t("workshop.setup.changed") }</p>
        </fieldset>
    }
}

fn languages(words: Words) -> Vec<(AttrValue, AttrValue)> {
    let mut all = vec![(
        AttrValue::default(),
        words.t("workshop.setup.language.own").into(),
    )];
    all.extend(
        Language::ALL
            .iter()
            .map(|l| (l.tag().into(), l.own_name().into())),
    );
    all
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
