//! Somebody waits for a part of a page: what becomes of it, and when.

use super::parts::Part;
use crate::later::{Bin, Later, Spread, Step};
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

/// When what can become of a part happens, for everybody who waits for it in one step.
#[derive(Debug)]
pub(super) struct Moments {
    at_once: Spread,
    answer: Spread,
    slow: Slow,
    /// Where the gateway gives up on some.
    gateway: Option<(Spread, Slow)>,
}

/// When those lose patience who would have to wait so long.
#[derive(Debug)]
struct Slow {
    until_s: f64,
    whole: Spread,
    /// None where the wait is shorter than a bin.
    pieces: Option<[Spread; PIECES as usize]>,
}

impl Moments {
    pub(super) fn of(part: &Part, step: &Step) -> Self {
        let gateway = || {
            let at = step.spread((part.gateway_s, part.gateway_s));
            (at, Slow::until(part.gateway_s, step))
        };
        Self {
            at_once: step.spread((0.0, 0.0)),
            // From step to step the times follow each other without gap or overlap, as people in line do.
            answer: step.spread((part.time_before_s.min(1e9), part.time_s.min(1e9))),
            slow: Slow::until(part.time_s.min(1e9), step),
            gateway: (part.late > 0.0).then(gateway),
        }
    }
}

impl Slow {
    fn until(until_s: f64, step: &Step) -> Self {
        let border = |piece: usize| until_s * piece as f64 / f64::from(PIECES);
        let piece = |n: usize| step.spread((border(n), border(n + 1)));
        Self {
            until_s,
            whole: step.spread((0.0, until_s)),
            pieces: (until_s >= step.bin_s).then(|| std::array::from_fn(piece)),
        }
    }
}

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
    (part, moments): (&Part, &Moments),
    (people, waited, age): (f64, f64, f64),
    goal: usize,
) -> f64 {
    let r = part.time_s.min(1e9);
    let goal_s = if goal == LOADED {
        waited + r + age
    } else {
        waited + r
    };
    let mut send = |when: &Spread, channel: usize, amount: f64, second: f64| {
        later.add(now, step, when, (channel, [amount, amount * second]));
    };
    let gone_before = patience.map_or(0.0, |p| p.gone(waited));
    let left = (1.0 - gone_before).max(1e-9);
    let gone_by = |x: f64| {
        patience.map_or(0.0, |p| {
            ((p.gone(waited + x) - gone_before) / left).clamp(0.0, 1.0)
        })
    };
    // Who is refused learns it at once.
    let refused = people * part.refused;
    send(&moments.at_once, REFUSED, refused, part.requests);
    let by_answer = gone_by(r);
    let stay = people * (1.0 - by_answer);
    send(&moments.answer, goal, stay * part.answered, goal_s);
    send(&moments.answer, FAILED, stay * part.errors, part.requests);
    let whole = part.answered + part.errors;
    let mut leave = |share: f64, slow: &Slow, gone: f64| {
        let amount = people * share * gone;
        if amount <= 0.0 {
            return 0.0;
        }
        let mut send = |when, amount| send(when, SLOW, amount, part.under_way);
        match &slow.pieces {
            // A few people are not worth many pieces.
            Some(pieces) if amount >= FEW => {
                let mut before = 0.0;
                for (n, piece) in (1..).zip(pieces) {
                    let by = if n == PIECES {
                        gone
                    } else {
                        gone_by(slow.until_s * f64::from(n) / f64::from(PIECES))
                    };
                    send(piece, people * share * (by - before).max(0.0));
                    before = by;
                }
            }
            _ => send(&slow.whole, amount),
        }
        amount * (part.requests - part.under_way)
    };
    let mut answered = leave(whole, &moments.slow, by_answer);
    if let Some((at, slow)) = &moments.gateway {
        let by_gateway = gone_by(part.gateway_s);
        answered += leave(part.late, slow, by_gateway);
        let late = people * part.late * (1.0 - by_gateway);
        send(at, FAILED, late, part.requests);
    }
    answered
}

/// People so few that they lose patience all at once.
const FEW: f64 = 1e-3;
