//! Every part of a site in the network.

use onrush_network::{Balance, Discipline, Line, Metric, Rule, Servers, Station, Trouble};

use super::*;
use crate::IncidentKind;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

fn station<'a>(network: &'a Network, id: &str) -> &'a Station {
    network.stations.iter().find(|s| s.id == id).unwrap()
}

#[test]
fn every_part_has_a_label_and_the_labels_are_right() {
    let scenario = full();
    let network = scenario.network().unwrap();
    let labels = scenario.labels();
    assert_eq!(labels.stations.len(), network.stations.len());
    assert_eq!(labels.streams.len(), network.streams.len());
    assert_eq!(labels.caches.len(), network.caches.len());
    assert_eq!(labels.gates.len(), network.gates.len());
    assert_eq!(labels.stocks.len(), network.stocks.len());
    assert_eq!(labels.rooms.len(), network.rooms.len());
    assert_eq!(labels.scalers.len(), network.scalers.len());
    assert_eq!(labels.incidents.len(), network.incidents.len());
    assert!(network.clients.is_empty() && network.populations.is_empty());
    for (role, s) in labels.stations.iter().zip(&network.stations) {
        let wanted = match *role {
            StationRole::Network { region } => format!("network/{}", scenario.regions[region].id),
            StationRole::Row { stock } => format!("row/{}", scenario.site.stocks[stock].id),
            StationRole::Party { party } => {
                format!("party/{}", scenario.site.third_parties[party].id)
            }
            StationRole::Desk { desk } => format!("desk/{}", scenario.site.desks[desk].id),
            other => format!("{other:?}").to_lowercase(),
        };
        assert_eq!(s.id, wanted);
    }
    for (&index, incident) in labels.incidents.iter().zip(&network.incidents) {
        let id = incident.id.split('/').next().unwrap();
        assert_eq!(id, scenario.incidents[index].id);
    }
    // All kinds of parts are there.
    assert_eq!(labels.stations.len(), 2 + 3 + 6 + 3 + 1);
    assert_eq!(labels.caches.len(), 3, "one region has no CDN");
    assert_eq!(labels.gates.len(), 3);
}

#[test]
fn stations_are_what_the_file_says() {
    let network = full().network().unwrap();
    let pool = station(&network, "pool");
    assert_eq!(
        (pool.balance, pool.servers, pool.instances),
        (Balance::Local, Servers::Finite(10), 16),
        "for as many web servers as there may be"
    );
    assert!(close(pool.service.mean_s(), 0.0));
    let replicas = station(&network, "replicas");
    assert_eq!(
        (replicas.instances, replicas.total_servers()),
        (2, Some(200))
    );
    let uplink = station(&network, "uplink");
    assert_eq!(uplink.discipline, Discipline::Shared);
    assert!(
        close(uplink.service.mean_s(), 0.008),
        "a megabyte at a gigabit"
    );
    let row = station(&network, "row/seats");
    assert_eq!(
        (row.servers, row.line),
        (Servers::Finite(1), Line::Unlimited)
    );
    let database = station(&network, "database").contention.unwrap();
    assert!(close(database.alpha, 1.0 / 16.0 + 0.01) && close(database.beta, 0.002));
    let bank = station(&network, "party/bank");
    assert_eq!(bank.servers, Servers::Finite(200));
    assert_eq!(bank.cut_off_s, Some(20.0));
    assert!(close(bank.errors, 0.01));
    let (limit, breaker) = (bank.limit.unwrap(), bank.breaker.unwrap());
    assert!(close(limit.per_s, 25.0) && close(limit.burst, 50.0));
    assert!(close(breaker.failures, 0.6) && close(breaker.slow_s, 15.0));
    let desk = station(&network, "desk/phones");
    assert!(close(desk.service.mean_s(), 360.0));
    assert_eq!(
        desk.hours,
        [(0.0, 0), (3600.0, 15)],
        "08:00 to 11:00, open from 09:00"
    );
    assert_eq!(desk.line, Line::Places(50));
    let web = station(&network, "web");
    assert!(close(web.warm_up.unwrap().factor, 4.0));
    assert_eq!(web.health.unwrap().passes, 3);

    let room = &network.rooms[0];
    assert_eq!((room.active, room.opens_s), (Some(3000), 3600.0));
    assert!(close(room.patience.unwrap().mean_s(), 1200.0));
    let scaler = &network.scalers[0];
    assert_eq!(network.stations[scaler.station].id, "web");
    assert_eq!(scaler.metric, Metric::Busy);
    assert_eq!(scaler.schedule, [(3600.0, 12), (9000.0, 2)], "in order");
    let copies = &network.caches[1];
    assert_eq!(copies.id, "cdn-pages/uk");
    assert!(close(copies.ttl_s, 60.0) && !copies.warm && !copies.coalesce);
}

/// The script of a page's request from a region, in words.
fn script(network: &Network, id: &str) -> String {
    by_name(network).1[id].clone()
}

#[test]
fn a_request_goes_through_every_part() {
    let network = full().network().unwrap();
    // Near: past filter, to the CDN, and on a miss past the limit to the web servers, then out over the uplink.
    assert!(script(&network, "concert/document/uk").starts_with(
        "network/uk*1:1x1[];gate bot-filter:1x1[];cdn*1:1x1[];cache cdn-pages/uk:1x1[gate rate-limit:1x1[];web*0.6:1x1["
    ));
    assert!(script(&network, "concert/document/uk").ends_with("];uplink*0.04:1x1[]] Some(30.0)"));
    // Far: no CDN, and a region that is blocked for a while.
    assert!(script(&network, "concert/document/asia").starts_with(
        "network/asia*1:1x1[];gate bot-filter:1x1[];gate block/attack:1x1[];gate rate-limit:1x1[];web*0.6:1x1["
    ));
    // Of 7 reads 55 % may be in the cache: 3.85 on average.
    let read = "pool*1:1x1[replicas*1:1x1[]]";
    let pay = script(&network, "pay/document/uk");
    let look_up = format!("[cache*1:1x1[];cache site:1x1[{read}]]");
    assert!(
        pay.contains(&format!("group:1x3{look_up};group:0.8")),
        "{pay}"
    );
    assert!(
        pay.contains("pool*1:1x3[replicas*1:1x1[]];pool*1:0.1"),
        "{pay}"
    );
    // Two plain writes, and the one that locks the row; a seat; then the third parties.
    let rest = "pool*1:1x2[database*1:1x1[]];pool*1:1x1[database*1:1x1[row/seats*1:1x1[]]];stock seats:1x1[];party/bank*1:1x1[];party/tips*1?:1x2[]]";
    assert!(pay.contains(rest), "{pay}");
    // The order is confirmed later, and the mail sent later.
    let thanks = script(&network, "thanks/document/uk");
    assert!(
        thanks.contains("start party/post-office:1x1[];start queue:1x1[]"),
        "{thanks}"
    );
    let concert = script(&network, "concert/document/uk");
    assert!(concert.contains("start desk/phones:0.02x1[]"), "{concert}");
    // What nobody waits for has no gateway in front.
    assert_eq!(
        script(&network, "queue"),
        "queue*1:1x1[database*1:1x2[]] None"
    );
    assert_eq!(script(&network, "party/bank"), "party/bank*1:1x1[] None");
    // Files: four fifths want them, of the CDN's cache where there is one.
    assert!(script(&network, "concert/files/uk").contains(
        "group:0.8x1[cdn*1:1x1[];cache cdn-files/uk:1x1[gate rate-limit:1x1[];web*0.12:1x1[];uplink*1.5:1x1[]]]"
    ));
    assert!(
        script(&network, "concert/files/asia")
            .contains("group:0.8x1[gate rate-limit:1x1[];web*0.12:1x1[];uplink")
    );
}

#[test]
fn the_mean_number_of_reads_does_not_depend_on_where_they_go() {
    fn visits(steps: &[Step], station: usize) -> f64 {
        steps
            .iter()
            .map(|s| {
                let own = f64::from(u8::from(s.station() == Some(station)));
                s.expected_times() * (own + visits(s.inner(), station))
            })
            .sum()
    }
    for percent in [0.0, 1.0, 33.3, 50.0, 55.0, 99.9, 100.0] {
        let mut scenario = full();
        scenario.site.cache.as_mut().unwrap().reads_percent = percent;
        scenario.site.cdn = None;
        scenario.incidents.clear();
        let network = scenario.network().unwrap();
        let labels = scenario.labels();
        let program = network
            .programs
            .iter()
            .find(|p| p.id == "pay/document/uk")
            .unwrap();
        let of = |role| visits(&program.steps, labels.station(role).unwrap());
        let (asked, cached) = (of(StationRole::Replicas), of(StationRole::Cache));
        assert!(
            (asked - 7.0).abs() < 1e-9,
            "{percent} %: every miss is read: {asked}"
        );
        assert!(
            (cached - 0.07 * percent).abs() < 1e-9,
            "{percent} %: {cached}"
        );
        assert!((of(StationRole::Database) - 3.0).abs() < 1e-9);
    }
}

#[test]
fn incidents_hit_what_they_name_for_as_long_as_they_last() {
    let scenario = full();
    let network = scenario.network().unwrap();
    let of = |id: &str| {
        let prefix = format!("{id}/");
        network
            .incidents
            .iter()
            .filter(|i| i.id == id || i.id.starts_with(&prefix))
            .map(|i| (i.from_s, i.until_s, i.trouble))
            .collect::<Vec<_>>()
    };
    let at = |id: &str| network.stations.iter().position(|s| s.id == id).unwrap();
    let down = |id: &str, instances| Trouble::Down {
        station: at(id),
        instances,
    };
    assert_eq!(of("lost"), [(6000.0, 6600.0, down("web", Some(2)))]);
    assert_eq!(
        of("primary"),
        [(6600.0, 6645.0, down("database", None))],
        "the standby"
    );
    assert_eq!(
        of("edge"),
        [(7500.0, 7740.0, down("cdn", None))],
        "the backup"
    );
    assert_eq!(of("cable"), [(1800.0, 2100.0, down("network/asia", None))]);
    assert_eq!(
        of("bank-gone"),
        [(6300.0, 6420.0, down("party/bank", None))]
    );
    let errors = Trouble::Errors {
        station: at("web"),
        share: 0.3,
    };
    assert_eq!(of("broken"), [(3000.0, 3120.0, errors)]);
    let slow = |id| Trouble::Slow {
        station: at(id),
        factor: 2.0,
    };
    let vacuum: Vec<Trouble> = of("vacuum").into_iter().map(|i| i.2).collect();
    assert_eq!(vacuum, [slow("database"), slow("replicas")]);
    let purge: Vec<Trouble> = of("purge").into_iter().map(|i| i.2).collect();
    assert_eq!(
        purge,
        [Trouble::Flush { cache: 0 }, Trouble::Flush { cache: 1 }]
    );
    let site = network.caches.iter().position(|c| c.id == "site").unwrap();
    assert_eq!(of("restart")[0].2, Trouble::Flush { cache: site });
    assert_eq!(of("redis")[0].2, Trouble::CacheOff { cache: site });
    // A block is a gate.
    assert!(of("attack").is_empty());
    let gate = network
        .gates
        .iter()
        .find(|g| g.id == "block/attack")
        .unwrap();
    assert_eq!((gate.from_s, gate.until_s), (2400.0, 3000.0));
    assert!(
        matches!(gate.rule, Rule::Filter { bots, people } if close(bots, 1.0) && close(people, 1.0))
    );
    // Without a time it begins when most people arrive: in the minute of the television spot, or right after it.
    let (from, until, _) = of("deploy")[0];
    let together = |s: f64| network.streams.iter().map(|x| x.rate.at(s)).sum::<f64>();
    assert!((2400.0..2520.0).contains(&from), "{from}");
    assert!((0..10_800).all(|s| together(f64::from(s)) <= together(from)));
    assert!(close(until - from, 300.0));

    // Every kind does something.
    for kind in IncidentKind::ALL {
        assert!(
            scenario.incidents.iter().any(|i| i.kind == kind),
            "{kind:?}"
        );
    }
    let without_end = Scenario {
        incidents: vec![crate::Incident {
            minutes: None,
            ..scenario.incidents[0].clone()
        }],
        ..scenario
    };
    assert!(
        without_end.network().unwrap().incidents[0]
            .until_s
            .is_infinite()
    );
}
