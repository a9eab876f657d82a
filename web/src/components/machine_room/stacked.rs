//! Parts under each other, requests from above: for phones. Words stand on the left, pipes run down the right.

use super::geometry::{Rect, at};
use super::layout::{
    AWAY, BADGE_HEIGHT, Block, Body, Brief, GHOST, Ghost, NODE, PAD, Plan, SOURCE, STRIP, Slot,
    has_aside, head, is_gauge, is_tank, tall,
};
use super::part::{Part, Zone};
use super::plumbing::{self, HEAD, WIDEST_PIPE};

/// Space between two parts: a pipe is seen there.
const GAP: f64 = 26.0;
/// Height of a tank.
const TANK: f64 = 104.0;
/// Height of a smaller one.
const SMALL_TANK: f64 = 58.0;
/// Space on the right for the pipe to what stands beside.
const RISER: f64 = 26.0;

/// Places everything.
pub(super) fn plan(brief: &Brief<'_>, width: f64) -> Plan {
    let beside = brief.zone(Zone::Beside).next().is_some();
    let inner = width - if beside { RISER } else { 0.0 };
    // The middle of the pipes.
    let axis = inner - 52.0;
    let (mut blocks, mut ghosts) = (Vec::<Block>::new(), Vec::new());
    let mut y = 0.0;
    let last_edge = brief.zone(Zone::Edge).last();
    for &part in brief.parts {
        if part == Part::Database && brief.ghost(Zone::Inner) {
            ghosts.push(ghost(Zone::Inner, axis, y));
            y += GHOST + GAP;
        }
        let block = place(brief, part, y, inner, axis);
        y = block.area.bottom() + if part == Part::Visitors { 40.0 } else { GAP };
        blocks.push(block);
        if Some(part) == last_edge && brief.ghost(Zone::Edge) {
            ghosts.push(ghost(Zone::Edge, axis, y));
            y += GHOST + GAP;
        }
    }
    if brief.ghost(Zone::Beside) {
        let sign = Rect::new(axis - GHOST / 2.0, y, GHOST, GHOST);
        ghosts.push(Ghost {
            zone: Zone::Beside,
            area: Rect::new(0.0, y, sign.right(), GHOST),
            sign,
            label: Some(Slot {
                at: at(PAD, y + 3.0),
                width: sign.x - 2.0 * PAD,
                height: GHOST,
            }),
        });
        y += GHOST + GAP;
    }
    let pipes = plumbing::stacked(&blocks, axis, width - RISER / 2.0);
    Plan {
        width,
        height: y - GAP,
        level: false,
        blocks,
        ghosts,
        pipes,
    }
}

fn ghost(zone: Zone, axis: f64, y: f64) -> Ghost {
    let sign = Rect::new(axis - GHOST / 2.0, y, GHOST, GHOST);
    Ghost {
        zone,
        area: sign,
        sign,
        label: None,
    }
}

fn place(brief: &Brief<'_>, part: Part, top: f64, inner: f64, axis: f64) -> Block {
    let caption = brief.caption(part);
    let badge_height = if brief.has_badge(part) {
        BADGE_HEIGHT
    } else {
        0.0
    };
    let tank = is_tank(part, &caption);
    // Where a pipe leads away to the left, words end before its arrow.
    let words = if part == Part::Visitors {
        inner
    } else if tank {
        axis - WIDEST_PIPE / 2.0 - 6.0
    } else if has_aside(part) {
        axis - NODE / 2.0 - AWAY - HEAD
    } else {
        axis - NODE / 2.0 - 6.0
    } - 2.0 * PAD;
    let (texts, end) = head(&caption, at(PAD, top + PAD), words);
    let badge = at(PAD, end + 3.0);
    let mut y = end + badge_height;
    let high = tall(&caption.notes, words);
    let notes = |y: f64, width: f64| Slot {
        at: at(PAD, y),
        width,
        height: tall(&caption.notes, width),
    };
    let (body, notes) = if part == Part::Visitors {
        let slot = notes(y + 4.0, words);
        let rects = sources(caption.sources.len(), y + 4.0 + high + 8.0, inner);
        (Body::Sources(rects), slot)
    } else if tank {
        y += 6.0;
        let small = part.zone() == Zone::Beside;
        let strip = Rect::new(0.0, y, inner, STRIP);
        let tall = if small { SMALL_TANK } else { TANK };
        let tank = Rect::new(0.0, strip.bottom() + 6.0, inner, tall);
        (
            Body::Tank { strip, tank },
            notes(tank.bottom() + 6.0, words),
        )
    } else {
        let slot = notes(y + 4.0, words);
        let bottom = slot.at.y + slot.height;
        let middle = f64::midpoint(top, bottom).max(top + PAD + NODE / 2.0);
        let node = Rect::new(axis - NODE / 2.0, middle - NODE / 2.0, NODE, NODE);
        let body = if is_gauge(part) {
            Body::Gauge(node)
        } else {
            Body::Node(node)
        };
        (body, slot)
    };
    let low = (notes.at.y + notes.height).max(body.bottom()) + PAD;
    Block {
        part,
        area: Rect::new(0.0, top, inner, low - top),
        head: texts,
        badge,
        notes,
        body,
    }
}

/// Regions beside each other, in two rows when there are more than two.
fn sources(n: usize, top: f64, width: f64) -> Vec<Rect> {
    let columns = if n == 4 { 2 } else { n.clamp(1, 3) };
    #[expect(clippy::cast_precision_loss, reason = "at most four regions")]
    let w = (width - 8.0 * (columns as f64 - 1.0)) / columns as f64;
    (0..n)
        .map(|i| {
            #[expect(clippy::cast_precision_loss, reason = "at most four regions")]
            let (column, row) = ((i % columns) as f64, (i / columns) as f64);
            Rect::new(column * (w + 8.0), top + row * (SOURCE + 8.0), w, SOURCE)
        })
        .collect()
}
