//! What would help: the fixes that were tried, best first, each with what it saves and what it takes.

use onrush_runner::{Findings, Query};
use onrush_study::levers::Side;
use onrush_study::{Advice, Advised, Found};
use onrush_words::{Args, Words};
use yew::prelude::*;

use super::study::StudyFrame;
use crate::components::Said;
use crate::language::use_words;
use crate::outside::use_led_to;
use crate::state::{Action, Asked, Document, Shared, Stage};

/// Fixes that are shown; more would not be read.
const SHOWN: usize = 8;
/// Forecasts that are shown while exact runs go on.
const SOON: usize = 3;

#[derive(Properties, PartialEq)]
pub(crate) struct AdvicePanelProps {
    /// How the question stands.
    pub(crate) asked: Option<Asked>,
    /// The plan as it is.
    pub(crate) document: Shared<Document>,
    /// How often somebody wanted to be led here.
    pub(crate) wanted: u32,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn AdvicePanel(props: &AdvicePanelProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    use_led_to(&node, Some("button"), props.wanted);
    let ask = props.dispatch.reform(|_: MouseEvent| Action::Ask {
        question: Query::Advice,
        beside: None,
    });
    let running = |asked: &Asked| asked.stage == Stage::Running;
    let found = props.asked.as_ref().and_then(|asked| {
        let Findings::Advice(advice) = asked.findings.as_deref()? else {
            return None;
        };
        Some((asked, advice))
    });
    // "Still looking" is true only while somebody does.
    let said = found.filter(|(asked, advice)| running(asked) || advice.found != Found::Searching);
    let said = said.map_or_else(String::new, |(_, advice)| words.advice(advice));
    html! {
        <div ref={node}>
            <StudyFrame
                question={Query::Advice} asked={props.asked.clone()} document={props.document.clone()} ask={Some(ask)} {said}
                dispatch={props.dispatch.clone()}
            >
                if let Some((asked, advice)) = found {
                    { list(words, asked, advice, props) }
                }
            </StudyFrame>
        </div>
    }
}

/// The options: supported ones, or until there are some those that the forecast thinks most of; and what was not supported.
fn list(words: Words, asked: &Asked, advice: &Advice, props: &AdvicePanelProps) -> Html {
    let currency = &asked.of.scenario.money.currency;
    let running = asked.stage == Stage::Running;
    let places = || advice.options.iter().enumerate();
    let supported: Vec<_> = places().filter(|(_, o)| o.supported).take(SHOWN).collect();
    let soon: Vec<_> = places()
        .filter(|(_, o)| o.forecast > 0.0)
        .take(SOON)
        .collect();
    let refuted: Vec<_> = places()
        .filter(|(_, o)| !o.supported && o.gain.is_some_and(|g| g.runs > 1))
        .take(SHOWN)
        .collect();
    let names = words.names_of(&asked.of.scenario);
    let row = |(place, option): (usize, &Advised)| {
        let applied = asked.applied(&props.document) == Some(place);
        let changes: Vec<String> = option.changes.iter().map(|c| names.change(c)).collect();
        let can = option.supported && !running && asked.is_of(&props.document);
        html! {
            <Fix
                key={place} option={option.clone()} {changes} currency={currency.clone()} {place} {can} {applied}
                dispatch={props.dispatch.clone()}
            />
        }
    };
    html! {
        <>
            if supported.is_empty() && running && !soon.is_empty() {
                <p class="soft">{ words.t("wayout.advice.soon") }</p>
                <ol class="fixes">{ for soon.into_iter().map(row) }</ol>
            }
            if !supported.is_empty() {
                <ol class="fixes" data-testid="fixes">{ for supported.into_iter().map(row) }</ol>
                <p class="soft small">{ words.advice_assumed(advice, currency) }</p>
            }
            if !refuted.is_empty() && !running {
                <details>
                    <summary>{ words.t("advise.unsupported") }</summary>
                    <ul class="fixes">{ for refuted.into_iter().map(row) }</ul>
                </details>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FixProps {
    option: Advised,
    /// What it changes, in words.
    changes: Vec<String>,
    currency: String,
    place: usize,
    /// It can be applied.
    can: bool,
    /// It has been.
    applied: bool,
    dispatch: Callback<Action>,
}

/// One fix.
#[component]
fn Fix(props: &FixProps) -> Html {
    let words = use_words();
    let Advised {
        levers,
        sides,
        gain,
        ..
    } = &props.option;
    let what = words.levers(levers);
    let whose = match sides.as_slice() {
        [Side::Marketing] => "fix--marketing",
        [Side::It] => "fix--it",
        _ => "fix--both",
    };
    let place = props.place;
    let (press, name) = if props.applied {
        let undo = props.dispatch.reform(|_: MouseEvent| Action::Undo);
        (undo, words.t("wayout.advice.undo"))
    } else {
        let apply = props
            .dispatch
            .reform(move |_: MouseEvent| Action::Apply(place));
        (apply, words.t("wayout.advice.apply"))
    };
    let label = (!props.applied)
        .then(|| words.text("wayout.advice.apply.what", &Args::new().with("what", &what)));
    let won = gain.map_or(0.0, |g| g.won.round());
    let earned = if won < 0.0 {
        "wayout.advice.lost"
    } else {
        "wayout.advice.won"
    };
    html! {
        <li class={classes!("fix", whose)}>
            <div class="fix__head">
                <strong>{ what }</strong>
                <span class="fix__whose small">{ words.sides(sides) }</span>
            </div>
            <p>
                { words.advised(&props.option, &props.currency) }{ "." }
                if won != 0.0 {
                    { " " }{ words.text(earned, &Args::new().with("won", words.money(won.abs(), &props.currency))) }
                }
            </p>
            <details>
                <summary>{ words.t("wayout.advice.changes") }</summary>
                <ul class="fix__changes small">
                    { for props.changes.iter().map(|change| html! { <li>{ change }</li> }) }
                </ul>
            </details>
            if props.can || props.applied {
                <div class="fix__do">
                    <button type="button" class="button" aria-label={label} onclick={press}>{ name }</button>
                    if props.applied {
                        <Said tag="span" class="small" at_once={true}>{ words.t("wayout.advice.applied") }</Said>
                    }
                </div>
            }
        </li>
    }
}
