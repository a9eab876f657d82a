//! Colours: safe for colour-blind readers, legible on their ground, red for people lost and nothing else.

use crate::Tone;

/// A colour, as red, green and blue (0 to 255 each).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The colours of a chart. The hues follow Okabe and Ito, "Color Universal Design" (2008), darkened or lightened until
/// every line stands out from its ground by at least 3:1 and every text by 4.5:1 (WCAG 2.2, criteria 1.4.11 and 1.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// What everything stands on.
    pub ground: Rgb,
    /// Titles and values.
    pub ink: Rgb,
    /// Axis texts and names.
    pub quiet: Rgb,
    /// Hairlines.
    pub hair: Rgb,
    /// The axis at zero.
    pub axis: Rgb,
    /// People lost.
    pub red: Rgb,
    /// The crowd.
    pub blue: Rgb,
    /// What went well.
    pub green: Rgb,
    /// What was refused.
    pub orange: Rgb,
    /// What failed.
    pub purple: Rgb,
    /// What nobody waited for.
    pub sky: Rgb,
    /// One more, for stations.
    pub olive: Rgb,
}

impl Theme {
    /// On a white page.
    pub const LIGHT: Self = Self {
        ground: Rgb(255, 255, 255),
        ink: Rgb(28, 33, 40),
        quiet: Rgb(87, 96, 106),
        hair: Rgb(230, 233, 237),
        axis: Rgb(150, 158, 168),
        red: Rgb(200, 16, 46),
        blue: Rgb(0, 98, 168),
        green: Rgb(0, 135, 98),
        orange: Rgb(184, 112, 0),
        purple: Rgb(164, 74, 134),
        sky: Rgb(40, 138, 198),
        olive: Rgb(122, 118, 20),
    };

    /// On a dark page.
    pub const DARK: Self = Self {
        ground: Rgb(20, 24, 30),
        ink: Rgb(236, 239, 243),
        quiet: Rgb(158, 168, 180),
        hair: Rgb(43, 50, 60),
        axis: Rgb(98, 108, 121),
        red: Rgb(255, 92, 105),
        blue: Rgb(92, 164, 240),
        green: Rgb(42, 192, 146),
        orange: Rgb(240, 170, 40),
        purple: Rgb(222, 140, 190),
        sky: Rgb(120, 205, 250),
        olive: Rgb(222, 212, 84),
    };

    /// On paper: as on a white page, with stronger hairlines and blacker ink.
    pub const PRINT: Self = Self {
        ink: Rgb(0, 0, 0),
        quiet: Rgb(60, 60, 60),
        hair: Rgb(208, 208, 208),
        axis: Rgb(90, 90, 90),
        ..Self::LIGHT
    };

    /// The colour of what `tone` is about.
    #[must_use]
    pub fn colour(&self, tone: Tone) -> Rgb {
        match tone {
            Tone::Lost => self.red,
            Tone::Crowd | Tone::Inside | Tone::P95 => self.blue,
            Tone::Served | Tone::Answered => self.green,
            Tone::Requests => self.ink,
            Tone::Refused => self.orange,
            Tone::Errors | Tone::P99 => self.purple,
            Tone::Abandoned | Tone::P50 => self.sky,
            Tone::Station(n) => [
                self.blue,
                self.orange,
                self.green,
                self.purple,
                self.sky,
                self.olive,
                self.quiet,
            ][n % 7],
        }
    }
}
