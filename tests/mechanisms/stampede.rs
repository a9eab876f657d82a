//! A cache stampede: the page that everybody asks for is purged at the height of the crowd. Until somebody has fetched it again
//! everybody fetches it. With coalescing one does, and the others wait for that one.

use onrush_network::{Cache, Dist, Incident, Network, Step, Trouble};
use onrush_observe::Observations;
use onrush_tests::watch::{open, room};

use crate::between;

const PURGED_S: usize = 60;

/// 500 a second ask for one page, which takes the origin two seconds; it makes twenty at once, and half a thousand may wait.
fn site(coalesce: bool) -> Observations {
    let origin = room("origin", 20, 500, Dist::constant(2.0));
    let steps = vec![Step::cached(0, vec![Step::at(0)])];
    let mut network: Network = open(vec![origin], steps, 500.0, 180);
    network.caches = vec![Cache {
        warm: true,
        coalesce,
        ..Cache::new("cdn", 1, 0.0, f64::INFINITY)
    }];
    network.clients[0].timeout_s = Some(5.0);
    network.incidents = vec![Incident {
        id: "purge".into(),
        from_s: PURGED_S as f64,
        until_s: PURGED_S as f64,
        trouble: Trouble::Flush { cache: 0 },
    }];
    onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"))
}

#[test]
fn a_purge_sends_everybody_to_the_origin_at_once() {
    let seen = site(false);
    let (cache, origin, client) = (&seen.caches[0], &seen.stations[0], &seen.clients[0]);
    assert!(
        between(&cache.misses, 0, PURGED_S) < 1.0,
        "the warm cache answers all"
    );
    // For two seconds all of 500 a second miss.
    let misses = between(&cache.misses, PURGED_S, PURGED_S + 10);
    assert!((800.0..1_200.0).contains(&misses), "{misses}");
    assert!(
        between(&origin.refused, PURGED_S, PURGED_S + 10) > 300.0,
        "the origin's line is full"
    );
    assert!(
        origin.line[PURGED_S + 3] > 400.0,
        "and stays long after the page is back"
    );
    let lost = between(&client.failed, PURGED_S, 180);
    assert!(lost > 700.0, "hundreds are lost: {lost}");
    assert!(
        origin.line[PURGED_S + 40] > 50.0,
        "the origin works for nobody for a minute"
    );
}

#[test]
fn coalescing_sends_one() {
    let seen = site(true);
    let (cache, origin, client) = (&seen.caches[0], &seen.stations[0], &seen.clients[0]);
    assert_eq!(cache.misses.iter().sum::<u32>(), 1);
    let waited = between(&cache.coalesced, PURGED_S, PURGED_S + 10);
    assert!(
        (800.0..1_200.0).contains(&waited),
        "those who would have fetched it wait: {waited}"
    );
    assert_eq!(origin.arrived.iter().sum::<u32>(), 1);
    assert_eq!(client.failed.iter().sum::<u32>(), 0);
}
