//! Texts that are in the program in English, found in a catalogue by a key made from the English text itself: names and notes in the
//! stories' plans, where defaults come from, what a field allows.

/// Longer keys are cut between words.
const LONGEST: usize = 48;

/// The key of a text, which holds for exactly this text: `open-the-app-1f3a`.
#[must_use]
pub fn text_key(text: &str) -> String {
    key(text.split_whitespace(), hash(text.bytes()))
}

/// The key of a text with values in it, and the values in their order: numbers, paths, what stands in quotes. `between 0 and 12, the number
/// of its queries` has the values `0` and `12` and the same key with any others.
#[must_use]
pub fn pattern_key(text: &str) -> (String, Vec<&str>) {
    let (mut fixed, mut values) = (Vec::new(), Vec::new());
    for word in text.split_whitespace() {
        let bare = word
            .trim_start_matches('(')
            .trim_end_matches([',', '.', ':', ';', ')']);
        if is_value(bare) {
            values.push(bare);
        } else {
            fixed.push(word);
        }
    }
    let sum = hash(fixed.iter().flat_map(|word| word.bytes().chain([b' '])));
    (key(fixed.into_iter(), sum), values)
}

/// Whether a word is a value: a number, a path, something in quotes, or the place for one.
fn is_value(word: &str) -> bool {
    let inner = word.trim_matches('"');
    word.starts_with(['"', '{', '}'])
        || inner.bytes().any(|b| b.is_ascii_digit() || b == b'_')
        || inner.bytes().filter(|b| *b == b'.').count() > 0 && inner.len() > 1
}

fn key<'a>(words: impl Iterator<Item = &'a str>, sum: u32) -> String {
    let mut key = String::new();
    for word in words {
        let plain: String = word
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if key.len() + plain.len() > LONGEST {
            break;
        }
        if !plain.is_empty() {
            key += &plain;
            key.push('-');
        }
    }
    key + &format!("{:04x}", (sum >> 16) ^ (sum & 0xffff))
}

/// FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_texts_apart_and_patterns_do_not_see_values() {
        assert!(text_key("Open the app").starts_with("open-the-app-"));
        assert_ne!(text_key("Open the app"), text_key("Open the app."));
        let (key, values) = pattern_key("between 0 and 12, the number of its queries");
        assert_eq!(values, ["0", "12"]);
        assert_eq!(
            key,
            pattern_key("between {a} and {b}, the number of its queries").0
        );
        assert_ne!(key, pattern_key("between 0 and 12").0);
        let (_, values) = pattern_key("one of site.desks: sales");
        assert_eq!(values, ["site.desks"]);
    }
}
