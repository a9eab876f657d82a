//! The files of a language on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Catalogue, read};

/// Files whose English stands in the program already (names in stories' plans, what a field allows, sources): translations are looked
/// up by a text made from the English one, so nobody needs the English file at run time.
pub const SHADOWS: [&str; 3] = ["plan.txt", "allowed.txt", "source.txt"];

/// The `.txt` files of a folder in the order of their names; none where there is no such folder.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn text_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Name and text of each file of a folder.
///
/// # Errors
/// When a file cannot be read, or is no UTF-8.
pub fn of_folder(folder: &Path) -> io::Result<Vec<(String, String)>> {
    text_files(folder)?
        .into_iter()
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            Ok((name.unwrap_or_default(), fs::read_to_string(&path)?))
        })
        .collect()
}

/// All messages of these files as one text, a line each, in the order of their ids: what a page loads. Faulty lines are left out.
#[must_use]
pub fn bundle(files: &[(String, String)]) -> String {
    let mut catalogue = Catalogue::new();
    for (name, text) in files {
        let _ = read(name, text, &mut catalogue);
    }
    let mut out = String::new();
    for (id, message) in &catalogue {
        for piece in [id, " = ", message.as_ref(), "\n"] {
            out += piece;
        }
    }
    out
}

/// Name and text of what a page may load: a bundle for each folder but English, whose sentences are in the program.
///
/// # Errors
/// When a file cannot be read.
pub fn bundles(languages: &Path) -> io::Result<Vec<(String, String)>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(languages)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<_>>()?;
    folders.sort();
    let mut bundles = Vec::new();
    for folder in folders.iter().filter(|f| f.is_dir()) {
        let tag = folder.file_name().map(|n| n.to_string_lossy().into_owned());
        if let Some(tag) = tag.filter(|tag| tag != "en") {
            bundles.push((format!("{tag}.txt"), bundle(&of_folder(folder)?)));
        }
    }
    Ok(bundles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_reads_as_its_files() {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let files = [
            file("b.txt", "# note\nb.b = two\n  and more\n"),
            file("a.txt", "z = {n|one: a|other: b}\n\na.a = one"),
        ];
        let whole = bundle(&files);
        assert_eq!(
            whole,
            "a.a = one\nb.b = two and more\nz = {n|one: a|other: b}\n"
        );
        assert_eq!(text_files(Path::new("/no/such/folder")).unwrap().len(), 0);
    }
}
