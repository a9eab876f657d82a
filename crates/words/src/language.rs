//! Which languages there are.

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Language {
    /// English, and the language of last resort.
    #[default]
    English,
    /// Polish.
    Polish,
    /// Dutch.
    Dutch,
    /// English with accents and of double length, to see what a long language would cut off.
    Accented,
    /// English from right to left, to see what is not mirrored.
    Mirrored,
    /// English with markup in each sentence, to see that text stays text.
    Injected,
}

impl Language {
    /// Those for people, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[Self::English, Self::Dutch, Self::Polish];

    /// Those for tests, made from the English. They are chosen by address or flag only.
    pub const PSEUDO: &'static [Self] = &[Self::Accented, Self::Mirrored, Self::Injected];

    /// Its tag (BCP 47), for `<html lang>`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Polish => "pl",
            Self::Dutch => "nl",
            Self::Accented => "en-XA",
            Self::Mirrored => "ar-XB",
            Self::Injected => "en-XI",
        }
    }

    /// Its name in itself, for the menu.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Polish => "Polski",
            Self::Dutch => "Nederlands",
            Self::Accented => "English, long",
            Self::Mirrored => "English, mirrored",
            Self::Injected => "English with markup",
        }
    }

    /// Which way it is written: `ltr` or `rtl`, for `<html dir>`.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Mirrored => "rtl",
            _ => "ltr",
        }
    }

    /// Whether its sentences come in a file of their own in a page (`languages/TAG.txt`).
    #[must_use]
    pub const fn is_loaded(self) -> bool {
        matches!(self, Self::Polish | Self::Dutch)
    }

    /// The language of a tag such as `en`, `en-GB` or `en_US.UTF-8`; `None` when the product does not speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let same = |l: &Self| tag.eq_ignore_ascii_case(l.tag());
        if let Some(pseudo) = Self::PSEUDO.iter().copied().find(same) {
            return Some(pseudo);
        }
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL
            .iter()
            .copied()
            .find(|l| primary.eq_ignore_ascii_case(l.tag()))
    }

    /// The first of some tags, as a browser or a terminal names them in the order of preference, that the product speaks.
    #[must_use]
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        tags.into_iter().find_map(Self::from_tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_regions_are_understood() {
        for (tag, language) in [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("EN-us", Language::English),
            ("en_US.UTF-8", Language::English),
            ("pl_PL@euro", Language::Polish),
            ("nl-BE", Language::Dutch),
            ("en-xa", Language::Accented),
            ("ar-XB", Language::Mirrored),
        ] {
            assert_eq!(Language::from_tag(tag), Some(language), "{tag}");
        }
        for tag in ["", "C", "tlh", "eng-lish", "ar", "ar-EG", "POSIX"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
        let wanted = ["de-AT", "nl", "en"];
        assert_eq!(Language::preferred(wanted), Some(Language::Dutch));
        assert_eq!(Language::preferred(["de"]), None);
    }
}
