use onrush_network::{Act, Dist, Network, Opening, Page, Station, Step, Stock};
use onrush_observe::{RequestOutcome, VisitOutcome};

use crate::{calls, run, station, sum, visits};

fn stock(units: u64) -> Vec<Stock> {
    vec![Stock {
        id: "tickets".into(),
        units,
    }]
}

fn take() -> Step {
    Step::new(Act::Take { stock: 0 })
}

#[test]
fn as_many_buy_as_there_are_units_and_the_rest_come_too_late() {
    let mut network = Network {
        stocks: stock(100),
        ..visits(
            vec![station("shop", 100, 0.1)],
            vec![take(), Step::at(0)],
            20.0,
            20.0,
            40,
        )
    };
    network.journeys[0].pages[0].goal_cents = Some(100);
    // Whoever bought the last one sees that nothing is left, and does not mind.
    network.journeys[0].pages[0].stock = Some(0);
    let seen = run(&network);
    let l = &seen.ledger;
    let s = &seen.stocks[0];
    assert_eq!(l.visits.of(VisitOutcome::Converted), 100);
    assert_eq!(l.value_cents, 10_000);
    assert_eq!(sum(&s.taken), 100);
    assert_eq!(sum(&s.in_vain), l.visits.arrived - 100);
    assert_eq!(l.visits.of(VisitOutcome::SoldOut), l.visits.arrived - 100);
    assert_eq!(l.requests.of(RequestOutcome::SoldOut), sum(&s.in_vain));
    assert_eq!(sum(&seen.series.sold_out), l.visits.arrived - 100);
    assert_eq!(l.lost(), 0, "too late, not lost");
    assert_eq!(l.reloads, 0);
}

#[test]
fn a_unit_goes_back_when_the_request_that_took_it_fails() {
    let bank = Station {
        errors: 0.5,
        ..station("bank", 1_000, 1.0)
    };
    let seen = run(&Network {
        stocks: stock(150),
        ..calls(vec![bank], vec![take(), Step::at(0)], 20.0, 60.0, 80)
    });
    let s = &seen.stocks[0];
    assert_eq!(sum(&s.taken) - sum(&s.returned), 150);
    assert_eq!(sum(&s.returned), sum(&seen.stations[0].failed));
    assert!(sum(&s.returned) > 50 && sum(&s.in_vain) > 100);
    assert_eq!(sum(&seen.clients[0].completed), 150);
}

#[test]
fn a_page_that_shows_the_stock_sends_those_away_who_load_it_later() {
    let mut network = Network {
        stocks: stock(10),
        ..visits(
            vec![Station::new("shop", Dist::constant(0.0))],
            vec![],
            10.0,
            30.0,
            60,
        )
    };
    network
        .programs
        .push(onrush_network::Program::new("buy", vec![take()]));
    let buy = Page {
        goal_cents: Some(1),
        ..with_program(&network.journeys[0].pages[0], 1)
    };
    let first = &mut network.journeys[0].pages[0];
    first.stock = Some(0);
    first.go_on = 1.0;
    first.think = Dist::constant(2.0);
    network.journeys[0].pages.push(buy);
    let seen = run(&network);
    let l = &seen.ledger;
    assert_eq!(l.visits.of(VisitOutcome::Converted), 10);
    assert_eq!(l.visits.of(VisitOutcome::SoldOut), l.visits.arrived - 10);
    // Those who had seen the page in time but thought for too long ask in vain.
    let in_vain = sum(&seen.stocks[0].in_vain);
    assert!((5..40).contains(&in_vain), "{in_vain}");
}

fn with_program(page: &Page, program: usize) -> Page {
    let mut page = page.clone();
    page.id = "second".into();
    page.requests[0].programs = vec![program];
    page
}

#[test]
fn those_who_wait_for_the_moment_all_come_at_it() {
    let network = |refresh| {
        let mut network = visits(
            vec![Station::new("shop", Dist::constant(0.0))],
            vec![Step::at(0)],
            20.0,
            50.0,
            60,
        );
        network.journeys[0].pages[0].opens = Some(Opening {
            at_s: 30.0,
            refresh,
            reaction: Dist::constant(1.5),
        });
        network.journeys[0].pages[0].goal_cents = Some(1);
        run(&network)
    };
    let seen = network(None);
    let early = sum(&seen.series.visits[..30]);
    let s = &seen.series;
    assert_eq!(s.requests[..31], s.visits[..31]);
    assert_eq!(
        u64::from(s.requests[31]),
        early + u64::from(s.visits[31]),
        "the wall"
    );
    assert_eq!(s.requests[32..], s.visits[32..]);
    let l = &seen.ledger;
    assert_eq!(l.visits.of(VisitOutcome::Converted), l.visits.arrived);
    assert_eq!(l.value_cents, l.visits.arrived, "each is worth it once");
    assert_eq!(l.reloads, 0);
    assert_eq!(u64::from(s.inside[29]), early);
    // With refreshes every five seconds: up to six more pages each.
    let refreshed = network(Some(Dist::constant(5.0)));
    let more = refreshed.ledger.pages_loaded - l.pages_loaded;
    let expected: u64 = (0..30)
        .map(|second| u64::from(s.visits[second]) * ((29 - second as u64) / 5))
        .sum();
    assert!(
        more >= expected && more <= expected + early,
        "{more} {expected}"
    );
    assert_eq!(refreshed.ledger.reloads, 0);
    assert_eq!(refreshed.ledger.value_cents, l.value_cents);
}
