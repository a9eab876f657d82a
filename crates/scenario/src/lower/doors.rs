//! What stands in the way: caches, gates, the waiting room, stocks, and what adds machines.

use onrush_network::{Cache, Gate, Metric, Room, Rule, Scaler, Stock};

use super::labels::{CacheRole, GateRole, StationRole};
use super::site::{SiteAt, bucket};
use super::{chance, cv2, varying};
use crate::{Copies, IncidentKind, LooksAt, Scenario, defaults, model};

/// What the caches are, in order.
pub(super) fn cache_roles(scenario: &Scenario) -> Vec<CacheRole> {
    let mut roles = Vec::new();
    if let Some(cdn) = &scenario.site.cdn {
        let regions = || (0..scenario.regions.len()).filter(|&r| scenario.regions[r].cdn);
        if cdn.files.is_some() {
            roles.extend(regions().map(|region| CacheRole::CdnFiles { region }));
        }
        if cdn.pages.is_some() {
            roles.extend(regions().map(|region| CacheRole::CdnPages { region }));
        }
    }
    roles.extend(scenario.site.cache.iter().map(|_| CacheRole::Site));
    roles
}

/// The caches themselves.
pub(super) fn caches(scenario: &Scenario) -> Vec<Cache> {
    let site = &scenario.site;
    let cdn = site.cdn.as_ref();
    cache_roles(scenario)
        .into_iter()
        .filter_map(|role| {
            let (id, copies) = match role {
                CacheRole::CdnFiles { region } => (
                    format!("cdn-files/{}", scenario.regions[region].id),
                    cdn?.files.as_ref()?,
                ),
                CacheRole::CdnPages { region } => (
                    format!("cdn-pages/{}", scenario.regions[region].id),
                    cdn?.pages.as_ref()?,
                ),
                CacheRole::Site => ("site".to_owned(), &site.cache.as_ref()?.copies),
            };
            Some(cache(id, copies))
        })
        .collect()
}

fn cache(id: String, copies: &Copies) -> Cache {
    Cache {
        warm: copies.warm,
        coalesce: copies.coalesce,
        ..Cache::new(
            id,
            copies.objects,
            copies.zipf,
            copies.keep_minutes.map_or(f64::INFINITY, |m| m * 60.0),
        )
    }
}

/// What the gates are, in order.
pub(super) fn gate_roles(scenario: &Scenario) -> Vec<GateRole> {
    let site = &scenario.site;
    let mut roles = Vec::new();
    roles.extend(site.bot_filter.iter().map(|_| GateRole::BotFilter));
    roles.extend(site.rate_limit.iter().map(|_| GateRole::RateLimit));
    roles.extend(
        (0..scenario.incidents.len())
            .filter(|&i| scenario.incidents[i].kind == IncidentKind::RegionBlocked)
            .map(|incident| GateRole::Block { incident }),
    );
    roles
}

/// The gates themselves. `span` says when an incident holds.
pub(super) fn gates(
    scenario: &Scenario,
    span: impl Fn(&model::Incident) -> (f64, f64),
) -> Vec<Gate> {
    let site = &scenario.site;
    gate_roles(scenario)
        .into_iter()
        .filter_map(|role| {
            let (id, rule, (from_s, until_s)) = match role {
                GateRole::BotFilter => {
                    let filter = site.bot_filter.as_ref()?;
                    let rule = Rule::Filter {
                        bots: chance(filter.stops_bots_percent),
                        people: chance(filter.stops_people_percent),
                    };
                    ("bot-filter".to_owned(), rule, (0.0, f64::INFINITY))
                }
                GateRole::RateLimit => {
                    let limit = site.rate_limit.as_ref()?;
                    let rule = Rule::Limit(bucket(limit.per_s, limit.burst));
                    ("rate-limit".to_owned(), rule, (0.0, f64::INFINITY))
                }
                GateRole::Block { incident } => {
                    let incident = &scenario.incidents[incident];
                    let everybody = Rule::Filter {
                        bots: 1.0,
                        people: 1.0,
                    };
                    (format!("block/{}", incident.id), everybody, span(incident))
                }
            };
            Some(Gate {
                id,
                rule,
                from_s,
                until_s,
            })
        })
        .collect()
}

/// The waiting room, if there is one.
pub(super) fn rooms(scenario: &Scenario) -> Vec<Room> {
    let rooms = scenario.site.waiting_room.iter();
    rooms
        .map(|room| {
            let hidden = if room.place_shown {
                1.0
            } else {
                defaults::PLACE_HIDDEN_PATIENCE.value / 100.0
            };
            Room {
                id: "site".to_owned(),
                active: room.active,
                per_minute: room.per_minute,
                opens_s: room
                    .opens
                    .map_or(0.0, |at| f64::from(scenario.clock.seconds_until(at))),
                shuffled: room.shuffled,
                session_s: room.session_minutes * 60.0,
                patience: Some(varying(
                    room.patience_minutes * 60.0 * hidden,
                    defaults::ROOM_PATIENCE_CV2.value,
                )),
            }
        })
        .collect()
}

/// What can run out.
pub(super) fn stocks(scenario: &Scenario) -> Vec<Stock> {
    let stocks = scenario.site.stocks.iter();
    stocks
        .map(|stock| Stock {
            id: stock.id.clone(),
            units: stock.units,
        })
        .collect()
}

/// What adds and removes web servers, if anything does.
pub(super) fn scalers(scenario: &Scenario, site: &SiteAt) -> Vec<Scaler> {
    let scalers = scenario.site.web.autoscaler.iter();
    scalers
        .map(|a| {
            let mut schedule: Vec<(f64, u32)> = a
                .schedule
                .iter()
                .map(|s| (f64::from(scenario.clock.seconds_until(s.at)), s.servers))
                .collect();
            onrush_network::put_in_order(&mut schedule, |x, y| x.0 < y.0);
            Scaler {
                id: "web".to_owned(),
                station: site.find(StationRole::Web).unwrap_or(0),
                metric: match a.looks_at {
                    LooksAt::Processor => Metric::Working,
                    LooksAt::Workers => Metric::Busy,
                },
                target: chance(a.target_percent),
                tolerance: chance(a.tolerance_percent),
                every_s: a.every_s,
                boot: varying(a.boot_s, cv2(a.boot_varies_percent)),
                at_least: a.at_least,
                at_most: a.at_most,
                step: a.step,
                cooldown_s: a.cooldown_s,
                calm_s: a.calm_s,
                schedule,
            }
        })
        .collect()
}
