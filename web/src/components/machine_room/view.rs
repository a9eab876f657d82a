//! The drawing.

use std::rc::Rc;

use onrush_runner::Rehearsal;
use onrush_words::{Args, Words};
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::card::Card;
use super::geometry::{Rect, Size};
use super::layout::{self, Badge, Block, Body, Plan, Text};
use super::model::{Level, Part, Room};
use super::pipes::pipes;
use super::says::{Captions, Tone, card};
use super::tank::{Places, Seats, Taken};
use crate::language::use_words;
use crate::outside::{focus_in, use_size};
use crate::state::{Document, Shared};

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
    /// Told which part was opened; `None` when the card was closed.
    #[prop_or_default]
    pub(crate) on_select: Callback<Option<Part>>,
}

/// The site as pipes and tanks at one second.
#[component]
pub(crate) fn MachineRoom(props: &Props) -> Html {
    let words = use_words();
    let node = use_node_ref();
    let width = use_size(&node).width;
    let chosen = use_state_eq(|| None::<Part>);

    let observations = props.rehearsal.as_ref().map(|r| &r.observations);
    let room = Room::at(&props.document.scenario, observations, props.second);
    let captions = Captions::new(&room, words);
    let least = use_memo(
        (
            props.document.clone(),
            props.rehearsal.clone(),
            width.to_bits(),
        ),
        |(document, rehearsal, _)| {
            let observations = &rehearsal.as_ref()?.observations;
            let room = Room::largest(&document.scenario, observations);
            let captions = Captions::new(&room, words);
            Some(layout::plan(&room, &captions, width, None))
        },
    );
    let plan = (width > 0.0).then(|| layout::plan(&room, &captions, width, Option::as_ref(&least)));

    let choose = {
        let (chosen, on_select) = (chosen.setter(), props.on_select.clone());
        Callback::from(move |part: Option<Part>| {
            chosen.set(part);
            on_select.emit(part);
        })
    };
    let close = {
        let (choose, node) = (choose.clone(), node.clone());
        Callback::from(move |part: Part| {
            choose.emit(None);
            // The button goes away with its card.
            if let Some(room) = node.cast::<Element>() {
                focus_in(&room, &format!("[data-part={}]", part.id()));
            }
        })
    };
    let open = (*chosen).filter(|part| room.parts().contains(part));
    let class = classes!(
        "machine-room",
        props.playing.then_some("machine-room--playing")
    );
    html! {
        <div {class} ref={node}>
            if let Some(plan) = &plan {
                { drawing(plan, &room, &captions, &words.t("room.label"), open, &choose) }
            }
            if room.rehearsed {
                { legend(words) }
                { scale(&room, plan.as_ref(), words) }
            } else {
                <p class="machine-room__resting">{ words.t("room.resting") }</p>
            }
            if let Some(part) = open {
                <Card
                    text={Rc::new(card(part, &room, &props.document.scenario, words))}
                    {part}
                    on_close={close}
                />
            } else if room.rehearsed {
                <p class="machine-room__hint">{ words.t("room.hint") }</p>
            }
        </div>
    }
}

fn drawing(
    plan: &Plan,
    room: &Room,
    captions: &Captions,
    label: &str,
    open: Option<Part>,
    choose: &Callback<Option<Part>>,
) -> Html {
    let (w, h) = (plan.width, plan.height);
    html! {
        <svg
            class="machine-room__drawing"
            width={w.to_string()}
            height={h.to_string()}
            viewBox={format!("0 0 {w} {h}")}
            role="group"
            aria-label={label.to_owned()}
        >
            { patterns() }
            <g aria-hidden="true">{ for plan.pipes.iter().map(pipes) }</g>
            { for plan.blocks.iter().map(|b| block(b, plan, room, captions, open, choose)) }
        </svg>
    }
}

fn block(
    block: &Block,
    plan: &Plan,
    room: &Room,
    captions: &Captions,
    open: Option<Part>,
    choose: &Callback<Option<Part>>,
) -> Html {
    let part = block.part;
    let is_open = open == Some(part);
    let toggle = choose.reform(move |()| (!is_open).then_some(part));
    let onkeydown = {
        let (toggle, choose) = (toggle.clone(), choose.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                toggle.emit(());
            }
            "Escape" if is_open => choose.emit(None),
            _ => {}
        })
    };
    let area = block.area;
    html! {
        <g
            key={part.id()}
            class={classes!("machine-room__part", is_open.then_some("machine-room__part--open"))}
            onclick={toggle.reform(|_: MouseEvent| ())}
        >
            <g
                class="machine-room__button"
                role="button"
                tabindex="0"
                aria-label={captions.of(part).spoken.clone()}
                aria-expanded={is_open.to_string()}
                data-part={part.id()}
                {onkeydown}
            >
                { rect(&area, "machine-room__touch", 10.0) }
                { body(block, plan, room) }
            </g>
            // The button's name says all of this in one sentence.
            <g aria-hidden="true">
                { for block.badge.iter().map(badge) }
                { for block.texts.iter().map(text) }
            </g>
        </g>
    }
}

fn body(block: &Block, plan: &Plan, room: &Room) -> Html {
    match &block.body {
        Body::Sources(rects) => html! {
            { for rects.iter().map(|r| rect(r, "machine-room__source", 8.0)) }
        },
        Body::Node(r) => html! {
            <>
                { rect(r, "machine-room__node", 10.0) }
                { emblem(block.part, r) }
            </>
        },
        Body::Tank { strip, tank } => {
            let from_right = plan.width >= layout::WIDE;
            room.tank(block.part)
                .map(|t| {
                    html! { <>{ line(t, strip, from_right) }{ seats(t, tank) }</> }
                })
                .unwrap_or_default()
        }
    }
}

/// The line in front of a part.
fn line(tank: &super::model::Tank, area: &Rect, from_right: bool) -> Html {
    let places = Places::new(area.inset(3.0), from_right);
    let n = places.of(tank.line_share());
    let covered = places.covered(&area.inset(1.0), n);
    html! {
        <>
            { rect(area, "machine-room__basin", 6.0) }
            <path class="machine-room__place" d={places.dots(n, places.all())} stroke-width="2.5" />
            { liquid(&covered, tank.level, 5.0) }
            <path
                class={format!("machine-room__waiting machine-room__waiting--{}", tank.level.id())}
                d={places.dots(0, n)}
                stroke-width="6"
            />
        </>
    }
}

/// Distance of seats from the tank's wall.
const INSIDE: f64 = 8.0;

/// What one dot stands for, where it stands for several servers.
fn scale(room: &Room, plan: Option<&Plan>, words: Words) -> Html {
    let Some(plan) = plan else {
        return Html::default();
    };
    let texts: Vec<String> = plan
        .blocks
        .iter()
        .filter_map(|block| match block.body {
            Body::Tank { tank, .. } => {
                let servers = room.tank(block.part)?.servers;
                let unit = Seats::new(tank.inset(INSIDE), servers).unit;
                let id = format!("room.seat.{}", block.part.id());
                (unit > 1).then(|| words.text(&id, &Args::new().with("n", unit)))
            }
            Body::Sources(_) | Body::Node(_) => None,
        })
        .collect();
    html! {
        if !texts.is_empty() {
            <p class="machine-room__hint">{ texts.join(" ") }</p>
        }
    }
}

/// The servers of a part.
fn seats(tank: &super::model::Tank, area: &Rect) -> Html {
    let inner = area.inset(INSIDE);
    let seats = Seats::new(inner, tank.servers);
    let Taken { working, taken } = Taken::new(&seats, tank);
    let surface = seats.surface(taken);
    let wet = if taken == 0 {
        Rect::default()
    } else {
        // Up to the brim when the highest row is taken.
        let top = if surface <= inner.y + 0.5 {
            area.y + 1.0
        } else {
            surface
        };
        Rect::new(
            area.x + 1.0,
            top,
            area.w - 2.0,
            (area.bottom() - 1.0 - top).max(0.0),
        )
    };
    let dot = super::geometry::short(seats.dot());
    let bar = super::geometry::short((seats.dot() * 0.24).max(1.5));
    let level = tank.level.id();
    html! {
        <>
            { rect(area, "machine-room__basin", 10.0) }
            { liquid(&wet, tank.level, 9.0) }
            <path class="machine-room__seat" d={seats.dots(taken, seats.number)} stroke-width={dot.clone()} />
            <path
                class={format!("machine-room__working machine-room__working--{level}")}
                d={seats.dots(0, working)}
                stroke-width={dot}
            />
            <path
                class={format!("machine-room__stuck machine-room__stuck--{level}")}
                d={seats.pauses(working, taken)}
                stroke-width={bar}
            />
        </>
    }
}

fn liquid(area: &Rect, level: Level, round: f64) -> Html {
    if area.w <= 0.0 || area.h <= 0.0 {
        return Html::default();
    }
    html! {
        <rect
            class="machine-room__liquid"
            x={area.x.to_string()}
            y={area.y.to_string()}
            width={area.w.to_string()}
            height={area.h.to_string()}
            rx={round.to_string()}
            fill={format!("url(#machine-room-{})", level.id())}
        />
    }
}

fn rect(r: &Rect, class: &'static str, round: f64) -> Html {
    html! {
        <rect
            {class}
            x={r.x.to_string()}
            y={r.y.to_string()}
            width={r.w.to_string()}
            height={r.h.to_string()}
            rx={round.to_string()}
        />
    }
}

fn badge(badge: &Badge) -> Html {
    let r = badge.sample;
    html! {
        <>
            { liquid(&r, badge.level, 4.0) }
            { rect(&r, "machine-room__frame", 4.0) }
            <text class="machine-room__level" x={badge.word.x.to_string()} y={badge.word.y.to_string()}>
                { badge.text.clone() }
            </text>
        </>
    }
}

fn text(text: &Text) -> Html {
    let tone = match text.tone {
        Tone::Strong => "strong",
        Tone::Plain => "plain",
        Tone::Soft => "soft",
        Tone::Lost => "lost",
        Tone::Stuck => "stuck",
    };
    let size = match text.size {
        Size::Title => "title",
        Size::Text | Size::Strong => "text",
    };
    html! {
        <>
        if text.tone == Tone::Stuck {
            <path
                class="machine-room__pause"
                d={format!("M{0} {2}v11M{1} {2}v11", text.at.x - 14.0, text.at.x - 8.0, text.at.y - 10.5)}
            />
        }
        <text class={format!("machine-room__{size} machine-room__{size}--{tone}")}>
            { for text.lines.iter().enumerate().map(|(i, line)| {
                #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
                let y = text.at.y + i as f64 * text.size.leading();
                html! {
                    <tspan x={text.at.x.to_string()} y={y.to_string()}>{ line.clone() }</tspan>
                }
            }) }
        </text>
        </>
    }
}

/// Copies for the CDN, an open gate for the door.
fn emblem(part: Part, r: &Rect) -> Html {
    let c = r.centre();
    let place = format!("translate({} {})", c.x, c.y);
    match part {
        Part::Cdn => html! {
            <g class="machine-room__emblem" transform={place}>
                <rect x="-20" y="-18" width="22" height="26" rx="3" />
                <rect x="-11" y="-13" width="22" height="26" rx="3" />
                <rect x="-2" y="-8" width="22" height="26" rx="3" />
                <path d="M3 -1h12M3 5h12M3 11h7" />
            </g>
        },
        _ => html! {
            <g class="machine-room__emblem" transform={place}>
                <path d="M-22 20V-6A22 22 0 0 1 22 -6V20" />
                <path d="M-13 20V-4A13 13 0 0 1 13 -4V20" />
                <path d="M-28 20H28" />
            </g>
        },
    }
}

/// The four patterns of saturation.
fn patterns() -> Html {
    let pattern = |level: Level, size: &'static str, marks: Html| {
        html! {
            <pattern
                id={format!("machine-room-{}", level.id())}
                width={size}
                height={size}
                patternUnits="userSpaceOnUse"
            >
                <rect class={format!("machine-room__fill--{}", level.id())} width={size} height={size} />
                <g class={format!("machine-room__mark machine-room__mark--{}", level.id())}>{ marks }</g>
            </pattern>
        }
    };
    html! {
        <defs>
            { pattern(Level::Fine, "8", Html::default()) }
            { pattern(Level::Busy, "8", html! { <path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" /> }) }
            { pattern(Level::Full, "8", html! { <path d="M0 8L8 0M0 0L8 8" /> }) }
            { pattern(Level::Overflowing, "12", html! { <path d="M0 8L6 3L12 8" /> }) }
        </defs>
    }
}

fn legend(words: Words) -> Html {
    html! {
        <p class="machine-room__legend">
            <span>{ words.t("room.legend") }</span>
            { for Level::ALL.iter().map(|level| html! {
                <span class="machine-room__legend-item">
                    <svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true">
                        { liquid(&Rect::new(0.0, 0.0, 24.0, 16.0), *level, 4.0) }
                        { rect(&Rect::new(0.5, 0.5, 23.0, 15.0), "machine-room__frame", 4.0) }
                    </svg>
                    { words.t(&format!("room.level.{}", level.id())) }
                </span>
            }) }
        </p>
    }
}
