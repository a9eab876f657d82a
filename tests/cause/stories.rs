//! The shipped stories: what is named is what their sources say went wrong.

use onrush_diagnose::CauseKind as Kind;
use onrush_runner::{Flow, rehearse};
use onrush_scenario::{Scenario, StationRole};

use crate::plan::brief;

/// A story, and what it is about: the fault, the part, and the incident where one is at the root.
type About = (
    &'static str,
    Option<Kind>,
    Option<StationRole>,
    Option<&'static str>,
);

const ABOUT: [About; 10] = [
    (
        "mole-app",
        Some(Kind::Servers),
        Some(StationRole::Database),
        None,
    ),
    (
        "museum-tickets",
        Some(Kind::Row),
        Some(StationRole::Row { stock: 0 }),
        None,
    ),
    ("toy-shop", Some(Kind::Cores), Some(StationRole::Web), None),
    ("staffing-firm", None, None, None),
    (
        "asia-email",
        Some(Kind::Incident),
        Some(StationRole::Web),
        Some("not-yet"),
    ),
    ("asia-blocked", Some(Kind::Block), None, Some("block")),
    (
        "influencer-post",
        Some(Kind::ScalerLate),
        Some(StationRole::Web),
        None,
    ),
    (
        "glastonbury",
        Some(Kind::Cores),
        Some(StationRole::Web),
        None,
    ),
    (
        "black-friday",
        Some(Kind::PartyLimit),
        Some(StationRole::Party { party: 0 }),
        None,
    ),
    ("ecensus", Some(Kind::Cores), Some(StationRole::Web), None),
];

#[test]
fn the_cause_is_the_storys_own() {
    assert_eq!(ABOUT.len(), onrush_scenario::stories().len());
    let mut wrong = Vec::new();
    for (key, kind, role, incident) in ABOUT {
        let file = onrush_scenario::story(key).map_or("", |s| s.file);
        let scenario = Scenario::read(file).unwrap_or_else(|f| panic!("{key}: {f}"));
        for seed in [1, 2] {
            let run = rehearse(&scenario, seed, &mut |_| Flow::On)
                .unwrap_or_else(|s| panic!("{key}: {s:?}"));
            let causes = &run.diagnosis.why.causes;
            let first = causes.first();
            let found = (
                first.map(|c| c.kind),
                first
                    .and_then(|c| c.station)
                    .map(|s| scenario.labels().stations[s]),
                first
                    .and_then(|c| c.incident)
                    .map(|i| scenario.incidents[i].id.as_str()),
            );
            if found != (kind, role, incident) {
                wrong.push(format!(
                    "{key}, seed {seed}: {found:?}; {}",
                    brief(&scenario, causes)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
