//! Standard exponential and normal numbers by the ziggurat method (Marsaglia and Tsang 2000, with Doornik's
//! repairs: layer and position come from different bits).
//!
//! Nearly every number takes one table look-up, one comparison of integers and one multiplication, which give the same bits
//! on every platform. The tables are computed once, with `libm`. Measured against `rand_distr`'s, which has the same
//! algorithm behind a layer more: 1.7 against 3.2 ns (docs/decisions/0002-event-lists.md).

use std::sync::OnceLock;

use rand::Rng;
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::SeedableRng;

use crate::random::unit;

const LAYERS: usize = 256;
const TWO_53: f64 = (1_u64 << 53) as f64;
const TWO_52: f64 = (1_u64 << 52) as f64;

/// One family of layers of equal area under a falling density f on x ≥ 0.
#[derive(Debug)]
struct Layers {
    /// What nearly every number needs.
    strips: [Strip; LAYERS],
    /// f at the layer's right edge.
    height: [f64; LAYERS],
}

/// One layer. Side by side, so that both come from memory at once.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
struct Strip {
    /// Positions below this are under the curve for sure.
    sure: u64,
    /// Width of one position.
    width: f64,
}

impl Layers {
    /// `tail` is where the tail begins, `area` that of each layer, `f` the density and `inverse` its inverse function.
    fn new(
        tail: f64,
        area: f64,
        positions: f64,
        f: impl Fn(f64) -> f64,
        inverse: impl Fn(f64) -> f64,
    ) -> Self {
        let mut l = Self {
            strips: [Strip {
                sure: 0,
                width: 0.0,
            }; LAYERS],
            height: [0.0; LAYERS],
        };
        let whole = area / f(tail);
        l.strips[0].sure = floor(tail / whole * positions);
        l.strips[0].width = whole / positions;
        l.strips[LAYERS - 1].width = tail / positions;
        l.height[0] = 1.0;
        l.height[LAYERS - 1] = f(tail);
        let (mut edge, mut outer) = (tail, tail);
        for i in (1..LAYERS - 1).rev() {
            edge = inverse(area / edge + f(edge));
            l.strips[i + 1].sure = floor(edge / outer * positions);
            outer = edge;
            l.height[i] = f(edge);
            l.strips[i].width = edge / positions;
        }
        l
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 2^53"
)]
fn floor(x: f64) -> u64 {
    x as u64
}

/// The tables of both distributions.
#[derive(Debug)]
pub(crate) struct Ziggurat {
    exponential: Layers,
    normal: Layers,
}

/// Where the exponential's tail begins, and the area of each of its 256 layers.
const EXP_TAIL: f64 = 7.697_117_470_131_05;
const EXP_AREA: f64 = 0.003_949_659_822_581_557;
/// The same for the half normal exp(-x²/2).
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;
const NORMAL_AREA: f64 = 0.004_928_673_233_99;

impl Ziggurat {
    /// The tables, the same for all.
    pub(crate) fn tables() -> &'static Self {
        static TABLES: OnceLock<Ziggurat> = OnceLock::new();
        TABLES.get_or_init(|| Self {
            exponential: Layers::new(
                EXP_TAIL,
                EXP_AREA,
                TWO_53,
                |x| libm::exp(-x),
                |y| -libm::log(y),
            ),
            normal: Layers::new(
                NORMAL_TAIL,
                NORMAL_AREA,
                TWO_52,
                |x| libm::exp(-0.5 * x * x),
                |y| (-2.0 * libm::log(y)).sqrt(),
            ),
        })
    }

    /// A standard exponential number from 64 random bits.
    #[inline(always)]
    pub(crate) fn exponential(&self, bits: u64) -> f64 {
        let (layer, position) = ((bits & 255) as usize, bits >> 11);
        let l = &self.exponential;
        if position < l.strips[layer].sure {
            position as f64 * l.strips[layer].width
        } else {
            self.exponential_slowly(bits)
        }
    }

    #[cold]
    fn exponential_slowly(&self, bits: u64) -> f64 {
        let l = &self.exponential;
        let (mut layer, mut position) = ((bits & 255) as usize, bits >> 11);
        let mut more = SplitMix64::seed_from_u64(bits);
        loop {
            if layer == 0 {
                return EXP_TAIL - libm::log(1.0 - unit(&mut more));
            }
            let x = position as f64 * l.strips[layer].width;
            let height =
                l.height[layer] + unit(&mut more) * (l.height[layer - 1] - l.height[layer]);
            if height < libm::exp(-x) {
                return x;
            }
            let bits = more.next_u64();
            (layer, position) = ((bits & 255) as usize, bits >> 11);
            if position < l.strips[layer].sure {
                return position as f64 * l.strips[layer].width;
            }
        }
    }

    /// A standard normal number from 64 random bits.
    pub(crate) fn normal(&self, bits: u64) -> f64 {
        self.normal_at_once(bits)
            .unwrap_or_else(|| signed(self.normal_slowly(bits), bits))
    }

    /// The same where no more than a look at the tables is needed, which is 99 times in 100.
    #[inline(always)]
    pub(crate) fn normal_at_once(&self, bits: u64) -> Option<f64> {
        let (layer, position) = ((bits & 255) as usize, bits >> 12);
        let l = &self.normal;
        // 52 bits behind the exponent of 2⁵² are that number above it: no conversion, which would wait for the one before.
        let x = f64::from_bits(position | TWO_52.to_bits()) - TWO_52;
        (position < l.strips[layer].sure).then(|| signed(x * l.strips[layer].width, bits))
    }

    #[cold]
    fn normal_slowly(&self, bits: u64) -> f64 {
        let l = &self.normal;
        let (mut layer, mut position) = ((bits & 255) as usize, bits >> 12);
        let mut more = SplitMix64::seed_from_u64(bits);
        loop {
            if layer == 0 {
                // Marsaglia's tail.
                loop {
                    let x = -libm::log(1.0 - unit(&mut more)) / NORMAL_TAIL;
                    let y = -libm::log(1.0 - unit(&mut more));
                    if y + y > x * x {
                        return NORMAL_TAIL + x;
                    }
                }
            }
            let x = position as f64 * l.strips[layer].width;
            let height =
                l.height[layer] + unit(&mut more) * (l.height[layer - 1] - l.height[layer]);
            if height < libm::exp(-0.5 * x * x) {
                return x;
            }
            let bits = more.next_u64();
            (layer, position) = ((bits & 255) as usize, bits >> 12);
            if position < l.strips[layer].sure {
                return position as f64 * l.strips[layer].width;
            }
        }
    }
}

/// Bit 8 belongs neither to the layer nor to the position; as the sign's own bit, because nobody could guess a branch.
#[inline(always)]
fn signed(x: f64, bits: u64) -> f64 {
    f64::from_bits(x.to_bits() ^ ((bits & 256) << 55))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    /// Kolmogorov-Smirnov distance of `n` numbers from a distribution function.
    fn distance(mut numbers: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
        numbers.sort_by(f64::total_cmp);
        let n = numbers.len() as f64;
        numbers
            .iter()
            .enumerate()
            .map(|(i, x)| {
                let f = cdf(*x);
                (f - i as f64 / n).abs().max((f - (i + 1) as f64 / n).abs())
            })
            .fold(0.0, f64::max)
    }

    /// A distance above 2.5/√n happens by chance about once in 130 000 runs.
    #[test]
    fn numbers_have_their_distribution_in_the_body_and_in_the_tail() {
        let z = Ziggurat::tables();
        let mut source = Key::of_seed(11).sequence();
        let n = 2_000_000_u32;
        let limit = 2.5 / f64::from(n).sqrt();
        let exponential: Vec<f64> = (0..n).map(|_| z.exponential(source.next_u64())).collect();
        let normal: Vec<f64> = (0..n).map(|_| z.normal(source.next_u64())).collect();
        let tail: Vec<f64> = exponential
            .iter()
            .filter(|x| **x > 5.0)
            .map(|x| x - 5.0)
            .collect();
        let tail_limit = 2.5 / (tail.len() as f64).sqrt();
        assert!(tail.len() > 10_000);
        assert!(distance(tail, |x| 1.0 - libm::exp(-x)) < tail_limit);
        assert!(distance(exponential, |x| 1.0 - libm::exp(-x)) < limit);
        let phi = |x: f64| 0.5 * libm::erfc(-x / core::f64::consts::SQRT_2);
        assert!(distance(normal, phi) < limit);
    }
}
