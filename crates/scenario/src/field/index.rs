//! The table in the orders in which it is asked: every field of a plan is looked up when that is read, and again with every move
//! of a hand that changes it.

use std::sync::LazyLock;

use super::Field;
use super::table::FIELDS;

/// A field with the pattern of the group or entry that it stands in, and its name there.
struct Child {
    parent: &'static str,
    name: &'static str,
    field: &'static Field,
}

/// By pattern.
static BY_PATTERN: LazyLock<Vec<&'static Field>> = LazyLock::new(|| {
    let mut all: Vec<&'static Field> = FIELDS.iter().collect();
    onrush_network::put_in_order(&mut all, |a, b| a.path < b.path);
    all
});

/// By what they stand in; within that as in the table.
static CHILDREN: LazyLock<Vec<Child>> = LazyLock::new(|| {
    let mut all: Vec<Child> = FIELDS
        .iter()
        .map(|field| {
            let (parent, name) = field.path.rsplit_once('.').unwrap_or(("", field.path));
            Child {
                parent,
                name,
                field,
            }
        })
        .collect();
    onrush_network::put_in_order(&mut all, |a, b| a.parent < b.parent);
    all
});

/// The field with exactly this pattern.
pub(crate) fn at_pattern(pattern: &str) -> Option<&'static Field> {
    let at = BY_PATTERN.binary_search_by(|field| field.path.cmp(pattern));
    at.ok().map(|at| BY_PATTERN[at])
}

/// Names of the fields right below the group or entry `pattern` (empty for the whole file), in the table's order.
pub(crate) fn children(pattern: &str) -> impl Iterator<Item = (&'static str, &'static Field)> {
    let from = CHILDREN.partition_point(|child| child.parent < pattern);
    let below = &CHILDREN[from..];
    let many = below.partition_point(|child| child.parent == pattern);
    below[..many].iter().map(|child| (child.name, child.field))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a search through the table finds.
    fn searched(pattern: &str) -> Vec<(&'static str, &'static Field)> {
        let below = FIELDS.iter().filter_map(|f| {
            let name = match f.path.strip_prefix(pattern)? {
                rest if pattern.is_empty() => rest,
                rest => rest.strip_prefix('.')?,
            };
            (!name.contains(['.', '['])).then_some((name, f))
        });
        below.collect()
    }

    #[test]
    fn looking_up_finds_what_searching_does() {
        for field in &FIELDS {
            assert_eq!(at_pattern(field.path), Some(field));
            for parent in [field.path.to_owned(), format!("{}[]", field.path)] {
                assert_eq!(children(&parent).collect::<Vec<_>>(), searched(&parent));
            }
        }
        assert_eq!(children("").collect::<Vec<_>>(), searched(""));
        for nothing in ["", "site.", "zzz", "activities[]", "site.web.server"] {
            assert_eq!(at_pattern(nothing), None, "{nothing}");
        }
        assert_eq!(children("no-such-group").count(), 0);
    }
}
