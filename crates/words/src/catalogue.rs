//! The files with the sentences.
//!
//! One message a line, `id = sentence`; a line that begins with a space goes on with the message above; `#` begins a
//! comment line. The files of a language are parts of one catalogue; an id occurs once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::Language;

/// Messages by id.
pub(crate) type Catalogue = BTreeMap<&'static str, Cow<'static, str>>;

/// The files of a language: name and content.
pub(crate) const fn files(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::English => &[
            ("ui.txt", include_str!("../languages/en/ui.txt")),
            ("crowd.txt", include_str!("../languages/en/crowd.txt")),
            ("moments.txt", include_str!("../languages/en/moments.txt")),
            ("model.txt", include_str!("../languages/en/model.txt")),
            ("room.txt", include_str!("../languages/en/room.txt")),
            ("journey.txt", include_str!("../languages/en/journey.txt")),
            ("result.txt", include_str!("../languages/en/result.txt")),
            ("causes.txt", include_str!("../languages/en/causes.txt")),
            ("why.txt", include_str!("../languages/en/why.txt")),
            ("bill.txt", include_str!("../languages/en/bill.txt")),
            ("start.txt", include_str!("../languages/en/start.txt")),
            ("forecast.txt", include_str!("../languages/en/forecast.txt")),
            ("field.txt", include_str!("../languages/en/field.txt")),
            ("document.txt", include_str!("../languages/en/document.txt")),
            ("steps.txt", include_str!("../languages/en/steps.txt")),
            (
                "steps-help.txt",
                include_str!("../languages/en/steps-help.txt"),
            ),
            ("study.txt", include_str!("../languages/en/study.txt")),
            ("wayout.txt", include_str!("../languages/en/wayout.txt")),
            ("review.txt", include_str!("../languages/en/review.txt")),
            ("offline.txt", include_str!("../languages/en/offline.txt")),
            ("cli.txt", include_str!("../languages/en/cli.txt")),
            ("brief.txt", include_str!("../languages/en/brief.txt")),
            ("handover.txt", include_str!("../languages/en/handover.txt")),
            ("stories.txt", include_str!("../languages/en/stories.txt")),
            ("glossary.txt", include_str!("../languages/en/glossary.txt")),
        ],
    }
}

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| read_all(Language::English).0);

/// The messages of a language.
pub(crate) fn of(language: Language) -> &'static Catalogue {
    match language {
        Language::English => &ENGLISH,
    }
}

/// All messages, and what is wrong with the files (which a test keeps empty).
pub(crate) fn read_all(language: Language) -> (Catalogue, Vec<String>) {
    let mut catalogue = Catalogue::new();
    let mut faults = Vec::new();
    for (name, text) in files(language) {
        let mut last = None;
        for (number, line) in text.lines().enumerate() {
            let mut fault = |what: &str| faults.push(format!("{name}:{}: {what}", number + 1));
            if line.trim().is_empty() || line.starts_with('#') {
                last = None;
            } else if line.starts_with(' ') {
                match last.and_then(|id| catalogue.get_mut(id)) {
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
                if catalogue
                    .insert(id, Cow::Borrowed(message.trim()))
                    .is_some()
                {
                    fault("this id is there twice");
                }
                last = Some(id);
            } else {
                fault("neither a message nor a comment");
            }
        }
    }
    (catalogue, faults)
}

fn is_id_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_and_every_sentence_is_whole() {
        for language in Language::ALL {
            let (catalogue, faults) = read_all(*language);
            assert!(faults.is_empty(), "{}", faults.join("\n"));
            for (id, message) in &catalogue {
                assert!(!message.is_empty(), "{id} says nothing");
                if let Err(fault) = crate::message::author::check(message) {
                    panic!("{id}: {fault}");
                }
            }
        }
    }
}
