//! Programs and their steps.

use super::{LIMITS, count, points_to, whole};
use crate::{Act, Discipline, Fault, Faults, Network, Program, Step};

pub(super) fn check(f: &mut Faults, p: &Program, n: &Network) {
    let path = format!("programs.{}", p.id);
    let mut steps = 0;
    for (i, s) in p.steps.iter().enumerate() {
        step(f, &format!("{path}[{i}]"), s, n, 1, &mut steps);
    }
    count(f, &path, steps, 0, LIMITS.steps);
    let held = p.steps.iter().map(Step::held).max().unwrap_or(0);
    f.require(held <= LIMITS.held, || {
        Fault::new(
            &path,
            format!("{held} servers held at once"),
            format!("at most {} servers held at once", LIMITS.held),
        )
    });
    if let Some(t) = p.gateway_timeout_s {
        f.require_between(
            &format!("{path}.gateway_timeout_s"),
            t,
            0.001,
            LIMITS.longest_s,
        );
    }
}

/// Who fetches an object may wait for another one; a circle of caches, each asked while one of the next is fetched, could make two
/// requests wait for each other for ever.
pub(super) fn check_caches(f: &mut Faults, n: &Network) {
    fn inside(steps: &[Step], around: Option<usize>, found: &mut Vec<(usize, usize)>) {
        for step in steps {
            if let (Act::Cached { cache, .. }, Some(outer)) = (&step.act, around) {
                found.push((outer, *cache));
            }
            let around = match step.act {
                Act::Cached { cache, .. } => Some(cache),
                _ => around,
            };
            inside(step.inner(), around, found);
        }
    }
    let mut pairs = Vec::new();
    for p in &n.programs {
        inside(&p.steps, None, &mut pairs);
    }
    crate::sort_few(&mut pairs);
    pairs.dedup();
    // Caches that nothing is fetched inside of are taken away again and again; what stays is a circle, or around one.
    loop {
        let before = pairs.len();
        let outer: Vec<usize> = pairs.iter().map(|p| p.0).collect();
        pairs.retain(|(_, inner)| outer.binary_search(inner).is_ok());
        if pairs.len() == before {
            break;
        }
    }
    if let Some((outer, _)) = pairs.first() {
        let name = n.caches.get(*outer).map_or("", |c| &*c.id);
        f.0.push(Fault::new(
            format!("caches.{name}"),
            "a circle of caches asked inside each other",
            "asked only inside of caches that are not asked inside of it",
        ));
    }
}

/// A request that takes steps without end would stop the clock.
fn check_steps_taken(f: &mut Faults, n: &Network) {
    fn taken(step: &Step, later: &[f64]) -> f64 {
        let inner: f64 = step.inner().iter().map(|s| taken(s, later)).sum();
        let started = match step.act {
            Act::Start { program } => later.get(program).copied().unwrap_or(0.0),
            _ => 0.0,
        };
        step.expected_times() * (1.0 + inner + started)
    }
    let mut each = vec![0.0; n.programs.len()];
    for (i, p) in n.programs.iter().enumerate().rev() {
        each[i] = p.steps.iter().map(|s| taken(s, &each)).sum();
        f.require(each[i] <= LIMITS.steps_taken, || {
            Fault::new(
                format!("programs.{}", p.id),
                format!("{:.0} steps", each[i]),
                format!("at most {} steps taken by one request", LIMITS.steps_taken),
            )
        });
        if each[i] > LIMITS.steps_taken {
            return;
        }
    }
}

/// A program that starts itself, through others or at once, would never end.
pub(super) fn check_starts(f: &mut Faults, n: &Network) {
    fn started(steps: &[Step], found: &mut Vec<usize>) {
        for step in steps {
            if let Act::Start { program } = step.act {
                found.push(program);
            }
            started(step.inner(), found);
        }
    }
    if f.0.is_empty() {
        check_steps_taken(f, n);
    }
    // A program may only start later ones: the simplest order without a circle.
    for (i, p) in n.programs.iter().enumerate() {
        let mut found = Vec::new();
        started(&p.steps, &mut found);
        for program in found {
            f.require(program > i, || {
                Fault::new(
                    format!("programs.{}.start", p.id),
                    program,
                    "a program later in the list",
                )
            });
        }
    }
}

fn step(f: &mut Faults, path: &str, s: &Step, n: &Network, depth: usize, steps: &mut usize) {
    *steps += 1;
    if *steps > LIMITS.steps {
        return;
    }
    f.require_between(&format!("{path}.probability"), s.probability, 0.0, 1.0);
    whole(f, &format!("{path}.times"), s.times, 1, 1_000);
    f.require_between(&format!("{path}.again"), s.again, 0.0, 0.99);
    f.require(depth <= LIMITS.depth, || {
        Fault::new(
            path,
            format!("level {depth}"),
            format!("at most {} levels of steps", LIMITS.depth),
        )
    });
    if depth > LIMITS.depth {
        return;
    }
    match &s.act {
        Act::Visit {
            at,
            scale,
            while_holding,
        } => {
            points_to(f, &format!("{path}.at"), *at, n.stations.len(), "a station");
            f.require_between(&format!("{path}.scale"), *scale, 0.0, 1_000.0);
            let shared = n
                .stations
                .get(*at)
                .is_some_and(|s| s.discipline == Discipline::Shared);
            f.require(while_holding.is_empty() || !shared, || {
                Fault::new(
                    format!("{path}.while_holding"),
                    "steps",
                    "absent where servers are shared",
                )
            });
        }
        Act::Cached { cache, .. } => {
            points_to(
                f,
                &format!("{path}.cache"),
                *cache,
                n.caches.len(),
                "a cache",
            );
        }
        Act::Pass { gate } => {
            points_to(f, &format!("{path}.gate"), *gate, n.gates.len(), "a gate");
        }
        Act::Take { stock } => {
            points_to(
                f,
                &format!("{path}.stock"),
                *stock,
                n.stocks.len(),
                "a stock",
            );
        }
        Act::Start { program } => {
            points_to(
                f,
                &format!("{path}.program"),
                *program,
                n.programs.len(),
                "a program",
            );
        }
        Act::Group(_) => {}
    }
    let name = match s.act {
        Act::Visit { .. } => "while_holding",
        Act::Cached { .. } => "otherwise",
        _ => "group",
    };
    for (i, inner) in s.inner().iter().enumerate() {
        step(
            f,
            &format!("{path}.{name}[{i}]"),
            inner,
            n,
            depth + 1,
            steps,
        );
    }
}
