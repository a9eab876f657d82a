use onrush_network::{Dist, Network, Rate, Sharing, Station, Step, Stream};
use onrush_observe::VisitOutcome;

use crate::{assert_count, assert_near, run, station, sum, visits};

fn sharing(mean: f64, when_lost: f64, reach: u64) -> Sharing {
    Sharing {
        mean,
        when_lost,
        delay: Dist::exponential(3.0),
        reach,
    }
}

fn instant() -> Vec<Station> {
    vec![Station::new("site", Dist::constant(0.0))]
}

#[test]
fn visits_bring_visits_until_the_reach_is_used_up() {
    let network = |reach| {
        let mut network = visits(instant(), vec![Step::at(0)], 40.0, 100.0, 400);
        network
            .streams
            .push(Stream::visits("other", Rate::constant(10.0, 100.0), 0, 0));
        network.journeys[0].sharing = Some(sharing(0.5, 0.0, reach));
        run(&network)
    };
    let seen = network(1_000_000);
    let l = &seen.ledger;
    let own = l.visits.arrived - l.shared;
    // Each own visit leads to 1 / (1 - n) in all: the total progeny of a branching process with Poisson offspring has the
    // variance n / (1 - n)³.
    let error = (own as f64 * 0.5 / 0.125).sqrt();
    assert_near(l.visits.arrived as f64, own as f64 * 2.0, error);
    assert_eq!(sum(&seen.series.shared), l.shared);
    assert_eq!(sum(&seen.series.visits), l.visits.arrived);
    assert_eq!(
        l.by_stream.iter().map(|t| t.arrived).sum::<u64>(),
        l.visits.arrived
    );
    assert_near(
        l.by_stream[1].arrived as f64,
        l.visits.arrived as f64 / 5.0,
        (l.visits.arrived as f64).sqrt(),
    );
    assert_eq!(seen.series.inside.last(), Some(&0));
    assert_eq!(network(77).ledger.shared, 77);
}

#[test]
fn lost_visits_bring_onlookers_and_only_they() {
    let broken = Station {
        errors: 1.0,
        ..station("site", 10, 0.0)
    };
    let mut network: Network = visits(vec![broken], vec![Step::at(0)], 40.0, 100.0, 300);
    network.journeys[0].sharing = Some(sharing(5.0, 0.3, 1_000_000));
    let seen = run(&network);
    let l = &seen.ledger;
    assert_eq!(l.visits.of(VisitOutcome::Error), l.visits.arrived);
    let own = (l.visits.arrived - l.shared) as f64;
    assert_near(
        l.visits.arrived as f64,
        own / 0.7,
        (own * 0.3 / 0.343).sqrt(),
    );
}

#[test]
fn the_slower_a_page_the_fewer_go_on() {
    let share = |seconds: f64| {
        let mut network = visits(
            vec![Station::new("site", Dist::constant(seconds))],
            vec![Step::at(0)],
            50.0,
            100.0,
            200,
        );
        let journey = &mut network.journeys[0];
        let mut second = journey.pages[0].clone();
        second.id = "second".into();
        journey.pages.push(second);
        journey.pages[0].go_on = 0.8;
        journey.behaviour.discouraged_per_s = 0.5;
        journey.behaviour.brisk_s = 1.0;
        let l = run(&network).ledger;
        let n = l.visits.arrived as f64;
        assert_count(l.visits.arrived, 5_000.0);
        ((l.pages_loaded - l.visits.arrived) as f64 / n, n)
    };
    for (seconds, expected) in [(0.9, 0.8), (3.0, 0.8 * libm::exp(-1.0))] {
        let (found, n) = share(seconds);
        assert_near(found, expected, (expected * (1.0 - expected) / n).sqrt());
    }
}
