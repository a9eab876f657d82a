//! Who comes when: exact non-homogeneous Poisson processes.
//!
//! With Λ(t) the area under the rate up to t, the arrivals are the points at which Λ passes the points of a Poisson process
//! of rate one (Çinlar, *Introduction to Stochastic Processes*, 1975). Between two points of a [`Rate`] the rate is a
//! straight line, so Λ is a parabola there and can be inverted exactly with one square root.

use onrush_network::{Clock, Rate, Ticks};
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::random::Key;
use crate::ziggurat::Ziggurat;

/// The arrivals of one stream.
#[derive(Debug)]
pub(crate) struct Arrivals {
    /// (second, rate per second); at least two points, or none.
    points: Vec<(f64, f64)>,
    /// The straight line that we are on ends at this point.
    next: usize,
    /// When we are, in seconds, and the rate there.
    now_s: f64,
    rate: f64,
    /// Change of the rate per second on this line, and the area under what is left of it.
    slope: f64,
    left: f64,
    /// One over the rate, where it does not change.
    gap_s: f64,
    source: Xoshiro256PlusPlus,
    ziggurat: &'static Ziggurat,
}

impl Arrivals {
    pub(crate) fn new(rate: &Rate, key: Key) -> Self {
        Self {
            points: rate.points().to_vec(),
            next: 0,
            now_s: 0.0,
            rate: 0.0,
            slope: 0.0,
            left: 0.0,
            gap_s: 0.0,
            source: key.sequence(),
            ziggurat: Ziggurat::tables(),
        }
    }

    /// When the next visit comes; `None` when no more will.
    #[inline(always)]
    pub(crate) fn next(&mut self, clock: Clock) -> Option<Ticks> {
        let area = self.ziggurat.exponential(self.source.next_u64());
        if area >= self.left {
            return self.on_a_later_line(area - self.left, clock);
        }
        self.pass(area);
        Some(clock.ticks(self.now_s))
    }

    /// Passes an area that is left on this line.
    #[inline(always)]
    fn pass(&mut self, area: f64) {
        self.left -= area;
        if self.slope == 0.0 {
            self.now_s += area * self.gap_s;
        } else {
            // rate·u + slope·u²/2 = area, solved for u in the form that loses no digits when the slope is small.
            let root = (self.rate * self.rate + 2.0 * self.slope * area)
                .max(0.0)
                .sqrt();
            let u = 2.0 * area / (self.rate + root);
            let end = self.points[self.next].0;
            self.now_s = (self.now_s + u).min(end);
            self.rate = root;
        }
    }

    #[cold]
    fn on_a_later_line(&mut self, mut area: f64, clock: Clock) -> Option<Ticks> {
        loop {
            let (t0, r0) = *self.points.get(self.next)?;
            let (t1, r1) = *self.points.get(self.next + 1)?;
            self.next += 1;
            let length = t1 - t0;
            self.now_s = t0;
            self.rate = r0;
            // Lines of no length are jumps.
            self.left = length * f64::midpoint(r0, r1);
            if length > 0.0 {
                self.slope = (r1 - r0) / length;
                self.gap_s = if r0 > 0.0 { 1.0 / r0 } else { 0.0 };
                if area < self.left {
                    self.pass(area);
                    return Some(clock.ticks(self.now_s));
                }
            }
            area -= self.left;
            self.left = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(rate: &Rate, seed: u64) -> Vec<f64> {
        let clock = Clock::for_horizon(1000);
        let mut arrivals = Arrivals::new(rate, Key::of_seed(seed));
        std::iter::from_fn(|| arrivals.next(clock))
            .map(|t| clock.seconds(t))
            .collect()
    }

    #[test]
    fn counts_are_poisson_in_every_part_of_the_curve() {
        // Ramp up, jump, silence, ramp down.
        let rate = Rate::new(vec![
            (0.0, 0.0),
            (100.0, 40.0),
            (100.0, 5.0),
            (200.0, 5.0),
            (200.0, 0.0),
            (300.0, 0.0),
            (300.0, 20.0),
            (400.0, 0.0),
        ]);
        let runs = 200_u32;
        let edges = [0.0, 50.0, 100.0, 200.0, 300.0, 350.0, 400.0];
        let mut counts = vec![Vec::new(); edges.len() - 1];
        for seed in 0..runs {
            let all = times(&rate, u64::from(seed));
            assert!(all.is_sorted());
            for (i, w) in edges.windows(2).enumerate() {
                counts[i].push(all.iter().filter(|t| w[0] <= **t && **t < w[1]).count() as f64);
            }
        }
        let n = f64::from(runs);
        for (i, w) in edges.windows(2).enumerate() {
            let expected = rate.expected(w[0], w[1]);
            let mean = counts[i].iter().sum::<f64>() / n;
            let variance = counts[i]
                .iter()
                .map(|c| (c - mean) * (c - mean))
                .sum::<f64>()
                / (n - 1.0);
            // Five standard errors each: mean ± 5 √(λ/n), variance ± 5 λ √(2/n).
            assert!(
                (mean - expected).abs() <= 5.0 * (expected / n).sqrt(),
                "{w:?}: {mean} against {expected}"
            );
            assert!(
                (variance - expected).abs() <= 5.0 * expected * (2.0 / n).sqrt() + 1e-9,
                "{w:?}: variance {variance} against {expected}"
            );
        }
    }

    #[test]
    fn after_the_time_change_gaps_are_exponential() {
        // Kolmogorov-Smirnov at a significance of 1 in 10,000: the critical value of √n·D is 2.23.
        let rate = Rate::new(vec![(0.0, 10.0), (300.0, 90.0), (1000.0, 1.0)]);
        let mut before = 0.0;
        let mut gaps: Vec<f64> = times(&rate, 4)
            .into_iter()
            .map(|t| {
                let area = rate.expected(0.0, t);
                let gap = area - before;
                before = area;
                1.0 - libm::exp(-gap)
            })
            .collect();
        gaps.sort_by(f64::total_cmp);
        let n = gaps.len() as f64;
        let d = gaps
            .iter()
            .enumerate()
            .map(|(i, u)| (u - i as f64 / n).abs().max((u - (i + 1) as f64 / n).abs()))
            .fold(0.0, f64::max);
        assert!(
            n > 10_000.0 && d * n.sqrt() < 2.23,
            "{} from {n}",
            d * n.sqrt()
        );
    }

    #[test]
    fn no_rate_brings_nobody() {
        assert!(times(&Rate::default(), 1).is_empty());
        assert!(times(&Rate::new(vec![(5.0, 3.0)]), 1).is_empty());
        assert!(times(&Rate::constant(0.0, 10.0), 1).is_empty());
    }
}
