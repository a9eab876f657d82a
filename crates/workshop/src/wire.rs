//! How values become short texts that survive chat programs, and how a slip is told from a sound one.
//!
//! `MARK` + letters of: length of the body (two bytes), check sum (four bytes), body. The body is mixed with a stream that
//! depends on its check sum, so that names and incidents cannot be read in it at a glance. That is no encryption: the stream is in
//! this file.

use onrush_scenario::{bytes_of, letters_of};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::LONGEST_CODE;

/// Bytes before the body.
const HEAD: usize = 6;
/// Most bytes of a body.
pub(crate) const LARGEST_BODY: usize = LONGEST_CODE / 4 * 3 - 64;

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCode {
    /// It does not look like one.
    Other,
    /// It was written by a newer program, in a way that is not known here.
    Newer,
    /// A part is missing or was changed on the way.
    Damaged,
    /// It is larger than any code.
    TooLarge,
}

/// What kind of code it is: the letters before the version.
pub(crate) const WORKSHOP: &str = "orw";
/// An invitation.
pub(crate) const TEAM: &str = "ort";
/// A result.
pub(crate) const RESULT: &str = "orr";
/// The version of this way of writing.
const VERSION: &str = "1-";

/// A name for these parts, in 64 bits.
pub(crate) fn hash(parts: &[&[u8]]) -> u64 {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    }
    first(&sum.finalize())
}

fn first(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn check(kind: &str, body: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = hash(&[kind.as_bytes(), body]).to_be_bytes();
    [a, b, c, d]
}

/// Mixes `body` with the stream of `check`; twice gives it back.
fn mixed(check: [u8; 4], body: &mut [u8]) {
    for (number, block) in (0_u64..).zip(body.chunks_mut(8)) {
        let stream = hash(&[b"onrush workshop", &check, &number.to_be_bytes()]).to_be_bytes();
        for (byte, with) in block.iter_mut().zip(stream) {
            *byte ^= with;
        }
    }
}

/// `value` as a code; `None` when it is too large for one.
pub(crate) fn write(kind: &str, value: &impl Serialize) -> Option<String> {
    let mut body = postcard::to_allocvec(value).ok()?;
    if body.len() > LARGEST_BODY {
        return None;
    }
    let sum = check(kind, &body);
    mixed(sum, &mut body);
    let mut bytes = u16::try_from(body.len()).ok()?.to_be_bytes().to_vec();
    bytes.extend(sum);
    bytes.extend(body);
    Some(format!("{kind}{VERSION}{}", letters_of(&bytes)))
}

/// The value of the code with which `text` begins. Spaces, line ends and marks of quotation within it are passed over; what
/// stands behind it does not matter.
pub(crate) fn read<T: DeserializeOwned>(kind: &str, text: &str) -> Result<T, NoCode> {
    let rest = text.trim_start().strip_prefix(kind).ok_or(NoCode::Other)?;
    let Some(rest) = rest.strip_prefix(VERSION) else {
        let (version, _) = rest.split_once('-').ok_or(NoCode::Other)?;
        let number =
            (1..=6).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit());
        return Err(if number { NoCode::Newer } else { NoCode::Other });
    };
    let letters = letters(rest);
    let head = letters
        .get(..HEAD / 3 * 4)
        .and_then(bytes_of)
        .ok_or(NoCode::Damaged)?;
    let [high, low, a, b, c, d] = head[..] else {
        return Err(NoCode::Damaged);
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length > LARGEST_BODY {
        return Err(NoCode::TooLarge);
    }
    let all = ((HEAD + length) * 4).div_ceil(3);
    let mut body = letters
        .get(..all)
        .and_then(bytes_of)
        .ok_or(NoCode::Damaged)?
        .split_off(HEAD);
    mixed([a, b, c, d], &mut body);
    if check(kind, &body) != [a, b, c, d] {
        return Err(NoCode::Damaged);
    }
    // The check sum is right, and yet it cannot be read: fields that this program does not have.
    match postcard::take_from_bytes(&body) {
        Ok((value, [])) => Ok(value),
        _ => Err(NoCode::Newer),
    }
}

/// The letters of a code at the beginning of `text`, without what programs put between them when they break lines.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '>' | '|' | '=' | '\\' | '\u{ad}' | '\u{200b}')
        })
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(LONGEST_CODE)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_stands_in_it_plainly() {
        let value = ("Team Blue".to_owned(), 7_u32, vec![1_u8; 300]);
        let code = write(TEAM, &value).unwrap();
        assert_eq!(read(TEAM, &code), Ok(value.clone()));
        let bytes = bytes_of(&code["ort1-".len()..]).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("Blue"));
        let broken: String = code
            .chars()
            .enumerate()
            .flat_map(|(i, c)| [Some(c), (i > 6 && i % 40 == 0).then_some('\n')])
            .flatten()
            .collect();
        let quoted = format!("  {}, and more", broken.replace('\n', "\r\n> "));
        assert_eq!(read(TEAM, &quoted), Ok(value));
        assert_eq!(
            read::<(String, u32, Vec<u8>)>(RESULT, &code),
            Err(NoCode::Other)
        );
        assert_eq!(read::<(u8,)>(TEAM, &code), Err(NoCode::Newer));
        assert_eq!(write(TEAM, &vec![0_u8; LARGEST_BODY + 1]), None);
    }

    #[test]
    fn every_slip_is_found() {
        let code = write(RESULT, &(1_u8, "a name".to_owned())).unwrap();
        for at in "orr1-".len()..code.len() {
            for to in ["A", "7", "_", ""] {
                let mut slipped = code.clone();
                slipped.replace_range(at..=at, to);
                if slipped != code {
                    let read = read::<(u8, String)>(RESULT, &slipped);
                    assert!(
                        matches!(read, Err(NoCode::Damaged | NoCode::TooLarge)),
                        "{slipped}: {read:?}"
                    );
                }
            }
        }
        for (text, why) in [
            ("", NoCode::Other),
            ("orr", NoCode::Other),
            ("orrx-abc", NoCode::Other),
            ("orr2-abc", NoCode::Newer),
            ("orr1-", NoCode::Damaged),
            ("orr1-____abcd", NoCode::TooLarge),
            ("orr1-\u{e9}", NoCode::Damaged),
        ] {
            assert_eq!(read::<u8>(RESULT, text), Err(why), "{text}");
        }
    }
}
