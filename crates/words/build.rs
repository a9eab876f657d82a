//! Lists the files with sentences, so that a new one needs no line anywhere.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use onrush_catalogue::{SHADOWS, text_files};

/// The folders, and the constants with their files.
const LANGUAGES: [(&str, &str); 3] = [("en", "ENGLISH"), ("pl", "POLISH"), ("nl", "DUTCH")];

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("languages");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::new();
    for (tag, name) in LANGUAGES {
        let folder = root.join(tag);
        let mut list = String::new();
        for file in text_files(&folder)? {
            if tag == "en" && SHADOWS.iter().any(|shadow| file.ends_with(shadow)) {
                continue;
            }
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let file = file.to_string_lossy();
            for piece in [
                "(",
                &quoted(&name),
                ", include_str!(",
                &quoted(&file),
                ")),",
            ] {
                list += piece;
            }
        }
        if tag != "en" {
            code += "#[cfg(feature = \"all\")]\n";
        }
        for piece in ["pub(crate) const ", name, ": Files = &[", &list, "];\n"] {
            code += piece;
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("files.rs"), code)
}

/// As Rust writes a text.
fn quoted(text: &str) -> String {
    format!("{text:?}")
}
