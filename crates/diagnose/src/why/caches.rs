//! What a cache did not hold.

use onrush_network::{Act, Step};

use super::{Case, figure, within};
use crate::cause::{Cause, CauseKind, Watched};
use crate::grid::{Stretch, Sums, share};

/// A cache that was asked less than so many times for each of its objects is still filling.
const FILLING: u64 = 5;
/// From so many misses on a cache is of little use.
const MOSTLY_MISSES: f64 = 0.5;
/// From so many misses on a cache that is filling lets too much through.
const MANY_MISSES: f64 = 0.15;

/// Share of what came to `station` that came because `cache` did not have it. Zero where it is not behind that cache.
#[expect(clippy::cast_precision_loss, reason = "requests of a few minutes")]
pub(super) fn by_misses(case: &Case<'_>, cache: usize, station: usize, at: Stretch) -> f64 {
    let per_miss = case
        .network
        .programs
        .iter()
        .map(|p| behind_cache(&p.steps, cache, station))
        .fold(0.0, f64::max);
    let Some(series) = case.seen.caches.get(cache) else {
        return 0.0;
    };
    let came = case
        .seen
        .stations
        .get(station)
        .map_or(0, |s| within(case.grid, &s.arrived, at));
    // Copies of the same kind in several regions are asked apart and fill alike.
    let misses = within(case.grid, &series.misses, at) as f64;
    if came == 0 {
        0.0
    } else {
        misses * per_miss / came as f64
    }
}

/// Share of what a cache was asked for that it did not have.
pub(super) fn missing(case: &Case<'_>, cache: usize, at: Stretch) -> f64 {
    case.seen.caches.get(cache).map_or(0.0, |series| {
        let sum = |column: &[u32]| within(case.grid, column, at);
        let misses = sum(&series.misses);
        share(misses, misses + sum(&series.hits) + sum(&series.coalesced))
    })
}

/// Mean number of visits to `station` that one miss of `cache` brings.
fn behind_cache(steps: &[Step], cache: usize, station: usize) -> f64 {
    steps
        .iter()
        .map(|step| match &step.act {
            Act::Cached {
                cache: c,
                otherwise,
            } if *c == cache => visits(otherwise, station),
            _ => behind_cache(step.inner(), cache, station),
        })
        .fold(0.0, f64::max)
}

fn visits(steps: &[Step], station: usize) -> f64 {
    steps
        .iter()
        .map(|step| {
            let own = if step.station() == Some(station) {
                1.0
            } else {
                0.0
            };
            step.expected_times() * (own + visits(step.inner(), station))
        })
        .sum()
}

/// The cache in front of `root` that began empty, or that keeps too little, and let most of its work through.
pub(super) fn cause(case: &Case<'_>, root: usize, step: usize, shows: Stretch) -> Option<Cause> {
    let at = case.around(step, 20, 60);
    let mut best: Option<(f64, Cause)> = None;
    for (cache, series) in case.seen.caches.iter().enumerate() {
        let through = by_misses(case, cache, root, at);
        let model = case.network.caches.get(cache)?;
        let missing = missing(case, cache, at);
        let asked = Sums::of(case.grid, &series.hits)
            .and(&Sums::of(case.grid, &series.misses))
            .between(0, step.min(case.grid.steps));
        let filling = !model.warm && asked < FILLING * u64::from(model.objects);
        let kind = if filling && missing >= MANY_MISSES {
            CauseKind::CacheCold
        } else if missing >= MOSTLY_MISSES && model.ttl_s.is_finite() {
            CauseKind::CacheShort
        } else {
            continue;
        };
        if through < 0.5 || best.as_ref().is_some_and(|(most, _)| *most >= through) {
            continue;
        }
        let cause = Cause {
            place: Some(cache),
            station: Some(root),
            figures: vec![figure("misses", missing)],
            evidence: vec![
                case.evidence(Watched::Misses(cache), shows),
                case.evidence(Watched::Busy(root), shows),
            ],
            ..case.found(kind, shows)
        };
        best = Some((through, cause));
    }
    best.map(|(_, cause)| cause)
}
