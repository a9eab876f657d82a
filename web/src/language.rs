//! The language of the page, for every component.

use std::cell::RefCell;
use std::rc::Rc;

use onrush_words::Words;
use yew::prelude::*;

use crate::state::{Document, Shared};

/// The sentences in the language of the page.
#[hook]
pub(crate) fn use_words() -> Words {
    use_context().unwrap_or_default()
}

/// So many plans are on the screen at once at most, with those that were just before them.
const REMEMBERED: usize = 8;

/// Plans, and the same as they are shown; the last is the newest.
type Known = Vec<(Shared<Document>, Shared<Document>)>;

/// Plans as they are shown in the page's language.
#[derive(Clone)]
pub(crate) struct Spoken {
    words: Words,
    known: Rc<RefCell<Known>>,
}

impl Spoken {
    /// The plan with the names that came with a story in the page's language; the same piece of data as long as plan and language
    /// are the same.
    pub(crate) fn document(&self, own: &Shared<Document>) -> Shared<Document> {
        let mut known = self.known.borrow_mut();
        if let Some((_, shown)) = known.iter().find(|(one, _)| one == own) {
            return shown.clone();
        }
        let Some(shown) = own.spoken(self.words).map(Shared::new) else {
            return own.clone();
        };
        if known.len() >= REMEMBERED {
            known.remove(0);
        }
        known.push((own.clone(), shown.clone()));
        shown
    }
}

/// Shows plans in the page's language.
#[hook]
pub(crate) fn use_spoken(words: Words) -> Spoken {
    let known = use_memo(words.language(), |_| Rc::new(RefCell::new(Vec::new())));
    Spoken {
        words,
        known: (*known).clone(),
    }
}
