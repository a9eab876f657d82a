//! A retry storm that outlives its trigger (Bronson et al., 2021): 280 queries a second at a service for 300, each retried once
//! when it takes longer than a second. After a burst of four seconds everybody who is served has given up already and asked
//! again: 560 a second are sent, 300 are served, none is in time. It stays so for hours.

use onrush_network::{Backoff, Dist, Rate, Retries, Step};
use onrush_observe::ClientSeries;
use onrush_tests::watch::{open_with, room};

use crate::between;

const OFFERED: f64 = 280.0;

/// What the service is asked.
#[derive(Clone, Copy)]
struct Asked {
    /// Whether 1,200 a second come in the four seconds from 100 on.
    burst: bool,
    /// How many come per second from 200 on.
    later: f64,
    until_s: u32,
}

const BURST: Asked = Asked {
    burst: true,
    later: OFFERED,
    until_s: 900,
};

/// Thirty servers of 0.1 s, so many places in line, and a timeout of one second.
fn with_line(places: u32, asked: Asked, retries: Retries) -> ClientSeries {
    let until_s = f64::from(asked.until_s);
    let high = if asked.burst { 1_200.0 } else { OFFERED };
    let rate = Rate::new(vec![
        (0.0, OFFERED),
        (100.0, OFFERED),
        (100.0, high),
        (104.0, high),
        (104.0, OFFERED),
        (200.0, OFFERED),
        (200.0, asked.later),
        (until_s, asked.later),
    ]);
    let station = room("service", 30, places, Dist::exponential(0.1));
    let mut network = open_with(vec![station], vec![Step::at(0)], rate, asked.until_s);
    network.clients[0].timeout_s = Some(1.0);
    network.clients[0].retries = retries;
    let mut seen = onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"));
    seen.clients.swap_remove(0)
}

/// With a line of two seconds' work.
fn service(asked: Asked, retries: Retries) -> ClientSeries {
    with_line(600, asked, retries)
}

/// Share of the requests begun in a span that were answered in it.
fn goodput(client: &ClientSeries, from_s: usize, until_s: usize) -> f64 {
    between(&client.completed, from_s, until_s) / between(&client.started, from_s, until_s)
}

const ONCE_MORE: Retries = Retries {
    tries: 2,
    ..Retries::NONE
};

#[test]
fn without_a_trigger_nothing_happens() {
    let quiet = Asked {
        burst: false,
        ..BURST
    };
    assert!(goodput(&service(quiet, ONCE_MORE), 10, 900) > 0.98);
}

#[test]
fn after_a_short_burst_the_service_stays_down() {
    let client = service(BURST, ONCE_MORE);
    assert!(goodput(&client, 10, 100) > 0.98, "well before");
    let after = goodput(&client, 150, 900);
    assert!(after < 0.02, "down long after the burst is over: {after}");
    // All are sent once more: 560 a second for a service of 300.
    let sent = between(&client.started, 200, 900) + between(&client.retried, 200, 900);
    assert!((sent / 700.0 / 560.0 - 1.0).abs() < 0.02, "{sent}");
}

#[test]
fn without_retries_the_same_burst_passes() {
    let client = service(BURST, Retries::NONE);
    assert!(goodput(&client, 106, 112) < 0.2, "the burst is felt");
    assert!(goodput(&client, 200, 900) > 0.98, "and passes");
}

#[test]
fn it_recovers_only_when_the_load_falls_below_half_of_what_it_can_serve() {
    // 300 / 2 = 150 a second: above, the retries alone keep it full.
    let falling = |later: f64| goodput(&service(Asked { later, ..BURST }, ONCE_MORE), 400, 900);
    let (above, below) = (falling(180.0), falling(135.0));
    assert!(above < 0.02, "at 180/s it stays down: {above}");
    assert!(below > 0.98, "at 135/s it recovers: {below}");
}

#[test]
fn a_retry_budget_cures_it() {
    // One retry for fifty requests adds 2 %: 286 a second, less than 300, and the line empties.
    let budget = Retries {
        budget: Some(0.02),
        ..ONCE_MORE
    };
    let client = service(BURST, budget);
    assert!(goodput(&client, 106, 112) < 0.2, "the burst is felt");
    let after = goodput(&client, 300, 900);
    assert!(after > 0.95, "and passes: {after}");
}

#[test]
fn a_long_backoff_with_jitter_cures_it_and_a_short_one_does_not() {
    // The line has to lose 300 of its 600 while 20 a second can be worked off: some 15 s without retries. In that time 280 a
    // second fail; drawn over a pause of D seconds they come back at 280 t/D a second, so that D of 420 s is the least.
    let after = |first_s: f64| {
        let backoff = Retries {
            backoff: Some(Backoff {
                first_s,
                factor: 2.0,
                jitter: true,
            }),
            ..ONCE_MORE
        };
        let asked = Asked {
            until_s: 1_500,
            ..BURST
        };
        goodput(&service(asked, backoff), 1_000, 1_500)
    };
    let (short, long) = (after(5.0), after(3_000.0));
    assert!(short < 0.02, "five seconds change nothing: {short}");
    assert!(long > 0.95, "most of an hour lets the line empty: {long}");
}

#[test]
fn a_line_shorter_than_the_timeout_never_gets_into_it() {
    // Half a second's work in line: whoever is let in is served in time, and the rest is refused at once.
    let client = with_line(150, BURST, ONCE_MORE);
    let after = goodput(&client, 110, 900);
    assert!(after > 0.95, "{after}");
}
