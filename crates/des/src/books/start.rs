//! Opening the books.

use onrush_network::{Line, Network, Servers, Ticks};
use onrush_observe::{
    CacheSeries, ClientDetail, ClientSeries, Detail, GateSeries, HeldSeries, Histogram, Ledger,
    Observations, RoomSeries, Series, StationDetail, StationSeries, StepHistogram, StockSeries,
};

use super::{
    Ahead, Books, CacheBook, ClientBook, ClientTotals, Counts, GateBook, PairBook, PairTotals,
    RoomBook, RoomTotals, StationBook, StationTotals, StockBook,
};
use crate::compile::{StationTable, Tables};

impl Books {
    /// Empty books; with `marks_s`, in detail.
    pub(crate) fn new(network: &Network, tables: &Tables, marks_s: Option<&[f64]>) -> Self {
        let step_s = Observations::step_for(network.horizon_s);
        let steps = network.horizon_s.div_ceil(step_s) as usize;
        let regions = network
            .streams
            .iter()
            .filter_map(onrush_network::Stream::visit)
            .map(|(_, region)| region + 1)
            .max()
            .unwrap_or(1);
        let mut series = Series::default();
        series.reserve(steps);
        let detail = marks_s.map(|marks| detail(network, marks));
        let clock = tables.clock;
        let mut marks: Vec<Ticks> = marks_s
            .unwrap_or_default()
            .iter()
            .map(|s| clock.ticks(*s))
            .collect();
        onrush_network::sort_few(&mut marks);
        let mut books = Self {
            ledger: Ledger::for_streams_and_regions(network.streams.len(), regions),
            now: Counts::default(),
            stations: stations(tables, marks_s),
            pairs: vec![PairBook::default(); tables.pair_names.len()],
            clients: clients(network, marks_s),
            caches: vec![CacheBook::default(); network.caches.len()],
            gates: vec![GateBook::default(); network.gates.len()],
            rooms: vec![RoomBook::default(); network.rooms.len()],
            stocks: vec![StockBook::default(); network.stocks.len()],
            station_totals: station_totals(network, steps),
            pair_totals: pair_totals(tables, steps),
            client_totals: network
                .clients
                .iter()
                .map(|c| client(&c.id, steps))
                .collect(),
            cache_series: cache_series(network, steps),
            gate_series: gate_series(network, steps),
            room_totals: room_totals(network, steps),
            stock_series: stock_series(network, steps),
            later: Vec::with_capacity(1024),
            ahead: (0..tables.fifos).map(|_| Ahead::default()).collect(),
            answers: Vec::with_capacity(1024),
            held_until: Vec::with_capacity(64),
            page_times: Histogram::with_room(),
            page_times_now: StepHistogram::with_room(),
            response_times: Histogram::with_room(),
            series,
            detail,
            marks,
            passed: 0,
            watching: false,
            clock,
            to_units: Histogram::SECOND.trailing_zeros()
                - clock.ticks_per_second().trailing_zeros(),
            step_s,
            horizon_s: network.horizon_s,
            step_end_s: step_s.min(network.horizon_s),
            step_begin: 0,
            begin: 0,
            end: 0,
        };
        books.pass_marks();
        books.end = books.next_end();
        books
    }
}

fn cache_series(network: &Network, steps: usize) -> Vec<CacheSeries> {
    network
        .caches
        .iter()
        .map(|c| {
            let id = c.id.clone();
            let mut series = CacheSeries {
                id,
                ..CacheSeries::default()
            };
            series.reserve(steps);
            series
        })
        .collect()
}

fn gate_series(network: &Network, steps: usize) -> Vec<GateSeries> {
    network
        .gates
        .iter()
        .map(|g| {
            let id = g.id.clone();
            let mut series = GateSeries {
                id,
                ..GateSeries::default()
            };
            series.reserve(steps);
            series
        })
        .collect()
}

fn room_totals(network: &Network, steps: usize) -> Vec<RoomTotals> {
    network
        .rooms
        .iter()
        .map(|r| {
            let mut series = RoomSeries {
                id: r.id.clone(),
                ..RoomSeries::default()
            };
            series.reserve(steps);
            RoomTotals {
                series,
                ..RoomTotals::default()
            }
        })
        .collect()
}

fn stock_series(network: &Network, steps: usize) -> Vec<StockSeries> {
    network
        .stocks
        .iter()
        .map(|s| {
            let mut series = StockSeries {
                id: s.id.clone(),
                units: s.units,
                ..StockSeries::default()
            };
            series.reserve(steps);
            series
        })
        .collect()
}

fn stations(tables: &Tables, marks_s: Option<&[f64]>) -> Vec<StationBook> {
    let book = |table: &StationTable| {
        let mut book = StationBook {
            waits: histogram(marks_s),
            responses: histogram(marks_s),
            ..StationBook::default()
        };
        book.up.set(table.instances, 0);
        book.paid.set(table.instances, 0);
        book
    };
    tables.stations.iter().map(book).collect()
}

fn clients(network: &Network, marks_s: Option<&[f64]>) -> Vec<ClientBook> {
    let book = |_: &onrush_network::Client| ClientBook {
        responses: histogram(marks_s),
        ..ClientBook::default()
    };
    network.clients.iter().map(book).collect()
}

/// With room for every value where somebody watches, else empty.
fn histogram(marks_s: Option<&[f64]>) -> Histogram {
    match marks_s {
        Some(_) => Histogram::with_room(),
        None => Histogram::default(),
    }
}

fn detail(network: &Network, marks: &[f64]) -> Detail {
    let mut marks_s = marks.to_vec();
    marks_s.sort_by(f64::total_cmp);
    let station = || StationDetail {
        at: Vec::with_capacity(marks.len()),
        ..StationDetail::default()
    };
    let client = || ClientDetail {
        at: Vec::with_capacity(marks.len()),
        ..ClientDetail::default()
    };
    Detail {
        marks_s,
        stations: network.stations.iter().map(|_| station()).collect(),
        clients: network.clients.iter().map(|_| client()).collect(),
    }
}

fn station_totals(network: &Network, steps: usize) -> Vec<StationTotals> {
    network
        .stations
        .iter()
        .map(|s| {
            let mut series = StationSeries {
                id: s.id.clone(),
                servers: s.total_servers().unwrap_or(0),
                places: match (s.servers, s.line) {
                    (Servers::Finite(_), Line::Places(n)) => u64::from(n) * u64::from(s.instances),
                    _ => u64::MAX,
                },
                ..StationSeries::default()
            };
            series.reserve(steps);
            StationTotals {
                series,
                ..StationTotals::default()
            }
        })
        .collect()
}

fn pair_totals(tables: &Tables, steps: usize) -> Vec<PairTotals> {
    tables
        .pair_names
        .iter()
        .map(|&(holder, inner)| {
            let mut series = HeldSeries {
                holder: holder as usize,
                inner: inner as usize,
                ..HeldSeries::default()
            };
            series.reserve(steps);
            PairTotals {
                series,
                ..PairTotals::default()
            }
        })
        .collect()
}

fn client(id: &str, steps: usize) -> ClientTotals {
    let mut series = ClientSeries {
        id: id.to_owned(),
        ..ClientSeries::default()
    };
    series.reserve(steps);
    ClientTotals {
        series,
        ..ClientTotals::default()
    }
}
