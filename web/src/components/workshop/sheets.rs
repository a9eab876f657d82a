//! A page for each team: what it did, what came of it, what it takes away.

use onrush_words::{Args, Words};
use onrush_workshop::{Board, Place};
use yew::prelude::*;

use super::not_ready::way;
use super::reveal::{causes, changes, outcome, surprise};
use super::{name, print_button, story_name};
use crate::language::use_words;
use crate::state::{Desk, Lectern, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct SheetsProps {
    /// The workshop.
    pub(crate) lectern: Shared<Lectern>,
}

/// Changes that have room on a page.
const CHANGES: usize = 16;

#[component]
pub(crate) fn Sheets(props: &SheetsProps) -> Html {
    let words = use_words();
    let lectern = &props.lectern;
    let Some(board) = &lectern.board else {
        return Html::default();
    };
    let places = board.places(lectern.by);
    html! {
        <>
            <div class="workshop__press workshop__tools">
                <p>{ words.t("workshop.sheets.lead") }</p>
                if places.is_empty() {
                    <p class="soft">{ words.t("workshop.reveal.empty") }</p>
                    { way(Desk::Room, words.t("workshop.reveal.paste")) }
                } else {
                    { print_button(words) }
                }
            </div>
            { for places.iter().map(|place| sheet(words, lectern, board, place, places.len())) }
        </>
    }
}

fn sheet(words: Words, lectern: &Lectern, board: &Board, place: &Place, of: usize) -> Html {
    let workshop = board.workshop();
    let team = workshop.teams.get(place.team).map_or("", |team| &team.name);
    let title = words.text("workshop.sheet.title", &Args::new().with("team", team));
    let currency = &board.start().money.currency;
    let rank = place.rank.map_or_else(
        || words.t("workshop.board.outside"),
        |rank| {
            let args = Args::new().with("rank", rank).with("n", of);
            words.text("workshop.sheet.place.of", &args)
        },
    );
    let held = if place.held { "yes" } else { "no" };
    let fact = |label: String, value: String| {
        html! { <div><dt>{ label }</dt><dd>{ value }</dd></div> }
    };
    let checked = Args::new()
        .with("seed", workshop.game.seed.to_string())
        .with("engine", &place.struck.engine)
        .with("digest", &place.struck.digest);
    html! {
        <article key={place.team} class="sheet-page" aria-label={title.clone()}>
            <p class="soft">{ name(words, &workshop.game.name) }</p>
            <h2 class="sheet-page__title">{ title }</h2>
            <dl class="reveal__outcome">
                { fact(words.t("workshop.sheet.story"), story_name(words, &workshop.game.story)) }
                { fact(words.t("workshop.sheet.place"), rank) }
                { fact(words.t("workshop.sheet.result"), words.t(&format!("workshop.board.held.{held}"))) }
                { fact(words.t("workshop.board.left"), words.money(place.struck.left_over(), currency)) }
                { fact(words.t("workshop.board.measures"), words.money(place.measures, currency)) }
            </dl>
            { surprise(words, board) }
            { outcome(words, board, place) }
            { causes(words, lectern, board, place) }
            { changes(words, board, place, CHANGES) }
            <h3>{ words.t("workshop.sheet.learned") }</h3>
            <p>{ words.t("workshop.sheet.lines") }</p>
            <ol class="sheet-page__lines"><li></li><li></li><li></li></ol>
            <p class="soft small sheet-page__foot">{ words.text("workshop.sheet.checked", &checked) }</p>
        </article>
    }
}
