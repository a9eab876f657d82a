//! Sizing a part by drawing at the edge of its tank.
//!
//! Keys (+ and − on the part) and the buttons on its card do the same.

use std::rc::Rc;

use onrush_scenario::Edit;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::build::size_field;
use super::part::Part;
use crate::components::fields::stepped;
use crate::state::{Action, Form, Gesture};

/// Pixels that make one step.
const STEP: f64 = 9.0;

/// What hears of a pointer at a part's edge.
#[derive(Clone, PartialEq)]
pub(crate) struct Grip {
    /// Put down on the edge of this part.
    pub(crate) down: Callback<(Part, PointerEvent)>,
    /// Moved.
    pub(crate) moved: Callback<PointerEvent>,
    /// Lifted.
    pub(crate) up: Callback<PointerEvent>,
    /// Taken away.
    pub(crate) cancel: Callback<PointerEvent>,
}

/// A pointer that draws.
struct Draw {
    pointer: i32,
    from: f64,
    path: String,
    /// The plan when it began: each step counts from there.
    form: Form,
    steps: i32,
}

/// Sizing by drawing: to the right is more.
#[hook]
pub(crate) fn use_grip(form: &Form, dispatch: Callback<Action>) -> Grip {
    let draw = use_mut_ref(|| None::<Draw>);
    let down = {
        let (draw, form) = (Rc::clone(&draw), form.clone());
        Callback::from(move |(part, event): (Part, PointerEvent)| {
            let Some(path) = size_field(part, &form.document.scenario) else {
                return;
            };
            // The page would scroll, the part would open.
            event.prevent_default();
            if let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) {
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            *draw.borrow_mut() = Some(Draw {
                pointer: event.pointer_id(),
                from: f64::from(event.client_x()),
                path,
                form: form.clone(),
                steps: 0,
            });
        })
    };
    let moved = {
        let (draw, dispatch) = (Rc::clone(&draw), dispatch.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(draw) = draw
                .borrow_mut()
                .as_mut()
                .filter(|d| d.pointer == event.pointer_id())
            {
                let steps = steps(f64::from(event.client_x()) - draw.from);
                if steps != draw.steps {
                    draw.steps = steps;
                    if let Some(edit) = draw.edit() {
                        dispatch.emit(Action::Edit {
                            edit,
                            gesture: Gesture::Preview,
                        });
                    }
                }
            }
        })
    };
    let up = {
        let (draw, dispatch) = (Rc::clone(&draw), dispatch.clone());
        Callback::from(move |event: PointerEvent| {
            let ended = draw
                .borrow_mut()
                .take_if(|d| d.pointer == event.pointer_id());
            let Some(draw) = ended else { return };
            dispatch.emit(match draw.edit() {
                Some(edit) => Action::Edit {
                    edit,
                    gesture: Gesture::Commit,
                },
                None => Action::Abandon,
            });
        })
    };
    let cancel = {
        let draw = Rc::clone(&draw);
        Callback::from(move |event: PointerEvent| {
            if draw
                .borrow_mut()
                .take_if(|d| d.pointer == event.pointer_id())
                .is_some()
            {
                dispatch.emit(Action::Abandon);
            }
        })
    };
    Grip {
        down,
        moved,
        up,
        cancel,
    }
}

impl Draw {
    /// The edit that the pointer has come to; `None` where it began.
    fn edit(&self) -> Option<Edit> {
        let value = stepped(&self.form, &self.path, self.steps)?;
        Some(Edit::Set {
            path: self.path.clone(),
            value,
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a saturating cast of a distance on the screen is what is meant"
)]
fn steps(pixels: f64) -> i32 {
    (pixels / STEP).round() as i32
}
