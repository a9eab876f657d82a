//! Servers that slow each other down, and balancers in front of many.

use onrush_network::{Balance, Contention, Dist, Station, Step};
use onrush_tests::formula::{best_of, capacity};
use onrush_tests::watch::{closed, estimate, open, servers};

/// Gunther's fit of the SPEC SDM91 benchmark: throughput of one, waiting for each other, keeping each other informed.
const SDM91: (f64, f64, f64) = (90.0, 0.02773, 0.0001044);

/// N customers who never think, at N servers that slow each other down: always N busy.
fn loaded(n: u32, service: fn(f64) -> Dist) -> onrush_network::Network {
    let (single, alpha, beta) = SDM91;
    let station = Station {
        contention: Some(Contention {
            cores: None,
            alpha,
            beta,
            counts_held: true,
        }),
        ..servers("system", n, service(1.0 / single))
    };
    closed(
        vec![station],
        vec![Step::at(0)],
        n,
        Dist::constant(0.0),
        200,
    )
}

#[test]
fn throughput_under_load_follows_the_universal_scalability_law() {
    let (single, alpha, beta) = SDM91;
    // Loads and throughputs as measured by SPEC; the fit itself is off by up to 39 % at a load of one, where it was not
    // meant to fit, and by 7 % from there on.
    for (n, measured, fit) in [
        (1, 64.9, 0.4),
        (18, 995.9, 0.12),
        (36, 1652.4, 0.07),
        (72, 1853.2, 0.05),
        (108, 1828.9, 0.05),
        (144, 1775.0, 0.05),
        (216, 1702.2, 0.1),
    ] {
        let expected = single * capacity(f64::from(n), alpha, beta);
        assert!(
            (expected / measured - 1.0).abs() < fit,
            "the fit at {n}: {expected} against {measured}"
        );
        let [x] = estimate(&loaded(n, Dist::exponential), |r| [r.throughput(0)]);
        x.assert_is(&format!("throughput at {n}"), expected, 0.02);
    }
    // The best is 1884 at 96.5; on both sides of it there is less.
    let [best, below, above] = [97, 60, 160].map(|n| {
        let [x] = estimate(&loaded(n, Dist::exponential), |r| [r.throughput(0)]);
        x
    });
    best.assert_near("the maximum", 1884.0, 1e-3, 0.01);
    assert!(
        best.mean - best.half() > below.mean + below.half(),
        "{best:?} {below:?}"
    );
    assert!(
        best.mean - best.half() > above.mean + above.half(),
        "{best:?} {above:?}"
    );
}

#[test]
fn cores_count_only_what_is_more_than_they_are() {
    // 6 always busy on 4 cores: N = 3.
    let station = Station {
        contention: Some(Contention {
            cores: Some(4),
            alpha: 0.1,
            beta: 0.05,
            counts_held: true,
        }),
        ..servers("system", 6, Dist::constant(0.1))
    };
    let model = closed(
        vec![station],
        vec![Step::at(0)],
        6,
        Dist::constant(0.0),
        500,
    );
    let [x] = estimate(&model, |r| [r.throughput(0)]);
    let expected = 6.0 / (0.1 * (1.0 + 0.1 * 2.0 + 0.05 * 6.0));
    assert!(
        (x.mean / expected - 1.0).abs() < 0.001,
        "{} against {expected}",
        x.mean
    );
}

#[test]
fn two_choices_beat_chance_as_mitzenmacher_found() {
    // The published figures are limits for infinitely many servers. With 500 the best of two takes about 1 % longer at .9.
    for (balance, d, load, horizon_s, slack, precision) in [
        (Balance::Random, 1, 0.9, 1_200, 0.0, 0.15),
        (Balance::TwoChoices, 2, 0.9, 500, 0.02, 0.05),
        (Balance::TwoChoices, 2, 0.99, 1_200, 0.12, 0.1),
    ] {
        let farm = Station {
            instances: 500,
            balance,
            ..servers("farm", 1, Dist::exponential(1.0))
        };
        let model = open(vec![farm], vec![Step::at(0)], 500.0 * load, horizon_s);
        let [time] = estimate(&model, |r| [r.response_s(0)]);
        time.assert_near(
            &format!("{balance:?} at {load}"),
            best_of(d, load),
            slack,
            precision,
        );
    }
}

#[test]
fn the_more_a_balancer_looks_at_the_less_people_wait() {
    let wait = |balance| {
        let farm = Station {
            instances: 20,
            balance,
            ..servers("farm", 1, Dist::exponential(1.0))
        };
        let [wait] = estimate(&open(vec![farm], vec![Step::at(0)], 17.0, 1_500), |r| {
            [r.wait_s(0)]
        });
        wait
    };
    let order = [
        Balance::LeastBusy,
        Balance::TwoChoices,
        Balance::RoundRobin,
        Balance::Random,
    ]
    .map(wait);
    for pair in order.windows(2) {
        let (less, more) = (pair[0], pair[1]);
        assert!(
            less.mean + less.half() < more.mean - more.half(),
            "{less:?} {more:?}"
        );
    }
    // Twenty equal single servers drawn at random are twenty times M/M/1: Wq = ρ/(1−ρ).
    order[3].assert_is("random", 0.85 / 0.15, 0.15);
}
