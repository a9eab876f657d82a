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
}

/// A delay longer than any run, in seconds; a float still tells a small part of a bin there.
const FAR_S: f64 = 1e9;

/// Bins in a ring, a power of two of them, that grows with the longest delay.
#[derive(Debug, Clone, Default)]
pub(crate) struct Later {
    ring: Vec<Bin>,
    /// The bin after the last one with anything in it.
    end: usize,
    /// What would be due after the run.
    never: Bin,
}

impl Later {
    /// Takes out what is due in the step.
    pub(crate) fn due(&mut self, step: &Step) -> Bin {
        let mut sum = [0.0; CHANNELS];
        for bin in step.first..(step.first + step.bins).min(self.end) {
            let at = bin & (self.ring.len() - 1);
            for (a, b) in sum.iter_mut().zip(std::mem::take(&mut self.ring[at])) {
                *a += b;
            }
        }
        sum
    }

    /// Everything in one channel that is still to come, within the run or after it.
    pub(crate) fn all(&self, channel: usize) -> f64 {
        self.never[channel] + self.ring.iter().map(|bin| bin[channel]).sum::<f64>()
    }

    /// Whether anything is due after the step.
    pub(crate) fn waits(&self, step: &Step) -> bool {
        self.end > step.first + step.bins
    }

    /// People who did something evenly over the step and for whom the next thing happens between `after_s` and `until_s` seconds
    /// later: amounts of two channels. What falls into the step itself goes to `now`; what lies beyond the run never happens.
    pub(crate) fn add(
        &mut self,
        now: &mut Bin,
        step: &Step,
        (after_s, until_s): (f64, f64),
        amounts: [(usize, f64); 2],
    ) {
        if amounts[0].1 <= 0.0 {
            return;
        }
        let from = step.begin_s() + after_s.clamp(0.0, FAR_S);
        let to = (step.end_s() + until_s.clamp(0.0, FAR_S)).max(from + 1e-3 * step.bin_s);
        let length = to - from;
        let here = ((step.end_s() - from) / length).clamp(0.0, 1.0);
        for (channel, amount) in amounts {
            now[channel] += here * amount;
        }
        if here >= 1.0 {
            return;
        }
        let start = from.max(step.end_s());
        let (first, last) = (step.bin_of(start), step.bin_of(to));
        let end_s = step.all as f64 * step.bin_s;
        let never = ((to - start.max(end_s)) / length).max(0.0);
        if never > 0.0 {
            for (channel, amount) in amounts {
                self.never[channel] += never * amount;
            }
        }
        if first >= step.all {
            return;
        }
        let last = last.min(step.all - 1);
        self.make_room(step, last + 1);
        let mask = self.ring.len() - 1;
        let a_second = amounts.map(|(channel, amount)| (channel, amount / length));
        for bin in first..=last {
            let begin = bin as f64 * step.bin_s;
            let overlap = (to.min(begin + step.bin_s) - start.max(begin)).max(0.0);
            let at = &mut self.ring[bin & mask];
            for (channel, amount) in a_second {
                at[channel] += overlap * amount;
            }
        }
        self.end = self.end.max(last + 1);
    }

    /// Makes the ring long enough for everything up to bin `end`.
    fn make_room(&mut self, step: &Step, end: usize) {
        let wanted = end - step.first + 1;
        if wanted <= self.ring.len() {
            return;
        }
        let mut longer = vec![[0.0; CHANNELS]; wanted.next_power_of_two().max(16)];
        let n = longer.len();
        if !self.ring.is_empty() {
            for bin in step.first..self.end {
                longer[bin % n] = self.ring[bin % self.ring.len()];
            }
        }
        self.ring = longer;
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
        later.add(&mut now, &step, (2.0, 2.0), [(0, 8.0), (1, 4.0)]);
        assert!((now[0] - 4.0).abs() < 1e-12 && (now[1] - 2.0).abs() < 1e-12);
        later.add(&mut now, &step, (37.5, 40.5), [(0, 10.0), (1, 0.0)]);
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
