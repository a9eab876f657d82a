//! What the site is made of.

use serde::{Deserialize, Serialize};

use super::{ClockTime, Desk, Queue, Stock, ThirdParty};

/// What the site is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Servers all over the world that hand out copies; `None`: everything comes from the web servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cdn: Option<Cdn>,
    /// What tells machines from people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot_filter: Option<BotFilter>,
    /// Where visitors wait until they may enter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_room: Option<WaitingRoom>,
    /// The most requests that are let through to the web servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// The line from the web servers to the internet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplink: Option<Uplink>,
    /// What spreads requests over the web servers.
    pub balancer: Balancer,
    /// What builds the pages.
    pub web: WebServers,
    /// What remembers results of queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<InnerCache>,
    /// What keeps the data.
    pub database: Database,
    /// Jobs that nobody waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Queue>,
    /// People who do something for visitors.
    pub desks: Vec<Desk>,
    /// Services of others.
    pub third_parties: Vec<ThirdParty>,
    /// What can run out.
    pub stocks: Vec<Stock>,
}

/// The content delivery network.
///
/// For files and for pages it has either a simulated cache or a fixed share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cdn {
    /// How many of the static files it has (the rest are fetched from the web servers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files_hit_percent: Option<f64>,
    /// How many of the cacheable pages it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages_hit_percent: Option<f64>,
    /// Time it takes to answer.
    pub answer_ms: f64,
    /// Its copies of static files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Copies>,
    /// Its copies of cacheable pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Copies>,
}

/// What a cache keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copies {
    /// Different objects.
    pub objects: u32,
    /// Zipf's exponent of their popularity.
    pub zipf: f64,
    /// How long one stays fresh; `None`: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_minutes: Option<f64>,
    /// Whether everything is there at the beginning.
    pub warm: bool,
    /// Whether several who miss the same object wait for one fetch.
    pub coalesce: bool,
}

/// A cache between web servers and database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InnerCache {
    /// What it keeps.
    #[serde(flatten)]
    pub copies: Copies,
    /// Reading queries that it may answer.
    pub reads_percent: f64,
    /// Time it takes to answer.
    pub answer_ms: f64,
}

/// What tells machines from people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BotFilter {
    /// Machines that it stops.
    pub stops_bots_percent: f64,
    /// People that it stops by mistake.
    pub stops_people_percent: f64,
}

/// Where visitors wait until they may enter the site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitingRoom {
    /// Most visitors on the site at once; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<u32>,
    /// Most admissions in a minute; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_minute: Option<f64>,
    /// Nobody is admitted before; `None`: open from the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<ClockTime>,
    /// Whether those who wait at the opening are drawn in random order.
    pub shuffled: bool,
    /// A place stays taken for so long after its visitor has left.
    pub session_minutes: f64,
    /// How long people wait who see their place in line, on average.
    pub patience_minutes: f64,
    /// Whether it shows the place in line.
    pub place_shown: bool,
}

/// The most requests that are let through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RateLimit {
    /// Requests a second.
    pub per_s: f64,
    /// So many may come at once; `None`: those of one second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burst: Option<f64>,
}

/// The line from the web servers to the internet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uplink {
    /// Its bandwidth.
    pub megabits_per_s: f64,
}

/// The load balancer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Balancer {
    /// How it chooses.
    pub policy: BalancePolicy,
    /// After this long it answers "timed out" (504); the work behind it goes on.
    pub timeout_s: f64,
    /// How it learns which servers to leave out; `None`: it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<HealthCheck>,
}

/// The balancer's question to each server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// Time between two questions.
    pub every_s: f64,
    /// Failures in a row until a server is left out.
    pub fails: u32,
    /// Answers in a row until it is used again.
    pub passes: u32,
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
    /// How slow a machine is just after its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warm_up: Option<WarmUp>,
    /// What adds and removes machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autoscaler: Option<Autoscaler>,
}

impl WebServers {
    /// The most machines that there can be.
    #[must_use]
    pub fn at_most(&self) -> u32 {
        let scaled = self.autoscaler.as_ref().map_or(0, |a| a.at_most);
        self.servers.max(scaled)
    }
}

/// How slow a machine is just after its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WarmUp {
    /// Time to full speed.
    pub seconds: f64,
    /// How many times as long its work takes at the start.
    pub times_slower: f64,
}

/// What adds and removes machines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Autoscaler {
    /// What it looks at.
    pub looks_at: LooksAt,
    /// The share that it aims at.
    pub target_percent: f64,
    /// So near to the target it does nothing, in percent of it.
    pub tolerance_percent: f64,
    /// Time between two decisions.
    pub every_s: f64,
    /// From the decision to the first request served, on average.
    pub boot_s: f64,
    /// How much that differs (standard deviation in percent of the mean).
    pub boot_varies_percent: f64,
    /// Fewest machines.
    pub at_least: u32,
    /// Most machines.
    pub at_most: u32,
    /// Most machines added by one decision.
    pub step: u32,
    /// After adding, nothing is added for so long.
    pub cooldown_s: f64,
    /// A machine is removed only when fewer were wanted for so long.
    pub calm_s: f64,
    /// The fewest machines from a time on.
    pub schedule: Vec<Scheduled>,
}

/// What an autoscaler looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LooksAt {
    /// Processor time.
    Processor,
    /// Workers busy, those who only wait included.
    Workers,
}

/// The fewest machines from a time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// From when on.
    pub at: ClockTime,
    /// How many.
    pub servers: u32,
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
    /// Processor cores that busy connections share; `None`: as many as needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cores: Option<u32>,
    /// Waiting for each other: α of the Universal Scalability Law, in percent.
    pub contention_percent: f64,
    /// Keeping each other informed: β, in percent.
    pub coherency_percent: f64,
    /// Connections that one web server may use at once; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool_per_server: Option<u32>,
    /// A standby takes over so long after the primary went down; `None`: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failover_s: Option<f64>,
    /// Copies that answer the reading queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicas: Option<Replicas>,
}

/// Copies of the database that answer the reading queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replicas {
    /// How many.
    pub servers: u32,
    /// Queries at once, on each.
    pub connections: u32,
}
