//! Where everything stands: parts, their texts and a width in; rectangles, curves and places for text out.
//!
//! Two arrangements: from [`WIDE`] pixels on the parts stand in rows and requests go from left to right; below that they
//! stand under each other and requests go down. Sizes are CSS pixels; the drawing is never scaled, so letters keep their
//! size. A plan is made once for a rehearsal, from the largest figures that it has: while time goes on nothing moves aside.

use super::geometry::{Point, Rect, Size, at, wrap};
use super::part::{Part, Zone};
use super::plumbing::Pipe;
use super::says::{Caption, Captions, Note, Tone};
use super::{rows, stacked};

/// Width of the drawing from which parts stand side by side.
pub(crate) const WIDE: f64 = 620.0;
/// Narrowest width that is drawn; below it the page scrolls.
pub(crate) const NARROWEST: f64 = 280.0;

/// Space around the texts of a part.
pub(super) const PAD: f64 = 8.0;
/// Size of a node's box.
pub(super) const NODE: f64 = 64.0;
/// Height of a line of people or requests.
pub(super) const STRIP: f64 = 34.0;
/// Height of one region.
pub(super) const SOURCE: f64 = 48.0;
/// Width of the pattern beside a level's word.
pub(super) const BADGE: f64 = 24.0;
/// Height that a badge takes.
pub(super) const BADGE_HEIGHT: f64 = 24.0;
/// Length of a pipe that leads away from a node.
pub(super) const AWAY: f64 = 22.0;
/// Size of a place where something can be added: a finger's.
pub(super) const GHOST: f64 = 44.0;
/// Space for a sign before a text.
pub(crate) const SIGN: f64 = 18.0;
/// Most lines of notes under a part.
const MOST_LINES: usize = 12;

/// Everything that is drawn, but for what changes with time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// Width of the drawing.
    pub(crate) width: f64,
    /// Height of the drawing.
    pub(crate) height: f64,
    /// Whether requests go from left to right.
    pub(crate) level: bool,
    /// Parts, in the order in which requests meet them.
    pub(crate) blocks: Vec<Block>,
    /// Where something can be added.
    pub(crate) ghosts: Vec<Ghost>,
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
    /// Its name and what it is.
    pub(crate) head: Vec<Text>,
    /// Where its condition is named: the upper left corner.
    pub(crate) badge: Point,
    /// Where its figures stand.
    pub(crate) notes: Slot,
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
    /// Something that fills or empties: a line of people, a stock.
    Gauge(Rect),
}

impl Body {
    /// Where pipes enter and leave: all of it but the tank below.
    pub(crate) fn gate(&self) -> Rect {
        match self {
            Self::Sources(all) => all.first().copied().unwrap_or_default(),
            Self::Node(r) | Self::Gauge(r) | Self::Tank { strip: r, .. } => *r,
        }
    }

    /// Its lower edge.
    pub(crate) fn bottom(&self) -> f64 {
        match self {
            Self::Sources(all) => all.last().map_or(0.0, Rect::bottom),
            Self::Node(r) | Self::Gauge(r) | Self::Tank { tank: r, .. } => r.bottom(),
        }
    }
}

/// A place where something can be added.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ghost {
    /// What would stand here.
    pub(crate) zone: Zone,
    /// What can be touched.
    pub(crate) area: Rect,
    /// Where the sign stands.
    pub(crate) sign: Rect,
    /// Where there is room to say what it is.
    pub(crate) label: Option<Slot>,
}

/// A place for lines of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slot {
    /// Upper left corner.
    pub(crate) at: Point,
    /// Width.
    pub(crate) width: f64,
    /// Height.
    pub(crate) height: f64,
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
    /// What the lines cover at most.
    #[cfg(test)]
    pub(crate) fn area(&self) -> Rect {
        use super::geometry::width_of;
        let w = self
            .lines
            .iter()
            .map(|l| width_of(l, self.size))
            .fold(0.0, f64::max);
        let h = height(self.lines.len(), self.size);
        Rect::new(self.at.x, self.at.y - self.size.px(), w, h)
    }
}

/// What a plan is made of.
pub(crate) struct Brief<'a> {
    /// Parts, in the order in which requests meet them; then those beside.
    pub(crate) parts: &'a [Part],
    /// Their texts at their longest.
    pub(crate) captions: &'a Captions,
    /// Where something can be added.
    pub(crate) ghosts: &'a [Zone],
    /// Whether the parts that fill up have a word for it.
    pub(crate) badges: bool,
}

impl Brief<'_> {
    /// The parts in this zone.
    pub(super) fn zone(&self, zone: Zone) -> impl Iterator<Item = Part> {
        self.parts.iter().copied().filter(move |p| p.zone() == zone)
    }

    /// The texts around `part`.
    pub(super) fn caption(&self, part: Part) -> Caption {
        self.captions.of(part).cloned().unwrap_or_default()
    }

    /// Whether something can be added in `zone`.
    pub(super) fn ghost(&self, zone: Zone) -> bool {
        self.ghosts.contains(&zone)
    }

    /// Whether `part` ever has a word for its condition.
    pub(super) fn has_badge(&self, part: Part) -> bool {
        self.badges
            && matches!(
                part,
                Part::WaitingRoom
                    | Part::Web
                    | Part::Database
                    | Part::Replicas
                    | Part::Uplink
                    | Part::Queue
                    | Part::Stock(_)
                    | Part::Party(_)
                    | Part::Desk(_)
            )
    }
}

/// Places everything.
pub(crate) fn plan(brief: &Brief<'_>, width: f64) -> Plan {
    if width >= WIDE {
        rows::plan(brief, width)
    } else {
        stacked::plan(brief, width.max(NARROWEST))
    }
}

/// Whether a part is drawn as servers with a line, as a gauge or as a node.
pub(super) fn is_tank(part: Part, caption: &Caption) -> bool {
    match part {
        Part::Web | Part::Database | Part::Replicas | Part::Queue | Part::Desk(_) => true,
        // One that works on any number at once is a cloud.
        Part::Party(_) => caption.has_servers,
        _ => false,
    }
}

/// Whether it is drawn as something that fills or empties.
pub(super) fn is_gauge(part: Part) -> bool {
    matches!(part, Part::WaitingRoom | Part::Stock(_))
}

/// Whether something leaves the main way at a part.
pub(super) fn has_aside(part: Part) -> bool {
    matches!(
        part,
        Part::WaitingRoom
            | Part::BotFilter
            | Part::Cdn
            | Part::RateLimit
            | Part::Door
            | Part::Cache
    )
}

/// Name and explanation of a part at `from`, and where they end.
pub(super) fn head(caption: &Caption, from: Point, width: f64) -> (Vec<Text>, f64) {
    let mut y = from.y;
    let mut texts = Vec::new();
    for (text, size, tone, most) in [
        (&caption.title, Size::Title, Tone::Strong, 2),
        (&caption.subtitle, Size::Text, Tone::Soft, 2),
    ] {
        let lines = wrap(text, size, width, most);
        if lines.is_empty() {
            continue;
        }
        let tall = height(lines.len(), size);
        texts.push(Text {
            at: at(from.x, y + size.px()),
            size,
            tone,
            lines,
        });
        y += tall;
    }
    (texts, y)
}

/// The notes of a part as lines in its place; what does not fit is left out.
pub(crate) fn lines(notes: &[Note], slot: &Slot) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut y = slot.at.y;
    let end = slot.at.y + slot.height + 0.5;
    for note in notes {
        let size = match note.tone {
            Tone::Lost | Tone::Trouble | Tone::Strong => Size::Strong,
            Tone::Plain | Tone::Soft | Tone::Stuck => Size::Text,
        };
        let indent = match note.tone {
            Tone::Stuck | Tone::Trouble => SIGN,
            _ => 0.0,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a handful of lines"
        )]
        let room = ((end - y) / size.leading()).max(0.0) as usize;
        let lines = wrap(&note.text, size, slot.width - indent, room);
        if lines.is_empty() {
            continue;
        }
        let tall = height(lines.len(), size);
        texts.push(Text {
            at: at(slot.at.x + indent, y + size.px()),
            size,
            tone: note.tone,
            lines,
        });
        y += tall;
    }
    texts
}

/// How high the notes get in a column of this width.
pub(super) fn tall(notes: &[Note], width: f64) -> f64 {
    let most = height(MOST_LINES, Size::Text);
    let slot = Slot {
        at: at(0.0, 0.0),
        width,
        height: most,
    };
    lines(notes, &slot)
        .iter()
        .map(|t| height(t.lines.len(), t.size))
        .sum()
}

/// The height of so many lines.
#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
pub(super) fn height(lines: usize, size: Size) -> f64 {
    lines as f64 * size.leading()
}
