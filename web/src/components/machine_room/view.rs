//! The machine room on the page: the picture, and beside it what is being looked at or added.

use onrush_runner::Rehearsal;
use onrush_scenario::Scenario;
use onrush_words::{Args, Words};
use web_sys::Element;
use yew::prelude::*;

use super::build;
use super::canvas::{Canvas, class, use_canvas};
use super::card::Card;
use super::drawing::{self, Drawing};
use super::grip::use_grip;
use super::layout::{self, Brief};
use super::model::Room;
use super::palette::Addables;
use super::part::{Addable, Part, Zone, zones};
use super::says::{Captions, plain, title};
use super::troubles::Trouble;
use crate::components::fields::{set, stepped, whole};
use crate::components::presets::{Kind, Presets};
use crate::components::sheet::Sheet;
use crate::language::use_words;
use crate::outside::{focus_in, lift_over_sheet};
use crate::state::{Action, Document, Form, Selection, Shared};

/// What the machine room needs to know.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Its rehearsal, if there is one.
    pub(crate) rehearsal: Option<Shared<Rehearsal>>,
    /// What the person has picked.
    pub(crate) selection: Option<Selection>,
    /// The second that is looked at, at the pace of a large drawing.
    pub(crate) second: u32,
    /// Whether time goes on by itself: then dots move along the pipes.
    #[prop_or_default]
    pub(crate) playing: bool,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// What a sheet is open for, besides a part's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Adding {
    /// Nothing.
    No,
    /// A part that fits here; `None`: anywhere.
    Part(Option<Zone>),
    /// A whole site.
    Site,
}

/// The site as pipes and tanks at one second.
#[component]
pub(crate) fn MachineRoom(props: &Props) -> Html {
    let words = use_words();
    let Canvas {
        root,
        node,
        enlarged,
        width,
    } = use_canvas();
    let adding = use_state_eq(|| Adding::No);
    let document = &props.form.document;
    let scenario = &document.scenario;
    let observations = props.rehearsal.as_ref().map(|r| &r.observations);
    let troubles = use_memo(document.clone(), |document| {
        Trouble::all(&document.scenario)
    });
    let room = Room::at(scenario, observations, &troubles, props.second);
    let captions = Captions::new(&room, scenario, words);
    let addable = Addable::all(&scenario.site);
    let plan = use_memo(
        (document.clone(), props.rehearsal.clone(), width.to_bits()),
        |(document, rehearsal, _)| {
            let rehearsal = rehearsal.as_ref();
            let ghosts = zones(&Addable::all(&document.scenario.site));
            (width > 0.0).then(|| {
                arranged(
                    &document.scenario,
                    rehearsal,
                    &troubles,
                    &ghosts,
                    width,
                    words,
                )
            })
        },
    );

    let open = match &props.selection {
        Some(Selection::Part(path)) => Part::at(scenario, path),
        _ => None,
    };
    use_effect_with(open, {
        let root = root.clone();
        move |open| {
            let Some((room, part)) = root.cast::<Element>().zip(*open) else {
                return;
            };
            let part = room.query_selector(&format!("[data-part={}]", drawing::name(part)));
            if let (Ok(Some(part)), Ok(Some(sheet))) = (part, room.query_selector(".sheet")) {
                lift_over_sheet(&part, &sheet);
            }
        }
    });
    let choose = {
        let (adding, dispatch) = (adding.setter(), props.dispatch.clone());
        let document = document.clone();
        Callback::from(move |part: Option<Part>| {
            adding.set(Adding::No);
            let path = part.and_then(|p| p.path(&document.scenario));
            dispatch.emit(Action::Select(path.map(Selection::Part)));
        })
    };
    let add_here = {
        let (adding, dispatch) = (adding.setter(), props.dispatch.clone());
        Callback::from(move |zone: Option<Zone>| {
            dispatch.emit(Action::Select(None));
            adding.set(Adding::Part(zone));
        })
    };
    let put_in = {
        let (adding, dispatch, document) =
            (adding.setter(), props.dispatch.clone(), document.clone());
        Callback::from(move |addable: Addable| {
            adding.set(Adding::No);
            let edit = build::add(addable, &document.scenario, words);
            let part = document
                .scenario
                .edited(&edit)
                .ok()
                .and_then(|after| build::added(addable, &after)?.path(&after));
            dispatch.emit(whole(edit));
            dispatch.emit(Action::Select(part.map(Selection::Part)));
        })
    };
    let resize = {
        let (form, dispatch) = (props.form.clone(), props.dispatch.clone());
        Callback::from(move |(part, steps): (Part, i32)| {
            let field = build::size_field(part, &form.document.scenario);
            if let Some((field, next)) =
                field.and_then(|f| Some((f.clone(), stepped(&form, &f, steps)?)))
            {
                dispatch.emit(set(&field, next));
            }
        })
    };
    let close = {
        let (root, dispatch, setter) = (root.clone(), props.dispatch.clone(), adding.setter());
        // Where the focus goes back to.
        let opener = match (open, *adding) {
            (Some(part), _) => format!("[data-part={}]", drawing::name(part)),
            (None, Adding::Part(Some(zone))) => format!("[data-add={}]", drawing::zone_id(zone)),
            (None, Adding::Site) => "[data-add=site]".to_owned(),
            _ => "[data-add=any]".to_owned(),
        };
        Callback::from(move |()| {
            setter.set(Adding::No);
            dispatch.emit(Action::Select(None));
            if let Some(room) = root.cast::<Element>() {
                focus_in(&room, &opener);
            }
        })
    };
    let take_out = {
        let (root, dispatch) = (root.clone(), props.dispatch.clone());
        Callback::from(move |edit| {
            dispatch.emit(whole(edit));
            dispatch.emit(Action::Select(None));
            // Where it could be put in again: its card and itself are gone.
            if let Some(room) = root.cast::<Element>() {
                focus_in(&room, "[data-add=any]");
            }
        })
    };
    let grip = use_grip(&props.form, props.dispatch.clone());
    let sheet = match (open.and_then(|part| room.of(part)), *adding) {
        (Some(look), _) => html! {
            <Sheet
                title={title(look.part, scenario, words)} about={format!("part-{}", drawing::name(look.part))} on_close={close}
            >
                <Card
                    form={props.form.clone()} look={look.clone()} plain={plain(look, &room, scenario, words)}
                    rehearsed={room.rehearsed} on_remove={take_out} dispatch={props.dispatch.clone()}
                />
            </Sheet>
        },
        (None, Adding::Part(zone)) => html! {
            <Sheet title={words.t("room.add")} about={format!("add-{}", zone.map_or("any", drawing::zone_id))} on_close={close}>
                <Addables addable={addable.clone()} {zone} choose={put_in} />
            </Sheet>
        },
        (None, Adding::Site) => html! {
            <Sheet title={words.t("presets.site")} about="sites" on_close={close.clone()}>
                <Presets form={props.form.clone()} kind={Kind::Site} on_done={close} dispatch={props.dispatch.clone()} />
            </Sheet>
        },
        (None, Adding::No) => Html::default(),
    };
    let cost = build::hourly(None, scenario).map(|cost| {
        let money = words.money_exact(cost, &scenario.money.currency);
        words.text("room.cost", &Args::new().with("money", money))
    });
    let usual = {
        let (adding, dispatch) = (adding.setter(), props.dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Action::Select(None));
            adding.set(Adding::Site);
        })
    };
    let anywhere = add_here.reform(|_: MouseEvent| None);
    html! {
        <div class={class(props.playing)} ref={root}>
            <div class="machine-room__bar">
                if !addable.is_empty() {
                    <button type="button" class="button" data-add="any" onclick={anywhere}>
                        { words.t("room.add") }
                    </button>
                }
                <button type="button" class="button" data-add="site" onclick={usual}>{ words.t("presets.site") }</button>
                <p class="machine-room__cost">{ cost }</p>
            </div>
            <div class="machine-room__picture" ref={node}>
                if let Some(plan) = Option::as_ref(&plan) {
                    { Drawing {
                        plan, room: &room, captions: &captions, words, open, scale: enlarged,
                        adding: match *adding { Adding::Part(zone) if open.is_none() => zone, _ => None },
                        choose, add: add_here.reform(Some), resize, grip: Some(grip),
                    }.html() }
                    if room.rehearsed {
                        { drawing::legend(words) }
                        { scale(&room, plan, document, words) }
                    } else {
                        <p class="machine-room__resting">{ words.t("room.resting") }</p>
                    }
                    if open.is_none() {
                        <p class="machine-room__hint">{ words.t("room.choose") }</p>
                    }
                }
            </div>
            { sheet }
        </div>
    }
}

/// The drawing for the largest figures that the rehearsal has.
pub(super) fn arranged(
    scenario: &Scenario,
    rehearsal: Option<&Shared<Rehearsal>>,
    troubles: &[Trouble],
    ghosts: &[Zone],
    width: f64,
    words: Words,
) -> layout::Plan {
    let room = rehearsal.map_or_else(
        || Room::at(scenario, None, &[], 0),
        |r| Room::largest(scenario, &r.observations, troubles),
    );
    layout::plan(
        &Brief {
            parts: &Part::all(&scenario.site),
            captions: &Captions::new(&room, scenario, words),
            ghosts,
            badges: rehearsal.is_some(),
        },
        width,
    )
}

/// What one dot stands for, where it stands for several servers.
pub(super) fn scale(room: &Room, plan: &layout::Plan, document: &Document, words: Words) -> Html {
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
