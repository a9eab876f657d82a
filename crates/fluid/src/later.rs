//! What is due later: people in bins of time.

/// What a bin counts.
pub(crate) const CHANNELS: usize = 10;
/// One bin.
pub(crate) type Bin = [f64; CHANNELS];

/// The grid of time: bins of equal length, of which a step takes one or more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// Length of a bin, in seconds.
    pub(crate) bin_s: f64,
    /// Bins in the whole run.
    pub(crate) all: usize,
    /// First bin of the step, and how many it takes.
    pub(crate) first: usize,
    pub(crate) bins: usize,
}

impl Step {
    /// Length, in seconds.
    pub(crate) fn dt(&self) -> f64 {
        self.bins as f64 * self.bin_s
    }

    /// When it begins.
    pub(crate) fn begin_s(&self) -> f64 {
        self.first as f64 * self.bin_s
    }

    /// The bin after the step in which `second` lies; the first of them for earlier ones.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates by intent"
    )]
    fn bin_of(&self, second: f64) -> usize {
        ((second / self.bin_s) as usize).max(self.first + self.bins)
    }

    /// When it ends.
    pub(crate) fn end_s(&self) -> f64 {
        (self.first + self.bins) as f64 * self.bin_s
    }

    /// Where something falls that happens between `after_s` and `until_s` seconds after something that is done evenly over the step.
    pub(crate) fn spread(&self, (after_s, until_s): (f64, f64)) -> Spread {
        let from = self.begin_s() + after_s.clamp(0.0, FAR_S);
        let to = (self.end_s() + until_s.clamp(0.0, FAR_S)).max(from + 1e-3 * self.bin_s);
        let length = to - from;
        let start = from.max(self.end_s());
        let first = self.bin_of(start);
        let last = self.bin_of(to).min(self.all.saturating_sub(1));
        let end_s = self.all as f64 * self.bin_s;
        let share = |bin: usize| {
            let begin = bin as f64 * self.bin_s;
            (to.min(begin + self.bin_s) - start.max(begin)).max(0.0) / length
        };
        Spread {
            here: ((self.end_s() - from) / length).clamp(0.0, 1.0),
            never: ((to - start.max(end_s)) / length).max(0.0),
            first,
            last,
            at_first: share(first),
            at_last: share(last),
            each: self.bin_s / length,
        }
    }
}

/// Where something falls, in shares of one: in the step itself, in bins after it, beyond the run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    here: f64,
    never: f64,
    /// The first and the last bin after the step; none if the first is after the last.
    first: usize,
    last: usize,
    at_first: f64,
    at_last: f64,
    /// In each bin between them.
    each: f64,
}

/// A delay longer than any run, in seconds; a float still tells a small part of a bin there.
const FAR_S: f64 = 1e9;

/// What comes evenly in more bins than so many is written as a rate with its beginning and its end instead of into each of them.
const MANY: usize = 4;

/// What is due in bins of future time. Channels come in pairs, one the amount of the other: pairs that nothing is put into cost nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Later([Pair; CHANNELS / 2]);

/// Two channels in rings, a power of two of bins, that grow with the longest delay.
#[derive(Debug, Clone, Default)]
struct Pair {
    ring: Vec<Two>,
    /// What is due in every bin beside that, from the first one that has not been taken out yet.
    each: Two,
    /// By how much that changes, in the bin from which on it does: as long as the ring.
    changes: Vec<Two>,
    /// The first bin that has not been taken out yet.
    at: usize,
    /// The bin after the last one with anything in it; and after the last change.
    end: usize,
    changes_end: usize,
    /// What would be due after the run.
    never: Two,
}

type Two = [f64; 2];

impl Later {
    /// Takes out what is due in the step.
    pub(crate) fn due(&mut self, step: &Step) -> Bin {
        let mut bin = [0.0; CHANNELS];
        for (two, pair) in bin.chunks_exact_mut(2).zip(&mut self.0) {
            two.copy_from_slice(&pair.due(step));
        }
        bin
    }

    /// Everything in one channel that is still to come, within the run or after it.
    pub(crate) fn all(&self, channel: usize) -> f64 {
        self.0[channel / 2].all()[channel % 2]
    }

    /// Whether anything is due after the step.
    pub(crate) fn waits(&self, step: &Step) -> bool {
        self.0.iter().any(|pair| pair.end > step.first + step.bins)
    }

    /// People who do something evenly over the step and for whom the next thing happens later, as [`Step::spread`] has it: amounts of
    /// a channel and the one after it. What falls into the step itself goes to `now`; what lies beyond the run never happens.
    pub(crate) fn add(
        &mut self,
        now: &mut Bin,
        step: &Step,
        spread: &Spread,
        (channel, amounts): (usize, Two),
    ) {
        if amounts[0] <= 0.0 {
            return;
        }
        for (now, amount) in now[channel..].iter_mut().zip(amounts) {
            *now += spread.here * amount;
        }
        if spread.here < 1.0 {
            self.0[channel / 2].add(step, spread, amounts);
        }
    }
}

impl Pair {
    fn due(&mut self, step: &Step) -> Two {
        let mut sum = [0.0; 2];
        self.at = step.first + step.bins;
        let mask = self.ring.len().wrapping_sub(1);
        for number in step.first..self.at.min(self.end) {
            put(&mut sum, std::mem::take(&mut self.ring[number & mask]), 1.0);
        }
        if step.first < self.changes_end {
            for number in step.first..self.at.min(self.changes_end) {
                let change = std::mem::take(&mut self.changes[number & mask]);
                put(&mut self.each, change, 1.0);
                put(&mut sum, self.each, 1.0);
            }
            if self.at >= self.changes_end {
                // What is left is rounding.
                self.each = [0.0; 2];
            }
        }
        sum.map(|n| n.max(0.0))
    }

    fn all(&self) -> Two {
        let (mut sum, mut each) = (self.never, self.each);
        let mask = self.ring.len().wrapping_sub(1);
        for number in self.at..self.end {
            put(&mut sum, self.ring[number & mask], 1.0);
            if number < self.changes_end {
                put(&mut each, self.changes[number & mask], 1.0);
                put(&mut sum, each, 1.0);
            }
        }
        sum
    }

    fn add(&mut self, step: &Step, spread: &Spread, amounts: Two) {
        put(&mut self.never, amounts, spread.never);
        let (first, last) = (spread.first, spread.last);
        if first > last {
            return;
        }
        self.make_room(step, last + 1);
        let mask = self.ring.len() - 1;
        put(&mut self.ring[first & mask], amounts, spread.at_first);
        if first < last {
            put(&mut self.ring[last & mask], amounts, spread.at_last);
        }
        if last - first > MANY {
            put(&mut self.changes[(first + 1) & mask], amounts, spread.each);
            put(&mut self.changes[last & mask], amounts, -spread.each);
            self.changes_end = self.changes_end.max(last + 1);
        } else {
            for number in first + 1..last {
                put(&mut self.ring[number & mask], amounts, spread.each);
            }
        }
        self.end = self.end.max(last + 1);
    }

    /// Makes the rings long enough for everything up to bin `end`.
    fn make_room(&mut self, step: &Step, end: usize) {
        let wanted = end - step.first + 1;
        if wanted <= self.ring.len() {
            return;
        }
        let n = wanted.next_power_of_two().max(16);
        for (ring, until) in [
            (&mut self.ring, self.end),
            (&mut self.changes, self.changes_end),
        ] {
            let mut longer = vec![[0.0; 2]; n];
            for number in step.first..until {
                longer[number % n] = ring[number % ring.len()];
            }
            *ring = longer;
        }
    }
}

/// Adds so many times two amounts.
fn put(to: &mut Two, amounts: Two, times: f64) {
    for (a, b) in to.iter_mut().zip(amounts) {
        *a += times * b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_lost_and_all_come_in_time() {
        let mut later = Later::default();
        let mut step = Step {
            bin_s: 1.0,
            all: 1000,
            first: 0,
            bins: 4,
        };
        let (mut now, mut seen, mut when) = ([0.0; CHANNELS], 0.0, 0.0);
        later.add(&mut now, &step, &step.spread((2.0, 2.0)), (0, [8.0, 4.0]));
        assert!((now[0] - 4.0).abs() < 1e-12 && (now[1] - 2.0).abs() < 1e-12);
        later.add(
            &mut now,
            &step,
            &step.spread((37.5, 40.5)),
            (0, [10.0, 0.0]),
        );
        for first in (4..100).step_by(3) {
            step = Step {
                first,
                bins: 3,
                ..step
            };
            let due = later.due(&step);
            seen += due[0];
            when += due[0] * (step.begin_s() + 1.5);
        }
        assert!((seen - 14.0).abs() < 1e-9, "{seen}");
        // Four between 4 and 6, ten around 41.
        assert!((when / 14.0 - (4.0 * 5.0 + 10.0 * 41.0) / 14.0).abs() < 1.0);
        assert!(!later.waits(&step));
    }
}
