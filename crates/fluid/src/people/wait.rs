//! Somebody waits for a part of a page: what becomes of it, and when.

use super::parts::Part;
use crate::later::{Bin, Later, Step};
use crate::times::Patience;

// What is due: people whose document has arrived and the seconds they have waited; whose page has loaded and the seconds since
// their first click; who lose patience, are refused or see another error, each with the requests that were under way.
pub(super) const ARRIVED: usize = 0;
pub(super) const ARRIVED_S: usize = 1;
pub(super) const LOADED: usize = 2;
pub(super) const LOADED_S: usize = 3;
pub(super) const SLOW: usize = 4;
pub(super) const SLOW_SENT: usize = 5;
pub(super) const REFUSED: usize = 6;
pub(super) const REFUSED_SENT: usize = 7;
pub(super) const FAILED: usize = 8;
pub(super) const FAILED_SENT: usize = 9;

/// Pieces in which those who give up are spread over the time they would have had to wait.
const PIECES: u32 = 5;

/// `people` (who have waited `waited` seconds, `age` before this attempt) wait for a part of their page: what becomes of them,
/// and when.
///
/// Those in line wait about equally long, so the part takes its mean time; patience is compared with it: of those still there
/// the share (G(w+R) - G(w)) / (1 - G(w)) gives up before, each when their own patience ends. Returns how many of their requests
/// are answered all the same.
pub(super) fn play(
    later: &mut Later,
    now: &mut Bin,
    step: &Step,
    patience: Option<&Patience>,
    part: &Part,
    (people, waited, age): (f64, f64, f64),
    goal: usize,
) -> f64 {
    let r = part.time_s.min(1e9);
    let goal_s = if goal == LOADED {
        waited + r + age
    } else {
        waited + r
    };
    // From step to step the times follow each other without gap or overlap, as people in line do.
    let first_r = part.time_before_s.min(1e9);
    let mut send = |after: (f64, f64), channel: usize, amount: f64, second: f64| {
        later.add(
            now,
            step,
            after,
            [(channel, amount), (channel + 1, amount * second)],
        );
    };
    let gone_before = patience.map_or(0.0, |p| p.gone(waited));
    let left = (1.0 - gone_before).max(1e-9);
    let gone_by = |x: f64| {
        patience.map_or(0.0, |p| {
            ((p.gone(waited + x) - gone_before) / left).clamp(0.0, 1.0)
        })
    };
    // Who is refused learns it at once.
    send((0.0, 0.0), REFUSED, people * part.refused, part.requests);
    let by_answer = gone_by(r);
    let whole = part.answered + part.errors;
    send(
        (first_r, r),
        goal,
        people * part.answered * (1.0 - by_answer),
        goal_s,
    );
    send(
        (first_r, r),
        FAILED,
        people * part.errors * (1.0 - by_answer),
        part.requests,
    );
    let by_gateway = gone_by(part.gateway_s);
    send(
        (part.gateway_s, part.gateway_s),
        FAILED,
        people * part.late * (1.0 - by_gateway),
        part.requests,
    );
    let mut answered = 0.0;
    for (share, until, gone) in [
        (whole, r, by_answer),
        (part.late, part.gateway_s, by_gateway),
    ] {
        if share * gone * people <= 0.0 {
            continue;
        }
        // A few people are not worth many pieces, nor is a wait shorter than a bin.
        let few = share * gone * people < 1e-3 || until < step.bin_s;
        let pieces = if few { 1 } else { PIECES };
        let mut before = 0.0;
        for piece in 1..=pieces {
            let (a, b) = (
                until * f64::from(piece - 1) / f64::from(pieces),
                until * f64::from(piece) / f64::from(pieces),
            );
            let by = if piece == pieces { gone } else { gone_by(b) };
            let amount = people * share * (by - before).max(0.0);
            answered += amount * (part.requests - part.under_way);
            before = by;
            later.add(
                now,
                step,
                (a, b),
                [(SLOW, amount), (SLOW_SENT, amount * part.under_way)],
            );
        }
    }
    answered
}
