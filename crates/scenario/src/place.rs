//! Places in the tree of a file: found by path, named by path again after things have moved.

use crate::field::{Kind, Segment, at_pattern, children, segments};
use crate::json::Tree;
use crate::read::entry_paths;

/// One step down a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// To a field.
    Field(String),
    /// To the entry at this position.
    Entry(usize),
}

/// Steps from the top.
pub(crate) type Place = Vec<Step>;

/// The place that `path` leads to; `None` when it leads nowhere. Fields that may be there count even where they are not, entries
/// of lists only where they are.
pub(crate) fn find(tree: &Tree, path: &str) -> Option<Place> {
    let mut here = Some(tree);
    let mut pattern = String::new();
    let mut place = Vec::new();
    for segment in segments(path)? {
        let in_list = matches!(
            at_pattern(&pattern).map(|f| f.kind),
            Some(Kind::List { .. } | Kind::Numbers { .. })
        );
        if in_list {
            let items = here.map_or(&[][..], Tree::list);
            let position = match segment {
                Segment::Entry(position) => position.filter(|p| *p < items.len())?,
                Segment::Name(id) => items
                    .iter()
                    .position(|e| e.get("id").and_then(Tree::text) == Some(id))?,
            };
            here = items.get(position);
            pattern.push_str("[]");
            place.push(Step::Entry(position));
        } else {
            let Segment::Name(name) = segment else {
                return None;
            };
            children(&pattern).find(|(child, _)| *child == name)?;
            here = here.and_then(|t| t.get(name));
            if !pattern.is_empty() {
                pattern.push('.');
            }
            pattern.push_str(name);
            place.push(Step::Field(name.to_owned()));
        }
    }
    Some(place)
}

/// What stands there.
pub(crate) fn get<'a>(tree: &'a Tree, place: &[Step]) -> Option<&'a Tree> {
    place.iter().try_fold(tree, |here, step| match step {
        Step::Field(name) => here.get(name),
        Step::Entry(position) => here.list().get(*position),
    })
}

/// What stands there, to be changed.
pub(crate) fn get_mut<'a>(tree: &'a mut Tree, place: &[Step]) -> Option<&'a mut Tree> {
    place
        .iter()
        .try_fold(tree, |here, step| match (here, step) {
            (Tree::Group(fields), Step::Field(name)) => fields
                .iter_mut()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            (Tree::List(items), Step::Entry(position)) => items.get_mut(*position),
            _ => None,
        })
}

/// The items of the list there; an empty one is made where there is nothing.
pub(crate) fn items_mut<'a>(tree: &'a mut Tree, place: &[Step]) -> Option<&'a mut Vec<Tree>> {
    if get(tree, place).is_none() {
        put(tree, place, Tree::List(Vec::new()));
    }
    match get_mut(tree, place)? {
        Tree::List(items) => Some(items),
        _ => None,
    }
}

/// Puts a value there; groups on the way are made.
pub(crate) fn put(tree: &mut Tree, place: &[Step], value: Tree) {
    let Some((step, rest)) = place.split_first() else {
        *tree = value;
        return;
    };
    match (tree, step) {
        (Tree::Group(fields), Step::Field(name)) => {
            let at = fields.iter().position(|(key, _)| key == name);
            let at = at.unwrap_or_else(|| {
                fields.push((name.clone(), Tree::Group(Vec::new())));
                fields.len() - 1
            });
            put(&mut fields[at].1, rest, value);
        }
        (Tree::List(items), Step::Entry(position)) => {
            if let Some(item) = items.get_mut(*position) {
                put(item, rest, value);
            }
        }
        // Nothing else is on the way of a place that was found.
        _ => {}
    }
}

/// Takes a field out of its group.
pub(crate) fn leave_out(tree: &mut Tree, place: &[Step]) {
    if let Some((Step::Field(name), group)) = place.split_last()
        && let Some(Tree::Group(fields)) = get_mut(tree, group)
    {
        fields.retain(|(key, _)| key != name);
    }
}

/// The path of a place: entries by id where they have a good one of their own, else by position.
pub(crate) fn path(tree: &Tree, place: &[Step]) -> String {
    let mut path = String::new();
    for (i, step) in place.iter().enumerate() {
        match step {
            Step::Field(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Step::Entry(position) => {
                let items = get(tree, &place[..i]).map_or(&[][..], Tree::list);
                path = match entry_paths(items, &path).into_iter().nth(*position) {
                    Some(path) => path,
                    None => format!("{path}[{position}]"),
                };
            }
        }
    }
    path
}

/// The pattern of the field there, as the field table has it.
pub(crate) fn pattern(place: &[Step]) -> String {
    let mut pattern = String::new();
    for step in place {
        match step {
            Step::Field(name) => {
                if !pattern.is_empty() {
                    pattern.push('.');
                }
                pattern.push_str(name);
            }
            Step::Entry(_) => pattern.push_str("[]"),
        }
    }
    pattern
}
