//! Plans as documents: kept, opened again, shared, compared.

use super::*;

fn document(state: &State) -> &Document {
    state.document.as_ref().unwrap()
}

fn own_key(state: &State) -> String {
    match &document(state).origin {
        Origin::Own(key) => key.clone(),
        other => panic!("{other:?}"),
    }
}

/// A plan of one's own, kept.
fn own() -> State {
    let state = done(
        open(1)
            .after(set(SERVERS, 30, Gesture::Whole))
            .after(Action::Rehearse),
    );
    let file = Rc::clone(document(&state).file());
    state.after(Action::Saved(file))
}

fn library(plans: &[(&str, &str)]) -> Action {
    let plan = |(key, lineage): &(&str, &str)| Kept {
        key: (*key).into(),
        name: format!("Plan {key}"),
        lineage: (!lineage.is_empty()).then(|| (*lineage).into()),
        days: 0,
    };
    Action::Library(Library {
        plans: plans.iter().map(plan).collect(),
        ..Library::default()
    })
}

#[test]
fn a_plan_is_kept_until_it_changes() {
    assert_eq!(open(1).keeping(), Some(Keeping::Untouched));
    let state = own();
    assert_eq!(state.keeping(), Some(Keeping::Kept));
    let state = state.after(set(SERVERS, 31, Gesture::Whole));
    assert_eq!(state.keeping(), Some(Keeping::Soon));
    let state = state.after(Action::NotSaved(NotKept::Full));
    assert_eq!(state.keeping(), Some(Keeping::Not(NotKept::Full)));
    assert_eq!(state.news, Some(News::NotKept(NotKept::Full)));
    let state = state
        .after(Action::Read)
        .after(Action::NotSaved(NotKept::Full));
    assert_eq!(state.news, None, "told once");
    let file = Rc::clone(document(&state).file());
    assert_eq!(
        state.after(Action::Saved(file)).keeping(),
        Some(Keeping::Kept)
    );
}

#[test]
fn a_kept_plan_is_opened_at_its_address() {
    let state = own();
    let (key, file) = (own_key(&state), document(&state).file().to_string());
    let state = start().after(Action::Go(kept(&key)));
    let state = state.after(Action::Loaded {
        key: key.clone(),
        file: Some(file),
    });
    assert_eq!((servers(&state), state.route()), (30, kept(&key)));
    assert_eq!(state.keeping(), Some(Keeping::Kept));
    let damaged = start().after(Action::Go(kept("k"))).after(Action::Loaded {
        key: "k".into(),
        file: Some("{".into()),
    });
    assert!(matches!(
        damaged.view.trouble,
        Some(Trouble::KeptDamaged { .. })
    ));
    let late = open(1).after(Action::Loaded {
        key: "k".into(),
        file: None,
    });
    assert_eq!(late.view.trouble, None, "nobody waits for it any more");
}

#[test]
fn a_link_opens_as_it_came_and_becomes_ones_own_with_the_first_change() {
    let mine = own();
    let code = document(&mine).handed_over().code().unwrap();
    let link = Route::Link { code, seed: 5 };
    let state = mine.clone().after(Action::Go(link.clone()));
    assert_eq!((state.route(), state.seed), (link.clone(), 5));
    assert_eq!(state.news, Some(News::FromLink));
    assert_eq!(state.keeping(), Some(Keeping::Untouched));
    let state = state.after(set(SERVERS, 40, Gesture::Whole));
    assert_ne!(
        own_key(&state),
        own_key(&mine),
        "never the plan that is kept"
    );
    // It knows which plan it is a state of.
    let state = state.after(library(&[(own_key(&mine).as_str(), "")]));
    assert_eq!(state.relative().unwrap().key, own_key(&mine));
    let state = done(state.after(Action::Rehearse));
    let state = state.after(Action::Compare(document(&mine).file().to_string()));
    let changes = &state.handover.as_ref().unwrap().changes;
    assert!(
        changes
            .iter()
            .any(|c| c.path == SERVERS && c.to == Some(40.into()))
    );
    assert_eq!(state.older_run(), None);
    // The result of the older plan is there from before, or is computed now.
    let older = state.runs.active().unwrap().number;
    let reply = Reply::Done {
        job: older,
        rehearsal: result(&state),
    };
    let state = state.after(Action::Heard(reply));
    assert!(state.older_run().is_some());
    assert!(!state.shown().unwrap().stale, "what is on the screen stays");
}

#[test]
fn bad_links_say_why_and_touch_nothing() {
    let mine = own();
    for (code, trouble) in [
        ("1.x", Trouble::BrokenLink),
        ("9.abc", Trouble::LinkNewer),
        (&*"1.".repeat(40_000), Trouble::LinkTooLarge),
    ] {
        let link = Route::Link {
            code: code.into(),
            seed: 1,
        };
        let state = mine.clone().after(Action::Go(link));
        assert_eq!(state.view.trouble, Some(trouble));
        assert_eq!(state.document, mine.document);
    }
}

#[test]
fn a_copy_goes_on_under_another_key_and_name() {
    let state = own();
    let copy = state.clone().after(Action::Copy);
    assert_ne!(own_key(&copy), own_key(&state));
    assert_eq!(document(&copy).scenario.name, "The mole app 2");
    assert_eq!(copy.keeping(), Some(Keeping::Soon));
    assert!(
        !copy.shown().unwrap().stale,
        "the same plan has the same result"
    );
    assert_eq!(
        document(&copy.after(Action::Copy)).scenario.name,
        "The mole app 3"
    );
}

#[test]
fn two_tabs_lose_nothing_of_each_other() {
    let state = own();
    let key = own_key(&state);
    // Nothing was waiting here: the other tab's state is shown, and can be undone.
    let theirs = document(&state.clone().after(set(SERVERS, 50, Gesture::Whole)))
        .file()
        .to_string();
    let elsewhere = Action::Elsewhere {
        key: key.clone(),
        file: theirs.clone(),
    };
    let seen = state.clone().after(elsewhere);
    assert_eq!((servers(&seen), seen.keeping()), (50, Some(Keeping::Kept)));
    assert_eq!(seen.news, Some(News::Adopted));
    assert_eq!(servers(&seen.after(Action::Undo)), 30);
    // Both have changed it: this one goes on as a copy.
    let parted = state
        .after(set(SERVERS, 60, Gesture::Whole))
        .after(Action::TwoTabs(key.clone()));
    assert_eq!((servers(&parted), &parted.news), (60, &Some(News::TwoTabs)));
    assert_ne!(own_key(&parted), key);
    let other = parted
        .clone()
        .after(Action::Elsewhere { key, file: theirs });
    assert_eq!(servers(&other), 60, "that is another plan now");
}

#[test]
fn where_nothing_is_kept_plans_wait_until_the_page_is_closed() {
    let state = own().after(Action::NotSaved(NotKept::Refused));
    let key = own_key(&state);
    let state = state.after(Action::Go(story(1)));
    assert_eq!(state.recent().plans[0].key, key);
    let state = state.after(Action::Go(kept(&key)));
    assert_eq!((servers(&state), &state.wanted), (30, &None));
    assert_eq!(
        servers(&state.after(Action::Undo)),
        servers(&open(1)),
        "with its steps"
    );
}

#[test]
fn a_plan_that_is_thrown_away_is_no_longer_open() {
    let state = own();
    let key = own_key(&state);
    let other = state.clone().after(Action::Thrown("other".into()));
    assert!(other.document.is_some());
    let state = state.after(Action::Thrown(key));
    assert_eq!(
        (state.document.is_none(), state.route()),
        (true, Route::Start)
    );
}

#[test]
fn a_plan_that_was_made_opens_as_ones_own() {
    let scenario = (*document(&open(1)).scenario).clone();
    let state = open(1).after(Action::Begin(Box::new(scenario)));
    assert!(matches!(state.route(), Route::Plan { .. }));
    assert_eq!(state.keeping(), Some(Keeping::Soon));
}
