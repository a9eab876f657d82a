//! Which changes of a plan change how the work is done, and not only how many machines do it.

use onrush_scenario::{Change, Scenario};

/// The changes from `before` to `after` that make less work, or have it done elsewhere or later: a CDN or a cache that came or
/// answers more, replicas that came, work that moved to the queue or that nobody waits for any more, lighter pages, fewer
/// queries. More or larger machines are none, and neither is a page that grew.
#[must_use]
pub fn structural(before: &Scenario, after: &Scenario) -> Vec<Change> {
    let (before, after) = (before.what_counts(), after.what_counts());
    let changes = before.changes(&after).into_iter();
    changes.filter(is_structural).collect()
}

fn is_structural(change: &Change) -> bool {
    let number = |value: &Option<_>| as_number(value.as_ref());
    let came = change.from.is_none() && change.to.is_some();
    let on = change.to.as_ref().is_some_and(|v| *v == true) && !came
        || came && change.to.as_ref().is_some_and(|v| *v == true);
    let (from, to) = (number(&change.from), number(&change.to));
    let up = matches!((from, to), (Some(from), Some(to)) if to > from);
    let down = matches!((from, to), (Some(from), Some(to)) if to < from);
    let path = change.path.as_str();
    let last = path.rsplit('.').next().unwrap_or(path);
    if let Some(page) = path.strip_prefix("journey.pages.") {
        if !page.contains('.') {
            return false;
        }
        return match last {
            "files" | "files_kb" | "work_ms" | "queries" | "writes" | "kb" => down,
            "files_at_home_percent" => up || came,
            "cacheable" | "queues" => on,
            "calls" | "asks" => length(change.to.as_ref()) < length(change.from.as_ref()),
            // One question to a third party went.
            _ => page.contains(".asks") && change.to.is_none(),
        };
    }
    match path {
        "site.cdn"
        | "site.cache"
        | "site.database.replicas"
        | "site.cdn.pages"
        | "site.cdn.files" => came,
        "site.cdn.files_hit_percent"
        | "site.cdn.pages_hit_percent"
        | "site.cache.reads_percent" => {
            up || came && from.is_none() && to.is_some_and(|to| to > 0.0)
        }
        _ if path.starts_with("site.cdn.") || path.starts_with("site.cache.") => match last {
            // Kept for ever is longer than any time.
            "keep_minutes" => up || change.to.is_none(),
            "coalesce" => on,
            _ => false,
        },
        _ if path.starts_with("site.third_parties.") => match last {
            "optional" | "background" => on,
            "breaker" => came,
            _ => false,
        },
        _ => false,
    }
}

/// A JSON number.
fn as_number(value: Option<&serde_json::Value>) -> Option<f64> {
    value?.as_f64()
}

fn length(value: Option<&serde_json::Value>) -> usize {
    value.and_then(|v| v.as_array()).map_or(0, Vec::len)
}
