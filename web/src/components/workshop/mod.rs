//! The workshop: the trainer's pages, what they print, and what a team sees above its rehearsal.

mod cards;
mod countdown;
mod earlier;
mod entry;
mod guide;
mod not_ready;
mod qr;
mod results;
mod reveal;
mod setup;
mod sheets;
mod team;
mod teams;

pub(crate) use cards::Cards;
pub(crate) use guide::Guide;
pub(crate) use not_ready::NotReady;
pub(crate) use results::Room;
pub(crate) use reveal::Reveal;
pub(crate) use setup::Setup;
pub(crate) use sheets::Sheets;
pub(crate) use team::TeamPanel;

use onrush_words::Words;
use yew::prelude::*;

use crate::outside::{print, use_say};
use crate::state::{Action, WorkshopStep};

/// What happens in a workshop, as the page's action.
fn step(step: WorkshopStep) -> Action {
    Action::Workshop(Box::new(step))
}

/// What a story is called.
fn story_name(words: Words, key: &str) -> String {
    words
        .story(key)
        .map_or_else(|| key.to_owned(), |told| told.title)
}

/// What a workshop is called.
fn name(words: Words, name: &str) -> String {
    if name.is_empty() {
        words.t("workshop.unnamed")
    } else {
        name.to_owned()
    }
}

fn print_button(words: Words) -> Html {
    let on_paper = Callback::from(|_: MouseEvent| print());
    html! {
        <button type="button" class="button button--main workshop__press" onclick={on_paper}>{ words.t("workshop.print") }</button>
    }
}

/// Whether something was copied, for eyes and for the voice.
#[hook]
fn use_copied(words: Words, copied: Option<bool>) -> Html {
    let said = match copied {
        Some(true) => words.t("team.code.copied"),
        Some(false) => words.t("team.code.not-copied"),
        None => String::new(),
    };
    use_say(said.clone(), false);
    html! { <p class="soft small">{ said }</p> }
}
