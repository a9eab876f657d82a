//! What the surprise was, and what it did to each team.

use std::rc::Rc;

use onrush_words::{Args, Words};
use onrush_workshop::{Board, Place, Standing};
use yew::prelude::*;

use super::not_ready::way;
use super::step;
use crate::components::{place, value};
use crate::language::use_words;
use crate::outside::focus_if_lost;
use crate::state::{Action, Desk, Document, Lectern, Origin, Shared, WorkshopStep};

#[derive(Properties, PartialEq)]
pub(crate) struct RevealProps {
    /// The workshop.
    pub(crate) lectern: Shared<Lectern>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// Causes that are told of each team.
const CAUSES: usize = 3;

#[component]
pub(crate) fn Reveal(props: &RevealProps) -> Html {
    let words = use_words();
    let lectern = &props.lectern;
    // The button that was pressed is gone: the focus goes to what came instead, which is read at once.
    let (told, button) = (use_node_ref(), use_node_ref());
    let before = use_mut_ref(|| lectern.revealed);
    use_effect_with(lectern.revealed, {
        let (told, button) = (told.clone(), button.clone());
        move |revealed| {
            if before.replace(*revealed) != *revealed {
                focus_if_lost(if *revealed { &told } else { &button });
            }
        }
    });
    let Some(board) = &lectern.board else {
        return Html::default();
    };
    let press = |revealed: bool| {
        props
            .dispatch
            .reform(move |_: MouseEvent| step(WorkshopStep::Reveal(revealed)))
    };
    if !lectern.revealed {
        return html! {
            <section class="panel workshop__guess">
                <p class="workshop__question">{ words.t("workshop.reveal.lead") }</p>
                <button ref={button} type="button" class="button button--main" onclick={press(true)}>{ words.t("workshop.reveal.go") }</button>
            </section>
        };
    }
    let places = board.places(lectern.by);
    html! {
        <>
            <section ref={told} class="panel" data-testid="surprise" tabindex="-1">
                { surprise(words, board) }
                <button type="button" class="button workshop__press" onclick={press(false)}>{ words.t("workshop.reveal.hide") }</button>
            </section>
            if places.is_empty() {
                <p class="soft">{ words.t("workshop.reveal.empty") }</p>
                { way(Desk::Room, words.t("workshop.reveal.paste")) }
            }
            { for places.iter().map(|place| html! {
                <article key={place.team} class="panel reveal" aria-label={team(board, place)}>
                    <h2>{ team(board, place) }</h2>
                    { outcome(words, board, place) }
                    { causes(words, lectern, board, place) }
                    { changes(words, board, place, usize::MAX) }
                </article>
            }) }
            <section class="panel" aria-labelledby="discuss">
                <h2 id="discuss">{ words.t("workshop.reveal.question") }</h2>
                <ul>{ for (1..=5).map(|n| html! { <li>{ words.t(&format!("trainer.question.{n}")) }</li> }) }</ul>
            </section>
        </>
    }
}

fn team(board: &Board, place: &Place) -> String {
    let team = board.workshop().teams.get(place.team);
    team.map(|team| team.name.clone()).unwrap_or_default()
}

/// What it was.
pub(super) fn surprise(words: Words, board: &Board) -> Html {
    let Some(surprise) = board.workshop().game.surprise else {
        return html! { <p class="workshop__question">{ words.t("workshop.reveal.none") }</p> };
    };
    let what = Args::new().with("what", words.incident_kind(surprise.kind));
    html! {
        <>
            <p class="workshop__question">{ words.text("workshop.reveal.was", &what) }</p>
            <p>{ words.text("workshop.reveal.lasts", &Args::new().with("n", surprise.minutes)) }</p>
        </>
    }
}

/// Without and with the surprise.
pub(super) fn outcome(words: Words, board: &Board, place: &Place) -> Html {
    let one = |standing: &Standing, share: f64| {
        let args = Args::new().with("share", words.percent(share));
        format!(
            "{}, {}",
            words.verdict(standing.verdict),
            words.text("workshop.reveal.well", &args)
        )
    };
    let come = place.plain.arrived.max(1) as f64;
    html! {
        <dl class="reveal__outcome">
            if board.workshop().game.surprise.is_some() {
                <div>
                    <dt>{ words.t("workshop.reveal.without") }</dt>
                    <dd>{ one(&place.plain, place.plain.served_well as f64 / come) }</dd>
                </div>
            }
            <div>
                <dt>{ words.t("workshop.reveal.with") }</dt>
                <dd>{ one(&place.struck, place.served_well) }</dd>
            </div>
        </dl>
    }
}

/// The causes of what went wrong, with the surprise.
pub(super) fn causes(words: Words, lectern: &Lectern, board: &Board, place: &Place) -> Html {
    let (Some(done), Ok(mut struck)) = (lectern.done.get(&place.key), board.struck(&place.plan))
    else {
        return Html::default();
    };
    // In the plan it has one name for all languages; here it is called as everywhere on the page.
    if let (Some(surprise), true) = (
        board.workshop().game.surprise,
        struck.incidents.len() > place.plan.incidents.len(),
    ) && let Some(incident) = struck.incidents.last_mut()
    {
        incident.name = words.incident_kind(surprise.kind);
    }
    let played = done.rehearsed(&struck);
    let causes = &done.diagnosis.why.causes;
    if causes.is_empty() {
        let said = words.headline(&played, &done.observations, &done.diagnosis);
        return html! { <p>{ said }</p> };
    }
    html! {
        <>
            <h3>{ words.t("workshop.reveal.causes") }</h3>
            <ul>
                { for causes.iter().take(CAUSES).map(|cause| html! {
                    <li>{ words.capitalised(&words.cause_sentence(cause, &played, &done.observations)) }</li>
                }) }
            </ul>
        </>
    }
}

/// What the team has changed since the start; of more than `most` it is said how many there are.
pub(super) fn changes(words: Words, board: &Board, found: &Place, most: usize) -> Html {
    let document = |plan: &onrush_scenario::Scenario| {
        Document::of(Origin::Story(String::new()), Rc::new(plan.clone()))
    };
    let (older, newer) = (document(board.start()), document(&found.plan));
    let mut changes = board.start().changes(&found.plan);
    // What cannot change a result does not come along in a code.
    changes.retain(|change| {
        let left = ["notes", "ranges", "contacts", "lineage"];
        !left.iter().any(|name| change.path.starts_with(name))
            && change.path.rsplit('.').next() != Some("owner")
    });
    html! {
        <>
            <h3>{ words.t("workshop.reveal.changes") }</h3>
            if changes.is_empty() {
                <p>{ words.t("workshop.reveal.no-changes") }</p>
            } else {
                <ul class="reveal__changes">
                    { for changes.iter().take(most).map(|change| {
                        let from = value(words, &older, &change.path, change.from.as_ref());
                        let to = value(words, &newer, &change.path, change.to.as_ref());
                        let free = found.unpriced.iter().any(|unpriced| unpriced.path == change.path);
                        html! {
                            <li>
                                { format!("{}: {from} → {to}", place(words, &newer, &older, &change.path)) }
                                if free {
                                    <span class="soft small">{ " " }{ words.t("workshop.reveal.unpriced") }</span>
                                }
                            </li>
                        }
                    }) }
                    if changes.len() > most {
                        <li>{ words.text("workshop.reveal.more", &Args::new().with("n", changes.len() - most)) }</li>
                    }
                </ul>
            }
        </>
    }
}
