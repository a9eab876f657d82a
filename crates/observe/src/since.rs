//! What happened after a certain moment: a run without its beginning.

use crate::{Ledger, Observations, Outcome, RequestOutcome, Tally, VisitOutcome};

impl Observations {
    /// What happened after the end of `before`, which is the same run up to an earlier moment: same network, same seed, steps
    /// of the same length, a shorter horizon. Seconds are counted from that moment. Whoever was there then counts as having
    /// come, so that everybody still ends exactly once. Details are left out.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let step = before.steps();
        let ledger = &before.ledger;
        Self {
            horizon_s: self.horizon_s.saturating_sub(before.horizon_s),
            step_s: self.step_s,
            ledger: self.ledger.since(ledger),
            series: self.series.rest_from(step),
            stations: self.stations.iter().map(|s| s.rest_from(step)).collect(),
            held: self.held.iter().map(|s| s.rest_from(step)).collect(),
            caches: self.caches.iter().map(|s| s.rest_from(step)).collect(),
            gates: self.gates.iter().map(|s| s.rest_from(step)).collect(),
            rooms: self.rooms.iter().map(|s| s.rest_from(step)).collect(),
            stocks: self.stocks.iter().map(|s| s.rest_from(step)).collect(),
            clients: self.clients.iter().map(|s| s.rest_from(step)).collect(),
            detail: None,
            page_times: self.page_times.since(&before.page_times),
            response_times: self.response_times.since(&before.response_times),
            events: self.events.saturating_sub(before.events),
        }
    }
}

impl Ledger {
    fn since(&self, before: &Self) -> Self {
        let streams = self.by_stream.iter().zip(&before.by_stream);
        let regions = self.bytes_by_region.iter().zip(&before.bytes_by_region);
        Self {
            visits: self.visits.since(&before.visits, VisitOutcome::Unfinished),
            machines: self
                .machines
                .since(&before.machines, VisitOutcome::Unfinished),
            by_stream: streams
                .map(|(now, then)| now.since(then, VisitOutcome::Unfinished))
                .collect(),
            requests: self
                .requests
                .since(&before.requests, RequestOutcome::Unfinished),
            calls: self.calls.since(&before.calls, RequestOutcome::Unfinished),
            jobs: self.jobs.since(&before.jobs, RequestOutcome::Unfinished),
            shared: self.shared.saturating_sub(before.shared),
            served_slowly: self.served_slowly.saturating_sub(before.served_slowly),
            pages_loaded: self.pages_loaded.saturating_sub(before.pages_loaded),
            reloads: self.reloads.saturating_sub(before.reloads),
            files: self.files.saturating_sub(before.files),
            bytes: self.bytes.saturating_sub(before.bytes),
            bytes_by_region: regions
                .map(|(now, then)| now.saturating_sub(*then))
                .collect(),
            wasted: self.wasted.saturating_sub(before.wasted),
            value_cents: self.value_cents.saturating_sub(before.value_cents),
            // Those of the earlier moment have ended since, or are still stuck.
            stuck: self.stuck,
            lost_at: (0..self.lost_at.len())
                .map(|page| {
                    let then = before.lost_at.get(page).copied().unwrap_or(0);
                    self.lost_at[page].saturating_sub(then)
                })
                .collect(),
        }
    }
}

impl<O: Outcome> Tally<O> {
    fn since(&self, before: &Self, unfinished: O) -> Self {
        let mut since = self.clone();
        since.arrived = (self.arrived + before.of(unfinished)).saturating_sub(before.arrived);
        for outcome in O::ALL.iter().filter(|o| o.index() != unfinished.index()) {
            since.take(*outcome, before.of(*outcome));
        }
        since
    }
}
