//! A whole plan as a piece of an address: what stands in a link behind `#p=`.
//!
//! `1.` and then the file without spaces, deflated (RFC 1951) and written in the letters of base64url (RFC 4648, without
//! padding). The number is the version of this way of writing; what is in it is a scenario file with a version of its own. A
//! fragment never reaches a server.

use std::fmt::Write as _;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use onrush_network::Faults;

use crate::Scenario;

/// The version of this way of writing.
const VERSION: &str = "1";
/// Most characters of a link's code: what mail programs and browsers carry.
pub const LONGEST_CODE: usize = 64 * 1024;
/// Most bytes of the file in it, so that a small link cannot fill the memory (deflate grows by up to a thousand).
pub const LARGEST_IN_CODE: usize = 1024 * 1024;
/// The best compression that there is.
const LEVEL: u8 = 10;

/// Why a code is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeFault {
    /// It is longer than [`LONGEST_CODE`].
    TooLong,
    /// It was made by a newer program, in a way that is not known here.
    Newer,
    /// A part of it is missing or was changed.
    Damaged,
    /// The file in it is larger than [`LARGEST_IN_CODE`].
    TooLarge,
    /// The file in it has faults.
    Faults(Faults),
}

impl Scenario {
    /// The plan as a code for a link; `None` when it is too large for one, and has to go as a file.
    ///
    /// ```
    /// use onrush_scenario::{Scenario, story};
    /// let plan = Scenario::read(story("mole-app").unwrap().file)?;
    /// let code = plan.code().unwrap();
    /// assert!(code.starts_with("1.") && code.len() < 4000);
    /// assert_eq!(Scenario::from_code(&code), Ok(plan));
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<String> {
        // Plain values with text keys: there is nothing that could not be written.
        let file = serde_json::to_string(self).unwrap_or_default();
        if file.len() > LARGEST_IN_CODE {
            return None;
        }
        let code = format!(
            "{VERSION}.{}",
            letters(&compress_to_vec(file.as_bytes(), LEVEL))
        );
        (code.len() <= LONGEST_CODE).then_some(code)
    }

    /// Reads a code, which may come from anybody.
    ///
    /// # Errors
    /// Why it is no plan.
    pub fn from_code(code: &str) -> Result<Self, CodeFault> {
        Self::read(&file_of_code(code)?).map_err(CodeFault::Faults)
    }
}

/// The file in a code, whatever is in it.
///
/// # Errors
/// Why there is none.
pub fn file_of_code(code: &str) -> Result<String, CodeFault> {
    if code.len() > LONGEST_CODE {
        return Err(CodeFault::TooLong);
    }
    let (version, rest) = code.split_once('.').ok_or(CodeFault::Damaged)?;
    if version != VERSION {
        let number = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
        return Err(if number {
            CodeFault::Newer
        } else {
            CodeFault::Damaged
        });
    }
    let bytes = bytes(rest).ok_or(CodeFault::Damaged)?;
    let file = decompress_to_vec_with_limit(&bytes, LARGEST_IN_CODE).map_err(|error| {
        if error.status == TINFLStatus::HasMoreOutput {
            CodeFault::TooLarge
        } else {
            CodeFault::Damaged
        }
    })?;
    String::from_utf8(file).map_err(|_| CodeFault::Damaged)
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as letters of an address, three in four: base64url without padding (RFC 4648).
#[must_use]
pub fn letters(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..=three.len() {
            let letter = LETTERS[(bits >> (18 - 6 * i) & 63) as usize];
            // Writing to a text cannot fail.
            let _ = text.write_char(char::from(letter));
        }
    }
    text
}

/// Letters as bytes; `None` where they are none. Bits that no byte needs must be zero, so that there is one way to write a plan.
#[must_use]
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for (i, letter) in four.iter().enumerate() {
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'a'..=b'z' => letter - b'a' + 26,
                b'0'..=b'9' => letter - b'0' + 52,
                b'-' => 62,
                b'_' => 63,
                _ => return None,
            };
            bits |= u32::from(value) << (18 - 6 * i);
        }
        let [_, a, b, c] = bits.to_be_bytes();
        let used = four.len() - 1;
        if used == 0 || [a, b, c][used..].iter().any(|b| *b != 0) {
            return None;
        }
        bytes.extend(&[a, b, c][..used]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories;
    use crate::test_support::Random;

    fn coded(file: &[u8]) -> String {
        format!("1.{}", letters(&compress_to_vec(file, LEVEL)))
    }

    #[test]
    fn every_story_fits_into_a_link_and_comes_back() {
        for story in stories() {
            let plan = Scenario::read(story.file).unwrap();
            let code = plan.code().unwrap();
            assert!(code.len() < 8000, "{}: {}", story.key, code.len());
            assert_eq!(Scenario::from_code(&code).unwrap(), plan);
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            assert!(code.chars().all(plain), "an address needs no escapes");
        }
    }

    #[test]
    fn letters_are_those_of_the_standard() {
        // RFC 4648, section 10, without padding.
        for (text, written) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(letters(text.as_bytes()), written);
            assert_eq!(bytes(written).unwrap(), text.as_bytes());
        }
        assert_eq!(letters(&[0xfb, 0xff]), "-_8");
        for wrong in ["Z", "Zm9vZ", "Zh", "Zm9=", "Zm+v", "Zm 9", "Zé"] {
            assert_eq!(bytes(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_plan_says_why() {
        let plan = Scenario::read(stories()[0].file).unwrap();
        let code = plan.code().unwrap();
        for (code, fault) in [
            ("", CodeFault::Damaged),
            ("1.", CodeFault::Damaged),
            ("p", CodeFault::Damaged),
            ("2.abcd", CodeFault::Newer),
            ("x.abcd", CodeFault::Damaged),
            (&code[..code.len() / 2], CodeFault::Damaged),
            (&code[..code.len() - 1], CodeFault::Damaged),
            (&format!("{code}%20"), CodeFault::Damaged),
            (&coded(b"\xff\xfe"), CodeFault::Damaged),
            (&"1.".repeat(40_000), CodeFault::TooLong),
        ] {
            assert_eq!(
                Scenario::from_code(code),
                Err(fault),
                "{}",
                &code[..code.len().min(40)]
            );
        }
        match Scenario::from_code(&coded(b"{\"onrush\": 2}")) {
            Err(CodeFault::Faults(faults)) => assert!(faults.0.len() > 3),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_deflate_bomb_ends_early() {
        let bomb = coded(&vec![b' '; 40_000_000]);
        assert!(bomb.len() < LONGEST_CODE, "{}", bomb.len());
        assert_eq!(Scenario::from_code(&bomb), Err(CodeFault::TooLarge));
    }

    #[test]
    fn a_plan_that_is_too_large_has_no_code() {
        let mut plan = Scenario::read(stories()[0].file).unwrap();
        let mut random = Random(5);
        plan.notes.clear();
        for _ in 0..500 {
            let source: String = (0..900)
                .map(|_| char::from(b'!' + (random.next() % 90) as u8))
                .collect();
            plan.notes.push(crate::Note {
                field: "site".into(),
                assumed: true,
                source,
                changed: false,
            });
        }
        assert_eq!(plan.check(), Ok(()));
        assert_eq!(plan.code(), None);
    }

    #[test]
    fn codes_changed_at_random_never_do_harm() {
        let codes: Vec<Vec<u8>> = stories()
            .iter()
            .map(|s| Scenario::read(s.file).unwrap().code().unwrap().into_bytes())
            .collect();
        let mut random = Random(11);
        for round in 0..4000 {
            let mut code = codes[round % codes.len()].clone();
            for _ in 0..=random.below(3) {
                let at = random.below(code.len());
                match random.below(4) {
                    0 => code[at] = LETTERS[random.below(64)],
                    1 => drop(code.remove(at)),
                    2 => code.insert(at, LETTERS[random.below(64)]),
                    _ => code.truncate(at.max(1)),
                }
            }
            if let Ok(plan) = Scenario::from_code(&String::from_utf8_lossy(&code)) {
                assert_eq!(plan.check(), Ok(()));
            }
        }
        // The file inside changed, the way of writing sound.
        for round in 0..600 {
            let mut file = stories()[round % 3].file.as_bytes().to_vec();
            let at = random.below(file.len());
            file[at] = b"0-9{}[]\",:x"[random.below(11)];
            match Scenario::from_code(&coded(&file)) {
                Ok(plan) => assert_eq!(plan.check(), Ok(())),
                Err(CodeFault::Faults(faults)) => assert!(!faults.0.is_empty()),
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}
