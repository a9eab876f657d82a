//! What one visit does.

use crate::Dist;

/// The pages a visitor walks through, and how patient such a visitor is.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// A stable name; random numbers are keyed by it.
    pub id: String,
    /// Pages in order; everybody begins at the first.
    pub pages: Vec<Page>,
    /// What people do when a page does not come.
    pub behaviour: Behaviour,
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
            }],
            behaviour: Behaviour::endless(),
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
