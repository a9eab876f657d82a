//! The machine room to look at: the picture, and what a part is and how it is doing. Nothing can be changed.

use onrush_runner::Rehearsal;
use yew::prelude::*;

use super::canvas::{class, use_canvas};
use super::card::plain as note;
use super::drawing::{self, Drawing};
use super::model::Room;
use super::part::Part;
use super::says::{Captions, plain, title};
use super::troubles::Trouble;
use super::view::{arranged, scale};
use crate::language::use_words;
use crate::state::{Document, Shared};

/// What the picture needs to know.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The plan as it was rehearsed.
    pub(crate) document: Shared<Document>,
    /// Its rehearsal.
    pub(crate) rehearsal: Shared<Rehearsal>,
    /// The second that is looked at.
    pub(crate) second: u32,
    /// Whether time goes on by itself: then dots move along the pipes.
    pub(crate) playing: bool,
}

/// The site as pipes and tanks at one second.
#[component]
pub(crate) fn RoomToLookAt(props: &Props) -> Html {
    let words = use_words();
    let canvas = use_canvas();
    let width = canvas.width;
    let open = use_state_eq(|| None::<Part>);
    let scenario = &props.document.scenario;
    let troubles = use_memo(props.document.clone(), |document| {
        Trouble::all(&document.scenario)
    });
    let observations = &props.rehearsal.observations;
    let room = Room::at(scenario, Some(observations), &troubles, props.second);
    let captions = Captions::new(&room, scenario, words);
    let plan = use_memo(
        (
            props.document.clone(),
            props.rehearsal.clone(),
            width.to_bits(),
            words,
        ),
        |(document, rehearsal, ..)| {
            let scenario = &document.scenario;
            (width > 0.0).then(|| arranged(scenario, Some(rehearsal), &troubles, &[], width, words))
        },
    );
    let choose = {
        let open = open.setter();
        Callback::from(move |part: Option<Part>| open.set(part))
    };
    let about = open.and_then(|part| room.of(part));
    html! {
        <div class={class(props.playing)} ref={canvas.root}>
            <div class="machine-room__picture" ref={canvas.node}>
                if let Some(plan) = Option::as_ref(&plan) {
                    { Drawing {
                        plan, room: &room, captions: &captions, words, open: *open, scale: canvas.enlarged, adding: None,
                        choose, add: Callback::noop(), resize: Callback::noop(), grip: None,
                    }.html() }
                    { drawing::legend(words) }
                    { scale(&room, plan, &props.document, words) }
                }
            </div>
            <div class="machine-room__about" role="status">
                if let Some(look) = about {
                    <h3>{ title(look.part, scenario, words) }</h3>
                    { for plain(look, &room, scenario, words).iter().map(note) }
                } else {
                    <p class="machine-room__hint">{ words.t("embed.room.choose") }</p>
                }
            </div>
        </div>
    }
}
