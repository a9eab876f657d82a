//! Sweeps in shares.

use onrush_runner::ENGINE;
use onrush_scenario::{Edit, Scenario};
use onrush_study::{Compare, Luck, Mismatch, Results, Sweep};

use super::site::{answered, set, steady, with};

/// A plan with an uncertain crowd, and the same with more workers.
fn plans(people: f64) -> [Scenario; 2] {
    let base = steady(people, 2.0, 9.0);
    let crowd = Edit::between(&base, "activities.ads.people", 20_000.0, 60_000.0);
    let base = with(&base, &[crowd]);
    let other = with(&base, &[set("site.web.workers", 40)]);
    [base, other]
}

fn sweep(people: f64, seeds: std::ops::RangeInclusive<u64>) -> Results {
    let plans = plans(people).to_vec();
    answered(Sweep::new(plans, seeds.collect(), true, ENGINE))
}

#[test]
fn shares_of_a_sweep_merge_into_the_whole_byte_for_byte() {
    let whole = sweep(30.0, 1..=9).write();
    let shares = [7..=9, 1..=3, 4..=6].map(|seeds| sweep(30.0, seeds).write());
    let read = shares
        .iter()
        .map(|text| Results::read(text).expect("readable"));
    let merged = Results::merge(read).expect("of the same plans");
    assert_eq!(merged.write(), whole);
    assert_eq!(whole.lines().count(), 1 + 9 * 2);
    // And it answers.
    let [base, other] = plans(30.0);
    assert!(
        merged.are_of(&[base.clone(), other.clone()])
            && !merged.are_of(&[other.clone(), base.clone()])
    );
    let rows = || {
        merged
            .rows()
            .filter_map(|r| Some((r.plan, r.seed, r.outcome.clone()?)))
    };
    let comparison = Compare::of(vec![base.clone(), other], rows().collect());
    assert_eq!(comparison.plans[0].runs, 9);
    let first = rows().filter(|r| r.0 == 0).map(|r| (r.1, r.2)).collect();
    let chances = Luck::of(base, first);
    assert_eq!((chances.exact, chances.inputs.len()), (9, 1));
    assert!(chances.chances[0].probability.low > 0.5, "{chances:?}");
}

#[test]
fn what_does_not_belong_together_is_not_merged() {
    let a = sweep(30.0, 1..=2);
    let twice = Results::merge([a.clone(), sweep(30.0, 2..=3)]);
    assert_eq!(twice, Err(Mismatch::Twice { plan: 0, seed: 2 }));
    let larger = Results::merge([a.clone(), sweep(30.5, 3..=4)]);
    assert_eq!(larger, Err(Mismatch::Plans));
    let text = a.write();
    let other = Results::read(&text.replacen(ENGINE, "onrush 0.0.1", 1)).expect("readable");
    assert!(matches!(
        Results::merge([a.clone(), other]),
        Err(Mismatch::Engine(..))
    ));
    let plans = Results::read(&text.replacen("20000.0", "20001.0", 1)).expect("readable");
    assert_eq!(Results::merge([a, plans]), Err(Mismatch::Plans));
    assert_eq!(Results::merge([]), Err(Mismatch::Nothing));
    for (bad, line) in [
        ("", 1),
        ("{}", 1),
        (&text.replace("\"seed\":2", "\"seed\":-2"), 4),
    ] {
        assert_eq!(Results::read(bad), Err(Mismatch::Unreadable(line)), "{bad}");
    }
}
