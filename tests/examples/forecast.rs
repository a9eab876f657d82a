//! Prints a story's forecast beside exact runs of it: `cargo run --release -p onrush-tests --example forecast -- mole-app 3`.

#![expect(
    clippy::expect_used,
    reason = "a tool for developers, on files that are known to be good"
)]

use std::time::Instant;

use onrush_observe::{Observations, Outcome, VisitOutcome};
use onrush_scenario::Scenario;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let key = arguments.next().unwrap_or_else(|| "mole-app".into());
    let runs: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let story = onrush_scenario::story(&key).expect("a story's key");
    let network = Scenario::read(story.file)
        .expect("a good file")
        .network()
        .expect("a good network");
    let mut best = f64::INFINITY;
    let mut forecast = onrush_fluid::forecast(&network).expect("checked");
    for _ in 0..20 {
        let started = Instant::now();
        forecast = onrush_fluid::forecast(&network).expect("checked");
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!(
        "{key}: {} steps in {:.2} ms; page {:.3} s",
        forecast.steps.len(),
        best * 1000.0,
        forecast.page_mean_s().unwrap_or(0.0)
    );
    let seen: Vec<Observations> = (1..=runs)
        .map(|seed| onrush_des::simulate(&network, seed).expect("checked"))
        .collect();
    let mean = |of: &dyn Fn(&Observations) -> f64| seen.iter().map(of).sum::<f64>() / runs as f64;
    println!("{:>20} {:>12} {:>12}", "", "forecast", "exact");
    println!(
        "{:>20} {:>12.0} {:>12.0}",
        "arrived",
        forecast.totals.arrived,
        mean(&|o| o.ledger.visits.arrived as f64)
    );
    for outcome in VisitOutcome::ALL {
        println!(
            "{:>20} {:>12.0} {:>12.0}",
            outcome.id(),
            forecast.totals.of(*outcome),
            mean(&|o| o.ledger.visits.of(*outcome) as f64)
        );
    }
    let sum = |v: &[f64]| v.iter().sum::<f64>();
    let p = &forecast.people;
    for (name, found, exact) in [
        (
            "requests",
            sum(&p.requests),
            mean(&|o| total(&o.series.requests)),
        ),
        (
            "answered",
            sum(&p.answered),
            mean(&|o| total(&o.series.answered)),
        ),
        (
            "refused",
            sum(&p.refused),
            mean(&|o| total(&o.series.refused)),
        ),
        ("errors", sum(&p.errors), mean(&|o| total(&o.series.errors))),
        (
            "abandoned",
            sum(&p.abandoned),
            mean(&|o| total(&o.series.abandoned)),
        ),
        (
            "reloads",
            sum(&p.reloads),
            mean(&|o| total(&o.series.reloads)),
        ),
        ("pages", forecast.pages, mean(&|o| total(&o.series.pages))),
    ] {
        println!("{name:>20} {found:>12.0} {exact:>12.0}");
    }
    println!("page mean exact: {:.3}", mean(&|o| o.page_times.mean_s()));
    for (i, s) in forecast.stations.iter().enumerate() {
        println!(
            "{:>20} saturated at {:?}; exact {:?}",
            s.id,
            s.saturated_s,
            seen.iter()
                .map(|o| onrush_tests::saturated(o, i))
                .collect::<Vec<_>>()
        );
    }
}

fn total(column: &[u32]) -> f64 {
    column.iter().map(|n| f64::from(*n)).sum()
}
