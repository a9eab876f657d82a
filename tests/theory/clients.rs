//! Clients: timeouts, and attempts that are refused.

use onrush_network::{Backoff, Dist, Network, Retries, Station, Step};
use onrush_tests::formula::erlang_b;
use onrush_tests::watch::{estimate, open, room, servers};

#[test]
fn late_answers_are_ignored_and_the_work_goes_on() {
    // M/M/∞ with a timeout of one mean: 1 − 1/e are answered in time, and all are served.
    let mut model = open(
        vec![Station::new("service", Dist::exponential(1.0))],
        vec![Step::at(0)],
        50.0,
        500,
    );
    model.clients[0].timeout_s = Some(1.0);
    let [answered, served] = estimate(&model, |r| {
        let (c, s) = (r.client(0), r.station(0));
        [
            c.completed as f64 / c.started as f64,
            s.served as f64 / s.arrived as f64,
        ]
    });
    answered.assert_is("answered in time", 1.0 - libm::exp(-1.0), 0.02);
    served.assert_is("served all the same", 1.0, 0.02);
}

#[test]
fn retries_of_the_refused_multiply_the_load_as_their_chance_says() {
    // Erlang's loss system whose refused come back after long pauses, as if they were new ones: with N retries and blocking p
    // the load is λ Σ pⁱ, which in turn makes p (Cohen 1957, in the limit of long pauses; the streams are then Poisson).
    let (per_s, c, retries) = (8.0, 10, 3);
    let factor = |p: f64| {
        (0..=retries)
            .map(|i| libm::pow(p, f64::from(i)))
            .sum::<f64>()
    };
    let p = (0..200).fold(0.0, |p, _| erlang_b(per_s * factor(p), c));
    let mut model = open(
        vec![room("service", c, 0, Dist::exponential(1.0))],
        vec![Step::at(0)],
        per_s,
        20_000,
    );
    model.clients[0].retries = Retries {
        tries: retries + 1,
        backoff: Some(Backoff {
            first_s: 200.0,
            factor: 1.0,
            jitter: true,
        }),
        budget: None,
    };
    let [load, refused, failed] = estimate(&model, |r| {
        let (c, s) = (r.client(0), r.station(0));
        let started = c.started as f64;
        [
            s.arrived as f64 / started,
            s.refused as f64 / s.arrived as f64,
            c.failed as f64 / started,
        ]
    });
    load.assert_near("load factor", factor(p), 0.01, 0.03);
    refused.assert_near("refused", p, 0.02, 0.08);
    failed.assert_near(
        "failed for good",
        libm::pow(p, f64::from(retries + 1)),
        0.08,
        0.4,
    );
}

#[test]
fn a_budget_bounds_the_load_that_retries_of_the_refused_add() {
    // One server, taken for ever: everybody else is refused. Without a budget the load is fourfold, with one of a tenth it is a
    // tenth more.
    let full = room("service", 1, 0, Dist::constant(600_000.0));
    let model = open(vec![full], vec![Step::at(0)], 100.0, 300);
    budgets_bound_the_load(model);
}

#[test]
fn a_retry_follows_its_timeout_and_pause() {
    // Every attempt takes an exponential time of 1 s and is given up after 1 s; after a pause of 2 s there is a second one.
    let service = Station::new("service", Dist::exponential(1.0));
    let mut model = open(vec![service], vec![Step::at(0)], 50.0, 500);
    model.clients[0].timeout_s = Some(1.0);
    model.clients[0].retries = Retries {
        tries: 2,
        backoff: Some(Backoff {
            first_s: 2.0,
            factor: 2.0,
            jitter: false,
        }),
        budget: None,
    };
    let [time, failed] = estimate(&model, |r| {
        let c = r.client(0);
        [
            c.response_s / c.completed as f64,
            c.failed as f64 / c.started as f64,
        ]
    });
    // P(late) = q = 1/e; the mean of a time that is below 1 is (1 − 2q) / (1 − q).
    let q = libm::exp(-1.0);
    let early = (1.0 - 2.0 * q) / (1.0 - q);
    time.assert_is("response", early + q / (1.0 + q) * 3.0, 0.03);
    failed.assert_is("failed", q * q, 0.05);
}

#[test]
fn turns_at_a_service_do_not_depend_on_who_waits_for_it() {
    // Attempts that nobody waits for any more are served in their turn: with a timeout and no retries the station sees what it
    // sees without.
    let model = open(
        vec![servers("service", 3, Dist::exponential(1.0))],
        vec![Step::at(0)],
        2.5,
        20_000,
    );
    let mut impatient = model.clone();
    impatient.clients[0].timeout_s = Some(0.5);
    let (a, b) = (
        onrush_des::simulate(&model, 1),
        onrush_des::simulate(&impatient, 1),
    );
    assert_eq!(a.unwrap().stations, b.unwrap().stations);
}

/// Where every attempt fails at once, three retries make the load fourfold, and a budget bounds what they add.
pub(crate) fn budgets_bound_the_load(mut model: Network) {
    for (budget, factor) in [(None, 4.0), (Some(0.1), 1.1), (Some(0.0), 1.0)] {
        model.clients[0].retries = Retries {
            tries: 4,
            backoff: None,
            budget,
        };
        let [load] = estimate(&model, |r| {
            let c = r.client(0);
            [(c.started + c.retried) as f64 / c.started as f64]
        });
        assert!(
            (load.mean - factor).abs() < 0.002,
            "{budget:?}: {} against {factor}",
            load.mean
        );
    }
}
