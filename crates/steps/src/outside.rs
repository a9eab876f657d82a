//! How long a run was outside its targets.

use onrush_observe::Observations;
use onrush_scenario::Scenario;

/// Losses and answers are looked at in windows of this length, so that one visitor is no outage.
const WINDOW_S: u32 = 10;
/// Fewer lost in a window are chance.
const HANDFUL: u64 = 5;
/// So many pages must load in a step for its 95th percentile to mean something.
const ENOUGH_PAGES: u32 = 20;

/// Seconds that were outside the plan's targets: in the ten seconds around too many visits were lost (more than a handful, and
/// a smaller share served than hoped for), or requests were sent and none was answered; or the pages of the second were slower
/// than hoped for.
#[must_use]
pub(crate) fn seconds(plan: &Scenario, seen: &Observations) -> u32 {
    let steps = seen.steps();
    let step_s = seen.step_s.max(1);
    let half = (WINDOW_S / 2).div_ceil(step_s) as usize;
    let at = |column: &[u32], step: usize| column.get(step).copied().unwrap_or(0);
    let sums = |column: &[u32]| -> Vec<u64> {
        let mut sum = 0;
        std::iter::once(0)
            .chain((0..steps).map(|step| {
                sum += u64::from(at(column, step));
                sum
            }))
            .collect()
    };
    let series = &seen.series;
    let (lost, served) = (sums(&series.lost), sums(&series.served));
    let (requests, answered) = (sums(&series.requests), sums(&series.answered));
    let allowed = 1.0 - plan.targets.served_percent / 100.0;
    let target_ms = plan.targets.page_p95_s * 1000.0;
    let outside = |step: usize| {
        let (from, until) = (step.saturating_sub(half), (step + half).min(steps));
        let within = |sums: &[u64]| sums[until] - sums[from];
        let gone = within(&lost);
        let losing = gone > HANDFUL && gone as f64 / (gone + within(&served)) as f64 > allowed;
        let silent = within(&requests) > HANDFUL && within(&answered) == 0;
        let slow = at(&series.pages, step) >= ENOUGH_PAGES
            && f64::from(at(&series.page_p95_ms, step)) > target_ms;
        losing || silent || slow
    };
    let count = (0..steps).filter(|step| outside(*step)).count();
    u32::try_from(count)
        .unwrap_or(u32::MAX)
        .saturating_mul(step_s)
}

#[cfg(test)]
mod tests {
    use onrush_diagnose::example::{Run, scenario};

    use super::*;

    #[test]
    fn a_quiet_run_is_never_outside_and_an_outage_as_long_as_it_is() {
        let plan = scenario();
        assert_eq!(seconds(&plan, &Run::quiet(300).seen), 0);
        let run = Run::quiet(300).lost(100..150, 40);
        let long = seconds(&plan, &run.seen);
        // The window sees it five seconds early and late.
        assert!((50..=62).contains(&long), "{long}");
    }

    #[test]
    fn slow_pages_and_silence_are_outside_and_one_lost_visitor_is_not() {
        let plan = scenario();
        let slow = Run::quiet(300).pages(10..40, [900, 2_500, 3_000]);
        assert_eq!(seconds(&plan, &slow.seen), 30);
        let just = Run::quiet(300).pages(10..40, [900, 2_000, 3_000]);
        assert_eq!(seconds(&plan, &just.seen), 0);
        assert_eq!(seconds(&plan, &Run::quiet(300).lost(7..8, 1).seen), 0);
        let mut silent = Run::quiet(300);
        for s in 100..140 {
            silent.seen.series.answered[s] = 0;
            silent.seen.series.served[s] = 0;
            silent.seen.series.pages[s] = 0;
        }
        let long = seconds(&plan, &silent.seen);
        assert!((30..=40).contains(&long), "{long}");
    }
}
