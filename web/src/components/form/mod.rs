//! Forms: one input for each field of a plan, made from the field table.

mod field;
mod meaning;
mod number;
mod source;
mod switch;

use onrush_words::Words;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::{AttrValue, TargetCast};

pub(crate) use field::Field;
pub(crate) use switch::Switch;

/// What a field or part is called: the name given to it here, or else its usual one.
fn name(words: Words, given: Option<&AttrValue>, path: &str) -> String {
    given.map_or_else(
        || words.field_label(path).unwrap_or_default(),
        ToString::to_string,
    )
}

/// What stands in the field that an event comes from.
pub(crate) fn value_of(event: &Event) -> String {
    let select = event.target_dyn_into::<HtmlSelectElement>();
    let input = event.target_dyn_into::<HtmlInputElement>();
    select
        .map(|s| s.value())
        .or(input.map(|i| i.value()))
        .unwrap_or_default()
}

/// The one number that was typed, in any of the ways in which people write it; `None` when it is none, or a range.
pub(crate) fn number_in(words: Words, text: &str) -> Option<f64> {
    match number::read(text, words) {
        Some(number::Typed::One(n)) => Some(n),
        _ => None,
    }
}
