//! What one visit does.

use crate::{Dist, Retries};

/// The pages a visitor walks through, and how patient such a visitor is.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// A stable name; random numbers are keyed by it.
    pub id: String,
    /// Pages in order; everybody begins at the first.
    pub pages: Vec<Page>,
    /// What people do when a page does not come.
    pub behaviour: Behaviour,
    /// Whether people bring others; `None` when they do not.
    pub sharing: Option<Sharing>,
}

impl Journey {
    /// A visit of one page with one request by `program`, made by a visitor of endless patience.
    #[must_use]
    pub fn single_request(id: impl Into<String>, program: usize) -> Self {
        Self {
            id: id.into(),
            pages: vec![Page {
                id: "page".into(),
                requests: vec![Request {
                    id: "document".into(),
                    kind: RequestKind::Document,
                    programs: vec![program],
                    count: 1,
                    files: 1,
                    bytes: 0,
                }],
                think: Dist::constant(0.0),
                go_on: 0.0,
                goal_cents: None,
                stock: None,
                opens: None,
            }],
            behaviour: Behaviour::endless(),
            sharing: None,
        }
    }
}

/// One page: what loading it asks of the site, and what the visitor does then.
///
/// The document is asked for first; when it has arrived, everything else is asked for at once; the page has loaded when all
/// of it is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// A name, unique in the journey.
    pub id: String,
    /// What is asked for. The first is the document.
    pub requests: Vec<Request>,
    /// Time between the page having loaded and the visitor going on.
    pub think: Dist,
    /// Chance of going on to the next page (0 to 1); the rest leave satisfied. Not used on the last page.
    pub go_on: f64,
    /// Having loaded this page is the goal of the journey and is worth this many cents (0 or more).
    pub goal_cents: Option<u64>,
    /// The page shows whether this stock has anything left: who loads it afterwards leaves, too late but not failed.
    pub stock: Option<usize>,
    /// The page leads on only from a moment on, and people wait on it for that.
    pub opens: Option<Opening>,
}

/// A moment that people wait for: the sale opens, the form goes live.
///
/// Who has loaded the page before it stays, refreshes now and then, and asks for the page again when the moment comes. Who
/// loads the page later notices nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opening {
    /// The moment (0 or more).
    pub at_s: f64,
    /// Time between two refreshes of somebody who waits; `None` for a countdown that needs none.
    pub refresh: Option<Dist>,
    /// Time from the moment to asking for the page. A countdown that reloads by itself makes this short, and the crowd a wall.
    pub reaction: Dist,
}

/// Visitors bring others: a branching process.
///
/// A visit that ends well brings a Poisson number of further ones with mean `mean`, each after `delay`; one that was lost brings
/// `when_lost` of them (onlookers of an outage). With a mean n below one each visit that came by itself leads to 1/(1-n) in
/// all; above one it goes viral until `reach` is used up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sharing {
    /// Mean number of visits brought by one that was served (0 to 20).
    pub mean: f64,
    /// Mean number brought by one that was lost (0 to 20).
    pub when_lost: f64,
    /// Time until each of them comes.
    pub delay: Dist,
    /// Most visits that sharing can bring in all, over all streams of the journey (0 to 100 000 000).
    pub reach: u64,
}

/// One kind of request that a page makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// A name for reports.
    pub id: String,
    /// What is asked for.
    pub kind: RequestKind,
    /// Index of the program, one per region (a stream's `region` picks it).
    pub programs: Vec<usize>,
    /// How many such requests the page makes (1 to 100), at once.
    pub count: u32,
    /// Files behind one request: a bundle of static files counts as one request.
    pub files: u32,
    /// Bytes of the answer.
    pub bytes: u64,
}

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestKind {
    /// The page itself.
    Document,
    /// Data that the page fetches.
    Call,
    /// All static files of the page, simulated as one request.
    Bundle,
}

/// What visitors do when a page is slow or fails.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Behaviour {
    /// How long a visitor waits for a page, drawn anew for each attempt; `None` waits for ever.
    pub patience: Option<Dist>,
    /// Reloading after patience has run out.
    pub when_slow: Reload,
    /// Reloading after an error page.
    pub when_failed: Reload,
    /// A page that took longer than this was *slow* (seconds); such visits are counted apart.
    pub slow_s: f64,
    /// Every second that a page took beyond `brisk_s` multiplies the chance of going on by e to the minus this (0 to 10).
    pub discouraged_per_s: f64,
    /// Up to here a page's time discourages nobody (0 or more, seconds).
    pub brisk_s: f64,
    /// What the app does by itself when a request fails, before the visitor sees it.
    pub retries: Retries,
}

impl Behaviour {
    /// Waits for ever, leaves at an error.
    #[must_use]
    pub const fn endless() -> Self {
        Self {
            patience: None,
            when_slow: Reload::NEVER,
            when_failed: Reload::NEVER,
            slow_s: f64::INFINITY,
            discouraged_per_s: 0.0,
            brisk_s: 0.0,
            retries: Retries::NONE,
        }
    }
}

/// Whether and how a visitor tries a page again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reload {
    /// Chance of trying again, drawn at each occasion (0 to 1).
    pub chance: f64,
    /// Most reloads of one page (0 to 100).
    pub at_most: u32,
    /// Pause before it.
    pub pause: Dist,
}

impl Reload {
    /// Leaves at the first occasion.
    pub const NEVER: Self = Self {
        chance: 0.0,
        at_most: 0,
        pause: Dist::constant(0.0),
    };
}
