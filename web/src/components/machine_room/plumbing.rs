//! Where the pipes between placed parts run, and how wide they are.

use super::geometry::{Curve, Point, Rect, at};
use super::layout::{ARROW, Block, Body};
use super::model::{Part, Room};

/// Width of the widest pipe.
pub(crate) const WIDEST_PIPE: f64 = 28.0;
/// Length of the widest pipe's arrow head.
pub(crate) const HEAD: f64 = WIDEST_PIPE / 2.0 + 5.0;

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

/// A pipe.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pipe {
    /// A stable key.
    pub(crate) key: String,
    /// What flows in it.
    pub(crate) stream: Stream,
    /// Requests (or queries) per second.
    pub(crate) per_s: f64,
    /// Width of the flow, 0 when nothing flows.
    pub(crate) width: f64,
    /// Where it runs.
    pub(crate) curve: Curve,
    /// Where its end lies, for an arrow that points left; `None` where it ends at a part.
    pub(crate) tip: Option<Point>,
}

/// The pipes between placed parts.
pub(crate) fn pipes(room: &Room, blocks: &[Block], level: bool) -> Vec<Pipe> {
    let of = |part: Part| blocks.iter().find(|b| b.part == part);
    let axis = of(Part::Door).map_or(at(0.0, 0.0), |b| entry(b, level, 0.0));
    let mut pipes = from_regions(room, blocks, level);
    let mut pipe = |key: String, stream, per_s: f64, a: Point, b: Point, tip: bool| {
        let curve = match (tip, level) {
            (true, true) => Curve::turn(a, b),
            (false, false) => Curve::upright(a, b),
            _ => Curve::level(a, b),
        };
        pipes.push(Pipe {
            key,
            stream,
            per_s,
            width: width(room, per_s),
            curve,
            tip: tip.then_some(b),
        });
    };

    if let (Some(cdn), Some(block), Some(door)) = (room.cdn, of(Part::Cdn), of(Part::Door)) {
        let (a, b) = (exit(block, level, axis), entry(door, level, 0.0));
        pipe("cdn-door".into(), Stream::In, cdn.passed, a, b, false);
        let (a, b) = branch(block, level);
        pipe("cdn-back".into(), Stream::Back, cdn.answered, a, b, true);
    }
    if let (Some(door), Some(web)) = (of(Part::Door), of(Part::Web)) {
        let (a, b) = (exit(door, level, axis), towards(web, level, axis));
        pipe(
            "door-web".into(),
            Stream::In,
            room.door.admitted,
            a,
            b,
            false,
        );
        let (a, b) = branch(door, level);
        let away = room.door.refused + room.door.timed_out;
        pipe("door-away".into(), Stream::Away, away, a, b, true);
    }
    if let (Some(web), Some(database)) = (of(Part::Web), of(Part::Database)) {
        let to = towards(database, level, axis);
        let from = exit(web, level, to);
        pipe(
            "web-database".into(),
            Stream::In,
            room.database.arrived,
            from,
            to,
            false,
        );
    }
    pipes
}

/// Where pipes enter a node.
fn entry(block: &Block, level: bool, offset: f64) -> Point {
    match &block.body {
        Body::Node(r) | Body::Tank { strip: r, .. } if level => at(r.x, r.centre().y + offset),
        Body::Node(r) | Body::Tank { strip: r, .. } => at(r.centre().x + offset, r.y),
        Body::Sources(_) => at(block.area.x, block.area.y),
    }
}

/// Where a pipe along the axis enters a line.
fn towards(block: &Block, level: bool, axis: Point) -> Point {
    let p = entry(block, level, 0.0);
    if level { p } else { at(axis.x, p.y) }
}

/// Where a pipe leaves a part in the direction of `to`.
fn exit(block: &Block, level: bool, to: Point) -> Point {
    match &block.body {
        Body::Node(r) | Body::Tank { tank: r, .. } if level => at(r.right(), to.y),
        Body::Node(r) | Body::Tank { tank: r, .. } => at(to.x, r.bottom()),
        Body::Sources(_) => at(block.area.right(), to.y),
    }
}

/// Where a side pipe leaves a node, and where it ends.
fn branch(block: &Block, level: bool) -> (Point, Point) {
    match &block.body {
        Body::Node(r) if level => (
            at(r.centre().x, r.bottom()),
            at(block.area.x + HEAD + 2.0, r.bottom() + 30.0),
        ),
        Body::Node(r) => (at(r.x, r.centre().y), at(r.x - ARROW, r.centre().y)),
        Body::Sources(_) | Body::Tank { .. } => (
            at(block.area.x, block.area.y),
            at(block.area.x, block.area.y),
        ),
    }
}

/// From the regions to the first part, where they arrive beside each other.
fn from_regions(room: &Room, blocks: &[Block], level: bool) -> Vec<Pipe> {
    let mut pipes = Vec::new();
    let of = |part: Part| blocks.iter().find(|b| b.part == part);
    let first = if room.cdn.is_some() {
        Part::Cdn
    } else {
        Part::Door
    };
    if let (Some(Body::Sources(rects)), Some(first)) =
        (of(Part::Visitors).map(|b| &b.body), of(first))
    {
        let flows: Vec<f64> = room.visitors.sources.iter().map(|s| s.requests).collect();
        let widths: Vec<f64> = flows.iter().map(|f| width(room, *f)).collect();
        let total: f64 = widths.iter().sum();
        // Widths go by the square root and so add up to more than the whole: squeeze the middle lines together.
        let room_for = width(room, room.visitors.requests).max(6.0);
        let lowest = rects.iter().map(Rect::bottom).fold(0.0, f64::max);
        let mut offset = 0.0;
        for (i, (rect, w)) in rects.iter().zip(&widths).enumerate() {
            let centre = if total > 0.0 {
                ((offset + w / 2.0) / total - 0.5) * (room_for - w).max(0.0)
            } else {
                0.0
            };
            offset += w;
            let end = entry(first, level, centre);
            // All turning is done before the next part begins, so that no pipe runs over its words.
            let curve = if level {
                let gate = at(first.area.x, end.y);
                Curve::level(at(rect.right(), rect.centre().y), gate).then(end)
            } else {
                // Of two rows, the upper one's pipes run behind the lower one.
                let upper = rect.bottom() < lowest - 1.0;
                let x = rect.centre().x + if upper { -rect.w / 5.0 } else { rect.w / 5.0 };
                let gate = at(end.x, first.area.y);
                Curve::upright(at(x, lowest), gate)
                    .then(end)
                    .after(at(x, rect.bottom()))
            };
            pipes.push(Pipe {
                key: format!("region-{i}"),
                stream: Stream::In,
                per_s: flows[i],
                width: *w,
                curve,
                tip: None,
            });
        }
    }
    pipes
}

/// Width of a flow: nothing for none, never too thin to see.
fn width(room: &Room, per_s: f64) -> f64 {
    if per_s > 0.0 {
        (room.width(per_s) * WIDEST_PIPE).max(3.0)
    } else {
        0.0
    }
}
