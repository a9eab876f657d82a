//! Times of day must lie within the rehearsal.

use onrush_network::{Fault, Faults};

use super::{at, entries, good};
use crate::ClockTime;
use crate::json::Tree;
use crate::read::walk::entry_paths;

/// When the rehearsal is.
struct Clock {
    start: ClockTime,
    minutes: f64,
}

pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    let field = |name: &str| good(tree.get("clock")?.get(name)?, &format!("clock.{name}"));
    let (Some(start), Some(minutes)) = (
        field("start").and_then(time),
        field("minutes").and_then(Tree::number),
    ) else {
        return;
    };
    let clock = Clock { start, minutes };

    let activities = entries(tree, &["activities"]);
    for (activity, path) in activities.iter().zip(entry_paths(activities, "activities")) {
        let is_everyday = activity.get("kind").and_then(Tree::text) == Some("everyday");
        if !is_everyday {
            clock.holds(activity.get("at"), || format!("{path}.at"), faults);
            clock.holds_days(activity, &path, faults);
        }
    }
    let pages = entries(tree, &["journey", "pages"]);
    for (page, path) in pages.iter().zip(entry_paths(pages, "journey.pages")) {
        let moment = page.get("opens").and_then(|o| o.get("at"));
        clock.holds(moment, || format!("{path}.opens.at"), faults);
    }
    clock.holds(
        at(tree, &["site", "waiting_room", "opens"]),
        || "site.waiting_room.opens".into(),
        faults,
    );
    let scheduled = entries(tree, &["site", "web", "autoscaler", "schedule"]);
    for (i, entry) in scheduled.iter().enumerate() {
        let path = || format!("site.web.autoscaler.schedule[{i}].at");
        clock.holds(entry.get("at"), path, faults);
    }
    let incidents = entries(tree, &["incidents"]);
    for (incident, path) in incidents.iter().zip(entry_paths(incidents, "incidents")) {
        clock.holds(incident.get("at"), || format!("{path}.at"), faults);
    }
}

impl Clock {
    /// That the rehearsal has this time of day, where it is one.
    fn holds(&self, value: Option<&Tree>, path: impl FnOnce() -> String, faults: &mut Faults) {
        let Some(at) = value.and_then(time) else {
            return;
        };
        faults.require(self.after(at) < self.minutes * 60.0, || {
            let end = (f64::from(self.start.second_of_day) + self.minutes * 60.0) % 86_400.0;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "below 86 400"
            )]
            let end = ClockTime {
                second_of_day: end as u32,
            };
            Fault::new(
                path(),
                format!("\"{at}\""),
                format!(
                    "a time within the rehearsal, which runs from {} to {end}",
                    self.start
                ),
            )
        });
    }

    /// That the rehearsal has an activity's moment so many days later, where the first such moment is in it.
    fn holds_days(&self, activity: &Tree, path: &str, faults: &mut Faults) {
        let days = activity
            .get("days_later")
            .and_then(|d| good(d, "activities[].days_later")?.number());
        let (Some(days), Some(at)) = (days, activity.get("at").and_then(time)) else {
            return;
        };
        let left = self.minutes * 60.0 - self.after(at);
        if left <= 0.0 {
            return; // `at` itself is the fault
        }
        faults.require(days * 86_400.0 < left, || {
            Fault::new(
                format!("{path}.days_later"),
                days,
                format!(
                    "a day of the rehearsal: between 0 and {}",
                    (left / 86_400.0).ceil() - 1.0
                ),
            )
        });
    }

    /// Seconds from the start to the next `at`.
    fn after(&self, at: ClockTime) -> f64 {
        f64::from((86_400 + at.second_of_day - self.start.second_of_day) % 86_400)
    }
}

fn time(value: &Tree) -> Option<ClockTime> {
    value.text()?.parse().ok()
}
