//! Visits that bring visits.

use onrush_network::{Network, Ticks};
use onrush_observe::VisitOutcome;

use super::Simulation;
use crate::parts::sharing::Sharing;
use crate::random::{Purpose, Sampler};

/// For each journey, whether and how its visitors bring others.
#[derive(Debug)]
pub(super) struct Bringing {
    all: Vec<Option<(Sharing, Sampler)>>,
}

impl Bringing {
    pub(super) fn new(network: &Network) -> Self {
        let of = |j: &onrush_network::Journey| {
            j.sharing
                .as_ref()
                .map(|s| (Sharing::new(s), Sampler::new(&s.delay)))
        };
        Self {
            all: network.journeys.iter().map(of).collect(),
        }
    }
}

impl Simulation {
    /// A visit has ended and tells others, who come later.
    pub(super) fn brings_others(&mut self, id: u32, outcome: VisitOutcome, now: Ticks) {
        let visit = *self.visits.get(id);
        let Some((sharing, delay)) = &mut self.bringing.all[visit.journey as usize] else {
            return;
        };
        let served = match outcome {
            VisitOutcome::Converted | VisitOutcome::Finished => true,
            // Who came too late was neither served nor let down.
            VisitOutcome::SoldOut | VisitOutcome::Unfinished => return,
            _ => false,
        };
        let number = sharing.brings(served, || visit.key.purpose(Purpose::Brings, 0));
        let delay = *delay;
        for n in 1..=u64::from(number) {
            let key = visit.key.purpose(Purpose::Brings, n);
            let at = now + delay.ticks(self.tables.clock, key);
            if at >= self.end {
                continue;
            }
            // A key of its own, from which nothing else is drawn.
            let key = key.number(n);
            let other = self
                .visits
                .enter(key, visit.stream, visit.journey, visit.region, now);
            self.visits.comes_later(other);
            self.set_timer(other, at);
        }
    }

    /// A visit that was brought comes.
    pub(super) fn brought_visit_comes(&mut self, id: u32, now: Ticks) {
        self.visits.comes(id, now);
        self.books.ledger.shared += 1;
        self.books.now.shared += 1;
        self.visit_comes(id, now);
    }
}
