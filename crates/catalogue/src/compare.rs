//! A translation beside the English.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Catalogue, Place, STYLES, places};

/// What a translator meant: ids that read as in English, and ids with other places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exceptions {
    same: BTreeSet<String>,
    places: BTreeSet<String>,
}

impl Exceptions {
    /// Reads a list: an id a line for what is meant to be the same, `places id` for what is meant to have other places, `#` for comments.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut read = Self::default();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            match line.strip_prefix("places ") {
                Some(id) => {
                    read.places.insert(id.trim().to_owned());
                }
                None if !line.is_empty() => {
                    read.same.insert(line.to_owned());
                }
                None => {}
            }
        }
        read
    }
}

/// What is to be done about a translation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Ids that English has and it has not.
    pub missing: Vec<String>,
    /// Ids that English has not, and exceptions that are none.
    pub unused: Vec<String>,
    /// Ids that read as in English and are not said to be meant so.
    pub untranslated: Vec<String>,
    /// Ids with other places than in English, and why.
    pub places: Vec<(String, String)>,
}

impl Report {
    /// How many things there are to do.
    #[must_use]
    pub fn len(&self) -> usize {
        self.missing.len() + self.unused.len() + self.untranslated.len() + self.places.len()
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Compares. `plural` are the language's plural categories: whoever branches by one of them has to have all.
#[must_use]
pub fn compare(
    english: &Catalogue<'_>,
    other: &Catalogue<'_>,
    meant: &Exceptions,
    plural: &[&str],
) -> Report {
    let mut report = Report::default();
    for (id, message) in english {
        match other.get(id) {
            None => report.missing.push((*id).to_owned()),
            Some(said) => {
                if said == message && says_something(message) && !meant.same.contains(*id) {
                    report.untranslated.push((*id).to_owned());
                }
                let exempt = meant.places.contains(*id);
                if let Err(why) = same_places(message, said, plural, exempt) {
                    report.places.push(((*id).to_owned(), why));
                }
            }
        }
    }
    let unknown = other.keys().filter(|id| !english.contains_key(*id));
    report.unused.extend(unknown.map(|id| (*id).to_owned()));
    for id in &meant.same {
        if other.get(id.as_str()) != english.get(id.as_str()) || !english.contains_key(id.as_str())
        {
            report
                .unused
                .push(format!("{id} (listed as the same, and is not)"));
        }
    }
    report
}

/// Whether there are words outside of the places.
fn says_something(message: &str) -> bool {
    let mut depth = 0_u32;
    let mut letters = 0;
    for c in message.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 && c.is_alphabetic() => letters += 1,
            _ => {}
        }
    }
    letters >= 3 || message.contains('|')
}

/// The places that show a value, and the keys by which places choose.
fn summed_up<'a>(found: &[Place<'a>]) -> (BTreeSet<&'a str>, BTreeMap<&'a str, BTreeSet<&'a str>>) {
    let mut shown = BTreeSet::new();
    let mut chosen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for place in found {
        if place.keys.is_empty() {
            shown.insert(place.name);
        } else {
            chosen.entry(place.name).or_default().extend(&place.keys);
        }
    }
    (shown, chosen)
}

fn is_plural(key: &str) -> bool {
    key.starts_with('=') || ["zero", "one", "two", "few", "many", "other"].contains(&key)
}

fn same_places(english: &str, said: &str, plural: &[&str], exempt: bool) -> Result<(), String> {
    let (ours, theirs) = (places(english)?, places(said)?);
    for place in &theirs {
        let by_number = place
            .keys
            .iter()
            .any(|k| *k != "other" && plural.contains(k));
        let lacks = plural.iter().find(|c| !place.keys.contains(c));
        if let Some(category) = lacks.filter(|_| by_number) {
            return Err(format!("{{{}}} has no branch `{category}`", place.name));
        }
        let form = place.name == "form" || ours.iter().any(|p| p.name == place.name);
        if !form {
            return Err(format!(
                "{{{}}} is no place of the English message",
                place.name
            ));
        }
        let style = place.style.split(' ').next().unwrap_or_default();
        let unstyled = |p: &&Place<'_>| p.name == place.name && p.style.is_empty();
        let known = style.is_empty() || STYLES.contains(&style);
        if !known && !ours.iter().any(|p| unstyled(&p)) {
            return Err(format!(
                "{{{}:{style}}}: there is no such style",
                place.name
            ));
        }
    }
    if exempt {
        return Ok(());
    }
    let ((our_shown, our_keys), (their_shown, their_keys)) = (summed_up(&ours), summed_up(&theirs));
    if let Some(name) = our_shown.iter().find(|name| !their_shown.contains(*name)) {
        return Err(format!("{{{name}}} is left out"));
    }
    for (name, keys) in &our_keys {
        let data: BTreeSet<&str> = keys.iter().copied().filter(|k| !is_plural(k)).collect();
        if data.is_empty() {
            continue;
        }
        let found = their_keys.get(name).cloned().unwrap_or_default();
        let found: BTreeSet<&str> = found.into_iter().filter(|k| !is_plural(k)).collect();
        if found != data {
            return Err(format!(
                "{{{name}|…}} chooses from {found:?} instead of {data:?}"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn of(text: &'static str) -> Catalogue<'static> {
        let mut found = Catalogue::new();
        assert!(read("f", text, &mut found).is_empty());
        found
    }

    const POLISH: [&str; 4] = ["one", "few", "many", "other"];

    #[test]
    fn each_kind_of_gap_is_found() {
        let english = of(
            "a = people\nb = {n|one: one|other: {n} people} at {clock}\nc = gone\nd = {way|x: up|other: down}\ne = CDN",
        );
        let other = of(
            "a = people\nb = {n|one: jeden|other: {n} osób} o {clock}\nd = {way|y: w górę|other: w dół}\ne = CDN\nf = nadmiar",
        );
        let report = compare(&english, &other, &Exceptions::read("e # short"), &POLISH);
        assert_eq!(report.missing, ["c"]);
        assert_eq!(report.unused, ["f"]);
        assert_eq!(report.untranslated, ["a"]);
        let ids: Vec<&str> = report.places.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["b", "d"]);
        assert_eq!(report.len(), 5);
    }

    #[test]
    fn a_good_translation_has_nothing_to_do() {
        let english = of("b = {n|one: one|other: {n} people} at {clock}\nd = {station} is full");
        let other = of(
            "b = o {clock} {n|one: jedna osoba|few: {n} osoby|many: {n} osób|other: {n} osoby}\nd = {station|f: pełna|other: pełny} {station:gen} {form|x: y|other: z}",
        );
        assert!(compare(&english, &other, &Exceptions::default(), &POLISH).is_empty());
        let short = of("b = {n} osób\nd = {station}");
        let report = compare(&english, &short, &Exceptions::read("places b"), &POLISH);
        assert!(report.is_empty(), "{report:?}");
        let report = compare(&english, &short, &Exceptions::default(), &POLISH);
        assert_eq!(
            report.places,
            [("b".to_owned(), "{clock} is left out".to_owned())]
        );
        let wrong = compare(&english, &short, &Exceptions::read("places b\nd"), &POLISH);
        assert_eq!(wrong.unused.len(), 1);
    }
}
