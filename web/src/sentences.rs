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

/// A sentence with a capital at its beginning, whatever word a value put there.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
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
    fn sentences_begin_with_a_capital() {
        assert_eq!(capitalised("about 5,200 people"), "About 5,200 people");
        assert_eq!(capitalised("7 people"), "7 people");
        assert_eq!(capitalised(""), "");
    }

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
