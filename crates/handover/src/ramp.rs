//! A curve as a few straight pieces, as load generators want it.

/// A straight piece of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// How long it takes, in whole seconds; at least 1.
    pub seconds: u32,
    /// The value at its end.
    pub to: f64,
}

/// A curve in straight pieces, each beginning where the one before ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// The value at the beginning.
    pub from: f64,
    /// The pieces, in order.
    pub stages: Vec<Stage>,
}

/// Most pieces. The charts of load generators, and people who read the script, take no more.
const MOST_STAGES: usize = 60;

/// How far the pieces may be from the curve: 0.5 % of its highest value, unless that takes too many pieces.
const NEAR: f64 = 0.005;

/// How far the area may be off: 1 % of the crowd, unless that takes too many pieces.
const SAME: f64 = 0.01;

impl Ramp {
    /// The ramp through `values`, which stand `every_s` seconds apart; the first at the beginning.
    ///
    /// It runs through some of them and stays near the others (Ramer 1972; Douglas and Peucker 1973, with distances measured
    /// upwards). No value, or one: a ramp without pieces.
    #[must_use]
    pub fn through(values: &[f64], every_s: u32) -> Self {
        let top = values.iter().copied().fold(0.0, f64::max);
        let area = |kept: &[usize]| -> f64 {
            kept.windows(2)
                .map(|pair| {
                    (pair[1] - pair[0]) as f64 * f64::midpoint(values[pair[0]], values[pair[1]])
                })
                .sum()
        };
        let all = area(&(0..values.len()).collect::<Vec<_>>());
        let mut near = NEAR * top;
        let mut kept = places(values, near);
        // A long tail far below the peak can hold much of the crowd.
        while (area(&kept) - all).abs() > SAME * all && near > 1e-6 * top {
            near /= 1.5;
            kept = places(values, near);
        }
        while kept.len() > MOST_STAGES + 1 {
            near *= 1.5;
            kept = places(values, near);
        }
        Self {
            from: values.first().copied().unwrap_or(0.0),
            stages: kept
                .windows(2)
                .map(|pair| Stage {
                    seconds: u32::try_from(pair[1] - pair[0])
                        .unwrap_or(u32::MAX)
                        .saturating_mul(every_s),
                    to: values[pair[1]],
                })
                .collect(),
        }
    }

    /// How long it takes.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.stages.iter().map(|stage| stage.seconds).sum()
    }

    /// The highest value.
    #[must_use]
    pub fn peak(&self) -> f64 {
        self.stages
            .iter()
            .fold(self.from, |top, stage| top.max(stage.to))
    }

    /// The area under it: of visits a second, all visits.
    #[must_use]
    pub fn total(&self) -> f64 {
        let mut from = self.from;
        let mut sum = 0.0;
        for stage in &self.stages {
            sum += f64::from(stage.seconds) * f64::midpoint(from, stage.to);
            from = stage.to;
        }
        sum
    }
}

/// The places of the values to run through, rising, the first and the last among them.
fn places(values: &[f64], near: f64) -> Vec<usize> {
    if values.is_empty() {
        return Vec::new();
    }
    let last = values.len() - 1;
    let mut kept = vec![0, last];
    // Not by recursion: a long curve can be as deep as it is long.
    let mut open = vec![(0, last)];
    while let Some((a, b)) = open.pop() {
        let width = (b - a) as f64;
        let mut worst = (near, None);
        for i in a + 1..b {
            let straight = values[a] + (values[b] - values[a]) * (i - a) as f64 / width;
            let off = (values[i] - straight).abs();
            if off > worst.0 {
                worst = (off, Some(i));
            }
        }
        if let Some(i) = worst.1 {
            kept.push(i);
            open.extend([(a, i), (i, b)]);
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_curve_is_one_piece() {
        let ramp = Ramp::through(&[0.0, 1.0, 2.0, 3.0], 10);
        assert_eq!(
            ramp.stages,
            [Stage {
                seconds: 30,
                to: 3.0
            }]
        );
        assert!((ramp.total() - 45.0).abs() < 1e-12);
    }

    #[test]
    fn a_peak_is_kept_at_its_height_and_second() {
        let mut values = vec![5.0; 600];
        values[301] = 900.0;
        let ramp = Ramp::through(&values, 1);
        assert!((ramp.peak() - 900.0).abs() < 1e-9);
        let before: u32 = ramp
            .stages
            .iter()
            .take_while(|stage| stage.to < 900.0)
            .map(|stage| stage.seconds)
            .sum();
        assert_eq!(before, 300);
    }

    #[test]
    fn a_ragged_curve_takes_no_more_pieces_than_people_read() {
        let values: Vec<f64> = (0..5000_u32)
            .map(|i| f64::from(i.wrapping_mul(2_654_435_761) >> 16) / 65_536.0)
            .collect();
        let ramp = Ramp::through(&values, 1);
        assert!(ramp.stages.len() <= MOST_STAGES);
        assert_eq!(ramp.seconds(), 4999);
    }

    #[test]
    fn nothing_is_a_ramp_too() {
        assert_eq!(Ramp::through(&[], 1).seconds(), 0);
        assert!(Ramp::through(&[7.0], 1).stages.is_empty());
    }
}
