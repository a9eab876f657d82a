use std::collections::BTreeMap;

use onrush_network::{Act, Program, Rate, RequestKind, Step};

mod crowd;
mod parts;

use super::*;
use crate::{Fetch, story};

fn read(key: &str) -> Scenario {
    Scenario::read(story(key).unwrap().file).unwrap()
}

/// The file in which every field stands.
fn full() -> Scenario {
    let mut scenario = Scenario::read(include_str!("../../tests/full.onrush.json")).unwrap();
    // The tests change numbers without asking what speaks of them.
    scenario.ranges.clear();
    scenario
}

/// Streams by id, and programs by id with stations named instead of numbered.
fn by_name(network: &Network) -> (BTreeMap<&str, &Rate>, BTreeMap<&str, String>) {
    fn steps(list: &[Step], network: &Network) -> String {
        let one = |s: &Step| {
            let inner = steps(s.inner(), network);
            let act = match s.act {
                Act::Visit { at, scale, .. } => format!("{}*{scale}", network.stations[at].id),
                Act::Cached { cache, .. } => format!("cache {}", network.caches[cache].id),
                Act::Pass { gate } => format!("gate {}", network.gates[gate].id),
                Act::Take { stock } => format!("stock {}", network.stocks[stock].id),
                Act::Start { program } => format!("start {}", network.programs[program].id),
                Act::Group(_) => "group".into(),
            };
            let optional = if s.optional { "?" } else { "" };
            format!("{act}{optional}:{}x{}[{inner}]", s.probability, s.times)
        };
        list.iter().map(one).collect::<Vec<_>>().join(";")
    }
    let named = |p: &Program| format!("{} {:?}", steps(&p.steps, network), p.gateway_timeout_s);
    (
        network
            .streams
            .iter()
            .map(|s| (s.id.as_str(), &s.rate))
            .collect(),
        network
            .programs
            .iter()
            .map(|p| (p.id.as_str(), named(p)))
            .collect(),
    )
}

#[test]
fn the_order_of_parts_changes_nothing_but_their_order() {
    for scenario in [read("mole-app"), full()] {
        let mut turned = scenario.clone();
        turned.activities.reverse();
        turned.regions.reverse();
        turned.incidents.reverse();
        turned.site.third_parties.reverse();
        let (a, b) = (scenario.network().unwrap(), turned.network().unwrap());
        assert_ne!(a, b);
        assert_eq!(by_name(&a), by_name(&b));
    }
}

#[test]
fn shares_divide_the_crowd_and_empty_regions_bring_nobody() {
    let mut scenario = read("mole-app");
    scenario.regions[0].share_percent = 100.0;
    scenario.regions[1].share_percent = 0.0;
    let one = scenario.network().unwrap();
    assert_eq!(one.streams.len(), scenario.activities.len());
    assert!(scenario.labels().streams.iter().all(|s| s.region == 0));
    let both = read("mole-app").network().unwrap();
    assert!((one.expected_visits() / both.expected_visits() - 1.0).abs() < 1e-9);
}

#[test]
fn a_request_goes_where_the_model_says() {
    let mut scenario = read("staffing-firm");
    scenario.journey.pages[0].calls = vec![Fetch {
        work_ms: 30.0,
        queries: 0,
        writes: 0,
        kb: 5.0,
        cacheable: false,
    }];
    let network = scenario.network().unwrap();
    let labels = scenario.labels();
    let [net, cdn, web, database] = [
        StationRole::Network { region: 0 },
        StationRole::Cdn,
        StationRole::Web,
        StationRole::Database,
    ]
    .map(|role| labels.station(role).unwrap());
    let page = &network.journeys[0].pages[0];
    let kinds: Vec<RequestKind> = page.requests.iter().map(|r| r.kind).collect();
    assert_eq!(
        kinds,
        [
            RequestKind::Document,
            RequestKind::Call,
            RequestKind::Bundle
        ]
    );
    let steps = |i: usize| &network.programs[page.requests[i].programs[0]].steps;
    let close = |a: f64, b: f64| (a - b).abs() < 1e-12;

    // A cacheable document: round trip, CDN, one in ten to the web servers, which hold a worker for 40 ms and 8 queries.
    let [a, b, c] = &steps(0)[..] else { panic!() };
    assert_eq!(
        [a, b, c].map(Step::station),
        [Some(net), Some(cdn), Some(web)]
    );
    assert!(close(c.probability, 0.1) && close(b.probability, 1.0));
    assert!(close(
        network.stations[web].service.mean_s() * c.factor().unwrap(),
        0.040
    ));
    assert_eq!(
        (c.inner()[0].station(), c.inner()[0].times),
        (Some(database), 8)
    );
    // A call that is not cacheable always gets there; without queries it holds nothing.
    assert!(close(steps(1)[2].probability, 1.0) && steps(1)[2].inner().is_empty());
    // Files: nine in ten want them; of those three in a hundred must be fetched.
    assert!(close(steps(2)[1].probability, 0.9) && close(steps(2)[2].probability, 0.9 * 0.03));
    assert!(close(
        network.stations[web].service.mean_s() * steps(2)[2].factor().unwrap(),
        0.0002 * 50.0
    ));
    assert_eq!(page.requests[2].files, 50);
    assert_eq!(page.requests[2].bytes, 1_620_000);
    assert!(
        network
            .programs
            .iter()
            .all(|p| p.gateway_timeout_s == Some(60.0))
    );

    // Without a CDN everything is asked of the web servers.
    scenario.site.cdn = None;
    let network = scenario.network().unwrap();
    assert_eq!(scenario.labels().station(StationRole::Cdn), None);
    let document = &network.programs[0].steps;
    assert_eq!(document.len(), 2);
    assert!(close(document[1].probability, 1.0));
}

#[test]
fn the_goal_is_worth_its_value_and_the_last_page_is_the_last() {
    let network = read("toy-shop").network().unwrap();
    let goals: Vec<Option<u64>> = network.journeys[0]
        .pages
        .iter()
        .map(|p| p.goal_cents)
        .collect();
    assert_eq!(goals, [None, None, None, Some(4500)]);
    assert!(network.journeys[0].pages[3].go_on.abs() < f64::EPSILON);
}

#[test]
fn the_fingerprint_changes_with_what_changes_the_result() {
    let scenario = read("toy-shop");
    let before = scenario.fingerprint();
    assert_eq!(before.len(), 16);
    let changes: [fn(&mut Scenario); 6] = [
        |s| s.activities[0].people += 1.0,
        |s| s.activities[0].id = "other".into(),
        |s| s.clock.start.second_of_day += 60,
        |s| s.journey.pages[0].document.cacheable = true,
        |s| s.targets.page_p95_s += 0.1,
        |s| s.money.server_hour += 0.01,
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut other = scenario.clone();
        change(&mut other);
        assert_ne!(other.fingerprint(), before, "change {i}");
    }
    let mut same = scenario.clone();
    same.notes.clear();
    same.activities[0].name = "Another name".into();
    same.clock.date = "2019-12-13".into();
    assert_eq!(same.fingerprint(), before);
}
