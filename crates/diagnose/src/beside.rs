//! What stands beside the stations: an autoscaler that comes too late, doors that keep people out, stocks that run out.

use onrush_network::Network;
use onrush_observe::{Observations, VisitOutcome};

use crate::finding::{count, figure, finding};
use crate::grid::{Grid, Stretch, Sums, share};
use crate::thresholds::{AROUND_S, HANDFUL, LATE_S};
use crate::{Finding, FindingId};

/// The autoscaler of the station that is the root of the trouble beginning at `step` ordered machines, and the first of
/// them was in service late.
pub(crate) fn machines_late(
    grid: Grid,
    network: &Network,
    seen: &Observations,
    full: &[Vec<Stretch>],
    root: Option<usize>,
    step: usize,
) -> Option<Finding> {
    let root = root.filter(|root| network.scalers.iter().any(|s| s.station == *root))?;
    let near = step + grid.within(AROUND_S);
    let stretch = *full
        .get(root)?
        .iter()
        .find(|s| s.until > step && s.from <= near)?;
    let series = seen.stations.get(root)?;
    let at = |column: &[f32], step: usize| column.get(step).map_or(0.0, |n| f64::from(*n));
    let before = at(&series.up, stretch.from);
    // Half a machine more on average over a step is one that came within it.
    let more = |column: &[f32]| (stretch.from..grid.steps).find(|s| at(column, *s) >= before + 0.5);
    let ordered = more(&series.paid).filter(|s| *s < stretch.until)?;
    let there = more(&series.up);
    let wait = there.unwrap_or(grid.steps) - stretch.from;
    let after = (ordered..stretch.until)
        .map(|s| at(&series.up, s))
        .fold(before, f64::max);
    let found = Stretch {
        from: stretch.from,
        until: there.unwrap_or(grid.steps),
    };
    (wait >= grid.within(LATE_S)).then(|| Finding {
        station: Some(root),
        figures: vec![
            figure(
                "wait_s",
                f64::from(grid.second(found.until) - grid.second(found.from)),
            ),
            figure("before", before.round()),
            figure("after", after.round()),
        ],
        ..finding(grid, FindingId::MachinesLate, found)
    })
}

/// People whom a filter, a block or a limit kept out, from the first to the last of them.
pub(crate) fn blocked(grid: Grid, seen: &Observations) -> Option<Finding> {
    let stopped = Sums::of(grid, &seen.series.blocked);
    // One stretch over all of them: the gap is the whole run.
    let stretch = *grid
        .stretches(grid.horizon_s, |s| stopped.at(s) > 0)
        .first()?;
    let ledger = &seen.ledger;
    let people = ledger.visits.of(VisitOutcome::Blocked);
    (people >= HANDFUL).then(|| Finding {
        figures: vec![
            count("people", people),
            figure("share", share(people, ledger.visits.arrived)),
            count("machines", ledger.machines.of(VisitOutcome::Blocked)),
        ],
        ..finding(grid, FindingId::Blocked, stretch)
    })
}

/// The first stock of which nothing was left, from the last unit on.
#[expect(clippy::cast_precision_loss, reason = "stocks are few")]
pub(crate) fn sold_out(grid: Grid, seen: &Observations) -> Option<Finding> {
    let visits = seen.ledger.visits.of(VisitOutcome::SoldOut);
    seen.stocks
        .iter()
        .enumerate()
        .filter_map(|(index, stock)| {
            let (taken, returned, in_vain) = (
                Sums::of(grid, &stock.taken),
                Sums::of(grid, &stock.returned),
                Sums::of(grid, &stock.in_vain),
            );
            let out =
                |s: usize| taken.between(0, s + 1) >= stock.units + returned.between(0, s + 1);
            let from = (0..grid.steps).find(|s| out(*s) || in_vain.at(*s) > 0)?;
            let stretch = Stretch {
                from,
                until: grid.steps,
            };
            Some(Finding {
                figures: vec![
                    figure("stock", index as f64),
                    count("units", stock.units),
                    count("visits", visits),
                ],
                ..finding(grid, FindingId::SoldOut, stretch)
            })
        })
        .min_by_key(|found| found.from_s)
}
