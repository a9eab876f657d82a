//! How long a forecast of each story takes: `cargo run --release -p onrush-tests --example forecast_speed`.

#![expect(
    clippy::expect_used,
    reason = "a tool for developers, on files that are known to be good"
)]

use std::time::Instant;

use onrush_scenario::Scenario;

fn main() {
    for story in onrush_scenario::stories() {
        let network = Scenario::read(story.file)
            .expect("a good file")
            .network()
            .expect("a good network");
        let mut times: Vec<f64> = (0..101)
            .map(|_| {
                let started = Instant::now();
                let forecast = onrush_fluid::forecast(&network).expect("checked");
                assert!(!forecast.steps.is_empty());
                started.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let steps = onrush_fluid::forecast(&network)
            .expect("checked")
            .steps
            .len();
        println!(
            "{}: {steps} steps, median {:.2} ms, least {:.2} ms",
            story.key, times[50], times[0]
        );
    }
}
