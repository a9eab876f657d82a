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
            })
            .collect();
        terms.sort_by_cached_key(|term| term.name.to_lowercase());
        terms
    }
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
    fn each_story_has_all_its_parts() {
        let words = Words::default();
        for story in onrush_scenario::stories() {
            assert!(words.story(story.key).is_some(), "{}", story.key);
        }
        assert_eq!(words.story("no-such-story"), None);
    }
}
