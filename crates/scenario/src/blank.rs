//! A plan from three questions: what is planned, what kind of site, how big it is on a busy day.
//!
//! Everything else is taken from the [`presets`] and from rules that are assumed and say so in the plan's notes. The
//! plan is read as a file is, so what was answered is checked in the one place where everything is.

use onrush_network::{Fault, Faults};
use serde_json::{Value, json};

use crate::calibrate::need;
use crate::{ActivityKind, ClockTime, Edit, Scenario, presets};

/// Share of its servers that a site uses in the busiest hour of a busy day: 50 %. Assumed: who runs a shop for a living leaves room.
const BUSY_DAY: f64 = 0.5;
/// The busiest hour of a day against its mean: 1.43, measured at a worldwide audience (football world cup, 1998).
const PEAK_HOUR: f64 = 1.43;
/// The rehearsal begins so many minutes before the moment, and lasts so long.
const BEFORE_MIN: u32 = 30;
const LASTS_MIN: u32 = 150;

/// How big the site is today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// Visitors on a busy day.
    Visitors(f64),
    /// Orders, tickets or leads on a busy day.
    Goals(f64),
    /// Web servers.
    Servers(u32),
}

/// The answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// What is planned.
    pub kind: ActivityKind,
    /// How many people it reaches.
    pub people: f64,
    /// On which day: `2026-03-02`.
    pub date: String,
    /// At what time: `20:00`.
    pub at: String,
    /// Key of a journey of [`presets::journeys`].
    pub sector: String,
    /// Key of a site of [`presets::sites`].
    pub site: String,
    /// How big that is today.
    pub size: Size,
    /// Name of the time zone, and what it is ahead of UTC on that day, in minutes.
    pub zone: (String, i32),
}

/// What the parts are called, in the person's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The plan.
    pub plan: String,
    /// The activity.
    pub activity: String,
    /// The visitors of any day.
    pub everyday: String,
    /// Where they are.
    pub region: String,
}

/// The plan.
///
/// # Errors
/// What is not right with the answers, by the paths of the fields that they become: `clock.date`, `activities.campaign.at`,
/// `activities.campaign.people`, `site` for a size that makes no sense.
pub fn plan(answers: &Answers, names: &Names) -> Result<Scenario, Faults> {
    let unknown =
        |path: &str, found: &str, allowed: &str| Faults(vec![Fault::new(path, found, allowed)]);
    let site = presets::site(&answers.site)
        .ok_or_else(|| unknown("site", &answers.site, "the key of a site to begin with"))?;
    let journey = presets::journey(&answers.sector).ok_or_else(|| {
        unknown(
            "journey",
            &answers.sector,
            "the key of a journey to begin with",
        )
    })?;
    let amount = match answers.size {
        Size::Visitors(n) | Size::Goals(n) => n,
        Size::Servers(n) => f64::from(n),
    };
    if !(amount.is_finite() && (1.0..=1e9).contains(&amount)) {
        return Err(unknown(
            "site",
            &amount.to_string(),
            "a number between 1 and 1000000000",
        ));
    }
    let mut notes = site.notes();
    notes.extend(journey.notes());
    notes.extend(own_notes());
    let text = json!({
        "onrush": Scenario::VERSION,
        "name": names.plan,
        "clock": {
            "date": answers.date, "start": start(&answers.at), "minutes": LASTS_MIN,
            "time_zone": answers.zone.0, "utc_offset_minutes": answers.zone.1,
        },
        "regions": [{ "id": "home", "name": names.region, "share_percent": 100, "round_trip_ms": 40 }],
        "activities": [
            {
                "id": "everyday", "name": names.everyday, "kind": "everyday", "at": start(&answers.at),
                "lasts_minutes": 0, "people": 1000,
            },
            {
                "id": "campaign", "name": names.activity, "kind": answers.kind.id(), "at": answers.at,
                "lasts_minutes": lasts(answers.kind), "people": answers.people,
            },
        ],
        "journey": journey.journey(),
        "site": site.site(),
        "money": site.money(),
        "targets": { "page_p95_s": 3, "served_percent": 98 },
        "notes": notes,
    })
    .to_string();
    let plan = Scenario::read(&text)?;
    plan.edited(&sized(&plan, answers.size))
}

/// A while before the moment, on a quarter of an hour; midnight at the earliest. What is no time stays, to be refused.
fn start(at: &str) -> String {
    ClockTime::try_from(at.to_owned()).map_or_else(
        |_| at.to_owned(),
        |time| {
            let minute = (time.second_of_day / 60).saturating_sub(BEFORE_MIN) / 15 * 15;
            format!("{:02}:{:02}", minute / 60, minute % 60)
        },
    )
}

/// How long an activity takes itself, in minutes, until somebody says otherwise. Assumed.
const fn lasts(kind: ActivityKind) -> u32 {
    match kind {
        ActivityKind::Email | ActivityKind::Sms => 15,
        ActivityKind::Push => 5,
        ActivityKind::Window | ActivityKind::Ads | ActivityKind::Bots => 60,
        _ => 1,
    }
}

fn own_notes() -> Vec<Value> {
    let assumed =
        |field: &str, source: &str| json!({ "field": field, "assumed": true, "source": source });
    vec![
        assumed(
            "clock",
            "The rehearsal begins half an hour before the moment and lasts two and a half hours",
        ),
        assumed(
            "regions",
            "Everybody in one country, a round trip of 40 ms as over ordinary connections",
        ),
        assumed("activities.everyday", "From what you said about a busy day"),
        assumed(
            "activities.campaign",
            "People and time are yours. How many come, and when, is the usual figure for such an activity",
        ),
        assumed(
            "targets",
            "3 s is where half of all mobile visitors have left (Google 2016); 98 in 100 served is a usual wish",
        ),
    ]
}

/// Visitors of the day and as many servers as such a site would have: as many as use half of their cores and connections in
/// the busiest hour of a busy day; or the other way round.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the field's range"
)]
fn sized(plan: &Scenario, size: Size) -> Edit {
    let need = need(plan);
    let per_server = f64::from(plan.site.web.cores) * BUSY_DAY / need.core_s.max(1e-9);
    let of_day = |visits_s: f64| visits_s * 86_400.0 / PEAK_HOUR;
    let (visitors, servers) = match size {
        Size::Servers(n) => (of_day(f64::from(n) * per_server), f64::from(n)),
        Size::Visitors(n) => (n, n * PEAK_HOUR / 86_400.0 / per_server),
        Size::Goals(n) => {
            let n = n / need.goal.max(1e-6);
            (n, n * PEAK_HOUR / 86_400.0 / per_server)
        }
    };
    let servers = servers.ceil().clamp(1.0, 5000.0) as u32;
    let visits_s = visitors * PEAK_HOUR / 86_400.0;
    let connections = (visits_s * need.query_s / BUSY_DAY).ceil();
    let connections =
        connections.clamp(f64::from(plan.site.database.connections), 100_000.0) as u32;
    let set = |path: &str, value: Value| Edit::Set {
        path: path.to_owned(),
        value,
    };
    let mut edits = Vec::new();
    if let Some(scaler) = &plan.site.web.autoscaler {
        let most = scaler.at_most.max(servers.saturating_mul(4)).min(5000);
        edits.push(set("site.web.autoscaler.at_most", json!(most)));
        edits.push(set("site.web.autoscaler.at_least", json!(servers)));
    }
    edits.push(set("site.web.servers", json!(servers)));
    edits.push(set("site.database.connections", json!(connections)));
    edits.push(set(
        "activities.everyday.people",
        json!(visitors.round().clamp(0.0, 1e9)),
    ));
    edits.push(set("notes", notes_of(plan)));
    Edit::Many(edits)
}

/// The notes as they are: the edits above are no changes of a person's.
fn notes_of(plan: &Scenario) -> Value {
    serde_json::to_value(&plan.notes).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Answers {
        Answers {
            kind: ActivityKind::Tv,
            people: 500_000.0,
            date: "2026-11-27".into(),
            at: "20:10".into(),
            sector: "retail".into(),
            site: "cloud-shop".into(),
            size: Size::Visitors(30_000.0),
            zone: ("Europe/Berlin".into(), 60),
        }
    }

    fn names() -> Names {
        Names {
            plan: "Our spot".into(),
            activity: "Spot".into(),
            everyday: "Every day".into(),
            region: "Home".into(),
        }
    }

    #[test]
    fn every_kind_sector_and_site_makes_a_sound_plan() {
        for kind in ActivityKind::ALL {
            if matches!(kind, ActivityKind::Freehand | ActivityKind::Measured) {
                continue;
            }
            for sector in presets::journeys() {
                for site in presets::sites() {
                    let answers = Answers {
                        kind,
                        people: 20_000.0,
                        sector: sector.key.into(),
                        site: site.key.into(),
                        ..answers()
                    };
                    let plan = plan(&answers, &names())
                        .unwrap_or_else(|f| panic!("{kind:?} {} {}: {f}", sector.key, site.key));
                    assert!(plan.network().is_ok());
                    assert!(plan.notes.iter().all(|n| n.assumed));
                    assert!(!crate::calibrate::is_calibrated(&plan));
                }
            }
        }
    }

    #[test]
    fn a_busy_day_uses_half_of_the_site() {
        for size in [
            Size::Visitors(2_000_000.0),
            Size::Goals(90_000.0),
            Size::Servers(7),
        ] {
            let plan = plan(&Answers { size, ..answers() }, &names()).unwrap();
            let everyday = plan.activities.iter().find(|a| a.id == "everyday").unwrap();
            let busy = everyday.people * PEAK_HOUR / 86_400.0 * need(&plan).core_s
                / f64::from(plan.site.web.servers * plan.site.web.cores);
            assert!((0.3..=0.51).contains(&busy), "{size:?}: {busy}");
        }
    }

    #[test]
    fn answers_that_make_no_sense_are_faults_with_a_path() {
        let path = |answers: Answers| plan(&answers, &names()).unwrap_err().0[0].path.clone();
        assert_eq!(
            path(Answers {
                people: -1.0,
                ..answers()
            }),
            "activities.campaign.people"
        );
        assert_eq!(
            path(Answers {
                date: "soon".into(),
                ..answers()
            }),
            "clock.date"
        );
        assert_eq!(
            path(Answers {
                size: Size::Visitors(0.0),
                ..answers()
            }),
            "site"
        );
        assert_eq!(
            path(Answers {
                site: "castle".into(),
                ..answers()
            }),
            "site"
        );
        assert!(
            plan(
                &Answers {
                    at: "late".into(),
                    ..answers()
                },
                &names()
            )
            .is_err()
        );
    }

    #[test]
    fn it_begins_before_the_moment_but_not_on_the_day_before() {
        assert_eq!(start("20:10"), "19:30");
        assert_eq!(start("00:10"), "00:00");
        assert_eq!(start("soon"), "soon");
    }
}
