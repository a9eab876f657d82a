//! A paper as Markdown, for a ticket or a wiki.

use crate::{Block, Paper};

impl Paper {
    /// The paper as Markdown (`CommonMark`, with GitHub's tables). Names, sources and all other words are text and nothing else:
    /// whatever they contain makes no heading, link, picture or tag.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", plain(&self.title));
        for said in &self.lead {
            paragraph(&mut out, &plain(said));
        }
        for section in &self.sections {
            paragraph(&mut out, &format!("## {}", plain(&section.heading)));
            for block in &section.body {
                self::block(&mut out, block);
            }
        }
        if let Some(link) = &self.link {
            // An address is made here and has none of these; should it ever, it ends there.
            let address = link.address.split(['<', '>', ' ', '\n']).next();
            let link = format!("[{}](<{}>)", plain(&link.said), address.unwrap_or_default());
            paragraph(&mut out, &link);
        }
        paragraph(&mut out, "---");
        for said in &self.foot {
            paragraph(&mut out, &plain(said));
        }
        out
    }
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Text(text) => paragraph(out, &plain(text)),
        Block::Note(text) => paragraph(out, &format!("*{}*", plain(text))),
        Block::List(entries) if !entries.is_empty() => {
            out.push('\n');
            for entry in entries {
                out.extend(["- ", &plain(entry), "\n"]);
            }
        }
        Block::Facts(facts) if !facts.is_empty() => {
            out.push('\n');
            for (name, value) in facts {
                out.extend(["- **", &plain(name), ":** ", &plain(value), "\n"]);
            }
        }
        Block::List(_) | Block::Facts(_) => {}
        Block::Table { head, rows } => {
            out.push('\n');
            row(out, head);
            out.push('|');
            out.push_str(&"---|".repeat(head.len()));
            out.push('\n');
            for cells in rows {
                row(out, cells);
            }
        }
    }
}

fn row(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        out.extend([" ", &plain(cell), " |"]);
    }
    out.push('\n');
}

fn paragraph(out: &mut String, text: &str) {
    out.extend(["\n", text, "\n"]);
}

/// A text in which no letter has a meaning of its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for c in text.trim().chars() {
        match c {
            // What turns the direction of reading can make a text say what it does not.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => continue,
            c if c.is_control() => {
                out.push(' ');
                continue;
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' => {
                out.push('\\');
            }
            // A paragraph that begins like an entry of a list, or like the underline of a heading.
            '-' | '+' | '=' if before.is_none() => out.push('\\'),
            '.' | ')' if out.bytes().all(|b| b.is_ascii_digit()) && before.is_some() => {
                out.push('\\');
            }
            // Addresses become links by themselves where "://" or "www." stands.
            ':' if text.contains("://") => out.push('\\'),
            '.' if out.to_ascii_lowercase().ends_with("www") => out.push('\\'),
            _ => {}
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::{Link, Section};

    const HOSTILE: [&str; 14] = [
        "# Not a heading",
        "1. not an entry",
        "- nor this",
        "2017) nor that",
        "<script>alert(1)</script>",
        "![x](javascript:alert(1)) and [y](https://evil.example)",
        "<https://evil.example>",
        "a | b | c",
        "`code` and ~~gone~~ and **loud** and _quiet_",
        "&lt;b&gt; &amp; &#35;",
        "=====",
        "a\\",
        "[x]: https://evil.example 'title'",
        "***",
    ];

    fn paper(text: &str) -> Paper {
        let cell = text.to_owned();
        Paper {
            title: cell.clone(),
            lead: vec![cell.clone()],
            sections: vec![Section {
                id: "x",
                heading: cell.clone(),
                body: vec![
                    Block::Text(cell.clone()),
                    Block::Note(cell.clone()),
                    Block::List(vec![cell.clone(), cell.clone()]),
                    Block::Facts(vec![(cell.clone(), cell.clone())]),
                    Block::Table {
                        head: vec![cell.clone(), cell.clone()],
                        rows: vec![vec![cell.clone(), cell.clone()]],
                    },
                ],
            }],
            link: None,
            foot: vec![cell],
        }
    }

    /// What a reader sees, without markup, and the tags that make it up.
    fn read(markdown: &str) -> (Vec<String>, Vec<Tag<'_>>) {
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        let (mut texts, mut tags) = (Vec::new(), Vec::new());
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(piece) | Event::Code(piece) => text += &piece,
                Event::Start(tag) => tags.push(tag),
                Event::End(_) => {
                    if !text.is_empty() {
                        texts.push(std::mem::take(&mut text));
                    }
                }
                Event::SoftBreak | Event::Rule => {}
                other => panic!("{other:?} in {markdown}"),
            }
        }
        (texts, tags)
    }

    #[test]
    fn hostile_names_stay_text() {
        for hostile in HOSTILE {
            let markdown = paper(hostile).markdown();
            let (texts, tags) = read(&markdown);
            assert!(
                tags.iter().all(|tag| matches!(
                    tag,
                    Tag::Heading { .. }
                        | Tag::Paragraph
                        | Tag::List(None)
                        | Tag::Item
                        | Tag::Strong
                        | Tag::Emphasis
                        | Tag::Table(_)
                        | Tag::TableHead
                        | Tag::TableRow
                        | Tag::TableCell
                )),
                "{hostile}: {tags:?}"
            );
            let headings = tags.iter().filter(|t| matches!(t, Tag::Heading { .. }));
            assert_eq!(headings.count(), 2, "{hostile}\n{markdown}");
            let same = texts.iter().filter(|text| text.trim() == hostile).count();
            // Title, lead, heading, text, note, two entries, a fact's value, four cells, foot.
            assert_eq!(same, 13, "{hostile}: {texts:?}\n{markdown}");
        }
    }

    #[test]
    fn a_link_is_the_only_link() {
        let mut paper = paper("[x](https://evil.example)");
        paper.link = Some(Link {
            said: "Open ]it(".to_owned(),
            address: "https://example.com/#p=1.aB-_&seed=1".to_owned(),
        });
        let markdown = paper.markdown();
        let links: Vec<String> = Parser::new(&markdown)
            .filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(links, ["https://example.com/#p=1.aB-_&seed=1"]);
    }

    #[test]
    fn what_is_ordinary_is_hardly_touched() {
        assert_eq!(
            plain("At 20:31 about 5,000 visitors a second (peak), 3.5 %"),
            "At 20:31 about 5,000 visitors a second (peak), 3.5 %"
        );
        assert_eq!(plain("back \u{202e}wards\nand on"), "back wards and on");
    }
}
