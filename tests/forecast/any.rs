//! What holds for the forecast of any network.

use std::time::{Duration, Instant};

use onrush_fluid::Forecast;
use onrush_network::Network;
use onrush_tests::random::random_network;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::wild::wild_network;

fn whole(what: &str, network: &Network, f: &Forecast) {
    let p = &f.people;
    let horizon = f64::from(network.horizon_s);
    assert_eq!(f.steps.first().map(|s| s.from_s), Some(0.0), "{what}");
    assert!(
        f.steps
            .windows(2)
            .all(|w| (w[0].until_s - w[1].from_s).abs() < 1e-9),
        "{what}: steps follow each other"
    );
    assert!(
        f.steps
            .last()
            .is_some_and(|s| (s.until_s - horizon).abs() < 1e-6 * horizon),
        "{what}: to the end"
    );
    assert!(f.steps.len() <= 1_000, "{what}: {} steps", f.steps.len());
    let stations = f
        .stations
        .iter()
        .flat_map(|s| [&s.busy, &s.working, &s.line, &s.refused, &s.up, &s.paid]);
    let caches = f
        .caches
        .iter()
        .flat_map(|c| [&c.hits, &c.misses, &c.coalesced]);
    let clients = f
        .clients
        .iter()
        .flat_map(|c| [&c.started, &c.completed, &c.failed, &c.retried]);
    let people = [
        &p.visits,
        &p.inside,
        &p.waiting,
        &p.served,
        &p.lost,
        &p.requests,
        &p.answered,
        &p.refused,
        &p.errors,
        &p.abandoned,
        &p.stopped,
        &p.reloads,
        &p.page_s,
    ];
    for (number, column) in people
        .into_iter()
        .chain(stations)
        .chain(caches)
        .chain(clients)
        .enumerate()
    {
        assert_eq!(column.len(), f.steps.len(), "{what}");
        assert!(
            column.iter().all(|x| x.is_finite() && *x >= -1e-9),
            "{what}: a number that is none in column {number}: {:?}",
            column.iter().find(|x| !(x.is_finite() && **x >= -1e-9))
        );
    }
    // Everybody who comes ends once; who is still there is found by counting heads, not by subtraction.
    for t in [&f.totals, &f.machines] {
        assert!(
            (t.arrived - t.ended()).abs() <= 1e-6 * (1.0 + t.arrived),
            "{what}: {} came, {} ended",
            t.arrived,
            t.ended()
        );
    }
    let (t, m) = (&f.totals, &f.machines);
    let came: f64 = p.visits.iter().sum();
    assert!(
        (came - t.arrived).abs() <= 1e-6 * (1.0 + t.arrived),
        "{what}"
    );
    let expected = network.expected_visits();
    let by_themselves = t.arrived - t.shared + m.arrived - m.shared;
    assert!(
        (by_themselves - expected).abs() <= 1e-6 * (1.0 + expected),
        "{what}: {by_themselves} instead of {expected}"
    );
    // Requests end at most once.
    let sum = |v: &[f64]| v.iter().sum::<f64>();
    let ended =
        sum(&p.answered) + sum(&p.refused) + sum(&p.errors) + sum(&p.abandoned) + sum(&p.stopped);
    let sent = sum(&p.requests);
    assert!(
        ended <= sent * (1.0 + 1e-6) + 1e-3,
        "{what}: {ended} ended, {sent} sent"
    );
    for s in &f.stations {
        for (busy, servers) in s.busy.iter().zip(&s.servers) {
            assert!(
                *busy <= servers * (1.0 + 1e-9) + 1e-9,
                "{what}: {busy} of {servers} busy"
            );
        }
    }
}

#[test]
fn sums_are_exact_in_random_networks() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(11);
    let mut ran = 0;
    for i in 0..300 {
        let network = random_network(&mut source);
        if let Ok(forecast) = onrush_fluid::forecast(&network) {
            ran += 1;
            whole(&format!("network {i}"), &network, &forecast);
        }
    }
    assert!(ran > 150, "only {ran} were whole");
}

#[test]
fn sums_are_exact_with_every_mechanism_at_extreme_values() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(12);
    let mut slowest = Duration::ZERO;
    let mut ran = 0;
    for i in 0..900 {
        let network = wild_network(&mut source);
        let what = format!("wild network {i}");
        if network.check().is_err() {
            // Some combinations are not allowed; most are.
            continue;
        }
        ran += 1;
        let started = Instant::now();
        let forecast = onrush_fluid::forecast(&network).unwrap_or_else(|f| panic!("{what}: {f}"));
        slowest = slowest.max(started.elapsed());
        whole(&what, &network, &forecast);
    }
    assert!(ran > 200, "only {ran} were whole");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn a_forecast_is_the_same_each_time() {
    let mut source = Xoshiro256PlusPlus::seed_from_u64(13);
    for _ in 0..20 {
        let network = random_network(&mut source);
        assert_eq!(
            onrush_fluid::forecast(&network),
            onrush_fluid::forecast(&network)
        );
    }
}

#[test]
fn a_network_that_is_not_whole_is_refused() {
    assert!(onrush_fluid::forecast(&Network::default()).is_err());
}
