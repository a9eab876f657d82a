//! The list of pages, and what belongs to the visitors.

use onrush_observe::Observations;
use onrush_runner::Rehearsal;
use onrush_scenario::{Edit, Page, Scenario};
use onrush_words::{Args, Words};
use web_sys::Element;
use yew::prelude::*;

use super::page::PageSheet;
use super::{edits, flow};
use crate::components::fields::{Fields, whole};
use crate::components::form::Switch;
use crate::components::presets::{Kind, Presets};
use crate::components::sheet::Sheet;
use crate::language::use_words;
use crate::outside::focus_in;
use crate::state::{Action, Form, Selection, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct JourneyPanelProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Its rehearsal, if there is one.
    pub(crate) rehearsal: Option<Shared<Rehearsal>>,
    /// What the person has picked.
    pub(crate) selection: Option<Selection>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// The journey and its visitors.
#[component]
pub(crate) fn JourneyPanel(props: &JourneyPanelProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    let scenario = &props.form.document.scenario;
    let pages = &scenario.journey.pages;
    let open = match &props.selection {
        Some(Selection::Page(id)) => pages.iter().position(|p| &p.id == id),
        _ => None,
    };
    let shares = flow::reach(&scenario.journey);
    let add = {
        let (edit, id) = edits::add_page(scenario, &words.t("journey.new"));
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(whole(edit.clone()));
            dispatch.emit(Action::Select(Some(Selection::Page(id.clone()))));
        })
    };
    let choosing = use_state_eq(|| false);
    let usual = {
        let (choosing, dispatch) = (choosing.setter(), props.dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Action::Select(None));
            choosing.set(true);
        })
    };
    let chosen = {
        let (choosing, node) = (choosing.setter(), node.clone());
        Callback::from(move |()| {
            choosing.set(false);
            if let Some(journey) = node.cast::<Element>() {
                focus_in(&journey, "[data-presets]");
            }
        })
    };
    let close = {
        let (node, dispatch) = (node.clone(), props.dispatch.clone());
        let opener = open.map(|i| format!("[data-page=\"{}\"]", pages[i].id));
        Callback::from(move |()| {
            dispatch.emit(Action::Select(None));
            if let (Some(list), Some(opener)) = (node.cast::<Element>(), &opener) {
                focus_in(&list, opener);
            }
        })
    };
    let seen = props.rehearsal.as_ref().map(|r| &r.observations);
    html! {
        <div class="journey" ref={node}>
            <p class="soft">{ words.t("journey.help") }</p>
            <ol class="journey__pages" aria-label={words.t("journey.pages")}>
                { for pages.iter().zip(&shares).enumerate().map(|(i, (page, share))| {
                    row(props, i, page, *share, open == Some(i), words)
                }) }
            </ol>
            <div class="card__choices">
                <button type="button" class="button" onclick={add}>{ words.t("journey.add") }</button>
                <button type="button" class="button" data-presets="journey" onclick={usual}>{ words.t("presets.journey") }</button>
            </div>
            <p class="journey__result">{ result(scenario, seen, words) }</p>
            <Behaviour form={props.form.clone()} dispatch={props.dispatch.clone()} />
            <Places form={props.form.clone()} dispatch={props.dispatch.clone()} />
            if let Some(i) = open {
                <Sheet
                    title={words.text("journey.page", &Args::new().with("n", i + 1).with("name", &pages[i].name))}
                    about={format!("page-{}", pages[i].id)} on_close={close}
                >
                    <PageSheet form={props.form.clone()} at={i} dispatch={props.dispatch.clone()} />
                </Sheet>
            } else if *choosing {
                <Sheet title={words.t("presets.journey")} about="journeys" on_close={chosen.clone()}>
                    <Presets form={props.form.clone()} kind={Kind::Journey} on_done={chosen} dispatch={props.dispatch.clone()} />
                </Sheet>
            }
        </div>
    }
}

/// One page: a button that opens its sheet, and how many go on from it.
fn row(
    props: &JourneyPanelProps,
    at: usize,
    page: &Page,
    share: f64,
    open: bool,
    words: Words,
) -> Html {
    let scenario = &props.form.document.scenario;
    let id = page.id.clone();
    let onclick = props
        .dispatch
        .reform(move |_: MouseEvent| Action::Select((!open).then(|| Selection::Page(id.clone()))));
    let reach = if at == 0 {
        words.t("journey.reach.all")
    } else {
        words.text(
            "journey.reach",
            &Args::new().with("share", words.share(share)),
        )
    };
    let last = at + 1 == scenario.journey.pages.len();
    let on = if last {
        words.t("journey.last")
    } else {
        words.text(
            "journey.on",
            &Args::new().with("n", page.go_on_percent / 100.0),
        )
    };
    html! {
        <li key={page.id.clone()} class="journey__page">
            <button
                type="button" class={classes!("journey__button", open.then_some("journey__button--open"))}
                aria-expanded={open.to_string()} data-page={page.id.clone()} {onclick}
            >
                <span class="journey__name">
                    { words.text("journey.page", &Args::new().with("n", at + 1).with("name", &page.name)) }
                </span>
                <span class="journey__reach">{ reach }</span>
                <svg class="journey__bar" aria-hidden="true">
                    <rect class="journey__all" width="100%" height="100%" rx="3" />
                    <rect class="journey__share" width={format!("{:.1}%", share * 100.0)} height="100%" rx="3" />
                </svg>
                <span class="journey__facts">{ facts(page, scenario, words).join(" · ") }</span>
            </button>
            <p class="journey__on">
                if !last {
                    <svg class="journey__arrow" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0v11M2 7l4 4 4-4" /></svg>
                }
                { on }
            </p>
        </li>
    }
}

/// What there is to say about a page, the usual first.
fn facts(page: &Page, scenario: &Scenario, words: Words) -> Vec<String> {
    let site = &scenario.site;
    let named = |id: &str, name: &str| words.text(id, &Args::new().with("name", name));
    let stock = |key: &String| site.stocks.iter().find(|s| &s.id == key).map(|s| &*s.name);
    let queries: u32 = std::iter::once(&page.document)
        .chain(&page.calls)
        .map(|fetch| fetch.queries)
        .sum();
    let mut facts = Vec::new();
    if page.goal {
        facts.push(words.t("journey.goal"));
    }
    if page.value > 0.0 {
        let money = words.money(page.value, &scenario.money.currency);
        facts.push(words.text("journey.value", &Args::new().with("money", money)));
    }
    facts.push(words.text("journey.stays", &Args::new().with("seconds", page.think_s)));
    facts.push(words.text("journey.queries", &Args::new().with("n", queries)));
    if let Some(opens) = &page.opens {
        let clock = Args::new().with("clock", opens.at.to_string());
        facts.push(words.text("journey.opens", &clock));
    }
    facts.extend(
        page.shows_stock
            .as_ref()
            .and_then(stock)
            .map(|n| named("journey.shows", n)),
    );
    facts.extend(
        page.takes
            .as_ref()
            .and_then(stock)
            .map(|n| named("journey.takes", n)),
    );
    facts.extend(page.asks.iter().filter_map(|ask| {
        let party = site.third_parties.iter().find(|p| p.id == ask.id)?;
        Some(named("journey.asks", &party.name))
    }));
    if page.queues {
        facts.push(words.t("journey.queues"));
    }
    facts
}

/// How many reached the goal, and how many would have.
fn result(scenario: &Scenario, seen: Option<&Observations>, words: Words) -> String {
    let Some(outcome) = seen.and_then(|seen| flow::outcome(&scenario.journey, seen)) else {
        return words.t("journey.result.none");
    };
    let args = Args::new()
        .with("visits", outcome.visits)
        .with("reached", outcome.reached)
        .with("share", words.share(outcome.reached / outcome.visits))
        .with("planned", words.round(outcome.planned));
    words.text("journey.result", &args)
}

#[derive(Properties, PartialEq)]
struct VisitorsProps {
    form: Form,
    dispatch: Callback<Action>,
}

/// How patient they are.
#[component]
fn Behaviour(props: &VisitorsProps) -> Html {
    let words = use_words();
    let behaviour = &props.form.document.scenario.journey.behaviour;
    let args = Args::new()
        .with("patience", behaviour.patience_s)
        .with("reload", behaviour.reload_percent / 100.0)
        .with("n", behaviour.reloads_at_most);
    html! {
        <section class="journey__part">
            <h3>{ words.t("journey.behaviour") }</h3>
            <details>
                <summary>{ words.text("journey.behaviour.says", &args) }</summary>
                <Fields
                    form={props.form.clone()} path="journey.behaviour" pattern="journey.behaviour"
                    dispatch={props.dispatch.clone()}
                />
            </details>
        </section>
    }
}

/// Where they are, and on what.
#[component]
fn Places(props: &VisitorsProps) -> Html {
    let words = use_words();
    let scenario = &props.form.document.scenario;
    let (edit, _) = edits::add_region(scenario, &words.t("journey.where.new"));
    let add = props
        .dispatch
        .reform(move |_: MouseEvent| whole(edit.clone()));
    let devices = props.form.document.values.at("devices").is_some();
    html! {
        <>
            <section class="journey__part">
                <h3>{ words.t("journey.where") }</h3>
                { for scenario.regions.iter().map(|region| {
                    let path = format!("regions.{}", region.id);
                    let args = Args::new().with("name", &region.name).with("share", region.share_percent / 100.0);
                    let remove = props.dispatch.reform({
                        let path = path.clone();
                        move |_: MouseEvent| whole(Edit::Remove { path: path.clone() })
                    });
                    html! {
                        <details key={region.id.clone()}>
                            <summary>{ words.text("journey.where.edit", &args) }</summary>
                            <Fields form={props.form.clone()} {path} pattern="regions[]" dispatch={props.dispatch.clone()} />
                            if scenario.regions.len() > 1 {
                                <button type="button" class="button" onclick={remove}>
                                    { words.text("journey.where.remove", &args) }
                                </button>
                            }
                        </details>
                    }
                }) }
                <p><button type="button" class="button" onclick={add}>{ words.t("journey.where.add") }</button></p>
            </section>
            <section class="journey__part">
                <h3>{ words.t("journey.devices") }</h3>
                <Switch form={props.form.clone()} path="devices" dispatch={props.dispatch.clone()} />
                if devices {
                    <Fields form={props.form.clone()} path="devices" pattern="devices" dispatch={props.dispatch.clone()} />
                }
            </section>
        </>
    }
}
