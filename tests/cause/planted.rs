//! One fault each.

use onrush_diagnose::{Cause, CauseKind as Kind, Figure, Loop, Verdict};
use onrush_scenario::{Scenario, StationRole};
use serde_json::{Value, json};

use crate::plan::{brief, even, plan, rehearse, visitors, wave};

/// Seeds that each plan is rehearsed with.
const SEEDS: [u64; 3] = [1, 2, 3];

/// The fault is named first, at the part where it is, whatever the dice.
fn names_first(scenario: &Scenario, kind: Kind, role: Option<StationRole>) {
    for seed in SEEDS {
        let found = rehearse(scenario, seed);
        let first = found.why.causes.first();
        let what = first.map(|c| c.kind);
        let said = brief(scenario, &found.why.causes);
        assert_eq!(what, Some(kind), "seed {seed}: {:?}, {said}", found.verdict);
        if role.is_some() {
            let at = first
                .and_then(|c| c.station)
                .map(|s| scenario.labels().stations[s]);
            assert_eq!(at, role, "seed {seed}: {said}");
        }
        // Findings, headline and events speak of the part that the first cause is about.
        let blamed = found.verdict != Verdict::Holds;
        let part = first.and_then(|c| c.station).filter(|_| blamed);
        assert_eq!(found.root, part, "seed {seed}: {said}");
        for cause in &found.why.causes {
            can_be_seen(cause);
        }
    }
}

/// A cause has the figures of its kind, and series in which it shows in the seconds that it names.
fn can_be_seen(cause: &Cause) {
    let kind = cause.kind;
    let mut names: Vec<&str> = cause.figures.iter().map(|f| f.name.as_str()).collect();
    names.sort_unstable();
    let mut promised = kind.figures().to_vec();
    promised.sort_unstable();
    assert_eq!(names, promised, "{kind:?}");
    let sound = |f: &Figure| f.value.is_finite() && f.value >= 0.0;
    assert!(cause.figures.iter().all(sound), "{:?}", cause.figures);
    assert!(!cause.evidence.is_empty(), "{kind:?} has nothing to show");
    for shown in &cause.evidence {
        assert!(shown.from_s < shown.until_s, "{kind:?}: {shown:?}");
        assert!(shown.most >= shown.mean, "{kind:?}: {shown:?}");
    }
    assert!(
        cause.evidence.iter().any(|e| e.most > 0.0),
        "{kind:?} shows nothing: {:?}",
        cause.evidence
    );
}

#[test]
fn every_kind_of_fault_is_planted_here() {
    for kind in Kind::ALL {
        let planted = format!("Kind::{kind:?}");
        let named = |after: char| !after.is_ascii_alphanumeric();
        let pieces = include_str!("planted.rs").split(&planted).skip(1);
        let found = pieces.filter(|rest| rest.starts_with(named)).count();
        assert!(found > 0, "no site has the fault {kind:?}");
    }
}

const WEB: Option<StationRole> = Some(StationRole::Web);
const DATABASE: Option<StationRole> = Some(StationRole::Database);
const PARTY: Option<StationRole> = Some(StationRole::Party { party: 0 });

/// The page on which people buy, with what `patch` changes.
fn buying(patch: Value) -> Value {
    let mut page = json!({
        "id": "buy", "name": "Bought", "document": { "work_ms": 50, "queries": 2, "writes": 1, "kb": 10 },
        "files": 0, "files_kb": 0, "think_s": 2, "go_on_percent": 0, "goal": true, "value": 20,
    });
    if let (Some(page), Value::Object(patch)) = (page.as_object_mut(), patch) {
        page.extend(patch);
    }
    page
}

fn home(kb: f64, cacheable: bool) -> Value {
    json!({
        "id": "home", "name": "Home", "document": { "work_ms": 50, "queries": 2, "kb": kb, "cacheable": cacheable },
        "files": 0, "files_kb": 0, "think_s": 5, "go_on_percent": 50,
    })
}

fn pages(patch: Value) -> Value {
    json!({ "pages": [home(10.0, true), buying(patch)] })
}

fn payment(patch: Value) -> Value {
    let mut party = json!({
        "id": "pay", "name": "Payment", "kind": "payment", "answer_ms": 300, "varies_percent": 30,
    });
    if let (Some(party), Value::Object(patch)) = (party.as_object_mut(), patch) {
        party.extend(patch);
    }
    json!([party])
}

fn asks() -> Value {
    pages(json!({ "asks": [{ "id": "pay", "times": 1 }] }))
}

// The web servers.

#[test]
fn too_few_cores() {
    names_first(&plan(&wave(40.0, 300.0), json!({})), Kind::Cores, WEB);
}

#[test]
fn too_few_workers() {
    let site = json!({ "site": { "web": { "workers": 2 } } });
    names_first(&plan(&wave(40.0, 160.0), site), Kind::Servers, WEB);
}

#[test]
fn a_line_too_short_for_its_bursts() {
    let site = json!({ "site": { "web": { "servers": 1, "workers": 4, "line": 0 } } });
    names_first(&plan(&even(30.0), site), Kind::Backlog, WEB);
}

#[test]
fn a_balancer_that_does_not_look() {
    let site = json!({
        "targets": { "page_p95_s": 0.5 },
        "site": { "balancer": { "policy": "random" }, "web": { "servers": 16, "workers": 1, "cores": 1 } },
    });
    names_first(&plan(&even(170.0), site), Kind::Balancer, WEB);
}

#[test]
fn a_balancer_that_does_not_notice() {
    let site = json!({
        "site": { "balancer": { "policy": "round_robin" }, "web": { "servers": 10 } },
        "incidents": [{ "id": "two", "name": "Two machines die", "kind": "servers_lost", "at": "20:05", "servers": 2 }],
    });
    names_first(&plan(&even(80.0), site), Kind::HealthCheck, WEB);
}

#[test]
fn machines_that_are_still_cold() {
    let site = json!({ "site": { "web": {
        "servers": 2,
        "warm_up": { "seconds": 400, "times_slower": 10 },
        "autoscaler": { "looks_at": "processor", "target_percent": 50, "tolerance_percent": 10, "every_s": 15, "boot_s": 20,
            "at_least": 2, "at_most": 20, "step": 20, "cooldown_s": 60, "calm_s": 600,
            "schedule": [{ "at": "20:05", "servers": 12 }] },
    } } });
    names_first(&plan(&wave(20.0, 300.0), site), Kind::WarmUp, WEB);
}

fn scaled(at_most: u32, boot_s: u32) -> Value {
    json!({ "site": { "web": { "servers": 2, "autoscaler": {
        "looks_at": "processor", "target_percent": 50, "tolerance_percent": 10, "every_s": 15, "boot_s": boot_s,
        "at_least": 2, "at_most": at_most, "step": 20, "cooldown_s": 15, "calm_s": 600, "schedule": [],
    } } } })
}

#[test]
fn an_autoscaler_that_is_too_slow() {
    names_first(
        &plan(&wave(40.0, 300.0), scaled(30, 180)),
        Kind::ScalerLate,
        WEB,
    );
}

#[test]
fn an_autoscaler_at_its_limit() {
    names_first(
        &plan(&wave(40.0, 300.0), scaled(4, 10)),
        Kind::ScalerAtLimit,
        WEB,
    );
}

#[test]
fn a_gateway_that_gives_up_on_what_would_be_answered() {
    let site = json!({
        "journey": asks(), "targets": { "page_p95_s": 9 },
        "site": { "balancer": { "timeout_s": 4 }, "third_parties": payment(json!({ "answer_ms": 4500 })) },
    });
    names_first(&plan(&even(30.0), site), Kind::GatewayTimeout, None);
}

// The database.

#[test]
fn too_few_connections_behind_busier_web_servers() {
    let site = json!({ "site": { "database": { "connections": 2, "query_ms": 10 } } });
    names_first(&plan(&wave(30.0, 120.0), site), Kind::Servers, DATABASE);
}

#[test]
fn too_few_connections_for_each_web_server() {
    let site = json!({ "site": { "database": { "pool_per_server": 1, "query_ms": 20 } } });
    names_first(
        &plan(&wave(30.0, 120.0), site),
        Kind::Pool,
        Some(StationRole::Pool),
    );
}

#[test]
fn too_few_cores_of_the_database() {
    let site = json!({ "site": { "database": { "cores": 1, "query_ms": 5, "connections": 20 } } });
    names_first(&plan(&wave(30.0, 110.0), site), Kind::Cores, DATABASE);
}

#[test]
fn a_row_that_all_want() {
    let site = json!({
        "journey": pages(json!({ "takes": "seats" })),
        "site": { "stocks": [{ "id": "seats", "name": "Seats", "units": 1_000_000, "lock_ms": 50 }] },
    });
    names_first(
        &plan(&wave(20.0, 100.0), site),
        Kind::Row,
        Some(StationRole::Row { stock: 0 }),
    );
}

#[test]
fn replicas_too_small_beside_a_busy_primary() {
    let site = json!({ "site": { "database": {
        "connections": 100, "query_ms": 15, "replicas": { "servers": 1, "connections": 2 },
    } } });
    names_first(
        &plan(&wave(30.0, 120.0), site),
        Kind::Servers,
        Some(StationRole::Replicas),
    );
}

#[test]
fn a_database_that_goes_down_until_the_standby_takes_over() {
    let site = json!({
        "site": { "database": { "failover_s": 90 } },
        "incidents": [{ "id": "down", "name": "The primary goes down", "kind": "database_down", "at": "20:06" }],
    });
    names_first(&plan(&even(60.0), site), Kind::Incident, DATABASE);
}

// Caches.

fn copies(objects: u32, keep_minutes: f64, warm: bool) -> Value {
    json!({ "objects": objects, "zipf": 0.6, "keep_minutes": keep_minutes, "warm": warm, "coalesce": false })
}

fn cdn(pages: &Value) -> Value {
    json!({ "answer_ms": 5, "pages": pages, "files_hit_percent": 95 })
}

#[test]
fn a_cdn_that_begins_empty() {
    let site =
        json!({ "site": { "cdn": cdn(&copies(60_000, 60.0, false)), "web": { "servers": 3 } } });
    let crowd = [(0.0, 1.0), (4.0, 1.0), (4.1, 200.0), (20.0, 200.0)];
    names_first(&plan(&crowd, site), Kind::CacheCold, WEB);
}

#[test]
fn a_purge_at_the_worst_time() {
    let site = json!({
        "site": { "cdn": cdn(&copies(60_000, 600.0, true)), "web": { "servers": 3 } },
        "incidents": [{ "id": "purge", "name": "A purge", "kind": "cdn_flushed", "at": "20:06" }],
    });
    names_first(&plan(&even(190.0), site), Kind::CacheFlushed, WEB);
}

#[test]
fn copies_that_are_kept_for_too_short() {
    let site =
        json!({ "site": { "cdn": cdn(&copies(60_000, 0.05, true)), "web": { "servers": 3 } } });
    names_first(&plan(&wave(30.0, 200.0), site), Kind::CacheShort, WEB);
}

#[test]
fn the_loss_of_the_cache_that_kept_the_database_alive() {
    let site = json!({
        "site": {
            "cache": { "objects": 100, "zipf": 0.8, "keep_minutes": 60, "warm": true, "coalesce": true,
                "reads_percent": 100, "answer_ms": 1 },
            "database": { "connections": 3, "query_ms": 20 },
        },
        "incidents": [{ "id": "cache", "name": "The cache dies", "kind": "cache_down", "at": "20:06" }],
    });
    names_first(&plan(&even(80.0), site), Kind::Incident, DATABASE);
}

// Doors and pipes.

#[test]
fn a_line_to_the_internet_too_narrow() {
    let site = json!({
        "journey": { "pages": [home(100.0, false), buying(json!({}))] },
        "site": { "uplink": { "megabits_per_s": 60 } },
    });
    names_first(
        &plan(&wave(30.0, 110.0), site),
        Kind::Uplink,
        Some(StationRole::Uplink),
    );
}

#[test]
fn a_filter_that_takes_people_for_machines() {
    let site = json!({ "site": { "bot_filter": { "stops_bots_percent": 95, "stops_people_percent": 12 } } });
    names_first(&plan(&even(100.0), site), Kind::BotFilter, None);
}

#[test]
fn a_region_that_is_not_let_in() {
    let site = json!({
        "regions": [
            { "id": "nl", "name": "Here", "share_percent": 60, "round_trip_ms": 20 },
            { "id": "asia", "name": "Asia", "share_percent": 40, "round_trip_ms": 200 },
        ],
        "incidents": [{ "id": "no", "name": "IT blocks Asia", "kind": "region_blocked", "region": "asia", "at": "20:08" }],
    });
    names_first(&plan(&even(100.0), site), Kind::Block, None);
}

#[test]
fn a_rate_limit_at_the_door() {
    let site = json!({ "site": { "rate_limit": { "per_s": 60 } } });
    names_first(&plan(&wave(30.0, 120.0), site), Kind::RateLimit, None);
}

#[test]
fn a_waiting_room_too_narrow() {
    let site = json!({ "site": { "waiting_room": {
        "per_minute": 1500, "session_minutes": 0.5, "patience_minutes": 2, "place_shown": true, "shuffled": false,
    } } });
    names_first(&plan(&wave(20.0, 100.0), site), Kind::RoomNarrow, None);
}

#[test]
fn a_waiting_room_that_opens_too_late() {
    let site = json!({ "site": { "waiting_room": {
        "per_minute": 9000, "session_minutes": 0.5, "patience_minutes": 3, "place_shown": true, "shuffled": true,
        "opens": "20:14",
    } } });
    names_first(&plan(&even(30.0), site), Kind::RoomLate, None);
}

#[test]
fn more_machines_than_people() {
    let bots = json!({
        "id": "bots", "name": "Price comparers", "kind": "bots", "at": "20:05", "lasts_minutes": 12,
        "people": 260_000, "response_percent": 100,
    });
    let site = json!({ "activities": [visitors(&even(60.0)), bots] });
    names_first(&plan(&even(60.0), site), Kind::Machines, WEB);
}

#[test]
fn mail_systems_that_test_every_link() {
    let mail = json!({
        "id": "mail", "name": "A mailing", "kind": "email", "at": "20:05", "lasts_minutes": 1,
        "people": 60_000, "response_percent": 2, "scanners_percent": 60,
    });
    let site = json!({ "activities": [visitors(&even(50.0)), mail] });
    names_first(&plan(&even(50.0), site), Kind::Machines, WEB);
}

// Outside services.

#[test]
fn a_payment_provider_that_limits() {
    let site = json!({
        "journey": asks(), "site": { "third_parties": payment(json!({ "per_s": 15 })) },
    });
    names_first(&plan(&wave(20.0, 90.0), site), Kind::PartyLimit, PARTY);
}

#[test]
fn a_payment_provider_with_too_few_places_behind_busier_web_servers() {
    let site = json!({
        "journey": asks(), "site": { "third_parties": payment(json!({ "at_once": 6, "answer_ms": 400 })) },
    });
    names_first(&plan(&wave(15.0, 90.0), site), Kind::PartyFull, PARTY);
}

#[test]
fn a_payment_provider_that_becomes_slow() {
    let site = json!({
        "journey": asks(), "site": { "third_parties": payment(json!({})) },
        "incidents": [{ "id": "slow", "name": "Payment is slow", "kind": "third_party_slow", "party": "pay",
            "times_slower": 60, "at": "20:07", "minutes": 8 }],
    });
    names_first(&plan(&even(50.0), site), Kind::Incident, PARTY);
}

#[test]
fn a_payment_provider_that_is_always_slow_and_never_full() {
    let site = json!({
        "journey": asks(),
        "site": { "third_parties": payment(json!({ "answer_ms": 5000 })) },
    });
    names_first(&plan(&even(40.0), site), Kind::Slow, PARTY);
}

#[test]
fn a_service_that_fails_by_itself() {
    let site = json!({
        "journey": asks(), "site": { "third_parties": payment(json!({ "errors_percent": 40 })) },
    });
    names_first(&plan(&even(50.0), site), Kind::Failing, PARTY);
}

#[test]
fn a_breaker_that_is_too_anxious() {
    let site = json!({
        "journey": asks(), "site": { "third_parties": payment(json!({
            "errors_percent": 2,
            "breaker": { "window": 10, "failures_percent": 20, "open_s": 30, "trial": 2 },
        })) },
    });
    let plan = plan(&even(50.0), site);
    names_first(&plan, Kind::Breaker, PARTY);
    assert_eq!(rehearse(&plan, 1).why.kept_by, Some(Loop::BreakerFlapping));
}

// What goes wrong, and what is done again.

#[test]
fn a_bad_deployment_beside_a_busier_database() {
    let site = json!({
        "site": { "database": { "connections": 4, "query_ms": 14 } },
        "incidents": [{ "id": "bad", "name": "A new version", "kind": "servers_slow", "times_slower": 8, "at": "20:07" }],
    });
    names_first(&plan(&even(80.0), site), Kind::Incident, WEB);
}

#[test]
fn retries_that_outlive_what_began_them() {
    let site = json!({
        "journey": { "behaviour": {
            "patience_s": 3, "patience_varies_percent": 20, "reload_percent": 95, "reload_after_error_percent": 95,
            "reloads_at_most": 20, "reload_pause_s": 1,
        } },
        "site": { "web": { "line": 2000 } },
        "incidents": [{ "id": "blip", "name": "The database stalls", "kind": "database_slow", "times_slower": 400,
            "at": "20:03", "minutes": 0.7 }],
    });
    let plan = plan(&even(170.0), site);
    names_first(&plan, Kind::RetryStorm, None);
    assert_eq!(rehearse(&plan, 1).why.kept_by, Some(Loop::RetryStorm));
}

// Work that nobody waits for, and what runs out.

#[test]
fn workers_of_the_queue_that_cannot_keep_up() {
    let site = json!({
        "journey": pages(json!({ "queues": true })),
        "site": { "queue": { "workers": 2, "job_ms": 400, "job_varies_percent": 50, "places": 200, "writes": 1 } },
    });
    names_first(
        &plan(&even(40.0), site),
        Kind::QueueBehind,
        Some(StationRole::Queue),
    );
}

#[test]
fn a_sales_team_that_has_gone_home() {
    let site = json!({ "site": { "desks": [{
        "id": "sales", "name": "Sales", "people": 20, "minutes_per_case": 3, "varies_percent": 50,
        "patience_minutes": 4, "share_percent": 5, "hours": [{ "from": "09:00", "until": "20:02" }],
    }] } });
    let plan = plan(&even(60.0), site);
    names_first(&plan, Kind::DeskShort, Some(StationRole::Desk { desk: 0 }));
    let found = rehearse(&plan, 1);
    let closed = found.why.causes[0]
        .figures
        .iter()
        .find(|f| f.name == "closed");
    assert!(closed.is_some_and(|f| f.value > 0.5), "{closed:?}");
}

#[test]
fn a_stock_that_is_sold_out_is_named_and_is_no_failure() {
    let site = json!({
        "journey": pages(json!({ "takes": "seats" })),
        "site": { "stocks": [{ "id": "seats", "name": "Seats", "units": 5000, "lock_ms": 0 }] },
    });
    let plan = plan(&even(60.0), site);
    names_first(&plan, Kind::SoldOut, None);
    assert_eq!(rehearse(&plan, 1).verdict, Verdict::Holds);
}

// A part that is busier than the culprit and has nothing to do with it.

#[test]
fn an_optional_service_that_is_always_full_is_not_blamed() {
    let site = json!({
        "journey": { "pages": [
            {
                "id": "home", "name": "Home", "document": { "work_ms": 50, "queries": 2, "kb": 10 },
                "files": 0, "files_kb": 0, "think_s": 5, "go_on_percent": 50,
                "asks": [{ "id": "tips", "times": 1 }],
            },
            buying(json!({})),
        ] },
        "site": {
            "third_parties": [{ "id": "tips", "name": "Recommendations", "kind": "other", "answer_ms": 200,
                "varies_percent": 30, "per_s": 10, "optional": true }],
            "database": { "connections": 2, "query_ms": 10 },
        },
    });
    names_first(&plan(&wave(30.0, 120.0), site), Kind::Servers, DATABASE);
}

#[test]
fn a_full_queue_behind_is_not_blamed_for_what_the_web_servers_lose() {
    let site = json!({
        "journey": pages(json!({ "queues": true })),
        "site": { "queue": { "workers": 1, "job_ms": 200, "job_varies_percent": 50, "writes": 1 } },
    });
    names_first(&plan(&wave(40.0, 300.0), site), Kind::Cores, WEB);
}
