//! The machine room on the page: the picture, and beside it what is being looked at or added.

use onrush_runner::Rehearsal;
use onrush_words::{Args, Words};
use web_sys::Element;
use yew::prelude::*;

use super::drawing::{self, Drawing};
use super::layout::{self, Brief};
use super::model::Room;
use super::part::{Addable, Part, Zone};
use super::says::{Captions, title};
use super::troubles::Trouble;
use crate::language::use_words;
use crate::outside::{focus_in, use_size};
use crate::state::{Action, Document, Shared};

/// What the machine room needs to know.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its rehearsal, if there is one.
    pub(crate) rehearsal: Option<Shared<Rehearsal>>,
    /// The second that is looked at.
    pub(crate) second: u32,
    /// Whether time goes on by itself: then dots move along the pipes.
    #[prop_or_default]
    pub(crate) playing: bool,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// What stands beside the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Nothing chosen.
    Hint,
    /// A part's card.
    Card(Part),
    /// What can be added, in one zone or anywhere.
    Add(Option<Zone>),
}

/// The site as pipes and tanks at one second.
#[component]
pub(crate) fn MachineRoom(props: &Props) -> Html {
    let words = use_words();
    let node = use_node_ref();
    let width = use_size(&node).width;
    let side = use_state_eq(|| Side::Hint);

    let scenario = &props.document.scenario;
    let observations = props.rehearsal.as_ref().map(|r| &r.observations);
    let troubles = use_memo(props.document.clone(), |document| {
        Trouble::all(&document.scenario)
    });
    let room = Room::at(scenario, observations, &troubles, props.second);
    let captions = Captions::new(&room, scenario, words);
    let plan = use_memo(
        (
            props.document.clone(),
            props.rehearsal.clone(),
            width.to_bits(),
        ),
        |(document, rehearsal, _)| {
            (width > 0.0).then(|| {
                let scenario = &document.scenario;
                let room = rehearsal.as_ref().map_or_else(
                    || Room::at(scenario, None, &[], 0),
                    |r| Room::largest(scenario, &r.observations, &troubles),
                );
                let ghosts = ghosts(&Addable::all(&scenario.site));
                layout::plan(
                    &Brief {
                        parts: &Part::all(&scenario.site),
                        captions: &Captions::new(&room, scenario, words),
                        ghosts: &ghosts,
                        badges: rehearsal.is_some(),
                    },
                    width,
                )
            })
        },
    );

    let open = match *side {
        Side::Card(part) => room.of(part).map(|look| look.part),
        _ => None,
    };
    let choose = {
        let side = side.setter();
        Callback::from(move |part: Option<Part>| side.set(part.map_or(Side::Hint, Side::Card)))
    };
    let add = {
        let side = side.setter();
        Callback::from(move |zone| side.set(Side::Add(Some(zone))))
    };
    let class = classes!(
        "machine-room",
        props.playing.then_some("machine-room--playing")
    );
    html! {
        <div {class}>
            <div class="machine-room__picture" ref={node}>
                if let Some(plan) = Option::as_ref(&plan) {
                    { Drawing {
                        plan, room: &room, captions: &captions, words, open,
                        adding: if let Side::Add(zone) = *side { zone } else { None },
                        choose: choose.clone(), add, resize: Callback::noop(),
                    }.html() }
                    if room.rehearsed {
                        { drawing::legend(words) }
                        { scale(&room, plan, &props.document, words) }
                    } else {
                        <p class="machine-room__resting">{ words.t("room.resting") }</p>
                    }
                }
            </div>
        </div>
    }
}

/// Where something can be added.
fn ghosts(addable: &[Addable]) -> Vec<Zone> {
    let mut zones: Vec<Zone> = addable.iter().map(|a| a.zone()).collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// What one dot stands for, where it stands for several servers.
fn scale(room: &Room, plan: &layout::Plan, document: &Document, words: Words) -> Html {
    let texts: Vec<String> = drawing::units(plan, room)
        .into_iter()
        .map(|(part, unit)| {
            let args = Args::new()
                .with("part", title(part, &document.scenario, words))
                .with("n", unit);
            words.text("room.seat", &args)
        })
        .collect();
    html! {
        if !texts.is_empty() {
            <p class="machine-room__hint">{ texts.join(" ") }</p>
        }
    }
}
