//! How likely it holds.

use onrush_scenario::{Edit, Scenario};
use onrush_study::{Hope, Luck};

use super::site::{answered, steady, with};

/// The database carries 100 visits a second; between 60 and 140 come, so it holds in about half of the futures. The time on the
/// page matters to nobody.
fn uncertain() -> Scenario {
    let base = steady(100.0, 2.0, 10.0);
    let base = with(
        &base,
        &[Edit::between(&base, "journey.pages.page.think_s", 0.5, 1.5)],
    );
    with(
        &base,
        &[Edit::between(
            &base,
            "activities.ads.people",
            72_000.0,
            168_000.0,
        )],
    )
}

#[test]
fn what_is_uncertain_gives_a_probability_with_its_interval() {
    let c = answered(Luck::new(uncertain(), (1..=120).collect(), 40, 0.0));
    assert_eq!(
        (c.forecast, c.exact, c.failed, c.settled),
        (120, 40, 0, true)
    );
    let holds = c
        .chances
        .iter()
        .find(|x| x.hope == Hope::Holds)
        .expect("asked")
        .probability;
    assert!(
        holds.low < 0.5 && holds.high > 0.5 && holds.high - holds.low < 0.35,
        "{holds:?}"
    );
    // The crowd matters, the time on the page does not.
    assert_eq!(c.inputs[0].field, "activities.ads.people");
    assert!(
        c.inputs[0].correlation > 0.7 && c.inputs[1].correlation.abs() < 0.3,
        "{:?}",
        c.inputs
    );
    assert!(c.inputs[0].lost_when_low < 0.01 && c.inputs[0].lost_when_high > 0.1);
    let futures = c.futures.expect("curves");
    assert!(c.futures_exact);
    for i in 0..120 {
        let v = &futures.visits;
        assert!(v.low[i] <= v.middle[i] && v.middle[i] <= v.high[i]);
    }
    let middle = &futures.visits;
    assert!(
        (60.0..80.0).contains(&middle.low[60]) && (120.0..145.0).contains(&middle.high[60]),
        "{middle:?}"
    );
}

#[test]
fn it_stops_when_it_is_certain() {
    let c = answered(Luck::new(
        steady(20.0, 2.0, 2.0),
        (1..=200).collect(),
        200,
        0.1,
    ));
    assert!(c.exact < 100 && c.settled, "{} runs", c.exact);
    let holds = c.chances[0].probability;
    assert!(holds.best > 0.99 && holds.low > 0.8, "{holds:?}");
    assert!(c.inputs.is_empty(), "no number has a range");
}
