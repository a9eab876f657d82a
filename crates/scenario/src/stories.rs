//! The built-in stories: true cases as scenario files.

/// A built-in story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    /// Stable key: `mole-app`. The scenario's `story` field and file name.
    pub key: &'static str,
    /// Key of the story that is told beside it, as a second plan for a like crowd; each names the other.
    pub partner: Option<&'static str>,
    /// The scenario file.
    pub file: &'static str,
}

const fn told(key: &'static str, partner: Option<&'static str>, file: &'static str) -> Story {
    Story { key, partner, file }
}

static STORIES: [Story; 10] = [
    told(
        "mole-app",
        None,
        include_str!("../stories/mole-app.onrush.json"),
    ),
    told(
        "museum-tickets",
        None,
        include_str!("../stories/museum-tickets.onrush.json"),
    ),
    told(
        "toy-shop",
        Some("staffing-firm"),
        include_str!("../stories/toy-shop.onrush.json"),
    ),
    told(
        "staffing-firm",
        Some("toy-shop"),
        include_str!("../stories/staffing-firm.onrush.json"),
    ),
    told(
        "asia-email",
        Some("asia-blocked"),
        include_str!("../stories/asia-email.onrush.json"),
    ),
    told(
        "asia-blocked",
        Some("asia-email"),
        include_str!("../stories/asia-blocked.onrush.json"),
    ),
    told(
        "influencer-post",
        None,
        include_str!("../stories/influencer-post.onrush.json"),
    ),
    told(
        "glastonbury",
        None,
        include_str!("../stories/glastonbury.onrush.json"),
    ),
    told(
        "black-friday",
        None,
        include_str!("../stories/black-friday.onrush.json"),
    ),
    told(
        "ecensus",
        None,
        include_str!("../stories/ecensus.onrush.json"),
    ),
];

/// All of them, in the order in which they are shown.
#[must_use]
pub fn stories() -> &'static [Story] {
    &STORIES
}

/// The story with this key.
#[must_use]
pub fn story(key: &str) -> Option<&'static Story> {
    STORIES.iter().find(|s| s.key == key)
}

#[cfg(test)]
mod tests {
    use onrush_network::Step;

    use super::*;
    use crate::{Kind, Scenario, field, json::Tree};

    fn read(key: &str) -> Scenario {
        Scenario::read(story(key).unwrap().file).unwrap_or_else(|f| panic!("{key}:\n{f}"))
    }

    #[test]
    fn every_story_reads_checks_and_lowers() {
        for story in stories() {
            let scenario = read(story.key);
            assert_eq!(scenario.story.as_deref(), Some(story.key));
            assert_eq!(scenario.check(), Ok(()));
            let network = scenario.network().unwrap();
            assert_eq!(network.check(), Ok(()), "{}", story.key);
            let labels = scenario.labels();
            assert_eq!(labels.stations.len(), network.stations.len());
            assert_eq!(labels.streams.len(), network.streams.len());
            for (stream, role) in network.streams.iter().zip(&labels.streams) {
                let activity = &scenario.activities[role.activity].id;
                let region = &scenario.regions[role.region].id;
                assert!(stream.id.starts_with(&format!("{activity}/{region}")));
            }
        }
    }

    #[test]
    fn every_number_of_every_story_has_a_source_or_is_marked_as_assumed() {
        fn numbers(tree: &Tree, path: &str, found: &mut Vec<String>) {
            match tree {
                Tree::Group(entries) => {
                    for (key, value) in entries {
                        let dot = if path.is_empty() { "" } else { "." };
                        numbers(value, &format!("{path}{dot}{key}"), found);
                    }
                }
                Tree::List(items) => {
                    for (i, item) in items.iter().enumerate() {
                        let step = match item.get("id").and_then(Tree::text) {
                            Some(id) => format!(".{id}"),
                            None => format!("[{i}]"),
                        };
                        numbers(item, &format!("{path}{step}"), found);
                    }
                }
                Tree::Number(_) => found.push(path.to_owned()),
                _ => {}
            }
        }
        for story in stories() {
            let notes = read(story.key).notes;
            let mut found = Vec::new();
            numbers(&crate::json::parse(story.file).unwrap(), "", &mut found);
            for path in found.iter().filter(|p| *p != "onrush") {
                assert!(
                    matches!(
                        field(path).unwrap().kind,
                        Kind::Whole { .. } | Kind::Number { .. }
                    ),
                    "{path}"
                );
                let covered = notes.iter().any(|n| {
                    path.strip_prefix(&n.field)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                });
                assert!(
                    covered,
                    "{}: nothing says where {path} comes from",
                    story.key
                );
            }
        }
    }

    /// Mean time that one request holds a server of `station`, what is made meanwhile included.
    fn held(steps: &[Step], station: usize, network: &onrush_network::Network) -> f64 {
        fn length(step: &Step, network: &onrush_network::Network) -> f64 {
            let own =
                network.stations[step.station().unwrap()].service.mean_s() * step.factor().unwrap();
            let inside: f64 = step.inner().iter().map(|s| length(s, network)).sum();
            step.probability * f64::from(step.times) * (own + inside)
        }
        steps
            .iter()
            .map(|step| {
                if step.station() == Some(station) {
                    length(step, network)
                } else {
                    let chance = step.probability * f64::from(step.times);
                    chance * held(step.inner(), station, network)
                }
            })
            .sum()
    }

    /// Servers of the station that a visit needs, in seconds, if every page loads.
    fn need(network: &onrush_network::Network, station: &str) -> f64 {
        let station = network
            .stations
            .iter()
            .position(|s| s.id == station)
            .unwrap();
        let mut reach = 1.0;
        let mut sum = 0.0;
        for page in &network.journeys[0].pages {
            for request in &page.requests {
                let steps = &network.programs[request.programs[0]].steps;
                sum += reach * f64::from(request.count) * held(steps, station, network);
            }
            reach *= page.go_on;
        }
        sum
    }

    /// The most visits in a minute, per second.
    fn busiest_minute(network: &onrush_network::Network) -> f64 {
        (0..network.horizon_s - 60)
            .map(|s| {
                let visits =
                    |r: &onrush_network::Stream| r.rate.expected(f64::from(s), f64::from(s + 60));
                network.streams.iter().map(visits).sum::<f64>() / 60.0
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn the_stories_are_as_large_and_as_tight_as_they_should_be() {
        // Offered load in the busiest minute: arrival rate × need / servers. Above 1 there is no way to hold.
        let mole = read("mole-app").network().unwrap();
        assert!((1.5e6..3.0e6).contains(&mole.expected_requests()));
        let database = busiest_minute(&mole) * need(&mole, "database") / 100.0;
        assert!(
            database > 1.3,
            "the database is the narrow part: {database}"
        );
        let before: f64 = mole.streams.iter().map(|s| s.rate.at(600.0)).sum();
        assert!(
            before * need(&mole, "database") / 100.0 < 0.5,
            "the wave before holds"
        );
        assert!(mole.expected_visits() < 680_000.0 * 2.0);

        // Processor time, not workers, limits the shops: queries are short, workers share four cores each.
        let toy = read("toy-shop").network().unwrap();
        let cores = busiest_minute(&toy) * need(&toy, "web") / 8.0;
        assert!(cores > 2.0, "breaks at the opening: {cores}");
        let staffing = read("staffing-firm").network().unwrap();
        let cores = busiest_minute(&staffing) * need(&staffing, "web") / 20.0;
        assert!(
            (0.5..0.75).contains(&cores),
            "holds with room to spare: {cores}"
        );
        let (a, b) = (toy.expected_visits(), staffing.expected_visits());
        assert!(
            (a / b - 1.0).abs() < 0.15,
            "the same crowd, to be compared: {a} and {b}"
        );
    }
}
