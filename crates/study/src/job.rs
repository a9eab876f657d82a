//! One thing to compute, as a plain value that can be sent anywhere.

use onrush_network::{Fault, Faults};
use onrush_scenario::{ActivityKind, Edit, Kind, Scenario, field};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// How thoroughly a plan is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fidelity {
    /// What is expected on average, in milliseconds. The seed plays no part.
    Forecast,
    /// Each visitor simulated.
    Exact,
}

/// What is done to a plan before it is run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// A change of the plan; `None`: as it is.
    #[serde(with = "as_text")]
    pub edit: Option<Edit>,
    /// So many times as many people, machines not counted. 1: as planned.
    pub crowd: f64,
    /// Draws every number that has a range anew: equal numbers draw equal shares for equal paths, in every plan. `None`: the
    /// plan's own figures.
    pub draw: Option<u64>,
}

impl Default for Variant {
    fn default() -> Self {
        Self {
            edit: None,
            crowd: 1.0,
            draw: None,
        }
    }
}

impl Variant {
    /// The plan with this change.
    #[must_use]
    pub fn edited(edit: Edit) -> Self {
        Self {
            edit: Some(edit),
            ..Self::default()
        }
    }

    /// `base` with all this done to it: first the change, then the draw, then the crowd.
    ///
    /// # Errors
    /// The faults of that plan.
    pub fn plan(&self, base: &Scenario) -> Result<Scenario, Faults> {
        let mut plan = match &self.edit {
            Some(edit) => base.edited(edit)?,
            None => base.clone(),
        };
        if let Some(draw) = self.draw {
            plan = drawn(&plan, draw)?;
        }
        #[expect(clippy::float_cmp, reason = "exactly as planned")]
        let as_planned = self.crowd == 1.0;
        if !as_planned {
            let sane = self.crowd.is_finite() && self.crowd >= 0.0;
            if !sane {
                let allowed = "a number of 0 or more";
                return Err(Faults(vec![Fault::new("crowd", self.crowd, allowed)]));
            }
            for activity in &mut plan.activities {
                if activity.kind != ActivityKind::Bots {
                    activity.people *= self.crowd;
                }
            }
            plan.check()?;
        }
        Ok(plan)
    }
}

/// The share of its range (0 to 1) that draw number `draw` gives the field at `path`: one stream of chance for each field, so
/// that a field keeps its draws whatever else a plan has.
#[must_use]
pub fn share_of(draw: u64, path: &str) -> f64 {
    // FNV-1a over the path, then SplitMix64's finaliser over both: neighbours in either come out unrelated.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in path.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let mut z = mixed(hash).wrapping_add(draw.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = mixed(z);
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

fn mixed(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The value that draw number `draw` gives a range.
#[must_use]
pub(crate) fn value_of(draw: u64, range: &onrush_scenario::Uncertain) -> f64 {
    let value = range.low + share_of(draw, &range.field) * (range.high - range.low);
    let whole = field(&range.field).is_some_and(|f| matches!(f.kind, Kind::Whole { .. }));
    if whole { value.round() } else { value }
}

fn drawn(plan: &Scenario, draw: u64) -> Result<Scenario, Faults> {
    if plan.ranges.is_empty() {
        return Ok(plan.clone());
    }
    let mut bare = plan.clone();
    bare.ranges.clear();
    let edits = plan.ranges.iter().map(|range| Edit::Set {
        path: range.field.clone(),
        value: Value::from(value_of(draw, range)),
    });
    bare.edited(&Edit::Many(edits.collect()))
}

/// What is to be computed, apart from its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Which of the study's plans ([`crate::Study::plans`]).
    pub plan: u32,
    /// What is done to it.
    pub variant: Variant,
    /// Fixes all chance of an exact run: equal seeds bring equal crowds.
    pub seed: u64,
    /// How thoroughly.
    pub fidelity: Fidelity,
    /// Whether the outcome's [`crate::Bands`] are wanted.
    pub bands: bool,
}

impl Task {
    /// A forecast of a plan.
    #[must_use]
    pub fn forecast(plan: u32, variant: Variant) -> Self {
        Self {
            plan,
            variant,
            seed: 0,
            fidelity: Fidelity::Forecast,
            bands: false,
        }
    }

    /// An exact run of a plan.
    #[must_use]
    pub fn exact(plan: u32, variant: Variant, seed: u64) -> Self {
        Self {
            seed,
            fidelity: Fidelity::Exact,
            ..Self::forecast(plan, variant)
        }
    }
}

/// A task with the number under which its result is handed back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Counted up within a study, from 0.
    pub number: u32,
    /// What is to be computed.
    pub task: Task,
}

/// Edits as JSON text in formats that cannot describe themselves.
mod as_text {
    use super::{Deserialize, Deserializer, Edit, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "as serde asks")]
    pub(super) fn serialize<S: Serializer>(edit: &Option<Edit>, s: S) -> Result<S::Ok, S::Error> {
        if s.is_human_readable() {
            return edit.serialize(s);
        }
        let text = serde_json::to_string(edit).map_err(serde::ser::Error::custom)?;
        text.serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Edit>, D::Error> {
        if d.is_human_readable() {
            return Option::deserialize(d);
        }
        let text = String::deserialize(d)?;
        serde_json::from_str(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Scenario {
        Scenario::read(onrush_scenario::story("toy-shop").unwrap().file).unwrap()
    }

    #[test]
    fn a_crowd_factor_multiplies_people_and_nothing_else() {
        let twice = Variant {
            crowd: 2.0,
            ..Variant::default()
        };
        let base = plan();
        let more = twice.plan(&base).unwrap();
        assert!(
            base.changes(&more)
                .iter()
                .all(|c| c.path.ends_with(".people"))
        );
        assert_eq!(more.activities[1].people, 2.0 * base.activities[1].people);
        for bad in [f64::NAN, -1.0, 1e300] {
            let variant = Variant {
                crowd: bad,
                ..Variant::default()
            };
            assert!(variant.plan(&base).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_input_has_a_stream_of_its_own() {
        let path = "journey.behaviour.patience_s";
        let base = plan();
        let uncertain = base.edited(&Edit::between(&base, path, 4.0, 12.0)).unwrap();
        let two = uncertain
            .edited(&Edit::between(&uncertain, "site.web.servers", 1.0, 9.0))
            .unwrap();
        let draw = |plan: &Scenario, n| {
            let variant = Variant {
                draw: Some(n),
                ..Variant::default()
            };
            variant.plan(plan).unwrap()
        };
        for n in 0..20 {
            let (a, b) = (draw(&uncertain, n), draw(&two, n));
            assert_eq!(
                a.journey.behaviour, b.journey.behaviour,
                "the other range changes nothing"
            );
            assert!((4.0..=12.0).contains(&a.journey.behaviour.patience_s));
            assert!((1..=9).contains(&b.site.web.servers) && b.ranges.is_empty());
        }
        let shares: Vec<f64> = (0..1000).map(|n| share_of(n, path)).collect();
        let others: Vec<f64> = (0..1000).map(|n| share_of(n, "site.web.servers")).collect();
        let mean = shares.iter().sum::<f64>() / 1000.0;
        assert!((mean - 0.5).abs() < 0.03, "{mean}");
        assert!(crate::stat::rank_correlation(&shares, &others).abs() < 0.1);
        let next: Vec<f64> = (1..1001).map(|n| share_of(n, path)).collect();
        assert!(crate::stat::rank_correlation(&shares, &next).abs() < 0.1);
    }
}
