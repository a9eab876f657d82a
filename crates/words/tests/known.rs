//! Texts that the program has in English stand in the catalogue under their own keys, so that they can be translated.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::fs;
use std::path::Path;

use onrush_catalogue::{Catalogue, of_folder, pattern_key, places, read, text_key};
use onrush_words::{Language, Words};
use serde_json::Value;

fn english(name: &str) -> Catalogue<'static> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("languages/en");
    let files = of_folder(&folder).expect("the English files");
    let text = files.into_iter().find(|(n, _)| n == name).expect("a file");
    let mut found = Catalogue::new();
    assert!(read(name, text.1.leak(), &mut found).is_empty());
    found
}

/// What people read in a plan.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let said = ["name", "source", "owner", "role", "reach"].contains(&name.as_str());
                match inner {
                    Value::String(text) if said => found.push(text.clone()),
                    inner => texts(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        _ => {}
    }
}

fn in_files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of plans") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            in_files(&path, found);
        } else {
            let text = fs::read_to_string(&path).expect("a readable plan");
            texts(&serde_json::from_str(&text).expect("JSON"), found);
        }
    }
}

#[test]
fn plans_and_sources_have_a_message_for_each_text() {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenario");
    let mut plans = Vec::new();
    for folder in ["stories", "presets"] {
        in_files(&scenario.join(folder), &mut plans);
    }
    let fields = onrush_scenario::fields();
    let sources = fields.iter().filter_map(|f| f.source.map(str::to_owned));
    for (family, file, texts) in [
        ("plan", "plan.txt", plans),
        ("source", "source.txt", sources.collect()),
    ] {
        let catalogue = english(file);
        assert!(texts.len() > 50);
        for text in &texts {
            let id = format!("{family}.{}", text_key(text));
            let there = catalogue.get(id.as_str()).map(AsRef::as_ref);
            assert_eq!(there, Some(text.as_str()), "add to {file}:\n{id} = {text}");
        }
        for (id, text) in &catalogue {
            assert_eq!(*id, format!("{family}.{}", text_key(text)), "another key");
        }
    }
}

#[test]
fn what_is_allowed_stands_under_the_keys_of_its_patterns() {
    for (id, text) in &english("allowed.txt") {
        let (key, values) = pattern_key(text);
        assert_eq!(*id, format!("allowed.{key}"), "{text}");
        let named = places(text).expect("a sound message").len();
        assert_eq!(values.len(), named, "{text}");
    }
    let catalogue = english("allowed.txt");
    for field in onrush_scenario::fields() {
        let allowed = field.kind.allowed();
        let (key, _) = pattern_key(&allowed);
        let head = allowed
            .split_once(": ")
            .map(|(head, _)| pattern_key(&format!("{head}:")).0);
        let known = |key: &String| catalogue.contains_key(format!("allowed.{key}").as_str());
        let between = allowed.contains("number between") && !allowed.contains("list");
        let bare = allowed.bytes().all(|b| b.is_ascii_digit());
        assert!(
            between || bare || known(&key) || head.as_ref().is_some_and(known),
            "{}: {allowed}",
            field.path
        );
    }
}

#[test]
fn a_plan_of_a_persons_own_is_never_translated() {
    let story = onrush_scenario::stories().first().expect("a story");
    let mut plan = onrush_scenario::Scenario::read(story.file).expect("a sound story");
    for language in Language::ALL.iter().chain(Language::PSEUDO) {
        let words = Words::new(*language);
        let shown = words.plan(&plan);
        assert_eq!(shown.activities.len(), plan.activities.len());
        assert_eq!(
            shown.fingerprint(),
            words.plan(&shown).fingerprint(),
            "twice is once"
        );
    }
    plan.story = None;
    plan.activities[0].name = "Mine".to_owned();
    for language in Language::ALL {
        assert_eq!(*Words::new(*language).plan(&plan), plan);
    }
}

#[test]
fn a_preset_says_only_what_is_new_in_the_language() {
    use onrush_scenario::{Edit, Scenario, presets, stories};
    for language in [Language::Dutch, Language::Polish] {
        let words = Words::new(language);
        let say = |part| words.part_to_begin_with(part);
        let mut put_in = 0;
        for story in stories() {
            let plan = Scenario::read(story.file).expect("a sound story");
            let sites = presets::sites()
                .iter()
                .map(|p| (p.edit(&plan, say), p.notes(), &["site", "money"][..]));
            let journeys = presets::journeys()
                .iter()
                .map(|p| (p.edit(&plan, say), p.notes(), &["journey"][..]));
            let all: Vec<(Edit, Vec<Value>, &[&str])> = sites.chain(journeys).collect();
            for (edit, notes, groups) in all {
                // What does not fit this plan is refused as it was.
                let Ok(after) = plan.edited(&edit) else {
                    continue;
                };
                put_in += 1;
                let site = |plan: &Scenario| {
                    let site = plan.site.clone();
                    (site.third_parties, site.stocks, site.desks)
                };
                assert_eq!(site(&after), site(&plan), "{}", story.key);
                let elsewhere = |field: &str| groups.iter().all(|group| !field.starts_with(group));
                let kept = plan.notes.iter().filter(|note| elsewhere(&note.field));
                let stays = after.notes.iter().filter(|note| elsewhere(&note.field));
                assert!(kept.eq(stays), "{}: notes on other parts", story.key);
                let new = after.notes.len().saturating_sub(notes.len());
                for (note, now) in notes.into_iter().zip(&after.notes[new..]) {
                    assert_eq!(words.part_to_begin_with(note)["source"], now.source);
                }
            }
        }
        assert!(put_in > 20, "{put_in} presets fit");
    }
}
