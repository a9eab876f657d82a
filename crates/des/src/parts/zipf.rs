//! Which object is asked for: Zipf's law.

/// Draws one of n objects, the i-th with a chance proportional to 1/iᵃ, by Walker's alias method: one multiplication and one
/// look into a table of eight bytes an object.
///
/// The chances are right to 2⁻³² in total variation: a column's border is kept in 32 bits, and the weights to about twelve
/// digits.
#[derive(Debug)]
pub(crate) struct Zipf {
    columns: Vec<Column>,
}

#[derive(Debug, Clone, Copy)]
struct Column {
    /// Below this, in 2⁻³², the draw is the column's own object …
    own: u32,
    /// … above, this one.
    other: u32,
}

impl Zipf {
    /// For `objects` (at least one is made) and the exponent `a`.
    pub(crate) fn new(objects: u32, a: f64) -> Self {
        let weights = weights(objects.max(1), a);
        let n = weights.len();
        let mean = weights.iter().sum::<f64>() / n as f64;
        // The weights fall, so those of at least the mean come first. Sweep once over both parts (Hübschle-Schneider and
        // Sanders 2019): a light column is filled up from the heavy one at hand; when that one is itself light it is
        // filled up from the next.
        let heavy_until = weights.partition_point(|w| *w >= mean);
        let mut columns: Vec<Column> = (0..objects.max(1))
            .map(|i| Column { own: 0, other: i })
            .collect();
        let (mut light, mut heavy) = (heavy_until, 0);
        let mut rest = weights[0];
        while heavy < heavy_until {
            if rest > mean {
                if light == n {
                    break;
                }
                columns[light] = Column {
                    own: share(weights[light] / mean),
                    other: index(heavy),
                };
                rest -= mean - weights[light];
                light += 1;
            } else {
                if heavy + 1 == heavy_until {
                    break;
                }
                columns[heavy] = Column {
                    own: share(rest / mean),
                    other: index(heavy + 1),
                };
                heavy += 1;
                rest += weights[heavy] - mean;
            }
        }
        // What is left is full up to rounding: it keeps itself as the other.
        Self { columns }
    }

    /// How many objects there are.
    pub(crate) fn objects(&self) -> u32 {
        index(self.columns.len())
    }

    /// The object (from 0, the most popular) for 64 random bits.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the upper half is below the number of objects, of the lower half the upper 32 bits are taken"
    )]
    pub(crate) fn object(&self, bits: u64) -> u32 {
        let product = u128::from(bits) * self.columns.len() as u128;
        let at = (product >> 64) as usize;
        let column = self.columns[at];
        if (product >> 32) as u32 <= column.own {
            index(at)
        } else {
            column.other
        }
    }
}

/// i⁻ᵃ for i from 1 on. Powers are taken of primes only and multiplied for the rest (a linear sieve), which for a million
/// objects is a tenth of the work.
fn weights(n: u32, a: f64) -> Vec<f64> {
    let n = n as usize;
    let mut all = vec![0.0; n + 1];
    all[1] = 1.0;
    let mut primes = Vec::new();
    for i in 2..=n {
        // Only what no smaller prime has reached is prime; a weight is never zero, as i ≤ 10⁶ and a ≤ 3.
        if all[i] == 0.0 {
            all[i] = libm::pow(i as f64, -a);
            primes.push(i);
        }
        for &p in &primes {
            if p * i > n {
                break;
            }
            all[p * i] = all[p] * all[i];
            if i % p == 0 {
                break;
            }
        }
    }
    all.remove(0);
    // Products are rounded otherwise than powers, so neighbours may be out of order by one place in the last digits.
    for i in 1..n {
        all[i] = all[i].min(all[i - 1]);
    }
    all
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn share(x: f64) -> u32 {
    (x * 4294967296.0) as u32
}

/// At most a million.
fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    /// What the table gives to each object, summed exactly.
    fn chances(zipf: &Zipf) -> Vec<f64> {
        let n = zipf.columns.len();
        let mut all = vec![0.0; n];
        for (i, c) in zipf.columns.iter().enumerate() {
            let own = (f64::from(c.own) + 1.0) / 4294967296.0;
            all[i] += own / n as f64;
            all[c.other as usize] += (1.0 - own) / n as f64;
        }
        all
    }

    #[test]
    fn the_table_holds_zipfs_law() {
        for n in [1, 2, 3, 10, 1000, 65_537, 1_000_000] {
            for a in [0.0, 0.64, 0.8, 1.0, 2.0, 3.0] {
                let zipf = Zipf::new(n, a);
                assert_eq!(zipf.objects(), n);
                let exact: Vec<f64> = (1..=n).map(|i| libm::pow(f64::from(i), -a)).collect();
                let sum: f64 = exact.iter().sum();
                let distance: f64 = chances(&zipf)
                    .iter()
                    .zip(&exact)
                    .map(|(is, want)| (is - want / sum).abs())
                    .sum();
                assert!(
                    distance / 2.0 < 1.0 / 4294967296.0,
                    "{n} objects, exponent {a}: {distance:e}"
                );
            }
        }
    }

    #[test]
    fn draws_follow_the_table() {
        let zipf = Zipf::new(20, 0.9);
        let want = chances(&zipf);
        let n = 500_000_u32;
        let mut seen = [0_u32; 20];
        for i in 0..n {
            seen[zipf.object(Key::of_seed(9).number(u64::from(i)).bits()) as usize] += 1;
        }
        let chi2: f64 = want
            .iter()
            .zip(seen)
            .map(|(p, is)| {
                let expected = p * f64::from(n);
                (f64::from(is) - expected) * (f64::from(is) - expected) / expected
            })
            .sum();
        // 19 degrees of freedom: 58.8 is passed once in 200 000 times.
        assert!((2.0..58.8).contains(&chi2), "χ² {chi2}");
        assert!(zipf.object(0) < 20 && zipf.object(u64::MAX) < 20);
    }
}
