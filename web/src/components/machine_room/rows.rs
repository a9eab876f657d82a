//! Parts in rows, requests from left to right: on the way in, the servers, and what stands beside them.

use super::geometry::{Rect, at};
use super::layout::{
    AWAY, BADGE_HEIGHT, Block, Body, Brief, GHOST, Ghost, NODE, PAD, Plan, SOURCE, STRIP, Slot,
    has_aside, head, is_gauge, is_tank, tall,
};
use super::part::{Part, Zone};
use super::plumbing;

/// Space between two parts of a row, at least.
const GAP: f64 = 16.0;
/// Space between two rows: pipes run there.
const BETWEEN: f64 = 44.0;
/// Space at the ends of rows, where a pipe goes to the next one.
const MARGIN: f64 = 22.0;
/// Height of a tank.
const TANK: f64 = 124.0;
/// Height of a smaller one.
const SMALL_TANK: f64 = 62.0;
/// Widest column of a part that does not grow with its size.
const MOST_NODE: f64 = 230.0;

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Item {
    Part(Part),
    Ghost(Zone),
}

impl Item {
    /// Narrowest column.
    fn least(self) -> f64 {
        match self {
            Self::Ghost(_) => GHOST,
            Self::Part(part) => match part {
                Part::Web => 176.0,
                Part::Database => 136.0,
                Part::Visitors | Part::WaitingRoom => 118.0,
                p if p.zone() == Zone::Beside => 142.0,
                _ => 96.0,
            },
        }
    }

    /// How much of what is left over it takes.
    fn weight(self) -> f64 {
        match self {
            Self::Ghost(_) => 0.0,
            Self::Part(Part::Web) => 2.6,
            Self::Part(Part::Database) => 1.8,
            Self::Part(Part::Visitors | Part::WaitingRoom) => 1.0,
            Self::Part(_) => 0.7,
        }
    }

    /// Widest column.
    fn most(self) -> f64 {
        match self {
            Self::Part(Part::Web | Part::Database) => f64::INFINITY,
            _ => MOST_NODE.max(self.least()),
        }
    }
}

/// A row: what stands in it, and whether it belongs to the main way.
struct Row {
    items: Vec<Item>,
    main: bool,
    /// Columns of the widest row of its kind: what stands beside stands in a grid, so that pipes find a way between.
    grid: usize,
}

#[expect(clippy::cast_precision_loss, reason = "a handful of parts")]
fn needs(items: &[Item]) -> f64 {
    let gaps = items.len().saturating_sub(1) as f64;
    items.iter().map(|i| i.least()).sum::<f64>() + gaps * GAP
}

/// Which part stands in which row.
fn arrange(brief: &Brief<'_>, width: f64) -> Vec<Row> {
    let mut edge: Vec<Item> = brief.zone(Zone::Edge).map(Item::Part).collect();
    if brief.ghost(Zone::Edge) {
        edge.push(Item::Ghost(Zone::Edge));
    }
    let mut inner: Vec<Item> = brief.zone(Zone::Inner).map(Item::Part).collect();
    if brief.ghost(Zone::Inner) {
        // The only part that can be added here stands before the database.
        inner.insert(inner.len() - 1, Item::Ghost(Zone::Inner));
    }
    let mut beside: Vec<Item> = brief.zone(Zone::Beside).map(Item::Part).collect();
    if brief.ghost(Zone::Beside) {
        beside.push(Item::Ghost(Zone::Beside));
    }
    let mut rows = Vec::new();
    let all = [edge.clone(), inner.clone()].concat();
    if needs(&all) <= width - MARGIN {
        rows.push(Row {
            grid: all.len(),
            items: all,
            main: true,
        });
    } else {
        for items in [edge, inner] {
            wrap(&items, width - 2.0 * MARGIN, true, &mut rows);
        }
    }
    wrap(&beside, width - MARGIN, false, &mut rows);
    rows
}

/// In as few rows as fit, evenly filled.
fn wrap(items: &[Item], width: f64, main: bool, rows: &mut Vec<Row>) {
    let count = (1..=items.len())
        .find(|n| {
            items
                .chunks(items.len().div_ceil(*n))
                .all(|c| needs(c) <= width)
        })
        .unwrap_or(1);
    let grid = items.len().div_ceil(count).max(1);
    for chunk in items.chunks(grid) {
        rows.push(Row {
            items: chunk.to_vec(),
            main,
            grid,
        });
    }
}

/// The width of each column of a row.
fn columns(row: &Row, width: f64) -> Vec<f64> {
    if !row.main {
        #[expect(clippy::cast_precision_loss, reason = "a handful of parts")]
        let n = row.grid as f64;
        let each = ((width - (n - 1.0) * GAP) / n).min(MOST_NODE);
        return vec![each; row.items.len()];
    }
    let mut widths: Vec<f64> = row.items.iter().map(|i| i.least()).collect();
    let mut left = width - needs(&row.items);
    // Who reaches the most leaves the rest to the others.
    for _ in 0..4 {
        let open = |i: usize, w: f64| w < row.items[i].most() - 0.5;
        let weights: f64 = widths
            .iter()
            .enumerate()
            .filter(|(i, w)| open(*i, **w))
            .map(|(i, _)| row.items[i].weight())
            .sum();
        if left < 1.0 || weights <= 0.0 {
            break;
        }
        let share = left / weights;
        for (i, item) in row.items.iter().enumerate() {
            if open(i, widths[i]) {
                let more = (share * item.weight()).min(item.most() - widths[i]);
                widths[i] += more;
                left -= more;
            }
        }
    }
    widths
}

/// Places everything.
pub(super) fn plan(brief: &Brief<'_>, width: f64) -> Plan {
    let rows = arrange(brief, width);
    let several = rows.iter().filter(|r| r.main).count() > 1;
    let (mut blocks, mut ghosts) = (Vec::new(), Vec::new());
    let mut ends = Vec::new();
    let mut y = 0.0;
    for row in &rows {
        let left = if several || !row.main { MARGIN } else { 0.0 };
        let right = if several && row.main { MARGIN } else { 0.0 };
        let bottom = place(
            brief,
            row,
            left,
            width - left - right,
            y,
            (&mut blocks, &mut ghosts),
        );
        ends.push((row.main, y, bottom));
        y = bottom + BETWEEN;
    }
    let pipes = plumbing::rows(&blocks, &ends, width, MARGIN);
    Plan {
        width,
        height: (y - BETWEEN).max(0.0),
        level: true,
        blocks,
        ghosts,
        pipes,
    }
}

/// Places one row; gives its lower end.
fn place(
    brief: &Brief<'_>,
    row: &Row,
    left: f64,
    width: f64,
    top: f64,
    (blocks, ghosts): (&mut Vec<Block>, &mut Vec<Ghost>),
) -> f64 {
    let first = blocks.len();
    let widths = columns(row, width);
    // Heads first: the tallest decides where the pipes run.
    let mut x = left;
    let mut placed = Vec::new();
    for (item, w) in row.items.iter().zip(widths) {
        placed.push((*item, Rect::new(x, top, w, 0.0)));
        x += w + GAP;
    }
    let heads: Vec<_> = placed
        .iter()
        .map(|(item, area)| match item {
            Item::Part(part) => {
                let caption = brief.caption(*part);
                let from = at(area.x + PAD, top + PAD);
                let (texts, end) = head(&caption, from, area.w - 2.0 * PAD);
                let badge = if brief.has_badge(*part) {
                    BADGE_HEIGHT
                } else {
                    0.0
                };
                Some((*part, caption, texts, end, badge))
            }
            Item::Ghost(_) => None,
        })
        .collect();
    let low = heads
        .iter()
        .flatten()
        .map(|(.., end, badge)| end + badge)
        .fold(top + PAD, f64::max);
    let axis = low + 8.0 + NODE / 2.0;
    for ((item, area), head) in placed.into_iter().zip(heads) {
        match (item, head) {
            (Item::Part(part), Some((_, caption, texts, end, _))) => {
                let body = body(part, &caption, &area, axis);
                let away = if has_aside(part) { AWAY + 12.0 } else { 0.0 };
                let notes = Slot {
                    at: at(area.x + PAD, body.bottom() + 8.0 + away),
                    width: area.w - 2.0 * PAD,
                    height: tall(&caption.notes, area.w - 2.0 * PAD),
                };
                blocks.push(Block {
                    part,
                    area,
                    head: texts,
                    badge: at(area.x + PAD, end + 3.0),
                    notes,
                    body,
                });
            }
            (Item::Ghost(zone), _) => ghosts.push(ghost(zone, &area, axis, left + width)),
            (Item::Part(_), None) => {}
        }
    }
    let bottom = blocks[first..]
        .iter()
        .map(|b| b.notes.at.y + b.notes.height + PAD)
        .fold(axis + GHOST / 2.0, f64::max);
    for block in &mut blocks[first..] {
        block.area.h = bottom - top;
    }
    bottom
}

fn ghost(zone: Zone, area: &Rect, axis: f64, end: f64) -> Ghost {
    let sign = Rect::new(area.x, axis - GHOST / 2.0, GHOST, GHOST);
    let label = (zone == Zone::Beside && end - sign.right() > 120.0).then(|| Slot {
        at: at(sign.right() + 10.0, axis - GHOST / 2.0 + 3.0),
        width: (end - sign.right() - 10.0).min(320.0),
        height: GHOST,
    });
    let right = label.map_or(sign.right(), |l| l.at.x + l.width);
    Ghost {
        zone,
        area: Rect::new(sign.x, sign.y, right - sign.x, sign.h),
        sign,
        label,
    }
}

fn body(part: Part, caption: &super::says::Caption, area: &Rect, axis: f64) -> Body {
    let beside = part.zone() == Zone::Beside;
    if part == Part::Visitors {
        let mut y = axis - SOURCE / 2.0;
        let rects = caption.sources.iter().map(|_| {
            let r = Rect::new(area.x, y, area.w, SOURCE);
            y += SOURCE + 6.0;
            r
        });
        Body::Sources(rects.collect())
    } else if is_tank(part, caption) {
        let strip = Rect::new(area.x, axis - STRIP / 2.0, area.w, STRIP);
        let tall = if beside { SMALL_TANK } else { TANK };
        let tank = Rect::new(area.x, strip.bottom() + 6.0, area.w, tall);
        Body::Tank { strip, tank }
    } else if is_gauge(part) {
        Body::Gauge(Rect::new(area.x, axis - NODE / 2.0, area.w, NODE))
    } else {
        // In line with its words.
        Body::Node(Rect::new(area.x + PAD, axis - NODE / 2.0, NODE, NODE))
    }
}
