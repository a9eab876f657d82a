//! Plans on the same crowd.

use onrush_runner::study::{finish, spread, work};
use onrush_runner::{Command, Flow, Reply, Stopped};
use onrush_scenario::{Edit, Scenario};
use onrush_study::{Compare, Comparison, Fidelity, Machine, Metric, Outcome, Task, Variant};

use super::site::{answered, set, small_mole, steady, with};

fn difference(c: &Comparison, metric: Metric) -> onrush_study::Difference {
    let found = c.plans[0].differences.iter().find(|d| d.metric == metric);
    *found.unwrap_or_else(|| panic!("{metric:?} in {c:?}"))
}

fn three() -> Vec<Scenario> {
    let base = small_mole();
    let same = with(&base, &[]);
    let better = with(&base, &[set("site.database.connections", 3)]);
    vec![base, better, same]
}

#[test]
fn the_better_plan_is_clearly_better_and_the_same_plan_is_not() {
    let c = answered(Compare::new(three(), vec![1, 2, 3], false));
    assert!(c.exact && c.failed.is_none() && !c.parts_differ);
    let served = difference(&c, Metric::Served);
    assert!(
        served.clear && served.difference.expect("three runs").low > 100.0,
        "{c:?}"
    );
    assert!(
        difference(&c, Metric::Lost)
            .difference
            .expect("three runs")
            .high
            < 0.0
    );
    assert_eq!(c.plans[0].changes.len(), 1);
    let same = &c.plans[1];
    assert_eq!((same.runs, same.changes.len()), (3, 0));
    for d in &same.differences {
        assert_eq!(d.difference.map(|i| i.best), Some(0.0), "{d:?}");
        assert!(!d.clear);
    }
}

#[test]
fn one_run_makes_nothing_clear() {
    let c = answered(Compare::new(three(), vec![1], false));
    assert!(
        c.plans
            .iter()
            .flat_map(|p| &p.differences)
            .all(|d| !d.clear && d.difference.is_none())
    );
}

#[test]
fn the_same_crowd_makes_differences_much_surer() {
    // Two plans that hardly differ, at the edge: what matters is the noise of the difference.
    let base = steady(100.0, 2.0, 9.5);
    let slower = with(&base, &[set("site.database.query_ms", 9.6)]);
    let served = |plan: &Scenario, seed| {
        let task = Task::exact(0, Variant::default(), seed);
        work(plan, &task, &mut |_| Flow::On).expect("it runs").lost
    };
    let n = 16;
    let spread_of = |shift: u64| {
        let apart: Vec<f64> = (1..=n)
            .map(|s| served(&slower, s + shift) - served(&base, s))
            .collect();
        let mean = apart.iter().sum::<f64>() / n as f64;
        apart.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1) as f64
    };
    let (same_crowd, other_crowd) = (spread_of(0), spread_of(1000));
    assert!(
        same_crowd < 0.5 * other_crowd,
        "variance {same_crowd:.0} with the same crowd, {other_crowd:.0} with another"
    );
}

#[test]
fn the_answer_depends_neither_on_order_nor_on_threads() {
    let expected = answered(Compare::new(three(), vec![1, 2], false));
    let mut backwards = Machine::new(Compare::new(three(), vec![1, 2], false));
    while !backwards.done() {
        let mut jobs = backwards.next_jobs(usize::MAX);
        jobs.reverse();
        for job in jobs {
            let base = &backwards.plans()[job.task.plan as usize];
            let outcome = work(base, &job.task, &mut |_| Flow::On).expect("it runs");
            backwards.take(job.number, Ok(outcome));
            backwards.take(job.number, Ok(Outcome::default()));
        }
    }
    assert_eq!(backwards.answer(), expected);
    let mut parallel = Machine::new(Compare::new(three(), vec![1, 2], false));
    spread(&mut parallel, 3, &mut |_| Flow::On).expect("nobody stops it");
    assert_eq!(parallel.answer(), expected);
}

#[test]
fn a_study_can_be_stopped_and_keeps_what_it_has() {
    for threads in [1, 2] {
        let mut machine = Machine::new(Compare::new(three(), (1..100).collect(), false));
        let mut enough = |m: &Machine<Compare>| {
            if m.advance().exact >= 4 {
                Flow::Stop
            } else {
                Flow::On
            }
        };
        let stopped = if threads == 1 {
            finish(&mut machine, &mut enough)
        } else {
            spread(&mut machine, threads, &mut enough)
        };
        assert_eq!(stopped, Err(Stopped::Cancelled));
        let advance = machine.advance();
        assert!(
            (4..8).contains(&advance.exact) && advance.of == 300,
            "{advance:?}"
        );
        assert!(!machine.answer().exact, "the forecasts stand");
        assert_eq!(machine.answer().plans.len(), 2);
    }
}

#[test]
fn uncertain_numbers_are_drawn_alike_in_all_plans() {
    let base = steady(50.0, 2.0, 5.0);
    let base = with(
        &base,
        &[Edit::between(
            &base,
            "activities.ads.people",
            10_000.0,
            60_000.0,
        )],
    );
    let other = with(&base, &[set("site.web.workers", 40)]);
    let mut machine = Machine::new(Compare::new(vec![base, other], vec![1, 2, 3], true));
    finish(&mut machine, &mut |_| Flow::On).expect("nobody stops it");
    let came = |plan| -> Vec<f64> {
        machine
            .study()
            .runs()
            .filter(|r| r.0 == plan)
            .map(|r| r.2.arrived)
            .collect()
    };
    assert_eq!(came(0), came(1));
    assert!((came(0)[0] - came(0)[1]).abs() > 1000.0, "{:?}", came(0));
}

#[test]
fn jobs_travel_as_messages() {
    let edit = Edit::Many(vec![
        set("site.web.servers", 3),
        set("site.cdn", serde_json::Value::Null),
    ]);
    let task = Task {
        variant: Variant {
            crowd: 1.25,
            draw: Some(7),
            ..Variant::edited(edit)
        },
        bands: true,
        ..Task::exact(2, Variant::default(), 9)
    };
    let command = Command::Study {
        job: 4,
        file: "{}".to_owned(),
        task: Box::new(task.clone()),
    };
    assert_eq!(Command::from_bytes(&command.to_bytes()), Some(command));
    let json = serde_json::to_string(&task).expect("JSON");
    assert_eq!(serde_json::from_str::<Task>(&json).expect("the same"), task);
    for fidelity in [Fidelity::Exact, Fidelity::Forecast] {
        let task = Task {
            fidelity,
            variant: Variant::default(),
            ..task.clone()
        };
        let outcome = work(&steady(10.0, 2.0, 5.0), &task, &mut |_| Flow::On).expect("it runs");
        assert!(
            outcome.holds && outcome.bands.is_some() && outcome.served > 10_000.0,
            "{outcome:?}"
        );
        let reply = Reply::Study {
            job: 4,
            outcome: Box::new(outcome.clone()),
        };
        assert_eq!(Reply::from_bytes(&reply.to_bytes()), Some(reply));
        let json = serde_json::to_string(&outcome).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Outcome>(&json).expect("the same"),
            outcome
        );
    }
}

#[test]
fn a_plan_that_cannot_be_run_is_named() {
    let base = steady(10.0, 2.0, 5.0);
    let broken = Variant::edited(set("site.web.servers", 0));
    let refused = work(&base, &Task::exact(0, broken, 1), &mut |_| Flow::On);
    let Err(Stopped::Faults(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(faults.0[0].path, "site.web.servers");
}
