//! Activities, and what pages refer to.

use onrush_network::{Fault, Faults};

use super::{add_up, at, entries, inside, one_of, whole};
use crate::json::Tree;
use crate::read::walk::entry_paths;

pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    add_up(entries(tree, &["regions"]), "regions[]", "regions", faults);
    let activities = entries(tree, &["activities"]);
    for (activity, path) in activities.iter().zip(entry_paths(activities, "activities")) {
        regions(tree, activity, &path, faults);
        match activity.get("kind").and_then(Tree::text) {
            Some("freehand") => curve(activity, &path, faults),
            Some("measured") => measured(activity, &path, faults),
            _ => {}
        }
    }
    let pages = entries(tree, &["journey", "pages"]);
    for (page, path) in pages.iter().zip(entry_paths(pages, "journey.pages")) {
        references(tree, page, &path, faults);
        let document = "journey.pages[].document";
        writes(
            page.get("document"),
            document,
            &format!("{path}.document"),
            faults,
        );
        let calls = inside(page, "calls", "journey.pages[]");
        for (i, call) in calls.iter().enumerate() {
            let path = format!("{path}.calls[{i}]");
            writes(Some(call), "journey.pages[].calls[]", &path, faults);
        }
    }
}

/// Where an activity's visitors are, if it says so.
fn regions(tree: &Tree, activity: &Tree, path: &str, faults: &mut Faults) {
    let shares = inside(activity, "regions", "activities[]");
    let path = format!("{path}.regions");
    for (share, path) in shares.iter().zip(entry_paths(shares, &path)) {
        one_of(
            tree,
            &["regions"],
            share.get("id"),
            || format!("{path}.id"),
            faults,
        );
    }
    add_up(shares, "activities[].regions[]", &path, faults);
}

fn curve(activity: &Tree, path: &str, faults: &mut Faults) {
    let points = inside(activity, "curve", "activities[]");
    let numbers =
        |name: &str| -> Option<Vec<f64>> { points.iter().map(|p| p.get(name)?.number()).collect() };
    let (Some(times), Some(levels)) = (numbers("after_minutes"), numbers("level")) else {
        return;
    };
    if let Some(i) = times.windows(2).position(|w| w[1] < w[0]) {
        faults.0.push(Fault::new(
            format!("{path}.curve[{}].after_minutes", i + 1),
            times[i + 1],
            "at or after the point before it",
        ));
    }
    let lasts = times.first().zip(times.last()).is_some_and(|(a, b)| b > a);
    faults.require(lasts && levels.iter().any(|l| *l > 0.0), || {
        Fault::new(
            format!("{path}.curve"),
            format!("a list of {} points", points.len()),
            "for a freehand activity two points or more, over some time, not all of them 0",
        )
    });
}

fn measured(activity: &Tree, path: &str, faults: &mut Faults) {
    let Some(measured) = activity.get("measured") else {
        return faults.0.push(Fault::new(
            format!("{path}.measured"),
            "",
            "there for a measured activity: how many visits came in each interval",
        ));
    };
    let visits = inside(measured, "visits", "activities[].measured");
    let some = visits.iter().any(|v| v.number().is_none_or(|n| n > 0.0));
    faults.require(visits.is_empty() || some, || {
        Fault::new(
            format!("{path}.measured.visits"),
            "nothing but 0",
            "at least one interval in which somebody came",
        )
    });
}

/// What a page names must be there.
fn references(tree: &Tree, page: &Tree, path: &str, faults: &mut Faults) {
    for name in ["shows_stock", "takes"] {
        let path = || format!("{path}.{name}");
        one_of(tree, &["site", "stocks"], page.get(name), path, faults);
    }
    let asks = inside(page, "asks", "journey.pages[]");
    for (ask, path) in asks.iter().zip(entry_paths(asks, &format!("{path}.asks"))) {
        let path = || format!("{path}.id");
        one_of(
            tree,
            &["site", "third_parties"],
            ask.get("id"),
            path,
            faults,
        );
    }
    let queues = page.get("queues") == Some(&Tree::Flag(true));
    faults.require(!queues || at(tree, &["site", "queue"]).is_some(), || {
        Fault::new(
            format!("{path}.queues"),
            "true",
            "false where there is no site.queue",
        )
    });
}

/// Not more queries can write than there are.
fn writes(fetch: Option<&Tree>, pattern: &str, path: &str, faults: &mut Faults) {
    let Some(writes) = whole(fetch, "writes", pattern) else {
        return;
    };
    let Some(queries) = whole(fetch, "queries", pattern) else {
        return;
    };
    faults.require(writes <= queries, || {
        Fault::new(
            format!("{path}.writes"),
            writes,
            format!("between 0 and {queries}, the number of its queries"),
        )
    });
}
