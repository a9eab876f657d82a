//! What the person looks at: the screen, the second, the playback, the theme.

use onrush_diagnose::Diagnosis;
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
    /// An address cannot be read.
    BrokenLink,
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
    pub(crate) fn start(&mut self, second: u32, span: Span) -> u32 {
        self.playing = true;
        self.passed_ms = 0;
        if second >= span.last() {
            span.from
        } else {
            second
        }
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

/// A stretch of the plan: every part of the screen shows the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// First second.
    pub(crate) from: u32,
    /// The second after the last.
    pub(crate) to: u32,
}

impl Span {
    /// Calm that is shown before and after the critical time, in seconds.
    const MARGIN: u32 = 120;
    /// Shortest critical time worth a look of its own, in seconds.
    const SHORTEST: u32 = 300;

    /// The whole of a plan.
    pub(crate) fn whole(horizon_s: u32) -> Self {
        Self {
            from: 0,
            to: horizon_s.max(1),
        }
    }

    /// The stretch around the moments that matter; `None` when that is more than half of the plan anyway.
    pub(crate) fn around(diagnosis: &Diagnosis, horizon_s: u32) -> Option<Self> {
        let peak = diagnosis.peak.at_s;
        let first = diagnosis.first_break_s.unwrap_or(peak).min(peak);
        let last = match (diagnosis.first_break_s, diagnosis.recovered_s) {
            (_, Some(recovered)) => recovered.max(peak),
            // It broke and never recovered: the rest of the plan is the critical time.
            (Some(_), None) => horizon_s,
            (None, None) => peak,
        };
        let from = first.saturating_sub(Self::MARGIN);
        let to = last
            .saturating_add(Self::MARGIN)
            .max(from + Self::SHORTEST)
            .min(horizon_s);
        (to > from && (to - from) <= horizon_s / 2).then_some(Self { from, to })
    }

    /// The last second.
    pub(crate) fn last(self) -> u32 {
        self.to.saturating_sub(1).max(self.from)
    }

    /// `second`, or the nearest one inside.
    pub(crate) fn clamp(self, second: u32) -> u32 {
        second.clamp(self.from, self.last())
    }

    /// Whether `second` lies in it.
    pub(crate) fn holds(self, second: u32) -> bool {
        (self.from..self.to).contains(&second)
    }

    /// Where `second` lies between the two ends, in percent.
    pub(crate) fn percent(self, second: f64) -> f64 {
        let length = f64::from(self.to.saturating_sub(self.from).max(1));
        (second - f64::from(self.from)) / length * 100.0
    }

    /// The second at a share (0 to 1) of the way.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the stretch"
    )]
    pub(crate) fn second_at(self, share: f64) -> u32 {
        let length = f64::from(self.to.saturating_sub(self.from));
        self.clamp(self.from + (share.clamp(0.0, 1.0) * length) as u32)
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
    /// The person has moved the cursor since the last result came.
    pub(crate) moved: bool,
    /// Only the critical time is shown, not the whole of the plan.
    pub(crate) close: bool,
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
        let mut second = playback.start(5, Span::whole(101));
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
        let second = playback.start(95, Span::whole(101));
        assert_eq!(playback.advance(second, 1000, 100), 100);
        assert!(!playback.playing);
        assert_eq!(playback.advance(100, 1000, 100), 100);
        assert_eq!(playback.start(100, Span::whole(101)), 0);
    }

    #[test]
    fn themes_keep_their_names() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::from_key(theme.key()), theme);
        }
        assert_eq!(Theme::from_key("mauve"), Theme::System);
    }
}
