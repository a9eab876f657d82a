//! JSON within the limits of a scenario.

use onrush_json::Limits;
use onrush_network::Fault;

pub(crate) use onrush_json::Tree;

/// A scenario needs seven levels, and at all its limits has some ten thousand values.
const LIMITS: Limits = Limits {
    of: "a scenario",
    levels: 32,
    values: 100_000,
};

/// Reads `text`.
///
/// # Errors
/// The first place that is not JSON.
pub(crate) fn parse(text: &str) -> Result<Tree, Fault> {
    onrush_json::parse(text, &LIMITS)
}
