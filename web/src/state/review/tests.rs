//! Files laid over plans, and what is kept of it.

use super::*;
use crate::state::{Action, Route, Theme};
use onrush_runner::Reviewer;

fn opened() -> State {
    let story = Route::Story {
        key: "mole-app".to_owned(),
        seed: 1,
    };
    State::new(Theme::System, 1)
        .after(Action::Go(story))
        .after(step(ReviewStep::Open))
}

fn step(step: ReviewStep) -> Action {
    Action::Review(Box::new(step))
}

/// An evening by the minute, with a third of the planned crowd.
fn export() -> String {
    let plan = Scenario::read(onrush_scenario::story("mole-app").unwrap().file).unwrap();
    let crowd = onrush_review::Crowd::of(&plan, Unit::Visits).unwrap();
    let line = |minute: u32| {
        let from = f64::from(minute) * 60.0;
        let clock = 20 * 60 + 15 + minute;
        let n = crowd.between(from, from + 60.0) / 3.0;
        format!("20170114{:02}{:02},{n:.0}\n", clock / 60, clock % 60)
    };
    let head = "Date hour and minute,Sessions\n".to_owned();
    std::iter::once(head).chain((0..90).map(line)).collect()
}

fn chosen(state: State, text: String) -> State {
    let state = state.after(step(ReviewStep::Chosen {
        name: "sessions.csv".to_owned(),
        bytes: 900,
    }));
    let number = state.review.reading().unwrap();
    state.after(step(ReviewStep::Text { number, text }))
}

/// What the worker would answer.
fn answered(state: State) -> State {
    let job = state.review.wanted().unwrap().clone();
    let reviewed = Reviewer::default()
        .review(job.document.file(), &job.measured, job.shift_s, job.fits)
        .unwrap();
    state.after(step(ReviewStep::Laid {
        job,
        reviewed: Some(Box::new(reviewed)),
    }))
}

#[test]
fn a_table_is_laid_over_the_plan_and_a_new_plan_learns_from_it() {
    let state = answered(chosen(opened(), export()));
    let laid = state.review.laid.clone().unwrap();
    let score = laid.reviewed.comparison.score.unwrap();
    assert!((score.volume_ratio - 0.333).abs() < 0.02, "{score:?}");
    assert!(!laid.new.as_ref().unwrap().changes.is_empty());
    let before = state.document.clone().unwrap();
    let state = state.after(step(ReviewStep::Improve {
        place: 0,
        text: " Tell IT earlier ".to_owned(),
    }));
    let state = state.after(step(ReviewStep::Save {
        name: "As measured".to_owned(),
        note: "Measured: sessions.csv".to_owned(),
    }));
    let now = state.document.clone().unwrap();
    assert_eq!(now.scenario.name, "As measured");
    assert_ne!(now.origin, before.origin);
    assert!(
        now.scenario
            .notes
            .iter()
            .any(|n| n.source == "Measured: sessions.csv" && !n.assumed)
    );
    let (scored, new) = state.review.saved.clone().unwrap();
    assert_eq!((&scored.document, &new), (&before, now.fingerprint()));
    assert_eq!(
        state.review.written().collect::<Vec<_>>(),
        ["Tell IT earlier"]
    );
    let facts = state.review_facts().unwrap();
    assert_eq!(facts.plan, before.fingerprint().to_string());
    assert_eq!(
        facts.recalibrated_fingerprint,
        Some(now.fingerprint().to_string())
    );
    assert!((facts.error.unwrap().volume_percent + 66.7).abs() < 2.0);
    assert_eq!(
        (facts.aligned_shift_s, facts.improvements.len()),
        (Some(0.0), 1)
    );
    // The same figures are laid over the new plan.
    let state = answered(state);
    let after = state
        .review
        .laid
        .clone()
        .unwrap()
        .reviewed
        .comparison
        .score
        .unwrap();
    assert!((after.volume_ratio - 1.0).abs() < 0.05, "{after:?}");
    // Another plan has a review of its own.
    let other = state.after(Action::Go(Route::Story {
        key: "toy-shop".to_owned(),
        seed: 1,
    }));
    assert!(
        !other.review.open
            && other.review.laid.is_none()
            && other.review.written().next().is_none()
    );
}

#[test]
fn late_answers_and_other_files_are_not_taken() {
    let state = chosen(opened(), export());
    let old = state.review.wanted().unwrap().clone();
    let state = state.after(step(ReviewStep::Shift {
        seconds: Some(600),
        rests: false,
    }));
    let reviewed = Reviewer::default()
        .review(old.document.file(), &old.measured, None, false)
        .unwrap();
    let late = state.clone().after(step(ReviewStep::Laid {
        job: old,
        reviewed: Some(Box::new(reviewed)),
    }));
    assert_eq!(late.review.laid, None);
    let state = answered(state);
    assert_eq!(state.review.laid.as_ref().unwrap().reviewed.at_s, 600);
    let state = state.after(step(ReviewStep::Chosen {
        name: "b.log".to_owned(),
        bytes: 5,
    }));
    let text = export();
    let other = state
        .clone()
        .after(step(ReviewStep::Text { number: 1, text }));
    assert_eq!(
        other.review.source, state.review.source,
        "of an earlier file"
    );
    let stopped = state.after(step(ReviewStep::Stop));
    assert_eq!(
        (stopped.review.reading(), &stopped.review.source),
        (None, &Source::Stopped)
    );
}

#[test]
fn what_is_no_table_and_what_is_too_long_is_refused() {
    let state = chosen(opened(), "Dear all,\nno table.\n".to_owned());
    assert_eq!(state.review.source, Source::NoTable(Refusal::NoNumbers));
    assert!(state.review.wanted().is_none());
    let mut state = state;
    for _ in 0..30 {
        state = state.after(step(ReviewStep::More));
    }
    assert_eq!(state.review.improvements.len(), MOST_IMPROVEMENTS);
    let text = "x".repeat(LONGEST_IMPROVEMENT + 50);
    let state = state.after(step(ReviewStep::Improve { place: 1, text }));
    assert_eq!(state.review.improvements[1].len(), LONGEST_IMPROVEMENT);
    let state = state.after(step(ReviewStep::Leads(Some(0.0))));
    assert_eq!(state.review.leads, None);
}

#[test]
fn a_change_of_the_plan_asks_anew_while_it_is_open() {
    let state = answered(chosen(opened(), export()));
    let edit = onrush_scenario::Edit::Set {
        path: "activities.after.people".to_owned(),
        value: serde_json::json!(100_000),
    };
    let state = state.after(Action::Edit {
        edit,
        gesture: crate::state::Gesture::Whole,
    });
    assert_eq!(
        state.review.wanted().unwrap().document,
        state.document.clone().unwrap()
    );
}
