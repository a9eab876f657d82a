//! JSON as it was written: numbers keep their text, keys their repetitions, faults their line and column.
//!
//! `serde_json` would forget all three, and a person who typed `1e99` twice wants to read `1e99` back. Whoever reads a file
//! format walks the [`Tree`] and reports every fault with the field's path.
//!
//! # Example
//!
//! ```
//! use onrush_json::{Limits, Tree, parse};
//!
//! let limits = Limits { of: "a list of prices", levels: 4, values: 100 };
//! let tree = parse("{\"prices\": [1.50, 1e99]}", &limits)?;
//! assert_eq!(tree.get("prices").unwrap().list()[1], Tree::Number("1e99".into()));
//! assert_eq!(
//!     parse("{\"prices\": NaN}", &limits).unwrap_err().to_string(),
//!     "line 1, column 12: `N` is not JSON here: a value was expected",
//! );
//! # Ok::<(), onrush_network::Fault>(())
//! ```
//!
//! # Does not know about
//!
//! Any file format, files, or what a value means.

mod decimal;
mod fit;
mod path;
mod write;

use onrush_network::Fault;

pub use decimal::decimal;
pub use fit::fit;
pub use path::{LONGEST_KEY, below};
pub use write::write;

/// How large a text may be. Beyond, it is refused before it takes memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// What is read, with its article: `a scenario`.
    pub of: &'static str,
    /// Deepest nesting.
    pub levels: usize,
    /// Most values.
    pub values: usize,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// The number's text.
    Number(String),
    /// A string, its escapes resolved.
    Text(String),
    /// An array.
    List(Vec<Tree>),
    /// Keys in order, repeated ones included.
    Group(Vec<(String, Tree)>),
}

impl Tree {
    /// The value of `key` in a group; of repeated keys the first.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Group(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    #[must_use]
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The string of a text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A finite number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(text) => decimal(text).filter(|n| n.is_finite()),
            _ => None,
        }
    }

    /// As a fault repeats it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Null => "null".into(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(text) => text.clone(),
            Self::Text(text) => format!("\"{text}\""),
            Self::List(_) => "a list".into(),
            Self::Group(_) => "a group".into(),
        }
    }
}

impl From<Tree> for serde_json::Value {
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Flag(flag) => flag.into(),
            Tree::Number(text) => match (text.parse::<u64>(), text.parse::<i64>()) {
                (Ok(n), _) => n.into(),
                (_, Ok(n)) if n != 0 => n.into(), // -0 is no whole number
                _ => decimal(&text).map_or(Self::Null, Self::from),
            },
            Tree::Text(text) => text.into(),
            Tree::List(items) => items.into_iter().map(Self::from).collect(),
            Tree::Group(entries) => entries
                .into_iter()
                .map(|(k, v)| (k, Self::from(v)))
                .collect(),
        }
    }
}

/// Reads `text`.
///
/// # Errors
/// The first place that is not JSON, or where the text exceeds `limits`.
pub fn parse(text: &str, limits: &Limits) -> Result<Tree, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser {
        text,
        at: 0,
        values: 0,
        limits: *limits,
    };
    let tree = parser.value(limits.levels)?;
    parser.skip_space();
    match parser.peek() {
        None => Ok(tree),
        Some(_) => Err(parser.unexpected("the end of the file was expected")),
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Byte offset, always at the border of a character.
    at: usize,
    values: usize,
    limits: Limits,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Passes `byte` if it is next.
    fn pass(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    fn place(&self) -> String {
        let before = &self.text[..self.at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        format!("line {line}, column {column}")
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let found = match self.text[self.at..].chars().next() {
            None => "the end of the file".into(),
            Some(c) if c.is_control() => format!("the character U+{:04X}", u32::from(c)),
            Some(c) => format!("`{c}`"),
        };
        Fault::new(self.place(), found, format!("JSON here: {expected}"))
    }

    fn value(&mut self, levels: usize) -> Result<Tree, Fault> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(Fault::new(
                "file",
                format!("a file of more than {} values", self.limits.values),
                format!("{}, which has far fewer", self.limits.of),
            ));
        }
        self.skip_space();
        match self.peek() {
            Some(b'{' | b'[') if levels == 0 => Err(Fault::new(
                self.place(),
                format!("nesting of more than {} levels", self.limits.levels),
                format!("{}, which has far fewer", self.limits.of),
            )),
            Some(b'{') => self.group(levels - 1),
            Some(b'[') => self.list(levels - 1),
            Some(b'"') => self.string().map(Tree::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for (word, tree) in [
                    ("true", Tree::Flag(true)),
                    ("false", Tree::Flag(false)),
                    ("null", Tree::Null),
                ] {
                    if self.text[self.at..].starts_with(word) {
                        self.at += word.len();
                        return Ok(tree);
                    }
                }
                Err(self.unexpected("a value was expected"))
            }
        }
    }

    fn group(&mut self, levels: usize) -> Result<Tree, Fault> {
        self.at += 1;
        let mut entries = Vec::new();
        self.skip_space();
        if self.pass(b'}') {
            return Ok(Tree::Group(entries));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a field's name in quotes was expected"));
            }
            let key = self.string()?;
            self.skip_space();
            if !self.pass(b':') {
                return Err(self.unexpected("a colon was expected after a field's name"));
            }
            entries.push((key, self.value(levels)?));
            self.skip_space();
            if self.pass(b'}') {
                return Ok(Tree::Group(entries));
            }
            if !self.pass(b',') {
                return Err(self.unexpected("a comma or } was expected"));
            }
        }
    }

    fn list(&mut self, levels: usize) -> Result<Tree, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.pass(b']') {
            return Ok(Tree::List(items));
        }
        loop {
            items.push(self.value(levels)?);
            self.skip_space();
            if self.pass(b']') {
                return Ok(Tree::List(items));
            }
            if !self.pass(b',') {
                return Err(self.unexpected("a comma or ] was expected"));
            }
        }
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    fn number(&mut self) -> Result<Tree, Fault> {
        let start = self.at;
        self.pass(b'-');
        if !self.pass(b'0') {
            self.digits()?;
        }
        if self.pass(b'.') {
            self.digits()?;
        }
        if self.pass(b'e') || self.pass(b'E') {
            let _ = self.pass(b'+') || self.pass(b'-');
            self.digits()?;
        }
        Ok(Tree::Number(self.text[start..self.at].to_owned()))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.unexpected("a digit was expected"));
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let plain = self.at;
            while matches!(self.peek(), Some(b) if b != b'"' && b != b'\\' && b >= b' ') {
                self.at += 1;
            }
            text.push_str(&self.text[plain..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => {
                    return Err(self.unexpected("a closing quote was expected on the same line"));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        self.at += 1;
        let c = match self.peek() {
            Some(b'u') => {
                self.at += 1;
                return self.escaped_code();
            }
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.unexpected("one of \" \\ / b f n r t u was expected after \\")),
        };
        self.at += 1;
        Ok(c)
    }

    /// Four hexadecimal digits, or two times four for what lies beyond the basic plane.
    fn escaped_code(&mut self) -> Result<char, Fault> {
        let high = self.four_hex()?;
        let code = if (0xD800..0xDC00).contains(&high) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            let low = self.four_hex()?;
            if (0xDC00..0xE000).contains(&low) {
                0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
            } else {
                high
            }
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| {
            self.unexpected("the code before it, half of a pair, must have its other half")
        })
    }

    fn four_hex(&mut self) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.unexpected("four hexadecimal digits were expected after \\u"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        of: "a scenario",
        levels: 32,
        values: 100_000,
    };

    fn parse(text: &str) -> Result<Tree, Fault> {
        super::parse(text, &LIMITS)
    }

    /// A small random generator (`SplitMix64`), so that the test is repeatable.
    struct Random(u64);

    impl Random {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
        }
    }

    fn fault(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn says_where_and_what() {
        assert_eq!(
            fault("{\n  \"name\": \"é\" \"x\"\n}"),
            "line 2, column 15: `\"` is not JSON here: a comma or } was expected"
        );
        assert_eq!(
            fault(""),
            "line 1, column 1: the end of the file is not JSON here: a value was expected"
        );
        assert!(fault("{\"a\": NaN}").starts_with("line 1, column 7: `N` is not JSON here"));
        assert!(fault("\"a\nb\"").contains("U+000A"));
        assert!(fault("[1,]").starts_with("line 1, column 4: `]`"));
    }

    #[test]
    fn keeps_numbers_and_repeated_keys_as_written() {
        let tree = parse("{\"a\": 1e99, \"a\": -0.50}").unwrap();
        let Tree::Group(entries) = tree else { panic!() };
        assert_eq!(entries[0].1, Tree::Number("1e99".into()));
        assert_eq!(entries[1], ("a".into(), Tree::Number("-0.50".into())));
    }

    #[test]
    fn bounds_depth_and_number_of_values() {
        assert!(parse(&format!("{}{}", "[".repeat(32), "]".repeat(32))).is_ok());
        assert!(fault(&"[".repeat(5_000_000)).contains("nesting of more than 32"));
        assert!(fault(&"{\"a\":".repeat(40)).contains("nesting"));
        assert!(fault(&format!("[{}0]", "0,".repeat(200_000))).contains("more than 100000"));
    }

    /// Equal up to the last bits of a number, which `serde_json` does not promise.
    fn same(ours: &serde_json::Value, theirs: &serde_json::Value) -> bool {
        use serde_json::Value::{Array, Number, Object};
        match (ours, theirs) {
            (Number(a), Number(b)) => {
                let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
                (a - b).abs() <= 1e-12 * b.abs()
            }
            (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Object(a), Object(b)) => {
                a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w)))
            }
            _ => ours == theirs,
        }
    }

    /// `serde_json` is the oracle: the same texts are JSON, with the same meaning.
    #[test]
    fn agrees_with_serde_json() {
        let mut random = Random(7);
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"é\\n\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\x\"",
            "0",
            "-0",
            "01",
            "1.5",
            "1.",
            ".5",
            "1e5",
            "1E-2",
            "-",
            "+1",
            "true",
            "false",
            "null",
            "nul",
            " ",
            "\n",
            "\u{feff}",
            "\"",
            "\\",
            "\u{1}",
            "1e",
            "--1",
            "\"\\u12\"",
            "tru\u{e9}",
        ];
        let (mut good, mut bad) = (0, 0);
        for _ in 0..300_000 {
            let text: String = (0..=random.below(7))
                .map(|_| pieces[random.below(pieces.len())])
                .collect();
            let text = if random.below(3) == 0 {
                format!("[{text}]")
            } else {
                text
            };
            if text.starts_with('\u{feff}') {
                continue; // we pass over a byte order mark, serde_json does not
            }
            match (
                parse(&text),
                serde_json::from_str::<serde_json::Value>(&text),
            ) {
                (Ok(ours), Ok(theirs)) => {
                    good += 1;
                    assert!(same(&serde_json::Value::from(ours), &theirs), "{text}");
                }
                (Err(_), Err(_)) => bad += 1,
                // It has the range of floating point in its grammar; here the field table refuses such numbers.
                (Ok(_), Err(e)) if e.to_string().starts_with("number out of range") => {}
                (ours, theirs) => panic!("{text:?}: {ours:?} but {theirs:?}"),
            }
        }
        assert!(good > 10_000 && bad > 10_000, "{good} {bad}");
    }
}
