//! Journeys, clients, streams and populations.

use super::{LIMITS, count, dist, points_to, unique, whole};
use crate::{Behaviour, Client, Fault, Faults, Journey, Network, Page, Retries, Sends, Stream};

pub(super) fn check(f: &mut Faults, n: &Network) {
    let names = n.streams.iter().map(|s| &*s.id);
    unique(
        f,
        "streams",
        names.chain(n.populations.iter().map(|p| &*p.id)),
    );
    unique(f, "clients", n.clients.iter().map(|c| &*c.id));
    n.journeys.iter().for_each(|j| journey(f, j, n));
    n.clients.iter().for_each(|c| client(f, c, n));
    n.streams.iter().for_each(|s| stream(f, s, n));
    for p in &n.populations {
        let path = format!("populations.{}", p.id);
        points_to(
            f,
            &format!("{path}.client"),
            p.client,
            n.clients.len(),
            "a client",
        );
        whole(f, &format!("{path}.customers"), p.customers, 1, 1_000_000);
        dist(f, &format!("{path}.think"), &p.think);
    }
}

fn journey(f: &mut Faults, j: &Journey, n: &Network) {
    let path = format!("journeys.{}", j.id);
    count(f, &format!("{path}.pages"), j.pages.len(), 1, LIMITS.pages);
    for p in &j.pages {
        page(f, &format!("{path}.{}", p.id), p, n);
    }
    behaviour(f, &path, &j.behaviour);
    if let Some(s) = &j.sharing {
        f.require_between(&format!("{path}.sharing.mean"), s.mean, 0.0, 20.0);
        f.require_between(&format!("{path}.sharing.when_lost"), s.when_lost, 0.0, 20.0);
        dist(f, &format!("{path}.sharing.delay"), &s.delay);
        f.require(s.reach <= 100_000_000, || {
            Fault::new(
                format!("{path}.sharing.reach"),
                s.reach,
                "between 0 and 100000000",
            )
        });
    }
}

fn page(f: &mut Faults, path: &str, page: &Page, n: &Network) {
    count(f, &format!("{path}.requests"), page.requests.len(), 1, 100);
    f.require_between(&format!("{path}.go_on"), page.go_on, 0.0, 1.0);
    dist(f, &format!("{path}.think"), &page.think);
    if let Some(stock) = page.stock {
        points_to(
            f,
            &format!("{path}.stock"),
            stock,
            n.stocks.len(),
            "a stock",
        );
    }
    if let Some(o) = &page.opens {
        f.require_between(
            &format!("{path}.opens.at_s"),
            o.at_s,
            0.0,
            f64::from(LIMITS.horizon_s),
        );
        if let Some(refresh) = &o.refresh {
            dist(f, &format!("{path}.opens.refresh"), refresh);
            f.require(refresh.mean_s() >= 0.1, || {
                Fault::new(
                    format!("{path}.opens.refresh.mean_s"),
                    refresh.mean_s(),
                    "0.1 or more",
                )
            });
        }
        dist(f, &format!("{path}.opens.reaction"), &o.reaction);
    }
    for r in &page.requests {
        whole(f, &format!("{path}.{}.count", r.id), r.count, 1, 100);
        f.require(
            !r.programs.is_empty() && r.programs.iter().all(|&p| p < n.programs.len()),
            || {
                Fault::new(
                    format!("{path}.{}.programs", r.id),
                    format!("{:?}", r.programs),
                    "programs of the network, one per region",
                )
            },
        );
    }
}

fn behaviour(f: &mut Faults, path: &str, b: &Behaviour) {
    if let Some(p) = &b.patience {
        dist(f, &format!("{path}.patience"), p);
    }
    for (name, r) in [("when_slow", &b.when_slow), ("when_failed", &b.when_failed)] {
        let path = format!("{path}.{name}");
        f.require_between(&format!("{path}.chance"), r.chance, 0.0, 1.0);
        whole(f, &format!("{path}.at_most"), r.at_most, 0, 100);
        dist(f, &format!("{path}.pause"), &r.pause);
    }
    f.require_between(
        &format!("{path}.discouraged_per_s"),
        b.discouraged_per_s,
        0.0,
        10.0,
    );
    f.require(b.brisk_s >= 0.0, || {
        Fault::new(format!("{path}.brisk_s"), b.brisk_s, "0 or more")
    });
    retries(f, &format!("{path}.retries"), &b.retries);
}

fn retries(f: &mut Faults, path: &str, r: &Retries) {
    whole(f, &format!("{path}.tries"), r.tries, 1, 100);
    if let Some(b) = &r.backoff {
        f.require_between(&format!("{path}.backoff.first_s"), b.first_s, 0.0, 3_600.0);
        f.require_between(&format!("{path}.backoff.factor"), b.factor, 1.0, 10.0);
    }
    if let Some(budget) = r.budget {
        f.require_between(&format!("{path}.budget"), budget, 0.0, 1.0);
    }
}

fn client(f: &mut Faults, c: &Client, n: &Network) {
    let path = format!("clients.{}", c.id);
    points_to(
        f,
        &format!("{path}.program"),
        c.program,
        n.programs.len(),
        "a program",
    );
    if let Some(t) = c.timeout_s {
        f.require_between(&format!("{path}.timeout_s"), t, 0.000_001, LIMITS.longest_s);
    }
    retries(f, &path, &c.retries);
}

fn stream(f: &mut Faults, s: &Stream, n: &Network) {
    let path = format!("streams.{}", s.id);
    let points = s.rate.points();
    count(
        f,
        &format!("{path}.rate"),
        points.len(),
        0,
        LIMITS.rate_points,
    );
    rate(f, &path, points);
    match s.sends {
        Sends::Requests { client } => {
            points_to(
                f,
                &format!("{path}.client"),
                client,
                n.clients.len(),
                "a client",
            );
        }
        Sends::Visits {
            journey,
            region,
            room,
            ..
        } => {
            if let Some(room) = room {
                points_to(f, &format!("{path}.room"), room, n.rooms.len(), "a room");
            }
            points_to(
                f,
                &format!("{path}.journey"),
                journey,
                n.journeys.len(),
                "a journey",
            );
            if let Some(j) = n.journeys.get(journey) {
                let mut requests = j.pages.iter().flat_map(|p| &p.requests);
                f.require(requests.all(|r| region < r.programs.len()), || {
                    Fault::new(
                        format!("{path}.region"),
                        region,
                        "a region for which every request has a program",
                    )
                });
            }
        }
    }
}

/// There are many points: a path is only made for one that is wrong. And a browser compiles well what goes round often: this, and not
/// all of the checks with it.
#[inline(never)]
fn rate(f: &mut Faults, path: &str, points: &[(f64, f64)]) {
    let longest = f64::from(LIMITS.horizon_s);
    for (i, &(t, r)) in points.iter().enumerate() {
        for (place, value, high) in [(0, t, longest), (1, r, 1e7)] {
            if !(0.0..=high).contains(&value) {
                f.require_between(&format!("{path}.rate[{i}][{place}]"), value, 0.0, high);
            }
        }
    }
    if let Some(i) = points.windows(2).position(|w| w[1].0 < w[0].0) {
        f.0.push(Fault::new(
            format!("{path}.rate[{}][0]", i + 1),
            points[i + 1].0,
            "at or after the point before it",
        ));
    }
}
