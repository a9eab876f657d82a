//! The forms of single steps: the guess, the owners, what is read off, the backups.

use onrush_scenario::{ActivityKind, ClockTime};
use onrush_steps::{Backups, Progress, ramp_of};
use onrush_words::Args;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::ramp::Ramp;
use crate::components::Field;
use crate::language::use_words;
use crate::outside::today;
use crate::state::{Action, Form, Shared, StepsAction};

#[derive(Properties, PartialEq)]
pub(super) struct FormProps {
    pub(super) form: Form,
    pub(super) progress: Shared<Progress>,
    pub(super) dispatch: Callback<Action>,
}

/// A number as somebody types it; `None` while it is none.
fn typed(node: &NodeRef) -> Option<f64> {
    let text = node.cast::<HtmlInputElement>()?.value();
    let text = text.trim().replace(',', ".");
    onrush_json::decimal(&text).filter(|n| n.is_finite())
}

/// The guess, before the forecast is seen; offered on one's own plan, asked for on the guided path.
#[component]
pub(super) fn GuessForm(props: &FormProps) -> Html {
    let words = use_words();
    let (rate, time) = (use_node_ref(), use_node_ref());
    let missing = use_state_eq(|| false);
    let progress = &props.progress;
    if progress.guess.is_some_and(|g| g.before_reveal) {
        return Html::default();
    }
    let act = |make: fn() -> StepsAction| {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Steps(make()))
    };
    if !progress.covered {
        return html! {
            <div class="step__cover">
                <p>{ words.t("rail.cover.help") }</p>
                <button type="button" class="button" onclick={act(|| StepsAction::Cover)}>{ words.t("rail.cover") }</button>
            </div>
        };
    }
    let guess = {
        let (rate, time, missing) = (rate.clone(), time.clone(), missing.setter());
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let per_s = typed(&rate).filter(|n| *n >= 0.0);
            let text = time.cast::<HtmlInputElement>().map(|input| input.value());
            let at = text.and_then(|text| text.parse::<ClockTime>().ok());
            missing.set(per_s.is_none() || at.is_none());
            if let (Some(per_s), Some(at)) = (per_s, at) {
                let on = today();
                dispatch.emit(Action::Steps(StepsAction::Guess { per_s, at, on }));
            }
        })
    };
    html! {
        <form class="step__form" onsubmit={guess} novalidate=true>
            <p>{ words.t("rail.guess.help") }</p>
            <label class="step__field">
                { words.t("rail.guess.rate") }
                <input class="field__input" ref={rate} type="text" inputmode="decimal" autocomplete="off" aria-invalid={missing.then_some("true")} />
            </label>
            <label class="step__field">
                { words.t("rail.guess.time") }
                <input class="field__input" ref={time} type="time" aria-invalid={missing.then_some("true")} />
            </label>
            if *missing {
                <p class="step__note" role="alert">{ words.t("rail.guess.missing") }</p>
            }
            <button type="submit" class="button button--main">{ words.t("rail.guess.go") }</button>
            if !progress.guided {
                <button type="button" class="button" onclick={act(|| StepsAction::Uncover)}>{ words.t("rail.uncover") }</button>
            }
        </form>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ActivitiesProps {
    pub(super) form: Form,
    pub(super) dispatch: Callback<Action>,
}

/// What is planned: how many, when, and who tells IT. All that a guess needs, and nothing that gives the answer away.
#[component]
pub(super) fn Activities(props: &ActivitiesProps) -> Html {
    let words = use_words();
    let activities = &props.form.document.scenario.activities;
    let field = |id: &str, name: &str| {
        html! {
            <Field form={props.form.clone()} path={format!("activities.{id}.{name}")} dispatch={props.dispatch.clone()} />
        }
    };
    html! {
        <details class="step__activities" open=true>
            <summary>{ words.t("rail.activities") }</summary>
            { for activities.iter().map(|activity| {
                let by_itself = matches!(activity.kind, ActivityKind::Everyday | ActivityKind::Bots);
                html! {
                    <fieldset key={activity.id.clone()}>
                        <legend>{ words.text("rail.activity", &Args::new().with("name", &activity.name).with("kind", words.activity_kind(activity.kind))) }</legend>
                        <div class="step__fields">
                            { field(&activity.id, "people") }
                            if !by_itself {
                                { field(&activity.id, "response_percent") }
                                { field(&activity.id, "at") }
                                { field(&activity.id, "owner") }
                            }
                        </div>
                    </fieldset>
                }
            }) }
        </details>
    }
}

/// The ramp, and what somebody reads off it.
#[component]
pub(super) fn ReadOff(props: &FormProps) -> Html {
    let words = use_words();
    let (rate, part) = (use_node_ref(), use_node_ref());
    let missing = use_state_eq(|| false);
    let plan = &props.form.document.scenario;
    let Some(record) = ramp_of(plan, &props.progress) else {
        return Html::default();
    };
    let rows = record.figures.rows.clone();
    let parts: Vec<String> = rows
        .first()
        .map(|row| row.parts.iter().map(|p| p.part.clone()).collect())
        .unwrap_or_default();
    let stated = props.progress.stated.as_ref();
    let read = {
        let (rate, part, missing) = (rate.clone(), part.clone(), missing.setter());
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let per_s = typed(&rate).filter(|n| *n >= 0.0);
            let part = part.cast::<HtmlSelectElement>().map(|part| part.value());
            let part = part.filter(|part| !part.is_empty());
            missing.set(per_s.is_none() || part.is_none());
            if let (Some(per_s), Some(part)) = (per_s, part) {
                let on = today();
                dispatch.emit(Action::Steps(StepsAction::Read { per_s, part, on }));
            }
        })
    };
    html! {
        <>
            <Ramp {rows} />
            <form class="step__form" onsubmit={read} novalidate=true>
                <label class="step__field">
                    { words.t("rail.read.rate") }
                    <input class="field__input" ref={rate} type="text" inputmode="decimal" autocomplete="off"
                        value={stated.map(|s| s.per_s.to_string())} aria-invalid={missing.then_some("true")} />
                </label>
                <label class="step__field">
                    { words.t("rail.read.part") }
                    <select class="field__input" ref={part}>
                        <option value="" selected={stated.is_none()}>{ words.t("rail.read.choose") }</option>
                        { for parts.into_iter().map(|id| {
                            let selected = stated.is_some_and(|s| s.part == id);
                            let name = words.station_name(&id);
                            html! { <option key={id.clone()} value={id} {selected}>{ name }</option> }
                        }) }
                    </select>
                </label>
                if *missing {
                    <p class="step__note" role="alert">{ words.t("rail.read.missing") }</p>
                }
                <button type="submit" class="button button--main">{ words.t("rail.read.go") }</button>
            </form>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct BackupProps {
    pub(super) progress: Shared<Progress>,
    pub(super) dispatch: Callback<Action>,
}

/// What stands in for what breaks, and after how many seconds. The database's standby is in the plan.
#[component]
pub(super) fn BackupForm(props: &BackupProps) -> Html {
    let words = use_words();
    let now = props.progress.backups;
    let field = |label: &str, value: Option<u32>, with: fn(Backups, Option<u32>) -> Backups| {
        let change = props.dispatch.reform(move |event: Event| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            let seconds = text.trim().parse::<u32>().ok().map(|s| s.min(86_400));
            Action::Steps(StepsAction::Backups(with(now, seconds)))
        });
        html! {
            <label class="step__field">
                { words.t(label) }
                <input class="field__input" type="number" min="0" max="86400" value={value.map(|s| s.to_string())} onchange={change} />
            </label>
        }
    };
    html! {
        <fieldset class="step__backups">
            <legend>{ words.t("rail.backups") }</legend>
            <div class="step__fields">
                { field("rail.backups.servers", now.servers_s, |b, servers_s| Backups { servers_s, ..b }) }
                { field("rail.backups.cdn", now.cdn_s, |b, cdn_s| Backups { cdn_s, ..b }) }
                { field("rail.backups.payment", now.payment_s, |b, payment_s| Backups { payment_s, ..b }) }
            </div>
        </fieldset>
    }
}
