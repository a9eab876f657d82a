//! The whole analysis, in the order in which it is read.

use onrush_network::Network;
use onrush_observe::Observations;
use onrush_scenario::Scenario;

use crate::background;
use crate::beside;
use crate::bill;
use crate::blame;
use crate::consequences::{self, Trouble};
use crate::finding::{chain, room_to_spare};
use crate::grid::Grid;
use crate::money::{self, money, targets};
use crate::peak::{busiest_station, peak};
use crate::people::{Losses, Slowness};
use crate::why::{self, Case};
use crate::{Diagnosis, Verdict};

/// Says what a run means: the verdict, when it broke and recovered, which part is the root of it, the findings with their
/// evidence, the targets and the money.
///
/// * **Breaks** when more than 1 % of all ended visits were lost, or more than 5 % (and at least 20) of those that ended in
///   some minute; who is stuck when the run ends is lost in its last second. **Holds slowly** when in some minute more than 5 % of the pages took longer than the target. Else
///   **holds**. (These limits, and those in each finding, are ours; see the source of `thresholds`.)
/// * The **root** is the part that the first cause is about. It is found by following who waited for whom, from the stations that
///   were full when the trouble began. Work that nobody waits for is never to blame.
///
/// Uses only + − × ÷ and the square root, so the result is the same bits on every platform. Series that are shorter than
/// the run are read as zero there; nothing in `seen` can make it panic.
#[must_use]
pub fn diagnose(scenario: &Scenario, network: &Network, seen: &Observations) -> Diagnosis {
    let grid = Grid::of(seen);
    let losses = Losses::of(grid, seen);
    let slowness = Slowness::of(grid, seen, &losses, scenario.targets.page_p95_s);
    let full = blame::saturation(grid, seen);
    let verdict = if losses.broke {
        Verdict::Breaks
    } else if slowness.stretches.is_empty() {
        Verdict::Holds
    } else {
        Verdict::HoldsSlowly
    };
    let trouble = Trouble::new(grid, &losses, &slowness);
    let begin = match verdict {
        Verdict::Breaks => losses.stretches.first(),
        Verdict::HoldsSlowly => slowness.stretches.first(),
        Verdict::Holds => None,
    };
    // Where nobody waits for what is done, nobody is lost however long it takes.
    let background = background::stations(network);
    let mut blamable = full.clone();
    for (stretches, _) in blamable.iter_mut().zip(&background).filter(|(_, b)| **b) {
        stretches.clear();
    }
    let required: Vec<bool> = background::required(network)
        .into_iter()
        .zip(&background)
        .map(|(required, background)| required && !background)
        .collect();
    let recovered = trouble
        .recovered(grid, seen)
        .filter(|_| verdict == Verdict::Breaks);
    let busiest = busiest_station(grid, seen, &background);
    let bill = bill::bill(scenario, network, seen);
    let money = money(&scenario.money, &bill, network, seen);

    let case = Case {
        grid,
        scenario,
        network,
        seen,
        labels: scenario.labels(),
        slowness: &slowness,
        full: &full,
        to_blame: &blamable,
        background: &background,
        required: &required,
        verdict,
        recovered_s: recovered.map(|step| step.second),
    };
    let to_blame = why::to_blame(&case);
    // What is said everywhere: the part where the first cause is.
    let root = to_blame.first().and_then(|cause| cause.station);

    let mut findings = chain(grid, network, seen, &full, root);
    findings.extend(
        begin.and_then(|s| beside::machines_late(grid, network, seen, &full, root, s.from)),
    );
    findings.extend(consequences::all(
        grid, seen, scenario, &losses, &slowness, root,
    ));
    findings.extend(beside::blocked(grid, seen));
    findings.extend(beside::sold_out(grid, seen));
    findings.extend(trouble.not_recovered(grid, seen, root));
    findings.extend(recovered.map(consequences::recovered));
    findings.extend(
        busiest
            .filter(|_| verdict == Verdict::Holds && seen.ledger.visits.arrived > 0)
            .and_then(room_to_spare),
    );

    let why = why::explain(&case, to_blame, &findings);
    let missed = money::missed_by_cause(&why.causes, network, seen);
    Diagnosis {
        verdict,
        peak: peak(grid, seen),
        first_break_s: begin
            .filter(|_| verdict == Verdict::Breaks)
            .map(|s| grid.second(s.from)),
        recovered_s: recovered.map(|step| step.second),
        root,
        busiest,
        why,
        findings,
        targets: targets(scenario, seen, &money),
        missed,
        money,
        bill,
    }
}
