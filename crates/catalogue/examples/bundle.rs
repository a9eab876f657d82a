//! Writes one file for each language that a page may load: `bundle languages/ dist/languages/`. For `Trunk.toml`, where the second folder
//! is the one that trunk names; `cargo xtask build` does the same by itself.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let mut folders = env::args_os().skip(1).map(PathBuf::from);
    let from = folders.next();
    let to = folders.next().or_else(|| {
        let stage = PathBuf::from(env::var_os("TRUNK_STAGING_DIR")?);
        Some(stage.join("languages"))
    });
    let (Some(from), Some(to)) = (from, to) else {
        eprintln!("usage: bundle FROM TO");
        return ExitCode::FAILURE;
    };
    match write(&from, &to) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for (name, text) in onrush_catalogue::bundles(from)? {
        fs::write(to.join(name), text)?;
    }
    Ok(())
}
