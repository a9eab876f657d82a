//! Keeping the books while the simulation runs.

use onrush_network::{Clock, Network, Servers, Ticks};
use onrush_observe::{HeldSeries, Histogram, Ledger, Observations, Series, StationSeries};

use crate::compile::Tables;

/// A level that changes now and then, and the area under it within the current step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gauge {
    pub(crate) level: u32,
    since: Ticks,
    area: u64,
}

impl Gauge {
    #[inline]
    pub(crate) fn up(&mut self, now: Ticks) {
        self.settle(now);
        self.level += 1;
    }

    #[inline]
    pub(crate) fn down(&mut self, now: Ticks) {
        self.settle(now);
        self.level -= 1;
    }

    #[inline]
    fn settle(&mut self, now: Ticks) {
        self.area += u64::from(self.level) * (now - self.since);
        self.since = now;
    }

    /// The mean over a step that ends now and was `length` long; begins the next step.
    #[expect(clippy::cast_possible_truncation, reason = "a mean to seven digits")]
    fn close(&mut self, now: Ticks, length: Ticks) -> f32 {
        self.settle(now);
        (std::mem::take(&mut self.area) as f64 / length as f64) as f32
    }
}

/// Books of one station: counts of the current step, and levels.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StationBook {
    pub(crate) arrived: u32,
    pub(crate) served: u32,
    pub(crate) refused: u32,
    pub(crate) given_up: u32,
    pub(crate) busy: Gauge,
    pub(crate) line: Gauge,
}

/// Books of one pair of stations.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PairBook {
    pub(crate) waiting: Gauge,
    pub(crate) in_service: Gauge,
}

/// Counts of the current step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) visits: u32,
    pub(crate) served: u32,
    pub(crate) lost: u32,
    pub(crate) requests: u32,
    pub(crate) answered: u32,
    pub(crate) refused: u32,
    pub(crate) errors: u32,
    pub(crate) abandoned: u32,
    pub(crate) wasted: u32,
    pub(crate) reloads: u32,
    pub(crate) pages: u32,
}

/// All books.
#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) ledger: Ledger,
    pub(crate) now: Counts,
    pub(crate) stations: Vec<StationBook>,
    pub(crate) pairs: Vec<PairBook>,
    page_times: Histogram,
    page_times_now: Histogram,
    response_times: Histogram,
    series: Series,
    station_series: Vec<StationSeries>,
    held_series: Vec<HeldSeries>,
    clock: Clock,
    step_s: u32,
    horizon_s: u32,
    /// End of the current step, in whole seconds.
    step_end_s: u32,
    step_begin: Ticks,
}

impl Recorder {
    pub(crate) fn new(network: &Network, tables: &Tables) -> Self {
        let step_s = Observations::step_for(network.horizon_s);
        let steps = network.horizon_s.div_ceil(step_s) as usize;
        let mut series = Series::default();
        series.reserve(steps);
        let station_series = network
            .stations
            .iter()
            .map(|s| {
                let mut series = StationSeries {
                    id: s.id.clone(),
                    servers: s.total_servers().unwrap_or(0),
                    places: match (s.servers, s.line) {
                        (Servers::Finite(_), onrush_network::Line::Places(n)) => {
                            u64::from(n) * u64::from(s.instances)
                        }
                        _ => u64::MAX,
                    },
                    ..StationSeries::default()
                };
                series.reserve(steps);
                series
            })
            .collect();
        let held_series = tables
            .pair_names
            .iter()
            .map(|&(holder, inner)| {
                let mut series = HeldSeries {
                    holder: holder as usize,
                    inner: inner as usize,
                    ..HeldSeries::default()
                };
                series.reserve(steps);
                series
            })
            .collect();
        Self {
            ledger: Ledger::for_streams(network.streams.len()),
            now: Counts::default(),
            stations: vec![StationBook::default(); network.stations.len()],
            pairs: vec![PairBook::default(); tables.pair_names.len()],
            page_times: Histogram::with_room(),
            page_times_now: Histogram::with_room(),
            response_times: Histogram::with_room(),
            series,
            station_series,
            held_series,
            clock: tables.clock,
            step_s,
            horizon_s: network.horizon_s,
            step_end_s: step_s.min(network.horizon_s),
            step_begin: 0,
        }
    }

    /// The second at which the current step ends.
    pub(crate) fn step_end_s(&self) -> u32 {
        self.step_end_s
    }

    #[inline]
    pub(crate) fn page_loaded(&mut self, took: Ticks) {
        let us = self.microseconds(took);
        self.page_times_now.add_us(us);
        self.now.pages += 1;
        self.ledger.pages_loaded += 1;
    }

    #[inline]
    pub(crate) fn answered(&mut self, took: Ticks) {
        let us = self.microseconds(took);
        self.response_times.add_us(us);
        self.now.answered += 1;
    }

    #[inline]
    fn microseconds(&self, ticks: Ticks) -> u64 {
        // 44 bits times 20 bits fit into 64.
        (ticks * 1_000_000) >> self.clock.ticks_per_second().trailing_zeros()
    }

    /// Ends the current step with so many visits on the site; true when it was the last one.
    pub(crate) fn close_step(&mut self, inside: u32) -> bool {
        let end = self.clock.start_of(self.step_end_s);
        let length = end - self.step_begin;
        let c = std::mem::take(&mut self.now);
        let s = &mut self.series;
        for (column, value) in [
            (&mut s.visits, c.visits),
            (&mut s.inside, inside),
            (&mut s.served, c.served),
            (&mut s.lost, c.lost),
            (&mut s.requests, c.requests),
            (&mut s.answered, c.answered),
            (&mut s.refused, c.refused),
            (&mut s.errors, c.errors),
            (&mut s.abandoned, c.abandoned),
            (&mut s.wasted, c.wasted),
            (&mut s.reloads, c.reloads),
            (&mut s.pages, c.pages),
        ] {
            column.push(value);
        }
        let h = &mut self.page_times_now;
        for (column, q) in [
            (&mut s.page_p50_ms, 0.50),
            (&mut s.page_p95_ms, 0.95),
            (&mut s.page_p99_ms, 0.99),
        ] {
            column.push(h.quantile_s(q).map_or(0, milliseconds));
        }
        if h.count() > 0 {
            self.page_times.merge(h);
            h.clear();
        }
        for (book, series) in self.stations.iter_mut().zip(&mut self.station_series) {
            series.arrived.push(std::mem::take(&mut book.arrived));
            series.served.push(std::mem::take(&mut book.served));
            series.refused.push(std::mem::take(&mut book.refused));
            series.given_up.push(std::mem::take(&mut book.given_up));
            series.busy.push(book.busy.close(end, length));
            series.line.push(book.line.close(end, length));
        }
        for (book, series) in self.pairs.iter_mut().zip(&mut self.held_series) {
            series.waiting.push(book.waiting.close(end, length));
            series.in_service.push(book.in_service.close(end, length));
        }
        self.step_begin = end;
        let last = self.step_end_s >= self.horizon_s;
        self.step_end_s = (self.step_end_s + self.step_s).min(self.horizon_s);
        last
    }

    /// Everything that was observed.
    pub(crate) fn finish(mut self, events: u64) -> Observations {
        self.page_times.trim();
        self.response_times.trim();
        Observations {
            horizon_s: self.horizon_s,
            step_s: self.step_s,
            ledger: self.ledger,
            series: self.series,
            stations: self.station_series,
            held: self.held_series,
            page_times: self.page_times,
            response_times: self.response_times,
            events,
            ..Observations::default()
        }
    }
}

/// To the nearest millisecond, at least one: zero stands for "no page".
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn milliseconds(seconds: f64) -> u32 {
    ((seconds * 1000.0 + 0.5) as u32).max(1)
}
