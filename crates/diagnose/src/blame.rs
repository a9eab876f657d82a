//! Which part was full, and which part is to blame for that.

use onrush_observe::{Observations, StationSeries};

use crate::grid::{Grid, Stretch, Sums, sum_of};
use crate::thresholds::{AROUND_S, FULL, FULL_FOR_S, GAP_S, HANDFUL, MOSTLY, NO_LONGER_FULL};

/// For each station, when it was full.
pub(crate) fn saturation(grid: Grid, seen: &Observations) -> Vec<Vec<Stretch>> {
    seen.stations.iter().map(|s| full(grid, s)).collect()
}

/// A station is full from the first of at least 3 s with 95 % of its servers busy and somebody in line, refused or giving
/// up, until its utilisation stays below 85 % for 3 s.
fn full(grid: Grid, station: &StationSeries) -> Vec<Stretch> {
    let needed = grid.within(FULL_FOR_S);
    let some = |c: &[u32], s: usize| c.get(s).is_some_and(|n| *n > 0);
    let utilisation = |s: usize| station.utilisation(s).unwrap_or(0.0);
    let is_full = |s: usize| {
        utilisation(s) >= FULL
            && (station.line.get(s).is_some_and(|l| *l >= 1.0)
                || some(&station.refused, s)
                || some(&station.given_up, s))
    };
    let mut found = vec![false; grid.steps];
    let (mut inside, mut run) = (false, 0);
    for step in 0..grid.steps {
        let turns = if inside {
            utilisation(step) < NO_LONGER_FULL
        } else {
            is_full(step)
        };
        run = if turns { run + 1 } else { 0 };
        found[step] = inside;
        if run == needed {
            // It began (or was over) with the first step of this run of steps.
            found[step + 1 - needed..=step].fill(!inside);
            inside = !inside;
            run = 0;
        }
    }
    grid.stretches(GAP_S, |s| found[s])
}

/// One station standing waiting for another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hop {
    /// The one whose servers are held.
    pub(crate) holder: usize,
    /// The one that they wait for.
    pub(crate) inner: usize,
    /// Share of the holder's busy servers that were held by it.
    pub(crate) share: f64,
}

/// How far behind a station with servers left we look for the one that it waits for.
const CHAIN: usize = 4;

/// Whom `station` waited for in `stretch`, whom that one waited for, and so on; empty when it was busy with its own work.
///
/// The blame moves on when most of the busy servers were held by requests standing in the line of one other station, or by
/// requests in its line or service while it was itself full for most of the time, or waited for a further one itself, or has no
/// number of servers that could be full.
pub(crate) fn path(
    seen: &Observations,
    full: &[Vec<Stretch>],
    station: usize,
    stretch: Stretch,
) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::new();
    let mut at = station;
    while let Some(hop) = waits_for(seen, full, at, stretch, CHAIN) {
        let seen_before = hop.inner == station || hops.iter().any(|h| h.inner == hop.inner);
        if seen_before {
            break;
        }
        at = hop.inner;
        hops.push(hop);
    }
    hops
}

fn waits_for(
    seen: &Observations,
    full: &[Vec<Stretch>],
    holder: usize,
    stretch: Stretch,
    further: usize,
) -> Option<Hop> {
    let busy = sum_of(&seen.stations.get(holder)?.busy, stretch);
    if busy <= 0.0 {
        return None;
    }
    let mostly_full = |inner: usize| {
        let steps: usize = full
            .get(inner)
            .into_iter()
            .flatten()
            .filter_map(|s| s.overlap(stretch))
            .map(Stretch::len)
            .sum();
        2 * steps >= stretch.len()
    };
    let mut best: Option<Hop> = None;
    for held in seen.held.iter().filter(|h| h.holder == holder) {
        let waiting = sum_of(&held.waiting, stretch) / busy;
        let share = waiting + sum_of(&held.in_service, stretch) / busy;
        // What has servers without number is never full: it takes its time, as an outside service does.
        let endless = seen
            .stations
            .get(held.inner)
            .is_some_and(|s| s.servers == 0);
        // One that has servers left may still be stuck itself: a lock inside the database holds those who came in.
        let stuck =
            || further > 0 && waits_for(seen, full, held.inner, stretch, further - 1).is_some();
        let to_blame =
            waiting >= MOSTLY || share >= MOSTLY && (endless || mostly_full(held.inner) || stuck());
        if to_blame && held.inner != holder && best.is_none_or(|b| share > b.share) {
            best = Some(Hop {
                holder,
                inner: held.inner,
                share: share.min(1.0),
            });
        }
    }
    best
}

/// The first step of `stretch` from which the holder is mostly held by the inner station.
pub(crate) fn held_from(seen: &Observations, hop: Hop, stretch: Stretch) -> usize {
    let at = |column: &[f32], s: usize| column.get(s).map_or(0.0, |v| f64::from(*v));
    let Some(busy) = seen.stations.get(hop.holder).map(|s| &s.busy) else {
        return stretch.from;
    };
    let held = seen
        .held
        .iter()
        .find(|h| h.holder == hop.holder && h.inner == hop.inner);
    held.and_then(|h| {
        (stretch.from..stretch.until).find(|s| {
            let busy = at(busy, *s);
            busy > 0.0 && at(&h.waiting, *s) + at(&h.in_service, *s) >= MOSTLY * busy
        })
    })
    .unwrap_or(stretch.from)
}

fn sum_of_counts(column: &[u32], stretch: Stretch) -> f64 {
    (stretch.from..stretch.until)
        .filter_map(|s| column.get(s))
        .map(|n| f64::from(*n))
        .sum()
}

/// The root of trouble that begins at `step`: of the stations that were full within a minute of it, each resolved to the
/// one that is to blame, and of those `required` ones that shed requests, the one behind the most people standing in line or
/// being refused; among equals the one that was full first.
pub(crate) fn root(
    grid: Grid,
    seen: &Observations,
    full: &[Vec<Stretch>],
    required: &[bool],
    step: usize,
) -> Option<usize> {
    let around = grid.within(AROUND_S);
    let near = Stretch {
        from: step.saturating_sub(around),
        until: (step + around + 1).min(grid.steps),
    };
    // For each root: people behind it, and when the first station that it explains was full.
    let mut candidates: Vec<(usize, f64, usize)> = Vec::new();
    for (station, stretches) in full.iter().enumerate() {
        for stretch in stretches {
            let Some(live) = stretch.overlap(near) else {
                continue;
            };
            let to_blame = path(seen, full, station, live)
                .last()
                .map_or(station, |hop| hop.inner);
            let series = &seen.stations[station];
            let people = sum_of(&series.line, live) + sum_of_counts(&series.refused, live);
            match candidates.iter_mut().find(|c| c.0 == to_blame) {
                Some(c) => {
                    c.1 += people;
                    c.2 = c.2.min(stretch.from);
                }
                None => candidates.push((to_blame, people, stretch.from)),
            }
        }
    }
    for (station, series) in seen.stations.iter().enumerate() {
        let shed = Sums::of(grid, &series.shed);
        if shed.within(near) < HANDFUL || !required.get(station).is_some_and(|r| *r) {
            continue;
        }
        let people = sum_of_counts(&series.shed, near);
        let from = (near.from..near.until)
            .find(|s| shed.at(*s) > 0)
            .unwrap_or(near.from);
        match candidates.iter_mut().find(|c| c.0 == station) {
            Some(c) => c.1 += people,
            None => candidates.push((station, people, from)),
        }
    }
    candidates
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.2.cmp(&a.2)).then(b.0.cmp(&a.0)))
        .map(|c| c.0)
}
