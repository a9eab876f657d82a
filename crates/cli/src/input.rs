//! From a name on the command line to a scenario.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use onrush_scenario::{LARGEST_FILE, Scenario, stories, story};
use onrush_words::{Args, Words};

use crate::screen::plain;

/// Why there is no scenario: one line for each thing that is wrong, ready to be shown.
#[derive(Debug)]
pub(crate) struct BadInput(pub(crate) Vec<String>);

/// The scenario of the story `what`, of the file `what`, or of the standard input for `-`.
///
/// # Errors
/// All that is wrong with it.
pub(crate) fn scenario(words: Words, what: &str) -> Result<Scenario, BadInput> {
    match story(what) {
        Some(story) => read(what, story.file),
        None => file(words, what),
    }
}

/// The scenario of the file `name`, or of the standard input for `-`.
///
/// # Errors
/// All that is wrong with it.
pub(crate) fn file(words: Words, name: &str) -> Result<Scenario, BadInput> {
    read(name, &text(words, name)?)
}

fn read(name: &str, text: &str) -> Result<Scenario, BadInput> {
    Scenario::read(text).map_err(|faults| {
        let line = |fault| plain(&format!("{name}: {fault}"));
        BadInput(faults.0.iter().map(line).collect())
    })
}

/// The text of a file, at most one byte more than a scenario may have.
fn text(words: Words, name: &str) -> Result<String, BadInput> {
    let args = Args::new()
        .with("name", plain(name))
        .with("megabytes", LARGEST_FILE / 1_000_000);
    let bad = |sentence: String| BadInput(vec![format!("{}: {sentence}", plain(name))]);
    let bytes = bytes(name).map_err(|error| {
        let known = stories().iter().map(|s| s.key).collect::<Vec<_>>();
        bad(match error.kind() {
            io::ErrorKind::NotFound if Path::new(name).components().count() == 1 => words.text(
                "cli.bad.neither",
                &args.clone().with("stories", known.join(", ")),
            ),
            io::ErrorKind::NotFound => words.t("cli.bad.not_found"),
            io::ErrorKind::IsADirectory => words.t("cli.bad.directory"),
            io::ErrorKind::PermissionDenied => words.t("cli.bad.forbidden"),
            _ => words.text(
                "cli.bad.unreadable",
                &args.clone().with("why", error.to_string()),
            ),
        })
    })?;
    if bytes.len() > LARGEST_FILE {
        return Err(bad(words.text("cli.bad.large", &args)));
    }
    let text = String::from_utf8(bytes).map_err(|_| bad(words.t("cli.bad.binary")))?;
    // Some editors put a byte order mark before the text.
    let text = text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned);
    if text.trim().is_empty() {
        return Err(bad(words.t("cli.bad.empty")));
    }
    Ok(text)
}

fn bytes(name: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = LARGEST_FILE as u64 + 1;
    if name == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        if Path::new(name).is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        File::open(name)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
