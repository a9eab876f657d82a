//! How long the next step is.

use onrush_network::Network;

/// The grid and the arrivals on it.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// Length of a bin, in seconds, and their number.
    pub(crate) bin_s: f64,
    pub(crate) bins: usize,
    /// Expected arrivals in each bin, by stream.
    pub(crate) arrivals: Vec<Vec<f64>>,
    /// Of all streams together.
    total: Vec<f64>,
    peak: f64,
}

/// Most bins of a run: one second each up to three hours.
const MOST_BINS: usize = 10_800;
/// Numbers kept of all arrivals.
const MOST_NUMBERS: usize = 4_000_000;

impl Grid {
    pub(crate) fn new(network: &Network) -> Self {
        let horizon = f64::from(network.horizon_s);
        let most = (MOST_NUMBERS / network.streams.len().max(1)).clamp(300, MOST_BINS);
        let bin_s = if network.horizon_s < 300 {
            horizon / 300.0
        } else {
            (horizon / most as f64).ceil()
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most the number above"
        )]
        let bins = (horizon / bin_s).ceil() as usize;
        let arrivals: Vec<Vec<f64>> = network
            .streams
            .iter()
            .map(|s| binned(s.rate.points(), bin_s, bins))
            .collect();
        let mut total = vec![0.0; bins];
        for stream in &arrivals {
            for (a, b) in total.iter_mut().zip(stream) {
                *a += b;
            }
        }
        let peak = total.iter().copied().fold(0.0, f64::max);
        Self {
            bin_s,
            bins,
            arrivals,
            total,
            peak,
        }
    }

    /// Whether the arrivals stay about the same over `n` bins from `first` on, the bin before included.
    fn is_even(&self, first: usize, n: usize) -> bool {
        let from = first.saturating_sub(1);
        let window = &self.total[from..(first + n).min(self.bins)];
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for x in window {
            low = if *x < low { *x } else { low };
            high = if *x > high { *x } else { high };
        }
        high - low <= 0.12 * high + 0.01 * self.peak
    }
}

/// Area under straight lines between points, by bin.
fn binned(points: &[(f64, f64)], bin_s: f64, bins: usize) -> Vec<f64> {
    let mut sums = vec![0.0; bins];
    for w in points.windows(2) {
        let ((t0, r0), (t1, r1)) = (w[0], w[1]);
        if t1 <= t0 {
            continue;
        }
        let slope = (r1 - r0) / (t1 - t0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates by intent"
        )]
        let first = (t0.max(0.0) / bin_s) as usize;
        for (bin, sum) in sums.iter_mut().enumerate().skip(first) {
            let begin = bin as f64 * bin_s;
            if begin >= t1 {
                break;
            }
            let (a, b) = (begin.max(t0), (begin + bin_s).min(t1));
            if b > a {
                *sum += (b - a) * (r0 + slope * (f64::midpoint(a, b) - t0));
            }
        }
    }
    sums
}

/// Chooses steps: short where arrivals or the site change, long where nothing happens, and not more than allowed in all.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    most: usize,
    spent: usize,
    last: usize,
    /// The bin at which something was going to change at once.
    moment: usize,
}

/// Longest step in bins.
const LONGEST: usize = 64;

impl Pace {
    /// At most about `most` steps.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            spent: 0,
            last: 1,
            moment: 0,
        }
    }

    /// Bins of the step that begins at bin `first`. `change` is how much the last step changed the site, 1 being as much as is
    /// wanted; `until` the bin at which something changes at once; `longest` a limit in bins.
    pub(crate) fn next(
        &mut self,
        grid: &Grid,
        first: usize,
        change: f64,
        until: usize,
        longest: usize,
    ) -> usize {
        let left = grid.bins - first;
        let steps_left = self.most.saturating_sub(self.spent).max(1);
        // What the rest would cost at long steps is kept back.
        let reserve = left.div_ceil(LONGEST / 2);
        let free = steps_left.saturating_sub(reserve);
        // The more is spent, the coarser a change must be to be worth a short step.
        let patience = (self.most as f64 / (free as f64).max(1.0)).min(20.0);
        let change = change / patience.max(1.0);
        let mut n = if change < 0.5 {
            self.last * 2
        } else if change > 4.0 {
            self.last / 8
        } else if change > 1.0 {
            self.last / 2
        } else {
            self.last
        }
        .clamp(1, LONGEST.min(longest.max(1)));
        if first == self.moment {
            n = 1;
        }
        self.moment = until;
        while n > 1 && !grid.is_even(first, n) {
            n /= 2;
        }
        self.last = n;
        if until > first {
            n = n.min(until - first);
        }
        if free == 0 {
            // Nothing is left to be careful with.
            n = n.max(left.div_ceil(steps_left));
        }
        self.spent += 1;
        n.clamp(1, left.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_network::{Rate, Stream};

    #[test]
    fn no_arrival_is_lost_on_the_grid_and_steps_follow_a_jump() {
        let rate = Rate::new(vec![
            (0.0, 1.0),
            (777.5, 1.0),
            (777.5, 100.0),
            (900.0, 0.0),
            (1500.0, 3.0),
        ]);
        let whole = rate.expected(0.0, 1500.0);
        let network = Network {
            horizon_s: 1500,
            streams: vec![Stream::visits("s", rate, 0, 0)],
            ..Network::default()
        };
        let grid = Grid::new(&network);
        let sum: f64 = grid.arrivals[0].iter().sum();
        assert!((sum - whole).abs() < 1e-6, "{sum} is not {whole}");
        let mut pace = Pace::new(600);
        let (mut at, mut steps) = (0, Vec::new());
        while at < grid.bins {
            let n = pace.next(&grid, at, 0.0, usize::MAX, usize::MAX);
            steps.push((at, n));
            at += n;
        }
        assert_eq!(at, 1500);
        assert!(steps.len() < 250, "{}", steps.len());
        assert!(
            steps
                .iter()
                .any(|(at, n)| (776..779).contains(at) && *n <= 2),
            "{steps:?}"
        );
    }
}
