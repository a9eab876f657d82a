//! The people bar: everybody who came, by how it ended, in colour, pattern, word and number.

use onrush_observe::Ledger;
use onrush_words::Args;
use yew::prelude::*;

use crate::fates::{Fate, fates};
use crate::language::use_words;
use crate::state::Shared;

#[derive(Properties, PartialEq)]
pub(crate) struct PeopleProps {
    /// The result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
}

#[component]
pub(crate) fn People(props: &PeopleProps) -> Html {
    let words = use_words();
    let ledger = &props.rehearsal.observations.ledger;
    let fates = fates(ledger);
    let all = ledger.visits.arrived.max(1);
    let name = |fate: Fate| words.t(&format!("fate.{}", fate.id()));
    html! {
        <figure class="people">
            <svg class="people__bar" role="img" aria-label={summary(words, ledger, &fates)}>
                <Patterns />
                { bars(&fates, all) }
            </svg>
            <ul class="people__legend">
                { for fates.iter().map(|(fate, count)| html! {
                    <li key={fate.id()} class="people__fate">
                        <svg class="people__key" aria-hidden="true">
                            <rect class={format!("fate--{}", fate.id())} width="100%" height="100%" />
                            <rect fill={format!("url(#fate-{})", fate.id())} width="100%" height="100%" />
                        </svg>
                        <span>
                            { name(*fate) }
                            { " " }
                            <strong>{ words.round(as_f64(*count)) }</strong>
                        </span>
                    </li>
                }) }
            </ul>
            <details>
                <summary>{ words.t("people.table") }</summary>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ words.t("people.fate") }</th>
                            <th scope="col" class="number">{ words.t("people.count") }</th>
                            <th scope="col" class="number">{ words.t("people.share") }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for fates.iter().map(|(fate, count)| html! {
                            <tr key={fate.id()}>
                                <td>{ name(*fate) }</td>
                                <td class="number">{ words.exact(as_f64(*count)) }</td>
                                <td class="number">{ words.percent(share(*count, all)) }</td>
                            </tr>
                        }) }
                        <tr>
                            <td>{ words.t("people.all") }</td>
                            <td class="number" data-testid="visits">{ words.exact(as_f64(ledger.visits.arrived)) }</td>
                            <td class="number">{ words.percent(1.0) }</td>
                        </tr>
                    </tbody>
                </table>
            </details>
        </figure>
    }
}

/// The same bar, small and without words, for where the whole one is out of sight.
#[component]
pub(crate) fn PeopleStrip(props: &PeopleProps) -> Html {
    let ledger = &props.rehearsal.observations.ledger;
    html! {
        <svg class="people__strip" aria-hidden="true">
            { bars(&fates(ledger), ledger.visits.arrived.max(1)) }
        </svg>
    }
}

fn bars(fates: &[(Fate, u64)], all: u64) -> Html {
    let mut from = 0;
    fates
        .iter()
        .map(|(fate, count)| {
            let (x, width) = (percent(from, all), percent(*count, all));
            from += count;
            html! {
                <g key={fate.id()}>
                    <rect class={format!("fate--{}", fate.id())} x={x.clone()} width={width.clone()} height="100%" />
                    <rect fill={format!("url(#fate-{})", fate.id())} {x} {width} height="100%" />
                    if from < all {
                        <rect class="fate__gap" x={percent(from, all)} width="2" height="100%" />
                    }
                </g>
            }
        })
        .collect()
}

/// The bar in words: "Of 320,000 visitors: served well 4 in 10, …".
fn summary(words: onrush_words::Words, ledger: &Ledger, fates: &[(Fate, u64)]) -> String {
    let all = ledger.visits.arrived.max(1);
    let parts: Vec<String> = fates
        .iter()
        .map(|(fate, count)| {
            words.text(
                "people.part",
                &Args::new()
                    .with("fate", words.t(&format!("fate.{}", fate.id())))
                    .with("share", share(*count, all)),
            )
        })
        .collect();
    words.text(
        "people.summary",
        &Args::new()
            .with("n", ledger.visits.arrived)
            .with("parts", parts.join(", ")),
    )
}

#[expect(clippy::cast_precision_loss, reason = "people are far below 2^53")]
fn as_f64(n: u64) -> f64 {
    n as f64
}

fn share(part: u64, all: u64) -> f64 {
    as_f64(part) / as_f64(all)
}

fn percent(part: u64, all: u64) -> String {
    format!("{:.3}%", share(part, all) * 100.0)
}

/// What lies over the colours, so that nothing depends on them.
#[component]
fn Patterns() -> Html {
    let pattern = |id: &'static str, size: &'static str, turn: &'static str, content: Html| {
        html! {
            <pattern {id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={turn}>
                { content }
            </pattern>
        }
    };
    let line = |class: &'static str| html! { <line class={classes!("fate__mark", class)} x1="1" y1="0" x2="1" y2="12" /> };
    html! {
        <defs>
            { pattern("fate-served_slowly", "10", "rotate(45)", line("")) }
            { pattern("fate-gave_up_slow", "8", "", html! { <circle class="fate__dot" cx="4" cy="4" r="1.75" /> }) }
            { pattern("fate-gave_up_waiting", "6", "", line("fate__mark--lost")) }
            { pattern("fate-turned_away", "12", "rotate(45)", line("fate__mark--on")) }
            { pattern("fate-error", "10", "rotate(-45)", html! {
                <>
                    { line("fate__mark--on") }
                    <line class="fate__mark fate__mark--on" x1="0" y1="1" x2="12" y2="1" />
                </>
            }) }
            { pattern("fate-blocked", "8", "rotate(90)", line("fate__mark--rest")) }
            { pattern("fate-sold_out", "8", "rotate(45)", line("fate__mark--rest")) }
            { pattern("fate-unfinished", "14", "rotate(45)", line("fate__mark--rest")) }
        </defs>
    }
}
