//! Reading values out of a JSON tree: every fault is noted with its path, and reading goes on.

use std::collections::BTreeMap;

use onrush_json::{Tree, below};
use onrush_network::{Fault, Faults};

/// Most faults that are told apart; further ones are only counted.
const MOST_FAULTS: usize = 1_000;

/// Collects the faults. What a method returns for a value with a fault is any value: nothing of the file is used then.
#[derive(Default)]
pub(super) struct Reader {
    faults: Faults,
    more: usize,
}

/// The fields of one group.
pub(super) struct Fields<'a> {
    pub(super) path: String,
    values: BTreeMap<&'a str, &'a Tree>,
}

impl<'a> Fields<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a Tree> {
        self.values.get(name).copied()
    }

    pub(super) fn at(&self, name: &str) -> String {
        below(&self.path, name)
    }
}

impl Reader {
    /// Notes a fault.
    pub(super) fn fault(
        &mut self,
        path: &str,
        value: impl std::fmt::Display,
        allowed: impl Into<String>,
    ) {
        if self.faults.0.len() < MOST_FAULTS {
            self.faults.0.push(Fault::new(path, value, allowed));
        } else {
            self.more += 1;
        }
    }

    pub(super) fn wrong(&mut self, path: &str, value: &Tree, allowed: impl Into<String>) {
        self.fault(path, shown(value), allowed);
    }

    pub(super) fn missing(&mut self, path: &str, allowed: impl Into<String>) {
        self.fault(path, "", allowed);
    }

    /// All faults, or `good` when there is none.
    pub(super) fn or<T>(mut self, good: T) -> Result<T, Faults> {
        if self.more > 0 {
            let more = format!("a file with {} more faults", self.more);
            self.faults.0.push(Fault::new("file", more, "a lab file"));
        }
        self.faults.or(good)
    }

    /// The entries of a group; each name once.
    pub(super) fn entries<'a>(&mut self, tree: &'a Tree, path: &str) -> Vec<(&'a str, &'a Tree)> {
        let Tree::Group(entries) = tree else {
            let path = if path.is_empty() { "file" } else { path };
            self.wrong(path, tree, "a group of fields in { }");
            return Vec::new();
        };
        let mut seen = std::collections::BTreeSet::new();
        let mut kept = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            if seen.insert(name.as_str()) {
                kept.push((name.as_str(), value));
            } else {
                self.wrong(
                    &below(path, name),
                    value,
                    "allowed: the field stands here a second time",
                );
            }
        }
        kept
    }

    /// A group that has none but the known fields.
    pub(super) fn fields<'a>(&mut self, tree: &'a Tree, path: &str, known: &[&str]) -> Fields<'a> {
        let mut values = BTreeMap::new();
        for (name, value) in self.entries(tree, path) {
            if known.contains(&name) {
                values.insert(name, value);
            } else {
                let allowed = format!("a field here; there are: {}", known.join(", "));
                self.fault(
                    &below(path, name),
                    shown(&Tree::Text(name.to_owned())),
                    allowed,
                );
            }
        }
        Fields {
            path: path.to_owned(),
            values,
        }
    }

    /// A number from `low` to `high`.
    pub(super) fn number_at(&mut self, tree: &Tree, path: &str, low: f64, high: f64) -> f64 {
        match (tree, tree.number()) {
            // Adding zero makes a zero of minus zero.
            (_, Some(n)) if (low..=high).contains(&n) => n + 0.0,
            (Tree::Number(_), _) => {
                self.wrong(path, tree, format!("between {low} and {high}"));
                low
            }
            _ => {
                self.wrong(path, tree, format!("a number between {low} and {high}"));
                low
            }
        }
    }

    /// A whole number from `low` to `high`; `or` says what else might stand there.
    pub(super) fn whole_at(
        &mut self,
        tree: &Tree,
        path: &str,
        (low, high): (u32, u32),
        or: &str,
    ) -> u32 {
        let range = format!("between {low} and {high}");
        match tree.number() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "in range"
            )]
            Some(n) if n.fract() == 0.0 && (f64::from(low)..=f64::from(high)).contains(&n) => {
                n as u32
            }
            Some(n) if n.fract() == 0.0 => {
                self.wrong(path, tree, range);
                low
            }
            _ => {
                let written_too_large = matches!(tree, Tree::Number(_)) && tree.number().is_none();
                let allowed = if written_too_large {
                    range
                } else {
                    format!("a whole number {range}{or}")
                };
                self.wrong(path, tree, allowed);
                low
            }
        }
    }

    /// A number that must be there.
    pub(super) fn number(&mut self, fields: &Fields, name: &str, low: f64, high: f64) -> f64 {
        let path = fields.at(name);
        if let Some(tree) = fields.get(name) {
            self.number_at(tree, &path, low, high)
        } else {
            self.missing(&path, format!("a number between {low} and {high}"));
            low
        }
    }

    /// A number that may be there.
    pub(super) fn number_or(
        &mut self,
        fields: &Fields,
        name: &str,
        (low, high): (f64, f64),
        default: f64,
    ) -> f64 {
        match fields.get(name) {
            Some(tree) => self.number_at(tree, &fields.at(name), low, high),
            None => default,
        }
    }

    /// A whole number that may be there.
    pub(super) fn whole(
        &mut self,
        fields: &Fields,
        name: &str,
        low: u32,
        high: u32,
    ) -> Option<u32> {
        let tree = fields.get(name)?;
        Some(self.whole_at(tree, &fields.at(name), (low, high), ""))
    }

    /// The items of a list with between `least` and `most` of them.
    pub(super) fn list<'a>(
        &mut self,
        tree: &'a Tree,
        path: &str,
        least: usize,
        most: usize,
    ) -> &'a [Tree] {
        let allowed = format!("a list of {least} to {most} entries");
        match tree {
            Tree::List(items) if (least..=most).contains(&items.len()) => items,
            Tree::List(items) => {
                self.fault(path, format!("a list of {}", items.len()), allowed);
                &[]
            }
            _ => {
                self.wrong(path, tree, allowed);
                &[]
            }
        }
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(
        &mut self,
        tree: &Tree,
        path: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let known = tree
            .text()
            .and_then(|text| words.iter().find(|(word, _)| *word == text));
        if known.is_none() {
            self.wrong(path, tree, one_of(words));
        }
        known.map(|(_, value)| *value)
    }

    /// The index of a name.
    pub(super) fn reference(
        &mut self,
        fields: &Fields,
        name: &str,
        names: &BTreeMap<&str, usize>,
        what: &str,
    ) -> usize {
        let path = fields.at(name);
        let Some(tree) = fields.get(name) else {
            self.missing(&path, format!("the name of {what} of this file"));
            return 0;
        };
        let index = tree.text().and_then(|text| names.get(text));
        if index.is_none() {
            self.wrong(&path, tree, format!("the name of {what} of this file"));
        }
        index.copied().unwrap_or(0)
    }
}

pub(super) fn one_of<T>(words: &[(&str, T)]) -> String {
    let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    format!("one of: {}", words.join(", "))
}

/// A value as a fault repeats it, on one line.
fn shown(tree: &Tree) -> String {
    tree.shown()
        .chars()
        .take(100)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
