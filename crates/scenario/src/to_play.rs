//! The stories as they are played: without the notes, which say where each figure comes from and are half of a file, and without space
//! between things. For the program that shows one story to look at (docs/decisions/0006-what-the-page-weighs.md).

macro_rules! to_play {
    ($key:literal) => {{
        const FILE: &str = include_str!(concat!("../stories/", $key, ".onrush.json"));
        const LIGHT: ([u8; FILE.len()], usize) = light(FILE);
        const BYTES: [u8; LIGHT.1] = first(&LIGHT.0);
        match std::str::from_utf8(&BYTES) {
            Ok(text) => ($key, text),
            Err(_) => panic!("whole letters were left out"),
        }
    }};
}

/// Key and text of each, in the order of [`crate::stories()`]. Made by the compiler.
static TO_PLAY: [(&str, &str); 10] = [
    to_play!("mole-app"),
    to_play!("museum-tickets"),
    to_play!("toy-shop"),
    to_play!("staffing-firm"),
    to_play!("asia-email"),
    to_play!("asia-blocked"),
    to_play!("influencer-post"),
    to_play!("glastonbury"),
    to_play!("black-friday"),
    to_play!("ecensus"),
];

/// The keys of all stories.
pub fn story_keys() -> impl Iterator<Item = &'static str> {
    TO_PLAY.iter().map(|(key, _)| *key)
}

/// The file of the story with this key, without its notes.
#[must_use]
pub fn story_to_play(key: &str) -> Option<&'static str> {
    TO_PLAY
        .iter()
        .find(|(k, _)| *k == key)
        .map(|(_, text)| *text)
}

/// What is left of a file, and its length.
const fn light<const N: usize>(file: &str) -> ([u8; N], usize) {
    let file = file.as_bytes();
    let (mut left, mut length) = ([0; N], 0);
    let (mut at, mut depth) = (0, 0);
    // Within quotes; within what is left out; a comma that is written when something follows.
    let (mut quoted, mut out, mut comma) = (false, false, false);
    while at < file.len() {
        let byte = file[at];
        let escaped = quoted && byte == b'\\';
        if quoted {
            quoted = byte != b'"';
        } else {
            if byte == b',' && depth == 1 {
                (out, comma) = (false, true);
            }
            if byte == b'}' || byte == b']' {
                depth -= 1;
                out = out && depth > 0;
            }
            out = out || depth == 1 && begins(file, at, b"\"notes\"");
            let space = byte.is_ascii_whitespace() || comma && byte == b',';
            if byte == b'{' || byte == b'[' {
                depth += 1;
            }
            quoted = byte == b'"';
            if !out && !space {
                if comma && byte != b'}' && left[length - 1] != b'{' {
                    left[length] = b',';
                    length += 1;
                }
                comma = false;
            }
            if space {
                at += 1;
                continue;
            }
        }
        let mut letters = if escaped { 2 } else { 1 };
        while letters > 0 {
            if !out {
                left[length] = file[at];
                length += 1;
            }
            at += 1;
            letters -= 1;
        }
    }
    (left, length)
}

/// Whether `file` goes on with `word` at a place.
const fn begins(file: &[u8], at: usize, word: &[u8]) -> bool {
    let mut i = 0;
    while i < word.len() {
        if at + i >= file.len() || file[at + i] != word[i] {
            return false;
        }
        i += 1;
    }
    true
}

const fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut first = [0; N];
    let mut i = 0;
    while i < N {
        first[i] = bytes[i];
        i += 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scenario, stories};

    #[test]
    fn a_story_to_play_is_the_story_without_its_notes() {
        assert!(story_keys().eq(stories().iter().map(|s| s.key)));
        for story in stories() {
            let whole = Scenario::read(story.file).unwrap();
            let text = story_to_play(story.key).unwrap();
            let light = Scenario::read(text).unwrap();
            assert_eq!(light.network(), whole.network(), "{}", story.key);
            let without = Scenario {
                notes: Vec::new(),
                ..whole
            };
            assert_eq!(light, without, "{}", story.key);
            assert!(text.len() * 2 < story.file.len(), "{}", story.key);
        }
        assert_eq!(story_to_play("no-such-story"), None);
    }

    #[test]
    fn what_is_between_things_goes_what_is_in_quotes_stays() {
        let light = |text: &str| {
            let (bytes, length) = light::<200>(text);
            String::from_utf8(bytes[..length].to_vec()).unwrap()
        };
        let text = r#"{ "a": [1, 2],  "notes": [ { "x": ", \" }" }, 3 ], "b": " \" , \\" }"#;
        assert_eq!(light(text), r#"{"a":[1,2],"b":" \" , \\"}"#);
        assert_eq!(
            light(r#"{ "a": { "notes": 1 }, "notes": [] }"#),
            r#"{"a":{"notes":1}}"#
        );
        assert_eq!(light(r#"{"notes":[{}],"a":1}"#), r#"{"a":1}"#);
    }
}
