//! `cargo xtask build`: the page as static files in `dist/`.

use std::fs;

use crate::fault::{Explain, Outcome};
use crate::process::say;
use crate::project::Project;
use crate::wasm::Pace;
use crate::{page, sizes, wasm};

/// Builds the page anew.
pub(crate) fn build(project: &Project, pace: Pace) -> Outcome<()> {
    let programs = wasm::build(project, pace)?;
    let dist = project.dist();
    if dist.exists() {
        fs::remove_dir_all(&dist)
            .explain(|| format!("the old {} could not be removed", dist.display()))?;
    }
    page::copy(&project.root, &dist)?;
    for program in programs {
        let name = program.name;
        page::copy_file(&program.glue, &dist.join(format!("{name}.js")))?;
        page::copy_file(&program.binary, &dist.join(format!("{name}_bg.wasm")))?;
    }
    say(format!("The page is in {}", dist.display()));
    sizes::print(&dist)
}
