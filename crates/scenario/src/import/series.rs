//! A table as a series with its date, for laying over a plan: bins as they were counted, and which of them were not.

use super::assemble::{Collected, distance};
use super::time::Stamp;
use super::{Choice, LineFault, MOST_LINE_FAULTS, NoCurve, Table};

/// Most bins of a series; longer ones are put together from neighbours.
pub const MOST_BINS: usize = 200_000;

/// Longest bin, in seconds.
const LONGEST_S: i64 = 86_400;

/// When a series begins, as its file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begin {
    /// Seconds since the beginning of 1970 on the clock of the file; without a date those since midnight.
    pub wall_s: i64,
    /// Whether there is a date.
    pub dated: bool,
    /// What that clock is ahead of UTC, in seconds, where the file says so.
    pub ahead_s: Option<i64>,
}

/// What was counted, bin by bin.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// When the first bin began; `None`: the file does not say.
    pub from: Option<Begin>,
    /// Length of a bin, in seconds (1 to 86,400).
    pub every_s: u32,
    /// What was counted in each; `None`: the file has no line for it.
    pub counts: Vec<Option<f64>>,
}

/// What came of a table with a [`Choice`].
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesReading {
    /// The series, or why there is none.
    pub series: Result<Series, NoCurve>,
    /// Whether the lines followed something else than time, and were put in its order.
    pub put_in_order: bool,
    /// Lines that cannot be read, the first [`MOST_LINE_FAULTS`].
    pub faults: Vec<LineFault>,
    /// Further such lines.
    pub more_faults: usize,
}

impl Table {
    /// The series that this choice of columns makes, and the lines that are in its way. [`Choice::every_s`] is only the distance of
    /// lines without a time: bins are as they were counted.
    ///
    /// ```
    /// use onrush_scenario::import::Table;
    /// let table = Table::read("time,visits\n2024-03-01 20:00,10\n2024-03-01 20:05,40\n2024-03-01 20:20,5\n")?;
    /// let series = table.series(&table.guess()).series.unwrap();
    /// assert_eq!(series.every_s, 300);
    /// assert_eq!(series.counts, [Some(10.0), Some(40.0), None, None, Some(5.0)]);
    /// # Ok::<(), onrush_scenario::import::Refusal>(())
    /// ```
    #[must_use]
    pub fn series(&self, choice: &Choice) -> SeriesReading {
        let collected = self.collected(choice);
        let more_faults = collected.faults.len().saturating_sub(MOST_LINE_FAULTS);
        let series = if collected.faults.is_empty() || choice.leave_out {
            self.binned(&collected, choice)
        } else {
            Err(NoCurve::FaultyLines)
        };
        let mut faults = collected.faults;
        faults.truncate(MOST_LINE_FAULTS);
        SeriesReading {
            series,
            put_in_order: collected.put_in_order,
            faults,
            more_faults,
        }
    }

    fn binned(&self, collected: &Collected, choice: &Choice) -> Result<Series, NoCurve> {
        let counts = &collected.counts;
        let Some((first, last)) = counts.first().zip(counts.last()) else {
            return Err(NoCurve::NothingButZero);
        };
        let found_s = distance(counts, choice);
        let length = last.at_s - first.at_s + found_s;
        if found_s > LONGEST_S {
            return Err(NoCurve::TooLong);
        }
        let every = found_s.max(1);
        let most = i64::try_from(MOST_BINS).unwrap_or(i64::MAX);
        let times = (length / every / most + 1).max(1);
        let every = every * times;
        if every > LONGEST_S {
            return Err(NoCurve::TooLong);
        }
        let bins = usize::try_from(length.div_euclid(every) + 1).unwrap_or(0);
        let mut series: Vec<Option<f64>> = vec![None; bins.min(MOST_BINS + 1)];
        for count in counts {
            let begin = count.at_s - first.at_s;
            let place = usize::try_from(begin.div_euclid(every)).unwrap_or(usize::MAX);
            if let Some(bin) = series.get_mut(place) {
                *bin = Some(bin.unwrap_or(0.0) + count.visits);
            }
        }
        while series.last() == Some(&None) {
            series.pop();
        }
        if series.iter().flatten().sum::<f64>() <= 0.0 {
            return Err(NoCurve::NothingButZero);
        }
        let from = collected.from.map(Stamp::begin);
        let numbered = choice.time.and_then(|i| self.columns().get(i)?.numbers_s);
        let from = from.or_else(|| {
            // Numbered from the first of the day that the file names; the number of the first line is counted in.
            let step = i64::from(numbered?);
            let row = self.rows().get(first.row)?;
            let number: i64 = row.cells.get(choice.time?)?.trim().parse().ok()?;
            Some(Begin {
                wall_s: self
                    .begins()?
                    .checked_mul(86_400)?
                    .checked_add(number.checked_mul(step)?)?,
                dated: true,
                ahead_s: None,
            })
        });
        Ok(Series {
            from,
            every_s: u32::try_from(every).unwrap_or(86_400),
            counts: series,
        })
    }
}

impl Stamp {
    fn begin(self) -> Begin {
        Begin {
            wall_s: self.wall_s,
            dated: self.dated,
            ahead_s: self.ahead_s,
        }
    }
}

#[cfg(test)]
mod tests;
