//! How many visitors a waiting room may let in, to begin with.

use onrush_scenario::Scenario;
use onrush_scenario::calibrate::need;
use onrush_words::{Args, Value, Words};

use crate::LoadPlan;

/// What is full first when more are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tightest {
    /// The cores of the web servers.
    Cores,
    /// The connections of the database.
    Connections,
    /// The workers of the web servers, which are taken while a page waits for the database too.
    Workers,
}

impl Tightest {
    /// A stable name, for message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Cores => "cores",
            Self::Connections => "connections",
            Self::Workers => "workers",
        }
    }
}

/// First values for a waiting room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Admission {
    /// Visitors let in a minute.
    pub per_minute: f64,
    /// Visitors on the site at once, at that rate (Little's law).
    pub active: f64,
    /// What is full first beyond that.
    pub tightest: Tightest,
    /// Visitors a second at which that would be full.
    pub full_at_per_s: f64,
    /// How long a visit takes on average, in seconds.
    pub visit_s: f64,
}

/// How full the tightest part may be. Assumed: at 70 % lines are short and there is room for a bad moment.
pub const ROOM_TO_BREATHE: f64 = 0.7;

/// Works it out by the utilisation law (the busy part of a station is its arrival rate times the work of an arrival, divided by
/// its servers; Denning and Buzen 1978). `None` where a visit asks nothing of the site.
///
/// Only web servers and database are looked at; copies that have not filled yet, third parties, stocks and the line to the
/// internet are not. A rehearsal with the waiting room switched on shows whether the values hold.
#[must_use]
pub fn admission(scenario: &Scenario, plan: &LoadPlan) -> Option<Admission> {
    let need = need(scenario);
    let web = &scenario.site.web;
    let servers = f64::from(web.servers);
    let limits = [
        (Tightest::Cores, servers * f64::from(web.cores), need.core_s),
        (
            Tightest::Connections,
            f64::from(scenario.site.database.connections),
            need.query_s,
        ),
        (
            Tightest::Workers,
            servers * f64::from(web.workers),
            need.core_s + need.query_s,
        ),
    ];
    let (tightest, full_at_per_s) = limits
        .into_iter()
        .filter(|limit| limit.2 > 0.0)
        .map(|(part, has, takes)| (part, has / takes))
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    let mut reach = 1.0;
    let mut visit_s = 0.0;
    for step in &plan.steps {
        visit_s += reach * (step.think_s + LoadPlan::BRISK_S);
        reach *= step.go_on;
    }
    let per_s = full_at_per_s * ROOM_TO_BREATHE;
    Some(Admission {
        per_minute: per_s * 60.0,
        active: per_s * visit_s,
        tightest,
        full_at_per_s,
        visit_s,
    })
}

impl Admission {
    /// The values, why they are these, and what to do before they are trusted: a sentence or two for each.
    #[must_use]
    pub fn said(&self, words: Words) -> [String; 3] {
        let args = Args::new()
            .with("per_minute", self.per_minute)
            .with("active", self.active)
            .with("full", self.full_at_per_s)
            .with("percent", ROOM_TO_BREATHE * 100.0)
            .with("visit", Value::Time(self.visit_s))
            .with(
                "part",
                words.t(&format!("handover.room.{}", self.tightest.id())),
            );
        [
            words.text("handover.room.values", &args),
            words.text("handover.room.why", &args),
            words.text("handover.room.check", &args),
        ]
    }
}
