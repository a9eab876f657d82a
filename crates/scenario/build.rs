//! Makes of each story's file the one that is played: without the notes, which say where each figure comes from and are half of it, and
//! without space between things.

use std::path::{Path, PathBuf};
use std::{env, error, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn error::Error>> {
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories");
    println!("cargo::rerun-if-changed={}", stories.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for entry in fs::read_dir(stories)? {
        let file = entry?.path();
        let mut story: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        if let Some(parts) = story.as_object_mut() {
            parts.remove("notes");
        }
        fs::write(
            out.join(file.file_name().unwrap_or_default()),
            story.to_string(),
        )?;
    }
    Ok(())
}
