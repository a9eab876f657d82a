//! The stations: one delay per region, the CDN, the web servers, the database.

use onrush_network::{Balance, Contention, Line, Servers, Station};

use super::{StationRole, cv2, varying};
use crate::{BalancePolicy, Scenario, WebServers, defaults};

/// Where the parts of the site are in the network.
pub(super) struct SiteAt {
    /// Stations of the regions' delays, in the regions' order.
    pub(super) regions: Vec<usize>,
    /// The CDN, if there is one.
    pub(super) cdn: Option<usize>,
    /// The web servers.
    pub(super) web: usize,
    /// The database.
    pub(super) database: usize,
}

/// Service time of the web station, in milliseconds; a step scales it. Not 1, so that the largest work allowed stays within
/// the largest scale allowed.
pub(super) const WORK_UNIT_MS: f64 = 100.0;

/// What the stations are, in order.
pub(super) fn roles(scenario: &Scenario) -> Vec<StationRole> {
    let mut roles: Vec<_> = (0..scenario.regions.len())
        .map(|region| StationRole::Network { region })
        .collect();
    roles.extend(scenario.site.cdn.as_ref().map(|_| StationRole::Cdn));
    roles.extend([StationRole::Web, StationRole::Database]);
    roles
}

/// The stations and where to find them.
pub(super) fn stations(scenario: &Scenario) -> (Vec<Station>, SiteAt) {
    let mut stations = Vec::new();
    let mut at = SiteAt {
        regions: Vec::new(),
        cdn: None,
        web: 0,
        database: 0,
    };
    for (index, role) in roles(scenario).into_iter().enumerate() {
        stations.push(match role {
            StationRole::Network { region } => {
                at.regions.push(index);
                let region = &scenario.regions[region];
                Station::new(
                    format!("network/{}", region.id),
                    varying(
                        region.round_trip_ms / 1000.0,
                        defaults::ROUND_TRIP_CV2.value,
                    ),
                )
            }
            StationRole::Cdn => {
                at.cdn = Some(index);
                let answer_ms = scenario.site.cdn.as_ref().map_or(0.0, |c| c.answer_ms);
                Station::new("cdn", varying(answer_ms / 1000.0, defaults::CDN_CV2.value))
            }
            StationRole::Web => {
                at.web = index;
                web(scenario)
            }
            StationRole::Database => {
                at.database = index;
                let database = &scenario.site.database;
                Station {
                    servers: Servers::Finite(database.connections),
                    ..Station::new(
                        "database",
                        varying(
                            database.query_ms / 1000.0,
                            cv2(database.query_varies_percent),
                        ),
                    )
                }
            }
        });
    }
    (stations, at)
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
