//! What may come out where figures are not known exactly: the forecast at the ends of their ranges, and for a site that nobody has
//! measured at the ends of what it may be.
//!
//! *Which ends.* More of one figure can be worse (people), more of another better (servers), and what is worse can depend on the
//! others. Up to [`FEW`] ranges are tried in every combination of their ends. Of more each is tried alone at both of its ends first;
//! then all together where each does most harm, and where each does least. With many only the first [`MOST`] are tried alone; the
//! others go from low to high together.

use onrush_network::Faults;
use onrush_scenario::{Scenario, calibrate};
use serde::{Deserialize, Serialize};

use crate::outlook;

/// Ranges that are tried in every combination: eight forecasts.
const FEW: usize = 3;
/// Ranges that are tried alone: each takes two forecasts.
const MOST: usize = 8;

/// What the forecast says at one end.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct End {
    /// Share of the visits that are lost (0 to 1).
    pub lost: f64,
    /// Visits that come.
    pub arrived: f64,
    /// The second at which the first visitors are lost in numbers; `None` when it holds.
    pub first_break_s: Option<u32>,
}

/// The least and the most that may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Ends {
    /// Where least is lost.
    pub best: End,
    /// Where most is lost.
    pub worst: End,
}

/// What is between what, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Between {
    /// Because figures of the plan are ranges; `None` where none is.
    pub ranges: Option<Ends>,
    /// Because nobody has measured the site ([`calibrate::MAYBE`]); `None` where somebody has, and for a story, whose notes say what is
    /// assumed.
    pub site: Option<Ends>,
}

/// What may come out of the plan in this file.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn between_of_file(file: &str) -> Result<Between, Faults> {
    between(&Scenario::read(file)?)
}

/// What may come out of a plan.
///
/// # Errors
/// The plan's faults. An end at which it would not be sound is left out.
pub fn between(scenario: &Scenario) -> Result<Between, Faults> {
    let middle = end(scenario)?;
    let ranges = (!scenario.ranges.is_empty()).then(|| of_ranges(scenario, middle));
    let told = scenario.story.is_some() || calibrate::is_calibrated(scenario);
    let site = (!told).then(|| {
        let ends = calibrate::MAYBE.map(|times| end(&calibrate::with_capacity(scenario, times)));
        ends.into_iter()
            .flatten()
            .fold(Ends::at(middle), Ends::with)
    });
    Ok(Between { ranges, site })
}

impl Ends {
    fn at(end: End) -> Self {
        Self {
            best: end,
            worst: end,
        }
    }

    /// Takes in another outcome.
    fn with(self, end: End) -> Self {
        Self {
            best: if end.lost < self.best.lost {
                end
            } else {
                self.best
            },
            worst: if end.lost > self.worst.lost {
                end
            } else {
                self.worst
            },
        }
    }
}

fn of_ranges(scenario: &Scenario, middle: End) -> Ends {
    let at = |share: &dyn Fn(usize) -> f64| {
        let plan = scenario.with_each_range_at(share).ok()?;
        end(&plan).ok()
    };
    let n = scenario.ranges.len();
    if n <= FEW {
        let high = |corner: usize, i: usize| f64::from(u8::from(corner >> i & 1 == 1));
        let corners = (0..1_usize << n).filter_map(|corner| at(&|i| high(corner, i)));
        return corners.fold(Ends::at(middle), Ends::with);
    }
    // Where each range is while another one is tried: as near to its present value as its ends allow.
    let mut harmful = vec![1.0; n];
    let mut ends = Ends::at(middle);
    for (i, worst) in harmful.iter_mut().enumerate().take(MOST) {
        let alone = |share: f64| at(&|k| if k == i { share } else { 0.5 });
        let (low, high) = (alone(0.0), alone(1.0));
        ends = low.into_iter().chain(high).fold(ends, Ends::with);
        if let (Some(low), Some(high)) = (low, high)
            && low.lost > high.lost
        {
            *worst = 0.0;
        }
    }
    let worst = at(&|i| harmful[i]);
    let best = at(&|i| 1.0 - harmful[i]);
    worst.into_iter().chain(best).fold(ends, Ends::with)
}

fn end(scenario: &Scenario) -> Result<End, Faults> {
    let outlook = outlook(&scenario.network()?)?;
    Ok(End {
        lost: outlook.share_lost(),
        arrived: outlook.arrived,
        first_break_s: outlook.first_break_s,
    })
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Edit, story};

    use super::*;

    fn mole() -> Scenario {
        Scenario::read(story("mole-app").expect("shipped").file).expect("sound")
    }

    fn ranged(mut plan: Scenario, ranges: &[(&str, f64, f64)]) -> Scenario {
        for (path, low, high) in ranges {
            let edit = Edit::between(&plan, path, *low, *high);
            plan = plan.edited(&edit).expect("sound");
        }
        plan
    }

    #[test]
    fn a_plan_without_ranges_has_nothing_between() {
        assert_eq!(between(&mole()), Ok(Between::default()));
    }

    #[test]
    fn each_range_is_taken_where_it_does_most_harm() {
        // More servers are better, more people worse: the worst is few servers for many people.
        let servers = f64::from(mole().site.database.connections);
        let plan = ranged(
            mole(),
            &[
                ("site.database.connections", servers / 2.0, servers * 2.0),
                ("activities.before.response_percent", 1.0, 30.0),
            ],
        );
        let ends = between(&plan).expect("sound").ranges.expect("ranges");
        assert!(ends.best.lost < ends.worst.lost);
        let corner = |shares: [f64; 2]| {
            let plan = plan.with_each_range_at(|i| shares[i]).expect("sound");
            end(&plan).expect("sound").lost
        };
        let corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(corner);
        let most = corners.into_iter().fold(0.0, f64::max);
        let least = corners.into_iter().fold(1.0, f64::min);
        assert!((ends.worst.lost - most).abs() < 1e-9);
        assert!((ends.best.lost - least).abs() < 1e-9);
    }

    #[test]
    fn many_ranges_are_tried_where_each_does_most_harm() {
        let plan = ranged(
            mole(),
            &[
                ("site.database.connections", 50.0, 200.0),
                ("activities.before.response_percent", 1.0, 30.0),
                ("journey.behaviour.patience_s", 5.0, 15.0),
                ("site.database.query_ms", 8.0, 16.0),
            ],
        );
        let ends = between(&plan).expect("sound").ranges.expect("ranges");
        let together = |share: f64| {
            let plan = plan.with_ranges_at(share).expect("sound");
            end(&plan).expect("sound").lost
        };
        assert!(
            ends.worst.lost >= together(0.0).max(together(1.0)) - 0.02,
            "{ends:?}"
        );
        assert!(
            ends.best.lost <= together(0.0).min(together(1.0)) + 0.02,
            "{ends:?}"
        );
    }

    #[test]
    fn an_assumed_site_may_be_better_or_worse() {
        let mut plan = mole();
        plan.story = None;
        let ends = between(&plan).expect("sound").site.expect("assumed");
        let middle = end(&plan).expect("sound").lost;
        assert!(ends.best.lost <= middle && middle <= ends.worst.lost);
        assert!(ends.worst.lost > ends.best.lost + 0.05, "{ends:?}");
    }
}
