//! What was counted.

use onrush_scenario::import::Series;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What the numbers count. Forecast and fact are compared in the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// New visits (sessions).
    Visits,
    /// Pages looked at.
    PageViews,
    /// Requests that reach the servers: documents, data and files, without what a CDN answers by itself.
    Requests,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Visits, Self::PageViews, Self::Requests];

    /// A stable name: `page-views`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::PageViews => "page-views",
            Self::Requests => "requests",
        }
    }

    /// What the heading of a column speaks of; visits where it says nothing.
    ///
    /// ```
    /// use onrush_review::Unit;
    /// assert_eq!(Unit::of_heading("Page views"), Unit::PageViews);
    /// assert_eq!(Unit::of_heading("request_count"), Unit::Requests);
    /// assert_eq!(Unit::of_heading("Sitzungen"), Unit::Visits);
    /// ```
    #[must_use]
    pub fn of_heading(heading: &str) -> Self {
        let heading = heading.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| heading.contains(word));
        if any(&["request", "hits", "anfragen", "requêtes"]) {
            Self::Requests
        } else if any(&["view", "seitenaufrufe", "pages", "aufrufe"]) {
            Self::PageViews
        } else {
            Self::Visits
        }
    }
}

/// When the first bin began, on the clock of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begins {
    /// Seconds since the beginning of 1970 on that clock; without a date those since midnight.
    pub wall_s: i64,
    /// Whether there is a date.
    pub dated: bool,
    /// What the clock is ahead of UTC, in seconds, where that is known.
    pub ahead_s: Option<i64>,
}

/// What was counted, bin by bin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actual {
    /// Where it came from: the file's name.
    pub name: String,
    /// What was counted.
    pub unit: Unit,
    /// When the first bin began; `None`: nobody knows.
    pub begins: Option<Begins>,
    /// Length of a bin, in seconds (at least 1).
    pub every_s: u32,
    /// What was counted in each (0 or more); `None`: not measured.
    pub counts: Vec<Option<f64>>,
}

impl Actual {
    /// A series that was read from a file. With `gaps_are_nobody` bins without a line count as 0: analytics tools leave out hours in
    /// which nobody came, servers that were down leave out hours in which nothing was counted.
    #[must_use]
    pub fn of(name: &str, unit: Unit, series: &Series, gaps_are_nobody: bool) -> Self {
        let fill = |count: &Option<f64>| count.or(gaps_are_nobody.then_some(0.0));
        Self {
            name: name.to_owned(),
            unit,
            begins: series.from.map(|from| Begins {
                wall_s: from.wall_s,
                dated: from.dated,
                ahead_s: from.ahead_s,
            }),
            every_s: series.every_s.max(1),
            counts: series.counts.iter().map(fill).collect(),
        }
    }

    /// Sixteen hexadecimal digits that name these counts, whatever the file was called.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.unit.id());
        if let Some(begins) = self.begins {
            hash.update(begins.wall_s.to_le_bytes());
            hash.update(begins.ahead_s.unwrap_or(i64::MAX).to_le_bytes());
        }
        hash.update(self.every_s.to_le_bytes());
        for count in &self.counts {
            hash.update(count.unwrap_or(-1.0).to_bits().to_le_bytes());
        }
        let first = hash
            .finalize()
            .iter()
            .take(8)
            .fold(0_u64, |number, &byte| (number << 8) | u64::from(byte));
        format!("{first:016x}")
    }

    /// All that was counted.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.counts.iter().flatten().sum()
    }

    /// Its length, in seconds.
    #[must_use]
    pub fn length_s(&self) -> i64 {
        i64::from(self.every_s).saturating_mul(i64::try_from(self.counts.len()).unwrap_or(i64::MAX))
    }

    /// Bins that were not measured.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.counts.iter().filter(|count| count.is_none()).count()
    }
}
