//! Caches with a time to live.

use onrush_network::{Cache, Dist, Network, Station, Step};
use onrush_observe::Observations;
use onrush_tests::stat::{Estimate, REPLICATIONS};
use onrush_tests::watch::open;

/// A site behind a cache that fetches in no time.
fn behind(cache: Cache, per_s: f64, horizon_s: u32) -> Network {
    let origin = Station::new("origin", Dist::constant(0.0));
    let steps = vec![Step::cached(0, vec![Step::at(0)])];
    Network {
        caches: vec![cache],
        ..open(vec![origin], steps, per_s, horizon_s)
    }
}

fn hit_ratio(seen: &Observations, from: usize) -> f64 {
    let sum = |column: &[u32]| column[from..].iter().map(|n| f64::from(*n)).sum::<f64>();
    let c = &seen.caches[0];
    sum(&c.hits) / (sum(&c.hits) + sum(&c.misses))
}

fn estimated(network: &Network) -> Estimate {
    let values: Vec<f64> = (0..REPLICATIONS as u64)
        .map(|seed| {
            let seen = onrush_des::simulate(network, seed).unwrap_or_else(|f| panic!("{f}"));
            hit_ratio(&seen, seen.steps() / 5)
        })
        .collect();
    Estimate::of(&values)
}

#[test]
fn one_object_is_hit_as_often_as_it_is_asked_for_while_fresh() {
    // Poisson requests at rate λ, time to live T from the fetch: λT / (1 + λT).
    for (per_s, ttl_s) in [(1.0, 1.0), (2.0, 0.25), (5.0, 3.0)] {
        let network = behind(Cache::new("cdn", 1, 0.0, ttl_s), per_s, 5_000);
        let expected = per_s * ttl_s / (1.0 + per_s * ttl_s);
        estimated(&network).assert_is(&format!("hits at λT = {}", per_s * ttl_s), expected, 0.05);
    }
}

#[test]
fn many_objects_are_hit_as_zipf_and_the_time_to_live_say() {
    for (objects, zipf, ttl_s, per_s) in [
        (100, 0.8, 10.0, 20.0),
        (1_000, 1.0, 60.0, 30.0),
        (50, 0.0, 5.0, 10.0),
    ] {
        let weights: Vec<f64> = (1..=objects)
            .map(|i| libm::pow(f64::from(i), -zipf))
            .collect();
        let all: f64 = weights.iter().sum();
        let expected: f64 = weights
            .iter()
            .map(|w| {
                let p = w / all;
                let asked = per_s * p * ttl_s;
                p * asked / (1.0 + asked)
            })
            .sum();
        let mut cache = Cache::new("cdn", objects, zipf, ttl_s);
        let cold = estimated(&behind(cache.clone(), per_s, 2_500));
        cold.assert_is(
            &format!("hits of {objects} objects, a = {zipf}"),
            expected,
            0.05,
        );
        // A cache that is warm at first has the same ratio in the long run.
        cache.warm = true;
        let warm = estimated(&behind(cache, per_s, 2_500));
        warm.assert_is(
            &format!("hits of {objects} objects, a = {zipf}, warm at first"),
            expected,
            0.05,
        );
    }
}

#[test]
fn what_never_expires_is_fetched_once() {
    let network = behind(Cache::new("cdn", 40, 0.0, f64::INFINITY), 50.0, 500);
    for seed in 0..5 {
        let seen = onrush_des::simulate(&network, seed).unwrap_or_else(|f| panic!("{f}"));
        let misses: u32 = seen.caches[0].misses.iter().sum();
        assert_eq!(misses, 40);
    }
    let network = behind(Cache::new("cdn", 40, 0.0, 0.0), 50.0, 100);
    let seen = onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"));
    assert!(
        seen.caches[0].hits.iter().all(|n| *n == 0),
        "a time to live of 0 stores nothing"
    );
}
