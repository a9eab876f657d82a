//! What differs between two plans.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::Tree;
use crate::read::entry_paths;

/// A field, group or entry that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Where: in the newer plan, or in the older one for what is gone. A list itself when only the order of its entries differs.
    pub path: String,
    /// What stood there; `None`: nothing. For an order: the ids.
    pub from: Option<Value>,
    /// What stands there now; `None`: nothing. For an order: the ids.
    pub to: Option<Value>,
}

/// The fewest changes that lead from one tree to the other.
pub(super) fn between(older: &Tree, newer: &Tree) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(Some(older), Some(newer), "", &mut changes);
    changes
}

fn compare(older: Option<&Tree>, newer: Option<&Tree>, path: &str, changes: &mut Vec<Change>) {
    if older == newer {
        return;
    }
    match (older, newer) {
        (Some(Tree::Group(a)), Some(Tree::Group(b))) => {
            let known = |key: &str| a.iter().any(|(k, _)| k == key);
            for (key, value) in a {
                let now = b.iter().find(|(k, _)| k == key).map(|(_, v)| v);
                compare(Some(value), now, &below(path, key), changes);
            }
            for (key, value) in b.iter().filter(|(key, _)| !known(key)) {
                compare(None, Some(value), &below(path, key), changes);
            }
        }
        (Some(Tree::List(a)), Some(Tree::List(b))) => lists(a, b, path, changes),
        _ => changes.push(Change {
            path: path.to_owned(),
            from: older.cloned().map(Value::from),
            to: newer.cloned().map(Value::from),
        }),
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// What tells an entry from the others: its id; of a note or range the field that it speaks of.
fn key(entry: &Tree) -> Option<&str> {
    entry.get("id").or_else(|| entry.get("field"))?.text()
}

/// The keys of all entries, if each has one of its own.
fn keys(items: &[Tree]) -> Option<Vec<&str>> {
    let keys: Vec<&str> = items.iter().map(key).collect::<Option<_>>()?;
    let unique = keys.iter().enumerate().all(|(i, k)| !keys[..i].contains(k));
    unique.then_some(keys)
}

fn lists(older: &[Tree], newer: &[Tree], path: &str, changes: &mut Vec<Change>) {
    let whole = |older: Value, newer: Value| Change {
        path: path.to_owned(),
        from: Some(older),
        to: Some(newer),
    };
    let values = |items: &[Tree]| -> Value { items.iter().cloned().map(Value::from).collect() };
    let (Some(a), Some(b)) = (keys(older), keys(newer)) else {
        // Without ids only lists of groups of the same length can be compared entry by entry.
        let groups = |items: &[Tree]| items.iter().all(|i| matches!(i, Tree::Group(_)));
        if older.len() == newer.len() && groups(older) && groups(newer) {
            for (i, (older, newer)) in older.iter().zip(newer).enumerate() {
                compare(Some(older), Some(newer), &format!("{path}[{i}]"), changes);
            }
        } else {
            changes.push(whole(values(older), values(newer)));
        }
        return;
    };
    let (paths_a, paths_b) = (entry_paths(older, path), entry_paths(newer, path));
    for (i, key) in a.iter().enumerate() {
        match b.iter().position(|k| k == key) {
            Some(j) => compare(Some(&older[i]), Some(&newer[j]), &paths_b[j], changes),
            None => compare(Some(&older[i]), None, &paths_a[i], changes),
        }
    }
    for (j, _) in b.iter().enumerate().filter(|(_, key)| !a.contains(key)) {
        compare(None, Some(&newer[j]), &paths_b[j], changes);
    }
    let order = |of: &[&str], others: &[&str]| -> Vec<Value> {
        let kept = of.iter().filter(|key| others.contains(key));
        kept.map(|key| Value::from(*key)).collect()
    };
    let (was, is) = (order(&a, &b), order(&b, &a));
    if was != is {
        changes.push(whole(was.into(), is.into()));
    }
}
