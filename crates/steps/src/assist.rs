//! The last hint of a step: doing it, by rules of thumb, as edits that anybody could have made.
//!
//! The rules size a site for the forecast's peak; they are crude on purpose, and say what to do rather than how to do it best.
//! Whether it was enough is found out by running it.

use onrush_scenario::{
    ActivityKind, Cdn, Copies, Edit, HealthCheck, InnerCache, Page, Retries, Scenario, WaitingRoom,
};
use serde_json::Value;

use crate::{Backups, StepId, forecast};

/// A CDN answers so many of the requests for files and for pages that are the same for everybody.
const FILES_PERCENT: f64 = 98.0;
const PAGES_PERCENT: f64 = 98.0;
const CDN_MS: f64 = 15.0;
/// An inner cache answers so many of the reading queries.
const READS_PERCENT: f64 = 80.0;
/// Machines are counted so that this share of their processors works at the peak.
const WORKING: f64 = 0.4;
/// A waiting room lets in so many times the planned peak: the site has room for more, but not for three times as many.
const ADMITTED: f64 = 1.15;
/// What a standby and other backups take to be there, in seconds.
const BACKUP_S: u32 = 20;

/// What would do a step's work on `plan`; nothing where it is for people to do: a guess, a reading, a test.
#[must_use]
pub fn assist(step: StepId, plan: &Scenario) -> Vec<Edit> {
    match step {
        StepId::Numbers => numbers(plan),
        StepId::Now => now(plan),
        StepId::Architecture => {
            let mut edits = less_work(plan);
            edits.extend(enough_machines(&after(plan, &edits)));
            edits
        }
        StepId::Infrastructure => enough_machines(plan),
        StepId::Controls => controls(plan),
        StepId::Contingency => contingency(plan),
        StepId::Rigour | StepId::Review => Vec::new(),
    }
}

/// Backups for what a plan's own fields do not say.
#[must_use]
pub fn assist_backups() -> Backups {
    Backups {
        servers_s: None,
        cdn_s: Some(BACKUP_S),
        payment_s: Some(BACKUP_S),
    }
}

fn set(path: impl Into<String>, value: impl Into<Value>) -> Edit {
    Edit::Set {
        path: path.into(),
        value: value.into(),
    }
}

fn after(plan: &Scenario, edits: &[Edit]) -> Scenario {
    plan.edited(&Edit::Many(edits.to_vec()))
        .unwrap_or_else(|_| plan.clone())
}

/// A value of the model as a file has it.
fn as_value<T: serde::Serialize>(part: &T) -> Value {
    serde_json::to_value(part).unwrap_or(Value::Null)
}

fn numbers(plan: &Scenario) -> Vec<Edit> {
    let planned = || {
        let all = plan.activities.iter();
        all.filter(|a| !matches!(a.kind, ActivityKind::Everyday | ActivityKind::Bots))
    };
    let mut edits: Vec<Edit> = planned()
        .filter(|a| a.owner.as_ref().is_none_or(|o| o.trim().is_empty()))
        .map(|a| set(format!("activities.{}.owner", a.id), "Marketing"))
        .collect();
    let largest = planned().max_by(|a, b| a.visitors().total_cmp(&b.visitors()));
    if let Some(activity) = largest.filter(|_| plan.ranges.is_empty()) {
        let response = activity.response();
        let path = format!("activities.{}.response_percent", activity.id);
        if activity.response_percent.is_none() {
            edits.push(set(&path, response));
        }
        let high = (response * 1.5).min(100.0);
        let range = Edit::between(&after(plan, &edits), &path, response * 0.5, high);
        edits.push(range);
    }
    edits
}

/// A budget that leaves room above what the campaign costs.
fn now(plan: &Scenario) -> Vec<Edit> {
    if plan.targets.budget.is_some() {
        return Vec::new();
    }
    let campaign: f64 = plan.activities.iter().map(|a| a.cost).sum();
    let budget = ((campaign * 1.2 + 500.0) / 100.0).ceil() * 100.0;
    vec![set("targets.budget", budget)]
}

/// Whether everybody may see the same copy: not where an order is placed, nor on the way there.
fn is_for_everybody(page: &Page) -> bool {
    !page.goal && page.takes.is_none() && !page.queues && page.document.writes == 0
}

fn less_work(plan: &Scenario) -> Vec<Edit> {
    let mut edits = Vec::new();
    match &plan.site.cdn {
        None => edits.push(set(
            "site.cdn",
            as_value(&Cdn {
                files_hit_percent: Some(FILES_PERCENT),
                pages_hit_percent: Some(PAGES_PERCENT),
                answer_ms: CDN_MS,
                files: None,
                pages: None,
            }),
        )),
        Some(cdn) => {
            if cdn.pages.is_none() && cdn.pages_hit_percent.is_none_or(|p| p < PAGES_PERCENT) {
                edits.push(set("site.cdn.pages_hit_percent", PAGES_PERCENT));
            }
        }
    }
    if plan.site.cache.is_none() {
        edits.push(set(
            "site.cache",
            as_value(&InnerCache {
                copies: Copies {
                    objects: 1000,
                    zipf: 1.0,
                    keep_minutes: None,
                    warm: true,
                    coalesce: true,
                },
                reads_percent: READS_PERCENT,
                answer_ms: 1.0,
            }),
        ));
    }
    // What all see alike need not be built anew for each: the page where everybody lands, and those next to it.
    let pages = plan.journey.pages.iter();
    for page in pages.filter(|p| is_for_everybody(p)).take(2) {
        let path = format!("journey.pages.{}", page.id);
        if !page.document.cacheable {
            edits.push(set(format!("{path}.document.cacheable"), true));
        }
        for (i, call) in page.calls.iter().enumerate() {
            if !call.cacheable && call.writes == 0 {
                edits.push(set(format!("{path}.calls[{i}].cacheable"), true));
            }
        }
    }
    edits
}

/// Work of the processors for one visitor who goes the whole way as planned, in milliseconds, and queries of the database.
fn of_a_visit(plan: &Scenario) -> (f64, f64) {
    let cdn = plan.site.cdn.as_ref();
    let has = |percent: Option<f64>| 1.0 - percent.unwrap_or(0.0) / 100.0;
    let missed = cdn.map_or(1.0, |c| has(c.pages_hit_percent));
    let files = cdn.map_or(1.0, |c| has(c.files_hit_percent));
    let reads = plan
        .site
        .cache
        .as_ref()
        .map_or(1.0, |c| 1.0 - c.reads_percent / 100.0);
    let (mut reach, mut work, mut queries) = (1.0, 0.0, 0.0);
    for page in &plan.journey.pages {
        for fetch in std::iter::once(&page.document).chain(&page.calls) {
            let come = if fetch.cacheable { missed } else { 1.0 };
            work += reach * come * fetch.work_ms;
            let read = f64::from(fetch.queries.saturating_sub(fetch.writes)) * reads;
            queries += reach * come * (read + f64::from(fetch.writes));
        }
        work += reach * files * f64::from(page.files) * plan.site.web.file_ms;
        reach *= page.go_on_percent / 100.0;
    }
    (work, queries)
}

/// The most web servers that the table of fields allows.
const MOST_SERVERS: f64 = 5000.0;

fn enough_machines(plan: &Scenario) -> Vec<Edit> {
    let web = &plan.site.web;
    let (work_ms, queries) = of_a_visit(plan);
    let peak = forecast(plan).peak_per_s;
    let database = &plan.site.database;
    let query_s = database.query_ms / 1000.0;
    // A worker also stands while its queries run.
    let cores = peak * work_ms / 1000.0 / WORKING;
    let workers = peak * (work_ms / 1000.0 + queries * query_s) / WORKING;
    let machines = (cores / f64::from(web.cores))
        .max(workers / f64::from(web.workers))
        .ceil()
        .clamp(1.0, MOST_SERVERS);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the field's range"
    )]
    let machines = machines as u32;
    let mut edits = Vec::new();
    if machines > web.servers {
        edits.push(set("site.web.servers", machines));
    }
    if let Some(scaler) = &web.autoscaler {
        if scaler.at_most < machines {
            edits.push(set("site.web.autoscaler.at_most", machines));
        }
        if scaler.at_least < machines {
            edits.push(set("site.web.autoscaler.at_least", machines));
        }
    }
    let connections = (peak * queries * query_s / WORKING).ceil();
    if connections > f64::from(database.connections) {
        edits.push(set("site.database.connections", connections.min(100_000.0)));
    }
    edits
}

fn controls(plan: &Scenario) -> Vec<Edit> {
    let peak = forecast(plan).peak_per_s;
    let per_minute = (peak * 60.0 * ADMITTED).ceil().max(1.0);
    let room = plan.site.waiting_room.as_ref();
    let room = WaitingRoom {
        active: room.and_then(|r| r.active),
        per_minute: Some(per_minute),
        opens: room.and_then(|r| r.opens),
        shuffled: room.is_some_and(|r| r.shuffled),
        session_minutes: room.map_or(0.0, |r| r.session_minutes),
        patience_minutes: room.map_or(30.0, |r| r.patience_minutes),
        place_shown: true,
    };
    let mut edits = vec![set("site.waiting_room", as_value(&room))];
    let filter = plan.site.bot_filter.as_ref();
    if filter.is_some_and(|f| f.stops_people_percent > 0.0) {
        edits.push(set("site.bot_filter.stops_people_percent", 0.0));
    }
    edits
}

fn contingency(plan: &Scenario) -> Vec<Edit> {
    let mut edits = less_work(plan);
    let site = &plan.site;
    if site
        .database
        .failover_s
        .is_none_or(|s| s > f64::from(BACKUP_S))
    {
        edits.push(set("site.database.failover_s", BACKUP_S));
    }
    if site.balancer.health.is_none() {
        let check = HealthCheck {
            every_s: 2.0,
            fails: 2,
            passes: 2,
        };
        edits.push(set("site.balancer.health", as_value(&check)));
    }
    if plan.journey.behaviour.retries.is_none() {
        let retries = Retries {
            tries: 3,
            first_s: 1.0,
            factor: 2.0,
            jitter: true,
            budget_percent: Some(20.0),
        };
        edits.push(set("journey.behaviour.retries", as_value(&retries)));
    }
    // Two thirds of the machines must carry the peak alone.
    let enough = after(plan, &edits);
    edits.extend(enough_machines(&enough));
    let now = after(plan, &edits).site.web.servers;
    if plan.site.web.servers < now.saturating_mul(3) / 2 || now == plan.site.web.servers {
        let more = now.saturating_mul(3).div_ceil(2).clamp(3, 5000);
        edits.push(set("site.web.servers", more));
    }
    edits
}
