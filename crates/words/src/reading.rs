//! Things to read: the stories' texts and the glossary.

use crate::{Args, Words, catalogue};

/// The text of a built-in story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryText {
    /// Its title.
    pub title: String,
    /// One sentence for the card on the start screen.
    pub teaser: String,
    /// What one takes from it.
    pub lesson: String,
    /// What is reported.
    pub known: String,
    /// What is ours.
    pub assumed: String,
}

/// A word of the field and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Stable key: `p95`.
    pub id: &'static str,
    /// The word.
    pub name: String,
    /// One or two plain sentences.
    pub meaning: String,
    /// How other sentences say it.
    pub said: Vec<String>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// A word of the glossary, as the sentence says it.
    Term {
        /// How it is said here.
        said: String,
        /// What it is.
        term: Term,
    },
}

impl Words {
    /// The text of the story with this key; `None` when there is no such story.
    #[must_use]
    pub fn story(self, key: &str) -> Option<StoryText> {
        let part = |part: &str| self.member("story", &format!("{key}.{part}"), &Args::new());
        Some(StoryText {
            title: part("title")?,
            teaser: part("teaser")?,
            lesson: part("lesson")?,
            known: part("known")?,
            assumed: part("assumed")?,
        })
    }

    /// One word of the glossary.
    #[must_use]
    pub fn term(self, id: &str) -> Option<Term> {
        self.glossary().into_iter().find(|term| term.id == id)
    }

    /// The glossary, in the order of its words.
    #[must_use]
    pub fn glossary(self) -> Vec<Term> {
        let mut terms: Vec<Term> = catalogue::of(Words::default().language())
            .keys()
            .filter_map(|id| id.strip_prefix("term.")?.strip_suffix(".name"))
            .map(|id| Term {
                id,
                name: self.t(&format!("term.{id}.name")),
                meaning: self.t(&format!("term.{id}.meaning")),
                said: self
                    .member("term", &format!("{id}.said"), &Args::new())
                    .map(|said| said.split('|').map(str::to_owned).collect())
                    .unwrap_or_default(),
            })
            .collect();
        terms.sort_by_cached_key(|term| term.name.to_lowercase());
        terms
    }

    /// `text` in pieces: words of the glossary, each where it is said first, and what stands between them.
    #[must_use]
    pub fn glossed(self, text: &str) -> Vec<Piece> {
        let mut terms = self.glossary();
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((at, length, index)) = first_term(rest, &terms) {
            if at > 0 {
                pieces.push(Piece::Text(rest[..at].to_owned()));
            }
            pieces.push(Piece::Term {
                said: rest[at..at + length].to_owned(),
                term: terms.remove(index),
            });
            rest = &rest[at + length..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        pieces
    }
}

/// Where the first of `terms` is said as whole words, how long, and which it is; of several at one place the longest.
fn first_term(text: &str, terms: &[Term]) -> Option<(usize, usize, usize)> {
    let said = terms
        .iter()
        .enumerate()
        .flat_map(|(index, term)| term.said.iter().map(move |said| (index, said)));
    said.filter_map(|(index, said)| {
        let at = text
            .match_indices(said.as_str())
            .map(|(at, _)| at)
            .find(|at| {
                let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !word(text[..*at].chars().next_back())
                    && !word(text[at + said.len()..].chars().next())
            })?;
        Some((at, said.len(), index))
    })
    .min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn each_term_has_a_name_and_a_meaning() {
        for language in Language::ALL {
            let glossary = Words::new(*language).glossary();
            assert!(glossary.len() >= 20, "{} terms", glossary.len());
            for term in glossary {
                assert!(!term.meaning.contains('⟨'), "{} has no meaning", term.id);
            }
        }
    }

    #[test]
    fn words_of_the_field_are_found_once_and_whole() {
        let said = |text: &str| -> Vec<String> {
            let pieces = Words::default().glossed(text);
            let whole: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.as_str(),
                    Piece::Term { said, .. } => said.as_str(),
                })
                .collect();
            assert_eq!(whole, text, "nothing is lost");
            pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Text(_) => None,
                    Piece::Term { said, term } => Some(format!("{said}: {}", term.id)),
                })
                .collect()
        };
        assert_eq!(
            said(
                "All 100 database connections were taken and the web servers stood waiting; the web servers again."
            ),
            [
                "database connections: connection",
                "web servers: web-server"
            ]
        );
        assert_eq!(said("The databases of CDNs"), [""; 0]);
        assert_eq!(said(""), [""; 0]);
    }

    #[test]
    fn each_story_has_all_its_parts() {
        let words = Words::default();
        for story in onrush_scenario::stories() {
            assert!(words.story(story.key).is_some(), "{}", story.key);
        }
        assert_eq!(words.story("no-such-story"), None);
    }
}
