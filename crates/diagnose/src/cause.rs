//! The shape of an explanation: what was at fault, the evidence, what kept it going, who was hurt.

use serde::{Deserialize, Serialize};

use crate::Figure;

/// Why it went wrong, and for whom.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Why {
    /// What was at fault, first the one that cost the most people; empty where all went well.
    pub causes: Vec<Cause>,
    /// What kept the trouble going after its cause, if anything did.
    pub kept_by: Option<Loop>,
    /// What ended it; `None` where it did not end, or nothing special did.
    pub ended_by: Option<Relief>,
    /// Who was hurt: regions, activities and pages, each kind with those hurt most first.
    pub hurt: Vec<Hurt>,
}

/// Something that was at fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// What kind of fault.
    pub kind: CauseKind,
    /// Index of the station where it showed, in the network's order.
    pub station: Option<usize>,
    /// Index of the incident in the scenario, where one began it.
    pub incident: Option<usize>,
    /// Index of the cache, gate, room, stock or desk that it is about, in the network's order (of a desk, the scenario's).
    pub place: Option<usize>,
    /// Index of the station whose servers mostly stood waiting for [`Self::station`].
    pub holder: Option<usize>,
    /// When it began to show (second of the run).
    pub from_s: u32,
    /// When it no longer did; `None` if it lasted to the end.
    pub until_s: Option<u32>,
    /// People lost by it; of work that nobody waits for, the cases.
    pub people: u64,
    /// Figures for the sentence, by name.
    pub figures: Vec<Figure>,
    /// Where it can be seen.
    pub evidence: Vec<Evidence>,
}

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// A stable name for files and message ids.
            #[must_use]
            pub const fn id(self) -> &'static str { match self { $(Self::$variant => $id,)* } }
        }
    };
}

kinds! {
    /// Kinds of faults: a closed set.
    CauseKind {
        /// Something went wrong: [`Cause::incident`]. Figures: `lasted_s` (0: to the end).
        Incident = "incident",
        /// The copies of a cache were thrown away, and everybody fetched anew. Figures: `misses` (share of what it was asked
        /// for then).
        CacheFlushed = "cache_flushed",
        /// A cache began empty. Figures: `misses` (share of what it was asked for).
        CacheCold = "cache_cold",
        /// A cache kept too little for too short. Figures: `misses`.
        CacheShort = "cache_short",
        /// Machines took what people needed. Figures: `share` (of new visits, or of requests at a limit).
        Machines = "machines",
        /// Attempts that were made again kept a part full that had recovered. Figures: `share` of all attempts, `lasted_s`
        /// (after its cause was over).
        RetryStorm = "retry_storm",
        /// The autoscaler's machines came late. Figures: `wait_s`, `before`, `after`.
        ScalerLate = "scaler_late",
        /// The autoscaler had no more to add. Figures: `at_most`.
        ScalerAtLimit = "scaler_at_limit",
        /// Machines had just started and were slow. Figures: `seconds`, `factor`.
        WarmUp = "warm_up",
        /// There were too few processor cores. Figures: `cores`.
        Cores = "cores",
        /// There were too few servers: workers, connections. Figures: `servers`.
        Servers = "servers",
        /// The connections that each web server has to the database were too few. Figures: `servers`.
        Pool = "pool",
        /// The line to the internet was too narrow. Figures: `utilisation`.
        Uplink = "uplink",
        /// Everybody wanted the same row of the database. Figures: `seconds` (mean time until it was let go).
        Row = "row",
        /// A rate limit of an outside service. Figures: `per_s`, `requests`.
        PartyLimit = "party_limit",
        /// An outside service worked on no more at once. Figures: `servers`.
        PartyFull = "party_full",
        /// A part, often an outside service, failed by itself. Figures: `share` of what it was asked.
        Failing = "failing",
        /// A part took its time, without being full. Figures: `seconds` (mean time there).
        Slow = "slow",
        /// A circuit breaker opened at ordinary failures. Figures: `requests`, `failures` (share of calls that failed).
        Breaker = "breaker",
        /// The balancer sent requests to full machines while others had room. Figures: `free` (share of servers).
        Balancer = "balancer",
        /// The balancer went on sending to machines that were down. Figures: `requests`, `servers`.
        HealthCheck = "health_check",
        /// The line before a part was too short for a burst that it could have served. Figures: `places`, `requests`.
        Backlog = "backlog",
        /// The gateway gave up on requests that would have been answered. Figures: `requests`, `timeout_s`.
        GatewayTimeout = "gateway_timeout",
        /// A filter took people for machines. Figures: `share` of people's requests.
        BotFilter = "bot_filter",
        /// A region was not let in: [`Cause::incident`]. Figures: `share` of people's requests.
        Block = "block",
        /// A rate limit at the door. Figures: `per_s`, `requests`.
        RateLimit = "rate_limit",
        /// The waiting room let in fewer than the site could take. Figures: `utilisation` (of the busiest part meanwhile).
        RoomNarrow = "room_narrow",
        /// The waiting room opened too late. Figures: `waited_s` (from the first visitor to the opening).
        RoomLate = "room_late",
        /// Nothing was left to sell: no failure. Figures: `units`.
        SoldOut = "sold_out",
        /// The queue's workers could not keep up. Figures: `lost`, `left` (at the end), `workers`.
        QueueBehind = "queue_behind",
        /// People at a desk could not keep up, or had gone home. Figures: `lost`, `left`, `people`, `closed` (1: closed).
        DeskShort = "desk_short",
    }
}

impl CauseKind {
    /// Names of the figures that a cause of this kind always has.
    #[must_use]
    pub const fn figures(self) -> &'static [&'static str] {
        match self {
            Self::Incident => &["lasted_s"],
            Self::CacheFlushed | Self::CacheCold | Self::CacheShort => &["misses"],
            Self::Machines | Self::Failing | Self::BotFilter | Self::Block => &["share"],
            Self::RetryStorm => &["share", "lasted_s"],
            Self::ScalerLate => &["wait_s", "before", "after"],
            Self::ScalerAtLimit => &["at_most"],
            Self::WarmUp => &["seconds", "factor"],
            Self::Cores => &["cores"],
            Self::Servers | Self::Pool | Self::PartyFull => &["servers"],
            Self::Uplink | Self::RoomNarrow => &["utilisation"],
            Self::Row | Self::Slow => &["seconds"],
            Self::PartyLimit | Self::RateLimit => &["per_s", "requests"],
            Self::Breaker => &["requests", "failures"],
            Self::Balancer => &["free"],
            Self::HealthCheck => &["requests", "servers"],
            Self::Backlog => &["places", "requests"],
            Self::GatewayTimeout => &["requests", "timeout_s"],
            Self::RoomLate => &["waited_s"],
            Self::SoldOut => &["units"],
            Self::QueueBehind => &["lost", "left", "workers"],
            Self::DeskShort => &["lost", "left", "people", "closed"],
        }
    }
}

kinds! {
    /// What keeps trouble going after its cause.
    Loop {
        /// Attempts made again by apps and people fill what is served.
        RetryStorm = "retry_storm",
        /// Work is done for people who have left.
        WastedWork = "wasted_work",
        /// A circuit breaker opens, tries, and opens again.
        BreakerFlapping = "breaker_flapping",
        /// Everybody fetches what a cache has lost.
        Stampede = "stampede",
        /// The line that has grown takes its time.
        Backlog = "backlog",
    }
}

kinds! {
    /// What ends trouble.
    Relief {
        /// Fewer came.
        CrowdWent = "crowd_went",
        /// Machines were added.
        MachinesCame = "machines_came",
        /// What had gone wrong was repaired, or a backup took over.
        Repaired = "repaired",
        /// A cache had filled.
        CacheFilled = "cache_filled",
        /// There was nothing left to buy.
        SoldOut = "sold_out",
    }
}

kinds! {
    /// What the people who were hurt have in common.
    HurtBy {
        /// Where they are.
        Region = "region",
        /// What brought them.
        Activity = "activity",
        /// The page on which they were lost.
        Page = "page",
    }
}

/// People who were hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hurt {
    /// What they have in common.
    pub by: HurtBy,
    /// Index in the scenario's regions, activities or pages.
    pub index: usize,
    /// So many were lost.
    pub lost: u64,
    /// Of so many who came by it. Of a page: all who were lost on any.
    pub of: u64,
}

/// A stretch of a series in which something can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which series.
    pub series: Watched,
    /// From this second …
    pub from_s: u32,
    /// … to just before this one.
    pub until_s: u32,
    /// Its mean in this time, for each step: of counts per step, of levels a mean.
    pub mean: f64,
    /// Its highest value in any step.
    pub most: f64,
}

/// A series of [`onrush_observe::Observations`], by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watched {
    /// New visits of people.
    Visits,
    /// New visits of machines.
    Machines,
    /// Visits lost.
    Lost,
    /// Requests sent.
    Requests,
    /// Requests refused at a full line.
    Refused,
    /// Requests that failed or that the gateway gave up on.
    Errors,
    /// Pages asked for again.
    Reloads,
    /// Requests sent once more by the app.
    Retried,
    /// Requests finished for nobody.
    Wasted,
    /// People kept out by mistake.
    Blocked,
    /// Visits that came too late.
    SoldOut,
    /// 95th percentile of page times, in milliseconds.
    PageP95,
    /// Busy servers of a station.
    Busy(usize),
    /// Requests in its line.
    Line(usize),
    /// Requests that it refused.
    RefusedAt(usize),
    /// Requests that failed there.
    FailedAt(usize),
    /// Requests that its limit or breaker refused.
    ShedAt(usize),
    /// Its instances in service.
    Up(usize),
    /// Servers of the first station held while the request waited in the line of the second.
    Held(usize, usize),
    /// Misses of a cache.
    Misses(usize),
    /// People stopped at a gate.
    Stopped(usize),
    /// Visits waiting in a room.
    Waiting(usize),
}
