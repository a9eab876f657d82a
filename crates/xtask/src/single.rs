//! `cargo xtask build --single-file`: the whole page in one HTML file, which runs from a disk by double click.
//!
//! Browsers let a page on a disk fetch nothing. So styles and scripts stand in it, allowed by their hashes; the programs and whatever
//! else `boot.js` fetches stand at its end, compressed, in blocks that run nothing (`web/single.js` reads them).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use sha2::{Digest, Sha256};

use crate::fault::{Explain, Fault, Outcome};
use crate::process::say;
use crate::project::{Project, make_folder};
use crate::sizes;

/// Its name.
pub(crate) const NAME: &str = "onrush.html";
/// What a page on a disk has no use for: how the names begin, and why.
const LEFT_OUT: [(&str, &str); 6] = [
    ("icons/", "for the manifest; the tab's is in the page"),
    ("manifest.webmanifest", "a file on a disk is not installed"),
    ("embed.js", "for pages of others, which ask a server for it"),
    ("offline.js", "it is there without a network anyway"),
    ("service-worker.js", "the same"),
    (
        "onrush-start",
        "the page's program shows the first screen too",
    ),
];

/// Makes it from the finished page in `dist`, and says what it weighs.
pub(crate) fn build(project: &Project) -> Outcome<PathBuf> {
    let folder = project.single();
    make_folder(&folder)?;
    let whole = one_file(&project.dist(), &project.root.join("web/single.js"))?;
    let file = folder.join(NAME);
    fs::write(&file, &whole).explain(|| format!("{} could not be written", file.display()))?;
    say(format!(
        "The single file is {}: {} bytes, {} after brotli",
        file.display(),
        whole.len(),
        sizes::brotli(whole.as_bytes())?.len()
    ));
    Ok(file)
}

/// The files of the page that have not been put anywhere yet, by name.
type Files = BTreeMap<String, Vec<u8>>;

fn one_file(dist: &Path, reader: &Path) -> Outcome<String> {
    let mut files = files(dist)?;
    let page = text(&mut files, "index.html")?;
    let reader =
        fs::read_to_string(reader).explain(|| format!("{} could not be read", reader.display()))?;
    let mut scripts = vec![inside(&reader, "script")?];
    let mut style = String::new();
    let mut lines = Vec::new();
    for line in page.lines() {
        if let Some(name) = address(line, "<link rel=\"stylesheet\"", "href") {
            if style.is_empty() {
                // One place for all, in their order: those of the first screen, then the page's.
                lines.push(Line::Style);
            }
            style += &text(&mut files, name)?;
        } else if let Some(name) = address(line, "<script", "src") {
            if name != "offline.js" {
                lines.push(Line::Script(scripts.len()));
                scripts.push(inside(&text(&mut files, name)?, "script")?);
            }
        } else if line.contains("rel=\"manifest\"") || line.contains("rel=\"apple-touch-icon\"") {
            // Left out.
        } else if let Some(name) = address(line, "<link rel=\"icon\"", "href") {
            let bytes = files.get(name).ok_or_else(|| missing(name))?;
            let data = format!(
                "data:image/svg+xml;base64,{}",
                BASE64_STANDARD.encode(bytes)
            );
            lines.push(Line::Text(line.replace(name, &data)));
        } else if line.contains("http-equiv=\"Content-Security-Policy\"") {
            lines.push(Line::Policy(line.to_owned()));
        } else if line.trim() == "</body>" {
            lines.extend([Line::Blocks, Line::Text(line.to_owned())]);
        } else {
            lines.push(Line::Text(line.to_owned()));
        }
    }
    let style = inside(&style, "style")?;
    let blocks = blocks(&files)?;
    let policies = lines
        .iter()
        .filter(|line| matches!(line, Line::Policy(_)))
        .count();
    let written: Vec<String> = lines
        .into_iter()
        .map(|line| match line {
            Line::Text(text) => Ok(text),
            Line::Policy(line) => policy(&line, &scripts, &style),
            Line::Style => Ok(format!("<style>{style}</style>")),
            // What gives boot.js its files stands before it.
            Line::Script(1) => Ok(format!(
                "<script>{}</script>\n<script>{}</script>",
                scripts[0], scripts[1]
            )),
            Line::Script(number) => Ok(format!("<script>{}</script>", scripts[number])),
            Line::Blocks => Ok(blocks.clone()),
        })
        .collect::<Outcome<_>>()?;
    let whole = written.join("\n") + "\n";
    if policies != 1 || scripts.len() < 2 || !whole.contains("inside:onrush-web_bg.wasm") {
        return Err(Fault::new(
            "index.html has not got what the single file needs: its policy once, boot.js, the page's program, `</body>` in a line",
        ));
    }
    Ok(whole)
}

/// A line of the new page.
enum Line {
    Text(String),
    Policy(String),
    Style,
    Script(usize),
    Blocks,
}

fn files(dist: &Path) -> Outcome<Files> {
    let mut paths = Vec::new();
    sizes::collect(dist, &mut paths)?;
    paths
        .into_iter()
        .filter(|path| !path.extension().is_some_and(|e| e == "gz" || e == "br"))
        .map(|path| {
            let inside = path.strip_prefix(dist).unwrap_or(&path).components();
            let parts: Vec<_> = inside
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            let bytes =
                fs::read(&path).explain(|| format!("{} could not be read", path.display()))?;
            Ok((parts.join("/"), bytes))
        })
        .collect()
}

/// Takes a text out of the files.
fn text(files: &mut Files, name: &str) -> Outcome<String> {
    let bytes = files.remove(name).ok_or_else(|| missing(name))?;
    String::from_utf8(bytes).explain(|| format!("{name} is no text"))
}

fn missing(name: &str) -> Fault {
    Fault::new(format!(
        "index.html asks for {name}, which the page has not got"
    ))
}

/// The file that a line with this tag asks for.
fn address<'a>(line: &'a str, tag: &str, attribute: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(tag)?;
    let (_, rest) = rest.split_once(&format!(" {attribute}=\""))?;
    rest.split(['"', '?']).next()
}

/// What can stand between the tags of a script or style: nothing in it may look like their end.
fn inside(text: &str, tag: &str) -> Outcome<String> {
    let small = text.to_lowercase();
    for mark in [&format!("</{tag}"), "<!--"] {
        if small.contains(mark) {
            return Err(Fault::new(format!(
                "a {tag} of the page has `{mark}` in it, which ends it in the single file"
            )));
        }
    }
    Ok(format!("\n{}\n", text.trim_end()))
}

/// The page's policy as it is for a file on a disk, which has no origin of its own (`'self'`): the scripts and the style that stand here, by
/// their hashes; nothing is fetched at all.
fn policy(line: &str, scripts: &[String], style: &str) -> Outcome<String> {
    let start = "content=\"";
    let (before, after) = line
        .split_once(start)
        .ok_or_else(|| Fault::new("the policy in index.html has no content"))?;
    let (page, after) = after.split_once('"').unwrap_or((after, ""));
    let hash = |text: &str| {
        format!(
            "'sha256-{}'",
            BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
        )
    };
    let scripts: Vec<_> = scripts.iter().map(|text| hash(text)).collect();
    let directives: Vec<_> = page
        .split(';')
        .filter_map(|directive| {
            let directive = directive.trim();
            let kind = directive.split(' ').next().unwrap_or_default();
            let own = match kind {
                "script-src" => scripts.join(" "),
                "style-src" => hash(style),
                // A frame with another part of this same file.
                "frame-src" => "file:".to_owned(),
                "connect-src" | "manifest-src" => return None,
                _ => String::new(),
            };
            let own = directive.replace("'self'", &own);
            Some(own.split_whitespace().collect::<Vec<_>>().join(" "))
        })
        .collect();
    Ok([before, start, &directives.join("; "), "\"", after].concat())
}

/// What boot.js fetches. A script of a type that browsers do not know runs nothing.
fn blocks(files: &Files) -> Outcome<String> {
    let is_wanted = |name: &str| !LEFT_OUT.iter().any(|(start, _)| name.starts_with(start));
    let blocks: Vec<_> = files
        .iter()
        .filter(|(name, _)| is_wanted(name))
        .map(|(name, bytes)| {
            let packed = BASE64_STANDARD.encode(sizes::gzip(bytes, Compression::best())?);
            Ok(format!(
                "    <script type=\"application/gzip\" id=\"inside:{name}\">{packed}</script>"
            ))
        })
        .collect::<Outcome<_>>()?;
    Ok(blocks.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../index.html");

    /// A page as the build leaves it, with files that hold their own name.
    fn dist(name: &str) -> PathBuf {
        let here = std::env::temp_dir().join(format!("onrush-{name}-{}", std::process::id()));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        crate::page::copy(&root, &here).unwrap();
        for file in [
            "onrush-start.js",
            "onrush-start_bg.wasm",
            "onrush-web.js",
            "onrush-web_bg.wasm",
            "onrush-engine.js",
            "service-worker.js",
        ] {
            fs::write(here.join(file), file).unwrap();
        }
        here
    }

    fn made(name: &str) -> String {
        let here = dist(name);
        let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/single.js");
        let whole = one_file(&here, &reader).unwrap();
        assert_eq!(whole, one_file(&here, &reader).unwrap(), "the same bytes");
        fs::remove_dir_all(&here).unwrap();
        whole
    }

    #[test]
    fn nothing_in_it_is_fetched() {
        let whole = made("single-fetches");
        assert!(PAGE.contains("<script src=\"") && !whole.contains("<script src="));
        for tag in ["rel=\"stylesheet\"", "rel=\"manifest\"", "offline.js\""] {
            assert!(PAGE.contains(tag) && !whole.contains(tag), "{tag}");
        }
        for address in whole.split(" href=\"").skip(1) {
            let address = address.split('"').next().unwrap_or_default();
            assert!(
                address.starts_with('#') || address.starts_with("data:"),
                "{address}"
            );
        }
        assert!(!whole.contains("url("), "a style asks for a file");
        assert!(whole.contains("id=\"inside:onrush-engine.js\""));
        assert!(!whole.contains("onrush-start_bg.wasm\""));
        assert!(whole.contains(".start__stories") && whole.contains(".rehearsal"));
    }

    #[test]
    fn what_runs_in_it_is_allowed_by_its_hash_and_nothing_else_is() {
        let whole = made("single-policy");
        let policy = whole.split("Content-Security-Policy\" content=\"").nth(1);
        let policy = policy.unwrap().split('"').next().unwrap();
        assert!(!policy.contains("'self'") && !policy.contains("unsafe-inline"));
        assert!(!policy.contains("connect-src"), "default-src 'none' holds");
        let mut run = 0;
        for (tag, end) in [("<script>", "</script>"), ("<style>", "</style>")] {
            for piece in whole.split(tag).skip(1) {
                let piece = piece.split(end).next().unwrap();
                let sum = BASE64_STANDARD.encode(Sha256::digest(piece.as_bytes()));
                assert!(policy.contains(&format!("'sha256-{sum}'")), "{piece:.80}");
                run += 1;
            }
        }
        assert_eq!(run, 3, "single.js, boot.js, the style");
        assert!(whole.find("onrushInside = async") < whole.find("globalThis.onrushBoot = {"));
    }

    #[test]
    fn the_policy_is_the_pages_without_an_origin() {
        let line = "<meta content=\"default-src 'none'; script-src 'self' blob:; connect-src 'self'; frame-src 'self'; \
                    style-src 'self'; worker-src 'self' blob:; img-src 'self' data:; base-uri 'none'\">";
        // The published SHA-256 of nothing and of "abc".
        let nothing = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        let abc = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='";
        assert_eq!(
            policy(line, &["abc".to_owned()], "").unwrap(),
            format!(
                "<meta content=\"default-src 'none'; script-src {abc} blob:; frame-src file:; style-src {nothing}; worker-src blob:; \
                 img-src data:; base-uri 'none'\">"
            )
        );
    }

    #[test]
    fn what_would_end_its_tag_is_refused() {
        assert!(inside("a</SCRIPT>", "script").is_err());
        assert!(inside("a <!-- b", "script").is_err());
        assert_eq!(inside("a\n", "script").unwrap(), "\na\n");
    }
}
