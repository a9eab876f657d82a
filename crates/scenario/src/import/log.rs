//! What a web server has written down: access logs of Apache and nginx, in the common and the combined format.
//!
//! A [`LogReader`] takes the file in pieces of any size and keeps counts only: requests, page views and visits by the second, then by
//! longer bins where the file is long. Its memory is bounded whatever the file; of an address it keeps a number that cannot be turned
//! back, and that only for half an hour of the log.
//!
//! * A **page view** is a GET for something that is neither a file (by its ending) nor data (`/api/`, `.json`), by something that does
//!   not call itself a machine. It counts when it was answered (200 to 299, 304) or failed at the server (429, 499, 500 and above):
//!   somebody wanted it. Redirections and what is not there do not count.
//! * A **visit** begins with a page view from an address and browser of which there was none for half an hour. People behind one
//!   address with equal browsers are one.
//!
//! ```
//! use onrush_scenario::import::log::{Kind, LogReader};
//! let mut reader = LogReader::default();
//! reader.take(b"203.0.113.7 - - [14/Jan/2017:21:30:02 +0100] \"GET / HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\"\n203.0.113.7 - -");
//! reader.take(b" [14/Jan/2017:21:30:03 +0100] \"GET /style.css HTTP/1.1\" 200 900 \"-\" \"Mozilla/5.0\"\nnonsense\n");
//! let log = reader.finish().unwrap();
//! assert_eq!((log.summary.requests, log.summary.pages, log.summary.damaged), (2, 1, 1));
//! assert_eq!(log.series(Kind::Requests).counts, [Some(1.0), Some(1.0)]);
//! ```

mod bins;
mod line;
#[cfg(test)]
mod tests;
mod visits;

use serde::{Deserialize, Serialize};

use super::{Begin, Series};
use bins::Bins;
use visits::Visits;

pub use line::is_log;

/// Longest line, in bytes; what is longer is no line of a log.
pub const LONGEST_LINE: usize = 64 * 1024;
/// Most damaged lines that are told apart; further ones are only counted.
pub const MOST_DAMAGES: usize = 20;
/// Longest time between the first line and any other, in seconds: 400 days. Further away is a broken clock.
pub const LONGEST_SPAN_S: i64 = 400 * 86_400;
/// Most bytes of a file.
pub const LARGEST_LOG: u64 = 8_000_000_000;

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Damage {
    /// There is no `[10/Oct/2000:13:55:36 -0700]` in it.
    NoTime,
    /// It is more than [`LONGEST_SPAN_S`] from the first line.
    FarAway,
    /// There is no `"GET /path HTTP/1.1"` after the time.
    NoRequest,
    /// There is no status of three digits after the request.
    NoStatus,
    /// It is longer than [`LONGEST_LINE`].
    TooLong,
}

impl Damage {
    /// Its word in the catalogue of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoTime => "no-time",
            Self::FarAway => "far-away",
            Self::NoRequest => "no-request",
            Self::NoStatus => "no-status",
            Self::TooLong => "too-long",
        }
    }
}

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DamagedLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// Its beginning; what cannot be printed is replaced.
    pub found: String,
    /// What is wrong with it.
    pub damage: Damage,
}

/// Why there are no counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoLog {
    /// No line could be read.
    NoLines,
    /// The file is compressed.
    Compressed,
    /// More than [`LARGEST_LOG`] bytes.
    TooLarge,
}

impl NoLog {
    /// Its word in the catalogue of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoLines => "no-lines",
            Self::Compressed => "compressed",
            Self::TooLarge => "too-large",
        }
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every line.
    Requests,
    /// Pages that somebody looked at, or wanted to.
    Pages,
    /// Visits.
    Visits,
}

/// What the file holds, all in all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Lines, damaged ones included.
    pub lines: u64,
    /// Requests.
    pub requests: u64,
    /// Page views.
    pub pages: u64,
    /// Visits.
    pub visits: u64,
    /// Requests for files: pictures, styles, scripts.
    pub files: u64,
    /// Requests by what calls itself a machine.
    pub machines: u64,
    /// Requests that failed at the server (500 and above).
    pub failed: u64,
    /// Lines that were left out.
    pub damaged: u64,
    /// The first of them.
    pub damages: Vec<DamagedLine>,
}

/// The counts of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// All in all.
    pub summary: Summary,
    /// What the clock of its first line was ahead of UTC, in seconds.
    pub ahead_s: i64,
    bins: Bins,
    visits_known: bool,
}

impl Log {
    /// Whether visits could be told apart: not where too many addresses came within half an hour.
    #[must_use]
    pub const fn knows_visits(&self) -> bool {
        self.visits_known
    }

    /// One of the counts, bin by bin. Between the first line and the last every bin was measured.
    #[must_use]
    pub fn series(&self, kind: Kind) -> Series {
        let (from_utc_s, every_s, counts) = self.bins.dense(match kind {
            Kind::Requests => 0,
            Kind::Pages => 1,
            Kind::Visits => 2,
        });
        Series {
            from: Some(Begin {
                wall_s: from_utc_s + self.ahead_s,
                dated: true,
                ahead_s: Some(self.ahead_s),
            }),
            every_s,
            counts: counts.into_iter().map(Some).collect(),
        }
    }
}

/// Reads a log piece by piece.
#[derive(Debug, Default)]
pub struct LogReader {
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
    /// The line is too long: everything up to its end is left out.
    skipping: bool,
    bytes: u64,
    refused: Option<NoLog>,
    first: Option<(i64, i64)>,
    bins: Bins,
    visits: Visits,
    summary: Summary,
}

impl LogReader {
    /// Reads on with the next piece of the file.
    pub fn take(&mut self, piece: &[u8]) {
        if self.refused.is_some() {
            return;
        }
        // The mark of gzip, and that of zip.
        if self.bytes == 0 && (piece.starts_with(&[0x1F, 0x8B]) || piece.starts_with(b"PK\x03\x04"))
        {
            self.refused = Some(NoLog::Compressed);
            return;
        }
        self.bytes += piece.len() as u64;
        if self.bytes > LARGEST_LOG {
            self.refused = Some(NoLog::TooLarge);
            return;
        }
        let mut piece = piece;
        while let Some(end) = piece.iter().position(|byte| *byte == b'\n') {
            let (line, behind) = piece.split_at(end);
            piece = behind.get(1..).unwrap_or(&[]);
            if self.skipping {
                self.skipping = false;
            } else if self.rest.is_empty() {
                self.line(line);
            } else if self.rest.len() + line.len() <= LONGEST_LINE {
                let mut whole = std::mem::take(&mut self.rest);
                whole.extend_from_slice(line);
                self.line(&whole);
            } else {
                self.too_long();
            }
            self.rest.clear();
        }
        if self.skipping {
        } else if self.rest.len() + piece.len() > LONGEST_LINE {
            self.rest.extend_from_slice(&piece[..piece.len().min(80)]);
            self.too_long();
            self.skipping = true;
            self.rest.clear();
        } else {
            self.rest.extend_from_slice(piece);
        }
    }

    /// Bytes read so far.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What has been counted so far.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The counts.
    ///
    /// # Errors
    /// When there are none.
    pub fn finish(mut self) -> Result<Log, NoLog> {
        if let Some(why) = self.refused {
            return Err(why);
        }
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() {
            self.line(&rest);
        }
        let Some((_, ahead_s)) = self.first else {
            return Err(NoLog::NoLines);
        };
        Ok(Log {
            visits_known: self.visits.is_sure(),
            summary: self.summary,
            ahead_s,
            bins: self.bins,
        })
    }

    fn too_long(&mut self) {
        let found = std::mem::take(&mut self.rest);
        self.summary.lines += 1;
        self.damaged(&found, Damage::TooLong);
    }

    fn line(&mut self, line: &[u8]) {
        self.summary.lines += 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        let entry = match line::parse(line) {
            Ok(entry) => entry,
            Err(damage) => return self.damaged(line, damage),
        };
        let (first_s, _) = *self.first.get_or_insert((entry.utc_s, entry.ahead_s));
        if (entry.utc_s - first_s).abs() > LONGEST_SPAN_S {
            return self.damaged(line, Damage::FarAway);
        }
        let summary = &mut self.summary;
        summary.requests += 1;
        summary.files += u64::from(entry.is_file);
        summary.machines += u64::from(entry.is_machine);
        summary.failed += u64::from(entry.status >= 500);
        let begins = entry.is_page && self.visits.begins(entry.who, entry.utc_s);
        summary.pages += u64::from(entry.is_page);
        summary.visits += u64::from(begins);
        self.bins.add(
            entry.utc_s,
            [1, u32::from(entry.is_page), u32::from(begins)],
        );
    }

    fn damaged(&mut self, line: &[u8], damage: Damage) {
        self.summary.damaged += 1;
        if self.summary.damages.len() < MOST_DAMAGES {
            let number = self.summary.lines;
            self.summary.damages.push(DamagedLine {
                line: number,
                found: printable(line),
                damage,
            });
        }
    }
}

/// The beginning of a line, for looking at.
fn printable(line: &[u8]) -> String {
    const LONGEST: usize = 60;
    let text = String::from_utf8_lossy(&line[..line.len().min(4 * LONGEST)]);
    let mut found: String = text
        .chars()
        .map(|c| {
            if c.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .take(LONGEST)
        .collect();
    if line.len() > found.len() {
        found.push('…');
    }
    found
}
