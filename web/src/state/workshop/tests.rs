//! The steps of a workshop, on plain values.

use onrush_scenario::{Edit, IncidentKind};
use onrush_workshop::{HandIn, Surprise};

use super::super::{Action, Gesture, Theme};
use super::*;

fn state() -> State {
    State::new(Theme::System, 7)
}

fn step(state: State, step: WorkshopStep) -> State {
    state.after(Action::Workshop(Box::new(step)))
}

fn prepared() -> State {
    let state = state().after(Action::Go(Route::Workshop {
        code: None,
        desk: Desk::Setup,
    }));
    let state = step(state, WorkshopStep::Kept(Vec::new()));
    let lectern = state.classroom.lectern.clone().unwrap();
    let mut workshop = lectern.workshop.clone();
    assert!(lectern.faults.is_some(), "there is no team yet");
    workshop = workshop.with_teams(&["Blue", "Red"]);
    workshop.game.surprise = Some(Surprise {
        kind: IncidentKind::DatabaseDown,
        minutes: 10,
    });
    step(state, WorkshopStep::Set(Box::new(workshop)))
}

#[test]
fn what_a_trainer_does_is_kept_and_comes_back() {
    let state = prepared();
    let state = step(state, WorkshopStep::Paste("nothing".into()));
    let state = step(state, WorkshopStep::By(By::Money));
    let state = step(state, WorkshopStep::Clock(Clock::of_minutes(3)));
    let state = step(state, WorkshopStep::Reveal(true));
    let lectern = state.classroom.lectern.clone().unwrap();
    assert_eq!(Lectern::read(&lectern.kept()).as_ref(), Some(&*lectern));
    assert_eq!(Lectern::read("{}"), None);
    assert_eq!(Lectern::read("x"), None);
    // Another one, and back.
    let other = step(state, WorkshopStep::New);
    assert_ne!(
        other.classroom.lectern.as_ref().unwrap().workshop.key,
        lectern.workshop.key
    );
    let back = step(other, WorkshopStep::Open(lectern.workshop.id()));
    assert_eq!(back.classroom.lectern.as_deref(), Some(&*lectern));
}

#[test]
fn an_earlier_workshop_can_be_thrown_away_and_taken_back() {
    let first = prepared();
    let id = first.classroom.lectern.as_ref().unwrap().workshop.id();
    let other = step(first, WorkshopStep::New);
    let thrown = step(other, WorkshopStep::Throw(Some(id)));
    assert!(thrown.classroom.earlier.is_empty());
    assert_eq!(thrown.classroom.thrown.last().map(|kept| kept.id), Some(id));
    let back = step(thrown, WorkshopStep::Throw(None));
    assert_eq!(back.classroom.thrown, []);
    let opened = step(back, WorkshopStep::Open(id));
    assert_eq!(opened.classroom.lectern.as_ref().unwrap().workshop.id(), id);
    assert!(
        opened.classroom.earlier.is_empty(),
        "nobody had set the other one up"
    );
}

#[test]
fn a_workshop_with_faults_is_left_as_it_was_before() {
    let state = prepared();
    let sound = state.classroom.lectern.clone().unwrap();
    let mut faulty = sound.workshop.clone();
    faulty.teams[1].name = "Blue".into();
    let state = step(state, WorkshopStep::Set(Box::new(faulty.clone())));
    faulty.game.name = "Also".into();
    let state = step(state, WorkshopStep::Set(Box::new(faulty)));
    let other = step(state, WorkshopStep::New);
    let back = step(other, WorkshopStep::Open(sound.workshop.id()));
    assert_eq!(back.classroom.lectern.as_deref(), Some(&*sound));
}

#[test]
fn a_trainers_link_opens_what_is_kept_of_it() {
    let lectern = prepared().classroom.lectern.unwrap();
    let code = lectern.workshop.code();
    let route = Route::parse(&format!("#workshop={code}&at=room"));
    let state = state().after(Action::Go(route));
    let kept = KeptWorkshop {
        id: lectern.workshop.id(),
        name: String::new(),
        text: lectern.kept(),
    };
    let state = step(state, WorkshopStep::Kept(vec![kept]));
    assert_eq!(state.classroom.lectern.as_deref(), Some(&*lectern));
    assert_eq!(state.classroom.desk, Desk::Room);
    assert_eq!(state.route().fragment(), "workshop&at=room");
    let broken = self::state().after(Action::Go(Route::parse("#workshop=orw1-AAAA")));
    assert_eq!(broken.view.trouble, Some(Trouble::BrokenLink));
}

#[test]
fn the_list_can_be_emptied_and_put_back() {
    let state = step(prepared(), WorkshopStep::Paste("a".into()));
    let state = step(state, WorkshopStep::Paste("b".into()));
    let state = step(state, WorkshopStep::Empty(true));
    assert_eq!(&*state.classroom.lectern.as_ref().unwrap().pasted, "");
    let state = step(state, WorkshopStep::Empty(false));
    assert_eq!(&*state.classroom.lectern.as_ref().unwrap().pasted, "a\nb");
}

#[test]
fn a_team_opens_its_link_and_its_code_leads_to_its_plan() {
    let lectern = prepared().classroom.lectern.unwrap();
    let invitation = lectern.workshop.invitation(0).unwrap();
    let address = format!("#team={}", invitation.code());
    let state = state().after(Action::Go(Route::parse(&address)));
    assert_eq!(format!("#{}", state.route().fragment()), address);
    assert!(
        state
            .document
            .as_ref()
            .unwrap()
            .scenario
            .incidents
            .is_empty()
    );
    let state = state.after(Action::Edit {
        edit: Edit::Set {
            path: "site.web.servers".into(),
            value: 9.into(),
        },
        gesture: Gesture::Whole,
    });
    let member = state.member().unwrap().clone();
    assert!(member.plan.is_some(), "the plan is its own now");
    assert_eq!(format!("#{}", state.route().fragment()), address);
    let plan = &state.document.as_ref().unwrap().scenario;
    let code = HandIn::of(&invitation, plan, &Standing::default(), 1).unwrap();
    let trainer = step(prepared(), WorkshopStep::Paste(code.code()));
    let board = trainer
        .classroom
        .lectern
        .as_ref()
        .unwrap()
        .board
        .clone()
        .unwrap();
    assert_eq!(board.handed().len(), 1);
    // Elsewhere and back: the plan that is kept goes on.
    let file = plan.write();
    let key = member.plan.unwrap();
    let elsewhere = state.after(Action::Go(Route::parse("#story=mole-app")));
    assert!(elsewhere.member().is_none());
    let back = elsewhere.after(Action::Go(Route::parse(&address)));
    assert!(back.member().unwrap().plan.is_none());
    let back = step(
        back,
        WorkshopStep::Member {
            plan: Some((key.clone(), file)),
            clock: Some(Clock::of_minutes(2)),
        },
    );
    assert_eq!(back.member().unwrap().plan, Some(key));
    assert_eq!(back.document.as_ref().unwrap().scenario.site.web.servers, 9);
    let again = step(back, WorkshopStep::Again);
    assert_eq!(again.member().unwrap().plan, None);
    assert_eq!(again.member().unwrap().clock, Clock::of_minutes(2));
    let broken = self::state().after(Action::Go(Route::parse("#team=ort1-AAAA")));
    assert_eq!(broken.view.trouble, Some(Trouble::BrokenLink));
}
