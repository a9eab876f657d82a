//! What stands beside the web servers and the database: queues, people, others' services, stocks.

use serde::{Deserialize, Serialize};

use super::ClockTime;

/// Jobs that nobody waits for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Jobs at once.
    pub workers: u32,
    /// Time of one job, its queries not included.
    pub job_ms: f64,
    /// How much that differs (standard deviation in percent of the mean).
    pub job_varies_percent: f64,
    /// Most jobs that wait; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// Writing queries of one job.
    pub writes: u32,
}

/// People who do something for visitors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// Stable key.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// How many work there at once.
    pub people: u32,
    /// Time for one case, on average.
    pub minutes_per_case: f64,
    /// How much that differs (standard deviation in percent of the mean).
    pub varies_percent: f64,
    /// How long a case waits before it gives up, on average; `None`: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patience_minutes: Option<f64>,
    /// Most cases that wait; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// Key of the page whose visitors come here; `None`: the goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// How many of those come.
    pub share_percent: f64,
    /// When it is open, every day; empty: always.
    pub hours: Vec<OpenHours>,
}

/// Hours of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHours {
    /// Opens.
    pub from: ClockTime,
    /// Closes; at or before `from` it is on the next day.
    pub until: ClockTime,
}

/// A service of somebody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThirdParty {
    /// Stable key.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// What it does.
    pub kind: PartyKind,
    /// Time it takes to answer, on average.
    pub answer_ms: f64,
    /// How much that differs (standard deviation in percent of the mean).
    pub varies_percent: f64,
    /// Most requests that it works on at once; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<u32>,
    /// Rate limit; `None`: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_s: Option<f64>,
    /// So many may come at once; `None`: those of one second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burst: Option<f64>,
    /// Requests that fail.
    pub errors_percent: f64,
    /// The page waits so long for it; `None`: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_s: Option<f64>,
    /// Whether the page does without it when it fails.
    pub optional: bool,
    /// Whether nobody waits for it.
    pub background: bool,
    /// When it is not asked for a while.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breaker: Option<Breaker>,
}

/// What a third party does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Takes the money.
    Payment,
    /// Sends mail.
    Mail,
    /// Something else.
    Other,
}

/// A circuit breaker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breaker {
    /// Last requests that are looked at.
    pub window: u32,
    /// Failed or slow ones among them that open it.
    pub failures_percent: f64,
    /// Longer counts as failed; `None`: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_s: Option<f64>,
    /// How long it stays open.
    pub open_s: f64,
    /// Requests that are then let through to see.
    pub trial: u32,
}

/// Goods or tickets of which there are only so many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stock {
    /// Stable key.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Units at the beginning.
    pub units: u64,
    /// Each sale locks the same row of the database for so long.
    pub lock_ms: f64,
}
