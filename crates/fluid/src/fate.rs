//! What somebody who sends a request now has to expect.

/// Ways in which a request fails inside, as positions in [`Fate::fails`].
pub(crate) const REFUSED: usize = 0;
pub(crate) const ERROR: usize = 1;
pub(crate) const BLOCKED: usize = 2;
pub(crate) const SOLD_OUT: usize = 3;

/// Shares that fail, by way.
pub(crate) type Fails = [f64; 4];

/// The share that fails in any way.
pub(crate) fn all(f: &Fails) -> f64 {
    f.iter().sum::<f64>().clamp(0.0, 1.0)
}

/// `second` befalls those who survive `first`.
pub(crate) fn then(first: &mut Fails, second: &Fails) {
    let left = 1.0 - all(first);
    for (a, b) in first.iter_mut().zip(second) {
        *a += left * b;
    }
}

/// Risks one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chain {
    /// Shares that have failed.
    pub(crate) fails: Fails,
    /// The share that has not.
    left: f64,
}

impl Chain {
    /// Nothing has happened yet.
    pub(crate) fn new() -> Self {
        Self {
            fails: Fails::default(),
            left: 1.0,
        }
    }

    /// `fails`, which are `share` together, befall those who are left. Most steps of most sites never fail, so that is looked for
    /// first.
    #[inline]
    pub(crate) fn then(&mut self, fails: &Fails, share: f64) {
        if share > 0.0 {
            for (a, b) in self.fails.iter_mut().zip(fails) {
                *a += self.left * b;
            }
            self.left *= 1.0 - share;
        }
    }

    /// One kind of failure befalls this share of those who are left.
    #[inline]
    pub(crate) fn then_one(&mut self, kind: usize, share: f64) {
        self.fails[kind] += self.left * share;
        self.left *= 1.0 - share.clamp(0.0, 1.0);
    }
}

/// The same risk so many times over; a number below one is a chance of meeting it at all.
pub(crate) fn repeated(f: &Fails, times: f64) -> Fails {
    let once = all(f);
    if once <= 0.0 {
        return [0.0; 4];
    }
    let factor = if times <= 1.0 {
        times
    } else {
        (1.0 - libm::pow(1.0 - once, times)) / once
    };
    f.map(|x| x * factor)
}

/// The prospects of a request of one program.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fate {
    /// Mean time to the answer, in seconds.
    pub(crate) time_s: f64,
    /// The same one step earlier.
    pub(crate) time_before_s: f64,
    /// The part of it that is spent in lines.
    pub(crate) wait_s: f64,
    /// Shares that fail.
    pub(crate) fails: Fails,
    /// Share, of those that do not fail, for which the gateway does not wait long enough, and how long it waits.
    pub(crate) late: f64,
    pub(crate) gateway_s: f64,
}

impl Fate {
    /// Share answered.
    pub(crate) fn answered(&self) -> f64 {
        (1.0 - all(&self.fails)) * (1.0 - self.late)
    }

    /// Share of the answers that take longer than `x` seconds: whoever is in line waits about the same, the rest varies as
    /// a sum of two exponential times.
    pub(crate) fn longer_than(&self, x: f64) -> f64 {
        let over = x - self.wait_s;
        let rest = (self.time_s - self.wait_s).max(1e-9);
        if over <= 0.0 {
            return 1.0;
        }
        let stages = 2.0 * over / rest;
        if stages > 45.0 {
            // Less than rounding makes of one; and then nobody has to be followed to that moment.
            return 0.0;
        }
        libm::exp(-stages) * (1.0 + stages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_one_risk_after_the_other() {
        let risks = [[0.1, 0.2, 0.0, 0.3], [0.0, 0.0, 0.5, 0.0], [0.0; 4]];
        let (mut chain, mut plain) = (Chain::new(), Fails::default());
        for risk in &risks {
            chain.then(risk, all(risk));
            then(&mut plain, risk);
        }
        chain.then_one(ERROR, 0.25);
        then(&mut plain, &[0.0, 0.25, 0.0, 0.0]);
        for (a, b) in chain.fails.iter().zip(&plain) {
            assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn risks_add_up_to_at_most_one() {
        let mut f = [0.5, 0.25, 0.0, 0.0];
        then(&mut f, &[0.0, 0.0, 1.0, 0.0]);
        assert!((all(&f) - 1.0).abs() < 1e-12 && (f[BLOCKED] - 0.25).abs() < 1e-12);
        let r = repeated(&[0.1, 0.1, 0.0, 0.0], 3.0);
        assert!((all(&r) - (1.0 - 0.512)).abs() < 1e-12);
        assert!((all(&repeated(&[0.1, 0.0, 0.0, 0.0], 0.5)) - 0.05).abs() < 1e-12);
    }
}
