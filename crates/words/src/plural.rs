//! Plural categories, as the Unicode CLDR defines them for each language.

use crate::Language;

/// The category of a number as it is shown: of 1.04 written as `1` it is that of 1.
pub(crate) fn category(language: Language, shown: f64) -> &'static str {
    let n = shown.abs();
    let is_one = (n - 1.0).abs() < f64::EPSILON;
    match language {
        // One, and with no fraction shown.
        _ if is_one => "one",
        Language::Polish if n.fract() != 0.0 => "other",
        Language::Polish => {
            let (ones, hundreds) = (n % 10.0, n % 100.0);
            let teens = (12.0..=14.0).contains(&hundreds);
            if (2.0..=4.0).contains(&ones) && !teens {
                "few"
            } else {
                "many"
            }
        }
        _ => "other",
    }
}

/// The category of a number behind the word for "about". In Polish that asks for the genitive, which is the form of `many` or, of one and
/// of fractions, of `other`: `około 22 osób`, `około 1 osoby`.
pub(crate) fn category_after_about(language: Language, shown: f64) -> &'static str {
    match (language, category(language, shown)) {
        (Language::Polish, "one" | "other") => "other",
        (Language::Polish, _) => "many",
        (_, category) => category,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples of the CLDR's table of plural rules.
    #[test]
    fn polish_as_the_cldr_lists_it() {
        let whole: [(&str, &[f64]); 3] = [
            ("one", &[1.0]),
            (
                "few",
                &[
                    2.0, 3.0, 4.0, 22.0, 24.0, 32.0, 34.0, 42.0, 44.0, 52.0, 54.0, 62.0, 102.0,
                    1002.0,
                ],
            ),
            (
                "many",
                &[
                    0.0,
                    5.0,
                    11.0,
                    12.0,
                    14.0,
                    19.0,
                    20.0,
                    21.0,
                    25.0,
                    31.0,
                    100.0,
                    101.0,
                    112.0,
                    1000.0,
                    10_000.0,
                    1_000_000.0,
                ],
            ),
        ];
        for (category, numbers) in whole {
            for n in numbers {
                assert_eq!(super::category(Language::Polish, *n), category, "{n}");
                assert_eq!(super::category(Language::Polish, -*n), category, "{n}");
            }
        }
        for n in [0.1, 0.5, 1.5, 2.4, 10.1, 1000.5] {
            assert_eq!(category(Language::Polish, n), "other", "{n}");
        }
    }

    #[test]
    fn others_know_one_and_many() {
        for language in [Language::English, Language::Dutch, Language::Mirrored] {
            for (n, wanted) in [
                (1.0, "one"),
                (0.0, "other"),
                (2.0, "other"),
                (1.5, "other"),
                (21.0, "other"),
            ] {
                assert_eq!(category(language, n), wanted, "{n}");
                assert!(onrush_catalogue::categories(language.tag()).contains(&wanted));
            }
        }
    }
}
