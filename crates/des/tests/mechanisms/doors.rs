use onrush_network::{Act, Bucket, Dist, Gate, Network, Reload, Room, Rule, Sends, Station, Step};
use onrush_observe::{RequestOutcome, VisitOutcome};

use crate::{assert_near, calls, run, sum, visits};

fn instant() -> Vec<Station> {
    vec![Station::new("site", Dist::constant(0.0))]
}

fn pass() -> Vec<Step> {
    vec![Step::new(Act::Pass { gate: 0 }), Step::at(0)]
}

fn gate(rule: Rule, from_s: f64, until_s: f64) -> Vec<Gate> {
    vec![Gate {
        id: "gate".into(),
        rule,
        from_s,
        until_s,
    }]
}

#[test]
fn a_filter_decides_once_for_each_visit() {
    let rule = Rule::Filter {
        bots: 0.8,
        people: 0.1,
    };
    let mut network = Network {
        gates: gate(rule, 0.0, f64::INFINITY),
        ..visits(instant(), pass(), 50.0, 100.0, 200)
    };
    // Two pages, and three reloads for whoever is stopped.
    let page = network.journeys[0].pages[0].clone();
    network.journeys[0].pages.push(page);
    network.journeys[0].pages[0].go_on = 1.0;
    network.journeys[0].behaviour.when_failed = Reload {
        chance: 1.0,
        at_most: 3,
        pause: Dist::constant(1.0),
    };
    let people = run(&network);
    let (g, l) = (&people.gates[0], &people.ledger);
    let blocked = l.visits.of(VisitOutcome::Blocked);
    assert_eq!(sum(&g.people_stopped), 4 * blocked);
    assert_eq!(sum(&g.people_passed), 2 * l.served());
    assert_eq!(blocked + l.served(), l.visits.arrived);
    assert_eq!(sum(&people.series.blocked), blocked);
    assert_eq!(l.requests.of(RequestOutcome::Blocked), 4 * blocked);
    assert_eq!(sum(&g.bots_passed) + sum(&g.bots_stopped), 0);
    let n = l.visits.arrived as f64;
    assert_near(blocked as f64 / n, 0.1, (0.1 * 0.9 / n).sqrt());
    if let Sends::Visits { bots, .. } = &mut network.streams[0].sends {
        *bots = true;
    }
    let bots = run(&network);
    let blocked = bots.ledger.machines.of(VisitOutcome::Blocked);
    assert_eq!(bots.ledger.lost(), 0, "no machine is a loss");
    assert_eq!(sum(&bots.gates[0].bots_stopped), 4 * blocked);
    assert_eq!(sum(&bots.gates[0].people_stopped), 0);
    assert_near(blocked as f64 / n, 0.8, (0.8 * 0.2 / n).sqrt());
}

#[test]
fn a_limit_lets_through_what_it_says_and_only_in_its_time() {
    let limit = Rule::Limit(Bucket {
        per_s: 5.0,
        burst: 10.0,
    });
    let seen = run(&Network {
        gates: gate(limit, 20.0, 120.0),
        ..calls(instant(), pass(), 50.0, 150.0, 150)
    });
    let g = &seen.gates[0];
    assert_eq!(
        sum(&g.people_stopped[..20]) + sum(&g.people_stopped[120..]),
        0
    );
    let passed = sum(&g.people_passed[20..120]);
    assert!((509..=510).contains(&passed), "{passed}");
    assert_eq!(
        seen.ledger.calls.of(RequestOutcome::Blocked),
        sum(&g.people_stopped)
    );
}

/// Visits that stay one second each, by way of a room.
fn by_room(room: Room, per_s: f64, until_s: f64, horizon_s: u32) -> Network {
    let mut network = visits(instant(), vec![Step::at(0)], per_s, until_s, horizon_s);
    network.journeys[0].pages[0].think = Dist::constant(1.0);
    network.rooms = vec![room];
    if let Sends::Visits { room, .. } = &mut network.streams[0].sends {
        *room = Some(0);
    }
    network
}

fn room() -> Room {
    Room {
        id: "room".into(),
        active: None,
        per_minute: None,
        opens_s: 0.0,
        shuffled: false,
        session_s: 0.0,
        patience: None,
    }
}

#[test]
fn a_room_keeps_so_many_on_the_site_and_all_get_in_at_last() {
    let limited = Room {
        active: Some(5),
        ..room()
    };
    let seen = run(&by_room(limited.clone(), 20.0, 50.0, 400));
    let r = &seen.rooms[0];
    assert!(r.active.iter().all(|n| *n <= 5.0 + 1e-6));
    // While the line lasts, five leave and five come every second.
    assert!(r.admitted[10..100].iter().all(|n| *n == 5));
    assert!((r.active[20] - 5.0).abs() < 1e-6);
    assert_eq!(sum(&r.admitted), sum(&r.came));
    assert_eq!(seen.ledger.served(), seen.ledger.visits.arrived);
    assert_eq!(r.waiting.last(), Some(&0.0));
    assert_eq!(r.active.last(), Some(&0.0));
    // A place is free again only ten seconds after the visit: half a visit a second.
    let slow = run(&by_room(
        Room {
            session_s: 9.0,
            ..limited
        },
        20.0,
        50.0,
        400,
    ));
    assert_eq!(sum(&slow.rooms[0].admitted[100..200]), 50);
}

#[test]
fn a_room_opens_at_its_time_and_admits_at_its_pace() {
    let seen = run(&by_room(
        Room {
            per_minute: Some(120.0),
            opens_s: 10.0,
            shuffled: true,
            ..room()
        },
        20.0,
        50.0,
        100,
    ));
    let r = &seen.rooms[0];
    assert_eq!(sum(&r.admitted[..10]), 0);
    assert!(r.admitted[10..].iter().all(|n| *n == 2), "{:?}", r.admitted);
    let left = seen.ledger.visits.of(VisitOutcome::Unfinished);
    // Those still in line, and those of the last second on the site.
    assert_eq!(left, sum(&r.came) - sum(&r.admitted) + 2);
    assert_eq!(seen.ledger.stuck, 0, "waiting in a room is no slow page");
}

#[test]
fn who_waits_too_long_gives_up_waiting() {
    let seen = run(&by_room(
        Room {
            opens_s: 50.0,
            patience: Some(Dist::constant(3.0)),
            ..room()
        },
        20.0,
        60.0,
        100,
    ));
    let r = &seen.rooms[0];
    let gave_up = seen.ledger.visits.of(VisitOutcome::GaveUpWaiting);
    assert_eq!(sum(&r.given_up), gave_up);
    // Exactly those who came before the 47th second.
    assert_eq!(gave_up, sum(&r.came[..47]));
    assert_eq!(sum(&r.admitted), sum(&r.came[47..]));
    assert_eq!(seen.ledger.lost(), gave_up);
}
