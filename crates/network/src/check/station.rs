//! Stations.

use super::parts::bucket;
use super::{LIMITS, dist, schedule, whole};
use crate::{Discipline, Fault, Faults, Line, Servers, Station};

pub(super) fn check(f: &mut Faults, s: &Station) {
    let path = format!("stations.{}", s.id);
    let at = |field: &str| format!("{path}.{field}");
    if let Servers::Finite(n) = s.servers {
        f.require((1..=100_000).contains(&n), || {
            Fault::new(format!("{path}.servers"), n, "between 1 and 100000")
        });
    }
    if let Line::Places(n) = s.line {
        f.require(n <= 10_000_000, || {
            Fault::new(format!("{path}.line"), n, "between 0 and 10000000")
        });
    }
    f.require((1..=10_000).contains(&s.instances), || {
        Fault::new(
            format!("{path}.instances"),
            s.instances,
            "between 1 and 10000",
        )
    });
    dist(f, &format!("{path}.service"), &s.service);
    if let Some(p) = &s.patience {
        dist(f, &format!("{path}.patience"), p);
    }
    if let Some(c) = &s.contention {
        f.require_between(&format!("{path}.alpha"), c.alpha, 0.0, 10.0);
        f.require_between(&format!("{path}.beta"), c.beta, 0.0, 1.0);
        f.require(c.cores.is_none_or(|n| (1..=100_000).contains(&n)), || {
            Fault::new(
                format!("{path}.cores"),
                c.cores.unwrap_or(0),
                "between 1 and 100000",
            )
        });
    }
    schedule(f, &at("hours"), &s.hours, 0, 100_000);
    f.require(
        s.hours.is_empty() || matches!(s.servers, Servers::Finite(_)),
        || {
            Fault::new(
                at("hours"),
                "a schedule",
                "absent where servers are unlimited",
            )
        },
    );
    f.require_between(&at("errors"), s.errors, 0.0, 1.0);
    if let Some(t) = s.cut_off_s {
        f.require_between(&at("cut_off_s"), t, 0.001, LIMITS.longest_s);
    }
    if let Some(b) = &s.limit {
        bucket(f, &at("limit"), b);
    }
    if let Some(b) = &s.breaker {
        whole(f, &at("breaker.window"), b.window, 1, 10_000);
        f.require_between(&at("breaker.failures"), b.failures, 0.01, 1.0);
        f.require(b.slow_s > 0.0, || {
            Fault::new(at("breaker.slow_s"), b.slow_s, "above 0")
        });
        f.require_between(&at("breaker.open_s"), b.open_s, 0.1, LIMITS.longest_s);
        whole(f, &at("breaker.trial"), b.trial, 1, 1_000);
    }
    if let Some(w) = &s.warm_up {
        f.require_between(&at("warm_up.seconds"), w.seconds, 0.0, 86_400.0);
        f.require_between(&at("warm_up.factor"), w.factor, 1.0, 100.0);
    }
    if let Some(h) = &s.health {
        f.require_between(&at("health.every_s"), h.every_s, 0.1, 3_600.0);
        whole(f, &at("health.fails"), h.fails, 1, 100);
        whole(f, &at("health.passes"), h.passes, 1, 100);
    }
    if s.discipline == Discipline::Shared {
        f.require(matches!(s.servers, Servers::Finite(_)), || {
            Fault::new(at("servers"), "infinite", "a number where they are shared")
        });
        f.require(
            s.patience.is_none()
                && s.contention.is_none()
                && s.hours.is_empty()
                && s.cut_off_s.is_none(),
            || {
                Fault::new(
                    at("discipline"),
                    "shared",
                    "first come where there is patience, contention, hours or a cut-off",
                )
            },
        );
    }
}
