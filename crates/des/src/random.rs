//! Random numbers by purpose.
//!
//! A [`Key`] names a purpose; from it come sub-keys and generators. The number drawn for "the third query of visitor 17's
//! second page" depends on these words and the seed alone, never on what else was drawn before. (One long sequence would
//! hand every later visitor other numbers as soon as one server was added.)

use onrush_network::{Clock, Dist, Ticks};
use rand::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

use crate::exponential::{FARTHEST, STEPS_PER_UNIT, power_of_two};
use crate::gamma::Gamma;
use crate::ziggurat::Ziggurat;

/// What a random number is for.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(crate) enum Purpose {
    Patience = 1,
    Reload,
    Pause,
    Think,
    GoOn,
    Request,
    Error = 8,
    Balance,
    LinePatience,
    RoomPatience,
    Brings,
    Opening,
    Refresh,
}

/// A named source of randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// An odd number without a pattern, so that numbers and purposes of one key do not meet (the fraction of √3).
const SECOND_GOLDEN: u64 = 0xbb67_ae85_84ca_a73b;

impl Key {
    /// For what draws nothing.
    pub(crate) const NONE: Self = Self(0);

    /// The source of everything in one run.
    pub(crate) fn of_seed(seed: u64) -> Self {
        Self(mix(seed ^ 0x6f6e_7275_7368_2131))
    }

    /// The key as a number, to be combined with others by [`Key::number`].
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// The source for something with a number.
    #[inline(always)]
    pub(crate) fn number(self, n: u64) -> Self {
        Self(mix(self.0 ^ n.wrapping_add(1).wrapping_mul(SECOND_GOLDEN)))
    }

    /// The source for something whose number is already well mixed.
    #[inline(always)]
    pub(crate) fn salted(self, salt: u64) -> Self {
        Self(mix(self.0 ^ salt))
    }

    /// The source for something with a name (FNV-1a).
    pub(crate) fn name(self, name: &str) -> Self {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        self.number(hash)
    }

    /// The source for one of a visit's or request's purposes, at its `n`-th occasion.
    #[inline(always)]
    pub(crate) fn purpose(self, purpose: Purpose, n: u64) -> Self {
        Self(mix(self.0.wrapping_add(
            (purpose as u64 + (n << 8)).wrapping_mul(GOLDEN),
        )))
    }

    /// A long sequence.
    pub(crate) fn sequence(self) -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(self.0)
    }

    /// One number from 0 (included) to 1 (excluded).
    #[inline(always)]
    pub(crate) fn unit(self) -> f64 {
        unit_of(self.0)
    }

    /// Whether a thing of this probability happens.
    #[inline(always)]
    pub(crate) fn happens(self, probability: f64) -> bool {
        probability >= 1.0 || (probability > 0.0 && self.unit() < probability)
    }

    /// One of `n` (at least 1), equally likely up to a part in 2³².
    #[inline(always)]
    pub(crate) fn one_of(self, n: u32) -> u32 {
        // Of all bits the upper ones.
        let wide = (self.0 >> 32) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or(0)
    }
}

/// Stafford's thirteenth variant of the 64-bit finalizer, as in `SplitMix64`.
#[inline(always)]
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number from 0 (included) to 1 (excluded) out of a sequence.
#[inline(always)]
pub(crate) fn unit(source: &mut impl Rng) -> f64 {
    unit_of(source.next_u64())
}

/// A number below `n`.
#[cfg(test)]
#[inline(always)]
pub(crate) fn one_of(source: &mut impl Rng, n: u32) -> u32 {
    (((source.next_u64() >> 32) * u64::from(n)) >> 32) as u32
}

/// No normal number that is drawn from 53 bits is farther from zero: its tail ends at 3.7 + ln 2⁵³ / 3.7.
const LARGEST_NORMAL: f64 = 14.0;

/// A distribution of times, ready to draw from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sampler {
    Constant(f64),
    Exponential {
        mean: f64,
        ziggurat: &'static Ziggurat,
    },
    Uniform {
        low: f64,
        width: f64,
    },
    Gamma(Gamma),
    /// Mean and standard deviation of the logarithm in steps of [`power_of_two`].
    Lognormal {
        mu: f64,
        sigma: f64,
        ziggurat: &'static Ziggurat,
    },
    Hyperexponential {
        first: f64,
        means: [f64; 2],
        ziggurat: &'static Ziggurat,
    },
}

impl Sampler {
    /// From a checked distribution.
    pub(crate) fn new(dist: &Dist) -> Self {
        let ziggurat = Ziggurat::tables();
        match *dist {
            _ if dist.mean_s() <= 0.0 => Self::Constant(0.0),
            Dist::Deterministic { mean_s } => Self::Constant(mean_s),
            Dist::Exponential { mean_s } => Self::Exponential {
                mean: mean_s,
                ziggurat,
            },
            Dist::Uniform { mean_s, cv2 } => {
                // Variance of a uniform of width w is w²/12.
                let width = mean_s * (12.0 * cv2).sqrt();
                Self::Uniform {
                    low: (mean_s - width / 2.0).max(0.0),
                    width,
                }
            }
            Dist::Gamma { mean_s, cv2 } => Self::Gamma(Gamma::new(1.0 / cv2, mean_s * cv2)),
            Dist::Lognormal { mean_s, cv2 } => {
                let sigma2 = libm::log1p(cv2);
                let mu = libm::log(mean_s) - sigma2 / 2.0;
                let sigma = sigma2.sqrt();
                Self::Lognormal {
                    mu: within(mu * STEPS_PER_UNIT, FARTHEST / 2.0),
                    sigma: within(sigma * STEPS_PER_UNIT, FARTHEST / 2.0 / LARGEST_NORMAL),
                    ziggurat,
                }
            }
            Dist::Hyperexponential { mean_s, cv2 } => {
                // Balanced means: each branch contributes half of the mean.
                let first = f64::midpoint(1.0, ((cv2 - 1.0) / (cv2 + 1.0)).sqrt());
                Self::Hyperexponential {
                    first,
                    means: [mean_s / (2.0 * first), mean_s / (2.0 * (1.0 - first))],
                    ziggurat,
                }
            }
        }
    }

    /// One time, in seconds, from 64 random bits (and others derived from them where these do not do).
    #[inline(always)]
    pub(crate) fn seconds(&self, bits: u64) -> f64 {
        match self {
            Self::Exponential { mean, ziggurat } => mean * ziggurat.exponential(bits),
            other => other.other_seconds(bits),
        }
    }

    /// The commonest of the others needs no more than a few registers, which is what a function of its own is for.
    #[inline(never)]
    fn other_seconds(&self, bits: u64) -> f64 {
        if let Self::Lognormal {
            mu,
            sigma,
            ziggurat,
        } = self
            && let Some(normal) = ziggurat.normal_at_once(bits)
        {
            return power_of_two(mu + sigma * normal);
        }
        self.rare_seconds(bits)
    }

    #[cold]
    #[inline(never)]
    fn rare_seconds(&self, bits: u64) -> f64 {
        match self {
            Self::Constant(s) => *s,
            Self::Exponential { mean, ziggurat } => mean * ziggurat.exponential(bits),
            Self::Lognormal {
                mu,
                sigma,
                ziggurat,
            } => power_of_two(mu + sigma * ziggurat.normal(bits)),
            Self::Uniform { low, width } => low + width * unit_of(bits),
            Self::Gamma(gamma) => gamma.sample(&mut SplitMix64::seed_from_u64(bits)),
            Self::Hyperexponential {
                first,
                means,
                ziggurat,
            } => {
                let mean = means[usize::from(unit_of(bits) >= *first)];
                mean * ziggurat.exponential(mix(bits.wrapping_add(GOLDEN)))
            }
        }
    }

    /// One time for a purpose, in ticks.
    #[inline(always)]
    pub(crate) fn ticks(&self, clock: Clock, key: Key) -> Ticks {
        clock.ticks(self.seconds(key.0))
    }
}

/// `x` where it is at most so far from zero, else the limit. Nothing that passes the checks of a network comes near the limits; they
/// spare the draws a look.
fn within(x: f64, limit: f64) -> f64 {
    if x.abs() < limit {
        x
    } else {
        limit.copysign(x)
    }
}

/// Random bits as a number from 0 (included) to 1 (excluded).
#[inline(always)]
fn unit_of(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and squared coefficient of variation of many draws lie where they should, within five standard errors
    /// (a chance of about one in a million for each of the twelve comparisons).
    #[test]
    fn draws_have_the_moments_that_were_asked_for() {
        let n = 400_000_u32;
        let dists = [
            (Dist::exponential(2.0), 8.0),
            (
                Dist::Uniform {
                    mean_s: 2.0,
                    cv2: 0.2,
                },
                0.4,
            ),
            (
                Dist::Gamma {
                    mean_s: 2.0,
                    cv2: 0.25,
                },
                1.0,
            ),
            (Dist::lognormal(2.0, 0.5), 6.0),
            (
                Dist::Hyperexponential {
                    mean_s: 2.0,
                    cv2: 4.0,
                },
                60.0,
            ),
        ];
        for (i, (dist, spread_of_squares)) in dists.iter().enumerate() {
            let sampler = Sampler::new(dist);
            let mut source = Key::of_seed(7).number(i as u64).sequence();
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..n {
                let x = sampler.seconds(source.next_u64());
                assert!(x >= 0.0);
                sum += x;
                squares += (x - 2.0) * (x - 2.0);
            }
            let (mean, variance) = (sum / f64::from(n), squares / f64::from(n));
            let (wanted, root) = (dist.cv2() * 4.0, f64::from(n).sqrt());
            assert!(
                (mean - 2.0).abs() < 5.0 * wanted.sqrt() / root,
                "{dist:?}: mean {mean}"
            );
            assert!(
                (variance - wanted).abs() < 5.0 * 4.0 * spread_of_squares / root,
                "{dist:?}: variance {variance}"
            );
        }
    }

    #[test]
    fn keys_for_different_purposes_do_not_meet() {
        let visit = Key::of_seed(1).name("tv/nl").number(17);
        let mut seen = std::collections::BTreeSet::new();
        for purpose in [
            Purpose::Patience,
            Purpose::Reload,
            Purpose::Think,
            Purpose::GoOn,
            Purpose::Error,
        ] {
            for n in 0..1000 {
                assert!(seen.insert(visit.purpose(purpose, n).0));
            }
        }
    }
}
