//! Sites and journeys to begin with: complete groups of a plan, each with the notes that say where its figures come from.
//!
//! They are put into a plan by an [`Edit`] like any other, so that it can be undone and is checked as a file is.

use serde_json::{Value, json};

use crate::{Edit, Scenario};

/// A site to begin with. Its name and description are sentences: `preset.site.KEY.name` and `….says` in `words`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SitePreset {
    /// Stable key: `small-shop`.
    pub key: &'static str,
    file: &'static str,
}

/// A journey to begin with, for visitors of one sector. Its name and description: `preset.journey.KEY.…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JourneyPreset {
    /// Stable key: `retail`.
    pub key: &'static str,
    file: &'static str,
}

macro_rules! presets {
    ($kind:ident, $folder:literal, $($key:literal),+) => {
        [$($kind { key: $key, file: include_str!(concat!("../presets/", $folder, "/", $key, ".json")) }),+]
    };
}

static SITES: [SitePreset; 5] = presets!(
    SitePreset,
    "sites",
    "small-shop",
    "cloud-shop",
    "ticket-portal",
    "media-site",
    "app-backend"
);

static JOURNEYS: [JourneyPreset; 4] = presets!(
    JourneyPreset,
    "journeys",
    "retail",
    "culture",
    "media",
    "leads"
);

/// All sites, the smallest first.
#[must_use]
pub fn sites() -> &'static [SitePreset] {
    &SITES
}

/// All journeys.
#[must_use]
pub fn journeys() -> &'static [JourneyPreset] {
    &JOURNEYS
}

/// The site with this key.
#[must_use]
pub fn site(key: &str) -> Option<&'static SitePreset> {
    SITES.iter().find(|p| p.key == key)
}

/// The journey with this key.
#[must_use]
pub fn journey(key: &str) -> Option<&'static JourneyPreset> {
    JOURNEYS.iter().find(|p| p.key == key)
}

/// A part of a preset's file. The files are part of the program, and tests read them all.
fn part(file: &str, name: &str) -> Value {
    serde_json::from_str::<Value>(file)
        .ok()
        .and_then(|mut file| file.get_mut(name).map(Value::take))
        .unwrap_or(Value::Null)
}

impl SitePreset {
    /// The site as a plan's file has it.
    #[must_use]
    pub fn site(&self) -> Value {
        part(self.file, "site")
    }

    /// What its parts cost.
    #[must_use]
    pub fn money(&self) -> Value {
        part(self.file, "money")
    }

    /// Where its figures come from.
    #[must_use]
    pub fn notes(&self) -> Vec<Value> {
        notes(self.file)
    }

    /// Puts the site into `plan`, and its prices in the plan's currency. What pages and incidents speak of stays: the queue,
    /// third parties, stocks and desks. `say` puts what the preset says, and nothing else, into somebody's language.
    #[must_use]
    pub fn edit(&self, plan: &Scenario, say: impl Fn(Value) -> Value) -> Edit {
        let (mut site, mut money) = (say(self.site()), self.money());
        for kept in ["queue", "third_parties", "stocks", "desks"] {
            if let Some(value) = plan.value_at(&format!("site.{kept}")) {
                site[kept] = value;
            }
        }
        money["currency"] = json!(plan.money.currency);
        let covers = |field: &str| {
            let of = |group: &str| {
                field
                    .strip_prefix(group)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            let kept = ["queue", "third_parties", "stocks", "desks"];
            let of_kept = kept.iter().any(|k| of(&format!("site.{k}")));
            of("money") || of("site") && !of_kept
        };
        with_notes(
            plan,
            vec![set("site", site), set("money", money)],
            covers,
            self.notes().into_iter().map(say),
        )
    }
}

impl JourneyPreset {
    /// The journey as a plan's file has it.
    #[must_use]
    pub fn journey(&self) -> Value {
        part(self.file, "journey")
    }

    /// Where its figures come from.
    #[must_use]
    pub fn notes(&self) -> Vec<Value> {
        notes(self.file)
    }

    /// Puts the journey into `plan`. `say` puts what the preset says into somebody's language.
    #[must_use]
    pub fn edit(&self, plan: &Scenario, say: impl Fn(Value) -> Value) -> Edit {
        let covers = |field: &str| field.starts_with("journey");
        with_notes(
            plan,
            vec![set("journey", say(self.journey()))],
            covers,
            self.notes().into_iter().map(say),
        )
    }
}

fn notes(file: &str) -> Vec<Value> {
    match part(file, "notes") {
        Value::Array(notes) => notes,
        _ => Vec::new(),
    }
}

fn set(path: &str, value: Value) -> Edit {
    Edit::Set {
        path: path.to_owned(),
        value,
    }
}

/// The edits, and in place of the plan's notes on what they replace the preset's own. Other notes are not touched.
fn with_notes(
    plan: &Scenario,
    edits: Vec<Edit>,
    replaced: impl Fn(&str) -> bool,
    notes: impl Iterator<Item = Value>,
) -> Edit {
    // From the last on: each leaves the places of those before it.
    let old = (0..plan.notes.len()).rev();
    let gone = old.filter(|i| replaced(&plan.notes[*i].field));
    let gone = gone.map(|i| Edit::Remove {
        path: format!("notes[{i}]"),
    });
    let new = notes.map(|entry| Edit::Insert {
        list: "notes".to_owned(),
        at: None,
        entry,
    });
    Edit::Many(gone.chain(edits).chain(new).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{stories, story};

    #[test]
    fn every_site_fits_every_story_that_nothing_else_forbids() {
        for preset in sites() {
            for story in stories() {
                let plan = Scenario::read(story.file).unwrap();
                // An incident may hit a part that only the story's own site has.
                let mut plan = plan;
                plan.incidents.clear();
                plan.notes.retain(|n| !n.field.starts_with("incidents"));
                let after = plan
                    .edited(&preset.edit(&plan, |value| value))
                    .unwrap_or_else(|f| panic!("{} in {}: {f}", preset.key, story.key));
                assert_eq!(
                    u64::from(after.site.web.servers),
                    preset.site()["web"]["servers"].as_u64().unwrap()
                );
                assert_eq!(after.money.currency, plan.money.currency);
                assert!(after.network().is_ok(), "{} in {}", preset.key, story.key);
            }
        }
    }

    #[test]
    fn every_journey_fits_a_plain_plan_and_says_where_it_is_from() {
        let plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
        for preset in journeys() {
            let after = plan
                .edited(&preset.edit(&plan, |value| value))
                .unwrap_or_else(|f| panic!("{}: {f}", preset.key));
            let of_journey = |n: &&crate::Note| n.field.starts_with("journey");
            assert!(after.notes.iter().filter(of_journey).count() >= 2);
            assert!(after.network().is_ok());
        }
    }

    #[test]
    fn every_site_says_of_every_part_where_it_is_from() {
        for preset in sites() {
            let notes = preset.notes();
            for (key, _) in preset.site().as_object().unwrap() {
                let path = format!("site.{key}");
                assert!(
                    notes.iter().any(|n| n["field"] == path.as_str()),
                    "{path} of {}",
                    preset.key
                );
            }
        }
    }
}
