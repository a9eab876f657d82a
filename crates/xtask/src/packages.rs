//! The packages of others that we are built with, as cargo tells.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::fault::{Explain, Outcome};
use crate::process;

/// A package of somebody else's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The SPDX expression, as the package writes it; empty where it has none.
    pub(crate) licence: String,
    /// Where cargo has it from, such as `registry+https://…`.
    pub(crate) source: String,
    pub(crate) repository: String,
    /// Where its files are.
    pub(crate) folder: PathBuf,
}

/// What is linked into `package` of ours when it is built for `target`: no tools, no tests, no macros' own tools.
pub(crate) fn linked(root: &Path, package: &str, target: &str) -> Outcome<BTreeSet<Package>> {
    let metadata = metadata(root, &["--filter-platform", target])?;
    let all = by_id(&metadata);
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"])
        .map(|node| (text(&node["id"]), node))
        .collect();
    let mut waiting: Vec<&str> = list(&metadata["packages"])
        .filter(|value| value["name"] == package)
        .map(|value| text(&value["id"]))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(node) = nodes.get(id) else { continue };
        for dependency in list(&node["deps"]) {
            // Of no kind are those that go into the program.
            if list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null()) {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }
    Ok(seen
        .into_iter()
        .filter_map(|id| all.get(id).cloned())
        .collect())
}

/// Everything in the lock file that any of `targets` needs, tools and tests included.
pub(crate) fn all(root: &Path, targets: &[&str]) -> Outcome<BTreeSet<Package>> {
    let mut found = BTreeSet::new();
    for target in targets {
        let metadata = metadata(root, &["--filter-platform", target])?;
        found.extend(by_id(&metadata).into_values());
    }
    Ok(found)
}

fn metadata(root: &Path, options: &[&str]) -> Outcome<Value> {
    let mut command = process::cargo(root);
    command.args(["metadata", "--locked", "--format-version=1"]);
    let printed = process::output(command.args(options))?;
    serde_json::from_str(&printed)
        .explain(|| "`cargo metadata` printed something unexpected".to_owned())
}

/// Packages of others by cargo's name for them.
fn by_id(metadata: &Value) -> BTreeMap<&str, Package> {
    list(&metadata["packages"])
        .filter(|value| value["source"].is_string())
        .map(|value| {
            let manifest = Path::new(text(&value["manifest_path"]));
            let package = Package {
                name: text(&value["name"]).to_owned(),
                version: text(&value["version"]).to_owned(),
                licence: text(&value["license"]).to_owned(),
                source: text(&value["source"]).to_owned(),
                repository: text(&value["repository"]).to_owned(),
                folder: manifest.parent().unwrap_or(manifest).to_owned(),
            };
            (text(&value["id"]), package)
        })
        .collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
