//! A whole workshop without a browser: teams hand in, everything is rehearsed again, and what is not true is found out.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test may fail by panicking; equal plans give equal figures"
)]

use onrush_runner::{ENGINE, Flow, rehearse};
use onrush_scenario::{IncidentKind, Scenario};
use onrush_workshop::{
    Board, By, Free, HandIn, Invitation, NoCode, Standing, State, Surprise, Workshop,
};

fn workshop() -> Workshop {
    let mut workshop = Workshop::new(7, "staffing-firm").with_teams(&["Blue", "Red", "Green"]);
    workshop.game.name = String::from("Tuesday");
    workshop.game.surprise = Some(Surprise {
        kind: IncidentKind::ServersLost,
        minutes: 0,
    });
    workshop
}

fn standing(plan: &Scenario, seed: u64) -> Standing {
    let done = rehearse(plan, seed, &mut |_| Flow::On).unwrap();
    Standing::of(
        &done.engine,
        &done.digest,
        &done.observations,
        &done.diagnosis,
    )
}

fn changed(invitation: &Invitation, change: &dyn Fn(&mut Scenario)) -> Scenario {
    let mut plan = invitation.game.start().unwrap();
    change(&mut plan);
    plan
}

fn hand_in(invitation: &Invitation, at_s: u64, change: &dyn Fn(&mut Scenario)) -> String {
    let plan = changed(invitation, change);
    let standing = standing(&plan, invitation.game.seed);
    HandIn::of(invitation, &plan, &standing, at_s)
        .unwrap()
        .code()
}

fn settled(workshop: &Workshop, text: &str) -> Board {
    let mut board = Board::new(workshop, text, ENGINE, "the surprise").unwrap();
    for need in board.wanted() {
        board.learn(&need.key, Ok(standing(&need.plan, need.seed)));
    }
    assert_eq!(board.wanted(), []);
    board
}

fn states(board: &Board) -> Vec<&'static str> {
    board.handed().iter().map(|h| h.state.id()).collect()
}

#[test]
fn true_codes_are_verified_and_ranked_and_ties_are_shared() {
    let workshop = workshop();
    let team = |place: usize| workshop.invitation(place).unwrap();
    let more = |plan: &mut Scenario| plan.site.web.servers += 6;
    let text = [
        hand_in(&team(0), 10, &|_| {}),
        hand_in(&team(1), 10, &more),
        hand_in(&team(2), 5, &|_| {}),
        hand_in(&team(2), 20, &more),
    ]
    .join(" and ");
    let board = settled(&workshop, &(text.clone() + &text));
    assert_eq!(
        states(&board),
        [
            "verified",
            "verified",
            "replaced",
            "verified",
            "duplicate",
            "duplicate",
            "duplicate",
            "duplicate"
        ]
    );
    for by in By::ALL {
        let places = board.places(by);
        let mut order: Vec<_> = places.iter().map(|p| (p.rank, p.team)).collect();
        if by == By::People {
            assert_eq!(order, [(Some(1), 1), (Some(1), 2), (Some(3), 0)]);
        }
        order.sort_unstable();
        order.dedup_by_key(|(rank, _)| *rank);
        assert_eq!(order.len(), 2, "two of three are equal");
    }
    let places = board.places(By::People);
    assert!(places[0].measures > 0.0, "six servers cost something");
    assert_eq!(places[2].measures, 0.0);
    assert!(places[0].served_well > places[2].served_well);
    assert_ne!(places[0].plain.digest, places[0].struck.digest);
}

#[test]
fn what_is_not_true_is_named() {
    let workshop = workshop();
    let blue = workshop.invitation(0).unwrap();
    let red = workshop.invitation(1).unwrap();
    let plan = changed(&blue, &|plan| plan.site.web.servers += 1);
    let good = standing(&plan, blue.game.seed);
    let sealed = |invitation: &Invitation, standing: &Standing| {
        HandIn::of(invitation, &plan, standing, 1).unwrap().code()
    };
    let other = Workshop {
        key: 8,
        ..workshop.clone()
    };
    let known_as = |number: u16| {
        let mut other = blue.clone();
        other.team.number = number;
        other
    };
    let (stranger, forger) = (known_as(9), known_as(red.team.number));
    let mut other_seed = blue.clone();
    other_seed.game.seed = 2;
    let mut other_engine = good.clone();
    other_engine.engine = "onrush 9.9.9".to_owned();
    let code = sealed(&red, &good);
    for (text, state) in [
        (code.clone(), "verified"),
        (code[..code.len() - 3].to_owned(), "damaged"),
        (code.replace("orr1-", "orr9-"), "newer"),
        (sealed(&other.invitation(0).unwrap(), &good), "foreign"),
        (sealed(&stranger, &good), "unknown-team"),
        (sealed(&forger, &good), "forged-seal"),
        (sealed(&other_seed, &good), "other-start"),
        (sealed(&blue, &other_engine), "other-engine"),
    ] {
        assert_eq!(states(&settled(&workshop, &text)), [state], "{text}");
    }
    // With the right link, and yet not true.
    let lies: [&dyn Fn(&mut Standing); 6] = [
        &|s| s.digest = "0".repeat(32),
        &|s| s.arrived += 1,
        &|s| s.served_well += 1,
        &|s| s.lost = 0,
        &|s| s.break_s = Some(1),
        &|s| s.verdict = onrush_diagnose::Verdict::Breaks,
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        let mut lied = good.clone();
        lie(&mut lied);
        if lied == good {
            continue;
        }
        let board = settled(&workshop, &sealed(&blue, &lied));
        assert_eq!(states(&board), ["forged-figures"], "{i}");
        assert_eq!(board.places(By::People), []);
    }
    let board = Board::new(&workshop, "no code here", ENGINE, "x").unwrap();
    assert_eq!(board.handed(), []);
    assert_eq!(HandIn::read("no code"), Err(NoCode::Other));
}

#[test]
fn who_changes_the_crowd_is_shown_and_not_ranked() {
    let mut workshop = workshop();
    workshop.game.free = Free::Campaign;
    let blue = workshop.invitation(0).unwrap();
    let red = workshop.invitation(1).unwrap();
    let text = hand_in(&blue, 1, &|plan| plan.site.web.servers += 1)
        + " "
        + &hand_in(&red, 1, &|plan| plan.activities[0].people /= 2.0);
    let board = settled(&workshop, &text);
    assert_eq!(states(&board), ["outside-rules", "outside-rules"]);
    let places = board.places(By::People);
    assert!(
        places
            .iter()
            .all(|p| p.rank.is_none() && p.outside.len() == 1)
    );
    match &board.handed()[0].state {
        State::OutsideRules(changes) => assert_eq!(changes[0].path, "site.web.servers"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_plan_that_cannot_be_rehearsed_says_why() {
    let workshop = workshop();
    let code = hand_in(&workshop.invitation(0).unwrap(), 1, &|_| {});
    let mut board = Board::new(&workshop, &code, ENGINE, "x").unwrap();
    let faults = onrush_scenario::Scenario::read("{}").unwrap_err();
    let need = board.wanted().pop().unwrap();
    board.learn(&need.key, Err(faults));
    assert_eq!(states(&board), ["cannot-run"]);
}
