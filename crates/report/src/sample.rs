//! From thousands of steps to one column per pixel, without losing a single spike.

use crate::Line;

/// What a line does within one column of pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Position of its middle along the axis, 0 (left edge) to 1 (right edge).
    pub at: f64,
    /// Smallest value.
    pub min: f32,
    /// Largest value.
    pub max: f32,
    /// Mean of the values.
    pub mean: f32,
}

/// Cuts the steps of `line` that lie between two seconds into at most `columns` columns, each with its smallest, largest
/// and mean value; where there are fewer steps than columns, each step is one. A new run begins after each gap.
#[must_use]
pub fn sample(
    line: &Line,
    step_s: f64,
    from_s: f64,
    to_s: f64,
    columns: usize,
) -> Vec<Vec<Column>> {
    let mut runs: Vec<Vec<Column>> = Vec::new();
    let span = to_s - from_s;
    if columns == 0 || step_s.is_nan() || step_s <= 0.0 || span.is_nan() || span <= 0.0 {
        return runs;
    }
    let (first, end) = (
        index(from_s / step_s),
        index((to_s / step_s).ceil()).min(line.values.len()),
    );
    if first >= end {
        return runs;
    }
    // Columns are whole numbers of steps counted from the run's start, so that they do not shimmer while panning.
    let per_column = (end - first).div_ceil(columns);
    let mut broken = true;
    let mut start = first - first % per_column;
    while start < end {
        let stop = (start + per_column).min(line.values.len());
        let (mut min, mut max, mut sum, mut n) = (f32::INFINITY, f32::NEG_INFINITY, 0.0, 0.0);
        for value in line.values[start..stop]
            .iter()
            .filter_map(|v| line.measured(*v))
        {
            min = min.min(value);
            max = max.max(value);
            sum += f64::from(value);
            n += 1.0;
        }
        if n == 0.0 {
            broken = true;
        } else {
            if std::mem::take(&mut broken) {
                runs.push(Vec::new());
            }
            let middle = real(start + stop) / 2.0 * step_s;
            #[expect(clippy::cast_possible_truncation, reason = "a mean of f32")]
            let mean = (sum / n) as f32;
            if let Some(run) = runs.last_mut() {
                run.push(Column {
                    at: (middle - from_s) / span,
                    min,
                    max,
                    mean,
                });
            }
        }
        start += per_column;
    }
    runs
}

/// Smallest and largest value of `line` between two seconds; `None` where nothing was measured.
pub(crate) fn extent(line: &Line, step_s: f64, from_s: f64, to_s: f64) -> Option<(f32, f32)> {
    let end = index((to_s / step_s).ceil()).min(line.values.len());
    let steps = line.values.get(index(from_s / step_s)..end)?;
    steps
        .iter()
        .filter_map(|v| line.measured(*v))
        .fold(None, |range, v| {
            Some(range.map_or((v, v), |(low, high): (f32, f32)| (low.min(v), high.max(v))))
        })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn index(value: f64) -> usize {
    value.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "a number of steps")]
fn real(n: usize) -> f64 {
    n as f64
}
