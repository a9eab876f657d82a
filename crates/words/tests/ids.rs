//! Every sentence that the workspace asks for exists, and none is written for nobody.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use onrush_words::{Language, Words};

/// Rust files of the crates that speak, without `target`.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["crates", "web", "tests"] {
        collect(&root.join(folder), &mut files);
    }
    assert!(files.len() > 20, "the sources were not found");
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        let skipped = ["target", "node_modules"].iter().any(|n| path.ends_with(n));
        if path.is_dir() && !skipped {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests/ids.rs") {
            files.push(path);
        }
    }
}

/// The file's text without comments.
fn code(path: &Path) -> String {
    fs::read_to_string(path)
        .expect("a readable source")
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Texts between quotes. (Texts that contain quotes come out wrong, and are no ids anyway.)
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.split('"')
}

/// What stands in quotes right after `call`.
fn arguments<'a>(code: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(call).filter_map(move |(at, _)| {
        let rest = code[at + call.len()..].trim_start().strip_prefix('"')?;
        rest.split('"').next()
    })
}

fn is_family(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
        && text.starts_with(|c: char| c.is_ascii_lowercase())
}

fn is_id(text: &str) -> bool {
    text.contains('.') && is_family(text) && !text.ends_with('.')
}

#[test]
fn every_id_that_is_asked_for_exists() {
    let ids: BTreeSet<&str> = Words::new(Language::English).ids().collect();
    let mut missing = Vec::new();
    for path in sources() {
        let code = code(&path);
        for call in [".t(", ".text(", "words.t(", "words.text("] {
            for id in arguments(&code, call).filter(|id| is_id(id)) {
                if !ids.contains(id) {
                    missing.push(format!("{id} in {}", path.display()));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "no sentence for:\n{}",
        missing.join("\n")
    );
}

/// What the templates of scripts say: `⟦// handover.k6.ramp⟧`.
fn in_templates() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../handover/src/templates");
    let mut said = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of templates") {
        let text = fs::read_to_string(entry.expect("a readable folder").path());
        let text = text.expect("a readable template");
        let places = text.split('⟦').skip(1).filter_map(|p| p.split('⟧').next());
        said.extend(places.filter_map(|place| Some(place.rsplit_once(' ')?.1.to_owned())));
    }
    assert!(!said.is_empty(), "the templates were not found");
    said
}

/// What the page says before a program has arrived: `<h1 data-say="boot.start">`.
fn in_page() -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../index.html");
    let text = fs::read_to_string(page).expect("the page");
    let places = text.split("data-say=\"").skip(1);
    places
        .filter_map(|place| Some(place.split_once('"')?.0.to_owned()))
        .collect()
}

#[test]
fn no_sentence_is_written_for_nobody() {
    let (mut said, mut families) = (BTreeSet::new(), BTreeSet::new());
    for path in sources() {
        let code = code(&path);
        // `format!("term.{id}.name")` and `"chart."` speak for all that begin so.
        families.extend(
            literals(&code)
                .map(|l| l.split('{').next().unwrap_or(l))
                .filter(|l| l.strip_suffix('.').is_some_and(is_family))
                .map(str::to_owned),
        );
        families.extend(arguments(&code, ".member(").map(|f| format!("{f}.")));
        said.extend(literals(&code).map(str::to_owned));
    }
    said.extend(in_templates());
    said.extend(in_page());
    let unused: Vec<&str> = Words::new(Language::English)
        .ids()
        .filter(|id| !said.contains(*id) && !families.iter().any(|f| id.starts_with(f.as_str())))
        .collect();
    assert!(unused.is_empty(), "nobody says:\n{}", unused.join("\n"));
}
