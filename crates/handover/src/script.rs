//! What the scripts have in common: names and comments that cannot break out, numbers as people write them.

use onrush_words::{Args, Words};

use crate::{LoadPlan, Ramp, Step};

/// Longest line of a comment.
const WIDTH: usize = 100;

/// A text as a literal that JavaScript, Python and YAML (in double quotes) read alike.
///
/// JSON's escapes are all three languages' own, as long as no character is written as two surrogates; the separators that end
/// a line for some of them are escaped as well.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if breaks(c) => out.extend(["\\u", &format!("{:04x}", c as u32)]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a character could end a line or turn the direction of the text after it.
fn breaks(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// The same text with nothing in it that could end a comment.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if breaks(c) { ' ' } else { c })
        .collect()
}

/// Comment lines, each begun with `mark`, wrapped at words.
pub(crate) fn comment(mark: &str, text: &str) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in plain(text).split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() + 1 > WIDTH {
            out.extend([mark, " ", &line, "\n"]);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    if !line.is_empty() {
        out.extend([mark, " ", &line, "\n"]);
    }
    out
}

/// A number with at most four digits after the point, and no more than it has.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An upper bound as a whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept within the range of the type"
)]
pub(crate) fn whole(value: f64) -> u64 {
    value.clamp(0.0, 1e15).ceil() as u64
}

/// A template with its places filled: `⟦name⟧` with what `value` gives, `⟦// handover.id⟧` with that sentence as a comment.
pub(crate) fn fill(template: &str, words: Words, value: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(2 * template.len());
    let mut pieces = template.split('⟦');
    out.extend(pieces.next());
    for piece in pieces {
        let (place, rest) = piece.split_once('⟧').unwrap_or((piece, ""));
        out += &match place.rsplit_once(' ') {
            Some((mark, id)) => comment(mark, &words.t(id)),
            None => value(place),
        };
        out += rest;
    }
    out
}

/// The first lines of a script: what it is, what to fill in, and what it does not do. `tool` picks the sentences that only hold
/// for one.
pub(crate) fn head(plan: &LoadPlan, words: Words, mark: &str, tool: &[&str]) -> String {
    let args = Args::new()
        .with("name", plan.name.clone())
        .with("fingerprint", plan.fingerprint.clone())
        .with("minutes", (f64::from(plan.visits.seconds()) / 60.0).round())
        .with("visits", plan.visits.total())
        .with("peak", plan.visits.peak())
        .with("machines", plan.machines)
        .with("files", plan.files);
    let mut out = String::new();
    let mut say = |id: &str| out += &comment(mark, &words.text(id, &args));
    say("handover.script.what");
    say("handover.script.size");
    say("handover.script.ask_first");
    say("handover.script.paths");
    say("handover.script.files");
    if plan.machines >= 0.5 {
        say("handover.script.machines");
    }
    if plan.steps.iter().any(|step| step.writes) {
        say("handover.script.writes");
    }
    tool.iter().copied().for_each(say);
    out
}

/// A ramp, `line` by line: the seconds of a stage and what it reaches, times `per`.
pub(crate) fn ramp(ramp: &Ramp, per: f64, line: impl Fn(u32, String) -> String) -> String {
    let stages = ramp.stages.iter();
    stages
        .map(|stage| line(stage.seconds, number(stage.to * per)))
        .collect()
}

/// What a script says of a page, each as a literal.
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) calls: String,
    pub(crate) think: String,
    pub(crate) go_on: String,
}

impl Written {
    pub(crate) fn of(step: &Step) -> Self {
        Self {
            name: literal(&step.name),
            path: literal(&path(&step.id)),
            calls: calls(step).join(", "),
            think: number(step.think_s),
            go_on: number(step.go_on),
        }
    }
}

/// The fields of a page's opening, as an object's; `nothing` is the language's word for a countdown's refreshes.
pub(crate) fn opens(step: &Step, name: impl Fn(&str) -> String, nothing: &str) -> Option<String> {
    let opens = step.opens.filter(|opens| opens.after_s > 0.0)?;
    Some(format!(
        "{{ {}: {}, {}: {}, {}: {} }}",
        name("at"),
        number(opens.after_s),
        name("refresh"),
        opens.refresh_s.map_or_else(|| nothing.to_owned(), number),
        name("reaction"),
        number(opens.reaction_s)
    ))
}

/// The placeholder of a page's address: keys are small letters, digits and hyphens.
pub(crate) fn path(id: &str) -> String {
    format!("/{id}")
}

/// Most requests for data that are written out for a page; people would not read more.
const MOST_CALLS: u32 = 50;

/// The placeholders of the addresses of a page's data, in quotes.
pub(crate) fn calls(step: &Step) -> Vec<String> {
    (1..=step.calls.min(MOST_CALLS))
        .map(|call| literal(&format!("/api/{}/{call}", step.id)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        let hostile = "\"); process.exit() //\\\n\u{2028}\u{202e}</script>";
        let quoted = literal(hostile);
        let read: String = serde_json::from_str(&quoted).unwrap_or_default();
        assert_eq!(read, hostile);
        assert!(!quoted.contains(['\n', '\u{2028}', '\u{202e}']));
    }

    #[test]
    fn a_name_cannot_end_a_comment() {
        let text = comment("//", "one\u{2028}require('fs')\rtwo\u{202e}");
        assert_eq!(text, "// one require('fs') two\n");
    }

    #[test]
    fn long_comments_are_wrapped() {
        let text = comment("#", &"word ".repeat(60));
        assert!(text.lines().count() > 2);
        assert!(
            text.lines()
                .all(|line| line.starts_with("# ") && line.len() <= WIDTH + 2)
        );
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(30.0), "30");
        assert_eq!(number(0.2), "0.2");
        assert_eq!(number(1.0 / 3.0), "0.3333");
        assert_eq!(number(0.0), "0");
    }
}
