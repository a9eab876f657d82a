//! IT's levers.

use onrush_scenario::{ActivityKind, ClockTime, Edit, IncidentKind, Scenario};
use serde_json::{Value, json};

use crate::stronger::{self, all, set, times};

/// Grown parts, each so many times as large.
const GROWTH: [f64; 6] = [1.5, 2.0, 3.0, 4.0, 6.0, 10.0];

/// Removes the incident of this kind.
fn without(plan: &Scenario, kind: IncidentKind) -> Option<Edit> {
    let incident = plan.incidents.iter().find(|i| i.kind == kind)?;
    Some(Edit::Remove {
        path: format!("incidents.{}", incident.id),
    })
}

/// A CDN for the static files, and for pages that it may answer.
pub(super) fn cdn(plan: &Scenario) -> Vec<Edit> {
    if plan.site.cdn.is_some() {
        return Vec::new();
    }
    let Some(usual) = plan.usual("site.cdn") else {
        return Vec::new();
    };
    let mut sizes = vec![set("site.cdn", usual.clone())];
    let cacheable = plan
        .journey
        .pages
        .iter()
        .any(|page| page.document.cacheable || page.calls.iter().any(|call| call.cacheable));
    if cacheable {
        sizes.push(Edit::Many(vec![
            set("site.cdn", usual),
            set("site.cdn.pages_hit_percent", 90),
        ]));
    }
    sizes
}

/// The CDN that is there keeps more: what it was told not to keep, pages that are the same for all, the landing page made so.
pub(super) fn cdn_rules(plan: &Scenario) -> Vec<Edit> {
    let Some(cdn) = &plan.site.cdn else {
        return Vec::new();
    };
    let raised = |name: &str, to: f64, now: Option<f64>| {
        now.is_some_and(|n| n < to)
            .then(|| set(format!("site.cdn.{name}"), to))
    };
    let keep = all([
        without(plan, IncidentKind::CdnOff),
        raised("files_hit_percent", 99.0, cdn.files_hit_percent),
        raised("pages_hit_percent", 90.0, cdn.pages_hit_percent),
        cdn.pages
            .as_ref()
            .and_then(|_| times(plan, "site.cdn.pages.keep_minutes", 6.0)),
        cdn.files
            .as_ref()
            .and_then(|_| times(plan, "site.cdn.files.keep_minutes", 6.0)),
    ]);
    let some_cacheable = plan
        .journey
        .pages
        .iter()
        .any(|page| page.document.cacheable || page.calls.iter().any(|call| call.cacheable));
    // A landing page that neither writes nor sells can be made the same for everybody.
    let landing = plan.journey.pages.first().filter(|page| {
        let d = &page.document;
        !d.cacheable && d.writes == 0 && page.takes.is_none() && page.asks.is_empty() && !page.goal
    });
    let landing = landing.map(|page| {
        set(
            format!("journey.pages.{}.document.cacheable", page.id),
            true,
        )
    });
    let mut sizes: Vec<Edit> = keep
        .clone()
        .filter(|_| some_cacheable || without(plan, IncidentKind::CdnOff).is_some())
        .into_iter()
        .collect();
    sizes.extend(landing.and_then(|landing| all([keep, Some(landing)])));
    sizes
}

/// Whoever misses a copy that somebody is fetching waits for that fetch.
pub(super) fn coalesce(plan: &Scenario) -> Vec<Edit> {
    let cdn = plan.site.cdn.as_ref();
    let copies = [
        ("site.cdn.files", cdn.and_then(|c| c.files.as_ref())),
        ("site.cdn.pages", cdn.and_then(|c| c.pages.as_ref())),
        ("site.cache", plan.site.cache.as_ref().map(|c| &c.copies)),
    ];
    let on = copies.into_iter().map(|(path, copies)| {
        let off = copies.is_some_and(|c| !c.coalesce);
        off.then(|| set(format!("{path}.coalesce"), true))
    });
    all(on).into_iter().collect()
}

/// A cache in front of the database, or one that may answer more.
pub(super) fn cache(plan: &Scenario) -> Vec<Edit> {
    let reads = |percent: f64| match &plan.site.cache {
        Some(cache) => {
            (cache.reads_percent < percent).then(|| set("site.cache.reads_percent", percent))
        }
        None => Some(Edit::Many(vec![
            set("site.cache", plan.usual("site.cache")?),
            set("site.cache.reads_percent", percent),
        ])),
    };
    [30.0, 50.0, 70.0, 90.0]
        .into_iter()
        .filter_map(reads)
        .collect()
}

/// More connections for each web server.
pub(super) fn pool(plan: &Scenario) -> Vec<Edit> {
    let path = "site.database.pool_per_server";
    GROWTH
        .into_iter()
        .filter_map(|n| times(plan, path, n))
        .collect()
}

/// A larger database, at a price that grows with it.
pub(super) fn larger_database(plan: &Scenario) -> Vec<Edit> {
    GROWTH
        .into_iter()
        .filter_map(|n| stronger::larger_database(plan, n))
        .collect()
}

/// Copies of the database that answer what only reads.
pub(super) fn replicas(plan: &Scenario) -> Vec<Edit> {
    let more = |n: u32| {
        let now = plan.site.database.replicas;
        if let Some(now) = now {
            let servers = (now.servers + n).min(100);
            return (servers > now.servers).then(|| set("site.database.replicas.servers", servers));
        }
        let connections = plan.site.database.connections;
        let copies = json!({ "servers": n, "connections": connections });
        Some(set("site.database.replicas", copies))
    };
    [1, 2, 3, 5].into_iter().filter_map(more).collect()
}

/// Pages that write put a job into a queue and answer at once.
pub(super) fn queue_orders(plan: &Scenario) -> Vec<Edit> {
    let writing: Vec<_> = plan
        .journey
        .pages
        .iter()
        .filter(|page| page.document.writes > 0 && !page.queues && page.takes.is_none())
        .collect();
    let Some(most) = writing.iter().map(|page| page.document.writes).max() else {
        return Vec::new();
    };
    let through = |workers: u32| {
        let mut edits = Vec::new();
        if plan.site.queue.is_none() {
            let mut queue = plan.usual("site.queue")?;
            let fields = queue.as_object_mut()?;
            fields.insert("workers".into(), json!(workers));
            fields.insert("writes".into(), json!(most));
            edits.push(set("site.queue", queue));
        }
        for page in &writing {
            let path = format!("journey.pages.{}", page.id);
            let left = page.document.queries.saturating_sub(page.document.writes);
            edits.push(set(format!("{path}.document.writes"), 0));
            edits.push(set(format!("{path}.document.queries"), left));
            edits.push(set(format!("{path}.queues"), true));
        }
        Some(Edit::Many(edits))
    };
    [4, 16].into_iter().filter_map(through).collect()
}

/// A sale holds its row only for the moment of the booking; paying comes afterwards.
pub(super) fn short_lock(plan: &Scenario) -> Vec<Edit> {
    let shorter = |share: f64| {
        all(plan.site.stocks.iter().map(|stock| {
            let path = format!("site.stocks.{}.lock_ms", stock.id);
            // A booking alone takes some milliseconds.
            (stock.lock_ms * share >= 1.0)
                .then(|| times(plan, &path, share))
                .flatten()
        }))
    };
    [0.5, 0.2, 0.1, 0.03, 0.01]
        .into_iter()
        .filter_map(shorter)
        .collect()
}

/// More web servers.
pub(super) fn more_servers(plan: &Scenario) -> Vec<Edit> {
    GROWTH
        .into_iter()
        .filter_map(|n| stronger::more_servers(plan, n))
        .collect()
}

/// Web servers with more cores, at a price that grows with them.
pub(super) fn larger_servers(plan: &Scenario) -> Vec<Edit> {
    let larger = |n: f64| {
        all([
            times(plan, "site.web.cores", n),
            times(plan, "site.web.workers", n),
            times(plan, "money.server_hour", n),
        ])
    };
    [2.0, 4.0, 8.0].into_iter().filter_map(larger).collect()
}

/// The autoscaler keeps more machines ready from before the crowd comes.
pub(super) fn scale_before(plan: &Scenario) -> Vec<Edit> {
    let Some(scaler) = &plan.site.web.autoscaler else {
        return Vec::new();
    };
    let from = plan.clock.start.to_string();
    let ready = |n: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates, and it is clamped"
        )]
        let servers = ((f64::from(scaler.at_most) * n).ceil() as u32).clamp(1, 5000);
        let already = scaler
            .schedule
            .iter()
            .map(|s| s.servers)
            .fold(scaler.at_least, u32::max);
        if servers <= already {
            return None;
        }
        let entry: Value = json!({ "at": from, "servers": servers });
        let more = (servers > scaler.at_most).then(|| set("site.web.autoscaler.at_most", servers));
        all([
            more,
            Some(set("site.web.autoscaler.schedule", json!([entry]))),
        ])
    };
    [0.25, 0.5, 1.0, 2.0, 4.0]
        .into_iter()
        .filter_map(ready)
        .collect()
}

/// An autoscaler, or one that looks more often and takes larger steps.
pub(super) fn faster_scaling(plan: &Scenario) -> Vec<Edit> {
    let path = |name: &str| format!("site.web.autoscaler.{name}");
    let Some(scaler) = &plan.site.web.autoscaler else {
        let usual = plan.usual("site.web.autoscaler");
        return usual
            .map(|u| set("site.web.autoscaler", u))
            .into_iter()
            .collect();
    };
    let faster = |n: f64| {
        let less = |name: &str, now: f64, least: f64| {
            (now > least).then(|| set(path(name), (now / n).max(least)))
        };
        all([
            less("every_s", scaler.every_s, 10.0),
            less("cooldown_s", scaler.cooldown_s, 0.0),
            // Machines boot in about half a minute, and what runs on them has to start.
            less("boot_s", scaler.boot_s, 45.0),
            times(plan, &path("step"), n),
            less("target_percent", scaler.target_percent, 40.0),
        ])
    };
    [2.0, 4.0, 10.0].into_iter().filter_map(faster).collect()
}

/// Waiting rooms of several sizes, the roomiest first.
pub(super) fn rooms(plan: &Scenario, opens: Option<ClockTime>) -> Vec<Edit> {
    let room = |share: f64| {
        let mut room = plan.usual("site.waiting_room")?;
        let fields = room.as_object_mut()?;
        let active = fields.get("active")?.as_f64()? * share;
        fields.insert("active".into(), json!(active.max(1.0).round()));
        if let Some(opens) = opens {
            fields.insert("opens".into(), Value::from(opens.to_string()));
        }
        Some(set("site.waiting_room", room))
    };
    [2.0, 1.0, 0.5, 0.25, 0.125, 0.06]
        .into_iter()
        .filter_map(room)
        .collect()
}

/// A waiting room in front of the site.
pub(super) fn waiting_room(plan: &Scenario) -> Vec<Edit> {
    if plan.site.waiting_room.is_some() {
        return Vec::new();
    }
    rooms(plan, None)
}

/// A rule that tells machines from people, in place of shutting a region out.
pub(super) fn bot_rule(plan: &Scenario) -> Vec<Edit> {
    let blocked = without(plan, IncidentKind::RegionBlocked);
    let machines = plan.activities.iter().any(|a| a.kind == ActivityKind::Bots);
    let filter = plan
        .usual("site.bot_filter")
        .filter(|_| plan.site.bot_filter.is_none() && (machines || blocked.is_some()))
        .map(|usual| set("site.bot_filter", usual));
    let mut sizes: Vec<Edit> = blocked.clone().into_iter().collect();
    sizes.extend(filter.and_then(|filter| all([blocked, Some(filter)])));
    sizes
}

/// The app waits longer before each further try, by chance, and tries less often.
pub(super) fn backoff(plan: &Scenario) -> Vec<Edit> {
    let Some(retries) = &plan.journey.behaviour.retries else {
        return Vec::new();
    };
    let path = |name: &str| format!("journey.behaviour.retries.{name}");
    let gentle = all([
        (retries.factor < 2.0).then(|| set(path("factor"), 2.0)),
        (!retries.jitter).then(|| set(path("jitter"), true)),
    ]);
    // A tenth of the first attempts: the budget that Google's handbook names.
    let budget = retries.budget_percent.is_none_or(|b| b > 10.0);
    let strict = budget.then(|| set(path("budget_percent"), 10.0));
    let both = strict.and_then(|strict| all([gentle.clone(), Some(strict)]));
    [gentle, both].into_iter().flatten().collect()
}

/// An outside service that fails is not asked for a while.
pub(super) fn breaker(plan: &Scenario) -> Vec<Edit> {
    let bare = plan
        .site
        .third_parties
        .iter()
        .filter(|p| p.breaker.is_none());
    let with = bare.map(|party| {
        let slow_s = (party.answer_ms / 1000.0 * 4.0).clamp(0.5, 60.0);
        Some(set(
            format!("site.third_parties.{}.breaker", party.id),
            json!({ "slow_s": slow_s }),
        ))
    });
    all(with).into_iter().collect()
}
