//! One edit after the other, on the tree of a file.

use onrush_network::{Fault, Faults};
use serde_json::Value;

use super::ids::{unused_id, unused_name};
use super::notes::Marks;
use super::{Edit, follow, tree_from};
use crate::field::{Kind, at_pattern};
use crate::json::Tree;
use crate::place::{self, Place, Step};

/// Applies `edit`; what its paths miss becomes faults.
pub(super) fn apply(tree: &mut Tree, edit: &Edit, faults: &mut Faults) {
    let done = match edit {
        Edit::Set { path, value } => set(tree, path, value, faults),
        Edit::Insert { list, at, entry } => insert(tree, list, *at, entry),
        Edit::Remove { path } => remove(tree, path, faults),
        Edit::Duplicate { path } => duplicate(tree, path),
        Edit::Move { path, to } => move_to(tree, path, *to),
        Edit::Many(edits) => {
            for edit in edits {
                apply(tree, edit, faults);
            }
            Ok(())
        }
    };
    if let Err(fault) = done {
        faults.0.push(fault);
    }
}

/// That a path leads nowhere.
fn nowhere(path: &str) -> Fault {
    Fault::new(path, "this", "the path of a field of this plan")
}

fn found(tree: &Tree, path: &str) -> Result<Place, Fault> {
    place::find(tree, path).ok_or_else(|| nowhere(path))
}

/// An entry: its list and its position there.
fn entry(tree: &Tree, path: &str) -> Result<(Place, usize), Fault> {
    let mut place = found(tree, path)?;
    match place.pop() {
        Some(Step::Entry(position)) => Ok((place, position)),
        _ => Err(Fault::new(path, "this", "the path of an entry of a list")),
    }
}

fn set(tree: &mut Tree, path: &str, value: &Value, faults: &mut Faults) -> Result<(), Fault> {
    let place = found(tree, path)?;
    let gone = value.is_null();
    if gone && matches!(place.last(), Some(Step::Entry(_))) {
        return remove(tree, path, faults);
    }
    let marks = Marks::before(tree, &place);
    let then = if gone {
        follow::left_out(tree, &place)
    } else {
        follow::renamed(tree, &place, value)
    };
    if gone {
        place::leave_out(tree, &place);
    } else {
        place::put(tree, &place, tree_from(value));
    }
    marks.after(tree, &place);
    apply(tree, &Edit::Many(then), faults);
    Ok(())
}

fn insert(tree: &mut Tree, list: &str, at: Option<usize>, entry: &Value) -> Result<(), Fault> {
    let place = found(tree, list)?;
    if !matches!(
        at_pattern(&place::pattern(&place)).map(|f| f.kind),
        Some(Kind::List { .. } | Kind::Numbers { .. })
    ) {
        return Err(Fault::new(list, "this", "the path of a list"));
    }
    let marks = Marks::before(tree, &place);
    follow::make_room(tree, &place, entry);
    let Some(items) = place::items_mut(tree, &place) else {
        return Err(nowhere(list));
    };
    let at = at.unwrap_or(items.len()).min(items.len());
    items.insert(at, tree_from(entry));
    marks
        .moved(&place, |i| Some(if i < at { i } else { i + 1 }))
        .after(tree, &place);
    Ok(())
}

fn remove(tree: &mut Tree, path: &str, faults: &mut Faults) -> Result<(), Fault> {
    let (list, position) = entry(tree, path)?;
    let then = follow::removed(tree, &list, position);
    let marks = Marks::before(tree, &list);
    if let Some(items) = place::items_mut(tree, &list) {
        items.remove(position);
    }
    follow::fill_up(tree, &list);
    marks
        .moved(&list, |i| match i.cmp(&position) {
            std::cmp::Ordering::Less => Some(i),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(i - 1),
        })
        .after(tree, &list);
    apply(tree, &Edit::Many(then), faults);
    Ok(())
}

fn duplicate(tree: &mut Tree, path: &str) -> Result<(), Fault> {
    let (list, position) = entry(tree, path)?;
    let marks = Marks::before(tree, &list);
    let Some(items) = place::items_mut(tree, &list) else {
        return Err(nowhere(path));
    };
    let mut copy = items[position].clone();
    let texts = |name: &str| -> Vec<String> {
        let text = |item: &Tree| item.get(name).and_then(Tree::text).map(str::to_owned);
        items.iter().filter_map(text).collect()
    };
    let (ids, names) = (texts("id"), texts("name"));
    if let Some(Tree::Text(id)) = place::get_mut(&mut copy, &[Step::Field("id".into())]) {
        *id = unused_id(ids.iter().map(String::as_str), id);
    }
    if let Some(Tree::Text(name)) = place::get_mut(&mut copy, &[Step::Field("name".into())]) {
        let taken: Vec<&str> = names.iter().map(String::as_str).collect();
        *name = unused_name(&taken, name, super::fitting::LONGEST_NAME);
    }
    // A plan has one goal.
    place::leave_out(&mut copy, &[Step::Field("goal".into())]);
    follow::halve(&mut items[position], &mut copy);
    items.insert(position + 1, copy);
    marks
        .moved(&list, |i| Some(if i <= position { i } else { i + 1 }))
        .copied(&list, position)
        .after(tree, &list);
    Ok(())
}

fn move_to(tree: &mut Tree, path: &str, to: usize) -> Result<(), Fault> {
    let (list, from) = entry(tree, path)?;
    let marks = Marks::before(tree, &list);
    let Some(items) = place::items_mut(tree, &list) else {
        return Err(nowhere(path));
    };
    let to = to.min(items.len() - 1);
    let item = items.remove(from);
    items.insert(to, item);
    marks
        .moved(&list, |i| {
            Some(match i {
                i if i == from => to,
                i if from < i && i <= to => i - 1,
                i if to <= i && i < from => i + 1,
                i => i,
            })
        })
        .after(tree, &list);
    Ok(())
}
