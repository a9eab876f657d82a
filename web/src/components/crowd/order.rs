//! The grip at a track's left edge: carries the activity to another place in the list. Alt with up and down, and two buttons among
//! its values, do the same.

use onrush_scenario::Edit;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::prelude::*;

use super::track::Heard;
use crate::state::{Action, Gesture};

#[derive(Properties, PartialEq)]
pub(super) struct OrderGripProps {
    /// The activity's path.
    pub(super) path: AttrValue,
    /// Its place in the list.
    pub(super) index: usize,
    /// Hears that the focus belongs elsewhere afterwards.
    pub(super) heard: Callback<Heard>,
    /// Hears of the move.
    pub(super) dispatch: Callback<Action>,
}

/// A track in somebody's hand.
struct Held {
    pointer: i32,
    from_y: f64,
    row: HtmlElement,
    /// Middle of each track when it began, from the top of the window.
    middles: Vec<f64>,
}

impl Held {
    /// The row follows the hand.
    fn show(&self, y: f64) {
        // Where the style is refused, only the picture lags behind.
        let _ = self
            .row
            .style()
            .set_property("translate", &format!("0 {}px", y - self.from_y));
    }

    fn put_down(&self) {
        let _ = self.row.style().remove_property("translate");
        let _ = self.row.remove_attribute("data-held");
    }
}

/// The place that a track from `index` takes when it is let go at `y`: before or after those whose middle it has passed.
fn place(middles: &[f64], index: usize, y: f64) -> usize {
    let passed = |(i, middle): (usize, &f64)| if i < index { y > *middle } else { y >= *middle };
    let others = middles.iter().enumerate().filter(|(i, _)| *i != index);
    others.filter(|one| passed(*one)).count()
}

#[component]
pub(super) fn OrderGrip(props: &OrderGripProps) -> Html {
    let held = use_mut_ref(|| None::<Held>);
    let down = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            let Some(grip) = event
                .target_dyn_into::<Element>()
                .filter(|_| event.button() == 0)
            else {
                return;
            };
            let row = grip.closest("li").ok().flatten();
            let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) else {
                return;
            };
            let Some(rows) = row.parent_element().map(|list| list.children()) else {
                return;
            };
            event.prevent_default();
            let _ = grip.set_pointer_capture(event.pointer_id());
            let _ = row.set_attribute("data-held", "");
            let middles = (0..rows.length()).filter_map(|i| {
                let place = rows.item(i)?.get_bounding_client_rect();
                Some(place.top() + place.height() / 2.0)
            });
            *held.borrow_mut() = Some(Held {
                pointer: event.pointer_id(),
                from_y: f64::from(event.client_y()),
                middles: middles.collect(),
                row,
            });
        })
    };
    let moved = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(held) = held.borrow().as_ref()
                && held.pointer == event.pointer_id()
            {
                held.show(f64::from(event.client_y()));
            }
        })
    };
    let up = {
        let (held, heard, dispatch) = (held.clone(), props.heard.clone(), props.dispatch.clone());
        let (path, index) = (props.path.to_string(), props.index);
        Callback::from(move |event: PointerEvent| {
            let ended = held
                .borrow_mut()
                .take_if(|held| held.pointer == event.pointer_id());
            let Some(held) = ended else { return };
            held.put_down();
            let to = place(&held.middles, index, f64::from(event.client_y()));
            if to != index {
                heard.emit(Heard::Keep(to));
                dispatch.emit(Action::Edit {
                    edit: Edit::Move {
                        path: path.clone(),
                        to,
                    },
                    gesture: Gesture::Whole,
                });
            }
        })
    };
    let cancel = Callback::from(move |_: PointerEvent| {
        if let Some(held) = held.borrow_mut().take() {
            held.put_down();
        }
    });
    html! {
        <span
            class="track__grip" aria-hidden="true" onpointerdown={down} onpointermove={moved} onpointerup={up} onpointercancel={cancel}
        >
            <svg viewBox="0 0 8 16"><path d="M2 3v0M6 3v0M2 8v0M6 8v0M2 13v0M6 13v0" /></svg>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_track_lands_where_the_hand_lets_go() {
        let middles = [20.0, 70.0, 120.0, 170.0];
        assert_eq!(place(&middles, 0, 25.0), 0);
        assert_eq!(place(&middles, 0, 69.0), 0);
        assert_eq!(place(&middles, 0, 75.0), 1);
        assert_eq!(place(&middles, 0, 900.0), 3);
        assert_eq!(place(&middles, 3, -50.0), 0);
        assert_eq!(place(&middles, 3, 100.0), 2);
        assert_eq!(place(&middles, 2, 121.0), 2);
        assert_eq!(place(&middles, 2, 60.0), 1);
    }
}
