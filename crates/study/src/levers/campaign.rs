//! Marketing's levers: when, how fast, how many at once, how heavy a page.

use onrush_scenario::{Activity, ActivityKind, ClockTime, Edit, Scenario, unused_id};
use serde_json::{Value, json};

use crate::stronger::{all, set, times};

const DAY_S: u32 = 86_400;

/// Second of the rehearsal at which an activity happens.
fn second(plan: &Scenario, at: ClockTime) -> u32 {
    (at.second_of_day + DAY_S - plan.clock.start.second_of_day) % DAY_S
}

/// Moves an activity, if it then still happens within the rehearsal. Rehearsals of several days are left alone.
fn moved(plan: &Scenario, activity: &Activity, minutes: i32) -> Option<Edit> {
    let horizon_s = plan.clock.minutes * 60;
    if horizon_s > DAY_S || activity.days_later > 0 {
        return None;
    }
    let at = i64::from(second(plan, activity.at)) + i64::from(minutes) * 60;
    let at = u32::try_from(at).ok().filter(|at| *at < horizon_s)?;
    let clock = ClockTime {
        second_of_day: (plan.clock.start.second_of_day + at) % DAY_S,
    };
    Some(set(
        format!("activities.{}.at", activity.id),
        clock.to_string(),
    ))
}

/// The activity that brings most, of these kinds.
fn largest(plan: &Scenario, kinds: &[ActivityKind]) -> Option<Activity> {
    let brings = |a: &Activity| a.people * a.response_percent.unwrap_or(1.0);
    let those = plan.activities.iter().filter(|a| kinds.contains(&a.kind));
    those
        .max_by(|a, b| brings(a).total_cmp(&brings(b)))
        .cloned()
}

const SENT: [ActivityKind; 3] = [ActivityKind::Email, ActivityKind::Push, ActivityKind::Sms];
const SPOTS: [ActivityKind; 6] = [
    ActivityKind::Tv,
    ActivityKind::Post,
    ActivityKind::Influencer,
    ActivityKind::Ads,
    ActivityKind::Press,
    ActivityKind::Window,
];

/// The mailing is sent over a longer time.
pub(super) fn spread_mailing(plan: &Scenario) -> Vec<Edit> {
    let over = |minutes: f64| {
        let sent = plan.activities.iter().filter(|a| SENT.contains(&a.kind));
        all(sent.map(|a| {
            let room = f64::from(plan.clock.minutes) - f64::from(second(plan, a.at)) / 60.0;
            let path = format!("activities.{}.lasts_minutes", a.id);
            (a.lasts_minutes < minutes && minutes <= room).then(|| set(path, minutes))
        }))
    };
    [30.0, 60.0, 120.0, 240.0, 480.0]
        .into_iter()
        .filter_map(over)
        .collect()
}

/// The spot comes at another time than everything else.
pub(super) fn move_spot(plan: &Scenario) -> Vec<Edit> {
    let Some(spot) = largest(plan, &SPOTS) else {
        return Vec::new();
    };
    let alone = plan
        .activities
        .iter()
        .filter(|a| !matches!(a.kind, ActivityKind::Everyday | ActivityKind::Bots))
        .count()
        < 2;
    // Alone it only meets the same site at another time.
    if alone {
        return Vec::new();
    }
    [15, -15, 30, -30, 60, -60, 120, -120]
        .into_iter()
        .filter_map(|minutes| moved(plan, &spot, minutes))
        .collect()
}

/// The spot, the ads or the offer last a shorter time, reach fewer in proportion, and cost less.
pub(super) fn shorten_spot(plan: &Scenario) -> Vec<Edit> {
    let Some(spot) = largest(plan, &[ActivityKind::Tv, ActivityKind::Ads]) else {
        return Vec::new();
    };
    let shorter = |share: f64| {
        let field = |name: &str| times(plan, &format!("activities.{}.{name}", spot.id), share);
        all([field("lasts_minutes"), field("people"), field("cost")])
    };
    [0.75, 0.5].into_iter().filter_map(shorter).collect()
}

/// People are invited in waves.
pub(super) fn stage_invitations(plan: &Scenario) -> Vec<Edit> {
    use ActivityKind::{Influencer, OnSale, Post, Window};
    let kinds = [SENT.as_slice(), &[OnSale, Window, Influencer, Post]].concat();
    let Some(first) = largest(plan, &kinds) else {
        return Vec::new();
    };
    // Where a page itself opens at a moment, whoever was invited waits for that.
    if plan.journey.pages.iter().any(|p| p.opens.is_some()) {
        return Vec::new();
    }
    let waves = |(n, apart): (u32, i32)| {
        let path = format!("activities.{}", first.id);
        let entry = plan.value_at(&path)?;
        let part = first.people / f64::from(n);
        let mut taken: Vec<String> = plan.activities.iter().map(|a| a.id.clone()).collect();
        let mut edits = vec![
            set(format!("{path}.people"), part),
            set(format!("{path}.cost"), first.cost / f64::from(n)),
        ];
        for wave in 1..n {
            let wave = i32::try_from(wave).ok()?;
            let Edit::Set { value: at, .. } = moved(plan, &first, wave * apart)? else {
                return None;
            };
            let id = unused_id(taken.iter().map(String::as_str), &first.id);
            let mut entry = entry.clone();
            let fields = entry.as_object_mut()?;
            fields.insert("id".into(), Value::from(id.as_str()));
            fields.insert("at".into(), at);
            fields.insert("people".into(), json!(part));
            fields.insert("cost".into(), json!(first.cost / f64::from(n)));
            taken.push(id);
            edits.push(Edit::Insert {
                list: "activities".into(),
                at: None,
                entry,
            });
        }
        Some(Edit::Many(edits))
    };
    [(2, 15), (2, 30), (3, 20), (4, 15), (3, 30), (4, 30)]
        .into_iter()
        .filter_map(waves)
        .collect()
}

/// A line in front of the sale: it opens at the sale's moment, in random order.
pub(super) fn presale_line(plan: &Scenario) -> Vec<Edit> {
    let sale = largest(plan, &[ActivityKind::OnSale, ActivityKind::Window]);
    let (Some(sale), None) = (sale, &plan.site.waiting_room) else {
        return Vec::new();
    };
    super::site::rooms(plan, Some(sale.at))
}

/// The page on which they land asks for less.
pub(super) fn lighter_landing(plan: &Scenario) -> Vec<Edit> {
    let Some(page) = plan.journey.pages.first() else {
        return Vec::new();
    };
    let lighter = |share: f64| {
        let path = format!("journey.pages.{}", page.id);
        let fetches = (0..page.calls.len())
            .map(|i| format!("calls[{i}]"))
            .chain(["document".to_owned()]);
        let less = fetches.flat_map(|fetch| {
            let reads = |name: &str| times(plan, &format!("{path}.{fetch}.{name}"), share);
            // What it writes must be written.
            let (queries, writes) = (
                reads("queries"),
                plan.value_at(&format!("{path}.{fetch}.writes")),
            );
            let writes = writes.and_then(|w| w.as_u64()).unwrap_or(0);
            let queries = queries.filter(|edit| match edit {
                Edit::Set { value, .. } => value.as_f64().is_some_and(|q| q >= writes as f64),
                _ => false,
            });
            [reads("work_ms"), reads("kb"), queries]
        });
        let files = ["files", "files_kb"].map(|name| times(plan, &format!("{path}.{name}"), share));
        all(less.chain(files).collect::<Vec<_>>())
    };
    [0.75, 0.5, 0.25].into_iter().filter_map(lighter).collect()
}

/// The reminder goes out earlier than the moment that it reminds of.
pub(super) fn earlier_reminder(plan: &Scenario) -> Vec<Edit> {
    let others = plan
        .activities
        .iter()
        .any(|a| SPOTS.contains(&a.kind) || a.kind == ActivityKind::OnSale);
    let Some(reminder) = largest(plan, &SENT).filter(|_| others) else {
        return Vec::new();
    };
    [-15, -30, -60, -120, -240]
        .into_iter()
        .filter_map(|minutes| moved(plan, &reminder, minutes))
        .collect()
}
