//! What is wrong with an input, in plain words.

use onrush_json::decimal;
use onrush_network::Fault;

use crate::{Args, Words};

impl Words {
    /// A fault as a sentence: the field in plain words, the value, and what would be allowed.
    #[must_use]
    pub fn fault(self, fault: &Fault) -> String {
        let args = Args::new()
            .with("field", self.field(&fault.path))
            .with("what", self.fault_value(fault));
        self.text("fault.line", &args)
    }

    /// The same without the field, for where that stands beside it: `0 is not between 1 and 10,000`.
    #[must_use]
    pub fn fault_value(self, fault: &Fault) -> String {
        let args = Args::new()
            .with("value", self.found(&fault.value))
            .with("allowed", self.allowed(&fault.allowed));
        if fault.value.is_empty() {
            self.text("fault.missing", &args)
        } else {
            self.text("fault.value", &args)
        }
    }

    /// What a field is called, with its path for those who look at the file: `Web servers (site.web.servers)`. Fields without a
    /// name keep their path; a place in a file that is no JSON (`line 2, column 15`) is told in the language.
    #[must_use]
    pub fn field(self, path: &str) -> String {
        if let Some((line, column)) = place_in_text(path) {
            let args = Args::new().with("line", line).with("column", column);
            return self.text("fault.place", &args);
        }
        self.field_label(path).map_or_else(
            || path.to_owned(),
            |name| {
                let args = Args::new().with("name", name).with("path", path);
                self.text("fault.field", &args)
            },
        )
    }

    /// What a field is called in a form, by its path; keys and positions in lists (`activities.push.people`,
    /// `activities[2].people`) make no difference.
    #[must_use]
    pub fn field_label(self, path: &str) -> Option<String> {
        let key = onrush_scenario::field(path)?.path.replace("[]", "");
        self.member("field", &key, &Args::new())
    }

    /// A word that may stand in the field at `path`, as people say it: `Each in turn`.
    #[must_use]
    pub fn choice(self, path: &str, word: &str) -> String {
        let none = &Args::new();
        let known = match onrush_scenario::field(path).map(|f| f.path) {
            Some("activities[].kind") => self.member("kind", word, none),
            Some("incidents[].kind") => self.member("incident", word, none),
            _ => self.member("choice", word, none),
        };
        known.unwrap_or_else(|| word.to_owned())
    }

    /// A unit as it stands beside a number in a form; amounts of money have their `currency` there.
    #[must_use]
    pub fn unit(self, unit: &str, currency: &str) -> String {
        let key = match unit {
            "" => return String::new(),
            "money" => return currency.to_owned(),
            "%" => "percent".to_owned(),
            other => other.to_ascii_lowercase().replace('/', "-"),
        };
        self.member("unit", &key, &Args::new())
            .unwrap_or_else(|| unit.to_owned())
    }

    /// `a whole number between 1 and 100000` with its numbers as the language writes them; anything else unchanged.
    #[must_use]
    pub fn allowed(self, allowed: &str) -> String {
        // Before the plain range: `a date as 2017-01-14, between 1970 and 2100` has a sentence of its own.
        if let Some(said) = self.allowed_here(allowed) {
            return said;
        }
        let parts = allowed.split_once("between ").and_then(|(kind, rest)| {
            // Years, and ranges that more is said about, have sentences of their own.
            let plain = ["", "a whole number", "a number"].contains(&kind.trim());
            let (low, high) = rest.split_once(" and ").filter(|_| plain)?;
            Some((kind, decimal(low)?, decimal(high)?))
        });
        match parts {
            Some((kind, low, high)) => self.text(
                "fault.between",
                &Args::new()
                    .with("kind", kind.trim())
                    .with("low", low)
                    .with("high", high),
            ),
            None => allowed.to_owned(),
        }
    }

    /// What was found: as it stands there, but for words of ours (`a list of 3 entries`).
    fn found(self, value: &str) -> String {
        let ours = value.starts_with("a ") || value.starts_with("the ");
        ours.then(|| self.allowed_here(value))
            .flatten()
            .unwrap_or_else(|| value.to_owned())
    }
}

/// Line and column of a place in a text, as the reader of JSON names it.
fn place_in_text(path: &str) -> Option<(&str, &str)> {
    let (line, column) = path.strip_prefix("line ")?.split_once(", column ")?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (number(line) && number(column)).then_some((line, column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn a_fault_names_field_value_and_range() {
        let words = Words::new(Language::English);
        let said = words.fault(&Fault::new("site.web.servers", 0, "between 1 and 10000"));
        assert_eq!(
            said,
            "Web servers (site.web.servers): 0 is not between 1 and 10,000."
        );
        let whole = Fault::new("site.web.line", 1.5, "a whole number between 0 and 1000000");
        assert_eq!(
            words.fault_value(&whole),
            "1.5 is not a whole number between 0 and 1,000,000"
        );
        let date = Fault::new(
            "clock.date",
            "x",
            "a date as 2017-01-14, between 1970 and 2100",
        );
        assert_eq!(
            words.fault_value(&date),
            "x is not a date as 2017-01-14, between 1970 and 2100"
        );
        let date = "a date as 2017-01-14, between 1970 and 2100";
        assert_eq!(words.allowed(date), date);
        let polish = Words::new(Language::Polish).allowed(date);
        assert_eq!(polish, "data, na przykład 2017-01-14, między 1970 a 2100");
        let said = words.fault(&Fault::new("x.y", "", "a number"));
        assert_eq!(said, "x.y: missing; it must be a number.");
        assert!(
            words
                .field("activities.after.people")
                .starts_with("People reached")
        );
        assert_eq!(words.field("line 3, column 4"), "line 3, column 4");
        assert_eq!(words.field("line , column x"), "line , column x");
        let places = [Language::Polish, Language::Dutch]
            .map(|language| Words::new(language).field("line 30, column 4"));
        assert_eq!(places, ["wiersz 30, kolumna 4", "regel 30, kolom 4"]);
        assert!(
            words
                .field("activities[2].people")
                .starts_with("People reached")
        );
    }

    #[test]
    fn no_fault_of_a_text_that_is_no_json_is_told_in_english() {
        for text in [
            "",
            "[1,]",
            "{a",
            "{\"a\" 1}",
            "{\"a\": 1",
            "[1",
            "[-]",
            "[\"x\ty\"]",
            "[\"\\q\"]",
            "[\"\\u12\"]",
            "[\"\\ud800\"]",
            "1 2",
        ] {
            let faults = onrush_scenario::Scenario::read(text).unwrap_err();
            let fault = &faults.0[0];
            assert!(fault.path.starts_with("line 1"), "{fault}");
            for language in [Language::Polish, Language::Dutch] {
                let said = Words::new(language).fault(fault);
                let english = ["line", "expected", "character", "must", "the "];
                let left = english.iter().find(|word| said.contains(*word));
                assert_eq!(left, None, "{fault}: {said}");
            }
        }
    }

    #[test]
    fn every_field_has_a_label_and_every_choice_and_unit_its_words() {
        let words = Words::new(Language::English);
        let mut labels = std::collections::BTreeSet::new();
        for said in onrush_scenario::described() {
            let (field, unit) = (said.field, said.unit);
            assert!(words.field_label(field.path).is_some(), "{}", field.path);
            labels.insert(format!("field.{}", field.path.replace("[]", "")));
            if let onrush_scenario::Kind::Choice(choices) = field.kind {
                for word in choices {
                    assert_ne!(words.choice(field.path, word), *word, "{}", field.path);
                }
            }
            let shown = words.unit(unit, "EUR");
            assert!(shown.is_empty() == unit.is_empty());
            let key = unit.to_ascii_lowercase().replace('/', "-");
            let known = ["", "money", "%"].contains(&unit);
            assert!(
                known || words.member("unit", &key, &Args::new()).is_some(),
                "{unit}"
            );
        }
        let unused = words.ids().filter(|id| id.starts_with("field."));
        for id in unused {
            assert!(labels.contains(id), "{id} names no field");
        }
        assert_eq!(words.unit("money", "EUR"), "EUR");
    }
}
