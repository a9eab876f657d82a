//! Numbers as people say them, and exactly.

use crate::message::in_form;
use crate::{Args, Language, Value, Words};

/// How a language writes numbers.
struct Numerals {
    /// Between groups of three digits.
    group: &'static str,
    /// Between whole and fraction.
    point: &'static str,
    /// So many digits before the point there are at least where groups are made.
    grouped_from: usize,
}

const fn numerals(language: Language) -> Numerals {
    match language {
        Language::Polish => Numerals {
            group: "\u{a0}",
            point: ",",
            grouped_from: 5,
        },
        Language::Dutch => Numerals {
            group: ".",
            point: ",",
            grouped_from: 4,
        },
        _ => Numerals {
            group: ",",
            point: ".",
            grouped_from: 4,
        },
    }
}

/// With at most `places` decimals, none that are zero at the end, and groups of three.
pub(crate) fn decimal(language: Language, n: f64, places: usize) -> String {
    if !n.is_finite() {
        return Words::new(language).t("number.unknown");
    }
    let written = format!("{:.places$}", n.abs());
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let fraction = fraction.trim_end_matches('0');
    let style = numerals(language);
    let mut out = String::new();
    if n < 0.0 && written.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        let grouped = whole.len() >= style.grouped_from;
        if grouped && i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(style.group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(style.point);
        out.push_str(fraction);
    }
    out
}

/// Between groups of three, between whole and fraction, and how many digits a number has at least for groups.
pub(crate) fn marks(language: Language) -> (char, char, usize) {
    let style = numerals(language);
    let first = |text: &str| text.chars().next().unwrap_or(' ');
    (first(style.group), first(style.point), style.grouped_from)
}

/// Whether a comma stands between whole and fraction.
pub(crate) fn has_decimal_comma(language: Language) -> bool {
    numerals(language).point == ","
}

/// As it stands in a field to type in: all its digits, groups of three from five digits on.
pub(crate) fn typed(language: Language, n: f64) -> String {
    let text = n.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", whole),
    };
    let style = numerals(language);
    let mut shown = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
            shown.push_str(style.group);
        }
        shown.push(digit);
    }
    if !part.is_empty() {
        shown.push_str(style.point);
        shown.push_str(part);
    }
    shown
}

/// Exactly, for people who want to know: all digits of whole numbers, two decimals of others.
pub(crate) fn exact(language: Language, n: f64) -> String {
    decimal(language, n, 2)
}

/// To two significant digits (one decimal below 10).
pub(crate) fn two_digits(n: f64) -> f64 {
    let mut unit = 1.0;
    while n.abs() / unit >= 100.0 && unit < 1e300 {
        unit *= 10.0;
    }
    if n.abs() < 10.0 {
        unit = 0.1;
        // 1/10 is not exact in binary: divide by 10 instead of multiplying by 0.1.
        return (n / unit).round() / 10.0;
    }
    (n / unit).round() * unit
}

/// Two significant digits, `million` and `billion` in words: `5,200`, `1.5 million`.
pub(crate) fn round(language: Language, n: f64) -> String {
    let rounded = two_digits(n);
    let words = Words::new(language);
    let large = |unit: f64| {
        let n = two_digits(rounded / unit);
        Args::new().with("n", Value::Said(n, decimal(language, n, 1)))
    };
    if rounded.abs() >= 1e9 {
        words.text("number.billion", &large(1e9))
    } else if rounded.abs() >= 1e6 {
        words.text("number.million", &large(1e6))
    } else {
        decimal(language, rounded, 1)
    }
}

/// Whether [`round`] changes the number.
pub(crate) fn is_rounded(n: f64) -> bool {
    n.is_finite() && (two_digits(n) - n).abs() > n.abs() * 1e-9
}

/// [`round`] with "about" before it where rounding changed the number.
pub(crate) fn about(language: Language, n: f64) -> String {
    let said = round(language, n);
    if is_rounded(n) {
        Words::new(language).text("number.about", &Args::new().with("n", said))
    } else {
        said
    }
}

/// A share (0 to 1) as so many in ten where that is near enough, else in a hundred: `4 in 10`, `46 in 100`, `fewer than 1 in
/// 100`.
pub(crate) fn share(language: Language, share: f64, form: &str) -> String {
    let words = Words::new(language);
    let t = |id: &str| words.text(id, &in_form(Args::new(), form));
    let of = |of: f64| {
        let n = (share * of).round();
        let args = Args::new().with("n", n).with("of", of);
        words.text("share.of", &in_form(args, form))
    };
    if share.is_nan() {
        t("number.unknown")
    } else if share <= 0.0 {
        t("share.none")
    } else if share < 0.01 {
        t("share.few")
    } else if share >= 1.0 {
        t("share.all")
    } else if share > 0.99 {
        t("share.most")
    } else if (0.095..0.905).contains(&share) && (share * 10.0 - (share * 10.0).round()).abs() < 0.2
    {
        of(10.0)
    } else {
        of(100.0)
    }
}

/// A share (0 to 1) in percent, with one decimal below 10 %. What is not none never reads `0 %`, what is not all never
/// `100 %`.
pub(crate) fn percent(language: Language, share: f64) -> String {
    let words = Words::new(language);
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        return words.t("percent.few");
    }
    if percent < 100.0 && percent > 99.9 {
        return words.t("percent.most");
    }
    let places = usize::from(!(10.0..99.0).contains(&percent));
    words.text(
        "percent",
        &Args::new().with("n", decimal(language, percent, places)),
    )
}

/// A length of time in seconds, rounded: `0.25 seconds`, `40 seconds`, `6 minutes`, `2 hours 5 minutes`, `3 days`.
pub(crate) fn duration(language: Language, seconds: f64, form: &str) -> String {
    let words = Words::new(language);
    let one = |id: &str, n: f64, places: usize| {
        let args = Args::new()
            .with("n", n)
            .with("said", decimal(language, n, places));
        let args = in_form(args, form);
        match id {
            "s" => words.text("duration.seconds", &args),
            "min" => words.text("duration.minutes", &args),
            "h" => words.text("duration.hours", &args),
            _ => words.text("duration.days", &args),
        }
    };
    let s = seconds.max(0.0);
    if !s.is_finite() {
        words.t("number.unknown")
    } else if s < 1.0 {
        one("s", (s * 100.0).round() / 100.0, 2)
    } else if s < 9.95 {
        one("s", (s * 10.0).round() / 10.0, 1)
    } else if s < 119.5 {
        one("s", s.round(), 0)
    } else if s < 119.5 * 60.0 {
        one("min", (s / 60.0).round(), 0)
    } else if s < 48.0 * 3600.0 {
        let minutes = (s / 60.0).round();
        let hours = (minutes / 60.0).floor();
        let rest = minutes - hours * 60.0;
        if rest == 0.0 {
            one("h", hours, 0)
        } else {
            let args = Args::new()
                .with("hours", one("h", hours, 0))
                .with("minutes", one("min", rest, 0));
            words.text("duration.both", &args)
        }
    } else {
        one("d", (s / 86_400.0).round(), 0)
    }
}

/// Whether an amount is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    /// As people say it.
    Rounded,
    /// To the cent.
    Exact,
    /// The price of one, to the cent or, where that would be another price, to a hundredth of it.
    Price,
}

/// An amount of money in a currency (ISO 4217).
pub(crate) fn money(
    language: Language,
    amount: f64,
    currency: &str,
    precision: Precision,
) -> String {
    let size = amount.abs();
    if size > 0.0 && size < 0.005 && precision != Precision::Price {
        let cent = money(language, 0.01, currency, Precision::Exact);
        return Words::new(language).text("money.few", &Args::new().with("amount", cent));
    }
    let number = match precision {
        Precision::Price if ((size * 100.0).round() - size * 100.0).abs() > 1e-6 => {
            decimal(language, size, 4)
        }
        Precision::Price | Precision::Exact => with_cents(language, size),
        Precision::Rounded if size < 10.0 && size.fract() != 0.0 => with_cents(language, size),
        Precision::Rounded if size < 1000.0 => decimal(language, size, 0),
        Precision::Rounded => round(language, size),
    };
    let symbol = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "PLN" => "zł",
        other => other,
    };
    let sign = if amount < 0.0 && number.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        "−"
    } else {
        ""
    };
    match language {
        Language::Polish => format!("{sign}{number}\u{a0}{symbol}"),
        Language::Dutch => format!("{symbol}\u{a0}{sign}{number}"),
        // English puts a symbol before the amount without a space, and a code or zł with one.
        _ if matches!(symbol, "€" | "£" | "$") => format!("{sign}{symbol}{number}"),
        _ if symbol == "zł" => format!("{sign}{number} {symbol}"),
        _ => format!("{sign}{symbol} {number}"),
    }
}

/// With two decimals, also where they are zeros.
pub(crate) fn with_cents(language: Language, n: f64) -> String {
    let written = decimal(language, n, 2);
    let point = numerals(language).point;
    match written.split_once(point) {
        None => format!("{written}{point}00"),
        Some((_, cents)) if cents.len() == 1 => format!("{written}0"),
        Some(_) => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Language = Language::English;

    #[test]
    fn about_what_people_say() {
        for (n, said) in [
            (0.0, "0"),
            (0.42, "about 0.4"),
            (7.0, "7"),
            (42.0, "42"),
            (42.4, "about 42"),
            (99.7, "about 100"),
            (5234.0, "about 5,200"),
            (5000.0, "5,000"),
            (680_000.0, "680,000"),
            (999_999.0, "about 1 million"),
            (1_523_456.0, "about 1.5 million"),
            (1_500_000.0, "1.5 million"),
            (212_345.0, "about 210,000"),
            (3.5e9, "3.5 billion"),
        ] {
            assert_eq!(about(EN, n), said, "{n}");
        }
    }

    #[test]
    fn shares_never_claim_none_or_all() {
        for (n, said) in [
            (0.0, "none"),
            (0.004, "fewer than 1 in 100"),
            (0.0316, "3 in 100"),
            (0.41, "4 in 10"),
            (0.457, "46 in 100"),
            (0.6, "6 in 10"),
            (0.94, "94 in 100"),
            (0.9999, "more than 99 in 100"),
            (1.0, "all"),
        ] {
            assert_eq!(share(EN, n, ""), said, "{n}");
        }
        assert_eq!(percent(EN, 0.0003), "under 0.1 %");
        assert_eq!(percent(EN, 0.9999), "over 99.9 %");
        assert_eq!(percent(EN, 0.714), "71 %");
        assert_eq!(percent(EN, 0.034), "3.4 %");
        assert_eq!(percent(EN, 0.0), "0 %");
        assert_eq!(percent(EN, 1.0), "100 %");
    }

    #[test]
    fn durations_by_size() {
        for (s, said) in [
            (0.25, "0.25 seconds"),
            (1.0, "1 second"),
            (8.04, "8 seconds"),
            (8.4, "8.4 seconds"),
            (40.2, "40 seconds"),
            (119.7, "2 minutes"),
            (360.0, "6 minutes"),
            (7500.0, "2 hours 5 minutes"),
            (7200.0, "2 hours"),
            (259_200.0, "3 days"),
        ] {
            assert_eq!(duration(EN, s, ""), said, "{s}");
        }
    }

    #[test]
    fn money_with_its_currency() {
        assert_eq!(money(EN, 12_345.6, "EUR", Precision::Exact), "€12,345.60");
        assert_eq!(money(EN, 12_345.6, "EUR", Precision::Rounded), "€12,000");
        assert_eq!(money(EN, 0.4312, "EUR", Precision::Rounded), "€0.43");
        assert_eq!(money(EN, 0.0001, "EUR", Precision::Exact), "under €0.01");
        assert_eq!(money(EN, 0.0, "EUR", Precision::Exact), "€0.00");
        assert_eq!(money(EN, 0.085, "EUR", Precision::Price), "€0.085");
        assert_eq!(money(EN, 0.17, "EUR", Precision::Price), "€0.17");
        assert_eq!(money(EN, 2.7, "EUR", Precision::Price), "€2.70");
        assert_eq!(
            money(EN, 1_234_567.0, "USD", Precision::Rounded),
            "$1.2 million"
        );
        assert_eq!(money(EN, 250.0, "PLN", Precision::Rounded), "250 zł");
        assert_eq!(money(EN, -3.0, "CHF", Precision::Exact), "−CHF 3.00");
    }

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        let rows = [
            (
                Language::English,
                "1,234",
                "12,345.5",
                "€12,345.60",
                "250 zł",
            ),
            (
                Language::Polish,
                "1234",
                "12\u{a0}345,5",
                "12\u{a0}345,60\u{a0}€",
                "250\u{a0}zł",
            ),
            (
                Language::Dutch,
                "1.234",
                "12.345,5",
                "€\u{a0}12.345,60",
                "zł\u{a0}250",
            ),
        ];
        for (language, four, five, money_said, zl) in rows {
            assert_eq!(exact(language, 1234.0), four);
            assert_eq!(exact(language, 12_345.5), five);
            assert_eq!(
                money(language, 12_345.6, "EUR", Precision::Exact),
                money_said
            );
            assert_eq!(money(language, 250.0, "PLN", Precision::Rounded), zl);
        }
        let dear = money(Language::Polish, -1234.5, "PLN", Precision::Exact);
        assert_eq!(dear, "−1234,50\u{a0}zł");
        assert_eq!(with_cents(Language::Dutch, 1.5), "1,50");
    }

    #[test]
    fn odd_numbers_do_not_break_anything() {
        for n in [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            1e308,
            -1e308,
            -0.0,
            5e-324,
        ] {
            for said in [
                about(EN, n),
                share(EN, n, ""),
                percent(EN, n),
                duration(EN, n, ""),
                exact(EN, n),
                money(EN, n, "EUR", Precision::Rounded),
            ] {
                assert!(!said.is_empty() && !said.contains("NaN"), "{n}: {said}");
            }
        }
    }
}
