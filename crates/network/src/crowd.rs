//! Where visits come from.

/// A Poisson process with a rate that changes over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// A stable name, unique among streams and populations; random numbers are keyed by it.
    pub id: String,
    /// How many come per second over time.
    pub rate: Rate,
    /// What comes.
    pub sends: Sends,
}

/// What a stream brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sends {
    /// Visits, each by somebody who walks a journey.
    Visits {
        /// Index of the journey.
        journey: usize,
        /// Which of a request's programs they run.
        region: usize,
        /// Whether these are machines, for gates that try to tell.
        bots: bool,
        /// Index of the waiting room that they come through, if any.
        room: Option<usize>,
    },
    /// Bare requests.
    Requests {
        /// Index of the client.
        client: usize,
    },
}

impl Stream {
    /// Visits by people of one region, without a waiting room.
    #[must_use]
    pub fn visits(id: impl Into<String>, rate: Rate, journey: usize, region: usize) -> Self {
        Self {
            id: id.into(),
            rate,
            sends: Sends::Visits {
                journey,
                region,
                bots: false,
                room: None,
            },
        }
    }

    /// Bare requests of one client.
    #[must_use]
    pub fn requests(id: impl Into<String>, rate: Rate, client: usize) -> Self {
        Self {
            id: id.into(),
            rate,
            sends: Sends::Requests { client },
        }
    }

    /// Journey and region of a stream of visits.
    #[must_use]
    pub fn visit(&self) -> Option<(usize, usize)> {
        match self.sends {
            Sends::Visits {
                journey, region, ..
            } => Some((journey, region)),
            Sends::Requests { .. } => None,
        }
    }
}

/// A rate over time: straight lines between points of (second, rate per second).
///
/// Two points at the same second make a jump. Before the first point and after the last the rate is zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rate {
    points: Vec<(f64, f64)>,
}

impl Rate {
    /// A rate through `points`, which must be in order of time with finite, non-negative values; [`crate::Network::check`]
    /// reports where they are not.
    #[must_use]
    pub fn new(points: Vec<(f64, f64)>) -> Self {
        Self { points }
    }

    /// The same rate from 0 to `until_s`.
    #[must_use]
    pub fn constant(per_s: f64, until_s: f64) -> Self {
        Self {
            points: vec![(0.0, per_s), (until_s, per_s)],
        }
    }

    /// The points.
    #[must_use]
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The rate at `second`; at a jump, the later value.
    #[must_use]
    pub fn at(&self, second: f64) -> f64 {
        let after = self.points.partition_point(|p| p.0 <= second);
        if after == 0 {
            return 0.0;
        }
        let (t0, r0) = self.points[after - 1];
        match self.points.get(after) {
            Some(&(t1, r1)) => r0 + (r1 - r0) * (second - t0) / (t1 - t0),
            None if second > t0 => 0.0,
            None => r0,
        }
    }

    /// Expected number of visits between two seconds: the area under the rate.
    #[must_use]
    pub fn expected(&self, from_s: f64, to_s: f64) -> f64 {
        self.points
            .windows(2)
            .map(|w| {
                let ((t0, r0), (t1, r1)) = (w[0], w[1]);
                let (a, b) = (t0.max(from_s), t1.min(to_s));
                if b <= a {
                    return 0.0;
                }
                let slope = (r1 - r0) / (t1 - t0);
                (b - a) * ((r0 + slope * (a - t0)) + (r0 + slope * (b - t0))) / 2.0
            })
            .sum()
    }

    /// The highest rate at any time.
    #[must_use]
    pub fn peak(&self) -> f64 {
        self.points.iter().map(|p| p.1).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "these areas are exact")]
    fn a_ramp_has_the_area_of_a_triangle_and_nothing_outside() {
        let rate = Rate::new(vec![(10.0, 0.0), (20.0, 8.0), (20.0, 2.0), (30.0, 2.0)]);
        assert_eq!(rate.expected(0.0, 20.0), 40.0);
        assert_eq!(rate.expected(0.0, 100.0), 60.0);
        assert_eq!(rate.expected(15.0, 20.0), 30.0);
        assert_eq!(rate.at(15.0), 4.0);
        assert_eq!(rate.at(20.0), 2.0);
        assert_eq!(rate.at(9.9), 0.0);
        assert_eq!(rate.at(30.1), 0.0);
        assert_eq!(rate.peak(), 8.0);
    }
}
