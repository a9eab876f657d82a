//! JSON within the limits of a scenario.

use onrush_json::Limits;
use onrush_network::Fault;

pub(crate) use onrush_json::Tree;

/// A scenario needs seven levels. One with everything in it has a few thousand values, a dozen imported curves bring ten thousands;
/// one in which every list is full would have more than this, and is refused.
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
