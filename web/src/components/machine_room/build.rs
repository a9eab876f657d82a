//! Building the site: each step as one edit of the plan, which can be undone.

use onrush_scenario::{Edit, IncidentKind, PartyKind, Scenario, unused_id};
use onrush_words::Words;
use serde_json::{Value, json};

use super::part::{Addable, Part};

/// Puts in a part, with sizes that fit the site as far as its own figures tell, and notes that say they are assumed.
pub(crate) fn add(addable: Addable, scenario: &Scenario, words: Words) -> Edit {
    let mut edits = Vec::new();
    let path = match addable {
        Addable::Single(part) => {
            let path = part.path(scenario).unwrap_or_default();
            edits.push(Edit::Set {
                path: path.clone(),
                // Fitting this plan.
                value: scenario.usual(&path).unwrap_or(Value::Null),
            });
            if part == Part::Queue
                && let Some(goal) = goal(scenario)
            {
                edits.push(set(format!("{goal}.queues"), json!(true)));
            }
            path
        }
        Addable::Party(kind) => {
            let (id, entry) = party(kind, scenario, words);
            edits.push(insert("site.third_parties", entry));
            edits.extend(asked_by(kind, &id, scenario));
            format!("site.third_parties.{id}")
        }
        Addable::Desk => {
            let id = unused_id(ids(scenario.site.desks.iter().map(|d| &d.id)), "sales");
            let entry = json!({
                "id": id, "name": words.t("room.new.desk"), "people": 5, "minutes_per_case": 5,
                "patience_minutes": 5, "share_percent": 5,
                "hours": [{ "from": "09:00", "until": "18:00" }],
            });
            edits.push(insert("site.desks", entry));
            format!("site.desks.{id}")
        }
        Addable::Stock => {
            let id = unused_id(ids(scenario.site.stocks.iter().map(|s| &s.id)), "tickets");
            let entry =
                json!({ "id": id, "name": words.t("room.new.stock"), "units": 1000, "lock_ms": 5 });
            edits.push(insert("site.stocks", entry));
            let free = scenario
                .journey
                .pages
                .iter()
                .find(|p| p.goal && p.takes.is_none());
            edits.extend(
                free.map(|page| set(format!("journey.pages.{}.takes", page.id), json!(id))),
            );
            format!("site.stocks.{id}")
        }
    };
    let source = words.t(match addable {
        Addable::Party(PartyKind::Payment) => "room.source.payment",
        _ => "room.source.other",
    });
    edits.push(insert(
        "notes",
        json!({ "field": path, "assumed": true, "source": source }),
    ));
    Edit::Many(edits)
}

/// The path under which an added part is found afterwards: that of the newest entry, or its fixed one.
pub(crate) fn added(addable: Addable, after: &Scenario) -> Option<Part> {
    let site = &after.site;
    match addable {
        Addable::Single(part) => Some(part),
        Addable::Party(_) => site.third_parties.len().checked_sub(1).map(Part::Party),
        Addable::Desk => site.desks.len().checked_sub(1).map(Part::Desk),
        Addable::Stock => site.stocks.len().checked_sub(1).map(Part::Stock),
    }
}

/// Takes out a part, and what goes wrong with it.
pub(crate) fn remove(part: Part, scenario: &Scenario) -> Option<Edit> {
    let path = part.path(scenario).filter(|_| part.removable())?;
    let mut edits: Vec<Edit> = (0..scenario.incidents.len())
        .filter(|&i| Part::hit_by(scenario, i) == Some(part))
        .map(|i| Edit::Remove {
            path: format!("incidents.{}", scenario.incidents[i].id),
        })
        .collect();
    edits.push(match part {
        Part::Party(_) | Part::Desk(_) | Part::Stock(_) => Edit::Remove { path },
        _ => set(path, Value::Null),
    });
    Some(Edit::Many(edits))
}

/// The field that says how large a part is: what its steppers and its tank's edge change.
pub(crate) fn size_field(part: Part, scenario: &Scenario) -> Option<String> {
    let path = part.path(scenario)?;
    let site = &scenario.site;
    let field = match part {
        Part::WaitingRoom => match &site.waiting_room.as_ref()?.per_minute {
            Some(_) => "per_minute",
            None => "active",
        },
        Part::BotFilter => "stops_bots_percent",
        Part::Cdn => {
            site.cdn.as_ref()?.files_hit_percent?;
            "files_hit_percent"
        }
        Part::RateLimit => "per_s",
        Part::Cache => "reads_percent",
        Part::Database => "connections",
        Part::Web | Part::Replicas => "servers",
        Part::Stock(_) => "units",
        Part::Uplink => "megabits_per_s",
        Part::Queue => "workers",
        Part::Party(i) => {
            let party = site.third_parties.get(i)?;
            if party.at_once.is_some() {
                "at_once"
            } else if party.per_s.is_some() {
                "per_s"
            } else {
                "answer_ms"
            }
        }
        Part::Desk(_) => "people",
        Part::Visitors | Part::Door => return None,
    };
    Some(format!("{path}.{field}"))
}

/// Lets something go wrong with a part, in the busiest minute.
pub(crate) fn add_incident(
    kind: IncidentKind,
    part: Part,
    scenario: &Scenario,
    words: Words,
) -> Edit {
    let id = unused_id(ids(scenario.incidents.iter().map(|i| &i.id)), kind.id());
    let name = words.choice("incidents[].kind", kind.id());
    let mut entry = json!({ "id": id, "name": name, "kind": kind.id(), "minutes": 5 });
    if kind.hits_region() {
        // Not the first: that is where most people are.
        entry["region"] = json!(scenario.regions.last().map(|r| &r.id));
    }
    if let (true, Part::Party(i)) = (kind.hits_party(), part) {
        entry["party"] = json!(scenario.site.third_parties.get(i).map(|p| &p.id));
    }
    insert("incidents", entry)
}

/// An entry put at the end of a list.
fn insert(list: &str, entry: Value) -> Edit {
    Edit::Insert {
        list: list.to_owned(),
        at: None,
        entry,
    }
}

fn set(path: String, value: Value) -> Edit {
    Edit::Set { path, value }
}

fn ids<'a>(all: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    all.map(String::as_str).collect()
}

/// The path of the page that is the goal.
fn goal(scenario: &Scenario) -> Option<String> {
    let page = scenario.journey.pages.iter().find(|p| p.goal)?;
    Some(format!("journey.pages.{}", page.id))
}

fn party(kind: PartyKind, scenario: &Scenario, words: Words) -> (String, Value) {
    let taken = ids(scenario.site.third_parties.iter().map(|p| &p.id));
    let (name, mut entry) = match kind {
        PartyKind::Payment => (
            "payment",
            json!({ "answer_ms": 800, "per_s": 100, "timeout_s": 10 }),
        ),
        PartyKind::Mail => ("mail", json!({ "answer_ms": 300, "background": true })),
        PartyKind::Other => (
            "party",
            json!({ "answer_ms": 200, "timeout_s": 2, "optional": true }),
        ),
    };
    let id = unused_id(taken, if name == "party" { "service" } else { name });
    entry["id"] = json!(id);
    entry["name"] = json!(words.t(&format!("room.new.{name}")));
    entry["kind"] = json!(name.replace("party", "other"));
    (id, entry)
}

/// The page that asks a new third party: the goal, or for what is neither payment nor mail the first.
fn asked_by(kind: PartyKind, id: &str, scenario: &Scenario) -> Option<Edit> {
    let pages = &scenario.journey.pages;
    let page = match kind {
        PartyKind::Payment | PartyKind::Mail => pages.iter().find(|p| p.goal),
        PartyKind::Other => pages.first(),
    }?;
    let list = format!("journey.pages.{}.asks", page.id);
    Some(insert(&list, json!({ "id": id })))
}

/// What the site costs in an hour as it is planned: machines of the beginning, database and replicas. Delivery comes on top.
pub(crate) fn hourly(part: Option<Part>, scenario: &Scenario) -> Option<f64> {
    let (site, money) = (&scenario.site, &scenario.money);
    let web = f64::from(site.web.servers) * money.server_hour;
    let replicas = site.database.replicas.map_or(0.0, |r| {
        f64::from(r.servers) * money.replica_hour.unwrap_or(money.database_hour)
    });
    match part {
        None => Some(web + money.database_hour + replicas),
        Some(Part::Web) => Some(web),
        Some(Part::Database) => Some(money.database_hour),
        Some(Part::Replicas) => Some(replicas),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_scenario::story;

    fn story_plan() -> Scenario {
        Scenario::read(story("mole-app").unwrap().file).unwrap()
    }

    #[test]
    fn everything_can_be_added_and_taken_out_again() {
        let words = Words::default();
        let mut plan = story_plan();
        plan = plan.edited(&remove(Part::Cdn, &plan).unwrap()).unwrap();
        let bare = plan.clone();
        while let Some(next) = Addable::all(&plan.site).into_iter().find(|a| {
            matches!(a, Addable::Single(_))
                || plan.site.third_parties.len() < 3
                || plan.site.stocks.is_empty()
        }) {
            let next = if matches!(next, Addable::Party(_)) && plan.site.third_parties.len() >= 3 {
                Addable::Stock
            } else {
                next
            };
            plan = plan
                .edited(&add(next, &plan, words))
                .unwrap_or_else(|f| panic!("{next:?}: {f}"));
            let part = added(next, &plan).unwrap();
            let path = part.path(&plan).unwrap();
            assert!(
                plan.notes.iter().any(|n| n.field == path && n.assumed),
                "{path} says that it is assumed"
            );
            assert_eq!(Part::at(&plan, &path), Some(part));
        }
        plan = plan.edited(&add(Addable::Desk, &plan, words)).unwrap();
        assert_eq!(Part::all(&plan.site).len(), 4 + 8 + 5);
        for part in Part::all(&plan.site).into_iter().rev() {
            assert_eq!(part.removable(), remove(part, &plan).is_some());
            for kind in part.can_suffer(&plan.site) {
                plan = plan
                    .edited(&add_incident(kind, part, &plan, words))
                    .unwrap();
            }
            if let Some(edit) = remove(part, &plan) {
                plan = plan
                    .edited(&edit)
                    .unwrap_or_else(|f| panic!("{part:?}: {f}"));
            }
        }
        assert_eq!(Part::all(&plan.site), Part::all(&bare.site));
    }

    #[test]
    fn each_size_is_a_field_that_a_step_changes() {
        let words = Words::default();
        let mut plan = story_plan();
        for addable in Addable::all(&plan.site) {
            plan = plan.edited(&add(addable, &plan, words)).unwrap();
        }
        for part in Part::all(&plan.site) {
            let Some(path) = size_field(part, &plan) else {
                continue;
            };
            let value = plan.value_at(&path).and_then(|v| v.as_f64());
            let more = value.unwrap_or_else(|| panic!("{path}")) + 1.0;
            // A share ends at 100.
            let after = plan.edited(&set(path.clone(), json!(more.min(99.0).max(more % 1000.0))));
            assert!(after.is_ok(), "{path}: {after:?}");
        }
    }
}
