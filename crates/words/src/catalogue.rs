//! The sentences of each language: English is in the program, Polish and Dutch are too with the feature `all`, or are provided at run
//! time, and the pseudo-languages are made from the English.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use onrush_catalogue::read;

use crate::{Language, pseudo};

/// Messages by id.
pub(crate) type Catalogue = onrush_catalogue::Catalogue<'static>;

/// Names and texts of files.
pub(crate) type Files = &'static [(&'static str, &'static str)];

mod compiled {
    use super::Files;

    include!(concat!(env!("OUT_DIR"), "/files.rs"));
}

/// The English sentences of an embedded rehearsal: a part of all (`not-in-frames.list` says what is left out; the page's build looks
/// whether one of these is said all the same).
pub(crate) const fn for_embed() -> Files {
    compiled::IN_FRAMES
}

/// All English files.
pub(crate) const fn whole() -> Files {
    compiled::ENGLISH
}

/// The English sentences that a program has brought along ([`crate::bring`]).
static BROUGHT: OnceLock<Files> = OnceLock::new();

/// Has this program speak with these sentences. The first call counts, and has to come before anything is said.
pub(crate) fn bring(files: Files) {
    let _ = BROUGHT.set(files);
}

/// What a program speaks with that has brought nothing: everything. In WebAssembly, where each program is fetched over a line,
/// nothing: naming the files here would put them into each of them.
fn unbrought() -> Files {
    if cfg!(target_family = "wasm") {
        &[]
    } else {
        whole()
    }
}

static ENGLISH: LazyLock<Catalogue> =
    LazyLock::new(|| read_all(BROUGHT.get().copied().unwrap_or_else(unbrought)));
static POLISH: OnceLock<Catalogue> = OnceLock::new();
static DUTCH: OnceLock<Catalogue> = OnceLock::new();
static ACCENTED: LazyLock<Catalogue> = LazyLock::new(|| made(Language::Accented));
static MIRRORED: LazyLock<Catalogue> = LazyLock::new(|| made(Language::Mirrored));
static INJECTED: LazyLock<Catalogue> = LazyLock::new(|| made(Language::Injected));
#[cfg(not(feature = "all"))]
static NONE: Catalogue = Catalogue::new();

/// The files of a language that are in the program.
#[cfg(feature = "all")]
const fn files(language: Language) -> Files {
    match language {
        Language::Polish => compiled::POLISH,
        Language::Dutch => compiled::DUTCH,
        _ => compiled::ENGLISH,
    }
}

/// The messages of a language; none as long as nobody provided them.
pub(crate) fn of(language: Language) -> &'static Catalogue {
    match language {
        Language::English => &ENGLISH,
        Language::Polish => translated(&POLISH, language),
        Language::Dutch => translated(&DUTCH, language),
        Language::Accented => &ACCENTED,
        Language::Mirrored => &MIRRORED,
        Language::Injected => &INJECTED,
    }
}

#[cfg(feature = "all")]
fn translated(slot: &'static OnceLock<Catalogue>, language: Language) -> &'static Catalogue {
    slot.get_or_init(|| read_all(files(language)))
}

#[cfg(not(feature = "all"))]
fn translated(slot: &'static OnceLock<Catalogue>, _: Language) -> &'static Catalogue {
    slot.get().unwrap_or(&NONE)
}

/// Takes the messages of a language; the first text counts. The text stays in memory: it is a part of the program from now on.
pub(crate) fn provide(language: Language, text: String) {
    let slot = match language {
        Language::Polish => &POLISH,
        Language::Dutch => &DUTCH,
        _ => return,
    };
    if slot.get().is_some() {
        return;
    }
    let text: &'static str = Box::leak(text.into_boxed_str());
    let mut catalogue = Catalogue::new();
    // Faulty lines are left out; the check finds them before anybody loads the file.
    let _ = read(language.tag(), text, &mut catalogue);
    // Whoever was first has provided the same.
    let _ = slot.set(catalogue);
}

/// All messages of files. Faults of authors are found by a test (`tests/languages.rs`).
fn read_all(files: Files) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for (name, text) in files {
        let _ = read(name, text, &mut catalogue);
    }
    catalogue
}

/// A pseudo-language, from the English.
fn made(language: Language) -> Catalogue {
    let mut catalogue = Catalogue::new();
    // One by one: collecting brings a sort of its own along.
    for (id, message) in ENGLISH.iter() {
        catalogue.insert(id, Cow::Owned(pseudo::message(language, message)));
    }
    catalogue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embedded_rehearsal_brings_a_part_of_the_whole() {
        let (whole, part) = (read_all(whole()), read_all(for_embed()));
        for (id, message) in &part {
            assert_eq!(whole.get(id), Some(message), "{id}");
        }
        let left_out = onrush_catalogue::Families::read(include_str!("../not-in-frames.list"));
        let ids: Vec<_> = whole.keys().map(|id| &**id).collect();
        assert_eq!(left_out.idle(&ids).collect::<Vec<_>>(), [""; 0]);
        let said = part.keys().find(|id| left_out.has(id));
        assert_eq!(said, None, "it is not left out");
        assert!(part.contains_key("embed.wrong.at") && !part.contains_key("crowd.import.found"));
    }
}
