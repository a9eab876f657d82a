//! Random networks, for what must hold in any. Every mechanism of the contract is in some of them.

mod crowd;
mod parts;

use onrush_network::{Network, Program, Rate, Sends, Stream};
use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

/// The generator of all random networks.
pub type Source = Xoshiro256PlusPlus;

/// How many of each part a random network has, so that indices can be drawn.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    stations: usize,
    caches: usize,
    gates: usize,
    stocks: usize,
    rooms: usize,
    /// Whether there is more than stations, held servers, loops, retries and closed populations.
    everything: bool,
}

const PROGRAMS: usize = 4;

/// A random network with everything in it: small lines, holding, gateway timeouts, impatient visitors, reloads, caches, gates,
/// stocks, waiting rooms, clients that retry, closed populations, work that nobody waits for, autoscalers, incidents.
#[must_use]
pub fn random_network(source: &mut Source) -> Network {
    let sizes = Sizes {
        stations: source.random_range(1..6),
        caches: source.random_range(0..3),
        gates: source.random_range(0..3),
        stocks: source.random_range(0..3),
        rooms: source.random_range(0..2),
        everything: true,
    };
    network(source, sizes)
}

/// A random network of stations, visitors, clients and populations only: no caches, gates, stocks, rooms, scalers or incidents,
/// and stations without trouble of their own.
#[must_use]
pub fn core_network(source: &mut Source) -> Network {
    let sizes = Sizes {
        stations: source.random_range(1..6),
        caches: 0,
        gates: 0,
        stocks: 0,
        rooms: 0,
        everything: false,
    };
    network(source, sizes)
}

fn network(source: &mut Source, sizes: Sizes) -> Network {
    let horizon_s = source.random_range(1..60);
    let stations: Vec<_> = (0..sizes.stations)
        .map(|i| parts::station(source, sizes, i))
        .collect();
    let programs = (0..PROGRAMS)
        .map(|i| Program {
            gateway_timeout_s: source
                .random_bool(0.4)
                .then(|| source.random_range(0.05..2.0)),
            ..Program::new(
                format!("p{i}"),
                parts::steps(source, sizes, &stations, i, 2),
            )
        })
        .collect();
    Network {
        horizon_s,
        caches: (0..sizes.caches).map(|i| parts::cache(source, i)).collect(),
        gates: (0..sizes.gates).map(|i| parts::gate(source, i)).collect(),
        stocks: (0..sizes.stocks).map(|i| parts::stock(source, i)).collect(),
        rooms: (0..sizes.rooms).map(|i| parts::room(source, i)).collect(),
        scalers: if sizes.everything {
            parts::scalers(source, &stations)
        } else {
            Vec::new()
        },
        incidents: if sizes.everything {
            parts::incidents(source, sizes)
        } else {
            Vec::new()
        },
        stations,
        programs,
        journeys: vec![crowd::journey(source, sizes)],
        clients: (0..2).map(|i| crowd::client(source, i)).collect(),
        streams: streams(source, sizes),
        populations: crowd::populations(source),
    }
}

fn streams(source: &mut Source, sizes: Sizes) -> Vec<Stream> {
    let mut streams: Vec<Stream> = (0..2)
        .map(|region| Stream {
            id: format!("c{region}"),
            rate: rate(source),
            sends: Sends::Visits {
                journey: 0,
                region,
                bots: source.random_bool(0.3),
                room: (sizes.rooms > 0 && source.random_bool(0.7)).then_some(0),
            },
        })
        .collect();
    if source.random_bool(0.5) {
        let client = source.random_range(0..2);
        streams.push(Stream::requests("bare", rate(source), client));
    }
    streams
}

fn rate(source: &mut Source) -> Rate {
    Rate::new(vec![
        (0.0, 0.0),
        (5.0, source.random_range(0.0..200.0)),
        (20.0, 10.0),
        (20.0, 100.0),
        (50.0, 0.0),
    ])
}

/// One of several.
fn one_of<T: Copy>(source: &mut Source, choices: &[T]) -> T {
    choices[source.random_range(0..choices.len())]
}
