//! What goes wrong, and when.

use onrush_network::{Incident, Trouble};

use super::labels::{CacheRole, Labels, StationRole};
use crate::{IncidentKind, Scenario, model};

/// When an incident begins and ends. `peak_s` is when most people arrive.
pub(super) fn span(scenario: &Scenario, incident: &model::Incident, peak_s: f64) -> (f64, f64) {
    let from = incident
        .at
        .map_or(peak_s, |at| f64::from(scenario.clock.seconds_until(at)));
    let standby = (incident.kind == IncidentKind::DatabaseDown)
        .then_some(scenario.site.database.failover_s)
        .flatten();
    let ends = [
        incident.minutes.map(|m| m * 60.0),
        incident.backup_after_minutes.map(|m| m * 60.0),
        standby,
    ];
    let lasts = ends.into_iter().flatten().fold(f64::INFINITY, f64::min);
    (from, from + lasts)
}

/// What an incident does to the network: one trouble for each part that it hits. None where the part does not exist, or where
/// it is a gate.
fn troubles(scenario: &Scenario, incident: &model::Incident, labels: &Labels) -> Vec<Trouble> {
    use IncidentKind as Kind;
    let one = |role| labels.station(role);
    let down = |station, instances| Trouble::Down { station, instances };
    let slow = |station| Trouble::Slow {
        station,
        factor: incident.times_slower,
    };
    let errors = |station| Trouble::Errors {
        station,
        share: super::chance(incident.errors_percent),
    };
    let party = || {
        let id = incident.party.as_ref()?;
        let party = scenario
            .site
            .third_parties
            .iter()
            .position(|p| &p.id == id)?;
        one(StationRole::Party { party })
    };
    let region = || {
        let id = incident.region.as_ref()?;
        let region = scenario.regions.iter().position(|r| &r.id == id)?;
        one(StationRole::Network { region })
    };
    let caches = |of_cdn: bool, trouble: &dyn Fn(usize) -> Trouble| -> Vec<Trouble> {
        (0..labels.caches.len())
            .filter(|&c| (labels.caches[c] != CacheRole::Site) == of_cdn)
            .map(trouble)
            .collect()
    };
    let flush = |cache| Trouble::Flush { cache };
    let off = |cache| Trouble::CacheOff { cache };
    let web = one(StationRole::Web);
    let found = match incident.kind {
        // All of them are all that there are at that time, those that were added included.
        Kind::ServersLost => web.map(|s| down(s, incident.servers)),
        Kind::ServersSlow => web.map(slow),
        Kind::ServersErrors => web.map(errors),
        Kind::DatabaseDown => one(StationRole::Database).map(|s| down(s, None)),
        Kind::DatabaseSlow => {
            return [StationRole::Database, StationRole::Replicas]
                .into_iter()
                .filter_map(one)
                .map(slow)
                .collect();
        }
        Kind::ReplicasDown => one(StationRole::Replicas).map(|s| down(s, None)),
        Kind::CdnDown => one(StationRole::Cdn).map(|s| down(s, None)),
        Kind::CdnOff => return caches(true, &off),
        Kind::CdnFlushed => return caches(true, &flush),
        Kind::CacheDown => return caches(false, &off),
        Kind::CacheFlushed => return caches(false, &flush),
        Kind::ThirdPartyDown => party().map(|s| down(s, None)),
        Kind::ThirdPartySlow => party().map(slow),
        Kind::ThirdPartyErrors => party().map(errors),
        Kind::RegionCutOff => region().map(|s| down(s, None)),
        Kind::RegionBlocked => None,
    };
    found.into_iter().collect()
}

/// Which incident of the scenario each of the network's is.
pub(super) fn roles(scenario: &Scenario, labels: &Labels) -> Vec<usize> {
    let incidents = scenario.incidents.iter().enumerate();
    incidents
        .flat_map(|(i, incident)| {
            troubles(scenario, incident, labels)
                .into_iter()
                .map(move |_| i)
        })
        .collect()
}

/// The incidents themselves.
pub(super) fn incidents(scenario: &Scenario, labels: &Labels, peak_s: f64) -> Vec<Incident> {
    let incidents = scenario.incidents.iter();
    incidents
        .flat_map(|incident| {
            let (from_s, until_s) = span(scenario, incident, peak_s);
            let troubles = troubles(scenario, incident, labels);
            let single = troubles.len() == 1;
            troubles
                .into_iter()
                .enumerate()
                .map(move |(i, trouble)| Incident {
                    id: if single {
                        incident.id.clone()
                    } else {
                        format!("{}/{}", incident.id, i + 1)
                    },
                    from_s,
                    until_s,
                    trouble,
                })
        })
        .collect()
}
