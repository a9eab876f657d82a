//! The stage `supply`: what we are built with has a licence we can take, comes from where we expect it, and has no known fault.
//!
//! cargo-deny looks at all of it, by `deny.toml`. Where it is not installed (it takes minutes to build), we look at licences and sources
//! ourselves, by the same file, and say aloud that nobody looked for known faults.

use std::fs;

use crate::fault::{Explain, Fault, Outcome};
use crate::packages::{self, Package};
use crate::process::{self, say};
use crate::project::Project;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks the dependencies.
pub(crate) fn check(project: &Project) -> Outcome<()> {
    if process::find_program(&["cargo-deny"]).is_some() {
        return process::run(process::cargo(&project.root).args(["deny", "check"]));
    }
    let file = project.root.join("deny.toml");
    let policy =
        fs::read_to_string(&file).explain(|| format!("{} could not be read", file.display()))?;
    let allowed: Vec<String> = list(&policy, "allow")?;
    let targets: Vec<String> = list(&policy, "targets")?;
    let targets: Vec<_> = targets.iter().map(String::as_str).collect();
    let packages = packages::all(&project.root, &targets)?;
    let faults: Vec<_> = packages
        .iter()
        .filter_map(|package| refused(package, &allowed))
        .collect();
    if !faults.is_empty() {
        return Err(Fault::new(faults.join("; ")));
    }
    say(format!(
        "{} packages of others: licences and sources are those that deny.toml allows",
        packages.len()
    ));
    say(
        "NOT LOOKED FOR: known faults (advisories). cargo-deny is not installed: `cargo install --locked cargo-deny`, and run \
         this again",
    );
    Ok(())
}

/// A list of texts in a TOML file, where it stands on one line: it is then JSON as well.
fn list(policy: &str, name: &str) -> Outcome<Vec<String>> {
    policy
        .lines()
        .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='))
        .and_then(|value| serde_json::from_str(value.trim()).ok())
        .ok_or_else(|| {
            Fault::new(format!(
                "deny.toml has to say `{name} = [\"…\"]` on one line"
            ))
        })
}

/// Why a package may not be used, if that is so.
fn refused(package: &Package, allowed: &[String]) -> Option<String> {
    let named = format!("{} {}", package.name, package.version);
    if package.source != REGISTRY {
        return Some(format!("{named} comes from {}", package.source));
    }
    if package.licence.is_empty() {
        return Some(format!("{named} names no licence"));
    }
    (!satisfies(&package.licence, allowed))
        .then(|| format!("{named} has the licence {}", package.licence))
}

/// Whether an SPDX expression can be met with the licences allowed. `/` is what OR once was.
fn satisfies(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = &words[..];
    any(&mut rest, allowed) && rest.is_empty()
}

/// `A OR B`: whatever comes, it is read to its end.
fn any(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = every(rest, allowed);
    while let ["OR", more @ ..] = *rest {
        *rest = more;
        met |= every(rest, allowed);
    }
    met
}

/// `A AND B`.
fn every(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = one(rest, allowed);
    while let ["AND", more @ ..] = *rest {
        *rest = more;
        met &= one(rest, allowed);
    }
    met
}

/// A licence with its exception, or an expression in brackets.
fn one(rest: &mut &[&str], allowed: &[String]) -> bool {
    match *rest {
        ["(", more @ ..] => {
            *rest = more;
            let met = any(rest, allowed);
            match *rest {
                [")", more @ ..] => {
                    *rest = more;
                    met
                }
                _ => false,
            }
        }
        [licence, "WITH", exception, more @ ..] => {
            *rest = more;
            allowed.contains(&format!("{licence} WITH {exception}"))
        }
        [licence, more @ ..] => {
            *rest = more;
            allowed.iter().any(|allowed| allowed == licence)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn allowed() -> Vec<String> {
        list(include_str!("../../../deny.toml"), "allow").unwrap()
    }

    #[test]
    fn the_policy_is_read() {
        assert!(allowed().contains(&"Apache-2.0 WITH LLVM-exception".to_owned()));
        assert!(list("allow = [\n\"MIT\"]", "allow").is_err());
        assert!(list("allowed = 1", "allow").is_err());
    }

    #[test]
    fn expressions_are_weighed() {
        let allowed = allowed();
        for fine in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(satisfies(fine, &allowed), "{fine}");
        }
        for wrong in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "GPL-3.0-only AND MIT OR AGPL-3.0-only",
            "(MIT OR Apache-2.0) AND GPL-3.0-only",
            "Apache-2.0 WITH Other-exception",
            "(MIT",
            "MIT MIT",
            "",
        ] {
            assert!(!satisfies(wrong, &allowed), "{wrong}");
        }
    }

    #[test]
    fn sources_and_missing_licences_are_named() {
        let package = |source: &str, licence: &str| Package {
            name: "thing".to_owned(),
            version: "1.2.3".to_owned(),
            licence: licence.to_owned(),
            source: source.to_owned(),
            repository: String::new(),
            folder: PathBuf::new(),
        };
        let allowed = allowed();
        assert_eq!(refused(&package(REGISTRY, "MIT"), &allowed), None);
        for (package, word) in [
            (package("git+https://example.org/thing", "MIT"), "git+https"),
            (package(REGISTRY, ""), "no licence"),
            (package(REGISTRY, "GPL-3.0-only"), "GPL-3.0-only"),
        ] {
            let fault = refused(&package, &allowed).unwrap();
            assert!(
                fault.contains("thing 1.2.3") && fault.contains(word),
                "{fault}"
            );
        }
    }
}
