//! When nobody comes any more, everybody leaves: no request, server, place or unit is forgotten anywhere.

use onrush_network::{Discipline, Dist, Servers};
use onrush_observe::{RequestOutcome as R, VisitOutcome};
use onrush_tests::random::{Source, random_network};
use rand::SeedableRng;

#[test]
fn in_any_network_everything_empties_after_the_last_arrival() {
    let mut source = Source::seed_from_u64(31);
    let mut seen_falling = 0;
    for seed in 0..400 {
        let mut network = random_network(&mut source);
        // Arrivals end at 50 s. Time for those in the waiting rooms, one a second at worst.
        network.horizon_s = 9_000;
        network.populations.clear();
        for station in &mut network.stations {
            // Without patience, requests that hold servers of each other's stations may wait for ever: nets do lock up.
            if station.discipline == Discipline::FirstCome {
                station.patience = Some(Dist::exponential(0.5));
            }
            // Thousands at once who slow each other down take days.
            if station.servers == Servers::Infinite {
                station.contention = None;
            }
        }
        let seen = onrush_des::simulate(&network, seed).unwrap_or_else(|f| panic!("{f}"));
        let l = &seen.ledger;
        let context = format!("{seed}: {network:?}");
        assert_eq!(l.visits.of(VisitOutcome::Unfinished), 0, "{context}");
        for tally in [&l.requests, &l.calls, &l.jobs] {
            assert_eq!(tally.of(R::Unfinished), 0, "{context}");
        }
        let ends_at_zero = |levels: &[f32]| levels.last() == Some(&0.0);
        for s in &seen.stations {
            assert!(
                ends_at_zero(&s.busy) && ends_at_zero(&s.line),
                "{}: {context}",
                s.id
            );
            seen_falling += s.failed.iter().map(|n| u64::from(*n)).sum::<u64>();
            let total = |c: &[u32]| c.iter().map(|n| u64::from(*n)).sum::<u64>();
            let gone = total(&s.served)
                + total(&s.refused)
                + total(&s.given_up)
                + total(&s.shed)
                + total(&s.failed);
            assert!(gone <= total(&s.arrived), "{}: {context}", s.id);
        }
        for h in &seen.held {
            assert!(
                ends_at_zero(&h.waiting) && ends_at_zero(&h.in_service),
                "{context}"
            );
        }
        for r in &seen.rooms {
            assert!(
                ends_at_zero(&r.waiting) && ends_at_zero(&r.active),
                "{}: {context}",
                r.id
            );
        }
    }
    assert!(seen_falling > 1_000, "{seen_falling}");
}
