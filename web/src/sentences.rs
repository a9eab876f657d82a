//! Sentences that several parts of the page say.

use onrush_runner::Rehearsal;
use onrush_words::Words;

use crate::state::Document;

/// The answer, as far as the plan was rehearsed.
pub(crate) fn headline(words: Words, document: &Document, rehearsal: &Rehearsal) -> String {
    words.headline(
        &rehearsal.rehearsed(&document.scenario),
        &rehearsal.observations,
        &rehearsal.diagnosis,
    )
}

/// A text's first sentence, and the others.
pub(crate) fn first_sentence(text: &str) -> (&str, &str) {
    text.split_once(". ").map_or((text, ""), |(first, rest)| {
        (&text[..=first.len()], rest.trim_start())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_end_no_sentence() {
        assert_eq!(
            first_sentence("Holds. At 20:31, 1.5 million. Fine."),
            ("Holds.", "At 20:31, 1.5 million. Fine.")
        );
        assert_eq!(first_sentence("Holds."), ("Holds.", ""));
        assert_eq!(first_sentence(""), ("", ""));
    }
}
