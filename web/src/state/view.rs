//! What the person looks at: the screen, the second, the playback, the theme.

use onrush_network::Faults;

use super::Shared;

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Screen {
    /// The stories.
    #[default]
    Start,
    /// The plan that is open.
    Rehearsal,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The name under which it is kept and known to the style sheets.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; what is unknown is the system's.
    pub(crate) fn from_key(key: &str) -> Self {
        match key {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Why something could not be opened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Trouble {
    /// The file was read and has faults.
    Faults {
        /// Its name.
        name: String,
        /// What is wrong.
        faults: Shared<Faults>,
    },
    /// The file is larger than any plan.
    TooLarge {
        /// Its name.
        name: String,
    },
    /// The browser could not read the file, or it is no text.
    Unreadable {
        /// Its name.
        name: String,
    },
    /// An address names a story that this program does not have.
    UnknownStory {
        /// The key in the address.
        key: String,
    },
    /// An address means a file that is not open any more.
    FileGone,
}

/// Moves the cursor by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Playback {
    /// Whether it moves.
    pub(crate) playing: bool,
    /// Seconds of the plan in one second; one of [`Playback::SPEEDS`].
    pub(crate) speed: u32,
    /// What has passed of the current second, in thousandths.
    passed_ms: u32,
}

impl Playback {
    /// The speeds on offer.
    pub(crate) const SPEEDS: [u32; 4] = [1, 10, 60, 300];

    /// `real_ms` went by: where the cursor stands then. Stops at the end.
    pub(crate) fn advance(&mut self, second: u32, real_ms: u32, end: u32) -> u32 {
        if !self.playing {
            return second;
        }
        let passed = u64::from(self.passed_ms) + u64::from(real_ms) * u64::from(self.speed);
        self.passed_ms = u32::try_from(passed % 1000).unwrap_or(0);
        let whole = u32::try_from(passed / 1000).unwrap_or(u32::MAX);
        let now = second.saturating_add(whole).min(end);
        if now == end {
            self.stop();
        }
        now
    }

    /// Starts; from the beginning when the cursor stands at the end.
    pub(crate) fn start(&mut self, second: u32, end: u32) -> u32 {
        self.playing = true;
        self.passed_ms = 0;
        if second >= end { 0 } else { second }
    }

    /// Stops.
    pub(crate) fn stop(&mut self) {
        self.playing = false;
        self.passed_ms = 0;
    }
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            playing: false,
            speed: 60,
            passed_ms: 0,
        }
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct View {
    /// The screen.
    pub(crate) screen: Screen,
    /// The cursor: the second of the plan that every part shows.
    pub(crate) second: u32,
    /// Whether and how fast the cursor moves.
    pub(crate) playback: Playback,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// Why the last thing could not be opened.
    pub(crate) trouble: Option<Trouble>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playing_loses_no_time_between_ticks() {
        let mut playback = Playback {
            speed: 10,
            ..Playback::default()
        };
        let mut second = playback.start(5, 100);
        for _ in 0..7 {
            second = playback.advance(second, 50, 100);
        }
        assert_eq!(second, 8, "7 × 50 ms at tenfold speed are 3.5 s");
        second = playback.advance(second, 50, 100);
        assert_eq!(second, 9);
    }

    #[test]
    fn playing_stops_at_the_end_and_starts_over_from_there() {
        let mut playback = Playback::default();
        let second = playback.start(95, 100);
        assert_eq!(playback.advance(second, 1000, 100), 100);
        assert!(!playback.playing);
        assert_eq!(playback.advance(100, 1000, 100), 100);
        assert_eq!(playback.start(100, 100), 0);
    }

    #[test]
    fn themes_keep_their_names() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::from_key(theme.key()), theme);
        }
        assert_eq!(Theme::from_key("mauve"), Theme::System);
    }
}
