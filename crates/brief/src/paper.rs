//! A printed page as values: whoever shows it decides how a heading or a table looks.

use serde::Serialize;

/// A page to read, to print, to paste.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// What it is.
    pub title: String,
    /// The answer first, in whole sentences.
    pub lead: Vec<String>,
    /// The rest, by heading.
    pub sections: Vec<Section>,
    /// Where it can be looked at alive, where somebody knows.
    pub link: Option<Link>,
    /// How to know it again and where it came from.
    pub foot: Vec<String>,
}

/// Words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is called.
    pub said: String,
    /// Where it leads.
    pub address: String,
}

impl Paper {
    /// The same with a link that opens what it is about, under these words.
    #[must_use]
    pub fn with_link(self, said: String, address: Option<String>) -> Self {
        Self {
            link: address.map(|address| Link { said, address }),
            ..self
        }
    }
}

/// A part with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// A stable name, for styles and for whoever puts something beside it.
    pub id: &'static str,
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub body: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A remark that matters less.
    Note(String),
    /// Entries, one below the other.
    List(Vec<String>),
    /// What something is called, and how much or what it is.
    Facts(Vec<(String, String)>),
    /// Rows under headings. Every row has as many cells as there are headings.
    Table {
        /// The headings.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What fits on one sheet of paper: of long lists the entries that matter most, and how many more there are.
    Page,
    /// Everything: for a ticket or a wiki.
    Full,
}

impl Extent {
    /// How many of `n` entries are shown where a page has room for `room`. A list is not cut for a single entry.
    pub(crate) fn of(self, n: usize, room: usize) -> usize {
        match self {
            Self::Page if n > room + 1 => room,
            Self::Page | Self::Full => n,
        }
    }

    /// A text, on a page no longer than about `room` letters: cut between words, and marked so.
    pub(crate) fn text(self, text: &str, room: usize) -> String {
        if self == Self::Full || text.chars().count() <= room {
            return text.to_owned();
        }
        let mut cut: String = text.chars().take(room).collect();
        if let Some(space) = cut.rfind(' ') {
            cut.truncate(space);
        }
        let cut = cut.trim_end_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
        format!("{cut}\u{a0}…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_words_on_a_page_only() {
        assert_eq!(Extent::Page.text("short", 10), "short");
        assert_eq!(
            Extent::Page.text("Counted at the door, every day", 22),
            "Counted at the door\u{a0}…"
        );
        assert_eq!(Extent::Full.text(&"long ".repeat(90), 10).len(), 450);
        assert_eq!(Extent::Page.text(&"ü".repeat(30), 10).chars().count(), 12);
    }

    #[test]
    fn a_list_is_not_cut_for_a_single_entry() {
        assert_eq!(Extent::Page.of(6, 5), 6);
        assert_eq!(Extent::Page.of(7, 5), 5);
        assert_eq!(Extent::Full.of(700, 5), 700);
    }
}
