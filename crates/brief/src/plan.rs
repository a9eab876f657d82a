//! The brief as plain values, taken from a plan.

use onrush_scenario::{Activity, ActivityKind, Contact, Note, Scenario};
use onrush_study::{Chances, Limits};
use onrush_words::Words;
use serde::Serialize;

use crate::{Known, Result, When};

/// What is planned, when, how large, from where, on what grounds, how far it was tested, who is called.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// What the plan is called.
    pub name: String,
    /// A name for everything in it that can change a result.
    pub fingerprint: String,
    /// When the rehearsal begins.
    pub begins: When,
    /// When it ends.
    pub ends: When,
    /// Name of the time zone.
    pub time_zone: String,
    /// What brings people.
    pub activities: Vec<Planned>,
    /// Where they are.
    pub regions: Vec<Origin>,
    /// How many are on a phone, in percent, where phones and computers are told apart.
    pub phone_percent: Option<f64>,
    /// What the figures rest on.
    pub assumptions: Vec<Assumption>,
    /// What goes wrong in the rehearsal, as the plan has it.
    pub incidents: Vec<String>,
    /// What the rehearsal gave; `None` where there was none.
    pub result: Option<Result>,
    /// What many futures say; `None` where nobody asked.
    pub chances: Option<Chances>,
    /// What larger crowds break; `None` where nobody asked.
    pub limits: Option<Limits>,
    /// Who is called.
    pub contacts: Vec<Contact>,
}

/// Something that brings people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planned {
    /// What the person calls it.
    pub name: String,
    /// What it is.
    pub kind: ActivityKind,
    /// When it happens; `None` for what goes on all day.
    pub at: Option<When>,
    /// How long it takes itself, in minutes; `None` where it is over in a moment.
    pub lasts_minutes: Option<f64>,
    /// Whom it reaches.
    pub reaches: f64,
    /// How many of them are expected on the site.
    pub visitors: f64,
    /// Who tells IT.
    pub owner: Option<String>,
}

/// Where people are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Origin {
    /// What the person calls it.
    pub name: String,
    /// Their share, in percent.
    pub percent: f64,
    /// Whether the CDN serves it; `None` where there is no CDN.
    pub cdn: Option<bool>,
}

/// A figure and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// Path of the field.
    pub field: String,
    /// What the field is called.
    pub name: String,
    /// Its value in words, where it has one.
    pub value: Option<String>,
    /// Between what it lies, where that is said.
    pub range: Option<(f64, f64)>,
    /// Assumed, not known.
    pub assumed: bool,
    /// Changed since the source said so.
    pub changed: bool,
    /// Who says so, or why it was assumed; empty where nobody said.
    pub source: String,
}

impl Brief {
    /// Takes it from a plan and what is known about it.
    #[must_use]
    pub fn of(plan: &Scenario, known: &Known, words: Words) -> Self {
        let clock = &plan.clock;
        let fingerprint = plan.fingerprint();
        let result = known.played.map(|played| {
            let code = crate::Code {
                fingerprint: fingerprint.clone(),
                ..played.code()
            };
            Result {
                code: code.to_string(),
                ..played.result(words)
            }
        });
        Self {
            name: plan.name.clone(),
            fingerprint,
            begins: When::of(clock, 0),
            ends: When::of(clock, clock.horizon_s()),
            time_zone: clock.time_zone.clone(),
            activities: plan.activities.iter().map(|a| planned(plan, a)).collect(),
            regions: plan
                .regions
                .iter()
                .map(|region| Origin {
                    name: region.name.clone(),
                    percent: region.share_percent,
                    cdn: plan.site.cdn.as_ref().map(|_| region.cdn),
                })
                .collect(),
            phone_percent: plan.devices.as_ref().map(|devices| devices.phone_percent),
            assumptions: assumptions(plan, words),
            incidents: plan.incidents.iter().map(|i| i.name.clone()).collect(),
            result,
            chances: known.chances.filter(|c| c.forecast + c.exact > 0).cloned(),
            limits: known.limits.cloned(),
            contacts: plan.contacts.clone(),
        }
    }
}

fn planned(plan: &Scenario, activity: &Activity) -> Planned {
    let all_day = activity.kind == ActivityKind::Everyday;
    Planned {
        name: activity.name.clone(),
        kind: activity.kind,
        at: (!all_day).then(|| When::of(&plan.clock, activity.moment_s(&plan.clock))),
        lasts_minutes: (!all_day && activity.kind.lasts() && activity.lasts_minutes > 0.0)
            .then_some(activity.lasts_minutes),
        reaches: activity.people,
        visitors: activity.visitors(),
        owner: activity.owner.clone(),
    }
}

/// What rests on the weakest grounds first: what was changed since its source spoke, what lies in a range, what is assumed, what is
/// known.
fn assumptions(plan: &Scenario, words: Words) -> Vec<Assumption> {
    let values = plan.values();
    let names = words.names_of(plan);
    let entry = |field: &str, note: Option<&Note>| Assumption {
        field: field.to_owned(),
        name: names.field(field),
        value: values
            .at(field)
            .and_then(|value| words.field_value(field, &value, &plan.money.currency)),
        range: plan
            .ranges
            .iter()
            .find(|range| range.field == field)
            .map(|range| (range.low, range.high)),
        assumed: note.is_none_or(|note| note.assumed),
        changed: note.is_some_and(|note| note.changed),
        source: note.map_or_else(String::new, |note| note.source.clone()),
    };
    let mut all: Vec<Assumption> = plan
        .notes
        .iter()
        .map(|note| entry(&note.field, Some(note)))
        .collect();
    let noted = |field: &str| plan.notes.iter().any(|note| note.field == field);
    let only_ranges = plan.ranges.iter().filter(|range| !noted(&range.field));
    all.extend(only_ranges.map(|range| entry(&range.field, None)));
    all.sort_by_key(|a| (!a.changed, a.range.is_none(), !a.assumed));
    all
}
