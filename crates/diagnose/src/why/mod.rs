//! Why it went wrong: from what was full, and whom it waited for, to the one thing that was at fault.
//!
//! People are lost at the doors (a filter, a block, a limit, a waiting room) or in the site. For the doors the books say at
//! which. In the site the root is the part that those who held others were waiting for (see [`crate::blame`]); what is at
//! fault is then looked for in this order: something that went wrong, attempts made again, what a cache did not hold, machines
//! among the visitors, an autoscaler, and at last the part's own size.

mod after;
mod behind;
mod caches;
mod doors;
pub(crate) mod evidence;
mod hurt;
mod incidents;
mod root;
mod site;

use onrush_network::{Network, put_in_order};
use onrush_observe::{Observations, VisitOutcome};
use onrush_scenario::{Labels, Scenario, StationRole};

use crate::cause::{Cause, CauseKind, Evidence, Watched, Why};
use crate::grid::{Grid, Stretch, Sums, sum_of};
use crate::people::Slowness;
use crate::{Figure, Finding, Verdict};

/// What is known when the question is asked.
pub(crate) struct Case<'a> {
    pub(crate) grid: Grid,
    pub(crate) scenario: &'a Scenario,
    pub(crate) network: &'a Network,
    pub(crate) seen: &'a Observations,
    pub(crate) labels: Labels,
    pub(crate) slowness: &'a Slowness,
    /// When each station was full.
    pub(crate) full: &'a [Vec<Stretch>],
    /// The same without work that nobody waits for.
    pub(crate) to_blame: &'a [Vec<Stretch>],
    /// Stations where nobody waits for what they do.
    pub(crate) background: &'a [bool],
    /// Stations without which a request fails.
    pub(crate) required: &'a [bool],
    pub(crate) verdict: Verdict,
    pub(crate) recovered_s: Option<u32>,
}

/// What is to blame for people lost or kept waiting, first what cost the most of them; nothing where all went well.
pub(crate) fn to_blame(case: &Case<'_>) -> Vec<Cause> {
    // Where hardly anybody was lost, what made pages slow is what matters, not a door.
    let mut causes = match case.verdict {
        Verdict::Holds => return Vec::new(),
        Verdict::HoldsSlowly => Vec::new(),
        Verdict::Breaks => doors::causes(case),
    };
    causes.extend(site::cause(case));
    put_in_order(&mut causes, |a, b| (b.people, a.kind) < (a.people, b.kind));
    causes
}

/// The whole answer, from what is to blame and what was found.
pub(crate) fn explain(case: &Case<'_>, mut causes: Vec<Cause>, findings: &[Finding]) -> Why {
    causes.extend(behind::causes(case, findings));
    let first = causes.first();
    Why {
        kept_by: first.and_then(|cause| after::kept_by(case, findings, cause)),
        ended_by: first.and_then(|cause| after::ended_by(case, findings, cause)),
        hurt: hurt::hurt(case),
        causes,
    }
}

impl Case<'_> {
    fn step(&self, second: f64) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates; the result is kept within the run"
        )]
        let step = (second.max(0.0) / f64::from(self.grid.step_s)) as usize;
        step.min(self.grid.steps)
    }

    /// From so many seconds before a step to so many after it.
    fn around(&self, step: usize, before_s: u32, after_s: u32) -> Stretch {
        let from = step
            .saturating_sub(self.grid.within(before_s))
            .min(self.grid.steps.saturating_sub(1));
        Stretch {
            from,
            until: (step + self.grid.within(after_s)).clamp(from, self.grid.steps),
        }
    }

    fn role(&self, station: usize) -> Option<StationRole> {
        self.labels.stations.get(station).copied()
    }

    fn lost_to(&self, outcomes: &[VisitOutcome]) -> u64 {
        self.seen.ledger.visits.of_any(outcomes)
    }

    /// Mean utilisation in a stretch; `None` for unlimited servers.
    #[expect(clippy::cast_precision_loss, reason = "servers and steps are few")]
    fn utilisation(&self, station: usize, at: Stretch) -> Option<f64> {
        let series = self.seen.stations.get(station)?;
        let capacity = series.servers as f64 * at.len() as f64;
        (capacity > 0.0).then(|| sum_of(&series.busy, at) / capacity)
    }

    /// Servers of `station` held by requests that were at or behind `inner`, as a share of the busy ones.
    fn held_share(&self, station: usize, inner: usize, at: Stretch) -> f64 {
        let busy = self
            .seen
            .stations
            .get(station)
            .map_or(0.0, |s| sum_of(&s.busy, at));
        let held = self
            .seen
            .held
            .iter()
            .find(|h| h.holder == station && h.inner == inner)
            .map_or(0.0, |h| sum_of(&h.waiting, at) + sum_of(&h.in_service, at));
        if busy > 0.0 { held / busy } else { 0.0 }
    }

    /// Stations that servers of `station` wait for, directly or through others, for a good part of their time.
    fn behind(&self, station: usize, at: Stretch) -> Vec<usize> {
        let mut found = vec![station];
        let mut next = 0;
        while let Some(&holder) = found.get(next) {
            for held in self.seen.held.iter().filter(|h| h.holder == holder) {
                if !found.contains(&held.inner)
                    && self.held_share(holder, held.inner, at) >= GOOD_PART
                {
                    found.push(held.inner);
                }
            }
            next += 1;
        }
        found.remove(0);
        found
    }

    fn evidence(&self, series: Watched, at: Stretch) -> Evidence {
        evidence::seen_in(self.grid, self.seen, series, at)
    }

    /// A cause that shows in this stretch.
    fn found(&self, kind: CauseKind, at: Stretch) -> Cause {
        Cause {
            kind,
            station: None,
            incident: None,
            place: None,
            holder: None,
            from_s: self.grid.second(at.from),
            until_s: self.grid.over(at),
            people: 0,
            figures: Vec::new(),
            evidence: Vec::new(),
        }
    }
}

/// Share of a part's busy servers from which another holds a good part of them.
const GOOD_PART: f64 = 0.3;

/// The sum of a column within a stretch.
fn within(grid: Grid, column: &[u32], at: Stretch) -> u64 {
    Sums::of(grid, column).within(at)
}

fn figure(name: &str, value: f64) -> Figure {
    crate::finding::figure(name, value)
}

fn count(name: &str, n: u64) -> Figure {
    crate::finding::count(name, n)
}
