//! What has a time of its own on the site, on the same time axis as the activities: a waiting room or a page opens, something goes
//! wrong, a team has its hours.

use std::rc::Rc;

use onrush_scenario::{Edit, Span as Clock};
use onrush_words::{Args, Words};
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::lit::LitSeconds;
use super::says;
use super::track::{Heard, tremble};
use crate::language::use_words;
use crate::outside::{Pointing, focus_on, place_in};
use crate::state::{Action, Gesture, Span};
use crate::timeline::keys::Key;
use crate::timeline::{Edge, Lane, Moment, MomentKind};

#[derive(Properties, PartialEq)]
pub(super) struct MomentRowProps {
    /// What it is, and when.
    pub(super) moment: Moment,
    /// Its place among all rows of the timeline.
    pub(super) place: usize,
    /// When the rehearsal is.
    pub(super) clock: Clock,
    /// The stretch of time that is shown.
    pub(super) span: Span,
    /// The cursor.
    pub(super) second: u32,
    /// Whether its values are shown.
    pub(super) selected: bool,
    /// Moves do not snap.
    pub(super) free: bool,
    /// Places for lines through all lanes, in percent.
    pub(super) grid: Rc<[f64]>,
    /// The lane that all lanes are as wide as.
    pub(super) lane: NodeRef,
    /// More than one finger is down: they mean all of the timeline.
    pub(super) pinched: bool,
    /// Moves the cursor, where nothing can be taken hold of.
    pub(super) point: Pointing,
    /// Hears of what concerns the timeline.
    pub(super) heard: Callback<Heard>,
    /// Hears of everything else.
    pub(super) dispatch: Callback<Action>,
}

/// One of them in somebody's hand.
struct Held {
    /// As it was when it was taken hold of.
    moment: Moment,
    edge: (Edge, usize),
    lane: Lane,
    pointer: i32,
    from_x: f64,
    /// It has been moved, and this is what came of it last.
    last: Option<Edit>,
}

impl Held {
    /// The change when the hand is at `x`.
    fn to(&self, clock: &Clock, x: f64, free: bool) -> Option<Edit> {
        let by = (x - self.from_x) * self.lane.seconds_per_px();
        let wished = self.moment.at(self.edge.0, self.edge.1)? + by;
        let wished = if free {
            wished.round()
        } else {
            self.lane.snapped(wished, clock.start.second_of_day)
        };
        self.moment.put(clock, self.edge, wished)
    }
}

/// One of them on its lane.
#[component]
pub(super) fn MomentRow(props: &MomentRowProps) -> Html {
    let words = use_words();
    let held = use_mut_ref(|| None::<Held>);
    let (button, own_lane) = (use_node_ref(), use_node_ref());
    let moment = &props.moment;
    let change = {
        let dispatch = props.dispatch.clone();
        move |edit, gesture| dispatch.emit(Action::Edit { edit, gesture })
    };
    use_effect_with(props.pinched, {
        let (held, dispatch) = (held.clone(), props.dispatch.clone());
        move |pinched| {
            let was = held.borrow_mut().take_if(|_| *pinched);
            if was.is_some_and(|was| was.last.is_some()) {
                dispatch.emit(Action::Abandon);
            }
        }
    });
    let down = {
        let (held, button, own) = (held.clone(), button.clone(), own_lane.clone());
        let (lane, span, point) = (props.lane.clone(), props.span, props.point.down.clone());
        let moment = moment.clone();
        Callback::from(move |event: PointerEvent| {
            let place =
                place_in(&lane, &event).filter(|_| event.button() == 0 && event.is_primary());
            let hit = place.and_then(|(x, width)| {
                let lane = Lane::new(span, width);
                Some((moment.hit(lane, x)?, lane, x))
            });
            let Some((edge, lane, from_x)) = hit else {
                point.emit(event);
                return;
            };
            if let Some(element) = own.cast::<Element>() {
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            // The keys follow the hand.
            focus_on(&button);
            if event.pointer_type() != "touch" {
                event.prevent_default();
            }
            *held.borrow_mut() = Some(Held {
                moment: moment.clone(),
                edge,
                lane,
                pointer: event.pointer_id(),
                from_x,
                last: None,
            });
        })
    };
    let moved = {
        let (held, lane, clock, free) = (
            held.clone(),
            props.lane.clone(),
            props.clock.clone(),
            props.free,
        );
        let (point, change) = (props.point.moved.clone(), change.clone());
        Callback::from(move |event: PointerEvent| {
            let mut held = held.borrow_mut();
            let Some(held) = held.as_mut() else {
                drop(held);
                point.emit(event);
                return;
            };
            let place = place_in(&lane, &event).filter(|_| held.pointer == event.pointer_id());
            let Some((x, _)) = place else { return };
            if held.last.is_none() && (x - held.from_x).abs() < tremble(&event) {
                return;
            }
            let edit = held.to(&clock, x, free || event.alt_key());
            if let Some(edit) = edit.filter(|edit| held.last.as_ref() != Some(edit)) {
                held.last = Some(edit.clone());
                change(edit, Gesture::Preview);
            }
        })
    };
    let up = {
        let (held, heard, path) = (held.clone(), props.heard.clone(), moment.path.clone());
        let (point, change) = (props.point.up.clone(), change.clone());
        Callback::from(move |event: PointerEvent| {
            let done = held.borrow_mut().take();
            match done {
                None => point.emit(event),
                Some(Held { last: None, .. }) => heard.emit(Heard::Moment(path.clone())),
                Some(Held {
                    last: Some(edit), ..
                }) => change(edit, Gesture::Commit),
            }
        })
    };
    let abandon = {
        let (held, dispatch) = (held.clone(), props.dispatch.clone());
        move || {
            let was = held.borrow_mut().take();
            let moved = was.as_ref().is_some_and(|was| was.last.is_some());
            if moved {
                dispatch.emit(Action::Abandon);
            }
            (was.is_some(), moved)
        }
    };
    let cancel = {
        let (abandon, point) = (abandon.clone(), props.point.cancel.clone());
        Callback::from(move |event: PointerEvent| {
            if !abandon().0 {
                point.emit(event);
            }
        })
    };
    let keyed = {
        let (heard, moment, clock) = (props.heard.clone(), moment.clone(), props.clock.clone());
        let (span, node, place) = (props.span, props.lane.clone(), props.place);
        Callback::from(move |event: KeyboardEvent| {
            let name = event.key();
            if name == "Escape" {
                if abandon().1 {
                    event.prevent_default();
                }
                return;
            }
            let key = Key {
                name: &name,
                shift: event.shift_key(),
                alt: event.alt_key(),
                ctrl: event.ctrl_key() || event.meta_key(),
            };
            let by = match name.as_str() {
                "ArrowUp" => -1,
                "ArrowDown" => 1,
                _ => 0,
            };
            if by != 0 && !(key.shift || key.alt || key.ctrl) {
                event.prevent_default();
                heard.emit(Heard::Focus(place, by));
                return;
            }
            let width = node
                .cast::<Element>()
                .map_or(600.0, |lane| lane.get_bounding_client_rect().width());
            let Some(edit) = moment.keyed(key, &clock, Lane::new(span, width)) else {
                return;
            };
            event.prevent_default();
            if matches!(edit, Edit::Remove { .. }) {
                heard.emit(Heard::Removed(moment.name.clone()));
                heard.emit(Heard::Keep(place.saturating_sub(1)));
            }
            change(edit, Gesture::Whole);
        })
    };
    let pressed = {
        let (heard, path) = (props.heard.clone(), moment.path.clone());
        Callback::from(move |_: MouseEvent| heard.emit(Heard::Moment(path.clone())))
    };
    let id = id(moment.kind);
    html! {
        <li class={classes!("track", "track--moment", props.selected.then_some("track--open"))}>
            <button
                ref={button} type="button" class="track__name" aria-pressed={if props.selected { "true" } else { "false" }}
                aria-describedby="moment-keys" data-moment={moment.path.clone()} onclick={pressed} onkeydown={keyed}
            >
                <span class="track__title">{ title(words, moment) }</span>
                <span class="visually-hidden">{ words.t(&format!("moments.spoken.{id}")) }</span>
                <span class="track__facts">{ when(words, moment, &props.clock) }</span>
            </button>
            <svg
                ref={own_lane} class="lane lane--moment" aria-hidden="true" data-lane={moment.path.clone()}
                onpointerdown={down} onpointermove={moved} onpointerup={up} onpointercancel={cancel}
            >
                <LitSeconds span={props.span} />
                { for props.grid.iter().map(|at| html! {
                    <line class="track__grid" x1={format!("{at:.3}%")} x2={format!("{at:.3}%")} y1="0" y2="100%" />
                }) }
                { for moment.stretches.iter().map(|stretch| drawn(moment, *stretch, props.span, id)) }
                <line class="track__base" x1="0" x2="100%" y1="100%" y2="100%" />
                { super::cursor(props.span, props.second, "0") }
            </svg>
        </li>
    }
}

/// One stretch with its edges.
fn drawn(moment: &Moment, (from, to): (f64, f64), span: Span, id: &'static str) -> Html {
    let x = |second: f64| format!("{:.3}%", span.percent(second));
    let width = format!("{:.3}%", (span.percent(to) - span.percent(from)).max(0.0));
    let edge = |at: f64, class: &'static str, path: &'static str| {
        html! {
            <svg class={classes!("handle", class)} x={x(at)} overflow="visible">
                <rect class="handle__reach" x="-22" y="0" width="44" height="44" />
                <path class="handle__sign" d={path} />
            </svg>
        }
    };
    // A door that opens, a flash, a bar with a grip.
    let sign = match moment.kind {
        MomentKind::Incident { .. } => "M0 2V42M-5 10L5 10M-4 34L4 34",
        _ => "M0 2V42M0 14L8 22L0 30",
    };
    html! {
        <>
            <rect class={classes!("moment", format!("moment--{id}"))} x={x(from)} {width} y="10" height="24" rx="3" />
            if moment.ends() {
                { edge(to, "handle--end", "M0 2V42M0 16V28") }
            }
            { edge(from, "handle--from", sign) }
        </>
    }
}

/// A stable name of its kind.
fn id(kind: MomentKind) -> &'static str {
    match kind {
        MomentKind::Room { .. } => "room",
        MomentKind::Page => "page",
        MomentKind::Incident { .. } => "incident",
        MomentKind::Hours => "hours",
    }
}

/// What it is called.
pub(super) fn title(words: Words, moment: &Moment) -> String {
    match moment.kind {
        MomentKind::Room { .. } => words.t("moments.room"),
        _ => moment.name.clone(),
    }
}

/// When it is: `opens 20:30`.
fn when(words: Words, moment: &Moment, span: &Clock) -> String {
    let Some((from, to)) = moment.stretches.first().copied() else {
        return words.t("moments.none");
    };
    let horizon = span.horizon_s();
    let at = |second: f64| match moment.kind {
        // Hours are the same on every day.
        MomentKind::Hours => says::clock(words, &super::axis::shifted(span, whole(second)), 0),
        _ => says::clock(words, span, u32::try_from(whole(second)).unwrap_or(0)),
    };
    let args = Args::new().with("clock", at(from)).with("from", at(from));
    let args = args.with("until", at(to));
    let id = match moment.kind {
        MomentKind::Room { set: false } => "moments.open",
        MomentKind::Room { .. } | MomentKind::Page => "moments.opens",
        MomentKind::Incident { set: false, .. } => "moments.peak",
        MomentKind::Incident { lasts: false, .. } => "moments.at",
        MomentKind::Incident { .. } if to >= f64::from(horizon) => "moments.from",
        MomentKind::Hours if to - from >= f64::from(crate::timeline::DAY_S) => "moments.always",
        MomentKind::Incident { .. } | MomentKind::Hours => "moments.between",
    };
    words.text(id, &args)
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a rehearsal")]
fn whole(second: f64) -> i64 {
    second.round() as i64
}
