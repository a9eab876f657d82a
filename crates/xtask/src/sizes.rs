//! How large the page is, as stored and as sent.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::fault::{Explain, Outcome};

/// Prints a table of the files in `dist`.
pub(crate) fn print(dist: &Path) -> Outcome<()> {
    let mut files = Vec::new();
    collect(dist, &mut files)?;
    files.sort();
    let (mut raw_sum, mut sent_sum) = (0, 0);
    println!("{:>12} {:>12}", "bytes", "gzipped");
    for file in files {
        let bytes = fs::read(&file).explain(|| format!("{} could not be read", file.display()))?;
        let sent = gzip(&bytes, Compression::best())?.len();
        let name = file.strip_prefix(dist).unwrap_or(&file);
        println!("{:>12} {:>12}  {}", bytes.len(), sent, name.display());
        raw_sum += bytes.len();
        sent_sum += sent;
    }
    println!("{raw_sum:>12} {sent_sum:>12}  all together");
    Ok(())
}

/// Compresses for the wire.
pub(crate) fn gzip(bytes: &[u8], level: Compression) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .explain(|| "compression failed".to_owned())
}

/// All files below a folder.
pub(crate) fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let unreadable = || format!("{} could not be read", folder.display());
    for entry in fs::read_dir(folder).explain(unreadable)? {
        let path = entry.explain(unreadable)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
