//! The crowd over time.

use onrush_network::{Dist, Rate, Station, Step};
use onrush_tests::queue::network;

#[test]
fn an_endless_pool_follows_a_wave_and_lags_behind_it() {
    // M(t)/M/∞ with λ(t) = 100 + 20 sin t, μ = 1: m(t) = 100 + 10 (sin t − cos t), 100 ± 14.142, a lag of π/4. The sine is
    // approximated by straight lines of 0.01 s; its error is below 0.001. All periods and replications are folded on
    // one, so that 20 × 250 periods stand behind each of the points.
    let period = core::f64::consts::TAU;
    let horizon = 1_700_u32;
    let points = (0..=horizon * 100).step_by(10).map(|i| {
        let t = f64::from(i) / 100.0;
        (t, 100.0 + 20.0 * libm::sin(t))
    });
    let model = network(
        vec![Station::new("pool", Dist::exponential(1.0))],
        vec![Step::at(0)],
        Rate::new(points.collect()),
        horizon,
    );
    // Steps are of one second; the mean over a step of m(t) is its integral.
    let mean_over = |t: f64| {
        let integral = |t: f64| 100.0 * t + 10.0 * (-libm::cos(t) - libm::sin(t));
        integral(t + 1.0) - integral(t)
    };
    let (mut peak, mut trough) = (Vec::new(), Vec::new());
    for seed in 0..20 {
        let seen = onrush_des::simulate(&model, seed).expect("a sound network");
        let (mut high, mut low) = (Vec::new(), Vec::new());
        for (i, busy) in seen.stations[0].busy.iter().enumerate().skip(20) {
            let phase = libm::fmod(i as f64 + 0.5, period);
            let off = f64::from(*busy) - mean_over(i as f64);
            // The peak of people is at 3π/4, a quarter of π after that of arrivals.
            if (phase - 0.75 * core::f64::consts::PI).abs() < 0.5 {
                high.push(off);
            } else if (phase - 1.75 * core::f64::consts::PI).abs() < 0.5 {
                low.push(off);
            }
        }
        peak.push(high.iter().sum::<f64>() / high.len() as f64);
        trough.push(low.iter().sum::<f64>() / low.len() as f64);
    }
    for (name, offs) in [("peak", peak), ("trough", trough)] {
        let e = onrush_tests::stat::Estimate::of(&offs);
        // In people; the wave itself is ± 14.
        assert!(
            e.mean.abs() <= 4.90 * e.error && 4.90 * e.error < 2.0,
            "{name}: {} ± {}",
            e.mean,
            4.90 * e.error
        );
    }
}
