//! Notes and ranges follow the fields that they speak of.

use crate::field::{Kind, at_pattern, children};
use crate::json::Tree;
use crate::place::{self, Place, Step};

/// Lists whose entries speak of a field, by its path.
const LISTS: [&str; 2] = ["notes", "ranges"];

/// A note or range, and what it speaks of.
struct Mark {
    list: &'static str,
    index: usize,
    /// Where that is; `None` once it has gone.
    at: Option<Place>,
    /// What stood there.
    value: Option<Tree>,
}

/// All notes and ranges of a plan, before an edit.
pub(super) struct Marks {
    all: Vec<Mark>,
    /// To be copied, and what the copies speak of.
    copies: Vec<(&'static str, usize, Place)>,
    /// What stood at the place of the edit.
    value: Option<Tree>,
    /// Entries of a list have come, gone or moved, in place of a value that was set.
    moved: bool,
}

impl Marks {
    /// Those of `tree`, before the edit at `place`. An edit of the notes themselves has none to follow.
    pub(super) fn before(tree: &Tree, place: &[Step]) -> Self {
        let own =
            matches!(place.first(), Some(Step::Field(name)) if LISTS.contains(&name.as_str()));
        let mut marks = Vec::new();
        for list in LISTS.into_iter().filter(|_| !own) {
            for (index, item) in tree
                .get(list)
                .map_or(&[][..], Tree::list)
                .iter()
                .enumerate()
            {
                let path = item.get("field").and_then(Tree::text);
                if let Some(at) = path.and_then(|path| place::find(tree, path)) {
                    marks.push(Mark {
                        list,
                        index,
                        value: place::get(tree, &at).cloned(),
                        at: Some(at),
                    });
                }
            }
        }
        Self {
            all: marks,
            copies: Vec::new(),
            value: place::get(tree, place).cloned(),
            moved: false,
        }
    }

    /// The entries of `list` have moved: each to `to` of where it was.
    pub(super) fn moved(mut self, list: &[Step], to: impl Fn(usize) -> Option<usize>) -> Self {
        self.moved = true;
        for mark in &mut self.all {
            let below = mark
                .at
                .as_deref()
                .and_then(|at| at.strip_prefix(list))
                .and_then(<[Step]>::first);
            if let Some(Step::Entry(position)) = below {
                let new = to(*position);
                mark.at = new.zip(mark.at.take()).map(|(new, mut at)| {
                    at[list.len()] = Step::Entry(new);
                    at
                });
            }
        }
        self
    }

    /// The entry at `position` of `list` has a copy right behind it.
    pub(super) fn copied(mut self, list: &[Step], position: usize) -> Self {
        for mark in &self.all {
            let Some(at) = &mark.at else { continue };
            if at.strip_prefix(list).and_then(<[Step]>::first) == Some(&Step::Entry(position)) {
                let mut copy = at.clone();
                copy[list.len()] = Step::Entry(position + 1);
                self.copies.push((mark.list, mark.index, copy));
            }
        }
        self
    }

    /// Brings notes and ranges in line with `tree` after the edit at `place`.
    pub(super) fn after(self, tree: &mut Tree, place: &[Step]) {
        let mut gone: Vec<(&str, usize)> = Vec::new();
        for mark in &self.all {
            let now = mark.at.as_deref().map(|at| (at, place::get(tree, at)));
            let Some((at, now)) = now.filter(|(_, v)| v.is_some() || mark.value.is_none()) else {
                gone.push((mark.list, mark.index));
                continue;
            };
            let other = now != mark.value.as_ref();
            if other && mark.list == "ranges" {
                let Some((low, high)) = stretched(tree, mark, at) else {
                    gone.push((mark.list, mark.index));
                    continue;
                };
                put(tree, mark, "low", low);
                put(tree, mark, "high", high);
            } else if other && (is_value(at) || at == place && is_bare_list(at)) {
                put(tree, mark, "assumed", Tree::Flag(true));
                put(tree, mark, "changed", Tree::Flag(true));
            }
            name(tree, mark.list, mark.index, at);
        }
        let mut new: Vec<(&str, Tree)> = Vec::new();
        for (list, index, at) in &self.copies {
            if let Some(mut item) = item(tree, list, *index).cloned() {
                let path = place::path(tree, at);
                place::put(&mut item, &[Step::Field("field".into())], Tree::Text(path));
                new.push((list, item));
            }
        }
        if !self.moved {
            new.extend(self.own_notes(tree, place));
        }
        for (list, index) in gone.into_iter().rev() {
            if let Some(Tree::List(items)) = place::get_mut(tree, &[Step::Field(list.into())]) {
                items.remove(index);
            }
        }
        for (list, item) in new {
            let at = [Step::Field(list.into())];
            let most = match at_pattern(list).map(|f| f.kind) {
                Some(Kind::List { most, .. }) => most,
                _ => 0,
            };
            if let Some(items) = place::items_mut(tree, &at)
                && items.len() < most
            {
                items.push(item);
            }
        }
    }

    /// Notes for fields that have changed while only a note on their group spoke of them.
    fn own_notes(&self, tree: &Tree, place: &[Step]) -> Vec<(&'static str, Tree)> {
        let mut changed = Vec::new();
        let now = place::get(tree, place);
        if is_value(place) {
            if now.is_some() && now != self.value.as_ref() {
                changed.push(place.to_vec());
            }
        } else if let (Some(before), Some(now)) = (&self.value, now) {
            differing(before, now, &mut place.to_vec(), &mut changed);
        }
        let notes = || self.all.iter().filter(|m| m.list == "notes");
        let above = |at: &Place| {
            notes()
                .filter(|m| m.at.as_ref().is_some_and(|above| at.starts_with(above)))
                .max_by_key(|m| m.at.as_ref().map_or(0, Vec::len))
        };
        changed
            .iter()
            .filter_map(|at| {
                let note = above(at).filter(|m| m.at.as_ref() != Some(at))?;
                let source = item(tree, note.list, note.index)?.get("source")?.clone();
                let fields = [
                    ("field", Tree::Text(place::path(tree, at))),
                    ("assumed", Tree::Flag(true)),
                    ("source", source),
                    ("changed", Tree::Flag(true)),
                ];
                let fields = fields.map(|(key, value)| (key.to_owned(), value));
                Some(("notes", Tree::Group(fields.into())))
            })
            .collect()
    }
}

/// Whether the field is a value of the model: neither a group or list, nor a name.
fn is_value(at: &[Step]) -> bool {
    let pattern = place::pattern(at);
    let numbers = pattern.strip_suffix("[]").and_then(at_pattern);
    match at_pattern(&pattern).or(numbers).map(|f| f.kind) {
        None | Some(Kind::Group | Kind::List { .. } | Kind::Text { .. } | Kind::Id) => false,
        Some(_) => true,
    }
}

/// Whether it is a list whose entries have no names: the points of a curve.
fn is_bare_list(at: &[Step]) -> bool {
    let pattern = place::pattern(at);
    let list = matches!(at_pattern(&pattern), Some(f) if matches!(f.kind, Kind::List { .. }));
    list && children(&format!("{pattern}[]")).all(|(name, _)| name != "id")
}

/// Places of the values below `at` that are there before and now, and differ.
fn differing(before: &Tree, now: &Tree, at: &mut Place, found: &mut Vec<Place>) {
    match (before, now) {
        (Tree::Group(fields), Tree::Group(_)) => {
            for (key, before) in fields {
                if let Some(now) = now.get(key) {
                    at.push(Step::Field(key.clone()));
                    differing(before, now, at, found);
                    at.pop();
                }
            }
        }
        (Tree::List(a), Tree::List(b)) if a.len() == b.len() && !is_value(at) => {
            for (i, (before, now)) in a.iter().zip(b).enumerate() {
                at.push(Step::Entry(i));
                differing(before, now, at, found);
                at.pop();
            }
        }
        _ if before != now && is_value(at) => found.push(at.clone()),
        _ => {}
    }
}

/// A range around the value that stands at `at` now: as it was where it holds it, else stretched in proportion.
fn stretched(tree: &Tree, mark: &Mark, at: &[Step]) -> Option<(Tree, Tree)> {
    let now = place::get(tree, at)?.number()?;
    let range = item(tree, mark.list, mark.index)?;
    let (low, high) = (range.get("low")?, range.get("high")?);
    let (a, b) = (low.number()?, high.number()?);
    if (a..=b).contains(&now) {
        return Some((low.clone(), high.clone()));
    }
    let before = mark.value.as_ref()?.number()?;
    let factor = now / before;
    if !factor.is_finite() || factor <= 0.0 {
        return None;
    }
    let (low, high, whole) = match at_pattern(&place::pattern(at))?.kind {
        Kind::Whole { low, high } => (low as f64, high as f64, true),
        Kind::Number { low, high } => (low, high, false),
        _ => return None,
    };
    if !(low..=high).contains(&now) {
        // The fault is the value's, not the range's.
        return Some((range.get("low")?.clone(), range.get("high")?.clone()));
    }
    let bound = |n: f64| {
        let n = (n * factor).clamp(low, high);
        if whole { n.round() } else { n }
    };
    let number = |n: f64| Tree::Number(n.to_string());
    Some((number(bound(a).min(now)), number(bound(b).max(now))))
}

fn item<'a>(tree: &'a Tree, list: &str, index: usize) -> Option<&'a Tree> {
    tree.get(list)?.list().get(index)
}

fn put(tree: &mut Tree, mark: &Mark, field: &str, value: Tree) {
    let at = [
        Step::Field(mark.list.into()),
        Step::Entry(mark.index),
        Step::Field(field.into()),
    ];
    place::put(tree, &at, value);
}

/// Names the place that an entry speaks of, unless its path still leads there.
fn name(tree: &mut Tree, list: &str, index: usize, at: &[Step]) {
    let path = item(tree, list, index)
        .and_then(|i| i.get("field"))
        .and_then(Tree::text);
    let leads_there = path
        .and_then(|path| place::find(tree, path))
        .is_some_and(|found| found == at);
    if !leads_there {
        let path = place::path(tree, at);
        let field = [
            Step::Field(list.into()),
            Step::Entry(index),
            Step::Field("field".into()),
        ];
        place::put(tree, &field, Tree::Text(path));
    }
}
