//! The scenario as a person thinks of it. Every number's unit is part of its name; ranges are in the field table.

mod beside;
mod crowd;
mod incident;
mod site;

use serde::{Deserialize, Serialize};

pub use beside::{Breaker, Desk, OpenHours, PartyKind, Queue, Stock, ThirdParty};
pub use crowd::{
    Activity, ActivityKind, Ask, Behaviour, CurvePoint, Fetch, Journey, Measured, Opening, Page,
    RegionShare, Retries, Sharing,
};
pub use incident::{Incident, IncidentKind};
pub use site::{
    Autoscaler, BalancePolicy, Balancer, BotFilter, Cdn, Copies, Database, HealthCheck, InnerCache,
    LooksAt, RateLimit, Replicas, Scheduled, Site, Uplink, WaitingRoom, WarmUp, WebServers,
};

/// A campaign, the site it meets and what is hoped for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Version of the file format; this program writes [`Scenario::VERSION`].
    pub onrush: u32,
    /// What the person calls it.
    pub name: String,
    /// Key of the built-in story that this came from, for its lesson and sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// Key of the plan that this is another state of: a plan that is handed over and comes back keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lineage: Option<String>,
    /// When the rehearsal begins and how long it lasts.
    pub clock: Span,
    /// Where visitors are; shares add up to 100 %.
    pub regions: Vec<Region>,
    /// Phones and computers; `None`: all visitors are alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub devices: Option<Devices>,
    /// What brings them.
    pub activities: Vec<Activity>,
    /// What they do on the site.
    pub journey: Journey,
    /// What the site is made of.
    pub site: Site,
    /// What goes wrong.
    pub incidents: Vec<Incident>,
    /// What things cost and earn.
    pub money: Money,
    /// What is hoped for.
    pub targets: Targets,
    /// Where numbers come from, by field path.
    pub notes: Vec<Note>,
    /// Numbers that are not known exactly, by field path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Uncertain>,
    /// Who is called about it, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}

impl Scenario {
    /// The file format that this program writes.
    pub const VERSION: u32 = 2;
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
    /// Visitors on a phone, where that differs from [`Devices::phone_percent`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_percent: Option<f64>,
    /// Whether the CDN serves this region.
    pub cdn: bool,
    /// One gigabyte from the CDN in this region, where that differs from [`Money::cdn_gb`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cdn_gb: Option<f64>,
}

/// Phones and computers. Without it what the pages say holds for all, with it for computers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Devices {
    /// Visitors on a phone.
    pub phone_percent: f64,
    /// Their patience, in percent of a computer user's.
    pub phone_patience_percent: f64,
    /// How many of them take the last step to the goal, in percent of those on a computer.
    pub phone_buys_percent: f64,
    /// Size of a page's files on a phone, in percent of that on a computer.
    pub phone_files_kb_percent: f64,
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
    /// One replica for an hour, where that differs from `database_hour`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_hour: Option<f64>,
    /// One gigabyte delivered by the CDN.
    pub cdn_gb: f64,
    /// Sending a thousand emails, where that is not in the activity's cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_thousand: Option<f64>,
    /// Sending one text message, where that is not in the activity's cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_each: Option<f64>,
    /// One person at a desk for an hour in which it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk_hour: Option<f64>,
    /// Handling one refund; without it nothing is refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_each: Option<f64>,
    /// What reaching the goal is; `None`: neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal_is: Option<GoalIs>,
    /// Of 100 leads so many become sales, later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_sold_percent: Option<f64>,
    /// The day on which these list prices held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prices_date: Option<String>,
}

/// What reaching the goal is for whoever pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalIs {
    /// Something was sold.
    Sale,
    /// Somebody wants to hear more: a sale only for some, and later.
    Lead,
}

/// What is hoped for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    /// 95 of 100 pages load within this time.
    pub page_p95_s: f64,
    /// So many of 100 visitors are served.
    pub served_percent: f64,
    /// What site and campaign may cost together; `None`: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    /// The value was changed since: what the source says is another one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
}

/// Between which bounds a number lies that is not known exactly. The field itself holds what is computed with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertain {
    /// Path of the field: `activities.mail.response_percent`.
    pub field: String,
    /// It is at least this.
    pub low: f64,
    /// It is at most this.
    pub high: f64,
}

/// Somebody to call before, while or after the crowd is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Stable key.
    pub id: String,
    /// A person's name, or a team's.
    pub name: String,
    /// What they are called for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How they are reached: a telephone number, a mail address, a channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
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
