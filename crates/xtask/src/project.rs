//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use crate::fault::{Explain, Fault, Outcome};
use crate::process;

/// The folder with the page as a single file, in the clone.
pub(crate) const SINGLE_FOLDER: &str = "dist-single";

/// The folders of this clone.
pub(crate) struct Project {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever it has been moved to.
    pub(crate) target: PathBuf,
}

impl Project {
    /// Finds the clone this was started from.
    pub(crate) fn find() -> Outcome<Self> {
        // Cargo sets it when it runs us; the compiled-in value serves a binary started by hand.
        let here = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
            .ok_or_else(|| {
                Fault::new("no Cargo.lock found: run `cargo xtask` inside a clone of Onrush")
            })?
            .to_owned();
        let metadata = process::output(process::cargo(&root).args([
            "metadata",
            "--no-deps",
            "--format-version=1",
        ]))?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata)
            .explain(|| "`cargo metadata` printed something unexpected".to_owned())?;
        let target = metadata["target_directory"]
            .as_str()
            .map_or_else(|| root.join("target"), PathBuf::from);
        Ok(Self { root, target })
    }

    /// The finished page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The folder with the page as a single file.
    pub(crate) fn single(&self) -> PathBuf {
        self.root.join(SINGLE_FOLDER)
    }

    /// The folder of the browser tests, with the lock file of all Node packages.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// A folder of ours for things in the making. In the clone, since several clones may share cargo's target folder.
    pub(crate) fn workbench(&self) -> PathBuf {
        self.root.join("target/xtask")
    }
}

/// Tools that are slow to install stay here between clones.
pub(crate) fn tool_cache() -> Outcome<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute());
    cache
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .map(|folder| folder.join("onrush-tools"))
        .ok_or_else(|| {
            Fault::new("no home folder for the tools: set XDG_CACHE_HOME to a folder of yours")
        })
}

/// Makes a folder and those above it.
pub(crate) fn make_folder(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)
        .explain(|| format!("the folder {} could not be made", folder.display()))
}
