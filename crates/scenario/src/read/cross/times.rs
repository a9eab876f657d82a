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
        let after = (86_400 + at.second_of_day - self.start.second_of_day) % 86_400;
        faults.require(f64::from(after) < self.minutes * 60.0, || {
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
}

fn time(value: &Tree) -> Option<ClockTime> {
    value.text()?.parse().ok()
}
