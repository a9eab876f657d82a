//! What the fields of a plan are called in full, with the names of what they belong to; and what was changed in them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use onrush_scenario::{Change, Kind, Scenario, described, field};
use serde_json::Value;

use crate::{Args, Words};

/// Names for the fields of one plan.
#[derive(Debug)]
pub struct PlanNames<'a> {
    words: Words,
    plan: Cow<'a, Scenario>,
    /// What more than one field is called. Found when first asked for.
    shared: OnceCell<BTreeSet<String>>,
}

/// What a path leads to.
struct Place {
    /// The field's label; of an entry of a list its name.
    called: String,
    /// What it belongs to, the nearest first.
    of: Vec<String>,
    /// The label of the list of which it is an entry.
    entry_of: Option<String>,
}

impl Words {
    /// Names for the fields of `plan`. What came with a story is called as the language has it.
    #[must_use]
    pub fn names_of(self, plan: &Scenario) -> PlanNames<'_> {
        PlanNames {
            words: self,
            plan: self.plan(plan),
            shared: OnceCell::new(),
        }
    }

    /// What stands in a field, as people say it, with its unit: `24 servers`, `3.5 %`, `€0.20`. `None` for groups and lists.
    #[must_use]
    pub fn field_value(self, path: &str, value: &Value, currency: &str) -> Option<String> {
        let unit = onrush_scenario::about(path)?.unit;
        match value {
            Value::Number(n) if unit == "money" => {
                Some(self.money_exact(n.as_f64().unwrap_or_default(), currency))
            }
            Value::Number(_) => {
                let said = self.value_of(path, Some(value));
                let unit = self.unit(unit, currency);
                Some(format!("{said} {unit}").trim_end().to_owned())
            }
            Value::Bool(_) | Value::String(_) => Some(self.value_of(path, Some(value))),
            Value::Null | Value::Object(_) | Value::Array(_) => None,
        }
    }

    /// What stands in a field, without its unit.
    fn value_of(self, path: &str, value: Option<&Value>) -> String {
        match value {
            None | Some(Value::Null) => self.t("study.change.nothing"),
            Some(Value::Bool(true)) => self.t("study.change.yes"),
            Some(Value::Bool(false)) => self.t("study.change.no"),
            Some(Value::Number(n)) => self.exact(n.as_f64().unwrap_or_default()),
            Some(Value::String(text)) => self.choice(path, text),
            Some(Value::Object(fields)) => match fields.get("name") {
                Some(Value::String(name)) => name.clone(),
                _ => self.t("study.change.there"),
            },
            Some(Value::Array(items)) => {
                self.text("study.change.entries", &Args::new().with("n", items.len()))
            }
        }
    }
}

impl PlanNames<'_> {
    /// What a field is called, with the names of what it belongs to: `People reached (The newsletter)`. A path that no plan has stays
    /// as it is.
    #[must_use]
    pub fn field(&self, path: &str) -> String {
        let place = self.place(path);
        self.with_owners(&place.called, &place.of)
    }

    /// Which field was changed; of an entry that came or went its name.
    #[must_use]
    pub fn changed(&self, change: &Change) -> String {
        let place = self.place(&change.path);
        match (place.entry_of, one_of(change)) {
            (Some(list), Some(one)) => {
                let what = self.name_in(one).unwrap_or(place.called);
                self.with_owners(&what, &[vec![list], place.of].concat())
            }
            _ => self.with_owners(&place.called, &place.of),
        }
    }

    /// A changed field: `Web servers: 24 → 48`, or what came or went: `New: The newsletter (Activities)`. `change` leads to this plan,
    /// or away from it.
    #[must_use]
    pub fn change(&self, change: &Change) -> String {
        let words = self.words;
        let place = self.place(&change.path);
        if let (Some(list), Some(one)) = (&place.entry_of, one_of(change)) {
            // An entry of a list that came or went has no field of its own, but a name.
            let what = self.name_in(one).unwrap_or(place.called);
            let of = [std::slice::from_ref(list), &place.of].concat().join(", ");
            let args = Args::new().with("what", what).with("of", of);
            return words.text(
                if change.from.is_none() {
                    "study.change.new"
                } else {
                    "study.change.gone"
                },
                &args,
            );
        }
        let args = Args::new().with("field", self.with_owners(&place.called, &place.of));
        if is_order(change) {
            return words.text("study.change.order", &args);
        }
        let value = |value: Option<&Value>| match value {
            Some(Value::String(id)) => self
                .meant(&change.path, id)
                .unwrap_or_else(|| words.value_of(&change.path, value)),
            _ => words.value_of(&change.path, value),
        };
        let args = args
            .with("from", value(change.from.as_ref()))
            .with("to", value(change.to.as_ref()));
        words.text("study.change", &args)
    }

    fn with_owners(&self, called: &str, of: &[String]) -> String {
        if of.is_empty() {
            return called.to_owned();
        }
        let args = Args::new().with("field", called).with("of", of.join(", "));
        self.words.text("study.change.field", &args)
    }

    /// Goes along a path, step by step.
    fn place(&self, path: &str) -> Place {
        let steps = path
            .char_indices()
            .filter(|(i, c)| *i > 0 && ['.', '['].contains(c))
            .map(|(i, _)| i)
            .chain([path.len()]);
        let mut of = Vec::new();
        let (mut called, mut entry_of) = (None, None);
        // The list of which the next step is an entry, and the group that the last step is in.
        let (mut list, mut group) = (None::<&str>, None);
        for end in steps {
            let here = &path[..end];
            if let Some(list) = list.take() {
                called = Some(self.entry(list, &path[list.len()..end]));
                entry_of = self.words.field_label(list);
                continue;
            }
            group = called.take();
            if entry_of.take().is_some() {
                of.extend(group.take());
            }
            called = self.words.field_label(here);
            let is_list = field(here).is_some_and(|f| matches!(f.kind, Kind::List { .. }));
            list = is_list.then_some(here);
        }
        of.reverse();
        // What several fields are called says little without the group.
        if entry_of.is_none() && called.as_ref().is_some_and(|label| self.is_shared(label)) {
            of.splice(..0, group);
        }
        Place {
            called: called.unwrap_or_else(|| path.to_owned()),
            of,
            entry_of,
        }
    }

    fn is_shared(&self, label: &str) -> bool {
        let shared = self.shared.get_or_init(|| {
            let mut seen = BTreeSet::new();
            described()
                .filter_map(|said| self.words.field_label(said.field.path))
                .filter(|label| !seen.insert(label.clone()))
                .collect()
        });
        shared.contains(label)
    }

    /// What an entry of a list is called: its own name, that of what it speaks of, or its place in the list.
    fn entry(&self, list: &str, key: &str) -> String {
        let at = key
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']')?.parse().ok());
        let pattern = field(list).map_or("", |f| f.path);
        let named = match at {
            Some(at) => self.named_at(pattern, at),
            None => self.named(pattern, key.trim_start_matches('.')),
        };
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| {
            let Some(at) = at else {
                return key.trim_start_matches('.').to_owned();
            };
            let label = self.words.field_label(list);
            let args = Args::new()
                .with("list", label.unwrap_or_else(|| list.to_owned()))
                .with("n", at.saturating_add(1));
            self.words.text("study.change.entry", &args)
        })
    }

    /// The name of the entry with an id in a list.
    fn named(&self, list: &str, id: &str) -> Option<String> {
        let plan = &*self.plan;
        match list {
            "activities" => name(&plan.activities, |a| a.id == id, |a| &a.name),
            "regions" | "activities[].regions" => name(&plan.regions, |r| r.id == id, |r| &r.name),
            "journey.pages" => name(&plan.journey.pages, |p| p.id == id, |p| &p.name),
            "site.third_parties" | "journey.pages[].asks" => {
                name(&plan.site.third_parties, |p| p.id == id, |p| &p.name)
            }
            "site.stocks" => name(&plan.site.stocks, |s| s.id == id, |s| &s.name),
            "site.desks" => name(&plan.site.desks, |d| d.id == id, |d| &d.name),
            "incidents" => name(&plan.incidents, |i| i.id == id, |i| &i.name),
            "contacts" => name(&plan.contacts, |c| c.id == id, |c| &c.name),
            _ => None,
        }
    }

    /// The name of the entry at a place in a list: of those that have no ids, and speak of a field.
    fn named_at(&self, list: &str, at: usize) -> Option<String> {
        match list {
            "notes" => self.about(&self.plan.notes.get(at)?.field),
            "ranges" => self.about(&self.plan.ranges.get(at)?.field),
            _ => None,
        }
    }

    /// The field that a note speaks of, as the note's own name.
    fn about(&self, field: &str) -> Option<String> {
        // A note on a note would lead here again.
        let of_itself = ["notes", "ranges"].iter().any(|own| field.starts_with(own));
        (!of_itself).then(|| {
            let place = self.place(field);
            [vec![place.called], place.of].concat().join(", ")
        })
    }

    /// What a text in a field stands for: an id for what has a name, a name that came with a story for that in the language.
    fn meant(&self, path: &str, id: &str) -> Option<String> {
        let field = field(path)?;
        let list = match field.path {
            _ if matches!(field.kind, Kind::Text { .. }) => return self.own_name(id),
            "incidents[].region" => "regions",
            "incidents[].party" => "site.third_parties",
            "site.desks[].page" => "journey.pages",
            "journey.pages[].takes" | "journey.pages[].shows_stock" => "site.stocks",
            _ => return None,
        };
        self.named(list, id)
    }

    /// The name in an entry that came or went.
    fn name_in(&self, entry: &Value) -> Option<String> {
        let text = |key: &str| entry.get(key)?.as_str();
        match (text("name"), text("field")) {
            (Some(name), _) => Some(self.own_name(name).unwrap_or_else(|| name.to_owned())),
            (None, Some(field)) => self.about(field),
            (None, None) => None,
        }
    }

    /// What came with a story stands in the language, as elsewhere.
    fn own_name(&self, name: &str) -> Option<String> {
        self.plan.story.as_ref()?;
        self.words.own_name(name)
    }
}

/// The name of the one that is meant.
fn name<T>(all: &[T], is: impl Fn(&&T) -> bool, name: impl Fn(&T) -> &String) -> Option<String> {
    all.iter().find(is).map(|one| name(one).clone())
}

/// What came where nothing was, or went.
fn one_of(change: &Change) -> Option<&Value> {
    match (&change.from, &change.to) {
        (None, Some(one)) | (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Whether only the order of a list's entries differs: their ids stand there then.
fn is_order(change: &Change) -> bool {
    let is_list = |f: &onrush_scenario::Field| matches!(f.kind, Kind::List { .. });
    field(&change.path).is_some_and(is_list)
        && ids(change.from.as_ref()).is_some_and(|was| Some(was) == ids(change.to.as_ref()))
}

/// The ids of a list's entries, if it has nothing else; by the alphabet.
fn ids(value: Option<&Value>) -> Option<Vec<&str>> {
    let all = value?.as_array()?.iter().map(Value::as_str);
    let mut ids: Vec<&str> = all.collect::<Option<_>>()?;
    ids.sort_unstable();
    (!ids.is_empty()).then_some(ids)
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Edit, story};
    use serde_json::json;

    use super::*;
    use crate::Language;

    const ALL: [Language; 3] = [Language::English, Language::Polish, Language::Dutch];

    fn shop() -> Scenario {
        Scenario::read(story("toy-shop").unwrap().file).unwrap()
    }

    /// What leads from the toy shop to another state of it, as each language tells it; but for the notes.
    fn told(edits: Vec<Edit>) -> [String; 3] {
        let newer = shop().edited(&Edit::Many(edits)).unwrap();
        let mut changes = shop().changes(&newer);
        changes.retain(|c| !c.path.starts_with("notes"));
        ALL.map(|language| {
            let words = Words::new(language);
            let names = words.names_of(&newer);
            let said: Vec<_> = changes.iter().map(|c| names.change(c)).collect();
            said.join("; ")
        })
    }

    fn set(path: &str, value: impl Into<Value>) -> Edit {
        Edit::Set {
            path: path.to_owned(),
            value: value.into(),
        }
    }

    #[test]
    fn a_change_says_whose_field_it_is() {
        let later = set("activities.deal.at", "20:15");
        assert_eq!(
            told(vec![later]),
            [
                "Time of the activity (The deal: only from eight to ten): 20:00 → 20:15",
                "Godzina działania (Promocja: tylko od ósmej do dziesiątej): 20:00 → 20:15",
                "Tijdstip van de activiteit (De actie: alleen van acht tot tien): 20:00 → 20:15",
            ]
        );
        let [more, ..] = told(vec![set("site.web.servers", 24)]);
        assert_eq!(more, "Web servers: 2 → 24");
        // What several fields are called says which part of the page it is.
        let slower = set("journey.pages.basket.document.work_ms", 210);
        let data = set("journey.pages.toy.calls[0].work_ms", 130);
        let [said, ..] = told(vec![data, slower]);
        assert_eq!(
            said,
            "Work for the web server (Data that the page asks for, no. 1, A toy): 120 → 130; \
             Work for the web server (The page itself, The basket): 200 → 210"
        );
    }

    #[test]
    fn no_path_is_left_in_what_is_told_of_any_field() {
        for language in ALL {
            let words = Words::new(language);
            for story in onrush_scenario::stories() {
                let plan = Scenario::read(story.file).unwrap();
                let names = words.names_of(&plan);
                for note in &plan.notes {
                    let said = names.field(&note.field);
                    assert!(!said.contains(['.', '[']), "{said}");
                }
            }
            let names = words.names_of(&shop()).field("x.y");
            assert_eq!(names, "x.y", "no field of a plan");
        }
    }

    #[test]
    fn entries_that_come_and_go_are_told_by_name() {
        let gone = Edit::Remove {
            path: "activities.newsletter".to_owned(),
        };
        assert_eq!(
            told(vec![gone]),
            [
                "Gone: The newsletter: tonight at eight (Activities)",
                "Usunięte: Newsletter: dziś o\u{a0}ósmej wieczorem (Działania)",
                "Weg: De nieuwsbrief: vanavond om acht uur (Activiteiten)",
            ]
        );
        let new = Edit::Insert {
            list: "journey.pages".to_owned(),
            at: Some(0),
            entry: json!({
                "id": "seen", "name": "As seen", "document": { "work_ms": 9, "queries": 1, "kb": 9 },
                "files": 1, "files_kb": 9, "think_s": 9, "go_on_percent": 50
            }),
        };
        assert_eq!(told(vec![new])[0], "New: As seen (Pages)");
        // A note that went is not called by what stands in its place now.
        let change = Change {
            path: "notes[0]".to_owned(),
            from: Some(json!({ "field": "activities.deal.people", "source": "Asked" })),
            to: None,
        };
        let said = Words::default().names_of(&shop()).change(&change);
        assert_eq!(
            said,
            "Gone: People reached, The deal: only from eight to ten (Where numbers come from)"
        );
    }

    #[test]
    fn what_stands_for_something_is_told_by_its_name() {
        let desk = Edit::Insert {
            list: "site.desks".to_owned(),
            at: None,
            entry: json!({ "id": "help", "name": "Help", "people": 2, "minutes_per_case": 4, "page": "toy", "share_percent": 5 }),
        };
        let older = shop().edited(&desk).unwrap();
        let mut newer = older.clone();
        newer.site.desks[0].page = Some("basket".to_owned());
        let said = Words::default().names_of(&newer);
        let said: Vec<_> = older
            .changes(&newer)
            .iter()
            .map(|c| said.change(c))
            .collect();
        assert_eq!(
            said,
            ["Page whose visitors come here (Help): A toy → The basket"]
        );
    }

    #[test]
    fn another_order_is_told_as_that() {
        let last = Edit::Move {
            path: "activities.everyday".to_owned(),
            to: 2,
        };
        assert_eq!(
            told(vec![last]),
            [
                "Activities: in another order",
                "Działania: w innej kolejności",
                "Activiteiten: in een andere volgorde",
            ]
        );
    }
}
