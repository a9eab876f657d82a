//! The scenario as a person thinks of it. Every number's unit is part of its name; ranges are in the field table.

use serde::{Deserialize, Serialize};

/// A campaign, the site it meets and what is hoped for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Version of the file format; this program writes [`Scenario::VERSION`].
    pub onrush: u32,
    /// What the person calls it.
    pub name: String,
    /// Key of the built-in story that this came from, for its lesson and sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// When the rehearsal begins and how long it lasts.
    pub clock: Span,
    /// Where visitors are; shares add up to 100 %.
    pub regions: Vec<Region>,
    /// What brings them.
    pub activities: Vec<Activity>,
    /// What they do on the site.
    pub journey: Journey,
    /// What the site is made of.
    pub site: Site,
    /// What things cost and earn.
    pub money: Money,
    /// What is hoped for.
    pub targets: Targets,
    /// Where numbers come from, by field path.
    #[serde(default)]
    pub notes: Vec<Note>,
}

impl Scenario {
    /// The file format that this program writes.
    pub const VERSION: u32 = 1;
}

/// A stretch of local clock time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Local date, as `2017-01-14`.
    pub date: String,
    /// Local time of day at which the rehearsal begins.
    pub start: ClockTime,
    /// How long it lasts.
    pub minutes: u32,
    /// Name of the time zone, for people: `Europe/Amsterdam`.
    pub time_zone: String,
    /// What the zone is ahead of UTC on that day.
    pub utc_offset_minutes: i32,
}

/// A local time of day, written `20:31` or `20:31:12`; times before the rehearsal's start belong to the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime {
    /// Seconds since midnight, 0 to 86 399.
    pub second_of_day: u32,
}

/// Where visitors are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Stable key.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Share of all visitors.
    pub share_percent: f64,
    /// Time to the site's edge and back, on average.
    pub round_trip_ms: f64,
}

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
    /// How long the activity itself takes: the sending of a mailing, the window of an offer, the appeal on the screen. Not
    /// used for `everyday`.
    pub lasts_minutes: f64,
    /// Whom it reaches. For `everyday`: visitors in a day.
    pub people: f64,
    /// How many of them come. For `everyday`, 100.
    pub response_percent: f64,
    /// Half of those who come have come this long after being reached (for `window`: half of the rush at the opening, so
    /// long after it); `None` takes the kind's sourced default. Not used for `everyday`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_after_minutes: Option<f64>,
    /// What it costs.
    #[serde(default)]
    pub cost: f64,
    /// Who tells IT about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// Kinds of activity, each with a response curve of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// A mailing: clicks are log-normal after each delivery.
    Email,
    /// A push notification: log-normal, minutes.
    Push,
    /// A moment on television: most come within two minutes.
    Tv,
    /// An offer that opens at a moment and closes after a while: many wait for the opening.
    Window,
    /// A post on a social network: a fast start and a long tail.
    Post,
    /// Ordinary visitors, by the hour of the day.
    Everyday,
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
    #[serde(default)]
    pub calls: Vec<Fetch>,
    /// Static files: scripts, styles, images.
    pub files: u32,
    /// Their size together.
    pub files_kb: f64,
    /// Share of visitors whose browser has the files already and only asks whether they are still good.
    #[serde(default)]
    pub files_at_home_percent: f64,
    /// How long a visitor stays on the page, on average.
    pub think_s: f64,
    /// How many go on to the next page. Not used on the last page.
    pub go_on_percent: f64,
    /// Loading this page is the goal.
    #[serde(default)]
    pub goal: bool,
    /// What reaching the goal is worth.
    #[serde(default)]
    pub value: f64,
}

/// One thing asked of the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fetch {
    /// Work for the web server, in milliseconds on an idle one (waiting for the database not included).
    pub work_ms: f64,
    /// Database queries.
    pub queries: u32,
    /// Size of the answer.
    pub kb: f64,
    /// Whether a CDN may answer it for everybody.
    #[serde(default)]
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
}

/// What the site is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Servers all over the world that hand out copies; `None`: everything comes from the web servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cdn: Option<Cdn>,
    /// What spreads requests over the web servers.
    pub balancer: Balancer,
    /// What builds the pages.
    pub web: WebServers,
    /// What keeps the data.
    pub database: Database,
}

/// The content delivery network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cdn {
    /// How many of the static files it has (the rest are fetched from the web servers).
    pub files_hit_percent: f64,
    /// How many of the cacheable pages it has.
    pub pages_hit_percent: f64,
    /// Time it takes to answer.
    pub answer_ms: f64,
}

/// The load balancer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Balancer {
    /// How it chooses.
    pub policy: BalancePolicy,
    /// After this long it answers "timed out" (504); the work behind it goes on.
    pub timeout_s: f64,
}

/// How a balancer chooses a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BalancePolicy {
    /// Each in turn.
    RoundRobin,
    /// Any.
    Random,
    /// The least busy.
    LeastBusy,
    /// The better of two.
    TwoChoices,
}

/// The web servers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebServers {
    /// How many machines.
    pub servers: u32,
    /// Requests that one machine works on at once; the others wait.
    pub workers: u32,
    /// Processor cores of one machine; more busy workers than cores slow each other down.
    pub cores: u32,
    /// Places to wait at each machine; who finds them taken is turned away (503).
    pub line: u32,
    /// Work to hand out one static file when no CDN does.
    pub file_ms: f64,
}

/// The database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Database {
    /// Queries that it works on at once; a web worker that finds them taken stands and waits.
    pub connections: u32,
    /// Time of one query.
    pub query_ms: f64,
    /// How much that differs (standard deviation in percent of the mean).
    pub query_varies_percent: f64,
}

/// What things cost and earn, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: String,
    /// One web server for an hour.
    pub server_hour: f64,
    /// The database for an hour.
    pub database_hour: f64,
    /// One gigabyte delivered by the CDN.
    pub cdn_gb: f64,
}

/// What is hoped for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    /// 95 of 100 pages load within this time.
    pub page_p95_s: f64,
    /// So many of 100 visitors are served.
    pub served_percent: f64,
    /// What site and campaign may cost together; `None`: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<f64>,
}

/// Where a number comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Path of the field: `site.web.servers`, `activities.after.people`.
    pub field: String,
    /// Not known but assumed.
    pub assumed: bool,
    /// Who says so, or why it was assumed.
    pub source: String,
}

impl TryFrom<String> for ClockTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for ClockTime {
    type Err = String;

    /// Reads `20:31` or `20:31:12`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = || "a time of day as 20:31 or 20:31:12".to_owned();
        let mut seconds = 0;
        let parts: Vec<&str> = text.split(':').collect();
        if !(2..=3).contains(&parts.len()) {
            return Err(allowed());
        }
        for (part, (limit, worth)) in parts.iter().zip([(24, 3600), (60, 60), (60, 1)]) {
            if part.len() != 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(allowed());
            }
            let n: u32 = part.parse().map_err(|_| allowed())?;
            if n >= limit {
                return Err(allowed());
            }
            seconds += n * worth;
        }
        Ok(Self {
            second_of_day: seconds,
        })
    }
}

impl std::fmt::Display for ClockTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (h, m, s) = (
            self.second_of_day / 3600,
            self.second_of_day / 60 % 60,
            self.second_of_day % 60,
        );
        if s == 0 {
            write!(f, "{h:02}:{m:02}")
        } else {
            write!(f, "{h:02}:{m:02}:{s:02}")
        }
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}
