//! One card for each team: its link, as a QR code and in letters.

use onrush_words::{Args, Words};
use onrush_workshop::Invitation;
use yew::prelude::*;

use super::qr::Qr;
use super::{name, print_button, story_name, use_copied};
use crate::language::use_words;
use crate::outside::{link, use_copy, use_own_id};
use crate::state::{Lectern, Route, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct CardsProps {
    /// The workshop.
    pub(crate) lectern: Shared<Lectern>,
}

#[component]
pub(crate) fn Cards(props: &CardsProps) -> Html {
    let words = use_words();
    let workshop = &props.lectern.workshop;
    // A page of this very computer is no page of another one.
    let local = ["file:", "http://localhost", "http://127."];
    let here = link("");
    let local = local.iter().any(|begin| here.starts_with(begin));
    html! {
        <>
            <div class="workshop__press workshop__tools">
                <p>{ words.t("workshop.cards.lead") } { " " } { words.t("workshop.cards.cut") }</p>
                if local {
                    <p class="notice">{ words.t("workshop.cards.local") }</p>
                }
                { print_button(words) }
            </div>
            <ul class="cards">
                { for (0..workshop.teams.len()).filter_map(|place| workshop.invitation(place)).map(|invitation| html! {
                    <Card key={invitation.team.number.to_string()} invitation={invitation.clone()} />
                }) }
            </ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    invitation: Invitation,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let words = use_words();
    let team = &props.invitation;
    let (id, own) = (use_own_id(), use_own_id());
    let address = use_memo(team.clone(), |team| {
        link(&Route::Team { code: team.code() }.fragment())
    });
    let (press, copied) = {
        let address = address.clone();
        use_copy(move || Some((*address).clone()))
    };
    let copied = use_copied(words, copied);
    let named = |id: &str| words.text(id, &Args::new().with("team", &team.team.name));
    html! {
        <li class="card">
            <h2 id={id.clone()} class="card__team">{ &team.team.name }</h2>
            <p class="card__workshop">{ about(words, team) }</p>
            <Qr
                text={(*address).clone()} label={named("workshop.cards.qr")} otherwise={words.t("workshop.cards.too-long")}
            />
            <p class="card__scan">{ words.t("workshop.cards.scan") }</p>
            <p class="card__link"><a id={own.clone()} href={(*address).clone()} aria-labelledby={format!("{id} {own}")}>{ &*address }</a></p>
            <div class="workshop__press">
                <button type="button" class="button" onclick={press}>{ words.t("workshop.cards.copy") }</button>
                { copied }
            </div>
        </li>
    }
}

fn about(words: Words, team: &Invitation) -> String {
    let minutes = words.text(
        "workshop.cards.minutes",
        &Args::new().with("n", team.game.minutes),
    );
    let story = story_name(words, &team.game.story);
    if team.game.name.is_empty() {
        format!("{story}. {minutes}")
    } else {
        format!("{}: {story}. {minutes}", name(words, &team.game.name))
    }
}
