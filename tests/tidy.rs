//! The map is the territory: what the documents say about the repository is true of it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longer files in the page have become two things.
const MOST_LINES: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

/// All files with this extension, below a folder of ours; nothing that a tool has put there.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !["node_modules", "target", "artefacts", "dist"].contains(&name)
                && !name.starts_with('.')
            {
                found.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// From the root, as the prose names them: `web/src/state/`.
fn is_path(text: &str) -> bool {
    text.contains('/') && !text.contains(' ')
}

fn expect_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_code_map_names_what_exists() {
    let architecture = read("ARCHITECTURE.md");
    let mut faults = Vec::new();
    let mut rows = 0;
    for line in architecture.lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let &["", places, content, ""] = cells.as_slice() else {
            continue;
        };
        let Some(first) = quoted(places).next() else {
            continue;
        };
        rows += 1;
        for place in quoted(places) {
            if !root().join(place).exists() {
                faults.push(format!("the code map names {place}, which does not exist"));
            }
        }
        // Folders in the description are relative to the row's own, or to its sources.
        for inner in quoted(content).filter(|inner| inner.ends_with('/')) {
            let folder = root().join(first);
            if !folder.join(inner).is_dir() && !folder.join("src").join(inner).is_dir() {
                faults.push(format!(
                    "the code map names {inner} in {first}, which does not exist"
                ));
            }
        }
    }
    assert!(
        rows > 10,
        "the code map is a table with a row for each folder"
    );
    let prose = architecture.lines().filter(|line| !line.starts_with('|'));
    for path in prose.flat_map(quoted).filter(|text| is_path(text)) {
        if !root().join(path).exists() {
            faults.push(format!(
                "ARCHITECTURE.md names {path}, which does not exist"
            ));
        }
    }
    expect_none(&faults);
}

#[test]
fn the_code_map_names_every_crate() {
    let architecture = read("ARCHITECTURE.md");
    let crates = entries(&root().join("crates"));
    assert!(!crates.is_empty());
    let unnamed: Vec<_> = crates
        .iter()
        .map(|folder| format!("crates/{}/", folder.file_name().unwrap().display()))
        .filter(|name| !architecture.contains(&format!("| `{name}`")))
        .map(|name| format!("{name} has no row in ARCHITECTURE.md's code map"))
        .collect();
    expect_none(&unnamed);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut faults = Vec::new();
    let mut links = 0;
    for document in files(&root(), "md") {
        let text = fs::read_to_string(&document).unwrap();
        for target in link_targets(&text) {
            let path = target.split('#').next().unwrap();
            if path.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            links += 1;
            if !document.parent().unwrap().join(path).exists() {
                let document = document.strip_prefix(root()).unwrap().display();
                faults.push(format!(
                    "{document} links to {target}, which does not exist"
                ));
            }
        }
    }
    assert!(
        links > 0,
        "no link was found, so this test reads the documents wrongly"
    );
    expect_none(&faults);
}

/// The targets of Markdown's inline links and images, outside code blocks.
fn link_targets(text: &str) -> Vec<String> {
    let prose: String = text
        .split("```")
        .step_by(2)
        .flat_map(|part| [part, "\n"])
        .collect();
    prose
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ', '\n']).next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_pages_files_are_short() {
    let long: Vec<_> = files(&root().join("web"), "rs")
        .into_iter()
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{}: {lines} lines, {MOST_LINES} at most", path.display()))
        .collect();
    expect_none(&long);
}

#[test]
fn each_library_has_a_front_page() {
    let mut faults = Vec::new();
    for folder in entries(&root().join("crates")) {
        let library = folder.join("src/lib.rs");
        if !library.is_file() {
            continue;
        }
        let text = read(&library);
        let front: Vec<_> = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        let name = library.strip_prefix(root()).unwrap().display();
        if front.is_empty() {
            faults.push(format!("{name} does not begin with a front page (//!)"));
        } else if !front.contains(&"//! # Does not know about") {
            faults.push(format!(
                "{name}: the front page has no section \"Does not know about\""
            ));
        }
    }
    expect_none(&faults);
}

#[test]
fn the_page_links_its_styles_and_holds_nothing_inline() {
    let page = read("index.html");
    let linked: BTreeSet<_> = page
        .split("href=\"styles/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let styles = files(&root().join("web/styles"), "css");
    let present: BTreeSet<_> = styles
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    assert_eq!(linked, present, "index.html and web/styles differ");
    // The policy in the same file would block them, in the browser only.
    for inline in ["<style", " style=", "<script>", " onclick=", " onload="] {
        assert!(!page.contains(inline), "index.html contains {inline}");
    }
}

#[test]
fn the_halves_of_wasm_bindgen_have_one_version() {
    let version = |file: &str, before: &str| {
        let text = read(file);
        let rest = text
            .split_once(before)
            .unwrap_or_else(|| panic!("{file} lacks {before}"));
        rest.1.split('"').next().unwrap().to_owned()
    };
    let page = version("web/Cargo.toml", "\nwasm-bindgen = \"=");
    let library = version(
        "crates/xtask/Cargo.toml",
        "\nwasm-bindgen-cli-support = \"=",
    );
    let tool = version("crates/xtask/src/trunk.rs", "const BINDGEN: &str = \"");
    assert_eq!((&library, &tool), (&page, &page));
}
