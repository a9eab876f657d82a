//! The files around the program: the page, its boot script, styles and icons.

use std::fs;
use std::path::Path;

use crate::fault::{Explain, Outcome};
use crate::project::make_folder;

/// Copies them from the clone into `dist`.
pub(crate) fn copy(root: &Path, dist: &Path) -> Outcome<()> {
    make_folder(dist)?;
    let page = read(&root.join("index.html"))?;
    write(&dist.join("index.html"), without_trunk(&page).as_bytes())?;
    for name in ["boot.js", "embed.js", "offline.js", "manifest.webmanifest"] {
        copy_text(&root.join("web").join(name), &dist.join(name))?;
    }
    let styles = root.join("web/styles");
    copy_folder(&styles, &dist.join("styles"))?;
    let unreadable = || format!("{} could not be read", styles.display());
    for entry in fs::read_dir(&styles).explain(unreadable)? {
        let sheet = entry.explain(unreadable)?;
        copy_text(&sheet.path(), &dist.join("styles").join(sheet.file_name()))?;
    }
    copy_folder(&root.join("web/icons"), &dist.join("icons"))
}

/// Trunk takes out the lines meant for it; so do we. Each stands on a line of its own.
fn without_trunk(page: &str) -> String {
    page.lines()
        .filter(|line| !line.contains("data-trunk"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Copies a script or a style sheet without what is written for whoever reads it.
fn copy_text(from: &Path, to: &Path) -> Outcome<()> {
    let text = read(from)?;
    let commented = from.extension().is_some_and(|e| e == "js" || e == "css");
    if commented {
        write(to, without_comments(&text).as_bytes())
    } else {
        copy_file(from, to)
    }
}

/// Leaves out the comments that have lines of their own; what stands beside code is left alone, whatever it looks like.
pub(crate) fn without_comments(text: &str) -> String {
    let mut left = String::new();
    let mut inside = false;
    for line in text.lines() {
        let begins = line.trim_start();
        inside |= begins.starts_with("/*");
        if inside {
            inside = !begins.contains("*/");
        } else if !begins.starts_with("//") {
            left.push_str(line);
            left.push('\n');
        }
    }
    left
}

/// Copies a folder and all below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Outcome<()> {
    make_folder(to)?;
    let unreadable = || format!("{} could not be read", from.display());
    for entry in fs::read_dir(from).explain(unreadable)? {
        let entry = entry.explain(unreadable)?;
        let (source, goal) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &goal)?;
        } else {
            copy_file(&source, &goal)?;
        }
    }
    Ok(())
}

/// Copies one file.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to)
        .map(|_| ())
        .explain(|| format!("{} could not be copied to {}", from.display(), to.display()))
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).explain(|| format!("{} could not be read", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::write(file, bytes).explain(|| format!("{} could not be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{without_comments, without_trunk};

    #[test]
    fn leaves_out_comments_that_have_lines_of_their_own_only() {
        let script = "// what it is\nfetch(a); // why\n  /** more\n   * and more\n   */\n  let b = \"//\";\n/* c */\nd();\n";
        assert_eq!(
            without_comments(script),
            "fetch(a); // why\n  let b = \"//\";\nd();\n"
        );
    }

    #[test]
    fn leaves_out_the_lines_for_trunk_only() {
        let page = "<head>\n  <link data-trunk rel=\"rust\">\n  <link rel=\"icon\">\n</head>\n";
        assert_eq!(
            without_trunk(page),
            "<head>\n  <link rel=\"icon\">\n</head>\n"
        );
    }
}
