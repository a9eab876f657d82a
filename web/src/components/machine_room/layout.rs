//! Where everything stands: a room, its captions and a width in; rectangles, curves and lines of text out.
//!
//! Two arrangements from one plan: from [`WIDE`] pixels on the parts stand side by side and requests come from the left;
//! below that they stand under each other and requests come from above. Sizes are CSS pixels; the drawing is never scaled,
//! so letters keep their size.

use super::geometry::{Point, Rect, Size, at, wrap};
use super::model::{Level, Part, Room};
use super::plumbing::{HEAD, Pipe, WIDEST_PIPE, pipes};
use super::says::{Captions, Note, Tone};

/// Width of the container from which parts stand side by side.
pub(crate) const WIDE: f64 = 720.0;
/// Narrowest width that is drawn; below it the page scrolls.
pub(crate) const NARROWEST: f64 = 280.0;

const PAD: f64 = 10.0;
const NODE: f64 = 72.0;
const STRIP: f64 = 34.0;
const SOURCE: f64 = 50.0;
const BADGE: f64 = 24.0;
/// Length of the pipe between a node and the arrow's head beside it.
pub(super) const ARROW: f64 = 16.0;
/// Space for a pause sign before a text.
pub(crate) const PAUSE: f64 = 18.0;

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// Width of the drawing.
    pub(crate) width: f64,
    /// Height of the drawing.
    pub(crate) height: f64,
    /// Parts, in the order in which requests meet them.
    pub(crate) blocks: Vec<Block>,
    /// Pipes between and beside them.
    pub(crate) pipes: Vec<Pipe>,
}

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    /// Which.
    pub(crate) part: Part,
    /// All of it: what can be touched.
    pub(crate) area: Rect,
    /// Its texts.
    pub(crate) texts: Vec<Text>,
    /// Where its level is named.
    pub(crate) badge: Option<Badge>,
    /// What it looks like.
    pub(crate) body: Body,
}

/// What a part looks like.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// Regions, each a place where a pipe begins.
    Sources(Vec<Rect>),
    /// A thing that requests pass.
    Node(Rect),
    /// Servers with a line in front.
    Tank {
        /// The line.
        strip: Rect,
        /// The servers.
        tank: Rect,
    },
}

/// A word for how full a part is, beside a sample of the pattern.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Badge {
    /// The sample.
    pub(crate) sample: Rect,
    /// Left end of the word's base line.
    pub(crate) word: Point,
    /// The word.
    pub(crate) text: String,
    /// The level.
    pub(crate) level: Level,
}

#[cfg(test)]
impl Badge {
    /// Sample and word together.
    pub(crate) fn area(&self) -> Rect {
        let end = self.word.x + super::geometry::width_of(&self.text, Size::Strong);
        Rect::new(
            self.sample.x,
            self.sample.y,
            end - self.sample.x,
            self.sample.h,
        )
    }
}

/// Lines of text, left-aligned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    /// Left end of the first base line.
    pub(crate) at: Point,
    /// Size of the letters.
    pub(crate) size: Size,
    /// What it is about.
    pub(crate) tone: Tone,
    /// The lines.
    pub(crate) lines: Vec<String>,
}

impl Text {
    /// What the lines cover at most, for a column of this width.
    #[cfg(test)]
    pub(crate) fn area(&self) -> Rect {
        use super::geometry::width_of;
        let w = self
            .lines
            .iter()
            .map(|l| width_of(l, self.size))
            .fold(0.0, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
        let h = self.lines.len() as f64 * self.size.leading();
        Rect::new(self.at.x, self.at.y - self.size.px(), w, h)
    }
}

/// Places everything; nothing higher up, and nothing less high, than in the plan `least` of the same parts.
pub(crate) fn plan(room: &Room, captions: &Captions, width: f64, least: Option<&Plan>) -> Plan {
    if width >= WIDE {
        side_by_side(room, captions, width, least)
    } else {
        stacked(room, captions, width.max(NARROWEST), least)
    }
}

/// The block of `part` in the plan that sets the least places.
fn least_block(least: Option<&Plan>, part: Part) -> Option<&Block> {
    least?.blocks.iter().find(|b| b.part == part)
}

/// Height of region number `i` in the plan that sets the least places.
fn least_source(least: Option<&Plan>, i: usize) -> f64 {
    match least_block(least, Part::Visitors).map(|b| &b.body) {
        Some(Body::Sources(rects)) => rects.get(i).map_or(0.0, |r| r.h),
        _ => 0.0,
    }
}

/// Upper end of what a part looks like.
fn body_top(block: &Block) -> f64 {
    match &block.body {
        Body::Sources(rects) => rects.first().map_or(0.0, |r| r.y),
        Body::Node(r) | Body::Tank { strip: r, .. } => r.y,
    }
}

/// A column of text that grows downwards.
struct Column {
    x: f64,
    width: f64,
    y: f64,
    texts: Vec<Text>,
    badge: Option<Badge>,
}

impl Column {
    fn new(x: f64, y: f64, width: f64) -> Self {
        Self {
            x,
            width,
            y,
            texts: Vec::new(),
            badge: None,
        }
    }

    fn put(&mut self, text: &str, size: Size, tone: Tone, lines: usize) {
        // Room for the pause sign.
        let indent = if tone == Tone::Stuck { PAUSE } else { 0.0 };
        let lines = wrap(text, size, self.width - indent, lines);
        if lines.is_empty() {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
        let height = lines.len() as f64 * size.leading();
        self.texts.push(Text {
            at: at(self.x + indent, self.y + size.px()),
            size,
            tone,
            lines,
        });
        self.y += height;
    }

    fn notes(&mut self, notes: &[Note]) {
        for note in notes {
            let size = if note.tone == Tone::Lost {
                Size::Strong
            } else {
                Size::Text
            };
            self.put(&note.text, size, note.tone, 8);
        }
    }

    /// Name, what it is, level and figures of a part.
    fn head(&mut self, room: &Room, captions: &Captions, part: Part) {
        let words = captions.of(part);
        self.put(&words.title, Size::Title, Tone::Strong, 2);
        self.put(&words.subtitle, Size::Text, Tone::Soft, 3);
        if let (Some(level), Some(word)) = (room.level(part), &words.level) {
            self.y += 6.0;
            self.badge = Some(Badge {
                sample: Rect::new(self.x, self.y, BADGE, 16.0),
                word: at(self.x + BADGE + 8.0, self.y + 13.0),
                text: word.clone(),
                level,
            });
            self.y += 20.0;
        }
        self.y += 4.0;
        self.notes(&words.figures);
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arrangement, read from left to right"
)]
fn side_by_side(room: &Room, captions: &Captions, width: f64, least: Option<&Plan>) -> Plan {
    let more = width - WIDE;
    let size = |part| match part {
        Part::Visitors => 120.0 + 0.12 * more,
        Part::Cdn | Part::Door => 104.0 + 0.10 * more,
        Part::Web => 0.0,
        Part::Database => 156.0 + 0.20 * more,
    };
    let parts = room.parts();
    #[expect(clippy::cast_precision_loss, reason = "five parts")]
    let gaps = (parts.len() - 2) as f64;
    let gap = 12.0 + 0.04 * more;
    // The pipes of the regions come together here.
    let first_gap = 36.0 + 0.04 * more;
    let fixed: f64 = parts.iter().map(|p| size(*p)).sum::<f64>() + gaps * gap + first_gap;

    // Heads first: the tallest decides where the pipes run.
    let mut x = 0.0;
    let mut columns = Vec::new();
    for part in parts {
        let w = if part == Part::Web {
            width - fixed
        } else {
            size(part)
        };
        let mut column = Column::new(x + PAD, PAD, w - 2.0 * PAD);
        column.head(room, captions, part);
        columns.push((part, Rect::new(x, 0.0, w, 0.0), column));
        x += w + if part == Part::Visitors {
            first_gap
        } else {
            gap
        };
    }
    let lines_above = |c: &(Part, Rect, Column)| {
        captions
            .of(c.0)
            .line
            .as_ref()
            .map_or(0, |l| wrap(l, Size::Text, c.2.width, 2).len())
    };
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    let label = columns.iter().map(lines_above).max().unwrap_or(0) as f64 * Size::Text.leading();
    // The database stands a little lower, so that the pipe to it leaves the web servers' tank straight.
    let drop = STRIP / 2.0 + 8.0 + WIDEST_PIPE / 2.0 + 14.0;
    let fits = |c: &(Part, Rect, Column)| {
        let lower = if c.0 == Part::Database { drop } else { 0.0 };
        c.2.y + 10.0 + label - lower
    };
    let strip_y = columns
        .iter()
        .map(|c| match c.0 {
            // Regions stand where there is room; their pipes bend.
            Part::Visitors => 0.0,
            Part::Cdn | Part::Door => c.2.y + 8.0 + NODE / 2.0 - STRIP / 2.0,
            Part::Web | Part::Database => fits(c),
        })
        .fold(
            least_block(least, Part::Web).map_or(0.0, body_top),
            f64::max,
        );
    let axis = strip_y + STRIP / 2.0;
    let tank_height = 138.0 + 0.05 * more;
    let bottom = strip_y + STRIP + 8.0 + tank_height;

    let mut blocks = Vec::new();
    for (part, area, mut column) in columns {
        let words = captions.of(part);
        let body = match part {
            Part::Visitors => {
                let n = words.sources.len();
                #[expect(clippy::cast_precision_loss, reason = "at most four")]
                let total = n as f64 * (SOURCE + 8.0) - 8.0;
                column.y = (axis - total / 2.0)
                    .max(column.y + 8.0)
                    .max(least_block(least, part).map_or(0.0, body_top));
                let mut rects = Vec::new();
                for (i, source) in words.sources.iter().enumerate() {
                    let low = least_source(least, i);
                    rects.push(source_at(&mut column, source, area.x, area.w, low));
                    column.y += 8.0;
                }
                column.notes(&words.below);
                Body::Sources(rects)
            }
            Part::Cdn | Part::Door => {
                let node = Rect::new(area.centre().x - NODE / 2.0, axis - NODE / 2.0, NODE, NODE);
                column.y = node.bottom() + 30.0 + WIDEST_PIPE / 2.0 + 6.0;
                column.notes(&words.below);
                Body::Node(node)
            }
            Part::Web | Part::Database => {
                let top = if part == Part::Database {
                    strip_y + drop
                } else {
                    strip_y
                };
                let strip = Rect::new(area.x, top, area.w, STRIP);
                let tank = Rect::new(
                    area.x,
                    strip.bottom() + 8.0,
                    area.w,
                    bottom - strip.bottom() - 8.0,
                );
                above_strip(&mut column, words.line.as_deref(), &strip);
                column.y = tank.bottom() + 8.0;
                column.notes(&words.below);
                Body::Tank { strip, tank }
            }
        };
        let area = Rect::new(area.x, 0.0, area.w, column.y + PAD);
        blocks.push(finish(part, area, body, column));
    }
    let height = blocks
        .iter()
        .map(|b| b.area.h)
        .fold(least.map_or(0.0, |l| l.height), f64::max);
    for block in &mut blocks {
        block.area.h = height;
    }
    let pipes = pipes(room, &blocks, true);
    Plan {
        width,
        height,
        blocks,
        pipes,
    }
}

fn stacked(room: &Room, captions: &Captions, width: f64, least: Option<&Plan>) -> Plan {
    // Words on the left, pipes down the right.
    let axis = (width * 0.79).min(width - 64.0);
    let words_width = axis - WIDEST_PIPE / 2.0 - 10.0 - PAD;
    let gap = 30.0;
    let mut blocks = Vec::new();
    let mut y = 0.0;
    for part in room.parts() {
        let words = captions.of(part);
        let half = NODE / 2.0;
        let column_width = match part {
            // A node and the arrow beside it need more room than a pipe.
            Part::Cdn | Part::Door => axis - half - ARROW - HEAD - 4.0 - PAD,
            Part::Visitors | Part::Web | Part::Database => words_width,
        };
        let least_top = least_block(least, part).map_or(0.0, body_top);
        let mut column = Column::new(PAD, y + PAD, column_width);
        column.head(room, captions, part);
        let body = match part {
            Part::Visitors => {
                column.notes(&words.below);
                column.y = (column.y + 8.0).max(least_top);
                let (rects, lowest) = source_grid(&mut column, &words.sources, width, least);
                column.y = lowest;
                Body::Sources(rects)
            }
            Part::Cdn | Part::Door => {
                // The arrow points at what it means.
                let middle = column.y + Size::Text.leading() / 2.0;
                column.notes(&words.below);
                let top = (middle - NODE / 2.0).max(y).max(least_top);
                let node = Rect::new(axis - half, top, NODE, NODE);
                column.y = column.y.max(node.bottom() - PAD);
                Body::Node(node)
            }
            Part::Web | Part::Database => {
                let mut top = column.y + 8.0;
                if let Some(line) = &words.line {
                    let lines = wrap(line, Size::Text, column.width, 2).len();
                    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
                    let label = lines as f64 * Size::Text.leading();
                    top += label;
                }
                let strip = Rect::new(0.0, top.max(least_top), width, STRIP);
                above_strip(&mut column, words.line.as_deref(), &strip);
                let tank = Rect::new(0.0, strip.bottom() + 8.0, width, 112.0);
                column.y = tank.bottom() + 8.0;
                column.notes(&words.below);
                Body::Tank { strip, tank }
            }
        };
        let least_bottom = least_block(least, part).map_or(0.0, |b| b.area.bottom());
        let area = Rect::new(0.0, y, width, (column.y + PAD).max(least_bottom) - y);
        y = area.bottom() + if part == Part::Visitors { 52.0 } else { gap };
        blocks.push(finish(part, area, body, column));
    }
    let pipes = pipes(room, &blocks, false);
    Plan {
        width,
        height: y - gap,
        blocks,
        pipes,
    }
}

/// Regions beside each other, in two rows when they would get too narrow. Gives their boxes and the lower end of all.
fn source_grid(
    column: &mut Column,
    sources: &[(String, String)],
    width: f64,
    least: Option<&Plan>,
) -> (Vec<Rect>, f64) {
    const GAP: f64 = 8.0;
    let in_rows = |columns: usize| {
        #[expect(clippy::cast_precision_loss, reason = "at most four")]
        let n = columns.max(1) as f64;
        (width - (n - 1.0) * GAP) / n
    };
    let columns = if in_rows(sources.len()) < 130.0 {
        sources.len().div_ceil(2)
    } else {
        sources.len().max(1)
    };
    let each = in_rows(columns);
    let mut rects: Vec<Rect> = Vec::new();
    let mut top = column.y;
    for row in sources.chunks(columns) {
        let first = rects.len();
        let mut lowest = top;
        let mut x = 0.0;
        for source in row {
            let mut own = Column::new(x + GAP, top, each - 2.0 * GAP);
            let low = least_source(least, rects.len());
            rects.push(source_at(&mut own, source, x, each, low));
            column.texts.append(&mut own.texts);
            lowest = lowest.max(own.y);
            x += each + GAP;
        }
        for rect in rects.iter_mut().skip(first) {
            rect.h = lowest - top;
        }
        top = lowest + GAP;
    }
    (rects, top - GAP)
}

/// A region's box, with its name and flow inside.
fn source_at(column: &mut Column, source: &(String, String), x: f64, w: f64, least: f64) -> Rect {
    let top = column.y;
    column.y += 4.0;
    column.put(&source.0, Size::Text, Tone::Plain, 2);
    column.put(&source.1, Size::Text, Tone::Soft, 2);
    column.y = (column.y + 6.0).max(top + SOURCE.max(least));
    Rect::new(x, top, w, column.y - top)
}

/// A line's label, ending just above the line.
fn above_strip(column: &mut Column, label: Option<&str>, strip: &Rect) {
    if let Some(label) = label {
        #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
        let lines = wrap(label, Size::Text, column.width, 2).len() as f64;
        column.y = strip.y - lines * Size::Text.leading() - 4.0;
        column.put(label, Size::Text, Tone::Plain, 2);
    }
}

fn finish(part: Part, area: Rect, body: Body, column: Column) -> Block {
    Block {
        part,
        area,
        texts: column.texts,
        badge: column.badge,
        body,
    }
}
