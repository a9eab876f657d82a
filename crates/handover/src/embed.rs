//! A rehearsal for somebody else's page: the lines to paste there.
//!
//! Names come from plans, and plans from anybody: whatever a name contains, what is written here has the tags that it is meant to have and
//! no others. Addresses are written as they are, with the signs that HTML reserves written as entities.

/// What the frame may do, in the words of its `sandbox`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lock {
    /// Whatever a frame may do.
    #[default]
    Open,
    /// Run scripts, and open the whole page in a tab of its own.
    Links,
    /// Run scripts, and nothing else.
    Scripts,
}

impl Lock {
    /// All of them, from open to shut.
    pub const ALL: [Self; 3] = [Self::Open, Self::Links, Self::Scripts];

    /// Its name: `open`, `links`, `scripts`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Links => "links",
            Self::Scripts => "scripts",
        }
    }
}

/// What is to be shown, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded<'a> {
    /// Where Onrush is: the address of its page, with nothing behind `?` and `#`.
    pub page: &'a str,
    /// What is asked for, as it stands behind `#`: `story=mole-app&seed=1`.
    pub asked: &'a str,
    /// How the frame is called.
    pub name: &'a str,
    /// Its height, in CSS pixels; where there is a script that hears of the true height, until that is known.
    pub height: u32,
    /// What it may do.
    pub lock: Lock,
}

impl Embedded<'_> {
    /// The address of the frame.
    ///
    /// ```
    /// # use onrush_handover::{Embedded, Lock};
    /// let embedded = Embedded {
    ///     page: "https://onrush.example.com/", asked: "story=mole-app&seed=1", name: "The mole app", height: 640, lock: Lock::Open,
    /// };
    /// assert_eq!(embedded.address(), "https://onrush.example.com/?embed=1#story=mole-app&seed=1");
    /// ```
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}?embed=1#{}", self.page, self.asked)
    }

    /// A frame: works wherever a page may have frames.
    #[must_use]
    pub fn iframe(&self) -> String {
        let sandbox = match self.lock {
            Lock::Open => "",
            Lock::Links => " sandbox=\"allow-scripts allow-popups allow-popups-to-escape-sandbox\"",
            Lock::Scripts => " sandbox=\"allow-scripts\"",
        };
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{}\" loading=\"lazy\" frameborder=\"0\"{sandbox}></iframe>",
            escaped(&self.address()),
            escaped(self.name),
            self.height,
        )
    }

    /// A script and an element: for pages that may have scripts. The frame is then as high as what is in it.
    #[must_use]
    pub fn element(&self) -> String {
        let mut attributes = String::new();
        for part in self.asked.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = if name == "p" { "plan" } else { name };
            // Names are ours; what is none would be an attribute of somebody else's making.
            if name.bytes().all(|b| b.is_ascii_lowercase()) && !name.is_empty() {
                for piece in [" ", name, "=\"", &escaped(value), "\""] {
                    attributes += piece;
                }
            }
        }
        attributes += match self.lock {
            Lock::Open => "",
            Lock::Links => " locked=\"links\"",
            Lock::Scripts => " locked",
        };
        let folder = self.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!(
            "<script src=\"{}/embed.js\" async></script>\n<onrush-rehearsal{attributes} name=\"{}\" height=\"{}\"></onrush-rehearsal>",
            escaped(folder),
            escaped(self.name),
            self.height,
        )
    }
}

/// A picture with its words, for pages that may have neither: `file` is where the picture is, `alt` what it shows, `link` where the
/// rehearsal itself can be opened.
#[must_use]
pub fn picture(file: &str, alt: &str, caption: &str, link: Option<&str>) -> String {
    let image = format!(
        "<img src=\"{}\" alt=\"{}\" width=\"100%\">",
        escaped(file),
        escaped(alt)
    );
    let (image, words) = match link {
        Some(link) => {
            let link = escaped(link);
            (
                format!("<a href=\"{link}\">{image}</a>"),
                format!("<a href=\"{link}\">{}</a>", escaped(caption)),
            )
        }
        None => (image, escaped(caption)),
    };
    format!("<figure>\n  {image}\n  <figcaption>{words}</figcaption>\n</figure>")
}

/// Text as it may stand between tags and in quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Wikis end a line's markup there, browsers would take it out.
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "\"><script>alert(1)</script>' onload='x\u{0}\n</iframe>&amp;";

    fn of(name: &str, lock: Lock) -> Embedded<'_> {
        Embedded {
            page: "https://onrush.example.com/tools/index.html",
            asked: "p=1.aB-_&seed=7&show=answer,room",
            name,
            height: 640,
            lock,
        }
    }

    /// Tags and attributes, by a reader that knows quotes as browsers do.
    fn tags(html: &str) -> Vec<String> {
        let (mut found, mut rest) = (Vec::new(), html);
        while let Some(at) = rest.find('<') {
            let (mut quoted, mut end) = (false, rest.len());
            for (i, c) in rest[at..].char_indices() {
                match c {
                    '"' => quoted = !quoted,
                    '>' if !quoted => {
                        end = at + i + 1;
                        break;
                    }
                    _ => {}
                }
            }
            let bare: String = rest[at..end].split('"').step_by(2).collect();
            found.push(bare);
            rest = &rest[end..];
        }
        found
    }

    #[test]
    fn a_frame_is_one_tag_whatever_the_plan_is_called() {
        for name in ["The mole app", HOSTILE, ""] {
            for lock in Lock::ALL {
                let sandbox = if lock == Lock::Open { "" } else { " sandbox=" };
                assert_eq!(
                    tags(&of(name, lock).iframe()),
                    [
                        format!(
                            "<iframe src= title= width= height= loading= frameborder={sandbox}>"
                        ),
                        "</iframe>".to_owned()
                    ]
                );
            }
        }
        let html = of("a", Lock::Scripts).iframe();
        assert!(html.contains("?embed=1#p=1.aB-_&amp;seed=7&amp;show=answer,room\""));
        assert!(html.contains(" sandbox=\"allow-scripts\">"));
    }

    #[test]
    fn an_element_has_the_attributes_that_were_asked_for() {
        for name in ["The mole app", HOSTILE] {
            assert_eq!(
                tags(&of(name, Lock::Open).element()),
                [
                    "<script src= async>",
                    "</script>",
                    "<onrush-rehearsal plan= seed= show= name= height=>",
                    "</onrush-rehearsal>"
                ]
            );
        }
        let html = of("a", Lock::Open).element();
        assert!(html.contains("\"https://onrush.example.com/tools/embed.js\""));
        assert!(html.contains(" plan=\"1.aB-_\" seed=\"7\" show=\"answer,room\""));
        let odd = Embedded {
            asked: "story=a\"b&on<x=1&&=2",
            ..of("a", Lock::Links)
        };
        assert_eq!(
            tags(&odd.element())[2],
            "<onrush-rehearsal story= locked= name= height=>"
        );
    }

    #[test]
    fn a_picture_has_its_words_with_it() {
        let html = picture(
            "people.svg",
            HOSTILE,
            HOSTILE,
            Some("https://a/#story=b&seed=1"),
        );
        assert_eq!(
            tags(&html),
            [
                "<figure>",
                "<a href=>",
                "<img src= alt= width=>",
                "</a>",
                "<figcaption>",
                "<a href=>",
                "</a>",
                "</figcaption>",
                "</figure>"
            ]
        );
        let alone = picture("people.png", "All left.", "It breaks.", None);
        assert!(alone.contains("alt=\"All left.\"") && !alone.contains("<a "));
    }
}
