//! The licences of what others wrote and we pass on: each package with its own texts, each text once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::fault::{Explain, Outcome};
use crate::packages::{self, Package};
use crate::wasm;

/// How the names of such files begin, in small letters.
const NAMES: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "unlicense",
];

/// What is in `LICENCES.txt`.
pub(crate) fn text(root: &Path, host: &str) -> Outcome<String> {
    let mut packages = packages::linked(root, "onrush-cli", host)?;
    packages.extend(packages::linked(root, "onrush-web", wasm::TARGET)?);
    let mut with_texts = Vec::new();
    for package in packages {
        let texts = texts(&package.folder)?;
        with_texts.push((package, texts));
    }
    Ok(together(&with_texts))
}

/// The package's files with its licences, in the order of their names.
fn texts(folder: &Path) -> Outcome<Vec<String>> {
    let unreadable = || format!("{} could not be read", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).explain(unreadable)? {
        let path = entry.explain(unreadable)?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase());
        if path.is_file() && name.is_some_and(|name| NAMES.iter().any(|n| name.starts_with(n))) {
            files.push(path);
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| {
            let bytes =
                fs::read(file).explain(|| format!("{} could not be read", file.display()))?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            Ok(text.trim_end().to_owned())
        })
        .collect()
}

fn together(packages: &[(Package, Vec<String>)]) -> String {
    let mut numbers = BTreeMap::new();
    let mut bodies = Vec::new();
    let mut list = String::new();
    for (package, texts) in packages {
        let theirs: Vec<_> = texts
            .iter()
            .map(|text| {
                let number = *numbers.entry(text.as_str()).or_insert_with(|| {
                    bodies.push(text.as_str());
                    bodies.len()
                });
                number.to_string()
            })
            .collect();
        let place = if theirs.is_empty() {
            "the package has no file with it".to_owned()
        } else {
            format!("texts {}", theirs.join(", "))
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            list,
            "{} {}\n    {}; {place}\n    {}",
            package.name, package.version, package.licence, package.repository
        );
    }
    let mut whole = format!(
        "Onrush itself: MIT (LICENSE-MIT) or Apache-2.0 (LICENSE-APACHE), at your choice.\n\n\
         These packages of others are in the page and in the command. Where a line says OR, we take MIT or Apache-2.0.\n\n{list}"
    );
    for (index, body) in bodies.iter().enumerate() {
        let _ = write!(
            whole,
            "\n{}\nText {}\n\n{body}\n",
            "=".repeat(100),
            index + 1
        );
    }
    whole
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn what_is_linked_is_listed_and_what_only_builds_is_not() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let all = text(&root, "x86_64-unknown-linux-gnu").unwrap();
        for linked in ["\nyew 0", "\nrand 0", "\nclap 4", "\nminiz_oxide "] {
            assert!(all.contains(linked), "{linked}");
        }
        for tool in ["\ntiny_http ", "\nwasm-bindgen-cli-support ", "\nonrush-"] {
            assert!(!all.contains(tool), "{tool}");
        }
        assert!(!all.contains("\n    ; "), "a package without a licence");
    }

    #[test]
    fn each_text_stands_once() {
        let package = |name: &str| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            source: String::new(),
            repository: "https://example.org".to_owned(),
            folder: PathBuf::new(),
        };
        let texts = vec!["The text.".to_owned()];
        let all = together(&[
            (package("a"), texts.clone()),
            (package("b"), texts),
            (package("c"), Vec::new()),
        ]);
        assert_eq!(all.matches("The text.").count(), 1);
        assert_eq!(all.matches("MIT; texts 1").count(), 2);
        assert_eq!(all.matches("no file with it").count(), 1);
    }
}
