//! A chart as plain data: what is drawn, before anybody decides how large, in which colours or on what.

use onrush_observe::{Observations, StationSeries};

/// Which of the charts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartId {
    /// New visits per second.
    Crowd,
    /// Requests per second, by what became of them.
    Requests,
    /// How long pages took.
    PageTimes,
    /// People on the site, and people lost so far.
    People,
    /// How busy each station with a limited number of servers was.
    Utilisation,
    /// Requests waiting in line at each station.
    Waiting,
    /// Requests that failed, by how.
    Errors,
    /// People in front of the site, in its waiting rooms.
    WaitingRoom,
    /// Machines in service, where their number changes.
    Servers,
    /// What caches had at hand, as a share of what they were asked for.
    CacheHits,
    /// Units left of each stock.
    Stock,
}

impl ChartId {
    /// All of them, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Crowd,
        Self::Requests,
        Self::PageTimes,
        Self::People,
        Self::Utilisation,
        Self::Waiting,
        Self::Errors,
        Self::WaitingRoom,
        Self::Servers,
        Self::CacheHits,
        Self::Stock,
    ];

    /// A stable name for files and elements: `page-times`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Crowd => "crowd",
            Self::Requests => "requests",
            Self::PageTimes => "page-times",
            Self::People => "people",
            Self::Utilisation => "utilisation",
            Self::Waiting => "waiting",
            Self::Errors => "errors",
            Self::WaitingRoom => "waiting-room",
            Self::Servers => "servers",
            Self::CacheHits => "cache-hits",
            Self::Stock => "stock",
        }
    }

    /// Whether a run has anything for this chart. What every site has is always shown, and so is a calm.
    #[must_use]
    pub fn is_in(self, observed: &Observations) -> bool {
        let any = |counts: &[u32]| counts.iter().any(|n| *n > 0);
        match self {
            Self::Crowd
            | Self::Requests
            | Self::PageTimes
            | Self::People
            | Self::Utilisation
            | Self::Waiting => true,
            Self::Errors => {
                let s = &observed.series;
                any(&s.refused) || any(&s.errors) || any(&s.abandoned)
            }
            Self::WaitingRoom => observed.rooms.iter().any(|room| any(&room.came)),
            Self::Servers => observed.stations.iter().any(changes_size),
            Self::CacheHits => observed
                .caches
                .iter()
                .any(|c| any(&c.hits) || any(&c.misses)),
            Self::Stock => !observed.stocks.is_empty(),
        }
    }
}

/// Whether machines were added or removed, or failed.
pub(crate) fn changes_size(station: &StationSeries) -> bool {
    let counts = || station.up.iter().chain(&station.paid);
    let first = station.up.first().copied().unwrap_or(0.0);
    counts().any(|n| (n - first).abs() > 1e-3)
}

/// What a line is about; a [`Theme`](crate::Theme) gives it a colour. Red belongs to [`Tone::Lost`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// New visits.
    Crowd,
    /// People on the site.
    Inside,
    /// People who got what they came for.
    Served,
    /// People lost.
    Lost,
    /// Requests sent.
    Requests,
    /// Requests answered in time.
    Answered,
    /// Requests refused.
    Refused,
    /// Requests that failed.
    Errors,
    /// Requests whose sender had left.
    Abandoned,
    /// Median.
    P50,
    /// 95th percentile.
    P95,
    /// 99th percentile.
    P99,
    /// A station, by its place among the stations drawn.
    Station(usize),
}

/// How a line is drawn, so that no meaning rests on colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// An unbroken line.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// An unbroken line with the surface below it filled.
    Area,
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Stable key within its chart: `answered`, or a station's id.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What it is about.
    pub tone: Tone,
    /// How it is drawn.
    pub stroke: Stroke,
    /// One value per step, in the chart's unit; never negative. Values that are not finite count as not measured.
    pub values: Vec<f32>,
    /// Zero means that nothing was measured in that step, and the line has a gap there.
    pub zero_is_gap: bool,
}

impl Line {
    /// The value in `step`; `None` outside the run and where nothing was measured.
    #[must_use]
    pub fn at(&self, step: usize) -> Option<f32> {
        self.values
            .get(step)
            .copied()
            .and_then(|v| self.measured(v))
    }

    pub(crate) fn measured(&self, value: f32) -> Option<f32> {
        (value.is_finite() && !(self.zero_is_gap && value <= 0.0)).then_some(value)
    }
}

/// What a number means on the vertical axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People, requests: whole things, or so many of them per second.
    Count,
    /// Seconds.
    Seconds,
    /// Hundredths; the axis ends at 100.
    Percent,
}

/// A moment or a level that is pointed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Where.
    pub at: Place,
    /// What to say about it; may be empty.
    pub label: String,
    /// What it is.
    pub kind: MarkKind,
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// At this second of the run: an upright line.
    Second(f64),
    /// At this value of the vertical axis: a level line.
    Value(f64),
}

/// What a mark points out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// The first people are lost.
    Break,
    /// The busiest second.
    Peak,
    /// Well again.
    Recovery,
    /// What was hoped for.
    Target,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numerals {
    /// Between groups of three digits.
    pub group: char,
    /// Between whole and part.
    pub decimal: char,
    /// So many digits before the point there are at least where groups are made: 5 where 1234 is written without.
    pub grouped_from: usize,
}

impl Default for Numerals {
    /// As in English: 1,234.5.
    fn default() -> Self {
        Self {
            group: ',',
            decimal: '.',
            grouped_from: 4,
        }
    }
}

/// Everything that is drawn, as plain values.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Which chart of the run it is.
    pub id: ChartId,
    /// Title.
    pub title: String,
    /// What the vertical axis counts: `requests per second`.
    pub axis: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Length of the run in seconds; the horizontal axis goes from 0 to here.
    pub horizon_s: f64,
    /// Length of a step in seconds.
    pub step_s: f64,
    /// Local time of day at which the run begins, in seconds since midnight (0 to 86 399).
    pub clock_start_s: u32,
    /// The lines; the first is drawn last, on top.
    pub lines: Vec<Line>,
    /// Moments and levels.
    pub marks: Vec<Mark>,
    /// The word before the number of a day, on axes of several days.
    pub day: String,
    /// How its numbers are written.
    pub numerals: Numerals,
}

impl Chart {
    /// The step in which `second` lies; `None` when there are no steps.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates by intent"
    )]
    pub fn step_of(&self, second: f64) -> Option<usize> {
        let steps = self.lines.iter().map(|l| l.values.len()).max()?;
        let step = (second / self.step_s.max(1e-9)).max(0.0) as usize;
        Some(step.min(steps.checked_sub(1)?))
    }

    /// What each line says at `second`, in the order of the lines.
    #[must_use]
    pub fn values_at(&self, second: f64) -> Vec<Option<f32>> {
        let step = self.step_of(second);
        self.lines
            .iter()
            .map(|l| step.and_then(|s| l.at(s)))
            .collect()
    }

    /// The local time of `second`: `20:31:12`.
    #[must_use]
    pub fn clock(&self, second: f64) -> String {
        crate::axis::clock_time(self.clock_start_s, second, true)
    }

    /// `value` as people read it, with its unit: `5,432`, `1.2 s`, `71 %`.
    #[must_use]
    pub fn say(&self, value: f32) -> String {
        crate::axis::value_text(f64::from(value), self.unit, self.numerals)
    }
}
