//! An autoscaler too slow for a TV spot: it looks every half minute and new instances serve a minute later; the crowd
//! comes in ten seconds and has gone before. Whoever knows the time of the spot starts the instances before.

use onrush_network::{Balance, Dist, Metric, Network, Rate, Scaler, Station, Step};
use onrush_observe::Observations;
use onrush_tests::watch::{open_with, room};

use crate::{between, mean_between};

const SPOT_S: usize = 120;

/// Instances of ten workers of 0.1 s, 100 a second each; 50 a second come, and 1,000 for a minute after the spot.
fn site(scaler: Option<Vec<(f64, u32)>>) -> Observations {
    let rate = Rate::new(vec![
        (0.0, 50.0),
        (120.0, 50.0),
        (130.0, 1_000.0),
        (190.0, 1_000.0),
        (240.0, 50.0),
        (900.0, 50.0),
    ]);
    let web = Station {
        instances: 2,
        balance: Balance::LeastBusy,
        ..room("web", 10, 20, Dist::exponential(0.1))
    };
    let mut network: Network = open_with(vec![web], vec![Step::at(0)], rate, 900);
    network.scalers = scaler
        .map(|schedule| Scaler {
            id: "web".into(),
            station: 0,
            metric: Metric::Busy,
            target: 0.6,
            tolerance: 0.1,
            every_s: 30.0,
            boot: Dist::constant(60.0),
            at_least: 2,
            at_most: 20,
            step: 20,
            cooldown_s: 0.0,
            calm_s: 120.0,
            schedule,
        })
        .into_iter()
        .collect();
    onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"))
}

fn lost(seen: &Observations) -> f64 {
    between(&seen.clients[0].failed, 0, 900)
}

#[test]
fn the_new_instances_come_when_the_crowd_has_seen_the_error_page() {
    let (without, with) = (site(None), site(Some(Vec::new())));
    let web = &with.stations[0];
    assert!(
        web.up[SPOT_S] < 2.5 && web.up[SPOT_S + 80] < 2.5,
        "two serve while the crowd comes"
    );
    assert!(
        between(&web.refused, SPOT_S + 10, SPOT_S + 80) > 40_000.0,
        "and refuse most of it"
    );
    let most = web.up.iter().fold(0.0_f32, |a, b| a.max(*b));
    assert!(most > 5.0, "more do come: {most}");
    assert!(
        mean_between(&web.paid, SPOT_S + 60, SPOT_S + 80) > 3.0,
        "they were ordered, and paid, before they served"
    );
    assert!(
        lost(&with) > 0.6 * lost(&without),
        "{} against {}",
        lost(&with),
        lost(&without)
    );
    // In the end they are given back.
    assert!(web.up[890] < 2.5, "{}", web.up[890]);
}

#[test]
fn whoever_knows_the_time_starts_them_before() {
    let (late, planned) = (
        site(Some(Vec::new())),
        site(Some(vec![(30.0, 16), (400.0, 2)])),
    );
    let web = &planned.stations[0];
    assert!(
        web.up[SPOT_S] > 15.5,
        "sixteen serve when the spot is shown"
    );
    assert!(
        lost(&planned) < 0.01 * lost(&late),
        "{} against {}",
        lost(&planned),
        lost(&late)
    );
}
