//! What brings visitors, and what they do.

use serde::{Deserialize, Serialize};

use super::ClockTime;

/// Something that brings visitors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Stable key; randomness is keyed by it.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// What it is, which gives the curve of its response.
    pub kind: ActivityKind,
    /// When it happens: the send, the end of the broadcast, the opening. For `everyday`, ignored (it is always there).
    pub at: ClockTime,
    /// So many days later than the first `at` of the rehearsal; 0 in a rehearsal of a day or less.
    #[serde(default, skip_serializing_if = "is_first_day")]
    pub days_later: u32,
    /// How long the activity itself takes: the sending of a mailing, the window of an offer, the appeal on the screen. Used
    /// where [`ActivityKind::lasts`].
    pub lasts_minutes: f64,
    /// Whom it reaches. For `everyday`: visitors in a day; for `bots`: their visits.
    pub people: f64,
    /// How many of them come; `None` takes the kind's sourced default. [`Activity::response`] is what holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_percent: Option<f64>,
    /// Half of those who come have come this long after being reached (for `window` and `on_sale`: half of the rush at the
    /// opening, so long after it); `None` takes the kind's sourced default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_after_minutes: Option<f64>,
    /// For `window` and `on_sale`: how many come before the opening; `None` takes the kind's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early_percent: Option<f64>,
    /// For `window` and `on_sale`: the first of those come so long before; `None` takes the kind's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early_minutes: Option<f64>,
    /// For `email`: recipients whose mail system opens the link by itself.
    pub scanners_percent: f64,
    /// Its visitors on a phone, where that differs from their region's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_percent: Option<f64>,
    /// Where its visitors are; empty: as the regions' shares say.
    pub regions: Vec<RegionShare>,
    /// Whether they bring others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing: Option<Sharing>,
    /// For `freehand`: the curve.
    pub curve: Vec<CurvePoint>,
    /// For `measured`: the curve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    /// What it costs.
    pub cost: f64,
    /// Who tells IT about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_first_day(days_later: &u32) -> bool {
    *days_later == 0
}

/// The share of one region in an activity's visitors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionShare {
    /// Key of the region.
    pub id: String,
    /// Its share.
    pub share_percent: f64,
}

/// Visitors bring others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sharing {
    /// How many one visitor brings who was served, on average.
    pub brings: f64,
    /// How many onlookers one brings who was lost, on average.
    pub brings_when_lost: f64,
    /// After how long they come, on average.
    pub after_minutes: f64,
    /// How many sharing can bring in all.
    pub reach: u64,
}

/// A point of a curve drawn by hand.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Time after the activity's moment.
    pub after_minutes: f64,
    /// Height; only proportions matter.
    pub level: f64,
}

/// A curve counted at another time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Length of an interval.
    pub every_s: u32,
    /// Visits in each; only proportions matter.
    pub visits: Vec<f64>,
}

/// Kinds of activity, each with a response curve of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// A mailing: clicks are log-normal after each delivery.
    Email,
    /// A push notification: log-normal, minutes.
    Push,
    /// A text message: log-normal, tens of minutes.
    Sms,
    /// A moment on television: most come within two minutes.
    Tv,
    /// An offer that opens at a moment and closes after a while: many wait for the opening.
    Window,
    /// Tickets go on sale: most are there before, the rest rush in at the opening.
    OnSale,
    /// A post on a social network: a fast start and a long tail.
    Post,
    /// A post by somebody whom many follow: faster than others'.
    Influencer,
    /// An article, a trending topic: rises for hours, fades over a day.
    Press,
    /// Paid advertisements: even while they run.
    Ads,
    /// Ordinary visitors, by the hour of the day.
    Everyday,
    /// Machines: crawlers, scrapers, price comparers; even while they run.
    Bots,
    /// A curve drawn by hand.
    Freehand,
    /// A curve counted at another time.
    Measured,
}

impl ActivityKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 14] = [
        Self::Email,
        Self::Push,
        Self::Sms,
        Self::Tv,
        Self::Window,
        Self::OnSale,
        Self::Post,
        Self::Influencer,
        Self::Press,
        Self::Ads,
        Self::Everyday,
        Self::Bots,
        Self::Freehand,
        Self::Measured,
    ];

    /// The word in the file: `on_sale`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Tv => "tv",
            Self::Window => "window",
            Self::OnSale => "on_sale",
            Self::Post => "post",
            Self::Influencer => "influencer",
            Self::Press => "press",
            Self::Ads => "ads",
            Self::Everyday => "everyday",
            Self::Bots => "bots",
            Self::Freehand => "freehand",
            Self::Measured => "measured",
        }
    }

    /// Whether [`Activity::lasts_minutes`] means anything.
    #[must_use]
    pub const fn lasts(self) -> bool {
        !matches!(
            self,
            Self::Everyday | Self::OnSale | Self::Freehand | Self::Measured
        )
    }

    /// Whether it opens at a moment for which people come early.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self, Self::Window | Self::OnSale)
    }
}

/// What visitors do on the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Journey {
    /// Pages in order.
    pub pages: Vec<Page>,
    /// How patient they are.
    pub behaviour: Behaviour,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Stable key.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The page itself.
    pub document: Fetch,
    /// Data that the page asks for, each as a request of its own.
    pub calls: Vec<Fetch>,
    /// Static files: scripts, styles, images.
    pub files: u32,
    /// Their size together.
    pub files_kb: f64,
    /// Share of visitors whose browser has the files already and only asks whether they are still good.
    pub files_at_home_percent: f64,
    /// How long a visitor stays on the page, on average.
    pub think_s: f64,
    /// How many go on to the next page. Not used on the last page.
    pub go_on_percent: f64,
    /// Loading this page is the goal.
    pub goal: bool,
    /// What reaching the goal is worth.
    pub value: f64,
    /// The moment from which the page leads on; `None`: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<Opening>,
    /// Key of the stock that it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shows_stock: Option<String>,
    /// Key of the stock that its document takes a unit from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes: Option<String>,
    /// Third parties that the document asks.
    pub asks: Vec<Ask>,
    /// Whether the document puts a job into the queue.
    pub queues: bool,
}

/// The moment for which people wait on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// The moment.
    pub at: ClockTime,
    /// The page counts down and asks again by itself.
    pub countdown: bool,
    /// Without a countdown: time between two refreshes; `None` takes the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_s: Option<f64>,
    /// Time from the moment to asking; `None` takes the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction_s: Option<f64>,
}

/// A question to a third party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Key of the third party.
    pub id: String,
    /// How often.
    pub times: u32,
}

/// One thing asked of the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fetch {
    /// Work for the web server, in milliseconds on an idle one (waiting for the database not included).
    pub work_ms: f64,
    /// Database queries.
    pub queries: u32,
    /// How many of them write.
    pub writes: u32,
    /// Size of the answer.
    pub kb: f64,
    /// Whether a CDN may answer it for everybody.
    pub cacheable: bool,
}

/// What visitors do when a page does not come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Behaviour {
    /// How long a visitor waits for a page, on average.
    pub patience_s: f64,
    /// How much that differs between people (standard deviation in percent of the mean).
    pub patience_varies_percent: f64,
    /// How many reload when patience runs out; the rest leave.
    pub reload_percent: f64,
    /// How many reload when they see an error.
    pub reload_after_error_percent: f64,
    /// Most reloads of one page.
    pub reloads_at_most: u32,
    /// Pause before a reload after an error.
    pub reload_pause_s: f64,
    /// Each further second of a page's time loses so many of those who would have gone on.
    pub discouraged_percent_per_s: f64,
    /// Up to here a page's time discourages nobody.
    pub brisk_s: f64,
    /// The app tries again by itself; `None`: it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<Retries>,
}

/// Trying again without the visitor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retries {
    /// Attempts in all.
    pub tries: u32,
    /// Delay before the first retry.
    pub first_s: f64,
    /// Growth of the delay.
    pub factor: f64,
    /// Whether the delay is drawn evenly between 0 and that.
    pub jitter: bool,
    /// So many retries for 100 first attempts; `None`: no budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_percent: Option<f64>,
}
