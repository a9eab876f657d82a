//! Every sentence that a person reads, by id and language.
//!
//! The sentences stand in plain text files (`languages/en/*.txt`), one a line: `id = sentence with {name}`. [`Words::text`]
//! fills one in; numbers are written as people say them or exactly, as the sentence asks ([`Args`]). On top of that there
//! are sentences that need thought: [`Words::headline`], [`Words::finding`], names of parts of a site, money and clock times.
//!
//! All text is plain: whoever puts it into a page or a terminal escapes it there.
//!
//! # Example
//!
//! ```
//! use onrush_words::{Args, Language, Words};
//!
//! let words = Words::new(Language::English);
//! assert_eq!(words.about(5234.0), "about 5,200");
//! assert_eq!(words.share(0.41), "4 in 10");
//! assert_eq!(words.duration(360.0), "6 minutes");
//! let args = Args::new().with("n", 2_300);
//! assert_eq!(words.text("finding.people_lost.error", &args), "2,300 left at an error");
//! assert_eq!(words.capitalised("about 5,200 people"), "About 5,200 people");
//! assert_eq!(words.t("no.such.id"), "⟨no.such.id⟩");
//! ```
//!
//! # Does not know about
//!
//! Where a sentence is shown, HTML, colours, the terminal's width; how anything was computed.

mod advice;
mod bill;
mod catalogue;
mod faults;
mod fields;
mod findings;
mod headline;
mod known;
mod language;
mod message;
mod names;
mod numbers;
mod plural;
mod pseudo;
mod reading;
mod review;
mod steps;
mod studies;
mod time;
mod why;

pub use fields::PlanNames;
pub use language::Language;
pub use message::{Args, Name, Value};
pub use reading::{Piece, StoryText, Term};

use numbers::Precision;

/// The sentences that a program takes along.
#[derive(Debug, Clone, Copy)]
pub struct Texts(catalogue::Files);

impl Texts {
    /// All English sentences.
    #[must_use]
    pub const fn whole() -> Self {
        Self(catalogue::whole())
    }

    /// The English sentences of an embedded rehearsal.
    #[must_use]
    pub const fn for_embed() -> Self {
        Self(catalogue::for_embed())
    }
}

/// Has this program speak with `texts`. A program for WebAssembly has to call it before it says anything: it holds no other sentences than
/// those that it names here. Elsewhere every program speaks with all of them, and only the first call counts.
pub fn bring(texts: Texts) {
    catalogue::bring(texts.0);
}

/// The sentences of one language. Cheap to copy: the sentences themselves are in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    language: Language,
}

impl Words {
    /// Sentences in `language`.
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// Provides the sentences of a language that is not in the program (see [`Language::is_loaded`]): the text of `languages/TAG.txt`.
    /// The first text counts. What it lacks is said in English.
    pub fn provide(language: Language, text: String) {
        catalogue::provide(language, text);
    }

    /// Whether the language's sentences are there. Otherwise everything is said in English.
    #[must_use]
    pub fn is_there(self) -> bool {
        !catalogue::of(self.language).is_empty()
    }

    /// The language.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// The sentence `id` with its places filled. An id that does not exist stays visible as `⟨id⟩`.
    #[must_use]
    pub fn text(self, id: &str, args: &Args) -> String {
        match self.template(id) {
            Some(template) => message::fill(self.language, template, args),
            None => format!("⟨{id}⟩"),
        }
    }

    /// The sentence `id`, which has no places.
    #[must_use]
    pub fn t(self, id: &str) -> String {
        self.text(id, &Args::new())
    }

    /// The sentence `family.key`, for keys that are data: outcomes, stories, terms. `None` when there is none.
    #[must_use]
    pub fn member(self, family: &str, key: &str, args: &Args) -> Option<String> {
        self.template(&format!("{family}.{key}"))
            .map(|template| message::fill(self.language, template, args))
    }

    /// Things as a list: `one, two, three`.
    #[must_use]
    pub fn list<I>(self, items: I) -> String
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let items = items.into_iter().map(Into::into);
        items
            .reduce(|a: String, b| self.text("list.join", &Args::new().with("a", a).with("b", b)))
            .unwrap_or_default()
    }

    /// `text` with a capital at its beginning, whatever word a value put there.
    #[must_use]
    pub fn capitalised(self, text: &str) -> String {
        // A Dutch `ij` is one letter.
        if let Some(rest) = text
            .strip_prefix("ij")
            .filter(|_| self.language == Language::Dutch)
        {
            return format!("IJ{rest}");
        }
        let mut chars = text.chars();
        chars
            .next()
            .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    }

    /// Every id of the catalogue, in order: for tests that keep sentences and program together.
    pub fn ids(self) -> impl Iterator<Item = &'static str> {
        catalogue::of(self.language).keys().copied()
    }

    fn template(self, id: &str) -> Option<&'static str> {
        catalogue::of(self.language)
            .get(id)
            .or_else(|| catalogue::of(Language::English).get(id))
            .map(AsRef::as_ref)
    }

    /// A number to two digits, with "about" where that changed it: `about 5,200`, `1.5 million`.
    #[must_use]
    pub fn about(self, n: f64) -> String {
        numbers::about(self.language, n)
    }

    /// A number to two digits: `5,200`.
    #[must_use]
    pub fn round(self, n: f64) -> String {
        numbers::round(self.language, n)
    }

    /// A number with all its digits (two decimals at most): `5,234`.
    #[must_use]
    pub fn exact(self, n: f64) -> String {
        numbers::exact(self.language, n)
    }

    /// A number as it stands in a field to type in, with all that it has: `680,000`, `0.0425`.
    #[must_use]
    pub fn typed(self, n: f64) -> String {
        numbers::typed(self.language, n)
    }

    /// How charts write numbers: what stands between groups of three digits, what between whole and fraction, and how many digits a
    /// number has at least where groups are made.
    #[must_use]
    pub fn number_marks(self) -> (char, char, usize) {
        numbers::marks(self.language)
    }

    /// Whether people type `1,5` for one and a half.
    #[must_use]
    pub fn has_decimal_comma(self) -> bool {
        numbers::has_decimal_comma(self.language)
    }

    /// A share (0 to 1) as people say it: `4 in 10`, `fewer than 1 in 100`, `none`, `all`.
    #[must_use]
    pub fn share(self, share: f64) -> String {
        numbers::share(self.language, share, "")
    }

    /// A share (0 to 1) in percent: `71 %`, `3.4 %`, `under 0.1 %`.
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        numbers::percent(self.language, share)
    }

    /// A length of time in seconds, rounded: `40 seconds`, `6 minutes`.
    #[must_use]
    pub fn duration(self, seconds: f64) -> String {
        numbers::duration(self.language, seconds, "")
    }

    /// An amount of money (currency as ISO 4217 code), rounded: `€12,000`.
    #[must_use]
    pub fn money(self, amount: f64, currency: &str) -> String {
        numbers::money(self.language, amount, currency, Precision::Rounded)
    }

    /// An amount of money to the cent: `€12,345.60`.
    #[must_use]
    pub fn money_exact(self, amount: f64, currency: &str) -> String {
        numbers::money(self.language, amount, currency, Precision::Exact)
    }

    /// The price of one of something, with all that it has of a cent: `€0.085`.
    #[must_use]
    pub fn price(self, amount: f64, currency: &str) -> String {
        numbers::money(self.language, amount, currency, Precision::Price)
    }
}
