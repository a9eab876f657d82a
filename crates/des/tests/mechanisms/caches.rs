use onrush_network::{Cache, Incident, Network, Step, Trouble};

use crate::{assert_near, calls, run, station, sum};

/// Requests ask a cache of one object, which the origin fetches.
fn cached(cache: Cache, per_s: f64, fetch_s: f64, horizon_s: u32) -> Network {
    Network {
        caches: vec![cache],
        ..calls(
            vec![station("origin", 1, fetch_s)],
            vec![Step::cached(0, vec![Step::at(0)])],
            per_s,
            f64::from(horizon_s),
            horizon_s,
        )
    }
}

fn during(id: &str, from_s: f64, until_s: f64, trouble: Trouble) -> Vec<Incident> {
    vec![Incident {
        id: id.into(),
        from_s,
        until_s,
        trouble,
    }]
}

#[test]
fn one_object_is_hit_as_often_as_its_time_to_live_says() {
    // Misses are renewals: after each, its time to live and an exponential time to the next question.
    let seen = run(&cached(Cache::new("k", 1, 0.0, 0.5), 20.0, 0.0, 5_000));
    let cycle = 0.5_f64 + 1.0 / 20.0;
    let error = 5_000.0_f64.sqrt() * (1.0 / 20.0) / (cycle * cycle.sqrt());
    let c = &seen.caches[0];
    assert_near(sum(&c.misses) as f64, 5_000.0 / cycle, error);
    assert_eq!(sum(&c.hits) + sum(&c.misses), seen.ledger.calls.arrived);
    assert_eq!(sum(&c.misses), sum(&seen.stations[0].arrived));
    assert_eq!(sum(&c.coalesced), 0);
}

#[test]
fn all_popular_objects_are_there_after_a_warm_start_that_never_expires() {
    let cache = Cache {
        warm: true,
        ..Cache::new("k", 1_000, 0.8, f64::INFINITY)
    };
    let seen = run(&cached(cache, 50.0, 0.1, 50));
    assert_eq!(sum(&seen.caches[0].misses), 0);
    assert!(sum(&seen.caches[0].hits) > 2_000);
}

#[test]
fn a_crowd_at_a_cold_cache_fetches_once_when_it_waits_for_each_other() {
    let cache = |coalesce| Cache {
        coalesce,
        ..Cache::new("k", 1, 0.0, f64::INFINITY)
    };
    let waits = run(&cached(cache(true), 100.0, 2.0, 20));
    assert_eq!(sum(&waits.caches[0].misses), 1);
    assert_eq!(sum(&waits.stations[0].arrived), 1);
    assert!(sum(&waits.caches[0].coalesced) > 100);
    assert_eq!(sum(&waits.clients[0].failed), 0);
    // Nobody is answered before the object is there, and then all are.
    assert_eq!(waits.clients[0].completed[..2], [0, 0]);
    assert_eq!(sum(&waits.clients[0].completed), waits.ledger.calls.arrived);
    let each = run(&cached(cache(false), 100.0, 2.0, 20));
    assert!(sum(&each.caches[0].misses) > 150, "a stampede");
}

#[test]
fn when_a_fetch_fails_the_next_one_waiting_fetches() {
    let mut network = cached(
        Cache {
            coalesce: true,
            ..Cache::new("k", 1, 0.0, f64::INFINITY)
        },
        20.0,
        0.2,
        100,
    );
    network.streams[0].rate = onrush_network::Rate::constant(20.0, 10.0);
    network.stations[0].errors = 1.0;
    let seen = run(&network);
    let arrived = seen.ledger.calls.arrived;
    assert_eq!(sum(&seen.stations[0].arrived), arrived, "each in its turn");
    assert_eq!(sum(&seen.stations[0].failed), arrived);
    assert_eq!(sum(&seen.clients[0].failed), arrived);
    assert!(seen.stations[0].busy.iter().all(|b| *b <= 1.0));
    assert_eq!(sum(&seen.stations[0].refused), 0);
    assert!(seen.stations[0].line.iter().all(|n| *n == 0.0));
}

#[test]
fn a_flushed_cache_fetches_again_and_one_that_is_off_always() {
    let network = |trouble| Network {
        incidents: during("trouble", 10.0, 20.0, trouble),
        ..cached(Cache::new("k", 1, 0.0, f64::INFINITY), 30.0, 0.0, 40)
    };
    let flushed = run(&network(Trouble::Flush { cache: 0 }));
    assert_eq!(sum(&flushed.caches[0].misses), 2);
    let off = run(&network(Trouble::CacheOff { cache: 0 }));
    let c = &off.caches[0];
    assert_eq!(sum(&c.hits[10..20]), 0);
    assert_eq!(sum(&c.misses[10..20]), sum(&off.clients[0].started[10..20]));
    assert_eq!(sum(&c.misses) - sum(&c.misses[10..20]), 2);
}
