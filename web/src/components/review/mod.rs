//! What really happened, laid over the forecast: the file, its place on the clock, the finding, what the plan learns, what is to be
//! better next time.

mod file;
mod learned;
mod next_time;
mod overlay;
mod place;

use onrush_review::{Crowd, Unit, reported};
use onrush_words::Words;
use web_sys::Element;
use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;
use crate::outside::{bring_into_sight, focus_in};
use crate::state::{Action, Document, Laid, Review, ReviewStep, Shared, Shown};
use file::FilePart;
use learned::Learned;
use next_time::{CostPerLead, Improvements};
use overlay::Overlay;
use place::Place;

#[derive(Properties, PartialEq)]
pub(crate) struct ReviewPanelProps {
    /// All about it.
    pub(crate) review: Shared<Review>,
    /// The plan as it is.
    pub(crate) document: Shared<Document>,
    /// The result on the screen, for the bill.
    pub(crate) shown: Option<Shown>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// A message about the review.
fn step(step: ReviewStep) -> Action {
    Action::Review(Box::new(step))
}

#[component]
pub(crate) fn ReviewPanel(props: &ReviewPanelProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    let (review, dispatch) = (&props.review, &props.dispatch);
    let led = use_mut_ref(|| review.asked);
    use_effect_with(review.asked, {
        let node = node.clone();
        move |asked| {
            if led.replace(*asked) != *asked
                && let Some(panel) = node.cast::<Element>()
            {
                focus_in(&panel, "input, button");
                bring_into_sight(&panel);
            }
        }
    });
    if !review.open {
        return html! {
            <div class="review" ref={node}>
                <p class="soft review__text">{ words.t("review.intro") }</p>
                <button type="button" class="button button--main" onclick={dispatch.reform(|_: MouseEvent| step(ReviewStep::Open))}>
                    { words.t("review.open") }
                </button>
            </div>
        };
    }
    let laid = review.laid.as_ref();
    html! {
        <div class="review" ref={node}>
            <StoryFacts document={props.document.clone()} />
            <FilePart review={review.clone()} dispatch={dispatch.clone()} />
            if let Some(laid) = laid {
                { finding(words, review, laid) }
                <Overlay laid={laid.clone()} />
                { score(words, laid) }
                <Place laid={laid.clone()} shift_s={review.shift_s} dispatch={dispatch.clone()} />
                <Learned laid={laid.clone()} name={review.name.clone()} dispatch={dispatch.clone()} />
                <CostPerLead
                    leads={review.leads} document={props.document.clone()} shown={props.shown.clone()} dispatch={dispatch.clone()}
                />
            }
            <Improvements improvements={review.improvements.clone()} dispatch={dispatch.clone()} />
            <button type="button" class="button button--plain" onclick={dispatch.reform(|_: MouseEvent| step(ReviewStep::Close))}>
                { words.t("review.close") }
            </button>
        </div>
    }
}

/// The finding in one sentence, before everything else.
fn finding(words: Words, review: &Review, laid: &Laid) -> Html {
    let said = words.review_finding(&laid.reviewed.comparison);
    let saved = review.saved.as_ref();
    let learned = saved.is_some_and(|(_, new)| new == laid.document.fingerprint());
    html! {
        <>
            if learned {
                <p class="review__note">{ words.t("review.saved") }</p>
            }
            <Said tag="p" class="review__finding" at_once={true} testid="review-finding">{ said }</Said>
        </>
    }
}

/// The rest of the score in words.
fn score(words: Words, laid: &Laid) -> Html {
    let said = words.review_score(&laid.reviewed.comparison);
    html! {
        if said.len() > 1 {
            <ul class="review__list" aria-label={words.t("review.score")}>
                { for said.into_iter().skip(1).map(|sentence| html! { <li>{ sentence }</li> }) }
            </ul>
        }
    }
}

#[derive(Properties, PartialEq)]
struct StoryFactsProps {
    document: Shared<Document>,
}

/// What was reported of a true story: a few figures, and the forecast's beside them.
#[component]
fn StoryFacts(props: &StoryFactsProps) -> Html {
    let words = use_words();
    let said = use_memo(props.document.clone(), move |document| {
        let scenario = &document.scenario;
        let figures = scenario.story.as_deref().map_or(&[][..], reported);
        if figures.is_empty() {
            return Vec::new();
        }
        let crowd = |unit| Crowd::of(scenario, unit);
        match (crowd(Unit::Visits), crowd(Unit::Requests)) {
            (Ok(visits), Ok(requests)) => figures
                .iter()
                .map(|figure| words.reported(figure, &visits, &requests))
                .collect(),
            _ => Vec::new(),
        }
    });
    html! {
        if !said.is_empty() {
            <section class="review__part" aria-labelledby="review-reported">
                <h3 id="review-reported">{ words.t("review.reported") }</h3>
                <ul class="review__list">
                    { for said.iter().map(|sentence| html! { <li>{ sentence }</li> }) }
                </ul>
                <p class="soft small">{ words.t("review.reported.few") }</p>
            </section>
        }
    }
}
