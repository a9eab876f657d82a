//! Older files, brought to the newest version before anything else looks at them.
//!
//! Version 2 only added to version 1: every new part is absent unless it is named; `activities[].response_percent`, and of a
//! CDN the shares whose cache is simulated, may be left out. So a file of version 1 is one of version 2 with the same meaning,
//! and only its number changes. Whoever renames or moves a field moves it here, too.

use crate::Scenario;
use crate::json::Tree;

/// The oldest version that is still read.
const OLDEST: u32 = 1;

/// The file as the newest version writes it. What is no version of ours stays as it is, for the field table to report.
pub(super) fn newest(mut tree: Tree) -> Tree {
    let written = tree.get("onrush").and_then(|v| match v {
        Tree::Number(text) => text.parse::<u32>().ok(),
        _ => None,
    });
    let Some(version) = written.filter(|v| (OLDEST..Scenario::VERSION).contains(v)) else {
        return tree;
    };
    if version < Scenario::VERSION {
        set_version(&mut tree);
    }
    tree
}

fn set_version(tree: &mut Tree) {
    if let Tree::Group(entries) = tree
        && let Some((_, version)) = entries.iter_mut().find(|(key, _)| key == "onrush")
    {
        *version = Tree::Number(Scenario::VERSION.to_string());
    }
}
