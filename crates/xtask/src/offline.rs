//! What makes a version one that browsers can keep: its name in the page, and `service-worker.js` with the hashes of all its files
//! (docs/decisions/0011-offline.md).

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::fault::{Explain, Fault, Outcome};
use crate::{integrity, sizes};

/// What keeps the others.
const KEEPER: &str = "service-worker.js";
const PAGE: &str = "index.html";
/// The script that has them kept, in the page as [`integrity`] leaves it.
const SCRIPT: &str = "<script src=\"offline.js?";
/// The lines of the keeper that are filled in.
const VERSION: &str = "const VERSION = \"\";";
const FILES: &str = "const FILES = {};";
/// Letters of a version's name.
const LETTERS: usize = 16;

/// Names the version of the finished page in `dist`, and writes what keeps it. `root` is the clone.
pub(crate) fn write(root: &Path, dist: &Path) -> Outcome<()> {
    let version = version(&hashes(dist)?);
    let page = dist.join(PAGE);
    let text = read(&page)?;
    save(&page, &named(&text, &version)?)?;
    let keeper = read(&root.join("web").join(KEEPER))?;
    save(
        &dist.join(KEEPER),
        &filled(&keeper, &version, &hashes(dist)?)?,
    )
}

/// Each file and its hash as in `integrity`, in the order of their names.
fn hashes(dist: &Path) -> Outcome<Vec<(String, String)>> {
    let mut files = Vec::new();
    sizes::collect(dist, &mut files)?;
    let mut hashes = Vec::new();
    for file in files {
        let inside = file.strip_prefix(dist).unwrap_or(&file).components();
        let parts: Vec<_> = inside
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        hashes.push((parts.join("/"), integrity::hash(&file)?));
    }
    hashes.sort();
    Ok(hashes)
}

/// A name that another content does not have.
fn version(hashes: &[(String, String)]) -> String {
    let mut all = Sha256::new();
    for (name, hash) in hashes {
        all.update(format!("{name} {hash}\n"));
    }
    let digits: Vec<_> = all.finalize().iter().map(|b| format!("{b:02x}")).collect();
    digits.concat().chars().take(LETTERS).collect()
}

/// The page, with the version in the tag of the script that asks for it.
fn named(page: &str, version: &str) -> Outcome<String> {
    let (before, after) = split(page, SCRIPT, PAGE)?;
    let tag = format!("<script data-version=\"{version}\"");
    let rest = SCRIPT.trim_start_matches("<script");
    Ok([before, &tag, rest, after].concat())
}

/// The keeper, with the version and what belongs to it.
fn filled(keeper: &str, version: &str, hashes: &[(String, String)]) -> Outcome<String> {
    let list: Vec<_> = hashes
        .iter()
        .map(|(name, hash)| format!("  \"{name}\": \"{hash}\",\n"))
        .collect();
    let (before, after) = split(keeper, VERSION, KEEPER)?;
    let (between, rest) = split(after, FILES, KEEPER)?;
    Ok(format!(
        "{before}const VERSION = \"{version}\";{between}const FILES = {{\n{}}};{rest}",
        list.concat()
    ))
}

/// What stands before and after `mark`, which has to be there once.
fn split<'a>(text: &'a str, mark: &str, name: &str) -> Outcome<(&'a str, &'a str)> {
    let wrong = || Fault::new(format!("{name} has to say `{mark}` exactly once"));
    let (before, after) = text.split_once(mark).ok_or_else(wrong)?;
    if after.contains(mark) {
        return Err(wrong());
    }
    Ok((before, after))
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).explain(|| format!("{} could not be read", file.display()))
}

fn save(file: &Path, text: &str) -> Outcome<()> {
    fs::write(file, text).explain(|| format!("{} could not be written", file.display()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn folder(name: &str) -> PathBuf {
        let here = std::env::temp_dir().join(format!("onrush-{name}-{}", std::process::id()));
        fs::create_dir_all(here.join("styles")).unwrap();
        fs::write(here.join("styles/a.css"), "abc").unwrap();
        let page = "<script src=\"offline.js?v=x\" integrity=\"y\" defer></script>\n";
        fs::write(here.join(PAGE), page).unwrap();
        here
    }

    #[test]
    fn a_version_has_all_files_and_changes_with_each() {
        let here = folder("offline");
        write(&root(), &here).unwrap();
        let keeper = read(&here.join(KEEPER)).unwrap();
        assert!(keeper.contains(
            "\n  \"styles/a.css\": \"sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\",\n"
        ));
        // The page's is that of the page with its version in it.
        let sum = integrity::hash(&here.join(PAGE)).unwrap();
        assert!(keeper.contains(&format!("\"index.html\": \"{sum}\"")));
        assert!(!keeper.contains("\"service-worker.js\":"));
        let name = keeper.split("const VERSION = \"").nth(1).unwrap();
        let name = name.split('"').next().unwrap();
        assert_eq!(name.len(), LETTERS);
        let page = read(&here.join(PAGE)).unwrap();
        assert_eq!(
            page,
            format!(
                "<script data-version=\"{name}\" src=\"offline.js?v=x\" integrity=\"y\" defer></script>\n"
            )
        );
        fs::remove_dir_all(&here).unwrap();

        let here = folder("offline");
        fs::write(here.join("styles/a.css"), "abd").unwrap();
        write(&root(), &here).unwrap();
        assert!(!read(&here.join(PAGE)).unwrap().contains(name));
        fs::remove_dir_all(&here).unwrap();
    }

    #[test]
    fn a_page_or_keeper_without_the_place_is_refused() {
        assert!(named("<p></p>", "1").is_err());
        assert!(filled("const FILES = {};", "1", &[]).is_err());
        assert!(filled("const VERSION = \"\";", "1", &[]).is_err());
        let twice = format!("{VERSION}\n{FILES}\n{FILES}");
        assert!(filled(&twice, "1", &[]).is_err());
    }

    #[test]
    fn the_manifest_names_pictures_of_the_sizes_it_says() {
        let text = read(&root().join("web/manifest.webmanifest")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        for key in ["start_url", "scope"] {
            assert_eq!(manifest[key], "./", "under any path");
        }
        let mut found = Vec::new();
        for icon in manifest["icons"].as_array().unwrap() {
            let bytes = fs::read(root().join("web").join(icon["src"].as_str().unwrap())).unwrap();
            if icon["type"] == "image/png" {
                // Width and height are the first two numbers of the first block.
                let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
                assert!(bytes.starts_with(b"\x89PNG"));
                assert_eq!(icon["sizes"], format!("{}x{}", number(16), number(20)));
                found.push((number(16), icon["purpose"] == "maskable"));
            }
        }
        found.sort_unstable();
        assert_eq!(
            found,
            [(192, false), (192, true), (512, false), (512, true)]
        );
        let page = read(&root().join(PAGE)).unwrap();
        assert!(page.contains("<link rel=\"manifest\" href=\"manifest.webmanifest\">"));
    }
}
