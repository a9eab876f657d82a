//! Parts of the site.

use onrush_network::{Fault, Faults};

use super::{at, entries, one_of, whole};
use crate::json::Tree;
use crate::read::walk::entry_paths;

pub(super) fn checks(tree: &Tree, faults: &mut Faults) {
    cdn(tree, faults);
    autoscaler(tree, faults);
    let desks = entries(tree, &["site", "desks"]);
    for (desk, path) in desks.iter().zip(entry_paths(desks, "site.desks")) {
        let path = || format!("{path}.page");
        one_of(tree, &["journey", "pages"], desk.get("page"), path, faults);
    }
}

/// What the CDN has is either a share or a cache.
fn cdn(tree: &Tree, faults: &mut Faults) {
    let Some(cdn) = at(tree, &["site", "cdn"]).filter(|c| matches!(c, Tree::Group(_))) else {
        return;
    };
    for (share, cache) in [
        ("files_hit_percent", "files"),
        ("pages_hit_percent", "pages"),
    ] {
        match (cdn.get(share), cdn.get(cache)) {
            (None, None) => faults.0.push(Fault::new(
                format!("site.cdn.{share}"),
                "",
                format!("there unless site.cdn.{cache} is"),
            )),
            (Some(value), Some(_)) => faults.0.push(Fault::new(
                format!("site.cdn.{share}"),
                value.shown(),
                format!("left out where site.cdn.{cache} is there"),
            )),
            _ => {}
        }
    }
}

/// The numbers of machines must fit each other.
fn autoscaler(tree: &Tree, faults: &mut Faults) {
    let pattern = "site.web.autoscaler";
    let scaler = at(tree, &["site", "web", "autoscaler"]);
    let Some(most) = whole(scaler, "at_most", pattern) else {
        return;
    };
    if let Some(least) = whole(scaler, "at_least", pattern) {
        faults.require(least <= most, || {
            Fault::new(
                format!("{pattern}.at_least"),
                least,
                format!("between 1 and {most}, which is at_most"),
            )
        });
    }
    if let Some(servers) = whole(at(tree, &["site", "web"]), "servers", "site.web") {
        faults.require(servers <= most, || {
            Fault::new(
                format!("{pattern}.at_most"),
                most,
                format!("at least {servers}, the servers that there are from the start"),
            )
        });
    }
    let schedule = entries(tree, &["site", "web", "autoscaler", "schedule"]);
    for (i, entry) in schedule.iter().enumerate() {
        let path = format!("{pattern}.schedule[{i}].servers");
        let Some(servers) = whole(Some(entry), "servers", &format!("{pattern}.schedule[]")) else {
            continue;
        };
        faults.require(servers <= most, || {
            Fault::new(
                path,
                servers,
                format!("between 1 and {most}, which is at_most"),
            )
        });
    }
}
