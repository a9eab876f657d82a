//! Which bytes belong to a page: the hashes in its tags, so that a browser takes neither a changed file nor one of another build.
//!
//! Scripts and style sheets carry `integrity`, which browsers check themselves. The programs are fetched by `boot.js`, which checks
//! them by the list in its tag. `crossorigin` is for frames with `sandbox`, where the page's files count as another origin's, and are
//! checked only when that origin allows them to be read. `?v=` keeps a host that says "keep it for ten minutes" from mixing
//! the files of two builds.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::fault::{Explain, Fault, Outcome};

const SCRIPT: &str = "<script src=\"";
const STYLE: &str = "<link rel=\"stylesheet\" href=\"";
/// The script that fetches `programs`.
const BOOT: &str = "boot.js";
/// Letters of the hash that tell one build's address from another's.
const VERSION: usize = 8;

/// Writes the hashes into the page in `dist`. `programs` are the files there that `boot.js` fetches.
pub(crate) fn write(dist: &Path, programs: &[String]) -> Outcome<()> {
    let file = dist.join("index.html");
    let page =
        fs::read_to_string(&file).explain(|| format!("{} could not be read", file.display()))?;
    let mut list = Vec::new();
    for name in programs {
        list.push(format!("{name} {}", hash(&dist.join(name))?));
    }
    let mut whole = String::with_capacity(page.len() + 4096);
    for line in page.lines() {
        match asked_for(line) {
            Some((before, name, after)) => {
                let sum = hash(&dist.join(name))?;
                let version: String = sum
                    .chars()
                    .skip("sha256-".len())
                    .filter(char::is_ascii_alphanumeric)
                    .take(VERSION)
                    .collect();
                let programs = if name == BOOT {
                    format!(" data-programs=\"{}\"", list.join(" "))
                } else {
                    String::new()
                };
                for piece in [
                    before,
                    name,
                    &format!("?v={version}\" integrity=\"{sum}\" crossorigin=\"anonymous\""),
                    &programs,
                    after,
                ] {
                    whole += piece;
                }
            }
            None => whole += line,
        }
        whole.push('\n');
    }
    if !programs.is_empty() && !whole.contains("data-programs") {
        return Err(Fault::new(format!(
            "index.html has no line with `{SCRIPT}{BOOT}\"`, so the hashes of the programs have no place"
        )));
    }
    fs::write(&file, whole).explain(|| format!("{} could not be written", file.display()))
}

/// The file that a line asks for, with what stands before and after it. Each such tag has a line of its own.
fn asked_for(line: &str) -> Option<(&str, &str, &str)> {
    [SCRIPT, STYLE].into_iter().find_map(|tag| {
        let start = line.find(tag)? + tag.len();
        let (before, rest) = line.split_at(start);
        let (name, after) = rest.split_once('"')?;
        Some((before, name, after))
    })
}

/// The SHA-256 of a file, as `integrity` has it.
pub(crate) fn hash(file: &Path) -> Outcome<String> {
    let bytes = fs::read(file).explain(|| format!("{} could not be read", file.display()))?;
    Ok(format!(
        "sha256-{}",
        BASE64_STANDARD.encode(Sha256::digest(bytes))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_programs_get_their_hashes() {
        let here = std::env::temp_dir().join(format!("onrush-integrity-{}", std::process::id()));
        fs::create_dir_all(here.join("styles")).unwrap();
        fs::write(here.join("boot.js"), "").unwrap();
        fs::write(here.join("styles/a.css"), "abc").unwrap();
        fs::write(here.join("onrush.wasm"), "").unwrap();
        let page = "<head>\n  <script src=\"boot.js\"></script>\n  <link rel=\"stylesheet\" href=\"styles/a.css\">\n</head>\n";
        fs::write(here.join("index.html"), page).unwrap();
        write(&here, &["onrush.wasm".to_owned()]).unwrap();
        // The published SHA-256 of nothing and of "abc".
        let nothing = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let abc = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let expected = format!(
            "<head>\n  <script src=\"boot.js?v=47DEQpj8\" integrity=\"{nothing}\" crossorigin=\"anonymous\" \
             data-programs=\"onrush.wasm {nothing}\"></script>\n  <link rel=\"stylesheet\" href=\"styles/a.css?v=ungWv48B\" \
             integrity=\"{abc}\" crossorigin=\"anonymous\">\n</head>\n"
        );
        assert_eq!(
            fs::read_to_string(here.join("index.html")).unwrap(),
            expected
        );
        fs::write(here.join("index.html"), "<script src=\"gone.js\"></script>").unwrap();
        assert!(
            write(&here, &[])
                .unwrap_err()
                .to_string()
                .contains("gone.js")
        );
        fs::write(here.join("index.html"), "<p></p>").unwrap();
        assert!(write(&here, &["onrush.wasm".to_owned()]).is_err());
        fs::remove_dir_all(&here).unwrap();
    }

    #[test]
    fn every_script_and_sheet_of_the_page_is_found() {
        let page = include_str!("../../../index.html");
        let found = page
            .lines()
            .filter(|line| asked_for(line).is_some())
            .count();
        let tags = page.matches("<script").count() + page.matches("rel=\"stylesheet\"").count();
        assert!(found > 10);
        assert_eq!(
            found, tags,
            "each tag on a line of its own, the address first"
        );
    }
}
