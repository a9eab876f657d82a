//! Keeps the open plan in the browser as it changes, and tells what is kept.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;
use yew::prelude::*;

use super::kept::{self, Outcome};
use crate::state::{Action, Document, Origin, Shared};

/// Pause after a change before it is kept: while something is drawn or typed, only its end is.
const PAUSE_MS: u32 = 300;

/// What waits to be kept.
struct Keeper {
    waiting: Option<Shared<Document>>,
    /// The plan that was kept last: its key and file.
    kept: Option<(String, Rc<str>)>,
    timer: Option<Timeout>,
    dispatch: Callback<Action>,
}

impl Keeper {
    /// Keeps what waits.
    fn flush(&mut self) {
        self.timer = None;
        let Some(document) = self.waiting.take() else {
            return;
        };
        let Origin::Own(key) = &document.origin else {
            return;
        };
        let scenario = &document.scenario;
        let lineage = scenario.lineage.as_deref();
        let action = match kept::keep(key, &scenario.name, lineage, document.file()) {
            Outcome::Kept => {
                self.kept = Some((key.clone(), Rc::clone(document.file())));
                Action::Saved(Rc::clone(document.file()))
            }
            Outcome::Changed => Action::TwoTabs(key.clone()),
            Outcome::Not(why) => Action::NotSaved(why),
        };
        self.dispatch.emit(action);
        self.dispatch.emit(Action::Library(kept::library()));
    }
}

/// Keeps `document` where it is the person's own, hands out `wanted`, and listens to other tabs.
#[hook]
pub(crate) fn use_autosave(
    document: Option<Shared<Document>>,
    wanted: Option<String>,
    dispatch: Callback<Action>,
) {
    let keeper = use_mut_ref({
        let dispatch = dispatch.clone();
        move || Keeper {
            waiting: None,
            kept: None,
            timer: None,
            dispatch,
        }
    });
    use_effect_with(document, {
        let keeper = Rc::clone(&keeper);
        move |document| note(&keeper, document.clone())
    });
    use_effect_with(wanted, {
        let (keeper, dispatch) = (Rc::clone(&keeper), dispatch.clone());
        move |wanted| {
            if let Some(key) = wanted.clone() {
                keeper.borrow_mut().flush();
                let file = kept::file(&key);
                keeper.borrow_mut().kept = file.as_deref().map(|file| (key.clone(), file.into()));
                dispatch.emit(Action::Loaded { key, file });
            }
        }
    });
    use_effect_with((), move |()| {
        kept::empty_bin();
        dispatch.emit(Action::Library(kept::library()));
        let listeners = web_sys::window().map(|window| {
            let leave = {
                let keeper = Rc::clone(&keeper);
                move |_: &Event| keeper.borrow_mut().flush()
            };
            let hidden = {
                let keeper = Rc::clone(&keeper);
                move |_: &Event| {
                    if is_hidden() {
                        keeper.borrow_mut().flush();
                    }
                }
            };
            let elsewhere = move |event: &Event| listen(&keeper, event, &dispatch);
            let document = window.document();
            (
                EventListener::new(&window, "pagehide", leave),
                document.map(|document| EventListener::new(&document, "visibilitychange", hidden)),
                EventListener::new(&window, "storage", elsewhere),
            )
        });
        move || drop(listeners)
    });
}

/// The document is like this now.
fn note(keeper: &Rc<RefCell<Keeper>>, document: Option<Shared<Document>>) {
    let mut held = keeper.borrow_mut();
    let other = match (&held.waiting, &document) {
        (Some(waiting), Some(document)) => waiting.origin != document.origin,
        _ => true,
    };
    if other {
        // What waits is another plan.
        held.flush();
    }
    let Some(document) = document else { return };
    let Origin::Own(key) = &document.origin else {
        return;
    };
    if document.is_previewed() {
        return;
    }
    let kept = held.kept.as_ref();
    if kept.is_some_and(|(of, file)| of == key && file == document.file()) {
        held.waiting = None;
        held.timer = None;
        held.dispatch
            .emit(Action::Saved(Rc::clone(document.file())));
        return;
    }
    held.waiting = Some(document);
    let keeper = Rc::clone(keeper);
    held.timer = Some(Timeout::new(PAUSE_MS, move || keeper.borrow_mut().flush()));
}

/// Another tab has written something.
fn listen(keeper: &Rc<RefCell<Keeper>>, event: &Event, dispatch: &Callback<Action>) {
    let Some(event) = event.dyn_ref::<StorageEvent>() else {
        return;
    };
    // What waits here is compared with what is there when it is written: nothing gets lost.
    let idle = keeper.borrow().waiting.is_none();
    if let (true, Some(place), Some(text)) = (idle, event.key(), event.new_value())
        && let Some((key, file)) = kept::written_elsewhere(&place, &text)
    {
        keeper.borrow_mut().kept = Some((key.clone(), file.as_str().into()));
        dispatch.emit(Action::Elsewhere { key, file });
    }
    dispatch.emit(Action::Library(kept::library()));
}

fn is_hidden() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.hidden())
}
