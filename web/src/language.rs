//! The language of the page, for every component.

use onrush_words::Words;
use yew::prelude::*;

/// The sentences in the language of the page.
#[hook]
pub(crate) fn use_words() -> Words {
    use_context().unwrap_or_default()
}
