//! The generated parts of the documentation are those of the field table. `ONRUSH_BLESS=1` rewrites them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use onrush_scenario::{Described, Scenario, WhenAbsent, defaults, described, schema};

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name)
}

/// That the file is `wanted`, or makes it so.
fn is_or_becomes(name: &str, wanted: &str) {
    let path = document(name);
    if std::env::var_os("ONRUSH_BLESS").is_some() {
        fs::write(path, wanted).unwrap();
        return;
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    let differs = written.lines().zip(wanted.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "{name}: rewrite it with ONRUSH_BLESS=1");
    assert_eq!(
        written.len(),
        wanted.len(),
        "{name}: rewrite it with ONRUSH_BLESS=1"
    );
}

#[test]
fn the_schema_is_that_of_the_table() {
    is_or_becomes("scenario.schema.json", &schema());
}

#[test]
fn the_documentation_has_the_generated_tables() {
    let text = fs::read_to_string(document("scenario.md")).unwrap();
    let text = with_part(&text, "fields", &field_table());
    let text = with_part(&text, "figures", &figure_table());
    is_or_becomes("scenario.md", &text);
}

/// The text with what stands between two comments replaced.
fn with_part(text: &str, name: &str, part: &str) -> String {
    let begin = format!("<!-- {name}: generated -->\n");
    let end = format!("<!-- {name}: end -->");
    let (before, rest) = text.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}{part}{end}{after}")
}

fn field_table() -> String {
    let mut text = String::from(
        "| field | meaning | allowed | unit | when left out | where the figure comes from |\n|---|---|---|---|---|---|\n",
    );
    for said in described() {
        let field = said.field;
        let absent = match field.when_absent {
            WhenAbsent::Fault => "must be there".into(),
            WhenAbsent::Default(value) => format!("`{value}`"),
            WhenAbsent::Nothing => "none".into(),
        };
        let source = source(said);
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {absent} | {source} |",
            field.path,
            said.meaning,
            field.kind.allowed(),
            said.unit
        )
        .unwrap();
    }
    text
}

fn source(said: &Described) -> String {
    match (said.source, said.assumed) {
        (None, _) => String::new(),
        (Some(source), false) => source.to_owned(),
        (Some(source), true) => format!("Assumed. {source}"),
    }
}

fn figure_table() -> String {
    let mut text = String::from("| figure | value | where it comes from |\n|---|---|---|\n");
    for (name, figure) in defaults::figures() {
        let assumed = if figure.assumed { "Assumed. " } else { "" };
        let value = format!("{} {}", figure.value, figure.unit);
        writeln!(
            text,
            "| `{name}` | {} | {assumed}{} |",
            value.trim(),
            figure.source
        )
        .unwrap();
    }
    text
}

#[test]
fn the_example_in_the_documentation_is_the_smallest_scenario() {
    let text = fs::read_to_string(document("scenario.md")).unwrap();
    let example = text.split("```json").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    let scenario = Scenario::read(example).unwrap();
    assert!(scenario.network().unwrap().expected_visits() > 100.0);
    // Nothing in it can be left out (but for the goal and what it is worth), taken away singly.
    let whole: serde_json::Value = serde_json::from_str(example).unwrap();
    let needed = ["goal", "value", "response_percent"];
    let mut paths = Vec::new();
    keys(&whole, "", &mut paths);
    for path in paths
        .iter()
        .filter(|p| !needed.iter().any(|n| p.ends_with(n)))
    {
        let mut less = whole.clone();
        let (parent, key) = path.rsplit_once('/').unwrap();
        let parent = less.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        parent.remove(key);
        assert!(
            Scenario::read(&less.to_string()).is_err(),
            "{path} could be left out"
        );
    }
}

/// Paths of all fields, as JSON pointers.
fn keys(value: &serde_json::Value, path: &str, found: &mut Vec<String>) {
    if let Some(map) = value.as_object() {
        for (key, inner) in map {
            found.push(format!("{path}/{key}"));
            keys(inner, &format!("{path}/{key}"), found);
        }
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        keys(item, &format!("{path}/{i}"), found);
    }
}
