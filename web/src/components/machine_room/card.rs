//! The card of a part: plain words first, figures for engineers underneath, each with where it comes from.

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::model::Part;
use super::says::{CardText, Figure, Origin, Tone};
use crate::language::use_words;
use crate::outside::bring_into_sight;

/// What a card needs.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is on it.
    pub(crate) text: Rc<CardText>,
    /// Whose it is.
    pub(crate) part: Part,
    /// Told when it is closed.
    pub(crate) on_close: Callback<Part>,
}

/// The card of the chosen part.
#[component]
pub(crate) fn Card(props: &Props) -> Html {
    let words = use_words();
    let (text, part) = (&props.text, props.part);
    let node = use_node_ref();
    use_effect_with(part, {
        let node = node.clone();
        move |_| {
            if let Some(card) = node.cast::<Element>() {
                bring_into_sight(&card);
            }
        }
    });
    html! {
        <section ref={node} class="machine-room__card" aria-labelledby="machine-room-card">
            <header class="machine-room__card-head">
                <h3 id="machine-room-card">{ &text.title }</h3>
                <button
                    type="button"
                    class="button button--plain"
                    onclick={props.on_close.reform(move |_: MouseEvent| part)}
                >
                    { words.t("room.close") }
                </button>
            </header>
            { for text.plain.iter().map(|note| html! {
                <p class={(note.tone == Tone::Strong).then_some("machine-room__now")}>{ &note.text }</p>
            }) }
            <details class="machine-room__it">
                <summary>{ words.t("room.for-it") }</summary>
                <dl class="machine-room__figures">
                    { for text.figures.iter().map(|f| figure(f, words)) }
                </dl>
            </details>
        </section>
    }
}

fn figure(figure: &Figure, words: onrush_words::Words) -> Html {
    let (kind, origin) = match &figure.origin {
        Origin::Measured => ("measured", words.t("room.origin.measured")),
        Origin::Plan => ("plan", words.t("room.origin.plan")),
        Origin::Known(source) => ("known", said(words, "room.origin.known", source)),
        Origin::Assumed(source) => ("assumed", said(words, "room.origin.assumed", source)),
    };
    html! {
        <div class="machine-room__figure">
            <dt>{ &figure.label }</dt>
            <dd class="machine-room__value">{ &figure.value }</dd>
            <dd class={format!("machine-room__origin machine-room__origin--{kind}")}>{ origin }</dd>
        </div>
    }
}

fn said(words: onrush_words::Words, id: &str, source: &str) -> String {
    words.text(id, &onrush_words::Args::new().with("source", source))
}
