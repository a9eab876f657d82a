//! The other simulators: their programs, and what it takes to have them here.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::subject::{Program, Subject};
use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::{Project, make_folder};
use crate::python::{self, installed};

/// The language a peer is written for, which decides how it is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Rust,
    Python,
    Node,
}

/// A peer, by the name of its package and of its folder in `tests/bench`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// As its authors write it.
    title: &'static str,
    language: Language,
}

/// All there are, by descending speed.
pub(crate) const PEERS: [Peer; 6] = [
    Peer {
        name: "desim",
        title: "desim (Rust)",
        language: Language::Rust,
    },
    Peer {
        name: "simu-des",
        title: "simu-des (Rust)",
        language: Language::Rust,
    },
    Peer {
        name: "nexosim",
        title: "NeXosim (Rust)",
        language: Language::Rust,
    },
    Peer {
        name: "simjs",
        title: "simjs (JavaScript)",
        language: Language::Node,
    },
    Peer {
        name: "simpy",
        title: "SimPy (Python)",
        language: Language::Python,
    },
    Peer {
        name: "ciw",
        title: "Ciw (Python)",
        language: Language::Python,
    },
];

impl Peer {
    /// The name for people.
    pub(crate) fn title(&self) -> &'static str {
        self.title
    }

    /// Builds or installs it.
    pub(crate) fn prepare(&self, project: &Project, quick: bool) -> Outcome<Subject> {
        let home = folder(project).join(self.name);
        let work = workbench(project).join(self.name);
        make_folder(&work)?;
        say(format!("Preparing {}", self.title));
        let words = match self.language {
            Language::Rust => {
                vec![rust(&home, &work, &format!("peer-{}", self.name))?.into_os_string()]
            }
            Language::Python => python(&home, &work)?,
            Language::Node => node(&home, &work)?,
        };
        let slow = self.language == Language::Python;
        Ok(Subject {
            name: self.title.to_owned(),
            version: self.version(&home)?,
            program: Program::Peer(words),
            customers: if slow { 1e5 } else { 1e6 },
            seconds: if slow { 6.0 } else { 60.0 },
            pairs: pairs(if slow { Length::Long } else { Length::Medium }, quick),
        })
    }

    /// The pinned version, from the file that pins it.
    fn version(&self, home: &Path) -> Outcome<String> {
        let (file, before, after) = match self.language {
            Language::Rust => ("Cargo.toml", format!("{} = \"=", self.name), '"'),
            Language::Python => ("requirements.txt", "==".to_owned(), '\n'),
            Language::Node => ("package.json", format!("\"{}\": \"", self.name), '"'),
        };
        let path = home.join(file);
        let text = fs::read_to_string(&path)
            .explain(|| format!("{} could not be read", path.display()))?;
        text.split_once(&before)
            .and_then(|(_, rest)| rest.split(after).next())
            .map(|version| version.trim().to_owned())
            .ok_or_else(|| Fault::new(format!("{} names no version", path.display())))
    }
}

/// How long a run takes, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// Hundredths of a second.
    Short,
    /// Tenths to a second.
    Medium,
    /// Seconds.
    Long,
}

/// How many pairs with the yardstick: the shorter the run, the more a moment of something else disturbs it.
pub(crate) fn pairs(length: Length, quick: bool) -> usize {
    match (length, quick) {
        (_, true) => 3,
        (Length::Short, false) => 21,
        (Length::Medium, false) => 11,
        (Length::Long, false) => 5,
    }
}

/// Where the models are.
pub(crate) fn folder(project: &Project) -> PathBuf {
    project.root.join("tests/bench")
}

/// Where they are built and installed.
pub(crate) fn workbench(project: &Project) -> PathBuf {
    project.workbench().join("bench")
}

/// Builds a variant of the yardstick's program.
pub(crate) fn yardstick(project: &Project) -> Outcome<PathBuf> {
    let work = workbench(project).join("yardstick");
    make_folder(&work)?;
    say("Preparing the yardstick");
    rust(&folder(project), &work, "des")
}

fn rust(home: &Path, work: &Path, binary: &str) -> Outcome<PathBuf> {
    process::run(
        process::cargo(home)
            .args(["build", "--release", "--locked", "--quiet", "--bin", binary])
            .arg("--target-dir")
            .arg(work),
    )?;
    Ok(work
        .join("release")
        .join(binary)
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// A virtual environment with what `requirements.txt` pins.
fn python(home: &Path, work: &Path) -> Outcome<Vec<OsString>> {
    let python = python::environment(&home.join("requirements.txt"), work)?;
    Ok(vec![
        python.into_os_string(),
        // No byte code next to the models.
        "-B".into(),
        home.join("model.py").into_os_string(),
    ])
}

/// The packages of the lock file, installed beside a copy of the model so that nothing appears in the source folder.
fn node(home: &Path, work: &Path) -> Outcome<Vec<OsString>> {
    crate::node::check_version()?;
    for file in ["package.json", "package-lock.json", "model.mjs"] {
        fs::copy(home.join(file), work.join(file))
            .explain(|| format!("{file} could not be copied to {}", work.display()))?;
    }
    installed(
        &work.join("package-lock.json"),
        &work.join("installed"),
        || {
            let npm = process::find_program(&["npm", "npm.cmd"])
                .ok_or_else(|| Fault::new("npm was not found: install it with Node.js"))?;
            process::run(Command::new(npm).current_dir(work).args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
            ]))
        },
    )?;
    Ok(vec!["node".into(), work.join("model.mjs").into_os_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_has_its_folder_and_pins_its_version() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bench");
        for peer in PEERS {
            let version = peer.version(&here.join(peer.name)).expect(peer.name);
            assert!(
                version.starts_with(|first: char| first.is_ascii_digit()),
                "{}: {version}",
                peer.name
            );
        }
    }
}
