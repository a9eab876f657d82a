//! Shows that `trunk build` makes the same working page as `cargo xtask build`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Explain, Fault, Outcome};
use crate::names;
use crate::page;
use crate::process::{self, say};
use crate::project::{self, Project};
use crate::sizes;

const TRUNK: &str = "0.21.14";
/// As in web/Cargo.toml. Trunk runs the command line tool, not the library.
const BINDGEN: &str = "0.2.130";

/// Builds with trunk and returns its folder.
pub(crate) fn build(project: &Project) -> Outcome<PathBuf> {
    // Both are installed without their default features, which are for downloads and want OpenSSL. Trunk's own lock file
    // is honoured; the one of wasm-bindgen-cli names versions that do not build.
    let trunk = ensure("trunk", "trunk", TRUNK, &["--locked"])?;
    let bindgen = ensure("wasm-bindgen-cli", "wasm-bindgen", BINDGEN, &[])?;
    let dist = project.workbench().join("trunk-dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)
            .explain(|| format!("the old {} could not be removed", dist.display()))?;
    }
    say("Building the page with trunk");
    let mut folders = vec![bindgen];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path = env::join_paths(folders).explain(|| "PATH could not be extended".to_owned())?;
    process::run(
        Command::new(trunk.join("trunk"))
            .current_dir(&project.root)
            .args(["build", "--release", "--dist"])
            .arg(&dist)
            .env("PATH", path)
            // Trunk takes it for a flag of its own and wants "true" or "false" in it.
            .env_remove("NO_COLOR"),
    )?;
    compare(&project.dist(), &dist)?;
    Ok(dist)
}

/// The folder with the program of this version, installed first if need be.
fn ensure(package: &str, program: &str, version: &str, options: &[&str]) -> Outcome<PathBuf> {
    let root = project::tool_cache()?.join(format!("{package}-{version}"));
    let folder = root.join("bin");
    let file = folder
        .join(program)
        .with_extension(env::consts::EXE_EXTENSION);
    if file.is_file() {
        return Ok(folder);
    }
    say(format!(
        "Installing {package} {version} into {} (a few minutes, once)",
        root.display()
    ));
    process::run(
        process::cargo(Path::new("."))
            .args(["install", package, "--version", version])
            .args(["--no-default-features", "--debug", "--root"])
            .arg(&root)
            .args(options)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    Ok(folder)
}

/// What only we make: it holds the hashes of the finished files, and whoever works with trunk wants no browser to keep them.
const OURS_ALONE: &str = "service-worker.js";

/// Same file names; same bytes except for the page itself (trunk writes it anew), the binary (optimised by us only), and what only we make
/// shorter: comments in scripts and style sheets, names in glue scripts.
fn compare(ours: &Path, theirs: &Path) -> Outcome<()> {
    let (mut our_files, their_files) = (names(ours)?, names(theirs)?);
    our_files.retain(|name| name != Path::new(OURS_ALONE));
    if our_files != their_files {
        return Err(Fault::new(format!(
            "`trunk build` and `cargo xtask build` make different files, so index.html and crates/xtask/src/page.rs \
             disagree: {their_files:?} and {our_files:?}"
        )));
    }
    for name in our_files {
        let own_form = name == Path::new("index.html")
            || name
                .extension()
                .is_some_and(|extension| extension == "wasm");
        let read = |folder: &Path| {
            fs::read(folder.join(&name)).explain(|| format!("{} could not be read", name.display()))
        };
        let same = || -> Outcome<bool> {
            let (ours, theirs) = (read(ours)?, read(theirs)?);
            let text = String::from_utf8_lossy(&theirs);
            Ok(ours == theirs
                || ours == page::without_comments(&text).as_bytes()
                || ours == names::shorten_script(&text).as_bytes())
        };
        if !own_form && !same()? {
            return Err(Fault::new(format!(
                "`trunk build` and `cargo xtask build` make different {}",
                name.display()
            )));
        }
    }
    Ok(())
}

fn names(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    sizes::collect(folder, &mut files)?;
    let mut names: Vec<_> = files
        .iter()
        .filter_map(|file| file.strip_prefix(folder).ok())
        .map(Path::to_owned)
        .collect();
    names.sort();
    Ok(names)
}
