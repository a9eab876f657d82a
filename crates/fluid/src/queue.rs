//! What chance does to a line: corrections to the fluid of stationary queueing theory.

/// How many of a station's servers are busy on average when so many requests are there.
///
/// A fluid has nobody in line until all servers are busy. In truth requests come in clumps. In equilibrium at utilisation ρ
/// about ρ^√(2(c+1)) / (1-ρ) · (`ca²`+`cs²`)/2 wait at c servers (Sakasegawa 1977). Read backwards, the number present tells the
/// utilisation; using that for a number that changes is the *pointwise stationary fluid flow approximation* (Rider 1976; Wang,
/// Tipper and Banerjee 1996). A line much longer than chance makes it stands for plain overload, in which all servers are busy:
/// from about fifteen in line on the correction fades.
#[derive(Debug, Clone, Default)]
pub(crate) struct Curve {
    /// Straight pieces, from left to right; the first begins at zero, the last goes on for ever.
    pieces: Vec<Piece>,
}

/// A straight piece of a [`Curve`].
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Present per server where it begins, and the utilisation there.
    from: f64,
    busy: f64,
    /// By how much the utilisation grows with those present.
    slope: f64,
}

/// In line from which the correction begins to fade, and where it has gone.
const FADES_FROM: f64 = 15.0;
const FADED_AT: f64 = 45.0;

impl Curve {
    /// For `servers` that draw from one line, with `variability` (`ca²`+`cs²`)/2.
    pub(crate) fn new(servers: f64, variability: f64) -> Self {
        let c = servers.max(1.0);
        let power = (2.0 * (c + 1.0)).sqrt();
        let mut points = vec![(0.0, 0.0)];
        for i in 1..200_u32 {
            // Denser towards one.
            let free = libm::exp(-f64::from(i) * 0.05);
            let rho = 1.0 - free;
            let line = variability * libm::pow(rho, power) / free;
            if line > FADES_FROM {
                break;
            }
            points.push((rho + line / c, rho));
        }
        let last = points[points.len() - 1].0;
        points.push((
            (1.0 + FADED_AT * variability.max(0.01) / c).max(last * 1.001),
            1.0,
        ));
        let slope = |i: usize| {
            points.get(i + 1).map_or(0.0, |next: &(f64, f64)| {
                (next.1 - points[i].1) / (next.0 - points[i].0)
            })
        };
        let pieces = (0..points.len())
            .map(|i| Piece {
                from: points[i].0,
                busy: points[i].1,
                slope: slope(i),
            })
            .collect();
        Self { pieces }
    }

    /// Utilisation when `present` requests are there per server, and how fast it grows with them. `near` is the piece that was
    /// found the last time: where the next one is, too, nearly always, or beside it.
    #[inline]
    pub(crate) fn utilisation(&self, present: f64, near: &mut usize) -> (f64, f64) {
        let present = present.max(0.0);
        let mut at = *near;
        while self
            .pieces
            .get(at + 1)
            .is_some_and(|next| next.from <= present)
        {
            at += 1;
        }
        let mut piece = self.pieces.get(at);
        while at > 0 && piece.is_none_or(|piece| piece.from > present) {
            at -= 1;
            piece = self.pieces.get(at);
        }
        *near = at;
        piece.map_or((0.0, 1.0), |piece| {
            (
                piece.busy + piece.slope * (present - piece.from),
                piece.slope,
            )
        })
    }
}

/// Share of Poisson arrivals that find all `servers` and `places` taken, at an offered load of `load` busy servers (M/M/c/c+r:
/// Erlang's loss formula by its recursion, then a geometric line). Zero for more servers than the recursion is worth: chance
/// hardly matters there.
pub(crate) fn share_refused(servers: f64, places: f64, load: f64) -> f64 {
    const MOST: f64 = 400.0;
    if load.is_nan() || load <= 0.0 || !(1.0..=MOST).contains(&servers) {
        return 0.0;
    }
    // Backwards, 1/B = 1 + n/a + n (n-1)/a² + …: without divisions that wait for each other, and over as soon as nothing is added.
    let per = 1.0 / load;
    let (mut term, mut sum, mut k) = (1.0, 1.0, servers.floor());
    while k > 0.0 && term > 1e-17 * sum && sum < 1e300 {
        term *= k * per;
        sum += term;
        k -= 1.0;
    }
    let b = 1.0 / sum;
    let rho = load / servers;
    if places < 1.0 {
        return b;
    }
    let power = libm::pow(rho, places);
    let sum = if (rho - 1.0).abs() < 1e-9 {
        places
    } else {
        rho * (1.0 - power) / (1.0 - rho)
    };
    let share = b * power / (1.0 + b * sum);
    if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        (1.0 - 1.0 / rho).clamp(0.0, 1.0)
    }
}

/// By how much services take longer with `working` requests at work on average at one instance (Gunther's law, see
/// [`onrush_network::Contention::factor`]), smoothed: their number varies by about its root, less when few are free to come.
/// So many instances act `together`, because the balancer sends each request where there is room: then only what all of them
/// have too much varies.
pub(crate) fn stretch(
    c: &onrush_network::Contention,
    working: f64,
    servers: f64,
    together: f64,
) -> f64 {
    let free = (1.0 - working / servers.max(1.0)).clamp(0.0, 1.0);
    // Who begins counts itself; an average over all times does not, unless all servers are busy anyway.
    let seen = working * together + free;
    let over = seen - c.cores.map_or(1.0, f64::from) * together;
    let spread = 0.64 * working * together * free;
    // Mean of the positive part of a varying number; at zero it is 0.4 standard deviations, as for Gauss' law.
    let excess = f64::midpoint(over, (over * over + spread).sqrt()).max(0.0) / together;
    1.0 + c.alpha * excess + c.beta * excess * (excess + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_utilisations() {
        // M/M/1: L = ρ / (1-ρ).
        let one = Curve::new(1.0, 1.0);
        let mut near = 0;
        for rho in [0.2, 0.5, 0.8, 0.9] {
            let (found, _) = one.utilisation(rho / (1.0 - rho), &mut near);
            assert!((found - rho).abs() < 0.01, "{rho}: {found}");
        }
        // M/M/8 at 0.9: 5.97 wait (Erlang C).
        let (found, _) = Curve::new(8.0, 1.0).utilisation(0.9 + 5.97 / 8.0, &mut near);
        assert!((found - 0.9).abs() < 0.01, "{found}");
        assert!((one.utilisation(1e9, &mut near).0 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn erlang_b_and_a_full_line() {
        // Erlang's tables: 10 servers, 5 erlangs: 0.0184. M/M/1/1+4 at ρ = 1: 1/6.
        assert!((share_refused(10.0, 0.0, 5.0) - 0.018_385).abs() < 1e-5);
        assert!((share_refused(1.0, 4.0, 1.0) - 1.0 / 6.0).abs() < 1e-9);
        assert!((share_refused(1.0, 1e6, 2.0) - 0.5).abs() < 1e-9);
    }
}
