//! Short names between a program and its glue script.
//!
//! wasm-bindgen names what a program takes from the browser, and what the script calls in it, with sixteen digits each that look random.
//! They stand in both files and cannot be compressed: some 4 kB of a program, for names that nobody reads. Nor does anybody read the script's
//! comments and indentation.

use std::collections::BTreeMap;

use crate::binary::{EXPORTS, IMPORTS, Reader, number, sections, text, unreadable};
use crate::fault::{Fault, Outcome};
use crate::page::without_comments;

/// Digits of a hash in a name.
const DIGITS: usize = 16;

/// Long names and the short ones in their places.
type Names<'a> = BTreeMap<&'a str, String>;

/// Both files with short names.
pub(crate) fn shorten(glue: &str, binary: &[u8]) -> Outcome<(String, Vec<u8>)> {
    let names = long_names(glue);
    if names.values().any(|short| words(glue).any(|w| w == short)) {
        return Err(Fault::new(
            "a short name is already in a glue script (crates/xtask/src/names.rs)".to_owned(),
        ));
    }
    Ok((script(glue, &names), renamed(binary, &names)?))
}

/// The script alone, as [`shorten`] makes it.
pub(crate) fn shorten_script(glue: &str) -> String {
    script(glue, &long_names(glue))
}

/// All names with a hash, by the order in which they appear.
fn long_names(glue: &str) -> Names<'_> {
    let mut names = Names::new();
    for word in words(glue).filter(|word| has_hash(word)) {
        let next = format!("w_{}", names.len());
        names.entry(word).or_insert(next);
    }
    names
}

/// Whatever may be a name.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_name(c))
        .filter(|w| !w.is_empty())
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn has_hash(name: &str) -> bool {
    let is_digit = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    name.as_bytes()
        .windows(DIGITS)
        .any(|window| window.iter().all(is_digit))
}

fn script(glue: &str, names: &Names<'_>) -> String {
    let mut result = String::with_capacity(glue.len());
    let code = without_comments(glue);
    let lines: Vec<&str> = code.lines().map(str::trim_start).collect();
    let code = lines.join("\n");
    let mut rest = code.as_str();
    while !rest.is_empty() {
        let word = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(word);
        result += names.get(name).map_or(name, String::as_str);
        let between = after.find(is_of_name).unwrap_or(after.len());
        result += &after[..between];
        rest = &after[between..];
    }
    result
}

/// The binary whose imports and exports have these names.
fn renamed(binary: &[u8], names: &Names<'_>) -> Outcome<Vec<u8>> {
    let mut result = binary.get(..8).ok_or_else(unreadable)?.to_vec();
    for section in sections(binary)? {
        let reader = Reader::new(binary, section.inside.clone());
        let inside = match section.kind {
            IMPORTS => imports(reader, names).ok_or_else(unreadable)?,
            EXPORTS => exports(reader, names).ok_or_else(unreadable)?,
            _ => {
                result.extend(&binary[section.whole]);
                continue;
            }
        };
        result.push(section.kind);
        result.extend(number(inside.len()));
        result.extend(inside);
    }
    Ok(result)
}

/// `None` where something is imported that is no function.
fn imports(mut reader: Reader<'_>, names: &Names<'_>) -> Option<Vec<u8>> {
    let count = reader.number()?;
    let mut inside = number(count);
    for _ in 0..count {
        inside.extend(text(&reader.text()?));
        inside.extend(text(short(&reader.text()?, names)));
        let kind = reader.byte().filter(|kind| *kind == 0)?;
        inside.push(kind);
        inside.extend(number(reader.number()?));
    }
    Some(inside)
}

fn exports(mut reader: Reader<'_>, names: &Names<'_>) -> Option<Vec<u8>> {
    let count = reader.number()?;
    let mut inside = number(count);
    for _ in 0..count {
        inside.extend(text(short(&reader.text()?, names)));
        inside.push(reader.byte()?);
        inside.extend(number(reader.number()?));
    }
    Some(inside)
}

fn short<'a>(name: &'a str, names: &'a Names<'_>) -> &'a str {
    names.get(name).map_or(name, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binary::section;

    const LONG: &str = "__wbg_append_8c7dd8d641a5f01b";
    const CALLED: &str = "wasm_bindgen__invoke__hcdea3c91500ebba4";

    fn binary(imported: &str, exported: &str) -> Vec<u8> {
        let imports = [number(1), text("./x.js"), text(imported), vec![0, 3]].concat();
        let exports = [
            number(2),
            text("memory"),
            vec![2, 0],
            text(exported),
            vec![0, 1],
        ]
        .concat();
        let header = b"\0asm\x01\0\0\0".to_vec();
        [
            header,
            section(1, b"types"),
            section(IMPORTS, &imports),
            section(EXPORTS, &exports),
            section(10, b"code"),
        ]
        .concat()
    }

    #[test]
    fn names_with_a_hash_become_short_in_both_files() {
        let glue = format!(
            "  // what is not code\n  {{ {LONG}: function(arg0) {{ wasm.{CALLED}(arg0); }},\n__wbindgen_throw: 1 }} // é {LONG}x"
        );
        let (script, bytes) = shorten(&glue, &binary(LONG, CALLED)).unwrap();
        assert_eq!(
            script,
            "{ w_0: function(arg0) { wasm.w_1(arg0); },\n__wbindgen_throw: 1 } // é w_2"
        );
        assert_eq!(bytes, binary("w_0", "w_1"));
        assert_eq!(script, shorten_script(&glue));
    }

    #[test]
    fn what_has_no_hash_stays_and_what_cannot_be_done_is_refused() {
        let plain = binary("__wbindgen_throw", "__wbindgen_malloc");
        let (script, bytes) = shorten("wasm.memory", &plain).unwrap();
        assert_eq!((script.as_str(), bytes), ("wasm.memory", plain.clone()));
        assert!(shorten(&format!("{LONG} w_0"), &plain).is_err());
        assert!(shorten("", b"\0asm\x01\0\0\0\x02\x7f").is_err());
    }
}
