//! A sentence with places for values.
//!
//! `{name}` is replaced by a value, `{name:style}` by the value in a style (`about`, `round`, `share`, `percent`, `seconds`,
//! `decimal`), and
//! `{name|one: visitor|other: {name:about} visitors}` by the branch that fits the value: for a number the exact branch
//! (`=0`), else its plural category in the language, else `other`; for a text the branch of that name, else `other`.
//! Branches may contain placeholders themselves.

use crate::{Language, numbers, plural};

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

/// Writes a number in a style; without one, exactly.
fn styled(language: Language, n: f64, style: &str) -> String {
    match style {
        "about" => numbers::about(language, n),
        "round" => numbers::round(language, n),
        "share" => numbers::share(language, n),
        "percent" => numbers::percent(language, n),
        "seconds" => numbers::duration(language, n),
        "decimal" => numbers::decimal(language, n, 1),
        _ => numbers::exact(language, n),
    }
}

/// Fills the places of `template`. A place without a value stays visible as `⟨name⟩`.
pub(crate) fn fill(language: Language, template: &str, args: &Args) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(length) = closing(&rest[open..]) else {
            rest = &rest[open..];
            break;
        };
        out.push_str(&place(language, &rest[open + 1..open + length], args));
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    out
}

fn place(language: Language, inner: &str, args: &Args) -> String {
    let parts = split_branches(inner);
    let (name, style) = parts[0].split_once(':').unwrap_or((parts[0], ""));
    let (name, style) = (name.trim(), style.trim());
    let Some(value) = args.get(name) else {
        return format!("⟨{name}⟩");
    };
    if parts.len() > 1 {
        return branch(language, value, &parts[1..])
            .map_or_else(String::new, |text| fill(language, text, args));
    }
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(n) => styled(language, *n, style),
    }
}

/// The text of the branch that fits.
fn branch<'a>(language: Language, value: &Value, branches: &[&'a str]) -> Option<&'a str> {
    let named = |key: &str| {
        branches
            .iter()
            .filter_map(|b| b.split_once(':'))
            .find(|(name, _)| name.trim() == key)
            .map(|(_, text)| text.trim())
    };
    match value {
        Value::Text(text) => named(text),
        Value::Number(n) => {
            named(&format!("={n}")).or_else(|| named(plural::category(language, *n)))
        }
    }
    .or_else(|| named("other"))
}

/// Position of the brace that closes the one at the beginning.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// Cuts at the bars that are not inside inner braces; there is always a first part.
fn split_branches(inner: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0_u32, 0, Vec::new());
    for (i, b) in inner.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => {
                parts.push(&inner[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    parts
}

/// For authors of catalogues.
#[cfg(test)]
pub(crate) mod author {
    use super::{closing, split_branches};

    const STYLES: [&str; 6] = ["about", "round", "share", "percent", "seconds", "decimal"];

    /// What is wrong with a template, if anything: unbalanced braces, an unknown style, branches without `other`.
    ///
    /// # Errors
    /// A note for the author of the catalogue.
    pub(crate) fn check(template: &str) -> Result<(), String> {
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            if rest[at..].starts_with('}') {
                return Err("a closing brace too many".to_owned());
            }
            let length = closing(&rest[at..]).ok_or("a brace is not closed")?;
            let parts = split_branches(&rest[at + 1..at + length]);
            let (name, style) = parts[0].split_once(':').unwrap_or((parts[0], ""));
            if name.trim().is_empty() || name.contains('{') {
                return Err(format!("a place without a name: {}", parts[0]));
            }
            if !style.is_empty() && !STYLES.contains(&style.trim()) {
                return Err(format!("unknown style {style}"));
            }
            let mut other = parts.len() == 1;
            for part in &parts[1..] {
                let (key, text) = part
                    .split_once(':')
                    .ok_or_else(|| format!("a branch without a name: {part}"))?;
                other |= key.trim() == "other";
                check(text)?;
            }
            if !other {
                return Err(format!("{name} has no branch `other`"));
            }
            rest = &rest[at + length + 1..];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::author::check;
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
    fn faults_of_authors_are_found() {
        assert!(check("{n|one: a|other: {n:about}} fine").is_ok());
        for bad in [
            "{n",
            "n}",
            "{n:abuot}",
            "{n|one: a}",
            "{|other: x}",
            "{n|other: {m}",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
