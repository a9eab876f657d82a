//! How visitors come through the pages: what the plan says, and what a rehearsal saw. Pure.

use onrush_observe::{Observations, VisitOutcome};
use onrush_scenario::Journey;

/// Shares (0 to 1) of those who come that get to each page when nothing goes wrong.
///
/// Observations count pages loaded and goals reached, not pages one by one; so this is what the plan expects, and is called so.
pub(super) fn reach(journey: &Journey) -> Vec<f64> {
    let mut share = 1.0;
    journey
        .pages
        .iter()
        .map(|page| {
            let here = share;
            share *= page.go_on_percent / 100.0;
            here
        })
        .collect()
}

/// What a rehearsal saw of the journey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outcome {
    /// Visits of people.
    pub(super) visits: f64,
    /// Of these, the goal was reached by so many.
    pub(super) reached: f64,
    /// As many would have reached it, had nothing gone wrong.
    pub(super) planned: f64,
}

/// The journey's outcome; `None` when nobody came.
pub(super) fn outcome(journey: &Journey, seen: &Observations) -> Option<Outcome> {
    let visits: f64 = seen.series.visits.iter().copied().map(f64::from).sum();
    let goal = journey.pages.iter().position(|p| p.goal)?;
    #[expect(clippy::cast_precision_loss, reason = "visits are far below 2^52")]
    let reached = seen.ledger.visits.of(VisitOutcome::Converted) as f64;
    (visits > 0.0).then(|| Outcome {
        visits,
        reached,
        planned: visits * reach(journey)[goal],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_scenario::{Scenario, story};

    #[test]
    fn each_page_loses_those_who_do_not_go_on() {
        let plan = Scenario::read(story("mole-app").unwrap().file).unwrap();
        let shares = reach(&plan.journey);
        let expected = [1.0, 0.9, 0.72, 0.612];
        assert!(
            shares
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-9),
            "{shares:?}"
        );
    }

    #[test]
    fn what_was_seen_stands_beside_what_was_planned() {
        let plan = Scenario::read(story("mole-app").unwrap().file).unwrap();
        let mut seen = Observations::default();
        assert_eq!(outcome(&plan.journey, &seen), None, "nobody came");
        seen.series.visits = vec![600, 400];
        for _ in 0..300 {
            seen.ledger.visits.end(VisitOutcome::Converted);
        }
        let outcome = outcome(&plan.journey, &seen).unwrap();
        assert!((outcome.reached - 300.0).abs() < 1e-9);
        assert!((outcome.planned - 612.0).abs() < 1e-6);
    }
}
