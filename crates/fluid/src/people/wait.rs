//! Somebody waits for a part of a page: what becomes of it, and when.

use super::parts::Part;
use crate::later::{Bin, CHANGES, Later, Spread, Step};
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
const PIECES: usize = 5;

/// When what can become of a part happens, for everybody who waits for it in one step.
///
/// This and what is in it is large and changes all the time, so it is written where it lies instead of being moved about.
#[derive(Debug, Clone, Default)]
pub(super) struct Moments {
    at_once: Spread,
    answer: Spread,
    slow: Slow,
    /// Whether the gateway gives up on some; then and when.
    has_gateway: bool,
    at_gateway: Spread,
    gateway: Slow,
}

/// When those lose patience who would have to wait so long.
#[derive(Debug, Clone, Default)]
struct Slow {
    until_s: f64,
    whole: Spread,
    /// Not where the wait is shorter than a bin.
    in_pieces: bool,
    pieces: [Spread; PIECES],
}

/// How many lose patience, and when, of those who have waited equally long before: before the answer, before the gateway gives up.
#[derive(Debug, Clone, Default)]
pub(super) struct Losses {
    before_answer: Loss,
    before_gateway: Loss,
}

/// How many lose patience before something, as a share of those who would have to wait for it.
#[derive(Debug, Clone, Default)]
struct Loss {
    share: f64,
    /// When, in pieces, if they are worth it.
    in_pieces: bool,
    pieces: Spread<{ PIECES * CHANGES }>,
}

impl Moments {
    pub(super) fn set(&mut self, part: &Part, step: &Step) {
        self.at_once = step.spread((0.0, 0.0));
        // From step to step the times follow each other without gap or overlap, as people in line do.
        self.answer = step.spread((part.time_before_s.min(1e9), part.time_s.min(1e9)));
        self.slow.set(part.time_s.min(1e9), step);
        self.has_gateway = part.late > 0.0;
        if self.has_gateway {
            self.at_gateway = step.spread((part.gateway_s, part.gateway_s));
            self.gateway.set(part.gateway_s, step);
        }
    }
}

impl Losses {
    /// Patience is compared with the mean time of the part, for those in line wait about equally long: of those still there after
    /// `waited` seconds the share (G(w+R) - G(w)) / (1 - G(w)) gives up before, each when their own patience ends. There are
    /// `people` of them at most: a few are not worth many pieces.
    pub(super) fn set(
        &mut self,
        moments: &Moments,
        patience: Option<&Patience>,
        waited: f64,
        people: f64,
    ) {
        self.before_answer.share = 0.0;
        self.before_gateway.share = 0.0;
        if let Some(patience) = patience {
            let gone = patience.gone(waited);
            let left = 1.0 / (1.0 - gone).max(1e-9);
            let by = |x: f64| ((patience.gone(waited + x) - gone) * left).clamp(0.0, 1.0);
            self.before_answer.set(&moments.slow, by, people);
            if moments.has_gateway {
                self.before_gateway.set(&moments.gateway, by, people);
            }
        }
    }
}

impl Slow {
    fn set(&mut self, until_s: f64, step: &Step) {
        self.until_s = until_s;
        self.whole = step.spread((0.0, until_s));
        self.in_pieces = until_s >= step.bin_s;
        if self.in_pieces {
            for (n, piece) in self.pieces.iter_mut().enumerate() {
                *piece = step.spread((border(until_s, n), border(until_s, n + 1)));
            }
        }
    }
}

/// Where a piece of a wait begins.
fn border(until_s: f64, piece: usize) -> f64 {
    until_s * piece as f64 / PIECES as f64
}

impl Loss {
    fn set(&mut self, slow: &Slow, by: impl Fn(f64) -> f64, people: f64) {
        self.share = by(slow.until_s);
        self.in_pieces = slow.in_pieces && self.share * people >= FEW;
        if !self.in_pieces {
            return;
        }
        let mut before = 0.0;
        let mut shares = [0.0; PIECES];
        for (n, piece) in shares.iter_mut().enumerate() {
            let until = if n + 1 == PIECES {
                self.share
            } else {
                by(border(slow.until_s, n + 1))
            };
            *piece = (until - before).max(0.0) / self.share;
            before = until;
        }
        self.pieces.set(&slow.pieces, &shares);
    }
}

/// `people` wait for a part of their page, which they will have after `goal_s` seconds: what becomes of them, and when. Returns how many of
/// their requests are answered although they do not wait for it.
pub(super) fn play(
    later: &mut Later,
    now: &mut Bin,
    step: &Step,
    (part, moments, losses): (&Part, &Moments, &Losses),
    people: f64,
    (goal, goal_s): (usize, f64),
) -> f64 {
    let mut send = |when: &Spread, channel: usize, amount: f64, second: f64| {
        later.add(now, step, when, (channel, [amount, amount * second]));
    };
    // Who is refused learns it at once.
    let refused = people * part.refused;
    send(&moments.at_once, REFUSED, refused, part.requests);
    let stay = people * (1.0 - losses.before_answer.share);
    send(&moments.answer, goal, stay * part.answered, goal_s);
    send(&moments.answer, FAILED, stay * part.errors, part.requests);
    if moments.has_gateway {
        let late = people * part.late * (1.0 - losses.before_gateway.share);
        send(&moments.at_gateway, FAILED, late, part.requests);
    }
    let mut leave = |who: f64, slow: &Slow, loss: &Loss| {
        let amount = who * loss.share;
        if amount <= 0.0 {
            return 0.0;
        }
        let amounts = (SLOW, [amount, amount * part.under_way]);
        if loss.in_pieces && amount >= FEW {
            later.add(now, step, &loss.pieces, amounts);
        } else {
            later.add(now, step, &slow.whole, amounts);
        }
        amount * (part.requests - part.under_way)
    };
    let whole = people * (part.answered + part.errors);
    let mut answered = leave(whole, &moments.slow, &losses.before_answer);
    if moments.has_gateway {
        answered += leave(people * part.late, &moments.gateway, &losses.before_gateway);
    }
    answered
}

/// People so few that they lose patience all at once.
const FEW: f64 = 1e-3;
