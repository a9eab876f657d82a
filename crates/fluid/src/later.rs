//! What is due later: people in bins of time.

use std::cmp::Ordering;

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
    #[inline]
    pub(crate) fn spread(&self, (after_s, until_s): (f64, f64)) -> Spread {
        let from = self.begin_s() + after_s.clamp(0.0, FAR_S);
        let to = (self.end_s() + until_s.clamp(0.0, FAR_S)).max(from + 1e-3 * self.bin_s);
        let length = to - from;
        let start = from.max(self.end_s());
        let first = self.bin_of(start);
        let last = self.bin_of(to).min(self.all.saturating_sub(1));
        let end_s = self.all as f64 * self.bin_s;
        let once = 1.0 / length;
        let share = |bin: usize| {
            let begin = bin as f64 * self.bin_s;
            (to.min(begin + self.bin_s) - start.max(begin)).max(0.0) * once
        };
        let (at_first, each, at_last) = (share(first), self.bin_s * once, share(last));
        let nothing = (first, 0.0);
        let changes = match first.cmp(&last) {
            Ordering::Less => [
                (first, at_first),
                (first + 1, each - at_first),
                (last, at_last - each),
                (last + 1, -at_last),
            ],
            Ordering::Equal => [(first, at_first), (last + 1, -at_first), nothing, nothing],
            Ordering::Greater => [nothing; CHANGES],
        };
        let end = if first <= last { last + 1 } else { 0 };
        Spread {
            here: ((self.end_s() - from) * once).clamp(0.0, 1.0),
            never: ((to - start.max(end_s)) * once).max(0.0),
            changes,
            end,
        }
    }
}

/// Where something falls, in shares of one: in the step itself, in bins after it, beyond the run. With room for so many changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread<const N: usize = CHANGES> {
    here: f64,
    never: f64,
    /// By how much it is more in each bin, from this one on, than in the bin before. Most of it comes evenly over some twenty bins: four
    /// changes stand for them all.
    changes: [(usize, f64); N],
    /// The bin after the last one that anything falls into; 0 when there is none.
    end: usize,
}

/// How many changes something has that comes evenly from one moment to another.
pub(crate) const CHANGES: usize = 4;

impl<const N: usize> Default for Spread<N> {
    /// Nothing, nowhere.
    fn default() -> Self {
        Self {
            here: 0.0,
            never: 0.0,
            changes: [(0, 0.0); N],
            end: 0,
        }
    }
}

impl<const N: usize> Spread<N> {
    /// Becomes several, so much of each, as one: as many as there is room for.
    pub(crate) fn set(&mut self, parts: &[Spread], shares: &[f64]) {
        (self.here, self.never, self.end) = (0.0, 0.0, 0);
        let places = self.changes.chunks_exact_mut(CHANGES);
        for ((part, share), places) in parts.iter().zip(shares).zip(places) {
            self.here += share * part.here;
            self.never += share * part.never;
            for (place, (bin, change)) in places.iter_mut().zip(part.changes) {
                *place = (bin, share * change);
            }
            self.end = self.end.max(part.end);
        }
    }
}

/// A delay longer than any run, in seconds; a float still tells a small part of a bin there.
const FAR_S: f64 = 1e9;

/// What is due in bins of future time. Channels come in pairs, one the amount of the other: pairs that nothing is put into cost nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Later([Pair; CHANNELS / 2]);

/// Two channels in a ring, a power of two of bins, that grows with the longest delay.
#[derive(Debug, Clone, Default)]
struct Pair {
    /// By how much what is due changes from bin to bin: see [`Spread::changes`].
    changes: Vec<Two>,
    /// What is due in the bin before the first one that has not been taken out yet.
    each: Two,
    /// The first bin that has not been taken out yet.
    at: usize,
    /// The bin after the last one with anything in it, in which the last change is.
    end: usize,
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
    pub(crate) fn add<const N: usize>(
        &mut self,
        now: &mut Bin,
        step: &Step,
        spread: &Spread<N>,
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
        self.at = step.first + step.bins;
        if step.first >= self.end {
            return [0.0; 2];
        }
        let mut sum = [0.0; 2];
        let len = self.changes.len();
        let begin = step.first & (len - 1);
        let bins = self.at.min(self.end) - step.first;
        let (wrapped, straight) = self.changes.split_at_mut(begin);
        let before_wrap = straight.len().min(bins);
        let parts = [
            &mut straight[..before_wrap],
            &mut wrapped[..bins - before_wrap],
        ];
        let mut each = self.each;
        for part in parts {
            // Four at a time, because each sum has to wait for the one before it.
            let mut fours = part.chunks_exact_mut(4);
            for four in &mut fours {
                for n in 0..2 {
                    let [a, b, c, d] = [four[0][n], four[1][n], four[2][n], four[3][n]];
                    let (first, second) = (a + b, c + d);
                    sum[n] += 4.0 * each[n] + ((2.0 * first + a + a + b) + (second + c));
                    each[n] += first + second;
                }
                for change in four {
                    *change = [0.0; 2];
                }
            }
            for change in fours.into_remainder() {
                for n in 0..2 {
                    each[n] += change[n];
                    sum[n] += each[n];
                }
                *change = [0.0; 2];
            }
        }
        self.each = each;
        if self.at >= self.end {
            // What is left is rounding.
            self.changes[self.end & (len - 1)] = [0.0; 2];
            self.each = [0.0; 2];
        }
        sum.map(|n| n.max(0.0))
    }

    fn all(&self) -> Two {
        let (mut sum, mut each) = (self.never, self.each);
        let mask = self.changes.len().wrapping_sub(1);
        for number in self.at..self.end {
            put(&mut each, self.changes[number & mask], 1.0);
            put(&mut sum, each, 1.0);
        }
        sum
    }

    fn add<const N: usize>(&mut self, step: &Step, spread: &Spread<N>, amounts: Two) {
        put(&mut self.never, amounts, spread.never);
        if spread.end == 0 {
            return;
        }
        self.make_room(step, spread.end + 1);
        let mask = self.changes.len() - 1;
        for &(bin, change) in &spread.changes {
            put(&mut self.changes[bin & mask], amounts, change);
        }
        self.end = self.end.max(spread.end);
    }

    /// Makes the ring long enough for everything before bin `end`.
    fn make_room(&mut self, step: &Step, end: usize) {
        let wanted = end - step.first + 1;
        if wanted <= self.changes.len() {
            return;
        }
        let n = wanted.next_power_of_two().max(16);
        let mut longer = vec![[0.0; 2]; n];
        if !self.changes.is_empty() {
            for number in step.first..=self.end {
                longer[number % n] = self.changes[number % self.changes.len()];
            }
        }
        self.changes = longer;
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
