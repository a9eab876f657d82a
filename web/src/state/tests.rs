//! What happens to the state, action by action.

use onrush_diagnose::{Diagnosis, MoneyResult, Peak, Verdict, Window};
use onrush_network::{Fault, Faults};
use onrush_observe::{Ledger, Observations};
use onrush_runner::{Progress, Rehearsal, Reply};
use onrush_scenario::Edit;

use super::*;

mod documents;
mod excerpts;
mod previews;

const STORY: &str = "mole-app";

fn start() -> State {
    State::new(Theme::System, 7)
}

fn open(seed: u64) -> State {
    start().after(Action::Go(story(seed)))
}

fn story(seed: u64) -> Route {
    Route::Story {
        key: STORY.into(),
        seed,
    }
}

/// A result that broke at 4 300 s and was well again at 4 500 s.
fn result(state: &State) -> Box<Rehearsal> {
    let horizon_s = state.document.as_ref().unwrap().horizon_s();
    Box::new(Rehearsal {
        seed: state.seed,
        engine: "test".into(),
        digest: format!("digest of {}", state.seed),
        excerpt: None,
        observations: Observations {
            horizon_s,
            step_s: 1,
            ledger: Ledger::for_streams(0),
            ..Observations::default()
        },
        diagnosis: Diagnosis {
            verdict: Verdict::Breaks,
            peak: Peak {
                at_s: 4400,
                requests_per_s: 1.0,
                visits_at_s: 4400,
                visits_per_s: 1.0,
                busiest_5_min: Window {
                    from_s: 0,
                    length_s: 300,
                    requests: 1,
                },
            },
            first_break_s: Some(4300),
            recovered_s: Some(4500),
            root: None,
            busiest: None,
            why: onrush_diagnose::Why::default(),
            findings: Vec::new(),
            targets: Vec::new(),
            money: MoneyResult::default(),
            bill: Vec::new(),
            missed: Vec::new(),
        },
    })
}

fn job(state: &State) -> u32 {
    state.runs.active().expect("something to do").number
}

fn done(state: State) -> State {
    let reply = Reply::Done {
        job: job(&state),
        rehearsal: result(&state),
    };
    state.after(Action::Heard(reply))
}

#[test]
fn a_story_runs_as_soon_as_it_is_opened_and_shows_the_break() {
    let state = open(1);
    assert_eq!(state.view.screen, Screen::Rehearsal);
    assert_eq!(state.run(), Some(&Run::Running(None)));
    assert_eq!(state.route(), story(1));
    let state = done(state);
    assert!(matches!(state.run(), Some(Run::Done(_))));
    assert!(!state.shown().unwrap().stale);
    assert_eq!(state.view.second, 4300);
    assert_eq!(state.runs.active(), None);
}

#[test]
fn going_where_we_are_changes_nothing() {
    let state = done(open(1));
    assert_eq!(state.clone().after(Action::Go(story(1))), state);
}

#[test]
fn back_and_forth_keeps_the_result() {
    let state = done(open(1)).after(Action::Go(Route::Start));
    assert_eq!(state.view.screen, Screen::Start);
    let state = state.after(Action::Go(story(1)));
    assert!(matches!(state.run(), Some(Run::Done(_))));
    assert_eq!(state.runs.active(), None, "nothing is computed twice");
}

#[test]
fn another_crowd_shows_the_old_result_as_stale_until_the_new_one_is_there() {
    let state = done(open(1))
        .after(Action::Second(4200))
        .after(Action::Seed(2));
    assert_eq!(state.route(), story(2));
    assert!(state.shown().unwrap().stale);
    let state = done(state);
    let shown = state.shown().unwrap();
    assert!(!shown.stale);
    assert_eq!(shown.rehearsal.digest, "digest of 2");
    assert_eq!(state.view.second, 4200, "the same second of both crowds");
}

#[test]
fn the_cursor_goes_along_to_the_break_of_another_crowd_unless_it_was_moved() {
    let of_another = |state: State| {
        let state = state.after(Action::Seed(2));
        let mut rehearsal = result(&state);
        rehearsal.diagnosis.first_break_s = Some(4350);
        let reply = Reply::Done {
            job: job(&state),
            rehearsal,
        };
        state.after(Action::Heard(reply))
    };
    let followed = of_another(done(open(1)));
    assert_eq!(followed.view.second, 4350);
    let back = followed.after(Action::Seed(1));
    assert_eq!(
        back.view.second, 4300,
        "also to a result that is there already"
    );
    let moved = of_another(done(open(1)).after(Action::Second(4400)));
    assert_eq!(moved.view.second, 4400);
    let next = done(moved.after(Action::Seed(3)));
    assert_eq!(next.view.second, 4300, "not moved since the last result");
}

#[test]
fn cancel_stops_and_starting_again_is_a_new_job() {
    let state = open(1);
    let first = job(&state);
    let state = state.after(Action::Cancel);
    assert_eq!(state.run(), Some(&Run::Cancelled));
    assert_eq!(state.runs.active(), None);
    let state = state.after(Action::Rehearse);
    assert!(job(&state) > first);
    assert_eq!(state.run(), Some(&Run::Running(None)));
}

#[test]
fn answers_to_older_jobs_are_not_heard() {
    let before = open(1);
    let old = Reply::Done {
        job: job(&before),
        rehearsal: result(&before),
    };
    let progress = Reply::Progress {
        job: job(&before),
        progress: Progress {
            second: 9,
            at_s: 9,
            horizon_s: 10,
            events: 1,
            expected_events: 2,
        },
    };
    let state = before.after(Action::Seed(2));
    assert_eq!(state.clone().after(Action::Heard(old)), state);
    assert_eq!(state.clone().after(Action::Heard(progress)), state);
}

#[test]
fn a_crash_is_told_and_the_plan_stays() {
    let state = open(1).after(Action::Crashed("boom".into()));
    assert_eq!(state.run(), Some(&Run::Crashed("boom".into())));
    assert!(state.document.is_some());
    let state = done(state.after(Action::Rehearse));
    assert!(matches!(state.run(), Some(Run::Done(_))));
}

#[test]
fn a_crash_while_nothing_runs_changes_nothing() {
    let state = done(open(1));
    assert_eq!(state.clone().after(Action::Crashed("boom".into())), state);
}

#[test]
fn a_refusal_shows_its_faults() {
    let state = open(1);
    let faults = Faults(vec![Fault::new("activities", 9, "less")]);
    let reply = Reply::Refused {
        job: job(&state),
        faults: faults.clone(),
    };
    match state.after(Action::Heard(reply)).run() {
        Some(Run::Refused(told)) => assert_eq!(**told, faults),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bad_file_leaves_the_plan_that_was_open() {
    let state = done(open(1)).after(Action::OpenFile {
        name: "plan.onrush.json".into(),
        text: "{}".into(),
    });
    assert_eq!(state.view.screen, Screen::Start);
    assert!(
        matches!(&state.view.trouble, Some(Trouble::Faults { faults, .. }) if !faults.0.is_empty())
    );
    let state = state.after(Action::Dismiss).after(Action::Go(story(1)));
    assert!(matches!(state.run(), Some(Run::Done(_))));
}

#[test]
fn a_file_opens_like_a_story_under_its_own_address() {
    let text = onrush_scenario::story(STORY).unwrap().file.to_owned();
    let state = start().after(Action::OpenFile {
        name: "mine.onrush.json".into(),
        text,
    });
    assert!(matches!(state.route(), Route::Plan { seed: 1, .. }));
    assert_eq!(state.run(), Some(&Run::Running(None)));
}

#[test]
fn addresses_of_what_is_not_there_say_so() {
    let unknown = Route::Story {
        key: "no-such-story".into(),
        seed: 1,
    };
    let state = start().after(Action::Go(unknown));
    assert!(matches!(
        state.view.trouble,
        Some(Trouble::UnknownStory { .. })
    ));
    let state = start().after(Action::Go(kept("k")));
    assert_eq!(state.wanted, Some(("k".into(), 1)));
    assert_eq!(
        state.route(),
        kept("k"),
        "the address stays while the browser looks"
    );
    let state = state.after(Action::Loaded {
        key: "k".into(),
        file: None,
    });
    assert_eq!(state.view.trouble, Some(Trouble::FileGone));
}

#[test]
fn the_cursor_stays_inside_the_time_that_is_shown() {
    let state = done(open(1));
    assert_eq!(
        state.span(),
        state.critical().unwrap(),
        "a break is shown close up"
    );
    let state = state.after(Action::Zoom(Zoom::Whole));
    let whole = state.span();
    assert_eq!(
        state.clone().after(Action::Second(u32::MAX)).view.second,
        whole.last()
    );
    let state = state
        .after(Action::Second(0))
        .after(Action::Zoom(Zoom::Critical));
    assert_eq!(
        state.span(),
        Span {
            from: 4180,
            to: 4620
        }
    );
    assert_eq!(state.view.second, 4180);
    assert_eq!(state.clone().after(Action::Second(5000)).view.second, 4619);
    assert_eq!(state.after(Action::Zoom(Zoom::Whole)).span(), whole);
}

#[test]
fn a_jump_brings_its_second_into_sight_at_the_same_closeness() {
    let state = done(open(1)).after(Action::Zoom(Zoom::Chosen(Span { from: 100, to: 400 })));
    assert_eq!(state.span(), Span { from: 100, to: 400 });
    assert_eq!(state.view.second, 399, "the cursor comes along");
    let state = state.after(Action::Jump(4300));
    assert_eq!(state.view.second, 4300);
    assert_eq!(
        state.span(),
        Span {
            from: 4150,
            to: 4450
        }
    );
    let still = state.clone().after(Action::Jump(4200));
    assert_eq!(
        still.span(),
        state.span(),
        "what is in sight stays where it is"
    );
    let far = state
        .after(Action::Zoom(Zoom::Critical))
        .after(Action::Jump(5));
    assert_eq!((far.view.second, far.view.zoom), (5, Zoom::Whole));
}

#[test]
fn a_stretch_that_was_chosen_never_leaves_the_plan() {
    let state = done(open(1)).after(Action::Zoom(Zoom::Chosen(Span {
        from: 0,
        to: u32::MAX,
    })));
    assert_eq!(state.span(), Span::whole(5400));
}

#[test]
fn playing_moves_the_cursor_until_it_is_stopped() {
    let state = done(open(1))
        .after(Action::Speed(10))
        .after(Action::TogglePlay)
        .after(Action::Tick(1000));
    assert_eq!(state.view.second, 4310);
    let state = state.after(Action::TogglePlay).after(Action::Tick(1000));
    assert_eq!(state.view.second, 4310);
    let odd = state.clone().after(Action::Speed(7));
    assert_eq!(odd, state, "only the speeds on offer");
}

#[test]
fn only_the_latest_results_are_kept() {
    let mut state = done(open(1));
    for seed in 2..20 {
        state = done(state.after(Action::Seed(seed)));
    }
    let key = |seed| RunKey {
        seed,
        ..state.key().unwrap()
    };
    assert_eq!(state.runs.get(&key(1)), None);
    assert!(state.runs.get(&key(19)).is_some());
    assert!(state.runs.get(&key(15)).is_some());
}

fn set(path: &str, value: impl Into<serde_json::Value>, gesture: Gesture) -> Action {
    let (path, value) = (path.into(), value.into());
    Action::Edit {
        edit: Edit::Set { path, value },
        gesture,
    }
}

fn servers(state: &State) -> u32 {
    state.document.as_ref().unwrap().scenario.site.web.servers
}

const SERVERS: &str = "site.web.servers";

#[test]
fn an_edit_changes_the_plan_and_can_be_undone_and_redone() {
    let state = done(open(1));
    let before = servers(&state);
    let state = state.after(set(SERVERS, 30, Gesture::Whole));
    assert_eq!(servers(&state), 30);
    let state = state
        .after(set(SERVERS, 31, Gesture::Whole))
        .after(Action::Undo);
    assert_eq!(servers(&state), 30);
    let state = state.after(Action::Undo);
    assert_eq!(servers(&state), before);
    assert_eq!(state.clone().after(Action::Undo), state, "no further back");
    let state = state.after(Action::Redo).after(Action::Redo);
    assert_eq!(servers(&state), 31);
    assert_eq!(state.clone().after(Action::Redo), state);
    let state = state
        .after(Action::Undo)
        .after(set(SERVERS, 40, Gesture::Whole));
    assert_eq!(
        servers(&state.clone().after(Action::Redo)),
        40,
        "another way was taken"
    );
}

#[test]
fn the_first_change_makes_a_story_the_persons_own() {
    let state = open(1);
    let same = state
        .clone()
        .after(set(SERVERS, servers(&state), Gesture::Whole));
    assert_eq!(same.route(), story(1), "the same value is no change");
    let state = state.after(set(SERVERS, 30, Gesture::Whole));
    let own = state.route();
    assert!(matches!(own, Route::Plan { .. }));
    assert_eq!(state.clone().after(Action::Undo).route(), own);
    let state = state.after(Action::Go(story(1)));
    assert_ne!(servers(&state), 30, "the story itself is as it was");
}

#[test]
fn a_drag_is_one_step() {
    let state = done(open(1));
    let before = servers(&state);
    let mut dragged = state.clone();
    for n in [25, 26, 27] {
        dragged = dragged.after(set(SERVERS, n, Gesture::Preview));
        assert_eq!(servers(&dragged), n);
        assert_eq!(dragged.route(), story(1), "not yet the person's own");
        assert_eq!(dragged.due, None);
    }
    let left = dragged.clone().after(Action::Abandon);
    assert_eq!(servers(&left), before);
    assert!(!left.shown().unwrap().stale);
    assert_eq!(servers(&dragged.clone().after(Action::Undo)), before);
    let ended = dragged.after(set(SERVERS, 28, Gesture::Commit));
    assert_eq!(servers(&ended), 28);
    let undone = ended.after(Action::Undo);
    assert_eq!(servers(&undone), before);
    assert_eq!(undone.clone().after(Action::Undo), undone);
}

#[test]
fn previews_start_from_where_the_gesture_began() {
    let double = || Action::Edit {
        edit: Edit::Duplicate {
            path: "activities.after".into(),
        },
        gesture: Gesture::Preview,
    };
    let count = |state: &State| state.document.as_ref().unwrap().scenario.activities.len();
    let state = open(1).after(double()).after(double()).after(double());
    assert_eq!(count(&state), count(&open(1)) + 1);
}

#[test]
fn an_edit_with_faults_changes_nothing_and_says_why() {
    let state = done(open(1));
    let refused = state.clone().after(set(SERVERS, 0, Gesture::Whole));
    assert_eq!(refused.document, state.document);
    assert_eq!(refused.fault_at(SERVERS)[0].value, "0");
    assert_eq!(refused.fault_at("site.web.workers"), Vec::<&Fault>::new());
    let well = refused.clone().after(set(SERVERS, 30, Gesture::Whole));
    assert!(well.fault_at(SERVERS).is_empty());
    // A fault elsewhere is shown where the cause was typed.
    let longer = state.after(set("clock.minutes", 1, Gesture::Whole));
    assert!(
        longer.fault_at("clock.minutes")[0]
            .path
            .starts_with("activities.")
    );
    assert!(longer.after(Action::Abandon).refused.is_none());
}

#[test]
fn a_drag_that_ends_where_it_may_not_keeps_the_last_good_place() {
    let state =
        open(1)
            .after(set(SERVERS, 30, Gesture::Preview))
            .after(set(SERVERS, 0, Gesture::Preview));
    assert_eq!(servers(&state), 30);
    let state = state.after(set(SERVERS, 0, Gesture::Commit));
    assert_eq!(servers(&state), 30);
    assert!(!state.fault_at(SERVERS).is_empty());
    assert_eq!(servers(&state.after(Action::Undo)), servers(&open(1)));
}

#[test]
fn the_old_result_stays_marked_until_the_new_one_is_there() {
    let state = done(open(1));
    let old = state.document.clone().unwrap();
    let state = state.after(set(SERVERS, 30, Gesture::Whole));
    let shown = state.shown().unwrap();
    assert!(shown.stale && shown.is_of_another(state.document.as_ref().unwrap()));
    assert!(shown.fits(state.document.as_ref().unwrap()));
    assert_eq!(shown.document, old);
    assert_eq!(state.runs.active(), None, "not yet");
    let early = state.clone().after(Action::Due(0));
    assert_eq!(early.runs.active(), None, "another change's pause");
    let state = state.clone().after(Action::Due(state.due.unwrap()));
    assert_eq!(state.run(), Some(&Run::Running(None)));
    let state = done(state);
    assert!(!state.shown().unwrap().stale);
    // What was computed before the change is still there.
    let state = state.after(Action::Undo);
    assert!(!state.shown().unwrap().stale);
    assert_eq!(state.due, None);
}

#[test]
fn a_result_of_the_plan_before_a_change_is_not_taken_for_the_new_one() {
    let state = open(1);
    let reply = Reply::Done {
        job: job(&state),
        rehearsal: result(&state),
    };
    let state = state
        .after(set(SERVERS, 30, Gesture::Whole))
        .after(Action::Heard(reply));
    assert!(state.shown().is_none());
    assert!(!state.after(Action::Undo).shown().unwrap().stale);
}

#[test]
fn large_runs_wait_to_be_asked_for() {
    let state = done(open(1)).after(set("activities.after.people", 3_000_000, Gesture::Whole));
    let state = state.clone().after(Action::Due(state.due.unwrap()));
    assert_eq!((state.runs.active(), state.due), (None, None));
    assert!(state.after(Action::Rehearse).runs.active().is_some());
}

#[test]
fn what_is_picked_is_forgotten_when_it_goes() {
    let picked = Some(Selection::Activity("before".into()));
    let state = open(1).after(Action::Select(picked.clone()));
    let other = state.clone().after(set(SERVERS, 30, Gesture::Whole));
    assert_eq!(other.view.selection, picked);
    let state = state.after(Action::Edit {
        edit: Edit::Remove {
            path: "activities.before".into(),
        },
        gesture: Gesture::Whole,
    });
    assert_eq!(state.view.selection, None);
}

fn kept(key: &str) -> Route {
    Route::Plan {
        key: key.into(),
        seed: 1,
    }
}
