//! Every language says what English says: nothing missing, nothing left over, the same places.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::path::Path;

use onrush_catalogue::{Catalogue, check, of_folder, places, read};
use onrush_words::{Args, Language, Name, Value, Words};

/// Every message of English, with the names of its places.
fn english() -> Vec<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("languages/en");
    let files = of_folder(&folder).expect("the English files");
    let mut catalogue = Catalogue::new();
    for (name, text) in &files {
        assert!(read(name, text, &mut catalogue).is_empty());
    }
    let named = |message: &str| -> Vec<String> {
        let found = places(message).expect("a sound message");
        found.into_iter().map(|p| p.name.to_owned()).collect()
    };
    let all = catalogue.iter();
    all.map(|(id, message)| ((*id).to_owned(), named(message)))
        .collect()
}

#[test]
fn every_sentence_of_every_language_fills_without_a_hole() {
    let messages = english();
    let part = |id: &str| Value::Name(Name::station(id));
    let mut values: Vec<Value> = [0.0, 1.0, 2.0, 5.0, 1.5, 22.0, 12_345.6, 1e6, -3.0]
        .into_iter()
        .map(Value::Number)
        .collect();
    values.extend([
        Value::Text("x".to_owned()),
        Value::Time(90.0),
        Value::Said(1.4, "1.4".to_owned()),
        part("database"),
        part("party/bank"),
        part("nobody-named-this"),
    ]);
    for language in Language::ALL.iter().chain(Language::PSEUDO) {
        let words = Words::new(*language);
        assert!(words.is_there(), "{language:?}");
        for (id, names) in &messages {
            for value in &values {
                let args = names
                    .iter()
                    .fold(Args::new(), |args, name| args.with(name, value.clone()));
                let Some(said) = id
                    .split_once('.')
                    .and_then(|(family, key)| words.member(family, key, &args))
                else {
                    continue;
                };
                assert!(
                    !said.contains(['⟨', '⟩', '{', '}']),
                    "{language:?} {id} with {value:?}: {said}"
                );
            }
        }
    }
}

#[test]
fn translations_match_the_english() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("languages");
    let checked = check(&folder).expect("a folder of languages");
    let mut faults = Vec::new();
    for language in &checked {
        let (tag, report) = (&language.tag, &language.report);
        let wrong = report.places.iter().map(|(id, why)| format!("{id}: {why}"));
        let unused = report
            .unused
            .iter()
            .map(|id| format!("{id}: not in English"));
        let all = language.faults.iter().cloned().chain(wrong).chain(unused);
        faults.extend(all.map(|fault| format!("{tag}: {fault}")));
        let left = report.missing.len() + report.untranslated.len();
        if left > 0 {
            faults.push(format!("{tag}: {left} messages are missing or as in English; `cargo xtask words {tag}` lists them"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(checked[0].tag == "en" && checked[0].messages > 2000);
}
