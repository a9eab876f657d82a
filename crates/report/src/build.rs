//! From what was observed to what is drawn.

use onrush_observe::Observations;

use crate::{Chart, ChartId, Labels, Line, Mark, MarkKind, Place, Stroke, Tone, Unit};

/// What a chart shows beside the observations.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Local time of day at which the run begins, in seconds since midnight (0 to 86 399).
    pub clock_start_s: u32,
    /// The time in which 95 of 100 pages should be there, in seconds.
    pub page_target_s: Option<f64>,
    /// Second in which the first people are lost.
    pub break_s: Option<u32>,
    /// The busiest second.
    pub peak_s: Option<u32>,
    /// Second from which all is well again.
    pub recovery_s: Option<u32>,
}

/// The chart `id` of a run.
#[must_use]
pub fn chart(id: ChartId, observed: &Observations, moments: &Moments, labels: &Labels) -> Chart {
    let builder = Builder {
        observed,
        labels,
        step_s: f32_of(observed.step_s.max(1)),
    };
    let (unit, lines) = match id {
        ChartId::Crowd => (Unit::Count, builder.crowd()),
        ChartId::Requests => (Unit::Count, builder.requests()),
        ChartId::PageTimes => (Unit::Seconds, builder.page_times()),
        ChartId::People => (Unit::Count, builder.people()),
        ChartId::Utilisation => (Unit::Percent, builder.utilisation()),
        ChartId::Waiting => (Unit::Count, builder.waiting()),
    };
    Chart {
        id,
        title: labels.get(&format!("chart.{}", id.id())),
        axis: labels.get(&format!("axis.{}", id.id())),
        unit,
        horizon_s: f64::from(observed.horizon_s),
        step_s: f64::from(observed.step_s.max(1)),
        clock_start_s: moments.clock_start_s,
        lines,
        marks: marks(id, moments, labels),
        day: labels.get("axis.day"),
        numerals: labels.numerals,
    }
}

/// All charts of a run, in the order in which they are shown.
#[must_use]
pub fn charts(observed: &Observations, moments: &Moments, labels: &Labels) -> Vec<Chart> {
    ChartId::ALL
        .iter()
        .map(|id| chart(*id, observed, moments, labels))
        .collect()
}

fn marks(id: ChartId, moments: &Moments, labels: &Labels) -> Vec<Mark> {
    let moment = |second: Option<u32>, label, kind| {
        second.map(|s| Mark {
            at: Place::Second(f64::from(s)),
            label: labels.get(label),
            kind,
        })
    };
    let target = moments
        .page_target_s
        .filter(|t| id == ChartId::PageTimes && t.is_finite() && *t > 0.0);
    [
        // The peak is a peak of requests: on other charts it would point at nothing.
        moment(
            moments.peak_s.filter(|_| id == ChartId::Requests),
            "mark.peak",
            MarkKind::Peak,
        ),
        moment(moments.break_s, "mark.break", MarkKind::Break),
        moment(moments.recovery_s, "mark.recovery", MarkKind::Recovery),
        target.map(|t| Mark {
            at: Place::Value(t),
            label: labels.get("mark.target"),
            kind: MarkKind::Target,
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Builder<'a> {
    observed: &'a Observations,
    labels: &'a Labels<'a>,
    step_s: f32,
}

#[expect(clippy::cast_precision_loss, reason = "drawn to within a pixel")]
fn f32_of(n: u32) -> f32 {
    n as f32
}

impl Builder<'_> {
    fn line(&self, key: &str, tone: Tone, stroke: Stroke, values: Vec<f32>) -> Line {
        let name = self.labels.get(&format!("line.{key}"));
        Line {
            key: key.to_owned(),
            name,
            tone,
            stroke,
            values,
            zero_is_gap: false,
        }
    }

    /// Counts within a step as a rate per second.
    fn per_second(&self, counts: &[u32]) -> Vec<f32> {
        counts.iter().map(|n| f32_of(*n) / self.step_s).collect()
    }

    fn crowd(&self) -> Vec<Line> {
        let visits = self.per_second(&self.observed.series.visits);
        vec![self.line("visits", Tone::Crowd, Stroke::Area, visits)]
    }

    fn requests(&self) -> Vec<Line> {
        let s = &self.observed.series;
        [
            ("answered", Tone::Answered, Stroke::Area, &s.answered),
            ("requests", Tone::Requests, Stroke::Solid, &s.requests),
            ("refused", Tone::Refused, Stroke::Solid, &s.refused),
            ("errors", Tone::Errors, Stroke::Dashed, &s.errors),
            ("abandoned", Tone::Abandoned, Stroke::Dotted, &s.abandoned),
        ]
        .into_iter()
        .map(|(key, tone, stroke, counts)| self.line(key, tone, stroke, self.per_second(counts)))
        .collect()
    }

    fn page_times(&self) -> Vec<Line> {
        let s = &self.observed.series;
        [
            ("p95", Tone::P95, Stroke::Solid, &s.page_p95_ms),
            ("p50", Tone::P50, Stroke::Dashed, &s.page_p50_ms),
            ("p99", Tone::P99, Stroke::Dotted, &s.page_p99_ms),
        ]
        .into_iter()
        .map(|(key, tone, stroke, ms)| {
            let seconds = ms.iter().map(|ms| f32_of(*ms) / 1000.0).collect();
            Line {
                zero_is_gap: true,
                ..self.line(key, tone, stroke, seconds)
            }
        })
        .collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "drawn to within a pixel")]
    fn people(&self) -> Vec<Line> {
        let s = &self.observed.series;
        let inside = s.inside.iter().map(|n| f32_of(*n)).collect();
        let so_far = s.lost.iter().scan(0_u64, |sum, n| {
            *sum = sum.saturating_add(u64::from(*n));
            Some(*sum as f32)
        });
        vec![
            self.line("lost", Tone::Lost, Stroke::Solid, so_far.collect()),
            self.line("inside", Tone::Inside, Stroke::Area, inside),
        ]
    }

    fn utilisation(&self) -> Vec<Line> {
        self.stations(|station| {
            #[expect(clippy::cast_precision_loss, reason = "drawn to within a pixel")]
            let servers = station.servers as f32;
            (station.servers > 0)
                .then(|| station.busy.iter().map(|b| b / servers * 100.0).collect())
        })
    }

    fn waiting(&self) -> Vec<Line> {
        self.stations(|station| (station.servers > 0).then(|| station.line.clone()))
    }

    fn stations(
        &self,
        values: impl Fn(&onrush_observe::StationSeries) -> Option<Vec<f32>>,
    ) -> Vec<Line> {
        let mut drawn = 0;
        let mut lines = Vec::new();
        for (index, station) in self.observed.stations.iter().enumerate() {
            let Some(values) = values(station) else {
                continue;
            };
            lines.push(Line {
                key: station.id.clone(),
                name: self.labels.station(index, &station.id),
                tone: Tone::Station(drawn),
                stroke: [Stroke::Solid, Stroke::Dashed, Stroke::Dotted][drawn % 3],
                values,
                zero_is_gap: false,
            });
            drawn += 1;
        }
        lines
    }
}
