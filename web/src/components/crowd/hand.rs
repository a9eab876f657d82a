//! How a hand draws what lies on a lane: one way for activities and for what has a time of its own on the site.

use std::rc::Rc;

use onrush_scenario::Span as Clock;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use crate::outside::{Pointing, focus_on, place_in};
use crate::state::{Action, Gesture, Span};
use crate::timeline::keys::Key;
use crate::timeline::{Drawn, Hand, Lane, LetGo, Longer};

/// What lies on a lane lies on this, the same for all rows of the timeline.
#[derive(Clone, PartialEq)]
pub(super) struct Ground {
    /// The lane that all lanes are as wide as.
    pub(super) lane: NodeRef,
    /// When the rehearsal is.
    pub(super) clock: Clock,
    /// The stretch of time that is shown.
    pub(super) span: Span,
    /// Places for lines through all lanes, in percent.
    pub(super) grid: Rc<[f64]>,
    /// Moves do not snap.
    pub(super) free: bool,
    /// More than one finger is down: they mean all of the timeline.
    pub(super) pinched: bool,
    /// Where nothing can be taken hold of, the cursor is moved.
    pub(super) point: Pointing,
    /// Hears of the changes.
    pub(super) dispatch: Callback<Action>,
}

/// What an element on the lane listens to.
pub(super) struct Hold {
    /// The element itself.
    pub(super) own_lane: NodeRef,
    /// The button that stands for what is drawn: the keys follow the hand.
    pub(super) button: NodeRef,
    pub(super) down: Callback<PointerEvent>,
    pub(super) moved: Callback<PointerEvent>,
    pub(super) up: Callback<PointerEvent>,
    pub(super) cancel: Callback<PointerEvent>,
    /// What was begun is forgotten; says whether anything had been moved.
    pub(super) abandon: Callback<(), bool>,
}

/// A key that was pressed on what stands for something on a lane.
pub(super) fn key_of<'a>(name: &'a str, event: &KeyboardEvent) -> Key<'a> {
    Key {
        name,
        shift: event.shift_key(),
        alt: event.alt_key(),
        ctrl: event.ctrl_key() || event.meta_key(),
    }
}

/// How wide the lanes are, in CSS pixels; something usual while that is not known.
pub(super) fn width_of(lane: &NodeRef) -> f64 {
    lane.cast::<Element>()
        .map_or(600.0, |lane| lane.get_bounding_client_rect().width())
}

/// Pixels that a hand may tremble without moving anything.
fn tremble(event: &PointerEvent) -> f64 {
    if event.pointer_type() == "touch" {
        8.0
    } else {
        3.0
    }
}

/// Lets a hand draw what `take` finds at a place of the lane. `pressed` hears where it was not moved; `dropped`, where it was, by how
/// much the rehearsal would have to be longer.
#[hook]
pub(super) fn use_hand<T: Drawn + 'static>(
    ground: &Ground,
    take: impl Fn(Lane, f64) -> Option<T> + 'static,
    pressed: Callback<()>,
    dropped: Callback<Option<Longer>>,
) -> Hold {
    let held = use_mut_ref(|| None::<Hand<T>>);
    let (button, own_lane) = (use_node_ref(), use_node_ref());
    let change = {
        let dispatch = ground.dispatch.clone();
        move |edit, gesture| dispatch.emit(Action::Edit { edit, gesture })
    };
    // Another finger has come: what was begun with the first is forgotten.
    use_effect_with(ground.pinched, {
        let (held, dispatch) = (held.clone(), ground.dispatch.clone());
        move |pinched| {
            let was = held.borrow_mut().take_if(|_| *pinched);
            if was.is_some_and(|was| was.is_moved()) {
                dispatch.emit(Action::Abandon);
            }
        }
    });
    let down = {
        let (held, button, own) = (held.clone(), button.clone(), own_lane.clone());
        let (lane, span, point) = (ground.lane.clone(), ground.span, ground.point.down.clone());
        Callback::from(move |event: PointerEvent| {
            let place =
                place_in(&lane, &event).filter(|_| event.button() == 0 && event.is_primary());
            let hit = place.and_then(|(x, width)| Some((take(Lane::new(span, width), x)?, x)));
            let Some((thing, x)) = hit else {
                point.emit(event);
                return;
            };
            if let Some(element) = own.cast::<Element>() {
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            focus_on(&button);
            if event.pointer_type() != "touch" {
                event.prevent_default();
            }
            *held.borrow_mut() = Some(Hand::new(thing, event.pointer_id(), x));
        })
    };
    let moved = {
        let (held, lane, clock, free) = (
            held.clone(),
            ground.lane.clone(),
            ground.clock.clone(),
            ground.free,
        );
        let (point, change) = (ground.point.moved.clone(), change.clone());
        Callback::from(move |event: PointerEvent| {
            let mut held = held.borrow_mut();
            let Some(hand) = held.as_mut() else {
                drop(held);
                point.emit(event);
                return;
            };
            let place = place_in(&lane, &event).filter(|_| hand.is_of(event.pointer_id()));
            let Some((x, _)) = place else { return };
            let edit = hand.at(&clock, x, tremble(&event), free || event.alt_key());
            drop(held);
            if let Some(edit) = edit {
                change(edit, Gesture::Preview);
            }
        })
    };
    let up = {
        let (held, point) = (held.clone(), ground.point.up.clone());
        Callback::from(move |event: PointerEvent| {
            // Let go of before anything is told: that may come back here.
            let done = held.borrow_mut().take();
            match done.map(Hand::let_go) {
                None => point.emit(event),
                Some(LetGo::Pressed) => pressed.emit(()),
                Some(LetGo::Dropped(end)) => {
                    change(end.edit, Gesture::Commit);
                    dropped.emit(end.longer);
                }
                Some(LetGo::Nothing) => {}
            }
        })
    };
    let forget = {
        let dispatch = ground.dispatch.clone();
        move || {
            let was = held.borrow_mut().take().map(|was| was.is_moved());
            if was == Some(true) {
                dispatch.emit(Action::Abandon);
            }
            was
        }
    };
    let cancel = {
        let (forget, point) = (forget.clone(), ground.point.cancel.clone());
        Callback::from(move |event: PointerEvent| {
            if forget().is_none() {
                point.emit(event);
            }
        })
    };
    Hold {
        own_lane,
        button,
        down,
        moved,
        up,
        cancel,
        abandon: Callback::from(move |()| forget() == Some(true)),
    }
}
