//! Who comes to a random site.

use onrush_network::{
    Backoff, Behaviour, Client, Dist, Journey, Opening, Page, Population, Reload, Request,
    RequestKind, Retries, Sharing,
};
use rand::RngExt;

use super::{PROGRAMS, Sizes, Source, one_of};

pub(super) fn journey(source: &mut Source, sizes: Sizes) -> Journey {
    let patience = source
        .random_bool(0.8)
        .then(|| Dist::lognormal(source.random_range(0.01..3.0), 0.5));
    Journey {
        id: "j".into(),
        pages: (0..source.random_range(1..4))
            .map(|i| page(source, sizes, i))
            .collect(),
        behaviour: Behaviour {
            patience,
            when_slow: reload(source),
            when_failed: reload(source),
            slow_s: 0.2,
            discouraged_per_s: if sizes.everything {
                one_of(source, &[0.0, 0.3])
            } else {
                0.0
            },
            brisk_s: 0.5,
            retries: retries(source),
        },
        sharing: (sizes.everything && source.random_bool(0.4)).then(|| Sharing {
            mean: source.random_range(0.0..0.8),
            when_lost: one_of(source, &[0.0, 0.3]),
            delay: Dist::exponential(2.0),
            reach: one_of(source, &[10, 5_000]),
        }),
    }
}

fn reload(source: &mut Source) -> Reload {
    Reload {
        chance: source.random_range(0.0..1.0),
        at_most: source.random_range(0..5),
        pause: Dist::exponential(source.random_range(0.0..2.0)),
    }
}

fn retries(source: &mut Source) -> Retries {
    if source.random_bool(0.5) {
        return Retries::NONE;
    }
    Retries {
        tries: source.random_range(1..4),
        backoff: source.random_bool(0.5).then(|| Backoff {
            first_s: 0.2,
            factor: 2.0,
            jitter: source.random_bool(0.5),
        }),
        budget: source.random_bool(0.3).then_some(0.1),
    }
}

fn page(source: &mut Source, sizes: Sizes, i: u32) -> Page {
    Page {
        id: format!("page{i}"),
        requests: (0..source.random_range(1..4_u32))
            .map(|r| Request {
                id: format!("r{r}"),
                kind: if r == 0 {
                    RequestKind::Document
                } else {
                    RequestKind::Call
                },
                programs: vec![
                    source.random_range(0..PROGRAMS),
                    source.random_range(0..PROGRAMS),
                ],
                count: if r == 0 { 1 } else { source.random_range(1..3) },
                files: 5,
                bytes: 1000,
            })
            .collect(),
        think: Dist::exponential(source.random_range(0.0..3.0)),
        go_on: source.random_range(0.0..1.0),
        goal_cents: source.random_bool(0.3).then_some(150),
        stock: (sizes.stocks > 0 && source.random_bool(0.2)).then_some(0),
        opens: (sizes.everything && source.random_bool(0.2)).then(|| Opening {
            at_s: source.random_range(0.0..20.0),
            refresh: source.random_bool(0.5).then_some(Dist::exponential(3.0)),
            reaction: Dist::exponential(0.5),
        }),
    }
}

pub(super) fn client(source: &mut Source, i: usize) -> Client {
    Client {
        timeout_s: source
            .random_bool(0.6)
            .then(|| source.random_range(0.05..2.0)),
        retries: retries(source),
        ..Client::new(format!("b{i}"), source.random_range(0..PROGRAMS))
    }
}

pub(super) fn populations(source: &mut Source) -> Vec<Population> {
    if source.random_bool(0.7) {
        return Vec::new();
    }
    vec![Population {
        id: "people".into(),
        client: source.random_range(0..2),
        customers: source.random_range(1..40),
        think: Dist::exponential(source.random_range(0.1..2.0)),
    }]
}
