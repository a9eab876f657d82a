//! Where the pipes between placed parts run, and what flows in them.

use super::geometry::{Curve, Point, Rect, at};
use super::layout::{AWAY, Block, Body, has_aside};
use super::model::{Aside, Doing, Room};
use super::part::{Part, Zone};

/// Width of the widest pipe.
pub(crate) const WIDEST_PIPE: f64 = 26.0;
/// Width of the widest pipe to what stands beside.
const WIDEST_SIDE: f64 = 10.0;
/// Length of the widest pipe's arrow head.
pub(crate) const HEAD: f64 = WIDEST_PIPE / 2.0 + 5.0;
/// Radius of bends.
const BEND: f64 = 12.0;

/// What flows in a pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stream {
    /// Requests on their way in.
    In,
    /// Answers on their way back.
    Back,
    /// Requests turned away.
    Away,
}

/// Which pipe it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From a region.
    Region(usize),
    /// On the main way, to this part.
    Into(Part),
    /// From the servers to a part beside them.
    Beside(Part),
    /// Out of the main way, at this part.
    Aside(Part),
}

/// Where an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Points {
    /// Down.
    Down,
    /// To the left.
    Left,
}

/// A pipe.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pipe {
    /// A stable key.
    pub(crate) key: String,
    /// Which it is.
    pub(crate) way: Way,
    /// Where it runs.
    pub(crate) curve: Curve,
    /// An arrow at its end; `None` where it ends at a part.
    pub(crate) tip: Option<(Point, Points)>,
}

/// What flows in a pipe now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Flow {
    /// What it is.
    pub(crate) stream: Stream,
    /// Requests, queries or jobs per second.
    pub(crate) per_s: f64,
    /// Width of the flow in pixels, 0 when nothing flows.
    pub(crate) width: f64,
}

impl Way {
    /// What flows there at this second.
    pub(crate) fn flow(self, room: &Room) -> Flow {
        let comes = |part| room.of(part).map_or(0.0, super::model::Look::comes);
        let (stream, per_s) = match self {
            Self::Region(i) => match room.of(Part::Visitors).map(|l| &l.doing) {
                Some(Doing::Visitors(v)) => {
                    (Stream::In, v.sources.get(i).map_or(0.0, |s| s.requests))
                }
                _ => (Stream::In, 0.0),
            },
            // The waiting room knows people; what goes on from it are their requests.
            Self::Into(Part::WaitingRoom) => (Stream::In, comes(Part::Visitors)),
            Self::Beside(part @ Part::Uplink) => (Stream::Back, comes(part)),
            Self::Into(part) | Self::Beside(part) => (Stream::In, comes(part)),
            Self::Aside(part) => match room.of(part).and_then(super::model::Look::aside) {
                Some(Aside::Answered(n)) => (Stream::Back, n),
                Some(Aside::Lost(n)) => (Stream::Away, n),
                None => (Stream::Away, 0.0),
            },
        };
        let widest = match self {
            Self::Beside(_) => WIDEST_SIDE,
            _ => WIDEST_PIPE,
        };
        // Nothing for none, never too thin to see.
        let width = if per_s > 0.0 {
            (room.width(per_s) * widest).max(3.0)
        } else {
            0.0
        };
        Flow {
            stream,
            per_s,
            width,
        }
    }
}

fn pipe(key: String, way: Way, curve: Curve) -> Pipe {
    Pipe {
        key,
        way,
        curve,
        tip: None,
    }
}

/// The main way.
fn main(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|b| b.part.zone() != Zone::Beside)
}

/// Which part uses a part that stands beside.
fn user(part: Part) -> Part {
    match part {
        Part::Stock(_) | Part::Replicas => Part::Database,
        _ => Part::Web,
    }
}

/// A name for a pipe that is the only one of its kind at a part.
fn name(kind: &str, part: Part) -> String {
    let number = match part {
        Part::Stock(i) | Part::Party(i) | Part::Desk(i) => format!("-{i}"),
        _ => String::new(),
    };
    format!("{kind}-{}{number}", part.id())
}

/// The pipes between parts in rows. `ends` has for each row whether it is on the main way, and its upper and lower end.
pub(super) fn rows(
    blocks: &[Block],
    ends: &[(bool, f64, f64)],
    width: f64,
    margin: f64,
) -> Vec<Pipe> {
    let mut pipes = Vec::new();
    let row_of = |b: &Block| {
        ends.iter()
            .position(|(_, top, _)| (b.area.y - top).abs() < 0.5)
    };
    // The middle of the space under a row.
    let under = |row: usize| {
        let bottom = ends.get(row).map_or(0.0, |e| e.2);
        ends.get(row + 1)
            .map_or(bottom, |next| f64::midpoint(bottom, next.1))
    };
    let way_to = |from: Point, a: &Block, b: &Block| {
        let gate = b.body.gate();
        let entry = at(gate.x, gate.centre().y);
        let (row, other) = (row_of(a).unwrap_or(0), row_of(b).unwrap_or(0));
        if row == other {
            let turn = at((b.area.x - 3.0).min(entry.x), entry.y);
            return Curve::level(from, turn).then(entry);
        }
        let (out, back) = (width - margin / 2.0, margin / 2.0);
        let y = under(row);
        Curve::route(
            &[
                from,
                at(out, from.y),
                at(out, y),
                at(back, y),
                at(back, entry.y),
                entry,
            ],
            BEND,
        )
    };
    let spine: Vec<&Block> = main(blocks).collect();
    for pair in spine.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if let Body::Sources(rects) = &a.body {
            for (i, r) in rects.iter().enumerate() {
                let from = at(r.right(), r.centre().y);
                let curve = way_to(from, a, b);
                pipes.push(pipe(format!("region-{i}"), Way::Region(i), curve));
            }
        } else {
            let gate = a.body.gate();
            let curve = way_to(at(gate.right(), gate.centre().y), a, b);
            pipes.push(pipe(name("to", b.part), Way::Into(b.part), curve));
        }
    }
    let bus = ends.iter().rposition(|(main, ..)| *main).map_or(0.0, under);
    for block in blocks.iter().filter(|b| b.part.zone() == Zone::Beside) {
        let Some(user) = blocks.iter().find(|b| b.part == user(block.part)) else {
            continue;
        };
        let gate = block.body.gate();
        // Out of the side of the tank, where there is no text, and down between the columns.
        let from = at(user.area.x, user.body.bottom() - 14.0);
        let (gap, riser) = (user.area.x - 8.0, block.area.x - 8.0);
        let curve = Curve::route(
            &[
                from,
                at(gap, from.y),
                at(gap, bus),
                at(riser, bus),
                at(riser, gate.centre().y),
                at(gate.x, gate.centre().y),
            ],
            8.0,
        );
        pipes.push(pipe(
            name("beside", block.part),
            Way::Beside(block.part),
            curve,
        ));
    }
    for block in blocks.iter().filter(|b| has_aside(b.part)) {
        let gate = block.body.gate();
        let from = at(gate.centre().x, gate.bottom());
        let to = at(from.x, from.y + AWAY);
        pipes.push(Pipe {
            tip: Some((to, Points::Down)),
            ..pipe(
                name("aside", block.part),
                Way::Aside(block.part),
                Curve::upright(from, to),
            )
        });
    }
    pipes
}

/// The pipes between parts under each other; `axis` is the middle of the main way, `riser` of that to what stands beside.
pub(super) fn stacked(blocks: &[Block], axis: f64, riser: f64) -> Vec<Pipe> {
    let mut pipes = Vec::new();
    let spine: Vec<&Block> = main(blocks).collect();
    for pair in spine.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let entry = at(axis, b.body.gate().y);
        if let Body::Sources(rects) = &a.body {
            let lowest = rects.iter().map(Rect::bottom).fold(0.0, f64::max);
            for (i, r) in rects.iter().enumerate() {
                // Of two rows, the upper one's pipes run behind the lower one.
                let upper = r.bottom() < lowest - 1.0;
                let x = r.centre().x + if upper { -r.w / 5.0 } else { r.w / 5.0 };
                let turn = at(axis, b.area.y.min(entry.y));
                let curve = Curve::upright(at(x, lowest), turn).then(entry);
                pipes.push(pipe(format!("region-{i}"), Way::Region(i), curve));
            }
        } else {
            let curve = Curve::upright(at(axis, a.body.bottom()), entry);
            pipes.push(pipe(name("to", b.part), Way::Into(b.part), curve));
        }
    }
    for block in blocks.iter().filter(|b| b.part.zone() == Zone::Beside) {
        let Some(user) = blocks.iter().find(|b| b.part == user(block.part)) else {
            continue;
        };
        let gate = block.body.gate();
        let from = at(user.area.right(), user.body.bottom() - 14.0);
        let curve = Curve::route(
            &[
                from,
                at(riser, from.y),
                at(riser, gate.centre().y),
                at(gate.right(), gate.centre().y),
            ],
            8.0,
        );
        pipes.push(pipe(
            name("beside", block.part),
            Way::Beside(block.part),
            curve,
        ));
    }
    for block in blocks.iter().filter(|b| has_aside(b.part)) {
        let gate = block.body.gate();
        let from = at(gate.x, gate.centre().y);
        let to = at(from.x - AWAY + HEAD / 2.0, from.y);
        pipes.push(Pipe {
            tip: Some((to, Points::Left)),
            ..pipe(
                name("aside", block.part),
                Way::Aside(block.part),
                Curve::level(from, to),
            )
        });
    }
    pipes
}
