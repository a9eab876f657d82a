//! Takes out of a binary what it says when it crashes.
//!
//! A panic ends in a trap, and before that puts a sentence together: each place that might panic has its file and line in the binary, and
//! passes them on. In a program that has nobody to tell it to, all of this is carried for nothing. The compiler can leave it out only with
//! options that are not stable yet, so it is done afterwards: the functions that lead from a panic to its trap become the trap alone, at
//! which wasm-opt finds that their arguments are not needed; and the places that nothing leads to any more become zeros, which compress
//! to nothing. When and what traps stays the same.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::binary::{CODE, CUSTOM, DATA, IMPORTS, Reader, Section, number, sections, unreadable};
use crate::fault::Outcome;

/// How the names begin of the standard library's functions between a panic and its trap.
const PANICS: [&str; 19] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::str::slice_error_fail",
    "core::slice::index::slice_",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::cell::panic_",
    "core::cell::lazy::panic_poisoned",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "std::alloc::rust_oom",
    "std::thread::local::panic_access_error",
    "std::sync::lazy_lock::panic_poisoned",
    "std::panicking::begin_panic",
    "std::panicking::panic_handler",
    "std::panicking::panic_with_hook",
];

/// A body without locals whose one instruction is `unreachable`.
const TRAP: [u8; 3] = [0, 0x00, 0x0b];
/// How the body of a function ends that never returns: `unreachable`, and the end.
const NEVER: [u8; 2] = [0x00, 0x0b];

/// The binary with panics that are a trap and nothing else, and how many functions that changed.
pub(crate) fn trap_at_once(binary: &[u8]) -> Outcome<(Vec<u8>, usize)> {
    let sections = sections(binary)?;
    let names = function_names(binary, &sections).ok_or_else(unreadable)?;
    let imported = imported(binary, &sections).ok_or_else(unreadable)?;
    let mut result = binary[..8].to_vec();
    let mut cut = 0;
    for section in &sections {
        if section.kind != CODE {
            result.extend(&binary[section.whole.clone()]);
            continue;
        }
        let mut reader = Reader::new(binary, section.inside.clone());
        let count = reader.number().ok_or_else(unreadable)?;
        let mut code = number(count);
        for i in 0..count {
            let length = reader.number().ok_or_else(unreadable)?;
            let body = reader.bytes(length).ok_or_else(unreadable)?;
            let panics = |(at, name): &(usize, String)| *at == imported + i && is_panic(name);
            let at = names.partition_point(|(at, _)| *at < imported + i);
            let silent = names.get(at).is_some_and(panics) && body.ends_with(&NEVER);
            let body = if silent { &TRAP[..] } else { body };
            cut += usize::from(silent);
            code.extend(number(body.len()));
            code.extend(body);
        }
        result.push(CODE);
        result.extend(number(code.len()));
        result.extend(code);
    }
    Ok((result, cut))
}

fn is_panic(name: &str) -> bool {
    let mut plain = String::new();
    // `core[c5930c85a12de822]::panicking::panic_fmt`
    for (i, part) in name.split('[').enumerate() {
        plain += match part.split_once(']') {
            Some((_, rest)) if i > 0 => rest,
            _ => part,
        };
    }
    let of_vec = plain.starts_with("<alloc::vec::Vec<") && plain.ends_with("::assert_failed");
    of_vec || PANICS.iter().any(|panic| plain.starts_with(panic))
}

/// Puts zeros in the places of panics (file, line, column) that are not needed any more, and in the names of files that only they need.
/// Gives back how many there were. A number in the code or in the data that may be the address of one keeps it.
pub(crate) fn forget_places(binary: &mut [u8]) -> Outcome<usize> {
    let sections = sections(binary)?;
    let segments = segments(binary, &sections).ok_or_else(unreadable)?;
    let code = sections.iter().find(|s| s.kind == CODE);
    let code = code.ok_or_else(unreadable)?.inside.clone();
    let mut named = addresses(&binary[code]);
    let mut places = Vec::new();
    for segment in &segments {
        let data = &binary[segment.bytes.clone()];
        for (i, word) in data.windows(4).enumerate() {
            let Some(address) = word_at(word, 0) else {
                continue;
            };
            let place = ((segment.address + i) % 4 == 0)
                .then(|| Place::read(binary, &segments, data, i))
                .flatten();
            match place {
                Some(place) => places.push((segment.address + i, segment.bytes.start + i, place)),
                // The words inside of a place are not addresses of others; its own address of a name is looked at below.
                None if places
                    .last()
                    .is_some_and(|(_, at, _)| segment.bytes.start + i < at + 16) => {}
                None => {
                    named.insert(address);
                }
            }
        }
    }
    let (kept, forgotten): (Vec<_>, Vec<_>) = places
        .into_iter()
        .partition(|(address, _, _)| named.contains(address));
    named.extend(kept.iter().map(|(_, _, place)| place.name));
    for (_, at, place) in &forgotten {
        binary[*at..at + 16].fill(0);
        if !named.contains(&place.name)
            && let Some(name) = bytes_at(&segments, place.name, place.length)
        {
            binary[name].fill(0);
        }
    }
    Ok(forgotten.len())
}

/// Where something might panic: `core::panic::Location`, as it lies in memory.
struct Place {
    /// Where the file's name is, and how long it is.
    name: usize,
    length: usize,
}

impl Place {
    fn read(binary: &[u8], segments: &[Segment], data: &[u8], at: usize) -> Option<Self> {
        let [name, length, line, column] =
            [0, 4, 8, 12].map(|offset| word_at(data, at + offset).unwrap_or(0));
        let plausible = (4..=200).contains(&length)
            && (1..=50_000).contains(&line)
            && (1..=1000).contains(&column);
        let text = bytes_at(segments, name, length).filter(|_| plausible)?;
        let text = &binary[text];
        let path = text.ends_with(b".rs") && text.iter().all(|b| (0x20..0x7f).contains(b));
        path.then_some(Self { name, length })
    }
}

/// All numbers in code that may be addresses: in their encoding, which is searched for everywhere, whatever it may be part of.
fn addresses(code: &[u8]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for at in 0..code.len() {
        let (mut value, mut shift) = (0, 0);
        for byte in &code[at..code.len().min(at + 5)] {
            value |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                found.insert(value);
                break;
            }
        }
    }
    found
}

fn word_at(data: &[u8], at: usize) -> Option<usize> {
    let word: [u8; 4] = data.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(word)).ok()
}

/// How many functions come from outside: they have the first numbers.
fn imported(binary: &[u8], sections: &[Section]) -> Option<usize> {
    let Some(section) = sections.iter().find(|s| s.kind == IMPORTS) else {
        return Some(0);
    };
    let mut reader = Reader::new(binary, section.inside.clone());
    let mut functions = 0;
    for _ in 0..reader.number()? {
        for _ in 0..2 {
            let length = reader.number()?;
            reader.bytes(length)?;
        }
        match reader.byte()? {
            0 => {
                reader.number()?;
                functions += 1;
            }
            // wasm-bindgen makes modules that have their own memory and tables.
            _ => return None,
        }
    }
    Some(functions)
}

/// Numbers and names of functions, in the order of the numbers.
fn function_names(binary: &[u8], sections: &[Section]) -> Option<Vec<(usize, String)>> {
    for section in sections.iter().filter(|s| s.kind == CUSTOM) {
        let mut reader = Reader::new(binary, section.inside.clone());
        if reader.text()? != "name" {
            continue;
        }
        while reader.at < reader.end {
            let kind = reader.byte()?;
            let length = reader.number()?;
            let end = reader.at + length;
            if kind == 1 {
                return (0..reader.number()?)
                    .map(|_| Some((reader.number()?, reader.text()?)))
                    .collect();
            }
            reader.at = end;
        }
    }
    None
}

/// A piece of memory as it is at the beginning.
struct Segment {
    address: usize,
    bytes: Range<usize>,
}

fn segments(binary: &[u8], sections: &[Section]) -> Option<Vec<Segment>> {
    let section = sections.iter().find(|s| s.kind == DATA)?;
    let mut reader = Reader::new(binary, section.inside.clone());
    let mut found = Vec::new();
    for _ in 0..reader.number()? {
        // At an address that is a constant: `i32.const`, the number, `end`.
        let [active, constant] = [reader.byte()?, reader.byte()?];
        let address = reader.number()?;
        if active != 0 || constant != 0x41 || reader.byte()? != 0x0b {
            return None;
        }
        let length = reader.number()?;
        let from = reader.at;
        reader.bytes(length)?;
        found.push(Segment {
            address,
            bytes: from..reader.at,
        });
    }
    Some(found)
}

/// Where in the binary a piece of memory is.
fn bytes_at(segments: &[Segment], address: usize, length: usize) -> Option<Range<usize>> {
    segments.iter().find_map(|segment| {
        let from = segment.bytes.start + address.checked_sub(segment.address)?;
        let to = from.checked_add(length)?;
        (to <= segment.bytes.end).then_some(from..to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binary::{section, text};

    /// A binary with functions of these names and bodies, and with this at the address 1024.
    fn binary(functions: &[(&str, &[u8])], data: &[u8]) -> Vec<u8> {
        let mut code = number(functions.len());
        let mut names = number(functions.len());
        for (i, (name, body)) in functions.iter().enumerate() {
            code.extend([number(body.len()), body.to_vec()].concat());
            names.extend([number(i), text(name)].concat());
        }
        let names = [text("name"), section(1, &names)].concat();
        let data = [
            vec![1, 0, 0x41, 0x80, 0x08, 0x0b],
            number(data.len()),
            data.to_vec(),
        ]
        .concat();
        let header = b"\0asm\x01\0\0\0".to_vec();
        [
            header,
            section(CODE, &code),
            section(DATA, &data),
            section(CUSTOM, &names),
        ]
        .concat()
    }

    #[test]
    fn panics_become_the_trap_alone_and_nothing_else_does() {
        let (nop, never): (&[u8], &[u8]) = (&[0, 0x01, 0x0b], &[0, 0x01, 0x00, 0x0b]);
        let functions = |first| {
            [
                ("core[c5930c85a12de822]::panicking::panic_fmt", first),
                (
                    "<alloc[3ca501edff3f0c7c]::vec::Vec<_, _>>::remove::assert_failed",
                    first,
                ),
                ("core[c5930c85a12de822]::panicking::returns_after_all", nop),
                ("onrush_web::panicking::panic_fmt", never),
            ]
        };
        let (cut, found) = trap_at_once(&binary(&functions(never), b"x")).unwrap();
        assert_eq!((cut, found), (binary(&functions(&TRAP), b"x"), 2));
        assert!(trap_at_once(b"\0asm\x01\0\0\0\x0a\x7f").is_err());
    }

    #[test]
    fn places_are_forgotten_with_their_file_unless_something_leads_there() {
        let place = |name: u32, line: u32| [name, 8, line, 5].map(u32::to_le_bytes).concat();
        // Two names of eight letters, then the places: at 1040 and 1056 of the first, at 1072 of the second.
        let data = [
            b"src/a.rssrc/b.rs".to_vec(),
            place(1024, 1),
            place(1024, 2),
            place(1032, 3),
        ]
        .concat();
        // `i32.const 1056`, `drop`.
        let code: &[u8] = &[0, 0x41, 0xa0, 0x08, 0x1a, 0x0b];
        let mut bytes = binary(&[("main", code)], &data);
        assert_eq!(forget_places(&mut bytes).unwrap(), 2);
        let left = [
            b"src/a.rs".to_vec(),
            vec![0; 24],
            place(1024, 2),
            vec![0; 16],
        ]
        .concat();
        assert_eq!(bytes, binary(&[("main", code)], &left));
    }
}
