//! One station: the formulas of Erlang, Pollaczek and Khinchine.

use onrush_network::{Dist, Station, Step};
use onrush_tests::formula::{erlang_a, erlang_b, erlang_c};
use onrush_tests::watch::{estimate, open, room, servers, share_within};

/// What a bucket of the histogram may be off.
const BUCKET: f64 = 0.008;

fn exp(mean_s: f64) -> Dist {
    Dist::exponential(mean_s)
}

/// `c` servers, customers at rate λ, an unlimited line.
fn endless(c: u32, service: Dist, per_s: f64, horizon_s: u32) -> onrush_network::Network {
    open(
        vec![servers("station", c, service)],
        vec![Step::at(0)],
        per_s,
        horizon_s,
    )
}

/// The same with `places` to wait.
fn finite(
    c: u32,
    places: u32,
    service: Dist,
    per_s: f64,
    horizon_s: u32,
) -> onrush_network::Network {
    open(
        vec![room("station", c, places, service)],
        vec![Step::at(0)],
        per_s,
        horizon_s,
    )
}

#[test]
fn one_server_makes_people_wait_as_long_as_its_load_says() {
    let [present, busy] = estimate(&endless(1, exp(1.0), 0.75, 100_000), |r| {
        [r.present(0), r.busy(0)]
    });
    present.assert_is("L at ρ .75", 3.0, 0.1);
    busy.assert_is("ρ", 0.75, 0.02);
    let [wait] = estimate(&endless(1, exp(1.0), 0.8, 150_000), |r| [r.wait_s(0)]);
    wait.assert_is("Wq at ρ .8", 4.0, 0.1);
}

#[test]
fn response_times_of_one_server_are_exponential() {
    // λ 75/s, μ 100/s: R 40 ms; p90, p95, p99 are 2.3026, 2.9957, 4.6052 times that.
    let [busy, mean, p90, p95, p99, within] = estimate(&endless(1, exp(0.010), 75.0, 1_500), |r| {
        let h = r.responses(0);
        let q = |p| h.quantile_s(p).unwrap();
        [
            r.busy(0),
            r.response_s(0),
            q(0.90),
            q(0.95),
            q(0.99),
            share_within(h, 0.040),
        ]
    });
    busy.assert_is("U", 0.75, 0.02);
    mean.assert_is("R", 0.040, 0.1);
    p90.assert_near("p90", 0.040 * core::f64::consts::LN_10, BUCKET, 0.1);
    p95.assert_near("p95", 0.040 * 2.9957, BUCKET, 0.12);
    p99.assert_near("p99", 0.040 * 4.6052, BUCKET, 0.15);
    within.assert_near("P(R ≤ mean)", 1.0 - libm::exp(-1.0), BUCKET, 0.05);
}

#[test]
fn more_servers_at_the_same_rate_wait_less() {
    // λ 9, μ 5 (Jain's and Bolch's M/M/c).
    let [line, time] = estimate(&endless(2, exp(0.2), 9.0, 20_000), |r| {
        [r.line(0), r.response_s(0)]
    });
    line.assert_near("in line at c 2", 7.674, 1e-4, 0.2);
    time.assert_near("R at c 2", 1.053, 1e-3, 0.2);
    let [line, time] = estimate(&endless(4, exp(0.2), 9.0, 4_000), |r| {
        [r.line(0), r.response_s(0)]
    });
    line.assert_near("in line at c 4", 0.105, 5e-3, 0.1);
    time.assert_near("R at c 4", 0.212, 3e-3, 0.02);
}

#[test]
fn many_servers_wait_as_erlang_says() {
    // μ = 1: P(wait) = C, Wq = C / (c − λ), P(W > t) = C exp(−(c − λ) t).
    for (a, c, horizon_s) in [
        (1.0, 2, 30_000),
        (3.0, 4, 15_000),
        (8.0, 10, 8_000),
        (18.0, 20, 6_000),
        (48.0, 50, 8_000),
        (90.0, 100, 2_500),
    ] {
        let free = f64::from(c) - a;
        let all = erlang_c(a, c);
        let late_s = 1.0 / free;
        let [waits, wait, late, busy] = estimate(&endless(c, exp(1.0), a, horizon_s), |r| {
            let h = r.waits(0);
            [
                1.0 - share_within(h, 0.0),
                r.wait_s(0),
                1.0 - share_within(h, late_s),
                r.busy(0),
            ]
        });
        waits.assert_is(&format!("P(wait) ({a}, {c})"), all, 0.1);
        wait.assert_is(&format!("Wq ({a}, {c})"), all / free, 0.25);
        late.assert_near(
            &format!("P(W > {late_s}) ({a}, {c})"),
            all * libm::exp(-1.0),
            BUCKET,
            0.2,
        );
        busy.assert_is(&format!("busy ({a}, {c})"), a, 0.02);
    }
}

#[test]
fn without_a_line_the_share_refused_is_erlangs_whatever_the_service_times() {
    for (a, c, horizon_s, precision) in [
        (10.0, 10, 5_000, 0.05),
        (10.0, 15, 10_000, 0.1),
        (100.0, 100, 1_000, 0.1),
        (100.0, 117, 3_000, 0.2),
    ] {
        let [refused] = estimate(&finite(c, 0, exp(1.0), a, horizon_s), |r| [r.refused(0)]);
        refused.assert_is(&format!("B({a}, {c})"), erlang_b(a, c), precision);
    }
    for service in [
        Dist::constant(1.0),
        Dist::lognormal(1.0, 4.0),
        Dist::Uniform {
            mean_s: 1.0,
            cv2: 0.3,
        },
        Dist::Gamma {
            mean_s: 1.0,
            cv2: 0.5,
        },
        Dist::Hyperexponential {
            mean_s: 1.0,
            cv2: 9.0,
        },
    ] {
        let [refused] = estimate(&finite(10, 0, service, 10.0, 5_000), |r| [r.refused(0)]);
        refused.assert_is(
            &format!("B(10, 10) with {service:?}"),
            erlang_b(10.0, 10),
            0.08,
        );
    }
}

#[test]
fn a_short_line_refuses_as_the_finite_formulas_say() {
    let [refused] = estimate(&finite(4, 2, exp(0.1), 50.0, 2_000), |r| [r.refused(0)]);
    refused.assert_is("M/M/4/6 blocked", 0.293543, 0.03);
    let [refused, present, wait] = estimate(&finite(2, 3, exp(0.5), 3.0, 20_000), |r| {
        [r.refused(0), r.present(0), r.wait_s(0)]
    });
    refused.assert_is("M/M/2/5 blocked", 0.085113, 0.05);
    present.assert_near("M/M/2/5 L", 2.00595, 1e-5, 0.02);
    wait.assert_near("M/M/2/5 Wq", 0.230857, 1e-5, 0.04);
    let [time] = estimate(&finite(3, 4, exp(1.0 / 30.0), 40.0, 2_000), |r| {
        [r.response_s(0)]
    });
    time.assert_near("M/M/3/7 R", 0.036517, 2e-5, 0.02);
    let [present] = estimate(&finite(1, 9, exp(1.0), 1.0, 50_000), |r| [r.present(0)]);
    present.assert_is("M/M/1/10 L", 5.0, 0.05);
}

#[test]
fn variation_of_service_times_costs_what_pollaczek_and_khinchine_say() {
    let services = [
        (Dist::constant(1.0), 0.0),
        (
            Dist::Gamma {
                mean_s: 1.0,
                cv2: 0.25,
            },
            0.25,
        ),
        (
            Dist::Uniform {
                mean_s: 1.0,
                cv2: 0.25,
            },
            0.25,
        ),
        (exp(1.0), 1.0),
        (Dist::lognormal(1.0, 4.0), 4.0),
        (
            Dist::Hyperexponential {
                mean_s: 1.0,
                cv2: 4.0,
            },
            4.0,
        ),
    ];
    for (service, cv2) in services {
        for (load, horizon_s, precision) in [(0.8, 80_000, 0.35), (0.9, 150_000, 0.6)] {
            let [wait, waits] = estimate(&endless(1, service, load, horizon_s), |r| {
                [r.wait_s(0), 1.0 - share_within(r.waits(0), 0.0)]
            });
            let expected = load / (1.0 - load) * (1.0 + cv2) / 2.0;
            wait.assert_is(
                &format!("Wq at {load} with {service:?}"),
                expected,
                precision,
            );
            // Poisson arrivals see time averages: whoever comes finds the server busy with chance ρ.
            waits.assert_is(&format!("P(wait) at {load} with {service:?}"), load, 0.03);
        }
    }
}

#[test]
fn impatient_customers_abandon_as_erlangs_third_formula_says() {
    let mut model = endless(10, exp(1.0), 10.0, 5_000);
    model.stations[0].patience = Some(exp(2.0));
    let (abandon, in_line) = erlang_a(10.0, 1.0, 10, 0.5);
    let [given_up, line] = estimate(&model, |r| {
        let s = r.station(0);
        [s.given_up as f64 / s.arrived as f64, r.line(0)]
    });
    given_up.assert_is("share that gives up", abandon, 0.06);
    line.assert_is("in line", in_line, 0.06);
    // In overload: λ 200, c 100, μ = θ = 1: half abandon, 100 in line.
    let mut model = endless(100, exp(1.0), 200.0, 500);
    model.stations[0].patience = Some(exp(1.0));
    let [given_up, line] = estimate(&model, |r| {
        let s = r.station(0);
        [s.given_up as f64 / s.arrived as f64, r.line(0)]
    });
    given_up.assert_near("share that gives up in overload", 0.5, 1e-4, 0.02);
    line.assert_near("in line in overload", 100.0, 1e-4, 0.02);
}

#[test]
fn arrivals_see_time_averages() {
    // In the same run: the share of arrivals that finds all places taken is the share of time that they are, and those who
    // come find in line, on average, what is there on average. With one server and no line the first is refused = busy.
    let [off] = estimate(&finite(1, 0, Dist::lognormal(1.0, 2.0), 0.7, 30_000), |r| {
        [r.refused(0) - r.busy(0)]
    });
    off.assert_zero("refused − busy", 0.01);
    // M/D/1: the work that an arrival finds is its wait; its mean over time is λ (Wq S + S²/2).
    let [off] = estimate(&endless(1, Dist::constant(1.0), 0.6, 60_000), |r| {
        let (s, wait) = (r.station(0), r.wait_s(0));
        let per_s = s.begun as f64 / r.span_s;
        [wait - per_s * (wait + 0.5)]
    });
    off.assert_zero("work found − work there", 0.02);
}

#[test]
fn littles_law_holds_at_a_station_with_everything() {
    let mut model = finite(5, 20, Dist::lognormal(1.0, 2.0), 6.0, 5_000);
    model.stations[0].instances = 2;
    let [line, all] = estimate(&model, |r| {
        let s = r.station(0);
        [s.line_s - s.wait_s, s.line_s + s.busy_s - s.response_s].map(|off| off / r.span_s)
    });
    // Only those who are there when counting begins and ends make a difference.
    assert!(
        line.mean.abs() < 0.05 && all.mean.abs() < 0.05,
        "{line:?} {all:?}"
    );
}

#[test]
fn endless_servers_hold_what_comes_in_a_service_time() {
    let pool = Station::new("pool", Dist::lognormal(2.0, 3.0));
    let [present, wait] = estimate(&open(vec![pool], vec![Step::at(0)], 25.0, 2_000), |r| {
        [r.present(0), r.wait_s(0)]
    });
    present.assert_is("λS", 50.0, 0.05);
    assert!(wait.mean == 0.0, "nobody waits");
}
