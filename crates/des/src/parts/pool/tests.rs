use super::*;
use onrush_network::{Dist, HealthCheck, WarmUp};

fn clock() -> Clock {
    Clock::for_horizon(3600)
}

fn pool(instances: u32, most: u32, change: impl FnOnce(&mut Station)) -> Pool {
    let mut station = Station::new("web", Dist::exponential(1.0));
    station.instances = instances;
    change(&mut station);
    Pool::new(&station, most, clock())
}

fn key() -> Key {
    Key::of_seed(1)
}

fn next(p: &mut Pool) -> Option<u32> {
    p.choose(key, None, |_| 0)
}

fn all_effects(p: &mut Pool, now: Ticks) -> Vec<Effect> {
    (0..p.size()).map(|i| p.effect(i, now)).collect()
}

#[test]
fn each_in_turn_also_when_their_number_changes() {
    let mut p = pool(3, 5, |_| {});
    let turns: Vec<_> = (0..7).map(|_| next(&mut p).unwrap()).collect();
    assert_eq!(turns, [0, 1, 2, 0, 1, 2, 0]);
    assert_eq!(p.start(100), Some(3));
    assert!(!(0..9).any(|_| next(&mut p) == Some(3)), "not ready yet");
    assert!(p.ready(3, 100));
    let mut turns: Vec<_> = (0..4).map(|_| next(&mut p).unwrap()).collect();
    turns.sort_unstable();
    assert_eq!(turns, [0, 1, 2, 3]);
}

#[test]
fn the_other_policies_choose_among_those_in_use() {
    for balance in [Balance::Random, Balance::TwoChoices, Balance::LeastBusy] {
        let mut p = pool(4, 4, |s| {
            s.balance = balance;
            s.health = Some(HealthCheck {
                every_s: 1.0,
                fails: 1,
                passes: 1,
            });
        });
        p.probe(|i| i == 2);
        let mut seen = [0; 4];
        for i in 0..400 {
            let chosen = p.choose(|| key().number(i), None, |_| 0).unwrap();
            seen[chosen as usize] += 1;
        }
        assert_eq!(seen[2], 0);
        assert!(
            [0, 1, 3].iter().all(|i| seen[*i] > 80),
            "{balance:?} {seen:?}"
        );
        // One is busier than the rest: random does not look, the better of two of three takes it never.
        p.came(0);
        let to_busy = (0..400)
            .filter(|i| p.choose(|| key().number(*i), None, |i| u32::from(i == 0)) == Some(0))
            .count();
        assert_eq!(to_busy > 0, balance == Balance::Random);
        p.left(0);
        p.came(1);
        p.came(3);
        let least = (0..50).all(|i| p.choose(|| key().number(i), None, |_| 0) == Some(0));
        assert_eq!(least, balance == Balance::LeastBusy);
    }
}

#[test]
fn local_goes_to_the_one_with_the_same_number() {
    let mut p = pool(3, 3, |s| s.balance = Balance::Local);
    let mut to = |holds| p.choose(key, holds, |_| 0);
    assert_eq!(
        [to(Some(0)), to(Some(2)), to(Some(4)), to(None)],
        [Some(0), Some(2), Some(1), Some(0)]
    );
}

#[test]
fn starting_stopping_and_what_is_paid() {
    let mut p = pool(2, 4, |_| {});
    assert_eq!((p.up(), p.starting(), p.paid()), (2, 0, 2));
    assert_eq!(
        (p.start(50), p.start(60), p.start(60)),
        (Some(2), Some(3), None)
    );
    assert_eq!((p.up(), p.starting(), p.paid()), (2, 2, 4));
    assert!(p.ready(2, 50) && !p.ready(2, 50) && !p.ready(3, 59));
    assert_eq!(p.stop(), Some(Stopped::AtOnce), "3 was starting");
    assert!(!p.ready(3, 60));
    assert_eq!(p.stop(), Some(Stopped::Draining(2)));
    assert!(p.works(2) && p.is_draining(2));
    assert!(!(0..9).any(|_| next(&mut p) == Some(2)), "gets nothing new");
    assert_eq!((p.up(), p.paid()), (2, 3));
    p.emptied(2);
    p.emptied(0);
    assert_eq!((p.up(), p.paid()), (2, 2), "only who drains can be emptied");
    assert!(!p.works(2));
    assert_eq!(p.start(70), Some(2), "its number is free");
    assert_eq!(p.stop(), Some(Stopped::AtOnce));
    assert_eq!(
        (p.stop(), p.stop(), p.stop()),
        (Some(Stopped::Draining(1)), Some(Stopped::Draining(0)), None)
    );
    assert_eq!(next(&mut p), None);
}

#[test]
fn a_new_instance_is_slow_at_first_the_first_ones_are_not() {
    let mut p = pool(1, 2, |s| {
        s.warm_up = Some(WarmUp {
            seconds: 10.0,
            factor: 5.0,
        });
    });
    let at = |s: f64| clock().ticks(s);
    assert!((p.slowness(0, 0) - 1.0).abs() < 1e-12);
    p.start(at(20.0));
    p.ready(1, at(20.0));
    for (second, factor) in [
        (20.0, 5.0),
        (25.0, 3.0),
        (29.0, 1.4),
        (30.0, 1.0),
        (99.0, 1.0),
    ] {
        assert!(
            (p.slowness(1, at(second)) - factor).abs() < 1e-9,
            "{second}"
        );
    }
    // It comes back cold.
    p.incident_begins(Some(1));
    assert_eq!(
        all_effects(&mut p, at(40.0)),
        [Effect::WentDown, Effect::None]
    );
    p.incident_ends(Some(1));
    assert_eq!(
        all_effects(&mut p, at(50.0)),
        [Effect::CameBack, Effect::None]
    );
    assert!((p.slowness(0, at(50.0)) - 5.0).abs() < 1e-9);
    let none = pool(1, 1, |s| {
        s.warm_up = Some(WarmUp {
            seconds: 0.0,
            factor: 5.0,
        });
    });
    assert!((none.slowness(0, 0) - 1.0).abs() < 1e-12);
}

#[test]
fn incidents_overlap_and_take_the_first_instances() {
    let mut p = pool(3, 5, |_| {});
    p.incident_begins(Some(2));
    assert_eq!(
        all_effects(&mut p, 0)[..3],
        [Effect::WentDown, Effect::WentDown, Effect::None]
    );
    assert_eq!((p.up(), p.paid()), (1, 3));
    assert!(!p.works(0) && p.works(2));
    assert!(
        (0..3).any(|_| next(&mut p) == Some(0)),
        "nobody has noticed"
    );
    p.incident_begins(None);
    p.start(5);
    assert_eq!(all_effects(&mut p, 3)[2], Effect::WentDown);
    assert!(!p.ready(3, 5), "what starts meanwhile is down too");
    assert_eq!((p.up(), p.paid()), (0, 4));
    p.incident_ends(Some(2));
    assert!(all_effects(&mut p, 6).iter().all(|e| *e == Effect::None));
    p.incident_ends(None);
    assert_eq!(all_effects(&mut p, 7)[..4], [Effect::CameBack; 4]);
    assert_eq!(p.up(), 4);
    p.incident_ends(None);
    // Who is finishing and goes down is gone.
    assert_eq!(p.stop(), Some(Stopped::Draining(3)));
    p.incident_begins(None);
    assert_eq!(all_effects(&mut p, 8)[3], Effect::WentDown);
    p.incident_ends(None);
    assert_eq!(all_effects(&mut p, 9)[3], Effect::None);
    assert_eq!(p.paid(), 3);
}

#[test]
fn health_checks_leave_out_after_fails_and_use_again_after_passes() {
    let mut p = pool(3, 3, |s| {
        s.health = Some(HealthCheck {
            every_s: 5.0,
            fails: 3,
            passes: 2,
        });
    });
    let uses = |p: &mut Pool, i| (0..6).any(|_| next(p) == Some(i));
    p.incident_begins(Some(1));
    p.effect(0, 0);
    p.probe(|_| false);
    p.probe(|_| false);
    assert!(uses(&mut p, 0));
    p.probe(|_| false);
    assert!(!uses(&mut p, 0));
    assert_eq!(p.left_out(), 1);
    p.incident_ends(Some(1));
    p.effect(0, 0);
    p.probe(|_| false);
    assert!(!uses(&mut p, 0));
    // A relapse starts the counting anew.
    p.probe(|i| i == 0);
    p.probe(|_| false);
    assert!(!uses(&mut p, 0));
    p.probe(|_| false);
    assert!(uses(&mut p, 0));
    // A full line counts as no answer; two in three are not enough.
    p.probe(|i| i == 1);
    p.probe(|i| i == 1);
    p.probe(|_| false);
    p.probe(|i| i == 1);
    p.probe(|i| i == 1);
    assert!(uses(&mut p, 1));
    p.probe(|i| i == 1);
    assert!(!uses(&mut p, 1));
}

#[test]
fn when_all_are_left_out_all_are_used() {
    for balance in [Balance::RoundRobin, Balance::LeastBusy] {
        let mut p = pool(3, 3, |s| {
            s.balance = balance;
            s.health = Some(HealthCheck {
                every_s: 5.0,
                fails: 1,
                passes: 1,
            });
        });
        p.probe(|i| i != 2);
        assert!((0..9).all(|_| next(&mut p) == Some(2)));
        p.probe(|_| true);
        assert_eq!(p.left_out(), 3);
        let mut seen = [false; 3];
        for i in 0..99 {
            seen[p.choose(|| key().number(i), None, |_| 0).unwrap() as usize] = true;
        }
        assert_eq!(seen, [true; 3]);
        p.probe(|i| i != 1);
        assert!((0..9).all(|_| next(&mut p) == Some(1)));
    }
}

#[test]
fn without_health_checks_nobody_is_left_out() {
    let mut p = pool(2, 2, |_| {});
    p.incident_begins(None);
    all_effects(&mut p, 0);
    (0..1000).for_each(|_| p.probe(|_| true));
    assert_eq!(
        (p.left_out(), next(&mut p), next(&mut p)),
        (0, Some(0), Some(1))
    );
}
