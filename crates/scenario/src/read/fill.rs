//! Fields that were left out take the default of the field table, the only place where defaults of the file are.

use crate::field::{Field, Kind, WhenAbsent, at_pattern, children};
use crate::json::{self, Tree};

/// Adds to a file without faults what was left out of it.
pub(super) fn defaults(tree: &mut Tree) {
    group(tree, "");
}

fn group(tree: &mut Tree, pattern: &str) {
    let Tree::Group(entries) = tree else { return };
    for (name, field) in children(pattern) {
        if let WhenAbsent::Default(value) = field.when_absent
            && !entries.iter().any(|(key, _)| key == name)
            && let Ok(value) = json::parse(value)
        {
            entries.push((name.to_owned(), value));
        }
    }
    let nested = |value: &Tree| matches!(value, Tree::Group(_) | Tree::List(_));
    for (key, value) in entries.iter_mut().filter(|(_, value)| nested(value)) {
        let path = if pattern.is_empty() {
            key.clone()
        } else {
            format!("{pattern}.{key}")
        };
        match at_pattern(&path).map(|f: &Field| f.kind) {
            Some(Kind::Group) => group(value, &path),
            Some(Kind::List { .. }) => {
                if let Tree::List(items) = value {
                    let entry = format!("{path}[]");
                    for item in items {
                        group(item, &entry);
                    }
                }
            }
            _ => {}
        }
    }
}
