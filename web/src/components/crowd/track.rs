//! One activity on its lane: its curve, its block with handles, and the button that stands for it.

use onrush_scenario::Activity;
use onrush_words::{Args, Value};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::hand::{Ground, key_of, use_hand, width_of};
use super::lit::LitSeconds;
use super::order::OrderGrip;
use super::says;
use crate::components::Curve;
use crate::curves;
use crate::language::use_words;
use crate::state::{Action, Gesture};
use crate::timeline::keys::{Means, means};
use crate::timeline::{Block, Drag, Grip, Lane, Longer, pinch};

/// What happens on a track that concerns the whole timeline.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Heard {
    /// A hand has let go where the rehearsal would have to be longer (or not).
    Longer(Option<Longer>),
    /// This activity is about to be removed.
    Removed(String),
    /// The focus goes so many tracks further.
    Focus(usize, i32),
    /// The values of this activity are asked for.
    Open(String),
    /// The values of what has this path on the site are asked for.
    Moment(String),
    /// The focus belongs on this activity, wherever it is after a change.
    Keep(usize),
}

#[derive(Properties, PartialEq)]
pub(super) struct TrackProps {
    /// The activity.
    pub(super) activity: Activity,
    /// Its place among all, and how many there are.
    pub(super) place: (usize, usize),
    /// Who comes because of it.
    pub(super) track: curves::Track,
    /// How high its curve is drawn, of the lane (0 to 1).
    pub(super) height: f64,
    /// The cursor.
    pub(super) second: u32,
    /// Whether its values are shown.
    pub(super) selected: bool,
    /// Hears of what concerns the timeline.
    pub(super) heard: Callback<Heard>,
    /// Where it lies; its `dispatch` hears of everything else.
    pub(super) ground: Ground,
}

#[component]
pub(super) fn TrackRow(props: &TrackProps) -> Html {
    let words = use_words();
    let activity = &props.activity;
    let block = Block::of(activity, &props.ground.clock);
    let pressed = {
        let id = activity.id.clone();
        props.heard.reform(move |()| Heard::Open(id.clone()))
    };
    let hold = {
        let (activity, selected) = (activity.clone(), props.selected);
        let take = move |lane, x| {
            let grip = block.hit(lane, x, selected)?;
            Some(Drag::new(&activity, grip, lane, x))
        };
        use_hand(
            &props.ground,
            take,
            pressed.clone(),
            props.heard.reform(Heard::Longer),
        )
    };
    let keyed = {
        let (abandon, heard, dispatch) = (
            hold.abandon.clone(),
            props.heard.clone(),
            props.ground.dispatch.clone(),
        );
        let (activity, place, clock, span, node, second) = (
            activity.clone(),
            props.place,
            props.ground.clock.clone(),
            props.ground.span,
            props.ground.lane.clone(),
            props.second,
        );
        Callback::from(move |event: KeyboardEvent| {
            let name = event.key();
            if name == "Escape" {
                if abandon.emit(()) {
                    event.prevent_default();
                }
                return;
            }
            let key = key_of(&name, &event);
            let width = width_of(&node);
            let lane = Lane::new(span, width);
            let near = |times: f64| {
                let length = f64::from(span.to - span.from) * times;
                let at = if block.fixed {
                    f64::from(second)
                } else {
                    block.from
                };
                let share = (lane.x_of(at) / lane.width).clamp(0.0, 1.0);
                pinch::around(at, share, length, clock.horizon_s())
            };
            let zoomed = match name.as_str() {
                "+" | "=" if !key.ctrl => Some(near(0.5)),
                "-" if !key.ctrl => Some(near(2.0)),
                _ => None,
            };
            let meant = means(key, &activity, place, &clock, lane);
            if zoomed.is_none() && meant.is_none() {
                return;
            }
            event.prevent_default();
            if let Some(span) = zoomed {
                dispatch.emit(Action::Zoom(super::zoom_on(span, clock.horizon_s())));
            }
            match meant {
                None => {}
                Some(Means::Open) => heard.emit(Heard::Open(activity.id.clone())),
                Some(Means::Focus(by)) => heard.emit(Heard::Focus(place.0, by)),
                Some(Means::Edit(edit)) => {
                    // A row that goes, or goes elsewhere, takes the focus with it.
                    match &edit {
                        onrush_scenario::Edit::Remove { .. } => {
                            heard.emit(Heard::Removed(activity.name.clone()));
                            heard.emit(Heard::Keep(place.0.min(place.1.saturating_sub(2))));
                        }
                        onrush_scenario::Edit::Move { to, .. } => heard.emit(Heard::Keep(*to)),
                        _ => {}
                    }
                    dispatch.emit(Action::Edit {
                        edit,
                        gesture: Gesture::Whole,
                    });
                }
            }
        })
    };

    let x = |second: f64| format!("{:.3}%", props.ground.span.percent(second));
    let width = props.ground.span.percent(block.to) - props.ground.span.percent(block.from);
    let top = format!("{:.1}%", (1.0 - props.height) * 100.0);
    let height = format!("{:.1}%", props.height * 100.0);
    let handle = |grip: Grip| {
        let at = block.at(grip)?;
        let path = match grip {
            Grip::Body => return None,
            // A bar with a grip, a bracket that opens, a diamond.
            Grip::End => "M0 2V42M0 16V28",
            Grip::Early => "M6 8H0V36H6",
            Grip::Half => "M0 32L6 38L0 44L-6 38Z",
        };
        Some(html! {
            <svg key={grip.id()} class={classes!("handle", format!("handle--{}", grip.id()))} x={x(at)} overflow="visible">
                <rect class="handle__reach" x="-11" y="0" width="22" height="44" />
                <path class="handle__sign" d={path} />
            </svg>
        })
    };
    // Those that few need come when the activity is looked at.
    let handles = block.handles();
    let handles = handles
        .into_iter()
        .filter(|grip| props.selected || *grip == Grip::End)
        .filter_map(handle);
    html! {
        <li class={classes!("track", props.selected.then_some("track--open"))}>
            if props.place.1 > 1 {
                <OrderGrip
                    path={format!("activities.{}", activity.id)} index={props.place.0} heard={props.heard.clone()}
                    dispatch={props.ground.dispatch.clone()}
                />
            }
            <button
                ref={hold.button} type="button" class="track__name" aria-pressed={if props.selected { "true" } else { "false" }}
                aria-describedby="crowd-keys" title={activity.name.clone()} data-activity={activity.id.clone()}
                onclick={pressed.reform(|_: MouseEvent| ())} onkeydown={keyed}
            >
                <span class="track__title">{ &activity.name }</span>
                <span class="visually-hidden">{ words.text("crowd.of_kind", &Args::new().with("kind", says::kind(words, activity.kind))) }</span>
                <span class="track__facts">
                    <span class="track__at">{ says::moment(words, activity, &props.ground.clock) }</span>
                    if !block.fixed && block.to > block.from {
                        <span class="visually-hidden">
                            { words.text("crowd.for", &Args::new().with("lasts", Value::Time(block.to - block.from))) }
                        </span>
                    }
                    <span>{ words.text("crowd.facts", &Args::new().with("n", props.track.visits)) }</span>
                </span>
            </button>
            <svg
                ref={hold.own_lane} class={classes!("lane", block.fixed.then_some("lane--fixed"))} aria-hidden="true" data-lane={activity.id.clone()}
                onpointerdown={hold.down} onpointermove={hold.moved} onpointerup={hold.up} onpointercancel={hold.cancel}
            >
                <LitSeconds span={props.ground.span} />
                { for props.ground.grid.iter().map(|at| html! {
                    <line class="track__grid" x1={format!("{at:.3}%")} x2={format!("{at:.3}%")} y1="0" y2="100%" />
                }) }
                if !block.fixed {
                    <rect class="block" x={x(block.from)} width={format!("{:.3}%", width.max(0.0))} y="1" height="42" rx="4" />
                }
                <svg y={top} width="100%" {height}>
                    <Curve values={props.track.values.clone()} top={props.track.top} class="track__area--activity" />
                </svg>
                <line class="track__base" x1="0" x2="100%" y1="100%" y2="100%" />
                if let Some(early) = block.early {
                    <line class="block__early" x1={x(early)} x2={x(block.from)} y1="22" y2="22" />
                }
                if !block.fixed {
                    <line class="block__moment" x1={x(block.from)} x2={x(block.from)} y1="1" y2="43" />
                    <svg x={x(block.from)} overflow="visible">
                        <rect class="block__reach" x="-22" y="0" width="44" height="44" />
                    </svg>
                    <rect class="block__reach" x={x(block.from)} width={format!("{:.3}%", width.max(0.0))} y="0" height="44" />
                }
                { for handles }
                { super::cursor(props.ground.span, props.second, "0") }
            </svg>
        </li>
    }
}

/// Puts the focus on the button of the activity at `index`.
pub(super) fn focus_track(tracks: &NodeRef, index: usize) {
    let rows = tracks
        .cast::<Element>()
        .and_then(|list| list.query_selector_all("button.track__name").ok());
    let button = rows
        .and_then(|rows| rows.item(u32::try_from(index).ok()?))
        .and_then(|node| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(node).ok());
    if let Some(button) = button {
        let _ = button.focus();
    }
}
