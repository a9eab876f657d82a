//! Sentences that several parts of the page say.

use onrush_runner::Rehearsal;
use onrush_words::Words;

use crate::state::Document;

/// The answer.
pub(crate) fn headline(words: Words, document: &Document, rehearsal: &Rehearsal) -> String {
    words.headline(
        &document.scenario,
        &rehearsal.observations,
        &rehearsal.diagnosis,
    )
}
