//! The drawing: everything at its place, as an SVG whose parts are buttons.

use std::fmt::Write as _;

use onrush_words::Words;
use web_sys::{KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::emblems::emblem;
use super::geometry::{Rect, Size, short};
use super::grip::Grip;
use super::layout::{self, Block, Body, Ghost, Plan, Text};
use super::level::{Level, Tank, share};
use super::model::{Doing, Look, Room, State};
use super::part::{Part, Zone};
use super::pipes::pipes;
use super::says::{Caption, Captions, Note, Sign, SourceText, Tone};
use super::tank::{Places, Seats, Taken};

/// What the drawing shows, and who hears of what is done to it.
pub(crate) struct Drawing<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) room: &'a Room,
    pub(crate) captions: &'a Captions,
    pub(crate) words: Words,
    /// How much larger it is drawn than its lengths say.
    pub(crate) scale: f64,
    /// The part whose card is open.
    pub(crate) open: Option<Part>,
    /// The place where something is being added.
    pub(crate) adding: Option<Zone>,
    /// Told which part was chosen.
    pub(crate) choose: Callback<Option<Part>>,
    /// Told where something shall be added.
    pub(crate) add: Callback<Zone>,
    /// Told that a part shall grow or shrink by a step.
    pub(crate) resize: Callback<(Part, i32)>,
    /// Told of pointers at a part's edge; `None` where nothing can be changed.
    pub(crate) grip: Option<Grip>,
}

impl Drawing<'_> {
    /// The whole picture.
    pub(crate) fn html(&self) -> Html {
        let (w, h) = (self.plan.width, self.plan.height);
        html! {
            <svg
                class="machine-room__drawing"
                width={(w * self.scale).to_string()}
                height={(h * self.scale).to_string()}
                viewBox={format!("0 0 {w} {h}")}
                role="group"
                aria-label={self.words.t("room.label")}
            >
                { patterns() }
                { pipes(self.plan, self.room) }
                <g role="list" aria-label={self.words.t("room.parts")}>
                    { for self.plan.blocks.iter().map(|b| self.block(b)) }
                </g>
                { for self.plan.ghosts.iter().map(|g| self.ghost(g)) }
            </svg>
        }
    }

    fn block(&self, block: &Block) -> Html {
        let part = block.part;
        let (Some(look), Some(caption)) = (self.room.of(part), self.captions.of(part)) else {
            return Html::default();
        };
        let is_open = self.open == Some(part);
        let toggle = self.choose.reform(move |()| (!is_open).then_some(part));
        let onkeydown = {
            let (toggle, choose, resize) =
                (toggle.clone(), self.choose.clone(), self.resize.clone());
            Callback::from(move |event: KeyboardEvent| {
                match event.key().as_str() {
                    "Enter" | " " => toggle.emit(()),
                    "Escape" if is_open => choose.emit(None),
                    "+" => resize.emit((part, 1)),
                    "-" => resize.emit((part, -1)),
                    _ => return,
                }
                event.prevent_default();
            })
        };
        let trouble = !look.troubles.is_empty();
        html! {
            <g
                key={name(part)}
                role="listitem"
                class={classes!(
                    "machine-room__part",
                    is_open.then_some("machine-room__part--open"),
                    trouble.then_some("machine-room__part--trouble"),
                )}
                onclick={toggle.reform(|_: MouseEvent| ())}
            >
                <g
                    class="machine-room__button"
                    role="button"
                    tabindex="0"
                    aria-label={caption.spoken.clone()}
                    aria-expanded={is_open.to_string()}
                    data-part={name(part)}
                    {onkeydown}
                >
                    { rect(&block.area.inset(1.0), "machine-room__touch", 10.0) }
                    { body(block, look, caption, self.plan.level) }
                </g>
                // The button's name says all of this in one sentence.
                <g class="machine-room__words" aria-hidden="true">
                    { sources(block, caption) }
                    { for caption.badge.iter().map(|(sign, word)| badge(block, *sign, word)) }
                    { for block.head.iter().map(text) }
                    { for layout::lines(&caption.notes, &block.notes).iter().map(text) }
                </g>
                { for self.grip(block) }
            </g>
        }
    }

    /// The edge at which a part can be made larger or smaller.
    fn grip(&self, block: &Block) -> Option<Html> {
        let grip = self.grip.as_ref()?;
        let Body::Tank { tank: area, .. } = block.body else {
            return None;
        };
        let part = block.part;
        let down = grip.down.reform(move |event: PointerEvent| (part, event));
        // A finger wide, within the drawing.
        let left = (area.right() - 22.0).min(self.plan.width - 44.0);
        let touch = Rect::new(left, area.y, 44.0, area.h);
        let middle = area.centre().y;
        Some(html! {
            <g
                class="machine-room__grip" aria-hidden="true" data-grip={name(part)}
                onclick={Callback::from(|event: MouseEvent| event.stop_propagation())}
                onpointerdown={down} onpointermove={grip.moved.clone()}
                onpointerup={grip.up.clone()} onpointercancel={grip.cancel.clone()}
            >
                { rect(&touch, "machine-room__grip-touch", 0.0) }
                <path d={format!("M{0} {2}v16M{1} {2}v16", short(area.right() - 2.0), short(area.right() + 3.0), short(middle - 8.0))} />
            </g>
        })
    }

    fn ghost(&self, ghost: &Ghost) -> Html {
        let zone = ghost.zone;
        let add = self.add.reform(move |()| zone);
        let onkeydown = {
            let add = add.clone();
            Callback::from(move |event: KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    add.emit(());
                }
            })
        };
        let c = ghost.sign.centre();
        let id = zone_id(zone);
        let label = self.words.t(&format!("room.add.{id}"));
        let note = Note {
            text: label.clone(),
            tone: Tone::Soft,
        };
        html! {
            <g
                key={format!("ghost-{id}")}
                class={classes!("machine-room__ghost", (self.adding == Some(zone)).then_some("machine-room__ghost--open"))}
                onclick={add.reform(|_: MouseEvent| ())}
            >
                <g
                    class="machine-room__ghost-button" role="button" tabindex="0" aria-label={label}
                    aria-expanded={(self.adding == Some(zone)).to_string()} data-add={id} {onkeydown}
                >
                    { rect(&ghost.area, "machine-room__ghost-touch", 8.0) }
                    { rect(&ghost.sign.inset(7.0), "machine-room__ghost-box", 8.0) }
                    <path class="machine-room__plus" d={format!("M{} {}h12m-6 -6v12", short(c.x - 6.0), short(c.y))} />
                </g>
                if let Some(slot) = &ghost.label {
                    <g class="machine-room__words" aria-hidden="true">
                        { for layout::lines(&[note], slot).iter().map(text) }
                    </g>
                }
            </g>
        }
    }
}

/// A zone's name for ids.
pub(crate) fn zone_id(zone: Zone) -> &'static str {
    match zone {
        Zone::Edge => "edge",
        Zone::Inner => "inner",
        Zone::Beside => "beside",
    }
}

/// A part's name for keys and tests.
pub(crate) fn name(part: Part) -> String {
    match part {
        Part::Stock(i) | Part::Party(i) | Part::Desk(i) => format!("{}-{i}", part.id()),
        _ => part.id().to_owned(),
    }
}

fn body(block: &Block, look: &Look, caption: &Caption, level: bool) -> Html {
    match (&block.body, &look.doing) {
        (Body::Sources(rects), _) => html! {
            { for rects.iter().zip(&caption.sources).map(|(r, source)| {
                let shut = if source.shut { "machine-room__source machine-room__source--shut" } else { "machine-room__source" };
                rect(r, shut, 8.0)
            }) }
        },
        (Body::Node(r), _) => html! {
            <>
                { rect(r, "machine-room__node", 10.0) }
                { emblem(block.part, r) }
            </>
        },
        (Body::Tank { strip, tank }, Doing::Tank(t)) => html! {
            <>{ line(t.line_share(), t.level, strip, level) }{ seats(t, tank) }</>
        },
        (Body::Gauge(r), Doing::Waiting(w)) => {
            let shown = share(w.people, w.longest);
            let level = if w.open { Level::Busy } else { Level::Full };
            // The first of them stands where the way goes on.
            line(shown, level, r, true)
        }
        (Body::Gauge(r), Doing::Stock(s)) => gauge(share(s.left, super::level::count(s.units)), r),
        _ => Html::default(),
    }
}

/// One line of a region's box, cut where it is too long.
pub(super) fn fitted(words: &str, size: Size, width: f64) -> String {
    super::geometry::wrap(words, size, width - 16.0, 1).join("")
}

/// What comes from a region, in the words for which its box has room.
pub(super) fn flow(source: &SourceText, width: f64) -> &str {
    if fitted(&source.flow, Size::Text, width) == source.flow {
        &source.flow
    } else {
        &source.flow_short
    }
}

/// Names and flows of the regions, in their boxes.
fn sources(block: &Block, caption: &Caption) -> Html {
    let Body::Sources(rects) = &block.body else {
        return Html::default();
    };
    let line = |words: &str, r: &Rect, down: f64, size, class: &'static str| {
        let words = fitted(words, size, r.w);
        html! { <text {class} x={short(r.x + 9.0)} y={short(r.y + down)}>{ words }</text> }
    };
    html! {
        { for rects.iter().zip(&caption.sources).map(|(r, source)| html! {
            <>
                { line(&source.name, r, 20.0, Size::Strong, "machine-room__level") }
                { line(flow(source, r.w), r, 39.0, Size::Text, "machine-room__text") }
            </>
        }) }
    }
}

/// The line in front of a part.
fn line(share: f64, level: Level, area: &Rect, from_right: bool) -> Html {
    let places = Places::new(area.inset(3.0), from_right);
    let n = places.of(share);
    let covered = places.covered(&area.inset(1.0), n);
    html! {
        <>
            { rect(area, "machine-room__basin", 6.0) }
            <path class="machine-room__place" d={places.dots(n, places.all())} stroke-width="2.5" />
            { liquid(&covered, level, 5.0) }
            <path
                class={format!("machine-room__waiting machine-room__waiting--{}", level.id())}
                d={places.dots(0, n)}
                stroke-width="6"
            />
        </>
    }
}

/// What is left of a stock.
fn gauge(share: f64, area: &Rect) -> Html {
    let inner = area.inset(1.0);
    let full = Rect::new(inner.x, inner.y, inner.w * share, inner.h);
    let mut marks = String::new();
    for i in 1..10 {
        let x = area.x + area.w * f64::from(i) / 10.0;
        let tall = if i == 5 { 12.0 } else { 7.0 };
        // Writing to a string cannot fail.
        let _ = write!(marks, "M{} {}v-{tall}", short(x), short(area.bottom()));
    }
    html! {
        <>
            { rect(area, "machine-room__basin", 8.0) }
            { liquid(&full, Level::Fine, 7.0) }
            <path class="machine-room__marks" d={marks} />
        </>
    }
}

/// Distance of seats from the tank's wall.
const INSIDE: f64 = 8.0;

/// How many servers one dot stands for in each tank, where that is more than one.
pub(crate) fn units(plan: &Plan, room: &Room) -> Vec<(Part, u64)> {
    plan.blocks
        .iter()
        .filter_map(|block| match block.body {
            Body::Tank { tank, .. } => {
                let servers = room.tank(block.part)?.servers;
                let unit = Seats::new(tank.inset(INSIDE), servers).unit;
                (unit > 1).then_some((block.part, unit))
            }
            _ => None,
        })
        .collect()
}

/// The servers of a part.
fn seats(tank: &Tank, area: &Rect) -> Html {
    let inner = area.inset(INSIDE);
    let seats = Seats::new(inner, tank.servers);
    let Taken { working, taken } = Taken::new(&seats, tank);
    let surface = seats.surface(taken);
    // Up to the brim when the highest row is taken.
    let top = if taken == 0 {
        area.bottom() - 1.0
    } else if surface <= inner.y + 0.5 {
        area.y + 1.0
    } else {
        surface
    };
    let wet = Rect::new(
        area.x + 1.0,
        top,
        area.w - 2.0,
        (area.bottom() - 1.0 - top).max(0.0),
    );
    let dot = short(seats.dot());
    let bar = short((seats.dot() * 0.24).max(1.5));
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

/// What fills a part. It is always there, so that it can rise and fall; the style sheet lets it do so from frame to frame.
pub(crate) fn liquid(area: &Rect, level: Level, round: f64) -> Html {
    html! {
        <rect
            class="machine-room__liquid"
            x={short(area.x)}
            y={short(area.y)}
            width={short(area.w.max(0.0))}
            height={short(area.h.max(0.0))}
            rx={round.to_string()}
            fill={format!("url(#machine-room-{})", level.id())}
        />
    }
}

/// A rectangle.
pub(crate) fn rect(r: &Rect, class: &'static str, round: f64) -> Html {
    html! {
        <rect
            {class}
            x={short(r.x)}
            y={short(r.y)}
            width={short(r.w)}
            height={short(r.h)}
            rx={round.to_string()}
        />
    }
}

/// The word for a part's condition, beside its pattern or sign.
fn badge(block: &Block, sign: Sign, word: &str) -> Html {
    let r = Rect::new(block.badge.x, block.badge.y, layout::BADGE, 16.0);
    let room = block.area.right() - r.right() - 12.0;
    let word = super::geometry::wrap(word, Size::Strong, room, 1).join("");
    let c = r.centre();
    let mark = match sign {
        Sign::Level(level) => liquid(&r, level, 4.0),
        Sign::State(state) => {
            let d = match state {
                State::Closed | State::NotAsked => {
                    format!("M{} {}v8m5 -8v8", short(c.x - 2.5), short(c.y - 4.0))
                }
                State::Failing => {
                    format!("M{} {}l8 8m0 -8l-8 8", short(c.x - 4.0), short(c.y - 4.0))
                }
                State::SoldOut => format!("M{} {}h10", short(c.x - 5.0), short(c.y)),
            };
            html! { <path class="machine-room__mark--state" {d} /> }
        }
    };
    html! {
        <>
            { mark }
            { rect(&r, "machine-room__frame", 4.0) }
            <text class="machine-room__level" x={short(r.right() + 8.0)} y={short(r.y + 13.0)}>{ word }</text>
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
        Tone::Trouble => "trouble",
    };
    let size = match text.size {
        Size::Title => "title",
        Size::Text | Size::Strong => "text",
    };
    let (x, y) = (text.at.x, text.at.y);
    let sign = match text.tone {
        Tone::Stuck => Some((
            "machine-room__pause",
            format!("M{0} {2}v11M{1} {2}v11", x - 14.0, x - 8.0, y - 10.5),
        )),
        Tone::Trouble => Some((
            "machine-room__warning",
            format!(
                "M{} {}l6.5 11.5h-13ZM{} {}v4m0 2v.5",
                x - 10.5,
                y - 11.0,
                x - 10.5,
                y - 7.0
            ),
        )),
        _ => None,
    };
    html! {
        <>
            if let Some((class, d)) = sign {
                <path {class} {d} />
            }
            <text class={format!("machine-room__{size} machine-room__{size}--{tone}")}>
                { for text.lines.iter().enumerate().map(|(i, line)| {
                    let y = y + layout::height(i, text.size);
                    html! { <tspan x={short(x)} y={short(y)}>{ line.clone() }</tspan> }
                }) }
            </text>
        </>
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

/// What the patterns mean.
pub(crate) fn legend(words: Words) -> Html {
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
