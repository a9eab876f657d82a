//! How large the page is, as stored and as sent: by a plain server (gzip) and by a good static host (brotli).

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
    let (mut raw_sum, mut zipped_sum, mut packed_sum) = (0, 0, 0);
    println!("{:>12} {:>12} {:>12}", "bytes", "gzip", "brotli");
    for file in files {
        let bytes = fs::read(&file).explain(|| format!("{} could not be read", file.display()))?;
        let zipped = gzip(&bytes, Compression::best())?.len();
        let packed = brotli(&bytes)?.len();
        let name = file.strip_prefix(dist).unwrap_or(&file);
        println!(
            "{:>12} {zipped:>12} {packed:>12}  {}",
            bytes.len(),
            name.display()
        );
        raw_sum += bytes.len();
        zipped_sum += zipped;
        packed_sum += packed;
    }
    println!("{raw_sum:>12} {zipped_sum:>12} {packed_sum:>12}  all together");
    Ok(())
}

/// As small as a static host makes it: brotli at its best, done once.
pub(crate) fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let best = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &best)
        .explain(|| "compression failed".to_owned())?;
    Ok(packed)
}

/// Compresses for the wire. Nothing but the bytes goes into the result: no name, no time.
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
