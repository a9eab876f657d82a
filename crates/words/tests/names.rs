//! Every part that a scenario can have, and every kind of thing in it, has a name.

use std::collections::BTreeSet;

use onrush_scenario::{ActivityKind, IncidentKind, Scenario, Who, stories};
use onrush_words::{Language, Words};

/// The file in which every field of the format stands.
const FULL: &str = include_str!("../../scenario/tests/full.onrush.json");

/// What comes before the place in an id: `network/nl` is a `network`.
fn kind(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

#[test]
fn every_part_of_a_network_has_a_label_and_every_label_a_name() {
    let words: BTreeSet<&str> = Words::new(Language::English).ids().collect();
    let mut nameless = Vec::new();
    let mut kinds = BTreeSet::new();
    let mut names = |families: &[&str], id: &str| {
        kinds.insert(format!("{} {}", families[0], kind(id)));
        for family in families {
            let message = format!("{family}.{}", kind(id));
            if !words.contains(message.as_str()) {
                nameless.push(message);
            }
        }
    };
    for file in stories().iter().map(|s| s.file).chain([FULL]) {
        let scenario = Scenario::read(file).unwrap();
        let network = scenario.network().unwrap();
        let labels = scenario.labels();
        for (list, labelled) in [
            (network.stations.len(), labels.stations.len()),
            (network.streams.len(), labels.streams.len()),
            (network.caches.len(), labels.caches.len()),
            (network.gates.len(), labels.gates.len()),
            (network.stocks.len(), labels.stocks.len()),
            (network.rooms.len(), labels.rooms.len()),
            (network.scalers.len(), labels.scalers.len()),
            (network.incidents.len(), labels.incidents.len()),
            (network.clients.len(), 0),
            (network.populations.len(), 0),
        ] {
            assert_eq!(list, labelled);
        }
        for station in &network.stations {
            names(&["station", "station-it", "servers", "server"], &station.id);
        }
        network.caches.iter().for_each(|c| names(&["cache"], &c.id));
        network.gates.iter().for_each(|g| names(&["gate"], &g.id));
        network
            .rooms
            .iter()
            .for_each(|r| names(&["waiting-room"], &r.id));
        network
            .scalers
            .iter()
            .for_each(|s| names(&["scaler"], &s.id));
    }
    assert!(nameless.is_empty(), "no sentence for {nameless:?}");
    // Twelve kinds of stations, three of caches, three of gates, a room, a scaler.
    assert_eq!(kinds.len(), 12 + 3 + 3 + 1 + 1, "{kinds:?}");
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    let words = Words::new(Language::English);
    let activities = ActivityKind::ALL.map(|k| (k.id(), words.activity_kind(k)));
    let incidents = IncidentKind::ALL.map(|k| (k.id(), words.incident_kind(k)));
    let mut seen = BTreeSet::new();
    for (id, name) in activities.into_iter().chain(incidents) {
        assert!(name != id && !name.contains('⟨'), "{id}");
        assert!(seen.insert(name.clone()), "{name} twice");
    }
    for who in [
        Who::Anybody,
        Who::Computers,
        Who::Phones,
        Who::Bots,
        Who::Scanners,
    ] {
        assert!(seen.insert(words.who(who)), "{who:?}");
    }
}

#[test]
fn a_part_says_which_one_it_is() {
    let words = Words::new(Language::English);
    for (name, wanted) in [
        (
            words.station_name("party/bank"),
            "the outside service “bank”",
        ),
        (words.station_server("desk/phones"), "person at “phones”"),
        (
            words.cache_name("cdn-files/nl"),
            "the CDN's copies of files (nl)",
        ),
        (words.gate_name("block/attack"), "the block “attack”"),
        (words.waiting_room_name("site"), "the waiting room"),
        (words.scaler_name("web"), "the autoscaler"),
    ] {
        assert_eq!(name, wanted);
    }
}
