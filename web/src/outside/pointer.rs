//! Where a finger, pen or mouse points out a moment.
//!
//! A mouse (or pen) points as soon as it is pressed, and while it is drawn. A finger may be on its way down the page: it points
//! when it taps, or once it has gone sideways; a finger that goes up or down scrolls.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::steady::use_steady;

/// CSS pixels that a finger may tremble and still tap.
const TREMBLE: f64 = 8.0;

/// What one finger has done since it was put down.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Finger {
    /// It is not there, or belongs to the browser, which scrolls.
    #[default]
    Away,
    /// It was put down here and has stayed.
    Down {
        /// Which of several.
        id: i32,
        /// Where.
        at: (f64, f64),
    },
    /// It points, wherever it goes.
    Points {
        /// Which of several.
        id: i32,
    },
}

/// What happens to a finger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// Put down.
    Down,
    /// Moved.
    Move,
    /// Lifted.
    Up,
    /// Taken over by the browser.
    Cancel,
}

impl Finger {
    /// What it does now, and whether it points out the place where it is.
    fn after(self, touch: Touch, id: i32, at: (f64, f64)) -> (Self, bool) {
        match (self, touch) {
            (Self::Down { id: first, .. } | Self::Points { id: first }, _) if first != id => {
                (self, false)
            }
            (Self::Down { at: from, .. }, Touch::Move) => {
                let (x, y) = ((at.0 - from.0).abs(), (at.1 - from.1).abs());
                if x.max(y) <= TREMBLE {
                    (self, false)
                } else if x > y {
                    (Self::Points { id }, true)
                } else {
                    (Self::Away, false)
                }
            }
            (Self::Points { .. }, Touch::Move) => (self, true),
            (Self::Down { .. }, Touch::Up) => (Self::Away, true),
            (Self::Away | Self::Down { .. }, Touch::Down) => (Self::Down { id, at }, false),
            _ => (Self::Away, false),
        }
    }
}

/// What an element listens to, so that it can be pointed at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pointing {
    /// For `onpointerdown`.
    pub(crate) down: Callback<PointerEvent>,
    /// For `onpointermove`.
    pub(crate) moved: Callback<PointerEvent>,
    /// For `onpointerup`.
    pub(crate) up: Callback<PointerEvent>,
    /// For `onpointercancel`.
    pub(crate) cancel: Callback<PointerEvent>,
}

/// Tells `point` the place that is pointed out within the element at `node`, and the element's width, in CSS pixels.
#[hook]
pub(crate) fn use_pointing(node: &NodeRef, point: Callback<(f64, f64)>) -> Pointing {
    let finger = use_mut_ref(Finger::default);
    let point = use_steady(point);
    let pointing = use_memo(node.clone(), move |node| listening(node, &finger, &point));
    (*pointing).clone()
}

fn listening(
    node: &NodeRef,
    finger: &Rc<RefCell<Finger>>,
    point: &Callback<(f64, f64)>,
) -> Pointing {
    let listen = |touch: Touch| {
        let (finger, point, node) = (finger.clone(), point.clone(), node.clone());
        Callback::from(move |event: PointerEvent| {
            let points = if event.pointer_type() == "touch" {
                let at = (f64::from(event.client_x()), f64::from(event.client_y()));
                let (next, points) = finger.borrow().after(touch, event.pointer_id(), at);
                *finger.borrow_mut() = next;
                points
            } else {
                matches!(touch, Touch::Down | Touch::Move) && event.buttons() & 1 != 0
            };
            if points && let Some(place) = place_in(&node, &event) {
                point.emit(place);
            }
        })
    };
    Pointing {
        down: listen(Touch::Down),
        moved: listen(Touch::Move),
        up: listen(Touch::Up),
        cancel: listen(Touch::Cancel),
    }
}

/// Where in the element at `node` an event is, from its left edge, and the element's width. (The event itself cannot tell:
/// Yew listens at the root, and that is its `currentTarget`.)
pub(crate) fn place_in(node: &NodeRef, event: &PointerEvent) -> Option<(f64, f64)> {
    let element = node.cast::<Element>()?;
    let bounds = element.get_bounding_client_rect();
    Some((f64::from(event.client_x()) - bounds.left(), bounds.width()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of these touches point.
    fn pointed(touches: &[(Touch, f64, f64)]) -> Vec<bool> {
        let mut finger = Finger::default();
        touches
            .iter()
            .map(|(touch, x, y)| {
                let (next, points) = finger.after(*touch, 1, (*x, *y));
                finger = next;
                points
            })
            .collect()
    }

    #[test]
    fn a_tap_points_when_it_ends() {
        use Touch::{Down, Move, Up};
        assert_eq!(
            pointed(&[(Down, 50.0, 50.0), (Move, 53.0, 55.0), (Up, 53.0, 55.0)]),
            [false, false, true]
        );
    }

    #[test]
    fn going_sideways_points_all_the_way() {
        use Touch::{Down, Move, Up};
        assert_eq!(
            pointed(&[
                (Down, 50.0, 50.0),
                (Move, 60.0, 53.0),
                (Move, 90.0, 99.0),
                (Up, 90.0, 99.0)
            ]),
            [false, true, true, false]
        );
    }

    #[test]
    fn scrolling_does_not_point() {
        use Touch::{Cancel, Down, Move, Up};
        assert_eq!(
            pointed(&[
                (Down, 50.0, 50.0),
                (Move, 53.0, 70.0),
                (Move, 90.0, 70.0),
                (Up, 90.0, 70.0)
            ]),
            [false; 4]
        );
        assert_eq!(
            pointed(&[(Down, 50.0, 50.0), (Cancel, 50.0, 50.0), (Up, 50.0, 50.0)]),
            [false; 3]
        );
    }

    #[test]
    fn a_second_finger_is_not_heard() {
        let (finger, _) = Finger::default().after(Touch::Down, 1, (50.0, 50.0));
        assert_eq!(finger.after(Touch::Up, 2, (90.0, 50.0)), (finger, false));
    }
}
