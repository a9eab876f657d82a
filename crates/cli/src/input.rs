//! From a name on the command line to a scenario.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use onrush_lab::LabFile;
use onrush_network::{Fault, Faults};
use onrush_runner::Stopped;
use onrush_scenario::{LARGEST_FILE, Scenario, stories, story};
use onrush_words::{Args, Language, Words};

use crate::screen::plain;

/// Why there is no scenario: one line for each thing that is wrong, ready to be shown.
#[derive(Debug)]
pub(crate) struct BadInput(pub(crate) Vec<String>);

/// The scenario of the story `what`, of the file `what`, or of the standard input for `-`.
///
/// # Errors
/// All that is wrong with it.
pub(crate) fn scenario(words: Words, what: &str) -> Result<Scenario, BadInput> {
    if let Some(story) = story(what) {
        return read(words, what, story.file);
    }
    let text = text(words, what, not_known(words, what), LARGEST_FILE)?;
    read(words, what, &text)
}

/// The scenario of the file `name`, or of the standard input for `-`.
///
/// # Errors
/// All that is wrong with it.
pub(crate) fn file(words: Words, name: &str) -> Result<Scenario, BadInput> {
    let text = text(words, name, words.t("cli.bad.not_found"), LARGEST_FILE)?;
    read(words, name, &text)
}

/// The lab file `name`, or the one on the standard input for `-`.
///
/// # Errors
/// All that is wrong with it: one line for each fault, which begins with the field's path.
pub(crate) fn lab(words: Words, name: &str) -> Result<LabFile, BadInput> {
    let missing = words.t("cli.bad.not_found");
    let text = text(words, name, missing, onrush_lab::LARGEST_FILE)?;
    LabFile::read(&text).map_err(|faults| BadInput(lines(words, &faults)))
}

/// The text of the file `name`, whatever it is.
///
/// # Errors
/// Why it cannot be read.
pub(crate) fn any_text(words: Words, name: &str) -> Result<String, BadInput> {
    text(words, name, words.t("cli.bad.not_found"), LARGEST_FILE)
}

/// One line for each fault.
pub(crate) fn lines(words: Words, faults: &Faults) -> Vec<String> {
    faults.0.iter().map(|f| plain(&said(words, f))).collect()
}

/// A fault as engineers read it: path, value, what would be allowed. In other languages with the field's name before it.
fn said(words: Words, fault: &Fault) -> String {
    if words.language() == Language::English {
        fault.to_string()
    } else {
        words.fault(fault)
    }
}

/// Names and notes of a story are in the person's language. They change no result, and no fingerprint.
fn read(words: Words, name: &str, text: &str) -> Result<Scenario, BadInput> {
    Scenario::read(text)
        .map(|plan| words.plan(&plan).into_owned())
        .map_err(|faults| bad(words, name, &faults))
}

/// The faults of what is called `name`.
pub(crate) fn bad(words: Words, name: &str, faults: &Faults) -> BadInput {
    let line = |fault| plain(&format!("{name}: {}", said(words, fault)));
    BadInput(faults.0.iter().map(line).collect())
}

/// Why there is no rehearsal of what is called `name`.
pub(crate) fn stopped(words: Words, name: &str, stopped: &Stopped) -> BadInput {
    match stopped {
        Stopped::Faults(faults) => bad(words, name, faults),
        Stopped::Cancelled => BadInput(vec![words.t("cli.cancelled")]),
    }
}

/// What to say of a name that is neither a file nor a story.
fn not_known(words: Words, name: &str) -> String {
    if Path::new(name).components().count() != 1 {
        return words.t("cli.bad.not_found");
    }
    let known = stories().iter().map(|s| s.key).collect::<Vec<_>>();
    let nearest = known
        .iter()
        .map(|key| (distance(&name.to_lowercase(), key), key))
        .min()
        .filter(|(distance, key)| distance * 3 <= key.len());
    let args = Args::new().with("stories", known.join(", "));
    match nearest {
        Some((_, key)) => words.text("cli.bad.nearest", &args.with("nearest", *key)),
        None => words.text("cli.bad.neither", &args),
    }
}

/// How many letters must be put in, left out or changed to make one text the other (Levenshtein's distance).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = change.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The text of a file of at most `largest` bytes; `missing` is what to say when it is not there.
fn text(words: Words, name: &str, missing: String, largest: usize) -> Result<String, BadInput> {
    let args = Args::new()
        .with("name", plain(name))
        .with("megabytes", largest / 1_000_000);
    let bad = |sentence: String| BadInput(vec![format!("{}: {sentence}", plain(name))]);
    let bytes = bytes(name, largest).map_err(|error| {
        bad(match error.kind() {
            io::ErrorKind::NotFound => missing,
            io::ErrorKind::IsADirectory => words.t("cli.bad.directory"),
            io::ErrorKind::PermissionDenied => words.t("cli.bad.forbidden"),
            _ => words.text(
                "cli.bad.unreadable",
                &args.clone().with("why", error.to_string()),
            ),
        })
    })?;
    if bytes.len() > largest {
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

fn bytes(name: &str, largest: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = largest as u64 + 1;
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

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances_count_letters() {
        for (a, b, n) in [
            ("mole-app", "mole-app", 0),
            ("moleapp", "mole-app", 1),
            ("toi-shopp", "toy-shop", 2),
            ("", "abc", 3),
            ("abc", "", 3),
        ] {
            assert_eq!(distance(a, b), n, "{a} {b}");
        }
    }
}
