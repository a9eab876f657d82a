//! What it cost, and what is to be better next time.

use onrush_review::{IMPROVEMENTS_ASKED_FOR, LONGEST_IMPROVEMENT, MOST_IMPROVEMENTS};
use onrush_words::Args;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::step;
use crate::components::Said;
use crate::language::use_words;
use crate::state::{Action, Document, ReviewStep, Shared, Shown};

#[derive(Properties, PartialEq)]
pub(super) struct CostPerLeadProps {
    pub(super) leads: Option<f64>,
    pub(super) document: Shared<Document>,
    pub(super) shown: Option<Shown>,
    pub(super) dispatch: Callback<Action>,
}

/// What a lead or sale cost, with the rehearsed bill in it.
#[component]
pub(super) fn CostPerLead(props: &CostPerLeadProps) -> Html {
    let words = use_words();
    let typed = props.dispatch.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let leads = Some(input.value_as_number()).filter(|n| n.is_finite());
        step(ReviewStep::Leads(leads))
    });
    let currency = &props.document.scenario.money.currency;
    // Of a plan too large to be played as a whole, the bill is not that of the whole.
    let whole = props
        .shown
        .as_ref()
        .filter(|shown| shown.excerpt().is_none());
    let cost = whole.map(|shown| shown.rehearsal.diagnosis.money.cost());
    let said = match (cost, props.leads) {
        (None, _) => Some(words.t("review.cost.no_bill")),
        (Some(cost), Some(leads)) => {
            let args = Args::new()
                .with("each", words.money_exact(cost / leads, currency))
                .with("bill", words.money(cost, currency))
                .with("leads", leads);
            Some(words.text("review.cost.each", &args))
        }
        (Some(_), None) => None,
    };
    html! {
        <section class="review__part" aria-labelledby="review-cost">
            <h3 id="review-cost">{ words.t("review.cost") }</h3>
            <label class="review__minutes">
                <span>{ words.t("review.cost.leads") }</span>
                <input
                    type="number" min="1" max="1000000000" step="1" inputmode="numeric" onchange={typed}
                    value={props.leads.map_or_else(String::new, |n| n.to_string())}
                />
            </label>
            <Said tag="p">{ said.unwrap_or_default() }</Said>
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ImprovementsProps {
    pub(super) improvements: Vec<String>,
    pub(super) dispatch: Callback<Action>,
}

/// What is to be better next time; three are asked for.
#[component]
pub(super) fn Improvements(props: &ImprovementsProps) -> Html {
    let words = use_words();
    let improvements = &props.improvements;
    let written = improvements.iter().filter(|text| !text.trim().is_empty());
    let args = Args::new()
        .with("n", written.count())
        .with("of", IMPROVEMENTS_ASKED_FOR);
    html! {
        <section class="review__part" aria-labelledby="review-improve">
            <h3 id="review-improve">{ words.t("review.improve") }</h3>
            <Said tag="p" class="soft small">{ words.text("review.improve.count", &args) }</Said>
            <ol class="review__improvements">
                { for improvements.iter().enumerate().map(|(place, text)| {
                    let typed = props.dispatch.reform(move |event: InputEvent| {
                        let area: HtmlTextAreaElement = event.target_unchecked_into();
                        step(ReviewStep::Improve { place, text: area.value() })
                    });
                    let label = words.text("review.improve.label", &Args::new().with("n", place + 1));
                    html! {
                        <li key={place}>
                            <textarea
                                rows="2" maxlength={LONGEST_IMPROVEMENT.to_string()} aria-label={label} value={text.clone()} oninput={typed}
                            />
                        </li>
                    }
                }) }
            </ol>
            if improvements.len() < MOST_IMPROVEMENTS {
                <button type="button" class="button" onclick={props.dispatch.reform(|_: MouseEvent| step(ReviewStep::More))}>
                    { words.t("review.improve.more") }
                </button>
            }
        </section>
    }
}
