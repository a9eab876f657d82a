//! Keeps the focus when the button that had it goes away.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlElement};
use yew::prelude::*;

use crate::state::Run;

/// How far a rehearsal has come, as far as its buttons differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Never asked for.
    Ready,
    /// Under way: it can be cancelled.
    Running,
    /// Not finished: it can be started again.
    Stopped,
    /// Finished, or refused.
    Over,
}

impl Stage {
    /// The stage of `run`.
    pub(crate) fn of(run: Option<&Run>) -> Self {
        match run {
            None => Self::Ready,
            Some(Run::Running(_)) => Self::Running,
            Some(Run::Cancelled | Run::Crashed(_) | Run::Absent(_)) => Self::Stopped,
            Some(Run::Done(_) | Run::Refused(_)) => Self::Over,
        }
    }

    /// Where the focus belongs within the part when it was lost on the way here from `before`.
    fn place(self, before: Self) -> Option<&'static str> {
        match (before, self) {
            (Self::Running, Self::Stopped) => Some("button"),
            (Self::Stopped | Self::Ready, Self::Running) => Some("h1"),
            _ => None,
        }
    }
}

/// Puts the focus at what follows in the part at `node` when the button that was pressed there has gone: from "cancel" at "start
/// again", from there at the heading, and at the answer when that takes the heading's place. A focus that is elsewhere stays.
#[hook]
pub(crate) fn use_kept_focus(node: &NodeRef, stage: Stage) {
    let seen = use_mut_ref(|| None);
    let at_heading = use_mut_ref(|| false);
    let node = node.clone();
    use_effect_with(stage, move |stage| {
        let Some(before) = seen.borrow_mut().replace(*stage) else {
            return;
        };
        let was_at_heading = at_heading.replace(false);
        let place = stage
            .place(before)
            .or((was_at_heading && *stage == Stage::Over).then_some("h1"));
        if let (Some(place), Some(part)) = (place, node.cast::<Element>())
            && nothing_has_focus()
        {
            focus_in(&part, place);
            at_heading.replace(place == "h1");
        }
    });
}

/// Puts the focus at the first element within `part` that `selector` names.
pub(crate) fn focus_in(part: &Element, selector: &str) {
    if let Ok(Some(element)) = part.query_selector(selector) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Parts of a drawing can be focused too, in the same way, though they are no `HTMLElement`.
        let _ = element
            .unchecked_into::<HtmlElement>()
            .focus_with_options(&options);
    }
}

/// The address of the link that has the focus.
pub(crate) fn focused_link() -> Option<AttrValue> {
    let address = active()?.get_attribute("href")?;
    // It becomes part of a selector.
    (!address.contains(['"', '\\'])).then(|| address.into())
}

/// Puts the focus on the link to `address` ([`focused_link`]), where there is one.
pub(crate) fn focus_on_link(address: &str) {
    let body = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.body());
    if let Some(body) = body {
        focus_in(&body, &format!("a[href=\"{address}\"]"));
    }
}

/// Leads to the part at `node` whenever `asked` has grown: brings it into sight, with the focus at the first element in it that
/// `selector` names. Without a selector, somebody else answers.
#[hook]
pub(crate) fn use_led_to(node: &NodeRef, selector: Option<&'static str>, asked: u32) {
    let led = use_mut_ref(|| asked);
    let node = node.clone();
    use_effect_with(asked, move |asked| {
        if led.replace(*asked) != *asked
            && let Some(selector) = selector
            && let Some(part) = node.cast::<Element>()
        {
            focus_in(&part, selector);
            super::bring_into_sight(&part);
        }
    });
}

/// Puts the focus at the element at `node`, which stays where it is on the screen.
pub(crate) fn focus_on(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Puts the focus at the element at `node` when the one that had it is gone; a focus that is elsewhere stays.
pub(crate) fn focus_if_lost(node: &NodeRef) {
    if nothing_has_focus() {
        focus_on(node);
    }
}

/// Whether what an event is about has the focus.
pub(crate) fn has_focus(event: &Event) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    target.is_some() && target == active()
}

fn active() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}

/// Whether the element that had the focus is gone.
fn nothing_has_focus() -> bool {
    active().is_none_or(|active| active.tag_name() == "BODY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_button_that_went_away_moves_the_focus() {
        assert_eq!(Stage::Stopped.place(Stage::Running), Some("button"));
        assert_eq!(Stage::Running.place(Stage::Stopped), Some("h1"));
        assert_eq!(Stage::Running.place(Stage::Over), None, "another crowd");
        assert_eq!(Stage::Over.place(Stage::Running), None);
    }
}
