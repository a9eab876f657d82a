//! Where a measurement stands on the plan's clock.

use onrush_scenario::{Date, Span};
use serde::{Deserialize, Serialize};

use crate::{Actual, Crowd};

const DAY_S: i64 = 86_400;

/// Most days that are looked through for the plan's day.
const MOST_DAYS: i64 = 4000;

/// Most places that are tried for the best match.
const MOST_PLACES: i64 = 4000;

/// Furthest from the clock that the best match is looked for where times are known: every difference of time zones, in seconds.
const ZONES_S: i64 = 14 * 3600;

/// What the place rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// Date and time of the file are those of the plan.
    SameDay,
    /// The time of day; the file is of so many days later (negative: earlier) than the plan.
    OtherDay {
        /// So many days later.
        days: i64,
    },
    /// The time of day; the file has no date.
    TimeOfDay,
    /// The file has no times: it begins where the plan does.
    Nothing,
}

/// A place on the plan's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The second of the plan at which the first bin begins; may be negative.
    pub at_s: i64,
    /// What that rests on.
    pub basis: Basis,
}

impl Placed {
    /// Where it is most likely right: by the clock, and only without one where it looks most like the forecast.
    #[must_use]
    pub fn likely(self, best: Option<Match>) -> i64 {
        match self.basis {
            Basis::Nothing => best.map_or(self.at_s, |best| best.at_s),
            _ => self.at_s,
        }
    }
}

/// The place where forecast and fact resemble each other most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The second of the plan at which the first bin begins.
    pub at_s: i64,
    /// How alike they are there: 1 is the same shape, 0 nothing in common.
    pub likeness: f64,
}

/// Where a measurement stands by its own times. Without a zone its clock is taken to be the plan's.
#[must_use]
pub fn by_clock(actual: &Actual, clock: &Span) -> Placed {
    let start = i64::from(clock.start.second_of_day);
    let Some(begins) = actual.begins else {
        return Placed {
            at_s: 0,
            basis: Basis::Nothing,
        };
    };
    // To the plan's local time, where the file says how far it is from UTC.
    let local = begins.ahead_s.map_or(begins.wall_s, |ahead| {
        begins.wall_s - ahead + i64::from(clock.utc_offset_minutes) * 60
    });
    let horizon = i64::from(clock.horizon_s());
    let overlap = |at: i64| (at + actual.length_s()).min(horizon) - at.max(0);
    let plan_day = Date::read(&clock.date)
        .filter(|_| begins.dated)
        .map(Date::days);
    let Some(day) = plan_day else {
        let at = local.rem_euclid(DAY_S) - start;
        let places = [at, at + DAY_S, at - DAY_S];
        let best = places
            .into_iter()
            .max_by_key(|at| (overlap(*at), -at.abs()));
        return Placed {
            at_s: best.unwrap_or(at),
            basis: Basis::TimeOfDay,
        };
    };
    let at = local - day * DAY_S - start;
    if overlap(at) > 0 {
        return Placed {
            at_s: at,
            basis: Basis::SameDay,
        };
    }
    // Another day: the one on which most was counted in the plan's hours.
    let mut sums = Vec::with_capacity(actual.counts.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for count in &actual.counts {
        sum += count.unwrap_or(0.0);
        sums.push(sum);
    }
    let every = i64::from(actual.every_s);
    let by = |second: i64| {
        let place = usize::try_from(second.div_euclid(every)).unwrap_or(0);
        sums.get(place).or(sums.last()).copied().unwrap_or(0.0)
    };
    let nearest = -at.div_euclid(DAY_S);
    let days = (actual.length_s() / DAY_S + 2).min(MOST_DAYS);
    let mut best = (f64::NEG_INFINITY, nearest);
    for later in (nearest - days)..=(nearest + 1) {
        let at = at + later * DAY_S;
        if overlap(at) <= 0 {
            continue;
        }
        let counted = by((horizon - at).max(0)) - by((-at).max(0));
        if counted > best.0 {
            best = (counted, later);
        }
    }
    Placed {
        at_s: at + best.1 * DAY_S,
        basis: Basis::OtherDay { days: -best.1 },
    }
}

/// Where the two curves resemble each other most: the highest cross-correlation of what rises above their medians. Where the file has
/// times, within the differences of time zones around `placed`; else everywhere. `None` where one of them is flat.
#[must_use]
pub fn best_match(crowd: &Crowd, actual: &Actual, placed: Placed) -> Option<Match> {
    let horizon = whole(crowd.horizon_s).max(1);
    let length = actual.length_s().max(1);
    let (low, high) = match placed.basis {
        Basis::Nothing => (-length, horizon),
        _ => (
            (placed.at_s - ZONES_S).max(-length),
            (placed.at_s + ZONES_S).min(horizon),
        ),
    };
    let every = i64::from(actual.every_s);
    let step = ((high - low) / MOST_PLACES)
        .max(horizon.max(length.min(horizon + 2 * ZONES_S)) / 1500)
        .max(1);
    // Places differ by whole steps; bins that are longer than a step are spread over it.
    let forecast = above_median((0..=horizon / step).map(|i| {
        let from = (i * step) as f64;
        crowd.between(from, from + step as f64)
    }));
    let count_at = |second: i64| {
        let bin = usize::try_from(second.div_euclid(every)).ok()?;
        actual.counts.get(bin).copied().flatten()
    };
    let in_step = |from: i64| -> f64 {
        if step <= every {
            return count_at(from + step / 2).unwrap_or(0.0) * step as f64 / every as f64;
        }
        let (first, last) = (from.div_euclid(every), (from + step).div_euclid(every));
        (first..last).filter_map(|bin| count_at(bin * every)).sum()
    };
    // Only what can meet the plan.
    let from = (-high).max(0) / step;
    let until = ((horizon - low).min(length) / step + 1).max(from);
    let fact = above_median((from..until).map(|i| in_step(i * step)));
    let square = |values: &[f64]| values.iter().map(|v| v * v).sum::<f64>();
    let scale = (square(&forecast) * square(&fact)).sqrt();
    if !(scale.is_finite() && scale > 0.0) {
        return None;
    }
    let mut best: Option<Match> = None;
    let mut place = low;
    while place <= high {
        // The fact's step i is the forecast's i + lag.
        let lag = place.div_euclid(step) + from;
        let first = usize::try_from(-lag).unwrap_or(0);
        let behind = usize::try_from(lag).unwrap_or(0);
        let sum: f64 = fact
            .iter()
            .skip(first)
            .zip(forecast.iter().skip(behind))
            .map(|(a, f)| a * f)
            .sum();
        let likeness = sum / scale;
        let nearer = |b: &Match| {
            likeness > b.likeness + 1e-9
                || (likeness > b.likeness - 1e-9
                    && (place - placed.at_s).abs() < (b.at_s - placed.at_s).abs())
        };
        if likeness > 0.0 && best.as_ref().is_none_or(nearer) {
            best = Some(Match {
                at_s: place.div_euclid(step) * step,
                likeness,
            });
        }
        place += step;
    }
    // A step is as near as can be said: what is within one of the clock is the clock.
    best.map(|b| {
        if (b.at_s - placed.at_s).abs() <= step.max(every / 2) {
            Match {
                at_s: placed.at_s,
                ..b
            }
        } else {
            b
        }
    })
}

/// What rises above the median; nothing below it.
fn above_median(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    values.iter().map(|v| (v - median).max(0.0)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the length of a plan")]
fn whole(seconds: f64) -> i64 {
    seconds as i64
}
