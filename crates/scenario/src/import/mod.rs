//! A curve that was counted somewhere else: the export of an analytics tool, a server's log by the minute.
//!
//! [`decode`] and [`Table::read`] make rows and columns of a file whose separator, comments, title lines and totals are found out;
//! [`Table::guess`] says which column is the time and which the count; [`Table::reading`] makes a [`Curve`] of them, or
//! names the lines that are in its way. [`Table::series`] keeps all bins and the date for laying them over a plan. Nothing here
//! panics or takes long, whatever the file. [`log`] counts what web servers have written down.
//!
//! ```
//! use onrush_scenario::import::Table;
//! let table = Table::read("# Analytics\nHour;Sessions\n01.03.2024 20:00;1.250\n01.03.2024 21:00;3.400\n")?;
//! let curve = table.reading(&table.guess()).curve.unwrap();
//! assert_eq!((curve.every_s, curve.visits.as_slice()), (3600, [1250.0, 3400.0].as_slice()));
//! # Ok::<(), onrush_scenario::import::Refusal>(())
//! ```

mod assemble;
pub mod log;
mod number;
mod series;
mod table;
mod time;

pub use series::{Begin, MOST_BINS, Series, SeriesReading};
pub use table::{Column, Looks, Table};
pub use time::{DateOrder, Moment};

/// Largest file, in bytes.
pub const LARGEST_IMPORT: usize = 5_000_000;
/// Most lines with figures.
pub const MOST_ROWS: usize = 200_000;
/// Most columns.
pub const MOST_COLUMNS: usize = 200;
/// Most faulty lines that are told apart; further ones are only counted.
pub const MOST_LINE_FAULTS: usize = 20;

/// Why there is no table in a file at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// More than [`LARGEST_IMPORT`] bytes.
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// More than [`MOST_ROWS`] lines, or more than [`MOST_COLUMNS`] columns.
    TooMany,
    /// Nothing in it.
    Empty,
    /// No column has numbers.
    NoNumbers,
}

/// How numbers are written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

/// What is what in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The column of the time; `None`: the lines follow each other at equal distances.
    pub time: Option<usize>,
    /// The column of the hour or the time of day, where the time's column has only the date.
    pub hour: Option<usize>,
    /// The column of the count.
    pub count: usize,
    /// Which comes first in `03/04/2024`.
    pub order: DateOrder,
    /// Whether the dates of this table could be read either way.
    pub order_open: bool,
    /// How numbers are written.
    pub decimal: Decimal,
    /// Length of an interval of the curve, in seconds (1 to 86,400); `None`: as found.
    pub every_s: Option<u32>,
    /// Lines that cannot be read are left out instead of refused.
    pub leave_out: bool,
}

/// A curve read from a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// When the first interval began, where the table says so.
    pub from: Option<Moment>,
    /// Length of an interval, in seconds.
    pub every_s: u32,
    /// Visits in each interval, at most 2880.
    pub visits: Vec<f64>,
    /// All of them.
    pub total: f64,
    /// Distance of two lines of the table, in seconds.
    pub found_s: u32,
    /// Intervals of the table in the middle for which it has no line; they count as 0.
    pub gaps: usize,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// Its number in the file, from 1.
    pub line: u32,
    /// What stands there, shortened.
    pub found: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is no time in its column.
    NoTime,
    /// What stands there is no time that is known here.
    NotATime,
    /// It is before the line above it.
    BackInTime,
    /// There is no count in its column.
    NoCount,
    /// What stands there is no number.
    NotANumber,
    /// Fewer than nobody came.
    Negative,
    /// More than a billion.
    TooLarge,
}

impl Problem {
    /// Its word in the catalogue of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoTime => "no-time",
            Self::NotATime => "not-a-time",
            Self::BackInTime => "back-in-time",
            Self::NoCount => "no-count",
            Self::NotANumber => "not-a-number",
            Self::Negative => "negative",
            Self::TooLarge => "too-large",
        }
    }
}

/// Why lines that can all be read make no curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCurve {
    /// Lines have to be corrected or left out first.
    FaultyLines,
    /// Nobody came.
    NothingButZero,
    /// Longer than 2880 days.
    TooLong,
}

/// What came of a table with a [`Choice`].
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The curve, or why there is none.
    pub curve: Result<Curve, NoCurve>,
    /// Whether the lines followed something else than time, and were put in its order.
    pub put_in_order: bool,
    /// Lines that cannot be read, the first [`MOST_LINE_FAULTS`].
    pub faults: Vec<LineFault>,
    /// Further such lines.
    pub more_faults: usize,
}

/// The text of a file as spreadsheets and tools write them: UTF-8, UTF-16 with its mark, else Windows' western one.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = bytes[2..]
            .chunks_exact(2)
            .map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // Each byte is the character of that number, but for signs that no figure needs.
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}

#[cfg(test)]
mod tests;
