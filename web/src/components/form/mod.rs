//! Forms: one input for each field of a plan, made from the field table.

mod field;
mod meaning;
mod number;
mod source;
mod switch;

use onrush_words::Words;
use yew::AttrValue;

pub(crate) use field::Field;
pub(crate) use switch::Switch;

/// What a field or part is called: the name given to it here, or else its usual one.
fn name(words: Words, given: Option<&AttrValue>, path: &str) -> String {
    given.map_or_else(
        || words.field_label(path).unwrap_or_default(),
        ToString::to_string,
    )
}
