//! What a team may change.

use onrush_scenario::{Change, Scenario};
use serde::{Deserialize, Serialize};

use crate::patch::bare;

/// Whose part of the plan a team may change. The crowd, its patience, the prices, the targets, and what goes wrong are the same for
/// all, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Free {
    /// The site and its pages, and when what is planned happens.
    #[default]
    Both,
    /// The site and how its pages are made.
    Site,
    /// When what is planned happens, and how it is spread.
    Campaign,
}

impl Free {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Both, Self::Site, Self::Campaign];

    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Site => "site",
            Self::Campaign => "campaign",
        }
    }

    /// That of a name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|free| free.id() == id)
    }

    /// Whether the field at `path` may be changed.
    #[must_use]
    pub fn allows(self, path: &str) -> bool {
        let mut steps = path.split(['.', '[']);
        let (first, second, third) = (steps.next(), steps.next(), steps.next());
        let site = matches!(self, Self::Both | Self::Site);
        let campaign = matches!(self, Self::Both | Self::Campaign);
        match (first, second, third) {
            (Some("site"), Some(_), _) => site,
            // journey.pages.ID.FIELD
            (Some("journey"), Some("pages"), Some(_)) => {
                site && steps.next().is_some_and(|field| PAGE.contains(&field))
            }
            // activities.ID.FIELD
            (Some("activities"), Some(_), Some(field)) => campaign && ACTIVITY.contains(&field),
            _ => false,
        }
    }
}

/// How a page is made.
const PAGE: [&str; 8] = [
    "document",
    "calls",
    "files",
    "files_kb",
    "files_at_home_percent",
    "asks",
    "queues",
    "shows_stock",
];
/// When something happens, and how it is spread.
const ACTIVITY: [&str; 7] = [
    "at",
    "days_later",
    "lasts_minutes",
    "early_percent",
    "early_minutes",
    "curve",
    "measured",
];

/// What was changed that may not be.
#[must_use]
pub fn broken(free: Free, start: &Scenario, plan: &Scenario) -> Vec<Change> {
    let mut changes = bare(start, start).changes(&bare(plan, start));
    changes.retain(|change| {
        let allowed = match change.path.as_str() {
            "money.server_hour" => free.allows("site.web") && dearer(start, plan) >= 1.0,
            "money.database_hour" => {
                free.allows("site.web") && plan.money.database_hour >= start.money.database_hour
            }
            "site.web.cores" => {
                free.allows("site.web") && dearer(start, plan) >= larger(start, plan)
            }
            path => free.allows(path) || is_name(path),
        };
        !allowed
    });
    changes
}

/// What was changed about the site and its pages that has no line in the bill: work in life, nothing in a rehearsal. When a campaign
/// happens is not among it; that costs an agreement.
#[must_use]
pub fn unpriced(start: &Scenario, plan: &Scenario) -> Vec<Change> {
    let mut changes = bare(start, start).changes(&bare(plan, start));
    changes.retain(|change| {
        let path = change.path.as_str();
        let of_it = path.starts_with("site.") || path.starts_with("journey.");
        of_it && !is_name(path) && !is_priced(path, start, plan)
    });
    changes
}

/// Whether what was changed at `path` is paid by the hour or by what is delivered.
fn is_priced(path: &str, start: &Scenario, plan: &Scenario) -> bool {
    let within = |part: &str| {
        let rest = path.strip_prefix(part);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let database = &plan.site.database;
    let times = |new: u32, old: u32| f64::from(new) / f64::from(old.max(1));
    match path {
        "site.cdn" | "site.web.servers" => true,
        // A larger machine is paid for where its hour costs so many times more.
        "site.web.cores" => dearer(start, plan) >= larger(start, plan),
        "site.database.connections" => {
            dearer_database(start, plan)
                >= times(database.connections, start.site.database.connections)
        }
        "site.database.cores" => match (database.cores, start.site.database.cores) {
            (Some(new), Some(old)) => dearer_database(start, plan) >= times(new, old),
            _ => false,
        },
        _ if within("site.desks") => plan.money.desk_hour.is_some(),
        _ => within("site.web.autoscaler") || within("site.database.replicas"),
    }
}

/// How many times as dear the database became.
fn dearer_database(start: &Scenario, plan: &Scenario) -> f64 {
    plan.money.database_hour / start.money.database_hour.max(f64::MIN_POSITIVE) + 1e-6
}

/// How many times as dear a server became.
fn dearer(start: &Scenario, plan: &Scenario) -> f64 {
    // A little less for prices that were rounded.
    plan.money.server_hour / start.money.server_hour.max(f64::MIN_POSITIVE) + 1e-6
}

/// How many times as large a server became: larger ones are only allowed at their price.
fn larger(start: &Scenario, plan: &Scenario) -> f64 {
    f64::from(plan.site.web.cores) / f64::from(start.site.web.cores.max(1))
}

/// Names change no result.
fn is_name(path: &str) -> bool {
    path.rsplit('.').next() == Some("name")
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Edit, story};

    use super::*;

    #[test]
    fn what_has_no_line_in_the_bill_is_counted() {
        let start = Scenario::read(story("toy-shop").unwrap().file).unwrap();
        let page = format!("journey.pages.{}.files_kb", start.journey.pages[0].id);
        let activity = format!("activities.{}.lasts_minutes", start.activities[0].id);
        let set = |plan: &Scenario, path: &str, value: f64| {
            let edit = Edit::Set {
                path: path.to_owned(),
                value: value.into(),
            };
            plan.edited(&edit).unwrap()
        };
        let connections = f64::from(start.site.database.connections);
        for (path, value, unpriced_here) in [
            ("site.web.servers", 9.0, false),
            (&*page, 1.0, true),
            (&*activity, 77.0, false),
            ("site.database.connections", 2.0 * connections, true),
            ("site.database.query_ms", 0.5, true),
        ] {
            let found = unpriced(&start, &set(&start, path, value));
            assert_eq!(!found.is_empty(), unpriced_here, "{path}");
        }
        // More connections at the price of a larger database.
        let larger = set(&start, "site.database.connections", 2.0 * connections);
        let price = 2.0 * start.money.database_hour;
        assert_eq!(
            unpriced(&start, &set(&larger, "money.database_hour", price)),
            []
        );
        assert_eq!(unpriced(&start, &start), []);
    }

    #[test]
    fn the_crowd_and_the_prices_are_the_same_for_all() {
        let start = Scenario::read(story("toy-shop").unwrap().file).unwrap();
        let activity = format!("activities.{}", start.activities[0].id);
        let page = format!("journey.pages.{}", start.journey.pages[0].id);
        let set = |path: &str, value: serde_json::Value| {
            let edit = Edit::Set {
                path: path.to_owned(),
                value,
            };
            start.edited(&edit).unwrap()
        };
        for (path, value, free) in [
            ("site.web.servers".to_owned(), 9.into(), [true, true, false]),
            (format!("{page}.files_kb"), 1.into(), [true, true, false]),
            (
                format!("{activity}.lasts_minutes"),
                77.into(),
                [true, false, true],
            ),
            (format!("{activity}.people"), 10.into(), [false; 3]),
            (format!("{page}.go_on_percent"), 99.into(), [false; 3]),
            ("money.server_hour".to_owned(), 0.into(), [false; 3]),
            ("money.cdn_gb".to_owned(), 0.into(), [false; 3]),
            ("targets.served_percent".to_owned(), 1.into(), [false; 3]),
            ("clock.minutes".to_owned(), 300.into(), [false; 3]),
            (format!("{activity}.name"), "Ours".into(), [true; 3]),
        ] {
            let plan = set(&path, value);
            for (which, allowed) in Free::ALL.into_iter().zip(free) {
                assert_eq!(broken(which, &start, &plan).is_empty(), allowed, "{path}");
            }
        }
        // Larger machines at their price.
        let mut larger = start.clone();
        larger.site.web.cores *= 2;
        assert_eq!(
            broken(Free::Both, &start, &larger).len(),
            1,
            "not for nothing"
        );
        larger.money.server_hour *= 2.0;
        assert_eq!(broken(Free::Both, &start, &larger), []);
        assert_eq!(broken(Free::Campaign, &start, &larger).len(), 2);
        let gone = start.edited(&Edit::Remove { path: activity }).unwrap();
        assert_eq!(broken(Free::Both, &start, &gone).len(), 1);
    }
}
