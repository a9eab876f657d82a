//! Queueing theory's formulas, as in any textbook (Bolch et al. 2006, Jain 1991, Lazowska et al. 1984).

/// Erlang's B: the chance to find all c servers taken when nobody can wait.
#[must_use]
pub fn erlang_b(a: f64, c: u32) -> f64 {
    (1..=c).fold(1.0, |b, n| a * b / (f64::from(n) + a * b))
}

/// Erlang's C: the chance to wait with c servers and a offered load.
#[must_use]
pub fn erlang_c(a: f64, c: u32) -> f64 {
    let b = erlang_b(a, c);
    b / (1.0 - a / f64::from(c) * (1.0 - b))
}

/// The stationary distribution of a birth-death process with births λ and deaths `death(n)` in state n, states 0 to `most`.
#[must_use]
pub fn birth_death(birth: f64, death: impl Fn(u32) -> f64, most: u32) -> Vec<f64> {
    let mut p = vec![1.0];
    for n in 1..=most {
        let before = p[p.len() - 1];
        p.push(before * birth / death(n));
    }
    let sum: f64 = p.iter().sum();
    p.iter().map(|x| x / sum).collect()
}

/// The sum of n − c over the states above c, weighted by their chance: how many wait.
#[must_use]
pub fn waiting(p: &[f64], c: u32) -> f64 {
    p.iter()
        .enumerate()
        .skip(c as usize)
        .map(|(n, p)| (n as f64 - f64::from(c)) * p)
        .sum()
}

/// Erlang's A (M/M/c+M): the share that abandons and the number in line, at rate λ, with services of rate μ and patience of rate θ.
#[must_use]
pub fn erlang_a(birth: f64, mu: f64, c: u32, theta: f64) -> (f64, f64) {
    let death = |n: u32| f64::from(n.min(c)) * mu + f64::from(n.saturating_sub(c)) * theta;
    let most = c + 2_000;
    let line = waiting(&birth_death(birth, death, most), c);
    (theta * line / birth, line)
}

/// One station of a closed network.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Mean service time.
    pub service_s: f64,
    /// Visits in one round.
    pub visits: f64,
    /// Servers; `None`: a delay.
    pub servers: Option<u32>,
}

/// Exact mean value analysis (Reiser and Lavenberg 1980): for each station (response time of one visit, number there).
#[must_use]
pub fn mva(nodes: &[Node], think_s: f64, customers: u32) -> Vec<(f64, f64)> {
    let mut q = vec![0.0; nodes.len()];
    // Chances of 0, 1, … busy at stations with several servers.
    let mut busy: Vec<Vec<f64>> = nodes
        .iter()
        .map(|n| {
            let mut p = vec![0.0; n.servers.unwrap_or(1) as usize];
            p[0] = 1.0;
            p
        })
        .collect();
    let mut r = vec![0.0; nodes.len()];
    for n in 1..=customers {
        for (i, node) in nodes.iter().enumerate() {
            r[i] = match node.servers {
                None => node.service_s,
                Some(c) => {
                    let idle: f64 = (0..c - 1)
                        .map(|j| f64::from(c - j - 1) * busy[i][j as usize])
                        .sum();
                    node.service_s / f64::from(c) * (1.0 + q[i] + idle)
                }
            };
        }
        let round: f64 = think_s
            + nodes
                .iter()
                .zip(&r)
                .map(|(node, r)| node.visits * r)
                .sum::<f64>();
        let x = f64::from(n) / round;
        for (i, node) in nodes.iter().enumerate() {
            q[i] = x * node.visits * r[i];
            if let Some(c) = node.servers {
                let load = x * node.visits * node.service_s;
                let before = busy[i].clone();
                for j in 1..c {
                    busy[i][j as usize] = load / f64::from(j) * before[j as usize - 1];
                }
                let rest: f64 = (1..c).map(|j| f64::from(c - j) * busy[i][j as usize]).sum();
                busy[i][0] = 1.0 - (load + rest) / f64::from(c);
            }
        }
    }
    r.into_iter().zip(q).collect()
}

/// Mean time in a farm of many single servers at load ρ when the best of d drawn at random is taken (Mitzenmacher 1996).
#[must_use]
pub fn best_of(d: u32, load: f64) -> f64 {
    if d == 1 {
        return 1.0 / (1.0 - load);
    }
    let d = f64::from(d);
    (1..60)
        .map(|i| libm::pow(load, (libm::pow(d, f64::from(i)) - d) / (d - 1.0)))
        .sum()
}

/// Gunther's Universal Scalability Law: how many times as much N do as one.
#[must_use]
pub fn capacity(n: f64, alpha: f64, beta: f64) -> f64 {
    n / (1.0 + alpha * (n - 1.0) + beta * n * (n - 1.0))
}

/// The mean number in an endless pool at `t`, when people come at a + b sin γt and stay for 1/μ on average, long after the beginning.
#[must_use]
pub fn pool_in_a_wave(a: f64, b: f64, gamma: f64, mu: f64, t: f64) -> f64 {
    a / mu
        + b * (mu * libm::sin(gamma * t) - gamma * libm::cos(gamma * t)) / (mu * mu + gamma * gamma)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, within: f64) {
        assert!((a - b).abs() <= within, "{a} is not {b}");
    }

    #[test]
    fn the_formulas_give_the_published_values() {
        for (a, c, expected) in [
            (1.0, 2, 0.333333),
            (3.0, 4, 0.509434),
            (8.0, 10, 0.409180),
            (18.0, 20, 0.550769),
            (48.0, 50, 0.694456),
            (90.0, 100, 0.216940),
        ] {
            near(erlang_c(a, c), expected, 1e-6);
        }
        for (a, c, expected) in [
            (10.0, 10, 0.21458),
            (10.0, 15, 0.03650),
            (100.0, 100, 0.07570),
            (100.0, 117, 0.00979),
        ] {
            near(erlang_b(a, c), expected, 1e-5);
        }
        let p = birth_death(50.0, |n| 10.0 * f64::from(n.min(4)), 6);
        near(p[6], 0.293543, 1e-6);
        let p = birth_death(3.0, |n| 2.0 * f64::from(n.min(2)), 5);
        near(p[5], 0.085113, 1e-6);
        near(
            p.iter().zip(0..).map(|(p, n)| p * f64::from(n)).sum(),
            2.00595,
            1e-5,
        );
        let (abandon, line) = erlang_a(200.0, 1.0, 100, 1.0);
        near(abandon, 0.5, 0.001);
        near(line, 100.0, 0.1);
        // Jain 1991, example 34.2.
        let node = |service_s, visits| Node {
            service_s,
            visits,
            servers: Some(1),
        };
        let all = mva(
            &[node(0.125, 16.0), node(0.3, 10.0), node(0.2, 5.0)],
            4.0,
            20,
        );
        for ((r, q), (expected_r, expected_q)) in
            all.iter()
                .zip([(0.373, 1.991), (4.854, 16.177), (0.300, 0.500)])
        {
            near(*r, expected_r, 6e-4);
            near(*q, expected_q, 6e-4);
        }
        // Bolch et al. 2006, example 8.4.
        let nodes = [
            Node {
                servers: Some(2),
                ..node(0.5, 1.0)
            },
            node(0.6, 0.5),
            node(0.8, 0.5),
            Node {
                servers: None,
                ..node(1.0, 1.0)
            },
        ];
        for ((_, q), expected) in mva(&nodes, 0.0, 3).iter().zip([0.624, 0.473, 0.686, 1.217]) {
            near(*q, expected, 6e-4);
        }
        for (d, load, expected) in [
            (1, 0.9, 10.0),
            (2, 0.9, 2.614),
            (3, 0.9, 2.028),
            (2, 0.99, 5.432),
            (3, 0.99, 3.858),
        ] {
            near(best_of(d, load), expected, 6e-4);
        }
        let peak = ((1.0 - 0.02773_f64) / 0.0001044).sqrt();
        near(peak, 96.5, 0.05);
        near(90.0 * capacity(peak, 0.02773, 0.0001044), 1884.0, 1.0);
        let high = (0..10_000)
            .map(|i| pool_in_a_wave(30.0, 20.0, 5.0, 1.0, f64::from(i) * 1e-3))
            .fold(0.0, f64::max);
        near(high, 33.922, 1e-3);
    }
}
