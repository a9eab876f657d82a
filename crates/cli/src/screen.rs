//! The terminal: how wide, whether it has colours, and text that cannot do harm.

use std::env;
use std::io::IsTerminal;

/// Where a summary is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Screen {
    /// Characters in a line.
    pub(crate) width: usize,
    /// Whether colours and weights are understood and wanted.
    pub(crate) colour: bool,
}

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// What is read first.
    Strong,
    /// What may be skipped.
    Quiet,
    /// People who were served.
    Good,
    /// People lost, and nothing else.
    Lost,
}

impl Screen {
    const NARROWEST: usize = 40;
    const WIDEST: usize = 100;
    const WIDTH_OF_NO_TERMINAL: usize = 80;

    /// The standard output's: colours only on a terminal, and not when `NO_COLOR` is set (see no-color.org) or the terminal
    /// says that it is `dumb`.
    pub(crate) fn of_stdout() -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|v| !v.is_empty());
        let terminal = std::io::stdout().is_terminal();
        let dumb = env::var_os("TERM").is_some_and(|t| t == "dumb");
        let columns = || env::var("COLUMNS").ok()?.parse().ok();
        let width = terminal_size::terminal_size()
            .filter(|_| terminal)
            .map(|(width, _)| usize::from(width.0))
            .or_else(columns)
            .unwrap_or(Self::WIDTH_OF_NO_TERMINAL);
        Self {
            width: width.clamp(Self::NARROWEST, Self::WIDEST),
            colour: terminal && !dumb && !set("NO_COLOR"),
        }
    }

    /// `text` so that it stands out as `tone`, where there are colours.
    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Strong => "1",
            Tone::Quiet => "2",
            Tone::Good => "36",
            Tone::Lost => "31",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    /// `text` in lines of at most the screen's width, the first after `first`, the others after as many spaces. A no-break space
    /// (`69 000` in Polish) holds its words together.
    pub(crate) fn wrap(self, first: &str, text: &str) -> Vec<String> {
        let indent = width(first);
        let room = self.width.saturating_sub(indent).max(20);
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        let breaks = |c: char| c.is_whitespace() && c != '\u{a0}';
        for word in text.split(breaks).filter(|word| !word.is_empty()) {
            if !line.is_empty() && width(&line) + 1 + width(word) > room {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
        lines
            .into_iter()
            .enumerate()
            .map(|(i, line)| match i {
                0 => format!("{first}{line}"),
                _ => format!("{}{line}", " ".repeat(indent)),
            })
            .collect()
    }
}

/// Columns that a text takes: one for each character. (No sentence of ours has wide ones; names may, and are then a little
/// out of line.)
pub(crate) fn width(text: &str) -> usize {
    text.chars().count()
}

/// `text` without characters that command a terminal or turn the direction of writing: files come from strangers.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
            if c.is_control() || turns { '\u{fffd}' } else { c }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_hang_under_their_beginning() {
        let screen = Screen {
            width: 40,
            colour: false,
        };
        let lines = screen.wrap(
            "  20:31:12  ",
            "All 100 database connections were taken at once.",
        );
        assert_eq!(
            lines,
            [
                "  20:31:12  All 100 database connections",
                "            were taken at once."
            ]
        );
        assert!(lines.iter().all(|l| width(l) <= 40));
        let held = screen.wrap(
            "",
            "Przez filtr albo blokadę nie weszło 69\u{a0}000 prawdziwych osób.",
        );
        assert_eq!(held[1], "69\u{a0}000 prawdziwych osób.");
    }

    #[test]
    fn strangers_command_no_terminal() {
        assert_eq!(
            plain("a\x1b[2Jb\u{9b}c\nd\u{202e}e"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\u{fffd}e"
        );
    }
}
