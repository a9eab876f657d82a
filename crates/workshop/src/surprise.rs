//! What goes wrong at the busiest moment, and no team knows of it beforehand.

use onrush_network::Faults;
use onrush_scenario::{Incident, IncidentKind, PartyKind, Region, Scenario};
use serde::{Deserialize, Serialize};

/// The id of the surprise in a plan.
const ID: &str = "surprise";
/// For what is slow: how many times as long it takes.
const SLOWER: f64 = 10.0;
/// For errors: how many of 100 fail.
const ERRORS_PERCENT: f64 = 50.0;
/// Most minutes that it lasts.
pub(crate) const LONGEST_MIN: u32 = 1440;

/// Something that goes wrong when most people arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surprise {
    /// What.
    pub kind: IncidentKind,
    /// How long it lasts, at most 1440 minutes; 0: to the end, or until what the site has for it takes over.
    pub minutes: u32,
}

impl Surprise {
    /// The plan with the surprise in it, called `name`. Of the web servers a third is lost; of outside services the payment provider
    /// is hit, or else the first; of regions the one with the most visitors. A plan without the part is left as it is: it passes by.
    ///
    /// # Errors
    /// The faults of the plan with it.
    pub fn strike(self, plan: &Scenario, name: &str) -> Result<Scenario, Faults> {
        let Some(incident) = self.incident(plan, name) else {
            return Ok(plan.clone());
        };
        let here = format!("incidents.{}", incident.id);
        let mut struck = plan.clone();
        struck.incidents.push(incident);
        match struck.check() {
            Ok(()) => Ok(struck),
            // The plan does not have what would be hit.
            Err(faults) if faults.0.iter().all(|f| f.path.starts_with(&here)) => Ok(plan.clone()),
            Err(faults) => Err(faults),
        }
    }

    /// Whether it would do anything to the plan.
    #[must_use]
    pub fn hits(self, plan: &Scenario) -> bool {
        self.strike(plan, ID)
            .is_ok_and(|struck| struck.incidents.len() > plan.incidents.len())
    }

    fn incident(self, plan: &Scenario, name: &str) -> Option<Incident> {
        let party = if self.kind.hits_party() {
            let parties = &plan.site.third_parties;
            let payment = parties.iter().find(|p| p.kind == PartyKind::Payment);
            Some(payment.or(parties.first())?.id.clone())
        } else {
            None
        };
        let region = if self.kind.hits_region() {
            let more = |a, b| if larger(a, b) { b } else { a };
            Some(plan.regions.iter().reduce(more)?.id.clone())
        } else {
            None
        };
        let mut id = ID.to_owned();
        while plan.incidents.iter().any(|i| i.id == id) {
            id.push('x');
        }
        Some(Incident {
            id,
            name: name.to_owned(),
            kind: self.kind,
            at: None,
            minutes: (self.minutes > 0).then(|| f64::from(self.minutes)),
            backup_after_minutes: None,
            servers: (self.kind == IncidentKind::ServersLost)
                .then(|| plan.site.web.servers.div_ceil(3)),
            region,
            party,
            times_slower: SLOWER,
            errors_percent: ERRORS_PERCENT,
        })
    }
}

fn larger(a: &Region, b: &Region) -> bool {
    b.share_percent > a.share_percent
}

#[cfg(test)]
mod tests {
    use onrush_scenario::stories;

    use super::*;

    #[test]
    fn every_surprise_can_be_put_into_every_story_and_some_hit() {
        for story in stories() {
            let plan = Scenario::read(story.file).unwrap();
            let mut hit = 0;
            for kind in IncidentKind::ALL {
                for minutes in [0, 10] {
                    let surprise = Surprise { kind, minutes };
                    let struck = surprise.strike(&plan, "Something").unwrap();
                    if surprise.hits(&plan) {
                        hit += 1;
                        assert_ne!(struck.fingerprint(), plan.fingerprint());
                    }
                }
            }
            assert!(hit >= 10, "{}: {hit}", story.key);
        }
    }
}
