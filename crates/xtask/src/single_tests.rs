//! Which browser tests are run on the single file: tests/browser/single.json. What is about hosting is excepted there, by name and
//! with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::browser_tests::escaped;
use crate::fault::{Explain, Fault, Outcome};

/// What the file says.
pub(crate) struct SingleTests {
    /// Files for every day.
    chosen: Vec<String>,
    /// Files without a test for it, and why.
    files: BTreeMap<String, String>,
    /// Names of tests that are not for it, and why.
    tests: BTreeMap<String, String>,
}

impl SingleTests {
    /// Reads it, and refuses names of files and tests that do not exist.
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let file = folder.join("single.json");
        let unreadable = || format!("{} could not be read", file.display());
        let text = fs::read_to_string(&file).explain(unreadable)?;
        let value: Value = serde_json::from_str(&text).explain(unreadable)?;
        let chosen = value["chosen"].as_array().into_iter().flatten();
        let read = Self {
            chosen: chosen
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect(),
            files: reasons(&value["files"]),
            tests: reasons(&value["tests"]),
        };
        let mut sources = String::new();
        for name in read.chosen.iter().chain(read.files.keys()) {
            let source = folder.join(name);
            fs::read_to_string(&source).explain(|| {
                format!(
                    "single.json names {}, which cannot be read",
                    source.display()
                )
            })?;
        }
        for entry in fs::read_dir(folder).explain(unreadable)? {
            let path = entry.explain(unreadable)?.path();
            if path.to_string_lossy().ends_with(".test.mjs") {
                sources += &fs::read_to_string(&path).explain(unreadable)?;
            }
        }
        for name in read.tests.keys() {
            if !["\"", "`"]
                .iter()
                .any(|quote| sources.contains(&format!("test({quote}{name}{quote}")))
            {
                return Err(Fault::new(format!(
                    "single.json excepts the test “{name}”, which is in no file"
                )));
            }
        }
        Ok(read)
    }

    /// Whether a file is to be run: of `all`, or of those for every day.
    pub(crate) fn wants(&self, file: &str, all: bool) -> bool {
        !self.files.contains_key(file) && (all || self.chosen.iter().any(|name| name == file))
    }

    /// What the names of tests have to match: all but the excepted.
    pub(crate) fn pattern(&self) -> String {
        let names: Vec<_> = self.tests.keys().map(|name| escaped(name)).collect();
        // Node runs all tests below one that matches, and compares with names that have those above before them: so the root of all,
        // `<root>`, must not match, and what stands before an excepted name does not count.
        format!("^(?!<root>)(?!.*(?:{})$).+", names.join("|"))
    }
}

fn reasons(value: &Value) -> BTreeMap<String, String> {
    let pairs = value.as_object().into_iter().flatten();
    pairs
        .filter_map(|(name, reason)| Some((name.clone(), reason.as_str()?.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exception_exists_and_has_a_reason() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser");
        let read = SingleTests::read(&folder).unwrap();
        assert!(read.chosen.len() >= 3, "{:?}", read.chosen);
        for (name, reason) in read.files.iter().chain(&read.tests) {
            assert!(reason.len() > 12, "{name}: why?");
        }
        for name in &read.chosen {
            assert!(read.wants(name, false) && read.wants(name, true), "{name}");
        }
        assert!(read.wants("crowd.test.mjs", true));
        assert!(!read.wants("hosting.test.mjs", true));
    }

    #[test]
    fn names_mean_themselves() {
        let read = SingleTests {
            chosen: Vec::new(),
            files: BTreeMap::new(),
            tests: [("a (b)", ""), ("what's it?", "")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .into(),
        };
        assert_eq!(
            read.pattern(),
            "^(?!<root>)(?!.*(?:a \\(b\\)|what\\'s it\\?)$).+"
        );
    }
}
