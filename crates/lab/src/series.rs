//! From sums at marks to a series.

use onrush_observe::{ClientSums, Detail, StationSums};

use crate::lower::Lowered;
use crate::model::LabFile;
use crate::results::{ClassSeries, SeriesResult, StationSeries};

/// The marks of a series: 0, one step, two steps … and the end of the run.
pub(crate) fn marks(duration_s: f64, step_s: f64) -> Vec<f64> {
    let mut marks = vec![0.0];
    let mut i = 1.0;
    // A step that would end with the run up to rounding is its last.
    while i * step_s < duration_s * (1.0 - 1e-12) {
        marks.push(i * step_s);
        i += 1.0;
    }
    marks.push(duration_s);
    marks
}

/// Means over the replications of what happened between the marks.
pub(crate) fn series(
    file: &LabFile,
    lowered: &Lowered,
    step_s: f64,
    runs: &[&Detail],
) -> SeriesResult {
    let n = runs.len().max(1) as f64;
    let stations = file
        .stations
        .iter()
        .zip(&lowered.station_at)
        .map(|((name, _), at)| {
            let mut s = StationSeries::default();
            for run in runs {
                let sums = &run.stations[*at].at;
                add(&mut s.arrived, sums, n, |a: &StationSums| a.arrived as f64);
                add(&mut s.served, sums, n, |a| a.served as f64);
                add(&mut s.refused, sums, n, |a| a.refused as f64);
                add(&mut s.abandoned, sums, n, |a| a.given_up as f64);
                add(&mut s.mean_in_station, sums, n, |a| a.busy_s + a.line_s);
            }
            if let Some(run) = runs.first() {
                for (mean, mark) in s.mean_in_station.iter_mut().zip(run.marks_s.windows(2)) {
                    *mean /= mark[1] - mark[0];
                }
            }
            (name.clone(), s)
        });
    let classes = file
        .classes
        .iter()
        .zip(&lowered.class_at)
        .map(|((name, _), at)| {
            let mut c = ClassSeries::default();
            for run in runs {
                let sums = &run.clients[*at].at;
                add(&mut c.started, sums, n, |a: &ClientSums| a.started as f64);
                add(&mut c.completed, sums, n, |a| a.completed as f64);
                add(&mut c.failed, sums, n, |a| a.failed as f64);
                add(&mut c.retried, sums, n, |a| a.retried as f64);
            }
            (name.clone(), c)
        });
    SeriesResult {
        step_s,
        stations: stations.collect(),
        classes: classes.collect(),
    }
}

/// Adds one replication's share of each step to a column.
fn add<T>(column: &mut Vec<f64>, sums: &[T], replications: f64, of: impl Fn(&T) -> f64) {
    column.resize(sums.len().saturating_sub(1), 0.0);
    for (value, pair) in column.iter_mut().zip(sums.windows(2)) {
        *value += (of(&pair[1]) - of(&pair[0])) / replications;
    }
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn the_last_step_ends_with_the_run() {
        assert_eq!(marks(10.0, 5.0), [0.0, 5.0, 10.0]);
        assert_eq!(marks(10.0, 4.0), [0.0, 4.0, 8.0, 10.0]);
        assert_eq!(marks(10.0, 40.0), [0.0, 10.0]);
        assert_eq!(
            marks(0.3, 0.1).len(),
            4,
            "0.1 three times is more than 0.3 by the last bit"
        );
        assert_eq!(marks(100.0, 0.1).len(), 1_001);
    }
}
