//! Where the words of a chart come from.

use crate::Numerals;

/// The names and titles that charts and tables show. They come from whoever holds the sentences, by message id.
pub struct Labels<'a> {
    /// Gives the text of a message id of [`Labels::IDS`].
    pub text: &'a dyn Fn(&str) -> String,
    /// What people call each station, in the network's order; a station without one goes by its id.
    pub stations: &'a [String],
    /// How numbers are written.
    pub numerals: Numerals,
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
        "axis.crowd",
        "axis.requests",
        "axis.page-times",
        "axis.people",
        "axis.utilisation",
        "axis.waiting",
        "axis.day",
        "line.visits",
        "line.inside",
        "line.lost",
        "line.requests",
        "line.answered",
        "line.refused",
        "line.errors",
        "line.abandoned",
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
    ];

    pub(crate) fn get(&self, id: &str) -> String {
        debug_assert!(Self::IDS.contains(&id), "{id} is not announced");
        (self.text)(id)
    }

    pub(crate) fn station(&self, index: usize, id: &str) -> String {
        self.stations
            .get(index)
            .filter(|n| !n.is_empty())
            .cloned()
            .unwrap_or_else(|| id.to_owned())
    }
}
