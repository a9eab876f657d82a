//! Caches, gates, rooms, scalers and incidents.

use super::{LIMITS, dist, points_to, schedule, span, unique, whole};
use crate::{Bucket, Cache, Fault, Faults, Gate, Incident, Network, Room, Rule, Scaler, Trouble};

pub(super) fn check(f: &mut Faults, n: &Network) {
    unique(f, "stations", n.stations.iter().map(|s| &*s.id));
    unique(f, "caches", n.caches.iter().map(|c| &*c.id));
    unique(f, "gates", n.gates.iter().map(|g| &*g.id));
    unique(f, "stocks", n.stocks.iter().map(|s| &*s.id));
    unique(f, "rooms", n.rooms.iter().map(|r| &*r.id));
    unique(f, "scalers", n.scalers.iter().map(|s| &*s.id));
    unique(f, "incidents", n.incidents.iter().map(|i| &*i.id));
    n.caches.iter().for_each(|c| cache(f, c));
    n.gates.iter().for_each(|g| gate(f, g));
    n.rooms.iter().for_each(|r| room(f, r));
    n.scalers.iter().for_each(|s| scaler(f, s, n));
    for (i, s) in n.scalers.iter().enumerate() {
        f.require(
            n.scalers[..i]
                .iter()
                .all(|earlier| earlier.station != s.station),
            || {
                Fault::new(
                    format!("scalers.{}.station", s.id),
                    s.station,
                    "a station with no other scaler",
                )
            },
        );
    }
    n.incidents.iter().for_each(|i| incident(f, i, n));
}

fn cache(f: &mut Faults, c: &Cache) {
    let path = format!("caches.{}", c.id);
    whole(f, &format!("{path}.objects"), c.objects, 1, 1_000_000);
    f.require_between(&format!("{path}.zipf"), c.zipf, 0.0, 3.0);
    f.require(c.ttl_s >= 0.0, || {
        Fault::new(format!("{path}.ttl_s"), c.ttl_s, "0 or more")
    });
}

pub(super) fn bucket(f: &mut Faults, path: &str, b: &Bucket) {
    f.require_between(&format!("{path}.per_s"), b.per_s, 0.001, 1e7);
    f.require_between(&format!("{path}.burst"), b.burst, 1.0, 1e7);
}

fn gate(f: &mut Faults, g: &Gate) {
    let path = format!("gates.{}", g.id);
    span(f, &path, g.from_s, g.until_s);
    match &g.rule {
        Rule::Filter { bots, people } => {
            f.require_between(&format!("{path}.bots"), *bots, 0.0, 1.0);
            f.require_between(&format!("{path}.people"), *people, 0.0, 1.0);
        }
        Rule::Limit(b) => bucket(f, &path, b),
    }
}

fn room(f: &mut Faults, r: &Room) {
    let path = format!("rooms.{}", r.id);
    if let Some(n) = r.active {
        whole(f, &format!("{path}.active"), n, 1, 100_000_000);
    }
    if let Some(n) = r.per_minute {
        f.require_between(&format!("{path}.per_minute"), n, 0.1, 1e7);
    }
    f.require_between(
        &format!("{path}.opens_s"),
        r.opens_s,
        0.0,
        f64::from(LIMITS.horizon_s),
    );
    f.require_between(&format!("{path}.session_s"), r.session_s, 0.0, 86_400.0);
    if let Some(p) = &r.patience {
        dist(f, &format!("{path}.patience"), p);
    }
}

fn scaler(f: &mut Faults, s: &Scaler, n: &Network) {
    let path = format!("scalers.{}", s.id);
    let at = |field: &str| format!("{path}.{field}");
    points_to(f, &at("station"), s.station, n.stations.len(), "a station");
    f.require_between(&at("target"), s.target, 0.05, 1.0);
    f.require_between(&at("tolerance"), s.tolerance, 0.0, 0.5);
    f.require_between(&at("every_s"), s.every_s, 1.0, 3_600.0);
    dist(f, &at("boot"), &s.boot);
    whole(f, &at("at_most"), s.at_most, 1, 10_000);
    whole(f, &at("at_least"), s.at_least, 1, s.at_most.max(1));
    whole(f, &at("step"), s.step, 1, 10_000);
    f.require_between(&at("cooldown_s"), s.cooldown_s, 0.0, 86_400.0);
    f.require_between(&at("calm_s"), s.calm_s, 0.0, 86_400.0);
    schedule(f, &at("schedule"), &s.schedule, 1, s.at_most.max(1));
    if let Some(station) = n.stations.get(s.station) {
        whole(f, &at("at_most"), station.instances, 1, s.at_most.max(1));
    }
}

fn incident(f: &mut Faults, i: &Incident, n: &Network) {
    let path = format!("incidents.{}", i.id);
    span(f, &path, i.from_s, i.until_s);
    let at = |field: &str| format!("{path}.{field}");
    match i.trouble {
        Trouble::Down { station, instances } => {
            points_to(f, &at("station"), station, n.stations.len(), "a station");
            if let Some(down) = instances {
                whole(f, &at("instances"), down, 1, 10_000);
            }
        }
        Trouble::Slow { station, factor } => {
            points_to(f, &at("station"), station, n.stations.len(), "a station");
            f.require_between(&at("factor"), factor, 0.01, 1_000.0);
        }
        Trouble::Errors { station, share } => {
            points_to(f, &at("station"), station, n.stations.len(), "a station");
            f.require_between(&at("share"), share, 0.0, 1.0);
        }
        Trouble::Flush { cache } | Trouble::CacheOff { cache } => {
            points_to(f, &at("cache"), cache, n.caches.len(), "a cache");
        }
    }
}
