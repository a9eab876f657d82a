//! From what was observed to what is drawn.

use onrush_observe::Observations;

use crate::chart::changes_size;
use crate::csv::units_left;
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
        ChartId::Errors => (Unit::Count, builder.errors()),
        ChartId::WaitingRoom => (Unit::Count, builder.rooms()),
        ChartId::Servers => (Unit::Count, builder.servers()),
        ChartId::CacheHits => (Unit::Percent, builder.cache_hits()),
        ChartId::Stock => (Unit::Count, builder.stocks()),
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

/// All charts that a run has anything for, in the order in which they are shown.
#[must_use]
pub fn charts(observed: &Observations, moments: &Moments, labels: &Labels) -> Vec<Chart> {
    ChartId::ALL
        .iter()
        .filter(|id| id.is_in(observed))
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

/// A line among several of a kind, told apart by colour and stroke.
fn one_of_many(place: usize, key: &str, name: String, values: Vec<f32>) -> Line {
    Line {
        key: key.to_owned(),
        name,
        tone: Tone::Station(place),
        stroke: [Stroke::Solid, Stroke::Dashed, Stroke::Dotted][place % 3],
        values,
        zero_is_gap: false,
    }
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

    fn errors(&self) -> Vec<Line> {
        let s = &self.observed.series;
        [
            ("refused", Tone::Refused, Stroke::Solid, &s.refused),
            ("errors", Tone::Errors, Stroke::Dashed, &s.errors),
            ("abandoned", Tone::Abandoned, Stroke::Dotted, &s.abandoned),
        ]
        .into_iter()
        .map(|(key, tone, stroke, counts)| self.line(key, tone, stroke, self.per_second(counts)))
        .collect()
    }

    fn rooms(&self) -> Vec<Line> {
        let rooms = self.observed.rooms.iter().enumerate();
        rooms
            .map(|(i, room)| {
                let name = Labels::name(&self.labels.names.rooms, i, &room.id);
                one_of_many(i, &room.id, name, room.waiting.clone())
            })
            .collect()
    }

    fn servers(&self) -> Vec<Line> {
        let stations = self.observed.stations.iter().enumerate();
        let mut lines = Vec::new();
        for (i, station) in stations.filter(|(_, station)| changes_size(station)) {
            let name = self.labels.station(i, &station.id);
            let own = |kind: &str| format!("{name}: {}", self.labels.get(kind));
            let up = station.up.clone();
            lines.push(one_of_many(lines.len(), &station.id, own("line.up"), up));
            if !station.paid.is_empty() {
                let key = format!("{}/paid", station.id);
                let paid = station.paid.clone();
                lines.push(one_of_many(lines.len(), &key, own("line.paid"), paid));
            }
        }
        lines
    }

    fn cache_hits(&self) -> Vec<Line> {
        let caches = self.observed.caches.iter().enumerate();
        caches
            .map(|(i, cache)| {
                let share = |step: usize| {
                    let of = |counts: &[u32]| counts.get(step).copied().map_or(0.0, f32_of);
                    let hits = of(&cache.hits);
                    // Not a number where nobody asked, which is a gap.
                    hits / (hits + of(&cache.misses) + of(&cache.coalesced)) * 100.0
                };
                let shares = (0..cache.hits.len()).map(share).collect();
                let name = Labels::name(&self.labels.names.caches, i, &cache.id);
                one_of_many(i, &cache.id, name, shares)
            })
            .collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "drawn to within a pixel")]
    fn stocks(&self) -> Vec<Line> {
        let stocks = self.observed.stocks.iter().enumerate();
        stocks
            .map(|(i, stock)| {
                let left = units_left(stock).iter().map(|n| *n as f32).collect();
                let name = Labels::name(&self.labels.names.stocks, i, &stock.id);
                one_of_many(i, &stock.id, name, left)
            })
            .collect()
    }

    fn stations(
        &self,
        values: impl Fn(&onrush_observe::StationSeries) -> Option<Vec<f32>>,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for (index, station) in self.observed.stations.iter().enumerate() {
            let Some(values) = values(station) else {
                continue;
            };
            let name = self.labels.station(index, &station.id);
            lines.push(one_of_many(lines.len(), &station.id, name, values));
        }
        lines
    }
}
