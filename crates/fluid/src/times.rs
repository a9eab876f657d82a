//! Distributions of times: shares that are over by now, and stages to wait in.

use onrush_network::Dist;

/// Share of times that are at most `x` seconds.
pub(crate) fn share_until(d: &Dist, x: f64) -> f64 {
    let (mean, cv2) = (d.mean_s(), d.cv2());
    if x < 0.0 {
        return 0.0;
    }
    if mean <= 0.0 || cv2 <= 1e-9 {
        return if x >= mean { 1.0 } else { 0.0 };
    }
    match d {
        Dist::Deterministic { .. } => 0.0,
        Dist::Exponential { .. } => 1.0 - libm::exp(-x / mean),
        Dist::Uniform { .. } => {
            let half = mean * (3.0 * cv2).sqrt();
            ((x - mean + half) / (2.0 * half)).clamp(0.0, 1.0)
        }
        Dist::Gamma { .. } => gamma_p(1.0 / cv2, x / (mean * cv2)),
        Dist::Lognormal { .. } => {
            let var = libm::log1p(cv2);
            let mu = libm::log(mean) - var / 2.0;
            if x <= 0.0 {
                0.0
            } else {
                0.5 * libm::erfc(-(libm::log(x) - mu) / (2.0 * var).sqrt())
            }
        }
        Dist::Hyperexponential { .. } => {
            // Balanced means: each of the two contributes half of the mean.
            let p = 0.5 * (1.0 + ((cv2 - 1.0) / (cv2 + 1.0)).sqrt());
            let of = |p: f64| p * (1.0 - libm::exp(-2.0 * p * x / mean));
            of(p) + of(1.0 - p)
        }
    }
}

/// The regularised incomplete gamma function P(a, x): its power series below the mode, Legendre's continued fraction by
/// Lentz's method above (Abramowitz and Stegun 6.5.29 and 6.5.31).
fn gamma_p(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for k in 1..500 {
            term *= x / (a + f64::from(k));
            sum += term;
            if term < sum * 1e-12 {
                break;
            }
        }
        (front * sum).clamp(0.0, 1.0)
    } else {
        let mut even = x + 1.0 - a;
        let (mut above, mut below) = (1e300, 1.0 / even);
        let mut fraction = below;
        for k in 1..500 {
            let odd = -f64::from(k) * (f64::from(k) - a);
            even += 2.0;
            below = 1.0 / nonzero(odd * below + even);
            above = nonzero(even + odd / above);
            fraction *= above * below;
            if (above * below - 1.0).abs() < 1e-12 {
                break;
            }
        }
        (1.0 - front * fraction).clamp(0.0, 1.0)
    }
}

fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

/// How long somebody waits before giving up, as a table: looked up many times in each step.
#[derive(Debug, Clone)]
pub(crate) struct Patience {
    mean: f64,
    width: f64,
    /// Share that has given up by i · `width`.
    gone: Vec<f64>,
    /// Mean of the smaller of patience and i · `width`.
    stayed: Vec<f64>,
}

impl Patience {
    const POINTS: usize = 128;

    pub(crate) fn new(d: &Dist) -> Self {
        let mean = d.mean_s().max(1e-6);
        let width = 8.0 * mean / Self::POINTS as f64;
        let gone: Vec<f64> = (0..=Self::POINTS)
            .map(|i| share_until(d, width * i as f64))
            .collect();
        let mut stayed = vec![0.0];
        let mut sum = 0.0;
        for pair in gone.windows(2) {
            sum += width * (1.0 - f64::midpoint(pair[0], pair[1]));
            stayed.push(sum);
        }
        Self {
            mean,
            width,
            gone,
            stayed,
        }
    }

    /// The mean, in seconds.
    pub(crate) fn mean(&self) -> f64 {
        self.mean
    }

    fn look_up(&self, table: &[f64], x: f64) -> Option<f64> {
        let place = x / self.width;
        if place.is_nan() || place >= Self::POINTS as f64 {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and the number of points"
        )]
        let i = place.max(0.0) as usize;
        Some(table[i] + (table[i + 1] - table[i]) * (place.max(0.0) - i as f64))
    }

    /// Share that has given up after waiting for `x` seconds.
    pub(crate) fn gone(&self, x: f64) -> f64 {
        self.look_up(&self.gone, x).unwrap_or_else(|| {
            let end = self.width * Self::POINTS as f64;
            let last = self.gone[Self::POINTS];
            last + (1.0 - last) * (1.0 - libm::exp(-(x - end).max(0.0) / self.mean))
        })
    }

    /// The rate at which people leave a line that takes `x` seconds: those who give up, over the time they all stay. In
    /// equilibrium the fluid model of a line with impatient customers has exactly this loss (Whitt 2006, "Fluid models for
    /// multiserver queues with abandonments"); for an exponential patience it is 1 / mean whatever `x` is.
    pub(crate) fn leaving_rate(&self, x: f64) -> f64 {
        let x = x.max(self.width);
        let stayed = self
            .look_up(&self.stayed, x)
            .unwrap_or(self.stayed[Self::POINTS]);
        self.gone(x) / stayed.max(1e-9)
    }
}

/// A delay of one to four exponential stages with the mean and about the variance of a distribution (Erlang's).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delay {
    mean: f64,
    stages: usize,
    /// Length of the step under way: most are as long as the one before.
    dt: f64,
    /// Of that step: share of a stage that stays, and what of a second's inflow is there at its end.
    stays: f64,
    newcomers: f64,
}

/// People so few that it does not matter when they do something.
pub(crate) const CRUMBS: f64 = 1e-6;

/// Most stages of a [`Delay`].
pub(crate) const STAGES: usize = 4;

impl Delay {
    pub(crate) fn new(d: &Dist) -> Self {
        let cv2 = d.cv2();
        let stages = if cv2 > 0.7 {
            1
        } else if cv2 > 0.4 {
            2
        } else if cv2 > 0.29 {
            3
        } else {
            STAGES
        };
        Self {
            mean: d.mean_s(),
            stages,
            dt: 0.0,
            stays: 0.0,
            newcomers: 0.0,
        }
    }

    /// Prepares for steps of `dt` seconds.
    ///
    /// A stage that empties at rate 1/τ while `a` people a second come obeys N' = a - N/τ, whose solution over a step is
    /// N e + a τ (1 - e) with e = exp(-dt/τ): exact for any length of step, so that nobody leaves too early or too late on
    /// average.
    pub(crate) fn set_step(&mut self, dt: f64) {
        if dt.total_cmp(&self.dt).is_eq() {
            return;
        }
        self.dt = dt;
        let tau = self.mean / self.stages as f64;
        if tau <= dt * 1e-6 {
            (self.stays, self.newcomers) = (0.0, 0.0);
        } else {
            self.stays = libm::exp(-dt / tau);
            self.newcomers = tau / dt * (1.0 - self.stays);
        }
    }

    /// Lets `come` people enter evenly over the step; how many leave in it.
    #[inline]
    pub(crate) fn pass(&self, inside: &mut [f64; STAGES], come: f64) -> f64 {
        let mut flow = come;
        // Crumbs leave at once: an exponential never quite empties.
        if inside.iter().sum::<f64>() + come < CRUMBS {
            return std::mem::take(inside).iter().sum::<f64>() + come;
        }
        for n in &mut inside[..self.stages] {
            let there = *n * self.stays + flow * self.newcomers;
            flow = (*n + flow - there).max(0.0);
            *n = there;
        }
        flow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_the_mean_of_their_distribution() {
        for d in [
            Dist::exponential(2.0),
            Dist::lognormal(2.0, 0.5),
            Dist::Gamma {
                mean_s: 2.0,
                cv2: 0.3,
            },
            Dist::Gamma {
                mean_s: 2.0,
                cv2: 3.0,
            },
            Dist::Uniform {
                mean_s: 2.0,
                cv2: 0.2,
            },
            Dist::Hyperexponential {
                mean_s: 2.0,
                cv2: 4.0,
            },
            Dist::constant(2.0),
        ] {
            // The area above the curve is the mean.
            let h = 0.002;
            let (mut area, mut second) = (0.0, 0.0);
            for i in 0..100_000 {
                let x = h * (f64::from(i) + 0.5);
                area += h * (1.0 - share_until(&d, x));
                second += h * 2.0 * x * (1.0 - share_until(&d, x));
            }
            assert!((area - 2.0).abs() < 0.01, "{d:?}: {area}");
            let cv2 = second / 4.0 - 1.0;
            assert!(
                (cv2 - d.cv2()).abs() < 0.03 * (1.0 + d.cv2()),
                "{d:?}: {cv2}"
            );
        }
    }

    #[test]
    fn a_delay_keeps_people_for_its_mean_whatever_the_step() {
        for d in [
            Dist::exponential(7.0),
            Dist::constant(7.0),
            Dist::Gamma {
                mean_s: 7.0,
                cv2: 0.5,
            },
        ] {
            for dt in [0.1, 1.0, 10.0, 100.0] {
                let mut delay = Delay::new(&d);
                delay.set_step(dt);
                let (mut inside, mut out) = ([0.0; STAGES], 0.0);
                for _ in 0..2000 {
                    out = delay.pass(&mut inside, 3.0 * dt);
                }
                assert!((out - 3.0 * dt).abs() < 1e-6);
                let there: f64 = inside.iter().sum();
                assert!((there - 21.0).abs() < 1e-6, "Little: {there}");
            }
        }
    }

    #[test]
    fn exponential_patience_leaves_at_its_rate() {
        let patience = Patience::new(&Dist::exponential(5.0));
        for x in [0.1, 3.0, 20.0] {
            assert!((patience.leaving_rate(x) - 0.2).abs() < 0.002);
        }
        assert!(patience.gone(1e9) > 0.999_999);
        assert!(patience.gone(f64::INFINITY) <= 1.0);
    }
}
