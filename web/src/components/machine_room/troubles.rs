//! Incidents of the plan, and when they hold.

use onrush_scenario::{GateRole, Scenario};

use super::part::Part;

/// An incident and the time in which it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trouble {
    /// Its place in the plan's list.
    pub(crate) incident: usize,
    /// The part that it hits.
    pub(crate) part: Part,
    /// When it begins, in seconds after the rehearsal's start.
    pub(crate) from_s: f64,
    /// When it is over.
    pub(crate) until_s: f64,
}

/// Shortest time for which an incident is shown: what is flushed is flushed in a moment.
const SHORTEST_S: f64 = 30.0;

impl Trouble {
    /// All troubles of a plan that hit a part which is there. None when the plan has faults.
    pub(crate) fn all(scenario: &Scenario) -> Vec<Self> {
        if scenario.incidents.is_empty() {
            return Vec::new();
        }
        let Ok(network) = scenario.network() else {
            return Vec::new();
        };
        let labels = scenario.labels();
        let named = labels
            .incidents
            .iter()
            .zip(&network.incidents)
            .map(|(&i, incident)| (i, incident.from_s, incident.until_s));
        let blocks =
            labels
                .gates
                .iter()
                .zip(&network.gates)
                .filter_map(|(role, gate)| match role {
                    GateRole::Block { incident } => Some((*incident, gate.from_s, gate.until_s)),
                    GateRole::BotFilter | GateRole::RateLimit => None,
                });
        let mut all: Vec<Self> = named
            .chain(blocks)
            .filter_map(|(incident, from_s, until_s)| {
                Some(Self {
                    incident,
                    part: Part::hit_by(scenario, incident)?,
                    from_s,
                    until_s: until_s.max(from_s + SHORTEST_S),
                })
            })
            .collect();
        // One of the plan's may be several in the network.
        all.dedup_by_key(|t| t.incident);
        all
    }

    /// Whether it holds in this second.
    pub(crate) fn holds(&self, second: u32) -> bool {
        let second = f64::from(second);
        second >= self.from_s && second < self.until_s
    }
}
