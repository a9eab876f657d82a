//! Parts of a site made stronger, as edits.

use onrush_scenario::{Edit, Kind, Scenario, field};
use serde_json::Value;

/// Puts a value into a field.
pub(crate) fn set(path: impl Into<String>, value: impl Into<Value>) -> Edit {
    Edit::Set {
        path: path.into(),
        value: value.into(),
    }
}

/// The number at `path` multiplied by `times`, as far as its range allows; whole numbers are rounded up when they grow and
/// down when they shrink. `None` where there is no number, or nothing would change.
pub(crate) fn times(plan: &Scenario, path: &str, times: f64) -> Option<Edit> {
    let now = plan.value_at(path)?.as_f64()?;
    let wanted = now * times;
    let value = match field(path)?.kind {
        Kind::Whole { low, high } => {
            let whole = if times >= 1.0 {
                wanted.ceil()
            } else {
                wanted.floor()
            };
            whole.clamp(low as f64, high as f64)
        }
        Kind::Number { low, high } => wanted.clamp(low, high),
        _ => return None,
    };
    ((value - now).abs() > 1e-9 && value.is_finite()).then(|| set(path, value))
}

/// All of these that change something; `None` where none does.
pub(crate) fn all(edits: impl IntoIterator<Item = Option<Edit>>) -> Option<Edit> {
    let edits: Vec<Edit> = edits.into_iter().flatten().collect();
    (!edits.is_empty()).then_some(Edit::Many(edits))
}

/// `n` times as many web servers.
pub(crate) fn more_servers(plan: &Scenario, n: f64) -> Option<Edit> {
    let scaled = ["at_least", "at_most", "step"]
        .map(|name| times(plan, &format!("site.web.autoscaler.{name}"), n));
    let servers = times(plan, "site.web.servers", n)?;
    all([Some(servers)].into_iter().chain(scaled))
}

/// A database of `n` times the size, at `n` times the price: list prices of machines grow in proportion to their cores.
pub(crate) fn larger_database(plan: &Scenario, n: f64) -> Option<Edit> {
    let stronger = all([
        times(plan, "site.database.connections", n),
        times(plan, "site.database.cores", n),
        times(plan, "site.database.contention_percent", 1.0 / n),
        times(plan, "site.database.coherency_percent", 1.0 / n),
        times(plan, "site.database.pool_per_server", n),
    ])?;
    all([Some(stronger), times(plan, "money.database_hour", n)])
}

/// The part of the site with this station id, `n` times as strong; `None` where nothing can make it so.
pub(crate) fn part(plan: &Scenario, id: &str, n: f64) -> Option<Edit> {
    let (kind, name) = id.split_once('/').unwrap_or((id, ""));
    let site = |rest: &str| times(plan, &format!("site.{rest}"), n);
    match kind {
        "web" => more_servers(plan, n),
        "database" => larger_database(plan, n),
        "replicas" => site("database.replicas.servers"),
        "pool" => site("database.pool_per_server"),
        "uplink" => site("uplink.megabits_per_s"),
        "row" => times(plan, &format!("site.stocks.{name}.lock_ms"), 1.0 / n),
        "party" => all([
            site(&format!("third_parties.{name}.at_once")),
            site(&format!("third_parties.{name}.per_s")),
            site(&format!("third_parties.{name}.burst")),
        ]),
        "queue" => site("queue.workers"),
        "desk" => site(&format!("desks.{name}.people")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_full_site_can_be_made_stronger_and_stays_sound() {
        let full = include_str!("../../scenario/tests/full.onrush.json");
        let plan = Scenario::read(full).unwrap();
        let network = plan.network().unwrap();
        let delays = ["network", "cdn", "cache"];
        for station in &network.stations {
            let kind = station.id.split('/').next().unwrap();
            let stronger = part(&plan, &station.id, 4.0);
            // What has no limit cannot be short.
            if station.total_servers().is_none() && station.limit.is_none()
                || delays.contains(&kind)
            {
                assert_eq!(stronger, None, "{}", station.id);
                continue;
            }
            let stronger = stronger.unwrap_or_else(|| panic!("{}", station.id));
            assert!(plan.edited(&stronger).is_ok(), "{}", station.id);
        }
    }

    #[test]
    fn what_cannot_grow_is_not_grown() {
        let mut plan = Scenario::read(onrush_scenario::story("toy-shop").unwrap().file).unwrap();
        plan.site.web.servers = 4000;
        let most = times(&plan, "site.web.servers", 4.0).unwrap();
        assert_eq!(plan.edited(&most).unwrap().site.web.servers, 5000);
        plan.site.web.servers = 5000;
        assert_eq!(times(&plan, "site.web.servers", 4.0), None);
        assert_eq!(times(&plan, "site.uplink.megabits_per_s", 4.0), None);
        assert_eq!(times(&plan, "site.web", 4.0), None);
    }
}
