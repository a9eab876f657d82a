//! Looks whether a program says a sentence that it does not have.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use onrush_catalogue::{Catalogue, Families, of_folder, read};

use crate::fault::{Explain, Fault, Outcome};

/// Ids are found by how they begin.
const BEGINNING: usize = 6;

/// Refuses a frame's program that has the id of a sentence in it which frames leave out (`crates/words/not-in-frames.list`).
pub(crate) fn refuse(root: &Path, compiled: &[u8]) -> Outcome<()> {
    let words = root.join("crates/words");
    let list = words.join("not-in-frames.list");
    let text =
        fs::read_to_string(&list).explain(|| format!("{} could not be read", list.display()))?;
    let left_out = Families::read(&text);
    let files = of_folder(&words.join("languages/en"))
        .explain(|| "the English sentences could not be read".to_owned())?;
    let mut english = Catalogue::new();
    for (name, text) in &files {
        let _ = read(name, text, &mut english);
    }
    match said(
        compiled,
        english.keys().copied().filter(|id| left_out.has(id)),
    ) {
        None => Ok(()),
        Some(id) => Err(Fault::new(format!(
            "a frame says {id}, which crates/words/not-in-frames.list leaves out: take it off that list \
             (docs/decisions/0006-what-the-page-weighs.md)"
        ))),
    }
}

/// The first of `ids` that is in `compiled`, other than as the beginning of a sentence there is (`id.and.more = …`).
fn said<'a>(compiled: &[u8], ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut by_beginning: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for id in ids {
        let beginning = id.as_bytes().get(..BEGINNING);
        by_beginning
            .entry(beginning.unwrap_or_default())
            .or_default()
            .push(id);
    }
    compiled
        .windows(BEGINNING)
        .enumerate()
        .find_map(|(at, beginning)| {
            let from = &compiled[at..];
            let ids = by_beginning.get(beginning)?;
            let id = ids.iter().find(|id| from.starts_with(id.as_bytes()))?;
            let name = from.iter().take_while(|b| is_of_id(**b)).count();
            (!from[name..].starts_with(b" = ")).then_some(*id)
        })
}

fn is_of_id(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn an_id_is_found_between_others_but_not_where_a_sentence_begins() {
        let ids = || ["crowd.add", "crowd.import.found"].into_iter();
        let found = |binary: &str| said(binary.as_bytes(), ids());
        assert_eq!(found("xxcrowd.addroom.what"), Some("crowd.add"));
        assert_eq!(found("crowd.import.found"), Some("crowd.import.found"));
        assert_eq!(found("\ncrowd.added = Added.\ncrowd.other"), None);
        assert_eq!(found("crowd.import.foun"), None);
    }
}
