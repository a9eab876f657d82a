//! What a new entry of a list is made of, where the field table has no default.

use onrush_scenario::Scenario;
use serde_json::{Value, json};

/// The first content of an entry with this pattern; `None` where there is nothing (more) to add.
pub(super) fn starter(pattern: &str, list: &[Value], scenario: &Scenario) -> Option<Value> {
    let start = scenario.clock.start.to_string();
    let site = &scenario.site;
    Some(match pattern {
        "site.web.autoscaler.schedule[]" => json!({ "at": start, "servers": site.web.servers }),
        "site.desks[].hours[]" => json!({ "from": "09:00", "until": "18:00" }),
        "journey.pages[].calls[]" => json!({ "work_ms": 5, "queries": 1, "kb": 5 }),
        "journey.pages[].asks[]" => {
            let asked = |id: &str| list.iter().any(|entry| entry["id"] == *id);
            let free = site.third_parties.iter().find(|p| !asked(&p.id))?;
            json!({ "id": free.id })
        }
        _ => return None,
    })
}
