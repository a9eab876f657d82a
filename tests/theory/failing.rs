//! Trying again what fails.

use onrush_network::{Backoff, Dist, Retries, Station, Step};
use onrush_tests::watch::{estimate, open, servers};

use crate::clients::budgets_bound_the_load;

#[test]
fn retries_multiply_the_load_of_what_fails_anyway() {
    // Every attempt fails with chance p: Σ pⁱ attempts for i from 0 to N, and p^(N+1) fail for good.
    for (p, n, load, lost) in [
        (0.5, 3, 1.875, 0.0625),
        (0.2, 1, 1.2, 0.04),
        (0.9, 2, 2.71, 0.729),
    ] {
        let station = Station {
            errors: p,
            ..Station::new("service", Dist::exponential(0.02))
        };
        let mut model = open(vec![station], vec![Step::at(0)], 50.0, 500);
        model.clients[0].retries = Retries {
            tries: n + 1,
            ..Retries::NONE
        };
        let [factor, arrived, failed] = estimate(&model, |r| {
            let (c, s) = (r.client(0), r.station(0));
            let started = c.started as f64;
            [
                (c.started + c.retried) as f64 / started,
                s.arrived as f64 / started,
                c.failed as f64 / started,
            ]
        });
        factor.assert_is(&format!("load factor at p = {p}"), load, 0.03);
        arrived.assert_is(&format!("visits at p = {p}"), load, 0.03);
        failed.assert_is(&format!("failed for good at p = {p}"), lost, 0.1);
    }
}

#[test]
fn the_response_time_of_a_client_runs_from_the_first_attempt() {
    // Half of the attempts fail after a service of 1 s; pauses of 2 and then 4 s, drawn or not. Of those answered, 4/7 are
    // answered by the first attempt, 2/7 by the second, 1/7 by the third.
    for (jitter, part) in [(false, 1.0), (true, 0.5)] {
        let station = Station {
            errors: 0.5,
            ..Station::new("service", Dist::constant(1.0))
        };
        let mut model = open(vec![station], vec![Step::at(0)], 20.0, 1_000);
        model.clients[0].retries = Retries {
            tries: 3,
            backoff: Some(Backoff {
                first_s: 2.0,
                factor: 2.0,
                jitter,
            }),
            budget: None,
        };
        let [time] = estimate(&model, |r| {
            let c = r.client(0);
            [c.response_s / c.completed as f64]
        });
        let expected = (4.0 * 1.0 + 2.0 * (2.0 + 2.0 * part) + (3.0 + 6.0 * part)) / 7.0;
        time.assert_is(&format!("response with jitter {jitter}"), expected, 0.03);
    }
}

#[test]
fn a_budget_bounds_the_load_that_retries_add() {
    // Nothing is ever answered: without a budget the load is fourfold, with one of a tenth it is a tenth more.
    let station = Station {
        errors: 1.0,
        ..servers("service", 100, Dist::exponential(0.02))
    };
    let model = open(vec![station], vec![Step::at(0)], 100.0, 300);
    budgets_bound_the_load(model);
}
