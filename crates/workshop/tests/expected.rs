//! What the trainer's guide promises is what the engine gives.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use onrush_diagnose::Verdict;
use onrush_runner::{Flow, rehearse};
use onrush_scenario::Scenario;
use onrush_workshop::{EXPECTED, Expected, Standing, Workshop, broken};

fn standing(plan: &Scenario) -> Standing {
    let done = rehearse(plan, 1, &mut |_| Flow::On).unwrap();
    Standing::of(
        &done.engine,
        &done.digest,
        &done.observations,
        &done.diagnosis,
    )
}

fn results(expected: &Expected) -> [(Verdict, f64); 4] {
    let workshop = Workshop::new(1, expected.story);
    let start = workshop.game.start().unwrap();
    let prepared = expected.plan(&start).unwrap();
    assert_eq!(broken(workshop.game.free, &start, &prepared), []);
    assert!(expected.surprise.hits(&start) && expected.surprise.hits(&prepared));
    let struck = |plan: &Scenario| expected.surprise.strike(plan, "x").unwrap();
    let all = [
        start.clone(),
        struck(&start),
        prepared.clone(),
        struck(&prepared),
    ]
    .map(|plan| standing(&plan));
    let come = all[0].arrived;
    all.map(|standing| {
        let share = standing.served_well as f64 / come.max(standing.arrived).max(1) as f64;
        (standing.verdict, (share * 1e4).round() / 1e4)
    })
}

#[test]
fn the_guide_tells_what_the_engine_gives() {
    let wrong: Vec<String> = EXPECTED
        .iter()
        .filter_map(|expected| {
            let results = results(expected);
            let told = format!("{}: {results:?}", expected.story);
            (results != expected.results).then_some(told)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
