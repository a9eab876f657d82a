//! What a site that holds may do without.

use onrush_scenario::{Edit, Scenario};

use crate::stronger::{self, all, times};

/// Shrunk parts, what is left of them, what saves most first.
const LEFT: [f64; 6] = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9];

fn sizes(of: impl Fn(f64) -> Option<Edit>) -> Vec<Edit> {
    LEFT.into_iter().filter_map(of).collect()
}

/// Fewer web servers; with an autoscaler, fewer that are always there.
pub(super) fn fewer_servers(plan: &Scenario) -> Vec<Edit> {
    let at_least = "site.web.autoscaler.at_least";
    sizes(|left| {
        all([
            times(plan, "site.web.servers", left),
            times(plan, at_least, left),
        ])
    })
}

/// A smaller database, at a price that shrinks with it.
pub(super) fn smaller_database(plan: &Scenario) -> Vec<Edit> {
    // A machine with half of a core is none.
    let whole = |left: f64| f64::from(plan.site.database.connections) * left >= 1.0;
    sizes(|left| {
        whole(left)
            .then(|| stronger::larger_database(plan, left))
            .flatten()
    })
}

/// Fewer replicas of the database.
pub(super) fn fewer_replicas(plan: &Scenario) -> Vec<Edit> {
    sizes(|left| times(plan, "site.database.replicas.servers", left))
}
