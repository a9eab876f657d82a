//! What is typed into a field, as an edit, and what stands in it, as text.

use onrush_network::Fault;
use onrush_scenario::{Edit, Field, Kind, Scenario, WhenAbsent};
use onrush_words::{Args, Words};
use serde_json::{Value, json};

use super::number::{self, Typed};
use crate::state::Document;

/// The text that stands in the field at `path` while nobody types.
pub(super) fn text(words: Words, document: &Document, path: &str) -> String {
    if let Some(range) = document.scenario.range_of(path) {
        let args = Args::new()
            .with("low", words.typed(range.low))
            .with("high", words.typed(range.high));
        return words.text("form.range", &args);
    }
    match document.values.at(path) {
        Some(Value::String(text)) => text,
        Some(Value::Number(n)) => n.as_f64().map_or_else(String::new, |n| words.typed(n)),
        _ => String::new(),
    }
}

/// The edit that a person means who types `text` into the field.
///
/// # Errors
/// A fault where the text is nothing that could stand there; what is out of range is left to the check of the edit.
pub(super) fn edit(
    words: Words,
    scenario: &Scenario,
    field: &Field,
    path: &str,
    text: &str,
) -> Result<Edit, Fault> {
    let fault = || Fault::new(path, format!("“{}”", text.trim()), field.kind.allowed());
    if text.trim().is_empty() {
        return match field.when_absent {
            WhenAbsent::Fault => Err(Fault::new(path, "", field.kind.allowed())),
            WhenAbsent::Default(_) | WhenAbsent::Nothing => {
                Ok(Edit::typed(scenario, path, Value::Null))
            }
        };
    }
    Ok(match field.kind {
        Kind::Whole { .. } | Kind::Number { .. } => {
            match number::read(text, words).ok_or_else(fault)? {
                Typed::One(n) => Edit::typed(scenario, path, json!(n)),
                Typed::Range(low, high) => Edit::between(scenario, path, low, high),
            }
        }
        Kind::Currency => Edit::typed(scenario, path, text.trim().to_uppercase().into()),
        _ => Edit::typed(scenario, path, text.trim().into()),
    })
}

/// What would be wrong with `text` in the field; nothing where it could be taken.
pub(super) fn faults(
    words: Words,
    scenario: &Scenario,
    field: &Field,
    path: &str,
    text: &str,
) -> Vec<Fault> {
    match edit(words, scenario, field, path, text) {
        Err(fault) => vec![fault],
        Ok(edit) => scenario.edited(&edit).err().map_or(Vec::new(), |f| f.0),
    }
}

/// Entries that the field at `pattern` may name: the list that they are in.
pub(super) fn names(pattern: &str) -> Option<&'static str> {
    Some(match pattern {
        "activities[].regions[].id" | "incidents[].region" => "regions",
        "journey.pages[].shows_stock" | "journey.pages[].takes" => "site.stocks",
        "journey.pages[].asks[].id" | "incidents[].party" => "site.third_parties",
        "site.desks[].page" => "journey.pages",
        _ => return None,
    })
}

/// Where a field's value comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    /// The id of a word for how sure it is.
    pub(super) kind: &'static str,
    /// Who says so, where anybody does.
    pub(super) said: Option<String>,
}

/// Where the value of the field at `path` comes from: the plan's own note, else the field table for a value that is its
/// default.
pub(super) fn source(words: Words, document: &Document, field: &Field, path: &str) -> Source {
    let about = onrush_scenario::about(field.path);
    let usual = about
        .and_then(|about| about.source)
        .map(|source| words.source(source));
    if let Some(note) = document.values.note_of(&document.scenario.notes, path) {
        return Source {
            kind: match (note.changed, note.assumed) {
                (true, _) => "form.source.changed",
                (false, true) => "form.source.assumed",
                (false, false) => "form.source.known",
            },
            said: Some(note.source.clone()),
        };
    }
    let value = document.values.at(path);
    let is_default = match (field.when_absent, &value) {
        (_, None) => true,
        (WhenAbsent::Default(default), Some(value)) => {
            serde_json::from_str::<Value>(default).is_ok_and(|d| d == *value)
        }
        _ => false,
    };
    Source {
        kind: match (
            is_default,
            usual.is_some(),
            about.is_some_and(|about| about.assumed),
        ) {
            (true, true, false) => "form.source.default",
            (true, ..) => "form.source.default-assumed",
            (false, ..) => "form.source.own",
        },
        said: usual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Origin;
    use onrush_words::Language;

    const WORDS: Words = Words::new(Language::English);

    fn document() -> Document {
        let file = onrush_scenario::story("mole-app").unwrap().file;
        Document::read(Origin::Story("mole-app".into()), file).unwrap()
    }

    fn typed(path: &str, text: &str) -> Result<Scenario, Vec<Fault>> {
        let document = document();
        let field = onrush_scenario::field(path).unwrap();
        let faults = faults(WORDS, &document.scenario, field, path, text);
        if !faults.is_empty() {
            return Err(faults);
        }
        let edit = edit(WORDS, &document.scenario, field, path, text).unwrap();
        Ok(document.scenario.edited(&edit).unwrap())
    }

    #[test]
    fn what_is_typed_is_taken_or_told_what_is_wrong() {
        let path = "activities.after.people";
        assert_eq!(
            typed(path, "10 000").unwrap().value_at(path),
            Some(json!(10_000))
        );
        assert_eq!(typed("site.web.servers", "7").unwrap().site.web.servers, 7);
        let wrong = |path: &str, text: &str| typed(path, text).unwrap_err()[0].to_string();
        assert_eq!(
            wrong("site.web.servers", "0"),
            "site.web.servers: 0 is not a whole number between 1 and 5000"
        );
        assert_eq!(
            wrong("site.web.servers", "some"),
            "site.web.servers: “some” is not a whole number between 1 and 5000"
        );
        assert_eq!(
            wrong("site.web.servers", "2.5"),
            "site.web.servers: 2.5 is not a whole number between 1 and 5000"
        );
        assert_eq!(
            wrong("site.web.servers", " "),
            "site.web.servers: missing, must be a whole number between 1 and 5000"
        );
        let off = typed("activities.after.response_percent", "").unwrap();
        assert_eq!(off.value_at("activities.after.response_percent"), None);
        assert_eq!(
            typed("money.currency", "usd").unwrap().money.currency,
            "USD"
        );
    }

    #[test]
    fn a_range_stands_in_the_field_as_it_was_typed() {
        let path = "activities.after.response_percent";
        let scenario = typed(path, "20 to 40 %").unwrap();
        let range = scenario.range_of(path).unwrap();
        assert!((range.low - 20.0).abs() < 1e-9 && (range.high - 40.0).abs() < 1e-9);
        let document = Document::read(Origin::Own("k".into()), &scenario.write()).unwrap();
        assert_eq!(text(WORDS, &document, path), "20 to 40");
        assert_eq!(text(WORDS, &document, "activities.after.people"), "680,000");
    }

    #[test]
    fn sources_are_the_notes_then_the_tables() {
        let document = document();
        let of = |path: &str| {
            source(
                WORDS,
                &document,
                onrush_scenario::field(path).unwrap(),
                path,
            )
        };
        assert_eq!(of("activities.after.people").kind, "form.source.known");
        assert_eq!(of("site.web.servers").kind, "form.source.assumed");
        assert_eq!(
            of("activities.after.scanners_percent").kind,
            "form.source.assumed"
        );
        let changed = document
            .scenario
            .edited(&Edit::typed(
                &document.scenario,
                "activities.after.people",
                json!(5),
            ))
            .unwrap();
        let changed = Document::read(Origin::Own("k".into()), &changed.write()).unwrap();
        let field = onrush_scenario::field("activities[].people").unwrap();
        assert_eq!(
            source(WORDS, &changed, field, "activities.after.people").kind,
            "form.source.changed"
        );
    }
}
