//! Files beside the page's files that a static host can send as they are: `.gz`, and `.br`, which are smaller still.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use flate2::Compression;

use crate::fault::{Explain, Outcome};
use crate::process::say;
use crate::sizes;

/// Compresses every file of a folder for which it is worth it. What was compressed before is written anew.
pub(crate) fn folder(folder: &Path) -> Outcome<()> {
    let mut files = Vec::new();
    sizes::collect(folder, &mut files)?;
    let mut written = 0_usize;
    for file in files.iter().filter(|file| !is_compressed(file)) {
        let bytes = fs::read(file).explain(|| format!("{} could not be read", file.display()))?;
        let packed = [
            ("gz", sizes::gzip(&bytes, Compression::best())?),
            ("br", sizes::brotli(&bytes)?),
        ];
        for (ending, packed) in packed {
            let beside = beside(file, ending);
            if is_worth_it(bytes.len(), packed.len()) {
                fs::write(&beside, packed)
                    .explain(|| format!("{} could not be written", beside.display()))?;
                written += 1;
            } else if beside.exists() {
                // Of an earlier build: a host would send it in the place of the new file.
                fs::remove_file(&beside)
                    .explain(|| format!("{} could not be removed", beside.display()))?;
            }
        }
    }
    say(format!(
        "{written} compressed files are beside those in {}",
        folder.display()
    ));
    Ok(())
}

/// At least a tenth smaller: a browser takes time to unpack, too.
fn is_worth_it(bytes: usize, packed: usize) -> bool {
    packed < bytes - bytes / 10
}

fn is_compressed(file: &Path) -> bool {
    file.extension()
        .is_some_and(|ending| ending == "gz" || ending == "br")
}

/// `page.css` → `page.css.gz`
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_written_unpacks_to_the_same_bytes() {
        let here = std::env::temp_dir().join(format!("onrush-compress-{}", std::process::id()));
        fs::create_dir_all(here.join("styles")).unwrap();
        let (large, small) = (here.join("styles/a.css"), here.join("tiny.txt"));
        let text = "a { color: red }\n".repeat(100);
        fs::write(&large, &text).unwrap();
        fs::write(&small, "x").unwrap();
        fs::write(here.join("tiny.txt.gz"), "of an earlier build").unwrap();
        for _ in 0..2 {
            folder(&here).unwrap();
        }
        let zipped = fs::read(here.join("styles/a.css.gz")).unwrap();
        let mut unzipped = String::new();
        flate2::read::GzDecoder::new(&zipped[..])
            .read_to_string(&mut unzipped)
            .unwrap();
        assert_eq!(unzipped, text);
        let packed = fs::read(here.join("styles/a.css.br")).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let mut names = Vec::new();
        sizes::collect(&here, &mut names).unwrap();
        assert_eq!(names.len(), 4, "{names:?}");
        fs::remove_dir_all(&here).unwrap();
    }
}
