//! What is to be run: a change of the plan and a seed, as plain values.

use std::fmt;
use std::str::FromStr;

use onrush_network::{Fault as Wrong, Faults};
use onrush_scenario::{
    ActivityKind, Behaviour, ClockTime, CurvePoint, Incident, IncidentKind, Money, PartyKind,
    Scenario, Site, Targets, defaults,
};
use serde::{Deserialize, Serialize};

use crate::ramp;

/// So many minutes before and after its time the plan is tried.
pub const EARLIER_MIN: u32 = 15;
/// A longer peak lasts so many times as long, at the same height.
pub const LONGER: f64 = 2.0;
/// Most minutes of a scenario's clock.
const LONGEST_MIN: u32 = 80_640;
/// The id of what goes wrong in a trial.
const FAULT_ID: &str = "tried-fault";

/// What is done to a plan before it is run.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Trial {
    /// Nothing is run: how many come, and when.
    Forecast,
    /// Today's site against traffic that rises slowly and evenly from nobody.
    Ramp {
        /// New visitors a second at the end.
        to_per_s: f64,
        /// How long it takes.
        minutes: u32,
    },
    /// The plan as it is.
    Expected,
    /// So many times as many people; machines stay.
    Crowd(f64),
    /// All that is planned happens so many minutes earlier, and nothing on the site knows.
    Earlier {
        /// How much earlier.
        minutes: u32,
    },
    /// The peak lasts [`LONGER`] at the same height.
    Longer,
    /// Something breaks when most people arrive.
    Fault {
        /// What.
        what: Part,
        /// What stands in for it is there so many seconds later; `None`: nothing does, beyond what the site itself has.
        backup_s: Option<u32>,
    },
    /// Something breaks when most people arrive, and what should stand in for it breaks too.
    Double(Part),
}

/// What is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The primary database.
    Database,
    /// A third of the web servers.
    Servers,
    /// The CDN.
    Cdn,
    /// The payment provider.
    Payment,
}

impl Part {
    /// All of them, in the order in which they are tried.
    pub const ALL: [Self; 4] = [Self::Database, Self::Servers, Self::Cdn, Self::Payment];

    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Servers => "servers",
            Self::Cdn => "cdn",
            Self::Payment => "payment",
        }
    }

    /// Whether the plan has it.
    #[must_use]
    pub fn is_in(self, plan: &Scenario) -> bool {
        match self {
            Self::Database | Self::Servers => true,
            Self::Cdn => plan.site.cdn.is_some(),
            Self::Payment => payment(plan).is_some(),
        }
    }
}

/// The key of the payment provider.
fn payment(plan: &Scenario) -> Option<&str> {
    let mut parties = plan.site.third_parties.iter();
    let found = parties.find(|p| p.kind == PartyKind::Payment)?;
    Some(&found.id)
}

/// One run that a task needs.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Wanted {
    /// What is done to the plan.
    pub trial: Trial,
    /// Fixes all chance.
    pub seed: u64,
}

impl Wanted {
    /// With the first seed.
    #[must_use]
    pub const fn first(trial: Trial) -> Self {
        Self { trial, seed: 1 }
    }
}

impl Trial {
    /// Whether the engine has to run it.
    #[must_use]
    pub const fn is_run(self) -> bool {
        !matches!(self, Self::Forecast)
    }

    /// Whether both ask the same question, perhaps with other figures: two ramps, the same part broken.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Ramp { .. }, Self::Ramp { .. })
            | (Self::Earlier { .. }, Self::Earlier { .. }) => true,
            (Self::Fault { what: a, .. }, Self::Fault { what: b, .. }) => a == b,
            _ => self == other,
        }
    }

    /// The plan that is run.
    ///
    /// # Errors
    /// The faults of that plan: a crowd beyond what can be computed, a part that the plan does not have.
    pub fn plan(self, base: &Scenario) -> Result<Scenario, Faults> {
        let mut plan = base.clone();
        match self {
            Self::Forecast | Self::Expected => {}
            Self::Ramp { to_per_s, minutes } => ramp::turn_into(&mut plan, to_per_s, minutes),
            Self::Crowd(times) => {
                for activity in &mut plan.activities {
                    if activity.kind != ActivityKind::Bots {
                        activity.people *= times;
                    }
                }
            }
            Self::Earlier { minutes } => earlier(&mut plan, minutes),
            Self::Longer => longer(&mut plan),
            Self::Fault { what, backup_s } => {
                let incident = broken(base, what, backup_s)?;
                plan.incidents.push(incident);
            }
            Self::Double(what) => {
                let incident = Incident {
                    servers: None,
                    ..broken(base, what, None)?
                };
                plan.site.database.failover_s = None;
                plan.incidents.push(incident);
            }
        }
        plan.check()?;
        Ok(plan)
    }

    /// What of a plan can change the result of this trial: two plans with equal [`Scenario::fingerprint`]s of this have equal
    /// results.
    ///
    /// Of the forecast that is the crowd; of the ramp everything but the crowd, the prices and what is hoped for; of all others
    /// everything.
    #[must_use]
    pub fn matter(self, base: &Scenario) -> Scenario {
        let mut plan = base.clone();
        match self {
            Self::Forecast => {
                plan.journey.pages.clear();
                plan.site = Site::plain();
                plan.journey.behaviour = Behaviour::plain();
                plan.devices = None;
                plan.incidents.clear();
                for region in &mut plan.regions {
                    region.round_trip_ms = 0.0;
                    region.phone_percent = None;
                    (region.cdn, region.cdn_gb) = (true, None);
                }
                (plan.money, plan.targets) = (Money::plain(), neutral_targets());
                for activity in &mut plan.activities {
                    activity.cost = 0.0;
                    activity.phone_percent = None;
                }
            }
            Self::Ramp { to_per_s, minutes } => ramp::turn_into(&mut plan, to_per_s, minutes),
            _ => {}
        }
        plan
    }

    /// [`Scenario::fingerprint`] of what can change its result.
    #[must_use]
    pub fn key(self, base: &Scenario) -> String {
        self.matter(base).fingerprint()
    }
}

/// Hopes that are the same for every plan, for trials in which they play no part.
pub(crate) const fn neutral_targets() -> Targets {
    Targets {
        page_p95_s: 10.0,
        served_percent: 99.0,
        budget: None,
    }
}

/// The crowd comes earlier; openings, schedules and the waiting room keep their times.
fn earlier(plan: &mut Scenario, minutes: u32) {
    const DAY: u32 = 86_400;
    let back = |at: &mut ClockTime| {
        at.second_of_day = (at.second_of_day + DAY - (minutes * 60) % DAY) % DAY;
    };
    for activity in &mut plan.activities {
        if activity.kind != ActivityKind::Everyday {
            back(&mut activity.at);
        }
    }
    // So that there is time before the start, the rehearsal begins earlier, too.
    back(&mut plan.clock.start);
    plan.clock.minutes = (plan.clock.minutes + minutes).min(LONGEST_MIN);
}

/// Everything that brings people goes on for longer, with as many in each moment of the peak.
fn longer(plan: &mut Scenario) {
    for activity in &mut plan.activities {
        if matches!(activity.kind, ActivityKind::Everyday | ActivityKind::Bots) {
            continue;
        }
        activity.people *= LONGER;
        activity.lasts_minutes *= LONGER;
        activity.half_after_minutes = activity
            .half_after_minutes
            .or(defaults::half_after(activity.kind).map(|f| f.value))
            .map(|half| half * LONGER);
        for point in &mut activity.curve {
            let CurvePoint { after_minutes, .. } = point;
            *after_minutes *= LONGER;
        }
        if let Some(measured) = &mut activity.measured {
            measured.every_s = measured.every_s.saturating_mul(2).min(86_400);
        }
    }
    let minutes = f64::from(plan.clock.minutes) * 1.5;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most half as much again as a clock's minutes"
    )]
    let minutes = minutes as u32;
    plan.clock.minutes = minutes.min(LONGEST_MIN);
}

/// What goes wrong when most people arrive.
fn broken(base: &Scenario, what: Part, backup_s: Option<u32>) -> Result<Incident, Faults> {
    let missing = || {
        Faults(vec![Wrong::new(
            "trial",
            what.id(),
            "a part that the plan has",
        )])
    };
    if !what.is_in(base) {
        return Err(missing());
    }
    let mut id = FAULT_ID.to_owned();
    while base.incidents.iter().any(|i| i.id == id) {
        id.push('x');
    }
    Ok(Incident {
        name: id.clone(),
        id,
        kind: match what {
            Part::Database => IncidentKind::DatabaseDown,
            Part::Servers => IncidentKind::ServersLost,
            Part::Cdn => IncidentKind::CdnDown,
            Part::Payment => IncidentKind::ThirdPartyDown,
        },
        at: None,
        minutes: None,
        backup_after_minutes: backup_s.map(|s| f64::from(s) / 60.0),
        servers: (what == Part::Servers).then(|| base.site.web.servers.div_ceil(3)),
        region: None,
        party: (what == Part::Payment)
            .then(|| payment(base).map(str::to_owned))
            .flatten(),
        times_slower: 10.0,
        errors_percent: 50.0,
    })
}

impl fmt::Display for Trial {
    /// As records have it: `ramp:120:20`, `fault:cdn:60`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forecast => f.write_str("forecast"),
            Self::Ramp { to_per_s, minutes } => write!(f, "ramp:{to_per_s}:{minutes}"),
            Self::Expected => f.write_str("expected"),
            Self::Crowd(times) => write!(f, "crowd:{times}"),
            Self::Earlier { minutes } => write!(f, "earlier:{minutes}"),
            Self::Longer => f.write_str("longer"),
            Self::Fault {
                what,
                backup_s: None,
            } => write!(f, "fault:{}", what.id()),
            Self::Fault {
                what,
                backup_s: Some(s),
            } => write!(f, "fault:{}:{s}", what.id()),
            Self::Double(what) => write!(f, "double:{}", what.id()),
        }
    }
}

/// What a trial's text may be, for faults.
pub(crate) const TRIALS: &str = "a trial: forecast, ramp:TO_PER_S:MINUTES, expected, crowd:TIMES, earlier:MINUTES, longer, \
     fault:PART, fault:PART:SECONDS or double:PART, with PART one of database, servers, cdn, payment";

impl FromStr for Trial {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let none = || TRIALS.to_owned();
        let number = |text: &str, low: f64, high: f64| -> Result<f64, String> {
            let number: f64 = text.parse().map_err(|_| none())?;
            (low..=high)
                .contains(&number)
                .then_some(number)
                .ok_or_else(none)
        };
        let whole = |text: &str, low: u32, high: u32| -> Result<u32, String> {
            let number: u32 = text.parse().map_err(|_| none())?;
            (low..=high)
                .contains(&number)
                .then_some(number)
                .ok_or_else(none)
        };
        let part = |text: &str| {
            let mut parts = Part::ALL.into_iter();
            parts.find(|p| p.id() == text).ok_or_else(none)
        };
        let words: Vec<&str> = text.split(':').collect();
        Ok(match words[..] {
            ["forecast"] => Self::Forecast,
            ["ramp", to, minutes] => Self::Ramp {
                to_per_s: number(to, 0.001, 1e7)?,
                minutes: whole(minutes, 1, 240)?,
            },
            ["expected"] => Self::Expected,
            ["crowd", times] => Self::Crowd(number(times, 1.0, 100.0)?),
            ["earlier", minutes] => Self::Earlier {
                minutes: whole(minutes, 1, 1440)?,
            },
            ["longer"] => Self::Longer,
            ["fault", what] => Self::Fault {
                what: part(what)?,
                backup_s: None,
            },
            ["fault", what, seconds] => Self::Fault {
                what: part(what)?,
                backup_s: Some(whole(seconds, 0, 86_400)?),
            },
            ["double", what] => Self::Double(part(what)?),
            _ => return Err(none()),
        })
    }
}

impl TryFrom<String> for Trial {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Trial> for String {
    fn from(trial: Trial) -> Self {
        trial.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trial_is_read_as_it_was_written_and_makes_a_sound_plan() {
        let mut trials = vec![
            Trial::Forecast,
            Trial::Expected,
            Trial::Crowd(2.5),
            Trial::Earlier { minutes: 15 },
            Trial::Longer,
            Trial::Ramp {
                to_per_s: 12.5,
                minutes: 20,
            },
        ];
        for what in Part::ALL {
            for backup_s in [None, Some(30)] {
                trials.push(Trial::Fault { what, backup_s });
            }
            trials.push(Trial::Double(what));
        }
        for story in onrush_scenario::stories() {
            let plan = Scenario::read(story.file).unwrap();
            for trial in &trials {
                assert_eq!(trial.to_string().parse(), Ok(*trial));
                match trial.plan(&plan) {
                    Ok(_) => (),
                    Err(faults) => {
                        let missing = matches!(trial, Trial::Fault { what, .. } | Trial::Double(what) if !what.is_in(&plan));
                        assert!(missing, "{} {trial}: {faults}", story.key);
                    }
                }
            }
        }
        for bad in [
            "",
            "ramp",
            "ramp:0:20",
            "ramp:nan:20",
            "crowd:1e9",
            "fault:roof",
            "fault:cdn:-1",
        ] {
            assert!(bad.parse::<Trial>().is_err(), "{bad}");
        }
    }
}
