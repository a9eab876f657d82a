//! All languages of a folder, each compared with the English.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::{Catalogue, Exceptions, Report, compare, of_folder, places, read};

/// Where a translator says what is meant to be as it is in English.
const MEANT: &str = "same-as-en.list";

/// What was found about a language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Its tag.
    pub tag: String,
    /// How many messages it has.
    pub messages: usize,
    /// Lines that cannot be read, and messages that cannot be filled.
    pub faults: Vec<String>,
    /// What it lacks beside English; empty for English.
    pub report: Report,
}

/// The plural categories of a language, by its tag (CLDR).
#[must_use]
pub fn categories(tag: &str) -> &'static [&'static str] {
    match tag {
        "pl" => &["one", "few", "many", "other"],
        _ => &["one", "other"],
    }
}

/// Reads the folder with a folder for each language, and compares each with `en`, which comes first.
///
/// # Errors
/// When a file cannot be read.
pub fn check(languages: &Path) -> io::Result<Vec<Checked>> {
    let english = of_folder(&languages.join("en"))?;
    let mut checked = vec![Checked {
        tag: "en".to_owned(),
        ..Checked::default()
    }];
    let ours = whole(&english, &mut checked[0]);
    let mut folders: Vec<PathBuf> = fs::read_dir(languages)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<_>>()?;
    folders.sort();
    for folder in folders.iter().filter(|f| f.is_dir() && !f.ends_with("en")) {
        let tag = folder.file_name().unwrap_or_default().to_string_lossy();
        let mut found = Checked {
            tag: tag.into_owned(),
            ..Checked::default()
        };
        let files = of_folder(folder)?;
        let theirs = whole(&files, &mut found);
        let meant = match fs::read_to_string(folder.join(MEANT)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Exceptions::default(),
            text => Exceptions::read(&text?),
        };
        found.report = compare(&ours, &theirs, &meant, categories(&found.tag));
        checked.push(found);
    }
    Ok(checked)
}

fn whole<'a>(files: &'a [(String, String)], found: &mut Checked) -> Catalogue<'a> {
    let mut catalogue = Catalogue::new();
    for (name, text) in files {
        found.faults.extend(read(name, text, &mut catalogue));
    }
    for (id, message) in &catalogue {
        if message.is_empty() {
            found.faults.push(format!("{id}: says nothing"));
        }
        if let Err(why) = places(message) {
            found.faults.push(format!("{id}: {why}"));
        }
    }
    found.messages = catalogue.len();
    catalogue
}
