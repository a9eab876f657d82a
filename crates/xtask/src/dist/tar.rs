//! A tar archive (POSIX ustar) in which nothing is left to chance: the order, the times, the owners.

use crate::fault::{Fault, Outcome};

const BLOCK: usize = 512;
/// A name's place in the header, in bytes.
const LONGEST_NAME: usize = 100;

/// A file in the archive.
pub(crate) struct Entry {
    /// Its path with strokes, below the archive's folder.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
    /// Whether it may be run.
    pub(crate) program: bool,
}

/// All entries below `folder`, each of the time `epoch` (seconds since 1970).
pub(crate) fn write(folder: &str, entries: &[Entry], epoch: u64) -> Outcome<Vec<u8>> {
    let mut archive = Vec::new();
    for entry in entries {
        archive.extend(header(folder, entry, epoch)?);
        archive.extend(&entry.bytes);
        let end = archive.len().next_multiple_of(BLOCK);
        archive.resize(end, 0);
    }
    let end = archive.len() + 2 * BLOCK;
    archive.resize(end, 0);
    Ok(archive)
}

/// The fields of POSIX.1-1988: where each begins, its text.
fn header(folder: &str, entry: &Entry, epoch: u64) -> Outcome<[u8; BLOCK]> {
    if entry.name.len() > LONGEST_NAME {
        return Err(Fault::new(format!(
            "{} is too long a name for the archive",
            entry.name
        )));
    }
    let mode = if entry.program { "0000755" } else { "0000644" };
    let size = format!("{:011o}", entry.bytes.len());
    let time = format!("{epoch:011o}");
    let mut block = [0_u8; BLOCK];
    let fields: [(usize, &str); 11] = [
        (0, &entry.name),
        (100, mode),
        (108, "0000000"),
        (116, "0000000"),
        (124, &size),
        (136, &time),
        // The sum counts its own place as spaces.
        (148, "        "),
        (156, "0"),
        (257, "ustar"),
        (263, "00"),
        (345, folder),
    ];
    for (start, text) in fields {
        for (place, byte) in block[start..].iter_mut().zip(text.bytes()) {
            *place = byte;
        }
    }
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    for (place, byte) in block[148..].iter_mut().zip(format!("{sum:06o}\0 ").bytes()) {
        *place = byte;
    }
    Ok(block)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    fn entries() -> Vec<Entry> {
        vec![
            Entry {
                name: "bin/run".to_owned(),
                bytes: b"#!/bin/sh\n".to_vec(),
                program: true,
            },
            Entry {
                name: "site/full.txt".to_owned(),
                bytes: vec![b'x'; 2 * BLOCK],
                program: false,
            },
            Entry {
                name: "site/nothing".to_owned(),
                bytes: Vec::new(),
                program: false,
            },
        ]
    }

    #[test]
    fn blocks_are_whole_and_the_end_is_marked() {
        let archive = write("onrush-1", &entries(), 1_700_000_000).unwrap();
        assert_eq!(archive.len(), (2 + 3 + 1 + 2) * BLOCK);
        assert!(archive.ends_with(&[0; 2 * BLOCK]));
        let again = write("onrush-1", &entries(), 1_700_000_000).unwrap();
        assert_eq!(archive, again);
    }

    #[cfg(unix)]
    #[test]
    fn the_systems_tar_reads_it() {
        let file = std::env::temp_dir().join(format!("onrush-tar-{}.tar", std::process::id()));
        fs::write(&file, write("onrush-1", &entries(), 1_700_000_000).unwrap()).unwrap();
        let listed = Command::new("tar")
            .args(["--utc", "-tvf"])
            .arg(&file)
            .output()
            .unwrap();
        fs::remove_file(&file).unwrap();
        assert!(listed.status.success());
        let text = String::from_utf8(listed.stdout).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines[0].starts_with("-rwxr-xr-x 0/0") && lines[0].ends_with("onrush-1/bin/run"));
        assert!(lines[1].contains(" 1024 2023-11-14 22:13 onrush-1/site/full.txt"));
    }

    #[test]
    fn a_name_without_place_is_refused() {
        let long = Entry {
            name: "a".repeat(LONGEST_NAME + 1),
            bytes: Vec::new(),
            program: false,
        };
        assert!(write("onrush-1", &[long], 0).is_err());
    }
}
