//! How a cache fills.

use onrush_network::Cache;

/// Objects in classes of about equal popularity; of each class the share that is there, and the share being fetched.
#[derive(Debug, Clone)]
pub(crate) struct Filling {
    classes: Vec<Class>,
    /// One over the time to live.
    expiry: f64,
    coalesce: bool,
    /// Share of the questions that lead to fetching, and that wait for somebody else's fetch.
    pub(crate) miss: f64,
    /// Mean share of misses over the last step.
    pub(crate) missed: f64,
    pub(crate) joined: f64,
    /// Questions a second, gathered in each round of a step.
    pub(crate) asked: f64,
    /// Time to fetch, in seconds, likewise.
    pub(crate) fetch_s: f64,
}

#[derive(Debug, Clone)]
struct Class {
    /// Share of the questions for all of the class, and for one object.
    share: f64,
    each: f64,
    there: f64,
    fetched: f64,
}

/// Zipf's shares of n objects, in classes whose ranks grow by a third.
fn classes(cache: &Cache) -> Vec<Class> {
    let weight = |rank: f64| libm::pow(rank, -cache.zipf);
    // The sum over ranks from a to b: exact for short ranges, else the midpoint rule, which is good to a thousandth for ranks
    // that grow by a third.
    let area = |a: f64, b: f64| -> f64 {
        if (cache.zipf - 1.0).abs() < 1e-9 {
            libm::log((b + 0.5) / (a - 0.5))
        } else {
            let e = 1.0 - cache.zipf;
            (libm::pow(b + 0.5, e) - libm::pow(a - 0.5, e)) / e
        }
    };
    let mut found = Vec::new();
    let last = f64::from(cache.objects.max(1));
    let mut from = 1.0;
    while from <= last {
        let to = if from < 8.0 {
            from
        } else {
            (from * 1.333).floor().min(last)
        };
        let sum = if from < 8.0 {
            weight(from)
        } else {
            area(from, to)
        };
        found.push(Class {
            share: sum,
            each: sum / (to - from + 1.0),
            there: if cache.warm { 1.0 } else { 0.0 },
            fetched: 0.0,
        });
        from = to + 1.0;
    }
    let whole: f64 = found.iter().map(|c| c.share).sum();
    for c in &mut found {
        c.share /= whole;
        c.each /= whole;
    }
    found
}

impl Filling {
    pub(crate) fn new(cache: &Cache) -> Self {
        let mut new = Self {
            classes: classes(cache),
            expiry: if cache.ttl_s > 1e-6 {
                1.0 / cache.ttl_s
            } else {
                1e6
            },
            coalesce: cache.coalesce,
            miss: 1.0,
            missed: 1.0,
            joined: 0.0,
            asked: 0.0,
            fetch_s: 0.0,
        };
        new.count(true);
        new
    }

    /// Loses everything.
    pub(crate) fn flush(&mut self) {
        for c in &mut self.classes {
            c.there = 0.0;
            c.fetched = 0.0;
        }
        self.count(true);
    }

    /// One step: an object that nobody has is asked for at rate λp, is there after the fetch and lost after its time to live.
    ///
    /// absent → fetched at λp, fetched → there at 1/R, there → absent at 1/T: in equilibrium the hit ratio is
    /// λpT / (1 + λp (T + R)), Che's λT / (1 + λT) for a short fetch. Solved backwards in time (implicit Euler), which is
    /// stable for any step. With `works` false it keeps nothing.
    pub(crate) fn step(&mut self, dt: f64, works: bool) {
        let before = self.miss;
        if works {
            let arrives = 1.0 / self.fetch_s.max(1e-6);
            for c in &mut self.classes {
                let asked = self.asked * c.each;
                let (a0, a1) = (
                    c.fetched / (1.0 + dt * arrives),
                    dt * asked / (1.0 + dt * arrives),
                );
                let keeps = 1.0 + dt * self.expiry;
                let b0 = (c.there + dt * arrives * a0) / keeps;
                let b1 = dt * arrives * a1 / keeps;
                let absent = ((1.0 - a0 - b0) / (1.0 + a1 + b1)).clamp(0.0, 1.0);
                c.fetched = (a0 + a1 * absent).clamp(0.0, 1.0);
                c.there = (1.0 - absent - c.fetched).clamp(0.0, 1.0);
            }
        } else {
            self.flush();
        }
        self.count(works);
        self.missed = f64::midpoint(before, self.miss);
    }

    fn count(&mut self, works: bool) {
        let (mut there, mut fetched) = (0.0, 0.0);
        for c in &self.classes {
            there += c.share * c.there;
            fetched += c.share * c.fetched;
        }
        if works && self.coalesce {
            self.joined = fetched;
            self.miss = (1.0 - there - fetched).clamp(0.0, 1.0);
        } else {
            self.joined = 0.0;
            self.miss = (1.0 - there).clamp(0.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_equilibrium_the_hit_ratio_is_the_known_one() {
        let cache = Cache::new("c", 50, 0.8, 20.0);
        let mut filling = Filling::new(&cache);
        assert!((filling.miss - 1.0).abs() < 1e-12, "cold");
        filling.asked = 3.0;
        for _ in 0..2000 {
            filling.step(1.0, true);
        }
        let shares: Vec<f64> = (1..=50).map(|i| libm::pow(f64::from(i), -0.8)).collect();
        let whole: f64 = shares.iter().sum();
        let exact: f64 = shares
            .iter()
            .map(|s| {
                let x = 3.0 * s / whole * 20.0;
                s / whole * x / (1.0 + x)
            })
            .sum();
        assert!(
            (1.0 - filling.miss - exact).abs() < 0.005,
            "{} is not {exact}",
            1.0 - filling.miss
        );
        filling.step(1.0, false);
        assert!((filling.miss - 1.0).abs() < 1e-12, "off");
    }
}
