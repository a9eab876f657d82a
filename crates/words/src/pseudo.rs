//! Languages that nobody speaks, made from the English: they show what a page would do to a long language, to one from right to left, and
//! to sentences with markup in them.

use onrush_catalogue::{closing, split_branches};

use crate::Language;

/// What would run if a sentence were ever read as markup.
pub(crate) const MARKUP: &str = "<img src=x onerror=\"document.title='injected'\">\"'>";

/// A message in a pseudo-language. Places stay, and so do the names of branches.
pub(crate) fn message(language: Language, english: &str) -> String {
    match language {
        Language::Accented => format!("[{}]", changed(english, &long)),
        Language::Mirrored => changed(english, &mirrored),
        Language::Injected => format!("{english} {MARKUP}"),
        _ => english.to_owned(),
    }
}

/// `template` with its plain text changed, in branches too.
fn changed(template: &str, change: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out += &change(&rest[..open]);
        let Some(length) = closing(&rest[open..]) else {
            return out + &rest[open..];
        };
        let parts = split_branches(&rest[open + 1..open + length]);
        out.push('{');
        out += parts[0];
        for branch in &parts[1..] {
            let (key, text) = branch.split_once(':').unwrap_or((branch, ""));
            out.push('|');
            out += key;
            out += ": ";
            out += &changed(text.trim(), change);
        }
        out.push('}');
        rest = &rest[open + length + 1..];
    }
    out + &change(rest)
}

/// Twice as long, with accents: each word has its vowels twice, and after every second word comes another one.
fn long(text: &str) -> String {
    let mut out = String::new();
    let mut letters = 0;
    for c in text.chars() {
        let accented = match c {
            'a' => "áà",
            'e' => "éè",
            'i' => "íì",
            'o' => "óò",
            'u' => "úù",
            'y' => "ýÿ",
            'A' => "ÁÀ",
            'E' => "ÉÈ",
            'I' => "ÍÌ",
            'O' => "ÓÒ",
            'U' => "ÚÙ",
            'n' => "ñ",
            's' => "š",
            'c' => "ç",
            'z' => "ž",
            other => {
                letters += usize::from(other.is_alphabetic());
                out.push(other);
                continue;
            }
        };
        letters += 1;
        out.push_str(accented);
    }
    let missing = (2 * text.chars().count()).saturating_sub(out.chars().count());
    if letters == 0 {
        return out;
    }
    // Before white space at the end, so that what follows keeps its distance.
    let kept = out.trim_end().len();
    let filler: String = " þórńs āñd þístlés".chars().cycle().take(missing).collect();
    out.insert_str(kept, filler.trim_end());
    out
}

/// From right to left, word by word, however the letters themselves run.
fn mirrored(text: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for c in text.chars() {
        // `|` divides the ways to say a word of the glossary.
        let word = !c.is_whitespace() && c != '|';
        if word != within {
            out.push(if word { '\u{202e}' } else { '\u{202c}' });
            within = word;
        }
        out.push(c);
    }
    if within {
        out.push('\u{202c}');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_catalogue::places;

    #[test]
    fn places_stay_as_they_are() {
        let english = "{n|one: one visitor|other: {n:about} visitors} left at {clock}.";
        for language in Language::PSEUDO {
            let said = message(*language, english);
            assert_eq!(places(&said), places(english), "{said}");
            assert_ne!(said, english);
        }
    }

    #[test]
    fn a_long_sentence_is_twice_as_long() {
        for english in [
            "Holds.",
            "Try it",
            "The busiest part of the site stood waiting for another one.",
        ] {
            let said = message(Language::Accented, english).chars().count();
            let wanted = 2 * english.chars().count();
            assert!(
                (wanted - 1..=wanted + 3).contains(&said),
                "{said} of {wanted}"
            );
        }
    }
}
