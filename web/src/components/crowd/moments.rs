//! What has a time of its own on the site, on the same time axis as the activities: a waiting room or a page opens, something goes
//! wrong, a team has its hours.

use onrush_scenario::{Edit, Span as Clock};
use onrush_words::{Args, Words};
use yew::prelude::*;

use super::hand::{Ground, key_of, use_hand, width_of};
use super::lit::LitSeconds;
use super::says;
use super::track::Heard;
use crate::language::use_words;
use crate::state::{Action, Gesture, Span};
use crate::timeline::{Drawn, Dropped, Edge, Lane, Moment, MomentKind};

#[derive(Properties, PartialEq)]
pub(super) struct MomentRowProps {
    /// What it is, and when.
    pub(super) moment: Moment,
    /// Its place among all rows of the timeline.
    pub(super) place: usize,
    /// The cursor.
    pub(super) second: u32,
    /// Whether its values are shown.
    pub(super) selected: bool,
    /// Hears of what concerns the timeline.
    pub(super) heard: Callback<Heard>,
    /// Where it lies; its `dispatch` hears of everything else.
    pub(super) ground: Ground,
}

/// One of them in somebody's hand.
struct Held {
    /// As it was when it was taken hold of.
    moment: Moment,
    edge: (Edge, usize),
    lane: Lane,
    from_x: f64,
}

impl Drawn for Held {
    fn to(&self, clock: &Clock, x: f64, free: bool) -> Option<Dropped> {
        let by = (x - self.from_x) * self.lane.seconds_per_px();
        let wished = self.moment.at(self.edge.0, self.edge.1)? + by;
        let wished = if free {
            wished.round()
        } else {
            self.lane.snapped(wished, clock.start.second_of_day)
        };
        let edit = self.moment.put(clock, self.edge, wished)?;
        Some(Dropped { edit, longer: None })
    }
}

/// One of them on its lane.
#[component]
pub(super) fn MomentRow(props: &MomentRowProps) -> Html {
    let words = use_words();
    let moment = &props.moment;
    let pressed = {
        let path = moment.path.clone();
        props.heard.reform(move |()| Heard::Moment(path.clone()))
    };
    let hold = {
        let moment = moment.clone();
        let take = move |lane, from_x| {
            let edge = moment.hit(lane, from_x)?;
            let moment = moment.clone();
            Some(Held {
                moment,
                edge,
                lane,
                from_x,
            })
        };
        use_hand(&props.ground, take, pressed.clone(), Callback::noop())
    };
    let keyed = {
        let (heard, moment, clock) = (
            props.heard.clone(),
            moment.clone(),
            props.ground.clock.clone(),
        );
        let (span, node, place) = (props.ground.span, props.ground.lane.clone(), props.place);
        let (abandon, dispatch) = (hold.abandon.clone(), props.ground.dispatch.clone());
        Callback::from(move |event: KeyboardEvent| {
            let name = event.key();
            if name == "Escape" {
                if abandon.emit(()) {
                    event.prevent_default();
                }
                return;
            }
            let key = key_of(&name, &event);
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
            let width = width_of(&node);
            let Some(edit) = moment.keyed(key, &clock, Lane::new(span, width)) else {
                return;
            };
            event.prevent_default();
            if matches!(edit, Edit::Remove { .. }) {
                heard.emit(Heard::Removed(moment.name.clone()));
                heard.emit(Heard::Keep(place.saturating_sub(1)));
            }
            let gesture = Gesture::Whole;
            dispatch.emit(Action::Edit { edit, gesture });
        })
    };
    let id = id(moment.kind);
    html! {
        <li class={classes!("track", "track--moment", props.selected.then_some("track--open"))}>
            <button
                ref={hold.button} type="button" class="track__name" aria-pressed={if props.selected { "true" } else { "false" }}
                aria-describedby="moment-keys" data-moment={moment.path.clone()} onclick={pressed.reform(|_: MouseEvent| ())} onkeydown={keyed}
            >
                <span class="track__title">{ title(words, moment) }</span>
                <span class="visually-hidden">{ words.t(&format!("moments.spoken.{id}")) }</span>
                <span class="track__facts">{ when(words, moment, &props.ground.clock) }</span>
            </button>
            <svg
                ref={hold.own_lane} class="lane lane--moment" aria-hidden="true" data-lane={moment.path.clone()}
                onpointerdown={hold.down} onpointermove={hold.moved} onpointerup={hold.up} onpointercancel={hold.cancel}
            >
                <LitSeconds span={props.ground.span} />
                { for props.ground.grid.iter().map(|at| html! {
                    <line class="track__grid" x1={format!("{at:.3}%")} x2={format!("{at:.3}%")} y1="0" y2="100%" />
                }) }
                { for moment.stretches.iter().map(|stretch| drawn(moment, *stretch, props.ground.span, id)) }
                <line class="track__base" x1="0" x2="100%" y1="100%" y2="100%" />
                { super::cursor(props.ground.span, props.second, "0") }
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
