//! A retry storm that outlives its trigger (Bronson et al., 2021): 280 queries a second at a service for 300, each
//! retried once when it takes longer than a second. After a stall of ten seconds everybody who is served has given up
//! already and asked again: 560 a second are sent, 300 are served, none is in time. It stays so for hours.

use onrush_network::{Backoff, Dist, Incident, Network, Rate, Retries, Trouble};
use onrush_observe::ClientSeries;
use onrush_tests::watch::{open_with, room};

use crate::between;

const OFFERED: f64 = 280.0;
/// When the service stalls, and for how long.
const STALL: (f64, f64) = (100.0, 110.0);

/// Thirty servers of 0.1 s, a line of two seconds' work, a timeout of one second.
fn service(rate: Rate, horizon_s: u32, retries: Retries, stalls: bool) -> ClientSeries {
    let station = room("service", 30, 600, onrush_network::Dist::exponential(0.1));
    let mut network: Network = open_with(
        vec![station],
        vec![onrush_network::Step::at(0)],
        rate,
        horizon_s,
    );
    network.clients[0].timeout_s = Some(1.0);
    network.clients[0].retries = retries;
    if stalls {
        network.incidents = vec![Incident {
            id: "stall".into(),
            from_s: STALL.0,
            until_s: STALL.1,
            trouble: Trouble::Slow {
                station: 0,
                factor: 20.0,
            },
        }];
    }
    let mut seen = onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"));
    seen.clients.swap_remove(0)
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
    let client = service(Rate::constant(OFFERED, 400.0), 400, ONCE_MORE, false);
    assert!(goodput(&client, 10, 400) > 0.98);
}

#[test]
fn after_a_short_stall_the_service_stays_down() {
    let client = service(Rate::constant(OFFERED, 900.0), 900, ONCE_MORE, true);
    assert!(goodput(&client, 10, 100) > 0.98, "well before");
    assert!(
        goodput(&client, 200, 900) < 0.02,
        "down long after the stall is over"
    );
    // All are sent once more: 560 a second for a service of 300.
    let sent = between(&client.started, 200, 900) + between(&client.retried, 200, 900);
    assert!((sent / 700.0 / 560.0 - 1.0).abs() < 0.02, "{sent}");
}

#[test]
fn without_retries_the_same_stall_passes() {
    let client = service(Rate::constant(OFFERED, 400.0), 400, Retries::NONE, true);
    assert!(goodput(&client, 101, 110) < 0.2, "the stall is felt");
    assert!(goodput(&client, 300, 400) > 0.98, "and passes");
}

#[test]
fn it_recovers_only_when_the_load_falls_below_half_of_what_it_can_serve() {
    // 300 / 2 = 150 a second: above, the retries alone keep it full.
    let falling = |to: f64| {
        let rate = Rate::new(vec![
            (0.0, OFFERED),
            (200.0, OFFERED),
            (200.0, to),
            (600.0, to),
        ]);
        goodput(&service(rate, 600, ONCE_MORE, true), 400, 600)
    };
    let (above, below) = (falling(180.0), falling(135.0));
    assert!(above < 0.02, "at 180/s it stays down: {above}");
    assert!(below > 0.98, "at 135/s it recovers: {below}");
}

#[test]
fn a_retry_budget_cures_it() {
    // One retry for twenty requests adds 5 %: 294 a second, less than 300, and the line empties.
    let budget = Retries {
        budget: Some(0.05),
        ..ONCE_MORE
    };
    let client = service(Rate::constant(OFFERED, 900.0), 900, budget, true);
    assert!(goodput(&client, 102, 112) < 0.2, "the stall is felt");
    assert!(
        goodput(&client, 600, 900) > 0.95,
        "{}",
        goodput(&client, 600, 900)
    );
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
        goodput(
            &service(Rate::constant(OFFERED, 1_500.0), 1_500, backoff, true),
            1_000,
            1_500,
        )
    };
    let (short, long) = (after(5.0), after(1_800.0));
    assert!(short < 0.02, "five seconds change nothing: {short}");
    assert!(long > 0.95, "half an hour lets the line empty: {long}");
}

#[test]
fn a_line_shorter_than_the_timeout_never_gets_into_it() {
    // Whoever is let in is served in time; the rest is refused at once. Half a second's work in line.
    let station = room("service", 30, 150, Dist::exponential(0.1));
    let mut network = open_with(
        vec![station],
        vec![onrush_network::Step::at(0)],
        Rate::constant(OFFERED, 400.0),
        400,
    );
    network.clients[0].timeout_s = Some(1.0);
    network.clients[0].retries = ONCE_MORE;
    network.incidents = vec![Incident {
        id: "stall".into(),
        from_s: STALL.0,
        until_s: STALL.1,
        trouble: Trouble::Slow {
            station: 0,
            factor: 20.0,
        },
    }];
    let seen = onrush_des::simulate(&network, 1).unwrap_or_else(|f| panic!("{f}"));
    let after = goodput(&seen.clients[0], 200, 400);
    assert!(after > 0.95, "{after}");
}
