//! What docs/security.md says of the code is so.

use std::fs;
use std::path::{Path, PathBuf};

const TEXT: &str = include_str!("../../../docs/security.md");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file's lines without the spaces around them.
fn lines(file: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(file)).expect(file);
    text.lines().map(|line| line.trim().to_owned()).collect()
}

/// All files below a folder that end so.
fn below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    crate::sizes::collect(&root().join(folder), &mut files).expect(folder);
    files.retain(|file| file.extension().is_some_and(|e| e == ending));
    files
}

#[test]
fn each_limit_is_the_codes() {
    let table = TEXT.split("\n## Limits").nth(1).expect("the limits");
    let table = table.split("\n## ").next().expect("their table");
    let mut rows = 0;
    for row in table.lines().filter(|line| line.contains("` in `")) {
        let (_, place) = row.split_once(" | `").expect(row);
        let (limit, file) = place.split_once("` in `").expect(row);
        let file = file.split('`').next().expect(row);
        let stated = match limit.split_once(" = ") {
            // `const NAME: type = value;`
            Some((name, value)) => lines(file).iter().any(|line| {
                line.contains(&format!("const {name}: ")) && line.ends_with(&format!("= {value};"))
            }),
            // `field: value,`
            None => lines(file).contains(&format!("{limit},")),
        };
        assert!(stated, "{file} does not say {limit}");
        rows += 1;
    }
    assert!(rows > 15, "{rows} rows");
}

#[test]
fn each_key_in_the_browsers_storage_is_told() {
    let mut keys = 0;
    for file in below("web/src", "rs") {
        let text = fs::read_to_string(&file).expect("a source file");
        for piece in text.split("\"onrush.").skip(1) {
            let key = piece.split('"').next().unwrap_or_default();
            assert!(
                TEXT.contains(&format!("`onrush.{key}")),
                "{} keeps onrush.{key}, of which docs/security.md does not tell",
                file.display()
            );
            keys += 1;
        }
    }
    assert!(keys >= 3, "{keys} keys");
}

#[test]
fn nothing_is_kept_elsewhere_or_sent() {
    for file in below("web/src", "rs") {
        let text = fs::read_to_string(&file).expect("a source file");
        let text = text.replace("set_inner_html(\"\")", "");
        for word in [
            "session_storage",
            "indexed_db",
            "WebSocket",
            "XmlHttpRequest",
            "EventSource",
            "send_beacon",
            "set_cookie",
            "set_inner_html",
            "from_html_unchecked",
        ] {
            assert!(!text.contains(word), "{} has {word}", file.display());
        }
    }
}
