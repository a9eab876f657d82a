//! The crowd over time: Poisson processes with a rate that changes, sharing, pools that follow.

use onrush_network::{Dist, Rate, Station, Step};
use onrush_tests::formula::pool_in_a_wave;
use onrush_tests::stat::{Estimate, REPLICATIONS, level};
use onrush_tests::watch::{marked, open, open_with, servers};

/// a + b sin γt in straight lines, 500 to a wave: off by at most b · 2·10⁻⁵.
fn wave(a: f64, b: f64, gamma: f64, horizon_s: u32) -> Rate {
    let step = core::f64::consts::TAU / gamma / 500.0;
    let horizon = f64::from(horizon_s);
    let mut points = Vec::new();
    let mut t = 0.0;
    while t < horizon {
        points.push((t, a + b * libm::sin(gamma * t)));
        t += step;
    }
    points.push((horizon, a + b * libm::sin(gamma * horizon)));
    Rate::new(points)
}

#[test]
fn an_endless_pool_follows_a_wave_and_lags_behind_it() {
    // M(t)/M/∞, m' = λ(t) − μm. λ = 100 + 20 sin t: 100 ± 14.142, a lag of π/4. λ = 30 + 20 sin 5t: 30 ± 3.922. All waves of a run
    // are folded on one, cut in eight; in each part the mean number present is compared with the integral of m(t).
    for (a, b, gamma, amplitude, horizon_s) in [
        (100.0, 20.0, 1.0, 14.142, 1_911),
        (30.0, 20.0, 5.0, 3.922, 383),
    ] {
        let length = core::f64::consts::TAU / gamma;
        let waves = 300;
        let model = open_with(
            vec![Station::new("pool", Dist::exponential(1.0))],
            vec![Step::at(0)],
            wave(a, b, gamma, horizon_s),
            horizon_s,
        );
        let skipped = if gamma > 2.0 { 16 } else { 4 };
        let marks: Vec<f64> = (0..=8 * (waves + 4 - skipped))
            .map(|i| length * (f64::from(skipped) + f64::from(i) / 8.0))
            .collect();
        let runs: Vec<[f64; 8]> = (0..REPLICATIONS as u64)
            .map(|seed| {
                let at = &marked(&model, seed, &marks).stations[0].at;
                let mut parts = [0.0; 8];
                for (i, pair) in at.windows(2).enumerate() {
                    parts[i % 8] += pair[1].busy_s - pair[0].busy_s;
                }
                parts.map(|area| area / (length / 8.0 * (at.len() - 1) as f64 / 8.0))
            })
            .collect();
        let mut high = f64::MIN;
        for part in 0..8_u32 {
            let mean = |of: &dyn Fn(f64) -> f64| {
                (0..1_000)
                    .map(|i| of(length * (f64::from(part) + (f64::from(i) + 0.5) / 1e3) / 8.0))
                    .sum::<f64>()
                    / 1e3
            };
            let expected = mean(&|t| pool_in_a_wave(a, b, gamma, 1.0, t));
            let values: Vec<f64> = runs.iter().map(|r| r[part as usize]).collect();
            let e = Estimate::of(&values);
            e.assert_is(
                &format!("part {part} of the wave of {gamma}"),
                expected,
                0.03,
            );
            high = high.max(e.mean);
        }
        // An eighth of a wave flattens its top by sin(π/8)/(π/8) at most.
        assert!(
            (0.85 * amplitude..1.1 * amplitude).contains(&(high - a)),
            "{high}"
        );
    }
}

#[test]
fn in_a_long_enough_pool_of_servers_the_peak_of_people_comes_after_the_peak_of_arrivals() {
    // 200 servers for a wave of 100 ± 80 with services of 1 s: nobody waits, and the same lag of π/4 holds. With 105 servers
    // the top of the wave waits in line, and comes later still.
    let lag = |n: u32| {
        let horizon_s = 700;
        let model = open_with(
            vec![servers("pool", n, Dist::exponential(1.0))],
            vec![Step::at(0)],
            wave(100.0, 80.0, 1.0, horizon_s),
            horizon_s,
        );
        let tau = core::f64::consts::TAU;
        let marks: Vec<f64> = (0..=32 * 100)
            .map(|i| tau * (5.0 + f64::from(i) / 32.0))
            .collect();
        let lags: Vec<f64> = (0..REPLICATIONS as u64)
            .map(|seed| {
                let at = &marked(&model, seed, &marks).stations[0].at;
                // The first harmonic of the number present.
                let (mut sine, mut cosine) = (0.0, 0.0);
                for (i, pair) in at.windows(2).enumerate() {
                    let area = pair[1].busy_s + pair[1].line_s - pair[0].busy_s - pair[0].line_s;
                    let t = tau * (i as f64 + 0.5) / 32.0;
                    sine += area * libm::sin(t);
                    cosine += area * libm::cos(t);
                }
                libm::atan2(-cosine, sine)
            })
            .collect();
        Estimate::of(&lags)
    };
    let quarter = core::f64::consts::FRAC_PI_4;
    lag(200).assert_is("lag of a pool in which nobody waits", quarter, 0.05);
    let crowded = lag(105);
    assert!(crowded.mean - crowded.half() > quarter, "{crowded:?}");
}

#[test]
fn counts_are_poisson_and_independent() {
    let model = open(
        vec![Station::new("door", Dist::constant(0.0))],
        vec![Step::at(0)],
        20.0,
        20_000,
    );
    let marks: Vec<f64> = (0..=20_000).map(f64::from).collect();
    let at = &marked(&model, 1, &marks).clients[0].at;
    let counts: Vec<f64> = at
        .windows(2)
        .map(|w| (w[1].started - w[0].started) as f64)
        .collect();
    let n: f64 = counts.len() as f64;
    let mean = counts.iter().sum::<f64>() / n;
    let variance = counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / (n - 1.0);
    // Of a Poisson process the index of dispersion is chi-square; for many bins normal with variance 2/(n−1).
    let z: f64 = normal_quantile();
    assert!(
        (variance / mean - 1.0).abs() < z * libm::sqrt(2.0 / (n - 1.0)),
        "variance/mean {}",
        variance / mean
    );
    assert!(
        (mean - 20.0).abs() < z * libm::sqrt(20.0 / n),
        "mean {mean}"
    );
    for lag in [1, 2, 7, 60] {
        let products = counts
            .windows(lag + 1)
            .map(|w| (w[0] - mean) * (w[lag] - mean));
        let correlation = products.sum::<f64>() / n / variance;
        assert!(
            correlation.abs() < normal_quantile() / n.sqrt(),
            "lag {lag}: {correlation}"
        );
    }
}

/// Standard errors to each side of a comparison with the normal distribution.
fn normal_quantile() -> f64 {
    onrush_lab::student_t(1.0 - level() / 2.0, 10_000_000)
}

#[test]
fn times_between_arrivals_are_exponential_after_the_change_of_time() {
    // Λ(t), the area under the rate, turns any Poisson process into one of rate 1 (Kolmogorov and Smirnov's test). The moments
    // are known to a mark of 2 ms, which moves the distribution by at most 0.2 %.
    let (horizon_s, cuts) = (1_000_u32, 500.0);
    let rate = wave(1.0, 0.9, 0.05, horizon_s);
    let model = open_with(
        vec![Station::new("door", Dist::constant(0.0))],
        vec![Step::at(0)],
        rate.clone(),
        horizon_s,
    );
    let marks: Vec<f64> = (0..=horizon_s * 500).map(|i| f64::from(i) / cuts).collect();
    let mut gaps = Vec::new();
    for seed in 0..4 {
        let at = &marked(&model, seed, &marks).clients[0].at;
        let area = |t: f64| t + 0.9 / 0.05 * (1.0 - libm::cos(0.05 * t));
        let mut before = None;
        for (i, pair) in at.windows(2).enumerate() {
            for _ in pair[0].started..pair[1].started {
                let now = area((i as f64 + 0.5) / cuts);
                if let Some(before) = before {
                    gaps.push(now - before);
                }
                before = Some(now);
            }
        }
    }
    gaps.sort_by(f64::total_cmp);
    let n = gaps.len() as f64;
    assert!(n > 3_500.0, "{n}");
    let furthest = gaps
        .iter()
        .enumerate()
        .map(|(i, gap)| {
            let exact = 1.0 - libm::exp(-gap);
            (exact - i as f64 / n)
                .abs()
                .max((exact - (i + 1) as f64 / n).abs())
        })
        .fold(0.0, f64::max);
    // Massart's bound: P(D > d) ≤ 2 exp(−2 n d²).
    let allowed = (libm::log(2.0 / level()) / (2.0 * n)).sqrt() + 0.005;
    assert!(furthest < allowed, "{furthest} of {allowed}");
    // And neighbours are independent.
    let mean = gaps.iter().sum::<f64>() / n;
    assert!(
        (mean - 1.0).abs() < normal_quantile() / n.sqrt() + 0.003,
        "{mean}"
    );
}
