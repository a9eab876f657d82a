//! What a solver writes.
//!
//! [`Observations`] is everything that is known of a run afterwards: the [`Ledger`] in which every visit and every request
//! ends exactly once, [`Series`] with one value per time step, the same for each station ([`StationSeries`]) and for each
//! pair of stations where one is held while the other works ([`HeldSeries`]), and [`Histogram`]s of response times.
//!
//! Everything is counted in integers; the few means (busy servers, people in line) are a division of two integers, which
//! gives the same bits on every platform. So the whole can be reduced to one [`Observations::digest`], and two runs are the
//! same exactly when their digests are.
//!
//! # Example
//!
//! ```
//! use onrush_observe::{Ledger, VisitOutcome};
//!
//! let mut ledger = Ledger::for_streams(1);
//! ledger.visits.arrived = 3;
//! ledger.visits.end(VisitOutcome::Converted);
//! ledger.visits.end(VisitOutcome::Error);
//! assert_eq!(ledger.visits.missing(), 1, "one visit is not yet accounted for");
//! ledger.visits.end(VisitOutcome::Unfinished);
//! assert_eq!(ledger.visits.missing(), 0);
//! ```
//!
//! # Does not know about
//!
//! Networks, campaigns, charts, sentences, or how a run was made.

#![expect(
    clippy::inline_always,
    reason = "measured: the common path of the event loop is one function (docs/decisions/0008-the-hot-path.md)"
)]

mod detail;
mod digest;
mod histogram;
mod ledger;
mod series;
mod since;

pub use detail::{ClientDetail, ClientSums, Detail, StationDetail, StationSums};
pub use digest::Digester;
pub use histogram::{Histogram, StepHistogram};
pub use ledger::{Ledger, Outcome, RequestOutcome, Tally, VisitOutcome};
pub use series::{
    CacheSeries, ClientSeries, GateSeries, HeldSeries, RoomSeries, Series, StationSeries,
    StockSeries,
};

/// All that was observed in one run.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Observations {
    /// Length of the run, in seconds.
    pub horizon_s: u32,
    /// Length of one step of every series, in seconds. Series have `horizon_s / step_s` values, rounded up.
    pub step_s: u32,
    /// Who came and how it ended.
    pub ledger: Ledger,
    /// What the visitors saw, over time.
    pub series: Series,
    /// What each station did, in the network's order.
    pub stations: Vec<StationSeries>,
    /// Who was held waiting for whom, for each pair of stations where that can happen.
    pub held: Vec<HeldSeries>,
    /// What each cache did, in the network's order.
    pub caches: Vec<CacheSeries>,
    /// What each gate did.
    pub gates: Vec<GateSeries>,
    /// What each waiting room did.
    pub rooms: Vec<RoomSeries>,
    /// What became of each stock.
    pub stocks: Vec<StockSeries>,
    /// What each sender of bare requests saw.
    pub clients: Vec<ClientSeries>,
    /// Times and sums for statistics, when they were asked for.
    pub detail: Option<Detail>,
    /// Time from asking for a page to having all of it, for pages that loaded.
    pub page_times: Histogram,
    /// Time from sending a request to its answer, for requests answered while somebody was waiting.
    pub response_times: Histogram,
    /// Events that the solver processed.
    pub events: u64,
}

impl Observations {
    /// Number of values in every series.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.horizon_s.div_ceil(self.step_s) as usize
    }

    /// The step in which `second` lies.
    #[must_use]
    pub fn step_of(&self, second: u32) -> usize {
        ((second / self.step_s) as usize).min(self.steps().saturating_sub(1))
    }

    /// The series step for a run of `horizon_s`: one second up to three hours, then coarser, so that a series never has
    /// more than about ten thousand values.
    #[must_use]
    pub fn step_for(horizon_s: u32) -> u32 {
        [1, 2, 5, 10, 30, 60, 120, 300]
            .into_iter()
            .find(|step| horizon_s.div_ceil(*step) <= 10_800)
            .unwrap_or(600)
    }

    /// A fingerprint of ledger, series and histograms: equal exactly when the runs are.
    #[must_use]
    pub fn digest(&self) -> Digester {
        let mut d = Digester::new();
        d.number(u64::from(self.horizon_s));
        d.number(u64::from(self.step_s));
        self.ledger.digest(&mut d);
        self.series.digest(&mut d);
        self.stations.iter().for_each(|s| s.digest(&mut d));
        self.held.iter().for_each(|h| h.digest(&mut d));
        self.caches.iter().for_each(|c| c.digest(&mut d));
        self.gates.iter().for_each(|g| g.digest(&mut d));
        self.rooms.iter().for_each(|r| r.digest(&mut d));
        self.stocks.iter().for_each(|s| s.digest(&mut d));
        self.clients.iter().for_each(|c| c.digest(&mut d));
        if let Some(detail) = &self.detail {
            detail.digest(&mut d);
        }
        self.page_times.digest(&mut d);
        self.response_times.digest(&mut d);
        d.number(self.events);
        d
    }
}
