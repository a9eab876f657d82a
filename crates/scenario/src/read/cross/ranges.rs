//! Ranges must speak of numbers, hold them, and stay within what the field allows.

use onrush_network::{Fault, Faults};

use super::entries;
use crate::field::{Kind, at_pattern};
use crate::json::Tree;
use crate::place::{find, get, pattern};

pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    let mut seen = Vec::new();
    for (i, range) in entries(tree, &["ranges"]).iter().enumerate() {
        let Some(path) = range
            .get("field")
            .and_then(Tree::text)
            .filter(|t| !t.is_empty())
        else {
            continue;
        };
        let place = find(tree, path);
        let number = place.as_ref().and_then(|place| {
            let (low, high) = match at_pattern(&pattern(place))?.kind {
                Kind::Whole { low, high } => (low as f64, high as f64),
                Kind::Number { low, high } => (low, high),
                _ => return None,
            };
            Some((low, high, get(tree, place)?.number()?))
        });
        let field = || format!("ranges[{i}].field");
        let Some((least, most, value)) = number else {
            faults.0.push(Fault::new(
                field(),
                format!("\"{path}\""),
                "the path of a number of this file, as activities.the-id.response_percent",
            ));
            continue;
        };
        faults.require(!seen.contains(&place), || {
            Fault::new(
                field(),
                format!("\"{path}\""),
                "allowed: the number has a range already",
            )
        });
        seen.push(place);
        if !(least..=most).contains(&value) {
            continue;
        }
        let bound = |name: &str| range.get(name).and_then(Tree::number);
        for (name, from, to) in [("low", least, value), ("high", value, most)] {
            if let Some(bound) = bound(name) {
                faults.require((from..=to).contains(&bound), || {
                    let side = if name == "low" { "at most" } else { "at least" };
                    Fault::new(
                        format!("ranges[{i}].{name}"),
                        bound,
                        format!(
                            "between {from} and {to}: in the range of {path}, and {side} its value"
                        ),
                    )
                });
            }
        }
    }
}
