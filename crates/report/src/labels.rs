//! Where the words of a chart come from.

use crate::Numerals;

/// The names and titles that charts and tables show. They come from whoever holds the sentences, by message id.
pub struct Labels<'a> {
    /// Gives the text of a message id of [`Labels::IDS`].
    pub text: &'a dyn Fn(&str) -> String,
    /// What people call the parts of the site.
    pub names: &'a Names,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// What people call the parts of a site, each list in the network's order; a part without a name goes by its id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Stations.
    pub stations: Vec<String>,
    /// Caches.
    pub caches: Vec<String>,
    /// Waiting rooms.
    pub rooms: Vec<String>,
    /// Stocks.
    pub stocks: Vec<String>,
}

impl Labels<'_> {
    /// Every message id that is asked for: `chart.*` titles, `axis.*` what is counted, `line.*` names of lines, `mark.*`
    /// moments, `column.*` headings of the table.
    pub const IDS: &'static [&'static str] = &[
        "chart.crowd",
        "chart.requests",
        "chart.page-times",
        "chart.people",
        "chart.utilisation",
        "chart.waiting",
        "chart.errors",
        "chart.waiting-room",
        "chart.servers",
        "chart.cache-hits",
        "chart.stock",
        "axis.crowd",
        "axis.requests",
        "axis.page-times",
        "axis.people",
        "axis.utilisation",
        "axis.waiting",
        "axis.errors",
        "axis.waiting-room",
        "axis.servers",
        "axis.cache-hits",
        "axis.stock",
        "axis.day",
        "line.visits",
        "line.inside",
        "line.lost",
        "line.requests",
        "line.answered",
        "line.refused",
        "line.errors",
        "line.abandoned",
        "line.up",
        "line.paid",
        "line.p50",
        "line.p95",
        "line.p99",
        "mark.break",
        "mark.peak",
        "mark.recovery",
        "mark.target",
        "column.second",
        "column.clock",
        "column.visits",
        "column.inside",
        "column.served",
        "column.lost",
        "column.requests",
        "column.answered",
        "column.refused",
        "column.errors",
        "column.abandoned",
        "column.wasted",
        "column.reloads",
        "column.pages",
        "column.p50",
        "column.p95",
        "column.p99",
        "column.station.arrived",
        "column.station.served",
        "column.station.refused",
        "column.station.given-up",
        "column.station.busy",
        "column.station.line",
        "column.station.up",
        "column.machines",
        "column.blocked",
        "column.sold_out",
        "column.cache.hits",
        "column.cache.misses",
        "column.room.waiting",
        "column.stock.left",
    ];

    pub(crate) fn get(&self, id: &str) -> String {
        debug_assert!(Self::IDS.contains(&id), "{id} is not announced");
        (self.text)(id)
    }

    pub(crate) fn station(&self, index: usize, id: &str) -> String {
        Self::name(&self.names.stations, index, id)
    }

    /// A name from a list, or else the id.
    pub(crate) fn name(names: &[String], index: usize, id: &str) -> String {
        names
            .get(index)
            .filter(|n| !n.is_empty())
            .cloned()
            .unwrap_or_else(|| id.to_owned())
    }
}
