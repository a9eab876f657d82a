//! `cargo xtask dist`: everything of one version in one archive, the same bytes whoever makes it and wherever.

mod licences;
mod tar;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use sha2::{Digest, Sha256};

use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::{Project, SINGLE_FOLDER, make_folder};
use crate::{compress, page, single, sizes};
use tar::Entry;

/// Files of the clone that go along as they are: where they are, and where they go.
const ALONG: [(&str, &str); 12] = [
    ("README.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("docs/scenario.schema.json", "schemas/scenario.schema.json"),
    ("docs/run.schema.json", "schemas/run.schema.json"),
    ("docs/hosting.md", "docs/hosting.md"),
    ("docs/security.md", "docs/security.md"),
    ("docs/hosting/nginx.conf", "docs/hosting/nginx.conf"),
    ("docs/hosting/Caddyfile", "docs/hosting/Caddyfile"),
    ("docs/hosting/Containerfile", "docs/hosting/Containerfile"),
    (
        "docs/hosting/service-worker-off.js",
        "docs/hosting/service-worker-off.js",
    ),
];
const SUMS: &str = "SHA256SUMS";

/// Makes the archive; with `check` a second time, from a copy of the sources in another folder, and compares.
pub(crate) fn command(project: &Project, check: bool) -> Outcome<()> {
    let epoch = epoch(&project.root)?;
    let home = project.workbench().join("dist");
    make_folder(&home)?;
    let made = make(&project.root, &home.join("target"), epoch)?;
    let file = home.join(format!("{}.tar.gz", made.name));
    write(&file, &made.packed)?;
    let sum = format!("{}  {}.tar.gz\n", sha256(&made.packed), made.name);
    write(
        &home.join(format!("{}.tar.gz.sha256", made.name)),
        sum.as_bytes(),
    )?;
    say(format!(
        "{} ({} bytes, {} files), SHA-256 {}",
        file.display(),
        made.packed.len(),
        made.entries.len(),
        sha256(&made.packed)
    ));
    if check {
        let elsewhere =
            env::temp_dir().join(format!("onrush-made-elsewhere-{}", std::process::id()));
        let again = copy_sources(&project.root, &elsewhere)
            .and_then(|()| make(&elsewhere, &elsewhere.join("built"), epoch));
        let removed = fs::remove_dir_all(&elsewhere)
            .explain(|| format!("{} could not be removed", elsewhere.display()));
        compare(&made, &again?)?;
        removed?;
        say("Made a second time in another folder: the same bytes");
    }
    Ok(())
}

/// An archive, and what is in it.
struct Made {
    name: String,
    entries: Vec<Entry>,
    packed: Vec<u8>,
}

fn make(root: &Path, target: &Path, epoch: u64) -> Outcome<Made> {
    let host = host()?;
    build(root, target, epoch)?;
    let site = target.join("site");
    if site.exists() {
        fs::remove_dir_all(&site)
            .explain(|| format!("the old {} could not be removed", site.display()))?;
    }
    page::copy_folder(&root.join("dist"), &site)?;
    compress::folder(&site)?;
    let mut entries = Vec::new();
    let mut add = |name: String, file: &Path, program: bool| {
        let bytes = fs::read(file).explain(|| format!("{} could not be read", file.display()))?;
        entries.push(Entry {
            name,
            bytes,
            program,
        });
        Ok(())
    };
    let mut files = Vec::new();
    sizes::collect(&site, &mut files)?;
    for file in &files {
        let inside: Vec<_> = file
            .strip_prefix(&site)
            .unwrap_or(file)
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        add(format!("site/{}", inside.join("/")), file, false)?;
    }
    let single = root.join(SINGLE_FOLDER).join(single::NAME);
    add(single::NAME.to_owned(), &single, false)?;
    for (from, to) in ALONG {
        add(to.to_owned(), &root.join(from), false)?;
    }
    let program = Path::new("onrush").with_extension(env::consts::EXE_EXTENSION);
    let name = format!("bin/{}", program.display());
    add(name, &target.join("release").join(&program), true)?;
    entries.push(Entry {
        name: "LICENCES.txt".to_owned(),
        bytes: licences::text(root, &host)?.into_bytes(),
        program: false,
    });
    let name = format!("onrush-{}-{host}", env!("CARGO_PKG_VERSION"));
    let entries = with_sums(entries);
    let packed = sizes::gzip(&tar::write(&name, &entries, epoch)?, Compression::best())?;
    Ok(Made {
        name,
        entries,
        packed,
    })
}

/// In order, with the sums of all as a file of their own (`sha256sum --check SHA256SUMS` reads it).
fn with_sums(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    let sums: Vec<_> = entries
        .iter()
        .map(|entry| format!("{}  {}\n", sha256(&entry.bytes), entry.name))
        .collect();
    entries.push(Entry {
        name: SUMS.to_owned(),
        bytes: sums.concat().into_bytes(),
        program: false,
    });
    entries
}

/// Builds page and command with nothing of this computer in them: folders get the same names everywhere.
fn build(root: &Path, target: &Path, epoch: u64) -> Outcome<()> {
    make_folder(target)?;
    let own = env::current_exe().explain(|| "this program does not know its place".to_owned())?;
    let flags = [
        (cargo_home()?, "/cargo"),
        (root.to_owned(), "/onrush"),
        (target.to_owned(), "/target"),
    ]
    .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
    .join("\u{1f}");
    let prepare = |command: &mut Command| {
        process::run(
            command
                .current_dir(root)
                .env("CARGO_TARGET_DIR", target)
                .env("CARGO_ENCODED_RUSTFLAGS", &flags)
                .env("CARGO_INCREMENTAL", "0")
                .env("SOURCE_DATE_EPOCH", epoch.to_string()),
        )
    };
    let mut page = Command::new(own);
    page.args(["build", "--single-file"])
        .env("CARGO_MANIFEST_DIR", root.join("crates/xtask"));
    prepare(&mut page)?;
    let mut command = process::cargo(root);
    command.args(["build", "--release", "--locked", "--package", "onrush-cli"]);
    prepare(&mut command)
}

fn cargo_home() -> Outcome<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| Fault::new("no home folder: set CARGO_HOME"))
}

/// The time that everything in the archive has, in seconds since 1970: as asked for, or that of the last change of the sources.
fn epoch(root: &Path) -> Outcome<u64> {
    let text = match env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text,
        Err(_) => process::output(Command::new("git").current_dir(root).args([
            "log",
            "-1",
            "--format=%ct",
        ]))?,
    };
    text.trim()
        .parse()
        .explain(|| "SOURCE_DATE_EPOCH has to be seconds since 1970".to_owned())
}

/// The computer that the command is for, as the compiler names it.
fn host() -> Outcome<String> {
    let printed = process::output(Command::new("rustc").arg("-vV"))?;
    printed
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| Fault::new("`rustc -vV` names no host"))
}

/// What git knows, and what it would take if asked.
fn copy_sources(root: &Path, goal: &Path) -> Outcome<()> {
    let listed = process::output(Command::new("git").current_dir(root).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root.join(name), goal.join(name));
        if !from.is_file() {
            continue;
        }
        if let Some(folder) = to.parent() {
            make_folder(folder)?;
        }
        page::copy_file(&from, &to)?;
    }
    Ok(())
}

/// Names the first file that differs.
fn compare(first: &Made, second: &Made) -> Outcome<()> {
    if first.packed == second.packed {
        return Ok(());
    }
    let differing: Vec<_> = first
        .entries
        .iter()
        .filter(|entry| {
            !second
                .entries
                .iter()
                .any(|other| other.name == entry.name && other.bytes == entry.bytes)
        })
        .map(|entry| entry.name.as_str())
        .filter(|name| *name != SUMS)
        .collect();
    Err(Fault::new(format!(
        "made a second time in another folder, these files are not the same: {}",
        differing.join(", ")
    )))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .concat()
}

fn write(file: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::write(file, bytes).explain(|| format!("{} could not be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, bytes: &str) -> Entry {
        Entry {
            name: name.to_owned(),
            bytes: bytes.as_bytes().to_vec(),
            program: false,
        }
    }

    #[test]
    fn sums_are_those_of_sha256sum() {
        let entries = with_sums(vec![entry("b", "abc"), entry("a/c", "")]);
        let sums = entries.last().map(|e| String::from_utf8_lossy(&e.bytes));
        assert_eq!(
            sums.as_deref(),
            Some(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/c\n\
                 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
            )
        );
    }

    #[test]
    fn what_differs_is_named() {
        let made = |text: &str| {
            let entries = with_sums(vec![entry("a", "same"), entry("site/b", text)]);
            let packed = tar::write("x", &entries, 1).unwrap();
            Made {
                name: "x".to_owned(),
                entries,
                packed,
            }
        };
        assert!(compare(&made("1"), &made("1")).is_ok());
        let fault = compare(&made("1"), &made("2")).unwrap_err().to_string();
        assert!(fault.ends_with("not the same: site/b"), "{fault}");
    }

    #[test]
    fn everything_that_goes_along_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (from, _) in ALONG {
            assert!(root.join(from).is_file(), "{from}");
        }
    }
}
