//! The chain of causes: which part was full, who stood waiting for whom, whose line overflowed.

use onrush_network::{Network, put_in_order};
use onrush_observe::Observations;

use crate::blame::{held_from, path};
use crate::grid::{Grid, Stretch, Sums, sum_of};
use crate::thresholds::{FULL, GAP_S, HANDFUL, ROOM, STRETCHES};
use crate::{Figure, Finding, FindingId, Held};

/// A finding about a stretch of time.
pub(crate) fn finding(grid: Grid, id: FindingId, stretch: Stretch) -> Finding {
    Finding {
        id,
        from_s: grid.second(stretch.from),
        until_s: grid.over(stretch),
        station: None,
        because_of: None,
        figures: Vec::new(),
    }
}

pub(crate) fn figure(name: &str, value: f64) -> Figure {
    Figure {
        name: name.to_owned(),
        value,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn count(name: &str, n: u64) -> Figure {
    figure(name, n as f64)
}

/// Everything about full stations, in order of time; at the same second the root comes first.
pub(crate) fn chain(
    grid: Grid,
    network: &Network,
    seen: &Observations,
    full: &[Vec<Stretch>],
    root: Option<usize>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for station in 0..seen.stations.len() {
        for stretch in longest(full.get(station).map_or(&[], Vec::as_slice)) {
            found.push(full_station(grid, network, seen, full, station, stretch));
        }
        found.extend(line_full(grid, seen, full, station));
        found.extend(shed(grid, network, seen, station));
    }
    let key = |f: &Finding| (f.from_s, f.station != root, f.id, f.station);
    put_in_order(&mut found, |a, b| key(a) < key(b));
    found
}

/// The longest few, in order of time.
fn longest(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut chosen = stretches.to_vec();
    let key = |s: &Stretch| (std::cmp::Reverse(s.len()), s.from);
    put_in_order(&mut chosen, |a, b| key(a) < key(b));
    chosen.truncate(STRETCHES);
    put_in_order(&mut chosen, |a, b| a.from < b.from);
    chosen
}

/// A full station is either busy itself (saturated) or mostly stands waiting for another (held waiting).
#[expect(clippy::cast_precision_loss, reason = "servers and steps are few")]
fn full_station(
    grid: Grid,
    network: &Network,
    seen: &Observations,
    full: &[Vec<Stretch>],
    station: usize,
    stretch: Stretch,
) -> Finding {
    if let Some(hop) = path(seen, full, station, stretch).first().copied() {
        let stretch = Stretch {
            from: held_from(seen, hop, stretch),
            ..stretch
        };
        return Finding {
            station: Some(station),
            because_of: Some(hop.inner),
            figures: vec![figure("share", hop.share)],
            ..finding(grid, FindingId::HeldWaiting, stretch)
        };
    }
    let series = &seen.stations[station];
    let capacity = series.servers as f64 * stretch.len() as f64;
    let utilisation = (sum_of(&series.busy, stretch) / capacity).clamp(0.0, 1.0);
    let mut figures = vec![
        count("servers", series.servers),
        figure("utilisation", utilisation),
    ];
    figures.extend(short_cores(network, seen, station, stretch).map(|n| figure("cores", n)));
    Finding {
        station: Some(station),
        figures,
        ..finding(grid, FindingId::Saturated, stretch)
    }
}

/// The processor cores of the instances in service when it began, if there was work for all of them: then it is they that are short,
/// and more workers would only slow each other.
#[expect(clippy::cast_precision_loss, reason = "steps are few")]
pub(crate) fn short_cores(
    network: &Network,
    seen: &Observations,
    station: usize,
    stretch: Stretch,
) -> Option<f64> {
    let cores = network.stations.get(station)?.contention.as_ref()?.cores?;
    let series = seen.stations.get(station)?;
    let up = sum_of(&series.up, stretch) / stretch.len() as f64;
    let working = sum_of(&series.working, stretch) / stretch.len() as f64;
    let at_first = series.up.get(stretch.from).map_or(0.0, |n| f64::from(*n));
    let cores = f64::from(cores);
    (up > 0.0 && working >= FULL * cores * up).then(|| (cores * at_first).round())
}

/// Stretches in which a rate limit or a circuit breaker refused.
fn shed(grid: Grid, network: &Network, seen: &Observations, station: usize) -> Vec<Finding> {
    let requests = Sums::of(grid, &seen.stations[station].shed);
    let per_s = network
        .stations
        .get(station)
        .and_then(|s| s.limit.as_ref())
        .map_or(0.0, |limit| limit.per_s);
    let stretches: Vec<Stretch> = grid
        .stretches(GAP_S, |s| requests.at(s) > 0)
        .into_iter()
        .filter(|s| requests.within(*s) >= HANDFUL)
        .collect();
    longest(&stretches)
        .into_iter()
        .map(|stretch| Finding {
            station: Some(station),
            figures: vec![
                count("requests", requests.within(stretch)),
                figure("per_s", per_s),
            ],
            ..finding(grid, FindingId::Shed, stretch)
        })
        .collect()
}

/// Stretches in which a line with an end overflowed.
fn line_full(
    grid: Grid,
    seen: &Observations,
    full: &[Vec<Stretch>],
    station: usize,
) -> Vec<Finding> {
    let series = &seen.stations[station];
    let refused = Sums::of(grid, &series.refused);
    // Requests that somebody still waited for when they were refused; of the station's own count some were for nobody.
    let noticed = Sums::of(grid, &seen.series.refused);
    let stretches: Vec<Stretch> = grid
        .stretches(GAP_S, |s| refused.at(s) > 0)
        .into_iter()
        .filter(|s| refused.within(*s) >= HANDFUL)
        .collect();
    longest(&stretches)
        .into_iter()
        .map(|stretch| Finding {
            station: Some(station),
            because_of: path(seen, full, station, stretch).last().map(|h| h.inner),
            figures: vec![
                count(
                    "refused",
                    noticed.within(stretch).min(refused.within(stretch)),
                ),
                count("refused_in_all", refused.within(stretch)),
                count("places", series.places),
            ],
            ..finding(grid, FindingId::LineFull, stretch)
        })
        .collect()
}

/// Nothing happened, and more could come.
pub(crate) fn room_to_spare(busiest: Held) -> Option<Finding> {
    (busiest.utilisation < ROOM).then(|| Finding {
        id: FindingId::RoomToSpare,
        from_s: busiest.from_s,
        until_s: Some(busiest.from_s),
        station: Some(busiest.station),
        because_of: None,
        figures: vec![figure("utilisation", busiest.utilisation)],
    })
}
