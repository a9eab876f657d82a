//! What goes wrong must be there.

use onrush_network::{Fault, Faults};

use super::{at, entries, one_of};
use crate::IncidentKind;
use crate::json::Tree;
use crate::read::walk::entry_paths;

pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    let incidents = entries(tree, &["incidents"]);
    for (incident, path) in incidents.iter().zip(entry_paths(incidents, "incidents")) {
        let word = incident.get("kind").and_then(Tree::text);
        let Some(kind) = IncidentKind::ALL
            .into_iter()
            .find(|kind| word == Some(kind.id()))
        else {
            continue;
        };
        if let Some(part) = missing(tree, kind) {
            faults.0.push(Fault::new(
                format!("{path}.kind"),
                format!("\"{}\"", kind.id()),
                format!("something that can go wrong here: there is no {part}"),
            ));
        }
        for (name, list, needed) in [
            ("region", &["regions"][..], kind.hits_region()),
            ("party", &["site", "third_parties"], kind.hits_party()),
        ] {
            let value = incident.get(name);
            if needed && value.is_none() {
                faults.0.push(Fault::new(
                    format!("{path}.{name}"),
                    "",
                    format!("the id of an entry of {}", list.join(".")),
                ));
            }
            one_of(tree, list, value, || format!("{path}.{name}"), faults);
        }
    }
}

/// The part that an incident needs and the site does not have.
fn missing(tree: &Tree, kind: IncidentKind) -> Option<&'static str> {
    use IncidentKind as Kind;
    let there = |path: &[&str]| at(tree, path).is_some();
    let cdn_cache = there(&["site", "cdn", "files"]) || there(&["site", "cdn", "pages"]);
    let (found, part) = match kind {
        Kind::ReplicasDown => (
            there(&["site", "database", "replicas"]),
            "site.database.replicas",
        ),
        Kind::CdnDown => (there(&["site", "cdn"]), "site.cdn"),
        Kind::CdnOff | Kind::CdnFlushed => (cdn_cache, "site.cdn.files or site.cdn.pages"),
        Kind::CacheDown | Kind::CacheFlushed => (there(&["site", "cache"]), "site.cache"),
        Kind::ServersLost
        | Kind::ServersSlow
        | Kind::ServersErrors
        | Kind::DatabaseDown
        | Kind::DatabaseSlow
        | Kind::ThirdPartyDown
        | Kind::ThirdPartySlow
        | Kind::ThirdPartyErrors
        | Kind::RegionCutOff
        | Kind::RegionBlocked => return None,
    };
    (!found).then_some(part)
}
