//! Python and its packages, in environments of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Explain, Fault, Outcome};
use crate::process;

/// The Python of a virtual environment in `work` that has what `requirements` pins.
pub(crate) fn environment(requirements: &Path, work: &Path) -> Outcome<PathBuf> {
    let environment = work.join("venv");
    let python = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    installed(requirements, &work.join("installed"), || {
        let system = process::find_program(&["python3", "python"]).ok_or_else(|| {
            Fault::new("Python was not found: install Python 3.10 or later (https://python.org)")
        })?;
        process::run(Command::new(system).args(["-m", "venv"]).arg(&environment))?;
        process::run(
            Command::new(&python)
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-deps",
                    "--requirement",
                ])
                .arg(requirements),
        )
    })?;
    Ok(python)
}

/// Installs, unless what was last installed is what is wanted.
pub(crate) fn installed(
    wanted: &Path,
    noted: &Path,
    install: impl FnOnce() -> Outcome<()>,
) -> Outcome<()> {
    let text = fs::read(wanted).explain(|| format!("{} could not be read", wanted.display()))?;
    if fs::read(noted).is_ok_and(|before| before == text) {
        return Ok(());
    }
    install()?;
    fs::write(noted, text).explain(|| format!("{} could not be written", noted.display()))
}
