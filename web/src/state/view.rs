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
    /// What the model leaves out.
    Model,
    /// Three questions that make a plan.
    Blank,
    /// The trainer's page.
    Workshop,
}

/// How the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// As the system has it: light or dark, with more contrast where it asks for that.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast: black on white, strong lines.
    Contrast,
    /// For a projector: larger, with stronger patterns.
    Projector,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub(crate) const ALL: [Self; 5] = [
        Self::System,
        Self::Light,
        Self::Dark,
        Self::Contrast,
        Self::Projector,
    ];

    /// The name under which it is kept and known to the style sheets.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::Projector => "projector",
        }
    }

    /// The theme of that name; what is unknown is the system's.
    pub(crate) fn from_key(key: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.key() == key)
            .unwrap_or_default()
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
    /// An address means a plan that this browser does not have.
    FileGone,
    /// A plan that was kept here has faults.
    KeptDamaged {
        /// What was kept.
        file: std::rc::Rc<str>,
        /// What is wrong.
        faults: Shared<Faults>,
    },
    /// The plan in a link has faults.
    LinkFaults(Shared<Faults>),
    /// A link was made by a newer program.
    LinkNewer,
    /// A link is larger than any plan.
    LinkTooLarge,
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

    /// What there is to see of it: whether and how fast it moves.
    pub(crate) fn to_show(self) -> Self {
        Self {
            passed_ms: 0,
            ..self
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
    /// The closest look at anything, in seconds.
    pub(crate) const CLOSEST: u32 = 60;

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

    /// The stretch between two seconds, in either order: within a plan of `horizon_s`, and long enough to see something.
    pub(crate) fn between(one: u32, other: u32, horizon_s: u32) -> Self {
        let horizon = horizon_s.max(1);
        let least = Self::CLOSEST.min(horizon);
        let (from, to) = (one.min(other).min(horizon), one.max(other).min(horizon));
        let missing = least.saturating_sub(to - from);
        let from = from.saturating_sub(missing / 2).min(horizon - least);
        Self {
            from,
            to: to.max(from + least),
        }
    }

    /// `times` as long, with `second` staying where it is on the screen.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the plan"
    )]
    pub(crate) fn scaled(self, times: f64, second: u32, horizon_s: u32) -> Self {
        let at = f64::from(self.clamp(second));
        let horizon = f64::from(horizon_s.max(1));
        let length = (f64::from(self.to) - f64::from(self.from)) * times;
        let length = length.clamp(f64::from(Self::CLOSEST).min(horizon), horizon);
        let share = self.percent(at) / 100.0;
        let from = (at - share * length).clamp(0.0, horizon - length).round();
        Self::between(from as u32, (from + length).round() as u32, horizon_s)
    }

    /// As long, `by` seconds later (or earlier), within the plan.
    pub(crate) fn moved(self, by: i64, horizon_s: u32) -> Self {
        let length = self.to - self.from;
        let latest = i64::from(horizon_s.saturating_sub(length));
        let from = (i64::from(self.from) + by).clamp(0, latest);
        let from = u32::try_from(from).unwrap_or(0);
        Self {
            from,
            to: from + length,
        }
    }

    /// What it has in common with `other`; all of that where they have nothing in common.
    pub(crate) fn within(self, other: Self) -> Self {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        if from < to { Self { from, to } } else { other }
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

/// A part of the rehearsal. On a phone one is shown at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Part {
    /// Who comes when.
    #[default]
    Crowd,
    /// The site.
    Room,
    /// The way through it.
    Journey,
    /// The result over time.
    Charts,
    /// What happened, and why.
    Causes,
    /// What would help, how far it goes, how likely it holds.
    WayOut,
    /// What it cost, and what is assumed.
    Money,
}

impl Part {
    /// All of them, in their order on the page.
    pub(crate) const ALL: [Self; 7] = [
        Self::Crowd,
        Self::Room,
        Self::Journey,
        Self::Charts,
        Self::Causes,
        Self::WayOut,
        Self::Money,
    ];

    /// The part before or after; the first and the last stay.
    pub(crate) fn beside(self, later: bool) -> Self {
        let here = Self::ALL.iter().position(|part| *part == self).unwrap_or(0);
        let there = if later {
            (here + 1).min(Self::ALL.len() - 1)
        } else {
            here.saturating_sub(1)
        };
        Self::ALL[there]
    }

    /// A stable name for message ids, classes and elements.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Crowd => "crowd",
            Self::Room => "room",
            Self::Journey => "journey",
            Self::Charts => "charts",
            Self::Causes => "causes",
            Self::WayOut => "wayout",
            Self::Money => "money",
        }
    }
}

/// How much of the plan's time every part of the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Zoom {
    /// All of it.
    #[default]
    Whole,
    /// The critical time of the result on the screen, where it has one.
    Critical,
    /// This stretch.
    Chosen(Span),
}

/// What is being read about: a stretch of time, and parts of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Highlight {
    /// First second.
    pub(crate) from: u32,
    /// The second after the last.
    pub(crate) until: u32,
    /// The parts, by the names that they have in the machine room.
    pub(crate) parts: Vec<String>,
    /// The second of the plan at which the result begins that the seconds count in.
    pub(crate) begins: u32,
}

impl Highlight {
    /// Its first second and the one after its last, in the plan.
    pub(crate) fn in_plan(&self) -> (u32, u32) {
        let at = |second: u32| second.saturating_add(self.begins);
        (at(self.from), at(self.until))
    }
}

/// The same for whoever shows it, if anything is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Lit(pub(crate) Option<Highlight>);

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct View {
    /// The screen.
    pub(crate) screen: Screen,
    /// The paper that is looked at instead of the rehearsal.
    pub(crate) paper: Option<super::Paper>,
    /// The cursor: the second of the plan that every part shows.
    pub(crate) second: u32,
    /// Whether and how fast the cursor moves.
    pub(crate) playback: Playback,
    /// The person has moved the cursor since the last result came.
    pub(crate) moved: bool,
    /// Which part is shown where there is room for one only.
    pub(crate) part: Part,
    /// How often it was asked why it broke: each time the causes are shown.
    pub(crate) why: u32,
    /// How much of the plan's time is shown.
    pub(crate) zoom: Zoom,
    /// How it looks.
    pub(crate) theme: Theme,
    /// How often it was asked what would help.
    pub(crate) way_out: u32,
    /// What is picked.
    pub(crate) selection: Option<super::Selection>,
    /// What is being read about.
    pub(crate) lit: Lit,
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
    fn stretches_stay_within_the_plan_and_are_never_too_short() {
        let span = |from, to| Span { from, to };
        assert_eq!(Span::between(500, 100, 5400), span(100, 500));
        assert_eq!(Span::between(100, 110, 5400), span(75, 135));
        assert_eq!(Span::between(0, 0, 5400), span(0, 60));
        assert_eq!(Span::between(5399, 9999, 5400), span(5340, 5400));
        assert_eq!(Span::between(3, 4, 10), span(0, 10));
        assert_eq!(Span::between(7, 7, 0), span(0, 1));
    }

    #[test]
    fn a_closer_look_keeps_the_second_in_its_place() {
        let whole = Span::whole(5400);
        let closer = whole.scaled(0.5, 2700, 5400);
        assert_eq!((closer.from, closer.to), (1350, 4050));
        let edge = whole.scaled(0.5, 0, 5400);
        assert_eq!((edge.from, edge.to), (0, 2700));
        assert_eq!(closer.scaled(2.0, 2700, 5400), whole);
        assert_eq!(whole.scaled(9.0, 2700, 5400), whole);
        let closest = whole.scaled(1e-9, 2700, 5400);
        assert_eq!(closest.to - closest.from, Span::CLOSEST);
        assert!(closest.holds(2700));
    }

    #[test]
    fn parts_lie_side_by_side() {
        assert_eq!(Part::Crowd.beside(true), Part::Room);
        assert_eq!(Part::Room.beside(false), Part::Crowd);
        assert_eq!(Part::Crowd.beside(false), Part::Crowd);
        assert_eq!(Part::Money.beside(true), Part::Money);
    }

    #[test]
    fn moving_a_stretch_keeps_its_length() {
        let span = Span { from: 100, to: 400 };
        assert_eq!(span.moved(50, 5400), Span { from: 150, to: 450 });
        assert_eq!(span.moved(-500, 5400), Span { from: 0, to: 300 });
        assert_eq!(
            span.moved(9999, 5400),
            Span {
                from: 5100,
                to: 5400
            }
        );
    }

    #[test]
    fn themes_keep_their_names() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_key(theme.key()), theme);
        }
        assert_eq!(Theme::from_key("mauve"), Theme::System);
    }
}
