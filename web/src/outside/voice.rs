//! The one polite voice for screen readers: whatever has something to say says it here, one thing after the other.

use gloo::timers::callback::Timeout;
use web_sys::{HtmlElement, window};
use yew::prelude::*;

/// The element of [`crate::components::Voice`].
pub(crate) const VOICE: &str = "voice";
/// What was said does not stay for whoever reads the page line by line.
const GONE_AFTER_MS: u32 = 15_000;

/// Says a sentence when the reader is done with what is being read. Nothing happens where the page has no voice yet.
fn say(text: &str) {
    let text = text.trim();
    let document = window().and_then(|window| window.document());
    let voice = document.as_ref().and_then(|d| d.get_element_by_id(VOICE));
    let (Some(document), Some(voice), false) = (document, voice, text.is_empty()) else {
        return;
    };
    // A line of its own: of two things said at the same time, both are heard, and so is the same thing said twice.
    let Ok(line) = document.create_element("p") else {
        return;
    };
    line.set_text_content(Some(text));
    if voice.append_child(&line).is_ok() {
        Timeout::new(GONE_AFTER_MS, move || line.remove()).forget();
    }
}

/// Says `text` whenever it has become another one and is not empty; at the beginning only where `at_once`.
#[hook]
pub(crate) fn use_say(text: String, at_once: bool) {
    let before = use_mut_ref(|| None::<String>);
    use_effect_with(text, move |text| {
        let older = before.borrow_mut().replace(text.clone());
        if older.is_some() || at_once {
            say(text);
        }
    });
}

/// Says what stands in `node` whenever it has become something else; at the beginning only where `at_once`.
#[hook]
pub(crate) fn use_say_what_stands_in(node: &NodeRef, at_once: bool) {
    let before = use_mut_ref(|| None::<String>);
    let node = node.clone();
    use_effect(move || {
        let Some(place) = node.cast::<HtmlElement>() else {
            return;
        };
        let text = place.inner_text();
        let older = before.borrow_mut().replace(text.clone());
        if older.as_ref().map_or(at_once, |older| *older != text) {
            say(&text);
        }
    });
}
