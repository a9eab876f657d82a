//! Lists the files with sentences, so that a new one needs no line anywhere, and makes of the English ones what a frame in another page
//! says.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use onrush_catalogue::{Families, SHADOWS, bundle, of_folder};

/// The folders, and the constants with their files.
const LANGUAGES: [(&str, &str); 3] = [("en", "ENGLISH"), ("pl", "POLISH"), ("nl", "DUTCH")];
/// The English files of which a frame says a part.
const IN_FRAMES: [&str; 7] = [
    "ui.txt",
    "crowd.txt",
    "room.txt",
    "result.txt",
    "causes.txt",
    "why.txt",
    "embed.txt",
];

type File = (String, String);

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let languages = root.join("languages");
    let left_out = root.join("not-in-frames.list");
    println!("cargo::rerun-if-changed={}", languages.display());
    println!("cargo::rerun-if-changed={}", left_out.display());
    let mut code = String::new();
    for (tag, name) in LANGUAGES {
        let mut files = of_folder(&languages.join(tag))?;
        if tag == "en" {
            files.retain(|(name, _)| !SHADOWS.contains(&name.as_str()));
            let left_out = Families::read(&fs::read_to_string(&left_out)?);
            let in_frames = in_frames(&files, &left_out);
            code += &constant("IN_FRAMES", &in_frames);
        } else {
            code += "#[cfg(feature = \"all\")]\n";
        }
        code += &constant(name, &files);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("files.rs"), code)
}

/// What a frame says of these files.
fn in_frames(files: &[File], left_out: &Families) -> Vec<File> {
    let mut kept = Vec::new();
    for file in files.iter().filter(|f| IN_FRAMES.contains(&f.0.as_str())) {
        let text = bundle(std::slice::from_ref(file))
            .lines()
            .filter(|line| !left_out.has(line.split(' ').next().unwrap_or_default()))
            .fold(String::new(), |text, line| text + line + "\n");
        kept.push((file.0.clone(), text));
    }
    kept
}

/// The files as code: names and texts, without comments.
fn constant(name: &str, files: &[File]) -> String {
    let pair = |file: &File| format!("({:?}, {:?})", file.0, bundle(std::slice::from_ref(file)));
    let pairs: Vec<String> = files.iter().map(pair).collect();
    format!(
        "pub(crate) const {name}: Files = &[{}];\n",
        pairs.join(",\n")
    )
}
