//! One station: the formulas of Erlang, Pollaczek and Khinchine.

use onrush_network::{Balance, Contention, Dist, Rate, Servers, Station, Step};
use onrush_tests::queue::{estimate, network, single};

/// Erlang's C: the chance to wait with c servers and a offered load.
fn erlang_c(a: f64, c: u32) -> f64 {
    let b = erlang_b(a, c);
    let c = f64::from(c);
    b / (1.0 - a / c * (1.0 - b))
}

/// Erlang's B: the chance to find all c servers taken when nobody can wait.
fn erlang_b(a: f64, c: u32) -> f64 {
    (1..=c).fold(1.0, |b, n| a * b / (f64::from(n) + a * b))
}

#[test]
fn the_formulas_themselves_give_the_published_values() {
    for (a, c, expected) in [
        (1.0, 2, 0.333333),
        (3.0, 4, 0.509434),
        (8.0, 10, 0.409180),
        (18.0, 20, 0.550769),
        (48.0, 50, 0.694456),
        (90.0, 100, 0.216940),
    ] {
        assert!((erlang_c(a, c) - expected).abs() < 1e-6, "C({a}, {c})");
    }
    for (a, c, expected) in [
        (10.0, 10, 0.21458),
        (10.0, 15, 0.03650),
        (100.0, 100, 0.07570),
        (100.0, 117, 0.00979),
    ] {
        assert!((erlang_b(a, c) - expected).abs() < 1e-5, "B({a}, {c})");
    }
}

#[test]
fn one_server_at_eighty_percent_makes_people_wait_four_service_times() {
    let [wait, present, busy] =
        estimate(&single(1, None, Dist::exponential(1.0), 0.8, 50_000), |r| {
            [r.wait_s(0), r.present(0), r.mean(&r.seen.stations[0].busy)]
        });
    wait.assert_is("Wq", 4.0, 0.1);
    present.assert_is("L", 4.0, 0.1);
    busy.assert_is("ρ", 0.8, 0.02);
}

#[test]
fn response_times_of_one_server_are_exponential() {
    // λ 75/s, μ 100/s: R 40 ms; p90, p95, p99 are 2.3026, 2.9957, 4.6052 times that. The histogram knows them to 0.8 %.
    let [mean, p90, p95, p99] = estimate(
        &single(1, None, Dist::exponential(0.010), 75.0, 3_000),
        |r| {
            let h = &r.seen.response_times;
            [
                h.mean_s(),
                h.quantile_s(0.90).unwrap(),
                h.quantile_s(0.95).unwrap(),
                h.quantile_s(0.99).unwrap(),
            ]
        },
    );
    mean.assert_is("R", 0.040, 0.03);
    for (name, q, factor) in [
        ("p90", p90, std::f64::consts::LN_10),
        ("p95", p95, 2.9957),
        ("p99", p99, 4.6052),
    ] {
        let (expected, half) = (0.040 * factor, 4.90 * q.error + 0.008 * 0.040 * factor);
        assert!(
            (q.mean - expected).abs() <= half && half < 0.06 * expected,
            "{name}: {} ± {half}, not {expected}",
            q.mean
        );
    }
}

#[test]
fn many_servers_wait_as_erlang_says() {
    for (a, c) in [(1.0, 2), (3.0, 4), (8.0, 10), (18.0, 20)] {
        // μ = 1: Wq = C / (c − λ).
        let [wait] = estimate(&single(c, None, Dist::exponential(1.0), a, 20_000), |r| {
            [r.wait_s(0)]
        });
        wait.assert_is(
            &format!("Wq({a}, {c})"),
            erlang_c(a, c) / (f64::from(c) - a),
            0.15,
        );
    }
}

#[test]
fn without_a_line_the_share_refused_is_erlangs_whatever_the_service_times() {
    let services = [
        Dist::exponential(1.0),
        Dist::constant(1.0),
        Dist::lognormal(1.0, 4.0),
        Dist::Uniform {
            mean_s: 1.0,
            cv2: 0.3,
        },
    ];
    for service in services {
        let [refused] = estimate(&single(10, Some(0), service, 10.0, 20_000), |r| {
            let s = &r.seen.stations[0];
            [r.count(&s.refused) / r.count(&s.arrived)]
        });
        refused.assert_is(&format!("B(10, 10) with {service:?}"), 0.21458, 0.02);
    }
}

#[test]
fn a_short_line_refuses_as_the_finite_formulas_say() {
    // M/M/4/6: λ 50, μ 10. M/M/2/5: λ 3, μ 2. M/M/1/10 with λ = μ holds five on average.
    let share = |r: &onrush_tests::queue::After| {
        r.count(&r.seen.stations[0].refused) / r.count(&r.seen.stations[0].arrived)
    };
    let [refused] = estimate(
        &single(4, Some(2), Dist::exponential(0.1), 50.0, 5_000),
        |r| [share(r)],
    );
    refused.assert_is("M/M/4/6", 0.293543, 0.02);
    let [refused, present, wait] = estimate(
        &single(2, Some(3), Dist::exponential(0.5), 3.0, 20_000),
        |r| [share(r), r.present(0), r.wait_s(0)],
    );
    refused.assert_is("M/M/2/5 blocked", 0.085113, 0.05);
    present.assert_is("M/M/2/5 L", 2.00595, 0.02);
    wait.assert_is("M/M/2/5 Wq", 0.230857, 0.04);
    let [present] = estimate(
        &single(1, Some(9), Dist::exponential(1.0), 1.0, 50_000),
        |r| [r.present(0)],
    );
    present.assert_is("M/M/1/10", 5.0, 0.05);
}

#[test]
fn variation_of_service_times_costs_what_pollaczek_and_khinchine_say() {
    let cases = [
        (Dist::constant(1.0), 2.0),
        (
            Dist::Gamma {
                mean_s: 1.0,
                cv2: 0.25,
            },
            2.5,
        ),
        (Dist::exponential(1.0), 4.0),
        (Dist::lognormal(1.0, 4.0), 10.0),
        (
            Dist::Hyperexponential {
                mean_s: 1.0,
                cv2: 4.0,
            },
            10.0,
        ),
    ];
    for (service, expected) in cases {
        let [wait] = estimate(&single(1, None, service, 0.8, 80_000), |r| [r.wait_s(0)]);
        wait.assert_is(&format!("Wq with {service:?}"), expected, 0.2);
    }
}

#[test]
fn half_of_an_overload_gives_up_when_patience_is_one_service_time() {
    // Erlang-A in overload: λ 200, c 100, μ = θ = 1: half abandon, about 100 in line.
    let mut model = single(100, None, Dist::exponential(1.0), 200.0, 2_000);
    model.stations[0].patience = Some(Dist::exponential(1.0));
    let [given_up, line] = estimate(&model, |r| {
        let s = &r.seen.stations[0];
        [r.count(&s.given_up) / r.count(&s.arrived), r.mean(&s.line)]
    });
    given_up.assert_is("share that gives up", 0.5, 0.02);
    line.assert_is("in line", 100.0, 0.02);
}

#[test]
fn a_closed_door_keeps_contention_at_its_limit() {
    // Every service starts as the third busy one of an always full station: time × (1 + 2α + 6β).
    let mut model = single(3, Some(50), Dist::constant(0.1), 200.0, 500);
    model.stations[0].contention = Some(Contention {
        cores: None,
        alpha: 0.1,
        beta: 0.05,
        counts_held: true,
    });
    let [served] = estimate(&model, |r| {
        [r.count(&r.seen.stations[0].served) / r.seconds()]
    });
    let expected = 3.0 / (0.1 * (1.0 + 0.2 + 0.3));
    assert!(
        (served.mean - expected).abs() < 0.01 * expected,
        "{} against {expected}",
        served.mean
    );
}

#[test]
fn two_choices_beat_chance_as_mitzenmacher_found() {
    // 200 single servers at ρ 0.9; the published limits are for infinitely many.
    for (balance, expected, slack) in [
        (Balance::Random, 10.0, 0.05),
        (Balance::TwoChoices, 2.614, 0.05),
    ] {
        let station = Station {
            servers: Servers::Finite(1),
            instances: 200,
            balance,
            ..Station::new("farm", Dist::exponential(1.0))
        };
        let model = network(
            vec![station],
            vec![Step::at(0)],
            Rate::constant(180.0, 2_000.0),
            2_000,
        );
        let [time] = estimate(&model, |r| [r.present(0) / 180.0]);
        let half = 4.90 * time.error + slack * expected;
        assert!(
            (time.mean - expected).abs() <= half,
            "{balance:?}: {} ± {half}, not {expected}",
            time.mean
        );
    }
}
