//! `cargo xtask build`: the page as static files in `dist/`.

use std::fs;

use crate::fault::{Explain, Outcome};
use crate::process::say;
use crate::project::Project;
use crate::wasm::Pace;
use crate::{integrity, offline, page, sizes, wasm, words};

/// Builds the page anew, as it is shipped: browsers keep it for times without a network.
pub(crate) fn build(project: &Project, pace: Pace) -> Outcome<()> {
    for_work(project, pace)?;
    offline::write(&project.root, &project.dist())?;
    say(format!("The page is in {}", project.dist().display()));
    sizes::print(&project.dist())
}

/// Builds the page anew for somebody who changes it and wants to see each change: browsers keep nothing.
pub(crate) fn for_work(project: &Project, pace: Pace) -> Outcome<()> {
    let programs = wasm::build(project, pace)?;
    let dist = project.dist();
    if dist.exists() {
        fs::remove_dir_all(&dist)
            .explain(|| format!("the old {} could not be removed", dist.display()))?;
    }
    page::copy(&project.root, &dist)?;
    let mut fetched = Vec::new();
    for program in programs {
        let name = program.name;
        let (glue, binary) = (format!("{name}.js"), format!("{name}_bg.wasm"));
        page::copy_file(&program.glue, &dist.join(&glue))?;
        page::copy_file(&program.binary, &dist.join(&binary))?;
        fetched.extend([glue, binary]);
    }
    fetched.extend(words::bundles_into(project)?);
    integrity::write(&dist, &fetched)
}
