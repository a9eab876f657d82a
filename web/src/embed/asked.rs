//! What an address asks of an embedded rehearsal: the names behind `?embed=1` and behind `#`, read and checked at once.
//!
//! They are documented in `docs/embedding.md`; a test compares. Everything that is wrong is told, not only the first thing.

pub(crate) use onrush_runner::Named as Plan;
use onrush_words::Language;

use crate::state::{Playback, Theme};

/// A part of the result that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The answer in a sentence or two.
    Answer,
    /// What became of the people.
    People,
    /// Who comes when.
    Crowd,
    /// The site at one second.
    Room,
    /// The result over time.
    Charts,
    /// Why it broke.
    Causes,
}

impl Piece {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 6] = [
        Self::Answer,
        Self::People,
        Self::Crowd,
        Self::Room,
        Self::Charts,
        Self::Causes,
    ];

    /// Those that are shown where nothing is said.
    pub(crate) const USUAL: [Self; 5] = [
        Self::Answer,
        Self::People,
        Self::Crowd,
        Self::Room,
        Self::Causes,
    ];

    /// Its name in addresses and message ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::People => "people",
            Self::Crowd => "crowd",
            Self::Room => "room",
            Self::Charts => "charts",
            Self::Causes => "causes",
        }
    }

    /// Whether it shows one second of the rehearsal, so that there is something to move.
    pub(crate) const fn has_time(self) -> bool {
        matches!(self, Self::Crowd | Self::Room | Self::Charts)
    }
}

/// Where the cursor stands at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum At {
    /// Where it breaks, or else at the peak.
    #[default]
    Moment,
    /// At the peak.
    Peak,
    /// So many seconds after the beginning.
    Second(u32),
    /// At this time of the plan's clock, in seconds since midnight.
    Clock(u32),
}

/// The names of the eight steps, in their order.
pub(crate) const STEPS: [&str; 8] = [
    "numbers",
    "now",
    "architecture",
    "infrastructure",
    "rigour",
    "controls",
    "contingency",
    "review",
];

/// All that an address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Which plan.
    pub(crate) plan: Plan,
    /// Which crowd.
    pub(crate) seed: u64,
    /// What is shown, in order.
    pub(crate) show: Vec<Piece>,
    /// How it looks.
    pub(crate) theme: Theme,
    /// What it speaks; `None`: what the browser prefers.
    pub(crate) language: Option<Language>,
    /// Where the cursor stands at first.
    pub(crate) at: At,
    /// How fast it begins to play by itself, in seconds of the plan a second; `None`: not at all.
    pub(crate) play: Option<u32>,
    /// The step of the eight that it belongs to, from 0.
    pub(crate) step: Option<usize>,
    /// Whether the plan can be changed where it is shown.
    pub(crate) edit: bool,
}

/// What is wrong with one of the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The name.
    pub(crate) name: String,
    /// What stands there.
    pub(crate) found: String,
    /// What is the matter with it.
    pub(crate) why: Why,
}

/// What may be the matter. Each has a sentence that says what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// There is no such name.
    Unknown,
    /// It is there twice, with two values.
    Twice,
    /// Neither a story nor a plan is named, or both are.
    Plan,
    /// There is no such story.
    Story,
    /// It is no whole number from 0 on.
    Seed,
    /// It is no list of parts.
    Show,
    /// It is no theme.
    Theme,
    /// It is no language that is spoken here.
    Language,
    /// It is no time.
    At,
    /// It is neither 0 nor 1 nor a speed.
    Play,
    /// It is no step.
    Step,
    /// It is neither 0 nor 1.
    Edit,
}

impl Why {
    /// Its name in message ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Twice => "twice",
            Self::Plan => "plan",
            Self::Story => "story",
            Self::Seed => "seed",
            Self::Show => "show",
            Self::Theme => "theme",
            Self::Language => "lang",
            Self::At => "at",
            Self::Play => "play",
            Self::Step => "step",
            Self::Edit => "edit",
        }
    }
}

/// The names that are understood. `embed` itself stands in the query.
pub(crate) const NAMES: [&str; 11] = [
    "embed", "story", "p", "seed", "show", "theme", "lang", "at", "play", "step", "edit",
];

/// Longest value that is told back, in characters.
const LONGEST_TOLD: usize = 60;

impl Asked {
    /// Reads what stands behind `?` and behind `#`, each with or without that sign. `has_story` knows the stories.
    ///
    /// Behind `?` unknown names are left alone: hosts add their own. Behind `#` they are faults.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub(crate) fn parse(
        query: &str,
        fragment: &str,
        has_story: impl Fn(&str) -> bool,
    ) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let given = gather(query, fragment, &mut wrong);
        let mut read = Reader {
            given: &given,
            wrong,
        };
        let plan = match (read.text("story"), read.text("p")) {
            (Some(story), None) => {
                let key = story.to_ascii_lowercase();
                if !has_story(&key) {
                    read.refuse("story", story, Why::Story);
                }
                Plan::Story(key)
            }
            (None, Some(code)) => Plan::Code(code.to_owned()),
            (story, _) => {
                read.refuse("story", story.unwrap_or_default(), Why::Plan);
                Plan::Story(String::new())
            }
        };
        let asked = Self {
            plan,
            seed: read.value("seed", Why::Seed, 1, |text| text.parse().ok()),
            show: read.value("show", Why::Show, Piece::USUAL.to_vec(), pieces),
            theme: read.value("theme", Why::Theme, Theme::System, theme),
            language: read.value("lang", Why::Language, None, |text| {
                Language::from_tag(text).map(Some)
            }),
            at: read.value("at", Why::At, At::default(), at),
            play: Some(read.value("play", Why::Play, 0, play)).filter(|speed| *speed > 0),
            step: read.value("step", Why::Step, None, |text| step(text).map(Some)),
            edit: read.value("edit", Why::Edit, false, flag),
        };
        if read.wrong.is_empty() {
            Ok(asked)
        } else {
            Err(read.wrong)
        }
    }

    /// The address of the same plan in the whole page, without `#`.
    pub(crate) fn whole_page(&self) -> String {
        match &self.plan {
            Plan::Story(key) => format!("story={key}&seed={}", self.seed),
            Plan::Code(code) => format!("p={code}&seed={}", self.seed),
        }
    }

    /// What asks for this, without `#`: only what differs from what is usual.
    pub(crate) fn fragment(&self) -> String {
        let mut parts = vec![self.whole_page()];
        if self.show != Piece::USUAL {
            let names: Vec<&str> = self.show.iter().map(|piece| piece.id()).collect();
            parts.push(format!("show={}", names.join(",")));
        }
        if self.theme != Theme::System {
            parts.push(format!("theme={}", self.theme.key()));
        }
        if let Some(language) = self.language {
            parts.push(format!("lang={}", language.tag()));
        }
        match self.at {
            At::Moment => {}
            At::Peak => parts.push("at=peak".to_owned()),
            At::Second(second) => parts.push(format!("at={second}")),
            At::Clock(second) => parts.push(format!(
                "at={:02}:{:02}:{:02}",
                second / 3600,
                second / 60 % 60,
                second % 60
            )),
        }
        if let Some(speed) = self.play {
            parts.push(format!("play={speed}"));
        }
        if let Some(step) = self.step {
            parts.push(format!("step={}", step + 1));
        }
        if self.edit {
            parts.push("edit=1".to_owned());
        }
        parts.join("&")
    }
}

/// Looks values up and keeps what is wrong with them.
struct Reader<'a> {
    given: &'a [(String, String)],
    wrong: Vec<Wrong>,
}

impl<'a> Reader<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        let found = self.given.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn refuse(&mut self, name: &str, found: &str, why: Why) {
        self.wrong.push(wrong(name, found, why));
    }

    fn value<T>(&mut self, name: &str, why: Why, usual: T, read: impl Fn(&str) -> Option<T>) -> T {
        let Some(text) = self.text(name) else {
            return usual;
        };
        if let Some(value) = read(text) {
            return value;
        }
        let found = text.to_owned();
        self.refuse(name, &found, why);
        usual
    }
}

fn wrong(name: &str, found: &str, why: Why) -> Wrong {
    let told = |text: &str| -> String {
        let mut told: String = text.chars().take(LONGEST_TOLD).collect();
        if told.len() < text.len() {
            told.push('…');
        }
        told
    };
    Wrong {
        name: told(name),
        found: told(found),
        why,
    }
}

/// Every name with its value; what stands behind `#` counts where both have it.
fn gather(query: &str, fragment: &str, wrong_ones: &mut Vec<Wrong>) -> Vec<(String, String)> {
    let mut given: Vec<(String, String)> = Vec::new();
    let sources = [
        (fragment.trim_start_matches('#'), true),
        (query.trim_start_matches('?'), false),
    ];
    for (text, strict) in sources {
        let mut own: Vec<(String, String)> = Vec::new();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (unescaped(name).to_ascii_lowercase(), unescaped(value));
            if !NAMES.contains(&name.as_str()) {
                if strict {
                    wrong_ones.push(wrong(&name, &value, Why::Unknown));
                }
                continue;
            }
            match own.iter().find(|(known, _)| *known == name) {
                Some((_, before)) if *before == value => {}
                Some(_) => wrong_ones.push(wrong(&name, &value, Why::Twice)),
                None => own.push((name, value)),
            }
        }
        for (name, value) in own {
            if !given.iter().any(|(known, _)| *known == name) {
                given.push((name, value));
            }
        }
    }
    given
}

/// Text in which `%3A` stands for a colon, as editors of wikis write it. What is no such sign stays as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let two = match (first, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = two {
            bytes.push(high * 16 + low);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn digit(letter: u8) -> Option<u8> {
    let value = char::from(letter).to_digit(16)?;
    u8::try_from(value).ok()
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    if text == "all" {
        return Some(Piece::ALL.to_vec());
    }
    let named: Option<Vec<Piece>> = text
        .split(',')
        .map(|name| {
            Piece::ALL
                .into_iter()
                .find(|piece| piece.id() == name.trim())
        })
        .collect();
    let named = named?;
    // In the order of the page, each once.
    Some(
        Piece::ALL
            .into_iter()
            .filter(|piece| named.contains(piece))
            .collect(),
    )
}

fn theme(text: &str) -> Option<Theme> {
    Theme::ALL.into_iter().find(|theme| theme.key() == text)
}

fn at(text: &str) -> Option<At> {
    match text {
        "break" => return Some(At::Moment),
        "peak" => return Some(At::Peak),
        _ => {}
    }
    if !text.contains(':') {
        return number(text).map(At::Second);
    }
    let mut parts = text.split(':');
    let mut next = |most: u32| number(parts.next()?).filter(|n| *n <= most);
    let (hours, minutes) = (next(23)?, next(59)?);
    let seconds = match text.split(':').nth(2) {
        Some(_) => next(59)?,
        None => 0,
    };
    parts
        .next()
        .is_none()
        .then_some(At::Clock(hours * 3600 + minutes * 60 + seconds))
}

/// A whole number in plain digits.
fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// `0`: not; `1`: as fast as is usual; else one of the speeds.
fn play(text: &str) -> Option<u32> {
    match number(text)? {
        0 => Some(0),
        1 => Some(Playback::default().speed),
        speed => Playback::SPEEDS.contains(&speed).then_some(speed),
    }
}

fn step(text: &str) -> Option<usize> {
    let by_name = STEPS.iter().position(|name| *name == text);
    by_name.or_else(|| {
        let place = usize::try_from(number(text)?).ok()?.checked_sub(1)?;
        (place < STEPS.len()).then_some(place)
    })
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
