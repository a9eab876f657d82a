//! Gamma-distributed times by the method of Marsaglia and Tsang (2000): a normal number, its cube, and now and then once more.
//!
//! With our own normal numbers. Those of `rand_distr` bring tables of 8 kB that cannot be compressed, for the sake of a distribution that
//! laboratory files have and no plan has (docs/decisions/0006-what-the-page-weighs.md).

use rand::Rng;

use crate::random::unit;
use crate::ziggurat::Ziggurat;

/// A gamma distribution, ready to draw from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gamma {
    /// The shape less a third, of the shape that is drawn from: at least 1.
    d: f64,
    /// 1/√(9d).
    c: f64,
    scale: f64,
    /// Below 1 a number of shape + 1 is drawn and multiplied by a uniform one to the power of this, 1/shape.
    power: Option<f64>,
    ziggurat: &'static Ziggurat,
}

impl Gamma {
    /// With this shape and scale, both positive; the mean is their product.
    pub(crate) fn new(shape: f64, scale: f64) -> Self {
        let (drawn, power) = if shape < 1.0 {
            (shape + 1.0, Some(1.0 / shape))
        } else {
            (shape, None)
        };
        let d = drawn - 1.0 / 3.0;
        Self {
            d,
            c: 1.0 / (9.0 * d).sqrt(),
            scale,
            power,
            ziggurat: Ziggurat::tables(),
        }
    }

    /// One number.
    pub(crate) fn sample(&self, source: &mut impl Rng) -> f64 {
        let standard = loop {
            let x = self.ziggurat.normal(source.next_u64());
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            // Not zero, whose logarithm nobody needs.
            let u = 1.0 - unit(source);
            if libm::log(u) < 0.5 * x * x + self.d * (1.0 - v + libm::log(v)) {
                break self.d * v;
            }
        };
        let factor = self.power.map_or(1.0, |p| libm::pow(1.0 - unit(source), p));
        standard * factor * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    const MANY: u32 = 400_000;

    /// The Kolmogorov-Smirnov distance of many numbers from their distribution.
    fn distance(shape: f64, scale: f64, cdf: impl Fn(f64) -> f64) -> f64 {
        let gamma = Gamma::new(shape, scale);
        let mut source = Key::of_seed(5).name("gamma").sequence();
        let mut drawn: Vec<f64> = (0..MANY).map(|_| gamma.sample(&mut source)).collect();
        drawn.sort_by(f64::total_cmp);
        (0..MANY)
            .zip(&drawn)
            .map(|(i, x)| {
                let part = |i: u32| (cdf(*x) - f64::from(i) / f64::from(MANY)).abs();
                part(i).max(part(i + 1))
            })
            .fold(0.0, f64::max)
    }

    /// Below and above a shape of 1 in closed form: the square of a normal number has shape 1/2 and scale 2, the sum of two exponential
    /// ones shape 2. A distance beyond 2.5/√n is there once in 130 000 runs.
    #[test]
    fn numbers_have_their_distribution() {
        let limit = 2.5 / f64::from(MANY).sqrt();
        let below = distance(0.5, 2.0, |x| libm::erf((x / 2.0).sqrt()));
        assert!(below < limit, "{below}");
        let above = distance(2.0, 1.0, |x| 1.0 - (1.0 + x) * libm::exp(-x));
        assert!(above < limit, "{above}");
        // A wrong shape is seen.
        assert!(distance(2.02, 1.0, |x| 1.0 - (1.0 + x) * libm::exp(-x)) > limit);
    }
}
