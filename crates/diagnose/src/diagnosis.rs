//! The shape of a diagnosis: plain values, in order of importance.

use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::{Cause, Why};

/// What one run means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The answer in one word.
    pub verdict: Verdict,
    /// The busiest moment.
    pub peak: Peak,
    /// The second at which the first visitors were lost in numbers; `None` when it held.
    pub first_break_s: Option<u32>,
    /// From this second on nobody was lost and pages were fast again; `None` when it held, or never recovered.
    pub recovered_s: Option<u32>,
    /// Index (network's order) of the station that is the root of the trouble, loss or slowness: the first cause's
    /// ([`crate::Why::causes`]). `None` when there was no trouble, or a door or nothing that is a station is to blame.
    pub root: Option<usize>,
    /// The finite station with the highest utilisation over any 60 s.
    pub busiest: Option<Held>,
    /// What was at fault, the evidence, what kept it going, and who was hurt.
    pub why: Why,
    /// What happened and why: the chain of causes first, in order of time, then consequences.
    pub findings: Vec<Finding>,
    /// What was hoped for, and what came.
    pub targets: Vec<TargetResult>,
    /// What it cost and earned.
    pub money: MoneyResult,
    /// The bill, line by line; together it is [`MoneyResult::cost`].
    pub bill: Vec<BillLine>,
    /// What was not earned, by cause; together it is [`MoneyResult::lost`].
    pub missed: Vec<Missed>,
}

impl Diagnosis {
    /// The cause because of which this was not earned; `None` where no cause explains it.
    #[must_use]
    pub fn cause_of(&self, missed: &Missed) -> Option<&Cause> {
        self.why.causes.get(missed.cause?)
    }
}

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everybody was served in time.
    Holds,
    /// Hardly anybody was lost, but pages were slower than hoped for.
    HoldsSlowly,
    /// People were lost.
    Breaks,
}

/// The busiest moment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// The second with the most requests.
    pub at_s: u32,
    /// Requests in that second (the mean over the step where steps are longer).
    pub requests_per_s: f64,
    /// The second with the most new visits.
    pub visits_at_s: u32,
    /// New visits in that second.
    pub visits_per_s: f64,
    /// The five minutes with the most requests.
    pub busiest_5_min: Window,
}

/// A stretch of time and how many requests came in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// First second.
    pub from_s: u32,
    /// Length in seconds.
    pub length_s: u32,
    /// Requests.
    pub requests: u64,
}

/// A station and how full it was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Index of the station.
    pub station: usize,
    /// Second in which the fullest minute begins.
    pub from_s: u32,
    /// Its mean utilisation, 0 to 1.
    pub utilisation: f64,
}

/// One thing that happened, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub id: FindingId,
    /// When it began (second of the run).
    pub from_s: u32,
    /// When it was over; `None` if it lasted to the end.
    pub until_s: Option<u32>,
    /// Index of the station that it is about.
    pub station: Option<usize>,
    /// Index of the station that is to blame for it, where another one is.
    pub because_of: Option<usize>,
    /// Figures that the sentence and the reader need, by name.
    pub figures: Vec<Figure>,
}

/// A named number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Name, as the message uses it: `share`, `requests`, `seconds`.
    pub name: String,
    /// Value; shares are 0 to 1, times in seconds.
    pub value: f64,
}

/// Kinds of findings: a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingId {
    /// All servers of `station` were taken. Figures: `servers`, `utilisation`; where it was rather the processor cores behind
    /// them that were short also `cores`.
    Saturated,
    /// The busy servers of `station` stood waiting for `because_of`. Figures: `share` of busy servers.
    HeldWaiting,
    /// The line of `station` was full and requests were refused. Figures: `refused` (requests that somebody waited for),
    /// `refused_in_all` (also those whose sender had left), `places`.
    LineFull,
    /// The gateway gave up on requests while the work went on. Figures: `requests`.
    GatewayTimeouts,
    /// Pages became slow. Figures: `p95_s` (the highest of any second with enough pages), `target_s`.
    Slow,
    /// People reloaded, and the reloads were load of their own. Figures: `reloads`, `share` of all attempts to load a
    /// page.
    ReloadWave,
    /// Work was finished for people who had left. Figures, of the whole run: `requests`, `share` of all finished.
    WastedWork,
    /// Visitors were lost. Figures of this time: `visits`, `share` of those that ended in it; of the whole run: `in_run`, and
    /// by cause `turned_away`, `gave_up_slow`, `gave_up_waiting`, `blocked`, `error`, `stuck` (still waiting for a slow page when
    /// the run ended).
    PeopleLost,
    /// Nobody is lost in numbers any more and pages are fast again.
    Recovered,
    /// The trouble outlived the crowd: still not recovered when the crowd was back at a level that was fine before.
    NotRecovered,
    /// The busiest part at the peak had room to spare. Figures: `utilisation`.
    RoomToSpare,
    /// `station` refused what was above its rate limit, or was not asked because its circuit breaker was open. Figures:
    /// `requests`, `per_s` (the limit; 0 where there is none and the breaker did it).
    Shed,
    /// The machines that the autoscaler added to `station` came late. Figures: `wait_s` (from the moment at which it was full
    /// to the first new machine in service, or to the end of the run), `before` and `after` (machines in service then, and
    /// the most of them before the trouble was over).
    MachinesLate,
    /// A filter, a block or a limit kept people out. Figures, of the whole run: `people`, `share` of all people who came,
    /// `machines`.
    Blocked,
    /// Nothing was left of a stock. Figures: `stock` (index), `units`, and of all stocks: `visits` that came too late.
    SoldOut,
}

/// A target and what came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TargetResult {
    /// Which target.
    pub id: TargetId,
    /// What was hoped for.
    pub wanted: f64,
    /// What came; `None` when nobody can say: no page loaded, or no visit ended.
    pub got: Option<f64>,
    /// Whether that is good enough; what is unknown is not.
    pub met: bool,
}

/// The targets of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetId {
    /// 95th percentile of page times over the whole run, seconds.
    PageP95,
    /// Served share of all visits that ended or were stuck at the end, percent.
    Served,
    /// Campaign and site together, in the scenario's currency.
    Budget,
}

/// What it cost and earned, in the scenario's currency.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct MoneyResult {
    /// Value of the goals reached.
    pub won: f64,
    /// Value of the goals that the lost visitors would have reached had nothing disturbed them, each counted as if at the
    /// beginning of the visit: a careful estimate.
    pub lost: f64,
    /// Cost of the activities.
    pub campaign: f64,
    /// Web servers and database for the length of the run.
    pub servers: f64,
    /// What the CDN delivered.
    pub cdn: f64,
    /// Sending emails and text messages, where that has a price of its own.
    pub messages: f64,
    /// People at desks, where their hour has a price.
    pub desks: f64,
    /// Orders that were paid and then lost by the queue: their value, and the handling.
    pub refunds: f64,
    /// Cost of everything for each visit of a person; `None` when nobody came.
    pub per_visitor: Option<f64>,
    /// Cost of everything for each goal reached (a lead, a sale); `None` when none was.
    pub per_goal: Option<f64>,
    /// The same for each lead, where the goal is one.
    pub per_lead: Option<f64>,
    /// The same for each sale: where the goal is one, those that the queue lost left out; where it is a lead, for each that becomes a
    /// sale, if the plan says how many do.
    pub per_sale: Option<f64>,
}

impl MoneyResult {
    /// Cost of everything.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.campaign + self.servers + self.cdn + self.messages + self.desks + self.refunds
    }
}

/// One line of the bill: so many units at a price each.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BillLine {
    /// What for.
    pub item: BillItem,
    /// Index in the scenario's activities, regions or desks, where the item has one.
    pub index: Option<usize>,
    /// How many.
    pub units: f64,
    /// Price of one, in the scenario's currency.
    pub price: f64,
}

impl BillLine {
    /// What it comes to.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.units * self.price
    }

    /// Path of the field in which the price stands: where it can be changed, and its note says where it comes from. (A refund
    /// is the handling, and what the order was worth.)
    #[must_use]
    pub fn price_field(&self, scenario: &Scenario) -> String {
        let of = |name: &str| format!("money.{name}");
        let in_list = |list: &str, id: Option<&String>, name: &str| {
            id.map_or_else(|| list.to_owned(), |id| format!("{list}.{id}.{name}"))
        };
        match self.item {
            BillItem::Activity => {
                let activity = self.index.and_then(|i| scenario.activities.get(i));
                in_list("activities", activity.map(|a| &a.id), "cost")
            }
            BillItem::Delivery => {
                let region = self.index.and_then(|i| scenario.regions.get(i));
                match region.filter(|r| r.cdn_gb.is_some()) {
                    Some(region) => in_list("regions", Some(&region.id), "cdn_gb"),
                    None => of("cdn_gb"),
                }
            }
            BillItem::Replicas if scenario.money.replica_hour.is_none() => of("database_hour"),
            BillItem::Replicas => of("replica_hour"),
            BillItem::Emails => of("email_thousand"),
            BillItem::Texts => of("sms_each"),
            BillItem::WebServers => of("server_hour"),
            BillItem::Database => of("database_hour"),
            BillItem::Desk => of("desk_hour"),
            BillItem::Refunds => of("refund_each"),
        }
    }
}

/// What a line of the bill is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillItem {
    /// An activity's own cost, once.
    Activity,
    /// Thousands of emails.
    Emails,
    /// Text messages.
    Texts,
    /// Hours of web servers.
    WebServers,
    /// Hours of the database.
    Database,
    /// Hours of replicas.
    Replicas,
    /// Gigabytes delivered in a region.
    Delivery,
    /// Hours of people at a desk.
    Desk,
    /// Refunds, each with the mean value of an order.
    Refunds,
}

impl BillItem {
    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Emails => "emails",
            Self::Texts => "texts",
            Self::WebServers => "web_servers",
            Self::Database => "database",
            Self::Replicas => "replicas",
            Self::Delivery => "delivery",
            Self::Desk => "desk",
            Self::Refunds => "refunds",
        }
    }
}

/// What was not earned because of one cause.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    /// Index in [`crate::Why::causes`]; `None` for what no cause explains.
    pub cause: Option<usize>,
    /// In the scenario's currency.
    pub value: f64,
}
