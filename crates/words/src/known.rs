//! Texts that are in the program in English: names and notes in the plans that come along, where usual figures come from, what a field
//! allows. A translation is found by a key made from the English (`onrush_catalogue::text_key`).

use std::borrow::Cow;

use onrush_catalogue::{pattern_key, text_key};
use onrush_json::decimal;
use onrush_scenario::Scenario;
use serde_json::Value as Json;

use crate::{Args, Language, Value, Words};

/// The names of a pattern's values, in order.
const VALUES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// What stands between a plan's name and what was put behind it.
const BEHIND: &str = " · ";

/// Smaller whole numbers are written as they are: they may be years.
const GROUPED_FROM: f64 = 10_000.0;

impl Words {
    /// Where a usual figure comes from, from the field table's English.
    #[must_use]
    pub fn source(self, english: &str) -> String {
        self.known("source", english)
            .unwrap_or_else(|| english.to_owned())
    }

    /// The translation of a text of the program; `None` where there is none, and for English.
    fn known(self, family: &str, english: &str) -> Option<String> {
        if self.language() == Language::English {
            return None;
        }
        self.member(family, &text_key(english), &Args::new())
    }

    /// The name of something that came with a plan of ours, in the language; `None` where it has none there.
    pub(crate) fn own_name(self, english: &str) -> Option<String> {
        self.known("plan", english)
    }

    /// A plan as it is shown. Names and notes of the stories stand in the language of the page as long as they are those that came with
    /// the story; whatever a person wrote stays. The plan itself, its links and codes are the same in every language.
    #[must_use]
    pub fn plan(self, plan: &Scenario) -> Cow<'_, Scenario> {
        if self.language() == Language::English || plan.story.is_none() {
            return Cow::Borrowed(plan);
        }
        let mut shown = plan.clone();
        self.translate(&mut shown);
        Cow::Owned(shown)
    }

    /// A plan that somebody begins with, whose names and notes become theirs: in their language from now on.
    #[must_use]
    pub fn plan_to_begin_with(self, mut plan: Scenario) -> Scenario {
        if self.language() != Language::English {
            self.translate(&mut plan);
        }
        plan
    }

    /// A part of a plan that somebody begins with: what is called something is theirs, in their language.
    #[must_use]
    pub fn part_to_begin_with(self, mut part: Json) -> Json {
        if self.language() != Language::English {
            self.translate_value(&mut part);
        }
        part
    }

    fn translate_value(self, value: &mut Json) {
        match value {
            Json::Object(fields) => {
                for (name, inner) in fields {
                    match inner {
                        Json::String(text) if name == "name" || name == "source" => {
                            if let Some(said) = self.known("plan", text) {
                                *text = said;
                            }
                        }
                        inner => self.translate_value(inner),
                    }
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| self.translate_value(item)),
            _ => {}
        }
    }

    /// The name of a plan that came along, also where something was put behind it, as the name of a team: `Sklep · Niebiescy`.
    fn plan_name(self, name: &str) -> String {
        self.own_name(name)
            .or_else(|| {
                let (own, rest) = name.split_once(BEHIND)?;
                Some(format!("{}{BEHIND}{rest}", self.own_name(own)?))
            })
            .unwrap_or_else(|| name.to_owned())
    }

    fn translate(self, plan: &mut Scenario) {
        let say = |text: &mut String| {
            if let Some(said) = self.own_name(text) {
                *text = said;
            }
        };
        plan.name = self.plan_name(&plan.name);
        plan.regions.iter_mut().for_each(|r| say(&mut r.name));
        for activity in &mut plan.activities {
            say(&mut activity.name);
            activity.owner.iter_mut().for_each(say);
        }
        plan.journey.pages.iter_mut().for_each(|p| say(&mut p.name));
        let site = &mut plan.site;
        site.third_parties.iter_mut().for_each(|p| say(&mut p.name));
        site.stocks.iter_mut().for_each(|s| say(&mut s.name));
        site.desks.iter_mut().for_each(|d| say(&mut d.name));
        plan.incidents.iter_mut().for_each(|i| say(&mut i.name));
        for contact in &mut plan.contacts {
            say(&mut contact.name);
            contact.role.iter_mut().for_each(say);
            contact.reach.iter_mut().for_each(say);
        }
        plan.notes.iter_mut().for_each(|n| say(&mut n.source));
    }

    /// What would be allowed in a field, from the English that stands beside the check.
    pub(crate) fn allowed_here(self, english: &str) -> Option<String> {
        if self.language() == Language::English {
            return None;
        }
        let said = |text: &str, rest: &str| {
            let (key, values) = pattern_key(text);
            let args = Args::new().with("rest", rest);
            let args = VALUES
                .iter()
                .zip(values)
                .fold(args, |args, (name, value)| args.with(name, as_value(value)));
            self.member("allowed", &key, &args)
        };
        // What stands behind a colon may be any words of the file format.
        let in_two = || {
            let (head, rest) = english.split_once(": ")?;
            let inner = self.allowed_here(rest);
            said(&format!("{head}:"), inner.as_deref().unwrap_or(rest))
        };
        said(english, "").or_else(in_two)
    }
}

/// A number is written in the language's way, unless it may be a year.
fn as_value(word: &str) -> Value {
    match decimal(word) {
        Some(n) if n >= GROUPED_FROM || n.fract() != 0.0 => n.into(),
        _ => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use onrush_scenario::story;

    use super::*;

    #[test]
    fn a_storys_name_stands_in_the_language_also_with_a_team_behind_it() {
        let mut plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
        plan.name = format!("{} · Blue · red", plan.name);
        let said = |language| Words::new(language).plan(&plan).name.clone();
        assert_eq!(said(Language::English), "The toy shop · Blue · red");
        assert_eq!(
            said(Language::Polish),
            "Sklep z\u{a0}zabawkami · Blue · red"
        );
        assert_eq!(said(Language::Dutch), "De speelgoedwinkel · Blue · red");
        // A name that somebody gave stays whole.
        plan.name = "Ours · The toy shop".to_owned();
        let said = Words::new(Language::Polish);
        assert_eq!(said.plan(&plan).name, "Ours · The toy shop");
    }
}
