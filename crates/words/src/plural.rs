//! Plural categories, as the Unicode CLDR defines them for each language.

use crate::Language;

/// The category of `n`: `one` or `other` in English. (Polish will add `few` and `many`.)
pub(crate) fn category(language: Language, n: f64) -> &'static str {
    match language {
        // CLDR: one when the integer part is 1 and no fraction is shown.
        Language::English => {
            if (n - 1.0).abs() < f64::EPSILON {
                "one"
            } else {
                "other"
            }
        }
    }
}
