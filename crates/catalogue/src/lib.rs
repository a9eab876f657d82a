//! Files with sentences: reading them, putting those of a language into one, and comparing a translation with the English.
//!
//! One message a line, `id = sentence`; a line that begins with a space goes on with the message above; `#` begins a
//! comment line. The files of a language are parts of one catalogue; an id occurs once.
//!
//! # Example
//!
//! ```
//! use onrush_catalogue::{Catalogue, compare, read};
//!
//! let (mut english, mut dutch) = (Catalogue::new(), Catalogue::new());
//! assert!(read("a.txt", "people = {n|one: one visitor|other: {n} visitors}", &mut english).is_empty());
//! assert!(read("a.txt", "people = {m|one: één bezoeker|other: {m} bezoekers}", &mut dutch).is_empty());
//! let report = compare(&english, &dutch, &Default::default(), &["one", "other"]);
//! assert_eq!(report.places.len(), 1, "the place is called n");
//! ```
//!
//! # Does not know about
//!
//! Which languages there are, what the sentences are for, how a number is written: that is `onrush-words`.

mod check;
mod compare;
mod families;
mod files;
mod known;
mod template;

pub use check::{Checked, categories, check};
pub use compare::{Exceptions, Report, compare};
pub use families::Families;
pub use files::{SHADOWS, bundle, bundles, of_folder, text_files};
pub use known::{pattern_key, text_key};
pub use template::{Place, STYLES, closing, places, split_branches};

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Messages by id.
pub type Catalogue<'a> = BTreeMap<&'a str, Cow<'a, str>>;

/// Puts the messages of `text` into a catalogue. Gives back what is wrong with it, as `name:line: what`; the rest is read all the same.
pub fn read<'a>(name: &str, text: &'a str, into: &mut Catalogue<'a>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut last = None;
    for (number, line) in text.lines().enumerate() {
        let mut fault = |what: &str| faults.push(format!("{name}:{}: {what}", number + 1));
        if line.trim().is_empty() || line.starts_with('#') {
            last = None;
        } else if line.starts_with(' ') {
            match last.and_then(|id| into.get_mut(id)) {
                Some(message) => {
                    let message: &mut String = message.to_mut();
                    message.push(' ');
                    message.push_str(line.trim());
                }
                None => fault("goes on with nothing"),
            }
        } else if let Some((id, message)) = line.split_once('=') {
            let id = id.trim();
            if id.is_empty() || !id.bytes().all(is_id_byte) {
                fault("an id has only a-z, 0-9, dots, dashes and underscores");
            }
            if into.insert(id, Cow::Borrowed(message.trim())).is_some() {
                fault("this id is there twice");
            }
            last = Some(id);
        } else {
            fault("neither a message nor a comment");
        }
    }
    faults
}

fn is_id_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_on_and_faults_name_their_line() {
        let mut found = Catalogue::new();
        let text = "# note\na.b = one\n two\n\n three\nA = x\na.b = again\nnonsense\n";
        let faults = read("f", text, &mut found);
        assert_eq!(found["a.b"], "again");
        let lines: Vec<&str> = faults.iter().filter_map(|f| f.split(':').nth(1)).collect();
        assert_eq!(lines, ["5", "6", "7", "8"]);
        let mut whole = Catalogue::new();
        assert!(read("f", "a.b = one\n two", &mut whole).is_empty());
        assert_eq!(whole["a.b"], "one two");
    }
}
