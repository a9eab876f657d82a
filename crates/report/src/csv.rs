//! The series of a run as a table: one row per step, for spreadsheets.

use std::fmt::Write;

use onrush_observe::{Observations, StockSeries};

use crate::Labels;

type Column<'a> = (String, Box<dyn Fn(usize) -> String + 'a>);

/// The series as comma-separated values (RFC 4180, lines end in CR LF, numbers with a decimal point): a row of headings,
/// then for each step its first second, the local time, what the visitors saw, and what each station did.
///
/// Counts are of events within the step, levels are taken at its end, means are over the step; page times are empty where
/// no page loaded. `clock_start_s` is the local time of day at which the run begins, in seconds since midnight.
#[must_use]
pub fn csv(observed: &Observations, clock_start_s: u32, labels: &Labels) -> String {
    let columns = columns(observed, clock_start_s, labels);
    let mut table = String::new();
    row(
        &mut table,
        columns.iter().map(|(heading, _)| heading.clone()),
    );
    for step in 0..observed.steps() {
        row(&mut table, columns.iter().map(|(_, cell)| cell(step)));
    }
    table
}

fn columns<'a>(observed: &'a Observations, clock_start_s: u32, labels: &Labels) -> Vec<Column<'a>> {
    let second = move |step: usize| u64::from(observed.step_s) * step as u64;
    let mut columns: Vec<Column<'a>> = vec![
        (
            labels.get("column.second"),
            Box::new(move |step| second(step).to_string()),
        ),
        (
            labels.get("column.clock"),
            #[expect(clippy::cast_precision_loss, reason = "seconds of a run")]
            Box::new(move |step| crate::axis::clock_time(clock_start_s, second(step) as f64, true)),
        ),
    ];
    let s = &observed.series;
    for (key, counts) in [
        ("visits", &s.visits),
        ("inside", &s.inside),
        ("served", &s.served),
        ("lost", &s.lost),
        ("requests", &s.requests),
        ("answered", &s.answered),
        ("refused", &s.refused),
        ("errors", &s.errors),
        ("abandoned", &s.abandoned),
        ("wasted", &s.wasted),
        ("reloads", &s.reloads),
        ("pages", &s.pages),
        ("machines", &s.machines),
        ("blocked", &s.blocked),
        ("sold_out", &s.sold_out),
    ] {
        columns.push((labels.get(&format!("column.{key}")), cells(counts)));
    }
    for (key, times) in [
        ("p50", &s.page_p50_ms),
        ("p95", &s.page_p95_ms),
        ("p99", &s.page_p99_ms),
    ] {
        // Kept in milliseconds, given in seconds, as the heading says; nothing when no page loaded.
        let cell = move |step| {
            let ms = times.get(step).copied().filter(|ms: &u32| *ms > 0);
            ms.map_or_else(String::new, |ms| format!("{}.{:03}", ms / 1000, ms % 1000))
        };
        columns.push((labels.get(&format!("column.{key}")), Box::new(cell)));
    }
    for (index, station) in observed.stations.iter().enumerate() {
        let name = labels.station(index, &station.id);
        let heading =
            |key: &str| format!("{name}: {}", labels.get(&format!("column.station.{key}")));
        columns.push((heading("arrived"), cells(&station.arrived)));
        columns.push((heading("served"), cells(&station.served)));
        columns.push((heading("refused"), cells(&station.refused)));
        columns.push((heading("given-up"), cells(&station.given_up)));
        columns.push((heading("busy"), cells(&station.busy)));
        columns.push((heading("line"), cells(&station.line)));
        if !station.up.is_empty() {
            columns.push((heading("up"), cells(&station.up)));
        }
    }
    beside(&mut columns, observed, labels);
    columns
}

/// What stands beside the stations: caches, waiting rooms, stocks.
fn beside<'a>(columns: &mut Vec<Column<'a>>, observed: &'a Observations, labels: &Labels) {
    let heading = |name: String, key: &str| format!("{name}: {}", labels.get(key));
    for (i, cache) in observed.caches.iter().enumerate() {
        let name = || Labels::name(&labels.names.caches, i, &cache.id);
        columns.push((heading(name(), "column.cache.hits"), cells(&cache.hits)));
        columns.push((heading(name(), "column.cache.misses"), cells(&cache.misses)));
    }
    for (i, room) in observed.rooms.iter().enumerate() {
        let name = Labels::name(&labels.names.rooms, i, &room.id);
        columns.push((heading(name, "column.room.waiting"), cells(&room.waiting)));
    }
    for (i, stock) in observed.stocks.iter().enumerate() {
        let name = Labels::name(&labels.names.stocks, i, &stock.id);
        let left = units_left(stock);
        let cell = move |step: usize| left.get(step).map_or_else(String::new, u64::to_string);
        columns.push((heading(name, "column.stock.left"), Box::new(cell)));
    }
}

/// Units of a stock at the end of each step.
pub(crate) fn units_left(stock: &StockSeries) -> Vec<u64> {
    let steps = stock.taken.iter().zip(&stock.returned);
    let left = steps.scan(stock.units, |left, (taken, returned)| {
        *left = (*left + u64::from(*returned)).saturating_sub(u64::from(*taken));
        Some(*left)
    });
    left.collect()
}

fn cells<'a, T: ToString>(values: &'a [T]) -> Box<dyn Fn(usize) -> String + 'a> {
    Box::new(move |step| values.get(step).map_or_else(String::new, T::to_string))
}

fn row(table: &mut String, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            table.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            // Writing to a string cannot fail.
            let _ = write!(table, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            table.push_str(&cell);
        }
    }
    table.push_str("\r\n");
}
