//! WebAssembly binaries as they lie in a file: sections, numbers, names.

use std::ops::Range;

use crate::fault::{Fault, Outcome};

/// Kinds of sections.
pub(crate) const CUSTOM: u8 = 0;
pub(crate) const IMPORTS: u8 = 2;
pub(crate) const EXPORTS: u8 = 7;
pub(crate) const CODE: u8 = 10;
pub(crate) const DATA: u8 = 11;

/// A section of a binary.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) kind: u8,
    /// With kind and length.
    pub(crate) whole: Range<usize>,
    /// Its contents.
    pub(crate) inside: Range<usize>,
}

/// All sections, in their order.
pub(crate) fn sections(binary: &[u8]) -> Outcome<Vec<Section>> {
    let mut reader = Reader::new(binary, 8..binary.len());
    let mut found = Vec::new();
    while reader.at < reader.end {
        let from = reader.at;
        let section = reader.byte().and_then(|kind| {
            let length = reader.number()?;
            let inside = reader.at..reader.at.checked_add(length)?;
            reader.bytes(length)?;
            Some(Section {
                kind,
                whole: from..inside.end,
                inside,
            })
        });
        found.push(section.ok_or_else(unreadable)?);
    }
    Ok(found)
}

pub(crate) fn unreadable() -> Fault {
    Fault::new("a WebAssembly binary could not be read (crates/xtask/src/binary.rs)".to_owned())
}

/// Reads numbers (LEB128) and texts.
pub(crate) struct Reader<'a> {
    binary: &'a [u8],
    pub(crate) at: usize,
    pub(crate) end: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(binary: &'a [u8], range: Range<usize>) -> Self {
        Self {
            binary,
            at: range.start,
            end: range.end,
        }
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let to = self.at.checked_add(length).filter(|to| *to <= self.end)?;
        let bytes = self.binary.get(self.at..to)?;
        self.at = to;
        Some(bytes)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.bytes(1).map(|bytes| bytes[0])
    }

    /// A number from 0 to 2^32; the positive ones among those with a sign are the same.
    pub(crate) fn number(&mut self) -> Option<usize> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte().filter(|_| shift < 35)?;
            value |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        let bytes = self.bytes(length)?;
        String::from_utf8(bytes.to_vec()).ok()
    }
}

/// A number as it is written in a binary.
pub(crate) fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// A text as it is written in a binary.
pub(crate) fn text(text: &str) -> Vec<u8> {
    [number(text.len()), text.as_bytes().to_vec()].concat()
}

/// A section as it is written in a binary.
#[cfg(test)]
pub(crate) fn section(kind: u8, inside: &[u8]) -> Vec<u8> {
    [vec![kind], number(inside.len()), inside.to_vec()].concat()
}
