//! The stations: one delay per region, the CDN, the web servers, the database, and all that may stand beside them.

use onrush_network::{
    Balance, Breaker, Bucket, Contention, Discipline, Dist, HealthCheck, Line, Servers, Station,
    WarmUp,
};

use super::labels::StationRole;
use super::{chance, cv2, hours, varying};
use crate::{BalancePolicy, Database, Scenario, WebServers, defaults, model};

/// Where the parts of the site are in the network.
pub(super) struct SiteAt {
    roles: Vec<StationRole>,
}

impl SiteAt {
    pub(super) fn of(scenario: &Scenario) -> Self {
        Self {
            roles: roles(scenario),
        }
    }

    /// The station with this role.
    pub(super) fn find(&self, role: StationRole) -> Option<usize> {
        self.roles.iter().position(|&r| r == role)
    }

    /// The web servers, which every site has.
    pub(super) fn web(&self) -> usize {
        self.find(StationRole::Web).unwrap_or(0)
    }

    /// The database, which every site has.
    pub(super) fn database(&self) -> usize {
        self.find(StationRole::Database).unwrap_or(0)
    }
}

/// Service time of the web station, in milliseconds; a step scales it. Not 1, so that the largest work allowed stays within
/// the largest scale allowed.
pub(super) const WORK_UNIT_MS: f64 = 100.0;

/// Bytes that the uplink's service time stands for; a step scales it. The largest answer allowed is a thousand of them.
pub(super) const UPLINK_UNIT_BYTES: f64 = 1e6;

/// What the stations are, in order.
pub(super) fn roles(scenario: &Scenario) -> Vec<StationRole> {
    let site = &scenario.site;
    let mut roles: Vec<_> = (0..scenario.regions.len())
        .map(|region| StationRole::Network { region })
        .collect();
    roles.extend(site.cdn.iter().map(|_| StationRole::Cdn));
    roles.extend([StationRole::Web, StationRole::Database]);
    roles.extend(site.database.replicas.iter().map(|_| StationRole::Replicas));
    roles.extend(
        site.database
            .pool_per_server
            .iter()
            .map(|_| StationRole::Pool),
    );
    roles.extend(site.cache.iter().map(|_| StationRole::Cache));
    roles.extend(site.uplink.iter().map(|_| StationRole::Uplink));
    let locked = (0..site.stocks.len()).filter(|&i| site.stocks[i].lock_ms > 0.0);
    roles.extend(locked.map(|stock| StationRole::Row { stock }));
    roles.extend((0..site.third_parties.len()).map(|party| StationRole::Party { party }));
    roles.extend(site.queue.iter().map(|_| StationRole::Queue));
    roles.extend((0..site.desks.len()).map(|desk| StationRole::Desk { desk }));
    roles
}

/// The stations themselves.
pub(super) fn stations(scenario: &Scenario) -> Vec<Station> {
    roles(scenario)
        .into_iter()
        .map(|role| station(scenario, role))
        .collect()
}

fn station(scenario: &Scenario, role: StationRole) -> Station {
    let site = &scenario.site;
    let delay = |id: &str, ms: f64, cv2: f64| Station::new(id, varying(ms / 1000.0, cv2));
    match role {
        StationRole::Network { region } => {
            let region = &scenario.regions[region];
            delay(
                &format!("network/{}", region.id),
                region.round_trip_ms,
                defaults::ROUND_TRIP_CV2.value,
            )
        }
        StationRole::Cdn => delay(
            "cdn",
            site.cdn.as_ref().map_or(0.0, |c| c.answer_ms),
            defaults::CDN_CV2.value,
        ),
        StationRole::Web => web(scenario),
        StationRole::Database => Station {
            servers: Servers::Finite(site.database.connections),
            ..queries("database", &site.database)
        },
        StationRole::Replicas => {
            let (servers, connections) = site
                .database
                .replicas
                .map_or((1, 1), |r| (r.servers, r.connections));
            Station {
                servers: Servers::Finite(connections),
                instances: servers,
                balance: Balance::LeastBusy,
                ..queries("replicas", &site.database)
            }
        }
        StationRole::Pool => Station {
            servers: Servers::Finite(site.database.pool_per_server.unwrap_or(1)),
            instances: site.web.at_most(),
            balance: Balance::Local,
            ..Station::new("pool", Dist::constant(0.0))
        },
        StationRole::Cache => delay(
            "cache",
            site.cache.as_ref().map_or(0.0, |c| c.answer_ms),
            defaults::CACHE_CV2.value,
        ),
        StationRole::Uplink => {
            let megabits = site.uplink.as_ref().map_or(1.0, |u| u.megabits_per_s);
            Station {
                servers: Servers::Finite(1),
                discipline: Discipline::Shared,
                ..Station::new(
                    "uplink",
                    Dist::constant(UPLINK_UNIT_BYTES * 8.0 / (megabits * 1e6)),
                )
            }
        }
        StationRole::Row { stock } => {
            let stock = &site.stocks[stock];
            Station {
                servers: Servers::Finite(1),
                ..delay(
                    &format!("row/{}", stock.id),
                    stock.lock_ms,
                    defaults::LOCK_CV2.value,
                )
            }
        }
        StationRole::Party { party } => third_party(&site.third_parties[party]),
        StationRole::Queue => site.queue.as_ref().map_or_else(
            || Station::new("queue", Dist::constant(0.0)),
            |queue| Station {
                servers: Servers::Finite(queue.workers),
                line: line(queue.places),
                ..delay("queue", queue.job_ms, cv2(queue.job_varies_percent))
            },
        ),
        StationRole::Desk { desk } => {
            let desk = &site.desks[desk];
            let patience =
                |minutes: f64| varying(minutes * 60.0, defaults::ROOM_PATIENCE_CV2.value);
            Station {
                servers: Servers::Finite(desk.people),
                line: line(desk.places),
                patience: desk.patience_minutes.map(patience),
                hours: hours::schedule(&desk.hours, desk.people, &scenario.clock),
                ..delay(
                    &format!("desk/{}", desk.id),
                    desk.minutes_per_case * 60_000.0,
                    cv2(desk.varies_percent),
                )
            }
        }
    }
}

fn line(places: Option<u32>) -> Line {
    places.map_or(Line::Unlimited, Line::Places)
}

fn queries(id: &str, database: &Database) -> Station {
    Station {
        contention: database_contention(database),
        ..Station::new(
            id,
            varying(
                database.query_ms / 1000.0,
                cv2(database.query_varies_percent),
            ),
        )
    }
}

/// Connections that wait for each other (α, β), and share the cores as web workers do.
fn database_contention(database: &Database) -> Option<Contention> {
    let share = database.cores.map_or(0.0, |cores| 1.0 / f64::from(cores));
    let alpha = share + chance(database.contention_percent);
    let beta = chance(database.coherency_percent);
    (alpha > 0.0 || beta > 0.0).then_some(Contention {
        cores: database.cores,
        alpha,
        beta,
        counts_held: false,
    })
}

fn third_party(party: &model::ThirdParty) -> Station {
    Station {
        servers: party.at_once.map_or(Servers::Infinite, Servers::Finite),
        errors: chance(party.errors_percent),
        cut_off_s: party.timeout_s,
        limit: party.per_s.map(|per_s| bucket(per_s, party.burst)),
        breaker: party.breaker.as_ref().map(|b| Breaker {
            window: b.window,
            failures: chance(b.failures_percent),
            slow_s: b.slow_s.unwrap_or(f64::INFINITY),
            open_s: b.open_s,
            trial: b.trial,
        }),
        ..Station::new(
            format!("party/{}", party.id),
            varying(party.answer_ms / 1000.0, cv2(party.varies_percent)),
        )
    }
}

/// A token bucket; without a burst, of what comes in a second.
pub(super) fn bucket(per_s: f64, burst: Option<f64>) -> Bucket {
    Bucket {
        per_s,
        burst: burst.unwrap_or(per_s).max(1.0),
    }
}

fn web(scenario: &Scenario) -> Station {
    let web = &scenario.site.web;
    Station {
        servers: Servers::Finite(web.workers),
        line: Line::Places(web.line),
        instances: web.servers,
        balance: match scenario.site.balancer.policy {
            BalancePolicy::RoundRobin => Balance::RoundRobin,
            BalancePolicy::Random => Balance::Random,
            BalancePolicy::LeastBusy => Balance::LeastBusy,
            BalancePolicy::TwoChoices => Balance::TwoChoices,
        },
        contention: sharing(web),
        warm_up: web.warm_up.as_ref().map(|w| WarmUp {
            seconds: w.seconds,
            factor: w.times_slower,
        }),
        health: scenario.site.balancer.health.as_ref().map(|h| HealthCheck {
            every_s: h.every_s,
            fails: h.fails,
            passes: h.passes,
        }),
        ..Station::new(
            "web",
            varying(WORK_UNIT_MS / 1000.0, defaults::WORK_CV2.value),
        )
    }
}

/// More busy workers than cores share them: with N busy, each takes N / cores times as long. The network's factor is
/// 1 + α (N − cores), which is exactly that for α = 1 / cores.
fn sharing(web: &WebServers) -> Option<Contention> {
    (web.workers > web.cores).then(|| Contention {
        cores: Some(web.cores),
        alpha: 1.0 / f64::from(web.cores),
        beta: 0.0,
        counts_held: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_workers_share_the_cores() {
        let web = WebServers {
            servers: 1,
            workers: 64,
            cores: 4,
            line: 0,
            file_ms: 0.0,
            warm_up: None,
            autoscaler: None,
        };
        let c = sharing(&web).unwrap();
        for (busy, factor) in [(1, 1.0), (4, 1.0), (5, 1.25), (8, 2.0), (64, 16.0)] {
            assert!(
                (c.factor(busy) - factor).abs() < 1e-12,
                "{busy}: {}",
                c.factor(busy)
            );
        }
        assert!(sharing(&WebServers { workers: 4, ..web }).is_none());
    }
}
