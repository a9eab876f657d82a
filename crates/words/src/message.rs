//! A sentence with places for values.
//!
//! `{name}` is replaced by a value, `{name:style}` by the value in a style (`about`, `round`, `share`, `percent`, `seconds`,
//! `decimal`), and
//! `{name|one: visitor|other: {name:about} visitors}` by the branch that fits the value: for a number the exact branch
//! (`=0`), else its plural category in the language, else `other`; for a text the branch of that name, else `other`.
//! Branches may contain placeholders themselves. The plural category is that of the number as the message shows it.
//!
//! What a sentence names may have forms: `{station:gen}` asks for one, and the name's own message has it in a branch of `form`
//! (`{form|gen: bazy danych|other: baza danych}`). `{station|f: …|other: …}` chooses by the kind of the part, else by what its name has
//! under the form `agree`.

use onrush_catalogue::{closing, split_branches};
use onrush_json::decimal;

use crate::{Language, Words, numbers, plural};

/// Values for the places of a sentence, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Args(Vec<(String, Value)>);

impl Args {
    /// No values.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same with one more; a later value of the same name wins.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v)
    }
}

/// A value for a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Put in as it is.
    Text(String),
    /// Written in the place's style, and chooses plural forms.
    Number(f64),
    /// A number that is written already: put in as it is, and chooses plural forms.
    Said(f64, String),
    /// A length of time in seconds, rounded.
    Time(f64),
    /// Something with a name in every language, and in the form that the sentence asks for.
    Name(Name),
}

/// What has a name in the catalogue: `family.kind` for an id `kind` or `kind/place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The names' family: `station`.
    pub family: &'static str,
    /// Which one: `row/tickets`.
    pub id: String,
}

impl From<Name> for Value {
    fn from(name: Name) -> Self {
        Self::Name(name)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<f64> for Value {
    fn from(n: f64) -> Self {
        Self::Number(n)
    }
}

macro_rules! whole_numbers {
    ($($small:ty),*; $($large:ty),*) => {
        $(impl From<$small> for Value {
            fn from(n: $small) -> Self {
                Self::Number(f64::from(n))
            }
        })*
        $(impl From<$large> for Value {
            #[expect(clippy::cast_precision_loss, reason = "a sentence needs no more than 15 digits")]
            fn from(n: $large) -> Self {
                Self::Number(n as f64)
            }
        })*
    };
}
whole_numbers!(u8, u16, u32, i32; u64, i64, usize);

/// The place by which a name, a share or a length of time says its forms.
const FORM: &str = "form";

/// The form that tells how a name agrees with other words: its gender and number.
const AGREE: &str = "agree";

/// Writes a number in a style; without one, exactly. A form may stand behind the style.
fn styled(language: Language, n: f64, style: &str) -> String {
    let (style, form) = style.split_once(' ').unwrap_or((style, ""));
    match style {
        "about" => numbers::about(language, n),
        "round" => numbers::round(language, n),
        "share" => numbers::share(language, n, form),
        "percent" => numbers::percent(language, n),
        "seconds" => numbers::duration(language, n, form),
        "decimal" => numbers::decimal(language, n, 1),
        _ => numbers::exact(language, n),
    }
}

/// A number as far as it is shown in a style: by that it chooses its plural form.
fn shown(n: f64, style: &str) -> f64 {
    match style {
        "about" | "round" => numbers::two_digits(n),
        "decimal" => (n * 10.0).round() / 10.0,
        "share" | "percent" | "seconds" => n,
        _ => (n * 100.0).round() / 100.0,
    }
}

/// The plural category of a number as it is shown in a style. A noun behind a rounded number follows the word for "about".
fn category(language: Language, n: f64, style: &str) -> &'static str {
    let shown = shown(n, style);
    if style == "about" && numbers::is_rounded(n) {
        plural::category_after_about(language, shown)
    } else {
        plural::category(language, shown)
    }
}

/// Fills the places of `template`. A place without a value stays visible as `⟨name⟩`.
pub(crate) fn fill(language: Language, template: &str, args: &Args) -> String {
    let filler = Filler {
        language,
        whole: template,
        args,
    };
    let mut out = String::with_capacity(template.len() + 32);
    filler.fill(template, &mut out);
    out
}

/// What is needed to fill a message's places, wherever they stand in it.
struct Filler<'a> {
    language: Language,
    whole: &'a str,
    args: &'a Args,
}

impl Filler<'_> {
    fn fill(&self, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let Some(length) = closing(&rest[open..]) else {
                rest = &rest[open..];
                break;
            };
            self.place(&rest[open + 1..open + length], out);
            rest = &rest[open + length + 1..];
        }
        out.push_str(rest);
    }

    fn place(&self, inner: &str, out: &mut String) {
        let parts = split_branches(inner);
        let (name, style) = parts[0].split_once(':').unwrap_or((parts[0], ""));
        let (name, style) = (name.trim(), style.trim());
        let value = self.args.get(name);
        if parts.len() > 1 {
            let text = match value {
                Some(value) => self.branch(name, value, style, &parts[1..]),
                // A name that is shown as it is has the form of a dictionary.
                None if name == FORM => named(&parts[1..], "other"),
                None => {
                    self.missing(name, out);
                    return;
                }
            };
            self.fill(text.unwrap_or_default(), out);
            return;
        }
        match value {
            None => self.missing(name, out),
            Some(Value::Text(text) | Value::Said(_, text)) => out.push_str(text),
            Some(Value::Number(n)) => out.push_str(&styled(self.language, *n, style)),
            Some(Value::Time(s)) => {
                let form = style.strip_prefix("seconds").unwrap_or(style).trim();
                out.push_str(&numbers::duration(self.language, *s, form));
            }
            Some(Value::Name(name)) => out.push_str(&Words::new(self.language).named(name, style)),
        }
    }

    #[expect(clippy::unused_self, reason = "reads as the others do")]
    fn missing(&self, name: &str, out: &mut String) {
        for piece in ["⟨", name, "⟩"] {
            out.push_str(piece);
        }
    }

    /// The text of the branch that fits.
    fn branch<'b>(
        &self,
        name: &str,
        value: &Value,
        style: &str,
        branches: &[&'b str],
    ) -> Option<&'b str> {
        let by_number = |n: f64, style: &str| {
            let exactly = branches.iter().find_map(|b| {
                let (key, text) = b.split_once(':')?;
                let wanted = decimal(key.trim().strip_prefix('=')?)?;
                (wanted.total_cmp(&n).is_eq() || (wanted == 0.0 && n == 0.0)).then(|| text.trim())
            });
            exactly.or_else(|| named(branches, category(self.language, n, style)))
        };
        match value {
            Value::Text(text) => named(branches, text),
            Value::Number(n) => {
                let style = if style.is_empty() {
                    self.style_of(name)
                } else {
                    style
                };
                by_number(*n, style)
            }
            Value::Said(n, _) => by_number(*n, ""),
            Value::Time(s) => by_number(*s, ""),
            Value::Name(part) => {
                let kind = part.id.split('/').next().unwrap_or_default();
                named(branches, kind).or_else(|| {
                    let agree = Words::new(self.language).named(part, AGREE);
                    named(branches, &agree)
                })
            }
        }
        .or_else(|| named(branches, "other"))
    }

    /// The style in which this message shows the value.
    fn style_of(&self, name: &str) -> &str {
        let found = self.whole.match_indices(name).find_map(|(at, _)| {
            let rest = self.whole[at + name.len()..].strip_prefix(':')?;
            let style = &rest[..rest.find(['}', '|'])?];
            self.whole[..at].ends_with('{').then(|| style.trim())
        });
        found.unwrap_or_default()
    }
}

/// The text of the branch of that name.
fn named<'b>(branches: &[&'b str], wanted: &str) -> Option<&'b str> {
    branches
        .iter()
        .filter_map(|b| b.split_once(':'))
        .find(|(key, _)| key.trim() == wanted)
        .map(|(_, text)| text.trim())
}

/// Arguments with the form that a sentence asks for.
pub(crate) fn in_form(args: Args, form: &str) -> Args {
    if form.is_empty() {
        args
    } else {
        args.with(FORM, form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(template: &str, args: &Args) -> String {
        fill(Language::English, template, args)
    }

    #[test]
    fn places_branches_and_styles() {
        let t = "{n|=0: nobody|one: one visitor|other: {n:about} visitors} from {where}";
        let args = |n: u32| Args::new().with("n", n).with("where", "Asia");
        assert_eq!(say(t, &args(0)), "nobody from Asia");
        assert_eq!(say(t, &args(1)), "one visitor from Asia");
        assert_eq!(say(t, &args(5234)), "about 5,200 visitors from Asia");
    }

    #[test]
    fn a_text_selects_by_name() {
        let t = "{kind|tv: a broadcast|other: something else}";
        assert_eq!(say(t, &Args::new().with("kind", "tv")), "a broadcast");
        assert_eq!(say(t, &Args::new().with("kind", "x")), "something else");
    }

    #[test]
    fn what_is_missing_stays_visible() {
        assert_eq!(say("{who} came", &Args::new()), "⟨who⟩ came");
        assert_eq!(say("an open { brace", &Args::new()), "an open { brace");
    }

    #[test]
    fn values_are_never_read_as_templates() {
        let args = Args::new().with("name", "{n} {other|");
        assert_eq!(say("“{name}”", &args), "“{n} {other|”");
    }

    #[test]
    fn plural_forms_follow_what_is_shown() {
        let t = "{n:about} {n|one: osoba|few: osoby|many: osób|other: osoby}";
        let said = |n: f64| fill(Language::Polish, t, &Args::new().with("n", n));
        // 5234 would be "few", but it is 5200 that stands there.
        assert!(said(5234.0).ends_with("5200 osób"), "{}", said(5234.0));
        assert_eq!(said(1.0), "1 osoba");
        assert_eq!(said(22.0), "22 osoby");
        assert!(said(22.3).ends_with("22 osób"), "{}", said(22.3));
        assert!(said(1.04).ends_with("1 osoby"), "{}", said(1.04));
        assert_eq!(said(1.5), "1,5 osoby");
        let nested = "{n|=0: nobody|one: one|other: {n:about} people}";
        let said = |n: f64| say(nested, &Args::new().with("n", n));
        assert_eq!([said(0.0), said(1.04)], ["nobody", "one"]);
        let factor = Args::new().with("factor", Value::Said(1.4, "1,40".to_owned()));
        let t = "{factor} {factor|one: raz|few: razy|many: razy|other: raza}";
        assert_eq!(fill(Language::Polish, t, &factor), "1,40 raza");
    }

    #[test]
    fn lengths_of_time_and_names_take_the_place_of_numbers() {
        let args = Args::new().with("time", Value::Time(360.0)).with(
            "station",
            Name {
                family: "station",
                id: "database".to_owned(),
            },
        );
        assert_eq!(say("{time:gen} later", &args), "6 minutes later");
        assert_eq!(say("{station:gen}", &args), "the database");
        assert_eq!(
            say("{station|web: were|database: was|other: is}", &args),
            "was"
        );
        assert_eq!(say("{form|gen: x|other: y}", &args), "y");
    }
}
