//! The guided path from end to end, with real runs: a broken shop, its steps, each proven with the last hint's help.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use onrush_runner::{Flow, prove};
use onrush_scenario::{Edit, Scenario, story};
use onrush_steps::{Progress, State, StepId, StepVerdict, assist, assist_backups, check};

/// Runs everything that these steps want, until nothing is wanted.
fn run(plan: &Scenario, mut progress: Progress, steps: &[StepId]) -> Progress {
    for _ in 0..12 {
        let verdicts = check(plan, &progress).into_iter();
        let wanted: Vec<_> = verdicts
            .filter(|v| steps.contains(&v.step))
            .flat_map(|v| StepVerdict::wanted(&v))
            .collect();
        if wanted.is_empty() {
            return progress.noting(plan, None);
        }
        for wanted in wanted {
            let record = prove(plan, wanted, &mut |_| Flow::On).unwrap();
            progress = progress.recording(plan, record);
        }
    }
    panic!("it never ends");
}

fn state(plan: &Scenario, progress: &Progress, step: StepId) -> State {
    let verdict = check(plan, progress)
        .into_iter()
        .find(|v| v.step == step)
        .unwrap();
    if verdict.state != State::Proven {
        println!("{step:?}: {:#?}", verdict.tasks);
    }
    verdict.state
}

fn helped(plan: &Scenario, step: StepId) -> Scenario {
    plan.edited(&Edit::Many(assist(step, plan)))
        .unwrap_or_else(|faults| panic!("{step:?}: {faults}"))
}

#[test]
fn the_guided_path_can_be_gone_to_the_end() {
    let mut plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
    let mut progress = Progress::new(&plan, true)
        .guessed(30.0, "20:15".parse().unwrap())
        .unwrap();

    plan = helped(&plan, StepId::Numbers);
    progress = run(&plan, progress, &[StepId::Numbers]);
    assert_eq!(state(&plan, &progress, StepId::Numbers), State::Proven);

    plan = helped(&plan, StepId::Now);
    progress = run(&plan, progress, &[StepId::Now]);
    let mut ramps = progress.records.iter().rev();
    let limit = ramps.find_map(|r| r.figures.limit.clone()).unwrap();
    assert_eq!(
        limit.part.as_deref(),
        Some("web"),
        "too few machines for so much work"
    );
    progress = progress.stating(limit.per_s * 1.1, "web").unwrap();
    assert_eq!(state(&plan, &progress, StepId::Now), State::Proven);

    // The site as it is today does not prove the next step.
    progress = run(&plan, progress, &[StepId::Architecture]);
    assert_ne!(state(&plan, &progress, StepId::Architecture), State::Proven);
    plan = helped(&plan, StepId::Architecture);
    progress = run(&plan, progress, &[StepId::Architecture]);
    assert_eq!(state(&plan, &progress, StepId::Architecture), State::Proven);
    assert_eq!(
        state(&plan, &progress, StepId::Now),
        State::Stale,
        "the ramp was of another site"
    );

    plan = helped(&plan, StepId::Infrastructure);
    plan = helped(&plan, StepId::Controls);
    plan = helped(&plan, StepId::Contingency);
    progress.backups = assist_backups();
    progress = run(&plan, progress, &StepId::ALL);
    for step in &StepId::ALL[2..7] {
        assert_eq!(state(&plan, &progress, *step), State::Proven, "{step:?}");
    }
}
