//! Visitors who bring others.

use crate::random::Key;

/// How many a visit brings, and how many can be brought in all.
#[derive(Debug, Clone)]
pub(crate) struct Sharing {
    served: Poisson,
    lost: Poisson,
    left: u64,
}

impl Sharing {
    pub(crate) fn new(sharing: &onrush_network::Sharing) -> Self {
        Self {
            served: Poisson::new(sharing.mean),
            lost: Poisson::new(sharing.when_lost),
            left: sharing.reach,
        }
    }

    /// How many visits one that has ended brings; the reach is used up by as many.
    #[inline]
    pub(crate) fn brings(&mut self, served: bool, key: impl FnOnce() -> Key) -> u32 {
        let number = if served { &self.served } else { &self.lost };
        if self.left == 0 || number.mean <= 0.0 {
            return 0;
        }
        let brought = u64::from(number.draw(key())).min(self.left);
        self.left -= brought;
        // At most `Poisson::MOST`.
        u32::try_from(brought).unwrap_or(u32::MAX)
    }
}

/// A Poisson number with a mean up to 20, by inversion: the least k at which the distribution passes an even number.
#[derive(Debug, Clone)]
pub(crate) struct Poisson {
    mean: f64,
    none: f64,
}

impl Poisson {
    /// Passed with a chance below 10⁻⁵⁰ at a mean of 20; ends the search when rounding would go on for ever.
    const MOST: u32 = 200;

    pub(crate) fn new(mean: f64) -> Self {
        Self {
            mean,
            none: libm::exp(-mean),
        }
    }

    #[inline]
    pub(crate) fn draw(&self, key: Key) -> u32 {
        self.at(key.unit())
    }

    fn at(&self, even: f64) -> u32 {
        let (mut k, mut chance, mut below) = (0, self.none, self.none);
        while even >= below && k < Self::MOST {
            k += 1;
            chance *= self.mean / f64::from(k);
            below += chance;
        }
        k
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_network::Dist;

    /// χ² over 0 to 11 for a mean of 3, at a limit passed once in 200 000 times.
    #[test]
    fn numbers_are_poisson() {
        let poisson = Poisson::new(3.0);
        let n = 200_000_u32;
        let mut seen = [0_u32; 12];
        for i in 0..n {
            let k = poisson.draw(Key::of_seed(6).number(u64::from(i)));
            seen[k.min(11) as usize] += 1;
        }
        let (mut chance, mut rest, mut chi2) = (libm::exp(-3.0), 1.0, 0.0);
        for (k, is) in (0_u32..).zip(seen) {
            let p = if k == 11 { rest } else { chance };
            let expected = p * f64::from(n);
            chi2 += (f64::from(is) - expected) * (f64::from(is) - expected) / expected;
            rest -= chance;
            chance *= 3.0 / f64::from(k + 1);
        }
        assert!((1.0..44.5).contains(&chi2), "χ² {chi2}");
    }

    #[test]
    fn extremes_end() {
        assert_eq!(Poisson::new(0.0).at(1.0 - f64::EPSILON / 2.0), 0);
        for mean in [1e-9, 0.5, 20.0] {
            let most = Poisson::new(mean).at(1.0 - f64::EPSILON / 2.0);
            assert!(most < 90, "{most}");
            assert_eq!(Poisson::new(mean).at(0.0), 0);
        }
    }

    /// A branching process with mean n leads to 1/(1-n) visits for each one that came by itself (five standard errors; the
    /// total's variance is n/(1-n)³).
    #[test]
    fn a_mean_below_one_multiplies() {
        let mut sharing = sharing(0.6, 0.0, u64::MAX);
        let (roots, mut visits, mut to_do) = (40_000_u64, 0_u64, 40_000_u64);
        while to_do > 0 {
            to_do -= 1;
            to_do += u64::from(sharing.brings(true, || Key::of_seed(8).number(visits)));
            visits += 1;
        }
        let error = (0.6 / 0.064 / roots as f64).sqrt();
        let each = visits as f64 / roots as f64;
        assert!((each - 2.5).abs() < 5.0 * error, "{each}");
    }

    #[test]
    fn the_reach_ends_it() {
        let mut s = sharing(20.0, 5.0, 100);
        let brought: u32 = (0..1000)
            .map(|i| s.brings(i % 2 == 0, || Key::of_seed(8).number(i)))
            .sum();
        assert_eq!(brought, 100);
        let mut s = sharing(20.0, 0.0, 100);
        assert_eq!(s.brings(false, || panic!("nothing is drawn")), 0);
        let mut s = sharing(20.0, 20.0, 0);
        assert_eq!(s.brings(true, || panic!("nothing is drawn")), 0);
    }

    fn sharing(mean: f64, when_lost: f64, reach: u64) -> Sharing {
        Sharing::new(&onrush_network::Sharing {
            mean,
            when_lost,
            delay: Dist::constant(0.0),
            reach,
        })
    }
}
