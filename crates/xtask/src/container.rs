//! What can be said of docs/hosting/Containerfile without an engine for containers: it takes what there is, and starts what is tested.

use std::fs;
use std::path::{Path, PathBuf};

const FILE: &str = include_str!("../../../docs/hosting/Containerfile");
const SENT: &str = include_str!("../../../.dockerignore");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What stands behind each instruction of this name.
fn all(instruction: &str) -> Vec<&'static str> {
    FILE.lines()
        .filter_map(|line| line.strip_prefix(instruction)?.strip_prefix(' '))
        .collect()
}

fn the(instruction: &str) -> &'static str {
    let found = all(instruction);
    assert_eq!(found.len(), 1, "one {instruction}");
    found[0]
}

#[test]
fn what_it_copies_is_there_and_is_sent() {
    // The one folder that is built first: `cargo xtask build --compress`, as the file says.
    assert!(FILE.contains("cargo xtask build --compress"));
    let copied = all("COPY");
    assert_eq!(copied.len(), 2);
    for line in copied {
        let (from, _) = line.split_once(' ').expect(line);
        assert!(from == "dist" || root().join(from).is_file(), "{from}");
        assert!(
            SENT.lines().any(|sent| sent == format!("!{from}")),
            ".dockerignore keeps {from} back"
        );
    }
    assert!(SENT.lines().any(|line| line == "*"));
}

#[test]
fn it_starts_the_configuration_that_is_tested() {
    let hosting = fs::read_to_string(root().join("crates/xtask/src/hosting.rs")).expect("hosting");
    let tested = "docs/hosting/Caddyfile";
    assert!(hosting.contains(tested));
    let place = all("COPY")
        .into_iter()
        .find_map(|line| line.strip_prefix(tested))
        .expect(tested);
    assert!(the("CMD").contains(&format!("\"{}\"", place.trim())));
    // What it takes from the environment is what the container sets.
    let caddyfile = fs::read_to_string(root().join(tested)).expect(tested);
    let folder = all("COPY")
        .into_iter()
        .find_map(|line| line.strip_prefix("dist "))
        .expect("dist");
    for (name, value) in [
        ("ONRUSH_ADDRESS", "http://:8080"),
        ("ONRUSH_FOLDER", folder),
    ] {
        assert!(caddyfile.contains(&format!("{{${name}:")), "{name}");
        assert!(all("ENV").contains(&format!("{name}={value}").as_str()));
    }
}

#[test]
fn its_base_is_one_version_and_it_runs_as_nobody() {
    let base = the("FROM");
    let version = base.rsplit_once(':').expect(base).1;
    let numbers = version.split('-').next().unwrap_or_default();
    assert_eq!(numbers.split('.').count(), 3, "{base} is not one version");
    assert!(numbers.split('.').all(|n| n.parse::<u32>().is_ok()));
    let (user, group) = the("USER").split_once(':').expect("user and group");
    for id in [user, group] {
        assert_ne!(id.parse::<u32>().expect("a number"), 0, "not root");
    }
    let port: u32 = the("EXPOSE").parse().expect("a port");
    assert!(port > 1023, "nobody may not open a lower one");
    assert!(FILE.contains("--read-only") && FILE.contains("--cap-drop all"));
}
