//! Node and its packages, from the lock file in `tests/browser`.

use std::fs;
use std::process::Command;

use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::Project;

const OLDEST_MAJOR: u32 = 20;

/// `wasm-opt`, or nothing where there is no Node: the page then works just as well, a little larger and slower.
pub(crate) fn wasm_opt(project: &Project) -> Outcome<Option<Command>> {
    if let Err(reason) = check_version().and_then(|()| install(project)) {
        say(format!(
            "Building without wasm-opt, so the page will be somewhat larger and slower. Reason: {reason}"
        ));
        return Ok(None);
    }
    let tool = project
        .browser_tests()
        .join("node_modules/binaryen/bin/wasm-opt");
    if !tool.is_file() {
        return Err(Fault::new(format!(
            "{} is missing although its package is installed: delete tests/browser/node_modules and try again",
            tool.display()
        )));
    }
    let mut command = Command::new("node");
    command.arg(tool);
    Ok(Some(command))
}

/// What a test needs: Node, new enough, and the packages.
pub(crate) fn require(project: &Project) -> Outcome<()> {
    check_version()?;
    install(project)
}

/// Node, new enough.
pub(crate) fn check_version() -> Outcome<()> {
    let advice = format!("install Node.js {OLDEST_MAJOR} or later (https://nodejs.org), with npm");
    let printed = process::output(Command::new("node").arg("--version"))
        .map_err(|_| Fault::new(format!("Node.js was not found: {advice}")))?;
    match major(&printed) {
        Some(found) if found >= OLDEST_MAJOR => Ok(()),
        _ => Err(Fault::new(format!(
            "Node.js {} is too old: {advice}",
            printed.trim()
        ))),
    }
}

/// `v20.19.2` → 20.
fn major(printed: &str) -> Option<u32> {
    let number = printed.trim().strip_prefix('v')?.split('.').next()?;
    number.parse().ok()
}

/// `npm ci`, unless the installed packages are those of the lock file.
fn install(project: &Project) -> Outcome<()> {
    let folder = project.browser_tests();
    let lock = fs::read(folder.join("package-lock.json"))
        .explain(|| "tests/browser/package-lock.json could not be read".to_owned())?;
    let installed = folder.join("node_modules/.onrush-lock");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    let npm = process::find_program(&["npm", "npm.cmd"])
        .ok_or_else(|| Fault::new("npm was not found: install it with Node.js"))?;
    say("Installing the Node packages of tests/browser");
    process::run(Command::new(npm).current_dir(&folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))?;
    fs::write(&installed, lock).explain(|| format!("{} could not be written", installed.display()))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("nonsense"), None);
    }
}
