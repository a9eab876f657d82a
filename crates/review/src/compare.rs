//! Forecast and fact side by side, and how good the forecast was.

use serde::{Deserialize, Serialize};

use crate::{Actual, Crowd, Unit};

/// Fewest measured bins that say anything about peak and shape.
pub const LEAST_BINS: usize = 3;

/// About so many bins are compared.
const BINS: f64 = 240.0;

/// Lengths of a bin that people can read, in seconds.
const LENGTHS: [u32; 16] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400,
];

/// So many have to be in a peak for its height to be more than chance (5 %).
const ENOUGH_IN_PEAK: f64 = 400.0;

/// One stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// What was forecast.
    pub forecast: f64,
    /// What was counted; `None`: not measured.
    pub actual: Option<f64>,
}

/// Forecast and fact, bin by bin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What both count.
    pub unit: Unit,
    /// Length of a bin, in seconds: as the file has it, or whole multiples.
    pub every_s: u32,
    /// The second of the plan at which the first bin begins.
    pub from_s: u32,
    /// All bins within the plan.
    pub bins: Vec<Bin>,
    /// How good the forecast was.
    pub score: Result<Score, NotComparable>,
}

/// Why there is no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotComparable {
    /// Nothing was measured within the plan's time.
    NoOverlap,
    /// Fewer than [`LEAST_BINS`] bins were measured within it: the file counts in longer steps than the plan needs.
    TooFew,
    /// By the forecast nobody comes in the time that was measured.
    NothingForecast,
    /// Nobody came.
    NobodyCame,
}

impl NotComparable {
    /// A stable name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoOverlap => "no-overlap",
            Self::TooFew => "too-few",
            Self::NothingForecast => "nothing-forecast",
            Self::NobodyCame => "nobody-came",
        }
    }
}

/// How good the forecast was, over the bins that were measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// What was forecast, in all.
    pub forecast_total: f64,
    /// What was counted, in all.
    pub actual_total: f64,
    /// Fact over forecast.
    pub volume_ratio: f64,
    /// The forecast's peak, per second.
    pub forecast_peak_per_s: f64,
    /// The fact's peak, per second.
    pub actual_peak_per_s: f64,
    /// Fact over forecast.
    pub peak_ratio: f64,
    /// The middle of the forecast's peak, in seconds of the plan.
    pub forecast_peak_s: f64,
    /// The middle of the fact's peak, in seconds of the plan.
    pub actual_peak_s: f64,
    /// So much later the peak came than was forecast, in seconds; negative: earlier.
    pub peak_later_s: f64,
    /// Times of peaks are known to within so many seconds.
    pub within_s: f64,
    /// Share of all (0 to 1) who came at another time than was forecast, the difference in number left aside.
    pub shape_error: f64,
    /// Share of the plan's time that was measured (0 to 1).
    pub measured: f64,
}

/// The bins of a plan on which a measurement can be laid whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grid {
    /// Bins of the file in one of these.
    pub(crate) of: i64,
    pub(crate) every_s: i64,
    pub(crate) first_s: i64,
    pub(crate) bins: i64,
}

impl Grid {
    /// About `bins` of them.
    pub(crate) fn of(crowd: &Crowd, actual: &Actual, at_s: i64, bins: f64) -> Self {
        let wished = LENGTHS
            .into_iter()
            .find(|length| f64::from(*length) >= crowd.horizon_s / bins)
            .unwrap_or(86_400);
        let every = i64::from(actual.every_s);
        let of = i64::from(wished.div_ceil(actual.every_s).max(1));
        let every_s = every * of;
        let first_s = at_s.rem_euclid(every_s);
        #[expect(clippy::cast_possible_truncation, reason = "the length of a plan")]
        let horizon = crowd.horizon_s as i64;
        Self {
            of,
            every_s,
            first_s,
            bins: ((horizon - first_s).div_euclid(every_s)).max(0),
        }
    }

    /// Where a bin begins and ends, in seconds of the plan.
    pub(crate) fn ends(self, bin: i64) -> (f64, f64) {
        let from = self.first_s + bin * self.every_s;
        (from as f64, (from + self.every_s) as f64)
    }

    /// What was counted in a bin; `None` where a part of it was not measured.
    pub(crate) fn counted(self, actual: &Actual, at_s: i64, bin: i64) -> Option<f64> {
        let begin = self.first_s + bin * self.every_s - at_s;
        let first = usize::try_from(begin.div_euclid(i64::from(actual.every_s))).ok()?;
        let of = usize::try_from(self.of).ok()?;
        let counts = actual.counts.get(first..first.checked_add(of)?)?;
        counts
            .iter()
            .try_fold(0.0, |sum, count| Some(sum + (*count)?))
    }
}

/// Lays a measurement over the forecast, its first bin at second `at_s` of the plan.
///
/// Bins that are only partly within the plan, or only partly measured, are left out of the score.
#[must_use]
pub fn compare(crowd: &Crowd, actual: &Actual, at_s: i64) -> Comparison {
    let grid = Grid::of(crowd, actual, at_s, BINS);
    let bins: Vec<Bin> = (0..grid.bins)
        .map(|bin| {
            let (from, to) = grid.ends(bin);
            Bin {
                forecast: crowd.between(from, to),
                actual: grid.counted(actual, at_s, bin),
            }
        })
        .collect();
    Comparison {
        unit: crowd.unit,
        every_s: u32::try_from(grid.every_s).unwrap_or(u32::MAX),
        from_s: u32::try_from(grid.first_s).unwrap_or(0),
        score: score(&bins, grid, crowd.horizon_s),
        bins,
    }
}

fn score(bins: &[Bin], grid: Grid, horizon_s: f64) -> Result<Score, NotComparable> {
    let measured: Vec<(f64, f64)> = bins
        .iter()
        .filter_map(|bin| Some((bin.forecast, bin.actual?)))
        .collect();
    if measured.is_empty() {
        return Err(if bins.is_empty() {
            NotComparable::TooFew
        } else {
            NotComparable::NoOverlap
        });
    }
    if measured.len() < LEAST_BINS {
        return Err(NotComparable::TooFew);
    }
    let forecast_total: f64 = measured.iter().map(|m| m.0).sum();
    let actual_total: f64 = measured.iter().map(|m| m.1).sum();
    if forecast_total <= 1e-9 {
        return Err(NotComparable::NothingForecast);
    }
    if actual_total <= 0.0 {
        return Err(NotComparable::NobodyCame);
    }
    let every = grid.every_s as f64;
    let window = window(bins);
    let peak = |value: fn(&Bin) -> f64| {
        let mut best = (f64::NEG_INFINITY, 0);
        for (i, part) in bins.windows(window).enumerate() {
            if part.iter().any(|bin| bin.actual.is_none()) {
                continue;
            }
            let sum: f64 = part.iter().map(value).sum();
            if sum > best.0 {
                best = (sum, i);
            }
        }
        let middle = grid.first_s as f64 + every * (best.1 as f64 + window as f64 / 2.0);
        (best.0.max(0.0) / (every * window as f64), middle)
    };
    let (forecast_peak_per_s, forecast_peak_s) = peak(|bin| bin.forecast);
    let (actual_peak_per_s, actual_peak_s) = peak(|bin| bin.actual.unwrap_or(0.0));
    let differs = measured
        .iter()
        .map(|(f, a)| (f / forecast_total - a / actual_total).abs());
    Ok(Score {
        forecast_total,
        actual_total,
        volume_ratio: actual_total / forecast_total,
        forecast_peak_per_s,
        actual_peak_per_s,
        peak_ratio: actual_peak_per_s / forecast_peak_per_s.max(1e-12),
        forecast_peak_s,
        actual_peak_s,
        peak_later_s: actual_peak_s - forecast_peak_s,
        within_s: every,
        shape_error: differs.sum::<f64>() / 2.0,
        measured: (measured.len() as f64 * every / horizon_s).min(1.0),
    })
}

/// So many neighbouring bins make a peak: one where it holds enough people, more where chance would choose it, as long as there are
/// that many measured ones side by side.
fn window(bins: &[Bin]) -> usize {
    let fits = |n: usize| {
        bins.windows(n)
            .any(|part| part.iter().all(|bin| bin.actual.is_some()))
    };
    let most = |n: usize| {
        bins.windows(n)
            .filter(|part| part.iter().all(|bin| bin.actual.is_some()))
            .map(|part| part.iter().filter_map(|bin| bin.actual).sum::<f64>())
            .fold(0.0, f64::max)
    };
    [1, 3, 5, 9]
        .into_iter()
        .filter(|n| *n == 1 || (*n * 8 <= bins.len() && fits(*n)))
        .find(|n| most(*n) >= ENOUGH_IN_PEAK)
        .or_else(|| {
            [9, 5, 3, 1]
                .into_iter()
                .find(|n| *n * 8 <= bins.len() && fits(*n))
        })
        .unwrap_or(1)
}
