//! Changes of the journey, each as one edit.

use onrush_scenario::{Edit, Scenario, unused_id};
use serde_json::json;

/// Puts a page before the goal: pages behind it are seldom what is meant. Its figures are those of the page before.
pub(super) fn add_page(scenario: &Scenario, name: &str) -> (Edit, String) {
    let pages = &scenario.journey.pages;
    let at = pages.iter().position(|p| p.goal).unwrap_or(pages.len());
    let id = unused_id(pages.iter().map(|p| p.id.as_str()), name);
    let like = at.checked_sub(1).or(Some(0)).and_then(|i| pages.get(i));
    let (work_ms, queries, kb, think_s) = like.map_or((5.0, 1, 10.0, 20.0), |p| {
        (
            p.document.work_ms,
            p.document.queries,
            p.document.kb,
            p.think_s,
        )
    });
    let entry = json!({
        "id": id, "name": name, "think_s": think_s, "go_on_percent": 80, "files": 0, "files_kb": 0,
        "document": { "work_ms": work_ms, "queries": queries, "kb": kb },
    });
    let edit = Edit::Insert {
        list: "journey.pages".into(),
        at: Some(at),
        entry,
    };
    (edit, id)
}

/// Makes another page the goal: there is exactly one. What it is worth goes along.
pub(super) fn make_goal(scenario: &Scenario, id: &str) -> Edit {
    let set = |id: &str, field: &str, value: serde_json::Value| Edit::Set {
        path: format!("journey.pages.{id}.{field}"),
        value,
    };
    let mut edits = Vec::new();
    if let Some(old) = scenario.journey.pages.iter().find(|p| p.goal) {
        edits.push(set(&old.id, "goal", json!(false)));
        edits.push(set(&old.id, "value", json!(0)));
        edits.push(set(id, "value", json!(old.value)));
    }
    edits.push(set(id, "goal", json!(true)));
    Edit::Many(edits)
}

/// Puts another region at the end; the others make room for it.
pub(super) fn add_region(scenario: &Scenario, name: &str) -> (Edit, String) {
    let id = unused_id(scenario.regions.iter().map(|r| r.id.as_str()), name);
    let entry = json!({ "id": id, "name": name, "share_percent": 10, "round_trip_ms": 100 });
    let edit = Edit::Insert {
        list: "regions".into(),
        at: None,
        entry,
    };
    (edit, id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_scenario::story;

    #[test]
    fn pages_regions_and_the_goal_can_be_changed() {
        let plan = Scenario::read(story("mole-app").unwrap().file).unwrap();
        let (edit, id) = add_page(&plan, "New page");
        let plan = plan.edited(&edit).unwrap();
        assert_eq!(plan.journey.pages[3].id, id, "before the goal");
        let plan = plan.edited(&make_goal(&plan, &id)).unwrap();
        let goals: Vec<&str> = plan
            .journey
            .pages
            .iter()
            .filter(|p| p.goal)
            .map(|p| p.id.as_str())
            .collect();
        assert_eq!(goals, [id.as_str()]);
        let (edit, id) = add_region(&plan, "New region");
        let plan = plan.edited(&edit).unwrap();
        let sum: f64 = plan.regions.iter().map(|r| r.share_percent).sum();
        assert!((sum - 100.0).abs() < 1e-6, "{sum}");
        assert_eq!(plan.regions[2].id, id);
        let (edit, _) = add_region(&plan, "New region");
        assert!(
            plan.edited(&edit).is_ok(),
            "a second one has a key of its own"
        );
    }
}
