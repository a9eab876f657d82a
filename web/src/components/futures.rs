//! What may come out in other futures of a plan, on the charts of the one that was rehearsed.

use onrush_report::{Chart, ChartId, Line, Stroke, Tone};
use onrush_runner::Findings;
use onrush_study::Band;
use onrush_words::Words;

use crate::charts::Plot;

/// Keys of the lines that bound the futures.
const ENDS: [&str; 2] = ["futures-low", "futures-high"];

/// The curve of the futures that belongs on a chart.
fn band(chart: ChartId, found: &Findings) -> Option<&Band> {
    let Findings::Chances(chances) = found else {
        return None;
    };
    let futures = chances.futures.as_ref()?;
    match chart {
        ChartId::People => Some(&futures.inside),
        ChartId::Requests => Some(&futures.requests),
        _ => None,
    }
}

/// Adds the middle of all futures to a chart, and between what eight in ten of them lie.
pub(crate) fn add(chart: &mut Chart, found: Option<&Findings>, words: Words) {
    let Some(band) = found.and_then(|found| band(chart.id, found)) else {
        return;
    };
    let steps = chart.lines.first().map_or(0, |line| line.values.len());
    let line = |key: &str, stroke: Stroke, column: &[f32]| Line {
        key: key.to_owned(),
        name: words.t(&format!("chart.{key}")),
        tone: Tone::Station(4),
        stroke,
        values: spread(column, steps),
        zero_is_gap: false,
    };
    chart.lines.extend([
        line("futures-middle", Stroke::Dashed, &band.middle),
        line(ENDS[1], Stroke::Dotted, &band.high),
        line(ENDS[0], Stroke::Dotted, &band.low),
    ]);
}

/// A column of equal stretches as one value for each of so many steps of the same time.
pub(crate) fn spread(column: &[f32], steps: usize) -> Vec<f32> {
    (0..steps)
        .map(|step| {
            let place = (2 * step + 1) * column.len() / (2 * steps);
            column.get(place).copied().unwrap_or(f32::NAN)
        })
        .collect()
}

/// The surface between the ends of the futures as the points of a polygon, where both are on a chart and shown.
pub(crate) fn surface(plot: &Plot, chart: &Chart, hidden: &[String]) -> Option<String> {
    const POINTS: u32 = 240;
    let end = |key: &str| {
        let shown = !hidden.iter().any(|one| one == key);
        chart.lines.iter().find(|line| shown && line.key == key)
    };
    let (low, high) = (end(ENDS[0])?, end(ENDS[1])?);
    let (from, to) = (plot.second_at(plot.left), plot.second_at(plot.right));
    let at = |n: u32| from + (to.saturating_sub(from)) * n / POINTS;
    let point = |line: &Line, second: u32| {
        let value = line.at(step(chart, second))?;
        let y = plot.y_of(value).clamp(plot.top, plot.bottom);
        Some(format!("{:.1},{y:.1}", plot.within(plot.x_of(second))))
    };
    let above = (0..=POINTS).filter_map(|n| point(high, at(n)));
    let below = (0..=POINTS).rev().filter_map(|n| point(low, at(n)));
    let all: Vec<String> = above.chain(below).collect();
    (all.len() > 3).then(|| all.join(" "))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "steps of a run"
)]
fn step(chart: &Chart, second: u32) -> usize {
    (f64::from(second) / chart.step_s.max(1e-9)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_spread_evenly_over_the_steps() {
        assert_eq!(spread(&[1.0, 2.0], 4), [1.0, 1.0, 2.0, 2.0]);
        assert_eq!(spread(&[1.0, 2.0, 3.0, 4.0], 2), [2.0, 4.0]);
        assert!(spread(&[], 1)[0].is_nan());
        assert!(spread(&[1.0], 0).is_empty());
    }
}
