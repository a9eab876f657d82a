//! Numbers as people type them.

use onrush_words::Words;

/// What was typed into a field for a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Typed {
    /// `10 000`, `1,5`.
    One(f64),
    /// `1 to 5`: not known exactly.
    Range(f64, f64),
}

/// Reads a number or a range, in the ways in which it is written here and elsewhere: `10 000`, `10,000`, `10.000.000`, `1,5`,
/// `1.5 %`, `1 to 5` (the language's word, or the English one), `1–5`. `None` when it is neither.
///
/// A single mark before exactly three digits divides thousands, as in this program's own numbers, unless it is the one that the language
/// (`words`) has before fractions: `1,500` is one and a half where people write `1,5`.
pub(super) fn read(text: &str, words: Words) -> Option<Typed> {
    let text = text.trim();
    let comma = words.has_decimal_comma();
    let one = |text: &str| one(text, comma);
    if let Some(n) = one(text) {
        return Some(Typed::One(n));
    }
    let to = format!(" {} ", words.t("form.to"));
    for between in [to.as_str(), " to ", "–", "—", "…", "..", "-"] {
        // A minus sign in front is no "to".
        let Some(at) = text
            .char_indices()
            .skip(1)
            .map(|(at, _)| at)
            .find(|at| text[*at..].starts_with(between))
        else {
            continue;
        };
        if let (Some(low), Some(high)) = (one(&text[..at]), one(&text[at + between.len()..])) {
            return Some(if low.total_cmp(&high).is_eq() {
                Typed::One(low)
            } else {
                Typed::Range(low.min(high), low.max(high))
            });
        }
    }
    None
}

/// Reads a single number.
fn one(text: &str, comma: bool) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    // Spaces and apostrophes only ever divide thousands.
    let digits: String = digits
        .chars()
        .filter(|c| !c.is_whitespace() && !['\'', '’', '\u{2009}', '\u{202f}'].contains(c))
        .collect();
    let plain = digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    if !plain || !digits.bytes().any(|b| b.is_ascii_digit()) || digits.len() > 40 {
        return None;
    }
    let decimal = decimal_point(&digits, comma);
    let (whole, part) = match decimal {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits.as_str(), ""),
    };
    if part.contains(['.', ',']) || !grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let number = onrush_json::decimal(&format!("0{whole}.{part}0"))?;
    Some(if number == 0.0 { 0.0 } else { sign * number })
}

/// Where the decimal point is, which may be a comma; `comma`: it most often is.
fn decimal_point(digits: &str, comma: bool) -> Option<usize> {
    let last = digits.rfind(['.', ','])?;
    let mark = &digits[last..=last];
    let (before, after) = (&digits[..last], &digits[last + 1..]);
    let other = if mark == "." { "," } else { "." };
    if before.contains(other) {
        return Some(last); // 1.234,5 or 1,234.5
    }
    if before.contains(mark) {
        return None; // 1.234.567
    }
    let thousands = (mark == ".") == comma
        && after.len() == 3
        && (1..=3).contains(&before.len())
        && before != "0";
    (!thousands).then_some(last)
}

/// Whether marks, if there are any, divide the digits by threes.
fn grouped(whole: &str) -> bool {
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    groups.len() == 1
        || groups[1..].iter().all(|g| g.len() == 3) && (1..=3).contains(&groups[0].len())
}

/// The number one step further: steps are a tenth of the number's own size, so that they are seen and not too coarse.
pub(super) fn stepped(n: f64, up: bool, large: bool, whole: bool, (low, high): (f64, f64)) -> f64 {
    let mut step = 1.0;
    while step * 100.0 <= n.abs() {
        step *= 10.0;
    }
    while !whole && step * 10.0 > n.abs() && step > 0.01 && n != 0.0 {
        step /= 10.0;
    }
    if large {
        step *= 10.0;
    }
    let moved = n + if up { step } else { -step };
    // Without the dust of binary fractions.
    let even = (moved / step).round() * step;
    let even = (even * 1e6).round() / 1e6;
    even.clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_words::Language;

    const EN: Words = Words::new(Language::English);

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, n) in [
            ("7", 7.0),
            (" 10 000 ", 10_000.0),
            ("10,000", 10_000.0),
            ("10.000.000", 10_000_000.0),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("10’000", 10_000.0),
            ("680\u{202f}000", 680_000.0),
            ("1,5", 1.5),
            ("1.5", 1.5),
            ("1.500", 1.5),
            ("0,005", 0.005),
            (",5", 0.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("3 %", 3.0),
            ("-720", -720.0),
            ("−1.5", -1.5),
            ("+2", 2.0),
            ("-0", 0.0),
        ] {
            assert_eq!(read(text, EN), Some(Typed::One(n)), "{text}");
        }
    }

    #[test]
    fn ranges_are_read_too() {
        for text in [
            "1 to 5",
            "1–5",
            "1 – 5 %",
            "1-5",
            "5 to 1",
            "1 % to 5 %",
            "1..5",
            "1…5",
        ] {
            assert_eq!(read(text, EN), Some(Typed::Range(1.0, 5.0)), "{text}");
        }
        assert_eq!(read("-5 – -1", EN), Some(Typed::Range(-5.0, -1.0)));
        assert_eq!(read("3 to 3", EN), Some(Typed::One(3.0)));
        assert_eq!(
            read("1 to 5", Words::new(Language::Dutch)),
            Some(Typed::Range(1.0, 5.0))
        );
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            " ",
            "many",
            "1e9",
            "1 2 x",
            "--1",
            "1,2,3",
            "1.2.3",
            "1,23,456",
            "%",
            "-",
            "to",
            "1 to",
            "NaN",
            "∞",
            "٣",
            "1 to 2 to 3",
            ",",
            ".",
        ] {
            assert_eq!(read(text, EN), None, "{text}");
        }
        assert_eq!(read(&"9".repeat(60), EN), None);
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for n in [
            0.0,
            7.0,
            1234.0,
            12_345.0,
            680_000.0,
            0.0425,
            1234.567,
            -720.0,
            1e9,
            0.1 + 0.2,
        ] {
            assert_eq!(read(&EN.typed(n), EN), Some(Typed::One(n)), "{n}");
        }
        assert_eq!(EN.typed(680_000.0), "680,000");
        assert_eq!(EN.typed(12_345.678), "12,345.678");
    }

    #[test]
    fn each_language_reads_what_it_shows() {
        for language in Language::ALL.iter().chain(Language::PSEUDO) {
            let words = Words::new(*language);
            for n in [
                0.0, 7.0, 1234.0, 12_345.0, 680_000.0, 0.0425, 1.234, 1234.567, -720.0, 1e9,
            ] {
                let shown = words.typed(n);
                assert_eq!(read(&shown, words), Some(Typed::One(n)), "{shown}");
            }
        }
        let dutch = Words::new(Language::Dutch);
        assert_eq!(read("1.500", dutch), Some(Typed::One(1500.0)));
        assert_eq!(read("1,500", dutch), Some(Typed::One(1.5)));
        let polish = Words::new(Language::Polish);
        assert_eq!(read("12 500,5", polish), Some(Typed::One(12_500.5)));
    }

    #[test]
    fn steps_suit_the_number() {
        let all = (0.0, 1e9);
        for (n, whole, next) in [
            (24.0, true, 25.0),
            (9.0, true, 10.0),
            (680_000.0, false, 690_000.0),
            (2.9, false, 3.0),
            (0.25, false, 0.26),
            (0.0, false, 1.0),
            (100.0, true, 110.0),
        ] {
            assert!(
                (stepped(n, true, false, whole, all) - next).abs() < 1e-9,
                "{n}"
            );
        }
        assert!((stepped(24.0, false, true, true, all) - 10.0).abs() < 1e-9);
        assert!(stepped(1.0, false, true, true, (1.0, 9.0)) >= 1.0);
        assert!((stepped(99.0, true, true, false, (0.0, 100.0)) - 100.0).abs() < 1e-9);
    }
}
